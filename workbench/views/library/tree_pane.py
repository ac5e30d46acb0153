"""The left side of the library: search, the tree, and where files are dropped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.models.library.tree import LibraryModel
from workbench.views import icons
from workbench.views.library.search_bar import SearchBar
from workbench.views.library.tree_view import LibraryTree
from workbench.views.panes import EmptyState, Pane
from workbench.views.shell import Shell

DROP_FROM = 320
"""Pixels of height from which on the place for dropping files is shown."""


class TreePane(Pane):
    """import_wanted   files shall be chosen"""

    import_wanted = Signal()

    def __init__(self, shell: Shell, model: LibraryModel, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.model = model
        self.search = SearchBar(shell)
        self.tree = LibraryTree(model)
        self.nothing = EmptyState("search")
        self.clear = QPushButton()
        self.clear.clicked.connect(self.search.clear)
        self.nothing.add_button(self.clear)
        self.nothing.hide()
        self.drop = QPushButton()
        self.drop.setProperty("part", "drop")
        self.drop.setMinimumHeight(38)
        icons.put(self.drop, "open", "muted")
        self.drop.clicked.connect(self.import_wanted)
        head = QVBoxLayout()
        head.setContentsMargins(10, 10, 10, 4)
        head.addWidget(self.search)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 4, 10, 10)
        foot.addWidget(self.drop)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addLayout(head)
        self.column.addWidget(self.tree, 1)
        self.column.addWidget(self.nothing, 1)
        self.column.addLayout(foot)
        self.setMinimumWidth(280)
        self.retranslate()

    def show_state(self) -> None:
        """After a reading: the tree, or that nothing was found."""
        nothing = self.model.query is not None and self.model.count == 0
        self.tree.setVisible(not nothing)
        self.nothing.setVisible(nothing)

    def mark_drop(self, hot: bool) -> None:
        """Something hovers over the page."""
        self.drop.setProperty("hot", hot)
        self.drop.style().unpolish(self.drop)
        self.drop.style().polish(self.drop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the rows have it: dropping works everywhere on the page."""
        super().resizeEvent(event)
        self.drop.setVisible(self.height() >= DROP_FROM)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What is in the workspace"))
        self.tree.setAccessibleName(self.tr("CAs and what they issued, keys, requests, CRLs"))
        self.drop.setText(self.tr("Import files, or drop them here"))
        self.nothing.set_texts(self.tr("Nothing was found"), self.tr("Search for part of a name, a serial number or a fingerprint."))
        self.clear.setText(self.tr("Show everything"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

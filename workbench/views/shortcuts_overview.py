"""F1: every shortcut on one page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.views.actions import Actions, key_text
from workbench.views.panes import Text


class ShortcutsOverview(QDialog):
    """Made anew each time it is asked for, so that it always lists what there is."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("shortcuts")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(8)
        rows = [(action.text(), [key_text(key) for key in action.shortcuts()]) for action in actions if action.shortcuts()]
        rows += [
            (self.tr("Move within lists and trees, open and close branches"), ["↑ ↓ ← →"]),
            (self.tr("Find in the text shown"), ["Ctrl F"]),
            (self.tr("Copy what is selected"), ["Ctrl C"]),
            (self.tr("Go from term to term in a text, explain one"), ["← →", "Enter"]),
            (self.tr("Leave the search, skip a password"), ["Esc"]),
        ]
        for row, (text, keys) in enumerate(rows):
            grid.addWidget(Text(text.replace("&", "")), row, 0)
            grid.addWidget(Text("   ".join(keys), "key"), row, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        inner = QWidget()
        inner.setProperty("part", "clear")
        inner.setLayout(grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        close = QPushButton(QCoreApplication.translate("ShortcutsOverview", "Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(Text(self.windowTitle(), "headline"))
        column.addWidget(area, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        wide = inner.sizeHint().width() + area.verticalScrollBar().sizeHint().width() + 56
        self.resize(max(560, wide), 620)

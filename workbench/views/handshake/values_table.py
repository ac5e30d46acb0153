"""The values born in a step: a table, and below it the whole of the selected one with where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.core.handshake.lineage import Lineage
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_keys import lineage_of
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_values import KNOWN, NAME, VALUE, Born, ValuesModel
from workbench.views import icons, theme
from workbench.views.handshake.value_card import ValueCard
from workbench.views.panes import Text

KNOWN_FROM = 440
"""Pixels from which on the table says who knows a value."""


class ValuesTable(QWidget):
    """Shows values; secrets stay masked until the user asks for them.

    value_wanted(step number, name)   another value is to be shown, where it was born; name "" for the step alone
    """

    value_wanted = Signal(int, str)

    def __init__(self, text: HandshakeText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._lineage: Lineage | None = None
        self.model = ValuesModel(text, self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.selectionModel().currentChanged.connect(lambda current, previous: self._show_current(current))
        self.reveal = QPushButton()
        self.reveal.setProperty("kind", "quiet")
        self.reveal.setCheckable(True)
        icons.put(self.reveal, "eye", "muted")
        self.reveal.clicked.connect(self._reveal)
        self.empty = Text("", "quiet", wrap=True)
        self.empty.setContentsMargins(12, 12, 12, 12)
        self.card = ValueCard(self.model)
        self.view.menu_wanted.connect(self.card.menu.popup)
        self.card.wanted.connect(self.value_wanted)
        self.below = QScrollArea()
        self.below.setFrameShape(QFrame.Shape.NoFrame)
        self.below.setWidgetResizable(True)
        self.below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.below, self.below.viewport()):
            part.setProperty("part", "clear")
        self.below.setWidget(self.card)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 0)
        top.addStretch()
        top.addWidget(self.reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.empty)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addWidget(self.below, 3)
        column.addStretch()
        self.setFocusProxy(self.view)
        self.retranslate()
        self.set_values((), text)

    def set_values(self, rows: tuple[Born, ...], text: HandshakeText, transcript: Transcript | None = None) -> None:
        """Show these values of a transcript; the last one is selected: what the step was for."""
        self._text = text
        self._lineage = lineage_of(transcript) if transcript is not None and rows else None
        self.model.set_values(rows, text)
        self.empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        self.below.setVisible(bool(rows))
        self._name_reveal()
        if rows:
            self.view.selectRow(len(rows) - 1)
            self.view.setCurrentIndex(self.model.index(len(rows) - 1, NAME))

    def choose(self, name: str) -> None:
        """Select the value of this name, if it is there."""
        for row in range(self.model.rowCount()):
            born = self.model.born(self.model.index(row, NAME))
            if born is not None and born.value.name == name:
                self.view.setCurrentIndex(self.model.index(row, NAME))
                return

    def _show_current(self, index: QModelIndex) -> None:
        self.card.show_value(self.model.born(index), self._text, self._lineage)

    def _reveal(self, on: bool) -> None:
        self.model.reveal(on)
        self._name_reveal()
        self._show_current(self.view.currentIndex())

    def _name_reveal(self) -> None:
        self.reveal.setVisible(self.model.has_secrets)
        self.reveal.setChecked(self.model.revealed)
        self.reveal.setText(self.tr("Hide the secrets") if self.model.revealed else self.tr("Show the secrets"))

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Values derived in this step"))
        self.empty.setText(self.tr("Nothing was derived in this step."))
        self._name_reveal()
        self.card.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _View(QTableView):
    """menu_wanted(place on the screen)"""

    menu_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the columns fit; the whole stands below
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(96)
        self._take_look()

    def setModel(self, model: ValuesModel | None) -> None:
        super().setModel(model)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(KNOWN, QHeaderView.ResizeMode.ResizeToContents)
        if model is not None:
            model.modelReset.connect(self._fit)

    def _fit(self) -> None:
        """Names are read before values: they get what they need, up to what a masked value leaves. Who knows it stands below too."""
        room = self.viewport().width()
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        self.setMaximumHeight(max(self.minimumHeight(), rows + self.horizontalHeader().sizeHint().height() + 4))
        known = self.sizeHintForColumn(KNOWN) + 12 if room >= KNOWN_FROM else 0
        self.setColumnHidden(KNOWN, not known or known > room - 280)
        room -= 110 + (0 if self.isColumnHidden(KNOWN) else known)
        self.setColumnWidth(NAME, min(max(self.sizeHintForColumn(NAME) + 12, 90), max(90, room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.model() is not None:
            self._fit()

    def _take_look(self) -> None:
        self.setFont(theme.current().monospace())
        self.verticalHeader().setDefaultSectionSize(theme.current().px(theme.TEXT_PX) + 13)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_look()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(model, ValuesModel):
            born = model.born(self.currentIndex())
            if born is not None and not model.masked(born):
                QGuiApplication.clipboard().setText(model.value_text(born))
        else:
            super().keyPressEvent(event)

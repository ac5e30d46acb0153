"""The values born in a step: a table, and below it the whole of the selected one with where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_values import KNOWN, NAME, VALUE, Born, ValuesModel
from workbench.views import icons, theme
from workbench.views.panes import BrokenText, Text
from workbench.words import visible

KNOWN_FROM = 440
"""Pixels from which on the table says who knows a value."""


class ValuesTable(QWidget):
    """Shows values; secrets stay masked until the user asks for them."""

    def __init__(self, text: HandshakeText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
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
        self.card = _ValueCard(self.model)
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
        column.addWidget(self.card)
        column.addStretch()
        self.setFocusProxy(self.view)
        self.retranslate()
        self.set_values((), text)

    def set_values(self, rows: tuple[Born, ...], text: HandshakeText) -> None:
        """Show these values; the last one is selected: what the step was for."""
        self._text = text
        self.model.set_values(rows, text)
        self.empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        self.card.setVisible(bool(rows))
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
        self.card.show_value(self.model.born(index), self._text)

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
    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(96)
        self._take_look()

    def setModel(self, model: ValuesModel | None) -> None:
        super().setModel(model)
        header = self.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(KNOWN, QHeaderView.ResizeMode.ResizeToContents)
        if model is not None:
            model.modelReset.connect(self._fit)

    def _fit(self) -> None:
        """Names are read before values: they get what they need, up to more than half of the room. Who knows it stands below too."""
        room = self.viewport().width()
        self.setColumnHidden(KNOWN, room < KNOWN_FROM)
        self.setColumnWidth(NAME, min(max(self.sizeHintForColumn(NAME) + 12, 90), max(90, room * 62 // 100)))

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(model, ValuesModel):
            born = model.born(self.currentIndex())
            if born is not None and not model.masked(born):
                QGuiApplication.clipboard().setText(model.value_text(born))
        else:
            super().keyPressEvent(event)


class _ValueCard(QFrame):
    """One value: its bytes, how it was computed and from what, where that is prescribed, who knows it."""

    def __init__(self, model: ValuesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self._model = model
        self._born: Born | None = None
        self._text = HandshakeText("en")
        self.name = BrokenText("", "strong")
        self.value = QPlainTextEdit()
        self.value.setReadOnly(True)
        self.value.setProperty("kind", "value")
        self.value.setTabChangesFocus(True)
        self.copy = QPushButton()
        self.copy.setProperty("kind", "quiet")
        icons.put(self.copy, "copy", "muted")
        self.copy.clicked.connect(self._copy)
        self._labels = [Text("", "muted") for _ in range(4)]
        self._facts = [BrokenText("", "mono") if number < 2 else BrokenText("") for number in range(4)]
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.copy)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for number, (label, fact) in enumerate(zip(self._labels, self._facts, strict=True)):
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(fact, number, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.value)
        column.addLayout(grid)

    def show_value(self, born: Born | None, text: HandshakeText) -> None:
        self._born, self._text = born, text
        if born is None:
            self.hide()
            return
        self.show()
        value = born.value
        self.name.setText(visible(value.name))
        shown = self._model.value_text(born)
        masked = self._model.masked(born)
        self.value.setPlainText(shown)
        self.value.setFont(theme.current().monospace())
        lines = min(5, max(1, -(-len(shown) // 34)))
        self.value.setFixedHeight(lines * self.value.fontMetrics().lineSpacing() + 12)
        self.value.setAccessibleName(self.tr("Value of {name}").format(name=visible(value.name)))
        self.copy.setVisible(value.data is not None and not masked)
        facts = (visible(value.formula), visible(", ".join(value.inputs)), visible(value.citation), text.holders(value))
        for label, widget, fact in zip(self._labels, self._facts, facts, strict=True):
            widget.setText(fact)
            label.setVisible(bool(fact))
            widget.setVisible(bool(fact))

    def _copy(self) -> None:
        if self._born is not None and not self._model.masked(self._born):
            QGuiApplication.clipboard().setText(self._model.value_text(self._born))

    def retranslate(self) -> None:
        self.copy.setText(self.tr("Copy"))
        texts = (self.tr("Formula"), self.tr("Made from"), self.tr("Prescribed in"), self.tr("Known to"))
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.show_value(self._born, self._text)

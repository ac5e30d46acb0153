"""The table of the steps: the same as the diagram, to be read and searched. The current row follows the clock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from workbench.models.handshake_player import Shown
from workbench.models.handshake_table import FACTS, NAME, NUMBER, PROTECTION, RESULT, SIZE, TIME, WAY, StepFilter, StepTableModel
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.panes import Text

SHOWN_FROM = {TIME: 720, PROTECTION: 620, RESULT: 520, SIZE: 440, FACTS: 380}
"""Pixels from which on a column is shown, at the normal text size: what it says stands in the step's detail too."""


class StepTable(QWidget):
    """A `HandshakeView`.

    step_wanted(number)   a row was chosen
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.model = StepTableModel(HandshakeText("en"), self)
        self.filter = StepFilter(self.model, self)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._first_found)
        self.view = QTableView()
        self.view.setModel(self.filter)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.selectionModel().currentRowChanged.connect(self._chosen)
        self.nothing = Text("", "quiet", wrap=True)
        self.nothing.setContentsMargins(14, 8, 14, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(theme.GRID)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.search)
        column.addLayout(top)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        column.addStretch()
        self.setFocusProxy(self.view)
        self._following = False
        self.retranslate()
        self._take_look()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Another transcript, level of detail or language; what is searched for stays."""
        self._following = True
        self.model.show(shown, text)
        self._following = False
        self._fit()
        self._say_nothing()

    def show_moment(self, t: float, current: int | None, playing: bool) -> None:
        """The row of the current moment is the current row, if the search leaves it."""
        index = self.filter.mapFromSource(self.model.index(current, NUMBER)) if current is not None else QModelIndex()
        self._following = True
        if index.isValid():
            self.view.setCurrentIndex(index)
        else:
            self.view.selectionModel().clear()
        self._following = False

    def _chosen(self, index: QModelIndex) -> None:
        moment = self.model.moment(self.filter.mapToSource(index))
        if moment is not None and not self._following:
            self.step_wanted.emit(moment.step.number)

    # -- search ----------------------------------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        self._following = True
        self.filter.search(text)
        self._following = False
        self._say_nothing()

    def _first_found(self) -> None:
        if self.filter.rowCount():
            self.view.setFocus()
            self.view.setCurrentIndex(self.filter.index(0, NUMBER))

    def _say_nothing(self) -> None:
        found = bool(self.filter.rowCount())
        self.view.setVisible(found)
        self.nothing.setVisible(not found and bool(self.model.rowCount()))

    # -- look ------------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Columns take what their texts need; those with the least to say go first where it is narrow."""
        width, scale = self.view.width(), theme.current().scale
        for column in range(RESULT + 1):
            self.view.setColumnHidden(column, width < SHOWN_FROM.get(column, 0) * scale)
        for column in (NUMBER, WAY, NAME, SIZE, TIME, PROTECTION):
            self.view.resizeColumnToContents(column)
        rest = width - sum(self.view.columnWidth(column) for column in (NUMBER, WAY, NAME, SIZE, TIME, PROTECTION))
        self.view.setColumnWidth(FACTS, max(90, min(rest * 60 // 100, 360)))

    def _take_look(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(theme.current().px(theme.TEXT_PX) + 13)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search the steps"))
        self.search.setAccessibleName(self.tr("Search the steps"))
        self.view.setAccessibleName(self.tr("Steps of the handshake"))
        self.nothing.setText(self.tr("No step has all of these words in it."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_look()
            self._fit()

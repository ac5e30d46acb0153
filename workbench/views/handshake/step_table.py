"""The table of the steps: the same as the diagram, to be read and searched. The current row follows the clock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.core.handshake.transcript import Outcome, Role
from workbench.core.tls.events import Level
from workbench.models.handshake_player import Shown
from workbench.models.handshake_table import (
    FACTS,
    NAME,
    NUMBER,
    PROTECTION,
    RESULT,
    SIZE,
    TIME,
    WAY,
    StepFilter,
    StepTableModel,
    TableRole,
)
from workbench.models.handshake_text import ARROW, HandshakeText
from workbench.models.handshake_tokens import LEVEL_TOKENS
from workbench.views import icons, theme
from workbench.views.handshake.step_head import SIGNS
from workbench.views.panes import Text

SHOWN_FROM = {TIME: 800, PROTECTION: 460, SIZE: 400, FACTS: 520, WAY: 320}
"""Pixels from which on a column is shown, at the normal text size: what it says stands in the step's detail too."""
RESULT_FROM = 900
"""Pixels from which on the result is said in words too, and not by its sign alone."""
SIGN, SIGN_ROOM, WAY_ROOM = 14, 32, 16
WIDEST, TIGHTEST = {NAME: 240, PROTECTION: 160}, {NAME: 186, PROTECTION: 136}
"""Pixels that a column takes at most before its text is cut, at the normal text size, where there is room and where there is not."""
FACTS_AT_LEAST = 110
"""Pixels below which a fact says nothing."""


class StepTable(QWidget):
    """A `HandshakeView`. `toggle` plays or pauses.

    step_wanted(number)   a row was chosen
    """

    step_wanted = Signal(int)

    def __init__(self, toggle: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.model = StepTableModel(HandshakeText("en"), self)
        self.filter = StepFilter(self.model, self)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._first_found)
        self.count = Text("", "muted")
        self.view = _View(self.filter, toggle)
        self.view.selectionModel().currentRowChanged.connect(self._chosen)
        self.view.resized.connect(self._fit)
        self.nothing = Text("", "quiet", wrap=True)
        self.nothing.setContentsMargins(14, 8, 14, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(theme.GRID)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(12)
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        column.addLayout(top)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        column.addStretch()
        self.setFocusProxy(self.view)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self._find)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._leave)
        self._following = False
        self._usual_way = ""
        self.retranslate()
        self._take_look()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Another transcript, level of detail or language; what is searched for stays."""
        self._following = True
        self._usual_way = f"{text.role(Role.client)} {ARROW} {text.role(Role.server)}"
        self.model.show(shown, text)
        self._following = False
        self._fit()
        self._say_found()

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
        self._say_found()

    def _first_found(self) -> None:
        """Go to it, even where it is the current row already: the clock may stand elsewhere."""
        index = self.filter.index(0, NUMBER)
        moment = self.model.moment(self.filter.mapToSource(index))
        if moment is not None:
            self.view.setFocus()
            self._following = True
            self.view.setCurrentIndex(index)
            self._following = False
            self.step_wanted.emit(moment.step.number)

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _leave(self) -> None:
        """All steps again, and back to them: the place is kept."""
        current = self.filter.mapToSource(self.view.currentIndex())
        self.search.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if current.isValid():
            self.view.scrollTo(self.filter.mapFromSource(current))

    def _say_found(self) -> None:
        found, all = self.filter.rowCount(), self.model.rowCount()
        self.view.setVisible(bool(found))
        self.nothing.setVisible(not found and bool(all))
        searching = bool(self.search.text().strip())
        self.count.setText(self.tr("{found} of {all}").format(found=found, all=all) if searching else "")
        self.count.setVisible(searching)

    # -- look ------------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Columns take what their texts need; those with the least to say go first where it is narrow; what is over is for the facts."""
        width, scale = self.view.viewport().width(), theme.current().scale
        for column in range(RESULT + 1):
            self.view.setColumnHidden(column, width < SHOWN_FROM.get(column, 0) * scale or not (column < FACTS or self.model.has(column)))
        self.view.setColumnHidden(WAY, self.view.isColumnHidden(WAY) or not self.model.has(WAY))
        tight = TIGHTEST if width < RESULT_FROM * scale else WIDEST
        for column in (NUMBER, WAY, NAME, PROTECTION, SIZE, TIME):
            self.view.resizeColumnToContents(column)
            if column in tight:
                self.view.setColumnWidth(column, min(self.view.columnWidth(column), round(tight[column] * scale)))
        if tight is TIGHTEST:  # the name server may be cut: it speaks twice
            usual = self.view.fontMetrics().horizontalAdvance(self._usual_way) + WAY_ROOM
            self.view.setColumnWidth(WAY, min(self.view.columnWidth(WAY), usual))
        self.view.setColumnWidth(RESULT, SIGN_ROOM if width < RESULT_FROM * scale else round(220 * scale))
        self._make_room(width, scale)
        self.model.set_brief(frozenset(column for column in (PROTECTION, RESULT) if self.view.columnWidth(column) == SIGN_ROOM))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(self.view.isColumnHidden(FACTS))
        header.setSectionResizeMode(FACTS, QHeaderView.ResizeMode.Stretch)

    def _make_room(self, width: int, scale: float) -> None:
        """Where texts are long (Japanese, large letters): protection by its sign alone, no time, no facts, shorter names, no parties."""
        for column in (PROTECTION, TIME, FACTS, NAME, WAY):
            over = self._over(width, scale)
            if over <= 0:
                return
            if column == NAME:
                self.view.setColumnWidth(NAME, max(self.view.columnWidth(NAME) - over, round(FACTS_AT_LEAST * scale)))
            elif column == PROTECTION and not self.view.isColumnHidden(PROTECTION):
                self.view.setColumnWidth(PROTECTION, SIGN_ROOM)
            else:
                self.view.setColumnHidden(column, True)

    def _over(self, width: int, scale: float) -> int:
        """By how many pixels the columns are too wide."""
        shown = [column for column in range(RESULT + 1) if not self.view.isColumnHidden(column)]
        least = round(FACTS_AT_LEAST * scale) if FACTS in shown else 0
        return sum(self.view.columnWidth(column) for column in shown if column != FACTS) + least - width

    def _take_look(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(theme.current().px(theme.TEXT_PX) + 13)

    def retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search the steps"))
        self.search.setAccessibleName(self.tr("Search the steps"))
        self.view.setAccessibleName(self.tr("Steps of the handshake"))
        self.nothing.setText(self.tr("No step has all of these words in it."))
        self._say_found()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_look()
            self._fit()


class _View(QTableView):
    """resized   it has another width"""

    resized = Signal()

    def __init__(self, model: StepFilter, toggle: Callable[[], None]) -> None:
        super().__init__()
        self._toggle = toggle
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.setItemDelegate(_Signs(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays, as it does on the diagram: a row is chosen by going to it."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._toggle()
        else:
            super().keyPressEvent(event)


class _Signs(QStyledItemDelegate):
    """A lock in the colour of the keys beside what protects a step, and the sign of how a check came out."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() in (PROTECTION, RESULT) and option.rect.width() < 2 * SIGN_ROOM + SIGN:
            option.text = ""  # the sign alone; the words are the tool tip
        if self._sign(index) is not None:
            option.text = "      " + option.text if option.text else ""
        if index.column() in (WAY, FACTS, TIME):
            option.palette.setColor(QPalette.ColorRole.Text, theme.colour("muted"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        sign = self._sign(index)
        if sign is not None:
            top = option.rect.y() + (option.rect.height() - SIGN) / 2
            icons.paint(painter, sign[0], QRectF(option.rect.x() + 4, top, SIGN, SIGN), theme.colour(sign[1]))

    def _sign(self, index: QModelIndex | QPersistentModelIndex) -> tuple[str, str] | None:
        if not index.data():
            return None
        if index.column() == PROTECTION:
            level = Level(index.data(TableRole.LEVEL))
            return ("lock", LEVEL_TOKENS[level]) if level is not Level.none else None
        if index.column() == RESULT:
            return SIGNS.get(Outcome(index.data(TableRole.OUTCOME)))
        return None

"""Who knows what: dots in the colours of the parties, filling as the handshake plays and emptying at its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from workbench.core.handshake.knowledge import Row
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_knowledge import KnowledgeModel, KnowledgeRole
from workbench.models.handshake_knowledge_text import knowledge_pieces
from workbench.models.handshake_knowledge_tree import KnowledgeTree
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_tokens import ROLE_TOKENS
from workbench.models.handshake_value_names import Group
from workbench.models.language import Language
from workbench.views import theme
from workbench.views.handshake.linked_text import LinkedText
from workbench.views.handshake.names_text import FittingScroll
from workbench.views.panes import Line, Text

DOT = 10
"""Pixels across, at the normal text size."""
ROW_ROOM, COLUMN_ROOM, TIGHT_ROOM = 11, 14, 4
"""Pixels of a row above and below its text, of a column beside its heading, the last where names would be left with little."""
INDENT, PADDING = 10, 14
NAMES_AT_LEAST = 8
"""Names should have room for this many times the height of a line, else the columns stand closer."""
CARD_PART = 44
"""Per cent of the table's height that the text about a row may take before it scrolls."""


class KnowledgeTable(QWidget):
    """Shows who knows what after a moment, and below it what is to be said of the chosen value.

    born_wanted(step)   a step named there, or the one in which a value was born, is to be the current one
    """

    born_wanted = Signal(int)

    def __init__(self, text: HandshakeText, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = KnowledgeModel(text, self)
        self.tree = KnowledgeTree(self.model, text, self)
        self._text = text
        self._transcript: Transcript | None = None
        self._closed: set[Group] = set()
        self._chosen: Row | None = None
        self.view = QTreeView()
        self.view.setModel(self.tree)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setIndentation(INDENT)
        self.view.setWordWrap(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.header().setProperty("part", "dots")
        self.view.header().setHighlightSections(False)
        self.view.header().setStretchLastSection(False)
        self.view.header().setSectionsMovable(False)
        self.view.header().setMinimumSectionSize(20)
        self.view.header().sectionResized.connect(self._fit_rows)
        self.view.setItemDelegate(_Dots(self.view))
        self.view.activated.connect(self._go_to_birth)
        self.view.collapsed.connect(lambda index: self._keep(index, closed=True))
        self.view.expanded.connect(lambda index: self._keep(index, closed=False))
        self.view.selectionModel().currentChanged.connect(lambda current, previous: self._choose(current))
        self.empty = Text("", "quiet", wrap=True)
        self.empty.setContentsMargins(12, 12, 12, 12)
        self.about = LinkedText(language)
        self.about.step_wanted.connect(self.born_wanted)
        self.card = FittingScroll()
        self.card.column.setContentsMargins(14, 8, 14, 10)
        self.name = Text("", "mono", wrap=True).selectable()
        self.card.column.addWidget(self.name)
        self.card.column.addWidget(self.about)
        self.line = Line()
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._show_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty)
        column.addWidget(self.view, 1)
        column.addWidget(self.line)
        column.addWidget(self.card)
        column.addStretch()
        self.setFocusProxy(self.view)
        self.retranslate()
        self._show_card(None)

    def show_moment(self, transcript: Transcript, first: int, last: int, text: HandshakeText) -> None:
        """Show who knows what after the steps `first` to `last`; the value that was chosen stays chosen while it is there."""
        chosen = self._chosen if transcript is self._transcript else None
        self._transcript, self._text = transcript, text
        self.tree.set_text(text)
        self.model.show(transcript, first, last, text)
        rows = self.model.rowCount()
        self.empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        self._fit()
        for number in range(self.tree.rowCount()):  # all before the first one is spanned, which lays the rows out
            group = self.tree.index(number, 0)
            self.view.setExpanded(group, self.tree.group(group) not in self._closed)
        for number in range(self.tree.rowCount()):
            self.view.setFirstColumnSpanned(number, QModelIndex(), True)
        self._chosen = chosen
        self._show_new(chosen)

    def _show_new(self, chosen: Row | None) -> None:
        """Bring the chosen value in sight, else what is new in this moment."""
        rows = range(self.model.rowCount())
        found = next((row for row in rows if self.model.row(self.model.index(row, 0)) == chosen), None) if chosen is not None else None
        if found is not None:
            self.view.setCurrentIndex(self.tree.of_row(found))
            return
        self._show_card(None)
        columns = range(1, self.model.columnCount())
        new = [row for row in rows if any(self.model.index(row, column).data(KnowledgeRole.NEW) for column in columns)]
        if new:
            first = self.tree.of_row(new[0])
            self.view.scrollTo(self.tree.of_row(new[-1]))
            self.view.scrollTo(first)
            if first.row() == 0:  # what it is for stands above it
                self.view.scrollTo(self.tree.parent(first))

    def _fit(self) -> None:
        """The dots take the width of their headings, the names the rest."""
        header, metrics = self.view.header(), self.view.header().fontMetrics()
        widths = []
        for column in range(1, self.model.columnCount()):
            lines = str(self.model.headerData(column, Qt.Orientation.Horizontal)).split("\n")
            widths.append(max(metrics.horizontalAdvance(line) for line in lines))
        left = self.view.viewport().width() - sum(widths) - COLUMN_ROOM * len(widths)
        tight = left < NAMES_AT_LEAST * metrics.height()
        for column, width in enumerate(widths, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width + (TIGHT_ROOM if tight else COLUMN_ROOM))
        if self.model.columnCount():
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _fit_rows(self, section: int) -> None:
        if section == 0:
            self.view.scheduleDelayedItemsLayout()

    def _keep(self, index: QModelIndex, closed: bool) -> None:
        group = self.tree.group(index)
        if group is not None:
            (self._closed.add if closed else self._closed.discard)(group)

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(self.tree.source(index))
        if row is not None:
            self._chosen = row
        self._show_card(row)

    def _show_card(self, row: Row | None) -> None:
        shown = row is not None and self._transcript is not None
        if row is not None and self._transcript is not None:
            self.name.setText(str(self.model.index(self._place(row), 0).data(KnowledgeRole.NAME)))
            self.about.show_pieces(knowledge_pieces(self._transcript, self.model.knowledge, row, self._text))
        self.card.setVisible(shown)
        self.line.setVisible(shown)
        self.card.fit()
        self._settled.start()

    def _show_chosen(self) -> None:
        """Once the text below has its room."""
        if self.card.isVisible():
            self.view.scrollTo(self.view.currentIndex())

    def _place(self, row: Row) -> int:
        return next(number for number in range(self.model.rowCount()) if self.model.row(self.model.index(number, 0)) == row)

    def _go_to_birth(self, index: QModelIndex) -> None:
        row = self.model.row(self.tree.source(index))
        if row is not None:
            self.born_wanted.emit(row.born)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.card.fit(self.height() * CARD_PART // 100)

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Who knows what"))
        self.view.setToolTip(self.tr("Enter: where the value comes from"))
        self.empty.setText(self.tr("Nobody knows anything yet that others do not."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()


class _Dots(QStyledItemDelegate):
    """A filled dot where a party knows a value, a ring around it where that is new, a struck ring where it was destroyed, a dash else."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Names break into as many lines as they need; the widths of the columns are given."""
        width, height = 0, option.fontMetrics.height()
        view = self.parent()
        if index.column() == 0 and index.data(KnowledgeRole.NAME) is not None and isinstance(view, QTreeView):
            room = QRect(0, 0, max(40, view.columnWidth(0) - 2 * view.indentation() - PADDING), 10_000)
            height = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data())).height()
        return QSize(width, height + ROW_ROOM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        party = index.data(KnowledgeRole.PARTY)
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        style = own.widget.style()
        if party is None:
            if index.data(KnowledgeRole.NAME) is None:  # a group
                own.font.setWeight(QFont.Weight.DemiBold)
                own.fontMetrics = type(own.fontMetrics)(own.font)
            style.drawControl(style.ControlElement.CE_ItemViewItem, own, painter, own.widget)
            return
        knows, new, forgotten = (bool(index.data(role)) for role in (KnowledgeRole.KNOWS, KnowledgeRole.NEW, KnowledgeRole.FORGOTTEN))
        own.text = "" if knows or forgotten else own.text
        style.drawControl(style.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        if knows or forgotten:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw(painter, QRectF(option.rect).center(), QColor(theme.colour(ROLE_TOKENS[party])), knows, new)
            painter.restore()


def _draw(painter: QPainter, middle: QPointF, colour: QColor, knows: bool, new: bool) -> None:
    scale = max(1.0, theme.current().scale)
    radius = DOT / 2 * scale
    if knows:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(middle, radius, radius)
    else:
        painter.setPen(QPen(theme.colour("muted"), scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius - 0.5, radius - 0.5)
        off = QPointF(radius + 1, -radius - 1)
        painter.drawLine(QLineF(middle - off, middle + off))
    if new:
        painter.setPen(QPen(colour, scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius + 3 * scale, radius + 3 * scale)

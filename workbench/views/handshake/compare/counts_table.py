"""The table of what was counted: numbers side by side, a bar below each, and the difference."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.core.handshake.compare import Comparison
from workbench.models.handshake_compare_counts import DIFFERENCE, LEFT, NAME, RIGHT, CountRole, CountsModel
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.panes import Text

_SHARE, _WIDEST_SIDE = 19, 110
"""Per cent of the width for each side, never more than so many pixels; what is counted has the rest."""


class _Delegate(QStyledItemDelegate):
    """Headings muted; what is the same on both sides muted too; a bar below every number."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, theme.current().px(theme.TEXT_PX) + 11)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        look, heading, column = theme.current(), bool(index.data(CountRole.HEADING)), index.column()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.colour("accent_tint"))
        area = QRectF(option.rect).adjusted(8.0, 0.0, -8.0, 0.0)
        same = bool(index.data(CountRole.SAME))
        number = column != NAME and not heading
        painter.setFont(look.monospace(theme.MUTED_PX) if number else look.font(theme.MUTED_PX, semibold=heading))
        strong = column == DIFFERENCE and not same
        painter.setPen(look.colour("muted" if heading or same else "accent" if strong else "text"))
        words = str(index.data() or "")
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(area.width()))
        align = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        share = index.data(CountRole.SHARE)
        painter.drawText(area.adjusted(0.0, 0.0, 0.0, -4.0 if number else 0.0), int(align | Qt.AlignmentFlag.AlignVCenter), shown)
        if share is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("line"))
            track = QRectF(area.x(), area.bottom() - 5.0, area.width(), 2.5)
            painter.drawRoundedRect(track, 1.25, 1.25)
            painter.setBrush(look.colour("muted" if same else "accent"))
            wide = track.width() * float(share)
            painter.drawRoundedRect(QRectF(track.right() - wide, track.y(), wide, track.height()), 1.25, 1.25)
        painter.restore()


class CountsTable(QWidget):
    """The table and, below it, where its times come from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.model = CountsModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.view.setMinimumHeight(60)
        self.source = Text("", "muted", wrap=True)
        self.source.setContentsMargins(12, 0, 12, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.view, 1)
        column.addWidget(self.source)
        self.setFocusProxy(self.view)
        self._latency: float | None = None
        self._take_look()
        self.retranslate()

    def show_counts(self, comparison: Comparison | None, names: tuple[str, str], text: HandshakeText, latency: float | None) -> None:
        """latency: the round trip of the line, in milliseconds; None when it is not known."""
        self.model.show(comparison, names, text)
        self.view.clearSpans()
        for place in self.model.headings():
            self.view.setSpan(place, NAME, 1, DIFFERENCE + 1)
        self._latency = latency
        self._fit()
        self.retranslate()

    def _fit(self) -> None:
        width, header = self.view.width(), self.view.horizontalHeader()
        side = min(width * _SHARE // 100, theme.current().px(_WIDEST_SIDE))
        for column in (LEFT, RIGHT):
            self.view.setColumnWidth(column, side)
        self.view.setColumnWidth(DIFFERENCE, max(side * 3 // 4, header.sectionSizeHint(DIFFERENCE)))

    def _take_look(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(theme.current().px(theme.TEXT_PX) + 11)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("What was counted, side by side"))
        if self._latency is None:
            self.source.setText(self.tr("Computing: measured on this machine."))
        else:
            trip = f"{self._latency:g}"
            told = self.tr("Line: a round trip of {trip} ms, simulated. Computing: measured here.")
            self.source.setText(told.format(trip=trip))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_look()
            self._fit()

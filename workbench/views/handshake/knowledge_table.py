"""Who knows what: dots in the colours of the parties, filling as the handshake plays and emptying at its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_knowledge import KnowledgeModel, KnowledgeRole
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.panes import Text

DOT = 10
"""Pixels across."""
PADDING, LINE_ROOM = 24, 12
"""Pixels of a cell beside and around its text."""
COLOURS = {
    Role.client: "client",
    Role.server: "server",
    Role.certification_authority: "text",
    Role.attacker: "bad",
    Role.eavesdropper: "eavesdropper",
}


class KnowledgeTable(QWidget):
    """Shows who knows what after a moment.

    born_wanted(step)   the step in which a value was born is to be the current one
    """

    born_wanted = Signal(int)

    def __init__(self, text: HandshakeText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = KnowledgeModel(text, self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setWordWrap(True)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().sectionResized.connect(self._fit_rows)
        self.view.setItemDelegate(_Dots(self.view))
        self.view.activated.connect(self._go_to_birth)
        self.empty = Text("", "quiet", wrap=True)
        self.empty.setContentsMargins(12, 12, 12, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty)
        column.addWidget(self.view, 1)
        column.addStretch()
        self.setFocusProxy(self.view)
        self.retranslate()

    def show_moment(self, transcript: Transcript, first: int, last: int, text: HandshakeText) -> None:
        """Show who knows what after the steps `first` to `last`."""
        self.model.show(transcript, first, last, text)
        rows = self.model.rowCount()
        self.empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.resizeRowsToContents()
        if rows:
            self.view.scrollToBottom()

    def _fit_rows(self, section: int) -> None:
        """Names break into as many lines as they need."""
        if section == 0:
            self.view.resizeRowsToContents()

    def _go_to_birth(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            self.born_wanted.emit(row.born)

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Who knows what"))
        self.view.setToolTip(self.tr("Enter: where the value comes from"))
        self.empty.setText(self.tr("Nobody knows anything yet that others do not."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _Dots(QStyledItemDelegate):
    """A filled dot where a party knows a value, a ring around it where that is new, a dash where it does not."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Names break at underscores: Qt's own hint forgets the padding of the cell."""
        hint = super().sizeHint(option, index)
        table = self.parent()
        if index.column() or not isinstance(table, QTableView):
            return hint
        room = QRect(0, 0, table.columnWidth(0) - PADDING, 10_000)
        text = table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(hint.width(), text.height() + LINE_ROOM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        party = index.data(KnowledgeRole.PARTY)
        if party is None:
            super().paint(painter, option, index)
            return
        knows, new = bool(index.data(KnowledgeRole.KNOWS)), bool(index.data(KnowledgeRole.NEW))
        empty = QStyleOptionViewItem(option)
        self.initStyleOption(empty, index)
        empty.text = "" if knows else empty.text
        style = empty.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, empty, painter, empty.widget)
        if not knows and not new:
            return
        colour = QColor(theme.colour(COLOURS[party]))
        middle = QRectF(option.rect).center()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if knows:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(middle, DOT / 2, DOT / 2)
        if new:
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, DOT / 2 + 3, DOT / 2 + 3)
        painter.restore()

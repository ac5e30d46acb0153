"""Search what is open, or run a command: a field in the top bar and the list below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.views import icons, theme
from workbench.views.panes import Text

LIMIT = 60
"""How many hits the list shows."""

_ENTRY = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Entry:
    """One line of the list: text, a muted second text, a shortcut, an icon, and what happens when it is chosen.

    `also` is not shown but found: other names for the same."""

    text: str
    run: Callable[[], None]
    detail: str = ""
    shortcut: str = ""
    icon: str = ""
    also: str = ""


def matches(entries: Iterable[Entry], typed: str, limit: int = LIMIT) -> list[Entry]:
    """Entries that hold every typed word, those that begin with the text first; upper and lower case are the same."""
    wanted = typed.casefold().split()
    first: list[Entry] = []
    later: list[Entry] = []
    for entry in entries:
        text = f"{entry.text} {entry.detail} {entry.also}".casefold()
        if all(word in text for word in wanted):
            (first if wanted and text.startswith(wanted[0]) else later).append(entry)
            if len(first) >= limit:
                break
    return (first + later)[:limit]


class SearchField(QLineEdit):
    """The field. It offers entries of its providers while it has the focus."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setMinimumWidth(180)
        self.setMaximumWidth(420)
        self.setClearButtonEnabled(False)
        self._providers: list[Callable[[], Sequence[Entry]]] = []
        self._entries: list[Entry] = []
        self._popup: _Popup | None = None
        self._before: QWidget | None = None
        self._key = Text("Ctrl K", "key")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.addStretch()
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.textEdited.connect(lambda text: self._filter())
        self.retranslate()

    def add_provider(self, provider: Callable[[], Sequence[Entry]]) -> None:
        """`provider` is asked for its entries whenever the search opens."""
        self._providers.append(provider)

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Search or run a command"))
        self.setAccessibleName(self.tr("Search or run a command"))

    def begin(self) -> None:
        """Open the search; Escape returns the focus to where it was."""
        window = self.window()
        focus = window.focusWidget()
        if focus is not self:
            self._before = focus
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._offer()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._offer()

    def _offer(self) -> None:
        self._key.hide()
        self._collect()
        self._filter()

    def refill(self) -> None:
        """A provider has more to offer than when it was asked."""
        if self._popup is not None and self._popup.isVisible():
            self._collect()
            self._filter()

    def _collect(self) -> None:
        self._entries = [entry for provider in self._providers for entry in provider()]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.end(give_back=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        popup = self._popup
        if key == Qt.Key.Key_Escape:
            self.end()
        elif popup is not None and popup.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            popup.step({Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}[Qt.Key(key)])
        elif popup is not None and popup.isVisible() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(popup.current())
        else:
            super().keyPressEvent(event)

    def choose(self, entry: Entry | None) -> None:
        if entry is not None:
            self.end()
            entry.run()

    def _filter(self) -> None:
        if self._popup is None:
            self._popup = _Popup(self)
        self._popup.show_entries(matches(self._entries, self.text()), bool(self.text().strip()))

    def end(self, give_back: bool = True) -> None:
        """Close the search and empty the field."""
        if self._popup is not None:
            self._popup.hide()
        self._entries = []
        self.clear()
        self._key.show()
        before, self._before = self._before, None
        if give_back and self.hasFocus():
            if before is not None and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.clearFocus()
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class _Popup(QFrame):
    """The list below the field; the keyboard stays with the field."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("part", "overlay")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_EntryDelegate(self))
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.clicked.connect(lambda index: field.choose(index.data(_ENTRY)))
        self._nothing = Text("", "quiet")
        self._nothing.setContentsMargins(12, 8, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(0)
        column.addWidget(self._nothing)
        column.addWidget(self._list)
        field.window().installEventFilter(self)

    def show_entries(self, entries: Sequence[Entry], typed: bool) -> None:
        self._model.clear()
        for entry in entries:
            item = QStandardItem(entry.text)
            item.setData(entry, _ENTRY)
            item.setData(" ".join(part for part in (entry.text, entry.detail, entry.shortcut) if part), Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        self._list.setAccessibleName(self.tr("Hits"))
        self._nothing.setText(self.tr("Nothing found. Try another word."))
        self._nothing.setVisible(not entries)
        self._list.setVisible(bool(entries))
        if entries:
            self._list.setCurrentIndex(self._model.index(0, 0))
        self._place(len(entries))
        self.show()
        self.raise_()

    def _place(self, rows: int) -> None:
        corner = self._field.mapTo(self._field.window(), QPoint(0, self._field.height() + 4))
        width = max(self._field.width(), 480)
        left = corner.x() - (width - self._field.width()) // 2
        height = min(max(1, rows), 12) * self._row_height() + 14
        window = self._field.window()
        room = window.height() - corner.y() - 16
        self.setGeometry(QRect(max(8, left), corner.y(), min(width, window.width() - 16), min(height, room)))

    def _row_height(self) -> int:
        return theme.current().px(theme.TEXT_PX) + 18

    def step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = self._list.currentIndex().row() + by
            row = row % rows if abs(by) == 1 else min(max(row, 0), rows - 1)
            self._list.setCurrentIndex(self._model.index(row, 0))

    def current(self) -> Entry | None:
        entry = self._list.currentIndex().data(_ENTRY)
        return entry if isinstance(entry, Entry) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place(self._model.rowCount())
        return False


class _EntryDelegate(QStyledItemDelegate):
    """Icon, text, muted detail, and the shortcut at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, theme.current().px(theme.TEXT_PX) + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_tint"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 6, 6)
        inner = option.rect.adjusted(12, 0, -12, 0)
        if entry.icon:
            box = QRectF(inner.left(), inner.center().y() - 8, 17, 17)
            icons.paint(painter, entry.icon, box, look.colour("accent" if selected else "muted"))
        inner.setLeft(inner.left() + 28)
        middle = Qt.AlignmentFlag.AlignVCenter
        if entry.shortcut:
            painter.setFont(look.monospace(11))
            painter.setPen(look.colour("muted"))
            width = painter.fontMetrics().horizontalAdvance(entry.shortcut)
            painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignRight), entry.shortcut)
            inner.setRight(inner.right() - width - 12)
        painter.setFont(look.font())
        painter.setPen(look.colour("text"))
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignLeft), text)
        if entry.detail:
            inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(text) + 10)
            painter.setFont(look.font(theme.MUTED_PX))
            painter.setPen(look.colour("muted"))
            detail = painter.fontMetrics().elidedText(entry.detail, Qt.TextElideMode.ElideRight, max(0, inner.width()))
            painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignLeft), detail)
        painter.restore()

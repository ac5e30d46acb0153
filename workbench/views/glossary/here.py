"""What stands somewhere in the window: the words under the pointer, or of what has the focus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QToolTip,
    QWidget,
)

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True)
class Here:
    """`words` is what is written at a place, `more` what is told besides (tool tip, for assistive tools); plain text.
    `place` is where, in the widget `of`."""

    words: str
    more: tuple[str, ...]
    of: QWidget
    place: QRect

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for text in (self.words, *self.more) if text))


def under(widget: QWidget, position: QPoint) -> Here:
    """What a widget shows at a position of its own."""
    parent = widget.parentWidget()
    if isinstance(widget, QHeaderView) or (isinstance(parent, QHeaderView) and parent.viewport() is widget):
        header = widget if isinstance(widget, QHeaderView) else parent
        assert isinstance(header, QHeaderView)
        return _section(header, header.logicalIndexAt(position))
    if isinstance(parent, QAbstractItemView) and parent.viewport() is widget:
        return _item(parent, parent.indexAt(position))
    if isinstance(widget, QTabBar):
        return _tab(widget, widget.tabAt(position))
    return of_widget(widget)


def of_focus(widget: QWidget) -> Here:
    """What the keyboard is at: the current item, tab or text of a widget."""
    if isinstance(widget, QHeaderView):
        return of_widget(widget)
    if isinstance(widget, QAbstractItemView):
        return _item(widget, widget.currentIndex())
    if isinstance(widget, QTabBar):
        return _tab(widget, widget.currentIndex())
    return of_widget(widget)


def selected(widget: QWidget) -> str:
    """The text selected in a widget; empty where there is none."""
    if isinstance(widget, QLabel | QLineEdit):
        return widget.selectedText()
    return widget.textCursor().selectedText().replace("\u2029", "\n") if isinstance(widget, QPlainTextEdit) else ""


def of_widget(widget: QWidget) -> Here:
    """What a widget says as a whole."""
    words = ""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        words = widget.text()
    elif isinstance(widget, QComboBox):
        words = widget.currentText()
    elif isinstance(widget, QGroupBox):
        words = widget.title()
    elif isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        words = cursor.selectedText()
    if isinstance(widget, QAbstractButton):
        words = words.replace("&&", "\0").replace("&", "").replace("\0", "&")
    more = (plain(widget.toolTip()), widget.accessibleName(), widget.accessibleDescription(), plain(widget.whatsThis()))
    return Here(words, more, widget, widget.rect())


def outwards(widget: QWidget) -> Iterator[Here]:
    """What the widgets around a widget say, from the inside out; the window itself does not count."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if not isinstance(around, QAbstractItemView):
            yield of_widget(around)
        around = around.parentWidget()


def tip_of(widget: QWidget, position: QPoint) -> str:
    """The tool tip a widget would show there by itself, as plain text. What was shown before is gone after that."""
    QToolTip.hideText()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, position, widget.mapToGlobal(position)))
    text = plain(QToolTip.text()) if QToolTip.isVisible() else ""
    QToolTip.hideText()
    return text


def plain(tip: str) -> str:
    """A tool tip without the tags that tool tips are written with."""
    return QTextDocumentFragment.fromHtml(tip).toPlainText() if tip.startswith("<") else tip


def _item(view: QAbstractItemView, index: QModelIndex) -> Here:
    if not index.isValid():
        return of_widget(view)
    words, *more = (_text(index.data(role)) for role in _ROLES)
    return Here(words, (*(plain(text) for text in more),), view.viewport(), view.visualRect(index))


def _section(header: QHeaderView, section: int) -> Here:
    if section < 0:
        return of_widget(header)
    words, *more = (_text(header.model().headerData(section, header.orientation(), role)) for role in _ROLES)
    start, size = header.sectionViewportPosition(section), header.sectionSize(section)
    level = header.orientation() is Qt.Orientation.Horizontal
    place = QRect(start, 0, size, header.height()) if level else QRect(0, start, header.width(), size)
    return Here(words, (*(plain(text) for text in more),), header.viewport(), place)


def _tab(bar: QTabBar, number: int) -> Here:
    if number < 0:
        return of_widget(bar)
    more = (plain(bar.tabToolTip(number)), bar.accessibleTabName(number))
    return Here(bar.tabText(number).replace("&", ""), more, bar, bar.tabRect(number))


def _text(value: object) -> str:
    return value.replace("\u200b", "") if isinstance(value, str) else ""  # where long names may be broken

"""One parameter of a handshake: a row that opens a menu, or a field in which a name is written."""

from __future__ import annotations

import functools
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QStyle, QStyleOptionToolButton, QToolButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models.handshake_parameters import Choice, read_name
from workbench.models.handshake_text import HandshakeText
from workbench.views import icons, theme
from workbench.views.menus import empty
from workbench.views.panes import ElidedText, Text, as_tool_tip

SIDE, DOT, ARROW, BETWEEN = 12, 5, 12, 8
"""Pixels beside the text, of the dot of a changed row, of the arrow at its end, between label and value."""
VALUE_PX = 12.5
HIGH, HIGH_TWO = 13, 17
"""Pixels that a row of one line, and of two, is higher than its text."""


class ParameterRow(QToolButton):
    """Label and value on one line, or where there is no room below each other; a click opens the menu of what may be chosen.

    chosen(value)
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice: Choice | None = None
        self.setProperty("kind", "parameter")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenu(QMenu(self))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_choice(self, choice: Choice) -> None:
        """Show this choice, and offer its options in the menu."""
        self.choice = choice
        shown = self.tr("{parameter}: {value}").format(parameter=choice.label, value=choice.text or self._by_itself())
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(shown if choice.by_itself else self.tr("{parameter}, changed").format(parameter=shown))
        self.setToolTip(as_tool_tip(shown if choice.by_itself else "\n".join(filter(None, (shown, self._otherwise())))))
        menu = self.menu()
        empty(menu)
        group = QActionGroup(menu)
        for value, name in choice.options:
            comes_to = choice.own_text if value == choice.own and choice.own_text != name else ""
            text = self.tr("{choice} ({value})").format(choice=name, value=comes_to) if comes_to else name
            action = QAction(text.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(value == choice.value)
            action.triggered.connect(functools.partial(self._chosen, value))
            group.addAction(action)
            menu.addAction(action)
        self.updateGeometry()
        self.update()

    def _by_itself(self) -> str:
        return self.tr("as in the scenario")

    def _otherwise(self) -> str:
        """What the scenario does by itself, "" when nobody knows."""
        own = self.choice.own_text if self.choice is not None else ""
        return self.tr("In the scenario: {value}").format(value=own) if own else ""

    def _chosen(self, value: Any, checked: bool = True) -> None:
        if self.choice is not None and value != self.choice.value:
            self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the menu as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showMenu()
        else:
            super().keyPressEvent(event)

    # -- size and look ---------------------------------------------------------------------------------------------

    def _texts(self) -> tuple[str, str]:
        choice = self.choice
        return (choice.label, choice.text or self._by_itself()) if choice is not None else ("", "")

    def _two_lines(self, width: int) -> bool:
        look, (label, value) = theme.current(), self._texts()
        wanted = QFontMetrics(look.font(theme.MUTED_PX)).horizontalAdvance(label) + BETWEEN
        wanted += QFontMetrics(look.font(VALUE_PX, semibold=True)).horizontalAdvance(value)
        return wanted > width - 2 * SIDE - ARROW

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = theme.current()
        if self._two_lines(width):
            return look.px(theme.MUTED_PX) + look.px(VALUE_PX) + HIGH_TWO
        return look.px(VALUE_PX) + HIGH

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        choice = self.choice
        if choice is None:
            return
        look, (label, value) = theme.current(), self._texts()
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(4.5, 0.5, -4.5, -0.5)
        if option.state & QStyle.StateFlag.State_MouseOver or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("raised"))
            painter.drawRoundedRect(frame, 6.0, 6.0)
        if self.hasFocus():
            painter.setPen(look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 6.0, 6.0)
        two, inner = self._two_lines(self.width()), self.rect().adjusted(SIDE, 0, -SIDE - ARROW, 0)
        if not choice.by_itself:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            middle = 5 + look.px(theme.MUTED_PX) * 0.6 if two else self.height() / 2
            painter.drawEllipse(QPointF(SIDE - DOT, middle + (3 if two else 0)), DOT / 2, DOT / 2)
        upper = inner.adjusted(0, 5, 0, -inner.height() // 2 + 2) if two else inner
        lower = inner.adjusted(0, inner.height() // 2 - 1, 0, -5) if two else inner
        middle_left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
        painter.setFont(look.font(theme.MUTED_PX))
        painter.setPen(look.colour("muted"))
        painter.drawText(upper, middle_left, label)
        painter.setFont(look.font(VALUE_PX, semibold=not choice.by_itself))
        painter.setPen(look.colour("text" if choice.by_itself else "accent"))
        value = painter.fontMetrics().elidedText(value, Qt.TextElideMode.ElideMiddle, inner.width())
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine)
        painter.drawText(lower, middle_left if two else right, value)
        place = QRectF(self.width() - SIDE - ARROW + 3, lower.center().y() - ARROW / 2 + 1, ARROW, ARROW)
        icons.paint(painter, "chevron_down", place, look.colour("muted"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()


class NameRow(QWidget):
    """A name that is written. What is no name is said below the field and stays in it; Enter, or to go elsewhere, applies what is one.

    chosen(value)
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.choice: Choice | None = None
        self._words: HandshakeText | None = None
        self.label = ElidedText("", "muted")
        self.field = _Field()
        self.field.setProperty("kind", "dense")
        self.field.setMinimumWidth(40)
        self.field.editingFinished.connect(self._apply)
        self.field.textEdited.connect(lambda text: self._say(None))
        self.field.given_up.connect(self._give_up)
        self.label.setBuddy(self.field)
        self.trouble = Text("", "muted", wrap=True)
        self.trouble.setProperty("status", "bad")
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 4, SIDE, 5)
        column.setSpacing(2)
        for widget in (self.label, self.field, self.trouble):
            column.addWidget(widget)
        self.setFocusProxy(self.field)

    def show_choice(self, choice: Choice, words: HandshakeText) -> None:
        """Show this choice; what was written and not applied stays as long as the choice is the same."""
        before, self.choice, self._words = self.choice, choice, words
        if before is None or before.value != choice.value or not self.field.isModified():
            self._give_up()
        self.label.setText(choice.label if choice.by_itself else f"• {choice.label}")
        self.label.setProperty("status", "" if choice.by_itself else "accent")
        self.label.style().polish(self.label)
        self.field.setAccessibleName(choice.label if choice.by_itself else self.tr("{parameter}, changed").format(parameter=choice.label))
        own = self.tr("In the scenario: {value}").format(value=choice.own_text)
        self.field.setToolTip(as_tool_tip("" if choice.by_itself else own))

    def _give_up(self) -> None:
        """Back to the name that is asked for."""
        self.field.setText(self.choice.value if self.choice is not None else "")
        self.field.setCursorPosition(0)
        self._say(None)

    def _apply(self) -> None:
        if self.choice is None or not self.field.isModified():
            return
        found = read_name(self.field.text())
        if isinstance(found, Message):
            self._say(found)
            return
        self.field.setModified(False)
        self._say(None)
        if found != self.choice.value:
            self.chosen.emit(found)
        else:
            self._give_up()

    def _say(self, trouble: Message | None) -> None:
        text = self._words.message(trouble) if trouble is not None and self._words is not None else ""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        self.field.setAccessibleDescription(text)
        self.field.setProperty("status", "bad" if text else "")
        self.field.style().polish(self.field)


class _Field(QLineEdit):
    """Escape gives up what was written."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

"""The scrub bar: goes anywhere in a handshake by hand, and shows where it stands, what protects what, and where stages begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from workbench.views import theme
from workbench.views.panes import as_tool_tip

_KNOB = 8.0
_THICK = 6.0
TICKS_FROM = 5.0
"""Pixels between moments from which on each has a tick of its own."""


class ScrubBar(QSlider):
    """A slider over the moments, in the colours of what protects each. Its value counts whole moments; the knob glides.
    Stages are parted by lines; the tool tip says which moment is below the pointer.

    sought(position)   the user went there
    """

    sought = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._colours: Sequence[str] = ()
        self._position = 0.0
        self._stages: tuple[int, ...] = ()
        self._describe: Callable[[int], str] = lambda moment: ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(80)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(1)
        self.setPageStep(5)
        self.valueChanged.connect(lambda value: self.sought.emit(float(value)))  # the wheel, and assistive tools

    def set_colours(self, colours: Sequence[str]) -> None:
        """One colour token a moment."""
        self._colours = colours
        self.setRange(0, len(colours))
        self.setEnabled(bool(colours))
        self.update()

    def set_stages(self, begins: Sequence[int], describe: Callable[[int], str]) -> None:
        """The moments with which stages begin, and what the tool tip says of a moment."""
        self._stages, self._describe = tuple(begins), describe
        self.update()

    def show_position(self, position: float) -> None:
        self._position = position
        self.blockSignals(True)
        self.setValue(round(position))
        self.blockSignals(False)
        self.update()

    # -- by hand ---------------------------------------------------------------------------------------------------

    def _seek(self, x: float) -> None:
        room = self.width() - 2 * _KNOB
        if room > 0 and self._colours:
            self.sought.emit(min(max((x - _KNOB) / room, 0.0), 1.0) * len(self._colours))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A hand that lets go leaves a whole moment behind."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.sought.emit(float(round(self._position)))

    def moment_at(self, x: float) -> int | None:
        """The number of the moment below a place of the bar."""
        room, count = self.width() - 2 * _KNOB, len(self._colours)
        return min(max(int((x - _KNOB) / room * count), 0), count - 1) if room > 0 and count else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            moment = self.moment_at(event.pos().x())
            QToolTip.showText(event.globalPos(), as_tool_tip(self._describe(moment)) if moment is not None else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageUp: -self.pageStep(), Qt.Key.Key_PageDown: self.pageStep(),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            self.sought.emit(float(self.value() + steps[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.sought.emit(0.0 if key is Qt.Key.Key_Home else float(len(self._colours)))
        else:
            event.ignore()

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, room, count = self.height() / 2, self.width() - 2 * _KNOB, len(self._colours)
        if not count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("line"))
            painter.drawRoundedRect(QRectF(_KNOB, middle - _THICK / 2, room, _THICK), _THICK / 2, _THICK / 2)
            painter.end()
            return
        unit = room / count
        painter.setPen(Qt.PenStyle.NoPen)
        for first, last, token in _runs(self._colours):
            left, right = _KNOB + first * unit + (1.0 if first else 0.0), _KNOB + last * unit - (1.0 if last < count else 0.0)
            painter.setBrush(look.colour(token))
            whole = QRectF(left, middle - _THICK / 2, max(0.5, right - left), _THICK)
            painter.setOpacity(0.36)
            painter.drawRoundedRect(whole, _THICK / 2, _THICK / 2)
            done = min(right, _KNOB + self._position * unit)
            if done > left:
                painter.setOpacity(1.0)
                painter.setClipRect(QRectF(left, 0.0, done - left, self.height()))
                painter.drawRoundedRect(whole, _THICK / 2, _THICK / 2)
                painter.setClipping(False)
        painter.setOpacity(1.0)
        if unit >= TICKS_FROM:
            painter.setPen(QPen(look.colour("line"), 1.0))
            for number in range(count + 1):
                x = _KNOB + number * unit
                painter.drawLine(QPointF(x, middle + _THICK / 2 + 3.0), QPointF(x, middle + _THICK / 2 + 6.0))
        for number in self._stages:
            if 0 < number < count:
                x = round(_KNOB + number * unit) + 0.5
                painter.setPen(QPen(look.colour("surface"), 3.0))
                painter.drawLine(QPointF(x, middle - _THICK / 2 - 1.0), QPointF(x, middle + _THICK / 2 + 1.0))
                painter.setPen(QPen(look.colour("muted"), 1.0))
                painter.drawLine(QPointF(x, middle - _THICK / 2 - 5.0), QPointF(x, middle + _THICK / 2 + 6.0))
        painter.setPen(QPen(look.colour("accent"), 3.0))
        painter.setBrush(look.colour("surface"))
        painter.drawEllipse(QPointF(_KNOB + self._position * unit, middle), _KNOB - 2.0, _KNOB - 2.0)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)
        painter.end()


def _runs(colours: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first, one after the last, colour) of neighbours of one colour."""
    found: list[tuple[int, int, str]] = []
    for number, colour in enumerate(colours):
        if found and found[-1][2] == colour:
            found[-1] = (found[-1][0], number + 1, colour)
        else:
            found.append((number, number + 1, colour))
    return found

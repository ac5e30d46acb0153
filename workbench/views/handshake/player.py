"""The transport bar: step back, play, step forward, the scrub bar, where it stands, how fast it goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSlider, QWidget

from workbench.models.handshake_playback import SPEEDS, Playback
from workbench.views import icons, theme
from workbench.views.actions import key_text
from workbench.views.panes import Text

_KNOB = 8.0
_THICK = 6.0
TICKS_FROM = 5.0
"""Pixels between moments from which on each has a tick of its own."""


class ScrubBar(QSlider):
    """A slider over the moments, in the colours of what protects each. Its value counts whole moments; the knob glides.

    sought(position)   the user went there
    """

    sought = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._colours: Sequence[str] = ()
        self._position = 0.0
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


class TransportBar(QWidget):
    """Drives a `Playback`."""

    def __init__(self, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.playback = playback
        self.back, self.play, self.forward, self.speed = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.play.setProperty("kind", "main")
        for button, icon in ((self.back, "step_back"), (self.forward, "step_forward")):
            icons.put(button, icon)
        icons.put(self.play, "play", "on_accent")
        for button in (self.back, self.play, self.forward):
            button.setIconSize(QSize(16, 16))
            button.setFixedWidth(38)
        self.scrub = ScrubBar()
        self.place = Text("", "mono")
        self.speed.setMinimumWidth(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(theme.GRID)
        for widget in (self.back, self.play, self.forward):
            row.addWidget(widget)
        row.addWidget(self.scrub, 1)
        row.addWidget(self.place)
        row.addWidget(self.speed)
        self.back.clicked.connect(playback.step_back)
        self.play.clicked.connect(playback.toggle)
        self.forward.clicked.connect(playback.step_forward)
        self.speed.clicked.connect(self._next_speed)
        self.scrub.sought.connect(playback.seek)
        playback.moved.connect(self._moved)
        playback.playing_changed.connect(self._playing_changed)
        playback.speed_changed.connect(lambda speed: self.retranslate())
        self.set_colours(())
        self.retranslate()

    def set_colours(self, colours: Sequence[str]) -> None:
        """What protects each moment."""
        self.scrub.set_colours(colours)
        for widget in (self.back, self.play, self.forward, self.speed):
            widget.setEnabled(bool(colours))
        self._moved(self.playback.position)

    def _next_speed(self) -> None:
        place = SPEEDS.index(self.playback.speed) if self.playback.speed in SPEEDS else 0
        self.playback.set_speed(SPEEDS[(place + 1) % len(SPEEDS)])

    def _moved(self, position: float) -> None:
        self.scrub.show_position(position)
        current = self.playback.current
        shown = 0 if current is None and position == 0 else self.playback.count if current is None else current + 1
        self.place.setText(f"{shown} / {self.playback.count}")

    def _playing_changed(self, playing: bool) -> None:
        icons.put(self.play, "pause" if playing else "play", "on_accent")
        self._name_play()

    def _name_play(self) -> None:
        text = self.tr("Pause") if self.playback.playing else self.tr("Play")
        self.play.setAccessibleName(text)
        key = key_text(QKeySequence(Qt.Key.Key_Space))
        self.play.setToolTip(f"{text} ({key})")

    def retranslate(self) -> None:
        for button, text in ((self.back, self.tr("Previous step")), (self.forward, self.tr("Next step"))):
            button.setAccessibleName(text)
            button.setToolTip(text)
        self._name_play()
        self.scrub.setAccessibleName(self.tr("Place in the handshake, in steps"))
        self.speed.setText(f"{self.playback.speed:g}×")
        self.speed.setAccessibleName(self.tr("Speed: {times} times").format(times=f"{self.playback.speed:g}"))
        self.speed.setToolTip(self.tr("How fast it plays"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

"""The transport bar: step back, play, step forward, the scrub bar, where it stands, whether it begins again, how fast it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench.models.handshake_playback import SPEEDS, Playback
from workbench.views import icons, theme
from workbench.views.actions import key_text
from workbench.views.handshake.scrub_bar import ScrubBar


class TransportBar(QWidget):
    """Drives a `Playback`.

    clicked         a button was clicked with the mouse
    jump_wanted     the place was clicked: somebody wants to go elsewhere
    """

    clicked = Signal()
    jump_wanted = Signal()

    def __init__(self, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.playback = playback
        self.back, self.play, self.forward = QPushButton(), QPushButton(), QPushButton()
        self.loop, self.speed, self.place = QPushButton(), QPushButton(), QPushButton()
        self.play.setProperty("kind", "main")
        self.place.setProperty("kind", "place")
        self.loop.setProperty("kind", "segment")
        self.loop.setCheckable(True)
        for button, icon in ((self.back, "step_back"), (self.forward, "step_forward")):
            icons.put(button, icon)
        icons.put(self.play, "play", "on_accent")
        icons.put(self.loop, "loop", "muted", "accent")
        self.scrub = ScrubBar()
        self.speed.setMinimumWidth(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(theme.GRID)
        for widget in (self.back, self.play, self.forward):
            row.addWidget(widget)
        row.addWidget(self.scrub, 1)
        for widget in (self.place, self.loop, self.speed):
            row.addWidget(widget)
        runs: tuple[tuple[QPushButton, Callable[[], object]], ...] = (
            (self.back, playback.step_back), (self.play, playback.toggle), (self.forward, playback.step_forward),
            (self.loop, lambda: playback.set_loop(self.loop.isChecked())), (self.speed, self._next_speed),
            (self.place, self.jump_wanted.emit),
        )  # fmt: skip
        for button, run in runs:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda checked=False, run=run, button=button: self._clicked(run, button))
        self.scrub.sought.connect(playback.seek)
        playback.moved.connect(self._moved)
        playback.playing_changed.connect(self._playing_changed)
        playback.speed_changed.connect(lambda speed: self.retranslate())
        playback.loop_changed.connect(self.loop.setChecked)
        self._fit()
        self.set_colours(())
        self.retranslate()

    def _fit(self) -> None:
        """Signs grow with the text."""
        size = theme.current().px(16)
        for button in (self.back, self.play, self.forward, self.loop):
            button.setIconSize(QSize(size, size))
            button.setFixedWidth(size + 22)

    def _clicked(self, run: Callable[[], object], button: QPushButton) -> None:
        run()
        if not button.hasFocus():  # by the mouse: the keys are to go on working in the view
            self.clicked.emit()

    def set_colours(self, colours: Sequence[str]) -> None:
        """What protects each moment."""
        self.scrub.set_colours(colours)
        for widget in (self.back, self.play, self.forward, self.speed, self.loop, self.place):
            widget.setEnabled(bool(colours))
        self._moved(self.playback.position)

    def _next_speed(self) -> None:
        place = SPEEDS.index(self.playback.speed) if self.playback.speed in SPEEDS else 0
        self.playback.set_speed(SPEEDS[(place + 1) % len(SPEEDS)])

    def _moved(self, position: float) -> None:
        self.scrub.show_position(position)
        current = self.playback.current
        shown = 0 if current is None and position == 0 else self.playback.count if current is None else current + 1
        text = f"{shown} / {self.playback.count}"
        if text != self.place.text():
            self.place.setText(text)

    def _playing_changed(self, playing: bool) -> None:
        icons.put(self.play, "pause" if playing else "play", "on_accent")
        self._name_play()

    def _name_play(self) -> None:
        text = self.tr("Pause") if self.playback.playing else self.tr("Play")
        self.play.setAccessibleName(text)
        self.play.setToolTip(f"{text} ({key_text(QKeySequence(Qt.Key.Key_Space))})")

    def retranslate(self) -> None:
        named = (
            (self.back, self.tr("Previous step"), Qt.Key.Key_Left), (self.forward, self.tr("Next step"), Qt.Key.Key_Right),
            (self.loop, self.tr("Play again from the beginning when it is over"), Qt.Key.Key_L),
            (self.place, self.tr("Go to a step or a stage"), Qt.Key.Key_G),
        )  # fmt: skip
        for button, text, key in named:
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({key_text(QKeySequence(QKeyCombination(key)))})")
        self._name_play()
        self.scrub.setAccessibleName(self.tr("Place in the handshake, in steps"))
        self.speed.setText(f"{self.playback.speed:g}×")
        self.speed.setAccessibleName(self.tr("Speed: {times} times").format(times=f"{self.playback.speed:g}"))
        how = self.tr("How fast it plays")
        self.speed.setToolTip(f"{how} ([ ])")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

"""The clock that plays a diagram: a position in moments, moved by time, by steps, or by hand.

Position p lies between 0 (nothing has happened) and the number of moments (everything has). floor(p) moments are done, the next is
under way by the fraction.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

MOMENT_MS = 950.0
"""How long one moment takes at 1x: a message travels for 700 ms of it, then one can read."""
TRAVEL_PART = 700.0 / MOMENT_MS
FRAME_MS = 16
SPEEDS = (0.5, 1.0, 2.0, 4.0)


class Playback(QObject):
    """Plays `count` moments.

    moved(position)     the position changed
    playing_changed     plays now, or not any more
    speed_changed       one of `SPEEDS`
    """

    moved = Signal(float)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._position = 0.0
        self._until = 0.0
        self._playing = False
        self._speed = 1.0
        self._chosen = False
        self._rest = 0.0
        self.reduced_motion = False
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    # -- what is the case ------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return self._count

    @property
    def position(self) -> float:
        return self._position

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def current(self) -> int | None:
        """The moment that was begun last; None at the beginning, and as long as nobody went anywhere."""
        return math.ceil(self._position) - 1 if self._chosen and self._position > 0 else None

    # -- what one may do -------------------------------------------------------------------------------------------

    def load(self, count: int, position: float | None = None) -> None:
        """Begin with another diagram: it is shown whole and no moment is current, or `position` is kept (another detail)."""
        self._stop()
        self._count = count
        self._chosen = position is not None
        self._position = float(count) if position is None else min(max(position, 0.0), float(count))
        self.moved.emit(self._position)

    def play(self) -> None:
        """From where it stands; from the beginning when it stands at the end."""
        if self._count and self._position >= self._count:
            self._go(0.0)
        self._run_to(float(self._count))

    def pause(self) -> None:
        self._stop()

    def toggle(self) -> None:
        if self._playing:
            self.pause()
        else:
            self.play()

    def step_forward(self) -> None:
        """Let the next moment happen. One that moves is ended at once; one that was halted halfway goes on to its end."""
        if not self._chosen:
            self._go(0.0)
        if self._playing:
            self._go(float(math.ceil(self._position)))
        self._run_to(min(math.floor(self._position) + 1.0, float(self._count)))

    def step_back(self) -> None:
        self.seek(math.ceil(self._position) - 1.0)

    def first(self) -> None:
        self.seek(0.0)

    def last(self) -> None:
        self.seek(float(self._count))

    def seek(self, position: float) -> None:
        """Go there at once, and stay."""
        self._stop()
        self._go(position)

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        self.speed_changed.emit(speed)

    def advance(self, milliseconds: float) -> None:
        """Let this much time pass."""
        if not self._playing:
            return
        if self.reduced_motion:
            self._rest += milliseconds * self._speed
            if self._rest < MOMENT_MS:
                return
            self._rest = 0.0
            target = math.floor(self._position) + 1.0
        else:
            target = self._position + milliseconds * self._speed / MOMENT_MS
        self._go(min(target, self._until))
        if self._position >= self._until:
            self._stop()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _go(self, position: float) -> None:
        self._chosen = True
        self._position = min(max(position, 0.0), float(self._count))
        self.moved.emit(self._position)

    def _run_to(self, until: float) -> None:
        if self._position >= until:
            return
        self._chosen = True
        self._until = until
        self._rest = MOMENT_MS  # with reduced motion the first one comes at once
        self._elapsed.start()
        self._timer.start()
        if not self._playing:
            self._playing = True
            self.playing_changed.emit(True)

    def _stop(self) -> None:
        self._timer.stop()
        if self._playing:
            self._playing = False
            self.playing_changed.emit(False)

    def _tick(self) -> None:
        self.advance(float(self._elapsed.restart()))

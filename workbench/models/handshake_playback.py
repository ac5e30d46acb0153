"""The clock that plays a diagram: a position in moments, moved by time, by steps, or by hand.

Position p lies between 0 (nothing has happened) and the number of moments (everything has). floor(p) moments are done, the next is
under way by the fraction. A moment may last longer than another; the position counts them all the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

MOMENT_MS = 950.0
"""How long one moment takes at 1x: a message travels for 700 ms of it, then one can read."""
TRAVEL_PART = 700.0 / MOMENT_MS
LOOP_REST_MS = 2500.0
"""How long the end stands before it plays again."""
FRAME_MS, LONGEST_FRAME_MS = 16, 250.0
"""The beat of the clock; when the machine was busy for longer than the second, nothing is passed over."""
SPEEDS = (0.5, 1.0, 2.0, 4.0)


class Playback(QObject):
    """Plays `count` moments.

    moved(position)     the position changed
    playing_changed     plays now, or not any more
    speed_changed       one of `SPEEDS`
    loop_changed        plays again from the beginning when it came to the end, or does not any more
    """

    moved = Signal(float)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    loop_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._lengths: Sequence[float] = ()
        self._position = 0.0
        self._until = 0.0
        self._playing = False
        self._stepping = False
        self._speed = 1.0
        self._loop = False
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
    def loop(self) -> bool:
        return self._loop

    @property
    def stepping(self) -> bool:
        """Whether it plays to the end of one moment only."""
        return self._playing and self._stepping

    @property
    def current(self) -> int | None:
        """The moment that was begun last; None at the beginning, and as long as nobody went anywhere."""
        return math.ceil(self._position) - 1 if self._chosen and self._position > 0 else None

    # -- what one may do -------------------------------------------------------------------------------------------

    def load(self, count: int, position: float | None = None, lengths: Sequence[float] | None = None) -> None:
        """Begin with another diagram: it is shown whole and no moment is current, or `position` is kept (another detail) and it plays
        on if it played. `lengths`: milliseconds that each moment lasts at 1x."""
        playing, stepping = self._playing and position is not None, self.stepping
        if not playing:
            self._stop()
        self._count = count
        self._lengths = tuple(lengths) if lengths is not None else (MOMENT_MS,) * count
        self._chosen = position is not None
        self._position = float(count) if position is None else min(max(position, 0.0), float(count))
        if playing:
            self._until = float(math.ceil(self._position) if stepping else count)
            self._rest = 0.0
        self.moved.emit(self._position)
        if playing and self._position >= self._until and not self._resting:
            self._stop()

    def play(self) -> None:
        """From where it stands; from the beginning when it stands at the end."""
        if self._count and self._position >= self._count:
            self._go(0.0)
        self._run_to(float(self._count), False)

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
        self._run_to(min(math.floor(self._position) + 1.0, float(self._count)), True)

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

    def faster(self, by: int) -> None:
        """The next of `SPEEDS` (`by` 1) or the one before (-1); the last one stays."""
        place = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self._speed))
        self.set_speed(SPEEDS[min(max(place + by, 0), len(SPEEDS) - 1)])

    def set_loop(self, loop: bool) -> None:
        if loop is not self._loop:
            self._loop = loop
            self.loop_changed.emit(loop)
            if not loop and self._playing and self._position >= self._count:
                self._stop()

    def advance(self, milliseconds: float) -> None:
        """Let this much time pass."""
        if not self._playing:
            return
        passed = milliseconds * self._speed
        if self._resting:
            self._rest += passed
            if self._rest >= LOOP_REST_MS:
                self._rest = self._length(0) if self.reduced_motion else 0.0
                self._go(0.0)
            return
        if self.reduced_motion:
            self._rest += passed
            if self._rest < self._length(math.ceil(self._position) - 1):
                return
            self._rest = 0.0
            self._go(min(math.floor(self._position) + 1.0, self._until))
        else:
            self._go(self._after(passed))
        if self._position >= self._until:
            self._rest = 0.0
            if not self._resting:
                self._stop()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _go(self, position: float) -> None:
        self._chosen = True
        self._position = min(max(position, 0.0), float(self._count))
        self.moved.emit(self._position)

    def _length(self, moment: int) -> float:
        """How long a moment lasts; of the first one where there is no such moment."""
        return max(1.0, self._lengths[max(0, min(moment, self._count - 1))])

    def _after(self, passed: float) -> float:
        """The position when so many milliseconds have passed, at most where it is to stop."""
        position = self._position
        while passed > 0.0 and position < self._until:
            moment = math.floor(position)
            whole, length = min(moment + 1.0, self._until), self._length(moment)
            if (whole - position) * length > passed:
                return min(position + passed / length, self._until)
            passed -= (whole - position) * length
            position = whole
        return position

    @property
    def _resting(self) -> bool:
        """Stands at the end and will begin again."""
        return self._loop and self._playing and not self._stepping and 0 < self._count <= self._position

    def _run_to(self, until: float, stepping: bool) -> None:
        if self._position >= until:
            return
        self._chosen = True
        self._until, self._stepping = until, stepping
        self._rest = self._length(math.ceil(self._position) - 1)  # with reduced motion the first one comes at once
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
        self.advance(min(float(self._elapsed.restart()), LONGEST_FRAME_MS))

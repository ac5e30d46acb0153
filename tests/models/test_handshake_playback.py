"""The clock: plays, stops, steps, and never leaves its range."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.models.handshake_playback import MOMENT_MS, Playback


@pytest.fixture
def clock(qapp: object) -> Playback:
    made = Playback()
    made.load(5)
    return made


def test_it_begins_whole_with_nothing_current(clock: Playback) -> None:
    assert (clock.position, clock.current, clock.playing) == (5.0, None, False)


def test_play_goes_from_the_beginning_to_the_end_and_stops(clock: Playback) -> None:
    told: list[bool] = []
    clock.playing_changed.connect(told.append)
    clock.play()
    assert clock.position == 0.0 and clock.playing
    clock.advance(MOMENT_MS * 1.5)
    assert clock.position == pytest.approx(1.5) and clock.current == 1
    clock.advance(MOMENT_MS * 10)
    assert clock.position == 5.0 and clock.current == 4 and told == [True, False]
    clock.advance(MOMENT_MS)
    assert clock.position == 5.0


def test_pause_stays_and_play_goes_on(clock: Playback) -> None:
    clock.toggle()
    clock.advance(MOMENT_MS * 2.25)
    clock.toggle()
    clock.advance(MOMENT_MS)
    assert clock.position == pytest.approx(2.25) and not clock.playing
    clock.toggle()
    clock.advance(MOMENT_MS)
    assert clock.position == pytest.approx(3.25)


def test_a_step_moves_one_moment_and_stops(clock: Playback) -> None:
    clock.seek(1.0)
    clock.step_forward()
    clock.advance(MOMENT_MS / 2)
    assert clock.playing and clock.position == pytest.approx(1.5)
    clock.step_forward()
    assert clock.position == 2.0, "the one under way is ended"
    clock.advance(MOMENT_MS * 3)
    assert clock.position == 3.0 and not clock.playing
    clock.step_back()
    assert clock.position == 2.0
    clock.seek(2.4)
    clock.step_back()
    assert clock.position == 2.0
    clock.seek(2.4)
    clock.step_forward()
    clock.advance(MOMENT_MS * 3)
    assert clock.position == 3.0


def test_the_first_step_after_loading_is_the_first(clock: Playback) -> None:
    clock.step_forward()
    clock.advance(MOMENT_MS * 3)
    assert (clock.position, clock.current) == (1.0, 0)


def test_speed_and_ends(clock: Playback) -> None:
    clock.set_speed(2.0)
    clock.play()
    clock.advance(MOMENT_MS)
    assert clock.position == pytest.approx(2.0)
    clock.last()
    assert (clock.position, clock.playing) == (5.0, False)
    clock.first()
    assert (clock.position, clock.current) == (0.0, None)


def test_with_reduced_motion_it_jumps(clock: Playback) -> None:
    clock.reduced_motion = True
    clock.play()
    seen = []
    for _ in range(200):
        clock.advance(MOMENT_MS / 20)
        seen.append(clock.position)
    assert set(seen) == {1.0, 2.0, 3.0, 4.0, 5.0} and not clock.playing
    assert 15 <= seen.count(2.0) <= 25, "each is shown as long as it would have taken"


def test_an_empty_one_does_nothing(qapp: object) -> None:
    clock = Playback()
    clock.play()
    clock.step_forward()
    clock.step_back()
    clock.last()
    assert clock.position == 0.0 and not clock.playing and clock.current is None


ACTIONS = st.one_of(
    st.sampled_from(["play", "pause", "toggle", "step_forward", "step_back", "first", "last"]).map(lambda name: (name, ())),
    st.floats(-3, 12).map(lambda position: ("seek", (position,))),
    st.floats(0, 5000).map(lambda time: ("advance", (time,))),
)


@given(st.lists(ACTIONS, max_size=30), st.booleans())
def test_whatever_one_does_it_stays_in_its_range(qapp: object, actions: list[tuple[str, tuple[Any, ...]]], reduced: bool) -> None:
    clock = Playback()
    clock.reduced_motion = reduced
    clock.load(5)
    for name, arguments in actions:
        getattr(clock, name)(*arguments)
        assert 0.0 <= clock.position <= 5.0
        assert clock.current is None or 0 <= clock.current < 5
    clock.pause()

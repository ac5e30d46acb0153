"""Whatever one does, the step one is at is never lost: steps, jumps, playing, other levels of detail, other sizes, zoom."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Outcome, Transcript
from workbench.models.handshake_pace import BEGUN, STAGE_MS, Place, lengths, place_at, position_of
from workbench.models.handshake_playback import MOMENT_MS
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_steps import Detail, moments, place_of

NAMES = ("tls13_full", "tls13_resumption", "tls13_early_data", "untrusted_issuer")


@cache
def made(name: str) -> Transcript:
    return run(name, Parameters(seed=1))


@pytest.fixture
def player(qapp: object) -> HandshakePlayer:
    found = HandshakePlayer()
    found.show_transcript(made("tls13_full"))
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("detail", Detail)
def test_a_place_becomes_a_position_and_a_position_the_same_place(name: str, detail: Detail) -> None:
    transcript = made(name)
    shown = moments(transcript, detail)
    before = 0.0
    for number in range(len(transcript.steps)):
        position = position_of(transcript, shown, Place(number))
        assert before <= position <= len(shown), "later steps lie further on"
        assert shown[place_of(shown, number)] == shown[max(0, -int(-position // 1) - 1)], "in the moment that holds the step"
        before = position
    for number in range(len(shown) * 8 + 1):
        place = place_at(transcript, shown, number / 8)
        if place is not None:
            assert position_of(transcript, shown, place) == pytest.approx(number / 8, abs=2 * BEGUN)


@pytest.mark.parametrize("detail", [Detail.stages, Detail.messages])
def test_every_step_is_found_again_after_a_look_at_another_level(player: HandshakePlayer, detail: Detail) -> None:
    assert player.shown is not None
    player.set_detail(Detail.computations)
    for number in range(len(player.shown.moments)):
        player.playback.seek(number + 1.0)
        player.set_detail(detail)
        assert player.moment is not None and player.moment.first <= number <= player.moment.last
        player.set_detail(Detail.computations)
        assert player.playback.position == number + 1.0


def test_a_level_that_changes_while_it_plays_goes_on_from_there(player: HandshakePlayer) -> None:
    clock = player.playback
    told: list[bool] = []
    player.go_to(next(step.number for step in made("tls13_full").steps if step.name == "EncryptedExtensions"))
    clock.playing_changed.connect(told.append)
    clock.play()
    clock.advance(MOMENT_MS / 2)
    at = player.moment
    assert at is not None
    player.set_detail(Detail.computations)
    assert player.moment is not None and player.moment.step is at.step and clock.playing
    assert clock.position % 1 == pytest.approx(0.5), "half of its way is half of its way"
    player.set_detail(Detail.stages)
    assert player.moment is not None and player.moment.first <= at.step.number <= player.moment.last
    player.set_detail(Detail.messages)
    assert player.moment is not None and player.moment.step is at.step and clock.position % 1 == pytest.approx(0.5)
    assert told == [True], "it never stopped"


def test_one_step_stays_one_step_at_another_level(player: HandshakePlayer) -> None:
    clock = player.playback
    clock.seek(2.0)
    clock.step_forward()
    clock.advance(10.0)
    player.set_detail(Detail.stages)
    while clock.playing:
        clock.advance(100.0)
    assert clock.position == int(clock.position) < clock.count


def test_a_stage_lasts_as_long_as_what_is_sent_in_it(player: HandshakePlayer) -> None:
    transcript = made("tls13_full")
    staged = moments(transcript, Detail.stages)
    sent = [sum(step.receiver is not None for step in transcript.steps[m.first : m.last + 1]) for m in staged]
    low, high = STAGE_MS
    assert lengths(transcript, staged) == tuple(min(max(count * MOMENT_MS, low), high) for count in sent)
    every = moments(transcript, Detail.computations)
    pairs = zip(every, lengths(transcript, every), strict=True)
    alone = [length for moment, length in pairs if moment.step.receiver is None and moment.agreed is None]
    assert alone and max(alone) < MOMENT_MS


@pytest.mark.parametrize("detail", Detail)
def test_stages_are_gone_to_one_after_the_other_and_back(player: HandshakePlayer, detail: Detail) -> None:
    player.set_detail(detail)
    player.playback.seek(0.0)
    visited, current = [0.0], []
    for _ in range(len(player.marks) + 1):
        player.go_to_stage(1)
        visited.append(player.playback.position)
        current.append(player.playback.current)
    assert visited == sorted(set(visited)) and visited[-1] == player.playback.count
    assert current[:-1] == [mark.first for mark in player.marks], "the first moment of a stage is the current one"
    back = [visited[-1]]
    for _ in range(len(player.marks) + 1):
        player.go_to_stage(-1)
        back.append(player.playback.position)
    assert back == visited[::-1]
    player.begin_stage(player.marks[-1])
    assert player.playback.position == visited[-2]


def test_trouble_is_gone_to_in_a_circle(player: HandshakePlayer) -> None:
    assert not player.go_to_trouble(), "nothing failed"
    player.show_transcript(made("untrusted_issuer"))
    found = []
    for _ in range(8):
        assert player.go_to_trouble() and player.place is not None
        found.append(player.place.step)
    steps = made("untrusted_issuer").steps
    assert set(found) == {step.number for step in steps if step.outcome in (Outcome.failed, Outcome.warning)}


def test_it_plays_again_where_that_is_wanted(player: HandshakePlayer) -> None:
    clock = player.playback
    clock.set_loop(True)
    clock.seek(clock.count - 0.5)
    clock.play()
    clock.advance(MOMENT_MS)
    assert clock.position == clock.count and clock.playing, "it rests at the end"
    clock.advance(100.0)
    assert clock.position == clock.count
    clock.advance(60_000.0)
    assert clock.position == 0.0 and clock.playing
    clock.advance(MOMENT_MS / 2)
    assert 0.0 < clock.position <= 1.0
    clock.seek(float(clock.count - 1))
    clock.step_forward()
    clock.advance(60_000.0)
    assert not clock.playing, "one step is one step"
    clock.play()
    clock.advance(10 * 60_000.0)
    clock.set_loop(False)
    assert not clock.playing


ACTIONS = st.one_of(
    st.sampled_from(["step_forward", "step_back", "first", "last"]).map(lambda name: (name, None)),
    st.floats(0, 1).map(lambda part: ("seek", part)),
    st.floats(0, 9000).map(lambda time: ("play", time)),
    st.sampled_from(Detail).map(lambda detail: ("detail", detail)),
    st.integers(0, 400).map(lambda number: ("go_to", number)),
    st.sampled_from([-1, 1]).map(lambda by: ("stage", by)),
)


@given(st.sampled_from(NAMES), st.lists(ACTIONS, max_size=40), st.booleans(), st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_one_does_one_knows_where_one_is(
    qapp: object, name: str, actions: list[tuple[str, Any]], reduced: bool, loop: bool
) -> None:
    transcript = made(name)
    player = HandshakePlayer()
    player.show_transcript(transcript)
    clock = player.playback
    clock.reduced_motion = reduced
    clock.set_loop(loop)
    at: int | None = None  # what one would say is the current step
    gone_to = False  # to a step that folds into a message: the message is shown as sent
    for action, value in actions:
        shown = player.shown
        assert shown is not None
        if action == "detail":
            position, was = clock.position, player.place
            before = player.detail
            player.set_detail(value)
            assert player.place == was, "the step is the same one"
            player.set_detail(before)
            assert player.place == was, "there and back"
            assert clock.position == pytest.approx(position, abs=2 * BEGUN) or gone_to
            player.set_detail(value)
        elif action == "seek":
            clock.seek(value * clock.count)
            place = place_at(transcript, shown.moments, value * clock.count)
            at = None if place is None else place.step
        elif action == "play":
            clock.play()
            clock.advance(value)
            clock.pause()
            at = None if player.place is None else player.place.step
        elif action == "go_to":
            at = value % len(transcript.steps)
            player.go_to(at)
        elif action == "stage":
            player.go_to_stage(value)
            at = None if player.place is None else player.place.step
        elif action == "step_forward":
            if clock.current is not None and clock.position == int(clock.position) < clock.count:
                position = clock.position
                clock.step_forward()
                clock.advance(60_000.0)
                assert clock.position == position + 1
                clock.step_back()
                assert clock.position == position, "a step back comes back"
            clock.step_forward()
            clock.advance(60_000.0)
            at = None if player.place is None else player.place.step
        else:
            getattr(clock, action)()
            at = None if player.place is None else player.place.step
        gone_to = action == "go_to"
        assert 0.0 <= clock.position <= clock.count == len(player.shown.moments)
        assert (None if player.place is None else player.place.step) == at
        if at is not None:
            assert player.moment is not None and player.moment.first <= at <= player.moment.last
    clock.pause()

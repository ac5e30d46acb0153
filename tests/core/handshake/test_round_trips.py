"""The round trips that are drawn are those that are counted; and what a later connection takes from an earlier one."""

from __future__ import annotations

import pytest

from workbench.core.handshake.carried_over import carried_over
from workbench.core.handshake.counts import count
from workbench.core.handshake.round_trips import Waiting, round_trips
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, StepKind

SEEDED = Parameters(seed=1)


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_as_many_round_trips_are_drawn_as_are_counted(name: str) -> None:
    transcript = run(name, SEEDED)
    found = round_trips(transcript)
    for counted in count(transcript):
        kinds = [trip.kind for trip in found if trip.connection == counted.connection]
        assert kinds.count(Waiting.lookup) == counted.lookup_round_trips
        assert kinds.count(Waiting.tcp) == counted.tcp_round_trips
        if counted.round_trips is not None:
            assert kinds.count(Waiting.tls) == counted.round_trips
        else:
            assert kinds.count(Waiting.answer) == 0


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_each_begins_with_what_was_sent_and_ends_with_what_came_back(name: str) -> None:
    transcript = run(name, SEEDED)
    before: dict[int, int] = {}
    for trip in round_trips(transcript):
        asked, answered = transcript.steps[trip.first], transcript.steps[trip.last]
        assert asked.connection == answered.connection == trip.connection
        assert asked.number < answered.number and asked.sender is answered.receiver
        assert trip.first > before.get(trip.connection, -1), "they do not lie over each other"
        before[trip.connection] = trip.last
    numbers = [(trip.connection, trip.number) for trip in round_trips(transcript)]
    assert numbers == sorted(set(numbers)) and all(number == 1 for place, (_, number) in enumerate(numbers) if not place)


def test_an_answer_ends_the_waiting() -> None:
    transcript = run("tls13_full", SEEDED)
    last = round_trips(transcript)[-1]
    assert last.kind is Waiting.answer
    assert transcript.steps[last.first].kind is transcript.steps[last.last].kind is StepKind.application_data
    early = [trip.kind for trip in round_trips(run("tls13_early_data", SEEDED)) if trip.connection == 2]
    assert Waiting.tls not in early, "with early data nobody waits for TLS before speaking"


@pytest.mark.parametrize(
    ("name", "client", "server"),
    [
        ("tls13_resumption", ("ticket_0", "pre_shared_key_0"), ("ticket key",)),
        ("tls13_early_data", ("ticket_0", "pre_shared_key_0"), ("ticket key",)),
        ("tls12_session_ticket", ("ticket", "master_secret"), ("ticket key",)),
        ("tls12_session_id", ("session_id", "master_secret"), ("master_secret",)),
    ],
)
def test_what_each_side_keeps_from_the_first_visit(name: str, client: tuple[str, ...], server: tuple[str, ...]) -> None:
    transcript = run(name, SEEDED)
    kept = {part.role: part for part in carried_over(transcript)}
    assert (kept[Role.client].names, kept[Role.server].names) == (client, server)
    for role, part in kept.items():
        got, used = transcript.steps[part.first], transcript.steps[part.last]
        assert (got.connection, used.connection) == (part.from_connection, part.connection) == (1, 2)
        assert role in (got.sender, got.receiver) and used.sender is role
    assert transcript.steps[kept[Role.client].last].name == "ClientHello"


def test_nothing_is_carried_over_within_one_connection() -> None:
    assert carried_over(run("tls13_full", SEEDED)) == ()
    assert carried_over(run("tls12_rsa", SEEDED)) == ()

"""Who knows what: by deriving, by overhearing, by forgetting."""

from __future__ import annotations

import pytest

from workbench.core.handshake.knowledge import knowledge_of, who_knows
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Step, StepKind, Value
from workbench.core.tls.events import Level

PUBLIC = bytes(range(32))
SECRET = bytes(range(100, 132))
BOTH = frozenset((Role.client, Role.server))


def derives(number: int, who: Role, *values: Value) -> Step:
    return Step(number, 1, StepKind.computation, "derive", who, values=values)


def says(number: int, who: Role, wire: bytes, protection: Level = Level.none) -> Step:
    return Step(number, 1, StepKind.message, "ClientHello", who, Role.server, wire=wire, protection=protection)


def test_what_crosses_in_the_clear_is_heard_by_all_and_a_secret_by_nobody() -> None:
    steps = (
        derives(0, Role.client, Value("public_key", PUBLIC, secret=False), Value("private_key", SECRET)),
        says(1, Role.client, b"hello" + PUBLIC + SECRET),
    )
    knowledge = who_knows(steps)
    by_name = {row.name: roles for row, roles in knowledge.at(1).items()}
    assert by_name["public_key"] == {Role.client, Role.server, Role.eavesdropper, Role.attacker}
    assert by_name["private_key"] == {Role.client}
    assert {row.name: roles for row, roles in knowledge.at(0).items()}["public_key"] == {Role.client}


def test_what_crosses_under_encryption_is_heard_by_nobody() -> None:
    steps = (
        derives(0, Role.client, Value("signature", PUBLIC, secret=False)),
        says(1, Role.client, PUBLIC, Level.handshake),
    )
    assert list(who_knows(steps).at(1).values()) == [{Role.client}]


def test_who_destroys_a_value_no_longer_knows_it() -> None:
    steps = (
        derives(0, Role.client, Value("key", SECRET)),
        derives(1, Role.server, Value("key", SECRET)),
        Step(2, 1, StepKind.close, "destroy_keys", Role.client, destroyed=("key",)),
    )
    knowledge = who_knows(steps)
    assert [next(iter(knowledge.at(number).values())) for number in range(3)] == [{Role.client}, BOTH, {Role.server}]


def test_values_of_two_connections_are_two() -> None:
    steps = (
        derives(0, Role.client, Value("key", SECRET)),
        Step(1, 2, StepKind.computation, "derive", Role.server, values=(Value("key", SECRET),)),
    )
    assert len(who_knows(steps).rows) == 2


def test_an_unknown_value_of_a_capture_has_a_row() -> None:
    knowledge = who_knows((derives(0, Role.client, Value("shared_secret", None)),))
    assert [row.name for row in knowledge.rows] == ["shared_secret"]


@pytest.mark.parametrize("name", ["tls13_resumption", "opened_years_later_rsa"])
def test_who_ever_knew_a_value_is_everybody_who_did_in_some_step(name: str) -> None:
    transcript = run(name, Parameters(seed=1))
    knowledge = knowledge_of(transcript)
    assert knowledge is knowledge_of(transcript)
    last = len(transcript.steps) - 1
    for step in range(0, last + 1, 7):
        for place, row in enumerate(knowledge.rows):
            wanted = {role for earlier in range(row.born, step + 1) for role in knowledge.after[earlier][place]}
            assert knowledge.ever(row, step) == wanted, (row, step)


def test_who_is_given_a_request_or_a_certificate_knows_the_public_keys_in_it() -> None:
    transcript = run("mutual_preparation", Parameters(seed=1))
    known = knowledge_of(transcript).at(next(step.number for step in transcript.steps if step.name == "ClientHello"))
    held = {row.name: roles for row, roles in known.items() if row.name.endswith("public_key")}
    authority, server, client = Role.certification_authority, Role.server, Role.client
    assert held["root_public_key"] == held["intermediate_public_key"] == {authority, server, client}
    assert held["server_public_key"] == {authority, server} and held["client_public_key"] == {authority, client}
    secret = {row.name: roles for row, roles in known.items() if row.name.endswith("private_key")}
    assert secret["root_private_key"] == {authority} and secret["server_private_key"] == {server}

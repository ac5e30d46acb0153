"""What is marked after a parameter was changed: what it changed, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.handshake.changes import Changes, changes, first
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Deed, Parameters, ServerCertificate
from workbench.core.handshake.transcript import StepKind, Transcript
from workbench.core.x509.issuance import KeyKind


def changed(name: str, **chosen: Any) -> tuple[Changes, Transcript, set[str]]:
    before, after = run(name), run(name, Parameters(**chosen))
    found = changes(before, after)
    return found, after, {after.steps[number].name for number in found.numbers}


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_the_same_handshake_again_is_no_change(name: str) -> None:
    for _ in range(3):
        found = changes(run(name), run(name))
        assert (found.numbers, found.gone) == (frozenset(), 0)


@pytest.mark.parametrize(
    ("chosen", "wanted", "kept"),
    [
        ({"groups": (0x001E,)}, {"ClientHello", "ServerHello", "compute_shared_secret"}, {"Certificate", "Finished", "SYN"}),
        ({"cipher_suites": (0x1302,)}, {"ServerHello", "derive_traffic_keys"}, {"Certificate", "SYN"}),
        ({"key_kind": KeyKind.ED25519}, {"Certificate", "CertificateVerify"}, {"ClientHello", "ServerHello", "Finished"}),
        ({"certificate_name": "*.example.test"}, {"Certificate"}, {"ClientHello", "CertificateVerify"}),
        ({"server_certificate": ServerCertificate.expired}, {"Certificate", "judge_certificate", "certificate_expired"}, {"ServerHello"}),
        ({"server_name": "shop.test"}, {"A", "ClientHello"}, {"ServerHello"}),
        ({"client_authentication": True}, {"CertificateRequest", "Certificate"}, {"ClientHello", "ServerHello"}),
    ],
)
def test_a_change_marks_what_it_changed_and_not_the_rest(chosen: dict[str, Any], wanted: set[str], kept: set[str]) -> None:
    _, _, names = changed("tls13_full", **chosen)
    assert wanted <= names and not kept & names


def test_what_changes_nothing_changes_nothing() -> None:
    found, _, _ = changed("tls13_full", continue_anyway=True)
    assert not found.numbers and not found.gone


def test_what_no_longer_happens_is_counted_and_one_stays_before_it() -> None:
    found, after, names = changed("tls13_full", deed=Deed.change_request)
    assert "attack" in names and found.gone > 3
    before = run("tls13_full")
    here = next(step.number for step in before.steps if step.name == "ServerHello")
    assert after.steps[found.place(here)].name == "ServerHello"
    answer = [step.number for step in before.steps if step.kind is StepKind.application_data][-1]
    assert found.place(answer) < len(after.steps) and answer not in found.places
    assert found.place(0) == 0


def test_a_second_visit_is_new() -> None:
    found, after, _ = changed("tls13_full", resumption=True)
    assert {step.number for step in after.steps if step.connection == 2} <= found.numbers


def test_the_next_of_them_goes_round() -> None:
    assert [first({3, 8}, at) for at in (-1, 3, 8, 20)] == [3, 8, 3, 3]
    assert first((), 0) is None

"""Two handshakes side by side: every step once, each with its like."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import UsageError
from workbench.core.handshake.compare import Aspect, Comparison, Pair, common_subsequence, compare, one_connection
from workbench.core.handshake.counts import count
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Outcome, Role, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion

PAIRS = [
    ("tls12_ecdhe_ecdsa", "tls13_full"),
    ("tls13_full", "tls12_ecdhe_ecdsa"),
    ("tls13_full", "tls13_resumption"),
    ("tls13_full", "expired"),
    ("tls13_full", "impostor_own_certificate"),
    ("tls12_rsa", "opened_years_later_rsa"),
    ("mutual_preparation", "replayed_early_data"),
]


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=1))


def pair_of(comparison: Comparison, name: str, sender: Role = Role.client) -> Pair:
    return next(pair for pair in comparison.pairs if pair.step.name == name and pair.step.sender is sender)


def differences(pair: Pair) -> dict[Aspect, tuple[Any, Any]]:
    return {difference.aspect: (difference.left, difference.right) for difference in pair.differences}


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_every_step_stands_once_and_in_its_order(left: str, right: str) -> None:
    a, b = played(left), played(right)
    comparison = compare(a, b)
    assert [pair.left for pair in comparison.pairs if pair.left is not None] == list(a.steps)
    assert [pair.right for pair in comparison.pairs if pair.right is not None] == list(b.steps)
    for pair in comparison.pairs:
        if pair.left is not None and pair.right is not None:
            assert (pair.left.connection, pair.left.kind, pair.left.name) == (pair.right.connection, pair.right.kind, pair.right.name)
    assert comparison.left_counts == count(a) and comparison.right_counts == count(b)


@pytest.mark.parametrize("name", ["tls13_full", "tls12_session_ticket", "replayed_early_data", "downgrade"])
def test_a_handshake_is_like_itself(name: str) -> None:
    comparison = compare(played(name), played(name))
    assert all(pair.left is pair.right and pair.differences == () for pair in comparison.pairs)
    assert comparison.agreements == ()


def test_tls12_beside_tls13() -> None:
    comparison = compare(played("tls12_ecdhe_ecdsa"), played("tls13_full"))

    def only(side: str) -> list[str]:
        other = "right" if side == "left" else "left"
        return [pair.step.name for pair in comparison.pairs if getattr(pair, other) is None and pair.step.kind is StepKind.message]

    assert only("left") == ["ServerKeyExchange", "ServerHelloDone", "ClientKeyExchange", "Finished"]
    assert only("right") == ["EncryptedExtensions", "CertificateVerify", "Finished"]
    certificate = differences(pair_of(comparison, "Certificate", Role.server))
    assert certificate[Aspect.protection] == (Level.none, Level.handshake)
    suites = differences(pair_of(comparison, "ServerHello", Role.server))[Aspect.facts]
    assert [fact.params.get("suite") for fact in (suites[0][0], suites[1][0])] == [
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_AES_128_GCM_SHA256",
    ]
    versions = [(agreed.left, agreed.right) for agreed in comparison.agreements if agreed.name == "version"]
    assert versions == [(ProtocolVersion.TLS1_2, ProtocolVersion.TLS1_3)]
    assert all(agreed.name != "resumed" for agreed in comparison.agreements)


def test_a_group_beside_another() -> None:
    curve, hybrid = (run("tls13_full", Parameters(seed=1, groups=(group,))) for group in (NamedGroup.x25519, NamedGroup.X25519MLKEM768))
    comparison = compare(curve, hybrid)
    hello = differences(pair_of(comparison, "ClientHello"))
    assert hello[Aspect.size][1] - hello[Aspect.size][0] == 1184
    assert [fact.params["group"] for side in hello[Aspect.facts] for fact in side] == ["x25519", "X25519MLKEM768"]
    generated = differences(pair_of(comparison, "generate_key_share"))[Aspect.values]
    assert ("client_x25519_public_key", 32) in generated[0] and ("client_X25519MLKEM768_public_key", 1216) in generated[1]
    assert ("client_mlkem768_private_key", 64) in generated[1]
    assert [(agreed.left, agreed.right) for agreed in comparison.agreements if agreed.name == "group"] == [
        (NamedGroup.x25519, NamedGroup.X25519MLKEM768)
    ]


def test_good_beside_failing() -> None:
    comparison = compare(played("tls13_full"), played("expired"))
    judged = differences(pair_of(comparison, "judge_certificate"))
    assert judged[Aspect.outcome] == (Outcome.ok, Outcome.failed)
    assert judged[Aspect.reason][0].id != judged[Aspect.reason][1].id
    alert = next(pair for pair in comparison.pairs if pair.step.name == "certificate_expired")
    assert alert.left is None


def test_an_impostor_stands_beside_the_server() -> None:
    comparison = compare(played("tls13_full"), played("impostor_own_certificate"))
    assert differences(pair_of(comparison, "ServerHello", Role.server))[Aspect.parties] == (
        (Role.server, Role.client),
        (Role.attacker, Role.client),
    )


def test_a_second_connection_stands_alone_beside_one() -> None:
    comparison = compare(played("tls13_full"), played("tls13_resumption"))
    assert all((pair.left is None) == (pair.step.connection == 2) for pair in comparison.pairs if pair.step.name == "ClientHello")


def test_the_second_connection_beside_the_first() -> None:
    whole = played("tls13_resumption")
    first, second = (one_connection(whole, number) for number in (1, 2))
    assert [step.number for step in second.steps] == list(range(len(second.steps)))
    assert second.steps[0].time == 0.0 and second.steps[0].arrival == pytest.approx(0.020) and second.connections[0].number == 1
    assert second.outcome is Outcome.ok and second.epoch == pytest.approx(whole.epoch + 600, abs=1)
    assert {packet.connection for packet in second.packets} == {1} and min(packet.time for packet in second.packets) < 0.1
    comparison = compare(first, second)
    certificate = pair_of(comparison, "Certificate", Role.server)
    assert certificate.right is None
    hello = differences(pair_of(comparison, "ClientHello"))
    assert [fact.id for fact in hello[Aspect.facts][1]] == ["fact_offers_psk"]
    (left,), (right,) = comparison.left_counts, comparison.right_counts
    assert (left.connection, right.connection) == (1, 1)
    assert right == compare(second, second).left_counts[0]


def test_a_connection_that_is_not_there() -> None:
    with pytest.raises(UsageError) as raised:
        one_connection(played("tls13_full"), 2)
    assert raised.value.message.id == "compare_no_connection"


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_a_common_subsequence_is_common_and_as_long_as_can_be(a: list[str], b: list[str]) -> None:
    found = common_subsequence(a, b)
    assert all(a[i] == b[j] for i, j in found)
    assert all(i < k and j < m for (i, j), (k, m) in zip(found, found[1:], strict=False))
    assert len(found) == longest(a, b)


def longest(a: list[str], b: list[str]) -> int:
    """By trying what is left out, from the front, with every length remembered: another way than the tested one's."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], (before + 1 if x == y else max(row[j], row[j - 1]))
    return row[len(b)]

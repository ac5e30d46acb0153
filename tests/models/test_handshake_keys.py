"""The key schedule without a window: what is shown of it, in which words, and how a value stands at a moment."""

from __future__ import annotations

import pytest

from workbench.core.handshake.lineage import Lineage, trace
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_keys import Shown, State, connections_of, key_graph, lineage_of, operation, state_at


@pytest.fixture(scope="module")
def full() -> Transcript:
    return run("tls13_full", Parameters(seed=3))


def names(graph: tuple[Shown, ...]) -> set[str]:
    return {value.origin.name for value in graph}


def made_from(graph: tuple[Shown, ...], name: str) -> set[str]:
    by_id = {value.id: value.origin.name for value in graph}
    return {by_id[id] for id in next(value for value in graph if value.origin.name == name).inputs}


def test_it_reads_like_the_figure_of_the_rfc(full: Transcript) -> None:
    """RFC 8446 section 7.1: what only leads from one secret to the next is passed over."""
    graph = key_graph(lineage_of(full), 1)
    assert made_from(graph, "handshake_secret") == {"early_secret", "shared_secret"}
    assert made_from(graph, "master_secret") == {"handshake_secret"}
    assert made_from(graph, "client_application_write_key") == {"client_application_traffic_secret_0"}
    assert not any(name.endswith(("_iv", "_finished_key", "_verify_data")) or "hash" in name for name in names(graph))
    assert "client_random" not in names(graph), "it goes into hashes alone"


def test_tls_1_2_goes_from_the_pre_master_secret_to_the_keys() -> None:
    graph = key_graph(trace(run("tls12_rsa", Parameters(seed=3))), 1)
    assert made_from(graph, "master_secret") == {"pre_master_secret"}
    assert made_from(graph, "key_block") == {"master_secret", "client_random", "server_random"}
    assert made_from(graph, "client_write_key") == {"key_block"}
    secret = next(value for value in graph if value.origin.name == "pre_master_secret")
    assert [(way.who, way.back) for way in secret.ways] == [((Role.client,), False), ((Role.server,), True)]


def test_everything_is_there_when_asked_for(full: Transcript) -> None:
    lineage = lineage_of(full)
    assert len(key_graph(lineage, 1, intermediate=True)) == len(lineage.origins)


def test_what_another_connection_left_is_shown_as_taken_over() -> None:
    lineage = trace(run("tls13_resumption", Parameters(seed=3)))
    assert connections_of(lineage) == (1, 2)
    graph = key_graph(lineage, 2)
    assert {value.origin.name for value in graph if value.foreign} == {"pre_shared_key_0", "ticket_0"}
    assert made_from(graph, "pre_shared_key") == {"pre_shared_key_0", "ticket"}


@pytest.mark.parametrize("scenario", [scenario.id for scenario in SCENARIOS])
def test_every_line_has_both_ends(scenario: str) -> None:
    lineage = trace(run(scenario, Parameters(seed=3)))
    for connection in connections_of(lineage):
        for intermediate in (False, True):
            graph = key_graph(lineage, connection, intermediate)
            ids = {value.id for value in graph}
            assert all(set(value.inputs) <= ids for value in graph)


def test_a_value_comes_is_there_and_goes(full: Transcript) -> None:
    lineage = lineage_of(full)
    shared = next(origin for origin in lineage.origins if origin.name == "shared_secret")
    first, second = (birth.step for birth in shared.births)
    last = max(step for _, step in shared.destroyed)
    states = [state_at(lineage, shared.id, step, step) for step in (first - 1, first, first + 1, second, second + 1, last - 1, last)]
    assert states == [State.unborn, State.new, State.held, State.new, State.held, State.held, State.gone]


def test_a_lineage_is_made_once(full: Transcript) -> None:
    assert lineage_of(full) is lineage_of(full)
    other: Lineage = lineage_of(run("tls12_rsa", Parameters(seed=3)))
    assert other is not lineage_of(full)


@pytest.mark.parametrize(
    ("formula", "short"),
    [
        ('HKDF-Expand-Label(handshake_secret, "c hs traffic", transcript_hash_server_hello, 32)', 'HKDF-Expand-Label "c hs traffic"'),
        ("HKDF-Extract(derived_early_secret, shared_secret)", "HKDF-Extract"),
        ('HKDF-Expand-Label(server_handshake_traffic_secret, "iv", "", 12)', 'HKDF-Expand-Label "iv"'),
        ('PRF(master_secret, "key expansion", server_random + client_random)[0..39]', 'PRF "key expansion"'),
        ("x25519(client_x25519_private_key, server_x25519_public_key)", "x25519"),
        ("mlkem768.Encaps(client_X25519MLKEM768_public_key)", "mlkem768.Encaps"),
        ("key_block[0..15]", "key_block[0..15]"),
        ("public key of client_x25519_private_key", "public half"),
        ("RSAES-PKCS1-v1_5-Decrypt(private key, encrypted_pre_master_secret)", "RSA decryption with the server’s private key"),
        ("AEAD-Encrypt(ticket key, ticket_state_0)", "AEAD-Encrypt"),
        ("random", "at random"),
        ("", "kept from the earlier connection"),
    ],
)
def test_a_formula_in_short(qapp: object, formula: str, short: str) -> None:
    assert operation(formula) == short

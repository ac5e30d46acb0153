"""What is said about a value, and the groups that the values stand in."""

from __future__ import annotations

from functools import cache

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from workbench import words
from workbench.core.handshake.knowledge import matters, who_knows
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_knowledge import KnowledgeModel, KnowledgeRole
from workbench.models.handshake_knowledge_text import knowledge_pieces
from workbench.models.handshake_knowledge_tree import KnowledgeTree
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_value_names import Group, short_name, value_name

EN, JA = HandshakeText("en"), HandshakeText("ja")


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=5))


def said(name: str, value: str, text: HandshakeText = EN) -> str:
    transcript = played(name)
    knowledge = who_knows(transcript.steps, {party.role for party in transcript.parties})
    row = next(row for row in knowledge.rows if row.name == value)
    return "".join(piece.text for piece in knowledge_pieces(transcript, knowledge, row, text))


def holders(name: str, value: str) -> frozenset[Role]:
    transcript = played(name)
    knowledge = who_knows(transcript.steps, {party.role for party in transcript.parties})
    return next(roles for row, roles in knowledge.at(len(transcript.steps) - 1).items() if row.name == value)


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_every_value_that_is_shown_has_a_name_and_sentences(name: str) -> None:
    transcript = played(name)
    knowledge = who_knows(transcript.steps, {party.role for party in transcript.parties})
    for row in filter(matters, knowledge.rows):
        assert value_name(row.name).id != "other", row.name
        for text in (EN, JA):
            assert short_name(row.name, text) and "{" not in short_name(row.name, text)
            pieces = knowledge_pieces(transcript, knowledge, row, text)
            whole = "".join(piece.text for piece in pieces)
            assert not any(sign in whole for sign in ("{", "<", "⟨", "  ", "..")), whole
            steps = [piece.step for piece in pieces if piece.step is not None]
            assert steps and all(0 <= step < len(transcript.steps) for step in steps)


def test_the_sentences_say_where_it_came_from_and_what_it_opens() -> None:
    secret = said("tls13_full", "shared_secret")
    assert "Made on both sides: in step 11 and step 13." in secret and "It never crosses the wire." in secret
    assert "compute the keys" in secret and "Destroyed: Server in step 40, Client in step 43." in secret
    assert "step 14, encrypted with the server’s public key" in said("tls12_rsa", "pre_master_secret")
    assert "never crosses" in said("tls12_ecdhe_rsa", "pre_master_secret")
    assert "inside the ticket" in said("tls12_session_ticket", "master_secret")
    assert "never crosses" in said("tls12_session_id", "master_secret")
    assert "inside the ticket" in said("tls13_resumption", "pre_shared_key_0")
    assert "in the clear in step 8" in said("tls13_full", "client_x25519_public_key")
    assert "破棄：サーバーが手順40、クライアントが手順43。" in said("tls13_full", "shared_secret", JA)


def test_a_certificate_key_opens_a_recording_with_rsa_key_exchange_alone() -> None:
    assert "cannot open this conversation" in said("tls13_full", "server_certificate_private_key")
    assert "can open every recording" in said("tls12_rsa", "server_certificate_private_key")
    assert "cannot open" in said("tls12_mutual", "client_certificate_private_key")


def test_the_keys_of_certificates_are_with_their_owners() -> None:
    assert holders("tls13_full", "server_certificate_private_key") == {Role.server}
    assert holders("tls13_full", "server_certificate_public_key") == {Role.client, Role.server}, "shown under encryption"
    assert Role.eavesdropper in holders("tls12_rsa", "server_certificate_public_key")
    assert holders("impostor_true_certificate", "server_certificate_private_key") == {Role.server}, "the copy brings no key along"
    assert holders("impostor_own_certificate", "server_certificate_private_key") == {Role.attacker}
    assert holders("opened_years_later_ecdhe", "server_certificate_private_key") == {Role.server, Role.eavesdropper}
    assert holders("tls13_mutual", "client_certificate_private_key") == {Role.client}
    assert holders("server_preparation", "server_private_key") == {Role.server}
    assert holders("tls13_resumption", "ticket_key") == {Role.server}


def test_what_is_computed_years_later_is_known_to_who_computes_it_alone() -> None:
    assert holders("opened_years_later_rsa", "master_secret") == {Role.eavesdropper}


def test_groups_stand_in_their_order_and_every_row_in_one() -> None:
    transcript = played("tls13_resumption")
    model = KnowledgeModel(EN)
    tree = KnowledgeTree(model, EN)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for last in (0, 20, 45, 70, len(transcript.steps) - 1):
        model.show(transcript, max(0, last - 3), last, EN)
        groups = [tree.group(tree.index(row, 0)) for row in range(tree.rowCount())]
        assert groups == [group for group in Group if group in groups]
        rows = [tree.source(tree.index(r, 0, tree.index(g, 0))).row() for g in range(tree.rowCount()) for r in range(_rows(tree, g))]
        assert rows == list(range(model.rowCount()))
        for row in rows:
            index = tree.of_row(row)
            assert index.data(KnowledgeRole.NAME) == model.index(row, 0).data(KnowledgeRole.NAME)
            assert tree.group(index.parent()) == model.index(row, 0).data(KnowledgeRole.GROUP)
    assert tree.of_row(999) == QModelIndex() and tree.group(QModelIndex()) is None
    assert tree.index(0, 0).data() == words.catalogue("en")["value_group_identity"]["sentence"]


def _rows(tree: KnowledgeTree, group: int) -> int:
    return tree.rowCount(tree.index(group, 0))


def test_what_was_destroyed_is_marked() -> None:
    transcript = played("tls13_full")
    model = KnowledgeModel(EN)
    model.show(transcript, len(transcript.steps) - 1, len(transcript.steps) - 1, EN)
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data(KnowledgeRole.NAME) == "shared_secret")
    assert [model.index(row, column).data(KnowledgeRole.FORGOTTEN) for column in (1, 2, 3)] == [True, True, False]

"""The table of who knows what: which rows, which dots, what is new."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_knowledge import FORGOTTEN, KNOWN, UNKNOWN, KnowledgeModel, KnowledgeRole
from workbench.models.handshake_text import HandshakeText


@pytest.fixture(scope="module")
def full() -> Transcript:
    return run("tls13_full", Parameters(seed=3))


def step_of(transcript: Transcript, name: str, who: Role) -> int:
    return next(step.number for step in transcript.steps if step.name == name and step.sender is who)


def table(model: KnowledgeModel) -> dict[str, str]:
    """name -> a sign for each party."""
    rows = {}
    for number in range(model.rowCount()):
        name = model.index(number, 0).data(KnowledgeRole.NAME)
        rows[name] = "".join(model.index(number, column).data() for column in range(1, model.columnCount()))
    return rows


def shown(transcript: Transcript, first: int, last: int | None = None, language: str = "en") -> KnowledgeModel:
    model = KnowledgeModel(HandshakeText(language))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(transcript, first, first if last is None else last, HandshakeText(language))
    return model


def test_it_fills_as_the_handshake_plays(full: Transcript) -> None:
    made = step_of(full, "generate_key_share", Role.client)
    model = shown(full, made)
    assert model.roles == (Role.client, Role.server, Role.eavesdropper)
    before = table(model)
    assert before["client_x25519_private_key"] == KNOWN + UNKNOWN * 2
    assert before["client_x25519_public_key"] == KNOWN + UNKNOWN * 2, "not sent yet"
    after = table(shown(full, step_of(full, "compute_shared_secret", Role.client)))
    assert after["client_x25519_public_key"] == KNOWN * 3
    assert after["shared_secret"] == KNOWN * 2 + UNKNOWN
    assert "client_handshake_write_iv" not in after and not any(name.startswith("derived_") for name in after)


def test_it_empties_at_the_end(full: Transcript) -> None:
    last = table(shown(full, len(full.steps) - 1))
    assert {name for name, known in last.items() if KNOWN in known} == {
        "client_random", "server_random", "client_x25519_public_key", "server_x25519_public_key",
        "server_certificate_public_key", "server_certificate_private_key",
    }  # fmt: skip


def test_what_changed_in_the_moment_is_new(full: Transcript) -> None:
    number = step_of(full, "compute_shared_secret", Role.client)
    model = shown(full, number)
    new = {
        (model.index(row, 0).data(KnowledgeRole.NAME), model.index(row, column).data(KnowledgeRole.PARTY))
        for row in range(model.rowCount())
        for column in range(1, model.columnCount())
        if model.index(row, column).data(KnowledgeRole.NEW)
    }
    assert new == {("shared_secret", Role.client)}


def test_a_second_connection_begins_with_what_outlived_the_first() -> None:
    transcript = run("tls13_resumption", Parameters(seed=3))
    second = next(step.number for step in transcript.steps if step.connection == 2)
    kept = table(shown(transcript, second))
    assert {name: kept[name] for name in ("pre_shared_key_0", "pre_shared_key_1")} == dict.fromkeys(
        ("pre_shared_key_0", "pre_shared_key_1"), KNOWN + FORGOTTEN + UNKNOWN
    )
    assert kept["ticket_key"] == kept["server_certificate_private_key"] == UNKNOWN + KNOWN + UNKNOWN and len(kept) == 4
    assert "pre_shared_key" in table(shown(transcript, len(transcript.steps) - 1))


def test_the_eavesdropper_learns_years_later() -> None:
    transcript = run("opened_years_later_rsa", Parameters(seed=3))
    opened = next(step.number for step in transcript.steps if step.name == "open_recording")
    assert table(shown(transcript, opened))["master_secret"].endswith(KNOWN)


def test_the_head_names_the_parties_in_the_language_chosen(full: Transcript) -> None:
    model = shown(full, 10, language="ja")
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == "クライアント"
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)

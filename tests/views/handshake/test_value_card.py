"""A value with where it comes from and what becomes of it: links, copies, formulas that can be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_keys import lineage_of
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_values import Born, born_in, relations
from workbench.views.handshake.value_card import ValueLink
from workbench.views.handshake.values_table import ValuesTable


@pytest.fixture(scope="module")
def full() -> Transcript:
    return run("tls13_full", Parameters(seed=3))


def at(qtbot: QtBot, transcript: Transcript, name: str, who: Role, language: str = "en", width: int = 320) -> ValuesTable:
    """The table of the step in which this side derived the value of this name; the value is chosen."""
    step = next(step for step in transcript.steps if step.sender is who and any(value.name == name for value in step.values))
    table = ValuesTable(HandshakeText(language))
    qtbot.addWidget(table)
    table.resize(width, 640)
    table.set_values(born_in((step,)), HandshakeText(language), transcript)
    table.show()
    qtbot.waitExposed(table)
    table.choose(name)
    QApplication.processEvents()
    return table


def links(table: ValuesTable, which: str) -> list[ValueLink]:
    return [link for link in getattr(table.card, which).links if not link.isHidden()]


def steps(transcript: Transcript, name: str) -> dict[Role, int]:
    return {step.sender: step.number for step in transcript.steps for value in step.values if value.name == name}


def test_an_input_leads_to_its_birth_on_this_side(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "handshake_secret", Role.client)
    first, second = links(table, "inputs")
    own = steps(full, "shared_secret")[Role.client]
    assert second.whole() == f"shared_secret · step {own + 1}"
    with qtbot.waitSignal(table.value_wanted) as wanted:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert wanted.args == [own, "shared_secret"]
    assert first.link is not None and first.link.name == "derived_early_secret"


def test_a_public_key_leads_to_the_other_side(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "shared_secret", Role.client)
    found = {link.link.name: link.link.step for link in links(table, "inputs") if link.link is not None}
    assert found == {
        "client_x25519_private_key": steps(full, "client_x25519_private_key")[Role.client],
        "server_x25519_public_key": steps(full, "server_x25519_public_key")[Role.server],
    }


def test_what_was_made_of_it_later(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "handshake_secret", Role.server)
    made = [link.link.name for link in links(table, "made") if link.link is not None]
    assert made == ["client_handshake_traffic_secret", "server_handshake_traffic_secret", "derived_handshake_secret"]
    assert table.card.made._remark.text().startswith("and ")
    with qtbot.waitSignal(table.value_wanted) as wanted:  # by keyboard
        links(table, "made")[2].setFocus()
        qtbot.keyClick(links(table, "made")[2], Qt.Key.Key_Space)
    assert wanted.args == [steps(full, "derived_handshake_secret")[Role.server], "derived_handshake_secret"]


def test_its_end_is_told_for_each_side(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "shared_secret", Role.client)
    ends = {step.sender: step.number for step in full.steps if "shared_secret" in step.destroyed}
    assert {link.whole() for link in links(table, "ends")} == {
        f"Client · step {ends[Role.client] + 1}", f"Server · step {ends[Role.server] + 1}",
    }  # fmt: skip
    with qtbot.waitSignal(table.value_wanted) as wanted:
        links(table, "ends")[0].click()
    assert wanted.args[1] == ""


def test_another_connection_is_named(qtbot: QtBot) -> None:
    transcript = run("tls13_resumption", Parameters(seed=3))
    step = next(step for step in transcript.steps if step.connection == 2 and step.name == "compute_binder")
    value = next(value for value in step.values if value.name == "pre_shared_key")
    found = relations(lineage_of(transcript), Born(value, step))
    assert [(link.name, link.connection) for link in found.inputs] == [("pre_shared_key_0", 1)]


def test_without_a_transcript_inputs_are_only_named(full: Transcript) -> None:
    step = next(step for step in full.steps if step.name == "compute_shared_secret")
    assert [link.step for link in relations(None, Born(step.values[0], step)).inputs] == [None, None]


def test_a_formula_is_broken_at_its_commas(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "client_handshake_traffic_secret", Role.client, width=420)
    lines = table.card.formula.text().splitlines()
    assert len(lines) > 1 and all(line.rstrip().endswith((",", "(", ")")) for line in lines)
    value = next(value for step in full.steps for value in step.values if value.name == "client_handshake_traffic_secret")
    assert table.card.formula.whole() == value.formula
    assert "".join(table.card.formula.text().split()) == "".join(value.formula.split())


@pytest.mark.parametrize("width", [260, 320, 460, 700])
def test_nothing_scrolls_sideways(qtbot: QtBot, full: Transcript, width: int) -> None:
    table = at(qtbot, full, "client_application_traffic_secret_0", Role.client, width=width)
    assert table.view.horizontalScrollBar().maximum() == 0
    assert table.card.width() <= table.below.viewport().width()


def test_secrets_are_not_copied_unless_shown(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "shared_secret", Role.client)
    secret = next(value.data for step in full.steps for value in step.values if value.name == "shared_secret")
    assert secret is not None
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    table.card.copy_value()
    assert clipboard.text() == "before" and table.card.copy.isHidden() and not table.card.copies[1].isEnabled()
    table.card.copies[0].trigger()
    assert clipboard.text() == "shared_secret"
    table.card.copies[2].trigger()
    lines = clipboard.text().splitlines()
    assert lines[0] == "shared_secret = x25519(client_x25519_private_key, server_x25519_public_key)" and len(lines) == 3
    assert secret.hex() not in clipboard.text()
    table.reveal.click()
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == secret.hex()
    clipboard.setText("")
    table.card.copies[1].trigger()
    assert clipboard.text() == secret.hex()


def test_in_japanese(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "handshake_secret", Role.client, "ja")
    assert table.card.known_to.whole() == "クライアント"


def test_who_knows_it_stands_in_the_table_where_there_is_room(qtbot: QtBot, full: Transcript) -> None:
    table = at(qtbot, full, "shared_secret", Role.client)
    assert table.view.isColumnHidden(2)
    table.resize(720, 640)
    QApplication.processEvents()
    assert not table.view.isColumnHidden(2) and table.view.horizontalScrollBar().maximum() == 0

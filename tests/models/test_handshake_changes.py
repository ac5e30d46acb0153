"""The player after a parameter was changed: what changed is told, and one stays where one was."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios.parameters import Parameters, ServerCertificate
from workbench.models.handshake_player import HandshakePlayer, Shown
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_table import FACTS, StepTableModel
from workbench.models.handshake_text import HandshakeText


@pytest.fixture
def player(qtbot: QtBot) -> HandshakePlayer:
    player = HandshakePlayer()
    with qtbot.waitSignal(player.shown_changed, timeout=30_000):
        player.choose("tls13_full")
    return player


def change(qtbot: QtBot, player: HandshakePlayer, name: str, value: Any) -> Shown:
    with qtbot.waitSignal(player.shown_changed, timeout=30_000):
        player.change(name, value)
    assert player.shown is not None
    return player.shown


def names(shown: Shown) -> set[str]:
    return {shown.transcript.steps[number].name for number in shown.changed}


def at(player: HandshakePlayer) -> str:
    assert player.moment is not None
    return player.moment.step.name


def go_to(player: HandshakePlayer, name: str) -> None:
    assert player.shown is not None
    player.go_to(next(step.number for step in player.shown.transcript.steps if step.name == name))


def test_a_change_is_marked_against_the_run_before_it(qtbot: QtBot, player: HandshakePlayer) -> None:
    assert player.shown is not None and not player.shown.changed and player.changes is None
    shown = change(qtbot, player, "groups", (0x001E,))
    assert "ServerHello" in names(shown) and "Certificate" not in names(shown) and player.before == Parameters()
    shown = change(qtbot, player, "server_certificate", ServerCertificate.revoked)
    assert names(shown) >= {"Certificate", "certificate_revoked"} and "ServerHello" not in names(shown)
    assert player.before == Parameters(groups=(0x001E,))


def test_one_stays_at_the_step_or_at_the_last_one_that_remains(qtbot: QtBot, player: HandshakePlayer) -> None:
    go_to(player, "CertificateVerify")
    shown = change(qtbot, player, "groups", (0x001E,))
    assert at(player) == "CertificateVerify" and not player.playback.playing
    player.set_detail(Detail.computations)
    assert player.shown is not None and player.shown.changed == shown.changed
    go_to(player, "application_data")
    shown = change(qtbot, player, "server_certificate", ServerCertificate.expired)
    assert player.place is not None and player.place.step not in shown.changed


def test_the_table_says_of_each_step_that_it_changed(qtbot: QtBot, player: HandshakePlayer) -> None:
    shown = change(qtbot, player, "groups", (0x001E,))
    table = StepTableModel(HandshakeText("en"))
    for detail in (Detail.messages, Detail.stages):
        player.set_detail(detail)
        table.show(player.shown, HandshakeText("en"))
        for row, moment in enumerate(player.shown.moments if player.shown is not None else ()):
            marked = any(moment.first <= number <= moment.last for number in shown.changed)
            assert str(table.index(row, FACTS).data()).startswith("changed") is marked


def test_nothing_chosen_stays_nothing_chosen(qtbot: QtBot, player: HandshakePlayer) -> None:
    change(qtbot, player, "groups", (0x001E,))
    assert player.moment is None and player.playback.position == player.playback.count


def test_another_scenario_and_the_same_again_are_no_change(qtbot: QtBot, player: HandshakePlayer) -> None:
    change(qtbot, player, "groups", (0x001E,))
    assert change(qtbot, player, "groups", (0x001E,)).changed == frozenset() and player.changes is None
    with qtbot.waitSignal(player.shown_changed, timeout=30_000):
        player.choose("tls12_rsa")
    assert player.shown is not None and player.shown.changed == frozenset() and player.changes is None


def test_the_mark_can_be_put_away_and_the_parameters_set_back(qtbot: QtBot, player: HandshakePlayer) -> None:
    go_to(player, "ServerHello")
    change(qtbot, player, "groups", (0x001E,))
    player.forget_changes()
    assert player.shown is not None and not player.shown.changed and at(player) == "ServerHello"
    with qtbot.waitSignal(player.shown_changed, timeout=30_000):
        player.reset()
    assert player.parameters == Parameters() and player.as_written and names(player.shown) >= {"ServerHello"}
    assert at(player) == "ServerHello"


def test_what_was_agreed_on_is_known_only_of_what_is_shown(qtbot: QtBot, player: HandshakePlayer) -> None:
    assert player.agreed["version"] == 0x0304
    with qtbot.waitSignal(player.shown_changed, timeout=30_000):
        player.choose("tls12_rsa")
        assert player.agreed == {}
    assert player.agreed["version"] == 0x0303

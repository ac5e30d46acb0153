"""What the handshake page shows, without a window: moments, words, values, records, scenarios, parameters."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.conftest import ROOT
from tests.views.handshake.made import transcript
from workbench import words
from workbench.core.errors import Message, UsageError
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Part, Role, Step, StepKind, Transcript, Value
from workbench.core.handshake.wording import negotiated
from workbench.core.node import Node
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_records import record_tree
from workbench.models.handshake_run import HandshakeRun
from workbench.models.handshake_scenarios import ScenarioModel, ScenarioRole
from workbench.models.handshake_steps import Detail, moments, place_of
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_values import NAME, VALUE, ValuesModel, born_in
from workbench.models.node_tree_model import MASK

EN, JA = HandshakeText("en"), HandshakeText("ja")


# -- moments ------------------------------------------------------------------------------------------------------------------------


def test_the_place_in_the_handshake_is_the_same_at_every_level() -> None:
    made = transcript(2)
    few, all_of_them = moments(made, Detail.messages), moments(made, Detail.computations)
    for moment in all_of_them:
        found = few[place_of(few, moment.step.number)]
        assert found.first <= moment.step.number <= found.last
    assert all(later.first == earlier.last + 1 for earlier, later in pairwise(few))


def test_what_an_attacker_takes_away_does_not_arrive() -> None:
    taken, other = b"\x16\x03\x01hello", b"\x16\x03\x01other"
    steps = (
        Step(0, 1, StepKind.message, "ClientHello", Role.client, Role.server, wire=other),
        Step(1, 1, StepKind.message, "ServerHello", Role.server, Role.client, wire=taken),
        Step(2, 1, StepKind.attack, "attack", Role.attacker, Role.client, parts=(Part("before_attack", taken, lambda: Node("bytes")),)),
        Step(3, 1, StepKind.message, "ServerHello", Role.attacker, Role.client, wire=taken),
    )
    assert [moment.caught for moment in moments(Transcript("", (), steps), Detail.messages)] == [False, True, False, False]


# -- words --------------------------------------------------------------------------------------------------------------------------


def computation_ids() -> set[str]:
    """Every id of a computation that stands in the engine or in a scenario as a text: the first argument of what tells one."""
    tellers = {"Computation", "compute", "tell", "_tell", "tell_ticket"}
    found = set()
    for folder in ("tls", "handshake"):
        for path in (ROOT / "workbench" / "core" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    texts = [part.value for part in node.args[:2] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                    if name in tellers and texts and re.fullmatch(r"[a-z]+(_[a-z]+)+", texts[0]):
                        found.add(texts[0])
    return found


def test_every_computation_has_a_name() -> None:
    found = computation_ids()
    assert len(found) > 20
    assert sorted(id for id in found if not words.has(f"step_{id}")) == []


def test_steps_are_named_in_both_languages_and_messages_as_in_their_rfc() -> None:
    steps = {step.name: step for step in transcript().steps}
    assert EN.title(steps["compute_shared_secret"]) == "Compute the shared secret"
    assert JA.title(steps["compute_shared_secret"]) == "共有秘密を計算する"
    assert EN.title(steps["ClientHello"]) == JA.title(steps["ClientHello"]) == "ClientHello"
    assert EN.size(steps["Certificate"]) == "1,842 B" and EN.size(steps["SYN"]) == ""
    assert "handshake keys" in EN.spoken(steps["Certificate"]) and "Server → Client" in EN.spoken(steps["Certificate"])


def test_what_a_peer_says_is_made_visible() -> None:
    step = Step(0, 1, StepKind.message, "evil\u202egnp", Role.client, Role.server)
    assert EN.title(step) == "evil⟨U+202E⟩gnp"


def test_what_was_agreed_on() -> None:
    (connection,) = transcript().connections
    assert negotiated(connection) == ("TLS 1.3", "x25519", "TLS_AES_128_GCM_SHA256")
    assert negotiated(replace(connection, negotiated={"version": 0x0305, "cipher_suite": 0xFF00})) == ("0x0305", "0xff00")
    assert negotiated(replace(connection, negotiated={})) == ()


# -- values -------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def values(qapp: object) -> ValuesModel:
    model = ValuesModel(EN)
    secret = Value("shared_secret", bytes.fromhex("00ff"), "x25519(a, B)", ("a", "B"), "RFC 8446", True, frozenset({Role.client}))
    public = Value("client_random", bytes(100), secret=False)
    unknown = Value("hidden", None)
    step = Step(0, 1, StepKind.computation, "compute_shared_secret", Role.client, values=(secret, public, unknown))
    model.set_values(born_in((step, step)), EN)
    return model


def test_the_values_hold_the_contract_of_a_model(values: ValuesModel) -> None:
    QAbstractItemModelTester(values, QAbstractItemModelTester.FailureReportingMode.Fatal)
    values.reveal(True)
    values.set_values((), JA)
    assert values.rowCount() == 0


def test_secrets_are_masked_until_asked_for_and_again_in_the_next_step(values: ValuesModel) -> None:
    assert values.rowCount() == 3, "what is born twice stands there once"
    secret = values.index(0, VALUE)
    assert secret.data() == MASK and "00ff" not in str(secret.data(Qt.ItemDataRole.ToolTipRole))
    assert values.index(1, VALUE).data().startswith("0000") and values.index(1, VALUE).data().endswith("…")
    assert values.index(2, VALUE).data() == "not known"
    values.reveal(True)
    assert secret.data() == "00ff" and values.index(0, NAME).data() == "shared_secret" and values.index(0, 2).data() == "Client"
    born = values.born(secret)
    assert born is not None
    values.set_values((born,), EN)
    assert values.index(0, VALUE).data() == MASK


def test_records_tell_what_went_into_the_aead() -> None:
    steps = {step.name: step for step in transcript().steps}
    tree = record_tree(steps["Certificate"], EN)
    assert tree is not None
    (record,) = tree.children
    shown = {node.label: node.value for node in record.children}
    assert shown["nonce"] == "00" * 12 and shown["sequence_number"] == "0" and shown["protection"] == "handshake keys"
    assert shown["type"] == "application_data (23)" and shown["inner type"] == "handshake (22)"
    plain = record_tree(steps["ClientHello"], EN)
    assert plain is not None and "nonce" not in {node.label for node in plain.children[0].children}
    assert record_tree(steps["SYN"], EN) is None


# -- scenarios and parameters -------------------------------------------------------------------------------------------------------


def test_the_scenarios_are_listed_in_their_groups_with_names_in_both_languages(qapp: object) -> None:
    for language in words.LANGUAGES:
        model = ScenarioModel([(scenario.id, scenario.group) for scenario in SCENARIOS], language)
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        rows = [model.index(row) for row in range(model.rowCount())]
        assert [index.data(ScenarioRole.ID) for index in rows if index.data(ScenarioRole.ID)] == [scenario.id for scenario in SCENARIOS]
        assert not any(re.search(r"[a-z]_[a-z]", str(index.data())) for index in rows), "an id stands where a name should"
        assert all(bool(model.flags(index)) is not bool(index.data(ScenarioRole.HEADING)) for index in rows)


# -- running and showing ------------------------------------------------------------------------------------------------------------


def test_only_the_last_run_is_told(qtbot: QtBot) -> None:
    run, told = HandshakeRun(), []
    run.finished.connect(told.append)
    with qtbot.waitSignal(run.finished, timeout=10_000):
        for number in range(5):
            run.start(lambda parameters, number=number: f"transcript {number}", None)  # type: ignore[arg-type, misc, return-value]
    qtbot.wait(50)
    assert told == ["transcript 4"]


def test_parameters_that_cannot_be_are_taken_back(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    player = HandshakePlayer()
    player.show_transcript(transcript())
    scenario = SCENARIOS[0]
    player.scenario, player._ran = scenario, (scenario, Parameters())

    def refuse(self: object, parameters: Parameters) -> Transcript:
        raise UsageError("scenario_unknown", name="x")

    monkeypatch.setattr(type(scenario), "run", refuse)
    before = player.shown
    with qtbot.waitSignal(player.failed, timeout=10_000) as told:
        player.change("seed", 1)
    assert told.args == [Message("scenario_unknown", {"name": "x"})]
    assert player.shown is before and player.parameters == Parameters()


def test_another_level_keeps_the_place_and_goes_on_playing(qapp: object) -> None:
    player = HandshakePlayer()
    player.show_transcript(transcript())
    clock = player.playback
    assert player.moment is None
    place = next(n for n, moment in enumerate(player.shown.moments) if moment.step.name == "ServerHello") if player.shown else 0
    clock.seek(place + 1.0)
    clock.play()
    player.set_detail(Detail.computations)
    assert player.moment is not None and player.moment.step.name == "ServerHello" and clock.playing
    player.set_detail(Detail.messages)
    assert player.moment is not None and player.moment.step.name == "ServerHello" and clock.position == place + 1.0
    clock.pause()

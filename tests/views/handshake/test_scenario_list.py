"""The list of the scenarios: found by typing, by keyboard, and never another one than was chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import SCENARIOS
from workbench.models.handshake_scenarios import ScenarioFilter, ScenarioModel, ScenarioRole
from workbench.views.handshake.scenario_list import ScenarioList


@pytest.fixture
def scenarios(qtbot: QtBot) -> ScenarioList:
    made = ScenarioList(ScenarioModel([(scenario.id, scenario.group) for scenario in SCENARIOS], "en"))
    qtbot.addWidget(made)
    made.resize(200, 400)
    made.show()
    qtbot.waitExposed(made)
    made.choose("tls13_full")
    return made


def ids(filter: ScenarioFilter) -> list[str]:
    rows = (filter.index(row, 0) for row in range(filter.rowCount()))
    return [index.data(ScenarioRole.ID) or f"[{index.data()}]" for index in rows]


def test_the_filter_holds_the_contract_of_a_model(qapp: object) -> None:
    filter = ScenarioFilter(ScenarioModel([(scenario.id, scenario.group) for scenario in SCENARIOS], "en"))
    QAbstractItemModelTester(filter, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for text in ("rsa", "1.2 ecdhe", "nothing has this", ""):
        filter.search(text)
    assert len(ids(filter)) > len(SCENARIOS)


def test_what_is_found_stands_below_its_heading(qapp: object) -> None:
    filter = ScenarioFilter(ScenarioModel([(scenario.id, scenario.group) for scenario in SCENARIOS], "en"))
    filter.search("mutual TLS 1.2")
    assert ids(filter) == ["[TLS 1.2]", "tls12_mutual"]
    filter.search("revoked")
    assert ids(filter) == ["[When it fails]", "revoked"]
    filter.search("tls13_hello")
    assert ids(filter) == ["[TLS 1.3]", "tls13_hello_retry"], "by the name on the command line too"


def test_to_search_chooses_nothing(qtbot: QtBot, scenarios: ScenarioList) -> None:
    told: list[str] = []
    scenarios.chosen.connect(told.append)
    scenarios.search.setFocus()
    qtbot.keyClicks(scenarios.search, "expired")
    assert told == [] and scenarios.current() == "tls13_full" and not scenarios.view.currentIndex().isValid()
    qtbot.keyClick(scenarios.search, Qt.Key.Key_Escape)
    assert scenarios.search.text() == "" and scenarios.view.currentIndex().data(ScenarioRole.ID) == "tls13_full" and told == []


def test_enter_takes_the_first_and_goes_on(qtbot: QtBot, scenarios: ScenarioList) -> None:
    scenarios.search.setFocus()
    qtbot.keyClicks(scenarios.search, "expired")
    with qtbot.waitSignals([scenarios.chosen, scenarios.entered]):
        qtbot.keyClick(scenarios.search, Qt.Key.Key_Return)
    assert scenarios.current() == "expired"


def test_down_goes_into_the_list(qtbot: QtBot, scenarios: ScenarioList) -> None:
    scenarios.search.setFocus()
    qtbot.keyClicks(scenarios.search, "rsa")
    with qtbot.waitSignal(scenarios.chosen) as told:
        qtbot.keyClick(scenarios.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is scenarios.view and told.args == [scenarios.current()]


def test_what_nothing_has_is_said(qtbot: QtBot, scenarios: ScenarioList) -> None:
    qtbot.keyClicks(scenarios.search, "zzz")
    assert scenarios.nothing.isVisible() and not scenarios.view.isVisible()
    scenarios.search.clear()
    assert scenarios.view.isVisible() and not scenarios.nothing.isVisible()


def test_each_says_in_a_tool_tip_what_is_to_be_seen(scenarios: ScenarioList) -> None:
    for scenario in SCENARIOS:
        tip = scenarios.filter.index_of(scenario.id).data(Qt.ItemDataRole.ToolTipRole)
        assert scenarios.model.description(scenario.id)[:20].replace("’", "’") in tip.replace("&#x27;", "'")


def test_what_is_chosen_stays_in_sight_where_there_is_less_room(qtbot: QtBot, scenarios: ScenarioList) -> None:
    scenarios.choose(SCENARIOS[-1].id)
    scenarios.resize(200, 160)
    view = scenarios.view
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.currentIndex()).center()))

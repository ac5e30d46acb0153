"""What runs out when: the sentence, the months, the list; a month chosen by mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import SubjectAttribute, Validity
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.lab import LabWish, make_lab
from workbench.core.workspace.workspace import open_workspace
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind
from workbench.models import jobs
from workbench.models.library.timeline.overview import MONTHS, month_edges
from workbench.views.library.timeline.pane import TimelinePane
from workbench.views.shell import Shell

NOW = datetime.now(UTC)


@pytest.fixture
def pane(qtbot: QtBot, shell: Shell) -> TimelinePane:
    """A lab; a client whose time is nearly over, one whose time is over, and one that ends in 300 days."""
    workspace = open_workspace(shell.settings.workspace_url)
    workspace.set_up_vault("x")
    lab = make_lab(workspace, LabWish(("www.example.test",)))
    client = built_in("client").specification
    for name, begin, end in (("soon", -300, 12), ("over", -300, -20), ("later", -1, 300)):
        validity = Validity(not_before=NOW + timedelta(days=begin), not_after=NOW + timedelta(days=end))
        wanted = replace(client, subject=(SubjectAttribute("2.5.4.3", name),), validity=validity)
        issue(workspace, Order(wanted, lab.intermediate.id, KeyKind.P_256, "client"), anyway=True)
    workspace.close()
    made = TimelinePane(shell)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    settled(qtbot, made)
    return made


def settled(qtbot: QtBot, pane: TimelinePane) -> None:
    qtbot.waitUntil(lambda: jobs.activity.count == 0 and pane._found is not None, timeout=20_000)


def titles(pane: TimelinePane) -> list[str]:
    return [pane.list.topLevelItem(number).text(0) for number in range(pane.list.topLevelItemCount())]


def test_what_runs_out_first_is_said_first(pane: TimelinePane) -> None:
    assert "“soon” expires within 30 days" in pane.banner.headline.text()
    assert titles(pane)[:2] == ["over", "soon"]
    assert pane.list.topLevelItem(0).text(2) == "expired 20 days ago"
    assert pane.list.topLevelItem(1).text(2) in ("11 days left", "12 days left")
    assert pane._found is not None
    assert sum(pane._found.counts) == 5  # the root's end lies behind the chart's, as that of the intermediate CA does; all leaves are in it
    assert (NOW + timedelta(days=12)).strftime("%Y-%m: 1") in pane.chart.accessibleDescription()


def test_a_month_is_chosen_with_the_keys_and_all_come_back(qtbot: QtBot, pane: TimelinePane) -> None:
    pane.chart.setFocus()
    QTest.keyClick(pane.chart, Qt.Key.Key_Right)
    settled(qtbot, pane)
    qtbot.waitUntil(lambda: pane._wanted.month is not None)
    this_month = titles(pane)
    assert len(this_month) < 7 and pane.all_months.isVisible()
    QTest.keyClick(pane.chart, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(titles(pane)) > len(this_month))
    assert not pane.all_months.isVisible()


def test_a_click_on_a_month_lists_what_ends_in_it(qtbot: QtBot, pane: TimelinePane) -> None:
    qtbot.waitUntil(lambda: pane.chart._plot is not None)
    assert pane._found is not None
    month = (NOW + timedelta(days=300)).strftime("%Y-%m")
    number = [edge.strftime("%Y-%m") for edge in pane._found.edges].index(month)
    x = int((number + 0.5) / MONTHS * pane.chart.width())
    qtbot.mouseClick(pane.chart, Qt.MouseButton.LeftButton, pos=pane.chart.rect().topLeft() + type(pane.chart.pos())(x, 40))
    settled(qtbot, pane)
    qtbot.waitUntil(lambda: "later" in titles(pane) and "over" not in titles(pane))


def test_an_entry_and_its_renewal_are_asked_for(qtbot: QtBot, pane: TimelinePane) -> None:
    item = pane.list.topLevelItem(1)
    pane.list.setCurrentItem(item)
    with qtbot.waitSignal(pane.entry_wanted):
        pane.show_button.click()
    with qtbot.waitSignal(pane.shell.wishes.issue) as asked:
        pane.renew_button.click()
    assert asked.args is not None and asked.args[0].replaces_id


def test_the_issuer_filters_and_the_language_changes(qtbot: QtBot, pane: TimelinePane) -> None:
    pane.issuer.setCurrentIndex(pane.issuer.findText("Lab Root", Qt.MatchFlag.MatchContains))
    pane.issuer.activated.emit(pane.issuer.currentIndex())
    settled(qtbot, pane)
    qtbot.waitUntil(lambda: len(titles(pane)) == 1)
    pane.shell.language.choose("ja")
    qtbot.waitUntil(lambda: pane.list.headerItem().text(0) == "証明書")
    assert pane.banner.headline.text().startswith("今後30日以内")


def test_an_empty_workspace_says_so(qtbot: QtBot, shell: Shell) -> None:
    pane = TimelinePane(shell)
    qtbot.addWidget(pane)
    pane.show()
    settled(qtbot, pane)
    assert "nothing" in pane.banner.headline.text() and pane.banner._state is Status.NOT_CHECKED


def test_months_follow_each_other_over_the_end_of_a_year() -> None:
    edges = month_edges(datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 3)
    assert [edge.strftime("%Y-%m-%d") for edge in edges] == ["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01"]
    assert month_edges(datetime(2026, 1, 1, tzinfo=UTC), 1)[0] == datetime(2025, 12, 1, tzinfo=UTC)

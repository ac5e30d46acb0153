"""From Home and from the command search to a handshake that plays, and to the forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import BY_ID, SCENARIOS
from workbench.models.issuance.intents import IntentRole
from workbench.views.handshake.page import HandshakePage
from workbench.views.home import HANDSHAKES, ISSUING, HomePage
from workbench.views.issuance.page import IssuancePage
from workbench.views.main_window import MainWindow


def playing(window: MainWindow) -> str:
    """The scenario that plays, "" when none does."""
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    shown = page.player.shown
    return shown.transcript.name if shown is not None and page.player.playback.playing else ""


def test_a_question_on_home_plays_the_handshake_that_answers_it(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("home")
    home = window.page("home")
    assert isinstance(home, HomePage)
    assert set(HANDSHAKES) <= set(BY_ID)
    for id in (HANDSHAKES[1], HANDSHAKES[4], HANDSHAKES[4]):
        window.show_page("home")
        QTest.mouseClick(home.handshakes[id], Qt.MouseButton.LeftButton)
        assert window.current_page == "handshakes"
        qtbot.waitUntil(lambda wanted=id: playing(window) == wanted)  # type: ignore[misc]


@pytest.mark.parametrize("id", ISSUING)
def test_a_wish_on_home_opens_its_form(qtbot: QtBot, window: MainWindow, id: str) -> None:
    home = window.page("home")
    assert isinstance(home, HomePage)
    QTest.mouseClick(home.issuing[id], Qt.MouseButton.LeftButton)
    assert window.current_page == "issue"
    page = window.page("issue")
    assert isinstance(page, IssuancePage)
    qtbot.waitUntil(lambda: page.list.view.currentIndex().data(IntentRole.ID) == id)


def test_the_command_search_finds_every_scenario(qtbot: QtBot, window: MainWindow, settle: Callable[[], None]) -> None:
    entries = window._entries._handshake_entries()
    assert len(entries) == len(SCENARIOS)
    entry = next(entry for entry in entries if "0-RTT" in entry.text)
    entry.run()
    qtbot.waitUntil(lambda: playing(window) == "tls13_early_data")

"""The page of forms in its window, and a hand that clicks and counts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.models import jobs
from workbench.views.issuance.page import IssuancePage
from workbench.views.main_window import MainWindow

PASSPHRASE = "correct horse battery"


class Hand:
    """Clicks with the mouse and types on the keyboard, wherever the focus is."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.clicks = 0

    @property
    def page(self) -> IssuancePage:
        page = self.window.page("issue")
        assert isinstance(page, IssuancePage)
        return page

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible() and widget.isEnabled(), widget
        self.clicks += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def rail(self) -> None:
        self.click(self.window.rail.button("issue"))
        self.settle()

    def choose(self, id: str) -> None:
        """A click on a row of the list."""
        view = self.page.list.view
        index = self.page.model.index_of(id)
        assert index.isValid(), id
        view.scrollTo(index)
        self.clicks += 1
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())

    def type(self, text: str) -> None:
        focus = self.window.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = self.window.focusWidget()
        assert focus is not None
        self.qtbot.keyClick(focus, key, modifiers)

    def passphrase(self) -> None:
        """From the first field on with Enter: typing, no clicks."""
        self.key(Qt.Key.Key_Return)
        self.type(PASSPHRASE)
        self.key(Qt.Key.Key_Return)
        self.type(PASSPHRASE)

    def settle(self) -> None:
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=60_000)

    def issued(self) -> bool:
        return self.page.stack.currentWidget() is self.page.work and self.page.middle.currentWidget() is self.page.outcome

    def wait_issued(self) -> None:
        self.qtbot.waitUntil(self.issued, timeout=60_000)
        self.settle()


@pytest.fixture
def hand(qtbot: QtBot, window: MainWindow) -> Hand:
    window.activateWindow()
    return Hand(qtbot, window)


@pytest.fixture
def rooted(hand: Hand) -> Hand:
    """A workspace that has a root CA, its keys unlocked; the empty form is shown again."""
    hand.rail()
    hand.choose("root")
    hand.type("Example Root CA")
    hand.passphrase()
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    hand.click(hand.page.outcome.back)
    hand.clicks = 0
    return hand

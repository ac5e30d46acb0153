"""Somebody who presses and clicks whatever is there: nothing breaks, nothing stays behind, and the page goes on working."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from types import TracebackType

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from workbench.core.handshake.scenarios import SCENARIOS
from workbench.models import jobs
from workbench.models.handshake_steps import Detail
from workbench.views.handshake.page import HandshakePage
from workbench.views.main_window import MainWindow

Key, Modifier, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
ACTIONS = 120
KEYS = (
    Key.Key_Tab, Key.Key_Backtab, Key.Key_Space, Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End,
    Key.Key_PageUp, Key.Key_PageDown, Key.Key_Escape, Key.Key_Return, Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_L, Key.Key_G, Key.Key_D,
    Key.Key_Plus, Key.Key_Minus, Key.Key_BracketRight, Key.Key_F6, Key.Key_F5,
)  # fmt: skip
NONSENSE = (
    "",
    "\U0001f511" * 20,
    "x" * 10_000,
    "<b>bold</b>",
    "\u202eevil.example",
    "a\0b",
    "*.example.com",
    "-1",
    "9" * 30,
    "{0}{name}%s",
)
SHORTCUTS = ("language", "theme", "larger", "smaller", "glossary", "meaning", "present", "search")


class Monkey:
    """Random deeds of one seed in one window."""

    def __init__(self, qtbot: QtBot, window: MainWindow, page: HandshakePage, seed: int) -> None:
        self.qtbot, self.window, self.page = qtbot, window, page
        self.chance = random.Random(seed)
        self.done: list[str] = []
        deeds = (
            (self.click, 8),
            (self.key, 8),
            (self.button, 5),
            (self.shortcut, 2),
            (self.write, 2),
            (self.scenario, 2),
            (self.seek, 2),
            (self.play, 2),
        )
        self.deeds = [deed for deed, often in deeds for _ in range(often)]

    def act(self) -> None:
        self.chance.choice(self.deeds)()
        QApplication.processEvents()

    def say(self, *what: object) -> None:
        self.done.append(" ".join(map(str, what)))

    def top(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow() or self.window

    def click(self) -> None:
        top = self.top()
        place = QPoint(self.chance.randrange(top.width()), self.chance.randrange(top.height()))
        target = top.childAt(place) or top
        self.say("click", type(target).__name__, place.x(), place.y())
        self.qtbot.mouseClick(target, LEFT, pos=target.mapFrom(top, place))

    def key(self) -> None:
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.top()
        key = self.chance.choice(KEYS)
        self.say("key", key.name, "to", type(target).__name__)
        self.qtbot.keyClick(target, key)

    def button(self) -> None:
        found = [button for button in self.page.findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()]
        if found and QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None:
            button = self.chance.choice(found)
            self.say("button", button.text() or button.accessibleName())
            self.qtbot.mouseClick(button, LEFT)

    def shortcut(self) -> None:
        if QApplication.activeModalWidget() is None:
            id = self.chance.choice(SHORTCUTS)
            self.say("action", id)
            self.window.shell.actions[id].trigger()

    def write(self) -> None:
        fields = [field for field in self.top().findChildren(QLineEdit) if field.isVisible() and field.isEnabled()]
        if fields:
            field, text = self.chance.choice(fields), self.chance.choice(NONSENSE)
            self.say("write", type(field).__name__, repr(text[:12]))
            field.setFocus()
            field.setText(text)
            field.textEdited.emit(text)
            if isValid(field) and self.chance.random() < 0.6:
                self.qtbot.keyClick(field, self.chance.choice((Key.Key_Return, Key.Key_Tab, Key.Key_Escape)))

    def scenario(self) -> None:
        id = self.chance.choice(SCENARIOS).id
        self.say("scenario", id)
        self.page.scenarios.choose(id)

    def seek(self) -> None:
        self.say("seek")
        self.page.player.playback.seek(self.chance.random() * self.page.player.playback.count)

    def play(self) -> None:
        self.say("play")
        self.page.player.playback.toggle()
        self.page.player.playback.advance(self.chance.random() * 3000.0)

    def tidy(self) -> None:
        """Leave what is open."""
        while (open_now := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
            open_now.close()
        if self.page.presenter is not None:
            self.page.presenter.close()
        QApplication.processEvents()


@pytest.fixture
def unforeseen(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Exceptions that reached the event loop or ended a job."""
    found: list[BaseException] = []

    def keep(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        found.append(error)

    monkeypatch.setattr(jobs, "record_unexpected", found.append)
    monkeypatch.setattr(sys, "excepthook", keep)
    return found


@pytest.mark.parametrize(("seed", "language", "look"), [(1, "en", "light"), (2, "ja", "dark")])
def test_whatever_is_pressed_the_page_goes_on(
    qtbot: QtBot, window: MainWindow, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch, unforeseen: list[BaseException],
    seed: int, language: str, look: str,
) -> None:  # fmt: skip
    for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *arguments, **named: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments, **named: "")
    window.shell.settings.language, window.shell.settings.theme = language, look
    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    settle()
    monkey = Monkey(qtbot, window, page, seed)
    closer = QTimer(window)  # the menu of a button runs a loop of its own until it is closed
    closer.timeout.connect(lambda: (menu := QApplication.activePopupWidget()) is not None and menu.close())
    closer.start(60)
    for _ in range(ACTIONS):
        monkey.act()
    closer.stop()
    monkey.tidy()
    settle()
    said = "\n".join(monkey.done[-12:])
    assert not unforeseen, said
    assert window.isVisible() and page.presenter is None and QApplication.overrideCursor() is None, said
    window.show_page("handshakes")
    page.show_view("diagram")
    player, clock = page.player, page.player.playback
    assert player.shown is not None and clock.count == len(player.shown.moments) and page._told is player.shown, said
    clock.seek(clock.count / 2)
    place = player.place
    for detail in (*Detail, player.detail):
        player.set_detail(detail)
    window._switch_language()
    window._switch_theme()
    assert player.place == place, said
    clock.play()
    before = clock.position
    clock.advance(400.0)
    assert clock.playing and clock.position > before, said
    clock.pause()

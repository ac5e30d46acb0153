"""Somebody who presses, clicks and types whatever comes on the pages of issuing and the library: nothing breaks, and they go on working."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.models.library.library_fixtures import PASSPHRASE, lab
from tests.views.test_monkey import KEYS, LEFT, NONSENSE, unforeseen
from workbench.core.workspace import vault
from workbench.core.workspace.workspace import open_workspace
from workbench.models.settings import Settings
from workbench.views.issuance.page import IssuancePage
from workbench.views.main_window import MainWindow

__all__ = ["unforeseen"]  # the fixture
ACTIONS = 80
SHORTCUTS = ("language", "theme", "larger", "smaller", "glossary", "page_issue", "page_library")
INTENTS = ("root", "intermediate", "server", "client", "both", "smime", "self_signed", "request", "sign", "batch", "lab")
MORE_NONSENSE = (
    *NONSENSE,
    "99991231",
    "-36500",
    ", ".join(f"h{number}.example.test" for number in range(500)),
    "日本語　株式会社",
    "\x1b[31m\x07",
)


class Monkey:
    """Random deeds of one seed."""

    def __init__(self, qtbot: QtBot, window: MainWindow, seed: int) -> None:
        self.qtbot, self.window = qtbot, window
        self.chance = random.Random(seed)
        self.done: list[str] = []
        self.deeds = (
            self.click,
            self.click,
            self.key,
            self.key,
            self.button,
            self.button,
            self.write,
            self.write,
            self.shortcut,
            self.intent,
        )

    def act(self) -> None:
        self.chance.choice(self.deeds)()
        QApplication.processEvents()

    def say(self, *what: object) -> None:
        self.done.append(" ".join(map(str, what)))

    def top(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def click(self) -> None:
        top = self.top()
        place = QPoint(self.chance.randrange(top.width()), self.chance.randrange(top.height()))
        target = top.childAt(place) or top
        self.say("click", type(target).__name__, place.x(), place.y())
        self.qtbot.mouseClick(target, LEFT, pos=target.mapFrom(top, place))

    def key(self) -> None:
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.top()
        key = self.chance.choice((*KEYS, Qt.Key.Key_Delete, Qt.Key.Key_Backspace))
        self.say("key", key.name, "to", type(target).__name__)
        self.qtbot.keyClick(target, key)

    def button(self) -> None:
        if QApplication.activePopupWidget() is None:
            found = [button for button in self.top().findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()]
            if found:
                button = self.chance.choice(found)
                self.say("button", button.text() or button.accessibleName())
                self.qtbot.mouseClick(button, LEFT)

    def shortcut(self) -> None:
        if QApplication.activeModalWidget() is None:
            id = self.chance.choice(SHORTCUTS)
            self.say("action", id)
            self.window.shell.actions[id].trigger()

    def intent(self) -> None:
        page = self.window.page("issue")
        assert isinstance(page, IssuancePage)
        id = self.chance.choice(INTENTS)
        self.say("intent", id)
        page.show_intent(id)

    def write(self) -> None:
        fields: list[QLineEdit | QPlainTextEdit] = [*self.top().findChildren(QLineEdit), *self.top().findChildren(QPlainTextEdit)]
        fields = [field for field in fields if field.isVisible() and field.isEnabled() and not field.isReadOnly()]
        if fields:
            field, text = self.chance.choice(fields), self.chance.choice((*MORE_NONSENSE, PASSPHRASE))
            self.say("write", type(field).__name__, repr(text[:12]))
            field.setFocus()
            QApplication.clipboard().setText(text)
            field.selectAll()
            field.paste()
            if isValid(field) and self.chance.random() < 0.6:
                self.qtbot.keyClick(field, self.chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))


@pytest.mark.parametrize(("seed", "language", "look"), [(1, "en", "light"), (2, "ja", "dark")])
def test_whatever_is_pressed_issuing_and_the_library_go_on(
    qtbot: QtBot, settings: Settings, window: MainWindow, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
    unforeseen: list[BaseException], tmp_path: Path, seed: int, language: str, look: str,
) -> None:  # fmt: skip
    for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *arguments, **named: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments, **named: "")
    monkeypatch.setattr(vault, "SCRYPT_N", 2**10)
    workspace = open_workspace(settings.workspace_url)
    workspace.set_up_vault(PASSPHRASE)
    lab(workspace)
    workspace.close()
    window.shell.settings.language, window.shell.settings.theme = language, look
    window.show_page("library")
    window.show_page("issue")
    settle()
    monkey = Monkey(qtbot, window, seed)
    closer = QTimer(window)  # the menu of a button runs a loop of its own until it is closed
    closer.timeout.connect(lambda: (menu := QApplication.activePopupWidget()) is not None and menu.close())
    closer.start(60)
    for _ in range(ACTIONS):
        monkey.act()
    closer.stop()
    while (open_now := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
        open_now.close()
    settle()
    said = "\n".join(monkey.done[-12:])
    assert not unforeseen, said
    assert window.isVisible() and QApplication.overrideCursor() is None, said
    window.show_page("issue")
    page = window.page("issue")
    assert isinstance(page, IssuancePage)
    page.show_intent("self_signed")
    form = page.form
    page.desk.start_anew()
    settle()
    form.essentials.name.setFocus()
    qtbot.keyClicks(form.essentials.name, "after.example.test")
    settle()
    assert page.desk.form is not None and not page.desk.problems(), said
    assert form.essentials.name.text() == "after.example.test", said

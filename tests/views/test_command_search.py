"""Ctrl+K: type, choose with the keyboard, and be back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.views.command_search import LIMIT, Entry, SearchField, matches
from workbench.views.shell import Shell


def entry(text: str, detail: str = "") -> Entry:
    return Entry(text, lambda: None, detail)


def texts(entries: list[Entry]) -> list[str]:
    return [found.text for found in entries]


def test_every_word_must_be_there_and_beginnings_come_first() -> None:
    entries = [entry("Close all files"), entry("Open files…"), entry("www.example.org", "chain.pem"), entry("File of all")]
    assert texts(matches(entries, "ALL file")) == ["Close all files", "File of all"]
    assert texts(matches(entries, "open")) == ["Open files…"]
    assert texts(matches(entries, "example pem")) == ["www.example.org"]
    assert texts(matches(entries, "files close")) == ["Close all files"]
    assert texts(matches([entry("Reopen"), entry("Open")], "open")) == ["Open", "Reopen"]
    assert len(matches(entries, "")) == 4 and matches(entries, "zebra") == []


def test_never_more_than_the_limit() -> None:
    assert len(matches([entry(f"host{n}") for n in range(1000)], "host")) == LIMIT


class Stage(QWidget):
    """A field with something to choose, and another widget that has the focus before."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.before, self.field = QLineEdit(), SearchField()
        column = QVBoxLayout(self)
        column.addWidget(self.before)
        column.addWidget(self.field)
        column.addStretch()
        names = ("Open", "Close", "Quit")
        self.field.add_provider(lambda: [Entry(name, lambda name=name: self.done.append(name)) for name in names])
        self.resize(700, 400)


@pytest.fixture
def stage(qtbot: QtBot, shell: Shell) -> Stage:
    made = Stage()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.before.setFocus()
    return made


def popup(stage: Stage) -> QWidget:
    shown = stage.field._popup
    assert shown is not None
    return shown


def test_arrows_and_enter_choose(qtbot: QtBot, stage: Stage) -> None:
    stage.field.begin()
    assert popup(stage).isVisible()
    qtbot.keyClick(stage.field, Qt.Key.Key_Down)
    qtbot.keyClick(stage.field, Qt.Key.Key_Return)
    assert stage.done == ["Close"] and not popup(stage).isVisible()
    stage.field.begin()
    qtbot.keyClick(stage.field, Qt.Key.Key_Up)
    qtbot.keyClick(stage.field, Qt.Key.Key_Enter)
    assert stage.done == ["Close", "Quit"], "up from the first goes to the last"


def test_typing_filters(qtbot: QtBot, stage: Stage) -> None:
    stage.field.begin()
    qtbot.keyClicks(stage.field, "qu")
    qtbot.keyClick(stage.field, Qt.Key.Key_Return)
    assert stage.done == ["Quit"]
    stage.field.begin()
    qtbot.keyClicks(stage.field, "zebra")
    qtbot.keyClick(stage.field, Qt.Key.Key_Return)
    assert stage.done == ["Quit"] and popup(stage).isVisible()


def test_escape_returns_to_where_one_was(qtbot: QtBot, stage: Stage) -> None:
    stage.field.begin()
    qtbot.keyClicks(stage.field, "op")
    qtbot.keyClick(stage.field, Qt.Key.Key_Escape)
    assert stage.focusWidget() is stage.before and stage.field.text() == "" and not popup(stage).isVisible()
    assert stage.done == []


def test_a_click_chooses(qtbot: QtBot, stage: Stage) -> None:
    stage.field.begin()
    view = popup(stage)._list
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0, 0)).center())
    assert stage.done == ["Open"]


def test_what_arrives_late_is_offered_too(qtbot: QtBot, stage: Stage) -> None:
    late: list[Entry] = []
    stage.field.add_provider(lambda: late)
    stage.field.begin()
    late.append(Entry("www.example.org", lambda: stage.done.append("late")))
    stage.field.refill()
    qtbot.keyClicks(stage.field, "www")
    qtbot.keyClick(stage.field, Qt.Key.Key_Return)
    assert stage.done == ["late"]

"""The tree of an object: at once when it is small, in a job when it is large, and the wanted field as soon as it is there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from workbench.core.node import Node
from workbench.views.inspector.tree_tab import SMALL, TreeTab
from workbench.views.shell import Shell


def subject(size: int) -> Any:
    return SimpleNamespace(der=bytes(size))


def tree(name: str) -> Node:
    return Node("Certificate", "", 0, 20, (Node(name, "v3", 2, 3),))


def selected(tab: TreeTab) -> str:
    node = tab.tree.current()
    return node.label if node is not None else ""


@pytest.fixture
def tab(qtbot: QtBot, shell: Shell) -> TreeTab:
    made = TreeTab("test", shell.language, shell.settings)
    qtbot.addWidget(made)
    return made


def test_a_small_object_is_there_at_once(tab: TreeTab) -> None:
    tab.show_subject(subject(20), lambda: tree("version"))
    tab.light(("version",))
    assert selected(tab) == "version"


def test_the_field_of_a_large_object_is_lit_when_its_tree_comes(qtbot: QtBot, tab: TreeTab) -> None:
    tab.show_subject(subject(SMALL), lambda: tree("version"))
    tab.light(("version",))
    assert selected(tab) != "version"
    qtbot.waitUntil(lambda: selected(tab) == "version")


def test_a_tree_that_comes_too_late_is_dropped(qtbot: QtBot, tab: TreeTab) -> None:
    made = []

    def late() -> Node:
        made.append(True)
        return tree("late")

    tab.show_subject(subject(SMALL), late)
    tab.show_subject(subject(20), lambda: tree("version"))
    tab.light(("version",))
    qtbot.waitUntil(lambda: bool(made))
    qtbot.wait(20)
    assert selected(tab) == "version"


def test_nothing_selected_shows_nothing(tab: TreeTab) -> None:
    tab.show_subject(subject(20), lambda: tree("version"))
    tab.show_subject(None, None)
    assert selected(tab) == ""

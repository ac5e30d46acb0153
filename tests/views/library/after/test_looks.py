"""The two ways to look at the library: by keyboard, remembered, and from one to the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.core.workspace.lab import Lab
from workbench.views.library.page import LibraryPage
from workbench.views.library.timeline.pane import TimelinePane
from workbench.views.shell import Shell

Wait = Callable[[], None]


def timeline(page: LibraryPage) -> TimelinePane:
    found = page.findChild(TimelinePane)
    assert found is not None
    return found


def test_by_keyboard_and_back_to_the_entry(page: LibraryPage, made: Lab, wait: Wait, qtbot: QtBot) -> None:
    page.looks["timeline"].setFocus()
    qtbot.keyClick(page.looks["timeline"], Qt.Key.Key_Space)
    wait()
    pane = timeline(page)
    assert pane.isVisible() and not page.tree.isVisible() and pane in page.panes()
    pane.list.setCurrentItem(pane.list.topLevelItem(0))
    row = pane._current()
    assert row is not None
    qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    wait()
    assert page.tree.isVisible() and page.looks["tree"].isChecked()
    assert page.detail.details is not None and page.detail.details.entry.id == row.id


def test_it_is_the_same_next_time(page: LibraryPage, made: Lab, wait: Wait, shell: Shell, qtbot: QtBot) -> None:
    page.looks["timeline"].click()
    wait()
    again = LibraryPage(shell)
    qtbot.addWidget(again)
    wait()
    assert again.looks["timeline"].isChecked() and again._stack.currentWidget() is timeline(again)
    again.show_entry(made.server.id)  # who asks for an entry sees it; the choice stays
    wait()
    assert again._stack.currentWidget() is again.splitter
    third = LibraryPage(shell)
    qtbot.addWidget(third)
    wait()
    assert third.looks["timeline"].isChecked()
    third.looks["tree"].click()
    fourth = LibraryPage(shell)
    qtbot.addWidget(fourth)
    wait()
    assert fourth.looks["tree"].isChecked()

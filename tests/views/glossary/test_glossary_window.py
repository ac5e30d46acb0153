"""Ctrl+G: search, read, go back; in both languages; terms in the command search."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from workbench import glossary
from workbench.models.glossary_list import ID
from workbench.views.glossary.glossary_window import GlossaryWindow
from workbench.views.main_window import MainWindow


@pytest.fixture
def reading(qtbot: QtBot, window: MainWindow) -> Iterator[GlossaryWindow]:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    made = window._glossary
    assert made is not None and made.isVisible() and not made.isModal()
    made.activateWindow()
    yield made
    made.close()


def test_it_opens_ready_to_search(qtbot: QtBot, reading: GlossaryWindow) -> None:
    assert reading.field.hasFocus() and reading.entry.id
    qtbot.keyClicks(reading.field, "ticket k")
    assert reading.entry.id == "ticket_key", "the best hit is shown while one types"
    qtbot.keyClick(reading.field, Qt.Key.Key_Down)
    assert reading.list.hasFocus()
    qtbot.keyClick(reading.list, Qt.Key.Key_Escape)
    assert not reading.isVisible()


def test_arrows_read_entry_after_entry(qtbot: QtBot, reading: GlossaryWindow) -> None:
    reading.read("root_ca")
    assert reading.list.currentIndex().data(ID) == "root_ca"
    reading.list.setFocus()
    qtbot.keyClick(reading.list, Qt.Key.Key_Down)
    following = reading.list.currentIndex().data(ID)
    assert following and reading.entry.id == following != "root_ca"
    for _ in range(60):
        qtbot.keyClick(reading.list, Qt.Key.Key_Down)
    assert reading.entry.id and glossary.term(reading.entry.id, "en").area != "certificates", "over the names of areas"


def test_links_and_the_way_back(qtbot: QtBot, reading: GlossaryWindow) -> None:
    reading.open_at("root_ca")
    see = reading.entry.see
    reading.repaint()
    wanted = see.marks[0].id
    qtbot.mouseClick(see, Qt.MouseButton.LeftButton, pos=see.place_of(wanted).center())
    assert reading.entry.id == wanted and reading.list.currentIndex().data(ID) == wanted
    qtbot.mouseClick(reading.back, Qt.MouseButton.LeftButton)
    assert reading.entry.id == "root_ca" and reading.forward.isEnabled()
    QTest.keyClick(reading, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert reading.entry.id == wanted
    QTest.keyClick(reading, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert reading.entry.id == "root_ca"


def test_typing_leaves_one_step_to_go_back(qtbot: QtBot, reading: GlossaryWindow) -> None:
    reading.read("csr")
    qtbot.keyClicks(reading.field, "forward")
    assert reading.entry.id == "forward_secrecy"
    assert reading.trail.back().current == "csr"
    reading.field.clear()
    assert reading.entry.id == "forward_secrecy" and reading.list.currentIndex().data(ID) == "forward_secrecy"


def test_nothing_found_is_said(qtbot: QtBot, reading: GlossaryWindow) -> None:
    qtbot.keyClicks(reading.field, "<b>zebra</b>")
    assert reading.nothing.isVisible() and not reading.list.isVisible()
    qtbot.keyClick(reading.field, Qt.Key.Key_Return)
    reading.field.clear()
    assert reading.list.isVisible() and not reading.nothing.isVisible()


def test_every_entry_is_shown_in_both_languages(reading: GlossaryWindow, window: MainWindow) -> None:
    for language in ("ja", "en"):
        window.shell.language.choose(language)
        QApplication.processEvents()
        assert ("用語集" in reading.windowTitle()) == (language == "ja")
        for id, entry in glossary.glossary(language).items():
            reading.read(id)
            shown = reading.entry
            assert (shown.term.text(), shown.short.text(), shown.long.text()) == (entry.term, entry.short, entry.long)
            assert [mark.id for mark in shown.see.marks] == list(entry.see)
            assert all(name in shown.also.text() for name in entry.other)
    assert [label.text() for label in reading.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText] == []


def test_everything_in_it_has_a_name(reading: GlossaryWindow) -> None:
    nameless = [
        widget for widget in reading.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.accessibleName()
    ]  # fmt: skip
    assert nameless == []


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("forward secrecy", "forward_secrecy"),
        ("オレオレ", "self_signed_certificate"),
        ("前方秘匿", "forward_secrecy"),
        ("trust anchor", "trust_anchor"),
    ],
)
def test_terms_are_in_the_command_search(qtbot: QtBot, window: MainWindow, settle: Callable[[], None], typed: str, id: str) -> None:
    window.activateWindow()
    window.shell.actions["search"].trigger()
    settle()
    event = QInputMethodEvent()  # QTest has keys for ASCII only
    event.setCommitString(typed)
    QApplication.sendEvent(window.top_bar.field, event)
    qtbot.keyClick(window.top_bar.field, Qt.Key.Key_Return)
    assert window._glossary is not None and window._glossary.entry.id == id and window._glossary.isVisible()
    window._glossary.close()


def test_it_is_narrow_and_large_without_losing_words(reading: GlossaryWindow, window: MainWindow) -> None:
    window.shell.settings.text_size = 150
    QApplication.processEvents()
    reading.resize(420, 600)
    reading.read("psk")
    QApplication.processEvents()
    for label in (reading.entry.term, reading.entry.long, reading.entry.also):
        assert label.height() >= label.heightForWidth(label.width()) - 1
    window.shell.settings.text_size = 100


def test_size_and_place_are_remembered(qtbot: QtBot, reading: GlossaryWindow, window: MainWindow) -> None:
    reading.resize(700, 520)
    reading.close()
    again = GlossaryWindow(window.shell)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (700, 520)

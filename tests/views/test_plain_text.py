"""Long text: plain, found in, copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from workbench.views.plain_text import SHOWN_CHARACTERS, PlainTextView
from workbench.views.shell import Shell

TEXT = "Certificate:\n    Issuer: CN=<b>Example</b>\n    Subject: CN=example\n"


@pytest.fixture
def view(qtbot: QtBot, shell: Shell) -> PlainTextView:
    made = PlainTextView()
    qtbot.addWidget(made)
    made.set_text(TEXT)
    made.show()
    qtbot.waitExposed(made)
    return made


def selected(view: PlainTextView) -> str:
    return view.edit.textCursor().selectedText()


def test_nothing_is_taken_for_a_tag(view: PlainTextView) -> None:
    assert view.edit.toPlainText() == TEXT and view.text() == TEXT


def test_finding_goes_round(qtbot: QtBot, view: PlainTextView) -> None:
    qtbot.keyClick(view.edit, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.find_field.isVisible()
    qtbot.keyClicks(view.find_field, "example")
    places = []
    for _ in range(3):
        places.append(view.edit.textCursor().selectionStart())
        qtbot.keyClick(view.find_field, Qt.Key.Key_Return)
    assert selected(view).lower() == "example"
    assert places[0] == places[2] != places[1]
    assert "2" in view._hits.text()
    view.find_field.clear()
    qtbot.keyClicks(view.find_field, "zebra")
    assert view._hits.text() == "not found"
    qtbot.keyClick(view.find_field, Qt.Key.Key_Escape)
    assert view.find_field.isHidden() or not view.find_field.isVisible()


def test_copy_takes_the_selection_or_everything(view: PlainTextView) -> None:
    view.copy_button.click()
    assert QGuiApplication.clipboard().text() == TEXT
    cursor = view.edit.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(TEXT.index("CN"), cursor.MoveMode.KeepAnchor)
    view.edit.setTextCursor(cursor)
    view.copy()
    assert QGuiApplication.clipboard().text() == TEXT[: TEXT.index("CN")]


def test_a_very_long_text_is_cut_on_the_screen_only(view: PlainTextView) -> None:
    text = "0123456789abcdef\n" * (SHOWN_CHARACTERS // 16)
    view.set_text(text)
    assert len(view.edit.toPlainText()) == SHOWN_CHARACTERS and not view._cut.isHidden()
    view.copy()
    assert len(QGuiApplication.clipboard().text()) == len(text)
    view.set_text("short")
    assert view._cut.isHidden()

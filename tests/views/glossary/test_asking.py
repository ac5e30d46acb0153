"""Shift+F1 on whatever stands in the window, and definitions in tool tips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QInputMethodEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from workbench import glossary
from workbench.views.glossary import here
from workbench.views.glossary.asking import Asking
from workbench.views.glossary.entry_card import EntryCard
from workbench.views.main_window import MainWindow
from workbench.views.panes import Text, as_tool_tip
from workbench.views.shell import HasPanes, Shell

HOSTILE = "<b>root CA</b> \u202e&amp;"


class Stage(QMainWindow):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.label = Text(HOSTILE).selectable()
        self.button = QPushButton("Make a &CSR && more")
        self.button.setToolTip(as_tool_tip("<i>plain</i> words"))
        self.field = QLineEdit("nothing here")
        self.text = QPlainTextEdit("zebra\nforward secrecy\nzebra")
        self.tabs = QTabBar()
        self.tabs.addTab("zebra")
        self.tabs.addTab("PSK")
        self.model = QStandardItemModel(2, 2)
        self.model.setHorizontalHeaderLabels(["Ticket key", "zebra"])
        self.model.setItem(0, 0, QStandardItem("pre_\u200bmaster_\u200bsecret"))
        self.model.setItem(1, 1, QStandardItem("zebra"))
        self.model.item(1, 1).setToolTip(as_tool_tip("of the <b>server certificate</b>"))
        self.table = QTableView()
        self.table.setModel(self.model)
        inner = QWidget()
        column = QVBoxLayout(inner)
        for widget in (self.label, self.button, self.field, self.text, self.tabs, self.table):
            column.addWidget(widget)
        self.setCentralWidget(inner)
        self.resize(700, 640)
        self.asking = Asking(self, shell.language)

    @property
    def card(self) -> EntryCard:
        found = self.findChild(EntryCard)
        assert isinstance(found, EntryCard) and found.isVisible()
        return found

    def answer(self) -> list[str]:
        """What Shift+F1 finds: the entry that is open, then all that were found."""
        self.asking.ask()
        ids = [self.card.trail.current, *(mark.id for mark in self.card.found.marks)]
        QTest.keyClick(self.card, Qt.Key.Key_Escape)
        return ids


@pytest.fixture
def stage(qtbot: QtBot, shell: Shell) -> Iterator[Stage]:
    made = Stage(shell)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    QCursor.setPos(made.mapToGlobal(QPoint(2, 2)))
    made.field.setFocus()
    yield made
    QToolTip.hideText()


def type_in(field: QLineEdit, text: str) -> None:
    """What an input method commits: QTest has keys for ASCII only."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def point(widget: QWidget, position: QPoint | None = None) -> None:
    QTest.mouseMove(widget, position if position is not None else widget.rect().center())


def test_what_has_the_focus_is_explained(stage: Stage) -> None:
    stage.button.setFocus()
    assert stage.answer() == ["csr"]
    stage.tabs.setFocus()
    stage.tabs.setCurrentIndex(1)
    assert stage.answer() == ["psk"]
    stage.table.setFocus()
    stage.table.setCurrentIndex(stage.model.index(0, 0))
    assert stage.answer() == ["pre_master_secret"], "where a long name may be broken"
    stage.table.setCurrentIndex(stage.model.index(1, 1))
    assert stage.answer() == ["server_certificate"], "from its tool tip"
    stage.text.setFocus()
    stage.text.moveCursor(stage.text.textCursor().MoveOperation.Down)
    assert stage.answer() == ["forward_secrecy"]


def test_what_is_pointed_at_is_explained_when_it_was_pointed_at_last(stage: Stage) -> None:
    stage.button.setFocus()
    point(stage.label)
    assert stage.answer() == ["root_ca"]
    header = stage.table.horizontalHeader()
    point(header.viewport(), QPoint(header.sectionViewportPosition(0) + 10, header.height() // 2))
    assert stage.answer() == ["ticket_key"]
    point(stage.table.viewport(), stage.table.visualRect(stage.model.index(1, 1)).center())
    assert stage.answer() == ["server_certificate"]
    point(stage.tabs, stage.tabs.tabRect(1).center())
    assert stage.answer() == ["psk"]
    stage.field.setFocus()
    stage.button.setFocus()
    assert stage.answer() == ["csr"], "the focus moved since"


def test_what_is_selected_goes_before_all(stage: Stage) -> None:
    stage.field.setText("the trust store and the CRL")
    stage.field.setFocus()
    stage.field.setSelection(24, 3)
    point(stage.button)
    assert stage.answer() == ["crl"]


def test_several_terms_are_all_offered(qtbot: QtBot, stage: Stage) -> None:
    stage.field.setText("the root CA, a CSR and the PSK")
    stage.field.deselect()
    assert stage.answer() == ["root_ca", "root_ca", "csr", "psk"]
    stage.asking.ask()
    stage.card.repaint()
    qtbot.mouseClick(stage.card.found, Qt.MouseButton.LeftButton, pos=stage.card.found.place_of("psk").center())
    assert stage.card.entry.id == "psk"


def test_where_there_is_no_term_one_can_search(qtbot: QtBot, stage: Stage) -> None:
    stage.asking.ask()
    card = stage.card
    assert card.nothing.text().startswith("No term of the glossary stands here") and card.field.hasFocus()
    type_in(card.field, "オレオレ")
    assert card.entry.isVisible() and card.entry.id == "self_signed_certificate"
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert not card.isVisible() and stage.field.hasFocus()


def test_hostile_text_stays_text(stage: Stage) -> None:
    point(stage.label)
    stage.asking.ask()
    assert [label.text() for label in stage.card.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText] == []
    place = here.under(stage.label, QPoint(3, 3))
    assert place.words == HOSTILE
    assert here.under(stage.button, QPoint(3, 3)).more[0] == "<i>plain</i> words"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_tool_tip_says_what_a_name_means(stage: Stage, shell: Shell, language: str) -> None:
    shell.language.choose(language)
    QApplication.processEvents()
    stage.asking.explain_briefly(stage.tabs, stage.tabs.mapToGlobal(stage.tabs.tabRect(1).center()))
    entry = glossary.term("psk", language)
    assert QToolTip.isVisible() and here.plain(QToolTip.text()) == f"{entry.term}: {entry.short}"


def test_a_definition_is_added_to_a_tool_tip_once(stage: Stage) -> None:
    at = stage.button.mapToGlobal(stage.button.rect().center())
    QToolTip.showText(at, stage.button.toolTip(), stage.button)
    entry = glossary.term("csr", "en")
    for _ in range(2):
        stage.asking.explain_briefly(stage.button, at)
        assert here.plain(QToolTip.text()) == f"<i>plain</i> words\n\n{entry.term}: {entry.short}"


def test_tool_tips_stay_away_from_sentences_and_from_what_has_no_term(stage: Stage) -> None:
    stage.field.setText("A long sentence of somebody who speaks about the root CA and about a CSR and much besides.")
    stage.asking.explain_briefly(stage.field, stage.field.mapToGlobal(QPoint(5, 5)))
    stage.asking.explain_briefly(stage.tabs, stage.tabs.mapToGlobal(stage.tabs.tabRect(0).center()))
    assert not QToolTip.isVisible()


def test_a_resting_pointer_brings_the_tool_tip(qtbot: QtBot, stage: Stage) -> None:
    point(stage.tabs, stage.tabs.tabRect(1).center())
    qtbot.waitUntil(QToolTip.isVisible, timeout=10_000)
    assert glossary.term("psk", "en").short in here.plain(QToolTip.text())


def test_shift_f1_in_the_window(qtbot: QtBot, window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.activateWindow()
    window.shell.session.open_paths([demonstration / "chain.pem"])
    settle()
    QCursor.setPos(window.mapToGlobal(QPoint(2, 2)))
    window.top_bar.field.setFocus()
    window.top_bar.field.end()
    button = window.rail.button("inspect")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    card = window.findChild(EntryCard)
    assert isinstance(card, EntryCard) and card.isVisible()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible() and button.hasFocus()


def test_the_card_goes_with_its_page(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, HasPanes)
    page.panes()[0].setFocus()
    window.asking.ask()
    card = window.findChild(EntryCard)
    assert isinstance(card, EntryCard) and card.isVisible()
    QTest.keyClick(card, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page == "home" and not card.isVisible()


def test_the_card_leads_to_the_glossary(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("settings")
    window.asking.ask()
    card = window.findChild(EntryCard)
    assert isinstance(card, EntryCard)
    card.read("sni")
    qtbot.mouseClick(card.whole, Qt.MouseButton.LeftButton)
    assert window._glossary is not None and window._glossary.isVisible() and window._glossary.entry.id == "sni"
    window._glossary.close()

"""Terms in a text: marked, hovered, clicked, reached with the keyboard; the text stays plain whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench import glossary
from workbench.narration.answers import Piece
from workbench.views.glossary.entry_card import EntryCard
from workbench.views.glossary.hover_card import HoverCard
from workbench.views.glossary.overlay import LARGE
from workbench.views.glossary.term_text import TermText
from workbench.views.handshake.linked_text import LinkedText
from workbench.views.shell import Shell

ENGLISH = "The root CA signs the intermediate CA; nobody sends the root CA’s private key, says <b>mallory</b> \u202e."
JAPANESE = "ルートCAが中間CAに署名します。ルートCAの秘密鍵は<b>送りません</b>。"


class Stage(QWidget):
    def __init__(self, shell: Shell, text: str) -> None:
        super().__init__()
        self.before, self.text, self.after = QLineEdit(), TermText(shell.language, text, breaks=True), QLineEdit()
        column = QVBoxLayout(self)
        for widget in (self.before, self.text, self.after):
            column.addWidget(widget)
        column.addStretch()
        self.resize(700, 600)


@pytest.fixture(params=["en", "ja"])
def stage(request: pytest.FixtureRequest, qtbot: QtBot, shell: Shell) -> Iterator[Stage]:
    shell.language.choose(request.param)
    made = Stage(shell, ENGLISH if request.param == "en" else JAPANESE)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.before.setFocus()
    yield made


def large(stage: QWidget) -> EntryCard:
    found = stage.findChild(EntryCard)
    assert isinstance(found, EntryCard)
    return found


def small(stage: QWidget) -> HoverCard:
    found = stage.findChild(HoverCard)
    assert isinstance(found, HoverCard)
    return found


def centre(stage: Stage, id: str) -> QPoint:
    place = stage.text.place_of(id)
    assert not place.isEmpty()
    return place.center()


def test_the_text_is_whole_plain_and_marked_once(stage: Stage) -> None:
    text = stage.text
    given = ENGLISH if text.language.current == "en" else JAPANESE
    assert text.text() == text.accessibleName() == given
    assert text.textFormat() is Qt.TextFormat.PlainText
    document = text.findChild(QTextDocument)
    assert isinstance(document, QTextDocument) and document.toPlainText().replace("\u200b", "") == given, "tags are letters"
    ids = [mark.id for mark in text.marks]
    assert ids[:2] == ["root_ca", "intermediate_ca"] and "private_key" in ids and len(set(ids)) == len(ids)


def test_a_rest_of_the_pointer_shows_the_short_text(qtbot: QtBot, stage: Stage) -> None:
    QTest.mouseMove(stage.text, centre(stage, "intermediate_ca"))
    qtbot.waitUntil(lambda: stage.findChild(HoverCard) is not None and small(stage).isVisible())
    entry = glossary.term("intermediate_ca", stage.text.language.current)
    card = small(stage)
    assert card.term.text() == entry.term and card.short.text() == entry.short and entry.other[0] in card.also.text()
    assert stage.rect().contains(card.geometry())
    QTest.mouseMove(stage.after, QPoint(3, 3))
    qtbot.waitUntil(lambda: not card.isVisible())


def test_another_text_takes_the_card_away(qtbot: QtBot, stage: Stage) -> None:
    QTest.mouseMove(stage.text, centre(stage, "root_ca"))
    qtbot.waitUntil(lambda: stage.findChild(HoverCard) is not None and small(stage).isVisible())
    stage.text.setText("CSR")
    qtbot.waitUntil(lambda: not small(stage).isVisible())
    assert [mark.id for mark in stage.text.marks] == ["csr"]


def test_a_click_opens_the_entry_and_escape_closes_it(qtbot: QtBot, stage: Stage) -> None:
    qtbot.mouseClick(stage.text, Qt.MouseButton.LeftButton, pos=centre(stage, "intermediate_ca"))
    card = large(stage)
    language = stage.text.language.current
    entry = glossary.term("intermediate_ca", language)
    shown = card.entry
    assert card.isVisible() and card.hasFocus()
    assert not stage.text.hasSelectedText(), "what was clicked is marked, not selected"
    assert (shown.term.text(), shown.long.text()) == (entry.term, entry.long)
    other = glossary.term("intermediate_ca", "ja" if language == "en" else "en")
    assert other.term in shown.elsewhere.text() and entry.citation in shown.citation.text()
    assert [mark.id for mark in shown.see.marks] == list(entry.see)
    assert "intermediate_ca" not in [mark.id for mark in shown.long.marks], "an entry does not point to itself"
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_links_lead_on_and_back(qtbot: QtBot, stage: Stage) -> None:
    qtbot.mouseClick(stage.text, Qt.MouseButton.LeftButton, pos=centre(stage, "root_ca"))
    card = large(stage)
    see = card.entry.see
    next_id = see.marks[0].id
    card.repaint()
    qtbot.mouseClick(see, Qt.MouseButton.LeftButton, pos=see.place_of(next_id).center())
    assert card.entry.id == next_id and card.back.isVisible()
    qtbot.keyClick(card, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert card.entry.id == "root_ca"
    qtbot.keyClick(card, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert card.entry.id == next_id


def test_by_keyboard_alone(qtbot: QtBot, stage: Stage) -> None:
    qtbot.keyClick(stage.before, Qt.Key.Key_Tab)
    text = stage.text
    assert stage.focusWidget() is text
    qtbot.keyClick(text, Qt.Key.Key_Right)
    language = text.language.current
    assert text.accessibleDescription().startswith(glossary.term("intermediate_ca", language).term)
    assert small(stage).isVisible() and small(stage).id == "intermediate_ca"
    qtbot.keyClick(text, Qt.Key.Key_Return)
    card = large(stage)
    assert card.isVisible() and card.entry.id == "intermediate_ca" and not small(stage).isVisible()
    seen = []
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None and card.isAncestorOf(focus), "Tab stays in the card"
        seen.append(focus)
    assert card.entry.see in seen and card.whole in seen
    card.entry.see.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.entry.see, Qt.Key.Key_Return)
    assert card.entry.id == glossary.term("intermediate_ca", language).see[0]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not card.isVisible() and stage.focusWidget() is text
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert stage.focusWidget() is stage.after
    assert text.accessibleDescription() == ""


def test_a_press_beside_the_card_closes_it(qtbot: QtBot, stage: Stage) -> None:
    qtbot.mouseClick(stage.text, Qt.MouseButton.LeftButton, pos=centre(stage, "root_ca"))
    card = large(stage)
    qtbot.mouseClick(card.entry, Qt.MouseButton.LeftButton, pos=QPoint(2, card.entry.height() - 2))
    assert card.isVisible(), "a press on it does not"
    qtbot.mouseClick(stage.before, Qt.MouseButton.LeftButton)
    assert not card.isVisible()


def test_a_text_without_terms_is_no_stop_for_tab(qtbot: QtBot, stage: Stage) -> None:
    stage.text.setText("zebra")
    qtbot.keyClick(stage.before, Qt.Key.Key_Tab)
    assert stage.focusWidget() is stage.after


def test_the_language_is_followed(stage: Stage, shell: Shell) -> None:
    stage.text.setText("root CA 証明書")
    for language in ("ja", "en", "ja"):
        shell.language.choose(language)
        QApplication.processEvents()
        ids = [mark.id for mark in stage.text.marks]
        assert ids == (["root_ca", "certificate"] if language == "ja" else ["root_ca"])


def test_an_open_card_follows_the_language(qtbot: QtBot, stage: Stage, shell: Shell) -> None:
    qtbot.mouseClick(stage.text, Qt.MouseButton.LeftButton, pos=centre(stage, "root_ca"))
    for language in ("ja", "en"):
        shell.language.choose(language)
        QApplication.processEvents()
        assert large(stage).entry.long.text() == glossary.term("root_ca", language).long
        assert large(stage).heading.text() == ("用語集" if language == "ja" else "Glossary")


def test_nothing_on_a_card_is_taken_for_rich_text(qtbot: QtBot, stage: Stage) -> None:
    qtbot.mouseClick(stage.text, Qt.MouseButton.LeftButton, pos=centre(stage, "root_ca"))
    assert [label.text() for label in stage.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText] == []


@pytest.mark.parametrize("name", ["client_handshake_traffic_secret", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"])
def test_long_names_are_broken_on_the_screen_only(qtbot: QtBot, shell: Shell, name: str) -> None:
    text = TermText(shell.language, f"😀 {name} and forward secrecy", breaks=True)
    qtbot.addWidget(text)
    text.resize(300, 100)
    text.show()
    assert text.text() == f"😀 {name} and forward secrecy"
    document = text.findChild(QTextDocument)
    assert isinstance(document, QTextDocument)
    mark = next(mark for mark in text.marks if mark.id == "forward_secrecy")
    shown = document.toPlainText().encode("utf-16-le")[2 * mark.start : 2 * (mark.start + mark.length)].decode("utf-16-le")
    assert shown == "forward secrecy"
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == f"😀 {name} and forward secrecy"


def test_marks_come_back_after_another_theme(qtbot: QtBot, stage: Stage, shell: Shell) -> None:
    shell.theme.choose("dark")
    QApplication.processEvents()
    document = stage.text.findChild(QTextDocument)
    assert isinstance(document, QTextDocument)
    block, anchors = document.begin(), []
    for fragment in (piece.fragment() for piece in block):
        if fragment.charFormat().isAnchor():
            anchors.append(fragment.charFormat().anchorHref())
    assert anchors == [mark.id for mark in stage.text.marks]
    shell.theme.choose("light")


def test_in_a_window_that_is_read_from_afar_cards_are_large(qtbot: QtBot, stage: Stage) -> None:
    stage.setProperty(LARGE, True)
    stage.resize(1920, 1080)
    stage.repaint()
    QTest.mouseMove(stage.text, centre(stage, "root_ca"))
    qtbot.waitUntil(lambda: stage.findChild(HoverCard) is not None and small(stage).isVisible())
    qtbot.mouseClick(stage.text, Qt.MouseButton.LeftButton, pos=centre(stage, "root_ca"))
    cards = (small(stage), large(stage))
    assert [label.text() for card in cards for label in card.findChildren(QLabel) if label.font().pixelSize() < 20] == []


def test_links_to_steps_stand_beside_terms(qtbot: QtBot, stage: Stage, shell: Shell) -> None:
    shell.language.choose("en")
    text = LinkedText(shell.language)
    qtbot.addWidget(text)
    text.resize(400, 120)
    text.show()
    wanted: list[int] = []
    text.step_wanted.connect(wanted.append)
    text.show_pieces((Piece("😀 The <b>root CA</b> of the "), Piece("certificate in step 10", 9), Piece(" and a CSR")))
    assert text.text() == "😀 The <b>root CA</b> of the certificate in step 10 and a CSR" and text.textFormat() is Qt.TextFormat.PlainText
    assert [mark.id for mark in text.marks] == ["root_ca", "#9", "csr"], "a link to a step is no term besides"
    text.repaint()
    qtbot.mouseClick(text, Qt.MouseButton.LeftButton, pos=text.place_of("#9").center())
    assert wanted == [9] and text.findChild(EntryCard) is None
    qtbot.mouseClick(text, Qt.MouseButton.LeftButton, pos=text.place_of("csr").center())
    assert wanted == [9] and large(text).entry.id == "csr"
    text.show_pieces((Piece("step 3", 2),))
    assert [mark.id for mark in text.marks] == ["#2"]

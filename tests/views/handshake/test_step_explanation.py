"""The first tab of a step: texts, questions, who knows what; and that stages, steps and the whole each say what they have to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.models.handshake_knowledge import KnowledgeRole
from workbench.models.handshake_steps import Detail
from workbench.views.handshake.knowledge_table import PADDING
from workbench.views.handshake.page import HandshakePage
from workbench.views.handshake.step_detail import EXPLANATION, FIELDS, RECORDS, VALUES
from workbench.views.handshake.step_explanation import KNOWLEDGE, QUESTIONS
from workbench.views.main_window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> HandshakePage:
    window.resize(1280, 800)
    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    page.player.run.finished.disconnect()
    page.player.show_transcript(run("tls13_full", Parameters(seed=1)))
    return page


def below(page: HandshakePage) -> int:
    return page.detail.explaining._below.currentIndex()


def number_of(page: HandshakePage, name: str) -> int:
    assert page.player.shown is not None
    return next(step.number for step in page.player.shown.transcript.steps if step.name == name)


def test_the_whole_has_its_questions_and_a_step_its_table(page: HandshakePage) -> None:
    assert below(page) == QUESTIONS and not page.detail.tabs.tabBar().isVisible()
    page.player.go_to(number_of(page, "Certificate"))
    assert below(page) == KNOWLEDGE and page.detail.tabs.currentIndex() == EXPLANATION
    page.detail.explaining.choosers[QUESTIONS].click()
    page.player.go_to(number_of(page, "ServerHello"))
    assert below(page) == QUESTIONS, "what was chosen for steps stays for steps"


def test_a_question_opens_below_itself_and_its_steps_are_links(qtbot: QtBot, page: HandshakePage) -> None:
    questions = page.detail.questions
    first, second = questions.entries[:2]
    assert first.body.isHidden()
    first.button.setFocus()
    qtbot.keyClick(first.button, Qt.Key.Key_Space)
    assert not first.body.isHidden() and second.body.isHidden()
    qtbot.mouseClick(second.button, Qt.MouseButton.LeftButton)
    assert first.body.isHidden() and not second.body.isHidden(), "one at a time"
    step = next(piece.step for piece in second.answer.pieces if piece.step is not None)
    second.step_wanted.emit(step)
    moment = page.player.moment
    assert moment is not None and moment.first <= step <= moment.last


def test_what_is_open_stays_open_for_the_next_handshake(page: HandshakePage) -> None:
    page.detail.questions.open("tomorrow")
    page.player.show_transcript(run("tls12_rsa", Parameters(seed=1)))
    found = next(entry for entry in page.detail.questions.entries if entry.answer.id == "tomorrow")
    assert not found.body.isHidden() and "private key" in found.answer.text


def test_answers_follow_reader_and_language(window: MainWindow, page: HandshakePage, settle: Settle) -> None:
    before = [entry.answer.text for entry in page.detail.questions.entries]
    page.detail.reader.click()
    assert [entry.answer.text for entry in page.detail.questions.entries] != before
    page.detail.reader.click()
    window.shell.settings.language = "ja"
    settle()
    assert page.detail.questions.entries[0].answer.question.endswith("。")


def test_a_stage_tells_its_messages_and_keys_and_leads_to_them(qtbot: QtBot, page: HandshakePage) -> None:
    page.player.set_detail(Detail.stages)
    page.player.go_to(number_of(page, "Certificate"))
    detail = page.detail
    assert not detail.tabs.isTabVisible(FIELDS) and not detail.tabs.isTabVisible(RECORDS) and detail.tabs.isTabEnabled(VALUES)
    assert "server_handshake_write_key" in detail.protection.text() and "eavesdropper" in detail.protection.text()
    buttons = detail.explaining.messages.findChildren(QPushButton)
    wanted = next(button for button in buttons if "CertificateVerify" in button.text())
    wanted.click()
    assert page.player.detail is Detail.messages and detail.title.text() == "CertificateVerify"


def test_a_chosen_value_is_explained_and_stays_chosen(page: HandshakePage) -> None:
    page.player.go_to(number_of(page, "Certificate"))
    knowledge = page.detail.knowledge
    rows = {knowledge.model.index(row, 0).data(KnowledgeRole.NAME): row for row in range(knowledge.model.rowCount())}
    assert knowledge.card.isHidden()
    knowledge.view.setCurrentIndex(knowledge.tree.of_row(rows["shared_secret"]))
    assert not knowledge.card.isHidden() and knowledge.name.text() == "shared_secret"
    page.player.go_to(number_of(page, "CertificateVerify"))
    assert knowledge.name.text() == "shared_secret" and not knowledge.card.isHidden()
    page.player.go_to(0)
    assert knowledge.card.isHidden(), "it is not there yet"


def test_a_group_that_was_closed_stays_closed(page: HandshakePage) -> None:
    page.player.go_to(number_of(page, "Certificate"))
    knowledge = page.detail.knowledge
    group = knowledge.tree.index(0, 0)
    knowledge.view.collapse(group)
    page.player.go_to(number_of(page, "CertificateVerify"))
    assert not knowledge.view.isExpanded(knowledge.tree.index(0, 0)) and knowledge.view.isExpanded(knowledge.tree.index(1, 0))


@pytest.mark.parametrize("scenario", ["tampered_record", "mutual_preparation"])
def test_names_of_values_are_not_cut_beside_four_parties(qtbot: QtBot, page: HandshakePage, scenario: str) -> None:
    page.player.show_transcript(run(scenario, Parameters(seed=1)))
    page.player.playback.last()
    page.window().show()
    view, model = page.detail.knowledge.view, page.detail.knowledge.model
    words = {word for row in range(model.rowCount()) for word in str(model.index(row, 0).data()).split()}
    widest = max(view.fontMetrics().horizontalAdvance(word) for word in words)
    qtbot.waitUntil(lambda: view.columnWidth(0) - 2 * view.indentation() - PADDING >= widest)


@pytest.mark.parametrize("size", [(330, 700), (520, 230), (260, 320)])
def test_nothing_is_wider_than_its_pane(qtbot: QtBot, page: HandshakePage, size: tuple[int, int]) -> None:
    detail = page.detail
    detail.setParent(None)
    detail.resize(*size)
    detail.show()
    page.player.go_to(number_of(page, "Certificate"))
    texts = detail.explaining.texts
    qtbot.waitUntil(lambda: texts._inner.width() <= texts.viewport().width())
    assert detail.knowledge.view.header().length() <= max(detail.knowledge.view.viewport().width(), 200)
    detail.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_small_window_leaves_the_diagram_room_below_its_cards(qtbot: QtBot, page: HandshakePage, language: str) -> None:
    page.shell.language.choose(language)
    window = page.window()
    window.resize(860, 700)
    window.show()
    page.player.go_to(number_of(page, "Certificate"))
    view = page.diagram
    assert view.diagram is not None
    head = view.diagram.head
    qtbot.waitUntil(lambda: view.viewport().height() - head >= 150)
    title, way = page.detail.title, page.detail.head.way
    qtbot.waitUntil(lambda: way.geometry().left() >= title.geometry().right())  # in one line
    assert title.height() >= title.fontMetrics().height()
    page.shell.language.choose("en")

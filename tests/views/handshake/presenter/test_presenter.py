"""The presenter: everything large, nothing cut off, the page's clock and keys, and a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.models.handshake_knowledge import KnowledgeModel, KnowledgeRole
from workbench.models.handshake_presenter import SecretsThatMatter, sentence
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.diagram_values import Style
from workbench.views.handshake.page import HandshakePage
from workbench.views.handshake.painter import font
from workbench.views.handshake.presenter.knowledge_board import DOT_PX, HEAD_PX, TEXT_PX, KnowledgeBoard
from workbench.views.handshake.presenter.large_text import LargeText
from workbench.views.handshake.presenter.presenter import DIAGRAM_PART, LEAST_PX, Presenter
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1280, 800), (1024, 768)]


@pytest.fixture(autouse=True)
def earlier_windows_are_gone(qapp: QApplication) -> None:
    """Where no event loop runs, windows that were closed stay, and every change of the style sheet reaches them too."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def active(qtbot: QtBot, window: QWidget) -> None:
    """Wait until a window has the keyboard."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)


@pytest.fixture
def page(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> HandshakePage:
    monkeypatch.setattr("workbench.views.handshake.page.SCENARIOS", ())
    window.show_page("handshakes")
    made = window.page("handshakes")
    assert isinstance(made, HandshakePage)
    made.player.show_transcript(run("tls13_full", Parameters(seed=1)))
    return made


@pytest.fixture
def presenter(qtbot: QtBot, page: HandshakePage) -> Iterator[Presenter]:
    page.present()
    made = page.presenter
    assert made is not None
    qtbot.waitExposed(made)
    yield made
    if page.presenter is not None:
        page.presenter.close()


def take_size(presenter: Presenter, width: int, height: int) -> float:
    presenter.showNormal()
    presenter.resize(width, height)
    QApplication.processEvents()
    assert (presenter.width(), presenter.height()) == (width, height)
    return min(width / 1920, height / 1080)


def test_nothing_is_smaller_than_can_be_read(window: MainWindow, presenter: Presenter) -> None:
    for text_size in (100, 150):
        window.shell.settings.text_size = text_size
        for width, height in SIZES:
            unit = take_size(presenter, width, height)
            sizes = [font(theme.current(), style).pixelSize() * presenter.diagram.zoom for style in Style]
            sizes += [size * unit for size in (TEXT_PX, HEAD_PX, presenter.title.fitting(), presenter.sentence.fitting())]
            assert min(sizes) >= LEAST_PX * unit - 0.01 and DOT_PX >= 20


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["tls13_full", "tls12_rsa", "untrusted_issuer", "impostor_own_certificate", "mutual_preparation"])
def test_no_sentence_and_no_name_is_cut_off(shell: Shell, name: str, language: str) -> None:
    transcript, words = run(name, Parameters(seed=1)), HandshakeText(language)
    knowledge = SecretsThatMatter(KnowledgeModel(words))
    knowledge.show(transcript, 0, len(transcript.steps) - 1, words)
    board, text = KnowledgeBoard(knowledge), LargeText(LEAST_PX, 36.0)
    for unit in (2 / 3, 1.0, 2.0):
        text.scale = unit
        text.resize(round(1864 * unit), round(108 * unit))
        for moment in (None, *moments(transcript, Detail.stages), *moments(transcript, Detail.messages)):
            text.set_text(sentence(transcript, moment, words))
            metrics = QFontMetricsF(text.font_at(text.fitting()))
            box = metrics.boundingRect(QRectF(text.rect()), int(Qt.TextFlag.TextWordWrap), text.text())
            assert box.height() <= text.height() + 1 and box.width() <= text.width() + 1, text.text()
        board.set_scale(unit)
        room = 1920 * unit * (1 - DIAGRAM_PART) - 48 * unit - sum(board._columns())
        metrics = QFontMetricsF(board.font_of(TEXT_PX))
        for row in range(knowledge.rowCount()):
            longest = max(metrics.horizontalAdvance(word) for word in str(knowledge.index(row, 0).data()).split(" "))
            assert room >= (longest if language == "en" else 5 * metrics.horizontalAdvance("鍵"))


def test_it_plays_with_the_clock_and_the_keys_of_the_page(qtbot: QtBot, page: HandshakePage, presenter: Presenter) -> None:
    clock, diagram = page.player.playback, presenter.diagram
    active(qtbot, presenter)
    diagram.setFocus()
    qtbot.keyClick(diagram, Qt.Key.Key_Home)
    assert clock.position == 0.0 and presenter.knowledge.rowCount() == 0
    qtbot.keyClick(diagram, Qt.Key.Key_PageDown)
    qtbot.keyClick(diagram, Qt.Key.Key_PageDown)
    assert clock.current is not None and presenter.diagram._selected == clock.current
    qtbot.keyClick(diagram, Qt.Key.Key_1)
    assert page.player.detail is Detail.stages
    assert presenter.title.text() == page.text.stage(page.player.moment.stage)  # type: ignore[union-attr, arg-type]
    qtbot.keyClick(diagram, Qt.Key.Key_D)
    assert page.player.detail is Detail.messages
    qtbot.keyClick(diagram, Qt.Key.Key_Space)
    assert clock.playing
    qtbot.keyClick(diagram, Qt.Key.Key_Space)
    assert not clock.playing
    dark = theme.current().dark
    qtbot.keyClick(diagram, Qt.Key.Key_T)
    assert theme.current().dark is not dark


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F5])
def test_one_leaves_it_and_is_back_in_the_diagram(qtbot: QtBot, window: MainWindow, page: HandshakePage, key: Qt.Key) -> None:
    active(qtbot, window)
    page.diagram.setFocus()
    qtbot.keyClick(page.diagram, Qt.Key.Key_F5)
    presenter = page.presenter
    assert presenter is not None and presenter.isFullScreen()
    qtbot.waitExposed(presenter)
    active(qtbot, presenter)
    page.player.playback.seek(5.0)
    qtbot.keyClick(presenter.diagram, key)
    assert page.presenter is None and page.player.playback.position == 5.0
    active(qtbot, window)
    assert window.focusWidget() is page.diagram


def test_f5_reads_again_among_the_files_and_presents_the_handshake(
    qtbot: QtBot, window: MainWindow, page: HandshakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    window.shell.actions["reload"].triggered.connect(lambda: read.append(True))
    ambiguous: list[str] = []
    for action in window.shell.actions:
        name = action.objectName()
        action.triggered.connect(lambda checked=False, name=name: ambiguous.append(name))
    active(qtbot, window)
    window.show_page("inspect")
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert read == [True] and page.presenter is None and ambiguous == ["reload"]
    assert window.top_bar.present.isHidden()
    window.show_page("handshakes")
    assert not window.top_bar.present.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert read == [True] and page.presenter is not None and ambiguous == ["reload", "present"]
    page.presenter.close()
    qtbot.mouseClick(window.top_bar.present, Qt.MouseButton.LeftButton)
    assert page.presenter is not None
    page.presenter.close()


def test_language_and_theme_are_followed(window: MainWindow, page: HandshakePage, presenter: Presenter, settle: Callable[[], None]) -> None:
    page.player.go_to(next(step.number for step in page.player.shown.transcript.steps if step.name == "ServerHello"))  # type: ignore[union-attr]
    window.shell.settings.language = "ja"
    window.shell.settings.theme = "dark"
    settle()
    assert presenter.title.text() == "サーバー → クライアント: ServerHello" and presenter.sentence.text().endswith("。")
    assert presenter.board.title == "誰が何を知っているか"
    picture = presenter.grab().toImage()
    assert picture.pixelColor(3, 3) == theme.colour("surface") == presenter.board.grab().toImage().pixelColor(3, 3)


def test_the_pointer_is_hidden_when_it_lies_still(presenter: Presenter) -> None:
    presenter._hide_pointer()
    assert QApplication.overrideCursor() is not None and QApplication.overrideCursor().shape() is Qt.CursorShape.BlankCursor
    none, at = Qt.MouseButton.NoButton, QPointF(60, 60)
    port = presenter.diagram.viewport()
    moved = QMouseEvent(QEvent.Type.MouseMove, at, port.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(port, moved)
    assert QApplication.overrideCursor() is None
    presenter._hide_pointer()
    presenter.close()
    assert QApplication.overrideCursor() is None


def test_the_table_fills_with_the_messages_of_a_stage_and_shows_the_newest(page: HandshakePage, presenter: Presenter) -> None:
    page.player.set_detail(Detail.stages)
    clock, board = page.player.playback, presenter.board
    counts = []
    for number in range(clock.count * 8 + 1):
        clock.seek(number / 8)
        counts.append(board.model.rowCount())
    assert counts == sorted(counts) and counts[0] == 0 and len(set(counts)) > 4, "not all at once"
    rows = board.model.rowCount()
    heights = [50.0] * rows
    assert list(board.shown_rows(heights, 50.0 * rows)) == list(range(rows))
    few = board.shown_rows(heights, 150.0)
    news = [
        row for row in range(rows) if any(board.model.index(row, c).data(KnowledgeRole.NEW) for c in range(1, board.model.columnCount()))
    ]
    assert len(few) == 3 and (news[-1] if news else rows - 1) in few


def test_a_row_that_everybody_forgot_stays_to_be_seen(page: HandshakePage, presenter: Presenter) -> None:
    page.player.show_transcript(run("tls12_ecdhe_rsa", Parameters(seed=1)))
    page.player.playback.last()
    knows = KnowledgeRole.KNOWS
    model = presenter.board.model
    forgotten = [
        str(model.index(row, 0).data())
        for row in range(model.rowCount())
        if not any(model.index(row, column).data(knows) for column in range(1, model.columnCount()))
    ]
    assert "pre-master secret" in forgotten

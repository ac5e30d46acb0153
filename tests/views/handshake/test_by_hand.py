"""The handshake page as somebody uses it: in two clicks to a playing handshake, and all of it by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from workbench.models.handshake_pace import BEGUN
from workbench.models.handshake_playback import SPEEDS
from workbench.models.handshake_steps import Detail
from workbench.views.handshake.jump_menu import JumpMenu
from workbench.views.handshake.page import HandshakePage
from workbench.views.main_window import MainWindow

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def earlier_windows_are_gone(qapp: QApplication) -> None:
    """Where no event loop runs, windows that were closed stay, and every change of the style sheet reaches them too."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> HandshakePage:
    """The page with TLS 1.3, as it is after one click."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    qtbot.mouseClick(window.rail.button("handshakes"), LEFT)
    made = window.page("handshakes")
    assert isinstance(made, HandshakePage)
    qtbot.waitUntil(lambda: made.player.shown is not None, timeout=30_000)
    return made


def press(qtbot: QtBot, key: Key, times: int = 1) -> None:
    """To whatever has the focus."""
    for _ in range(times):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)


def test_two_clicks_from_the_start_to_a_playing_handshake(qtbot: QtBot, page: HandshakePage) -> None:
    qtbot.mouseClick(page.transport.play, LEFT)
    clock = page.player.playback
    assert clock.playing and page.player.shown is not None and page.player.shown.transcript.name == "tls13_full"
    qtbot.waitUntil(lambda: clock.position > 0.2, timeout=10_000)
    assert page.diagram._t == clock.position
    clock.pause()


def test_the_keys_work_after_every_click(qtbot: QtBot, page: HandshakePage) -> None:
    clock, view = page.player.playback, page.scenarios.view
    row = view.visualRect(page.model.index_of("tls12_ecdhe_rsa"))
    before = page.player.shown
    qtbot.mouseClick(view.viewport(), LEFT, pos=row.center())
    qtbot.waitUntil(lambda: page.player.shown is not before, timeout=30_000)
    transport, zoom = page.transport, page.zoom
    buttons: list[QWidget] = [
        *page.levels.values(),
        page.tabs["diagram"],
        transport.back,
        transport.loop,
        transport.speed,
        zoom.larger,
        zoom.fit,
    ]
    for button in (None, *buttons):
        if button is not None:
            qtbot.mouseClick(button, LEFT)
        assert QApplication.focusWidget() is page.diagram
        press(qtbot, Key.Key_Home)
        press(qtbot, Key.Key_Space)
        assert clock.playing, button
        press(qtbot, Key.Key_Space)
        assert not clock.playing


def test_all_of_it_by_keyboard(qtbot: QtBot, window: MainWindow, page: HandshakePage) -> None:
    clock, player = page.player.playback, page.player
    page.scenarios.view.setFocus(Qt.FocusReason.TabFocusReason)
    before = player.shown
    press(qtbot, Key.Key_Down)
    qtbot.waitUntil(lambda: player.shown is not before and player.shown is not None, timeout=30_000)
    assert QApplication.focusWidget() is page.scenarios.view, "who goes through the list stays in it"
    press(qtbot, Key.Key_Return)
    assert QApplication.focusWidget() is page.diagram
    press(qtbot, Key.Key_Space)
    assert clock.playing
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Home)
    press(qtbot, Key.Key_Right)
    clock.advance(60_000.0)
    assert clock.position == 1.0
    press(qtbot, Key.Key_PageDown)
    assert clock.position == player.marks[1].first + BEGUN
    for key, detail in ((Key.Key_3, Detail.computations), (Key.Key_1, Detail.stages), (Key.Key_2, Detail.messages)):
        press(qtbot, key)
        assert player.detail is detail and page.levels[detail].isChecked()
    press(qtbot, Key.Key_L)
    assert clock.loop and page.transport.loop.isChecked()
    press(qtbot, Key.Key_BracketRight)
    assert clock.speed == SPEEDS[SPEEDS.index(1.0) + 1]
    press(qtbot, Key.Key_BracketLeft)
    press(qtbot, Key.Key_L)
    press(qtbot, Key.Key_Plus)
    assert page.diagram.zoom > 1.0 and page.zoom.size_now.text() == "115 %"
    press(qtbot, Key.Key_0)
    assert page.diagram.zoom == 1.0

    page.tabs["table"].setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, Key.Key_Space)
    page.current_view.setFocus()
    press(qtbot, Key.Key_Space)
    assert clock.playing, "the table plays too"
    press(qtbot, Key.Key_Space)
    page.tabs["diagram"].setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, Key.Key_Space)
    window._move_pane(1)
    assert page.detail.isAncestorOf(QApplication.focusWidget()), "F6 goes on to the detail"
    page.diagram.setFocus()
    press(qtbot, Key.Key_F5)
    presenter = page.presenter
    assert presenter is not None
    presenter.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is presenter, timeout=5000)
    press(qtbot, Key.Key_Escape)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    assert QApplication.focusWidget() is page.diagram


def test_jumping_to_a_step_a_stage_and_a_problem(qtbot: QtBot, page: HandshakePage) -> None:
    clock, player = page.player.playback, page.player
    press(qtbot, Key.Key_G)
    menu = page.findChild(JumpMenu)
    assert menu is not None and menu.isVisible()
    qtbot.waitUntil(menu.number.hasFocus, timeout=5000)
    qtbot.keyClicks(menu.number, "7")
    qtbot.keyClick(menu.number, Key.Key_Return)
    assert clock.position == 7.0 and QApplication.focusWidget() is page.diagram
    page.jump()
    menu = [found for found in page.findChildren(JumpMenu) if found.isVisible()][-1]
    texts = [action.text() for action in menu.actions()]
    stage = page.text.stage(player.marks[2].stage)
    next(action for action in menu.actions() if action.text() == stage).trigger()
    assert clock.current == player.marks[2].first and not menu.actions()[-1].isEnabled() and stage in texts
    menu.close()


def test_the_scrub_bar_says_which_stage_and_step_lies_below_the_pointer(page: HandshakePage) -> None:
    scrub, marks = page.transport.scrub, page.player.marks
    assert scrub._stages == tuple(mark.first for mark in marks) and len(marks) > 3
    mark = marks[2]
    x = next(x for x in range(scrub.width()) if scrub.moment_at(x) == mark.first)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(x, 10), scrub.mapToGlobal(QPoint(x, 10)))
    QApplication.sendEvent(scrub, event)
    assert page.text.stage(mark.stage) in QToolTip.text() and f"{mark.first + 1}." in QToolTip.text()
    QToolTip.hideText()


def test_while_it_plays_the_detail_is_filled_once_a_moment(page: HandshakePage, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[object] = []
    fill = page.detail.show_moment
    monkeypatch.setattr(page.detail, "show_moment", lambda *arguments: (filled.append(arguments[1]), fill(*arguments)))
    clock = page.player.playback
    clock.seek(3.0)
    before = len(filled)
    clock.play()
    for _ in range(20):
        clock.advance(10.0)
    assert len(filled) - before == 1
    clock.pause()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (860, 700)])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_rows_above_the_diagram_hold_all_their_buttons(
    window: MainWindow, page: HandshakePage, language: str, width: int, height: int
) -> None:
    window.shell.settings.language = language
    window.resize(width, height)
    for _ in range(4):
        QApplication.processEvents()
    for row in (page.head, page.level_row.layout()):
        shown = [row.itemAt(n).widget() for n in range(row.count()) if row.itemAt(n).widget() is not None]
        shown = [widget for widget in shown if widget.isVisible() and widget is not page.agreed]
        for left, right in zip(shown, shown[1:], strict=False):
            assert left.geometry().right() <= right.geometry().left()
        assert all(widget.width() >= widget.minimumSizeHint().width() for widget in shown)
        assert shown[-1].mapTo(page.stage, QPoint(shown[-1].width(), 0)).x() <= page.stage.width()
    diagram = page.diagram.diagram
    assert diagram is not None and page.diagram.viewport().height() > diagram.head + 100, "most of the room is the diagram's"

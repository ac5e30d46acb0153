"""The comparison in the window: choose what stands on the right, play both together, go by keyboard, in both languages and at any width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import SCENARIOS
from workbench.models.handshake_compare_presets import Preset
from workbench.models.handshake_compare_rows import Sign
from workbench.models.handshake_playback import MOMENT_MS
from workbench.models.handshake_steps import Detail
from workbench.views.handshake.compare.compare_view import CompareView
from workbench.views.handshake.page import HandshakePage
from workbench.views.main_window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def page(window: MainWindow, settle: Settle) -> HandshakePage:
    window.show_page("handshakes")
    found = window.page("handshakes")
    assert isinstance(found, HandshakePage)
    found.player.choose("tls13_full")
    settle()
    return found


@pytest.fixture
def view(page: HandshakePage, settle: Settle) -> CompareView:
    """TLS 1.3 beside TLS 1.2, the way it begins."""
    page.show_view("compare")
    settle()
    found = page.current_view
    assert isinstance(found, CompareView) and found.rows is not None
    return found


def actions(menu: QMenu) -> list[QAction]:
    """Of a menu and the menus in it."""
    found = []
    for action in menu.actions():
        inner = action.menu()
        found += actions(inner) if isinstance(inner, QMenu) else [action]
    return found


def drawn(view: CompareView) -> bytes:
    view.repaint()
    image = view.canvas.viewport().grab().toImage()
    return bytes(image.constBits())


def test_it_begins_with_the_other_version_and_says_what_it_comes_to(view: CompareView) -> None:
    assert view.presets[Preset.version].isChecked()
    assert view.verdict.text().startswith("TLS 1.3 needs one round trip less")
    assert view.heads[0].title.whole() == "TLS 1.3 · Full handshake" and view.heads[1].choice.text() == "TLS 1.2 · ECDHE with ECDSA"
    assert "TLS 1.3" in view.heads[0].agreed.whole() and "TLS 1.2" in view.heads[1].agreed.whole()
    assert view.counts.model.rowCount() > 15 and "40 ms" in view.counts.source.text()
    assert view.playback.count == len(view.rows.rows if view.rows else ()) and view.playback.position == view.playback.count


def test_any_scenario_can_stand_on_the_right(view: CompareView, settle: Settle) -> None:
    found = actions(view.heads[1].choice.menu())
    assert {action.objectName() for action in found} >= {scenario.id for scenario in SCENARIOS}
    next(action for action in found if action.objectName() == "expired").trigger()
    settle()
    assert "“Expired” fails" in view.verdict.text() and view.heads[1].choice.text() == "When it fails · Expired"
    assert "failed" in view.heads[1].agreed.whole() and not any(button.isChecked() for button in view.presets.values())
    view.presets[Preset.resumed].click()
    settle()
    assert view.verdict.text().startswith("The resumed handshake") and view.presets[Preset.resumed].isChecked()
    assert view.heads[1].part.isVisible() and view.heads[1].part.text() == "Connection 2" and not view.heads[0].part.isVisible()
    next(action for action in actions(view.heads[1].part.menu()) if action.text() == "All connections").trigger()
    settle()
    assert view.compare.compared is not None and len(view.compare.compared.comparison.right_counts) == 2


def test_both_play_together_by_keyboard(qtbot: QtBot, window: MainWindow, view: CompareView) -> None:
    window.activateWindow()
    view.canvas.setFocus()
    clock, rows = view.playback, view.rows
    assert rows is not None
    qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
    assert clock.position == 0.0
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    clock.advance(MOMENT_MS * 2)
    assert clock.position == 1.0 and not clock.playing
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left)
    assert clock.position == 0.0
    qtbot.keyClick(view.canvas, Qt.Key.Key_PageDown)
    first = clock.current
    assert first is not None and rows.rows[first].sign in rows.marked
    assert all(row.sign not in rows.marked for row in rows.rows[:first])
    qtbot.keyClick(view.canvas, Qt.Key.Key_PageDown)
    qtbot.keyClick(view.canvas, Qt.Key.Key_PageUp)
    assert clock.current == first
    qtbot.keyClick(view.canvas, Qt.Key.Key_End)
    assert clock.position == len(rows.rows)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Space)
    assert clock.playing
    before = drawn(view)
    clock.advance(MOMENT_MS * 0.4)
    assert drawn(view) != before
    qtbot.keyClick(view.canvas, Qt.Key.Key_Space)
    assert not clock.playing
    for key, detail in ((Qt.Key.Key_3, Detail.computations), (Qt.Key.Key_1, Detail.stages), (Qt.Key.Key_2, Detail.messages)):
        qtbot.keyClick(view.canvas, key)
        assert view.levels[detail].isChecked()


def test_after_a_click_the_keys_go_on_working(qtbot: QtBot, window: MainWindow, view: CompareView, settle: Settle) -> None:
    window.activateWindow()
    for button in (view.presets[Preset.failing], view.levels[Detail.computations], view.pair.forward, view.transport.back):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
        assert view.canvas.hasFocus()
    next(action for action in actions(view.heads[1].choice.menu()) if action.objectName() == "tls12_rsa").trigger()
    settle()
    assert view.canvas.hasFocus()


def test_the_same_moment_is_the_same_picture(view: CompareView) -> None:
    bar = view.canvas.verticalScrollBar()
    view.playback.seek(9.5)
    before, scrolled = drawn(view), bar.value()
    view.playback.seek(20.0)
    assert drawn(view) != before
    view.playback.seek(9.5)
    bar.setValue(scrolled)
    assert drawn(view) == before


def test_a_row_that_is_clicked_tells_its_differences_and_the_page_follows(qtbot: QtBot, page: HandshakePage, view: CompareView) -> None:
    rows, both = view.rows, view.canvas.both
    assert rows is not None and both is not None
    place = next(number for number, row in enumerate(rows.rows) if row.sign is Sign.protection)
    view.playback.seek(place + 1.0)
    y = round((both.tops[place] + both.bottoms[place]) / 2) - view.canvas.verticalScrollBar().value()
    assert view.canvas.row_at(QPoint(8, y)) == place
    view.playback.first()
    view.playback.seek(place + 1.0)
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(view.canvas.viewport().width() // 2, y))
    assert view.playback.current == place and view.pair.title.text().startswith("Certificate")
    assert ("protection", "handshake keys", "not protected") in view.pair.lines()
    assert page.player.moment is not None and page.player.moment.step.name == "Certificate"
    spoken = view.canvas.accessibleDescription()
    assert "Protected differently." in spoken and "handshake keys | not protected" in spoken
    view.pair.forward.click()
    assert view.playback.current is not None and view.playback.current > place


@pytest.mark.parametrize("start", ["ClientHello", "Certificate", "ServerKeyExchange", "Finished"])
def test_levels_and_languages_keep_the_place(window: MainWindow, view: CompareView, start: str, settle: Settle) -> None:
    def step() -> tuple[int, int]:
        """The steps that the current row holds, of the side that has it."""
        rows, current = view.rows, view.playback.current
        assert rows is not None and current is not None
        steps = rows.rows[current].left_steps or rows.rows[current].right_steps
        return steps[0].number, steps[-1].number

    assert view.rows is not None
    place = next(n for n, row in enumerate(view.rows.rows) if (row.left_steps or row.right_steps)[0].name == start)
    view.playback.seek(place + 1.0)
    number = step()[0]
    for detail in (Detail.computations, Detail.messages):
        view.levels[detail].click()
        assert step() == (number, number)
    words = view.verdict.text()
    before = view.playback.position
    window.shell.language.choose("ja")
    settle()
    assert view.playback.position == before and step() == (number, number)
    assert view.verdict.text() != words and "TLS 1.3は" in view.verdict.text()
    assert "フル" in view.presets[Preset.resumed].text()
    view.levels[Detail.stages].click()
    assert step()[0] <= number <= step()[1]
    window.shell.language.choose("en")
    settle()
    assert view.verdict.text() == words


def test_another_handshake_of_the_page_is_compared_when_it_has_run(page: HandshakePage, view: CompareView, settle: Settle) -> None:
    page.player.choose("expired")
    settle()
    settle()
    assert view.heads[0].title.whole() == "When it fails · Expired" and view.presets[Preset.version].isVisible()
    page.player.choose("tls13_resumption")
    settle()
    settle()
    assert view.compare.compared is not None and view.compare.compared.left.scenario == "tls13_resumption"
    page.show_view("diagram")
    page.player.choose("tls13_full")
    settle()
    page.player.change("groups", (0x0017,))
    settle()
    page.show_view("compare")
    settle()
    assert view.presets[Preset.change].isVisible() and view.presets[Preset.change].isChecked()
    assert view.counts.model.headerData(1, Qt.Orientation.Horizontal) == "Now"


def test_it_does_not_play_where_nobody_looks(page: HandshakePage, view: CompareView) -> None:
    view.playback.first()
    view.playback.play()
    page.show_view("table")
    assert not view.playback.playing


@pytest.mark.parametrize("size", [(860, 700), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_at_every_width_both_diagrams_and_the_counts_can_be_seen(
    window: MainWindow, view: CompareView, size: tuple[int, int], language: str, settle: Settle
) -> None:
    window.shell.language.choose(language)
    window.resize(*size)
    settle()
    assert view.canvas.isVisible() and view.canvas.viewport().height() > 150
    narrow = size[0] == 860
    assert view.counts.isVisible() is not narrow and view.parts[1].isVisible() is narrow
    if narrow:
        view.parts[1].click()
        settle()
        assert view.counts.isVisible() and not view.canvas.isVisible() and view.counts.view.height() > 150
        view.parts[0].click()
        assert view.canvas.isVisible()
    both = view.canvas.both
    assert both is not None and view.canvas.horizontalScrollBar().maximum() >= 0
    assert view.width() <= window.width() and window.width() == size[0], "nothing forces the window to be wider"
    for label in view.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_tool_tip_is_plain_text_and_names_the_difference(view: CompareView) -> None:
    assert view.rows is not None
    for place, row in enumerate(view.rows.rows):
        spoken = view.canvas.spoken(place)
        assert "\u202e" not in spoken and spoken.count("\n") >= 1
        assert (("Only on the left." in spoken), ("Only on the right." in spoken)) == (
            row.sign is Sign.left_only, row.sign is Sign.right_only,
        )  # fmt: skip

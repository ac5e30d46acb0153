"""Tab goes through the whole window, in the order in which one reads it, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.views.handshake.page import HandshakePage
from workbench.views.main_window import MainWindow
from workbench.views.tab_order import move_focus, tab_stops

Key = Qt.Key


def test_rows_columns_groups_and_what_stands_in(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    below = QPushButton("below", window)  # made first, stands last
    row, group, chosen = QHBoxLayout(), QButtonGroup(window), []
    for name in "abc":
        button = QPushButton(name)
        button.setCheckable(True)
        group.addButton(button)
        row.addWidget(button)
        chosen.append(button)
    chosen[1].setChecked(True)
    holder, field = QWidget(), QLineEdit()
    QVBoxLayout(holder).addWidget(field)
    holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    holder.setFocusProxy(field)
    off = QPushButton("off")
    off.setEnabled(False)
    column.addLayout(row)
    for widget in (holder, off, below):
        column.addWidget(widget)
    window.show()
    qtbot.waitExposed(window)
    assert tab_stops(window) == [chosen[1], field, below]
    chosen[2].setChecked(True)
    assert tab_stops(window)[0] is chosen[2]
    below.setFocus()
    assert move_focus(window, False) and window.focusWidget() is field


@pytest.mark.parametrize("view", ["diagram", "table", "keys", "compare", "cost"])
def test_tab_reaches_every_part_of_the_handshakes_and_leaves_it(
    qtbot: QtBot, window: MainWindow, settle: Callable[[], None], view: str
) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)
    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    settle()
    page.show_view(view)
    settle()
    page.player.playback.seek(9.0)
    stops = tab_stops(window)
    window.top_bar.field.setFocus()
    met = []
    for _ in stops:
        focus = QApplication.focusWidget()
        assert focus is not None
        met.append(focus)
        qtbot.keyClick(focus, Key.Key_Tab)
    assert set(map(id, met)) == set(map(id, stops)), [type(stop).__name__ for stop in stops if stop not in met]
    assert QApplication.focusWidget() is window.top_bar.field, "and round again"
    wanted = [window.rail.button("handshakes"), page.scenarios.view, page.parameters.heading, page.tabs[view], page.taking_away.button]
    if view in ("diagram", "table", "keys"):
        wanted += [page.transport.play, page.transport.scrub]
    places = [met.index(widget) for widget in wanted]
    assert places == sorted(places), "from left to right, then down"
    assert any(page.current_view.isAncestorOf(stop) or stop is page.current_view for stop in met)
    for _ in stops:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Key.Key_Backtab)
        assert QApplication.focusWidget() is met.pop(), "back the same way"

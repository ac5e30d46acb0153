"""The inspector in small windows: the list and the answer share the room, and the selected row is in sight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.views.inspector.page import InspectorPage
from workbench.views.main_window import MainWindow


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, demonstration: Path, settle: Callable[[], None]) -> InspectorPage:
    window.show_page("inspect")
    page = window.page("inspect")
    assert isinstance(page, InspectorPage)
    with qtbot.waitSignal(page.inspection.rows_changed, timeout=20_000):
        window.shell.session.open_paths([demonstration / name for name in ("chain.pem", "server.key", "mail.pem", "shop.pem")])
    qtbot.waitUntil(lambda: page.inspection.verdict is not None, timeout=20_000)
    settle()
    return page


@pytest.mark.parametrize(("width", "height", "rows"), [(860, 800, 4), (800, 600, 3), (640, 480, 1)])
def test_list_and_answer_share_a_narrow_window(
    qtbot: QtBot, window: MainWindow, opened: InspectorPage, width: int, height: int, rows: int
) -> None:
    for size in ((1280, 800), (width, height)):
        window.resize(*size)
        QApplication.processEvents()
    assert (window.width(), window.height()) == (width, height)
    splitter, view = opened.splitter, opened.objects.view
    assert splitter.orientation() is Qt.Orientation.Vertical
    current = view.currentIndex()
    assert view.viewport().rect().contains(view.visualRect(current))
    assert view.viewport().height() >= rows * view.sizeHintForRow(current.row()) * 0.8
    findings = opened.detail.findings.list
    assert findings.viewport().height() >= 40


def test_back_in_a_wide_window_the_list_has_its_old_width(window: MainWindow, opened: InspectorPage) -> None:
    before = opened.splitter.sizes()
    for size in ((800, 600), (1280, 800)):
        window.resize(*size)
        QApplication.processEvents()
    assert opened.splitter.sizes() == pytest.approx(before, abs=4)

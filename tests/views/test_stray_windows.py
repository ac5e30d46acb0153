"""No part of a page is ever a window of its own, not even while it is made: it would flash, and take the keyboard with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from workbench.models.resource import resource
from workbench.views.handshake.page import HandshakePage
from workbench.views.main_window import MainWindow
from workbench.views.pages import PAGES


class _Shown(QObject):
    """The names of all classes whose widgets were shown as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[_Shown]:
    made = _Shown()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_pages_and_views_open_no_window(window: MainWindow, settle: Callable[[], None], shown: _Shown) -> None:
    shown.names.clear()
    window.shell.session.open_paths([resource("demo")])
    settle()
    for row in PAGES:
        window.show_page(row.id)
        settle()
    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    for id in page.tabs:
        page.show_view(id)
        settle()
        page.player.playback.seek(9.0)
        window._switch_language()
    assert not shown.names

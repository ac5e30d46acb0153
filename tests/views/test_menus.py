"""A menu that is filled again keeps nothing of what it held."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from workbench.views.handshake.page import HandshakePage
from workbench.views.main_window import MainWindow
from workbench.views.menus import empty


def test_submenus_groups_and_actions_go(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    before = len(menu.findChildren(QObject))
    for _ in range(3):
        empty(menu)
        group = QActionGroup(menu)
        for name in "ab":
            group.addAction(menu.addAction(name))
        action = QAction("c", menu)
        menu.addMenu("more").addAction(action)
    assert len(menu.actions()) == 3
    empty(menu)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(menu.findChildren(QObject)) == before and menu.menuAction() is not None


@pytest.mark.parametrize("view", ["diagram", "compare"])
def test_going_through_handshakes_leaves_nothing_behind(window: MainWindow, settle: Callable[[], None], view: str) -> None:
    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    page.show_view(view)
    counts = []
    for _ in range(4):
        for id in ("tls13_resumption", "tls12_rsa", "tls13_full"):
            page.scenarios.choose(id)
            settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        counts.append(len(page.findChildren(QObject)))
    assert counts[1] == counts[2] == counts[3], counts

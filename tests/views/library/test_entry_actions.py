"""The buttons above an entry and the menu of what is seldom wanted, with the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from workbench.core.workspace.lab import Lab
from workbench.views.library.action_row import AT_ONCE
from workbench.views.library.page import LibraryPage

Wait = Callable[[], None]


def show(page: LibraryPage, wait: Wait, id: str) -> None:
    page.show_entry(id)
    wait()


def in_menu(page: LibraryPage) -> list[str]:
    page.detail.actions_row.menu.aboutToShow.emit()
    return [action.text() for action in page.detail.actions_row.menu.actions()]


def shown(page: LibraryPage) -> set[str]:
    return {id for id, button in page.detail.buttons.items() if button.isVisible()}


def test_everything_is_offered_once_and_few_of_it_at_once(page: LibraryPage, made: Lab, wait: Wait) -> None:
    for entry in (made.root, made.intermediate, made.server):
        show(page, wait, entry.id)
        offered = page.detail.offered()
        assert len(offered) > AT_ONCE >= len(shown(page))
        assert len(shown(page)) + len(in_menu(page)) == len(offered)
        assert page.detail.actions_row.more.isVisible() and "Put away…" in in_menu(page)


def test_where_there_is_little_to_do_there_is_no_menu(page: LibraryPage, made: Lab, wait: Wait) -> None:
    key = made.server.key_id
    assert key is not None
    show(page, wait, key)
    assert not page.detail.actions_row.more.isVisible()
    assert shown(page) == {row.id for row in page.detail.offered()} == {"copy_fingerprint", "put_away"}


def test_the_menu_goes_with_the_keyboard(page: LibraryPage, made: Lab, wait: Wait, qtbot: QtBot) -> None:
    show(page, wait, made.server.id)
    page.detail.enter()
    more = page.detail.actions_row.more
    for _ in range(AT_ONCE + 1):
        if QGuiApplication.focusObject() is more:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QGuiApplication.focusObject() is more and more.accessibleName()

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        while menu.activeAction() is None or menu.activeAction().text() != "Copy as PEM":
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(50, page, choose)
    qtbot.keyClick(more, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("-----BEGIN CERTIFICATE-----"))


def test_a_menu_opened_again_keeps_nothing(page: LibraryPage, made: Lab, wait: Wait) -> None:
    show(page, wait, made.server.id)
    counts = []
    for _ in range(3):
        in_menu(page)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        counts.append(len(page.detail.actions_row.menu.findChildren(QObject)))
    assert len(set(counts)) == 1


def test_it_speaks_the_language_that_is_chosen(page: LibraryPage, made: Lab, wait: Wait) -> None:
    show(page, wait, made.server.id)
    page.shell.language.choose("ja")
    wait()
    assert page.detail.actions_row.more.text() == "その他" and "アーカイブ…" in in_menu(page)

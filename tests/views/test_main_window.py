"""The window: pages, shortcuts, one path for whatever is opened, both languages, both themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.errors import Message
from workbench.models.settings import Settings
from workbench.views import theme
from workbench.views.actions import TABLE, key_text
from workbench.views.handshake.player import TransportBar
from workbench.views.main_window import MainWindow
from workbench.views.pages import PAGES
from workbench.views.shell import HasPanes, Shell
from workbench.views.shortcuts_overview import ShortcutsOverview


def names(window: MainWindow) -> list[str]:
    return [source.path.rsplit("/", 1)[-1] for source in window.shell.session.sources]


def test_begins_at_home_and_every_page_opens(window: MainWindow) -> None:
    assert window.current_page == "home" and "TLS Workbench" in window.windowTitle()
    for page in PAGES:
        window.rail.button(page.id).click()
        assert window.current_page == page.id
        assert isinstance(window.page(page.id), HasPanes)
        assert window.rail.button(page.id).isChecked()


def test_pages_have_shortcuts(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    for key, page in ((Qt.Key.Key_2, "inspect"), (Qt.Key.Key_Comma, "settings"), (Qt.Key.Key_1, "home")):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.current_page == page


def test_no_shortcut_stands_for_two_things(window: MainWindow) -> None:
    """Nowhere in the window: the keys of a page work while it is shown."""
    for page in ("handshakes", "inspect", "home"):
        window.show_page(page)
        within_reach = [a for a in window.shell.actions if any(w.isVisible() for w in a.associatedObjects() if isinstance(w, QWidget))]
        keys = [key.toString() for action in within_reach for key in action.shortcuts()]
        assert len(keys) == len(set(keys)) and len(keys) >= len(TABLE)
        assert all(window.shell.actions[row.id].shortcuts() for row in TABLE if window.shell.actions[row.id].isEnabled())


def test_every_action_is_in_the_command_search_but_those_about_the_focus(window: MainWindow) -> None:
    listed = {action.objectName() for action in window.shell.actions.listed()}
    assert {row.id for row in TABLE} - listed == {"search", "next_pane", "previous_pane", "present"}
    assert {f"page_{page.id}" for page in PAGES} <= listed


@pytest.mark.parametrize(("sequence", "text"), [("Ctrl+K", "Ctrl K"), ("Ctrl++", "Ctrl +"), ("Ctrl+Shift+W", "Ctrl Shift W"), ("F1", "F1")])
def test_keys_as_they_stand_on_a_cap(qapp: QApplication, sequence: str, text: str) -> None:
    assert key_text(QKeySequence(sequence)) == text


def test_paste_opens_text_and_files(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    QGuiApplication.clipboard().setText((demonstration / "chain.pem").read_text())
    window.shell.actions["paste"].trigger()
    settle()
    assert names(window) == [""] and window.current_page == "inspect"
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(demonstration / "server.key"))])
    QGuiApplication.clipboard().setMimeData(mime)
    window.shell.actions["paste"].trigger()
    settle()
    assert names(window) == ["", "server.key"]


def test_ctrl_v_in_a_text_field_stays_there(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    QGuiApplication.clipboard().setText("quit")
    window.top_bar.field.begin()
    qtbot.keyClick(window.top_bar.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.top_bar.field.text() == "quit" and names(window) == []


def test_an_empty_clipboard_is_said_kindly(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    window.shell.actions["paste"].trigger()
    assert window.trouble.messages == (Message("nothing_to_take"),)


def test_drop_anywhere(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(demonstration / "chain.pem"))])
    actions, buttons, modifiers = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(400, 300).toPoint(), actions, mime, buttons, modifiers)
    QApplication.sendEvent(window, entering)
    areas = [area for area in window.page("home").findChildren(QFrame) if area.property("part") == "drop"]
    assert entering.isAccepted() and [area.property("hot") for area in areas] == [True]
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), actions, mime, buttons, modifiers))
    settle()
    assert names(window) == ["chain.pem"] and [area.property("hot") for area in areas] == [False]


def test_demonstration_files_open_without_trouble(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.shell.actions["demo"].trigger()
    settle()
    assert window.shell.session.collection is not None and len(window.shell.session.collection.items) > 8
    assert window.trouble.messages == ()


def test_what_is_open_is_in_the_command_search(qtbot: QtBot, window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.shell.session.open_paths([demonstration / "chain.pem"])
    settle()
    window.show_page("home")
    window.activateWindow()
    window.shell.actions["search"].trigger()
    settle()
    qtbot.keyClicks(window.top_bar.field, "www.example.test chain")
    qtbot.keyClick(window.top_bar.field, Qt.Key.Key_Return)
    assert window.current_page == "inspect"


def test_f6_goes_round_all_panes(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.show_page("settings")
    seen: list[QWidget | None] = []
    for _ in range(8):
        window.shell.actions["next_pane"].trigger()
        seen.append(window.focusWidget())
    page = window.page("settings")
    assert isinstance(page, HasPanes)
    assert {*page.panes(), window.top_bar.field, window.rail.button("settings")} <= set(seen)
    here = window.focusWidget()
    window.shell.actions["next_pane"].trigger()
    window.shell.actions["previous_pane"].trigger()
    assert window.focusWidget() is here


def test_the_language_switches_everything_while_running(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.shell.session.open_paths([demonstration])
    settle()
    for page in PAGES:
        window.show_page(page.id)
    before = texts(window)
    window.top_bar.language.click()
    QApplication.processEvents()
    settle()
    assert window.shell.settings.language == "ja" and window.top_bar.language.text() == "English"
    assert window.rail.button("home").text() == "ホーム" and "設定" in window.windowTitle()
    assert window.shell.actions["open"].text() == "ファイルを開く…"
    left = {text for text in texts(window) & before if any(word in text.split() for word in ("the", "a", "is", "of", "to", "and", "not"))}
    assert left == set(), "still English"
    window.top_bar.language.click()
    QApplication.processEvents()
    assert window.rail.button("home").text() == "Home"


def texts(window: MainWindow) -> set[str]:
    """Every text of a label, button or field."""
    found = {label.text() for label in window.findChildren(QLabel)}
    found |= {action.text() for action in window.findChildren(QAction)}
    found |= {field.placeholderText() for field in window.findChildren(QLineEdit)}
    found |= {widget.text() for widget in window.findChildren(QWidget) if hasattr(widget, "text") and callable(widget.text)}
    return found - {""}


def test_all_labels_show_plain_text(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.shell.session.open_paths([demonstration])
    settle()
    for page in PAGES:
        window.show_page(page.id)
    rich = [label for label in window.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText and label.text()]
    assert [label.text() for label in rich] == []


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.shell.session.open_paths([demonstration])
    settle()
    for page in PAGES:
        window.show_page(page.id)
        nameless = [
            widget
            for widget in window.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.accessibleName()
            and not (hasattr(widget, "text") and callable(widget.text) and widget.text())
        ]  # fmt: skip
        assert [type(widget).__name__ for widget in nameless] == [], page.id


def test_the_theme_and_the_text_size_switch(window: MainWindow) -> None:
    window.shell.actions["theme"].trigger()
    assert theme.current().dark and window.shell.settings.theme == "dark"
    window.shell.actions["larger"].trigger()
    assert window.shell.settings.text_size == 115 and theme.current().scale == 1.15
    window.shell.actions["smaller"].trigger()
    window.shell.actions["smaller"].trigger()
    window.shell.actions["smaller"].trigger()
    assert window.shell.settings.text_size == 85
    window.shell.actions["normal"].trigger()
    assert window.shell.settings.text_size == 100
    window.shell.actions["theme"].trigger()
    assert not theme.current().dark


def test_close_and_close_all(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.shell.session.open_paths([demonstration / "chain.pem", demonstration / "server.key"])
    settle()
    window.shell.actions["close"].trigger()
    settle()
    assert len(window.shell.session.sources) == 1
    window.shell.actions["close_all"].trigger()
    settle()
    assert window.shell.session.sources == ()
    window.shell.actions["close"].trigger()
    settle()
    assert window.isVisible()


def test_a_changed_file_is_noted_and_read_again(
    window: MainWindow, settle: Callable[[], None], demonstration: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.pem"
    copy.write_bytes((demonstration / "chain.pem").read_bytes())
    window.shell.session.open_paths([copy])
    settle()
    copy.write_bytes((demonstration / "root-ca.cer").read_bytes())
    window.shell.session.check_disk()
    settle()
    assert [message.id for message in window.notices.messages] == ["file_changed"]
    window.notices._do.click()
    settle()
    collection = window.shell.session.collection
    assert window.notices.messages == () and collection is not None and len(collection.items) == 1


def test_size_and_place_are_remembered(qtbot: QtBot, window: MainWindow, shell: Shell) -> None:
    window.resize(720, 640)
    window.close()
    settings, actions = Settings(shell.settings.path), type(shell.actions)()
    again = MainWindow(Shell(settings, shell.language, shell.theme, shell.session, actions, shell.workspace))
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (720, 640)


def test_it_stays_usable_when_small_and_when_the_text_is_large(window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    window.shell.session.open_paths([demonstration])
    settle()
    for size, width, height in ((100, 640, 440), (200, 1000, 700)):
        window.shell.settings.text_size = size
        for page in PAGES:
            window.show_page(page.id)
            window.resize(width, height)
            QApplication.processEvents()
            assert (window.width(), window.height()) == (width, height), page.id
    window.shell.settings.text_size = 100


def test_signs_grow_with_the_text(window: MainWindow) -> None:
    window.show_page("handshakes")
    transport = window.page("handshakes").findChild(TransportBar)
    assert transport is not None
    for size, expected in ((200, (40, 32)), (100, (20, 16))):
        window.shell.settings.text_size = size
        assert (window.rail.button("home").iconSize().width(), transport.play.iconSize().width()) == expected


def test_the_overview_lists_every_shortcut(qtbot: QtBot, window: MainWindow) -> None:
    overview = ShortcutsOverview(window.shell.actions, window)
    qtbot.addWidget(overview)
    shown = {label.text() for label in overview.findChildren(QLabel)}
    for action in window.shell.actions:
        assert action.text().replace("&", "") in shown or not action.isEnabled()
    assert "Ctrl K" in shown

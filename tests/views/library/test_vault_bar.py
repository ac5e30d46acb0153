"""The lock of the keys: first passphrase, unlocking, a wrong one, locking by hand and by itself, another passphrase, the keyring."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.models.library.library_fixtures import PASSPHRASE
from workbench.core.workspace import system_keyring
from workbench.core.workspace.lab import Lab
from workbench.models.settings import Settings
from workbench.views.library.page import LibraryPage
from workbench.views.library.vault_bar import VaultBar
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell

Wait = Callable[[], None]


@pytest.fixture
def bar(page: LibraryPage) -> VaultBar:
    return page.vault


def type_in(bar: VaultBar, *texts: str) -> None:
    for field, text in zip((bar.field, bar.again), texts, strict=False):
        field.setText(text)


def said(bar: VaultBar) -> str:
    return bar._detail.text()


def test_the_first_passphrase_is_set_twice_the_same(window: MainWindow, shell: Shell, wait: Wait) -> None:
    window.show_page("library")
    page = window.page("library")
    assert isinstance(page, LibraryPage)
    wait()
    bar = page.vault
    assert bar.again.isVisible() and "Nobody can recover it" in said(bar)
    bar.go.click()
    assert said(bar) == "A passphrase is needed." and shell.workspace.locked
    type_in(bar, "one thing", "another")
    bar.go.click()
    assert said(bar) == "The two passphrases differ. Type the same one twice."
    type_in(bar, "one thing", "one thing")
    bar.go.click()
    wait()
    assert not shell.workspace.locked and not bar.field.isVisible()
    shell.workspace.lock()
    assert shell.workspace.locked and bar.field.isVisible() and not bar.again.isVisible()


def test_a_wrong_passphrase_is_said_and_the_right_one_unlocks(bar: VaultBar, shell: Shell, wait: Wait, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.field, "not this one")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    wait()
    assert shell.workspace.locked and bar.field.hasFocus() and bar.field.selectedText() == "not this one"
    assert "passphrase" in said(bar)
    qtbot.keyClicks(bar.field, PASSPHRASE)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    wait()
    assert not shell.workspace.locked and bar.field.text() == ""
    bar.lock.click()
    assert shell.workspace.locked


def test_it_locks_itself_unless_somebody_is_there(bar: VaultBar, shell: Shell, wait: Wait, window: MainWindow, qtbot: QtBot) -> None:
    type_in(bar, PASSPHRASE)
    bar.go.click()
    wait()
    timer = shell.workspace._idle
    assert timer.isActive() and timer.interval() == 15 * 60_000
    timer.setInterval(60_000)  # so that one sees that it begins anew
    window._presence._since.invalidate()
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, press)
    assert timer.interval() == 15 * 60_000
    timer.setInterval(0)
    qtbot.waitUntil(lambda: shell.workspace.locked, timeout=5000)


def test_never_is_possible(bar: VaultBar, shell: Shell, wait: Wait, settings: Settings) -> None:
    type_in(bar, PASSPHRASE)
    bar.go.click()
    wait()
    settings.lock_after_minutes = 0
    assert not shell.workspace._idle.isActive() and said(bar) == ""
    settings.lock_after_minutes = 5
    assert shell.workspace._idle.interval() == 5 * 60_000


def test_another_passphrase(bar: VaultBar, shell: Shell, wait: Wait) -> None:
    type_in(bar, PASSPHRASE)
    bar.go.click()
    wait()
    bar.change.click()
    bar.old.setText("wrong")
    type_in(bar, "new words", "new words")
    bar.go.click()
    wait()
    assert bar.old.hasFocus()
    bar.old.setText(PASSPHRASE)
    bar.go.click()
    wait()
    assert said(bar).startswith("The passphrase was changed.")
    shell.workspace.lock()
    type_in(bar, PASSPHRASE)
    bar.go.click()
    wait()
    assert shell.workspace.locked
    type_in(bar, "new words")
    bar.go.click()
    wait()
    assert not shell.workspace.locked


def test_the_keyring_keeps_it_only_when_that_was_chosen(
    bar: VaultBar, shell: Shell, wait: Wait, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(system_keyring, "remember", kept.__setitem__)
    monkeypatch.setattr(system_keyring, "remembered", kept.get)
    type_in(bar, PASSPHRASE)
    bar.go.click()
    wait()
    assert kept == {} and not bar.remembered.isVisible()
    shell.workspace.lock()
    settings.passphrase_keeper = "keyring"
    bar.remembered.click()
    wait()
    assert shell.workspace.locked and "keeps no passphrase" in said(bar)
    type_in(bar, PASSPHRASE)
    bar.go.click()
    wait()
    assert list(kept.values()) == [PASSPHRASE]
    shell.workspace.lock()
    bar.remembered.click()
    wait()
    assert not shell.workspace.locked


def test_no_passphrase_stays_in_settings_or_fields(bar: VaultBar, shell: Shell, wait: Wait, settings: Settings, made: Lab) -> None:
    type_in(bar, PASSPHRASE)
    bar.go.click()
    wait()
    settings.sync()
    assert PASSPHRASE not in settings.path.read_text()
    assert PASSPHRASE not in repr(shell.workspace.__dict__)
    assert all(field.text() == "" for field in (bar.old, bar.field, bar.again))


def test_it_speaks_japanese(bar: VaultBar, settings: Settings, wait: Wait) -> None:
    settings.language = "ja"
    wait()
    assert bar.go.text() == "ロック解除" and bar._title.text() == "秘密鍵はロックされています"

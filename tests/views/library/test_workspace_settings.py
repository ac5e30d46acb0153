"""The settings of the workspace: another one is opened without a restart, one that cannot be leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench.core.workspace.lab import Lab
from workbench.models.settings import Settings
from workbench.views.library.page import LibraryPage
from workbench.views.library.workspace_settings import WorkspaceSettings
from workbench.views.main_window import MainWindow
from workbench.views.settings_page import SettingsPage
from workbench.views.shell import Shell

Wait = Callable[[], None]


def section(window: MainWindow) -> WorkspaceSettings:
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    return page.workspace


def test_another_file(page: LibraryPage, window: MainWindow, wait: Wait, tmp_path: Path, shell: Shell, made: Lab) -> None:
    pane = section(window)
    wait()
    assert pane.place.text() == shell.settings.workspace_url and not pane.open.isEnabled()
    pane.place.setText(f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert pane.open.isEnabled() and not pane.password.isVisible()
    pane.open.click()
    wait()
    assert pane.said.text() == "The workspace is open."
    assert shell.settings.workspace_url.endswith("other.sqlite") and (tmp_path / "other.sqlite").exists()
    window.show_page("library")
    wait()
    assert page.empty.isVisible() and shell.workspace.vault_new


def test_one_that_cannot_be_opened_changes_nothing(
    page: LibraryPage, window: MainWindow, wait: Wait, tmp_path: Path, shell: Shell, settings: Settings, made: Lab
) -> None:
    before = settings.workspace_url
    (tmp_path / "text.sqlite").write_text("no database" * 200)
    pane = section(window)
    for url in (f"sqlite:///{tmp_path / 'text.sqlite'}", "mysql://somewhere.example/x", "postgresql://nobody@127.0.0.1:1/none"):
        pane.place.setText(url)
        assert pane.password.isVisible() is url.startswith("postgresql")
        pane.open.click()
        wait()
        assert pane.said.isVisible() and pane.said.property("status") == "bad"
        assert settings.workspace_url == before and shell.workspace.workspace is not None
    assert made.root.title


def test_a_password_in_the_url_is_not_kept(page: LibraryPage, window: MainWindow, wait: Wait, shell: Shell, settings: Settings) -> None:

    pane = section(window)
    pane.place.setText("postgresql://me:hunter2secret@127.0.0.1:1/none")
    pane.open.click()
    wait()
    settings.sync()
    assert "hunter2secret" not in settings.path.read_text() and "hunter2secret" not in pane.said.text()


def test_locking_after_is_a_choice(page: LibraryPage, window: MainWindow, wait: Wait, settings: Settings) -> None:
    pane = section(window)
    pane.lock_after.setCurrentIndex(pane.lock_after.findData("60"))
    pane.lock_after.activated.emit(pane.lock_after.currentIndex())
    assert settings.lock_after_minutes == 60
    assert pane.lock_after.currentText() == "After 60 minutes"
    settings.language = "ja"
    wait()
    assert pane.header.text() == "ワークスペース" and pane.lock_after.currentText() == "60分後"

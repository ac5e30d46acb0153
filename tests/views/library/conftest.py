"""The library page in a window, on a workspace of its own with a lab PKI in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.models.library.library_fixtures import PASSPHRASE, lab
from workbench.core.workspace import vault
from workbench.core.workspace.lab import Lab
from workbench.core.workspace.workspace import open_workspace
from workbench.models import jobs
from workbench.models.settings import Settings
from workbench.views.library.page import LibraryPage
from workbench.views.main_window import MainWindow

Wait = Callable[[], None]


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "SCRYPT_N", 2**10)


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    """Until nothing is on its way any more: no job, and no timer that begins one."""

    def until_quiet() -> None:
        for _ in range(3):
            qtbot.wait(60)
            qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=30_000)

    return until_quiet


@pytest.fixture
def made(settings: Settings, tmp_path: Path) -> Lab:
    """What is in the workspace before it is looked at."""
    workspace = open_workspace(settings.workspace_url)
    workspace.set_up_vault(PASSPHRASE)
    result = lab(workspace)
    workspace.close()
    return result


@pytest.fixture
def page(made: Lab, window: MainWindow, wait: Wait) -> LibraryPage:
    window.show_page("library")
    found = window.page("library")
    assert isinstance(found, LibraryPage)
    wait()
    return found

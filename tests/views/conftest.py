"""A shell and a window as the program makes them, on settings of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.models import jobs
from workbench.models.language import Language
from workbench.models.session import Session
from workbench.models.settings import Settings
from workbench.models.workspace import WorkspaceSession
from workbench.views import application
from workbench.views.actions import Actions
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell
from workbench.views.theme import ThemeSwitch


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path / "home" / "settings.ini")
    made.workspace_url = f"sqlite:///{tmp_path / 'home' / 'workspace.sqlite'}"
    return made


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, settings: Settings) -> Iterator[Shell]:
    application.set_up()
    language = Language("en")
    yield Shell(settings, language, ThemeSwitch("light", 100, "en"), Session(settings), Actions(), WorkspaceSession(settings))
    qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=30_000)
    language.choose("en")
    QLocale.setDefault(QLocale.c())


@pytest.fixture
def window(qtbot: QtBot, shell: Shell) -> Iterator[MainWindow]:
    made = MainWindow(shell)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    jobs.activity.cancel_all()
    made.close()


@pytest.fixture
def settle(qtbot: QtBot, qapp: QApplication) -> Callable[[], None]:
    """Lets everything happen that is due, and waits until no job runs."""

    def wait() -> None:
        qapp.processEvents()
        qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=30_000)

    return wait

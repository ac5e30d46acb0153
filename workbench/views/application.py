"""Starts the window."""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStyleFactory

from workbench.core.errors import Message
from workbench.models import jobs
from workbench.models.language import Language
from workbench.models.resource import resource
from workbench.models.session import Session
from workbench.models.settings import Settings
from workbench.models.workspace import WorkspaceSession
from workbench.views.actions import Actions
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell
from workbench.views.theme import ThemeSwitch
from workbench.words import LANGUAGES

SCREENSHOT_SIZE = (1280, 800)

LOG_SIZE = 256 * 1024
"""Octets of the log from which on a new one is begun; the last one is kept."""

SETTLED_MS = 400
"""A picture is taken when nothing has been at work for this long."""

PREPARE_AFTER_MS = 1500
NEEDED_LATER = ("workbench.core.handshake.scenarios.stage", "workbench.narration", "workbench.views.issuance.page")


def main(
    paths: list[str], language: str | None = None, theme: str | None = None, trust: str | None = None, screenshot: str | None = None
) -> int:
    """Open the window with these files and run until it is closed. Returns the exit code.

    language    "en" or "ja" for this run, None for the setting; theme "light", "dark" or "system" likewise
    trust       trust store for this run: "mozilla", "system" or a file
    screenshot  path of a PNG: the window is drawn into it when all files are open and judged, and the program ends
    """
    application = set_up()
    write_log()
    settings = Settings()
    window = make_window(settings, language, theme, trust, bool(paths))
    hook = _ExceptionHook(window)
    hook.install()
    window.show()
    if paths:
        window.shell.session.open_paths(paths)
    if screenshot is not None:
        window.resize(*SCREENSHOT_SIZE)
        shooter = _Screenshot(window, screenshot)
        shooter.begin()
    QTimer.singleShot(PREPARE_AFTER_MS, lambda: _prepare(window))
    # A signal from the terminal (Ctrl+C) reaches Python only between events.
    pulse = QTimer()
    pulse.timeout.connect(lambda: None)
    pulse.start(500)
    return application.exec()


def _prepare(window: MainWindow) -> None:
    """Load in a worker what the first handshake, verdict and form need: else one would wait for it then. Then terms are explained."""
    for name in NEEDED_LATER:
        jobs.run(importlib.import_module, name)
    jobs.run(lambda: importlib.import_module("workbench.core.x509.public_suffix").load())
    for language in LANGUAGES:
        jobs.run(lambda spoken: importlib.import_module("workbench.glossary").prepare(spoken), language)
    jobs.run(importlib.import_module, "workbench.views.glossary.asking").finished.connect(lambda module: window.asking)


def set_up() -> QApplication:
    """The QApplication with name, icon and style; the one that exists if there is one."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([sys.argv[0] if sys.argv else "tls-workbench"])
    application.setApplicationName("tls-workbench")
    application.setApplicationDisplayName("TLS Workbench")
    application.setDesktopFileName("tls-workbench")
    application.setWindowIcon(QIcon(str(resource("icons", "application.svg"))))
    application.setStyle(QStyleFactory.create("Fusion"))
    # Work gives way to the window: a worker thread lets go of the interpreter after this time. Short, since most calls into Qt
    # let go of it too, and a single turn of the event loop has hundreds.
    sys.setswitchinterval(0.0001)
    return application


def make_window(
    settings: Settings, language: str | None = None, theme: str | None = None, trust: str | None = None, inspect: bool = False
) -> MainWindow:
    """The window and everything behind it. What is given here holds for this run and is not stored."""
    spoken = Language(language or settings.language)
    look = ThemeSwitch(theme or settings.theme, settings.text_size, spoken.current)
    session = Session(settings)
    if trust is not None:
        session.set_conditions(trust=trust)
    shell = Shell(settings, spoken, look, session, Actions(), WorkspaceSession(settings))
    return MainWindow(shell, "inspect" if inspect else "home")


def log_path() -> Path:
    """Where the log of unforeseen errors stands."""
    return Path(platformdirs.user_log_dir("tls-workbench", appauthor=False)) / "tls-workbench.log"


def write_log() -> None:
    """Send the program's own log to a file. A disk that refuses is no reason not to start."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    handler = _LogFile(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("workbench").addHandler(handler)


class _LogFile(logging.Handler):
    """The log, begun anew when it is long. Its handler loads sockets and pickle, which a start without trouble need not wait for."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(self._path, maxBytes=LOG_SIZE, backupCount=1, encoding="utf-8", delay=True)
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


class _ExceptionHook:
    """An unforeseen exception in the GUI thread becomes one sentence and a line in the log; the window stays."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def install(self) -> None:
        sys.excepthook = self.handle
        threading.excepthook = lambda arguments: jobs.record_unexpected(arguments.exc_value) if arguments.exc_value else None

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.exit(130)
            return
        jobs.record_unexpected(error)
        self._window.trouble.add(Message("job_unexpected", {"kind": kind.__name__}))


class _Screenshot:
    """Takes the picture when everything has settled."""

    def __init__(self, window: MainWindow, path: str) -> None:
        self._window, self._path = window, path
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._settled)

    def begin(self) -> None:
        jobs.activity.changed.connect(lambda count: self._timer.start(SETTLED_MS))
        self._timer.start(SETTLED_MS)

    def _settled(self) -> None:
        if jobs.activity.count or self._window.shell.session.busy:
            self._timer.start(SETTLED_MS)
            return
        saved = self._window.grab().save(self._path, "PNG")
        self._window.close()
        QCoreApplication.exit(0 if saved else 2)

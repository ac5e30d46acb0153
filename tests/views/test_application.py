"""The program as a process: opens files, draws its window, ends; and its window survives mistakes."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from workbench.views import application
from workbench.views.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]

START = "import sys; from workbench.views.application import main; sys.exit(main(sys.argv[4:], *sys.argv[1:3], None, sys.argv[3]))"


def start(tmp_path: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TLS_WORKBENCH_HOME": str(tmp_path / "home"), "XDG_STATE_HOME": str(tmp_path / "state")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120, check=False
    )


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ja", "dark")])
def test_a_picture_of_the_opened_files(tmp_path: Path, demonstration: Path, language: str, theme: str) -> None:
    picture = tmp_path / "picture.png"
    done = start(tmp_path, START, language, theme, str(picture), str(demonstration / "chain.pem"))
    assert done.returncode == 0, done.stderr
    trouble = [line for line in done.stderr.splitlines() if "This plugin does not support" not in line]
    assert trouble == []
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1280, 800)
    corner = image.pixelColor(1279, 799)
    assert (corner.lightness() > 128) is (theme == "light")
    colours = {image.pixelColor(x, y).name() for x in range(0, 1280, 5) for y in range(0, 800, 5)}
    assert len(colours) > 12


def test_a_picture_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    assert start(tmp_path, START, "en", "light", str(tmp_path / "no folder" / "x.png")).returncode == 2


def test_what_is_slow_to_import_waits_until_it_is_needed(tmp_path: Path) -> None:
    code = (
        "import sys; from workbench.views import application as a; from workbench.models.settings import Settings;"
        "app = a.set_up(); w = a.make_window(Settings(), 'en', 'light'); w.show(); app.processEvents();"
        "late = ('pyqtgraph', 'numpy', 'pkilint', 'cryptography', 'PySide6.QtNetwork', 'workbench.views.glossary.asking',"
        "        'workbench.narration', 'workbench.replay', 'workbench.core.handshake', 'workbench.views.handshake');"
        "print(*sorted(m for m in late if m in sys.modules))"
    )
    done = start(tmp_path, code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_a_mistake_in_the_gui_thread_becomes_a_sentence_and_the_window_stays(window: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    hook = application._ExceptionHook(window)
    with caplog.at_level(logging.ERROR, "workbench"):
        try:
            raise LookupError("the password is hunter2")
        except LookupError as error:
            hook.handle(type(error), error, error.__traceback__)
    assert [message.id for message in window.trouble.messages] == ["job_unexpected"]
    assert window.isVisible() and "LookupError" in caplog.text and "hunter2" not in caplog.text


def test_choices_of_one_run_are_not_stored(qtbot: QtBot, tmp_path: Path) -> None:
    from workbench.models.settings import Settings

    application.set_up()
    settings = Settings(tmp_path / "s.ini")
    window = application.make_window(settings, "ja", "dark", "system", True)
    qtbot.addWidget(window)
    assert window.current_page == "inspect" and window.shell.session.conditions.trust == "system"
    assert window.rail.button("home").text() == "ホーム"
    settings.sync()
    assert (settings.language, settings.theme, settings.trust) == ("system", "system", "mozilla")
    window.shell.language.choose("en")
    window.shell.theme.choose("light")


def test_the_log_names_places_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application.platformdirs, "user_log_dir", lambda *_, **__: str(tmp_path / "log"))
    log = logging.getLogger("workbench")
    before = list(log.handlers)
    application.write_log()
    try:
        raise RuntimeError("secret")
    except RuntimeError as error:
        application.jobs.record_unexpected(error)
    for handler in set(log.handlers) - set(before):
        handler.close()
        log.removeHandler(handler)
    written = (tmp_path / "log" / "tls-workbench.log").read_text()
    assert "RuntimeError at " in written and "test_application.py" in written and "secret" not in written

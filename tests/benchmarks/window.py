"""A window started for measuring, in a process of its own: `bare`, or `ours FILE`. Prints one JSON line and ends.

shown    milliseconds from the start of the process until everything to be seen was painted
opened   milliseconds from the order to open until the verdict was painted (ours)
stall    longest time the GUI thread did not answer from then until all was quiet, in milliseconds (ours)
selected milliseconds from choosing another certificate until its verdict was painted (ours)
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measure(*arguments: str) -> dict[str, float]:
    """Run this module in a fresh process, on the offscreen platform, with settings of its own.

    Modules are compiled once for all measurements, as they are where the program is installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder)
        environment = {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": _compiled()}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "tests.benchmarks.window", repr(time.time()), *arguments]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return dict(json.loads(result.stdout.splitlines()[-1]))


@functools.cache
def _compiled() -> str:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return folder.name


def _bare(began: float) -> None:
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("bare"))
    window.resize(1280, 800)
    window.show()
    application.processEvents()
    window.grab()
    print(json.dumps({"shown": (time.time() - began) * 1e3}))


def _ours(began: float, path: str) -> None:
    from PySide6.QtCore import QTimer

    from workbench.models.settings import Settings
    from workbench.views.application import make_window, set_up, write_log

    application = set_up()
    write_log()
    window = make_window(Settings(), inspect=True)
    window.resize(1280, 800)
    window.show()
    page = window.page("inspect")
    facts = {"stall": 0.0}
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        facts["stall"] = max(facts["stall"], (now - last) * 1e3)
        last = now

    def judged(verdict: object) -> None:
        if verdict is not None:
            QTimer.singleShot(0, painted_other if "shown" in facts else painted)

    def painted() -> None:
        window.repaint()
        facts["shown"] = (time.time() - began) * 1e3
        facts["opened"] = (time.perf_counter() - ordered) * 1e3
        # What still runs behind the picture (lint, other rows' verdicts) must not hold up the hand either.
        QTimer.singleShot(2000, choose_other)

    def choose_other() -> None:
        nonlocal ordered
        view = page.objects.view
        middle = view.model().index(view.model().rowCount() // 2, 0)
        ordered = time.perf_counter()
        view.setCurrentIndex(middle)
        view.scrollTo(middle)

    def painted_other() -> None:
        window.repaint()
        facts["selected"] = (time.perf_counter() - ordered) * 1e3
        QTimer.singleShot(500, application.quit)

    page.inspection.verdict_changed.connect(judged)
    heart = QTimer()
    heart.timeout.connect(beat)
    application.processEvents()
    last = ordered = time.perf_counter()
    heart.start(1)
    window.shell.session.open_paths([path])
    application.exec()
    print(json.dumps(facts))
    sys.stdout.flush()
    os._exit(0)


def write_bundle(folder: str, count: int) -> str:
    from tests.benchmarks.bundles import bundle

    path = Path(folder) / f"bundle{count}.pem"
    path.write_bytes(bundle(count))
    return str(path)


if __name__ == "__main__":
    if sys.argv[2] == "bare":
        _bare(float(sys.argv[1]))
    else:
        _ours(float(sys.argv[1]), sys.argv[3])

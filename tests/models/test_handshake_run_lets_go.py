"""What a run worked on does not stay when it is over."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

from workbench.models import jobs
from workbench.models.handshake_run import HandshakeRun


class Parameters:
    """Stands for what a run holds: a transcript, in a comparison."""


def test_jobs_and_what_they_held_go(qtbot: QtBot) -> None:
    run = HandshakeRun()
    held = []
    for _ in range(3):
        parameters = Parameters()
        held.append(weakref.ref(parameters))
        with qtbot.waitSignal(run.finished, timeout=30_000):
            run.start(lambda given: None, parameters)
    del parameters
    qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=30_000)
    gc.collect()
    assert [one() for one in held] == [None, None, None]

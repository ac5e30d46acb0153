"""Runs a scenario off the GUI thread. Only the last one asked for is told of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.core.handshake.knowledge import knowledge_of
from workbench.core.handshake.transcript import Transcript
from workbench.models import jobs
from workbench.models.handshake_keys import lineage_of
from workbench.models.handshake_steps import Detail, moments


def _play(scenario: Callable[[Any], object], parameters: Any) -> object:
    """Run it, and work out here what every view asks of a transcript next."""
    made = scenario(parameters)
    if isinstance(made, Transcript):
        work_out(made)
    return made


def work_out(transcript: Transcript) -> None:
    """All that takes long to work out about a long transcript and is remembered of it."""
    _ = knowledge_of(transcript).changes
    lineage_of(transcript)
    for detail in Detail:
        moments(transcript, detail)


class HandshakeRun(QObject):
    """finished(transcript), failed(message), running(bool)."""

    finished = Signal(object)
    failed = Signal(object)
    running = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: jobs.Job | None = None
        self._number = 0

    def start(self, scenario: Callable[[Any], object], parameters: Any) -> None:
        """Run `scenario(parameters)`; one that still runs is dropped."""
        if self._job is not None:
            self._job.cancel()
        self._job = jobs.run(_play, scenario, parameters)
        self._number += 1
        number = self._number  # a job that is held by what listens to it would stay for ever, with all that it worked on
        self._job.finished.connect(lambda transcript: self._ended(number, transcript, None))
        self._job.failed.connect(lambda message: self._ended(number, None, message))
        self.running.emit(True)

    def _ended(self, number: int, transcript: Transcript | None, trouble: object) -> None:
        if number != self._number:
            return
        self._job = None
        self.running.emit(False)
        if trouble is not None:
            self.failed.emit(trouble)
        else:
            self.finished.emit(transcript)

"""Work off the GUI thread: a job reports progress, can be cancelled, and always ends in exactly one of three signals."""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from workbench.core.errors import Message, WorkbenchError

log = logging.getLogger("workbench.jobs")

CHUNK_SECONDS = 0.08
"""How long results are gathered before they go to the GUI thread together."""


class Cancelled(Exception):
    """Raised inside the working function when the job was cancelled."""


class Task:
    """What the working function sees of its job. All methods are called in the worker thread."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._chunk: list[object] = []
        self._last_chunk = time.monotonic()
        self._last_progress = 0.0

    @property
    def cancelled(self) -> bool:
        return self._job.cancel_requested

    def check(self) -> None:
        """Raise `Cancelled` when the user wants no more of it. Call it between pieces of work."""
        if self.cancelled:
            raise Cancelled

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; may be called as often as one likes (it is thinned out)."""
        now = time.monotonic()
        if done >= total or now - self._last_progress >= CHUNK_SECONDS:
            self._last_progress = now
            self._job._progressed.emit(done, total)

    def deliver(self, result: object) -> None:
        """Hand over one partial result. They arrive in lists with the `chunk` signal, none is lost."""
        self._chunk.append(result)
        if time.monotonic() - self._last_chunk >= CHUNK_SECONDS:
            self.flush()

    def flush(self) -> None:
        if self._chunk:
            self._job._chunked.emit(self._chunk)
            self._chunk = []
        self._last_chunk = time.monotonic()


class Job(QObject):
    """One piece of work. Its public signals are emitted in the thread that made the job (the GUI thread).

    progress   done, total
    chunk      list of partial results
    finished   the result; `failed` the one sentence to show; `cancelled` when the user stopped it.
               Exactly one of these three comes, once.
    """

    progress = Signal(int, int)
    chunk = Signal(list)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    _progressed = Signal(int, int)
    _chunked = Signal(list)
    _ended = Signal(object, object)

    def __init__(self, work: Callable[[Task], Any]) -> None:
        super().__init__()
        self._work = work
        self._stop = threading.Event()
        self.running = True
        queued = Qt.ConnectionType.QueuedConnection
        self._progressed.connect(self._on_progress, queued)
        self._chunked.connect(self._on_chunk, queued)
        self._ended.connect(self._on_ended, queued)

    @property
    def cancel_requested(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop. Cooperative: it stops at its next check, and its result is dropped in any case."""
        self._stop.set()

    def execute(self) -> None:
        """Do the work; runs in a thread of the pool."""
        task = Task(self)
        result: object = None
        trouble: object = None
        try:
            result = self._work(task)
            task.flush()
        except Cancelled:
            self._stop.set()
        except WorkbenchError as error:
            trouble = error.message
        except Exception as error:  # whatever a library raises must reach a person as a sentence, and the log
            if not isValid(self):
                return
            record_unexpected(error)
            trouble = Message("job_unexpected", {"kind": type(error).__name__})
        with contextlib.suppress(RuntimeError):  # the program ended meanwhile and Qt has deleted the job: nobody listens
            self._ended.emit(result, trouble)

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        if not self.cancel_requested:
            self.progress.emit(done, total)

    @Slot(list)
    def _on_chunk(self, results: list[object]) -> None:
        if not self.cancel_requested:
            self.chunk.emit(results)

    @Slot(object, object)
    def _on_ended(self, result: object, trouble: object) -> None:
        self.running = False
        try:
            if self.cancel_requested:
                self.cancelled.emit()
            elif trouble is not None:
                self.failed.emit(trouble)
            else:
                self.finished.emit(result)
        finally:
            activity._leave(self)


MANY_OBJECTS = 20_000
"""When jobs leave more new objects than this, they are certificates and their parts, or the modules of the linter, and no garbage."""


class Activity(QObject):
    """All jobs that run now. It also keeps them alive until their last signal is out.

    While one runs, the garbage collector rests: a full collection over the parts of twenty thousand certificates stops every
    thread, the GUI's too, for a fifth of a second, and finds nothing. For the same reason what came out of large jobs is
    frozen, that is, left out of later collections (until `gc.unfreeze`, which `Session` calls when files are closed).
    """

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._jobs: list[Job] = []
        self._program_frozen = False

    @property
    def count(self) -> int:
        return len(self._jobs)

    def cancel_all(self) -> None:
        for job in self._jobs:
            job.cancel()

    def _enter(self, job: Job) -> None:
        if not self._jobs:
            gc.disable()
            if not self._program_frozen:  # modules, classes, widgets: no garbage either
                self._program_frozen = True
                gc.freeze()
        self._jobs.append(job)
        self.changed.emit(len(self._jobs))

    def _leave(self, job: Job) -> None:
        self._jobs.remove(job)
        if not self._jobs:
            if gc.get_count()[0] > MANY_OBJECTS:
                gc.freeze()
            gc.enable()
        self.changed.emit(len(self._jobs))


activity = Activity()


def run(function: Callable[..., Any], *args: Any) -> Job:
    """Call `function(*args)` in a worker thread. Connect to the job's signals before returning to the event loop."""
    return _start(Job(lambda task: function(*args)))


def run_task(function: Callable[..., Any], *args: Any) -> Job:
    """Call `function(task, *args)`; the `Task` lets it report progress, deliver results in chunks and see a cancel."""
    return _start(Job(lambda task: function(task, *args)))


def _start(job: Job) -> Job:
    activity._enter(job)
    QThreadPool.globalInstance().start(job.execute)
    return job


def record_unexpected(error: BaseException) -> None:
    """Log where an unforeseen exception came from: its type and the places in the code.

    Neither its text nor any value goes into the log: they may hold parts of a private key or a password.
    """
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s at %s", type(error).__name__, " < ".join(reversed(places)) or "unknown place")

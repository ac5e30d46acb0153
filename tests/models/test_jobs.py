"""Jobs end once, tell the truth, and lose nothing."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from workbench.core.errors import FileError, Message
from workbench.models import jobs


class Ends:
    """Counts every way a job can end."""

    def __init__(self, job: jobs.Job) -> None:
        self.results: list[object] = []
        self.failures: list[Message] = []
        self.cancels = 0
        job.finished.connect(self.results.append)
        job.failed.connect(self.failures.append)
        job.cancelled.connect(self._cancelled)

    def _cancelled(self) -> None:
        self.cancels += 1

    def count(self) -> int:
        return len(self.results) + len(self.failures) + self.cancels


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=10_000)


def test_the_result_arrives_in_the_gui_thread(qtbot: QtBot, settle: Callable[[], None]) -> None:
    threads: list[threading.Thread] = []
    arrived: list[threading.Thread] = []

    def work(first: int, second: int) -> int:
        threads.append(threading.current_thread())
        return first + second

    job = jobs.run(work, 20, 22)
    ends = Ends(job)
    job.finished.connect(lambda result: arrived.append(threading.current_thread()))
    settle()
    assert ends.results == [42] and ends.count() == 1
    assert threads[0] is not threading.main_thread() and arrived == [threading.main_thread()]
    assert not job.running


def test_a_job_that_ends_at_once_is_still_heard(qtbot: QtBot, settle: Callable[[], None]) -> None:
    ends = [Ends(jobs.run(lambda: None)) for _ in range(50)]
    time.sleep(0.05)
    settle()
    assert [end.results for end in ends] == [[None]] * 50


def test_a_typed_error_becomes_its_message(qtbot: QtBot, settle: Callable[[], None]) -> None:
    def work() -> None:
        raise FileError("file_too_large", path="x", limit=3)

    ends = Ends(jobs.run(work))
    settle()
    assert ends.failures == [Message("file_too_large", {"path": "x", "limit": 3})] and ends.count() == 1


def test_an_unforeseen_error_becomes_one_sentence_and_a_log_line_without_secrets(
    qtbot: QtBot, settle: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    def work(password: str) -> None:
        raise LookupError(f"no entry for {password}")

    with caplog.at_level(logging.ERROR, "workbench.jobs"):
        ends = Ends(jobs.run(work, "hunter2"))
        settle()
    assert ends.failures == [Message("job_unexpected", {"kind": "LookupError"})] and ends.count() == 1
    assert "LookupError" in caplog.text and "test_jobs.py" in caplog.text
    assert "hunter2" not in caplog.text


def test_progress_and_chunks_arrive_in_order_and_complete(qtbot: QtBot, settle: Callable[[], None]) -> None:
    def work(task: jobs.Task) -> str:
        for number in range(5000):
            task.deliver(number)
            task.progress(number + 1, 5000)
        return "end"

    job = jobs.run_task(work)
    ends = Ends(job)
    heard: list[int] = []
    steps: list[tuple[int, int]] = []
    job.chunk.connect(lambda part: heard.extend(part))
    job.progress.connect(lambda done, total: steps.append((done, total)))
    settle()
    assert heard == list(range(5000))
    assert ends.results == ["end"]
    assert steps[-1] == (5000, 5000) and len(steps) < 500


def test_cancel_stops_the_work_and_nothing_else_comes(qtbot: QtBot, settle: Callable[[], None]) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def work(task: jobs.Task) -> str:
        begun.set()
        try:
            while True:
                task.check()
                time.sleep(0.002)
        finally:
            stopped.set()

    job = jobs.run_task(work)
    ends = Ends(job)
    assert begun.wait(5)
    job.cancel()
    settle()
    assert stopped.is_set()
    assert ends.cancels == 1 and ends.count() == 1


def test_a_result_that_comes_after_the_cancel_is_dropped(qtbot: QtBot, settle: Callable[[], None]) -> None:
    job = jobs.run(lambda: "too late")
    ends = Ends(job)
    job.cancel()
    settle()
    assert ends.cancels == 1 and ends.count() == 1


def test_the_activity_counts(qtbot: QtBot, settle: Callable[[], None]) -> None:
    gate = threading.Event()
    counts: list[int] = []
    jobs.activity.changed.connect(counts.append)
    jobs.run(gate.wait, 5)
    jobs.run(gate.wait, 5)
    assert jobs.activity.count == 2
    gate.set()
    settle()
    jobs.activity.changed.disconnect(counts.append)
    assert counts == [1, 2, 1, 0]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="from Python 3.12 on True is immortal")
def test_a_signal_costs_no_reference(qtbot: QtBot, settle: Callable[[], None]) -> None:
    """PySide 6.12.0 gives one reference of True away with every signal; a few thousand signals later Python 3.11 aborts."""
    before = sys.getrefcount(True)
    for _ in range(200):
        jobs.activity.changed.emit(0)
    assert sys.getrefcount(True) > before - 100


def test_a_job_that_outlives_the_program_ends_in_silence() -> None:
    job = jobs.Job(lambda task: 1)
    shiboken6.delete(job)
    job.execute()
    assert not shiboken6.isValid(job)

"""The OCSP responder of the window: one for the workspace, started and stopped by a person, and what it was asked."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

from workbench.core.errors import Message
from workbench.models import jobs
from workbench.models.workspace import WorkspaceSession

if TYPE_CHECKING:
    from workbench.core.live.ocsp_responder import Answered, Responder, Urls

LOOPBACK = "127.0.0.1"
KEPT = 200
"""Requests that are remembered, the latest."""
GATHER_MS = 50
"""What is asked within this time is told together."""


@dataclass(frozen=True)
class Heard:
    """A request that was answered, and when that was."""

    time: datetime
    answered: Answered

    @property
    def answer(self) -> Message:
        """The answer in words."""
        answered = self.answered
        if answered.trouble is not None:
            return answered.trouble
        if answered.ocsp is not None and not answered.told:
            return Message(f"after_ocsp_{answered.ocsp.name.lower()}")
        if answered.told:
            states = tuple(dict.fromkeys(status for _, status in answered.told))
            return Message(f"after_told_{states[0]}") if len(states) == 1 else Message("after_told_several", {"count": len(answered.told)})
        return Message("after_file_sent" if answered.http == 200 else "after_file_missing")


class ResponderDesk(QObject):
    """It listens on loopback only, and only when a person started it.

    changed   it runs or not
    heard     somebody was answered
    failed    the sentence why it could not be started
    """

    changed = Signal()
    heard = Signal()
    failed = Signal(object)
    _told = Signal()

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.count = 0
        self._responder: Responder | None = None
        self._coming: Responder | None = None
        self._given_up = False
        self._lock = threading.Lock()
        self._heard: deque[Heard] = deque(maxlen=KEPT)
        self._telling = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        session.opened.connect(self.stop)  # another workspace
        session.vault_changed.connect(self._on_vault)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.end)

    @property
    def running(self) -> bool:
        return self._responder is not None

    @property
    def busy(self) -> bool:
        return self._coming is not None

    @property
    def port(self) -> int:
        """On which it listens; 0 when it does not run."""
        return 0 if self._responder is None else self._responder.port

    def urls(self, issuer_id: str) -> Urls | None:
        """What belongs into certificates of that CA, as long as it runs."""
        return None if self._responder is None else self._responder.urls(issuer_id)

    def requests(self) -> tuple[Heard, ...]:
        """The latest first."""
        with self._lock:
            return tuple(reversed(self._heard))

    def start(self, port: int) -> None:
        """Listen on this port, 0: a free one. Ends in `changed` or `failed`."""
        if self.running or self.busy or self.session.workspace is None:
            return
        from workbench.core.live.ocsp_responder import Responder

        with self._lock:
            self._heard.clear()
            self.count = 0
        self._given_up = False
        self._coming = Responder(self.session.workspace, self._tell, (LOOPBACK, port))
        job = jobs.run(self._coming.start)
        job.finished.connect(self._on_started)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Nobody is answered any more, soon."""
        self._given_up = True
        responder, self._responder = self._responder, None
        if responder is not None:
            jobs.run(responder.stop)
            self.changed.emit()

    @Slot()
    def end(self) -> None:
        """Stop at once: the program or the window goes."""
        self._given_up = True
        responder, self._responder = self._responder, None
        if responder is not None:
            responder.stop()

    @Slot(object)
    def _on_started(self, result: object) -> None:
        responder, self._coming = self._coming, None
        assert responder is not None
        if self._given_up:
            jobs.run(responder.stop)
        else:
            self._responder = responder
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, message: Message) -> None:
        self._coming = None
        self.changed.emit()
        self.failed.emit(message)

    @Slot()
    def _on_cancelled(self) -> None:
        """It may listen by now: nobody wants it."""
        self._given_up = True
        self._on_started(None)

    @Slot()
    def _on_vault(self) -> None:
        if self.session.workspace is None:
            self.stop()  # it is about to be another one

    def _tell(self, answered: Answered) -> None:
        """From a thread of the responder. However many ask, one notice at a time is on its way to the window."""
        with self._lock:
            self._heard.append(Heard(datetime.now(UTC), answered))
            self.count += 1
            first, self._telling = not self._telling, True
        if first:
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._told.emit()

    @Slot()
    def _on_told(self) -> None:
        QTimer.singleShot(GATHER_MS, self, self._say_heard)

    @Slot()
    def _say_heard(self) -> None:
        with self._lock:
            self._telling = False
        self.heard.emit()

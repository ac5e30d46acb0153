"""Drafts of forms: written a moment after the last change, so that neither a closed window nor a crash loses what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from workbench.models import jobs
from workbench.models.workspace import WorkspaceSession

if TYPE_CHECKING:
    from workbench.core.workspace.workspace import Workspace

WRITE_AFTER_MS = 400
TYPED = "typed"
"""In a draft: when, more exactly than the second in which it was written."""
PREFIX = "form_"
"""Of the ids of drafts of forms."""


class Drafting(QObject):
    """Keeps the drafts of all forms. What is to be written waits while there is no workspace, and while another one is being written."""

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: dict[str, dict[str, Any] | None] = {}
        self._written: dict[str, dict[str, Any] | None] = {}
        self._writing = False
        self._timer = QTimer(self, singleShot=True, interval=WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)
        session.opened.connect(self.write)

    def keep(self, intent: str, content: dict[str, Any]) -> None:
        """Write this down soon: plain JSON, without a secret."""
        self._waiting[PREFIX + intent] = {**content, TYPED: datetime.now(UTC).isoformat()}
        self._timer.start()

    def forget(self, intent: str) -> None:
        """There is nothing to keep of this form any more."""
        self._waiting[PREFIX + intent] = None
        self._timer.start()

    @Slot()
    def write(self) -> None:
        """Write now what waits. Nobody is told: a draft changes nothing of what pages show."""
        workspace = self._session.workspace
        if workspace is None or not self._waiting or self._writing:
            return
        self._timer.stop()
        self._written, self._waiting = self._waiting, {}
        self._writing = True
        job = jobs.run(_write, workspace, self._written)
        job.finished.connect(self._on_written)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def _on_written(self, result: object) -> None:
        self._writing = False
        if self._waiting:
            self._timer.start()

    @Slot(object)
    def _on_failed(self, message: object) -> None:
        """The workspace is busy, or gone: it waits for the next change, or the next workspace."""
        self._writing = False
        self._waiting = {**self._written, **self._waiting}

    @Slot()
    def _on_cancelled(self) -> None:
        self._on_written(None)


def _write(workspace: Workspace, waiting: Mapping[str, dict[str, Any] | None]) -> None:
    from workbench.core.workspace.drafts import delete_draft, save_draft

    with workspace.writing() as connection:
        for id, content in waiting.items():
            if content is None:
                delete_draft(connection, id)
            else:
                save_draft(connection, id, content)

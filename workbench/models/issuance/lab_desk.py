"""The form of a lab PKI without its widgets."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import Message
from workbench.core.issuance.problems import Problem, problems
from workbench.core.issuance.profiles import built_in
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.desk import passphrase_wanting
from workbench.models.issuance.drafting import PREFIX, Drafting
from workbench.models.issuance.making import Issued, make_the_lab
from workbench.models.issuance.naming import Naming, named, title_of, written
from workbench.models.jobs import Job
from workbench.models.workspace import WorkspaceSession

INTENT = "lab"


class LabDesk(QObject):
    """edited, restored   what was typed is another, by its user or from a draft
    working, progressed(done, total), issued(Issued), failed(Message), unlock_failed(Message)   as `Desk` has them
    """

    edited = Signal()
    restored = Signal()
    working = Signal(bool)
    progressed = Signal(int, int)
    issued = Signal(object)
    failed = Signal(object)
    unlock_failed = Signal(object)

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.text = ""
        self.key: KeyKind | None = None
        self._job: Job | None = None
        self._made: list[Issued] = []
        self._looked = False
        self.drafting = Drafting(session, self)
        session.opened.connect(self._look)
        session.vault_changed.connect(self.edited)
        self._look()

    # -- the draft -------------------------------------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        if self.session.workspace is None:
            self.session.ensure_open()
        elif not self._looked:
            self._looked = True
            self.session.read(_draft).finished.connect(self._on_draft)
        self.edited.emit()

    @Slot(object)
    def _on_draft(self, content: dict[str, object] | None) -> None:
        if content is None or self.text:
            return
        self.text = str(content.get("text", ""))
        key = content.get("key")
        self.key = KeyKind(key) if isinstance(key, str) and key in list(KeyKind) else None
        self.restored.emit()
        self.edited.emit()

    # -- what is typed ---------------------------------------------------------------------------------------------

    def set_text(self, text: str) -> None:
        self.text = text
        self._keep()

    def set_key(self, key: KeyKind | None) -> None:
        self.key = key
        self._keep()

    def _keep(self) -> None:
        if self.text.strip() or self.key is not None:
            self.drafting.keep(INTENT, {"text": self.text, "key": None if self.key is None else self.key.value})
        else:
            self.drafting.forget(INTENT)
        self.session.touch()
        self.edited.emit()

    @property
    def names(self) -> tuple[str, ...]:
        """The host names and addresses, one by one."""
        return tuple(item.value for item in named(built_in("server").specification, Naming.HOST, self.text).names)

    def planned(self) -> tuple[tuple[str, str], ...]:
        """(role, name) of the four certificates; () while the workspace is being opened: that loads what this needs."""
        if self.session.workspace is None:
            return ()
        from workbench.core.workspace.lab import LabWish, plan

        parts = plan(LabWish(self.names, key=self.key))
        names = {part.role: title_of(part.specification) for part in parts}
        names["server"] = next((written(part.specification, Naming.HOST) for part in parts if part.role == "server"), "")
        return tuple(names.items())

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the server's names."""
        found = problems(named(built_in("server").specification, Naming.HOST, self.text), datetime.now(UTC))
        return tuple(problem for problem in found if problem.status is Status.FAILURE)[:1]

    def hindrance(self, passphrase: str, again: str) -> Message | None:
        """Why it cannot be made now; None when it can."""
        if self._job is not None:
            return Message("issuing_waits_for_work")
        if not self.text.strip():
            return Message("issuing_lab_needs_host")
        found = self.problems()
        return found[0].message if found else passphrase_wanting(self.session, passphrase, again)

    # -- making it -------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return self._job is not None

    def make(self, passphrase: str) -> None:
        """Ends in `issued`, `failed` or `unlock_failed`, or in nothing when it was cancelled."""
        if self._job is not None or self.hindrance(passphrase, passphrase) is not None:
            return
        self.drafting.write()
        if self.session.locked:
            self._follow(self.session.unlock(passphrase), self._on_unlocked, self._on_unlock_failed)
            self.working.emit(True)
        else:
            self._on_unlocked(None)
            self.working.emit(True)

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _follow(self, job: Job, finished: object, failed: object) -> None:
        self._job = job
        job.finished.connect(finished)
        job.failed.connect(failed)
        job.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def _on_unlocked(self, result: object) -> None:
        from workbench.core.workspace.lab import LabWish

        self._made = []
        job = self.session.change_task(make_the_lab, LabWish(self.names, key=self.key), self._made)
        job.progress.connect(self.progressed)
        self._follow(job, self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, issued: Issued) -> None:
        self.text, self.key = "", None
        self.drafting.forget(INTENT)
        self._ended()
        self.restored.emit()
        self.issued.emit(issued)

    @Slot(object)
    def _on_failed(self, message: object) -> None:
        self._ended()
        self.failed.emit(message)

    @Slot(object)
    def _on_unlock_failed(self, message: object) -> None:
        self._ended()
        self.unlock_failed.emit(message)

    @Slot()
    def _on_cancelled(self) -> None:
        """Nothing was made, or everything: that it came too late is no reason to be silent about it."""
        if self._made:
            self.session.changed.emit()
            self._on_made(self._made[0])
        else:
            self._ended()

    def _ended(self) -> None:
        self._job = None
        self.working.emit(False)
        self.edited.emit()


def _draft(connection: object) -> dict[str, object] | None:
    from workbench.core.workspace.drafts import list_drafts

    return next((draft.content for draft in list_drafts(connection) if draft.id == PREFIX + INTENT), None)  # type: ignore[arg-type]

"""The wing of many certificates without its widgets: the table, what it is checked under, and the work."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import Message
from workbench.core.issuance.batch import Table
from workbench.core.x509.issuance import KeyKind
from workbench.models import jobs
from workbench.models.issuance import standing
from workbench.models.issuance.batch import work
from workbench.models.issuance.batch.choosing import Chosen
from workbench.models.issuance.batch.row_text import State
from workbench.models.issuance.batch.rows import RowsModel
from workbench.models.issuance.batch.sheets import report, template
from workbench.models.issuance.batch.work import Source
from workbench.models.issuance.desk import passphrase_wanting
from workbench.models.issuance.standing import Standing
from workbench.models.jobs import Job
from workbench.models.workspace import WorkspaceSession


class Doing(StrEnum):
    NOTHING = ""
    ISSUING = "issuing"
    SAVING = "saving"


@dataclass(frozen=True)
class Counts:
    """good       rows that can be issued, or are; bad   those that have mistakes, or were refused; left   good ones not issued yet"""

    rows: int = 0
    good: int = 0
    bad: int = 0
    issued: int = 0
    left: int = 0


@dataclass(frozen=True)
class _Saving:
    target: str
    folder: Path
    password: str
    overwrite: bool

    def __repr__(self) -> str:  # never the password
        return f"<_Saving {self.target}>"


class BatchDesk(QObject):
    """listed     what can be chosen from is another: profiles, CAs
    edited     something is different: the table, what it is checked under, what is being done
    loaded     another table is there
    working    whether something is being made or saved; progressed(done, all)   of it, or of the check
    failed     the sentence why not; unlock_failed   why the keys stay locked
    saved(count, folder)   so many files are there
    written(path)   the template or the report is there

    trouble    why the table that was brought last cannot be used; the one before stays
    stopped    its user ended the issuing before the last row
    """

    listed = Signal()
    edited = Signal()
    loaded = Signal()
    working = Signal(bool)
    progressed = Signal(int, int)
    failed = Signal(object)
    unlock_failed = Signal(object)
    saved = Signal(int, object)
    written = Signal(object)

    def __init__(self, session: WorkspaceSession, key_names: Mapping[Any, str], language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model = RowsModel(key_names, language, self)
        self.chosen = Chosen()
        self.looked = False
        self.source: Source | None = None
        self.table: Table | None = None
        self.trouble: Message | None = None
        self.stopped = False
        self.wrong_first = False
        self.doing = Doing.NOTHING
        self.counts = Counts()
        self._new: Source | None = None
        self._job: Job | None = None
        self._checking: Job | None = None
        self._loading: Job | None = None
        self._stop = threading.Event()
        self._saving: _Saving | None = None
        session.opened.connect(self._on_opened)
        session.failed.connect(self._on_not_opened)
        session.changed.connect(self.look)
        session.vault_changed.connect(self.edited)
        self.look()

    # -- what can be chosen from -----------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        if self.session.workspace is None:
            self.session.ensure_open()
        else:
            self.session.read(standing.look).finished.connect(self._on_looked)

    @Slot()
    def _on_opened(self) -> None:
        self.looked = False
        self.look()

    @Slot(object)
    def _on_not_opened(self, message: Message) -> None:
        self.failed.emit(message)

    @Slot(object)
    def _on_looked(self, found: Standing) -> None:
        before = self.chosen.under
        self.looked, self.chosen = True, self.chosen.among(found)
        self.listed.emit()
        if self.table is None and self._new is None:
            self.edited.emit()
        elif not self.counts.issued and self.doing is Doing.NOTHING and (before != self.chosen.under or self._new is not None):
            self.check_again()

    def choose_profile(self, id: str) -> None:
        self._choose(profile=next(profile for profile in self.chosen.profiles if profile.id == id))

    def choose_issuer(self, id: str | None) -> None:
        self._choose(issuer_id=id)

    def choose_key(self, kind: KeyKind | None) -> None:
        self._choose(key=kind)

    def _choose(self, **changed: Any) -> None:
        self.chosen = replace(self.chosen, **changed)
        self.session.touch()
        self.listed.emit()
        self.check_again()

    # -- the table -------------------------------------------------------------------------------------------------

    def load(self, path: str) -> None:
        """A file. What cannot be used is told, and the table that is there stays."""
        if self.doing is not Doing.NOTHING:
            return
        self.trouble = None
        if self._loading is not None:
            self._loading.cancel()
        self._loading = jobs.run(work.load, path)
        self._loading.finished.connect(self._on_loaded)
        self._loading.failed.connect(self._on_unusable)
        self.edited.emit()

    def paste(self, text: str) -> None:
        """Cells out of a spreadsheet, or the text of a CSV file."""
        if self.doing is not Doing.NOTHING:
            return
        self._take(Source("", text.encode("utf-8", "surrogatepass")))

    def refuse(self, message: Message) -> None:
        """What was brought is no table."""
        self._on_unusable(message)

    def leave_table(self) -> None:
        """Back to the start: what was issued stays in the workspace."""
        if self.doing is not Doing.NOTHING:
            return
        self._end_check()
        self.source = self._new = self.table = self.trouble = None
        self.stopped = False
        self.model.show(())
        self._count()
        self.loaded.emit()
        self.edited.emit()

    @Slot(object)
    def _on_loaded(self, source: Source) -> None:
        self._loading = None
        self._take(source)

    def _take(self, source: Source) -> None:
        self.trouble = None
        self._new = source
        self.check_again()

    @Slot(object)
    def _on_unusable(self, message: Message) -> None:
        self._loading = None
        self._checking = None
        self._new = None
        self.trouble = message
        self.edited.emit()

    def check_again(self) -> None:
        """Look at the rows under what is chosen now; what was looked at before is given up."""
        self._end_check()
        source = self._new or self.source
        fresh = self._new is not None
        if source is not None and self.session.workspace is not None and (fresh or not self.model.results):
            self._checking = jobs.run_task(work.check, self.session.workspace, source, self.chosen.under)
            self._checking.chunk.connect(self._on_chunk)
            self._checking.progress.connect(self.progressed)
            self._checking.finished.connect(self._on_checked)
            self._checking.failed.connect(self._on_unusable)
        self.edited.emit()

    def _end_check(self) -> None:
        if self._checking is not None:
            self._checking.cancel()
            self._checking = None

    @Slot(list)
    def _on_chunk(self, found: list[Any]) -> None:
        for item in found:
            if isinstance(item, Table):
                fresh = self._new is not None
                self.source, self._new, self.table = self._new or self.source, None, item
                self.stopped = False
                self.model.show(item.rows)
                if fresh:
                    self.loaded.emit()
            else:
                self.model.change([item])
        self._count()
        self.edited.emit()

    @Slot(object)
    def _on_checked(self, result: object) -> None:
        self._checking = None
        self.model.put_wrong_first(self.wrong_first)
        self.edited.emit()

    def put_wrong_first(self, on: bool) -> None:
        self.wrong_first = on
        self.model.put_wrong_first(on)

    @property
    def checking(self) -> bool:
        return self._checking is not None or self._loading is not None

    @property
    def done(self) -> bool:
        """Something came of the table already."""
        return bool(self.model.results)

    def _count(self) -> None:
        states = [self.model.state(position) for position in range(len(self.model.rows))]
        bad = states.count(State.WRONG) + states.count(State.REFUSED)
        issued = states.count(State.ISSUED)
        self.counts = Counts(len(states), len(states) - bad, bad, issued, len(states) - bad - issued)

    # -- issuing ---------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return self._job is not None

    def hindrance(self, passphrase: str, again: str) -> Message | None:
        """Why it cannot be issued now; None when it can."""
        if self._job is not None:
            return Message("issuing_waits_for_work")
        if self.session.workspace is None or not self.looked:
            return self.session.trouble or Message("issuing_waits_for_workspace")
        if self.checking:
            return Message("batch_page_checking")
        if self.table is None:
            return Message("batch_page_needs_table")
        if self.chosen.issuer is None and not self.chosen.profile.self_signed:
            return Message("issuing_needs_root" if self.chosen.authority else "issuing_needs_ca")
        if not self.counts.left:
            return Message("batch_page_nothing_left" if self.counts.issued else "batch_page_nothing_to_issue")
        return passphrase_wanting(self.session, passphrase, again)

    def issue(self, passphrase: str) -> None:
        """Issue the rows that can be and are not yet: the keys are unlocked first, where they are locked."""
        if self.hindrance(passphrase, passphrase) is not None:
            return
        self.doing = Doing.ISSUING
        self._stop = threading.Event()
        self.stopped = False
        self._unlocked_then(passphrase, self._on_unlocked)

    def cancel(self) -> None:
        """No more of it. What is issued stays; of files that were to be saved none is written."""
        if self.doing is Doing.ISSUING:
            self._stop.set()
        elif self._job is not None:
            self._job.cancel()

    def _unlocked_then(self, passphrase: str, go_on: Any) -> None:
        if self.session.locked:
            self._follow(self.session.unlock(passphrase), go_on, self._on_unlock_failed)
            self.working.emit(True)
        else:
            go_on(None)
            self.working.emit(True)
        self.edited.emit()

    def _follow(self, job: Job, finished: Any, failed: Any) -> None:
        self._job = job
        job.finished.connect(finished)
        job.failed.connect(failed)
        job.cancelled.connect(self._on_given_up)

    @Slot(object)
    def _on_unlocked(self, result: object) -> None:
        open_rows = [
            (position, row)
            for position, row in enumerate(self.model.rows)
            if self.model.state(position) in (State.FINE, State.WARNING)
        ]  # fmt: skip
        job = self.session.change_task(work.issue, open_rows, self.chosen.under, self._stop)
        job.chunk.connect(self._on_results)
        job.progress.connect(self._on_progress)
        self._follow(job, self._on_issued, self._on_failed)

    @Slot(list)
    def _on_results(self, found: list[Any]) -> None:
        self.model.came(found)
        made = sum(result.entry is not None for _, result in found)
        refused, before = len(found) - made, self.counts
        self.counts = Counts(
            before.rows, before.good - refused, before.bad + refused, before.issued + made, before.left - len(found)
        )  # fmt: skip
        self.edited.emit()

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        self.session.touch()  # the keys do not lock themselves in the middle of it
        self.progressed.emit(done, total)

    @Slot(object)
    def _on_issued(self, complete: bool) -> None:
        self.stopped = not complete
        self._ended()

    @Slot(object)
    def _on_failed(self, message: object) -> None:
        self.session.changed.emit()  # what was issued until then is there
        self._ended()
        self.failed.emit(message)

    @Slot(object)
    def _on_unlock_failed(self, message: object) -> None:
        self._ended()
        self.unlock_failed.emit(message)

    @Slot()
    def _on_given_up(self) -> None:
        self._ended()

    def _ended(self) -> None:
        self._job = None
        self._saving = None
        self.doing = Doing.NOTHING
        self.model.put_wrong_first(self.wrong_first)
        self._count()
        self.working.emit(False)
        self.edited.emit()

    # -- what came of it -------------------------------------------------------------------------------------------

    @property
    def first_issued(self) -> str:
        """Id of the first certificate, "" when none was issued."""
        entries = (result.entry for _, result in sorted(self.model.results.items()))
        return next((entry.id for entry in entries if entry is not None), "")

    def save_all(self, target: str, folder: Path, password: str, overwrite: bool, passphrase: str) -> None:
        """The files of all that was issued, in one folder. Ends in `saved`, `failed` or `unlock_failed`."""
        if self._job is None and self.counts.issued:
            self._saving = _Saving(target, folder, password, overwrite)
            self.doing = Doing.SAVING
            self._unlocked_then(passphrase, self._on_open_for_saving)

    @Slot(object)
    def _on_open_for_saving(self, result: object) -> None:
        assert self._saving is not None
        wish, rows = self._saving, self.model.rows
        issued = sorted((position, found.entry) for position, found in self.model.results.items() if found.entry is not None)
        wanted = [(entry.id, rows[position].file_name) for position, entry in issued]
        job = self.session.change_task(work.save_all, wanted, wish.target, wish.folder, wish.password, wish.overwrite)
        job.progress.connect(self._on_progress)
        self._follow(job, self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, count: int) -> None:
        assert self._saving is not None
        folder = self._saving.folder
        self._ended()
        self.saved.emit(count, folder)

    def save_template(self, path: str, language: str) -> None:
        self._write(path, template(self.chosen.profile, language))

    def save_report(self, path: str, language: str) -> None:
        self._write(path, report(self.model.rows, self.model.results, language))

    def _write(self, path: str, data: bytes) -> None:
        job = jobs.run(_written, path, data)
        job.finished.connect(self.written)
        job.failed.connect(self.failed)


def _written(path: str, data: bytes) -> str:
    work.write(path, data)
    return path

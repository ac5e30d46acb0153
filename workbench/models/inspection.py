"""The state behind the inspector page: what is selected, what it is judged under, and the answers, computed in jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from workbench import words
from workbench.core.collection import Collection, Item
from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Finding, Rules, Status, Verdict
from workbench.models import jobs
from workbench.models.choices import Choices
from workbench.models.judging import Judging, Linked, check_rows, link, relate
from workbench.models.object_rows import Row, RowKind, first_row
from workbench.models.session import Session, Source

BREATH_MS = 2
"""Between two pieces of work in the GUI thread, so that what the user does comes first."""
LINT_AFTER_MS = 250
"""The linter takes half a second to load: it waits until the verdict has been on the screen for this long."""


class Inspection(QObject):
    """Follows a session. Everything slow happens in jobs; a result that came too late is dropped.

    rows_changed(rows)        the object list is to be shown anew
    select_wanted(number)     the row to select after opening
    selected_changed(row)     another object is looked at (None for none)
    working(bool)             a verdict is being computed; what is shown is the old one
    verdict_changed(verdict)  Verdict of the selected certificate, None when it has none
    lint_changed(findings)    the linter's findings of the selected certificate, None while they are not known
    related(relations)        what belongs together is known now (large collections)
    checked(rows)             the signatures of these rows are known now
    statuses_known(dict)      Certificate -> Status, for the marks in the list
    statuses_void()           the conditions changed
    failed(message)           a job failed
    """

    rows_changed = Signal(object)
    select_wanted = Signal(int)
    selected_changed = Signal(object)
    working = Signal(bool)
    verdict_changed = Signal(object)
    lint_changed = Signal(object)
    related = Signal(object)
    checked = Signal(object)
    statuses_known = Signal(object)
    statuses_void = Signal()
    choices_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choices = Choices(trust=session.conditions.trust, rules=session.conditions.rules)
        self.linked: Linked | None = None
        self.judging: Judging | None = None
        self.row: Row | None = None
        self.verdict: Verdict | None = None
        self.lint: Sequence[Finding] | None = None
        self._fresh: frozenset[str] = frozenset()
        self._link_job: jobs.Job | None = None
        self._judge_job: jobs.Job | None = None
        self._lint_job: jobs.Job | None = None
        self._status_job: jobs.Job | None = None
        self._relate_job: jobs.Job | None = None
        self._checked_under = self.choices
        self._to_relate = False
        self._wanted: dict[Row, None] = {}
        self._lints: dict[tuple[Certificate, Rules], Sequence[Finding]] = {}
        self._gather = QTimer(self, singleShot=True, interval=30)
        self._gather.timeout.connect(self._judge_wanted)
        self._before_lint = QTimer(self, singleShot=True, interval=LINT_AFTER_MS)
        self._before_lint.timeout.connect(self._begin_lint)
        session.changed.connect(self._link)
        session.opened.connect(self._note_fresh)
        session.conditions_changed.connect(self._take_conditions)

    # -- what is open ----------------------------------------------------------------------------------------------

    @property
    def collection(self) -> Collection | None:
        return self.session.collection

    @property
    def item(self) -> Item | None:
        return self.row.item if self.row is not None else None

    @property
    def certificate(self) -> Certificate | None:
        """The selected certificate, be it open or only in the trust store."""
        return self.row.certificate if self.row is not None and self.row.kind is RowKind.CERTIFICATE else None

    def refresh(self) -> None:
        """Build everything anew from the session."""
        self._link(self.session.collection)

    def _link(self, collection: Collection | None) -> None:
        _stop(self._link_job)
        files = tuple(file for source in self.session.sources for file in source.opened)
        self._link_job = jobs.run(link, collection, files, self.choices)
        self._link_job.finished.connect(self._show)
        self._link_job.failed.connect(self.failed)

    def _note_fresh(self, sources: Sequence[Source]) -> None:
        self._fresh = frozenset(file.path for source in sources for file in source.opened)

    def _show(self, linked: Linked) -> None:
        self._link_job = None
        for job in (self._judge_job, self._status_job):  # what they find holds for what was open before
            _stop(job)
        self._judge_job = None
        before = self.row
        self.linked = linked
        self.judging = linked.judging
        self._wanted.clear()
        self.statuses_void.emit()
        self.row = None
        self.rows_changed.emit(linked.rows)
        if not linked.rows:
            self._choose_row(linked, None)
            return
        # In a turn of its own: showing twenty thousand rows and choosing one is too much for one.
        QTimer.singleShot(BREATH_MS, self, lambda: self._choose_row(linked, before))

    def _choose_row(self, linked: Linked, before: Row | None) -> None:
        """After the rows were shown: the one that was looked at, else the one to look at first."""
        if linked is not self.linked:
            return
        kept = self._place_of(before) if not self._fresh else -1
        number = kept if kept >= 0 else first_row(linked.rows, linked.preferred(self._fresh))
        self._fresh = frozenset()
        self.select_wanted.emit(number)
        if number < 0:
            self.select(None)
        _stop(self._relate_job)
        self._relate_job = None
        self._to_relate = linked.relations is None
        if self._judge_job is None:
            self._go_on()

    def _go_on(self) -> None:
        """The verdict is there: time for what is not the first thing that one wants to see."""
        if self._to_relate:
            self._to_relate = False
            self._relate_job = jobs.run(relate, self.collection)
            self._relate_job.finished.connect(self.related)
        if self._wanted and self._status_job is None:
            self._gather.start()
        if self.lint is None:
            self._before_lint.start()

    def _place_of(self, row: Row | None) -> int:
        if row is None or self.linked is None:
            return -1
        return next((number for number, other in enumerate(self.linked.rows) if other.key == row.key), -1)

    # -- selecting -------------------------------------------------------------------------------------------------

    def select(self, row: Row | None) -> None:
        """Look at another object."""
        if row is not None and row is self.row:
            return
        self.row = row
        self.selected_changed.emit(row)
        self._judge()
        self._lint()

    # -- judging ---------------------------------------------------------------------------------------------------

    def choose(self, choices: Choices) -> None:
        """Judge under other conditions; the verdict follows."""
        if choices == self.choices:
            return
        anchors_differ = (choices.trust, choices.anchors) != (self.choices.trust, self.choices.anchors)
        self.choices = choices
        self.choices_changed.emit(choices)
        self.session.set_conditions(trust=choices.trust, rules=choices.rules, time=choices.time)
        if anchors_differ:
            self.refresh()
        else:
            self.statuses_void.emit()
            self._judge()
            self._lint()

    def _take_conditions(self, conditions: object) -> None:
        """The settings page (or anybody) changed the session's conditions."""
        given = self.session.conditions
        self.choose(replace(self.choices, trust=given.trust, rules=Rules(given.rules), time=given.time))

    def toggle_anchor(self, certificate: Certificate) -> None:
        """Trust an open certificate for now, or no longer."""
        self.choose(replace(self.choices, anchors=self.choices.anchors ^ {certificate.sha256}))

    def _judge(self) -> None:
        _stop(self._judge_job)
        self._judge_job = None
        certificate = self.certificate
        if certificate is None or self.judging is None:
            self.verdict = None
            self.working.emit(False)
            self.verdict_changed.emit(None)
            return
        self.working.emit(True)
        self._judge_job = jobs.run(self.judging.verdict, certificate, self.choices)
        self._judge_job.finished.connect(self._show_verdict)
        self._judge_job.failed.connect(self._judging_failed)

    def _show_verdict(self, verdict: Verdict) -> None:
        self._judge_job = None
        self.verdict = verdict
        self.working.emit(False)
        self.verdict_changed.emit(verdict)
        self.statuses_known.emit({verdict.certificate: verdict.status})
        QTimer.singleShot(BREATH_MS, self, self._go_on)

    def _judging_failed(self, message: Message) -> None:
        self._judge_job = None
        self.verdict = None
        self.working.emit(False)
        self.verdict_changed.emit(None)
        self.failed.emit(message)
        QTimer.singleShot(0, self, self._go_on)

    def want_check(self, row: Row) -> None:
        """This row came into view. Asked for often; answered together."""
        self._wanted[row] = None
        if not self._gather.isActive() and self._status_job is None:
            self._gather.start()

    def _judge_wanted(self) -> None:
        if self.judging is None or not self._wanted or self._judge_job is not None:
            return
        wanted, self._wanted = tuple(self._wanted), {}
        self._checked_under = self.choices
        self._status_job = jobs.run_task(check_rows, self.judging, wanted, self.choices)
        self._status_job.chunk.connect(self._deliver)
        for ended in (self._status_job.finished, self._status_job.failed, self._status_job.cancelled):
            ended.connect(self._statuses_done)

    def _deliver(self, chunk: list[tuple[Row, Status]]) -> None:
        self.checked.emit([row for row, status in chunk])
        if self._checked_under == self.choices:
            self.statuses_known.emit({row.certificate: status for row, status in chunk})

    def _statuses_done(self, *_: object) -> None:
        self._status_job = None
        if self._wanted:
            self._gather.start()

    # -- linting ---------------------------------------------------------------------------------------------------

    def _lint(self) -> None:
        _stop(self._lint_job)
        self._lint_job = None
        certificate = self.certificate
        self.lint = () if certificate is None else self._lints.get((certificate, self.choices.rules))
        self.lint_changed.emit(self.lint)
        self._before_lint.stop()
        if self.lint is None and self._judge_job is None:
            self._before_lint.start()

    def _begin_lint(self) -> None:
        certificate = self.certificate
        if certificate is None or self.lint is not None or self._lint_job is not None or self._judge_job is not None:
            return
        self._lint_job = jobs.run(_lint_certificate, certificate, self.choices.rules)
        self._lint_job.finished.connect(self._show_lint)
        self._lint_job.failed.connect(self._lint_failed)

    def _show_lint(self, result: tuple[Certificate, Rules, Sequence[Finding]]) -> None:
        self._lint_job = None
        certificate, rules, findings = result
        self._lints[certificate, rules] = findings
        if certificate == self.certificate and rules is self.choices.rules:
            self.lint = findings
            self.lint_changed.emit(findings)

    def _lint_failed(self, message: Message) -> None:
        self._lint_job = None
        self.lint = ()
        self.lint_changed.emit(())
        self.failed.emit(message)


def _lint_certificate(certificate: Certificate, rules: Rules) -> tuple[Certificate, Rules, Sequence[Finding]]:
    from workbench.core.lint import lint  # loads the linter, which takes a while

    for language in words.LANGUAGES:  # and its sentences
        words.catalogue(language)
    return certificate, rules, lint(certificate, rules)


def _stop(job: jobs.Job | None) -> None:
    if job is not None:
        job.cancel()

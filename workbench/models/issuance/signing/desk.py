"""The wing "Sign a request" without its widgets: what was brought, what is chosen, what it comes to, and the work behind the button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import Message
from workbench.core.issuance.profiles import BUILT_IN, Profile, built_in
from workbench.core.issuance.request_signing import Choice
from workbench.core.workspace.entries import RequestEntry
from workbench.models import jobs
from workbench.models.issuance import standing
from workbench.models.issuance.desk import passphrase_wanting
from workbench.models.issuance.drafting import PREFIX, Drafting
from workbench.models.issuance.making import Issued
from workbench.models.issuance.signing import choosing
from workbench.models.issuance.signing.answer import Answer, Question, answer
from workbench.models.issuance.signing.asking import Asking, Brought, ask, asked_again, bring
from workbench.models.issuance.signing.choosing import Chosen, Drafted
from workbench.models.issuance.signing.making import INTENT, Here, Order, look, request_of, sign
from workbench.models.issuance.standing import CaChoice, Standing
from workbench.models.issuance.wish import Wish
from workbench.models.jobs import Job
from workbench.models.workspace import WorkspaceSession

NOT_FOR_REQUESTS = ("root", "self_signed")


class SigningDesk(QObject):
    """listed         what can be chosen from is another
    brought        other requests are here, or another one of them is looked at
    edited         something chosen is another, or whether it can be issued
    answered       `answer` is another
    troubled       a sentence: something could not be read. What is here stays
    working, issued, failed, unlock_failed   as `Desk` has them
    """

    listed = Signal()
    brought = Signal()
    edited = Signal()
    answered = Signal()
    troubled = Signal(object)
    working = Signal(bool)
    issued = Signal(object)
    failed = Signal(object)
    unlock_failed = Signal(object)

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.here = Here(Standing(), (), frozenset())
        self.looked = False
        self.askings: tuple[Asking, ...] = ()
        self.at = 0
        self.answer: Answer | None = None
        self._chosen: dict[bytes, Chosen] = {}
        self._wanted_id: str | None = None
        self._not_opened: Message | None = None
        self._looking: Job | None = None
        self._look_again = False
        self._reading = 0
        self._answering: Job | None = None
        self._asked: Question | None = None
        self._job: Job | None = None
        self._order: Order | None = None
        self.drafting = Drafting(session, self)
        session.opened.connect(self._on_opened)
        session.failed.connect(self._on_not_opened)
        session.changed.connect(self.look)
        session.vault_changed.connect(self._on_vault)
        self.look()

    # -- what can be chosen from -----------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        if self.session.workspace is None:
            self.session.ensure_open()
        elif self._looking is not None:
            self._look_again = True
        else:
            self._looking = self.session.read(look)
            self._looking.finished.connect(self._on_looked)
            self._looking.failed.connect(self._on_look_failed)
            self._looking.cancelled.connect(self._on_look_ended)

    @Slot()
    def _on_opened(self) -> None:
        self.looked, self._not_opened = False, None
        self.look()

    @Slot(object)
    def _on_not_opened(self, message: Message) -> None:
        self._not_opened = message
        self.edited.emit()

    @Slot(object)
    def _on_looked(self, found: Here) -> None:
        first, self.looked = not self.looked, True
        self.here = found
        self.listed.emit()
        self._on_look_ended()
        if first and not self.askings and self._wanted_id is None and not self._reading:
            self._restore()
        if self._wanted_id is not None:
            self.bring_from_workspace(self._wanted_id)
        self._ask()
        self.edited.emit()

    @Slot(object)
    def _on_look_failed(self, message: object) -> None:
        self.troubled.emit(message)
        self._on_look_ended()

    @Slot()
    def _on_look_ended(self) -> None:
        self._looking = None
        if self._look_again:
            self._look_again = False
            self.look()

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """Those that a CA signs: the built-in ones in their order, then a person's own."""
        own = (profile for profile in self.here.standing.profiles if not profile.self_signed)
        return (*(built_in(id) for id in BUILT_IN if id not in NOT_FOR_REQUESTS), *own)

    # -- bringing --------------------------------------------------------------------------------------------------

    def bring(self, paths: Sequence[str], data: bytes = b"") -> None:
        """Read files or a text. Ends in `brought`, in `troubled`, or in both."""
        self._read(jobs.run(bring, tuple(paths), data))

    def bring_from_workspace(self, id: str) -> None:
        """A request of the workspace, as soon as that is open."""
        if self.session.workspace is None:
            self._wanted_id = id
            self.session.ensure_open()
            return
        self._wanted_id = None
        self._read(self.session.read(_brought_from, id))

    def _read(self, job: Job) -> None:
        self._reading += 1
        job.finished.connect(self._on_brought)
        job.failed.connect(self._on_not_brought)
        job.cancelled.connect(self._on_reading_ended)

    @Slot(object)
    def _on_brought(self, found: Brought) -> None:
        self._on_reading_ended()
        if found.askings:
            self._take(found.askings, 0)
            self._keep()
        for trouble in found.troubles:
            self.troubled.emit(trouble)

    @Slot(object)
    def _on_not_brought(self, message: object) -> None:
        self._on_reading_ended()
        self.troubled.emit(message)

    @Slot()
    def _on_reading_ended(self) -> None:
        self._reading -= 1

    def _take(self, askings: tuple[Asking, ...], at: int) -> None:
        self.askings, self.at = askings, min(max(0, at), max(0, len(askings) - 1))
        self.answer, self._asked = None, None
        self.brought.emit()
        self._ask()
        self.edited.emit()

    def choose(self, at: int) -> None:
        """Look at another one of them."""
        if at != self.at and 0 <= at < len(self.askings):
            self._take(self.askings, at)
            self._keep()

    def leave(self) -> None:
        """Put the requests away: back to where one is brought."""
        self._chosen.clear()
        self._take((), 0)
        self._keep()

    def _restore(self) -> None:
        draft = next((draft for draft in self.here.standing.drafts if draft.id == PREFIX + INTENT), None)
        drafted = None if draft is None else choosing.from_json(draft.content)
        if drafted is None:
            return
        self._reading += 1
        job = jobs.run(_restored, drafted)
        job.finished.connect(self._on_restored)
        job.failed.connect(self._on_not_brought)
        job.cancelled.connect(self._on_reading_ended)

    @Slot(object)
    def _on_restored(self, found: tuple[tuple[Asking, ...], Drafted]) -> None:
        self._on_reading_ended()
        askings, drafted = found
        if askings and not self.askings:
            for (der, _), chosen in zip(drafted.requests, drafted.chosen, strict=True):
                self._chosen.setdefault(der, chosen)
            self._take(askings, drafted.at)

    def _keep(self) -> None:
        """As a draft, when there is something to keep."""
        self.session.touch()
        requests = tuple((asking.der, asking.file) for asking in self.askings)
        content = choosing.to_json(Drafted(requests, self.at, tuple(self._chosen.get(der, Chosen()) for der, _ in requests)))
        if self.askings and content is not None:
            self.drafting.keep(INTENT, content)
        else:
            self.drafting.forget(INTENT)

    # -- choosing --------------------------------------------------------------------------------------------------

    @property
    def asking(self) -> Asking | None:
        return self.askings[self.at] if self.askings else None

    @property
    def chosen(self) -> Chosen:
        asking = self.asking
        return Chosen() if asking is None else self._chosen.get(asking.der, Chosen())

    @property
    def profile(self) -> Profile:
        asking, wanted = self.asking, self.chosen.profile
        usual = built_in(asking.profile if asking is not None else "server")
        return next((profile for profile in self.profiles if profile.id == wanted), usual)

    @property
    def for_authority(self) -> bool:
        """The profile makes a CA."""
        constraints = self.profile.specification.basic_constraints
        return constraints is not None and constraints.ca

    @property
    def issuer(self) -> CaChoice | None:
        """The CA that signs: the chosen one, else the one that suits best."""
        authorities = self.here.standing.authorities
        chosen = next((ca for ca in authorities if ca.entry.id == self.chosen.issuer_id), None)
        return chosen or standing.best_issuer(authorities, self.for_authority, datetime.now(UTC))

    @property
    def days(self) -> int:
        days = self.chosen.days
        return self.profile.specification.validity.days if days is None else days

    def choose_profile(self, id: str) -> None:
        """What was chosen part by part was chosen against another profile: it begins anew."""
        self._edit(replace(self.chosen, profile=id, choices={}, days=None, authority=False))

    def choose_issuer(self, id: str) -> None:
        self._edit(replace(self.chosen, issuer_id=id))

    def choose_days(self, days: int) -> None:
        self._edit(replace(self.chosen, days=days))

    def choose_part(self, part: str, choice: Choice) -> None:
        self._edit(replace(self.chosen, choices={**self.chosen.choices, part: choice}, authority=False))

    def allow_authority(self, allowed: bool) -> None:
        """Somebody says that this shall be a CA."""
        self._edit(replace(self.chosen, authority=allowed))

    def _edit(self, chosen: Chosen) -> None:
        asking = self.asking
        if asking is not None and chosen != self.chosen:
            self._chosen[asking.der] = chosen
            self._keep()
            self._ask()
            self.edited.emit()

    # -- what it comes to ------------------------------------------------------------------------------------------

    def question(self) -> Question | None:
        """None while there is no request that may be signed."""
        asking, issuer, chosen = self.asking, self.issuer, self.chosen
        if asking is None or asking.refusal is not None:
            return None
        profile, validity = self.profile, None
        if chosen.days is not None:
            validity = replace(profile.specification.validity, days=chosen.days, not_after=None)
        return Question(asking.request, profile, issuer.chain if issuer is not None else (), chosen.choices, validity)

    def _ask(self) -> None:
        """Lay it out anew, the latest question only."""
        question = self.question()
        if question is None or question == self._asked or self._answering is not None:
            return
        self._asked = question
        self._answering = jobs.run(answer, question, datetime.now(UTC))
        self._answering.finished.connect(self._on_answer)
        self._answering.failed.connect(self._on_no_answer)
        self._answering.cancelled.connect(self._on_answering_ended)

    @Slot(object)
    def _on_answer(self, found: Answer) -> None:
        asking = self.asking
        if asking is not None and found.question.request.der == asking.der:
            self.answer = found
            self.answered.emit()
        self._on_answering_ended()

    @Slot(object)
    def _on_no_answer(self, message: object) -> None:
        self.troubled.emit(message)
        self._on_answering_ended()

    @Slot()
    def _on_answering_ended(self) -> None:
        self._answering = None
        self._ask()
        self.edited.emit()

    @property
    def current(self) -> Answer | None:
        """The answer, unless something was chosen since."""
        return self.answer if self.answer is not None and self.answer.question == self.question() else None

    def wish(self) -> Wish | None:
        """For what stands beside the form."""
        found, issuer = self.answer, self.issuer
        if found is None or self.asking is None:
            return None
        chain = found.question.chain
        return Wish(found.specification, self.asking.request.spki, chain, INTENT, found.problems, issuer is None, self.asking.der)

    def hindrance(self, passphrase: str, again: str) -> Message | None:
        """Why it cannot be issued now; None when it can. The passphrases as far as they are typed are looked at, not kept."""
        if self._job is not None:
            return Message("issuing_waits_for_work")
        if self.session.workspace is None or not self.looked:
            return self._not_opened or Message("issuing_waits_for_workspace")
        if self.asking is None:
            return Message("signing_page_needs_request")
        if self.asking.refusal is not None:
            return Message("signing_refused", {"reason": self.asking.refusal.message})
        if self.issuer is None:
            return Message("issuing_needs_root" if self.for_authority else "issuing_needs_ca")
        found = self.current
        if found is None:
            return Message("signing_page_waits")
        if found.refusals:
            return found.refusals[0]
        if found.authority and not self.chosen.authority:
            return Message("signing_page_needs_authority")
        return passphrase_wanting(self.session, passphrase, again)

    # -- issuing ---------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return self._job is not None

    def make(self, passphrase: str) -> None:
        """Sign what stands there: unlock the keys first, where they are locked. Ends in `issued`, `failed` or `unlock_failed`."""
        found, issuer, asking = self.current, self.issuer, self.asking
        if found is None or issuer is None or asking is None or self.hindrance(passphrase, passphrase) is not None:
            return
        self._order = Order(asking.der, found.specification, issuer.entry.id, found.question.profile.id)
        self.drafting.write()
        if self.session.locked:
            self._follow(self.session.unlock(passphrase), self._on_unlocked, self._on_unlock_failed)
        else:
            self._on_unlocked(None)
        self.working.emit(True)
        self.edited.emit()

    def _follow(self, job: Job, finished: object, failed: object) -> None:
        self._job = job
        job.finished.connect(finished)
        job.failed.connect(failed)
        job.cancelled.connect(self._ended)

    @Slot(object)
    def _on_unlocked(self, result: object) -> None:
        assert self._order is not None
        self._follow(self.session.change(sign, self._order), self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, issued: Issued) -> None:
        assert self._order is not None
        done = self._order.der
        self._ended()
        self._chosen.pop(done, None)
        self._take(tuple(asking for asking in self.askings if asking.der != done), self.at)
        self._keep()
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
    def _ended(self) -> None:
        self._job, self._order = None, None
        self.working.emit(False)
        self.edited.emit()

    @Slot()
    def _on_vault(self) -> None:
        self.edited.emit()

    @property
    def requests(self) -> tuple[tuple[RequestEntry, bool], ...]:
        """Those of the workspace, with whether their certificate is here: what is open first, the newest first."""
        rows = [(entry, entry.id in self.here.answered) for entry in self.here.requests]
        return tuple(sorted(rows, key=lambda row: row[1]))


def _brought_from(connection: object, id: str) -> Brought:
    from workbench.core.x509.request import parse_request

    return Brought((ask(parse_request(request_of(connection, id))),))  # type: ignore[arg-type]


def _restored(drafted: Drafted) -> tuple[tuple[Asking, ...], Drafted]:
    return asked_again(drafted.requests), drafted

"""The page of forms without its widgets: the forms as they were filled in, what they can choose from, and the work behind the button."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import Message
from workbench.core.issuance.as_json import ProfileError
from workbench.core.issuance.key_fit import key_problems
from workbench.core.issuance.problems import Problem, problems
from workbench.core.issuance.profiles import Profile
from workbench.core.issuance.specification import Specification
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind, PrivateKey
from workbench.models import jobs
from workbench.models.issuance import standing
from workbench.models.issuance.drafting import PREFIX, TYPED, Drafting
from workbench.models.issuance.form import Form, base_of, begin, form_from_json, form_to_json, with_key
from workbench.models.issuance.making import Issued, LoadedKey, make, prepare
from workbench.models.issuance.renewed import renewed
from workbench.models.issuance.standing import CaChoice, KeyChoice, Standing
from workbench.models.issuance.wish import Wish
from workbench.models.jobs import Job
from workbench.models.workspace import WorkspaceSession


class Desk(QObject):
    """listed         what can be chosen from is another: CAs, keys, profiles
    shown          another form is shown, or the same one was filled anew
    edited         something in the form is different: its value, its problems, whether it can be issued
    working        whether something is being made
    issued         `Issued`: it is there
    failed         the sentence why it is not
    unlock_failed  the sentence why the keys stay locked

    restored  forms that came from drafts and were not changed since: when they were typed; last: what was issued last;
    cancellable: a key is being made, which may be given up
    """

    listed = Signal()
    shown = Signal()
    edited = Signal()
    working = Signal(bool)
    issued = Signal(object)
    failed = Signal(object)
    unlock_failed = Signal(object)

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.standing = Standing()
        self.looked = False
        self._not_opened: Message | None = None
        self._to_renew = ""
        self._aside: dict[str, Form] = {}
        self.restored: dict[str, datetime] = {}
        self.last: Form | None = None
        self.cancellable = False
        self._forms: dict[str, Form] = {}
        self._loaded: dict[str, LoadedKey] = {}
        self._intent = ""
        self._job: Job | None = None
        self._looking: Job | None = None
        self._look_again = False
        self._ordered: tuple[Form, str | None, PrivateKey | None] | None = None
        self.drafting = Drafting(session, self)
        session.opened.connect(self._on_opened)
        session.failed.connect(self._on_not_opened)
        session.changed.connect(self.look)
        session.vault_changed.connect(self._on_vault)

    # -- what can be chosen from -----------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Read what is in the workspace, as soon as the workspace is open."""
        if self.session.workspace is None:
            self.session.ensure_open()
        elif self._looking is not None:
            self._look_again = True
        else:
            self._looking = self.session.read(standing.look)
            self._looking.finished.connect(self._on_looked)
            self._looking.failed.connect(self._on_look_failed)
            self._looking.cancelled.connect(self._on_look_ended)

    @Slot()
    def _on_opened(self) -> None:
        """This workspace, or another one: what is typed stays, what can be chosen from is another."""
        self.looked, self._not_opened = False, None
        self.look()

    @Slot(object)
    def _on_not_opened(self, message: Message) -> None:
        self._not_opened = message
        self.edited.emit()

    @Slot(object)
    def _on_looked(self, found: Standing) -> None:
        first, self.looked = not self.looked, True
        self.standing = found
        for profile in found.profiles:  # one that was changed: what is typed in its form stays
            if profile.id in self._forms:
                self._forms[profile.id] = replace(self._forms[profile.id], profile=profile)
        if first:
            self._restore()
        self.listed.emit()
        if self._intent and self._intent not in self._forms and self.profile_of(self._intent) is None:
            self._intent = ""
        self.edited.emit()
        self._on_look_ended()
        if self._to_renew:
            self.renew(self._to_renew)

    @Slot(object)
    def _on_look_failed(self, message: object) -> None:
        self.failed.emit(message)
        self._on_look_ended()

    @Slot()
    def _on_look_ended(self) -> None:
        self._looking = None
        if self._look_again:
            self._look_again = False
            self.look()

    def _restore(self) -> None:
        """Forms from their drafts, but for those that somebody has begun meanwhile."""
        for draft in sorted(self.standing.drafts, key=lambda draft: str(draft.content.get(TYPED, "")), reverse=True):
            intent = draft.id.removeprefix(PREFIX)
            profile = self.profile_of(intent)
            if not draft.id.startswith(PREFIX) or profile is None or self.touched(intent):
                continue
            try:
                self._forms[intent] = form_from_json(draft.content, profile)
            except ProfileError:  # of a newer version, which shares the workspace
                continue
            self.restored[intent] = draft.changed
        if self._intent in self.restored:
            self.shown.emit()

    def profile_of(self, intent: str) -> Profile | None:
        """What a form of this intent begins with; None when there is no such intent (any more)."""
        return base_of(intent) or next((profile for profile in self.standing.profiles if profile.id == intent), None)

    @property
    def latest_draft(self) -> str:
        """The intent of the form that was typed in last, "" when there is none."""
        return next(iter(self.restored), "")

    # -- the form --------------------------------------------------------------------------------------------------

    @property
    def intent(self) -> str:
        return self._intent

    @property
    def form(self) -> Form | None:
        return self._forms.get(self._intent)

    def show(self, intent: str) -> bool:
        """Go on with the form of this intent. False when there is no such intent."""
        profile = self.profile_of(intent)
        if profile is None:
            return False
        if intent not in self._forms:
            self._forms[intent] = begin(intent, profile)
        self._intent = intent
        self.shown.emit()
        return True

    def fill(self, form: Form) -> None:
        """Show this form: a renewal, or another one like the last. What was typed there before comes back after it."""
        before = self._forms.get(form.intent)
        if before is not None and before.replaces_id is None and self.touched(form.intent):
            self._aside[form.intent] = before
        self._forms[form.intent] = form
        self._intent = form.intent
        self.restored.pop(form.intent, None)
        self._loaded.pop(form.intent, None)
        self._keep(form)
        self.shown.emit()

    def renew(self, certificate_id: str) -> None:
        """Show the form of a certificate's renewal, as soon as it is known. Ends in `shown` or `failed`."""
        if self.session.workspace is None or not self.looked:
            self._to_renew = certificate_id
            self.look()
            return
        self._to_renew = ""
        job = self.session.read(renewed, certificate_id, self.standing.profiles)
        job.finished.connect(self._on_renewal)
        job.failed.connect(self._on_look_failed)

    @Slot(object)
    def _on_renewal(self, form: Form) -> None:
        self.fill(form)

    def again(self) -> None:
        """Another one like the last: everything but a key that was for that one."""
        if self.last is not None:
            self.fill(replace(self.last, key_id=None, replaces_id=None))

    def leave(self) -> None:
        """No form is shown."""
        self._intent = ""

    def touched(self, intent: str) -> bool:
        """Something in the form is not as its profile has it."""
        form = self._forms.get(intent)
        return form is not None and form != begin(intent, form.profile)

    def start_anew(self) -> None:
        """Throw away what was typed in this form."""
        profile = self.profile_of(self._intent)
        if profile is not None:
            self._loaded.pop(self._intent, None)
            self.restored.pop(self._intent, None)
            self._begin_anew(self._intent, profile)
            self.shown.emit()

    def _begin_anew(self, intent: str, profile: Profile) -> None:
        """An empty form, or what was typed before a renewal took its place."""
        self._forms[intent] = self._aside.pop(intent) if intent in self._aside else begin(intent, profile)
        self._keep(self._forms[intent])

    def _keep(self, form: Form) -> None:
        """As a draft, when there is something to keep. A renewal is begun with one click again."""
        if form.replaces_id is not None:
            return
        if self.touched(form.intent):
            self.drafting.keep(form.intent, form_to_json(form))
        else:
            self.drafting.forget(form.intent)

    def edit(self, specification: Specification) -> None:
        form = self.form
        if form is not None and form.specification != specification:
            self._take(replace(form, specification=specification))

    def choose_issuer(self, id: str | None) -> None:
        if self.form is not None:
            self._take(replace(self.form, issuer_id=id))

    def choose_key(self, kind: KeyKind | None, key_id: str | None = None) -> None:
        """A new key of this kind, or one of the workspace."""
        if self.form is not None:
            self._loaded.pop(self._intent, None)
            self._take(with_key(self.form, kind, key_id))

    def bring_key(self, loaded: LoadedKey) -> None:
        """A key out of a file."""
        if self.form is not None:
            self._loaded[self._intent] = loaded
            self._take(with_key(self.form, loaded.kind))

    def _take(self, form: Form) -> None:
        self._forms[form.intent] = form
        self.restored.pop(form.intent, None)
        self._keep(form)
        self.session.touch()
        self.edited.emit()

    # -- what it comes to ------------------------------------------------------------------------------------------

    @property
    def issuer(self) -> CaChoice | None:
        """The CA that signs: the chosen one, else the one that suits best."""
        form = self.form
        if form is None or form.self_signed:
            return None
        chosen = next((ca for ca in self.standing.authorities if ca.entry.id == form.issuer_id), None)
        return chosen or standing.best_issuer(self.standing.authorities, form.authority, datetime.now(UTC))

    @property
    def loaded(self) -> LoadedKey | None:
        """The key out of a file that was chosen."""
        return self._loaded.get(self._intent)

    @property
    def key(self) -> KeyChoice | None:
        """The key of the workspace that was chosen."""
        form = self.form
        return None if form is None else next((key for key in self.standing.keys if key.entry.id == form.key_id), None)

    @property
    def kind(self) -> KeyKind | None:
        """Of the key, new or not; None for a kind that is not made here."""
        form = self.form
        if form is None:
            return None
        return self.loaded.kind if self.loaded is not None else self.key.kind if self.key is not None else form.key

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the form by itself, in the order of the fields."""
        form = self.form
        if form is None:
            return ()
        found = problems(form.specification, datetime.now(UTC), form.request)
        return found if self.kind is None else (*found, *key_problems(form.specification, self.kind))

    def wish(self) -> Wish | None:
        """For what stands beside the form."""
        form, issuer, key = self.form, self.issuer, self.key
        if form is None:
            return None
        chosen = self.loaded.spki if self.loaded is not None else key.entry.spki if key is not None else form.key
        missing = issuer is None and not form.self_signed
        return Wish(form.specification, chosen, issuer.chain if issuer is not None else (), form.intent, self.problems(), missing)

    def hindrance(self, passphrase: str, again: str) -> Message | None:
        """Why it cannot be issued now; None when it can. The passphrases as far as they are typed are looked at, not kept."""
        if self._job is not None:
            return Message("issuing_waits_for_work")
        if self.session.workspace is None or not self.looked:
            return self._not_opened or Message("issuing_waits_for_workspace")
        form = self.form
        if form is None:
            return Message("issuing_waits_for_form")
        first = next((problem for problem in self.problems() if problem.status is Status.FAILURE), None)
        if first is not None:
            return first.message
        if self.issuer is None and not form.self_signed:
            return Message("issuing_needs_root" if form.authority else "issuing_needs_ca")
        if form.key_id is not None and self.key is None:
            return Message("issuing_key_gone")
        return passphrase_wanting(self.session, passphrase, again)

    # -- issuing ---------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return self._job is not None

    def issue(self, passphrase: str) -> None:
        """Make what the form says: unlock the keys first, where they are locked. Ends in `issued`, `failed` or `unlock_failed`."""
        form = self.form
        if form is None or self.busy or self.hindrance(passphrase, passphrase) is not None:
            return
        issuer, loaded = self.issuer, self.loaded
        self._ordered = (form, None if issuer is None else issuer.entry.id, None if loaded is None else loaded.key)
        self.drafting.write()
        if self.session.locked:
            self._follow(self.session.unlock(passphrase), self._on_unlocked, self._on_unlock_failed)
        else:
            self._on_unlocked(None)

    def cancel(self) -> None:
        """Make no key after all. What is being written already comes to its end: nobody shall wonder whether it is there."""
        if self._job is not None and self.cancellable:
            self._job.cancel()

    def _follow(self, job: Job, finished: object, failed: object) -> None:
        begins, self._job = self._job is None, job
        job.finished.connect(finished)
        job.failed.connect(failed)
        job.cancelled.connect(self._on_cancelled)
        if begins:
            self.working.emit(True)
            self.edited.emit()

    @Slot(object)
    def _on_unlocked(self, result: object) -> None:
        assert self._ordered is not None
        form, issuer_id, brought = self._ordered
        if brought is None and form.key_id is None:
            self._follow(jobs.run_task(prepare, self.session.workspace, form, issuer_id), self._on_key, self._on_failed)
            self.cancellable = True
            self.edited.emit()
        else:
            self._order(brought, brought is not None)

    @Slot(object)
    def _on_key(self, key: PrivateKey) -> None:
        self._order(key, False)

    def _order(self, key: PrivateKey | None, from_file: bool) -> None:
        assert self._ordered is not None
        form, issuer_id, _ = self._ordered
        self.cancellable = False
        self._follow(self.session.change(make, form, issuer_id, key, from_file), self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, issued: Issued) -> None:
        assert self._ordered is not None
        form = self._ordered[0]
        self._ended()
        self._loaded.pop(form.intent, None)
        self.restored.pop(form.intent, None)
        self._begin_anew(form.intent, form.profile)
        self.last = form
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
        self._ended()

    def _ended(self) -> None:
        self._job = None
        self._ordered = None
        self.cancellable = False
        self.working.emit(False)
        self.edited.emit()

    @Slot()
    def _on_vault(self) -> None:
        self.edited.emit()


def passphrase_wanting(session: WorkspaceSession, passphrase: str, again: str) -> Message | None:
    """What is missing of the passphrase; None when the keys are unlocked, or can be."""
    if session.workspace is None:
        return Message("issuing_waits_for_workspace")
    if not session.locked:
        return None
    if not passphrase:
        return Message("issuing_needs_new_passphrase" if session.vault_new else "issuing_needs_passphrase")
    if session.vault_new and passphrase != again:
        return Message("issuing_passphrases_differ")
    return None

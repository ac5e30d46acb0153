"""What the detail of an entry says, in one language: the answer first, then lines. All plain text. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench import words
from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry, LogEntry, RequestEntry
from workbench.core.x509.finding import Status
from workbench.models.library.row_text import DAY, number_text
from workbench.models.library.states import State, state_of, status_of

if TYPE_CHECKING:
    from workbench.models.library.details import Details

MINUTE = "%Y-%m-%d %H:%M UTC"
NAMES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """label and value; mono for numbers and digests; copy where the value is worth copying; entry_id where it leads to another entry."""

    label: str
    value: str
    mono: bool = False
    copy: bool = False
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The headline with its status (None: an icon instead), and one line more."""

    headline: str
    detail: str
    status: Status | None
    icon: str = ""


class FactWords:
    """Words details in one language."""

    def __init__(self, language: str, now: datetime | None = None) -> None:
        self.language = language
        self.now = now or datetime.now(UTC)

    def say(self, id: str, **params: str | int) -> str:
        return words.say(Message(id, params), self.language)

    # -- the answer ------------------------------------------------------------------------------------------------

    def answer(self, details: Details) -> Answer:
        entry = details.entry
        state = state_of(entry, self.now)
        if state is State.PUT_AWAY:
            return self._answer(f"library_put_away_{details.kind}", None, {"name": entry.title}, "trash")
        match entry:
            case CertificateEntry():
                return self._certificate(details, entry, state)
            case KeyEntry():
                certified = details.certificates
                id = "library_key_used" if certified else "library_key_unused"
                return self._answer(id, None, {"name": entry.title, "owner": certified[0].title if certified else ""}, "key")
            case RequestEntry():
                id = "library_request_answered" if details.certificates else "library_request_open"
                return self._answer(id, None, {"name": entry.title}, "request")
            case CrlEntry():
                id = "library_crl_overdue" if state is State.OVERDUE else "library_crl_current"
                until = entry.next_update.strftime(MINUTE) if entry.next_update else "–"
                params: dict[str, str | int] = {"issuer": entry.issuer, "number": number_text(entry.number), "date": until}
                return self._answer(id, status_of(state), params)

    def _certificate(self, details: Details, entry: CertificateEntry, state: State) -> Answer:
        verdict = details.verdict
        params: dict[str, str | int] = {"name": entry.title, "date": entry.not_after.strftime(DAY)}
        match state:
            case State.REVOKED | State.ON_HOLD:
                assert entry.revoked is not None
                params["date"] = entry.revoked.strftime(DAY)
                params["reason"] = self.say(f"library_reason_{entry.revocation_reason or 0}")
            case State.EXPIRING:
                params["days"] = (entry.not_after - self.now).days
            case State.NOT_YET:
                params["date"] = entry.not_before.strftime(DAY)
            case State.VALID:
                if verdict is not None and verdict.status is Status.FAILURE:
                    headline = words.say(verdict.headline, self.language)
                    return Answer(headline, words.say(verdict.headline, self.language, "detail"), Status.FAILURE)
                params["root"] = details.chain[-1].title
                if verdict is None:
                    return self._answer("library_certificate_chain_ends", Status.NOT_CHECKED, params)
                if details.self_signed:
                    return self._answer("library_certificate_self_signed", Status.OK, params)
            case _:
                pass
        return self._answer(f"library_certificate_{state.value}", status_of(state), params)

    def _answer(self, id: str, status: Status | None, params: dict[str, str | int], icon: str = "") -> Answer:
        message = Message(id, params)
        return Answer(words.say(message, self.language), words.say(message, self.language, "detail"), status, icon)

    # -- lines -----------------------------------------------------------------------------------------------------

    def facts(self, details: Details) -> tuple[Fact, ...]:
        match details.entry:
            case CertificateEntry() as entry:
                return tuple(self._certificate_facts(details, entry))
            case KeyEntry() as key:
                return tuple(self._key_facts(details, key))
            case RequestEntry() as request:
                return tuple(self._request_facts(details, request))
            case CrlEntry() as crl:
                return tuple(self._crl_facts(details, crl))

    def _certificate_facts(self, details: Details, entry: CertificateEntry) -> Iterable[Fact]:
        yield self._fact("role", self.say(f"role_{entry.role}"))
        yield self._fact("subject", entry.subject)
        if entry.names:
            yield self._fact("names", self._names(entry.names), mono=True)
        if details.issuer is not None:
            yield self._fact("issuer", details.issuer.title, entry_id=details.issuer.id)
        else:
            yield self._fact("issuer", self.say("library_issuer_itself" if details.self_signed else "library_issuer_missing"))
        validity = self.say("library_from_to", begin=entry.not_before.strftime(MINUTE), end=entry.not_after.strftime(MINUTE))
        yield self._fact("validity", validity)
        if details.key is not None:
            yield self._fact("key", self.say("library_key_here", key=entry.key_text), entry_id=details.key.id)
        else:
            yield self._fact("key", self.say("library_key_not_here", key=entry.key_text))
        if entry.ca:
            yield self._fact("issued", self.say("library_issued_count", count=f"{details.issued:,}"))
        yield self._fact("serial", entry.serial, mono=True, copy=True)
        yield self._fact("fingerprint", entry.sha256, mono=True, copy=True)
        yield self._fact("origin", self._origin(entry))
        if details.request is not None:
            yield self._fact("request", details.request.title, entry_id=details.request.id)
        if details.replaces is not None:
            yield self._fact("replaces", self._dated(details.replaces), entry_id=details.replaces.id)
        for newer in details.replaced_by:
            yield self._fact("replaced_by", self._dated(newer), entry_id=newer.id)

    def _key_facts(self, details: Details, entry: KeyEntry) -> Iterable[Fact]:
        yield self._fact("key", entry.key_text)
        for certificate in details.certificates:
            yield self._fact("certificate", self._dated(certificate), entry_id=certificate.id)
        for request in details.requests:
            yield self._fact("request", request.title, entry_id=request.id)
        yield self._fact("made", entry.made.strftime(MINUTE))
        yield self._fact("spki", entry.spki_sha256, mono=True, copy=True)

    def _request_facts(self, details: Details, entry: RequestEntry) -> Iterable[Fact]:
        yield self._fact("subject", entry.subject)
        if entry.names:
            yield self._fact("names", self._names(entry.names), mono=True)
        if details.key is not None:
            yield self._fact("key", self.say("library_key_here", key=entry.key_text), entry_id=details.key.id)
        else:
            yield self._fact("key", self.say("library_key_not_here", key=entry.key_text))
        for certificate in details.certificates:
            yield self._fact("certificate", self._dated(certificate), entry_id=certificate.id)
        yield self._fact("made", entry.made.strftime(MINUTE))
        yield self._fact("fingerprint", entry.sha256, mono=True, copy=True)

    def _crl_facts(self, details: Details, entry: CrlEntry) -> Iterable[Fact]:
        if details.issuer is not None:
            yield self._fact("issuer", details.issuer.title, entry_id=details.issuer.id)
        else:
            yield self._fact("issuer", entry.issuer)
        yield self._fact("number", number_text(entry.number))
        if entry.base_number is not None:
            yield self._fact("base_number", number_text(entry.base_number))
        yield self._fact("listed", self.say("library_crl_entries", count=f"{entry.entries:,}"))
        yield self._fact("this_update", entry.this_update.strftime(MINUTE))
        if entry.next_update is not None:
            yield self._fact("next_update", entry.next_update.strftime(MINUTE))
        if entry.sha256:
            yield self._fact("fingerprint", entry.sha256, mono=True, copy=True)

    def log_line(self, entry: LogEntry) -> Fact:
        """When, and what happened."""
        return Fact(entry.time.strftime(MINUTE), self.say(f"log_event_{entry.event.value}"))

    def _fact(self, id: str, value: str, mono: bool = False, copy: bool = False, entry_id: str = "") -> Fact:
        return Fact(self.say(f"library_label_{id}"), words.visible(value), mono, copy, entry_id)

    def _names(self, names: tuple[str, ...]) -> str:
        shown = [words.visible(name) for name in names[:NAMES_SHOWN]]
        if len(names) > NAMES_SHOWN:
            shown.append(self.say("library_more_names", count=len(names) - NAMES_SHOWN))
        return "\n".join(shown)

    def _origin(self, entry: CertificateEntry) -> str:
        date = entry.made.strftime(DAY)
        if entry.origin == "imported":
            return self.say("library_origin_imported", date=date)
        known = f"profile_{entry.profile}"
        profile = self.say(known) if entry.profile and words.has(known) else entry.profile
        return self.say("library_origin_profile", date=date, profile=profile) if profile else self.say("library_origin_issued", date=date)

    def _dated(self, entry: CertificateEntry) -> str:
        return f"{entry.title} · {self.say('library_until', date=entry.not_after.strftime(DAY))}"

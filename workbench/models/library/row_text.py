"""What a row of the library says, in one language. All of it is plain text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench import words
from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry, RequestEntry
from workbench.core.x509.finding import Status
from workbench.models.library.rows import Row
from workbench.models.library.states import Entry, State, state_message, state_of, status_of

DAY = "%Y-%m-%d"
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class RowText:
    """title, chip (what it is), state in words, and what else stands in the second line; the mark is that of a status, or an icon."""

    title: str
    chip: str = ""
    state: str = ""
    facts: str = ""
    status: Status | None = None
    icon: str = ""

    @property
    def second(self) -> str:
        return BETWEEN.join(part for part in (self.state, self.facts) if part)

    def as_text(self) -> str:
        """For assistive tools."""
        return ", ".join(part for part in (self.title, self.chip, self.state, self.facts) if part)


class RowWords:
    """Words rows in one language."""

    def __init__(self, language: str, now: datetime | None = None) -> None:
        self.language, self.now = language, now

    def say(self, id: str, **params: str | int) -> str:
        return words.say(Message(id, params), self.language)

    def of(self, row: Row) -> RowText:
        if row.entry is None:
            return RowText(self.say(f"library_section_{row.section}"), "", "", self.say("library_count", count=f"{row.below:,}"))
        return self.of_entry(row.entry, row.below, row.owner)

    def of_entry(self, entry: Entry, below: int = 0, owner: str = "") -> RowText:
        state = state_of(entry, self.now)
        said = words.say(state_message(entry, self.now), self.language)
        mark = status_of(state)
        title, chip, facts, icon = self._parts(entry, below, owner)
        shown = BETWEEN.join(fact for fact in facts if fact)
        return RowText(words.visible(title), chip, said, words.visible(shown), mark, "trash" if state is State.PUT_AWAY else icon)

    def _parts(self, entry: Entry, below: int, owner: str) -> tuple[str, str, tuple[str, ...], str]:
        match entry:
            case CertificateEntry():
                count = self.say("library_issued_count", count=f"{below:,}") if below else ""
                until = self.say("library_until", date=entry.not_after.strftime(DAY))
                return entry.title, self.say(f"role_tag_{entry.role}"), (count, until, entry.key_text), "certificate"
            case KeyEntry():
                title = entry.label or owner or entry.title
                whose = self.say("library_key_of", name=owner) if owner and owner != title else ""
                without = "" if owner else self.say("library_key_without_certificate")
                return title, self.say("library_kind_key"), (entry.key_text, whose, without), "key"
            case RequestEntry():
                return entry.title, self.say("library_kind_request"), (entry.made.strftime(DAY), entry.key_text), "request"
            case CrlEntry():
                kind = "library_kind_crl" if entry.base_number is None else "library_kind_delta_crl"
                number = self.say("library_crl_number", number=number_text(entry.number))
                return owner, self.say(kind), (number, self.say("library_crl_entries", count=f"{entry.entries:,}")), "list"


def number_text(number: int | None) -> str:
    return "–" if number is None else str(number)

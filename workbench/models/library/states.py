"""How it stands with something in the workspace: one word, said by colour, sign and text. No Qt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry, RequestEntry
from workbench.core.x509.finding import Status

Entry = CertificateEntry | KeyEntry | RequestEntry | CrlEntry

SOON = timedelta(days=30)
"""What ends within this time is said to expire soon."""
CERTIFICATE_HOLD = 6
"""The reason of a revocation that may be taken back (RFC 5280 5.3.1)."""


class State(StrEnum):
    """`library_state_<value>` says it."""

    VALID = "valid"
    IN_ITS_TIME = "in_its_time"  # and who issued it is not here, so that nothing vouches for it
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    REVOKED = "revoked"
    ON_HOLD = "on_hold"
    PUT_AWAY = "put_away"
    SEALED = "sealed"  # a private key
    OPEN = "open"  # a request that nobody has signed here
    CURRENT = "current"  # a CRL
    OVERDUE = "overdue"  # a CRL whose next one should be there


_STATUS = {
    State.VALID: Status.OK, State.CURRENT: Status.OK, State.EXPIRING: Status.WARNING, State.NOT_YET: Status.WARNING,
    State.ON_HOLD: Status.WARNING, State.OVERDUE: Status.WARNING, State.EXPIRED: Status.FAILURE, State.REVOKED: Status.FAILURE,
    State.IN_ITS_TIME: Status.NOT_CHECKED,
}  # fmt: skip


def state_of(entry: Entry, now: datetime | None = None) -> State:
    """At a moment, now when none is given. What is put away is that before all else."""
    now = now or datetime.now(UTC)
    if getattr(entry, "deleted", None) is not None:
        return State.PUT_AWAY
    match entry:
        case CertificateEntry():
            return _certificate_state(entry, now)
        case KeyEntry():
            return State.SEALED
        case RequestEntry():
            return State.OPEN
        case CrlEntry():
            return State.OVERDUE if entry.next_update is not None and entry.next_update < now else State.CURRENT


def _certificate_state(entry: CertificateEntry, now: datetime) -> State:
    if entry.revoked is not None:
        return State.ON_HOLD if entry.revocation_reason == CERTIFICATE_HOLD else State.REVOKED
    if entry.not_after < now:
        return State.EXPIRED
    if entry.not_before > now:
        return State.NOT_YET
    if entry.not_after - now < SOON:
        return State.EXPIRING
    return State.VALID if entry.issuer_id is not None else State.IN_ITS_TIME


def status_of(state: State) -> Status | None:
    """The mark that stands for it; None for what has no verdict."""
    return _STATUS.get(state)


def state_message(entry: Entry, now: datetime | None = None) -> Message:
    """The state in one or a few words: "valid", "expires in 12 days"."""
    now = now or datetime.now(UTC)
    state = state_of(entry, now)
    if state is State.EXPIRING and isinstance(entry, CertificateEntry):
        days = (entry.not_after - now).days
        if days < 2:
            return Message("library_state_expiring_tomorrow" if days else "library_state_expiring_today")
        return Message("library_state_expiring", {"days": days})
    return Message(f"library_state_{state.value}")

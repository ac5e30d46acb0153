"""What stands in a workspace, as values. An entry knows its row's plain columns; `der` is read with it, private keys never are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """Where an object came from."""

    ISSUED = "issued"
    IMPORTED = "imported"


class Event(StrEnum):
    """What the log tells. `log_event_<value>` of the words says it."""

    MADE_KEY = "made_key"
    IMPORTED_KEY = "imported_key"
    EXPORTED_KEY = "exported_key"
    ISSUED = "issued"
    IMPORTED = "imported"
    REQUESTED = "requested"
    REVOKED = "revoked"
    HOLD_LIFTED = "hold_lifted"
    MADE_CRL = "made_crl"
    ANSWERED_OCSP = "answered_ocsp"
    DELETED = "deleted"
    RESTORED = "restored"
    CHANGED_PASSPHRASE = "changed_passphrase"


@dataclass(frozen=True)
class KeyEntry:
    """A private key, sealed in the vault. `spki` is the DER of its public half; `key_text` describes it ("RSA 4096")."""

    id: str
    spki: bytes
    spki_sha256: str
    label: str
    notes: str
    made: datetime
    deleted: datetime | None = None
    key_text: str = ""
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """By what a person would call it."""
        return self.label or f"{self.key_text} {self.spki_sha256[:8]}"


@dataclass(frozen=True)
class CertificateEntry:
    """issuer_id     the certificate here that issued it; its own id for a self-signed one, None when the issuer is not here
    key_id        its private key, when that is here
    replaces_id   the certificate that it renewed
    serial        lower-case hex
    names         alternative names as they are shown, in order
    role          a `RoleKind`
    origin, profile   made here with that profile, or imported
    revoked, revocation_reason   since when and why (RFC 5280 5.3.1; 6 is certificateHold), None when it is not
    """

    id: str
    der: bytes
    sha256: str
    issuer_id: str | None
    key_id: str | None
    request_id: str | None
    replaces_id: str | None
    serial: str
    spki_sha256: str
    subject: str
    common_name: str
    names: tuple[str, ...]
    key_text: str
    role: str
    ca: bool
    not_before: datetime
    not_after: datetime
    origin: Origin
    profile: str
    notes: str
    made: datetime
    revoked: datetime | None = None
    revocation_reason: int | None = None
    deleted: datetime | None = None
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """By what a person would call it."""
        return self.common_name or (self.names[0] if self.names else self.subject) or self.serial


@dataclass(frozen=True)
class RequestEntry:
    id: str
    der: bytes
    sha256: str
    key_id: str | None
    subject: str
    names: tuple[str, ...]
    key_text: str
    origin: Origin
    notes: str
    made: datetime
    deleted: datetime | None = None
    tags: tuple[str, ...] = ()
    common_name: str = ""
    spki_sha256: str = ""

    @property
    def title(self) -> str:
        """By what a person would call it."""
        return self.common_name or (self.names[0] if self.names else self.subject) or self.sha256[:8]


@dataclass(frozen=True)
class CrlEntry:
    """issuer_id    the CA's certificate here, None when it is not here (of those made here it always is)
    number       None in old CRLs that have none
    base_number  for a delta CRL: the number of the full one that it adds to
    entries      how many certificates it lists
    next_update  None in old CRLs that promise nothing
    """

    id: str
    issuer_id: str | None
    number: int | None
    base_number: int | None
    der: bytes
    entries: int
    this_update: datetime
    next_update: datetime | None
    made: datetime
    sha256: str = ""
    issuer: str = ""
    origin: Origin = Origin.ISSUED
    notes: str = ""
    deleted: datetime | None = None
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """By what a person would call it."""
        return self.issuer if self.number is None else f"{self.issuer} #{self.number}"


@dataclass(frozen=True)
class Draft:
    """A form that somebody has begun. `content` is plain JSON, never with a secret."""

    id: str
    content: dict[str, object]
    changed: datetime


@dataclass(frozen=True)
class LogEntry:
    """details  plain values for the sentence, never a secret."""

    id: str
    time: datetime
    event: Event
    object_id: str
    details: dict[str, str]

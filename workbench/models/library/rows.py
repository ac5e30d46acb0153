"""The rows of the library: sections, and below them what is in the workspace. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry, RequestEntry
from workbench.models.library.states import Entry


class Section(StrEnum):
    """`library_section_<value>` names it."""

    AUTHORITIES = "authorities"
    UNPLACED = "unplaced"  # certificates whose issuer is not here
    KEYS = "keys"
    REQUESTS = "requests"
    CRLS = "crls"
    FOUND_CERTIFICATES = "found_certificates"


class Kind(StrEnum):
    """Of what an entry is."""

    CERTIFICATE = "certificate"
    KEY = "key"
    REQUEST = "request"
    CRL = "crl"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row: a section, or an entry.

    below   how many rows hang from it
    owner   what an entry without a name of its own belongs to: the certificate of a key, the issuer of a CRL
    """

    section: Section | None = None
    entry: Entry | None = None
    below: int = 0
    owner: str = ""

    @property
    def key(self) -> str:
        """What stays the same when it is read again."""
        if self.entry is not None:
            return self.entry.id
        return f"section {self.section}"


def kind_of(entry: Entry) -> Kind:
    match entry:
        case CertificateEntry():
            return Kind.CERTIFICATE
        case KeyEntry():
            return Kind.KEY
        case RequestEntry():
            return Kind.REQUEST
        case CrlEntry():
            return Kind.CRL

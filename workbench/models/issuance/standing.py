"""What is in the workspace that a form can choose from. Read in a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from workbench.core.asn1.reader import DerError
from workbench.core.issuance.key_fit import kind_of
from workbench.core.issuance.profiles import Profile
from workbench.core.workspace.entries import CertificateEntry, Draft, KeyEntry
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.extensions import basic_constraints, key_usage
from workbench.core.x509.issuance import KeyKind

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class CaChoice:
    """A CA that can issue.

    chain        its certificate and those above it that are here (DER), its own first
    authorities  it may issue CAs too: its path length leaves room
    root         it is signed with its own key
    """

    entry: CertificateEntry
    chain: tuple[bytes, ...]
    authorities: bool
    root: bool

    def holds(self, now: datetime) -> bool:
        return self.entry.not_before <= now <= self.entry.not_after


@dataclass(frozen=True)
class KeyChoice:
    """kind: None for one of a kind that is not made here (RSA with 3840 bits)."""

    entry: KeyEntry
    kind: KeyKind | None


@dataclass(frozen=True)
class Standing:
    """authorities and keys: the newest first; drafts: the one changed last first."""

    authorities: tuple[CaChoice, ...] = ()
    keys: tuple[KeyChoice, ...] = ()
    profiles: tuple[Profile, ...] = ()
    drafts: tuple[Draft, ...] = ()


def look(connection: Connection) -> Standing:
    """What is there now."""
    from workbench.core.workspace import certificates, drafts, keys, stored_profiles  # in a worker: they take SQLAlchemy along

    return Standing(
        tuple(
            choice
            for entry in certificates.authorities(connection)
            if entry.revoked is None and (choice := _ca(entry, certificates.chain(connection, entry.id))) is not None
        ),
        tuple(KeyChoice(entry, kind_of(entry.spki)) for entry in keys.list_keys(connection)),
        stored_profiles.list_profiles(connection),
        drafts.list_drafts(connection),
    )


def best_issuer(authorities: Sequence[CaChoice], for_ca: bool, now: datetime) -> CaChoice | None:
    """Whom one would ask: for a CA the newest root, for everything else the newest intermediate CA, or a root where there is none."""
    able = [ca for ca in authorities if ca.holds(now) and (ca.authorities or not for_ca)]
    return next((ca for ca in able if ca.root is for_ca), able[0] if able else None)


def _ca(entry: CertificateEntry, chain: Sequence[CertificateEntry]) -> CaChoice | None:
    """None for a CA whose key usage lets it sign no certificates."""
    certificate = parse_certificate(entry.der)
    try:
        usage = certificate.extension_by_oid.get(key_usage.OID)
        if usage is not None and key_usage.KEY_CERT_SIGN not in key_usage.parse(usage.value):
            return None
        authorities = all(_room(parse_certificate(above.der), depth) for depth, above in enumerate(chain))
    except DerError:
        return None
    return CaChoice(entry, tuple(above.der for above in chain), authorities, entry.issuer_id == entry.id)


def _room(certificate: Certificate, below: int) -> bool:
    """Whether a CA allows another one under `below` others (RFC 5280 4.2.1.9). Raises DerError."""
    extension = certificate.extension_by_oid.get(basic_constraints.OID)
    limit = None if extension is None else basic_constraints.parse(extension.value).path_len_constraint
    return limit is None or limit > below

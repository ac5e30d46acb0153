"""Entries of the workspace as PEM. Never a private key. No Qt."""

from __future__ import annotations

import base64
import textwrap
from typing import TYPE_CHECKING

from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry, RequestEntry
from workbench.models.library.states import Entry

if TYPE_CHECKING:
    from workbench.models.library.details import Details


def pem_of(entry: Entry) -> bytes:
    """One object (RFC 7468); of a key its public half."""
    match entry:
        case CertificateEntry():
            return _pem("CERTIFICATE", entry.der)
        case RequestEntry():
            return _pem("CERTIFICATE REQUEST", entry.der)
        case CrlEntry():
            return _pem("X509 CRL", entry.der)
        case KeyEntry():
            return _pem("PUBLIC KEY", entry.spki)


def pem_of_chain(details: Details) -> bytes:
    """A certificate with those above it, itself first; of anything else the object itself, and after a CRL its issuer."""
    if details.chain and details.chain[0].id == details.entry.id:
        return b"".join(map(pem_of, details.chain))
    return pem_of(details.entry) + b"".join(map(pem_of, details.chain))


def _pem(label: str, der: bytes) -> bytes:
    body = "\n".join(textwrap.wrap(base64.b64encode(der).decode("ascii"), 64))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n".encode("ascii")

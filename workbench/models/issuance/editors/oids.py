"""The object identifiers that editors offer: purposes, policies, extensions. Any other can be typed."""

from __future__ import annotations

from workbench.core.asn1.oids import oid_name
from workbench.core.errors import Message
from workbench.core.x509.extensions import TABLE

PURPOSES = {
    "1.3.6.1.5.5.7.3.1": "server",
    "1.3.6.1.5.5.7.3.2": "client",
    "1.3.6.1.5.5.7.3.3": "code_signing",
    "1.3.6.1.5.5.7.3.4": "email",
    "1.3.6.1.5.5.7.3.8": "time_stamping",
    "1.3.6.1.5.5.7.3.9": "ocsp_signing",
    "1.3.6.1.5.5.7.3.36": "document_signing",
    "1.3.6.1.5.5.7.3.17": "ipsec",
    "1.3.6.1.5.5.7.3.14": "eap",
    "1.3.6.1.5.2.3.5": "kdc",
    "1.3.6.1.4.1.311.20.2.2": "smart_card",
    "1.3.6.1.4.1.311.54.1.2": "remote_desktop",
    "2.5.29.37.0": "any",
}
"""OID -> end of the id `issuing_purpose_...`, with the part `meaning`."""
POLICIES = {
    "2.23.140.1.2.1": "dv",
    "2.23.140.1.2.2": "ov",
    "2.23.140.1.2.3": "iv",
    "2.23.140.1.1": "ev",
    "2.5.29.32.0": "any",
}
"""OID -> end of the id `issuing_policy_...` (CA/Browser Forum BR 7.1.6.1, RFC 5280 4.2.1.4)."""


def purpose(oid: str) -> Message:
    """What a purpose is, for any OID: sentence and `meaning`."""
    return Message(f"issuing_purpose_{PURPOSES[oid]}") if oid in PURPOSES else _other("issuing_other_purpose", oid)


def policy(oid: str) -> Message:
    return Message(f"issuing_policy_{POLICIES[oid]}") if oid in POLICIES else _other("issuing_other_policy", oid)


def _other(id: str, oid: str) -> Message:
    return Message(id, {"name": oid_name(oid) or oid or "?"})


def extensions() -> list[tuple[str, str]]:
    """(OID, name) of every extension that is known here, by name."""
    return sorted(((row.oid, row.name) for row in TABLE), key=lambda row: row[1].casefold())

"""The extensions of a certificate as typed values, decoded once."""

from __future__ import annotations

from typing import TypeVar

from workbench.core.asn1.reader import DerError
from workbench.core.remembered import remembered
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.extensions import BY_OID

# By the name of the class that a module decodes to: the module itself is loaded when a certificate has the extension.
_OIDS: dict[str, str] = {
    "AuthorityInfoAccess": "1.3.6.1.5.5.7.1.1",
    "AuthorityKeyIdentifier": "2.5.29.35",
    "BasicConstraints": "2.5.29.19",
    "CertificatePolicies": "2.5.29.32",
    "CrlDistributionPoints": "2.5.29.31",
    "ExtendedKeyUsage": "2.5.29.37",
    "FreshestCrl": "2.5.29.46",
    "InhibitAnyPolicy": "2.5.29.54",
    "IssuerAltName": "2.5.29.18",
    "IssuingDistributionPoint": "2.5.29.28",
    "KeyUsage": "2.5.29.15",
    "NameConstraints": "2.5.29.30",
    "PolicyConstraints": "2.5.29.36",
    "PolicyMappings": "2.5.29.33",
    "SubjectAltName": "2.5.29.17",
    "SubjectInfoAccess": "1.3.6.1.5.5.7.1.11",
    "SubjectKeyIdentifier": "2.5.29.14",
}
DECODED = frozenset(_OIDS.values())
"""OIDs of the extensions that are decoded here."""
T = TypeVar("T")


@remembered(16384, 512)
def decode(oid: str, value: bytes) -> object | DerError | None:
    """extnValue's octets -> the typed value, the DerError that stopped decoding, or None for an OID not in `DECODED`."""
    if oid not in DECODED:
        return None
    try:
        return BY_OID[oid].parse(value)
    except DerError as error:
        return error


def extension(certificate: Certificate, kind: type[T]) -> T | None:
    """The value of the extension decoded as `kind`; None when the certificate has none, or one that cannot be read."""
    found = certificate.extension_by_oid.get(_OIDS[kind.__name__])
    if found is None:
        return None
    value = decode(found.oid, found.value)
    return value if isinstance(value, kind) else None


def label(oid: str) -> str:
    """The extension's label in the tree of fields: its name, or its OID."""
    return BY_OID[oid].name if oid in DECODED else oid

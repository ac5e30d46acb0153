"""Where pkilint's findings stand in our tree of fields, and the little that must be known of a certificate to choose its rules."""

from __future__ import annotations

from workbench.core.asn1 import reader, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate

SERVER_USAGES = frozenset({"1.3.6.1.5.5.7.3.1", "2.5.29.37.0"})

# Fields of RFC 5280 whose parts have the same names in pkilint's tree and in ours; below them the names part company.
_SAME_NAMES = {
    ("tbsCertificate",), ("tbsCertificate", "version"), ("tbsCertificate", "serialNumber"), ("tbsCertificate", "signature"),
    ("tbsCertificate", "issuer"), ("tbsCertificate", "validity"), ("tbsCertificate", "validity", "notBefore"),
    ("tbsCertificate", "validity", "notAfter"), ("tbsCertificate", "subject"), ("tbsCertificate", "subjectPublicKeyInfo"),
    ("tbsCertificate", "subjectPublicKeyInfo", "algorithm"), ("tbsCertificate", "subjectPublicKeyInfo", "subjectPublicKey"),
    ("tbsCertificate", "issuerUniqueID"), ("tbsCertificate", "subjectUniqueID"), ("tbsCertificate", "extensions"),
    ("signatureAlgorithm",), ("signature",),
    ("tbsCertList",), ("tbsCertList", "version"), ("tbsCertList", "signature"), ("tbsCertList", "issuer"),
    ("tbsCertList", "thisUpdate"), ("tbsCertList", "nextUpdate"), ("tbsCertList", "revokedCertificates"),
    ("tbsCertList", "crlExtensions"),
    ("responseStatus",), ("responseBytes",),
}  # fmt: skip
_RENAMED: dict[tuple[str, ...], tuple[str, ...]] = {("signature",): ("signatureValue",)}


def field_of(path: str, certificate: Certificate | None) -> tuple[str, ...]:
    """pkilint's path (`certificate.tbsCertificate.extensions.2.extnValue.keyUsage`) -> labels of our fields tree.

    An extension is found by its position and named as the fields tree names it; what lies deeper is left to its nearest field that
    has the same name in both.
    """
    parts = path.split(".")[1:]
    if certificate is not None and parts[:2] == ["tbsCertificate", "extensions"] and len(parts) > 2 and parts[2].isdigit():
        label = _extension_label(certificate, int(parts[2]))
        return ("tbsCertificate", "extensions", label) if label else ("tbsCertificate", "extensions")
    for size in range(min(len(parts), 3), 0, -1):
        start = tuple(parts[:size])
        if start in _SAME_NAMES:
            return _RENAMED.get(start, start)
    return ()


def _extension_label(certificate: Certificate, position: int) -> str:
    try:
        oid = certificate.extensions[position].oid
    except (DerError, IndexError):
        return ""
    return oid_name(oid) or oid


def one_line(text: str) -> str:
    """pkilint prints whole ASN.1 values over several lines."""
    return " ".join(text.split())[:500]


def extended_key_usages(certificate: Certificate) -> frozenset[str]:
    """OIDs of extendedKeyUsage; empty without the extension or when it cannot be read."""
    extension = certificate.extension_by_oid.get("2.5.29.37")
    if extension is None:
        return frozenset()
    try:
        return frozenset(values.oid_of(part, "KeyPurposeId") for part in reader.children(reader.read(extension.value)))
    except DerError:
        return frozenset()


def is_ca(certificate: Certificate) -> bool:
    """basicConstraints with cA true (RFC 5280 4.2.1.9)."""
    extension = certificate.extension_by_oid.get("2.5.29.19")
    try:
        if extension is not None:
            for part in reader.children(reader.read(extension.value)):
                if part.identifier == reader.BOOLEAN:
                    return values.boolean(part)
    except DerError:
        pass
    return False


def validation_level(certificate: Certificate) -> str:
    """EV, IV, OV or (also when nothing is said) DV by the CA/Browser Forum's reserved policy OIDs."""
    extension = certificate.extension_by_oid.get("2.5.29.32")
    found: set[str] = set()
    try:
        if extension is not None:
            for policy in reader.children(reader.read(extension.value)):
                found.add(values.oid_of(reader.first(policy), "policyIdentifier"))
    except DerError:
        pass
    for oid, level in (("2.23.140.1.1", "EV"), ("2.23.140.1.2.3", "IV"), ("2.23.140.1.2.2", "OV")):
        if oid in found:
            return level
    return "DV"

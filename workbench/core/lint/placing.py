"""Where pkilint's findings stand in our tree of fields, and the little that must be known of a certificate to choose its rules."""

from __future__ import annotations

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError
from workbench.core.node import Node
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.fields import certificate_fields

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
_WITH_POSITIONS = {("tbsCertificate", "extensions"), ("tbsCertificate", "subject"), ("tbsCertificate", "issuer")}
_RENAMED: dict[tuple[str, ...], tuple[str, ...]] = {("signature",): ("signatureValue",)}


def field_of(path: str, certificate: Certificate | None) -> tuple[str, ...]:
    """pkilint's path (`certificate.tbsCertificate.extensions.2.extnValue.keyUsage`) -> labels of our fields tree.

    As deep as the labels are the only ones of their kind among their siblings, so that they lead back to the very node.
    """
    parts = path.split(".")[1:]
    start: tuple[str, ...] = ()
    for size in range(min(len(parts), 3), 0, -1):
        if tuple(parts[:size]) in _SAME_NAMES:
            start = tuple(parts[:size])
            break
    rest = parts[len(start) :]
    start = _RENAMED.get(start, start)
    if certificate is None or not rest or start not in _WITH_POSITIONS:
        return start
    node = certificate_fields(certificate).find(*start)
    if node is None:
        return start
    if start[-1] == "extensions":
        return (*start, *_down(node, rest[0], rest[3:]))
    return (*start, *_attribute(certificate, start[-1], node, rest))


def _down(node: Node, first: str, rest: list[str]) -> list[str]:
    """Labels below the extensions: the extension by its position (the two steps after it are extnValue and its type), then its parts."""
    labels: list[str] = []
    for part in (first, *rest):
        if not part.isdigit() or int(part) >= len(node.children):
            break
        child = node.children[int(part)]
        if not _only(node, child.label):
            break
        labels.append(child.label)
        node = child
    return labels


def _attribute(certificate: Certificate, label: str, node: Node, rest: list[str]) -> tuple[str, ...]:
    """The attribute at rdnSequence.<RDN>.<attribute>; our tree has all attributes of a name in one row."""
    if len(rest) < 3 or not (rest[1].isdigit() and rest[2].isdigit()):
        return ()
    try:
        rdns = (certificate.subject if label == "subject" else certificate.issuer).rdns
    except DerError:
        return ()
    position = sum(len(rdn) for rdn in rdns[: int(rest[1])]) + int(rest[2])
    if position >= len(node.children) or not _only(node, node.children[position].label):
        return ()
    return (node.children[position].label,)


def _only(node: Node, label: str) -> bool:
    return sum(child.label == label for child in node.children) == 1


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

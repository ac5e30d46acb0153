"""Signed certificate timestamps: promises of Certificate Transparency logs to publish the certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workbench.core.asn1 import reader, structure
from workbench.core.asn1.reader import DerError, Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.4.1.11129.2.4.2"
NAME = "signedCertificateTimestampList"
CITATION = "RFC 6962 §3.3"
OTHERS = (("1.3.6.1.4.1.11129.2.4.5", "signedCertificateTimestampList", "RFC 6962 §3.3"),)

HASHES = {0: "none", 1: "md5", 2: "sha1", 3: "sha224", 4: "sha256", 5: "sha384", 6: "sha512"}  # RFC 5246 7.4.1.4.1
SIGNATURES = {0: "anonymous", 1: "rsa", 2: "dsa", 3: "ecdsa"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SignedCertificateTimestamp:
    """One SCT (RFC 6962 3.2).

    version     0 is v1; of any other version only `raw` is filled in
    log_id      SHA-256 of the log's public key
    timestamp   aware datetime in UTC, whole milliseconds; None when the number is beyond the year 9999
    hash, signature_algorithm   numbers of TLS 1.2
    signature   the log's signature
    start       offset of the version octet in the source of the element given to `parse`
    raw         the whole serialized SCT
    """

    version: int
    log_id: bytes
    timestamp: datetime | None
    extensions: bytes
    hash: int
    signature_algorithm: int
    signature: bytes
    start: int
    raw: bytes

    @property
    def algorithm(self) -> str:
        """`sha256-ecdsa`"""
        hash, signature = self.hash, self.signature_algorithm
        return f"{HASHES.get(hash, str(hash))}-{SIGNATURES.get(signature, str(signature))}"


@dataclass(frozen=True, slots=True)
class SignedCertificateTimestampList:
    """The SCTs in order."""

    timestamps: tuple[SignedCertificateTimestamp, ...]


def _vector(data: bytes, position: int, end: int) -> tuple[int, int]:
    """A vector with a two-octet length -> where its content begins and ends. Raises DerError `der_sct`."""
    if position + 2 > end:
        raise DerError("der_sct", position)
    start = position + 2
    stop = start + int.from_bytes(data[position:start], "big")
    if stop > end:
        raise DerError("der_sct", position)
    return start, stop


def parse(value: Element | bytes) -> SignedCertificateTimestampList:
    """The content of extnValue -> SignedCertificateTimestampList. Raises DerError; `der_sct` for what is inside the OCTET STRING."""
    element = structure.only(value, NAME).expect(reader.OCTET_STRING, NAME)
    data = element.data
    position, end = _vector(data, element.content, element.end)
    if end != element.end:
        raise DerError("der_sct", end)
    result = []
    while position < end:
        start, position = _vector(data, position, end)
        result.append(_timestamp(data, start, position))
    return SignedCertificateTimestampList(tuple(result))


def _timestamp(data: bytes, start: int, end: int) -> SignedCertificateTimestamp:
    raw = data[start:end]
    if not raw:
        raise DerError("der_sct", start)
    if raw[0] != 0:
        return SignedCertificateTimestamp(raw[0], b"", None, b"", 0, 0, b"", start, raw)
    if len(raw) < 47:
        raise DerError("der_sct", start)
    extensions = _vector(data, start + 41, end)
    algorithm = extensions[1]
    if algorithm + 2 > end:
        raise DerError("der_sct", algorithm)
    signature = _vector(data, algorithm + 2, end)
    if signature[1] != end:
        raise DerError("der_sct", signature[1])
    try:
        moment = _EPOCH + timedelta(milliseconds=int.from_bytes(raw[33:41], "big"))
    except OverflowError:
        moment = None
    return SignedCertificateTimestamp(
        0, raw[1:33], moment, data[slice(*extensions)], data[algorithm], data[algorithm + 1], data[slice(*signature)], start, raw
    )


def nodes(value: Element) -> tuple[Node, ...]:
    """The list, a node for each SCT in it. Raises DerError."""
    children = tuple(_node(sct) for sct in parse(value).timestamps)
    return (node("SignedCertificateTimestampList", value, ", ".join(child.value for child in children), children),)


def _node(sct: SignedCertificateTimestamp) -> Node:
    start, size = sct.start, len(sct.raw)
    if sct.version:
        return Node("SCT", f"v{sct.version + 1}", start, size, (Node("data", sct.raw[1:].hex(), start + 1, size - 1),))
    written = "" if sct.timestamp is None else sct.timestamp.strftime("%Y-%m-%d %H:%M:%S.") + f"{sct.timestamp.microsecond // 1000:03} UTC"
    after = start + 41
    tail = after + 2 + len(sct.extensions)
    children = (
        Node("version", "v1 (0)", start, 1),
        Node("log_id", sct.log_id.hex(), start + 1, 32, explanation="log_id"),
        Node("timestamp", written, start + 33, 8, explanation="sctTimestamp"),
        Node("extensions", sct.extensions.hex(), after, 2 + len(sct.extensions)),
        Node("algorithm", sct.algorithm, tail, 2),
        Node("signature", sct.signature.hex(), tail + 2, 2 + len(sct.signature)),
    )
    return Node("SCT", written, start, size, children, "SCT")

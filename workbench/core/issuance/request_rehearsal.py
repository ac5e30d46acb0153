"""What a certification request would look like, before its key is made: the same but for the key and the signature."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.asn1 import reader, values, writer
from workbench.core.errors import UsageError
from workbench.core.issuance import stand_ins
from workbench.core.issuance.build import build_request
from workbench.core.issuance.specification import Specification
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.public_key import load_public_key
from workbench.core.x509.request import parse_request


def rehearse_request(specification: Specification, key: KeyKind | bytes) -> bytes:
    """DER of the request (RFC 2986 4) for a key to be made, or for the public key (DER SubjectPublicKeyInfo) of one that is there.

    Its signature is a stand-in's, and so is a key not made yet; both are as long as the real ones (an ECDSA signature may differ by an
    octet or two). Raises SpecificationError for what cannot be written, UsageError for a key that cannot be read or cannot sign.
    """
    if isinstance(key, KeyKind):
        spki = stand_ins.public_key(key).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        spki = key
        if load_public_key(spki) is None:
            raise UsageError("rehearsal_key_unreadable")
    signer, octets = stand_ins.signer_like(spki)
    fields = parse_request(build_request(specification, signer)).fields
    parts = list(reader.children(fields.certification_request_info))
    info = writer.sequence(*(spki if part.start == fields.subject_pk_info.start else part.encoded for part in parts))
    signature, _ = values.bit_string(fields.signature)
    if octets:
        signature = (signature * (octets // len(signature) + 1))[:octets]
    return writer.sequence(info, fields.signature_algorithm.encoded, writer.bit_string(signature))

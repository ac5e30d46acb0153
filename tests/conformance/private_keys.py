"""The public key that belongs to an object, for comparing with a manifest."""

from __future__ import annotations

from workbench.core.asn1 import reader
from workbench.core.errors import FileError
from workbench.core.formats import FoundObject, Kind
from workbench.core.x509.private_to_public import public_key_of
from workbench.core.x509.request import parse_request


def spki_of(item: FoundObject) -> bytes | None:
    """SubjectPublicKeyInfo of a key, a request or an SPKAC; None when it cannot be told."""
    if item.kind is Kind.PUBLIC_KEY:
        return item.der
    if item.kind is Kind.CERTIFICATE_REQUEST:
        return parse_request(item.der).spki
    if item.kind is Kind.SPKAC:
        return reader.first(reader.first(reader.read(item.der))).encoded
    if item.kind is Kind.PRIVATE_KEY:
        try:
            return public_key_of(item.der)
        except FileError:
            return None
    return None

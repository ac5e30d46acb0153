"""PKCS#7 and CMS (RFC 5652): the certificates and CRLs in signed or enveloped data, whatever it was signed for."""

from __future__ import annotations

from collections.abc import Callable

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.structure import inside, sequence
from workbench.core.errors import FileError, Message
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place

NAME = "pkcs7"
SIGNED_DATA = "1.2.840.113549.1.7.2"
_TYPES = {
    "1.2.840.113549.1.7.1": "data",
    SIGNED_DATA: "signedData",
    "1.2.840.113549.1.7.3": "envelopedData",
    "1.2.840.113549.1.7.4": "signedAndEnvelopedData",
    "1.2.840.113549.1.7.5": "digestedData",
    "1.2.840.113549.1.7.6": "encryptedData",
    "1.2.840.113549.1.9.16.1.2": "authData",
    "1.2.840.113549.1.9.16.1.9": "compressedData",
    "1.2.840.113549.1.9.16.1.23": "authEnvelopedData",
}
_OCSP_RESPONSE = "1.3.6.1.5.5.7.16.2"  # RFC 5940


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One ContentInfo, or a TimeStampResp (RFC 3161) around one. Raises DerError when it is something else."""
    parts = sequence(reader.read_all(der, "ContentInfo"), "ContentInfo", 1, 2)
    if len(parts) == 2 and parts[0].identifier == parts[1].identifier == reader.SEQUENCE:
        reader.first(parts[0]).expect(reader.INTEGER, "status")
        parts = sequence(parts[1], "timeStampToken", 2, 2)
    content_type = _TYPES.get(values.oid_of(parts[0], "contentType"))
    if content_type is None:
        raise FileError("unknown_content_type", oid=values.oid(parts[0].value))
    if len(parts) < 2:
        opening.refuse(NAME, Message("cms_without_content", {"type": content_type}))
        return
    content = inside(parts[1].expect(0xA0, "content"), content_type)
    found = len(opening.objects)
    if content.identifier == reader.SEQUENCE:
        _read_content(content, content_type, opening, place.inside("pkcs7"))
    if len(opening.objects) == found:
        opening.refuse(NAME, Message("cms_without_certificates", {"type": content_type}))


def _read_content(content: Element, content_type: str, opening: Opening, place: Place) -> None:
    """certificates [0] and crls [1] of SignedData, or those in originatorInfo [0] of the enveloped kinds."""
    wrapper = content
    if content_type in ("envelopedData", "authData", "authEnvelopedData"):
        wrapper = next((part for part in reader.children(content) if part.is_context(0)), content)
        if wrapper is content:
            return
    for part in reader.children(wrapper):
        if part.is_context(0) and part.constructed:
            _each(part, opening, place, "certificate", _other_certificate)
        elif part.is_context(1) and part.constructed:
            _each(part, opening, place, "crl", _other_revocation)


def _each(part: Element, opening: Opening, place: Place, expected: str, other: Callable[[Element, Opening, Place], None]) -> None:
    try:
        for item in reader.children(part):
            if item.identifier == reader.SEQUENCE:
                opening.open_der(item.encoded, place, expected)
            else:
                other(item, opening, place)
    except DerError as error:
        opening.refuse(NAME, error.message)


def _other_certificate(item: Element, opening: Opening, place: Place) -> None:
    """An attribute certificate or another form: kept, so that the DER reader can show it."""
    opening.add(Kind.UNKNOWN_DER, item.encoded, place.remarked(Message("other_certificate_form", {"tag": item.number})))


def _other_revocation(item: Element, opening: Opening, place: Place) -> None:
    """OtherRevocationInfoFormat [1]: an OCSP response (RFC 5940), or something unknown."""
    if item.is_context(1):
        parts = list(reader.children(item))
        if len(parts) == 2 and values.oid(parts[0].value) == _OCSP_RESPONSE:
            opening.open_der(parts[1].encoded, place, "ocsp_response")
            return
    opening.add(Kind.UNKNOWN_DER, item.encoded, place.remarked(Message("other_revocation_form", {"tag": item.number})))

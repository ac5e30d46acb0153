"""OCSP responses (RFC 6960 4.2) and the certificates that came along in them."""

from __future__ import annotations

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place
from workbench.core.x509.ocsp import parse_ocsp_response


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One OCSPResponse. Raises DerError when the frame cannot be followed."""
    response = parse_ocsp_response(der)
    opening.add(Kind.OCSP_RESPONSE, der, place, response)
    certs = response.basic.certs if response.basic is not None else None
    if certs is None:
        return
    inner = place.inside("ocsp_response")
    try:
        for item in reader.children(reader.first(certs)):
            opening.open_der(item.encoded, inner, "certificate")
    except DerError as error:
        opening.refuse("ocsp_response", error.message)

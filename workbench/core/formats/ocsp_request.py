"""OCSP requests (RFC 6960 4.1), with one or several certificates asked about."""

from __future__ import annotations

from workbench.core.asn1 import reader
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place
from workbench.core.x509.ocsp import parse_ocsp_request


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One OCSPRequest. Raises DerError when the frame cannot be followed, down to the first CertID.

    The outer frame alone is nothing but SEQUENCEs and would fit too much.
    """
    request = parse_ocsp_request(der)
    if request.request_list.content < request.request_list.end:
        first = reader.first(request.request_list).expect(reader.SEQUENCE, "Request")
        cert_id = reader.first(first).expect(reader.SEQUENCE, "reqCert")
        expected = (
            (reader.SEQUENCE, "hashAlgorithm"),
            (reader.OCTET_STRING, "issuerNameHash"),
            (reader.OCTET_STRING, "issuerKeyHash"),
            (reader.INTEGER, "serialNumber"),
        )
        position = cert_id.content
        for identifier, field in expected:
            position = reader.read(der, position, cert_id.end).expect(identifier, field).after
    else:
        request.outer.expect(-1, "requestList")
    opening.add(Kind.OCSP_REQUEST, der, place, request)

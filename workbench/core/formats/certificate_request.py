"""Certification requests (PKCS#10, RFC 2986)."""

from __future__ import annotations

from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place
from workbench.core.x509.request import parse_request


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One CertificationRequest. Raises DerError when the frame cannot be followed."""
    opening.add(Kind.CERTIFICATE_REQUEST, der, place, parse_request(der))

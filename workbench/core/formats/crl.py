"""Certificate revocation lists (RFC 5280 5.1), complete, delta or indirect."""

from __future__ import annotations

from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place
from workbench.core.x509.crl import parse_crl


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One CertificateList. Raises DerError when the frame cannot be followed."""
    opening.add(Kind.CRL, der, place, parse_crl(der))

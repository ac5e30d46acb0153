"""Certificates (RFC 5280 4.1): the frame decides, not what a strict library would accept inside it."""

from __future__ import annotations

from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place
from workbench.core.x509.certificate import parse_certificate


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One Certificate. Raises DerError when the frame cannot be followed."""
    opening.add(Kind.CERTIFICATE, der, place, parse_certificate(der))

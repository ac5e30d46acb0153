"""Parameters without a key: DH (PKCS#3, RFC 3279 2.3.3), DSA (RFC 3279 2.3.2), EC (RFC 5480, X9.62)."""

from __future__ import annotations

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError
from workbench.core.asn1.structure import sequence
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place

# X9.62 field types: prime-field and characteristic-two-field.
_FIELDS = ("1.2.840.10045.1.1", "1.2.840.10045.1.2")

# Where named curves live: ANSI X9.62, SEC 2, brainpool, SM2, GOST.
_CURVES = ("1.2.840.10045.3.", "1.3.132.0.", "1.3.36.3.3.2.8.1.1.", "1.2.156.10197.1.301", "1.2.643.")


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One set of parameters. Raises DerError when it is none of those."""
    outer = reader.read_all(der, "parameters")
    if outer.identifier == reader.OBJECT_IDENTIFIER:
        if not values.oid(outer.value).startswith(_CURVES):
            raise DerError("der_unexpected_tag", 0, field="ECParameters", expected="30", found="06")
    else:
        parts = sequence(outer, "parameters", 2, 6)
        parts[0].expect(reader.INTEGER, "prime")
        if parts[1].identifier == reader.SEQUENCE:
            field = values.oid_of(reader.first(parts[1]), "fieldType")
            if field not in _FIELDS or len(parts) < 5:
                raise DerError("der_unexpected_tag", parts[1].start, field="base", expected="02", found="30")
        else:
            _numbers(parts[1:])
    opening.add(Kind.PARAMETERS, der, place)


def _numbers(parts: list[reader.Element]) -> None:
    """base and what may follow: q, j of X9.42 with its ValidationParms, or the length of PKCS#3."""
    for index, part in enumerate(parts):
        if index >= 2 and part.identifier == reader.SEQUENCE and part is parts[-1]:
            return
        part.expect(reader.INTEGER, "base")

"""Private keys in the clear: PKCS#8 (RFC 5958), and the older PKCS#1, SEC 1 and DSA forms, which are wrapped into PKCS#8."""

from __future__ import annotations

from workbench.core.asn1 import reader, values, writer
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.structure import inside, sequence
from workbench.core.errors import FileError, Message
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place

RSA = "1.2.840.113549.1.1.1"
DSA = "1.2.840.10040.4.1"
EC = "1.2.840.10045.2.1"


def private_key_info(algorithm: bytes, key: bytes) -> bytes:
    """PrivateKeyInfo, version 1 (RFC 5958 2), from the DER of an AlgorithmIdentifier and the octets of privateKey."""
    return writer.sequence(writer.integer(0), algorithm, writer.octet_string(key))


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One private key. Raises DerError or FileError `not_a_private_key` when it is something else."""
    info, container, remarks = as_private_key_info(der)
    opening.add(Kind.PRIVATE_KEY, info, place.inside(*container).remarked(*remarks))


def as_private_key_info(der: bytes) -> tuple[bytes, tuple[str, ...], tuple[Message, ...]]:
    """Any unencrypted private key -> PrivateKeyInfo, the name of the form it had, and what is odd about it.

    Raises DerError or FileError `not_a_private_key`.
    """
    parts = sequence(reader.read_all(der, "PrivateKeyInfo"), "PrivateKeyInfo", 3, 12)
    version = values.integer(parts[0].expect(reader.INTEGER, "version"))
    kinds = [part.identifier for part in parts]
    if kinds[1:3] == [reader.SEQUENCE, reader.OCTET_STRING]:
        values.oid_of(reader.first(parts[1]), "privateKeyAlgorithm")
        return der, ("pkcs8",), ()
    if version == 1 and kinds[1] == reader.OCTET_STRING:
        return _wrap_ec(der, parts)
    if kinds[1:6] == [reader.INTEGER] * 5 and len(parts) == 6 and version == 0:
        domain = writer.sequence(*(part.encoded for part in parts[1:4]))
        return private_key_info(writer.algorithm(DSA, domain), parts[5].encoded), ("dsa",), ()
    if kinds[1:9] == [reader.INTEGER] * 8 and version in (0, 1):
        return private_key_info(writer.algorithm(RSA, writer.null()), der), ("pkcs1",), ()
    raise FileError("not_a_private_key")


def _wrap_ec(der: bytes, parts: list[Element]) -> tuple[bytes, tuple[str, ...], tuple[Message, ...]]:
    """ECPrivateKey (RFC 5915): its parameters move into the AlgorithmIdentifier, where PKCS#8 wants them."""
    parameters = next((inside(part, "parameters").encoded for part in parts[2:] if part.is_context(0)), b"")
    remarks = () if parameters else (Message("ec_curve_missing"),)
    return private_key_info(writer.algorithm(EC, parameters), der), ("sec1",), remarks


def checked(der: bytes) -> bytes:
    """The private key in `der` as PrivateKeyInfo, block-cipher leftovers after it cut off; the proof of a decryption.

    Raises DerError or FileError `not_a_private_key`: the password was wrong.
    """
    element = reader.read(der)
    if len(der) - element.after > 16:
        raise DerError("der_trailing_data", element.after, field="PrivateKeyInfo", count=len(der) - element.after)
    return as_private_key_info(element.encoded)[0]

"""Public keys as `openssl x509 -text` and `openssl pkey -text` print them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509 import algorithms
from workbench.core.x509.algorithms import hash_name, parse_pss
from workbench.core.x509.curves import CURVES
from workbench.core.x509.public_key import (
    PublicKeyInfo,
    describe_algorithm,
    explicit_field_bits,
    parse_public_key_info,
    rsa_parts,
    unsigned,
)
from workbench.core.x509.text_names import ORDER_BITS, object_text
from workbench.core.x509.text_pieces import hex_lines, labelled_number_lines

_HASH = {"sha1": "SHA1", "sha224": "SHA2-224", "sha256": "SHA2-256", "sha384": "SHA2-384", "sha512": "SHA2-512"}


def public_key_info_lines(element: Element, indent: int) -> Iterator[str]:
    """`Subject Public Key Info:` with algorithm and key. Never raises; a key that cannot be read is said to be unreadable."""
    pad = " " * indent
    yield f"{pad}Subject Public Key Info:"
    try:
        info = parse_public_key_info(element)
        yield f"{pad}    Public Key Algorithm: {object_text(info.algorithm.oid)}"
    except DerError:
        yield f"{pad}    Public Key Algorithm: <INVALID>"
        yield f"{pad}    Unable to load Public Key"
        return
    try:
        lines = list(public_key_lines(info, indent + 8))
    except DerError:
        lines = [f"{pad}    Unable to load Public Key"]
    yield from lines


def public_key_lines(info: PublicKeyInfo, indent: int) -> Iterator[str]:
    """The key alone: `Public-Key: (2048 bit)` and its numbers. Raises DerError when it cannot be read or nobody knows the algorithm."""
    pad = " " * indent
    oid = info.algorithm.oid
    match oid:
        case algorithms.RSA | algorithms.RSASSA_PSS | algorithms.RSAES_OAEP:
            modulus, exponent = rsa_parts(reader.read(info.key))
            yield f"{pad}Public-Key: ({unsigned(modulus).bit_length()} bit)"
            yield from labelled_number_lines("Modulus:", modulus, indent, True)
            yield from labelled_number_lines("Exponent:", exponent, indent, True)
            if oid == algorithms.RSASSA_PSS:
                yield from _pss(info.algorithm.parameters, indent)
        case algorithms.EC:
            yield from _elliptic(info, indent)
        case algorithms.DSA:
            key = reader.read(info.key).expect(reader.INTEGER, "DSAPublicKey")
            numbers = _numbers(info.algorithm.parameters, 3)
            yield f"{pad}Public-Key: ({values.integer(numbers[0] if numbers else key).bit_length()} bit)"
            for label, number in zip(("pub: ", "P:   ", "Q:   ", "G:   "), (key, *numbers), strict=False):
                yield from labelled_number_lines(label, number, indent)
        case algorithms.DH_PKCS3 | algorithms.DH_X942:
            key = reader.read(info.key).expect(reader.INTEGER, "DHPublicKey")
            numbers = _numbers(info.algorithm.parameters, 2)
            yield f"{pad}DH Public-Key: ({values.integer(numbers[0] if numbers else key).bit_length()} bit)"
            for label, number in zip(("public-key:", "P:   ", "G:   "), (key, *numbers), strict=False):
                yield from labelled_number_lines(label, number, indent)
        case _ if oid in algorithms.FIXED_KEYS:
            yield f"{pad}{object_text(oid)} Public-Key:"
            yield f"{pad}pub:"
            yield from hex_lines(info.key, indent + 4)
        case _:
            raise DerError("der_unknown_algorithm", info.algorithm.element.start, oid=oid)


def _numbers(parameters: Element | None, least: int) -> list[Element]:
    if parameters is None or parameters.identifier != reader.SEQUENCE:
        return []
    return structure.sequence(parameters, "parameters", least)


def _pss(parameters: Element | None, indent: int) -> Iterator[str]:
    pad = " " * indent
    if parameters is None:
        yield f"{pad}No PSS parameter restrictions"
        return
    pss = parse_pss(parameters)
    hash, mask = hash_name(pss.hash), hash_name(pss.mask_hash)
    default = " (default)"
    yield f"{pad}PSS parameter restrictions:"
    yield f"{pad}  Hash Algorithm: {_HASH.get(hash, hash.upper())}{default if hash == 'sha1' else ''}"
    yield f"{pad}  Mask Algorithm: MGF1 with {_HASH.get(mask, mask.upper())}{default if mask == 'sha1' else ''}"
    yield f"{pad}  Minimum Salt Length: {structure.decimal(pss.salt_length)}{default if pss.salt_length == 20 else ''}"
    yield f"{pad}  Trailer Field: 0x{pss.trailer_field:x}{default if pss.trailer_field == 1 else ''}"


def _elliptic(info: PublicKeyInfo, indent: int) -> Iterator[str]:
    pad = " " * indent
    parameters = info.algorithm.parameters
    if parameters is None:
        raise DerError("der_wrong_count", info.algorithm.element.start, field="parameters", expected="1", found=0)
    named = parameters.identifier == reader.OBJECT_IDENTIFIER
    oid = values.oid(parameters.value) if named else ""
    if named:
        bits = ORDER_BITS.get(oid) or describe_algorithm(info.algorithm, info.key).size_bits
    else:
        parts = structure.sequence(parameters, "ECParameters", 5)
        bits = values.integer(parts[4]).bit_length()
    if bits is None:
        raise DerError("der_unknown_algorithm", info.algorithm.element.start, oid=oid)
    yield f"{pad}Public-Key: ({bits} bit)"
    yield f"{pad}pub:"
    yield from hex_lines(info.key, indent + 4)
    if not named:
        yield from _explicit(parameters, indent)
        return
    curve = CURVES[oid]
    yield f"{pad}ASN1 OID: {curve.openssl}"
    if curve.name[1] == "-":
        yield f"{pad}NIST CURVE: {curve.name}"


def _explicit(parameters: Element, indent: int) -> Iterator[str]:
    """ECParameters (SEC 1, C.2)."""
    pad = " " * indent
    _, field, curve, base, order, *rest = structure.sequence(parameters, "ECParameters", 5)
    _, content = structure.sequence(field, "FieldID", 2, 2)
    a, b, *seed = structure.sequence(curve, "Curve", 2, 3)
    if content.identifier == reader.INTEGER:
        yield f"{pad}Field Type: prime-field"
        yield from labelled_number_lines("Prime:", content, indent)
    else:
        m, basis, terms = structure.sequence(content, "Characteristic-two", 3, 3)
        bits = explicit_field_bits(parameters)
        if not 0 < bits <= 4096:
            raise DerError("der_out_of_range", m.start, field="m")
        exponents = [values.integer(terms)] if terms.identifier == reader.INTEGER else [values.integer(t) for t in reader.children(terms)]
        polynomial = 1 << bits | 1 | sum(1 << k for k in exponents if 0 < k < bits)
        name = {1: "onBasis", 2: "tpBasis", 3: "ppBasis"}.get(basis.value[-1] if basis.value else 0, "")
        yield f"{pad}Field Type: characteristic-two-field"
        yield f"{pad}Basis Type: {name}"
        yield f"{pad}Polynomial:"
        yield from hex_lines(polynomial.to_bytes(bits // 8 + 1, "big"), indent + 4)
    for label, octets in (("A:   ", a.value), ("B:   ", b.value)):
        number = int.from_bytes(octets, "big")
        if number.bit_length() <= 64:
            yield f"{pad}{label} {number} (0x{number:x})" if number else f"{pad}{label} 0"
        else:
            yield f"{pad}{label}"
            yield from hex_lines(number.to_bytes(number.bit_length() // 8 + 1, "big"), indent + 4)
    form = {2: "compressed", 3: "compressed", 4: "uncompressed"}.get(base.value[0] if base.value else 0, "hybrid")
    yield f"{pad}Generator ({form}):"
    yield from hex_lines(base.value, indent + 4)
    yield from labelled_number_lines("Order: ", order, indent)
    if rest and rest[0].identifier == reader.INTEGER:
        yield from labelled_number_lines("Cofactor: ", rest[0], indent)
    if seed:
        yield f"{pad}Seed:"
        yield from hex_lines(values.bit_string(seed[0])[0], indent + 4)

"""Public keys as fields: SubjectPublicKeyInfo with what is inside its BIT STRING (RFC 3279, 5480, 8017, 8410)."""

from __future__ import annotations

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509 import algorithms
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.algorithms import AlgorithmIdentifier
from workbench.core.x509.field_nodes import any_node, broken, hexadecimal, integer_node, node
from workbench.core.x509.public_key import describe_algorithm, explicit_field_bits, parse_public_key_info, rsa_parts

# Octets of a public key whose length the algorithm fixes (RFC 8410, FIPS 203, 204, 205).
KEY_LENGTHS = {
    "X25519": 32, "X448": 56, "Ed25519": 32, "Ed448": 57, "ML-DSA-44": 1312, "ML-DSA-65": 1952, "ML-DSA-87": 2592,
    "ML-KEM-512": 800, "ML-KEM-768": 1184, "ML-KEM-1024": 1568,
} | {f"SLH-DSA-{kind}-{size}{speed}": size // 4 for kind in ("SHA2", "SHAKE") for size in (128, 192, 256) for speed in "sf"}  # fmt: skip


def spki_node(label: str, element: Element, explanation: str = "subjectPublicKeyInfo") -> Node:
    """A SubjectPublicKeyInfo: `algorithm` and `subjectPublicKey` with modulus and exponent, point or key octets. Never raises."""
    try:
        info = parse_public_key_info(element)
    except DerError as error:
        return broken(label, element, error, explanation)
    algorithm, key = reader.children(element)
    description = describe_algorithm(info.algorithm, info.key)
    value = info.key_element
    try:
        inside, problems = _key(info.algorithm, value)
    except DerError as error:
        inside, problems = (), (Problem(error.message, error.offset),)
    if value.data[value.content]:
        problems += (Problem(Message("der_unused_bits"), value.start),)
    text = hexadecimal(info.key)
    key_node = node("subjectPublicKey", key, text, inside, "subjectPublicKey", problems)
    return node(label, element, description.text, (algorithm_node("algorithm", algorithm, "publicKeyAlgorithm"), key_node), explanation)


def _key(algorithm: AlgorithmIdentifier, bits: Element) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """The nodes inside the BIT STRING of a public key, and what is wrong with it."""
    data, start, end = bits.data, bits.content + 1, bits.end
    match algorithm.oid:
        case algorithms.RSA | algorithms.RSASSA_PSS | algorithms.RSAES_OAEP:
            inner = reader.read(data, start, end)
            modulus, exponent = rsa_parts(inner)
            problems = trailing(inner, end, "RSAPublicKey")
            nodes = (positive_node("modulus", modulus, "modulus"), positive_node("publicExponent", exponent, "publicExponent"))
            return (node("RSAPublicKey", inner, "", nodes, "RSAPublicKey"),), problems
        case algorithms.EC:
            return _point(algorithm, data, start, end)
        case algorithms.DSA | algorithms.DH_PKCS3 | algorithms.DH_X942:
            inner = reader.read(data, start, end).expect(reader.INTEGER, "publicKey")
            label = "DSAPublicKey" if algorithm.oid == algorithms.DSA else "DHPublicKey"
            return (positive_node(label, inner, "publicValue"),), trailing(inner, end, label)
    fixed = algorithms.FIXED_KEYS.get(algorithm.oid)
    if fixed is not None and fixed[0] in KEY_LENGTHS:
        expected = KEY_LENGTHS[fixed[0]]
        if end - start != expected:
            return (), (Problem(Message("der_key_length", {"algorithm": fixed[0], "expected": expected, "found": end - start}), start),)
        return (), ()
    if end - start > 2 and data[start] in (reader.SEQUENCE, reader.INTEGER, reader.OCTET_STRING):
        try:
            inner = reader.read(data, start, end)
        except DerError:
            return (), ()
        if inner.after == end:
            return (any_node("", inner),), ()
    return (), ()


def _point(algorithm: AlgorithmIdentifier, data: bytes, start: int, end: int) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """ECPoint (SEC 1, 2.3.3): 04 x y, or 02/03 x."""
    if start == end:
        return (), (Problem(Message("der_empty", {"field": "ECPoint"}), start),)
    bits = describe_algorithm(algorithm, b"").size_bits
    if bits is None and algorithm.parameters is not None and algorithm.parameters.identifier == reader.SEQUENCE:
        bits = explicit_field_bits(algorithm.parameters)
    form = data[start]
    size = end - start - 1
    names = {2: "compressed", 3: "compressed", 4: "uncompressed", 6: "hybrid", 7: "hybrid"}
    form_node = Node("form", f"{form:02x} {names.get(form, '')}".strip(), start, 1, explanation="pointForm")
    problems: tuple[Problem, ...] = ()
    coordinates = 1 if form in (2, 3) else 2
    if form not in names or (bits is not None and size != coordinates * ((bits + 7) // 8)) or size % coordinates:
        problems = (Problem(Message("der_point"), start),)
        return (form_node, Node("octets", data[start + 1 : end].hex(), start + 1, size)), problems
    half = size // coordinates
    nodes = [form_node, Node("x", data[start + 1 : start + 1 + half].hex(), start + 1, half, explanation="pointX")]
    if coordinates == 2:
        nodes.append(Node("y", data[start + 1 + half : end].hex(), start + 1 + half, half, explanation="pointY"))
    return tuple(nodes), problems


def positive_node(label: str, element: Element, explanation: str = "", secret: bool = False) -> Node:
    """An INTEGER that must not be negative or zero."""
    number = integer_node(label, element, explanation, secret)
    if values.integer(element) <= 0:
        problem = Problem(Message("der_not_positive", {"field": label}), element.start)
        return Node(label, number.value, number.start, number.length, (), explanation, (*number.problems, problem), secret)
    return number


def trailing(element: Element, end: int, what: str) -> tuple[Problem, ...]:
    """A problem when bytes are left between an element and `end`."""
    if element.after == end:
        return ()
    return (Problem(Message("der_trailing_data", {"field": what, "count": end - element.after, "offset": element.after}), element.after),)


def public_key_fields(spki_der: bytes) -> Node:
    """DER of a SubjectPublicKeyInfo -> its fields, spans in `spki_der`. Never raises."""
    try:
        element = structure.only(spki_der, "SubjectPublicKeyInfo")
    except DerError as error:
        return Node("SubjectPublicKeyInfo", "", 0, len(spki_der), problems=(Problem(error.message, error.offset),))
    return spki_node("SubjectPublicKeyInfo", element)

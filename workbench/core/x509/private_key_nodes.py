"""Private keys as fields: PrivateKeyInfo (RFC 5958) and what is inside it (RFC 8017, 5915, 8410, 9881, 9935). Secret parts are marked."""

from __future__ import annotations

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.tree import element_node
from workbench.core.node import Node, Problem
from workbench.core.x509 import algorithms
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.algorithms import parse_algorithm
from workbench.core.x509.field_nodes import hexadecimal, integer_node, node, octets_node, oid_text
from workbench.core.x509.public_key import describe_algorithm

_RSA = ("version", "modulus", "publicExponent", "privateExponent", "prime1", "prime2", "exponent1", "exponent2", "coefficient")
_RSA_PUBLIC = ("version", "modulus", "publicExponent")
_SEEDED = ("ML-DSA", "ML-KEM")


def private_key_fields(pkcs8_der: bytes) -> Node:
    """DER of a PrivateKeyInfo (not encrypted) -> its fields, spans in `pkcs8_der`. Never raises.

    Nodes with `secret` hold key material: a view masks them until asked. Labels are those of the key's own standard.
    """
    try:
        element = structure.only(pkcs8_der, "PrivateKeyInfo")
        return _private_key_info(element)
    except DerError as error:
        return Node("PrivateKeyInfo", "", 0, len(pkcs8_der), problems=(Problem(error.message, error.offset),), secret=True)


def _private_key_info(element: Element) -> Node:
    version, algorithm, key, *rest = structure.sequence(element, "PrivateKeyInfo", 3, 5)
    identifier = parse_algorithm(algorithm)
    description = describe_algorithm(identifier, b"")
    problems: tuple[Problem, ...] = ()
    inside: tuple[Node, ...] = ()
    try:
        inside = _inside(identifier, key.expect(reader.OCTET_STRING, "privateKey"), description.algorithm)
    except DerError as error:
        problems = (Problem(error.message, error.offset),)
    children = [
        integer_node("version", version.expect(reader.INTEGER, "version"), "privateKeyVersion"),
        algorithm_node("privateKeyAlgorithm", algorithm, "privateKeyAlgorithm"),
        node("privateKey", key, "" if inside else hexadecimal(key.value), inside, "privateKey", problems, secret=True),
    ]
    for part in rest:
        if part.is_context(1):
            children.append(node("publicKey", part, hexadecimal(part.value[1:]), (), "publicKey"))
        else:
            children.append(element_node(part, "attributes", "attributes"))
    return node("PrivateKeyInfo", element, description.text, tuple(children), "PrivateKeyInfo")


def _inside(algorithm: algorithms.AlgorithmIdentifier, key: Element, name: str) -> tuple[Node, ...]:
    """The content of the privateKey OCTET STRING. Raises DerError."""
    if algorithm.oid in (algorithms.RSA, algorithms.RSASSA_PSS, algorithms.RSAES_OAEP):
        return (_rsa(structure.inside(key, "RSAPrivateKey")),)
    if algorithm.oid in (algorithms.EC, "1.3.132.1.12", "1.3.132.1.13"):
        return (_elliptic(structure.inside(key, "ECPrivateKey")),)
    if algorithm.oid in (algorithms.DSA, algorithms.DH_PKCS3, algorithms.DH_X942):
        inner = structure.inside(key, "x").expect(reader.INTEGER, "x")
        return (integer_node("x", inner, "privateValue", secret=True),)
    if algorithm.oid.startswith("1.3.101."):
        inner = structure.inside(key, "CurvePrivateKey").expect(reader.OCTET_STRING, "CurvePrivateKey")
        return (octets_node("CurvePrivateKey", inner, "privateValue", secret=True),)
    if name.startswith(_SEEDED):
        return (_seeded(structure.inside(key, name), name),)
    return ()


def _rsa(element: Element) -> Node:
    parts = structure.sequence(element, "RSAPrivateKey", 9, 10)
    children = tuple(
        integer_node(label, part.expect(reader.INTEGER, label), label, secret=label not in _RSA_PUBLIC)
        for label, part in zip(_RSA, parts, strict=False)
    )
    if len(parts) == 10:
        children += (node("otherPrimeInfos", parts[9], hexadecimal(parts[9].value), (), "otherPrimeInfos", secret=True),)
    return node("RSAPrivateKey", element, "", children, "RSAPrivateKey", secret=True)


def _elliptic(element: Element) -> Node:
    version, key, *rest = structure.sequence(element, "ECPrivateKey", 2, 4)
    children = [
        integer_node("version", version.expect(reader.INTEGER, "version"), "privateKeyVersion"),
        octets_node("privateKey", key.expect(reader.OCTET_STRING, "privateKey"), "privateValue", secret=True),
    ]
    for part in rest:
        if part.is_context(0):
            inner = structure.inside(part, "parameters")
            if inner.identifier == reader.OBJECT_IDENTIFIER:
                text = oid_text(values.oid(inner.value))
                children.append(node("parameters", part, text, (), "namedCurve"))
            else:
                children.append(element_node(part, "parameters", "ecParameters"))
        else:
            inner = structure.inside(part, "publicKey").expect(reader.BIT_STRING, "publicKey")
            children.append(node("publicKey", part, hexadecimal(inner.value[1:]), (), "publicKey"))
    return node("ECPrivateKey", element, "", tuple(children), "ECPrivateKey", secret=True)


def _seeded(inner: Element, name: str) -> Node:
    """ML-DSA and ML-KEM private keys: a seed, an expanded key, or both."""
    label = f"{name}-PrivateKey"
    if inner.is_context(0):
        return octets_node("seed", inner, "seed", secret=True)
    if inner.identifier == reader.OCTET_STRING:
        return octets_node("expandedKey", inner, "expandedKey", secret=True)
    seed, expanded = structure.sequence(inner, label, 2, 2)
    both = (octets_node("seed", seed, "seed", secret=True), octets_node("expandedKey", expanded, "expandedKey", secret=True))
    return node("both", inner, "", both, "privateKey", secret=True)

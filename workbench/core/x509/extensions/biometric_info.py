"""Biometric information: hashes of a picture or a hand-written signature of the subject."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.algorithms import hash_name, parse_algorithm
from workbench.core.x509.field_nodes import node, octets_node, text_node

OID = "1.3.6.1.5.5.7.1.2"
NAME = "biometricInfo"
CITATION = "RFC 3739 §3.2.5"
TYPES = {0: "picture", 1: "handwritten-signature"}


@dataclass(frozen=True, slots=True)
class BiometricData:
    """`type` is `picture`, `handwritten-signature`, a number or dotted decimal; `uri` "" when absent."""

    type: str
    hash_algorithm: str
    hash: bytes
    uri: str


@dataclass(frozen=True, slots=True)
class BiometricInfo:
    """The items in order."""

    items: tuple[BiometricData, ...]


def _type(element: Element) -> str:
    if element.identifier == reader.INTEGER:
        return TYPES.get(values.integer(element), structure.decimal(values.integer(element)))
    return values.oid_of(element, "typeOfBiometricData")


def parse(value: Element | bytes) -> BiometricInfo:
    """The content of extnValue -> BiometricInfo. Raises DerError."""
    result = []
    for item in structure.sequence(structure.only(value, NAME), NAME, 1):
        type, algorithm, digest, *uri = structure.sequence(item, "BiometricData", 3, 4)
        address = values.text(uri[0])[0] if uri else ""
        result.append(BiometricData(_type(type), parse_algorithm(algorithm).oid, digest.value, address))
    return BiometricInfo(tuple(result))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each item. Raises DerError."""
    result = []
    for data, item in zip(parse(value).items, reader.children(value), strict=True):
        type, algorithm, digest, *uri = reader.children(item)
        children = (
            node("typeOfBiometricData", type, data.type),
            algorithm_node("hashAlgorithm", algorithm),
            octets_node("biometricDataHash", digest),
            *(text_node("sourceDataUri", part) for part in uri),
        )
        result.append(node("BiometricData", item, f"{data.type}, {hash_name(data.hash_algorithm)}", children))
    return tuple(result)

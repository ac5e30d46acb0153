"""Entrust version information: which software of Entrust issued the certificate."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node
from workbench.core.x509.named_bits import named_bits_node

OID = "1.2.840.113533.7.65.0"
NAME = "entrustVersInfo"
CITATION = "Entrust"
FLAG_NAMES = ("keyUpdateAllowed", "newExtensions", "pKIXCertificate", "enterpriseCategory", "webCategory", "sETCategory")


@dataclass(frozen=True, slots=True)
class EntrustVersion:
    """`flags` are the numbers of the set bits of entrustInfoFlags."""

    version: str
    flags: frozenset[int]


def parse(value: Element | bytes) -> EntrustVersion:
    """The content of extnValue -> EntrustVersion. Raises DerError."""
    version, flags = structure.sequence(structure.only(value, NAME), NAME, 2, 2)
    return EntrustVersion(version.value.decode("latin-1"), values.named_bits(flags.expect(reader.BIT_STRING, "entrustInfoFlags")))


def nodes(value: Element) -> tuple[Node, ...]:
    """Version and flags. Raises DerError."""
    version, flags = structure.sequence(value, NAME, 2, 2)
    text = version.value.decode("latin-1")  # GeneralString
    return (node("entrustVers", version, text), named_bits_node("entrustInfoFlags", flags.expect(reader.BIT_STRING, NAME), FLAG_NAMES))

"""Policy mappings: policies of the issuer that the subject CA calls by other names."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node, oid_node

OID = "2.5.29.33"
NAME = "policyMappings"
CITATION = "RFC 5280 §4.2.1.5"
OTHERS = (("1.3.6.1.4.1.311.21.11", "applicationPolicyMappings", "Microsoft"),)


@dataclass(frozen=True, slots=True)
class PolicyMappings:
    """Pairs (issuerDomainPolicy, subjectDomainPolicy), dotted decimal."""

    pairs: tuple[tuple[str, str], ...]


def parse(value: Element | bytes) -> PolicyMappings:
    """The content of extnValue -> PolicyMappings. Raises DerError."""
    pairs = []
    for item in structure.sequence(structure.only(value, NAME), NAME, 1):
        issuer, subject = structure.sequence(item, "PolicyMapping", 2, 2)
        pairs.append((values.oid_of(issuer, "issuerDomainPolicy"), values.oid_of(subject, "subjectDomainPolicy")))
    return PolicyMappings(tuple(pairs))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each pair. Raises DerError."""
    result = []
    for (issuer_oid, subject_oid), item in zip(parse(value).pairs, reader.children(value), strict=True):
        issuer, subject = reader.children(item)
        children = (
            oid_node("issuerDomainPolicy", issuer, "issuerDomainPolicy"),
            oid_node("subjectDomainPolicy", subject, "subjectDomainPolicy"),
        )
        result.append(node("PolicyMapping", item, f"{issuer_oid} → {subject_oid}", children))
    return tuple(result)

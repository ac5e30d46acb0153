"""Certificate template (Microsoft, version 2 templates and later)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import integer_node, oid_node

OID = "1.3.6.1.4.1.311.21.7"
NAME = "certificateTemplate"
CITATION = "Microsoft MS-WCCE §2.2.2.7.7.2"


@dataclass(frozen=True, slots=True)
class CertificateTemplate:
    """`template` is dotted decimal; versions are None where absent."""

    template: str
    major: int | None
    minor: int | None


def _parts(value: Element) -> list[Element]:
    template, *versions = structure.sequence(value, NAME, 1, 3)
    return [template.expect(reader.OBJECT_IDENTIFIER, "templateID"), *(v.expect(reader.INTEGER, "templateVersion") for v in versions)]


def parse(value: Element | bytes) -> CertificateTemplate:
    """The content of extnValue -> CertificateTemplate. Raises DerError."""
    template, *versions = _parts(structure.only(value, NAME))
    numbers = [*(values.integer(version) for version in versions), None, None]
    return CertificateTemplate(values.oid(template.value), numbers[0], numbers[1])


def nodes(value: Element) -> tuple[Node, ...]:
    """Template and versions. Raises DerError."""
    template, *versions = _parts(value)
    labels = ("templateMajorVersion", "templateMinorVersion")
    return (oid_node("templateID", template), *(integer_node(label, v) for label, v in zip(labels, versions, strict=False)))

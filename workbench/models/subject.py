"""The object that is looked at, and its several forms: fields, ASN.1, text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.core.collection import Item
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.node import Node
from workbench.core.x509.certificate import Certificate
from workbench.models.object_rows import Row


@dataclass(frozen=True, eq=False)
class Subject:
    """One object with its bytes.

    item     None for a trust anchor that is not open itself
    parsed   the typed value by its kind, None where there is none
    secret   nothing of its content is shown until asked for
    """

    found: FoundObject
    item: Item | None
    parsed: object | None

    @property
    def kind(self) -> Kind:
        return self.found.kind

    @property
    def der(self) -> bytes:
        return self.found.der

    @property
    def secret(self) -> bool:
        return self.kind in (Kind.PRIVATE_KEY, Kind.SECRET_KEY)

    @property
    def certificate(self) -> Certificate | None:
        return self.parsed if isinstance(self.parsed, Certificate) else None

    def fields(self) -> Node:
        """Its fields as its standard names them; what has no such fields is shown as ASN.1."""
        from workbench.models.subject_fields import fields_of

        return fields_of(self.parsed, self.der) or self.asn1()

    def asn1(self) -> Node:
        """Its ASN.1, whatever it is; of a private key every value is marked as secret."""
        from workbench.core.asn1.tree import asn1_tree

        node = asn1_tree(self.der)
        return _secret(node) if self.secret else node


def _secret(node: Node) -> Node:
    """The tree with all values masked that can hold key material; types and names stay."""
    children = tuple(_secret(child) for child in node.children)
    return replace(node, children=children, secret=not children and "OBJECT" not in node.label and node.length > 3)


def subject_of(row: Row | None) -> Subject | None:
    """The object behind a row; None for headers, missing issuers and what could not be opened."""
    if row is None:
        return None
    if row.item is not None:
        return Subject(row.item.sources[0], row.item, row.item.parsed)
    if row.certificate is not None:
        found = FoundObject(Kind.CERTIFICATE, row.certificate.der, "", 1, ())
        return Subject(found, None, row.certificate)
    return None

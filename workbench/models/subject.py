"""The object that is looked at, and its several forms: fields, ASN.1, text. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.core.asn1.tree import asn1_tree
from workbench.core.collection import Item
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.node import Node
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.crl_fields import crl_fields
from workbench.core.x509.fields import certificate_fields
from workbench.core.x509.key_nodes import public_key_fields
from workbench.core.x509.key_pair import PrivateKey, PublicKey
from workbench.core.x509.ocsp import OcspRequest, OcspResponse
from workbench.core.x509.ocsp_fields import ocsp_request_fields, ocsp_response_fields
from workbench.core.x509.private_key_nodes import private_key_fields
from workbench.core.x509.request import CertificationRequest
from workbench.core.x509.request_fields import request_fields
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
        match self.parsed:
            case Certificate():
                return certificate_fields(self.parsed)
            case CertificateList():
                return crl_fields(self.parsed)
            case CertificationRequest():
                return request_fields(self.parsed)
            case OcspResponse():
                return ocsp_response_fields(self.parsed)
            case OcspRequest():
                return ocsp_request_fields(self.parsed)
            case PrivateKey():
                return private_key_fields(self.der)
            case PublicKey() if self.parsed.spki == self.der:
                return public_key_fields(self.der)
        return self.asn1()

    def asn1(self) -> Node:
        """Its ASN.1, whatever it is; of a private key every value is marked as secret."""
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

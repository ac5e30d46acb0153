"""Certificate policies: the rules under which the certificate was issued."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import any_node, integer_node, node, oid_node, oid_text, text_node

OID = "2.5.29.32"
NAME = "certificatePolicies"
CITATION = "RFC 5280 §4.2.1.4"
OTHERS = (("1.3.6.1.4.1.311.21.10", "applicationCertPolicies", "Microsoft MS-WCCE §2.2.2.7.7.3"),)

ANY_POLICY = "2.5.29.32.0"
CPS = "1.3.6.1.5.5.7.2.1"
USER_NOTICE = "1.3.6.1.5.5.7.2.2"


@dataclass(frozen=True, slots=True)
class UserNotice:
    """`organization` and `notice_numbers` are the NoticeReference; "" and () when absent."""

    organization: str
    notice_numbers: tuple[int, ...]
    explicit_text: str


@dataclass(frozen=True, slots=True)
class PolicyQualifier:
    """One PolicyQualifierInfo. `cps_uri` and `notice` are None unless `oid` is CPS or USER_NOTICE."""

    oid: str
    cps_uri: str | None
    notice: UserNotice | None
    element: Element


@dataclass(frozen=True, slots=True)
class PolicyInformation:
    """One policy: dotted decimal and its qualifiers."""

    policy: str
    qualifiers: tuple[PolicyQualifier, ...]
    element: Element


@dataclass(frozen=True, slots=True)
class CertificatePolicies:
    """The policies in order."""

    policies: tuple[PolicyInformation, ...]

    def __contains__(self, oid: str) -> bool:
        return any(policy.policy == oid for policy in self.policies)

    @property
    def oids(self) -> tuple[str, ...]:
        return tuple(policy.policy for policy in self.policies)


def _notice_parts(element: Element) -> tuple[Element | None, Element | None]:
    reference = text = None
    for part in structure.sequence(element, "UserNotice", 0, 2):
        if part.identifier == reader.SEQUENCE:
            reference = part
        else:
            text = part
    return reference, text


def _qualifier(element: Element) -> PolicyQualifier:
    kind, value = structure.sequence(element, "PolicyQualifierInfo", 2, 2)
    oid = values.oid_of(kind, "policyQualifierId")
    if oid == CPS:
        return PolicyQualifier(oid, values.text(value)[0], None, element)
    if oid == USER_NOTICE:
        reference, text = _notice_parts(value)
        organization = ""
        numbers: tuple[int, ...] = ()
        if reference is not None:
            name, series = structure.sequence(reference, "NoticeReference", 2, 2)
            organization = values.text(name)[0]
            numbers = tuple(values.integer(n) for n in structure.sequence(series, "noticeNumbers"))
        explicit = "" if text is None else values.text(text)[0]
        return PolicyQualifier(oid, None, UserNotice(organization, numbers, explicit), element)
    return PolicyQualifier(oid, None, None, element)


def parse(value: Element | bytes) -> CertificatePolicies:
    """The content of extnValue -> CertificatePolicies. Raises DerError."""
    result = []
    for item in structure.sequence(structure.only(value, NAME), NAME, 1):
        policy, *rest = structure.sequence(item, "PolicyInformation", 1, 2)
        qualifiers = tuple(_qualifier(q) for q in structure.sequence(rest[0], "policyQualifiers")) if rest else ()
        result.append(PolicyInformation(values.oid_of(policy, "policyIdentifier"), qualifiers, item))
    return CertificatePolicies(tuple(result))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each policy, its qualifiers below it. Raises DerError."""
    result = []
    for information in parse(value).policies:
        policy, *rest = reader.children(information.element)
        children = [oid_node("policyIdentifier", policy, "policyIdentifier")]
        if rest:
            inner = tuple(_qualifier_node(qualifier) for qualifier in information.qualifiers)
            children.append(node("policyQualifiers", rest[0], "", inner, "policyQualifiers"))
        result.append(node("PolicyInformation", information.element, oid_text(information.policy), tuple(children)))
    return tuple(result)


def _qualifier_node(qualifier: PolicyQualifier) -> Node:
    kind, value = reader.children(qualifier.element)
    children = [oid_node("policyQualifierId", kind)]
    if qualifier.cps_uri is not None:
        children.append(text_node("cPSuri", value, "cPSuri"))
        text = qualifier.cps_uri
    elif qualifier.notice is not None:
        reference, explicit = _notice_parts(value)
        inner = []
        if reference is not None:
            name, series = reader.children(reference)
            numbers = tuple(integer_node("noticeNumber", number) for number in reader.children(series))
            below = (text_node("organization", name), node("noticeNumbers", series, ", ".join(n.value for n in numbers), numbers))
            inner.append(node("noticeRef", reference, qualifier.notice.organization, below, "noticeRef"))
        if explicit is not None:
            inner.append(text_node("explicitText", explicit, "explicitText"))
        text = qualifier.notice.explicit_text
        children.append(node("userNotice", value, text, tuple(inner), "userNotice"))
    else:
        children.append(any_node("qualifier", value))
        text = oid_text(qualifier.oid)
    return node("PolicyQualifierInfo", qualifier.element, text, tuple(children))

"""A certification request as the tree of fields of RFC 2986 4, every node with its bytes."""

from __future__ import annotations

import functools

from workbench.core.asn1 import reader, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.crl_fields import algorithm_oid
from workbench.core.x509.extension_nodes import extensions_node
from workbench.core.x509.field_nodes import any_node, broken, name_node, node, oid_node, text_node
from workbench.core.x509.fields import signature_node
from workbench.core.x509.key_nodes import spki_node
from workbench.core.x509.request import (
    CHALLENGE_PASSWORD,
    EXTENSION_REQUEST,
    MICROSOFT_EXTENSION_REQUEST,
    UNSTRUCTURED_NAME,
    CertificationRequest,
)

_NAMES = {
    EXTENSION_REQUEST: "extensionRequest",
    MICROSOFT_EXTENSION_REQUEST: "certExtensions",
    CHALLENGE_PASSWORD: "challengePassword",
    UNSTRUCTURED_NAME: "unstructuredName",
}


@functools.lru_cache(maxsize=64)
def request_fields(request: CertificationRequest) -> Node:
    """Request -> its fields: `certificationRequestInfo`, `signatureAlgorithm`, `signature` and all below them.

    Spans count in `request.der`. Never raises: what cannot be decoded stays as a node with a problem.
    The challenge password is marked secret.
    """
    fields = request.fields
    number = values.integer(fields.version)
    problems = values.integer_problems(fields.version)
    if number != 0:
        problems += (Problem(Message("der_out_of_range", {"field": "version"}), fields.version.start),)
    text = f"v{number + 1} ({number})" if 0 <= number < 100 else fields.version.value[:64].hex()
    info = [
        node("version", fields.version, text, (), "csr_version", problems),
        name_node("subject", fields.subject, "csr_subject"),
        spki_node("subjectPKInfo", fields.subject_pk_info),
    ]
    if fields.attributes is not None:
        info.append(_attributes(fields.attributes))
    children = (
        node("certificationRequestInfo", fields.certification_request_info, "", tuple(info), "csr_certificationRequestInfo"),
        algorithm_node("signatureAlgorithm", fields.signature_algorithm, "signatureAlgorithm"),
        signature_node("signature", fields.signature, algorithm_oid(fields.signature_algorithm)),
    )
    return node("CertificationRequest", fields.certification_request, "", children, "csr_CertificationRequest")


def _attributes(element: Element) -> Node:
    try:
        children = tuple(_attribute(item) for item in reader.children(element))
    except DerError as error:
        return broken("attributes", element, error, "csr_attributes")
    return node("attributes", element, "", children, "csr_attributes")


def _attribute(element: Element) -> Node:
    try:
        parts = list(reader.children(element.expect(reader.SEQUENCE, "Attribute")))
        if len(parts) != 2:
            raise DerError("der_wrong_count", element.start, field="Attribute", expected=2, found=len(parts))
        oid = values.oid_of(parts[0], "type")
        label = _NAMES.get(oid) or oid_name(oid) or oid
        content = list(reader.children(parts[1].expect(reader.SET, "values")))
        inside = tuple(_value(oid, value) for value in content)
    except DerError as error:
        return broken("Attribute", element, error, "csr_Attribute")
    problems: tuple[Problem, ...] = ()
    if not inside:
        problems = (Problem(Message("der_empty", {"field": "values"}), parts[1].start),)
    secret = oid == CHALLENGE_PASSWORD
    text = ", ".join(child.value for child in inside)
    children = (oid_node("type", parts[0], "csr_attributeType"), node("values", parts[1], "", inside, "csr_attributeValues"))
    explanation = f"csr_{_NAMES[oid]}" if oid in _NAMES else "csr_Attribute"
    return node(label, element, text, children, explanation, problems, secret)


def _value(oid: str, element: Element) -> Node:
    if oid in (EXTENSION_REQUEST, MICROSOFT_EXTENSION_REQUEST):
        return extensions_node("Extensions", element)
    if values.is_string(element):
        shown = text_node("value", element)
        return node("value", element, shown.value, (), "", shown.problems, oid == CHALLENGE_PASSWORD)
    return any_node("value", element)

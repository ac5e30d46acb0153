"""A certificate as the tree of fields of RFC 5280 4.1, every node with its bytes, and everything that is wrong with its encoding."""

from __future__ import annotations

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.tree import element_node
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.remembered import remembered
from workbench.core.x509 import algorithms
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.extension_nodes import extensions_node
from workbench.core.x509.field_nodes import broken, hexadecimal, integer_node, name_node, node, time_node
from workbench.core.x509.key_nodes import spki_node, trailing

MAX_SERIAL_OCTETS = 20  # RFC 5280 4.1.2.2

# Signatures that are a SEQUENCE of r and s: DSA, SM2, and ECDSA beside those below 1.2.840.10045.4. Of NIST's, RSA follows from 13 on, then
# ML-DSA and SLH-DSA, whose octets may begin with anything.
_NIST = "2.16.840.1.101.3.4.3"
_TWO_NUMBERS = {"1.2.840.10040.4.3", "1.2.156.10197.1.501", *(f"{_NIST}.{number}" for number in range(1, 13))}


@remembered(256, 8192)
def certificate_fields(certificate: Certificate) -> Node:
    """Certificate -> its fields: `tbsCertificate`, `signatureAlgorithm`, `signatureValue` and all below them.

    Spans count in `certificate.der`. Never raises: what cannot be decoded stays as a node with a problem.
    """
    fields = certificate.fields
    oid = _algorithm_oid(fields.signature_algorithm)
    outer = algorithm_node("signatureAlgorithm", fields.signature_algorithm, "signatureAlgorithm")
    if fields.signature.encoded != fields.signature_algorithm.encoded:
        outer = _with(outer, Problem(Message("der_algorithm_mismatch"), fields.signature_algorithm.start))
    children = (_tbs(certificate), outer, signature_node("signatureValue", fields.signature_value, oid))
    return node("Certificate", fields.certificate, "", children, "Certificate")


def _tbs(certificate: Certificate) -> Node:
    fields = certificate.fields
    children: list[Node] = []
    version = 0
    if fields.version is None:
        children.append(Node("version", "v1", explanation="version", note=Message("field_default")))
    else:
        version, child = _version(fields.version)
        children.append(child)
    children.append(serial_node("serialNumber", fields.serial_number))
    children.append(algorithm_node("signature", fields.signature, "signature"))
    issuer = name_node("issuer", fields.issuer, "issuer")
    if fields.issuer.content == fields.issuer.end:
        issuer = _with(issuer, Problem(Message("der_empty", {"field": "issuer"}), fields.issuer.start))
    children += (issuer, validity_node(fields.validity), name_node("subject", fields.subject, "subject"))
    children.append(spki_node("subjectPublicKeyInfo", fields.subject_public_key_info))
    for label, element in (("issuerUniqueID", fields.issuer_unique_id), ("subjectUniqueID", fields.subject_unique_id)):
        if element is not None:
            problems: tuple[Problem, ...] = ()
            if version not in (1, 2):
                problems = (Problem(Message("der_needs_version", {"field": label, "version": "v2"}), element.start),)
            children.append(node(label, element, hexadecimal(element.value[1:]), (), label, problems))
    if fields.extensions is not None:
        children.append(_extensions(fields.extensions, version))
    return node("tbsCertificate", fields.tbs_certificate, "", tuple(children), "tbsCertificate")


def _extensions(wrapper: Element, version: int) -> Node:
    try:
        result = extensions_node("extensions", reader.first(wrapper), wrapper)
    except DerError as error:
        return broken("extensions", wrapper, error, "extensions")
    if version != 2:
        result = _with(result, Problem(Message("der_needs_version", {"field": "extensions", "version": "v3"}), wrapper.start))
    return result


def _version(wrapper: Element) -> tuple[int, Node]:
    try:
        inner = structure.inside(wrapper, "version").expect(reader.INTEGER, "version")
    except DerError as error:
        return -1, broken("version", wrapper, error, "version")
    number = values.integer(inner)
    problems = inner.problems + values.integer_problems(inner)
    if number == 0:
        problems += (Problem(Message("der_default_encoded", {"field": "version", "value": "v1"}), wrapper.start),)
    elif number not in (1, 2):
        problems += (Problem(Message("der_out_of_range", {"field": "version"}), wrapper.start),)
    text = f"v{number + 1} ({number})" if 0 <= number < 100 else hexadecimal(inner.value)
    return number, node("version", wrapper, text, (), "version", problems)


def serial_node(label: str, element: Element) -> Node:
    """A CertificateSerialNumber in lower-case hex; RFC 5280 wants it positive and at most 20 octets (problems)."""
    problems = values.integer_problems(element)
    length = element.end - element.content
    number = values.integer(element)
    if length and number < 0:
        problems += (Problem(Message("der_serial_negative"), element.start),)
    elif length and number == 0:
        problems += (Problem(Message("der_serial_zero"), element.start),)
    if length > MAX_SERIAL_OCTETS:
        problems += (Problem(Message("der_serial_too_long", {"found": length}), element.start),)
    return node(label, element, f"{number:x}" if length <= 4096 else hexadecimal(element.value), (), "serialNumber", problems)


def validity_node(element: Element) -> Node:
    """Validity with `notBefore` and `notAfter`. Never raises."""
    try:
        first, second = structure.parts(element, "validity", 2, 2)
    except DerError as error:
        return broken("validity", element, error, "validity")
    children = (time_node("notBefore", first, "notBefore"), time_node("notAfter", second, "notAfter"))
    problems: tuple[Problem, ...] = ()
    try:
        if values.time(second)[0] < values.time(first)[0]:
            problems = (Problem(Message("der_validity_reversed"), element.start),)
    except DerError:
        pass  # the child says so
    return node("validity", element, f"{children[0].value} – {children[1].value}", children, "validity", problems)


def signature_node(label: str, element: Element, algorithm_oid: str = "") -> Node:
    """A signature's BIT STRING as hex, with r and s below it where the algorithm has them (RFC 3279 2.2.2, RFC 5480). Never raises."""
    try:
        octets, unused = values.bit_string(element)
    except DerError as error:
        return broken(label, element, error, "signatureValue")
    problems: tuple[Problem, ...] = ()
    if unused:
        problems = (Problem(Message("der_unused_bits"), element.start),)
    children: tuple[Node, ...] = ()
    if (algorithm_oid in _TWO_NUMBERS or algorithm_oid.startswith("1.2.840.10045.4.")) and octets[:1] == b"0":
        try:
            inner = reader.read(element.data, element.content + 1, element.end)
            pair = structure.sequence(inner, "signature", 2, 2)
            children = tuple(
                integer_node(label, part.expect(reader.INTEGER, label), "signatureNumbers") for label, part in zip("rs", pair, strict=True)
            )
            problems += inner.problems + trailing(inner, element.end, label)
        except DerError as error:
            problems += (Problem(error.message, error.offset),)
    return node(label, element, hexadecimal(octets), children, "signatureValue", problems)


def _algorithm_oid(element: Element) -> str:
    try:
        return algorithms.parse_algorithm(element).oid
    except DerError:
        return ""


def _with(old: Node, problem: Problem) -> Node:
    return Node(old.label, old.value, old.start, old.length, old.children, old.explanation, (*old.problems, problem), old.secret, old.note)


@remembered(256, 8192)
def encoding_problems(certificate: Certificate) -> tuple[tuple[tuple[str, ...], Problem], ...]:
    """Everything that is not as DER and RFC 5280 want it: (labels from below `Certificate` down, problem), in the order of the bytes."""
    return tree_problems(certificate_fields(certificate), certificate.fields.certificate)


def tree_problems(fields: Node, element: Element) -> tuple[tuple[tuple[str, ...], Problem], ...]:
    """Problems of a tree of fields over `element`, and those of headers and values that no field stands for."""
    found: list[tuple[tuple[str, ...], Problem]] = []
    stack: list[tuple[tuple[str, ...], Node]] = [((), fields)]
    while stack:
        path, current = stack.pop()
        found += ((path, problem) for problem in current.problems)
        stack += (((*path, child.label), child) for child in current.children)
    known = {(problem.message.id, problem.offset) for _, problem in found}
    broken_places = {problem.offset for _, problem in found}
    for current in element_node(element).walk():
        for problem in current.problems:
            key = (problem.message.id, problem.offset)
            if key not in known and problem.offset not in broken_places:
                known.add(key)
                found.append((tuple(n.label for n in fields.at(problem.offset))[1:], problem))
    return tuple(sorted(found, key=lambda entry: entry[1].offset))

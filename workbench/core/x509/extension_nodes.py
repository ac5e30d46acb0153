"""Extensions as fields, for certificates, CRLs, CRL entries, requests and OCSP messages (RFC 5280 4.2, 5.2, 5.3; RFC 6960)."""

from __future__ import annotations

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.tree import element_node
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.extensions import BY_OID
from workbench.core.x509.field_nodes import boolean_node, broken, hexadecimal, node, oid_node
from workbench.core.x509.key_nodes import trailing

MAX_SUMMARY = 300  # characters


def extensions_node(label: str, element: Element, outer: Element | None = None, explanation: str = "extensions") -> Node:
    """A SEQUENCE OF Extension -> a node with one child per extension. `outer` is the tag around it, when the node is to cover that.

    Never raises; an extension that repeats an earlier one, and an empty list, are problems.
    """
    try:
        items = list(reader.children(element.expect(reader.SEQUENCE, label)))
    except DerError as error:
        return broken(label, outer or element, error, explanation)
    problems: tuple[Problem, ...] = ()
    if outer is not None:
        problems = element.problems + trailing(element, outer.end, label)
    if not items:
        problems += (Problem(Message("der_empty", {"field": label}), element.start),)
    seen: set[str] = set()
    children = []
    for item in items:
        child, oid = _extension(item)
        if oid in seen:
            problem = Problem(Message("der_duplicate_extension", {"field": child.label}), item.start)
            child = Node(child.label, child.value, child.start, child.length, child.children, child.explanation,
                         (*child.problems, problem), False, child.note)  # fmt: skip
        seen.add(oid)
        children.append(child)
    return node(label, outer or element, "", tuple(children), explanation, problems)


def extension_node(element: Element) -> Node:
    """One Extension, labelled with its name (or dotted decimal), its decoded fields below it. Never raises."""
    return _extension(element)[0]


def _extension(element: Element) -> tuple[Node, str]:
    try:
        parts = structure.sequence(element, "Extension", 2, 3)
        oid = values.oid_of(parts[0], "extnID")
        value = parts[-1].expect(reader.OCTET_STRING, "extnValue")
        if len(parts) == 3:
            parts[1].expect(reader.BOOLEAN, "critical")
    except DerError as error:
        return broken("Extension", element, error), ""
    row = BY_OID.get(oid)
    label = row.name if row else oid_name(oid) or oid
    children = [oid_node("extnID", parts[0], "extnID")]
    critical = False
    if len(parts) == 3:
        critical = values.boolean(parts[1])
        flag = boolean_node("critical", parts[1], "critical")
        if not critical:
            default = Problem(Message("der_default_encoded", {"field": "critical", "value": "FALSE"}), parts[1].start)
            flag = node("critical", parts[1], flag.value, (), "critical", (*flag.problems, default))
        children.append(flag)
    inside, problems = extension_value_nodes(oid, value)
    summary = _summary(inside)
    note = Message("field_critical" if critical else "field_not_critical")
    explanation = row.name if row else "unknownExtension"
    return node(label, element, summary, (*children, *inside), explanation, problems, note=note), oid


def extension_value_nodes(oid: str, value: Element) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """What is inside an extnValue OCTET STRING: the fields of a known extension, ASN.1 of an unknown one, else hex. Never raises."""
    row = BY_OID.get(oid)
    try:
        inner = reader.read(value.data, value.content, value.end)
        left = trailing(inner, value.end, row.name if row else "extnValue")
        if row is not None:
            return row.nodes(inner), inner.problems + left
    except DerError as error:
        if row is None:
            return (node("extnValue", value, hexadecimal(value.value), (), "extnValue"),), ()
        return (node("extnValue", value, hexadecimal(value.value), (), "extnValue"),), (Problem(error.message, error.offset),)
    tree = element_node(value, "extnValue", "extnValue")
    return (tree if tree.children else node("extnValue", value, hexadecimal(value.value), (), "extnValue"),), ()


def _summary(nodes: tuple[Node, ...]) -> str:
    """One line that says what the extension says."""
    labels = {child.label for child in nodes}
    plain = len(labels) == 1 and "cA" not in labels
    text = ", ".join(child.value if plain else f"{child.label}: {child.value}" for child in nodes[:40] if child.value)
    return text if len(text) <= MAX_SUMMARY else text[: MAX_SUMMARY - 1] + "…"

"""Elements -> Nodes: the pieces from which the field trees of certificates, CRLs, requests and OCSP messages are built.

Every function takes the label (the field's name in its standard) and an element, and gives a node with the element's span
in `element.data`. None raises for content that is merely wrong: that becomes a problem of the node. What cannot be followed
at all raises DerError; `guarded` turns that into a node with a problem.
"""

from __future__ import annotations

from collections.abc import Callable

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.tree import element_node
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.general_name import GeneralName, parse_general_name, parse_general_names, parse_relative_name
from workbench.core.x509.name import Attribute, Name, parse_name
from workbench.core.x509.name_problems import attribute_problems

MAX_HEX = 4096  # octets shown of a long value; the bytes themselves are one click away


def node(
    label: str,
    element: Element,
    value: str = "",
    children: tuple[Node, ...] = (),
    explanation: str = "",
    problems: tuple[Problem, ...] = (),
    secret: bool = False,
    note: Message | None = None,
) -> Node:
    """A node over the whole of `element`; what is not DER about its header is added to its problems."""
    if element.problems:
        problems = element.problems + problems
    return Node(label, value, element.start, element.length, children, explanation, problems, secret, note)


def guarded(label: str, element: Element, make: Callable[[], Node], explanation: str = "") -> Node:
    """`make()`, or when it raises DerError a node over `element` that shows the octets and the problem."""
    try:
        return make()
    except DerError as error:
        return broken(label, element, error, explanation)


def broken(label: str, element: Element, error: DerError, explanation: str = "") -> Node:
    """The node of something that could not be decoded: its octets as hex, and why."""
    return node(label, element, hexadecimal(element.value), (), explanation, (Problem(error.message, error.offset),))


def hexadecimal(octets: bytes, separator: str = "") -> str:
    """Lower-case hex; very long values are cut after `MAX_HEX` octets."""
    shown = octets[:MAX_HEX].hex(separator) if separator else octets[:MAX_HEX].hex()
    return shown + "…" if len(octets) > MAX_HEX else shown


def integer_node(label: str, element: Element, explanation: str = "", secret: bool = False) -> Node:
    """INTEGER or ENUMERATED (also implicitly tagged)."""
    number = structure.decimal(values.integer(element)) if element.length <= MAX_HEX else hexadecimal(element.value)
    return node(label, element, number, (), explanation, values.integer_problems(element), secret)


def boolean_node(label: str, element: Element, explanation: str = "") -> Node:
    return node(label, element, "TRUE" if values.boolean(element) else "FALSE", (), explanation, values.boolean_problems(element))


def oid_text(oid: str) -> str:
    """`serverAuth (1.3.6.1.5.5.7.3.1)`, or the dotted decimal alone when nobody gave it a name."""
    name = oid_name(oid)
    return f"{name} ({oid})" if name else oid


def oid_node(label: str, element: Element, explanation: str = "") -> Node:
    """An OBJECT IDENTIFIER (also implicitly tagged)."""
    return node(label, element, oid_text(values.oid(element.value)), (), explanation)


def octets_node(label: str, element: Element, explanation: str = "", secret: bool = False) -> Node:
    """OCTET STRING and anything else whose content is shown as hex."""
    return node(label, element, hexadecimal(element.value), (), explanation, (), secret)


def text_node(label: str, element: Element, explanation: str = "") -> Node:
    """A character string with its own universal tag."""
    text, problems = values.text(element)
    return node(label, element, text, (), explanation, problems)


def time_node(label: str, element: Element, explanation: str = "") -> Node:
    """UTCTime or GeneralizedTime, with what RFC 5280 4.1.2.5 does not allow about it as problems."""
    try:
        moment, problems = values.time(element)
    except DerError as error:
        return node(label, element, element.value[:64].decode("latin-1"), (), explanation, (Problem(error.message, error.offset),))
    if element.identifier == reader.GENERALIZED_TIME and 1950 <= moment.year < 2050:
        problems += (Problem(Message("der_time_should_be_utctime", {"year": moment.year}), element.start),)
    return node(label, element, moment.strftime("%Y-%m-%d %H:%M:%S UTC"), (), explanation, problems)


def name_node(label: str, element: Element, explanation: str = "") -> Node:
    """A Name: a child for each attribute, labelled by the attribute's name, and the RFC 4514 text as value."""
    try:
        name = parse_name(element)
    except DerError as error:
        return broken(label, element, error, explanation)
    return node(label, element, name.rfc4514, rdn_nodes(name, element), explanation)


def rdn_nodes(name: Name, element: Element) -> tuple[Node, ...]:
    """The attributes of a name in order, with spans in `element.data`."""
    result: list[Node] = []
    for rdn in reader.children(element):
        previous = b""
        for pair in reader.children(rdn):
            result.append(attribute_node(pair))
            if pair.encoded < previous:
                last = result[-1]
                problem = Problem(Message("der_set_order"), pair.start)
                result[-1] = Node(last.label, last.value, last.start, last.length, (), last.explanation, (*last.problems, problem))
            previous = pair.encoded
    return tuple(result)


def attribute_node(pair: Element) -> Node:
    """One AttributeTypeAndValue. Problems: string type and length as RFC 5280 appendix A demands."""
    type, value = structure.sequence(pair, "AttributeTypeAndValue", 2, 2)
    oid = values.oid_of(type, "AttributeType")
    text, problems = values.text(value)
    attribute = Attribute(oid, text, value.identifier, pair, problems)
    return node(oid_name(oid) or oid, pair, text, (), "", value.problems + problems + attribute_problems(attribute))


def general_name_node(name: GeneralName, explanation: str = "generalName") -> Node:
    element = name.element
    children: tuple[Node, ...] = ()
    if name.name is not None:
        children = rdn_nodes(name.name, reader.first(element))
    elif name.type_id:
        type_id, wrapper = reader.children(element)
        children = (oid_node("type-id", type_id), element_node(reader.first(wrapper), "value"))
    elif name.kind in ("x400_address", "edi_party_name") and element.constructed:
        children = element_node(element).children
    return node(name.label, element, name.value, children, explanation, name.problems)


def general_names_nodes(element: Element, least: int = 1) -> tuple[Node, ...]:
    """A node for each name inside a GeneralNames (also implicitly tagged). Raises DerError."""
    return tuple(general_name_node(name) for name in parse_general_names(element, least=least))


def general_names_node(label: str, element: Element, explanation: str = "") -> Node:
    children = general_names_nodes(element)
    return node(label, element, ", ".join(child.value for child in children), children, explanation)


def one_general_name_node(label: str, element: Element, explanation: str = "") -> Node:
    """A single GeneralName under a field's own label."""
    name = parse_general_name(element)
    return Node(label, name.value, element.start, element.length, (general_name_node(name),), explanation)


def relative_name_node(label: str, element: Element, explanation: str = "") -> Node:
    attributes = parse_relative_name(element)
    children = tuple(attribute_node(attribute.element) for attribute in attributes)
    return node(label, element, "+".join(f"{a.short_name}={a.value}" for a in attributes), children, explanation)


def any_node(label: str, element: Element, explanation: str = "") -> Node:
    """Whatever it is, as ASN.1."""
    tree = element_node(element)
    return Node(label, tree.value, tree.start, tree.length, tree.children, explanation, tree.problems)

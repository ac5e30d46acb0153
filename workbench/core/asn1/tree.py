"""Any bytes -> a tree of what they are as ASN.1. Never raises; bounded in depth and number of nodes."""

from __future__ import annotations

from workbench.core.asn1 import problems, reader, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem

MAX_NODES = 20_000
MAX_DEPTH = 64
MAX_SHOWN = 2048  # octets of one value; the bytes themselves are in the hex view

UNIVERSAL_NAMES = {
    0: "end-of-contents", 1: "BOOLEAN", 2: "INTEGER", 3: "BIT STRING", 4: "OCTET STRING", 5: "NULL", 6: "OBJECT IDENTIFIER",
    7: "ObjectDescriptor", 8: "EXTERNAL", 9: "REAL", 10: "ENUMERATED", 11: "EMBEDDED PDV", 12: "UTF8String", 13: "RELATIVE-OID",
    14: "TIME", 16: "SEQUENCE", 17: "SET", 18: "NumericString", 19: "PrintableString", 20: "TeletexString", 21: "VideotexString",
    22: "IA5String", 23: "UTCTime", 24: "GeneralizedTime", 25: "GraphicString", 26: "VisibleString", 27: "GeneralString",
    28: "UniversalString", 29: "CHARACTER STRING", 30: "BMPString", 31: "DATE", 32: "TIME-OF-DAY", 33: "DATE-TIME", 34: "DURATION",
}  # fmt: skip


def asn1_tree(data: bytes) -> Node:
    """Any bytes -> the tree of their ASN.1 elements, labelled with type names, spans in `data`.

    One element that fills `data` is the root itself. Anything else gives a root `data` with the elements that could be read
    and a problem that says where it ended. More than MAX_NODES elements or MAX_DEPTH levels are cut with a note.
    """
    budget = _Budget(MAX_NODES)
    try:
        root, position = _at(data, 0, len(data), budget, 0)
    except DerError as error:
        return _outside(data, (), error, budget)
    if position == len(data):
        return root
    nodes = [root]
    failure: DerError | None = DerError("der_trailing_data", position, field="data", count=len(data) - position)
    while position < len(data) and budget.left > 0:
        try:
            node, position = _at(data, position, len(data), budget, 1)
        except DerError as error:
            failure = error
            break
        nodes.append(node)
    return _outside(data, tuple(nodes), failure, budget)


def element_node(element: Element, label: str = "", explanation: str = "") -> Node:
    """The tree below one element, spans in `element.data`; its own label instead of the type name when one is given."""
    node = _element(element, _Budget(MAX_NODES), 0)
    if not label and not explanation:
        return node
    return Node(label or node.label, node.value, node.start, node.length, node.children, explanation, node.problems, False, node.note)


def type_name(element: Element) -> str:
    """`SEQUENCE`, `[0]`, `[APPLICATION 5]`."""
    if element.tag_class == reader.UNIVERSAL:
        return UNIVERSAL_NAMES.get(element.number, f"[UNIVERSAL {element.number}]")
    return ("", "[APPLICATION {}]", "[{}]", "[PRIVATE {}]")[element.tag_class].format(element.number)


class _Budget:
    """How many more nodes may be made, and whether something was left out, so that the end of what is around it is not known."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.cut = False


def _outside(data: bytes, nodes: tuple[Node, ...], failure: DerError | None, budget: _Budget) -> Node:
    note = Message("asn1_too_many_nodes", {"limit": MAX_NODES}) if budget.left <= 0 else None
    problems = () if failure is None else (Problem(failure.message, failure.offset),)
    value = "" if nodes else shown(data)
    return Node("data", value, 0, len(data), nodes, "", problems, False, note)


def _at(data: bytes, position: int, end: int, budget: _Budget, depth: int) -> tuple[Node, int]:
    """The node of the element at `position`, and where the next one begins. Raises DerError."""
    content = _indefinite_content(data, position, end)
    if not content:
        element = reader.read(data, position, end)
        return _element(element, budget, depth), element.after
    # The end is where the content ends: reading on is the only way to know it, so it is done once, not once a level.
    budget.left -= 1
    nodes: list[Node] = []
    inner = content
    note = None
    trouble: tuple[Problem, ...] = (Problem(Message("der_indefinite_length"), position),)
    while data[inner : min(inner + 2, end)] != b"\0\0":
        if budget.left <= 0 or depth >= MAX_DEPTH:
            limit = MAX_NODES if budget.left <= 0 else MAX_DEPTH
            note = Message("asn1_too_many_nodes" if budget.left <= 0 else "asn1_too_deep", {"limit": limit})
            inner = end
            budget.cut = True
            break
        if inner >= end:
            if not budget.cut:
                trouble += (Problem(Message("der_indefinite_unclosed", {"offset": position}), position),)
            break
        try:
            node, inner = _at(data, inner, end, budget, depth + 1)
        except DerError as error:
            trouble += (Problem(error.message, error.offset),)
            inner = end
            break
        nodes.append(node)
    after = min(inner + 2, end)
    head = Element(data, data[position], data[position] & 0x1F, position, content, inner, after)
    found = trouble + problems.content_problems(head)
    return Node(type_name(head), "", position, after - position, tuple(nodes), "", found, False, note), after


def _indefinite_content(data: bytes, position: int, end: int) -> int:
    """Where the content of a constructed element of indefinite length begins, 0 for every other element."""
    if end - position < 2 or not data[position] & 0x20:
        return 0
    after = position + 1
    if data[position] & 0x1F == 0x1F:
        while after < end and data[after] & 0x80 and after < position + 12:
            after += 1
        after += 1
    return after + 1 if after < end and data[after] == 0x80 else 0


def _element(element: Element, budget: _Budget, depth: int) -> Node:
    budget.left -= 1
    found = element.problems + problems.content_problems(element)
    inner: tuple[Node, ...] = ()
    note = None
    if element.constructed:
        inner, note, trouble = _inside(element, element.content, budget, depth)
        found += trouble
        text = ""
    else:
        text = value_text(element)
        start = _wrapped(element)
        if start:
            inner, note, _ = _inside(element, start, budget, depth)
            if element.identifier == reader.OCTET_STRING or inner:
                text = ""
    return Node(type_name(element), text, element.start, element.length, inner, "", found, False, note)


def _inside(element: Element, position: int, budget: _Budget, depth: int) -> tuple[tuple[Node, ...], Message | None, tuple[Problem, ...]]:
    if depth >= MAX_DEPTH:
        return (), Message("asn1_too_deep", {"limit": MAX_DEPTH}), ()
    nodes: list[Node] = []
    while position < element.end:
        if budget.left <= 0:
            return tuple(nodes), Message("asn1_too_many_nodes", {"limit": MAX_NODES}), ()
        try:
            node, position = _at(element.data, position, element.end, budget, depth + 1)
        except DerError as error:
            return tuple(nodes), None, (Problem(error.message, error.offset),)
        nodes.append(node)
    return tuple(nodes), None, ()


def _wrapped(element: Element) -> int:
    """Where DER begins inside an OCTET STRING or BIT STRING, 0 when there is none."""
    size = element.end - element.content
    if element.identifier == reader.OCTET_STRING and size >= 2:
        start = element.content
    elif element.identifier == reader.BIT_STRING and size >= 3 and element.data[element.content] == 0:
        start = element.content + 1
        if element.data[start] not in (reader.SEQUENCE, reader.INTEGER):  # an EC point also begins like an OCTET STRING
            return 0
    else:
        return 0
    return start if _plausible(element.data, start, element.end, 0) else 0


def _plausible(data: bytes, start: int, end: int, depth: int) -> bool:
    """Whether these octets are exactly one proper element: random octets must not look like it."""
    try:
        element = reader.read(data, start, end)
    except DerError:
        return False
    if element.after != end or element.problems:
        return False
    if not element.constructed:
        return element.tag_class == reader.UNIVERSAL and element.number in UNIVERSAL_NAMES and not problems.content_problems(element)
    if element.identifier not in (reader.SEQUENCE, reader.SET) and element.tag_class != reader.CONTEXT:
        return False
    try:
        for count, _ in enumerate(reader.children(element)):
            if count > 100:  # enough evidence
                break
    except DerError:
        return False
    return True


def value_text(element: Element) -> str:
    """The content of a primitive element as text for people: numbers, names of OIDs, times, strings, else hex."""
    size = element.end - element.content
    identifier = element.identifier
    if identifier in (reader.INTEGER, reader.ENUMERATED):
        if size > 8:
            return shown(element.value)
        return str(values.integer(element))
    if identifier == reader.BOOLEAN:
        return "TRUE" if values.boolean(element) else "FALSE"
    if identifier == reader.OBJECT_IDENTIFIER:
        oid = values.oid(element.value)
        name = oid_name(oid)
        return f"{name} ({oid})" if name else oid
    if identifier in (reader.UTC_TIME, reader.GENERALIZED_TIME):
        try:
            return values.time(element)[0].strftime("%Y-%m-%d %H:%M:%S UTC")
        except DerError:
            return element.value[:64].decode("latin-1")
    if identifier == reader.BIT_STRING:
        return shown(element.data[element.content + 1 : min(element.end, element.content + 2 + MAX_SHOWN)])
    octets = element.data[element.content : min(element.end, element.content + MAX_SHOWN + 1)]
    if values.is_string(element) and size <= MAX_SHOWN:
        return values.text(element)[0]
    if element.tag_class == reader.CONTEXT and octets and all(0x20 <= octet < 0x7F for octet in octets):
        return octets.decode("ascii")  # implicitly tagged strings, as in GeneralName
    return shown(octets)


def shown(octets: bytes) -> str:
    """Hex of at most MAX_SHOWN octets."""
    return octets[:MAX_SHOWN].hex() + ("…" if len(octets) > MAX_SHOWN else "")

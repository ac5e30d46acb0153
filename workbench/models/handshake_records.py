"""The records that carried a step as a tree: what protects each, and what went into the AEAD."""

from __future__ import annotations

from workbench.core.handshake.transcript import Step
from workbench.core.node import Node
from workbench.core.tls.events import Level, Record
from workbench.core.tls.parameters import ContentType
from workbench.models.handshake_text import HandshakeText


def record_tree(step: Step, text: HandshakeText) -> Node | None:
    """One child for every record; None when the step was not carried by any."""
    if not step.records:
        return None
    children = tuple(_record(number, record, text) for number, record in enumerate(step.records, 1))
    return Node("records", str(len(children)), children=children)


def _record(number: int, record: Record, text: HandshakeText) -> Node:
    outer, protected = _type(record.content_type), record.level is not Level.none
    rows = [Node("type", outer), Node("length", str(max(0, len(record.wire) - 5)))]
    rows.append(Node("protection", text.level(record.level)))
    if protected:
        rows.append(Node("sequence_number", str(record.sequence_number)))
        rows += [Node(label, name) for label, name in (("key", record.key), ("iv", record.iv)) if name]
        if record.nonce:
            rows.append(Node("nonce", record.nonce.hex(), secret=bool(record.iv)))  # the iv follows from it
        if record.additional_data:
            rows.append(Node("additional_data", record.additional_data.hex()))
        rows.append(Node("padding", str(record.padding)))
        rows.append(Node("inner type", _type(record.inner_type)))
        rows.append(Node("content", str(len(record.content))))
    return Node(f"record {number}", outer, children=tuple(rows))


def _type(code: int) -> str:
    known = ContentType._value2member_map_.get(code)
    return f"{known.name} ({code})" if isinstance(known, ContentType) else str(code)

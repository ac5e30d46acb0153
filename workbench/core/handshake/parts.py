"""The bytes of a step with their trees: message, records, certificates; made when somebody looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from workbench.core.asn1.reader import DerError
from workbench.core.handshake.transcript import Part, StepKind
from workbench.core.handshake.wire import Attacked
from workbench.core.node import Node, Problem
from workbench.core.tls.alerts import AlertDescription, AlertLevel
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.codec import DecodeError, named
from workbench.core.tls.events import Computation, Level, Record
from workbench.core.tls.messages import HELLO_RETRY_REQUEST_RANDOM, message_class, message_nodes, read_body
from workbench.core.tls.parameters import ContentType, HandshakeType, ProtocolVersion


def name_of(kind: StepKind, content: bytes) -> str:
    """The RFC's name of a message, `change_cipher_spec`, an alert's description; "" for application data."""
    if kind is StepKind.message:
        if content[0] == HandshakeType.server_hello and content[6:38] == HELLO_RETRY_REQUEST_RANDOM:
            return "HelloRetryRequest"
        member = HandshakeType._value2member_map_.get(content[0])
        return "".join(map(str.capitalize, str(member.name).split("_"))) if member is not None else f"handshake {content[0]}"
    if kind is StepKind.alert:
        member = AlertDescription._value2member_map_.get(content[1])
        return str(member.name) if member is not None else str(content[1])
    return kind.value


def of_message(kind: StepKind, content: bytes, records: Sequence[Record], negotiated: Mapping[str, Any]) -> tuple[Part, ...]:
    """What a step that crossed the wire holds."""
    found: list[Part] = []
    if kind is StepKind.message:
        suite = SUITES.get(negotiated.get("cipher_suite", 0))
        key_exchange = suite.key_exchange if suite else None
        version = negotiated.get("version", ProtocolVersion.TLS1_3)
        found.append(Part("message", content, partial(message_nodes, content, version, key_exchange)))
        if content[0] == HandshakeType.certificate:
            found += _certificates(content, negotiated)
    elif kind is StepKind.alert:
        found.append(Part("alert", content, partial(_alert_node, content)))
    elif kind is StepKind.application_data and content:
        found.append(text_part(content))
    for number, record in enumerate(records):
        found.append(Part("record", record.wire, partial(record_node, record), number))
    return tuple(found)


def computation(done: Computation) -> tuple[Part, ...]:
    """The bytes behind a computation that has a tree of its own, as an opened ticket has."""
    subject = done.subject
    return (Part("ticket_content", subject.content, subject.node, secret=True),) if hasattr(subject, "node") else ()


def attack(event: Attacked) -> tuple[Part, ...]:
    """What came and what went on."""
    before = Part("before_attack", event.chunk.data, partial(_bytes_node, event.chunk.data))
    after = b"".join(chunk.data for chunk in event.passed)
    return (before, Part("after_attack", after, partial(_bytes_node, after)))


def record_node(record: Record) -> Node:
    """A record as it crossed: header and fragment (RFC 8446 section 5.1)."""
    wire = record.wire
    content_type = Node("type", named(ContentType, wire[0], 1), 0, 1)
    version = Node("legacy_record_version", named(ProtocolVersion, int.from_bytes(wire[1:3], "big"), 2), 1, 2)
    length = Node("length", str(int.from_bytes(wire[3:5], "big")), 3, 2)
    name = "fragment" if record.level is Level.none else "encrypted_record"
    fragment = Node(name, wire[5:].hex(), 5, len(wire) - 5)
    return Node(
        "TLSPlaintext" if record.level is Level.none else "TLSCiphertext", "", 0, len(wire), (content_type, version, length, fragment)
    )


def certificate_part(der: bytes, number: int = 0) -> Part:
    """A certificate."""
    return Part("certificate", der, partial(_certificate_node, der), number)


def request_part(der: bytes) -> Part:
    """A certification request (PKCS#10)."""
    return Part("certification_request", der, partial(_request_node, der))


def text_part(data: bytes) -> Part:
    """Application data that somebody reads."""
    return Part("application_data", data, partial(_text_node, data))


def _certificates(message: bytes, negotiated: Mapping[str, Any]) -> list[Part]:
    cls = message_class(message, negotiated.get("version", ProtocolVersion.TLS1_3))
    try:
        entries = read_body(cls, message).certificate_list if cls is not None else ()
    except DecodeError:
        return []
    chain = [getattr(entry, "cert_data", entry) for entry in entries]
    return [certificate_part(data, number) for number, data in enumerate(chain)]


def _certificate_node(der: bytes) -> Node:
    from workbench.core.x509.certificate import parse_certificate
    from workbench.core.x509.fields import certificate_fields

    try:
        return certificate_fields(parse_certificate(der))
    except DerError as error:
        return Node("certificate", der[:64].hex(), 0, len(der), problems=(Problem(error.message, 0),))


def _request_node(der: bytes) -> Node:
    from workbench.core.x509.request import parse_request
    from workbench.core.x509.request_fields import request_fields

    return request_fields(parse_request(der))


def _alert_node(content: bytes) -> Node:
    level = Node("level", named(AlertLevel, content[0], 1), 0, 1)
    return Node("Alert", "", 0, 2, (level, Node("description", named(AlertDescription, content[1], 1), 1, 1)))


def _text_node(content: bytes) -> Node:
    """Lines of text, where it is text."""
    children: list[Node] = []
    start = 0
    for line in content.splitlines(keepends=True)[:200]:
        children.append(Node(str(len(children) + 1), line.rstrip(b"\r\n").decode("utf-8", "backslashreplace"), start, len(line)))
        start += len(line)
    return Node("application_data", "", 0, len(content), tuple(children))


def _bytes_node(content: bytes) -> Node:
    return Node("bytes", content[:64].hex(), 0, len(content))

"""The name lookup: DNS messages with one question and its answers (RFC 1035).

Fields are spelled as the RFC spells them. The message is its own byte source: offsets of compressed names count from its beginning.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any

from workbench.core.handshake.bit_fields import BitsKind
from workbench.core.node import Node
from workbench.core.tls.codec import DecodeError, Kind, Reader, StructKind, build, nodes, opaque_vector, parse, structure, uint16, uint32

PORT = 53
_POINTER = 0xC0
_MAXIMUM_NAME = 255


class RecordType(IntEnum):
    """RFC 1035 section 3.2.2, RFC 3596."""

    A = 1
    CNAME = 5
    AAAA = 28


class RecordClass(IntEnum):
    IN = 1


@dataclass(frozen=True, slots=True)
class NameKind:
    """A domain name: labels with their lengths, ended by an empty one or by a pointer to an earlier name (RFC 1035 section 4.1.4).

    The value is text without the final dot. What already stands in the message is pointed to when a name is written.
    """

    def read(self, reader: Reader, field: str) -> str:
        return ".".join(self._labels(reader, field))

    def write(self, value: str, out: bytearray, field: str) -> None:
        encoded = b"".join(len(label).to_bytes() + label for label in value.encode("ascii").split(b".") if label) + b"\0"
        if len(encoded) > _MAXIMUM_NAME or any(not 0 < len(label) < 64 for label in value.split(".")):
            raise ValueError(f"{field}: {value!r} is no domain name")
        earlier = out.find(encoded)
        out += encoded if earlier < 0 else (_POINTER << 8 | earlier).to_bytes(2, "big")

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        text = self.read(reader, field)
        return Node(field, text, start, reader.position - start)

    def _labels(self, reader: Reader, field: str) -> list[str]:
        labels: list[str] = []
        size = 0
        place = reader
        while True:
            offset = place.position
            length = place.uint(1, field)
            if length & _POINTER == _POINTER:
                target = (length & ~_POINTER) << 8 | place.uint(1, field)
                # Only to what came before: a name that points to itself would never end.
                if target >= offset:
                    raise DecodeError("network_name_pointer", offset, field)
                place = Reader(reader.data, target, offset)
            elif length & _POINTER:
                raise DecodeError("network_name_label", offset, field)
            elif length:
                size += length + 1
                if size > _MAXIMUM_NAME:
                    raise DecodeError("network_name_label", offset, field)
                labels.append(place.take(length, field).decode("ascii", "backslashreplace"))
            else:
                return labels


@dataclass(frozen=True, slots=True)
class RecordsKind:
    """Structures one after the other up to the end of the message; the header has told how many."""

    item: Kind

    def read(self, reader: Reader, field: str) -> tuple[Any, ...]:
        found = []
        while reader.position < reader.end:
            found.append(self.item.read(reader, field))
        return tuple(found)

    def write(self, value: tuple[Any, ...], out: bytearray, field: str) -> None:
        for item in value:
            self.item.write(item, out, field)

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        children: list[Node] = []
        while reader.position < reader.end:
            children.append(self.item.node(reader, str(len(children))))
        return Node(field, str(len(children)), start, reader.position - start, tuple(children))


_FLAGS = BitsKind(2, (("QR", 1), ("OPCODE", 4), ("AA", 1), ("TC", 1), ("RD", 1), ("RA", 1), ("Z", 3), ("RCODE", 4)))
_QUERY = 0x0100  # RD
_ANSWER = 0x8180  # QR, RD, RA


def _address(data: bytes) -> str:
    return str(ipaddress.ip_address(data)) if len(data) in (4, 16) else data.hex()


@structure("RFC 1035 section 4.1.2")
@dataclass(frozen=True, slots=True)
class Question:
    QNAME: Annotated[str, NameKind()]
    QTYPE: Annotated[int, uint16(RecordType)]
    QCLASS: Annotated[int, uint16(RecordClass)]


@structure("RFC 1035 section 4.1.3")
@dataclass(frozen=True, slots=True)
class ResourceRecord:
    """RDLENGTH and RDATA are one vector with its length."""

    NAME: Annotated[str, NameKind()]
    TYPE: Annotated[int, uint16(RecordType)]
    CLASS: Annotated[int, uint16(RecordClass)]
    TTL: Annotated[int, uint32()]
    RDATA: Annotated[bytes, opaque_vector(0, 2**16 - 1, _address)]


@structure("RFC 1035 section 4.1")
@dataclass(frozen=True, slots=True)
class DomainMessage:
    """A query with one question, or its answer."""

    ID: Annotated[int, uint16()]
    flags: Annotated[int, _FLAGS]
    QDCOUNT: Annotated[int, uint16()]
    ANCOUNT: Annotated[int, uint16()]
    NSCOUNT: Annotated[int, uint16()]
    ARCOUNT: Annotated[int, uint16()]
    question: Annotated[Question, StructKind(Question)]
    records: Annotated[tuple[ResourceRecord, ...], RecordsKind(StructKind(ResourceRecord))]


def query(name: str, address: str, id: int) -> bytes:
    """The question for the address of `name`, of the kind that `address` is of (A or AAAA).

    Raises ValueError when `name` cannot be a domain name.
    """
    question = Question(name, _type(address), RecordClass.IN)
    return build(DomainMessage(id, _QUERY, 1, 0, 0, 0, question, ()))


def answer(question: bytes, address: str, ttl: int = 300) -> bytes:
    """What the name server says to `question`. Raises DecodeError when that is none."""
    asked = read(question)
    data = ipaddress.ip_address(address).packed
    record = ResourceRecord(asked.question.QNAME, _type(address), RecordClass.IN, ttl, data)
    return build(DomainMessage(asked.ID, _ANSWER, 1, 1, 0, 0, asked.question, (record,)))


def read(message: bytes) -> DomainMessage:
    """Raises DecodeError, also when the header's counts are not those of the message."""
    found = parse(DomainMessage, message)
    if found.QDCOUNT != 1 or len(found.records) != found.ANCOUNT + found.NSCOUNT + found.ARCOUNT:
        raise DecodeError("network_name_counts", 4, "QDCOUNT")
    return found


def message_node(message: bytes) -> Node:
    """The tree of a DNS message, whose spans count in `message`."""
    return nodes(DomainMessage, message, label="DNS")


def _type(address: str) -> RecordType:
    return RecordType.A if ipaddress.ip_address(address).version == 4 else RecordType.AAAA

"""Ethernet, IP, UDP and TCP around the bytes of a transcript: exact frames with lengths and checksums, and their trees.

Addresses are those of the transcript's connection; hardware addresses are from the block for documentation (RFC 7042 section 2.1.2).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, IntFlag
from typing import Annotated

from workbench.core.handshake.bit_fields import BitsKind
from workbench.core.handshake.domain_name import PORT
from workbench.core.handshake.transcript import Connection, Packet, Role
from workbench.core.node import Node
from workbench.core.tls.codec import RestKind, build, nodes, parse, structure, uint8, uint16, uint32

NAME_SERVERS = {4: "192.0.2.53", 6: "2001:db8::53"}
LOOKUP_PORT = 50053
"""The client's port for name lookups, and the name servers that it asks."""
MAXIMUM_SEGMENT_SIZE = 1460
"""Over IPv4; IPv6's header is 20 octets longer."""
_WINDOW = 0xFFFF
_TIME_TO_LIVE = 64


def maximum_segment_size(address: str) -> int:
    """Octets of data that fit into one segment to an address (RFC 6691 section 2)."""
    return MAXIMUM_SEGMENT_SIZE - (20 if ipaddress.ip_address(address).version == 6 else 0)


def _syn_options(address: str) -> bytes:
    """Maximum segment size, no operation, window scale 7: a flight never fills the window."""
    return bytes((2, 4)) + maximum_segment_size(address).to_bytes(2, "big") + bytes((1, 3, 3, 7))


class Flag(IntFlag):
    """Control bits of TCP (RFC 9293 section 3.1)."""

    FIN = 1
    SYN = 2
    RST = 4
    PSH = 8
    ACK = 16
    URG = 32
    ECE = 64
    CWR = 128


def flag_names(flags: int) -> str:
    """`SYN, ACK`: in the order people say them."""
    order = (Flag.SYN, Flag.FIN, Flag.RST, Flag.PSH, Flag.ACK, Flag.URG, Flag.ECE, Flag.CWR)
    return ", ".join(str(flag.name) for flag in order if flags & flag)


class EtherType(IntEnum):
    IPv4 = 0x0800
    IPv6 = 0x86DD


class Protocol(IntEnum):
    TCP = 6
    UDP = 17


def _hardware(data: int) -> str:
    return data.to_bytes(6, "big").hex(":")


@structure("IEEE 802.3")
@dataclass(frozen=True, slots=True)
class EthernetHeader:
    destination: Annotated[int, BitsKind(6, (), _hardware)]
    source: Annotated[int, BitsKind(6, (), _hardware)]
    type: Annotated[int, uint16(EtherType)]


def _ipv4(value: int) -> str:
    return str(ipaddress.IPv4Address(value))


def _ipv6(value: int) -> str:
    return str(ipaddress.IPv6Address(value))


_FRAGMENT = (("Reserved", 1), ("Don't Fragment", 1), ("More Fragments", 1), ("Fragment Offset", 13))


@structure("RFC 791 section 3.1")
@dataclass(frozen=True, slots=True)
class Ipv4Header:
    version_and_header_length: Annotated[int, BitsKind(1, (("Version", 4), ("IHL", 4)))]
    type_of_service: Annotated[int, uint8()]
    total_length: Annotated[int, uint16()]
    identification: Annotated[int, uint16()]
    flags_and_fragment_offset: Annotated[int, BitsKind(2, _FRAGMENT)]
    time_to_live: Annotated[int, uint8()]
    protocol: Annotated[int, uint8(Protocol)]
    header_checksum: Annotated[int, BitsKind(2, ())]
    source_address: Annotated[int, BitsKind(4, (), _ipv4)]
    destination_address: Annotated[int, BitsKind(4, (), _ipv4)]


@structure("RFC 8200 section 3")
@dataclass(frozen=True, slots=True)
class Ipv6Header:
    version_traffic_class_and_flow_label: Annotated[int, BitsKind(4, (("Version", 4), ("Traffic Class", 8), ("Flow Label", 20)))]
    payload_length: Annotated[int, uint16()]
    next_header: Annotated[int, uint8(Protocol)]
    hop_limit: Annotated[int, uint8()]
    source_address: Annotated[int, BitsKind(16, (), _ipv6)]
    destination_address: Annotated[int, BitsKind(16, (), _ipv6)]


@structure("RFC 768")
@dataclass(frozen=True, slots=True)
class UdpHeader:
    source_port: Annotated[int, uint16()]
    destination_port: Annotated[int, uint16()]
    length: Annotated[int, uint16()]
    checksum: Annotated[int, BitsKind(2, ())]


_CONTROL = (("Data Offset", 4), ("Reserved", 4), *((str(flag.name), 1) for flag in sorted(Flag, reverse=True)))


def _control(value: int) -> str:
    return flag_names(value & 0xFF)


@structure("RFC 9293 section 3.1")
@dataclass(frozen=True, slots=True)
class TcpHeader:
    source_port: Annotated[int, uint16()]
    destination_port: Annotated[int, uint16()]
    sequence_number: Annotated[int, uint32()]
    acknowledgment_number: Annotated[int, uint32()]
    data_offset_and_control_bits: Annotated[int, BitsKind(2, _CONTROL, _control)]
    window: Annotated[int, uint16()]
    checksum: Annotated[int, BitsKind(2, ())]
    urgent_pointer: Annotated[int, uint16()]
    options: Annotated[bytes, RestKind()]


# --- frames ---------------------------------------------------------------------------------------------------------------------


def frame(packet: Packet, connection: Connection) -> bytes:
    """The Ethernet frame of a packet. Raises ValueError when the connection's addresses are not both IPv4 or both IPv6."""
    source, source_port = _endpoint(packet, packet.sender, packet.receiver, connection)
    destination, destination_port = _endpoint(packet, packet.receiver, packet.sender, connection)
    sender, receiver = ipaddress.ip_address(source), ipaddress.ip_address(destination)
    if sender.version != receiver.version:
        raise ValueError(f"{source} cannot send to {destination}")
    if packet.kind == "udp":
        protocol = Protocol.UDP
        segment = build(UdpHeader(source_port, destination_port, 8 + len(packet.payload), 0)) + packet.payload
    else:
        protocol = Protocol.TCP
        options = _syn_options(source) if packet.flags & Flag.SYN else b""
        control = (20 + len(options)) // 4 << 12 | packet.flags
        segment = build(
            TcpHeader(
                source_port,
                destination_port,
                packet.sequence_number,
                packet.acknowledgment_number,
                control,
                _WINDOW,
                0,
                0,
                options,
            )
        )
        segment += packet.payload
    pseudo_header = sender.packed + receiver.packed + len(segment).to_bytes(4, "big") + int(protocol).to_bytes(4, "big")
    checksum = internet_checksum(pseudo_header + segment)
    if protocol is Protocol.UDP:
        segment = segment[:6] + (checksum or 0xFFFF).to_bytes(2, "big") + segment[8:]
    else:
        segment = segment[:16] + checksum.to_bytes(2, "big") + segment[18:]
    ethernet = EthernetHeader(
        _hardware_address(packet.receiver), _hardware_address(packet.sender), EtherType.IPv4 if sender.version == 4 else EtherType.IPv6
    )
    if sender.version == 6:
        return build(ethernet) + build(Ipv6Header(6 << 28, len(segment), protocol, _TIME_TO_LIVE, int(sender), int(receiver))) + segment
    # Don't Fragment, so that the identification may be anything (RFC 6864 section 4.1).
    header = Ipv4Header(0x45, 0, 20 + len(segment), 0, 0x4000, _TIME_TO_LIVE, protocol, 0, int(sender), int(receiver))
    header = replace(header, header_checksum=internet_checksum(build(header)))
    return build(ethernet) + build(header) + segment


def internet_checksum(data: bytes) -> int:
    """The ones' complement of the ones' complement sum of 16-bit words (RFC 1071)."""
    value = int.from_bytes(data + bytes(len(data) % 2), "big")
    # 2**16 leaves 1 when divided by 2**16 - 1, so the remainder is the sum of the words with every carry added again; 0 for zeros only.
    total = (value - 1) % 0xFFFF + 1 if value else 0
    return 0xFFFF - total


_HARDWARE_NUMBERS: Mapping[Role, int] = {role: number for number, role in enumerate(Role, 1)}


def _hardware_address(role: Role) -> int:
    return 0x00005E005300 | _HARDWARE_NUMBERS[role]


def _endpoint(packet: Packet, role: Role, other: Role, connection: Connection) -> tuple[str, int]:
    """Address and port of one side. Whoever sits in the place of client or server has its address."""
    if packet.kind == "udp":
        host = connection.client_address[0]
        return (NAME_SERVERS[ipaddress.ip_address(host).version], PORT) if role is Role.name_server else (host, LOOKUP_PORT)
    return connection.client_address if role is Role.client or other is Role.server else connection.server_address


# --- trees ----------------------------------------------------------------------------------------------------------------------


def frame_node(data: bytes) -> Node:
    """The tree of a frame that `frame` made: the headers, one below the other, then the payload."""
    ethernet = parse(EthernetHeader, data[:14])
    ip: type = Ipv4Header if ethernet.type == EtherType.IPv4 else Ipv6Header
    end = 34 if ip is Ipv4Header else 54
    udp = data[23 if ip is Ipv4Header else 20] == Protocol.UDP
    after = end + (8 if udp else (data[end + 12] >> 4) * 4)
    headers = [
        nodes(EthernetHeader, data, 0, 14, "Ethernet"),
        nodes(ip, data, 14, end, "IPv4" if ip is Ipv4Header else "IPv6"),
        nodes(UdpHeader if udp else TcpHeader, data, end, after, "UDP" if udp else "TCP"),
    ]
    children = [replace(header, children=tuple(_spelled(child) for child in header.children)) for header in headers]
    if after < len(data):
        children.append(Node("Payload", data[after:].hex(), after, len(data) - after))
    return Node("Frame", "", 0, len(data), tuple(children))


def _spelled(node: Node) -> Node:
    """`time_to_live` as the RFC spells it: Time to Live."""
    words = [word if word in ("and", "of", "to") else word.capitalize() for word in node.label.split("_")]
    return replace(node, label=" ".join(words))


# --- numbers --------------------------------------------------------------------------------------------------------------------


class Conversation:
    """One TCP connection: gives each segment its sequence and acknowledgment number (RFC 9293 section 3.4).

    `segment` makes a packet that its sender sends, `arrived` tells that it reached the receiver, who acknowledges it from then on.
    """

    def __init__(self, number: int, initial: Mapping[Role, int]) -> None:
        """initial   the initial sequence numbers of the two sides"""
        self.number = number
        self._next = dict(initial)
        self._expected: dict[Role, int] = {}

    def segment(self, sender: Role, receiver: Role, flags: Flag, time: float, payload: bytes = b"") -> Packet:
        """`time` is when it reaches the receiver."""
        expected = self._expected.get(sender)
        if expected is not None:
            flags |= Flag.ACK
        packet = Packet(self.number, "tcp", sender, receiver, time, payload, int(flags), self._next[sender], expected or 0)
        self._next[sender] = _after(packet)
        return packet

    def arrived(self, packet: Packet) -> None:
        self._expected[packet.receiver] = _after(packet)


def _after(packet: Packet) -> int:
    length = len(packet.payload) + bool(packet.flags & Flag.SYN) + bool(packet.flags & Flag.FIN)
    return (packet.sequence_number + length) % 2**32

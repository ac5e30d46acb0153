"""A small reader of packet captures for tests, which knows nothing of the program: packets, TCP streams, TLS handshake messages in clear.

pcap and pcapng of either byte order, also compressed with gzip; Ethernet (also with VLAN tags), raw IP, loopback, Linux cooked, PPP; IPv4
and IPv6 without fragments. What it cannot read it leaves out.
"""

from __future__ import annotations

import gzip
import ipaddress
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ETHERNET, PPP, RAW, COOKED, COOKED_2, IPV4, IPV6 = 1, 9, 101, 113, 276, 228, 229
ETHER_TYPES = {0x0800, 0x86DD}


def packets(path: Path) -> Iterator[tuple[int, bytes]]:
    """(link type, bytes) of every packet."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:4] == b"\x0a\x0d\x0d\x0a":
        yield from _pcapng(data)
        return
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    link = struct.unpack_from(order + "I", data, 20)[0] & 0xFFFF
    place = 24
    while place + 16 <= len(data):
        size = struct.unpack_from(order + "I", data, place + 8)[0]
        yield link, data[place + 16 : place + 16 + size]
        place += 16 + size


def _pcapng(data: bytes) -> Iterator[tuple[int, bytes]]:
    place, order, links = 0, "<", list[int]()
    while place + 12 <= len(data):
        if data[place : place + 4] == b"\x0a\x0d\x0d\x0a":
            order = "<" if data[place + 8 : place + 12] == b"\x4d\x3c\x2b\x1a" else ">"
            links = []
        kind, length = struct.unpack_from(order + "II", data, place)
        if kind == 1:
            links.append(struct.unpack_from(order + "H", data, place + 8)[0])
        elif kind == 6:
            interface, size = struct.unpack_from(order + "I", data, place + 8)[0], struct.unpack_from(order + "I", data, place + 20)[0]
            yield links[interface], data[place + 28 : place + 28 + size]
        elif kind == 3:
            yield links[0], data[place + 12 : place + length - 4]
        place += max(length, 12)


def _network(link: int, packet: bytes) -> bytes:
    """The IP packet in a frame, b"" when there is none."""
    if link == ETHERNET:
        place = 12
        while packet[place : place + 2] in (b"\x81\x00", b"\x88\xa8", b"\x91\x00"):
            place += 4
        kind, packet = packet[place : place + 2], packet[place + 2 :]
        if kind == b"\x88\x64":  # PPP over Ethernet
            return packet[8:]
        return packet if int.from_bytes(kind, "big") in ETHER_TYPES else b""
    if link == PPP:
        return packet[packet.index(b"\x00") + 2 :] if packet[:2] == b"\xff\x03" else packet[2:]
    skip = {0: 4, RAW: 0, 12: 0, 14: 0, IPV4: 0, IPV6: 0, COOKED: 16, COOKED_2: 20}.get(link)
    return b"" if skip is None else packet[skip:]


@dataclass
class Stream:
    """One TCP connection; `data` holds what each side sent, by "address:port" of the sender, as far as nothing is missing."""

    ends: tuple[str, str]
    starts: dict[str, int] = field(default_factory=dict)
    segments: dict[str, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list))

    def data(self, sender: str) -> bytes:
        found = bytearray()
        segments = self.segments[sender]
        if not segments:
            return b""
        start = self.starts.get(sender, segments[0][0])
        for offset, content in sorted(((sequence - start + 2**31) % 2**32 - 2**31, content) for sequence, content in segments):
            if offset > len(found):
                break
            found += content[len(found) - offset :]
        return bytes(found)


def _segment(packet: bytes) -> tuple[str, str, int, int, bytes] | None:
    """(sender, receiver, sequence number, flags, content) of a TCP segment."""
    if not packet:
        return None
    if packet[0] >> 4 == 4:
        header, size = (packet[0] & 15) * 4, int.from_bytes(packet[2:4], "big")
        protocol, addresses = packet[9:10], (packet[12:16], packet[16:20])
        packet = packet[header : size or None]  # 0: left to the network card
        names = [str(ipaddress.IPv4Address(address)) for address in addresses if len(address) == 4]
    elif packet[0] >> 4 == 6:
        protocol, addresses = packet[6:7], (packet[8:24], packet[24:40])
        packet = packet[40 : 40 + int.from_bytes(packet[4:6], "big")]
        names = [f"[{ipaddress.IPv6Address(address)}]" for address in addresses if len(address) == 16]
    else:
        return None
    if protocol != b"\x06" or len(packet) < 20 or len(names) != 2:
        return None
    source, target, sequence = struct.unpack_from(">HHI", packet)
    return f"{names[0]}:{source}", f"{names[1]}:{target}", sequence, packet[13], packet[(packet[12] >> 4) * 4 :]


def streams(path: Path) -> list[Stream]:
    """The TCP connections of a capture, in order of their first packets."""
    current: dict[frozenset[str], Stream] = {}
    found = []
    for link, packet in packets(path):
        segment = _segment(_network(link, packet))
        if segment is None:
            continue
        sender, receiver, sequence, flags, content = segment
        key = frozenset((sender, receiver))
        stream = current.get(key)
        begins = flags & 2 and not flags & 16
        if stream is None or (begins and stream.starts.get(sender, (sequence + 1) % 2**32) != (sequence + 1) % 2**32):
            stream = current[key] = Stream((sender, receiver))
            found.append(stream)
        if flags & 2:
            stream.starts[sender] = (sequence + 1) % 2**32
        elif content:
            stream.segments[sender].append((sequence, content))
    return found


HANDSHAKE, CHANGE_CIPHER_SPEC = 22, 20


def messages(data: bytes) -> list[bytes]:
    """The handshake messages that stand in clear in what one side sent, also behind other talk (STARTTLS, a proxy's CONNECT)."""
    place = _beginning(data)
    found: list[bytes] = []
    buffer = b""
    sealed = False
    while place + 5 <= len(data):
        kind, size = data[place], int.from_bytes(data[place + 3 : place + 5], "big")
        content = data[place + 5 : place + 5 + size]
        if kind not in (20, 21, 22, 23, 24) or data[place + 1] != 3 or len(content) < size:
            break
        place += 5 + size
        if kind == CHANGE_CIPHER_SPEC:
            sealed = True
        if kind != HANDSHAKE:
            continue
        if sealed and not (content[0] in (1, 2) and int.from_bytes(content[1:4], "big") == size - 4):
            break  # encrypted; only the hellos of TLS 1.3 follow a change_cipher_spec in clear
        buffer += content
        while len(buffer) >= 4 and len(buffer) >= 4 + int.from_bytes(buffer[1:4], "big"):
            length = 4 + int.from_bytes(buffer[1:4], "big")
            found.append(buffer[:length])
            buffer = buffer[length:]
    return found


def _beginning(data: bytes) -> int:
    """Where the first record with a hello begins."""
    place = data.find(b"\x16\x03")
    while place >= 0:
        if len(data) > place + 5 and data[place + 2] <= 4 and data[place + 5] in (0, 1, 2):
            return place
        place = data.find(b"\x16\x03", place + 1)
    return len(data)

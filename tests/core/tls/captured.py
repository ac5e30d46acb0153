"""Real TLS 1.2 conversations out of the corpora, as the records that each side sent, with the facts that tshark found in them.

A small reader of pcap and pcapng (Ethernet, IPv4, TCP) that knows nothing of the program.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Conversation:
    """`records` in the order of the capture: ("client" or "server", whole record)."""

    facts: dict[str, Any]
    decrypted: dict[str, Any]
    records: tuple[tuple[str, bytes], ...]
    master_secret: bytes

    def random(self, side: str) -> bytes:
        """The random of ClientHello or ServerHello, the first message of each side."""
        return next(record for sender, record in self.records if sender == side)[11:43]

    @property
    def cipher_suite(self) -> int:
        return int(self.facts["negotiated"]["cipher"], 16)

    @property
    def extensions(self) -> list[int]:
        """Types of the extensions in ServerHello: what was agreed."""
        extensions: list[int] = self.facts["server_hellos"][0]["extensions"]
        return extensions

    @property
    def plaintext(self) -> dict[str, dict[str, Any]]:
        """Application data as tshark decrypted it: length and sha256 by side."""
        return {"client": self.decrypted["plaintext"]["c2s"], "server": self.decrypted["plaintext"]["s2c"]}


def _packets(data: bytes) -> Iterator[bytes]:
    if data[:4] == b"\x0a\x0d\x0d\x0a":  # pcapng, little-endian in all files of the corpora that are used here
        place = 0
        while place < len(data):
            kind, length = struct.unpack_from("<II", data, place)
            if kind == 6:
                size = struct.unpack_from("<I", data, place + 20)[0]
                yield data[place + 28 : place + 28 + size]
            place += length
    else:
        place = 24
        while place < len(data):
            size = struct.unpack_from("<I", data, place + 8)[0]
            yield data[place + 16 : place + 16 + size]
            place += 16 + size


def _segments(data: bytes) -> Iterator[tuple[str, str, int, bytes]]:
    """(source, destination, sequence number, bytes) of each TCP segment with data; addresses as ip:port."""
    for packet in _packets(data):
        if packet[12:14] != b"\x08\x00" or packet[23] != 6:
            continue
        header = 14 + (packet[14] & 15) * 4
        end = 14 + int.from_bytes(packet[16:18], "big")
        source, destination, sequence = struct.unpack_from(">HHI", packet, header)
        payload = packet[header + (packet[header + 12] >> 4) * 4 : end]
        if payload:
            addresses = [".".join(map(str, packet[place : place + 4])) for place in (26, 30)]
            yield f"{addresses[0]}:{source}", f"{addresses[1]}:{destination}", sequence, payload


def _key_log(path: Path) -> dict[bytes, bytes]:
    rows = (line.split() for line in path.read_text().splitlines())
    return {bytes.fromhex(row[1]): bytes.fromhex(row[2]) for row in rows if len(row) == 3 and row[0] == "CLIENT_RANDOM"}


def conversations(capture: Path) -> list[Conversation]:
    """The TLS 1.2 conversations of a capture that its key log can open."""
    facts = json.loads(Path(f"{capture}.expected.json").read_text(encoding="utf-8"))
    key_log = next(path for path in (Path(f"{capture}.keylog"), capture.with_suffix(".keylog")) if path.is_file())
    secrets = _key_log(key_log)
    decrypted = {(stream["l4"], stream["stream"]): stream for stream in facts["decrypted"]["streams"]}
    segments = list(_segments(capture.read_bytes()))
    found = []
    for stream in facts["streams"]:
        if stream["l4"] != "tcp" or not stream["negotiated"] or stream["negotiated"]["version"] != "0x0303":
            continue
        records = tuple(_records(segments, stream["client"], stream["server"]))
        secret = secrets.get(records[0][1][11:43])
        if secret is not None:
            found.append(Conversation(stream, decrypted[stream["l4"], stream["stream"]], records, secret))
    return found


def _records(segments: list[tuple[str, str, int, bytes]], client: str, server: str) -> Iterator[tuple[str, bytes]]:
    waiting = {"client": b"", "server": b""}
    following: dict[str, int] = {}
    for source, destination, sequence, payload in segments:
        if (source, destination) not in ((client, server), (server, client)):
            continue
        side = "client" if source == client else "server"
        again = following.get(side, sequence) - sequence
        assert again >= 0, "a segment is missing"
        if again >= len(payload):
            continue
        following[side] = sequence + len(payload)
        waiting[side] += payload[again:]
        while len(waiting[side]) >= 5:
            size = 5 + int.from_bytes(waiting[side][3:5], "big")
            if len(waiting[side]) < size:
                break
            yield side, waiting[side][:size]
            waiting[side] = waiting[side][size:]

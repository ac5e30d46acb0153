"""Captures of other TLS stacks, written anew by us: tshark reads the same, decrypts the same, and has nothing to complain of."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.core.handshake.tshark import complaints, needs_tshark, plaintext, rows
from workbench.core.handshake.export import pcapng
from workbench.core.handshake.transcript import Connection, Packet, Role, Transcript

NAMES = (
    "tls13_full_rsa", "tls13_resume_psk", "tls13_key_update", "openssl4_x25519mlkem768", "tls12_ecdhe_ecdsa_ed25519",
    "tls12_dhe_rsa_etm_cbc", "tls12_resume_ticket", "gnutls_tls13", "alert_unknown_ca",
)  # fmt: skip


def blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, body) of every block of a pcapng file of either byte order."""
    order = "<" if data[8:12] == bytes.fromhex("4d3c2b1a") else ">"
    place = 0
    while place < len(data):
        type, length = struct.unpack_from(order + "II", data, place)
        assert struct.unpack_from(order + "I", data, place + length - 4) == (length,) and length % 4 == 0
        yield type, data[place + 8 : place + length - 4]
        place += length


def recorded(path: Path) -> Transcript:
    """A capture that dumpcap made on the loopback interface (little-endian, IPv4 in Ethernet) as a transcript."""
    connections: dict[int, Connection] = {}
    packets = []
    lines = path.with_suffix(".keylog").read_text().splitlines()
    server: tuple[str, int] | None = None
    for type, body in blocks(path.read_bytes()):
        if type != 6:
            continue
        _, high, low, size, _ = struct.unpack_from("<IIIII", body)
        frame = body[20 : 20 + size]
        end = 14 + int.from_bytes(frame[16:18], "big")
        source_port, destination_port, sequence_number, acknowledgment_number = struct.unpack_from(">HHII", frame, 34)
        flags = frame[47]
        if server is None:  # the first is a SYN
            server = ("127.0.0.1", destination_port)
        from_client = destination_port == server[1]
        client_port = source_port if from_client else destination_port
        if client_port not in connections:
            connections[client_port] = Connection(len(connections) + 1, "", ("127.0.0.1", client_port), server, key_log=tuple(lines))
        sender, receiver = (Role.client, Role.server) if from_client else (Role.server, Role.client)
        time = (high << 32 | low) / 1e9
        payload = frame[34 + (frame[46] >> 4) * 4 : end]
        number = connections[client_port].number
        packets.append(Packet(number, "tcp", sender, receiver, time, payload, flags, sequence_number, acknowledgment_number))
    epoch = float(int(packets[0].time))
    moved = tuple(
        Packet(p.connection, p.kind, p.sender, p.receiver, p.time - epoch, p.payload, p.flags, p.sequence_number, p.acknowledgment_number)
        for p in packets
    )
    return Transcript("", (), (), tuple(connections.values()), moved, epoch=epoch)


@needs_tshark
@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_decrypts_to_the_same(corpora: Path, tmp_path: Path, name: str) -> None:
    original = corpora / "generated" / f"{name}.pcapng"
    expected: dict[str, Any] = json.loads(Path(f"{original}.expected.json").read_text(encoding="utf-8"))
    path = tmp_path / "written.pcapng"
    path.write_bytes(pcapng.write(recorded(original)))
    decode_as = expected["decode_as"]

    assert complaints(path, decode_as) == []
    assert len(rows(path, "frame.number")) == expected["packets"]
    fields = ("tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.flags", "tcp.payload")
    assert rows(path, *fields) == rows(original, *fields)
    for number, (plain, stream) in enumerate(zip(expected["streams"], expected["decrypted"]["streams"], strict=True)):
        client_port = plain["client"].rpartition(":")[2]
        found = rows(path, "tcp.srcport", "tls.handshake.type", decode_as=decode_as, show=f"tcp.stream=={number} && tls.handshake.type")
        messages = [["c2s" if port == client_port else "s2c", int(type)] for port, types in found for type in types.split(",")]
        assert messages == stream["messages"]
        server_port = int(plain["server"].rpartition(":")[2])
        facts = (stream["plaintext"]["c2s"], stream["plaintext"]["s2c"])
        for data, fact in zip(plaintext(path, number, server_port, decode_as), facts, strict=True):
            assert (len(data), hashlib.sha256(data).hexdigest()) == (fact["length"], fact["sha256"])


@needs_tshark
def test_without_the_keys_nothing_is_decrypted(corpora: Path, tmp_path: Path) -> None:
    """The test above would be worth nothing if tshark took the keys from elsewhere."""
    transcript = recorded(corpora / "generated" / "tls13_full_rsa.pcapng")
    connections = tuple(Connection(c.number, "", c.client_address, c.server_address) for c in transcript.connections)
    path = tmp_path / "written.pcapng"
    path.write_bytes(pcapng.write(Transcript("", (), (), connections, transcript.packets)))
    found = rows(path, "tls.handshake.type", decode_as=["tcp.port==21022,tls"], show="tls.handshake.type")
    assert [types for (types,) in found] == ["1", "2"]


def test_the_blocks_and_their_order() -> None:
    connection = Connection(1, key_log=("CLIENT_RANDOM 00 01",))
    late = Packet(1, "tcp", Role.server, Role.client, 0.25, b"late", 0x18, 7, 8)
    early = Packet(1, "udp", Role.client, Role.name_server, 0.000000001, b"early")
    found = list(blocks(pcapng.write(Transcript("", (), (), (connection,), (late, early), epoch=1767225600.5))))
    assert [type for type, _ in found] == [0x0A0D0D0A, 1, 10, 6, 6]
    assert b"CLIENT_RANDOM 00 01\n" in found[2][1]
    moments = [int.from_bytes(body[4:12], "big") for _, body in found[3:]]
    assert moments == [1767225600500000001, 1767225600750000000]
    assert b"early" in found[3][1] and b"late" in found[4][1]

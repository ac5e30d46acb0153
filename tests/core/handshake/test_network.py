"""DNS messages and frames, as tshark reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.handshake.tshark import complaints, needs_tshark, rows
from workbench.core.handshake import domain_name, network
from workbench.core.handshake.export import pcapng
from workbench.core.handshake.network import Conversation, Flag
from workbench.core.handshake.transcript import Connection, Packet, Role, Transcript
from workbench.core.node import Node
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.codec import build

CONNECTION = Connection(1)
CONNECTION_6 = Connection(1, "", ("2001:db8::10", 49152), ("2001:db8:1::20", 443))


def test_the_checksum_of_the_rfc() -> None:
    """RFC 1071 section 3: the sum of these is ddf2."""
    assert internet_sum("0001f203f4f5f6f7") == 0xDDF2
    assert internet_sum("ff") == 0xFF00
    assert internet_sum("") == internet_sum("0000") == 0 and internet_sum("ffff") == internet_sum("fffe0001") == 0xFFFF


def internet_sum(data: str) -> int:
    return network.internet_checksum(bytes.fromhex(data)) ^ 0xFFFF


def test_a_query_to_the_byte() -> None:
    """Written by hand after RFC 1035 sections 4.1.1 and 4.1.2."""
    assert domain_name.query("www.example.test", "192.0.2.1", 0x1234).hex() == (
        "1234 0100 0001 0000 0000 0000 03777777 076578616d706c65 0474657374 00 0001 0001".replace(" ", "")
    )


@pytest.mark.parametrize(("address", "kind"), [("198.51.100.20", "A"), ("2001:db8::20", "AAAA")])
def test_an_answer_points_to_the_name_in_the_question(address: str, kind: str) -> None:
    message = domain_name.answer(domain_name.query("www.example.test", address, 1), address)
    found = domain_name.read(message)
    assert found.records[0].NAME == found.question.QNAME == "www.example.test" and b"\xc0\x0c" in message
    assert build(found) == message
    tree = domain_name.message_node(message)
    record = tree.find("records", "0")
    assert record is not None and [child.value for child in record.children][-1] == address
    assert kind in record.children[1].value
    flags = tree.find("flags")
    assert flags is not None and {child.label: child.value for child in flags.children}["QR"] == "1"


@pytest.mark.parametrize(
    ("message", "id"),
    [
        ("1234 0100 0001 0000 0000 0000 c00c 0001 0001", "network_name_pointer"),  # to itself
        ("1234 0100 0001 0000 0000 0000 41 0001 0001", "network_name_label"),
        ("1234 0100 0001 0001 0000 0000 00 0001 0001", "network_name_counts"),
        ("1234 0100 0001 0000 0000 0000 0377", "tls_ends_early"),
    ],
)
def test_a_broken_message_is_refused(message: str, id: str) -> None:
    with pytest.raises(PeerError) as caught:
        domain_name.read(bytes.fromhex(message.replace(" ", "")))
    assert caught.value.message.id == id
    assert any(node.problems for node in domain_name.message_node(bytes.fromhex(message.replace(" ", ""))).walk()) or "counts" in id


@given(st.binary(max_size=80))
def test_any_bytes_end_in_a_message_or_a_typed_error(data: bytes) -> None:
    domain_name.message_node(data)
    try:
        domain_name.read(data)
    except PeerError:
        pass


@pytest.mark.parametrize("name", ["", "a..b", "x" * 64, ".".join(["x" * 63] * 4) + ".y"])
def test_what_cannot_be_a_name_is_not_asked_for(name: str) -> None:
    with pytest.raises(ValueError):
        domain_name.query(name, "192.0.2.1", 1)


def conversation(connection: Connection) -> list[Packet]:
    """A lookup, three segments, data of every small length (odd ones have another checksum), a reset."""
    address = connection.server_address[0]
    query = domain_name.query("www.example.test", address, 7)
    answer = domain_name.answer(query, address)
    tcp = Conversation(1, {Role.client: 0xFFFFFFF0, Role.server: 1000})  # the client's numbers wrap
    packets = [
        Packet(1, "udp", Role.client, Role.name_server, 0.02, query),
        Packet(1, "udp", Role.name_server, Role.client, 0.04, answer),
    ]

    def send(sender: Role, receiver: Role, flags: Flag, data: bytes = b"") -> None:
        packet = tcp.segment(sender, receiver, flags, 0.05 + len(packets) / 1000, data)
        tcp.arrived(packet)
        packets.append(packet)

    client, server = Role.client, Role.server
    send(client, server, Flag.SYN)
    send(server, client, Flag.SYN)
    send(client, server, Flag.ACK)
    for size in range(1, 30):
        send(client, server, Flag.PSH, bytes(range(size)))
        send(server, client, Flag.PSH, b"\xff" * size)
    send(server, client, Flag.RST)
    return packets


@needs_tshark
@pytest.mark.parametrize("connection", [CONNECTION, CONNECTION_6], ids=["ipv4", "ipv6"])
def test_tshark_has_nothing_to_complain_of(tmp_path: Path, connection: Connection) -> None:
    packets = conversation(connection)
    path = tmp_path / "written.pcapng"
    path.write_bytes(pcapng.write(Transcript("", (), (), (connection,), tuple(packets))))
    assert complaints(path) == []
    found = rows(path, "dns.qry.name", "dns.a", "dns.aaaa", "tcp.srcport", "tcp.seq_raw", "tcp.ack_raw", "tcp.flags.str", "tcp.len")
    assert found[0][:3] == ["www.example.test", "", ""]
    assert connection.server_address[0] in found[1][1:3]
    assert [(int(row[4]), int(row[5] or 0), int(row[7])) for row in found[2:]] == [
        (packet.sequence_number, packet.acknowledgment_number, len(packet.payload)) for packet in packets[2:]
    ]
    assert found[3][6] == "·······A··S·" and found[-1][6].endswith("A·R··")
    good = rows(path, "tcp.checksum.status", "udp.checksum.status", "ip.checksum.status")
    assert {value for row in good for value in row if value} == {"1"}


@needs_tshark
def test_tshark_complains_where_something_is_wrong(tmp_path: Path) -> None:
    """The test above is able to fail: a gap in the numbers, and a wrong checksum."""
    packets = conversation(CONNECTION)
    packets[8] = replace(packets[8], sequence_number=packets[8].sequence_number + 1)
    data = pcapng.write(Transcript("", (), (), (CONNECTION,), tuple(packets)))
    path = tmp_path / "written.pcapng"
    path.write_bytes(data.replace(bytes(range(20)), bytes(range(19)) + b"!", 1))
    assert any("hecksum" in complaint for complaint in complaints(path)) and len(complaints(path)) >= 2


def test_the_tree_of_a_frame_covers_every_byte() -> None:
    for connection in (CONNECTION, CONNECTION_6):
        for packet in conversation(connection):
            frame = network.frame(packet, connection)
            tree = network.frame_node(frame)
            assert (tree.start, tree.length) == (0, len(frame))
            assert covered(tree) == len(frame) and not any(node.problems for node in tree.walk())
            labels = [child.label for child in tree.children]
            transport = "TCP" if packet.kind == "tcp" else "UDP"
            assert labels[:3] == ["Ethernet", "IPv6" if ":" in connection.client_address[0] else "IPv4", transport]
            port = tree.find(transport, "Source Port")
            assert port is not None and frame[port.start : port.start + 2] == int(port.value).to_bytes(2, "big")


def covered(tree: Node) -> int:
    return sum(field.length for header in tree.children for field in (header.children or (header,)))


def test_addresses_of_two_families_are_the_callers_mistake() -> None:
    mixed = Connection(1, "", ("192.0.2.10", 1), ("2001:db8::1", 443))
    with pytest.raises(ValueError):
        network.frame(Packet(1, "tcp", Role.client, Role.server, 0.0), mixed)

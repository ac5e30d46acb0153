"""The wire between two talkers that know no TLS: who hears what, and when, and what an attacker makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.handshake.tshark import complaints, needs_tshark, rows
from workbench.core.errors import Message
from workbench.core.handshake import network
from workbench.core.handshake.export import pcapng
from workbench.core.handshake.network import Flag
from workbench.core.handshake.transcript import Connection, Packet, Role, StepKind, Transcript
from workbench.core.handshake.wire import Attacked, Attacker, Chunk, Clock, Interference, PacketSent, Wire, WireEvent


class Talker:
    """Says the first of its lines (a client) or waits, and answers whatever it hears with the next."""

    def __init__(self, clock: Clock, *lines: bytes, begins: bool = False) -> None:
        self.clock = clock
        self.lines = list(lines)
        self.ready = begins
        self.heard: list[tuple[float, bytes]] = []
        self.ended = 0

    def receive(self, data: bytes) -> None:
        self.heard.append((self.clock.now, data))
        self.ready = True

    def receive_eof(self) -> None:
        self.ended += 1

    def data_to_send(self) -> bytes:
        ready, self.ready = self.ready, False
        return self.lines.pop(0) if ready and self.lines else b""


class Scene:
    def __init__(self, *lines: bytes, attacker: Attacker | None = None, roles: tuple[Role, Role] = (Role.client, Role.server)) -> None:
        self.clock = Clock(1767225600.0)
        self.client = Talker(self.clock, *lines[::2], begins=True)
        self.server = Talker(self.clock, *lines[1::2])
        self.told: list[WireEvent] = []
        self.wire = Wire(
            self.client, self.server, Connection(1), self.clock, lambda n: bytes(range(1, n + 1)), self.told.append, 0.02, attacker, roles
        )

    @property
    def packets(self) -> list[Packet]:
        return [event.packet for event in self.told if isinstance(event, PacketSent)]

    def steps(self) -> list[tuple[str, Role, float, float]]:
        return [(e.name, e.packet.sender, e.sent, e.packet.time) for e in self.told if isinstance(e, PacketSent) and e.name]


def test_a_whole_visit() -> None:
    scene = Scene(b"hello", b"welcome", b"thanks")
    scene.wire.look_up("www.example.test")
    scene.wire.connect()
    scene.wire.run()
    scene.wire.close()
    client, server = Role.client, Role.server
    assert scene.steps() == [
        ("A", client, 0.0, 0.02),
        ("A", Role.name_server, 0.02, 0.04),
        ("SYN", client, 0.04, 0.06),
        ("SYN, ACK", server, 0.06, 0.08),
        ("ACK", client, 0.08, 0.1),
        ("FIN, ACK", client, 0.14, 0.16),
        ("FIN, ACK", server, 0.16, 0.18),
        ("ACK", client, 0.18, 0.2),
    ]
    spoken = [event for event in scene.told if isinstance(event, PacketSent) and event.packet.payload and event.kind is StepKind.tcp]
    assert [(event.packet.sender, event.packet.payload, event.sent, event.packet.time) for event in spoken] == [
        (client, b"hello", 0.08, 0.1),
        (server, b"welcome", 0.1, 0.12),
        (client, b"thanks", 0.12, 0.14),
    ]
    # Each hears what the other said when it has arrived, not before.
    assert scene.server.heard == [(0.1, b"hello"), (0.14, b"thanks")] and scene.client.heard == [(0.12, b"welcome")]
    assert scene.client.ended == scene.server.ended == 1
    assert scene.clock.now == 0.2 and scene.clock() == 1767225600.2


def test_steps_carry_their_bytes() -> None:
    scene = Scene()
    scene.wire.look_up("www.example.test", "203.0.113.9")
    scene.wire.connect()
    lookup, answer, syn = (event for event in scene.told[:3] if isinstance(event, PacketSent))
    assert (lookup.kind, syn.kind) == (StepKind.name_lookup, StepKind.tcp)
    assert [part.id for part in lookup.parts] == ["message", "packet"] and [part.id for part in syn.parts] == ["packet"]
    assert answer.facts == (Message("network_has_address", {"name": "www.example.test", "address": "203.0.113.9"}),)
    assert lookup.parts[0].data in lookup.parts[1].data and lookup.parts[0].node.find("question", "QNAME") is not None
    number = syn.parts[0].node.find("TCP", "Sequence Number")
    assert number is not None and syn.facts == (Message("network_sequence_number", {"number": int(number.value)}),)


def test_long_data_is_cut_into_segments_and_heard_whole() -> None:
    data = bytes(range(256)) * 20
    scene = Scene(data)
    scene.wire.connect()
    scene.wire.run()
    assert scene.server.heard == [(0.06, data)]
    segments = [packet for packet in scene.packets if packet.payload]
    assert [len(packet.payload) for packet in segments] == [1460, 1460, 1460, 740]
    assert b"".join(packet.payload for packet in segments) == data
    assert [bool(packet.flags & Flag.PSH) for packet in segments] == [False, False, False, True]
    bare = scene.packets[-1]
    assert (bare.sender, bare.payload, bare.acknowledgment_number) == (Role.server, b"", segments[-1].sequence_number + 740)


def test_nobody_acknowledges_what_has_not_arrived() -> None:
    scene = Scene(b"to the server", b"to the client", b"x" * 5000, b"y" * 3000, b"z")
    scene.server.ready = True  # both speak at once
    scene.wire.connect()
    scene.wire.run()
    sent = [event for event in scene.told if isinstance(event, PacketSent)]
    for event in sent:
        arrived = [p for p in scene.packets if p.receiver is event.packet.sender and p.time <= event.sent]
        expected = max((p.sequence_number + len(p.payload) + bool(p.flags & (Flag.SYN | Flag.FIN)) for p in arrived), default=0)
        assert event.packet.acknowledgment_number == expected


def test_the_application_acts_between_arrivals() -> None:
    scene = Scene(b"hello", b"welcome")
    seen: list[tuple[int, int]] = []

    def application() -> None:
        seen.append((len(scene.server.heard), len(scene.client.heard)))
        if scene.client.heard and len(seen) == 3:
            scene.client.lines.append(b"and one more thing")

    scene.wire.connect()
    scene.wire.run(application)
    assert seen == [(0, 0), (1, 0), (1, 1), (2, 1)] and scene.server.heard[-1][1] == b"and one more thing"


def test_what_the_other_side_still_has_to_say_arrives_before_it_closes() -> None:
    scene = Scene(b"hello")
    scene.wire.connect()
    scene.wire.run()
    scene.server.lines.append(b"last words")
    scene.server.ready = True
    scene.wire.close()
    assert scene.client.heard[-1][1] == b"last words"
    names = [(packet.sender, packet.flags) for packet in scene.packets[-5:]]
    fin, ack, psh = int(Flag.FIN | Flag.ACK), int(Flag.ACK), int(Flag.PSH | Flag.ACK)
    client, server = Role.client, Role.server
    assert names == [(client, fin), (server, psh), (client, ack), (server, fin), (client, ack)]


def test_a_reset_ends_it_for_the_other_side() -> None:
    scene = Scene(b"hello")
    scene.wire.connect()
    scene.wire.reset(Role.server)
    assert scene.steps()[-1][:2] == ("RST, ACK", Role.server) and (scene.client.ended, scene.server.ended) == (1, 0)


# --- the attacker -------------------------------------------------------------------------------------------------------------------


def attacks(scene: Scene) -> list[Attacked]:
    return [event for event in scene.told if isinstance(event, Attacked)]


def test_an_attacker_who_only_watches_is_not_told_of() -> None:
    seen: list[Chunk] = []

    def watch(chunk: Chunk) -> Interference:
        seen.append(chunk)
        return Interference((chunk,))

    scene = Scene(b"hello", b"welcome", attacker=watch)
    scene.wire.connect()
    scene.wire.run()
    assert [(chunk.sender, chunk.data, chunk.time) for chunk in seen] == [
        (Role.client, b"hello", 0.05),
        (Role.server, b"welcome", 0.07),
    ]
    assert attacks(scene) == [] and scene.client.heard == [(0.08, b"welcome")]


def test_changing_dropping_adding_answering() -> None:
    def change(chunk: Chunk) -> Interference:
        return Interference((Chunk(chunk.sender, chunk.receiver, b"HELLO", chunk.time),), Message("network_attacker_changes", {"size": 5}))

    def drop(chunk: Chunk) -> Interference:
        return Interference(())

    def add(chunk: Chunk) -> Interference:
        return Interference((chunk, Chunk(Role.attacker, chunk.receiver, b"more", chunk.time)))

    def answer(chunk: Chunk) -> Interference:
        return Interference((Chunk(Role.attacker, chunk.sender, b"it is me", chunk.time),) if chunk.data == b"hello" else (chunk,))

    expected: dict[Attacker, tuple[str, list[bytes], list[bytes]]] = {
        change: ("network_attacker_changes", [b"HELLO"], []),
        drop: ("network_attacker_drops", [], []),
        add: ("network_attacker_adds", [b"hello", b"more"], []),
        answer: ("network_attacker_answers", [], [b"it is me"]),
    }
    for attacker, (id, to_server, to_client) in expected.items():
        scene = Scene(b"hello", attacker=attacker)
        scene.wire.connect()
        scene.wire.run()
        (attack,) = attacks(scene)
        assert attack.did.id == id and attack.chunk.data == b"hello"
        assert [data for _, data in scene.server.heard] == to_server and [data for _, data in scene.client.heard] == to_client


@pytest.mark.parametrize("roles", [(Role.client, Role.attacker), (Role.attacker, Role.server)])
def test_an_impostor_has_the_address_of_whom_it_plays(roles: tuple[Role, Role]) -> None:
    scene = Scene(b"hello", b"welcome", roles=roles)
    scene.wire.look_up("www.example.test")
    scene.wire.connect()
    scene.wire.run()
    scene.wire.close()
    assert {packet.sender for packet in scene.packets} == {*roles, Role.name_server}
    for packet in scene.packets[2:]:
        addresses = [bytes((192, 0, 2, 10)), bytes((198, 51, 100, 20))]
        if packet.sender is roles[1]:
            addresses.reverse()
        assert network.frame(packet, Connection(1))[26:34] == b"".join(addresses)


@needs_tshark
def test_tshark_follows_every_conversation(tmp_path: Path) -> None:
    """Also where an attacker has changed the length of what passes."""

    def grow(chunk: Chunk) -> Interference:
        return Interference((Chunk(chunk.sender, chunk.receiver, chunk.data * 2, chunk.time),))

    for number, attacker in enumerate((None, grow)):
        scene = Scene(b"hello", b"w" * 4000, b"thanks" * 1000, b"bye", attacker=attacker)
        scene.wire.look_up("www.example.test")
        scene.wire.connect()
        scene.wire.run()
        scene.wire.close(Role.server)
        path = tmp_path / f"{number}.pcapng"
        path.write_bytes(pcapng.write(Transcript("", (), (), (scene.wire.connection,), tuple(scene.packets))))
        assert complaints(path) == []
        lengths = [int(row[0]) for row in rows(path, "tcp.len", show="tcp.srcport != 443")]
        assert sum(lengths) == (5 + 6000) * (number + 1)
        flags = rows(path, "tcp.completeness")[-1][0]
        assert int(flags) == 31  # SYN, SYN-ACK, ACK, data, FIN: a whole conversation

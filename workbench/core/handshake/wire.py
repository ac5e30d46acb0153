"""An in-memory network between two endpoints: name lookup, TCP, and a place on the way for an attacker.

Time is simulated: a `Clock` moves only when something arrives, so nobody waits and a run is the same every time. What an endpoint tells
while `Wire.run` hands it bytes happens at `clock.now`. The wire tells what the endpoints cannot know: every packet (PacketSent) and every
deed of the attacker (Attacked).

The packets are those that reach the receivers: behind an attacker they hold what it made of the bytes.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from workbench.core.errors import Message
from workbench.core.handshake import domain_name, network
from workbench.core.handshake.network import Conversation, Flag, maximum_segment_size
from workbench.core.handshake.transcript import Connection, Packet, Part, Role, StepKind

Random = Callable[[int], bytes]


class Clock:
    """Simulated time, shared by everybody in a scenario.

    epoch   the moment of time 0, seconds since 1970
    now     seconds since the beginning; whoever has something take its time may move it forward
    """

    def __init__(self, epoch: float) -> None:
        self.epoch = epoch
        self.now = 0.0

    def __call__(self) -> float:
        """Seconds since 1970: the clock of a Configuration."""
        return self.epoch + self.now

    def advance(self, to: float) -> None:
        """Never backwards."""
        self.now = max(self.now, to)


class Endpoint(Protocol):
    """What the wire needs of an endpoint of `core.tls`."""

    def receive(self, data: bytes) -> None: ...

    def receive_eof(self) -> None: ...

    def data_to_send(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that one endpoint sent at once, as they pass the attacker.

    receiver   who gets them; an attacker who answers by itself names the one that sent
    time       when they pass, seconds since the beginning
    """

    sender: Role
    receiver: Role
    data: bytes
    time: float


@dataclass(frozen=True, slots=True)
class Interference:
    """What an attacker does about a chunk.

    passed   what goes on instead: the chunk itself, another one, several, none, or one for the sender
    did      one sentence about it; None says only what was done to the bytes, and nothing of a chunk that passes untouched
    """

    passed: tuple[Chunk, ...]
    did: Message | None = None


Attacker = Callable[[Chunk], Interference]


class PacketSent(NamedTuple):
    """A packet, told when it is sent.

    sent    when; `packet.time` is when it arrives
    kind    name_lookup or tcp
    name    "A", "SYN", "SYN, ACK"...; "" for packets that are no step of their own: TLS bytes and bare acknowledgments
    parts   the frame ("packet") and a DNS message in it ("message")
    facts   what is worth saying beside the name
    """

    packet: Packet
    sent: float
    kind: StepKind
    name: str = ""
    parts: tuple[Part, ...] = ()
    facts: tuple[Message, ...] = ()


class Attacked(NamedTuple):
    """The attacker did something about `chunk`: `passed` went on instead."""

    chunk: Chunk
    passed: tuple[Chunk, ...]
    did: Message


WireEvent = PacketSent | Attacked


def _ignore(event: WireEvent) -> None:
    """The listener of those who do not listen."""


def _deed(chunk: Chunk, passed: tuple[Chunk, ...]) -> Message | None:
    """What was done to the bytes; None when they pass as they are."""
    if not passed:
        return Message("network_attacker_drops", {"size": len(chunk.data)})
    if all(part.receiver is chunk.sender for part in passed):
        return Message("network_attacker_answers", {"size": sum(len(part.data) for part in passed)})
    if b"".join(part.data for part in passed) == chunk.data:
        return None
    if any(part.data == chunk.data and part.receiver is chunk.receiver for part in passed):
        return Message("network_attacker_adds", {"size": sum(len(part.data) for part in passed) - len(chunk.data)})
    return Message("network_attacker_changes", {"size": len(chunk.data)})


class Wire:
    """One TCP connection between two endpoints.

    connection   number and addresses
    latency      seconds from one side to the other
    random       for what is random in DNS and TCP: the query's id, the initial sequence numbers
    roles        who sits on the two sides: an attacker may sit on either
    attacker     sees everything halfway and decides what goes on
    """

    def __init__(
        self,
        client: Endpoint,
        server: Endpoint,
        connection: Connection,
        clock: Clock,
        random: Random,
        listener: Callable[[WireEvent], None] = _ignore,
        latency: float = 0.020,
        attacker: Attacker | None = None,
        roles: tuple[Role, Role] = (Role.client, Role.server),
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.latency = latency
        self.attacker = attacker
        self._random = random
        self._listener = listener
        self._client, self._server = roles
        self._endpoints = {self._client: client, self._server: server}
        self._on_the_way: list[tuple[float, int, Role, bytes, tuple[Packet, ...]]] = []
        self._order = itertools.count()
        self._conversation = Conversation(connection.number, {role: int.from_bytes(random(4), "big") for role in roles})

    def look_up(self, name: str, address: str = "") -> None:
        """The client asks the name server for the address of `name`; `address` is the answer, by default the connection's server."""
        address = address or self.connection.server_address[0]
        question = domain_name.query(name, address, int.from_bytes(self._random(2), "big"))
        self._datagram(question, self._client, Role.name_server, Message("network_asks_for", {"name": name}))
        answer = domain_name.answer(question, address)
        self._datagram(answer, Role.name_server, self._client, Message("network_has_address", {"name": name, "address": address}))

    def connect(self) -> None:
        """The three-way handshake (RFC 9293 section 3.5). Ends when the client may send; its ACK is then still on the way."""
        client, server = self._client, self._server
        for sender, receiver, flags in ((client, server, Flag.SYN), (server, client, Flag.SYN)):
            packet = self._control(sender, receiver, flags)
            self.clock.advance(packet.time)
            self._conversation.arrived(packet)
        self._control(client, server, Flag.ACK)

    def run(self, application: Callable[[], None] | None = None) -> None:
        """Carry bytes until nobody has anything to say.

        application   called at the beginning and after every arrival, before the endpoints are asked for what they have to send: here
                      those who use the endpoints read and write
        """
        self._turn(application)
        while self._on_the_way:
            arrival, _, receiver, data, packets = heapq.heappop(self._on_the_way)
            self.clock.advance(arrival)
            for packet in packets:
                self._conversation.arrived(packet)
            self._endpoints[receiver].receive(data)
            if receiver not in self._turn(application):
                self._acknowledge(receiver)

    def close(self, first: Role | None = None) -> None:
        """Both sides close (RFC 9293 section 3.6), `first` (the client) before the other; what the other still has to say is carried."""
        first = first or self._client
        other = self._other(first)
        self._finish(first, other)
        self._endpoints[other].receive_eof()
        self.run()
        self._finish(other, first)
        self._endpoints[first].receive_eof()
        self._control(first, other, Flag.ACK)
        self.clock.advance(self._arrival())

    def reset(self, sender: Role | None = None) -> None:
        """`sender` (the client) breaks the connection off (RFC 9293 section 3.5.2)."""
        sender = sender or self._client
        packet = self._control(sender, self._other(sender), Flag.RST)
        self.clock.advance(packet.time)
        self._endpoints[packet.receiver].receive_eof()

    # --- inside -----------------------------------------------------------------------------------------------------------------

    def _other(self, role: Role) -> Role:
        return self._server if role == self._client else self._client

    def _turn(self, application: Callable[[], None] | None) -> set[Role]:
        """Let everybody act and send. Returns who sent something that reaches the other side."""
        if application is not None:
            application()
        senders: set[Role] = set()
        for role, endpoint in self._endpoints.items():
            if data := endpoint.data_to_send():
                senders |= self._send(role, data)
        return senders

    def _send(self, sender: Role, data: bytes) -> set[Role]:
        chunk = Chunk(sender, self._other(sender), data, round(self.clock.now + self.latency / 2, 9))
        passed: tuple[Chunk, ...] = (chunk,)
        if self.attacker is not None:
            interference = self.attacker(chunk)
            passed = interference.passed
            did = interference.did or _deed(chunk, passed)
            if did is not None:
                self._listener(Attacked(chunk, passed, did))
        for part in passed:
            self._deliver(part)
        return {self._other(part.receiver) for part in passed}

    def _arrival(self) -> float:
        """When what is sent now gets there, to the nanosecond (sums of floats would not stay round)."""
        return round(self.clock.now + self.latency, 9)

    def _deliver(self, chunk: Chunk) -> None:
        """Cut into segments; to the receiver they come from the other side, whoever made them."""
        sender, arrival = self._other(chunk.receiver), self._arrival()
        packets = []
        size = maximum_segment_size(self.connection.server_address[0])
        for start in range(0, len(chunk.data), size):
            payload = chunk.data[start : start + size]
            last = start + size >= len(chunk.data)
            packet = self._conversation.segment(sender, chunk.receiver, Flag.PSH if last else Flag(0), arrival, payload)
            self._listener(PacketSent(packet, self.clock.now, StepKind.tcp))
            packets.append(packet)
        if packets:
            heapq.heappush(self._on_the_way, (arrival, next(self._order), chunk.receiver, chunk.data, tuple(packets)))

    def _acknowledge(self, sender: Role) -> None:
        packet = self._conversation.segment(sender, self._other(sender), Flag.ACK, self._arrival())
        self._listener(PacketSent(packet, self.clock.now, StepKind.tcp))

    def _finish(self, sender: Role, receiver: Role) -> None:
        packet = self._control(sender, receiver, Flag.FIN)
        self.clock.advance(packet.time)
        self._conversation.arrived(packet)

    def _control(self, sender: Role, receiver: Role, flags: Flag) -> Packet:
        """A segment without data that is a step of its own."""
        packet = self._conversation.segment(sender, receiver, flags, self._arrival())
        facts = [Message("network_sequence_number", {"number": packet.sequence_number})]
        if packet.flags & Flag.ACK:
            facts.append(Message("network_acknowledgment_number", {"number": packet.acknowledgment_number}))
        name = network.flag_names(packet.flags)
        self._listener(PacketSent(packet, self.clock.now, StepKind.tcp, name, (self._frame(packet),), tuple(facts)))
        return packet

    def _datagram(self, payload: bytes, sender: Role, receiver: Role, fact: Message) -> None:
        packet = Packet(self.connection.number, "udp", sender, receiver, self._arrival(), payload)
        kind = domain_name.RecordType(domain_name.read(payload).question.QTYPE)
        message = Part("message", payload, partial(domain_name.message_node, payload))
        self._listener(PacketSent(packet, self.clock.now, StepKind.name_lookup, kind.name, (message, self._frame(packet)), (fact,)))
        self.clock.advance(packet.time)

    def _frame(self, packet: Packet) -> Part:
        data = network.frame(packet, self.connection)
        return Part("packet", data, partial(network.frame_node, data))

"""The recorder's log, read once: messages joined with the records that carried them, what one side sent with what the other received."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.core.handshake.transcript import Packet, Role, Step, StepKind
from workbench.core.handshake.wire import Attacked, PacketSent
from workbench.core.tls.events import (
    AlertReceived,
    AlertSent,
    ApplicationData,
    ChangeCipherSpec,
    Computation,
    Event,
    KeysDestroyed,
    Level,
    MessageReceived,
    MessageSent,
    Negotiated,
    Record,
    RecordReceived,
    RecordSent,
    StateChanged,
)
from workbench.core.tls.parameters import HandshakeType
from workbench.core.tls.states import State

ENDS = {Role.client: Role.server, Role.server: Role.client, Role.attacker: Role.client}
"""Who is at the other end. An impostor sits where the server should."""

Log = Sequence[tuple[int, Role | None, float, Any]]
"""What was told: connection, whose endpoint told it (None: the network, or a step made by hand), when, the event."""


@dataclass
class Item:
    """A step in the making.

    role        whose it is; None for the network's
    told_by     whose events told it: the receiver's when nobody listened at the sender
    sent        the item of the sender that this one is the receipt of
    remaining   bytes of it that no record carried yet
    arrived     bytes of it that reached the other side
    """

    kind: StepKind
    name: str
    role: Role | None
    connection: int
    time: float
    content: bytes = b""
    receiver: Role | None = None
    level: Level = Level.none
    arrival: float | None = None
    records: list[Record] = field(default_factory=list)
    wire: bytes = b""
    size: int = 0
    remaining: int = 0
    arrived: int = 0
    event: Any = None
    sent: Item | None = None
    shown: bool = True
    destroyed: tuple[str, ...] = ()
    told_by: Role | None = None

    def __post_init__(self) -> None:
        self.told_by = self.role


@dataclass
class Arrived:
    """A record that came, and how many bytes of its content no item has taken yet."""

    record: Record
    left: int
    counted: bool = False


class Reading:
    """The log, read once from the beginning."""

    def __init__(self, log: Log) -> None:
        self.items: list[Item] = []
        self.packets: list[Packet] = []
        self.negotiated: dict[int, dict[str, Any]] = {}
        self.secrets: dict[int, dict[str, bytes]] = {}
        self._told = {(connection, role) for connection, role, _, _ in log if role is not None}
        self._ends: dict[int, set[Role]] = {}
        self._outgoing: dict[tuple[int, Role], deque[Item]] = {}
        self._travelling: dict[tuple[int, Role], deque[Item]] = {}
        self._arrived: dict[tuple[int, Role], deque[Arrived]] = {}
        for connection, role, time, event in log:
            if role is None:
                self._network(connection, time, event)
            else:
                self._event(connection, role, time, event)

    def _network(self, connection: int, time: float, event: Any) -> None:
        if isinstance(event, PacketSent):
            self.packets.append(event.packet)
            if event.packet.kind == "tcp":
                self._ends.setdefault(connection, set()).update((event.packet.sender, event.packet.receiver))
            if event.name:
                packet = event.packet
                item = Item(event.kind, event.name, None, connection, event.sent, packet.payload, packet.receiver, arrival=packet.time)
                item.event = event
                self.items.append(item)
        elif isinstance(event, Attacked):
            item = Item(StepKind.attack, "attack", None, connection, time, event=event)
            self.items.append(item)
        elif isinstance(event, Step):
            self.items.append(Item(event.kind, event.name, None, connection, time, event=event))

    def _event(self, connection: int, role: Role, time: float, event: Event) -> None:
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, connection, role, time, event)

    def _computation(self, connection: int, role: Role, time: float, event: Computation) -> None:
        self.items.append(Item(StepKind.computation, event.id, role, connection, time, event=event))
        secrets = self.secrets.setdefault(connection, {})
        for value in event.values:
            secrets.setdefault(value.name, value.value)

    def _send(self, connection: int, role: Role, time: float, kind: StepKind, content: bytes, event: Any) -> None:
        item = Item(kind, "", role, connection, time, content, self._peer(connection, role), remaining=len(content), event=event)
        self.items.append(item)
        self._outgoing.setdefault((connection, role), deque()).append(item)
        self._travelling.setdefault((connection, role), deque()).append(item)

    def _peer(self, connection: int, role: Role) -> Role:
        """Who is at the other end: an attacker where the packets, or the events, say so."""
        peer = ENDS[role]
        ends = self._ends.get(connection) or {told for number, told in self._told if number == connection}
        return Role.attacker if peer not in ends and Role.attacker in ends else peer

    def _message_sent(self, connection: int, role: Role, time: float, event: MessageSent) -> None:
        self._client_random(connection, event.message)
        self._send(connection, role, time, StepKind.message, event.message, event)

    def _alert_sent(self, connection: int, role: Role, time: float, event: AlertSent) -> None:
        self._send(connection, role, time, StepKind.alert, bytes((event.level, event.description)), event)

    def _record_sent(self, connection: int, role: Role, time: float, event: RecordSent) -> None:
        """The record carries what was handed over first."""
        record = event.record
        outgoing = self._outgoing.get((connection, role))
        left = len(record.content)
        first = True
        while outgoing and (left or first):
            item = outgoing[0]
            share = min(left, item.remaining)
            item.records.append(record)
            item.level = record.level
            item.size += share
            if first:
                item.wire += record.wire
                item.size += len(record.wire) - len(record.content)
                first = False
            item.remaining -= share
            left -= share
            if item.remaining:
                break
            outgoing.popleft()

    def _change_cipher_spec(self, connection: int, role: Role, time: float, event: ChangeCipherSpec) -> None:
        if event.sent:
            self._send(connection, role, time, StepKind.change_cipher_spec, b"\x01", event)
        else:
            self._received(connection, role, time, StepKind.change_cipher_spec, b"\x01", event)

    def _application_data(self, connection: int, role: Role, time: float, event: ApplicationData) -> None:
        if event.sent:
            self._send(connection, role, time, StepKind.application_data, event.data, event)
        else:
            self._received(connection, role, time, StepKind.application_data, event.data, event)

    def _client_random(self, connection: int, message: bytes) -> None:
        """The key log needs it also where only the server told."""
        if message[0] == HandshakeType.client_hello:
            self.secrets.setdefault(connection, {}).setdefault("client_random", message[6:38])

    def _message_received(self, connection: int, role: Role, time: float, event: MessageReceived) -> None:
        self._client_random(connection, event.message)
        self._received(connection, role, time, StepKind.message, event.message, event)

    def _alert_received(self, connection: int, role: Role, time: float, event: AlertReceived) -> None:
        self._received(connection, role, time, StepKind.alert, bytes((event.level, event.description)), event)

    def _record_received(self, connection: int, role: Role, time: float, event: RecordReceived) -> None:
        sender = self._peer(connection, role)
        if _passed_over(event.record) and (connection, sender) not in self._told:
            # Nobody tells that it was sent, and nobody reads it: an attacker plays 0-RTT data back.
            record = event.record
            item = Item(StepKind.application_data, "", sender, connection, time, b"", role, Level.early_data, time, [record], record.wire)
            item.size, item.event = len(record.wire), event
            self.items.append(item)
            return
        self._arrived.setdefault((connection, role), deque()).append(Arrived(event.record, len(event.record.content)))

    def _carry(self, connection: int, role: Role, receipt: Item) -> None:
        """The records that brought this: several, or one that it shares with what came before and comes after."""
        arrived = self._arrived.get((connection, role), deque())
        need = len(receipt.content)
        while arrived:
            here = arrived[0]
            share = min(here.left, need)
            receipt.records.append(here.record)
            receipt.size += share
            if not here.counted:
                receipt.wire += here.record.wire
                receipt.size += len(here.record.wire) - len(here.record.content)
                here.counted = True
            here.left -= share
            need -= share
            if here.left:
                break
            arrived.popleft()
            if not need:
                break

    def _received(self, connection: int, role: Role, time: float, kind: StepKind, content: bytes, event: Any) -> None:
        """Something came: what the peer sent, or what somebody on the way made of it."""
        sender = self._peer(connection, role)
        receipt = Item(kind, "", role, connection, time, content, event=event, shown=False)
        self.items.append(receipt)
        self._carry(connection, role, receipt)
        travelling = self._travelling.get((connection, sender), deque())
        # What was lost or changed on the way stays behind what comes after it.
        place = next((place for place, item in enumerate(travelling) if _brings(item, kind, content)), None)
        if place is not None:
            for _ in range(place):
                travelling.popleft()
            item = receipt.sent = travelling[0]
            item.arrival = time
            item.arrived += len(content)
            if item.arrived == len(item.content):
                travelling.popleft()
            return
        receipt.shown = True
        receipt.level = receipt.records[-1].level if receipt.records else Level.none
        receipt.role = sender if (connection, sender) not in self._told else Role.attacker
        receipt.receiver = role
        receipt.arrival = time

    def _negotiated(self, connection: int, role: Role, time: float, event: Negotiated) -> None:
        self.negotiated.setdefault(connection, {})[event.name] = event.value

    def _destroyed(self, connection: int, role: Role, time: float, event: KeysDestroyed) -> None:
        last = self.items[-1] if self.items else None
        if last is not None and last.name == "forget_secrets" and last.role is role and last.connection == connection:
            last.destroyed += event.names
        else:
            self.items.append(Item(StepKind.computation, "forget_secrets", role, connection, time, destroyed=event.names))

    def _state(self, connection: int, role: Role, time: float, event: StateChanged) -> None:
        last = self.items[-1] if self.items else None
        if event.new == State.CLOSED and last is not None and last.name == "forget_secrets" and last.role is role:
            last.kind, last.name = StepKind.close, "destroy_keys"


def _passed_over(record: Record) -> bool:
    """Whether it is 0-RTT data that a server refused to read (RFC 8446 section 4.2.10)."""
    return record.level is Level.early_data and not record.key and not record.content


def _brings(item: Item, kind: StepKind, content: bytes) -> bool:
    """Whether this is what arrives now. Application data comes record by record."""
    if kind is StepKind.application_data:
        return item.kind is kind and item.content.startswith(content, item.arrived)
    return item.kind is kind and item.content == content


_HANDLERS: dict[type, Callable[..., None]] = {
    Computation: Reading._computation,
    MessageSent: Reading._message_sent,
    MessageReceived: Reading._message_received,
    RecordSent: Reading._record_sent,
    RecordReceived: Reading._record_received,
    ChangeCipherSpec: Reading._change_cipher_spec,
    AlertSent: Reading._alert_sent,
    AlertReceived: Reading._alert_received,
    ApplicationData: Reading._application_data,
    Negotiated: Reading._negotiated,
    KeysDestroyed: Reading._destroyed,
    StateChanged: Reading._state,
}

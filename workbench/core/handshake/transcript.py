"""The record of one handshake, or of several that belong together: what every view, export and comparison shows.

Three producers make it: a scenario, a live socket, a capture. A capture knows less: values may be unknown (`data` is None), messages
unreadable (`parts` hold the encrypted record alone). Whoever shows a transcript must not need more than it says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from workbench.core.errors import Message
from workbench.core.node import Node
from workbench.core.tls.events import Level, Record


class Role(StrEnum):
    """Who takes part. The id of a lifeline, a column of the who-knows-what table, a colour."""

    client = "client"
    server = "server"
    name_server = "name_server"
    certification_authority = "certification_authority"
    attacker = "attacker"
    eavesdropper = "eavesdropper"


@dataclass(frozen=True, slots=True)
class Party:
    """`name` is shown below the role: a host name, an address, a CA's name; "" for none. May come from a stranger."""

    role: Role
    name: str = ""


class StepKind(StrEnum):
    name_lookup = "name_lookup"
    tcp = "tcp"
    message = "message"
    change_cipher_spec = "change_cipher_spec"
    alert = "alert"
    application_data = "application_data"
    computation = "computation"
    handover = "handover"  # a file given from one to another outside of the connection: a CSR, a certificate
    attack = "attack"  # what an attacker does to something that passes
    close = "close"  # keys destroyed


class Outcome(StrEnum):
    """How a step came out. `none` where nothing was checked."""

    none = "none"
    ok = "ok"
    warning = "warning"
    failed = "failed"


@dataclass(frozen=True)
class Part:
    """Bytes of a step with their tree: the record, the message in it, a certificate in that, an opened ticket.

    id    which: "message", "record", "packet", "certificate", "ticket"...; several of one id are told apart by `number`
    data  the byte source that the tree's spans count in
    """

    id: str
    data: bytes
    make_node: Callable[[], Node] = field(repr=False, compare=False)
    number: int = 0
    secret: bool = False

    @cached_property
    def node(self) -> Node:
        """The tree, made when somebody looks."""
        return self.make_node()


@dataclass(frozen=True, slots=True)
class Value:
    """A value derived in a step.

    data      its bytes; None when the producer cannot know it (a capture without keys)
    inputs    names of values of the same connection
    known_by  who knows it once this step is done
    secret    False for what everybody may know
    """

    name: str
    data: bytes | None
    formula: str = ""
    inputs: tuple[str, ...] = ()
    citation: str = ""
    secret: bool = True
    known_by: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Step:
    """One thing that happened.

    number      position in the transcript, from 0
    connection  1 for the first TCP connection, 2 for the next...; 0 for what belongs to none (preparations, offline decryption)
    name        the RFC's name of a message ("ClientHello"), "SYN", "A"; for computations an id ("compute_shared_secret")
    sender      who sends, or who computes
    receiver    who receives; None for what is done alone
    time        seconds since the beginning of the transcript, at the sender
    arrival     when it reached the receiver; equal to `time` for what is done alone
    seconds     measured cost of the computation, None when not measured
    protection  what keeps it from outsiders
    wire        bytes that crossed the wire for it, record headers included (b"" for computations); a record that several messages share
                stands in the first of them
    size        bytes on the wire that are its own share
    records     the records that carried it
    facts       what is worth saying beside its name: `group x25519`, `server_name www.example.test`, as Messages
    outcome     result of a check or of the whole (an alert is failed)
    reason      why it failed, or what was found
    subject     a core value behind it: the Judgement of a certificate
    destroyed   names of the values that were forgotten here
    """

    number: int
    connection: int
    kind: StepKind
    name: str
    sender: Role
    receiver: Role | None = None
    time: float = 0.0
    arrival: float = 0.0
    seconds: float | None = None
    protection: Level = Level.none
    wire: bytes = b""
    size: int = 0
    records: tuple[Record, ...] = ()
    parts: tuple[Part, ...] = ()
    values: tuple[Value, ...] = ()
    facts: tuple[Message, ...] = ()
    outcome: Outcome = Outcome.none
    reason: Message | None = None
    citation: str = ""
    subject: Any = None
    destroyed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Packet:
    """What crossed the network: a TCP segment or UDP datagram, from which a capture file is written.

    kind     "tcp" or "udp"
    flags    TCP flags as in the header (FIN 1, SYN 2, RST 4, PSH 8, ACK 16)
    payload  without the transport header
    time     when it reached the receiver, seconds since the beginning
    sequence_number, acknowledgment_number   as in the TCP header
    """

    connection: int
    kind: str
    sender: Role
    receiver: Role
    time: float
    payload: bytes = b""
    flags: int = 0
    sequence_number: int = 0
    acknowledgment_number: int = 0


@dataclass(frozen=True)
class Connection:
    """One TCP connection of the transcript.

    negotiated   version, cipher_suite, group, ... as numbers or bytes, as both sides agreed; what is unknown is absent
    key_log      lines of the NSS key log format
    """

    number: int
    server_name: str = ""
    client_address: tuple[str, int] = ("192.0.2.10", 49152)
    server_address: tuple[str, int] = ("198.51.100.20", 443)
    negotiated: Mapping[str, Any] = field(default_factory=dict)
    key_log: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Transcript:
    """Everything, in order.

    name      the scenario's id, or "" for what really crossed a network
    outcome   how it ended: ok, warning ("continue anyway") or failed
    headline  the answer in one sentence
    epoch     the moment of time 0, seconds since 1970
    as_written   False for a scenario of which something was changed: what is written about it need not be true then
    """

    name: str
    parties: tuple[Party, ...]
    steps: tuple[Step, ...]
    connections: tuple[Connection, ...] = ()
    packets: tuple[Packet, ...] = ()
    outcome: Outcome = Outcome.none
    headline: Message | None = None
    epoch: float = 0.0
    as_written: bool = True

    def party(self, role: Role) -> Party | None:
        return next((party for party in self.parties if party.role is role), None)

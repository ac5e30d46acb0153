"""What a connection cost: round trips, bytes, records, waiting, operations of each kind.

Everything is counted from the steps of a transcript. What its producer does not know (a capture has no computations) counts as nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.core.handshake import network
from workbench.core.handshake.transcript import Role, Step, StepKind, Transcript
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.events import Level
from workbench.core.x509.finding import Verdict


class Asymmetric(StrEnum):
    """Operations with key pairs. `decapsulation` and `decryption` need the private key, `encapsulation` and `encryption` the public one."""

    key_generation = "key_generation"
    key_agreement = "key_agreement"
    encapsulation = "encapsulation"
    decapsulation = "decapsulation"
    encryption = "encryption"
    decryption = "decryption"
    signature = "signature"
    verification = "verification"


class Symmetric(StrEnum):
    """Operations without key pairs. `record`: a record protected, once by its sender (and opened once by who receives it);
    `ticket`: a ticket sealed or opened."""

    key_derivation = "key_derivation"
    hash = "hash"
    mac = "mac"
    record = "record"
    ticket = "ticket"


TLS = frozenset({StepKind.message, StepKind.change_cipher_spec, StepKind.alert, StepKind.application_data})
"""Steps that are records on the wire."""
_HANDSHAKE = frozenset({StepKind.message, StepKind.change_cipher_spec})

# What a computation is, by its name; `_operations` knows those that depend on the values that came out.
_ASYMMETRIC: Mapping[str, Asymmetric] = {
    "encrypt_pre_master_secret": Asymmetric.encryption,
    "decrypt_pre_master_secret": Asymmetric.decryption,
    "sign_server_key_exchange": Asymmetric.signature,
    "sign_certificate_verify": Asymmetric.signature,
    "verify_server_key_exchange": Asymmetric.verification,
    "verify_certificate_verify": Asymmetric.verification,
    "make_root_certificate": Asymmetric.signature,
    "make_intermediate_certificate": Asymmetric.signature,
    "make_certification_request": Asymmetric.signature,
    "check_certification_request": Asymmetric.verification,
    "sign_certificate": Asymmetric.signature,
}
_KEY_GENERATION = ("generate_key_share", "generate_key_pair")
# What a value's formula says of how it was made.
_SYMMETRIC: tuple[tuple[str, Symmetric], ...] = (
    ("HMAC(", Symmetric.mac),
    ("HKDF-", Symmetric.key_derivation),
    ("PRF(", Symmetric.key_derivation),
    ("AEAD-", Symmetric.ticket),
    ("Transcript-Hash(", Symmetric.hash),
    ("Hash(ClientHello", Symmetric.hash),
)


@dataclass(frozen=True)
class Counts:
    """One connection (or 0, what belongs to none).

    round_trips         of TLS, that the client waits for before its first application data leaves: flights of the server that it needs;
                        None when no application data ever came
    tcp_round_trips, lookup_round_trips   before that: TCP's handshake, the name's lookup
    flights             of TLS, of either side, before the first application data
    sent, received      bytes of records, by the client and to it
    packets             on the network; 0 when the packets are not known
    packet_bytes        of whole packets from Ethernet upwards, both directions
    handshake_bytes     of handshake messages and change_cipher_spec, record headers included, both directions
    messages, records   handshake messages, and records of every kind
    first_byte          simulated (in what really crossed a network: real) seconds from the connection's first step until the client has
                        the first application data of the server; None when there was none
    seconds             measured seconds of all computations, of both sides
    client_seconds, server_seconds   the same of each side
    asymmetric, symmetric   how many operations of each kind; kinds that did not happen are absent
    """

    connection: int
    round_trips: int | None = None
    tcp_round_trips: int = 0
    lookup_round_trips: int = 0
    flights: int = 0
    sent: int = 0
    received: int = 0
    packets: int = 0
    packet_bytes: int = 0
    handshake_bytes: int = 0
    messages: int = 0
    records: int = 0
    first_byte: float | None = None
    seconds: float = 0.0
    client_seconds: float = 0.0
    server_seconds: float = 0.0
    asymmetric: Mapping[Asymmetric, int] = field(default_factory=dict)
    symmetric: Mapping[Symmetric, int] = field(default_factory=dict)


def count(transcript: Transcript) -> tuple[Counts, ...]:
    """The counts of each connection, in order; of what belongs to none only when there is such a thing."""
    numbers = sorted({step.connection for step in transcript.steps} | {connection.number for connection in transcript.connections})
    return tuple(_count(transcript, number) for number in numbers)


def client_of(steps: Iterable[Step], connection: int) -> Role:
    """Who sits at the client's end of a connection: whoever sent its first ClientHello."""
    return next((step.sender for step in steps if step.connection == connection and step.name == "ClientHello"), Role.client)


def _count(transcript: Transcript, number: int) -> Counts:
    steps = [step for step in transcript.steps if step.connection == number]
    client = client_of(steps, number)
    tls = [step for step in steps if step.kind in TLS]
    round_trips, flights = _waiting(tls, client)
    begin = min((step.time for step in steps), default=0.0)
    arrivals = [step.arrival for step in tls if step.kind is StepKind.application_data and step.receiver is client]
    frames = _frames(transcript, number)
    seconds = Counter[Role]()
    for step in steps:
        seconds[step.sender] += step.seconds or 0.0  # type: ignore[assignment]  # a Counter adds any numbers
    asymmetric, symmetric = _operations(steps)
    return Counts(
        number,
        round_trips,
        _answers(steps, StepKind.tcp, client, until="ClientHello"),
        _answers(steps, StepKind.name_lookup, client, until="ClientHello"),
        flights,
        sum(step.size for step in tls if step.sender is client),
        sum(step.size for step in tls if step.receiver is client),
        len(frames),
        sum(frames),
        sum(step.size for step in steps if step.kind in _HANDSHAKE),
        sum(step.kind is StepKind.message for step in steps),
        sum(map(_records, tls)),
        min(arrivals) - begin if arrivals else None,
        float(sum(seconds.values())),
        float(seconds[client]),
        float(sum(seconds.values()) - seconds[client]),
        asymmetric,
        symmetric,
    )


def _waiting(steps: list[Step], client: Role) -> tuple[int | None, int]:
    """Round trips and flights before the first application data. A flight: what one side sends before the other does."""
    first = next((step for step in steps if step.kind is StepKind.application_data and step.sender is client), None)
    first = first or next((step for step in steps if step.kind is StepKind.application_data), None)
    before = steps if first is None else steps[: steps.index(first)]
    senders = [step.sender for step in before]
    changes = [sender for place, sender in enumerate(senders) if place == 0 or senders[place - 1] is not sender]
    answers = sum(sender is not client for sender in changes)
    if first is not None and first.sender is not client and changes and changes[-1] is first.sender:
        answers -= 1  # the server speaks first, in the flight that is still on its way
    return (None if first is None else answers), len(changes)


def _answers(steps: list[Step], kind: StepKind, client: Role, until: str) -> int:
    """How often the client waited for an answer of this kind before a message."""
    before = []
    for step in steps:
        if step.name == until:
            break
        before.append(step)
    return sum(step.kind is kind and step.receiver is client for step in before)


def _records(step: Step) -> int:
    """Records whose headers stand in a step's bytes: one that several messages share stands in the first of them alone."""
    place = found = 0
    while place + 5 <= len(step.wire):
        place += 5 + int.from_bytes(step.wire[place + 3 : place + 5], "big")
        found += 1
    return found


def _frames(transcript: Transcript, number: int) -> list[int]:
    """Lengths of the packets of a connection."""
    connection = next((connection for connection in transcript.connections if connection.number == number), None)
    if connection is None:
        return []
    return [len(network.frame(packet, connection)) for packet in transcript.packets if packet.connection == number]


def _operations(steps: list[Step]) -> tuple[dict[Asymmetric, int], dict[Symmetric, int]]:
    asymmetric, symmetric = Counter[Asymmetric](), Counter[Symmetric]()
    holders: set[Role] = set()
    for step in steps:
        if step.kind in TLS and step.protection is not Level.none:
            symmetric[Symmetric.record] += _records(step)
        if step.kind is not StepKind.computation:
            continue
        names = [value.name for value in step.values]
        if step.name in _KEY_GENERATION:
            private = sum(name.endswith("_private_key") for name in names)
            asymmetric[Asymmetric.key_generation] += private or 1
            if any(_of_kem(name) and name.endswith("_private_key") for name in names):
                holders.add(step.sender)
        elif step.name == "compute_shared_secret":
            halves = [name for name in names if name.endswith("_shared_secret")]
            for half in halves or ["shared_secret"]:
                opening = Asymmetric.decapsulation if step.sender in holders else Asymmetric.encapsulation
                asymmetric[opening if _of_kem(half) else Asymmetric.key_agreement] += 1
        elif step.name == "judge_certificate":
            asymmetric[Asymmetric.verification] += _chain_signatures(step)
        elif step.name == "open_recording":
            asymmetric[Asymmetric.decryption] += "pre_master_secret" in names
        elif step.name in _ASYMMETRIC:
            asymmetric[_ASYMMETRIC[step.name]] += 1
        for value in step.values:
            kind = next((kind for start, kind in _SYMMETRIC if value.formula.startswith(start) or f" {start}" in value.formula), None)
            if kind is not None:
                symmetric[kind] += 1
    return (
        {kind: asymmetric[kind] for kind in Asymmetric if asymmetric[kind]},
        {kind: symmetric[kind] for kind in Symmetric if symmetric[kind]},
    )


def _of_kem(name: str) -> bool:
    return "mlkem" in name.lower()


def _chain_signatures(step: Step) -> int:
    """Signatures of certificates on the best path, the anchor's own not among them. Those of CRLs and OCSP responses are not counted."""
    verdict = step.subject.verdict if isinstance(step.subject, Judgement) else None
    return len(verdict.paths[0].path) - 1 if isinstance(verdict, Verdict) and verdict.paths else 0

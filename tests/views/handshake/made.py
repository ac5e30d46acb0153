"""A transcript made by hand, for tests of what shows one.

Its values are counted up, not computed: nothing of it is ever shown to a user.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Connection, Outcome, Part, Party, Role, Step, StepKind, Transcript, Value
from workbench.core.node import Node
from workbench.core.tls.events import Level, Record

CLIENT, SERVER, NAMES = Role.client, Role.server, Role.name_server
BOTH = frozenset({CLIENT, SERVER})
NAME = "www.example.test"


def _value(name: str, size: int, *who: Role, secret: bool = True, inputs: tuple[str, ...] = ()) -> Value:
    return Value(name, bytes(range(size)), f"f({', '.join(inputs)})", inputs, "RFC 8446 section 7.1", secret, frozenset(who))


def _part(id: str, data: bytes, *children: tuple[str, int, int], secret: bool = False) -> Part:
    nodes = tuple(Node(label, data[start : start + size].hex(), start, size) for label, start, size in children)
    return Part(id, data, lambda: Node(id, "", 0, len(data), nodes), secret=secret)


def transcript(connections: int = 1, failed: bool = False) -> Transcript:
    """A handshake that looks like one of TLS 1.3; with `failed` it ends in an alert."""
    steps: list[Step] = []

    def add(kind: StepKind, name: str, sender: Role, receiver: Role | None = None, **more: object) -> None:
        steps.append(Step(len(steps), connection, kind, name, sender, receiver, **more))  # type: ignore[arg-type]

    message, computation = StepKind.message, StepKind.computation
    for connection in range(1, connections + 1):
        if connection == 1:
            add(StepKind.name_lookup, "A?", CLIENT, NAMES, wire=bytes(34), size=34)
            add(StepKind.name_lookup, "A", NAMES, CLIENT, wire=bytes(50), size=50)
        add(StepKind.tcp, "SYN", CLIENT, SERVER)
        add(StepKind.tcp, "SYN-ACK", SERVER, CLIENT)
        add(StepKind.tcp, "ACK", CLIENT, SERVER)
        share = _value("client_private_key", 32, CLIENT)
        add(computation, "generate_key_share", CLIENT, values=(share,), seconds=0.00004)
        hello = bytes(range(200))
        parts = (_part("record", b"\x16\x03\x01" + hello, ("type", 0, 1), ("version", 1, 2)), _part("message", hello, ("random", 6, 32)))
        plain = Record(22, parts[0].data, 22, hello)
        add(message, "ClientHello", CLIENT, SERVER, wire=parts[0].data, size=517, parts=parts, records=(plain,))
        secret = _value("shared_secret", 32, *BOTH, inputs=("client_private_key", "server_public_key"))
        add(computation, "compute_shared_secret", SERVER, values=(replace(secret, known_by=frozenset({SERVER})),))
        add(message, "ServerHello", SERVER, CLIENT, wire=hello, size=122)
        add(computation, "compute_shared_secret", CLIENT, values=(secret,))
        add(computation, "derive_handshake_traffic_secrets", CLIENT, values=(_value("client_handshake_traffic_secret", 32, *BOTH),))
        record = Record(23, b"\x17\x03\x03\x00\x20" + bytes(32), 22, bytes(15), Level.handshake, 0, bytes(12), bytes(5), 0, "key", "iv")
        for name, size in (("EncryptedExtensions", 32), ("Certificate", 1842), ("CertificateVerify", 96)):
            add(message, name, SERVER, CLIENT, protection=Level.handshake, size=size, wire=record.wire, records=(record,),
                facts=(Message("diagram_connection", {"number": 7}),))  # fmt: skip
        if failed:
            reason = Message("diagram_afterwards")
            add(computation, "judge_certificate", CLIENT, outcome=Outcome.failed, reason=reason)
            add(StepKind.alert, "unknown_ca", CLIENT, SERVER, protection=Level.handshake, size=24, outcome=Outcome.failed, reason=reason)
            continue
        add(computation, "judge_certificate", CLIENT, outcome=Outcome.ok)
        add(message, "Finished", SERVER, CLIENT, protection=Level.handshake, size=58)
        add(message, "Finished", CLIENT, SERVER, protection=Level.handshake, size=58)
        add(StepKind.application_data, "GET /", CLIENT, SERVER, protection=Level.application, size=118)
        add(StepKind.alert, "close_notify", CLIENT, SERVER, protection=Level.application, size=24)
        add(StepKind.close, "destroy_keys", CLIENT, destroyed=("client_handshake_traffic_secret",))
    parties = (Party(CLIENT, "192.0.2.10"), Party(SERVER, NAME), Party(NAMES, "192.0.2.53"))
    agreed = {"version": 0x0304, "group": 0x001D, "cipher_suite": 0x1301}
    outcome = Outcome.failed if failed else Outcome.ok
    known = tuple(Connection(number, NAME, negotiated=agreed) for number in range(1, connections + 1))
    return Transcript("made", parties, tuple(steps), known, outcome=outcome)

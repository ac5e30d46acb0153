"""RFC 8448: client and server, fed with the bytes of the other side, reproduce the five traces byte for byte, and derive every value.

Randomness is the trace's. What another implementation was free to choose is put in its place when our machine hands the message on, and the
test holds for each which messages those are:

- The ClientHello is the trace's by `adjust_client_hello`: its extensions stand in another order, and some are not ours. The second one of
  the HelloRetryRequest trace is replaced in `send_hello` (it adds padding).
- ServerHello: the same extensions in another order. HelloRetryRequest: its cookie is the other server's own business.
- EncryptedExtensions: that server also tells its groups.
- CertificateRequest: another list of signature schemes.
- CertificateVerify: RSA-PSS and ECDSA signatures are random. (Ours is made and replaced; the peer's is verified.)
- NewSessionTicket: tickets are opaque.

Everything else, and so every byte on the wire, is computed: Finished, binders, records, alerts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.core.tls import rfc8448
from tests.core.tls.rfc8448 import TRACES, Trace
from tests.core.tls.test_rfc8448 import whole_messages
from workbench.core.tls.client import Client
from workbench.core.tls.configuration import ClientConfiguration, Credential, Judgement, ServerConfiguration, Session
from workbench.core.tls.events import Computation, Event
from workbench.core.tls.messages import Certificate, ClientHello, NewSessionTicket, ServerHello, frame, read_body
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion, SignatureScheme
from workbench.core.tls.server import Server
from workbench.core.tls.tickets import OpenedTicket, state_of
from workbench.core.tls.transcript_hash import TranscriptHash

TLS13 = (ProtocolVersion.TLS1_3,)
SCHEMES = tuple(SignatureScheme)
GROUPS = (NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1)
NOW = 1_500_000_000.0

each_trace = pytest.mark.parametrize("name", TRACES)


def judge(chain: tuple[bytes, ...], *_: Any) -> Judgement:
    return Judgement(True, x509.load_der_x509_certificate(chain[0]).public_key())


class Draws:
    """Randomness that was drawn before: the next value of the right size, a constant for what the trace does not have."""

    def __init__(self, *values: bytes) -> None:
        self.values = list(values)

    def __call__(self, size: int) -> bytes:
        if self.values and len(self.values[0]) == size:
            return self.values.pop(0)
        return bytes(size - 1) + b"\x01"


class Traced:
    """A machine that puts the trace's message in the place of each of its own, on the wire and in the transcript."""

    def follow(self, own: list[tuple[str, bytes]]) -> None:
        self.own = own
        self.made: dict[str, bytes] = {}
        self.differing: set[str] = set()
        self.heard: set[bytes] = set()
        self._places: dict[bytes, bytes] = {}
        self.transcript = TracedTranscript(self)

    def in_its_place(self, message: bytes) -> bytes:
        if message not in self._places:
            name, expected = self.own.pop(0)
            assert message[0] == expected[0], name
            self.made[name] = message
            if message != expected:
                self.differing.add(name)
            self._places[message] = self._places[expected] = expected
        return self._places[message]

    def hear(self, message: bytes) -> None:
        self.heard.add(message)
        super().hear(message)  # type: ignore[misc]

    def send_handshake(self, message: bytes, *arguments: Any, **named: Any) -> None:
        super().send_handshake(self.in_its_place(message), *arguments, **named)  # type: ignore[misc]


class TracedTranscript(TranscriptHash):
    def __init__(self, end: Traced) -> None:
        super().__init__()
        self.end = end

    def add(self, message: bytes, name: str = "") -> None:
        super().add(message if message in self.end.heard else self.end.in_its_place(message), name)


class TracedClient(Traced, Client):
    def send_hello(self, hello: ClientHello) -> None:
        if self.transcript.messages:  # the second one
            hello = read_body(ClientHello, self.in_its_place(frame(hello)))
        super().send_hello(hello)


class TracedServer(Traced, Server):
    def client_hello(self, message: bytes) -> None:
        super().client_hello(message)
        retry = getattr(self.machine, "retry", None)
        if retry is not None and self.own[0][0] == "ServerHello":
            retry.check = lambda *_: None  # the cookie is the other server's own business


class TheirTickets:
    """Ticket keys that know the trace's ticket."""

    def __init__(self, ticket: bytes, session: Session) -> None:
        self.ticket = ticket
        self.session = session

    def open(self, ticket: bytes) -> OpenedTicket | None:
        return OpenedTicket(state_of(self.session), b"", False) if ticket == self.ticket else None

    def seal(self, state: bytes) -> bytes:
        return self.ticket


def session_of(trace: Trace) -> Session:
    """The session of the first trace, as the client of the second has it."""
    first = rfc8448.trace("simple_1rtt")
    given = read_body(NewSessionTicket, first.message("NewSessionTicket"))
    ticket, age_add = given.ticket, given.ticket_age_add
    hello = whole_messages(trace)[0][2]
    at = hello.index(ticket) + len(ticket)
    obfuscated_age = int.from_bytes(hello[at : at + 4], "big")
    age = (obfuscated_age - age_add) % 2**32
    assert age < 1000  # milliseconds: the two connections follow each other closely
    return Session(
        ProtocolVersion.TLS1_3,
        0x1301,
        first.value("generate resumption secret", "expanded"),
        "server",
        ticket,
        lifetime=given.ticket_lifetime,
        age_add=age_add,
        issued_at=NOW - age / 1000,
        max_early_data_size=1024,
    )


def make(name: str, side: str) -> tuple[Any, dict[str, bytes]]:
    """The machine of one side, and where its values are collected."""
    trace = rfc8448.trace(name)
    values: dict[str, bytes] = {}

    def listen(event: Event) -> None:
        if isinstance(event, Computation):
            for value in event.values:
                values.setdefault(value.name, value.value)

    own = [(name, message) for party, name, message in whole_messages(trace) if party == side]
    hellos = [message for _, name, message in whole_messages(trace) if name in ("ClientHello", "ServerHello")]
    keys = [step.values["private key"] for step in trace.where("create an ephemeral", side)]
    session = session_of(trace) if name == "resumed_0rtt" else None
    common: dict[str, Any] = {
        "verify": judge,
        "listener": listen,
        "clock": lambda: NOW,
        "versions": TLS13,
        "groups": (NamedGroup.secp256r1,) if (name, side) == ("hello_retry_request", "server") else GROUPS,
        "signature_schemes": SCHEMES,
        "coalesce": True,
        "record_size_limit": 2**14 + 1,
    }
    if side == "client":
        first = read_body(ClientHello, hellos[0])
        draws = [first.random, *([first.legacy_session_id] if first.legacy_session_id else []), *keys]
        credentials: tuple[Credential, ...] = ()
        if name == "client_authentication":
            # The RFC does not show the client's private key: another one signs, and the signature is replaced.
            [entry] = read_body(Certificate, trace.message("Certificate", "client")).certificate_list
            other = rsa.generate_private_key(65537, 2048)
            credentials = (Credential((entry.cert_data,), other, other.public_key()),)
        early = next(record.payload for record in trace.records if record.content_type == 23) if session else None
        client = TracedClient(
            ClientConfiguration(
                **common,
                random=Draws(*draws),
                compatibility_mode=bool(first.legacy_session_id),
                server_name="server",
                credentials=credentials,
                session=session,
                early_data=early,
                adjust_client_hello=lambda made: check_hello(made, first),
            )
        )
        client.follow(own)
        return client, values
    server_hello = read_body(ServerHello, next(message for message in reversed(hellos) if message[0] == 2))
    private_key: Any = rfc8448.server_key()
    if name == "client_authentication":  # an ECDSA key that is not shown
        private_key = ec.generate_private_key(ec.SECP256R1())
    credentials = ()
    if session is None:
        [entry] = read_body(Certificate, trace.message("Certificate", "server")).certificate_list
        credentials = (Credential((entry.cert_data,), private_key, private_key.public_key()),)
    else:
        credentials = (Credential((b"not shown",), private_key, private_key.public_key()),)
    with_tickets = name in ("simple_1rtt", "resumed_0rtt")
    known = session or session_of(rfc8448.trace("resumed_0rtt"))
    server = TracedServer(
        ServerConfiguration(
            **common,
            random=Draws(server_hello.random, *keys),
            credentials=credentials,
            ticket_keys=TheirTickets(known.ticket, known) if with_tickets else None,  # type: ignore[arg-type]
            hello_retry_cookie=False,
            tickets=1 if name == "simple_1rtt" else 0,
            max_early_data_size=1024 if with_tickets else 0,
            request_client_certificate=name == "client_authentication",
        )
    )
    server.follow(own)
    return server, values


def check_hello(made: ClientHello, expected: ClientHello) -> ClientHello:
    """What we would have sent agrees in everything that was drawn; the key shares are the trace's."""
    assert made.random == expected.random
    assert made.legacy_session_id == expected.legacy_session_id
    shares = [{item.extension_type: item.extension_data for item in hello.extensions or ()}[51] for hello in (made, expected)]
    assert shares[0] == shares[1]
    return expected


CHOSEN_FREELY = {
    ("simple_1rtt", "client"): set(),
    ("simple_1rtt", "server"): {"ServerHello", "EncryptedExtensions", "CertificateVerify", "NewSessionTicket"},
    ("resumed_0rtt", "client"): set(),
    ("resumed_0rtt", "server"): {"ServerHello", "EncryptedExtensions"},
    ("hello_retry_request", "client"): {"ClientHello"},
    ("hello_retry_request", "server"): {"ServerHello", "EncryptedExtensions", "CertificateVerify"},
    ("client_authentication", "client"): {"CertificateVerify"},
    ("client_authentication", "server"): {"ServerHello", "EncryptedExtensions", "CertificateRequest", "CertificateVerify"},
    ("compatibility_mode", "client"): set(),
    ("compatibility_mode", "server"): {"ServerHello", "EncryptedExtensions", "CertificateVerify"},
}


@each_trace
@pytest.mark.parametrize("side", ["client", "server"])
def test_the_trace_byte_for_byte(name: str, side: str) -> None:
    trace = rfc8448.trace(name)
    end, values = make(name, side)
    if side == "client":
        end.start()
    sent, expected = b"", b""
    alerts = 0
    for record in trace.records:
        if record.party == side:
            expected += record.wire
            sent += end.data_to_send()
            if record.content_type == 23 and expected != sent:
                end.send(record.payload)
            elif record.content_type == 21:
                alerts += 1
                end.close()
            sent += end.data_to_send()
            assert expected.startswith(sent) or sent.startswith(expected)
        else:
            end.receive(record.wire)
            assert end.failure is None, end.failure
    sent += end.data_to_send()
    assert sent == expected
    assert alerts == 1
    assert end.failure is None
    assert end.own == []
    assert end.differing <= CHOSEN_FREELY[name, side]
    if side == "server":
        made, theirs = (read_body(ServerHello, message) for message in (end.made["ServerHello"], trace.messages_named("ServerHello")[-1]))
        assert replace(made, extensions=()) == replace(theirs, extensions=())
        assert sorted(made.extensions, key=repr) == sorted(theirs.extensions, key=repr)
    for value, (action, what) in expected_values(trace).items():
        assert values[value] == trace.value(action, what), value
    received = b"".join(record.payload for record in trace.records if record.content_type == 23 and record.party != side)
    assert end.take_received() == received


def expected_values(trace: Trace) -> dict[str, tuple[str, str]]:
    """Names of the engine's values, and where the trace has them."""
    found = {
        "psk_early_secret" if trace.name == "resumed_0rtt" else "early_secret": ('extract secret "early"', "secret"),
        "derived_early_secret": ("derive secret for handshake", "expanded"),
        "shared_secret": ('extract secret "handshake"', "IKM"),
        "handshake_secret": ('extract secret "handshake"', "secret"),
        "transcript_hash_server_hello": ('derive secret "tls13 c hs traffic"', "hash"),
        "client_handshake_traffic_secret": ('derive secret "tls13 c hs traffic"', "expanded"),
        "server_handshake_traffic_secret": ('derive secret "tls13 s hs traffic"', "expanded"),
        "derived_handshake_secret": ("derive secret for master", "expanded"),
        "master_secret": ('extract secret "master"', "secret"),
        "transcript_hash_server_finished": ('derive secret "tls13 c ap traffic"', "hash"),
        "client_application_traffic_secret_0": ('derive secret "tls13 c ap traffic"', "expanded"),
        "server_application_traffic_secret_0": ('derive secret "tls13 s ap traffic"', "expanded"),
        "exporter_master_secret": ('derive secret "tls13 exp master"', "expanded"),
        "transcript_hash_client_finished": ('derive secret "tls13 res master"', "hash"),
        "resumption_master_secret": ('derive secret "tls13 res master"', "expanded"),
    }
    if trace.name == "resumed_0rtt":
        found |= {
            "pre_shared_key": ('extract secret "early"', "IKM"),
            "binder_key": ("calculate PSK binder", "PRK"),
            "transcript_hash_truncated_client_hello": ("calculate PSK binder", "binder hash"),
            "binder_finished_key": ("calculate PSK binder", "expanded"),
            "binder": ("calculate PSK binder", "finished"),
            "client_early_traffic_secret": ('derive secret "tls13 c e traffic"', "expanded"),
            "early_exporter_master_secret": ('derive secret "tls13 e exp master"', "expanded"),
        }
    return found


@each_trace
@pytest.mark.parametrize("side", ["client", "server"])
def test_the_traffic_keys_and_finished_values(name: str, side: str) -> None:
    trace = rfc8448.trace(name)
    end, values = make(name, side)
    if side == "client":
        end.start()
    for record in trace.records:
        if record.party != side:
            end.receive(record.wire)
    keys = {step.values["PRK"]: step for step in trace.steps if "traffic keys" in step.action and step.values}
    levels = [("handshake", "handshake_traffic_secret"), ("application", "application_traffic_secret_0")]
    for party in ("client", "server"):
        for level, secret in levels:
            step = keys[values[f"{party}_{secret}"]]
            assert values[f"{party}_{level}_write_key"] == step.values["key expanded"]
            assert values[f"{party}_{level}_write_iv"] == step.values["iv expanded"]
        step = trace.where("calculate finished", party)[0]
        assert values[f"{party}_finished_key"] == step.values["expanded"]
        assert values[f"{party}_verify_data"] == step.values["finished"]
    if name == "resumed_0rtt":
        step = keys[values["client_early_traffic_secret"]]
        assert values["client_early_data_write_key"] == step.values["key expanded"]
        assert values["client_early_data_write_iv"] == step.values["iv expanded"]
    group = "secp256r1" if name == "hello_retry_request" else "x25519"
    step = trace.where("create an ephemeral", side)[-1]
    assert values[f"{side}_{group}_private_key"] == step.values["private key"]
    assert values[f"{side}_{group}_public_key"] == step.values["public key"]


def test_the_client_keeps_the_session_of_the_first_trace() -> None:
    trace = rfc8448.trace("simple_1rtt")
    client, _ = make("simple_1rtt", "client")
    client.start()
    for record in trace.records:
        if record.party == "server" and record.content_type == 22:
            client.receive(record.wire)
    [session] = client.sessions
    known = session_of(rfc8448.trace("resumed_0rtt"))
    assert session.secret == known.secret
    assert (session.ticket, session.age_add, session.lifetime) == (known.ticket, known.age_add, known.lifetime)
    assert session.max_early_data_size == 1024

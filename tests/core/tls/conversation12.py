"""Two endpoints that talk TLS 1.2 in memory, with keys of every kind."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

from tests.core.tls.conversation import Clock, Side, carry
from workbench.core.tls.client import Client
from workbench.core.tls.configuration import ClientConfiguration, Credential, Judgement, ServerConfiguration
from workbench.core.tls.events import KeysDestroyed, MessageSent
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.tls.server import Server

TLS12 = (ProtocolVersion.TLS1_2,)
NAME = "www.example.test"


@cache
def key(kind: str) -> Any:
    """A private key: "rsa", "rsa_1024", "ecdsa", "ecdsa_p384", "ed25519", "ed448"."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, 1024 if kind.endswith("1024") else 2048)
    if kind.startswith("ecdsa"):
        return ec.generate_private_key(ec.SECP384R1() if kind.endswith("384") else ec.SECP256R1())
    # Of these the bytes are said, so that whole recorded conversations repeat themselves.
    return ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)) if kind == "ed25519" else ed448.Ed448PrivateKey.generate()


def credential(kind: str, **more: Any) -> Credential:
    """A credential whose "certificate" says the kind of its key: `trusting` reads it there."""
    return Credential((f"certificate of {kind}".encode(),), key(kind), key(kind).public_key(), **more)


def trusting(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, signed_certificate_timestamps: bytes) -> Judgement:
    """Trusts everybody whose certificate says a kind of key."""
    return Judgement(True, key(chain[0].removeprefix(b"certificate of ").decode()).public_key())


def seeded(seed: int) -> Callable[[int], bytes]:
    """`random` for a configuration: always the same bytes."""
    return random.Random(seed).randbytes


def client12(**settings: Any) -> Side:
    """A client of TLS 1.2 alone."""
    events: list[Any] = []
    defaults: dict[str, Any] = {"verify": trusting, "versions": TLS12, "server_name": NAME, "clock": Clock()}
    return Side(Client(ClientConfiguration(listener=events.append, **(defaults | settings))), events)


def server12(**settings: Any) -> Side:
    """A server of every version, with an ECDSA and an RSA credential."""
    events: list[Any] = []
    defaults: dict[str, Any] = {"verify": trusting, "credentials": (credential("ecdsa"), credential("rsa")), "clock": Clock()}
    return Side(Server(ServerConfiguration(listener=events.append, **(defaults | settings))), events)


def talk12(client: dict[str, Any] | None = None, server: dict[str, Any] | None = None) -> tuple[Side, Side]:
    """A conversation up to where it comes by itself: connected, or failed."""
    left, right = client12(**(client or {})), server12(**(server or {}))
    left.endpoint.start()
    carry(left, right)
    return left, right


def exchange(client: Side, server: Side, up: bytes = b"question", down: bytes = b"answer") -> None:
    """Send data both ways, and look whether it comes out."""
    assert client.endpoint.connected and server.endpoint.connected, (client.endpoint.failure, server.endpoint.failure)
    for sender, receiver, data in ((client, server, up), (server, client, down)):
        sender.endpoint.send(data)
        carry(client, server)
        assert receiver.endpoint.take_received() == data


def destroyed(side: Side) -> list[str]:
    """The names of the values that it told to be forgotten."""
    return [name for event in side.events if isinstance(event, KeysDestroyed) for name in event.names]


def said(side: Side, type: int) -> bytes:
    """The first message of that type that it sent."""
    return next(event.message for event in side.events if isinstance(event, MessageSent) and event.message[0] == type)


def records(stream: bytes) -> list[bytes]:
    """A stream cut into its records."""
    found = []
    while stream:
        size = 5 + int.from_bytes(stream[3:5], "big")
        found.append(stream[:size])
        stream = stream[size:]
    return found


def plain(content: bytes, content_type: int = 22) -> bytes:
    """An unprotected record."""
    return bytes((content_type, 3, 3)) + len(content).to_bytes(2, "big") + content


def how_it_ended(side: Side) -> tuple[str, str]:
    """Id of the reason and name of the alert, for an endpoint that ended the connection."""
    failure = side.endpoint.failure
    assert side.endpoint.closed and failure is not None
    return failure.message.id, failure.alert.name

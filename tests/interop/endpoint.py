"""What every peer is to a test: one end of a connection without input and output, whatever program or library is behind it.

A peer in this process (Python's ssl, pyOpenSSL, tlslite-ng, our engine) is an `Endpoint`; one in another process (openssl, GnuTLS) has an
endpoint of this side talk to it over a socket on loopback (`processes.py`).
"""

from __future__ import annotations

import select
import socket
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.interop.credentials import SERVER_NAME, Files

TLS12, TLS13 = 0x0303, 0x0304

PATIENCE = 20.0
"""Seconds after which a conversation that makes no progress is a failure: generous, for a loaded machine."""


@dataclass(frozen=True)
class Options:
    """How an end is to be set up. Numbers are IANA's; None or () leave it to the peer.

    credential   what it shows
    session      a client: what `session()` of an earlier endpoint gave; a server: the earlier endpoint's `shared()`
    suites, groups   allowed ones, in order
    client_certificate   a server: ask for one and insist
    """

    versions: tuple[int, ...] = (TLS13, TLS12)
    suites: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    credential: Files | None = None
    server_name: str = SERVER_NAME
    alpn: tuple[bytes, ...] = ()
    client_certificate: bool = False
    post_handshake: bool = False
    tickets: bool = True
    early_data: bytes | None = None
    maximum_early_data: int = 0
    session: Any = None
    ocsp: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """How an end says it went. What a library does not tell is None.

    suite        IANA number
    group        IANA name
    peer_chain   the peer's leaf (DER), b"" when it showed none
    """

    version: int
    suite: int
    group: str | None = None
    resumed: bool | None = None
    alpn: bytes | None = None
    peer_leaf: bytes | None = None
    ocsp_response: bytes | None = None
    early_data: bool | None = None


class Endpoint(Protocol):
    """One end. `failure` says in the peer's words what went wrong."""

    failure: str | None

    def receive(self, data: bytes) -> None: ...

    def receive_eof(self) -> None: ...

    def data_to_send(self) -> bytes: ...

    def send(self, data: bytes) -> None: ...

    def take_received(self) -> bytes: ...

    def close(self) -> None: ...

    @property
    def connected(self) -> bool: ...

    @property
    def closed(self) -> bool:
        """Whether the peer's close_notify came."""

    def facts(self) -> Facts: ...

    def key_log(self) -> set[str]: ...


class Missing(Exception):
    """This peer cannot do what the options ask: a skip with this reason, never a pass."""


def key_log_lines(text: str) -> set[str]:
    """Lines of a key log without comments, lower-case after the label."""
    found = set()
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            label, random, secret = line.split()
            found.add(f"{label} {random.lower()} {secret.lower()}")
    return found


def exchange(one: Endpoint, other: Endpoint) -> None:
    """Carry bytes between two ends until both are silent."""
    silent = 0
    while silent < 2:
        data = one.data_to_send()
        if data:
            other.receive(data)
            silent = 0
        else:
            silent += 1
        one, other = other, one


def shake_hands(client: Endpoint, server: Endpoint) -> None:
    """Until both are connected. Fails with what the ends say."""
    exchange(client, server)
    assert client.failure is None and server.failure is None, (client.failure, server.failure)
    assert client.connected and server.connected


REQUEST = b"GET / HTTP/1.0\r\n\r\n"
ANSWER = b"HTTP/1.0 200 OK\r\n\r\nfine"


def echo(client: Endpoint, server: Endpoint, data: bytes = REQUEST, answer: bytes = ANSWER) -> None:
    """Application data in both directions."""
    client.send(data)
    exchange(client, server)
    assert server.take_received() == data, server.failure
    server.send(answer)
    exchange(client, server)
    assert client.take_received() == answer, client.failure


def close(client: Endpoint, server: Endpoint) -> None:
    """close_notify from the client, and back."""
    client.close()
    exchange(client, server)
    server.close()
    exchange(client, server)
    assert server.closed and server.failure is None, server.failure
    assert client.closed and client.failure is None, client.failure


class Line:
    """An endpoint on a socket: moves bytes until something is true."""

    def __init__(self, endpoint: Endpoint, connection: socket.socket) -> None:
        self.endpoint = endpoint
        self.socket = connection
        self.socket.setblocking(False)
        self.received = b""
        self.ended = False

    def pump(self, wait: float = 0.0) -> bool:
        """Send what waits, receive what is there; whether anything moved."""
        moved = False
        data = self.endpoint.data_to_send()
        if data:
            moved = True
            self.socket.setblocking(True)
            try:
                self.socket.sendall(data)
            except (BrokenPipeError, ConnectionResetError):
                self.ended = True
            self.socket.setblocking(False)
        readable = [] if self.ended else select.select([self.socket], [], [], wait)[0]
        if readable:
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:
                data = b""
            if data:
                self.endpoint.receive(data)
            else:
                self.ended = True
                self.endpoint.receive_eof()
            moved = True
        self.received += self.endpoint.take_received()
        return moved

    def until(self, condition: Any, what: str) -> None:
        """Go on until `condition()`; fails when the peer is gone, when the endpoint failed, or after a long silence."""
        last = time.monotonic()
        while not condition():
            if self.pump(0.02):
                last = time.monotonic()
            elif self.ended and not condition():
                raise AssertionError(f"{what}: the peer ended the connection; {self.endpoint.failure}")
            assert time.monotonic() - last < PATIENCE, f"{what}: nothing happened; {self.endpoint.failure}"
        self.pump()

    def shake_hands(self) -> None:
        self.until(lambda: self.endpoint.connected or self.endpoint.failure, "handshake")
        assert self.endpoint.failure is None, self.endpoint.failure

    def expect(self, data: bytes) -> None:
        """Wait until this was received (among other things)."""
        self.until(lambda: data in self.received, f"waiting for {data!r}, got {self.received!r}")

    def close(self) -> None:
        """Say close_notify, wait for the peer's or its end, and let go of the socket."""
        self.endpoint.close()
        try:
            self.until(lambda: self.ended or self.endpoint.closed, "close")
        finally:
            self.socket.close()

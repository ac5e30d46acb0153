"""A server over real sockets: it answers HTTP, many at once, and goes on whatever its clients do.

Each connection has a thread, a time after which it is over, and an amount of bytes that it may send: nobody can hold the server or fill its
memory. What a connection was like is told when it is over.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.core.errors import Message
from workbench.core.handshake.recorder import Recorder
from workbench.core.handshake.transcript import Connection, Party, Role, Transcript
from workbench.core.live import http
from workbench.core.live.line import Line, LiveError
from workbench.core.live.listener import MAXIMUM_CONNECTIONS, Listener
from workbench.core.live.observer import Observer
from workbench.core.live.outcome import concluded, noticing, trouble_of
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.configuration import ServerConfiguration
from workbench.core.tls.events import Event
from workbench.core.tls.groups import group_name
from workbench.core.tls.parameters import version_title
from workbench.core.tls.server import Server

MAXIMUM_REQUEST = 2**18
"""Bytes that a client may send in all: certificates, early data and one request."""
MAXIMUM_MESSAGE = 2**17
MAXIMUM_BUFFERED = 2**16


@dataclass(frozen=True)
class Served:
    """How one connection came out.

    number       counts from 1, in the order of arrival
    client       address and port
    negotiated   what was agreed on
    request      the first line's method and target, "" when none came
    status       of the HTTP answer, None when none was sent
    trouble      why it failed, None when it did not
    transcript   the whole, when it was asked for
    """

    number: int
    client: tuple[str, int]
    negotiated: Mapping[str, Any]
    request: str = ""
    status: int | None = None
    trouble: Message | None = None
    transcript: Transcript | None = field(default=None, repr=False)


class Service(Listener):
    """A listening server, from the moment it is made until `close`. `run` answers until `stop` is called, from whatever thread.

    configuration   of every connection; the listener is set here
    address         host (an IP address, or a name of this machine) and port; 0 takes a free one
    tell            called with each connection that is over, one at a time
    record          whether transcripts are made; otherwise nothing of a connection is kept
    seconds         for the handshake, and again for the request

    Raises UsageError `live_cannot_listen`.
    """

    def __init__(
        self,
        configuration: ServerConfiguration,
        address: tuple[str, int],
        tell: Callable[[Served], None],
        record: bool = False,
        seconds: float = 10.0,
        maximum_connections: int = MAXIMUM_CONNECTIONS,
    ) -> None:
        limits: dict[str, Any] = {"maximum_handshake_message": MAXIMUM_MESSAGE, "maximum_buffered_data": MAXIMUM_BUFFERED}
        self._configuration = replace(configuration, **limits)
        self._tell = tell
        self._record = record
        self._seconds = seconds
        self._telling = threading.Lock()
        super().__init__(address, maximum_connections)

    def serve(self, sock: socket.socket, client: tuple[str, int], number: int) -> None:
        try:
            served = _Talk(self._configuration, sock, client, number, self._record, self._seconds).served()
        except Exception as error:  # a mistake of ours ends this connection, not the server
            served = Served(number, client, {}, trouble=Message("live_own_mistake", {"kind": type(error).__name__}))
        finally:
            sock.close()
        with self._telling:
            self._tell(served)


class _Talk:
    """One connection."""

    def __init__(
        self, configuration: ServerConfiguration, sock: socket.socket, client: tuple[str, int], number: int, record: bool, seconds: float
    ) -> None:
        self.client = client
        self.number = number
        self.seconds = seconds
        self.epoch = time.time()
        began = time.perf_counter()
        self.recorder = Recorder(lambda: time.perf_counter() - began) if record else None
        own = sock.getsockname()
        self.own = (str(own[0]), int(own[1]))
        self.refusals: list[Message] = []
        observer = None
        listener: Callable[[Event], None] = configuration.listener
        if self.recorder is not None:
            observer = Observer(self.recorder, 1)
            observer.opened(0.0)
            listener = self.recorder.endpoint(Role.server, 1)
        self.server = Server(replace(configuration, listener=noticing(listener, self.refusals)))
        self.line = Line(sock, self.server, Role.server, observer, seconds, MAXIMUM_REQUEST)
        self.request: http.Request | None = None
        self.answered = False

    def served(self) -> Served:
        """Answer it, and tell how it came out."""
        trouble: Message | None = None
        try:
            self._talk()
        except LiveError as error:
            trouble = error.message
        server = self.server
        if server.connected:
            server.close()
        elif trouble is None and self.request is None:
            trouble = trouble_of(server, self.line.first, self.refusals)
        self.line.finish()
        asked = self.request
        told = f"{asked.method} {asked.target}".strip() if asked is not None else ""
        return Served(
            self.number,
            self.client,
            dict(server.negotiated),
            told,
            asked.status if asked is not None and self.answered else None,
            trouble,
            self._transcript(trouble),
        )

    def _talk(self) -> None:
        """Handshake, request, answer. Raises LiveError."""
        server, line = self.server, self.line
        while not server.connected and not server.closed:
            if not line.receive():
                return
        line.allow(self.seconds)
        data = bytearray()
        while True:
            data += server.take_received()
            self.request = http.read_request(bytes(data))
            if self.request is not None:
                if server.connected:  # else the client said goodbye together with its request
                    server.send(http.response(self.request, page(server.negotiated)))
                    line.send()
                    self.answered = True
                return
            if server.closed or not line.receive():
                return

    def _transcript(self, trouble: Message | None) -> Transcript | None:
        if self.recorder is None:
            return None
        name = self.server.negotiated.get("server_name", "")
        connection = Connection(1, name if isinstance(name, str) else "", self.client, self.own)
        parties = (Party(Role.client, self.client[0]), Party(Role.server, self.own[0]))
        return concluded(self.recorder.build("", parties, (connection,), self.epoch), trouble)


def page(negotiated: Mapping[str, Any]) -> str:
    """What the client reads: how its connection came to be, by the names that RFCs and registries give things."""
    found = negotiated.get
    rows = {
        "version": version_title(found("version", 0)),
        "cipher_suite": suite_name(found("cipher_suite", 0)),
        "group": group_name(group) if (group := found("group")) is not None else "-",
        "resumed": "yes" if found("resumed") else "no",
        "early_data": "yes" if found("early_data") else "no",
    }
    return "TLS Workbench\n\n" + "".join(f"{name:14}{value}\n" for name, value in rows.items())


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

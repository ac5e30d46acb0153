"""A client over a real socket: name lookup, TCP, handshake, one HTTP request, its answer, the end. All of it becomes a transcript."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, replace
from typing import Any

from workbench.core.errors import Message
from workbench.core.handshake.recorder import Recorder
from workbench.core.handshake.transcript import Connection, Party, Role, Transcript
from workbench.core.live import http
from workbench.core.live.address import Address
from workbench.core.live.line import Line, LiveError
from workbench.core.live.observer import Observer
from workbench.core.live.outcome import concluded, noticing, trouble_of
from workbench.core.tls.client import Client
from workbench.core.tls.configuration import ClientConfiguration, Session
from workbench.core.x509 import judge as _judge  # noqa: F401  (loaded now, lest the loading be measured as judging)

MAXIMUM_ANSWER = 2**21
"""Bytes of records that are taken in: everything that comes is kept in the transcript."""

Place = tuple[socket.AddressFamily, tuple[Any, ...]]
"""A socket's family and the address to connect it to."""


@dataclass(frozen=True)
class Visit:
    """What to do.

    configuration   of the client; its listener, session and early data are set here
    resume          connect a second time, with the first connection's session
    early_data      sent in 0-RTT on the second connection, in place of a request; None for none
    seconds         for each of: finding somebody who answers, the handshake, the answer
    """

    address: Address
    configuration: ClientConfiguration
    resume: bool = False
    early_data: bytes | None = None
    seconds: float = 10.0


def connect(visit: Visit) -> Transcript:
    """Do it. Never raises for what the network or the peer does: then `outcome` is failed and `headline` says why."""
    return _Journey(visit).run()


class _Journey:
    """The connections of one visit."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.epoch = time.time()
        self.connections: list[Connection] = []
        self.trouble: Message | None = None
        self.remark: Message | None = None
        began = time.perf_counter()
        self.recorder = Recorder(lambda: time.perf_counter() - began)
        self.places: tuple[Place, ...] = ()

    def run(self) -> Transcript:
        visit = self.visit
        try:
            self._look_up()
            client = self._connection(visit.configuration)
            if self.trouble is None and (visit.resume or visit.early_data is not None):
                session = self._session(client)
                if session is not None:
                    self._connection(replace(visit.configuration, session=session, early_data=self._early_data(session)))
        except LiveError as error:
            self.trouble = error.message
        asked = () if visit.address.is_literal else (Party(Role.name_server),)
        parties = (Party(Role.client), *asked, Party(Role.server, visit.address.host))
        transcript = self.recorder.build("", parties, self.connections, self.epoch)
        return concluded(transcript, self.trouble, self.remark)

    def _look_up(self) -> None:
        """Ask the operating system for the addresses. Raises LiveError `live_unknown_name`."""
        address, began = self.visit.address, self.recorder.now()
        failure: Message | None = None
        found: tuple[str, ...] = ()
        try:
            answers = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
            self.places = tuple(dict.fromkeys((family, place) for family, _, _, _, place in answers))
            found = tuple(dict.fromkeys(str(place[0]) for _, place in self.places))
        except (OSError, UnicodeError) as error:
            failure = Message("live_unknown_name", {"name": address.host, "reason": _reason(error)})
        if not address.is_literal:
            Observer(self.recorder, 1).looked_up(address.host, found, began, failure)
        if failure is not None:
            raise LiveError(failure.id, **failure.params)

    def _open(self, observer: Observer) -> tuple[socket.socket, Place]:
        """The first place that answers, tried in the order the system prefers; none may use up the time of those after it.

        Raises LiveError `live_unreachable`.
        """
        deadline = time.monotonic() + self.visit.seconds
        reason = Message("live_no_answer", {"seconds": round(self.visit.seconds)})
        for position, (family, place) in enumerate(self.places):
            left = max(deadline - time.monotonic(), 0.001)
            began = self.recorder.now()
            try:
                sock = _reach(family, place, left / (len(self.places) - position))
            except OSError as error:
                if not isinstance(error, TimeoutError):
                    reason = _reason(error)
                observer.not_opened(began, str(place[0]), reason)
                continue
            observer.opened(began)
            return sock, (family, place)
        raise LiveError("live_unreachable", host=self.visit.address.host, port=self.visit.address.port, reason=reason)

    def _connection(self, configuration: ClientConfiguration) -> Client:
        """One connection from TCP to its end. What went wrong stands in `trouble`. Raises LiveError when nobody answers."""
        number = len(self.connections) + 1
        observer = Observer(self.recorder, number)
        sock, (_, other) = self._open(observer)
        own = sock.getsockname()
        self.connections.append(Connection(number, configuration.server_name, (own[0], own[1]), (other[0], other[1])))
        refusals: list[Message] = []
        listener = noticing(self.recorder.endpoint(Role.client, number), refusals)
        client = Client(replace(configuration, listener=listener))
        line = Line(sock, client, Role.client, observer, self.visit.seconds, MAXIMUM_ANSWER)
        broken: Message | None = None
        try:
            client.start()
            while not client.connected and not client.closed and line.receive():
                pass
            if client.connected:
                broken = self._fetch(client, line)
        except LiveError as error:
            self.trouble = error.message
        if broken is not None:
            self.remark = Message("live_answer_broken", {"reason": broken})
        elif self.trouble is None:
            self.trouble = trouble_of(client, line.first, refusals)
        if client.connected:
            client.close()
        line.finish()
        return client

    def _fetch(self, client: Client, line: Line) -> Message | None:
        """Ask, and wait for the answer. Returns why there was no whole one, if it was not for the peer's breaking the rules of TLS."""
        if not client.negotiated.get("early_data"):
            client.send(client.rejected_early_data or http.request(self.visit.address.authority))
        answer = bytearray()
        try:
            line.allow(self.visit.seconds)
            while not http.is_complete(bytes(answer)) and not client.closed:
                if not line.receive():
                    return Message("live_cut_off")
                answer += client.take_received()
        except LiveError as error:
            return error.message
        return None

    def _session(self, client: Client) -> Session | None:
        """What to resume with: for 0-RTT, a ticket that allows it."""
        if not client.sessions:
            self.remark = Message("live_no_session")
            return None
        return max(client.sessions, key=lambda session: session.max_early_data_size)

    def _early_data(self, session: Session) -> bytes | None:
        """What goes with the session in 0-RTT; nothing when its ticket allows less."""
        data = self.visit.early_data
        if data is not None and len(data) > session.max_early_data_size:
            self.remark = Message("live_early_data_not_allowed", {"length": len(data), "allowed": session.max_early_data_size})
            return None
        return data


def _reach(family: socket.AddressFamily, place: tuple[Any, ...], seconds: float) -> socket.socket:
    """A socket that is connected. Raises OSError."""
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect(place)
    except BaseException:
        sock.close()
        raise
    return sock


def _reason(error: OSError | UnicodeError) -> Message:
    """Why the system could not do it; the reasons that everybody meets in the user's language."""
    if isinstance(error, ConnectionRefusedError):
        return Message("live_connection_refused")
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return Message("live_name_unknown")
    return Message("live_system_says", {"reason": getattr(error, "strerror", None) or type(error).__name__})

"""The bytes between an endpoint of the engine and a socket, with an end to every waiting and to every flood."""

from __future__ import annotations

import socket
import time

from workbench.core.errors import WorkbenchError
from workbench.core.handshake.reading import ENDS
from workbench.core.handshake.transcript import Role
from workbench.core.live.observer import Observer
from workbench.core.tls.connection import Connection

PIECE = 2**16
LINGER = 2.0
"""Seconds that the other side has to close after us."""


class LiveError(WorkbenchError):
    """The other side cannot be reached, keeps silent, or broke the connection off."""


class Line:
    """Carries bytes until the deadline.

    own        which end this is
    observer   told of everything that passes; None when nobody records
    limit      bytes that may come in all: what is recorded is kept in memory
    """

    def __init__(self, sock: socket.socket, endpoint: Connection, own: Role, observer: Observer | None, seconds: float, limit: int) -> None:
        self.endpoint = endpoint
        self.own = own
        self.first = b""
        self.ended = False
        self._socket = sock
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # nothing is gained by holding small flights back
        except OSError:
            pass  # broken off already: reading will tell
        self._observer = observer
        self._left = limit
        self._broken = False
        self._deadline = 0.0
        self._seconds = seconds
        self.allow(seconds)

    def allow(self, seconds: float) -> None:
        """From now on it may take so long."""
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds

    def send(self) -> None:
        """Send what the endpoint has to say. Raises LiveError `live_silent`; a broken connection is noticed when receiving."""
        data = self.endpoint.data_to_send()
        if not data or self._broken:
            return
        try:
            self._wait()
            self._socket.sendall(data)
        except TimeoutError:
            raise self._silent() from None
        except OSError:
            self._broken = True  # what the other side said before, an alert perhaps, may still be there to be read
            return
        if self._observer is not None:
            self._observer.passed(self.own, data)

    def receive(self) -> bool:
        """Give the endpoint what comes next, and send its answer; False when the other side sends nothing more.

        Raises LiveError `live_silent`, `live_broken_off`, `live_too_much`.
        """
        self.send()
        data = self._read()
        if not data:
            self.endpoint.receive_eof()
            return False
        self.endpoint.receive(data)
        self.send()
        return True

    def finish(self) -> None:
        """Say that nothing more will be sent, and wait a little for the other side to do so too: closing at once would destroy what it has
        not read yet. Never raises.
        """
        try:
            self.allow(min(LINGER, self._seconds))
            self.send()
            if not self._broken:
                self._socket.shutdown(socket.SHUT_WR)
                if self._observer is not None:
                    self._observer.ended(self.own)
            while not self.ended and self.receive():
                pass
        except (OSError, LiveError):
            pass
        self._socket.close()
        self.endpoint.receive_eof()

    def _read(self) -> bytes:
        try:
            self._wait()
            data = self._socket.recv(PIECE)
        except TimeoutError:
            raise self._silent() from None
        except OSError:
            if self._observer is not None and not self.ended:
                self._observer.broken_off(ENDS[self.own])
            self.ended = True
            raise LiveError("live_broken_off") from None
        other = ENDS[self.own]
        if not data:
            if self._observer is not None and not self.ended:
                self._observer.ended(other)
            self.ended = True
            return b""
        self._left -= len(data)
        if self._left < 0:
            raise LiveError("live_too_much")
        self.first = self.first or data[:64]
        if self._observer is not None:
            self._observer.passed(other, data)
        return data

    def _wait(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)

    def _silent(self) -> LiveError:
        return LiveError("live_silent", seconds=round(self._seconds))

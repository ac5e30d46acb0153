"""Listening on a port: a thread for each connection, a limit to how many there are at once, and an end when it is wanted."""

from __future__ import annotations

import selectors
import socket
import threading
from typing import Self

from workbench.core.errors import UsageError

MAXIMUM_CONNECTIONS = 64


class Listener:
    """Listens from the moment it is made until `close`. `run` takes connections until `stop` is called, from whatever thread.

    address   host (an IP address, or a name of this machine) and port; 0 takes a free one

    What is done with a connection says `serve` of the derived class. Raises UsageError `live_cannot_listen`.
    """

    def __init__(self, address: tuple[str, int], maximum_connections: int = MAXIMUM_CONNECTIONS) -> None:
        self._slots = threading.BoundedSemaphore(maximum_connections)
        self._lock = threading.Lock()
        self._running = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._stopping = threading.Event()
        self._count = 0
        try:
            family, _, _, _, place = socket.getaddrinfo(*address, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
            self._listening = socket.create_server(place[:2], family=family, backlog=128)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError("live_cannot_listen", host=address[0], port=address[1], reason=reason) from None
        self._listening.setblocking(False)
        self._woken, self._wake = socket.socketpair()

    def serve(self, sock: socket.socket, client: tuple[str, int], number: int) -> None:
        """Do everything with one connection, in its own thread, and close it. `number` counts from 1, in the order of arrival."""
        raise NotImplementedError

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        found = self._listening.getsockname()
        return found[0], found[1]

    def run(self, once: bool = False) -> None:
        """Answer until stopped, or (`once`) one connection. When it returns, all connections are over."""
        with self._running, selectors.DefaultSelector() as selector:
            if self._stopping.is_set():
                return
            selector.register(self._listening, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            try:
                while not self._stopping.is_set():
                    self._slots.acquire()
                    taken = began = False
                    try:
                        selector.select()
                        accepted = None if self._stopping.is_set() else self._accept()
                        if accepted is not None:
                            taken = True  # from here on the slot is the connection's, whatever interrupts us
                            began = self._begin(*accepted)
                    finally:
                        if not taken:
                            self._slots.release()
                    if once and began:
                        self._join()
                        break
            finally:
                self.stop()
                self._join()

    def close(self) -> None:
        """Stop, and free the port."""
        self.stop()
        with self._running:  # a selector must not lose its sockets while it waits
            for sock in (self._listening, self._woken, self._wake):
                sock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def stop(self) -> None:
        """End `run`; connections that are still open are cut."""
        self._stopping.set()
        with self._lock:
            for sock in self._open:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            try:
                self._wake.send(b"\0")
            except OSError:
                pass  # it is over already

    def _join(self) -> None:
        with self._lock:
            threads = tuple(self._open.values())
        for thread in threads:
            if thread.ident is not None:  # else an interrupt came before it began
                thread.join()

    def _accept(self) -> tuple[socket.socket, tuple[str, int]] | None:
        try:
            sock, place = self._listening.accept()
        except BlockingIOError:
            return None
        except OSError:  # the client is gone again, or there are too many open files: others go on
            self._stopping.wait(0.05)
            return None
        return sock, (str(place[0]), int(place[1]))

    def _begin(self, sock: socket.socket, client: tuple[str, int]) -> bool:
        """Whether there is a thread for it."""
        self._count += 1
        thread = threading.Thread(target=self._conduct, args=(sock, client, self._count), name=f"connection {self._count}", daemon=True)
        with self._lock:
            self._open[sock] = thread
        try:
            thread.start()
        except RuntimeError:  # no more threads: this one is turned away
            with self._lock:
                del self._open[sock]
            sock.close()
            self._slots.release()
            return False
        return True

    def _conduct(self, sock: socket.socket, client: tuple[str, int], number: int) -> None:
        try:
            self.serve(sock, client, number)
        finally:
            with self._lock:
                self._open.pop(sock, None)
            self._slots.release()

"""A service of ours on a free port of this machine, in a thread, for tests that visit it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from time import time
from typing import Any

from workbench.core.handshake.verify import verifier
from workbench.core.live.lab import Lab, make_lab
from workbench.core.live.serve import Served, Service
from workbench.core.tls.configuration import ClientConfiguration, ServerConfiguration, Verify
from workbench.core.tls.session_cache import SessionCache
from workbench.core.tls.tickets import TicketKeys
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.trust_store import trust_store

PATIENCE = 30.0
"""Seconds after which a test that waits for something gives up."""


@cache
def lab() -> Lab:
    return make_lab(time(), "127.0.0.1")


def trusting(*roots: bytes, purpose: Purpose = Purpose.SERVER) -> Verify:
    return verifier(trust_store("test", [parse_certificate(root) for root in roots]), Conditions(purpose=purpose))


def client_configuration(**changes: Any) -> ClientConfiguration:
    chosen = {"verify": trusting(lab().root), "server_name": "127.0.0.1", "application_layer_protocols": (b"http/1.1",)}
    return ClientConfiguration(**{**chosen, **changes})


def server_configuration(**changes: Any) -> ServerConfiguration:
    chosen: dict[str, Any] = {
        "verify": trusting(lab().root, purpose=Purpose.CLIENT),
        "credentials": lab().credentials,
        "application_layer_protocols": (b"http/1.1",),
        "ticket_keys": TicketKeys(),
        "session_cache": SessionCache(),
    }
    return ServerConfiguration(**{**chosen, **changes})


@contextmanager
def nobody() -> Iterator[int]:
    """A port that is taken and where nobody listens: connections to it are refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


class Serving:
    """`with Serving(...) as serving:` a service runs; `told` is what it told so far."""

    def __init__(self, record: bool = False, seconds: float = PATIENCE, maximum_connections: int = 64, **changes: Any) -> None:
        self.told: list[Served] = []
        self._news = threading.Condition()
        configuration = server_configuration(**changes)
        self.service = Service(configuration, ("127.0.0.1", 0), self._tell, record, seconds, maximum_connections)
        self.port = self.service.address[1]
        self._thread = threading.Thread(target=self.service.run)

    def __enter__(self) -> Serving:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.service.close()
        self._thread.join()

    def _tell(self, served: Served) -> None:
        with self._news:
            self.told.append(served)
            self._news.notify_all()

    def wait(self, enough: Callable[[list[Served]], bool]) -> list[Served]:
        """What was told, once that is enough."""
        with self._news:
            assert self._news.wait_for(lambda: enough(self.told), PATIENCE), self.told
            return list(self.told)

    def one(self) -> Served:
        """What became of the first connection."""
        return self.wait(lambda told: len(told) >= 1)[0]

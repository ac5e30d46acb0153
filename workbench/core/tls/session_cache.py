"""TLS 1.2 sessions that a server keeps by their id (RFC 5246 section 7.3 and appendix F.1.4)."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from workbench.core.tls.configuration import Session


class SessionCache:
    """Shared by the connections of one server, from any thread. Its memory is bounded: beyond `capacity` the oldest session goes.

    clock            seconds since the epoch; a session is gone when its own lifetime is over
    largest_chain    bytes; with a longer chain of its client a session is not kept, since a client may make its chain as long as it likes
    """

    def __init__(self, clock: Callable[[], float] = time.time, capacity: int = 1000, largest_chain: int = 2**14) -> None:
        self._clock = clock
        self._capacity = capacity
        self._largest_chain = largest_chain
        self._lock = Lock()
        self._sessions: OrderedDict[bytes, Session] = OrderedDict()

    def __len__(self) -> int:
        with self._lock:
            return len(self._sessions)

    def put(self, session: Session) -> bool:
        """Keep a session under its `session_id`; tells whether it is kept."""
        if sum(map(len, session.chain)) > self._largest_chain:
            return False
        with self._lock:
            self._sessions.pop(session.session_id, None)
            self._sessions[session.session_id] = session
            while len(self._sessions) > self._capacity:
                self._sessions.popitem(last=False)
        return True

    def get(self, session_id: bytes) -> Session | None:
        """The session with this id; None when there is none, or it has expired and is therefore forgotten."""
        with self._lock:
            session = self._sessions.get(session_id)
            if session is not None and self._clock() >= session.issued_at + session.lifetime:
                del self._sessions[session_id]
                return None
            return session

    def remove(self, session_id: bytes) -> None:
        """Forget a session."""
        with self._lock:
            self._sessions.pop(session_id, None)

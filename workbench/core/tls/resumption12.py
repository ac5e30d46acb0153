"""How a TLS 1.2 server takes up earlier sessions: by an id in its cache (RFC 5246 section 7.3) or by a ticket (RFC 5077)."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from workbench.core.tls import messages12
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.codec import DecodeError
from workbench.core.tls.configuration import Session
from workbench.core.tls.events import AlertReceived, Computation, Derived
from workbench.core.tls.messages import ClientHello, frame
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion
from workbench.core.tls.tickets import TicketContent, session_of, state_of

if TYPE_CHECKING:
    from workbench.core.tls.server12 import Server12

TICKET = "RFC 5077 section 4"


class Resumption:
    """One connection's dealings with earlier and later ones.

    promises_ticket   whether the ServerHello promises a NewSessionTicket
    """

    def __init__(self, server: Server12) -> None:
        self.server = server
        self.connection = server.server
        self.settings = server.settings
        self.promises_ticket = False
        self._resumed: Session | None = None
        self._kept_id = b""
        self._new = ""

    def find(self, hello: ClientHello, found: Any) -> Session | None:
        """The session that the client wants to resume, None when there is none or it must not be resumed: a full handshake follows.

        Raises PeerError: handshake_failure when the client gave up extended_master_secret since (RFC 7627 section 5.3).
        """
        settings = self.settings
        extension = found.get(ExtensionType.session_ticket)
        takes_tickets = extension is not None and settings.ticket_keys is not None
        self.promises_ticket = takes_tickets
        session: Session | None = None
        renew = False
        if takes_tickets and extension.ticket:  # with a ticket, the session id says nothing (RFC 5077 section 3.4)
            session, renew = self._open(extension.ticket)
        elif hello.legacy_session_id and settings.session_cache is not None:
            session = settings.session_cache.get(hello.legacy_session_id)
        if session is None or not self._resumable(session, hello):
            return None
        if session.extended_master_secret and not self.server.extended_master_secret:
            raise PeerError(AlertDescription.handshake_failure, "tls_resumed_extended_master_secret")
        self._resumed = session
        self._kept_id = hello.legacy_session_id if not session.ticket else b""
        self.promises_ticket = renew
        return session

    def _open(self, ticket: bytes) -> tuple[Session | None, bool]:
        """The session in a ticket, and whether a newer key should seal it again."""
        if self.settings.ticket_keys is None:
            return None, False
        began = perf_counter()
        opened = self.settings.ticket_keys.open(ticket)
        self._new = "new_"
        values: tuple[Derived, ...] = (Derived("ticket", ticket, "", (), TICKET, False),)
        session = None
        content = None
        if opened is not None:
            values += (Derived("ticket_state", opened.state, "AEAD-Decrypt(ticket key, ticket)", ("ticket",), TICKET),)
            content = TicketContent(opened.state)
            try:
                session = session_of(opened.state, ticket)
            except DecodeError:
                session = None
        seconds = perf_counter() - began
        self.connection.tell(Computation("open_ticket", values, TICKET, seconds, session is not None, None, content))
        return session, opened is not None and opened.previous

    def _resumable(self, session: Session, hello: ClientHello) -> bool:
        """Whether what was agreed on then would be agreed on today."""
        settings = self.settings
        return (
            session.version == ProtocolVersion.TLS1_2
            and settings.clock() < session.issued_at + session.lifetime
            and session.cipher_suite in hello.cipher_suites
            and session.cipher_suite in settings.cipher_suites
            and session.cipher_suite in SUITES
            and session.server_name == self.server.server_name  # RFC 6066 section 3
            and bool(session.chain or not settings.require_client_certificate)
            # A session without it is not bound to its handshake: better a new one (RFC 7627 section 5.3).
            and not (self.server.extended_master_secret and not session.extended_master_secret)
        )

    def new_session_id(self) -> bytes:
        """The id of a new session: empty when nothing is kept here, or a ticket is given instead (RFC 5077 section 3.4)."""
        if self.settings.session_cache is None or self.promises_ticket:
            return b""
        return self.settings.random(32)

    def _session(self) -> Session:
        """This session; a resumed one keeps its age, so that no master_secret lives on for ever."""
        return self._resumed or self.server.make_session(self.server.server_name, self.settings.ticket_lifetime)

    def send_ticket(self) -> None:
        """NewSessionTicket, if it was promised."""
        if not self.promises_ticket or self.settings.ticket_keys is None:
            return
        began = perf_counter()
        session = self._session()
        state = state_of(session)
        ticket = self.settings.ticket_keys.seal(state)
        if not ticket:  # too long a state: the promised message comes empty (RFC 5077 section 3.3)
            self.connection.send_handshake(frame(messages12.NewSessionTicket(0, b"")))
            return
        inside = f"{self._new}ticket_state"  # beside the one that the client brought
        values = (
            Derived(inside, state, "what the server forgets", ("master_secret",), TICKET),
            Derived(f"{self._new}ticket", ticket, f"AEAD-Encrypt(ticket key, {inside})", (inside,), TICKET, False),
        )
        seconds = perf_counter() - began
        self.connection.tell(Computation("seal_ticket", values, TICKET, seconds, None, None, TicketContent(state)))
        left = max(1, round(session.issued_at + session.lifetime - self.settings.clock()))
        self.connection.send_handshake(frame(messages12.NewSessionTicket(left, ticket)))

    def keep(self) -> None:
        """Put a new session with an id into the cache, now that both Finished were right."""
        if self.server.session_id:
            session = replace(self._session(), session_id=self.server.session_id)
            if self.settings.session_cache.put(session):
                self._kept_id = session.session_id
                self.connection.kept.add("master_secret")

    def drop_after_failure(self) -> None:
        """Forget the session when its connection ended with a fatal alert."""
        failure = self.connection.failure
        fatal = isinstance(failure, AlertReceived | PeerError) and _description(failure) != AlertDescription.close_notify
        if fatal and self._kept_id:
            self.settings.session_cache.remove(self._kept_id)


def _description(failure: AlertReceived | PeerError) -> int:
    return failure.description if isinstance(failure, AlertReceived) else failure.alert

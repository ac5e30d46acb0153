"""What a TLS 1.3 server does after the handshake: tickets, and a client's certificate asked for later (RFC 8446 section 4.6)."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.configuration import ServerConfiguration, Session
from workbench.core.tls.events import Derived
from workbench.core.tls.extensions import certificate_authorities, early_data, extension, signature_algorithms
from workbench.core.tls.messages import Certificate, CertificateRequest, NewSessionTicket, frame, read_body
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion, PskKeyExchangeMode
from workbench.core.tls.post_handshake13 import PostHandshake13
from workbench.core.tls.psk13 import LONGEST_LIFETIME, TICKETS
from workbench.core.tls.tickets import TicketContent, state_of
from workbench.core.tls.transcript_hash import TranscriptHash

if TYPE_CHECKING:
    from workbench.core.tls.server import Server

SEALED = "RFC 5077 section 4"


class AskedLater:
    """A CertificateRequest after the handshake, until the client's Finished: its context, the transcript that it begins, and the
    message that comes next."""

    def __init__(self, context: bytes, transcript: TranscriptHash, prefix: str) -> None:
        self.context = context
        self.transcript = transcript
        self.prefix = prefix
        self.expected = "certificate"


class ServerPostHandshake13(PostHandshake13):
    """The server once it is connected."""

    settings: ServerConfiguration
    side = "server"
    peer = "client"

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.server = server
        self.settings = server.configuration
        self.server_name = ""
        self.client_modes: tuple[int, ...] = ()
        self.asked: AskedLater | None = None
        self.asked_later = 0
        self.may_ask_later = False

    def adjusted(self, value: Any) -> Any:
        """The message as it is to be sent."""
        adjust = self.settings.adjust_message
        return value if adjust is None else adjust(value)

    def say(self, value: Any, name: str) -> None:
        """Send a message that belongs to the transcript."""
        super().say(self.adjusted(value), name)

    # Tickets

    def send_tickets(self) -> None:
        """As many as are configured after a full handshake, one after a resumption; none for a client that cannot use one."""
        settings = self.settings
        if settings.ticket_keys is None or not {PskKeyExchangeMode.psk_ke, PskKeyExchangeMode.psk_dhe_ke} & set(self.client_modes):
            return
        count = min(settings.tickets, 1) if self.server.negotiated.get("resumed") else settings.tickets
        for number in range(count):
            self._send_ticket(number)
        self.forget(("resumption_master_secret",))

    def _send_ticket(self, number: int) -> None:
        settings, server = self.settings, self.server
        assert settings.ticket_keys is not None
        began = perf_counter()
        nonce, psk = self.resumption_psk(number, number.to_bytes(2, "big"))
        session = Session(
            version=ProtocolVersion.TLS1_3,
            cipher_suite=self.suite.code,
            secret=psk.value,
            server_name=self.server_name,
            lifetime=min(settings.ticket_lifetime, LONGEST_LIFETIME),
            age_add=int.from_bytes(settings.random(4), "big"),
            issued_at=settings.clock(),
            max_early_data_size=settings.max_early_data_size,
            application_layer_protocol=server.negotiated.get("application_layer_protocol", b""),
            chain=self.peer_chain,
        )
        state = state_of(session)
        ticket = settings.ticket_keys.seal(state)
        if not ticket:
            return
        values = (
            nonce,
            psk,
            Derived(f"ticket_state_{number}", state, f"what the server forgets, with pre_shared_key_{number}", (psk.name,), TICKETS),
            Derived(
                f"ticket_{number}", ticket, f"AEAD-Encrypt(ticket key, ticket_state_{number})", (f"ticket_state_{number}",), SEALED, False
            ),
        )
        self.tell_ticket("seal_ticket", values, began, TicketContent(state))
        self.replaced += (psk.name, f"ticket_state_{number}")  # from here on it stands in the ticket alone
        size = session.max_early_data_size
        extensions = (extension(ExtensionType.early_data, early_data.MaxEarlyDataSize(size)),) if size else ()
        message = NewSessionTicket(session.lifetime, session.age_add, nonce.value, ticket, extensions)
        server.send_handshake(frame(self.adjusted(message)), in_transcript=False)

    # A certificate asked for later

    def certificate_request(self, context: bytes) -> CertificateRequest:
        """What we ask a client for (RFC 8446 section 4.3.2)."""
        settings = self.settings
        schemes = signature_algorithms.SignatureSchemeList(settings.signature_schemes)
        extensions = [extension(ExtensionType.signature_algorithms, schemes)]
        if settings.certificate_signature_schemes is not None:
            inside = signature_algorithms.SignatureSchemeList(settings.certificate_signature_schemes)
            extensions.append(extension(ExtensionType.signature_algorithms_cert, inside))
        if settings.certificate_authorities:
            names = certificate_authorities.CertificateAuthorities(settings.certificate_authorities)
            extensions.append(extension(ExtensionType.certificate_authorities, names))
        return CertificateRequest(context, tuple(extensions))

    def ask_for_certificate(self) -> None:
        """Ask the client who it is (RFC 8446 section 4.6.2). Raises ValueError when it cannot be asked."""
        if not self.may_ask_later:
            raise ValueError("the client did not offer post_handshake_auth")
        if self.asked is not None:
            raise ValueError("the client has not answered the former request for a certificate yet")
        self.asked_later += 1
        request = self.certificate_request(self.settings.random(8))
        transcript = self.server.transcript.branch()
        self.asked = AskedLater(request.certificate_request_context, transcript, f"post_handshake_{self.asked_later}_")
        self.say_later(request, transcript, "")

    def _expect(self, expected: str) -> AskedLater:
        if self.asked is None or self.asked.expected != expected:
            state = self.connection.state.value
            raise PeerError(AlertDescription.unexpected_message, "tls_unexpected_message", message=expected, state=state)
        return self.asked

    def key_update(self, message: bytes) -> None:
        """New keys, but not between the messages of a later authentication, which come one behind the other (RFC 8446 section 4.6.2)."""
        if self.speaks_later:
            state = self.connection.state.value
            raise PeerError(AlertDescription.unexpected_message, "tls_unexpected_message", message="key_update", state=state)
        super().key_update(message)

    @property
    def speaks_later(self) -> bool:
        """Whether the client is in the middle of its later authentication."""
        return self.asked is not None and self.asked.expected != "certificate"

    def refuse_without_certificate(self) -> None:
        """Raises PeerError: certificate_required where a client must have one (RFC 8446 section 4.4.2.4)."""
        if self.settings.require_client_certificate:
            raise PeerError(AlertDescription.certificate_required, "tls_no_client_certificate")

    def later_certificate(self, message: bytes) -> None:
        """The client's Certificate, asked for after the handshake."""
        asked = self._expect("certificate")
        body = read_body(Certificate, message)
        if body.certificate_request_context != asked.context:
            raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_context")
        asked.transcript.add(message, f"{asked.prefix}client_certificate")
        if body.certificate_list:
            self.judge(body)
            asked.expected = "certificate_verify"
        else:
            self.refuse_without_certificate()
            asked.expected = "finished"

    def later_certificate_verify(self, message: bytes) -> None:
        """The client's CertificateVerify, after the handshake."""
        asked = self._expect("certificate_verify")
        self.check_certificate_verify(message, asked.prefix, asked.transcript)
        asked.transcript.add(message, f"{asked.prefix}client_certificate_verify")
        asked.expected = "finished"

    def later_finished(self, message: bytes) -> None:
        """The client's Finished for its later authentication, under its application traffic secret."""
        asked = self._expect("finished")
        base = f"client_application_traffic_secret_{self.generation['client']}"
        self.check_finished(message, base, asked.prefix, asked.transcript)
        self.asked = None
        self.forget(())

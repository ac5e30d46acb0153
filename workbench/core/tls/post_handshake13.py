"""What comes after the handshake in TLS 1.3: tickets, new keys, and a certificate asked for later (RFC 8446 section 4.6)."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.authentication13 import Authentication13
from workbench.core.tls.events import Computation, Derived, Level
from workbench.core.tls.key_schedule import hkdf_expand_label
from workbench.core.tls.messages import KeyUpdate, frame, read_body
from workbench.core.tls.parameters import KeyUpdateRequest
from workbench.core.tls.protection import RECORDS_UNDER_ONE_KEY
from workbench.core.tls.psk13 import TICKETS
from workbench.core.tls.transcript_hash import TranscriptHash

MAXIMUM_POST_HANDSHAKE_MESSAGES = 32
"""KeyUpdates and CertificateRequests in a row without application data between them: more are an attack."""


class PostHandshake13(Authentication13):
    """Both sides, once they are connected."""

    asked_in_a_row = 0

    @property
    def speaks_later(self) -> bool:
        """Whether the peer is in the middle of a later authentication."""
        return False

    def resumption_psk(self, number: int, nonce: bytes) -> tuple[Derived, Derived]:
        """The nonce and the PSK of a ticket, numbered from 0 (RFC 8446 section 4.6.1)."""
        schedule = self.secrets
        secret = schedule.secrets["resumption_master_secret"]
        psk = hkdf_expand_label(schedule.hash_name, secret, "resumption", nonce, schedule.length)
        nonce_name = f"ticket_nonce_{number}"
        formula = f'HKDF-Expand-Label(resumption_master_secret, "resumption", {nonce_name}, {schedule.length})'
        return (
            Derived(nonce_name, nonce, "chosen by the server", (), TICKETS, False),
            Derived(f"pre_shared_key_{number}", psk, formula, ("resumption_master_secret", nonce_name), TICKETS),
        )

    def count_post_handshake(self) -> None:
        """One more message that makes us work. Raises PeerError when there were too many in a row."""
        connection = self.connection
        if connection.data_since_post_handshake:
            self.asked_in_a_row = 0
            connection.data_since_post_handshake = False
        self.asked_in_a_row += 1
        if self.asked_in_a_row > MAXIMUM_POST_HANDSHAKE_MESSAGES:
            raise PeerError(AlertDescription.unexpected_message, "tls_too_many_post_handshake_messages")

    def say_later(self, value: Any, transcript: TranscriptHash, name: str) -> None:
        """Send a message that belongs to a transcript of its own, which goes on from that of the handshake."""
        message = frame(value)
        transcript.add(message, name)
        self.connection.send_handshake(message, in_transcript=False)

    def _next_keys(self, side: str) -> None:
        """The next generation of the traffic keys of `side`; the one before is forgotten."""
        began = perf_counter()
        old = self.generation[side]
        self.generation[side] = old + 1
        self.secrets.next_traffic_secret(side, old + 1)
        self.connection.compute("update_traffic_secret", self.secrets.take(), "RFC 8446 section 7.2", began)
        if side == self.side:
            self.write_with(side, Level.application)
        else:
            self.read_with(side, Level.application)
        self.replaced += (f"{side}_application_traffic_secret_{old}",)
        self.forget(())

    def update_keys(self, request_peer: bool) -> None:
        """New keys for what we send; the peer is asked for new ones of its own when `request_peer` is set."""
        request = KeyUpdateRequest.update_requested if request_peer else KeyUpdateRequest.update_not_requested
        self.connection.send_handshake(frame(KeyUpdate(request)), in_transcript=False)
        self._next_keys(self.side)

    def key_update(self, message: bytes) -> None:
        """The peer sends under new keys from now on (RFC 8446 section 4.6.3)."""
        request = read_body(KeyUpdate, message).request_update
        if request not in (KeyUpdateRequest.update_not_requested, KeyUpdateRequest.update_requested):
            raise PeerError(AlertDescription.illegal_parameter, "tls_key_update_request", request=request)
        self.count_post_handshake()
        self._next_keys(self.peer)
        if request == KeyUpdateRequest.update_requested and not self.connection.sent_close:
            self.update_keys(False)

    def before_sending(self) -> None:
        """New keys well before the old ones have sealed as much as is safe (RFC 8446 section 5.5)."""
        writing = self.connection.writing
        if self.connection.connected and writing is not None and writing.sequence_number >= RECORDS_UNDER_ONE_KEY:
            self.update_keys(False)

    def tell_ticket(self, id: str, values: tuple[Derived, ...], began: float, subject: object = None) -> None:
        """A ticket was made or kept."""
        self.connection.tell(Computation(id, values, TICKETS, perf_counter() - began, None, None, subject))

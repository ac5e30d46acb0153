"""What client and server of TLS 1.2 do alike: secrets and keys told as computations, change_cipher_spec, Finished (RFC 5246)."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import Any

from cryptography.hazmat.primitives import constant_time

from workbench.core.errors import Message
from workbench.core.tls import prf
from workbench.core.tls.alerts import AlertDescription, AlertLevel, PeerError
from workbench.core.tls.cipher_suites import SUITES, CipherSuiteParameters
from workbench.core.tls.configuration import Judgement, Session
from workbench.core.tls.connection import MAXIMUM_IDLE_RECORDS, Connection
from workbench.core.tls.events import Computation, Derived
from workbench.core.tls.messages import Finished, frame, read_body
from workbench.core.tls.parameters import HandshakeType, ProtocolVersion
from workbench.core.tls.protection12 import AeadProtection, CbcProtection, make_protection
from workbench.core.tls.states import State

FINISHED = "RFC 5246 section 7.4.9"
RESUMPTION = "RFC 5246 section 7.3"


class Session12:
    """One connection's TLS 1.2 state. `side` is who we are, `peer` the other.

    exchange   the key exchange (see `key_exchange12`) from the ServerHello to the ClientKeyExchange, else None
    """

    side: str
    peer: str
    suite: CipherSuiteParameters

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.client_random = b""
        self.server_random = b""
        self.session_id = b""
        self.extended_master_secret = False
        self.encrypt_then_mac = False
        self.resumed = False
        self.peer_chain: tuple[bytes, ...] = ()
        self.peer_trusted = True
        self.public_key: Any = None
        self.exchange: Any = None
        self.master_secret = b""
        self.application_layer_protocol = b""
        self._protections: dict[str, AeadProtection | CbcProtection] = {}
        self._in_use: set[str] = set()
        self._alive: list[str] = []
        self._refused = 0

    def choose_suite(self, code: int) -> None:
        """The cipher suite is settled, and with it the hash of the PRF."""
        self.suite = SUITES[code]
        self.connection.transcript.choose(self.suite.hash)
        self.connection.agree("cipher_suite", code)

    def agree_on_protection(self) -> None:
        """Tell what the extensions of both hellos came to."""
        self.connection.agree("extended_master_secret", self.extended_master_secret)
        if self.suite.mac:
            self.connection.agree("encrypt_then_mac", self.encrypt_then_mac)
        self.connection.agree("resumed", self.resumed)

    def judge(self, chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes, go_on: bool) -> None:
        """Have the peer's chain judged by those who know certificates; `go_on` even when they refuse it. Raises PeerError."""
        began = perf_counter()
        judgement: Judgement = self.connection.settings.verify(chain, server_name, ocsp_response, timestamps)
        seconds = perf_counter() - began
        self.connection.tell(
            Computation("judge_certificate", (), "RFC 5280 section 6", seconds, judgement.accepted, judgement.reason, judgement)
        )
        self.peer_chain = chain
        self.peer_trusted = judgement.accepted
        if not judgement.accepted and not go_on:
            raise PeerError(judgement.alert, "tls_certificate_refused")
        if judgement.public_key is None:
            raise PeerError(AlertDescription.unsupported_certificate, "tls_certificate_key_unknown")
        self.public_key = judgement.public_key

    # Secrets and keys

    def forget(self, names: Iterable[str]) -> None:
        """Tell that these are no more."""
        self.connection.destroy(tuple(names))

    def derive_master_secret(self, pre_master_secret: bytes) -> None:
        """master_secret, and from it the keys. The transcript ends with the ClientKeyExchange (RFC 7627 section 3). What the secret was
        made of is forgotten.
        """
        connection = self.connection
        hash_name = self.suite.hash
        began = perf_counter()
        values: tuple[Derived, ...]
        if self.extended_master_secret:
            formula = "Hash(ClientHello...ClientKeyExchange)"
            session_hash = Derived("session_hash", connection.transcript.value(), formula, (), "RFC 7627 section 3", False)
            values = (session_hash, prf.extended_master_secret(hash_name, pre_master_secret, session_hash.value))
        else:
            values = (prf.master_secret(hash_name, pre_master_secret, self.client_random, self.server_random),)
        self.master_secret = values[-1].value
        self._alive.append("master_secret")
        connection.compute("derive_master_secret", values, values[-1].citation, began)
        used_up = self.exchange.used_up
        self.exchange = None
        self._derive_keys(used_up)

    def resume(self, master_secret: bytes, origin: str, inputs: tuple[str, ...] = ()) -> None:
        """Take up the master_secret of an earlier session; the keys are new, since both randoms are (RFC 5246 section 7.3).
        `origin` and `inputs` say where it was kept."""
        self.master_secret = master_secret
        self._alive.append("master_secret")
        value = Derived("master_secret", master_secret, origin, inputs, RESUMPTION)
        self.connection.compute("resume_session", (value,), RESUMPTION, perf_counter())
        self._derive_keys(())

    def _derive_keys(self, used_up: tuple[str, ...]) -> None:
        """key_block, cut into the keys of both directions. It is forgotten, and what is `used_up` by now."""
        began = perf_counter()
        values = prf.key_block(self.suite, self.master_secret, self.client_random, self.server_random)
        self.connection.compute("derive_key_block", values, "RFC 5246 section 6.3", began)
        self._alive += [value.name for value in values[1:]]
        keys = {value.name: value.value for value in values[1:]}
        random = self.connection.settings.random
        for side in ("client", "server"):
            self._protections[side] = make_protection(self.suite, side, keys, self.encrypt_then_mac, random)
        self.forget((*used_up, "key_block"))

    def _key_names(self, side: str) -> tuple[str, ...]:
        return tuple(name for name in self._alive if name.startswith(f"{side}_write_"))

    def export(self, label: str, context: bytes | None, length: int, early: bool, suffix: str) -> bytes:
        """Keying material for an application (RFC 5705 section 4); its name ends with `suffix`. There is none of 0-RTT here."""
        began = perf_counter()
        value = prf.exporter(self.suite.hash, self.master_secret, self.client_random, self.server_random, label, context, length)
        value = value._replace(name=value.name + suffix)
        self.connection.compute("export_keying_material", (value,), value.citation, began)
        return value.value

    # Finished

    def transcript_hash(self) -> Derived:
        """Hash of everything up to now, named by its last message: `transcript_hash_client_key_exchange`."""
        transcript = self.connection.transcript
        type = transcript.messages[-1][0]
        if type != HandshakeType.finished:
            name, title = LAST_MESSAGES[type]
        elif self.resumed:  # there the server's Finished comes first (RFC 5246 section 7.3)
            name, title = "server_finished", "server Finished"
        else:
            name, title = "client_finished", "client Finished"
        return Derived(f"transcript_hash_{name}", transcript.value(), f"Hash(ClientHello...{title})", (), FINISHED, False)

    def _verify_data(self, side: str) -> tuple[Derived, Derived]:
        so_far = self.transcript_hash()
        return so_far, prf.verify_data(self.suite.hash, self.master_secret, side, so_far.value, so_far.name)

    def send_finished(self) -> None:
        """change_cipher_spec, then our Finished, the first message under the new keys."""
        connection = self.connection
        connection.send_change_cipher_spec()
        self._in_use.add(self.side)
        connection.write_with(self._protections[self.side], self._key_names(self.side))
        began = perf_counter()
        values = self._verify_data(self.side)
        connection.compute("compute_finished", values, FINISHED, began)
        connection.send_handshake(frame(Finished(values[-1].value)))

    def change_cipher_spec(self) -> None:
        """The peer's next record is protected. Comes only when both sides have their keys and everything before Finished is said: one
        that came earlier would have us use keys that an attacker knows."""
        if self.connection.state is not State.WAIT_CCS:
            raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_early")
        self._in_use.add(self.peer)
        self.connection.read_with(self._protections[self.peer], self._key_names(self.peer))
        self.connection.enter(State.WAIT_FINISHED)

    def check_finished(self, message: bytes) -> None:
        """The peer's Finished, which then joins the transcript. Raises PeerError: decrypt_error when it is not what we computed."""
        began = perf_counter()
        values = self._verify_data(self.peer)
        ok = constant_time.bytes_eq(values[-1].value, read_body(Finished, message).verify_data)
        self.connection.compute("verify_finished", values, FINISHED, began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_finished_wrong")
        self.connection.transcript.add(message)

    # Afterwards

    def connected(self) -> None:
        """The handshake is done; its messages are not needed any more."""
        self.connection.flush()
        self.connection.transcript.messages.clear()
        self.connection.enter(State.CONNECTED)

    def make_session(self, server_name: str, lifetime: int = Session.lifetime) -> Session:
        """This session as it can be taken up again."""
        return Session(
            version=ProtocolVersion.TLS1_2,
            cipher_suite=self.suite.code,
            secret=self.master_secret,
            server_name=server_name,
            lifetime=lifetime,
            issued_at=self.connection.settings.clock(),
            application_layer_protocol=self.application_layer_protocol,
            extended_master_secret=self.extended_master_secret,
            encrypt_then_mac=self.encrypt_then_mac,
            chain=self.peer_chain,
            trusted=self.peer_trusted,
        )

    def count_refused(self) -> None:
        """Wishes for a new handshake are bounded."""
        self._refused += 1
        if self._refused > MAXIMUM_IDLE_RECORDS:
            raise PeerError(AlertDescription.unexpected_message, "tls_too_many_renegotiations")

    def refuse_renegotiation(self) -> None:
        """A new handshake inside this one is refused, and the connection goes on (RFC 5246 section 7.2.2)."""
        self.count_refused()
        self.connection.flush()
        reason = Message("tls_renegotiation_refused")
        self.connection.alert(AlertLevel.warning, AlertDescription.no_renegotiation_RESERVED, reason)

    def close(self) -> None:
        """Destroy every secret, but for a master_secret that is kept for the next visit. (The connection tells of the keys in use.)"""
        told = {name for side in self._in_use for name in (self._protections[side].key_name, self._protections[side].iv_name)}
        unused = self.exchange.own_secrets if self.exchange is not None else ()
        told |= self.connection.kept
        self.forget((*unused, *(name for name in self._alive if name not in told)))
        self.exchange = None
        self._in_use.clear()
        self._alive.clear()
        self._protections.clear()
        self.master_secret = b""


LAST_MESSAGES: dict[int, tuple[str, str]] = {
    HandshakeType.server_hello: ("server_hello", "ServerHello"),
    HandshakeType.client_key_exchange: ("client_key_exchange", "ClientKeyExchange"),
    HandshakeType.certificate_verify: ("client_certificate_verify", "CertificateVerify"),
    HandshakeType.new_session_ticket: ("new_session_ticket", "NewSessionTicket"),
}
"""The messages after which a Finished may come, besides the other side's Finished."""


CLIENT_SIGNED = ("ClientHello...ClientKeyExchange", (), "RFC 5246 section 7.4.8")
"""What a client's CertificateVerify signs: formula, inputs, citation."""


def signed_values(side: str, content: bytes, formula: str, inputs: tuple[str, ...], citation: str, signature: bytes) -> tuple[Derived, ...]:
    """The exact octets that `side` signs, and the signature."""
    signed = f"{side}_signed_content"
    return (
        Derived(signed, content, formula, inputs, citation, False),
        Derived(f"{side}_signature", signature, f"sign(private key, {signed})", (signed,), citation, False),
    )

"""The TLS 1.3 client from the ServerHello on (RFC 8446 sections 2 and 4, appendix A.1)."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.events import Computation, Level
from workbench.core.tls.extensions import Context, read_all
from workbench.core.tls.groups import finish
from workbench.core.tls.key_exchange import SECRET, secret_values
from workbench.core.tls.key_schedule import KeySchedule
from workbench.core.tls.messages import (
    Certificate,
    CertificateVerify,
    EncryptedExtensions,
    ServerHello,
    read_body,
)
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion
from workbench.core.tls.session13 import Session13
from workbench.core.tls.signatures import verify
from workbench.core.tls.states import CLIENT_13, State

if TYPE_CHECKING:
    from workbench.core.tls.client import Client


class Client13(Session13):
    """One handshake of a client."""

    table = CLIENT_13
    side = "client"
    peer = "server"

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.client = client
        self.settings = client.configuration
        self.public_key: Any = None

    def server_hello(self, message: bytes) -> None:
        """ServerHello (RFC 8446 section 4.1.3): everything is agreed on, and the handshake keys follow."""
        client = self.client
        hello = read_body(ServerHello, message)
        found = read_all(hello.extensions, Context.server_hello)
        if hello.legacy_session_id_echo != client.hello.legacy_session_id:
            raise PeerError(AlertDescription.illegal_parameter, "tls_session_id_echo")
        if hello.cipher_suite not in client.hello.cipher_suites or not SUITES[hello.cipher_suite].tls13:
            raise PeerError(AlertDescription.illegal_parameter, "tls_suite_not_offered", suite=hello.cipher_suite)
        if hello.legacy_compression_method != 0:
            raise PeerError(AlertDescription.illegal_parameter, "tls_compression")
        self.choose_suite(hello.cipher_suite)
        client.transcript.add(message)
        entry = found.get(ExtensionType.key_share)
        if entry is None:
            raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type="key_share")
        share = client.shares.get(entry.group)
        if share is None:
            raise PeerError(AlertDescription.illegal_parameter, "tls_group_not_offered", group=entry.group)
        client.agree("group", entry.group)
        self.schedule = KeySchedule(self.suite.hash)
        began = perf_counter()
        secret = finish(share, entry.key_exchange)
        client.compute("compute_shared_secret", secret_values("client", "server", share, secret), SECRET, began)
        self.enter_handshake(secret.secret)
        self.connection.read_with(self.protect("server", Level.handshake))
        client.enter(State.WAIT_EE)

    def encrypted_extensions(self, message: bytes) -> None:
        """EncryptedExtensions (RFC 8446 section 4.3.1)."""
        client = self.client
        found = read_all(read_body(EncryptedExtensions, message).extensions, Context.encrypted_extensions)
        for type in found:
            if type not in client.offered_extensions:
                raise PeerError(AlertDescription.unsupported_extension, "tls_unasked_extension", type=type)
        client.transcript.add(message)
        protocols = found.get(ExtensionType.application_layer_protocol_negotiation)
        if protocols is not None:
            names = protocols.protocol_name_list
            if len(names) != 1 or names[0] not in self.settings.application_layer_protocols:
                raise PeerError(AlertDescription.illegal_parameter, "tls_protocol_not_offered")
            client.agree("application_layer_protocol", names[0])
        client.enter(State.WAIT_CERT_CR)

    def certificate(self, message: bytes) -> None:
        """Certificate (RFC 8446 section 4.4.2): judged by those who know certificates."""
        client = self.client
        body = read_body(Certificate, message)
        if body.certificate_request_context:
            raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_context")
        if not body.certificate_list:
            raise PeerError(AlertDescription.decode_error, "tls_no_certificate")
        client.transcript.add(message)
        began = perf_counter()
        chain = tuple(entry.cert_data for entry in body.certificate_list)
        judgement: Judgement = self.settings.verify(chain, self.settings.server_name, b"", b"")
        seconds = perf_counter() - began
        client.tell(Computation("judge_certificate", (), "RFC 5280 section 6", seconds, judgement.accepted, judgement.reason, judgement))
        self.peer_chain = chain
        if not judgement.accepted and not self.settings.continue_when_not_trusted:
            raise PeerError(judgement.alert, "tls_certificate_refused")
        self.public_key = judgement.public_key
        client.enter(State.WAIT_CV)

    def certificate_verify(self, message: bytes) -> None:
        """CertificateVerify (RFC 8446 section 4.4.3): the peer has the private key of its certificate."""
        body = read_body(CertificateVerify, message)
        if body.algorithm not in self.settings.signature_schemes:
            raise PeerError(AlertDescription.illegal_parameter, "tls_scheme_not_offered", scheme=body.algorithm)
        began = perf_counter()
        signed = self.signed(self.peer)
        ok = verify(self.public_key, body.algorithm, body.signature, signed.value, ProtocolVersion.TLS1_3)
        self.tell_signature("verify_certificate_verify", signed, body.signature, began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_signature_wrong")
        self.client.agree("signature_scheme", body.algorithm)
        self.client.transcript.add(message)
        self.client.enter(State.WAIT_FINISHED)

    def finished(self, message: bytes) -> None:
        """The server's Finished; ours follows, and the application keys (RFC 8446 section 4.4.4)."""
        client = self.client
        self.check_finished(message, "server_handshake_traffic_secret")
        client.transcript.add(message)
        self.enter_application()
        client.read_with(self.protect("server", Level.application))
        if client.hello.legacy_session_id:
            client.send_change_cipher_spec()
        client.write_with(self.protect("client", Level.handshake))
        self.send_finished("client_handshake_traffic_secret")
        client.write_with(self.protect("client", Level.application))
        self.finish_handshake()
        client.enter(State.CONNECTED)

"""The TLS 1.2 server from the ClientHello on (RFC 5246 section 7.3)."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from workbench.core.tls import messages12
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.choice12 import choose_all, serving
from workbench.core.tls.cipher_suites import TLS_EMPTY_RENEGOTIATION_INFO_SCSV, KeyExchange
from workbench.core.tls.configuration import Credential
from workbench.core.tls.extensions import (
    Context,
    Extension,
    ec_point_formats,
    extension,
    read_all,
    record_size_limit,
    renegotiation_info,
    session_ticket,
)
from workbench.core.tls.extensions import application_layer_protocol_negotiation as alpn
from workbench.core.tls.extensions.context import Empty
from workbench.core.tls.key_exchange import random_values
from workbench.core.tls.key_exchange12 import EXCHANGES
from workbench.core.tls.messages import CertificateVerify, ClientHello, ServerHello, frame, read_body
from workbench.core.tls.parameters import CertificateStatusType, ClientCertificateType, ECPointFormat, ExtensionType, ProtocolVersion
from workbench.core.tls.resumption12 import Resumption
from workbench.core.tls.session12 import CLIENT_SIGNED, Session12, signed_values
from workbench.core.tls.signatures import scheme_name, schemes_in, verify
from workbench.core.tls.states import SERVER_12, State

if TYPE_CHECKING:
    from workbench.core.tls.server import Server

TLS12 = ProtocolVersion.TLS1_2
HELLO = "RFC 5246 section 7.4.1.3"
DOWNGRADE_TLS12 = b"DOWNGRD\x01"
CERTIFICATE_TYPES = (ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign)


class Server12(Session12):
    """One handshake of a server."""

    table = SERVER_12
    side = "server"
    peer = "client"
    credential: Credential

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.server = server
        self.settings = server.configuration
        self.resumption = Resumption(self)
        self.hello_version = 0
        self.server_name = ""
        self.staples = False

    def client_hello(self, message: bytes) -> None:
        """ClientHello: agree on everything and answer with the whole flight (RFC 5246 section 7.4.1.2)."""
        hello = read_body(ClientHello, message)
        found = read_all(hello.extensions, Context.client_hello)
        self._check(hello, found)
        self.server.transcript.add(message)
        self.client_random = hello.random
        self.hello_version = hello.legacy_version
        self.extended_master_secret = self.settings.extended_master_secret and ExtensionType.extended_master_secret in found
        self.server_name = self.server.requested_name(found)
        session = self.resumption.find(hello, found)
        if session is None:
            self._full(hello, found)
            return
        self.resumed = True
        self.choose_suite(session.cipher_suite)
        self.session_id = hello.legacy_session_id
        self._server_hello(hello, found)
        self.peer_chain = session.chain
        if session.ticket:
            self.resume(session.secret, "secret of ticket_state", ("ticket_state",))
        else:
            self.resume(session.secret, "kept under the session id")
        self.resumption.send_ticket()
        self.send_finished()
        self.server.enter(State.WAIT_CCS)

    def _check(self, hello: ClientHello, found: Any) -> None:
        if 0 not in hello.legacy_compression_methods:
            raise PeerError(AlertDescription.illegal_parameter, "tls_compression")
        renegotiation = found.get(ExtensionType.renegotiation_info)
        if renegotiation is not None and renegotiation.renegotiated_connection:
            raise PeerError(AlertDescription.handshake_failure, "tls_renegotiation_info_wrong")
        formats = found.get(ExtensionType.ec_point_formats)
        if formats is not None and ECPointFormat.uncompressed not in formats.ec_point_format_list:
            raise PeerError(AlertDescription.illegal_parameter, "tls_no_uncompressed_points")

    def _full(self, hello: ClientHello, found: Any) -> None:
        server = self.server
        choice = choose_all(self.settings, serving(self.settings, self.server_name), hello, found)
        self.credential = choice.credential
        self.choose_suite(choice.suite)
        self.exchange = EXCHANGES[self.suite.key_exchange](self)
        self.session_id = self.resumption.new_session_id()
        self._server_hello(hello, found)
        server.send_handshake(frame(messages12.Certificate(self.credential.chain)))
        if self.staples:
            status = messages12.CertificateStatus(CertificateStatusType.ocsp, self.credential.ocsp_response)
            server.send_handshake(frame(status))
        if self.suite.key_exchange is not KeyExchange.rsa:
            server.send_handshake(frame(self.exchange.server_key_exchange(choice.group, self.credential, choice.scheme)))
        asks = self.settings.request_client_certificate or self.settings.require_client_certificate
        if asks:
            schemes, authorities = schemes_in(TLS12, self.settings.signature_schemes), self.settings.certificate_authorities
            request = messages12.CertificateRequest(CERTIFICATE_TYPES, schemes, authorities)
            server.send_handshake(frame(request))
        server.send_handshake(frame(messages12.ServerHelloDone()))
        server.enter(State.WAIT_CERT if asks else State.WAIT_CKE)

    def _server_hello(self, hello: ClientHello, found: Any) -> None:
        server = self.server
        began = perf_counter()
        (value,) = random_values("server", self.settings.random(32), HELLO)
        if ProtocolVersion.TLS1_3 in self.settings.versions:  # a client that speaks it too learns that somebody came between
            marked = value.value[:24] + DOWNGRADE_TLS12
            value = value._replace(value=marked, formula='24 random bytes + "DOWNGRD" + 0x01', citation="RFC 8446 section 4.1.3")
        self.server_random = value.value
        server.compute("choose_server_random", (value,), value.citation, began)
        extensions = self._extensions(hello, found)
        self.agree_on_protection()
        body = ServerHello(TLS12, self.server_random, self.session_id, self.suite.code, 0, tuple(extensions) or None)
        server.send_handshake(frame(body))

    def _extensions(self, hello: ClientHello, found: Any) -> list[Extension]:
        """The answers to the client's extensions. Nothing is answered that was not asked."""
        settings = self.settings
        extensions = []
        secure = ExtensionType.renegotiation_info in found or TLS_EMPTY_RENEGOTIATION_INFO_SCSV in hello.cipher_suites
        self.server.agree("secure_renegotiation", secure)
        if secure:
            extensions.append(extension(ExtensionType.renegotiation_info, renegotiation_info.RenegotiationInfo(b"")))
        if self.server_name:
            self.server.agree("server_name", self.server_name)
            if not self.resumed:  # RFC 6066 section 3
                extensions.append(extension(ExtensionType.server_name, Empty()))
        if ExtensionType.ec_point_formats in found and self.suite.key_exchange is KeyExchange.ecdhe:
            uncompressed = ec_point_formats.ECPointFormatList((ECPointFormat.uncompressed,))
            extensions.append(extension(ExtensionType.ec_point_formats, uncompressed))
        if self.extended_master_secret:
            extensions.append(extension(ExtensionType.extended_master_secret, Empty()))
        self.encrypt_then_mac = bool(self.suite.mac) and settings.encrypt_then_mac and ExtensionType.encrypt_then_mac in found
        if self.encrypt_then_mac:
            extensions.append(extension(ExtensionType.encrypt_then_mac, Empty()))
        if self.resumption.promises_ticket:
            extensions.append(extension(ExtensionType.session_ticket, session_ticket.SessionTicket(b"")))
        self.staples = not self.resumed and ExtensionType.status_request in found and bool(self.credential.ocsp_response)
        if self.staples:
            extensions.append(extension(ExtensionType.status_request, Empty()))
        timestamps = b"" if self.resumed else self.credential.signed_certificate_timestamps
        if timestamps and ExtensionType.signed_certificate_timestamp in found:
            extensions.append(Extension(ExtensionType.signed_certificate_timestamp, timestamps))
        self.application_layer_protocol = self.server.choose_protocol(found)
        if self.application_layer_protocol:
            names = alpn.ProtocolNameList((self.application_layer_protocol,))
            extensions.append(extension(ExtensionType.application_layer_protocol_negotiation, names))
        limit = found.get(ExtensionType.record_size_limit)
        fragment = found.get(ExtensionType.max_fragment_length)
        if limit is not None:  # then max_fragment_length does not count (RFC 8449 section 5)
            self.server.limit_records(limit.record_size_limit, settings.record_size_limit)
            own = record_size_limit.RecordSizeLimit(self.server.receive_limit)
            extensions.append(extension(ExtensionType.record_size_limit, own))
        elif fragment is not None:
            self._limit_fragments(fragment.max_fragment_length)
            extensions.append(extension(ExtensionType.max_fragment_length, fragment))
        return extensions

    def _limit_fragments(self, code: int) -> None:
        """The client wants shorter records in both directions (RFC 6066 section 4)."""
        if not 1 <= code <= 4:
            raise PeerError(AlertDescription.illegal_parameter, "tls_fragment_length_unknown", code=code)
        self.server.send_limit = self.server.receive_limit = 2 ** (8 + code)

    def certificate(self, message: bytes) -> None:
        """The client's Certificate, which may be empty (RFC 5246 section 7.4.6)."""
        chain = read_body(messages12.Certificate, message).certificate_list
        self.server.transcript.add(message)
        if chain:
            self.judge(chain, "", b"", b"", False)
        elif self.settings.require_client_certificate:
            raise PeerError(AlertDescription.handshake_failure, "tls_no_client_certificate")
        self.server.enter(State.WAIT_CKE)

    def client_key_exchange(self, message: bytes) -> None:
        """ClientKeyExchange: now both sides have the pre-master secret (RFC 5246 section 7.4.7)."""
        self.server.transcript.add(message)
        secret = self.exchange.read_client(message, self.credential, self.hello_version)
        self.derive_master_secret(secret)
        self.server.enter(State.WAIT_CV if self.peer_chain else State.WAIT_CCS)

    def certificate_verify(self, message: bytes) -> None:
        """CertificateVerify: the client has the private key of its certificate (RFC 5246 section 7.4.8)."""
        server = self.server
        body = read_body(CertificateVerify, message)
        if body.algorithm not in self.settings.signature_schemes:
            raise PeerError(AlertDescription.illegal_parameter, "tls_scheme_not_offered", scheme=scheme_name(body.algorithm))
        began = perf_counter()
        signed = server.transcript.bytes()
        ok = verify(self.public_key, body.algorithm, body.signature, signed, TLS12)
        values = signed_values("client", signed, *CLIENT_SIGNED, body.signature)
        server.compute("verify_certificate_verify", values, CLIENT_SIGNED[-1], began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_signature_wrong")
        server.agree("client_signature_scheme", body.algorithm)
        server.transcript.add(message)
        server.enter(State.WAIT_CCS)

    def finished(self, message: bytes) -> None:
        """The client's Finished; in a full handshake a ticket and ours follow (RFC 5246 section 7.4.9)."""
        self.check_finished(message)
        if not self.resumed:
            self.resumption.send_ticket()
            self.send_finished()
            self.resumption.keep()
        self.connected()

    def renegotiate(self, message: bytes) -> None:
        """A ClientHello on a running connection (RFC 5246 section 7.4.1.2)."""
        read_body(ClientHello, message)
        self.refuse_renegotiation()

    def close(self) -> None:
        """Destroy every secret; after a fatal alert also the session, which must not be taken up again (RFC 5246 section 7.2.2)."""
        super().close()
        self.resumption.drop_after_failure()

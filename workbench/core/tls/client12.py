"""The TLS 1.2 client from the ServerHello on (RFC 5246 section 7.3)."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from workbench.core.tls import messages12
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.choice12 import suits
from workbench.core.tls.cipher_suites import SUITES, KeyExchange, suite_name
from workbench.core.tls.configuration import Credential, Session
from workbench.core.tls.extensions import Context, extension_name, find, read_all
from workbench.core.tls.extensions.status_request import ocsp_response
from workbench.core.tls.key_exchange12 import EXCHANGES
from workbench.core.tls.messages import CertificateVerify, ServerHello, frame, read_body
from workbench.core.tls.parameters import ClientCertificateType, ECPointFormat, ExtensionType, ProtocolVersion
from workbench.core.tls.session12 import CLIENT_SIGNED, Session12, signed_values
from workbench.core.tls.signatures import choose, key_kind, sign
from workbench.core.tls.states import CLIENT_12, State

if TYPE_CHECKING:
    from workbench.core.tls.client import Client

_ONLY_IN_TLS13 = (ExtensionType.key_share, ExtensionType.pre_shared_key)


class Client12(Session12):
    """One handshake of a client."""

    table = CLIENT_12
    side = "client"
    peer = "server"

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.client = client
        self.settings = client.configuration
        self.expects_ticket = False
        self.expects_status = False
        self.ticket: messages12.NewSessionTicket | None = None
        self.timestamps = b""
        self.request: messages12.CertificateRequest | None = None

    def server_hello(self, message: bytes) -> None:
        """ServerHello: agree on everything, and learn whether a session is resumed (RFC 5246 section 7.4.1.3)."""
        client = self.client
        hello = read_body(ServerHello, message)
        code = hello.cipher_suite
        if code not in SUITES or SUITES[code].tls13 or code not in client.hello.cipher_suites:
            raise PeerError(AlertDescription.illegal_parameter, "tls_suite_not_offered", suite=suite_name(code) or f"0x{code:04x}")
        if hello.legacy_compression_method != 0:
            raise PeerError(AlertDescription.illegal_parameter, "tls_compression")
        self.client_random, self.server_random = client.hello.random, hello.random
        self.session_id = hello.legacy_session_id_echo
        session = client.session12
        self.resumed = bool(self.session_id) and self.session_id == client.hello.legacy_session_id
        if self.resumed and session is None:  # nothing could be resumed: the id was made up for TLS 1.3's sake
            raise PeerError(AlertDescription.illegal_parameter, "tls_session_id_echo")
        self.choose_suite(code)
        self._read_extensions(hello)
        self.agree_on_protection()
        client.transcript.add(message)
        if self.resumed and session is not None:
            self._resume(session)
        else:
            self.exchange = EXCHANGES[self.suite.key_exchange](self)
            client.enter(State.WAIT_CERT)

    def _read_extensions(self, hello: ServerHello) -> None:
        client = self.client
        found = read_all(hello.extensions, Context.server_hello)
        for type in _ONLY_IN_TLS13:
            if type in found:
                raise PeerError(AlertDescription.illegal_parameter, "tls_extension_misplaced", type=extension_name(type))
        renegotiation = found.get(ExtensionType.renegotiation_info)
        if renegotiation is not None and renegotiation.renegotiated_connection:
            raise PeerError(AlertDescription.handshake_failure, "tls_renegotiation_info_wrong")
        client.agree("secure_renegotiation", renegotiation is not None)
        formats = found.get(ExtensionType.ec_point_formats)
        if formats is not None and ECPointFormat.uncompressed not in formats.ec_point_format_list:
            raise PeerError(AlertDescription.illegal_parameter, "tls_no_uncompressed_points")
        self.extended_master_secret = ExtensionType.extended_master_secret in found
        self.encrypt_then_mac = ExtensionType.encrypt_then_mac in found
        if self.encrypt_then_mac and not self.suite.mac:  # RFC 7366 section 3
            raise PeerError(AlertDescription.illegal_parameter, "tls_encrypt_then_mac_without_cbc")
        self.expects_ticket = ExtensionType.session_ticket in found
        self.expects_status = ExtensionType.status_request in found and not self.resumed
        self.timestamps = find(hello.extensions, ExtensionType.signed_certificate_timestamp) or b""
        protocols = found.get(ExtensionType.application_layer_protocol_negotiation)
        if protocols is not None:
            names = protocols.protocol_name_list
            if len(names) != 1 or names[0] not in self.settings.application_layer_protocols:
                raise PeerError(AlertDescription.illegal_parameter, "tls_protocol_not_offered")
            self.application_layer_protocol = names[0]
            client.agree("application_layer_protocol", names[0])
        limit = found.get(ExtensionType.record_size_limit)
        if limit is not None:
            client.limit_records(limit.record_size_limit, self.settings.record_size_limit)

    # The abbreviated handshake

    def _resume(self, session: Session) -> None:
        if session.cipher_suite != self.suite.code:
            raise PeerError(AlertDescription.illegal_parameter, "tls_resumed_suite", suite=self.suite.name)
        if session.extended_master_secret != self.extended_master_secret:  # RFC 7627 section 5.3
            raise PeerError(AlertDescription.handshake_failure, "tls_resumed_extended_master_secret")
        self.peer_chain, self.peer_trusted = session.chain, session.trusted
        self.resume(session.secret, "kept from the former connection")
        self.client.enter(State.WAIT_TICKET if self.expects_ticket else State.WAIT_CCS)

    # The full handshake

    def certificate(self, message: bytes) -> None:
        """Certificate (RFC 5246 section 7.4.2). It is judged together with the CertificateStatus, if one was promised."""
        chain = read_body(messages12.Certificate, message).certificate_list
        if not chain:
            raise PeerError(AlertDescription.decode_error, "tls_no_certificate")
        self.client.transcript.add(message)
        self.peer_chain = chain
        if self.expects_status:
            self.client.enter(State.WAIT_CS_CR_SHD if self.suite.key_exchange is KeyExchange.rsa else State.WAIT_CS_SKE)
        else:
            self._judge(b"")

    def certificate_status(self, message: bytes) -> None:
        """CertificateStatus: the stapled OCSP response (RFC 6066 section 8)."""
        status = read_body(messages12.CertificateStatus, message)
        self.client.transcript.add(message)
        self._judge(ocsp_response(status))

    def _judge(self, ocsp_response: bytes) -> None:
        settings = self.settings
        self.judge(self.peer_chain, settings.server_name, ocsp_response, self.timestamps, settings.continue_when_not_trusted)
        if not suits(self.suite, self.public_key):
            raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_not_for_suite")
        self.client.enter(State.WAIT_CR_SHD if self.suite.key_exchange is KeyExchange.rsa else State.WAIT_SKE)

    def without_status(self, message: bytes) -> None:
        """The promised CertificateStatus did not come, which is allowed: judge without it, and hear the message again."""
        self._judge(b"")
        self.client.hear(message)

    def server_key_exchange(self, message: bytes) -> None:
        """ServerKeyExchange: the server's ephemeral key, signed (RFC 5246 section 7.4.3)."""
        settings = self.settings
        self.exchange.read_server(message, settings.signature_schemes, settings.groups, self.public_key)
        self.client.transcript.add(message)
        self.client.enter(State.WAIT_CR_SHD)

    def certificate_request(self, message: bytes) -> None:
        """CertificateRequest: the server wants to know who we are (RFC 5246 section 7.4.4)."""
        self.request = read_body(messages12.CertificateRequest, message)
        self.client.transcript.add(message)
        self.client.enter(State.WAIT_SHD)

    def server_hello_done(self, message: bytes) -> None:
        """ServerHelloDone: now it is our turn (RFC 5246 section 7.4.5)."""
        client = self.client
        read_body(messages12.ServerHelloDone, message)
        client.transcript.add(message)
        credential, scheme = self._choose_credential()
        if self.request is not None:
            client.send_handshake(frame(messages12.Certificate(credential.chain if credential is not None else ())))
        body, secret = self.exchange.client_key_exchange(self.public_key, client.hello.legacy_version)
        client.send_handshake(frame(body))
        self.derive_master_secret(secret)
        if credential is not None:
            self._certificate_verify(credential, scheme)
        self.send_finished()
        client.enter(State.WAIT_TICKET if self.expects_ticket else State.WAIT_CCS)

    def _choose_credential(self) -> tuple[Credential | None, int]:
        if self.request is not None:
            for credential in self.settings.credentials:
                scheme = choose(credential.public_key, self.request.supported_signature_algorithms, ProtocolVersion.TLS1_2)
                if scheme is not None and self._wanted(self.request, credential):
                    return credential, scheme
        return None, 0

    @staticmethod
    def _wanted(request: messages12.CertificateRequest, credential: Credential) -> bool:
        """Whether the server takes this kind of key, and names one of the chain's issuers. (A certificate contains its issuer's name as
        it is: to look, one need not take it apart.)"""
        rsa = key_kind(credential.public_key).startswith("RSA")
        if (ClientCertificateType.rsa_sign if rsa else ClientCertificateType.ecdsa_sign) not in request.certificate_types:
            return False
        authorities = request.certificate_authorities
        return not authorities or any(name in data for name in authorities for data in credential.chain)

    def _certificate_verify(self, credential: Credential, scheme: int) -> None:
        """Sign everything said so far (RFC 5246 section 7.4.8)."""
        began = perf_counter()
        signed = self.client.transcript.bytes()
        signature = sign(credential.private_key, scheme, signed, self.connection.settings.deterministic_signatures)
        values = signed_values("client", signed, *CLIENT_SIGNED, signature)
        self.client.compute("sign_certificate_verify", values, CLIENT_SIGNED[-1], began)
        self.client.agree("client_signature_scheme", scheme)
        self.client.send_handshake(frame(CertificateVerify(scheme, signature)))

    # The end of both

    def new_session_ticket(self, message: bytes) -> None:
        """NewSessionTicket: the session, sealed for the server's own eyes (RFC 5077 section 3.3)."""
        self.ticket = read_body(messages12.NewSessionTicket, message)
        self.client.transcript.add(message)
        self.client.enter(State.WAIT_CCS)

    def finished(self, message: bytes) -> None:
        """The server's Finished; in an abbreviated handshake ours follows (RFC 5246 section 7.4.9)."""
        self.check_finished(message)
        if self.resumed:
            self.send_finished()
        self._keep_session()
        self.connected()

    def _keep_session(self) -> None:
        """What to come back with: the new ticket, else the id of a new session. A resumed one without a new ticket stays as it is."""
        ticket = self.ticket if self.ticket is not None and self.ticket.ticket else None
        if ticket is None and (self.resumed or not self.session_id):
            return
        session = self.make_session(self.settings.server_name)
        if ticket is not None:
            session = replace(session, ticket=ticket.ticket, lifetime=ticket.ticket_lifetime_hint or session.lifetime)
        else:
            session = replace(session, session_id=self.session_id)
        self.client.sessions.append(session)
        self.client.kept.add("master_secret")

    def hello_request(self, message: bytes) -> None:
        """HelloRequest: the server asks for a new handshake (RFC 5246 section 7.4.1.1)."""
        read_body(messages12.HelloRequest, message)
        self.refuse_renegotiation()

    def hello_request_meanwhile(self, message: bytes) -> None:
        """HelloRequest during a handshake means nothing (RFC 5246 section 7.4.1.1)."""
        read_body(messages12.HelloRequest, message)
        self.count_refused()

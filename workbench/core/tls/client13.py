"""The TLS 1.3 client from the ServerHello on (RFC 8446 sections 2 and 4, appendix A.1)."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any

from workbench.core.tls import psk13
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.authentication13 import STATUS, TIMESTAMPS, choose_credential
from workbench.core.tls.cipher_suites import SUITES, suite_name
from workbench.core.tls.client_hello import second_client_hello
from workbench.core.tls.configuration import ClientConfiguration, Credential, Session
from workbench.core.tls.events import Derived, Level
from workbench.core.tls.extensions import Context, Extension, find, read_all
from workbench.core.tls.groups import SUPPORTED, finish, group_name
from workbench.core.tls.key_exchange import SECRET, secret_values, used_up
from workbench.core.tls.key_schedule import KeySchedule
from workbench.core.tls.messages import (
    HELLO_RETRY_REQUEST_RANDOM,
    Certificate,
    CertificateRequest,
    ClientHello,
    EncryptedExtensions,
    EndOfEarlyData,
    HelloRetryRequest,
    NewSessionTicket,
    ServerHello,
    read_body,
)
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion, PskKeyExchangeMode
from workbench.core.tls.post_handshake13 import PostHandshake13
from workbench.core.tls.states import CLIENT_13, State

if TYPE_CHECKING:
    from workbench.core.tls.client import Client

MOST_SESSIONS = 16
"""Sessions that a client keeps of one connection; the newest."""


class Client13(PostHandshake13):
    """One handshake of a client.

    session       the one that is offered, and after the ServerHello the one that is resumed
    early_data    whether 0-RTT data was sent, and after EncryptedExtensions whether it was accepted
    request       the server's CertificateRequest
    """

    settings: ClientConfiguration
    table = CLIENT_13
    side = "client"
    peer = "server"

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.client = client
        self.settings = client.configuration
        self.server_name = self.settings.server_name
        self.trust_anyway = self.settings.continue_when_not_trusted
        self.session: Session | None = None
        self.early_data = False
        self.request: CertificateRequest | None = None
        self.retry_group: int | None = None
        self.retry_suite = 0
        self.sent_change_cipher_spec = False
        self.tickets = 0
        self.asked_later = 0

    # The offer

    def prepare_resumption(self) -> bool:
        """Take up the configured session if it can be offered; tells whether 0-RTT data goes with it.

        Raises ValueError when that data is longer than the ticket allows.
        """
        settings = self.settings
        session = self.session = psk13.offered_session(settings)
        if session is None:
            return False
        self.schedule = psk13.schedule_of(session)
        if settings.early_data is None or not session.max_early_data_size or session.cipher_suite not in settings.cipher_suites:
            return False
        if len(settings.early_data) > session.max_early_data_size:
            raise ValueError(f"the ticket allows {session.max_early_data_size} bytes of early data, not {len(settings.early_data)}")
        self.early_data = True
        return True

    def offer(self, hello: ClientHello) -> ClientHello:
        """The ClientHello with the session to resume, if there is one."""
        if self.session is None:
            return hello
        self.replaced += ("binder_finished_key",)
        return psk13.offer(self.client, hello, self.session, self.secrets, self.settings.clock())

    def send_early_data(self) -> None:
        """0-RTT data right behind the ClientHello (RFC 8446 section 2.3)."""
        client = self.client
        assert self.session is not None and self.settings.early_data is not None
        self.suite = SUITES[self.session.cipher_suite]
        client.version = ProtocolVersion.TLS1_3  # as early data is protected; a server of another version cannot answer it
        self._change_cipher_spec()
        self.early_secrets()
        self.write_with("client", Level.early_data)
        if self.settings.early_data:
            client.write_application_data(self.settings.early_data)

    def _change_cipher_spec(self) -> None:
        """One dummy change_cipher_spec before our second flight, or before early data (RFC 8446 appendix D.4)."""
        if self.client.hello.legacy_session_id and self.settings.compatibility_mode and not self.sent_change_cipher_spec:
            self.sent_change_cipher_spec = True
            self.client.send_change_cipher_spec()

    def give_up(self) -> None:
        """It is not TLS 1.3 after all."""
        if self.early_data:
            raise PeerError(AlertDescription.protocol_version, "tls_early_data_old_version")
        self.close()

    # The server's answer

    def server_hello(self, message: bytes) -> None:
        """The ServerHello after a HelloRetryRequest; it must agree with that (RFC 8446 section 4.1.4)."""
        if message[6:38] == HELLO_RETRY_REQUEST_RANDOM:
            raise PeerError(AlertDescription.unexpected_message, "tls_second_hello_retry_request")
        hello = read_body(ServerHello, message)
        found = read_all(hello.extensions, Context.server_hello)
        self.client.check_answer(found)
        selected = found.get(ExtensionType.supported_versions)
        agrees = selected is not None and selected.selected_version == ProtocolVersion.TLS1_3 and hello.cipher_suite == self.retry_suite
        if not agrees or hello.legacy_version != ProtocolVersion.TLS1_2:
            raise PeerError(AlertDescription.illegal_parameter, "tls_server_hello_changed")
        self.answered(message, hello, found)

    def answered(self, message: bytes, hello: ServerHello | HelloRetryRequest, found: Mapping[int, Any]) -> None:
        """ServerHello or HelloRetryRequest, with its extensions (RFC 8446 sections 4.1.3 and 4.1.4)."""
        client = self.client
        if hello.legacy_session_id_echo != client.hello.legacy_session_id:
            raise PeerError(AlertDescription.illegal_parameter, "tls_session_id_echo")
        suite = SUITES.get(hello.cipher_suite)
        if suite is None or not suite.tls13 or hello.cipher_suite not in client.hello.cipher_suites:
            raise PeerError(AlertDescription.illegal_parameter, "tls_suite_not_offered", suite=suite_name(hello.cipher_suite))
        if hello.legacy_compression_method != 0:
            raise PeerError(AlertDescription.illegal_parameter, "tls_compression")
        if isinstance(hello, HelloRetryRequest):
            self._hello_retry_request(message, hello, found)
        else:
            self._agree(message, hello, found)

    def _hello_retry_request(self, message: bytes, hello: HelloRetryRequest, found: Mapping[int, Any]) -> None:
        client = self.client
        selected = found.get(ExtensionType.key_share)
        cookie = find(hello.extensions, ExtensionType.cookie)
        if selected is None and cookie is None:
            raise PeerError(AlertDescription.illegal_parameter, "tls_hello_retry_changes_nothing")
        self.retry_suite = hello.cipher_suite
        client.agree("hello_retry_request", True)
        if self.early_data:
            self._reject_early_data()
            self.replaced += (client.writing.key_name, client.writing.iv_name) if client.writing is not None else ()
            client.write_with(None)
        hash_name = SUITES[hello.cipher_suite].hash
        client.transcript.replace_client_hello(hash_name)
        client.transcript.add(message, "hello_retry_request")
        share = None
        if selected is not None:
            group = self.retry_group = selected.selected_group
            if group not in self.settings.groups or group not in SUPPORTED or group in client.shares:
                name = group_name(group) or f"0x{group:04x}"
                raise PeerError(AlertDescription.illegal_parameter, "tls_hello_retry_group", group=name)
            client.forget_shares()
            client.make_key_share(group)
            share = client.shares[group]
        self._change_cipher_spec()
        if self.session is not None and self.secrets.hash_name != hash_name:
            self._drop_session()
        again = second_client_hello(client.hello, share, Extension(ExtensionType.cookie, cookie) if cookie is not None else None)
        client.send_hello(self.offer(again))

    def _drop_session(self) -> None:
        self.session = None
        self.forget()
        self.schedule = None

    def _agree(self, message: bytes, hello: ServerHello, found: Mapping[int, Any]) -> None:
        client = self.client
        self.choose_suite(hello.cipher_suite)
        client.transcript.add(message, "server_hello")
        self._choose_psk(found)
        entry = found.get(ExtensionType.key_share)
        secret: bytes | None = None
        if entry is not None:
            share = client.shares.get(entry.group)
            if share is None or (self.retry_group is not None and entry.group != self.retry_group):
                name = group_name(entry.group) or f"0x{entry.group:04x}"
                raise PeerError(AlertDescription.illegal_parameter, "tls_group_not_offered", group=name)
            client.agree("group", entry.group)
            began = perf_counter()
            shared = finish(share, entry.key_exchange)
            client.compute("compute_shared_secret", secret_values("client", "server", share, shared), SECRET, began)
            secret = shared.secret
            del client.shares[entry.group]
            self.replaced += used_up("client", share, shared)
        self.enter_handshake(secret)
        client.forget_shares()
        self.read_with("server", Level.handshake)
        client.enter(State.WAIT_EE)

    def _choose_psk(self, found: Mapping[int, Any]) -> None:
        """Whether the session is resumed, and in a mode that we offered (RFC 8446 section 4.2.11)."""
        chosen = found.get(ExtensionType.pre_shared_key)
        shared = ExtensionType.key_share in found
        if chosen is None:
            if not shared:
                raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type="key_share")
            if self.session is not None:
                self._drop_session()
                self.client.agree("resumed", False)
            self.schedule = KeySchedule(self.suite.hash)
            return
        if self.session is None or chosen.selected_identity != 0:
            raise PeerError(AlertDescription.illegal_parameter, "tls_psk_not_offered", index=chosen.selected_identity)
        if self.secrets.hash_name != self.suite.hash:
            raise PeerError(AlertDescription.illegal_parameter, "tls_psk_hash")
        mode = PskKeyExchangeMode.psk_dhe_ke if shared else PskKeyExchangeMode.psk_ke
        if mode not in self.settings.psk_modes:
            raise PeerError(AlertDescription.illegal_parameter, "tls_psk_mode", mode=mode.name)
        self.peer_chain, self.peer_trusted = self.session.chain, self.session.trusted
        self.client.agree("resumed", True)
        self.client.agree("psk_key_exchange_mode", int(mode))

    def encrypted_extensions(self, message: bytes) -> None:
        """EncryptedExtensions (RFC 8446 section 4.3.1).

        That it could be read shows that both have the same keys; from here on our alerts are protected, too (appendix A.1). One about
        a first record that could not be read goes out in the clear: the server could not read it otherwise.
        """
        client = self.client
        if not self.early_data:
            self.write_with("client", Level.handshake)
        found = read_all(read_body(EncryptedExtensions, message).extensions, Context.encrypted_extensions)
        client.check_answer(found)
        client.transcript.add(message, "encrypted_extensions")
        self._protocol(found.get(ExtensionType.application_layer_protocol_negotiation))
        limit = found.get(ExtensionType.record_size_limit)
        if limit is not None:
            client.limit_records(limit.record_size_limit, self.settings.record_size_limit)
        if ExtensionType.server_name in found:
            client.agree("server_name", self.settings.server_name)
        self._early_data(ExtensionType.early_data in found)
        client.enter(State.WAIT_FINISHED if self.session is not None else State.WAIT_CERT_CR)

    def _protocol(self, protocols: Any) -> None:
        if protocols is None:
            return
        names = protocols.protocol_name_list
        if len(names) != 1 or names[0] not in self.settings.application_layer_protocols:
            raise PeerError(AlertDescription.illegal_parameter, "tls_protocol_not_offered")
        self.client.agree("application_layer_protocol", names[0])

    def _early_data(self, accepted: bool) -> None:
        """Whether the server took our 0-RTT data (RFC 8446 section 4.2.10)."""
        client = self.client
        if accepted:
            session = self.session
            if not self.early_data or session is None or session.cipher_suite != self.suite.code:
                raise PeerError(AlertDescription.illegal_parameter, "tls_early_data_wrongly_accepted")
            if client.negotiated.get("application_layer_protocol", b"") != session.application_layer_protocol:
                raise PeerError(AlertDescription.illegal_parameter, "tls_early_data_protocol")
            client.agree("early_data", True)
        elif self.early_data:
            self._reject_early_data()
            self.write_with("client", Level.handshake)

    def _reject_early_data(self) -> None:
        self.early_data = False
        self.client.rejected_early_data = self.settings.early_data or b""
        self.client.agree("early_data", False)

    # The server shows who it is

    def certificate_request(self, message: bytes) -> None:
        """The server wants to know who we are, too (RFC 8446 section 4.3.2)."""
        request = self._read_request(message)
        if request.certificate_request_context:
            raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_context")
        self.request = request
        self.client.transcript.add(message, "certificate_request")
        self.client.enter(State.WAIT_CERT)

    def _read_request(self, message: bytes) -> CertificateRequest:
        request: CertificateRequest = read_body(CertificateRequest, message)
        found = read_all(request.extensions, Context.certificate_request)
        if ExtensionType.signature_algorithms not in found:
            raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type="signature_algorithms")
        return request

    def certificate(self, message: bytes) -> None:
        """Certificate (RFC 8446 section 4.4.2): judged by those who know certificates."""
        body = read_body(Certificate, message)
        if body.certificate_request_context:
            raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_context")
        if not body.certificate_list:
            raise PeerError(AlertDescription.decode_error, "tls_no_certificate")
        self.client.transcript.add(message, "server_certificate")
        self.may_staple = frozenset((STATUS, TIMESTAMPS)) & self.client.offered_extensions
        self.judge(body)
        self.client.enter(State.WAIT_CV)

    def certificate_verify(self, message: bytes) -> None:
        """CertificateVerify (RFC 8446 section 4.4.3): the server has the private key of its certificate."""
        self.check_certificate_verify(message)
        self.client.transcript.add(message, "server_certificate_verify")
        self.client.enter(State.WAIT_FINISHED)

    def finished(self, message: bytes) -> None:
        """The server's Finished; our flight follows, and the application keys (RFC 8446 section 4.4.4)."""
        client = self.client
        self.check_finished(message, "server_handshake_traffic_secret")
        client.transcript.add(message, "server_finished")
        self.enter_application()
        self.read_with("server", Level.application)
        self._change_cipher_spec()
        if self.early_data:
            self.say(EndOfEarlyData(), "end_of_early_data")
            self.write_with("client", Level.handshake)
        if self.request is not None:
            self._authenticate(self.request)
        self.say(self.make_finished("client_handshake_traffic_secret"), "client_finished")
        self.write_with("client", Level.application)
        self.finish_handshake()
        client.enter(State.CONNECTED)

    def _authenticate(self, request: CertificateRequest) -> None:
        """Our Certificate, empty when none fits, and the proof that we have its key."""
        found = read_all(request.extensions, Context.certificate_request)
        chosen = self._credential(found)
        credential = chosen[0] if chosen is not None else None
        self.say(self.make_certificate(credential, b"", found), "client_certificate")
        if chosen is not None:
            self.say(self.make_certificate_verify(*chosen), "client_certificate_verify")

    def _credential(self, found: Mapping[int, Any]) -> tuple[Credential, int] | None:
        authorities = found.get(ExtensionType.certificate_authorities)
        return choose_credential(
            self.settings.credentials,
            found[ExtensionType.signature_algorithms].supported_signature_algorithms,
            authorities.authorities if authorities is not None else (),
        )

    # After the handshake

    def new_session_ticket(self, message: bytes) -> None:
        """A ticket to come back with (RFC 8446 section 4.6.1)."""
        client = self.client
        began = perf_counter()
        body = read_body(NewSessionTicket, message)
        found = read_all(body.extensions, Context.new_session_ticket)
        if body.ticket_lifetime > psk13.LONGEST_LIFETIME:
            raise PeerError(AlertDescription.illegal_parameter, "tls_ticket_lifetime", seconds=body.ticket_lifetime)
        if not self.settings.session_tickets or body.ticket_lifetime == 0:
            return
        early = found.get(ExtensionType.early_data)
        nonce, psk = self.resumption_psk(self.tickets, body.ticket_nonce)
        ticket = Derived(f"ticket_{self.tickets}", body.ticket, "sealed by the server", (), psk13.TICKETS, False)
        self.tickets += 1
        session = Session(
            version=ProtocolVersion.TLS1_3,
            cipher_suite=self.suite.code,
            secret=psk.value,
            server_name=self.settings.server_name,
            ticket=body.ticket,
            lifetime=body.ticket_lifetime,
            age_add=body.ticket_age_add,
            issued_at=self.settings.clock(),
            max_early_data_size=early.max_early_data_size if early is not None else 0,
            application_layer_protocol=client.negotiated.get("application_layer_protocol", b""),
            chain=self.peer_chain,
            trusted=self.peer_trusted,
        )
        client.sessions.append(session)
        client.kept.add(psk.name)
        self.tell_ticket("keep_ticket", (nonce, psk, ticket), began)
        if len(client.sessions) > MOST_SESSIONS:
            del client.sessions[0]
            oldest = f"pre_shared_key_{self.tickets - MOST_SESSIONS - 1}"
            client.kept.discard(oldest)
            client.destroy((oldest,))

    def post_handshake_certificate_request(self, message: bytes) -> None:
        """The server asks who we are after all (RFC 8446 section 4.6.2)."""
        client = self.client
        if ExtensionType.post_handshake_auth not in client.offered_extensions:
            raise PeerError(AlertDescription.unexpected_message, "tls_post_handshake_auth_not_offered")
        request = self._read_request(message)
        self.count_post_handshake()
        self.asked_later += 1
        prefix = f"post_handshake_{self.asked_later}_"
        transcript = client.transcript.branch()
        transcript.add(message)
        found = read_all(request.extensions, Context.certificate_request)
        chosen = self._credential(found)
        certificate = self.make_certificate(chosen[0] if chosen is not None else None, request.certificate_request_context, found)
        self.say_later(certificate, transcript, f"{prefix}client_certificate")
        if chosen is not None:
            verify = self.make_certificate_verify(*chosen, prefix, transcript)
            self.say_later(verify, transcript, f"{prefix}client_certificate_verify")
        base = f"client_application_traffic_secret_{self.generation['client']}"
        self.say_later(self.make_finished(base, prefix, transcript), transcript, "")
        self.forget(())

"""The TLS 1.3 server from the ClientHello on (RFC 8446 sections 2 and 4, appendix A.2)."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any

from workbench.core.tls import psk13
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.authentication13 import STATUS, TIMESTAMPS, choose_credential
from workbench.core.tls.choice12 import serving
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.configuration import Credential, Session
from workbench.core.tls.events import Level
from workbench.core.tls.extensions import (
    Context,
    Extension,
    extension,
    key_share,
    pre_shared_key,
    read_all,
    record_size_limit,
    supported_versions,
)
from workbench.core.tls.extensions import application_layer_protocol_negotiation as alpn
from workbench.core.tls.extensions.context import Empty
from workbench.core.tls.groups import respond
from workbench.core.tls.hello_retry13 import HelloRetry, check_key_shares
from workbench.core.tls.key_exchange import SECRET, SHARES, random_values, secret_values, share_values, used_up
from workbench.core.tls.key_schedule import KeySchedule
from workbench.core.tls.messages import (
    Certificate,
    ClientHello,
    EncryptedExtensions,
    ServerHello,
    read_body,
)
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion, PskKeyExchangeMode
from workbench.core.tls.server_post_handshake13 import ServerPostHandshake13
from workbench.core.tls.states import SERVER_13, State

if TYPE_CHECKING:
    from workbench.core.tls.server import Server


HELLO = "RFC 8446 section 4.1.3"
FRESH = 10.0
"""Seconds by which a client's idea of its ticket's age may be off for 0-RTT (RFC 8446 section 8.3)."""
SKIPPED_AT_LEAST = 2**14
"""Bytes of refused 0-RTT data that are passed over, even if this server never allowed any: another one may have."""


class Server13(ServerPostHandshake13):
    """One handshake of a server."""

    table = SERVER_13

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.retry: HelloRetry | None = None
        self.extensions: list[Extension] = []
        self.early_data = False
        self.early_data_limit = 0
        self.asks_for_certificate = False

    # ClientHello

    def second_client_hello(self, message: bytes) -> None:
        """The ClientHello after our HelloRetryRequest (RFC 8446 section 4.1.2)."""
        hello = read_body(ClientHello, message)
        assert self.retry is not None
        self.server.early_data_to_skip = 0
        found = read_all(hello.extensions, Context.client_hello)
        self.retry.check(self.server, hello, found)
        if self.retry.cookie_key:
            self.replaced += ("cookie_key",)
        self.answer(message, hello, found)

    def answer(self, message: bytes, hello: ClientHello, found: Mapping[int, Any]) -> None:
        """ClientHello, with its extensions: agree on everything and answer with the whole flight (RFC 8446 section 2)."""
        server = self.server
        if hello.legacy_compression_methods != (0,):
            raise PeerError(AlertDescription.illegal_parameter, "tls_compression")
        check_key_shares(found)
        self.server_name = server.requested_name(found)
        self.client_modes = self._modes(found)
        self.may_ask_later = ExtensionType.post_handshake_auth in found
        psk = self._choose_psk(hello, found, message)
        suite = psk.suite if psk is not None else self._common_suite(hello)
        group = self._choose_group(found, psk)
        shares = found[ExtensionType.key_share].client_shares if ExtensionType.key_share in found else ()
        public = next((entry.key_exchange for entry in shares if entry.group == group), None)
        server.transcript.add(message, "client_hello" if self.retry is None else "second_client_hello")
        if group is not None and public is None:
            self._hello_retry_request(hello, found, suite, group)
            return
        credential = None
        if psk is None:
            credential = self._choose_credential(found)
        self.choose_suite(suite)
        if psk is not None:
            self._resume(psk)
        else:
            self.schedule = KeySchedule(self.suite.hash)
            if ExtensionType.pre_shared_key in found:
                server.agree("resumed", False)
        self._choose_extensions(found, resumed=psk is not None)
        offers_early_data = ExtensionType.early_data in found
        if offers_early_data:
            self._choose_early_data(psk)
        self._server_hello(hello, group, public, psk)
        self.say(EncryptedExtensions(tuple(self.extensions)), "encrypted_extensions")
        if credential is not None:
            self._authenticate(*credential, found)
        self.say(self.make_finished("server_handshake_traffic_secret"), "server_finished")
        self.enter_application()
        self.write_with("server", Level.application)
        self._wait_for_client(offers_early_data)

    def _modes(self, found: Mapping[int, Any]) -> tuple[int, ...]:
        modes = found.get(ExtensionType.psk_key_exchange_modes)
        if modes is None and ExtensionType.pre_shared_key in found:
            raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type="psk_key_exchange_modes")
        return modes.ke_modes if modes is not None else ()

    def _choose_psk(self, hello: ClientHello, found: Mapping[int, Any], message: bytes) -> psk13.Chosen | None:
        offered = found.get(ExtensionType.pre_shared_key)
        if offered is None or not {PskKeyExchangeMode.psk_ke, PskKeyExchangeMode.psk_dhe_ke} & set(self.client_modes):
            return None
        settings = self.settings

        def fits(session: Session) -> int | None:
            if session.server_name != self.server_name or (settings.require_client_certificate and not session.chain):
                return None
            usable = [code for code in settings.cipher_suites if code in hello.cipher_suites and SUITES[code].tls13]
            if self.retry is not None:
                usable = [code for code in usable if code == self.retry.suite]
            if session.cipher_suite in usable:
                return session.cipher_suite
            hash_name = SUITES[session.cipher_suite].hash
            return next((code for code in usable if SUITES[code].hash == hash_name), None)

        chosen = psk13.choose(self.server, settings, hello, offered, message, fits)
        if chosen is not None:
            self.replaced += ("binder_finished_key",)
        return chosen

    def _common_suite(self, hello: ClientHello) -> int:
        if self.retry is not None:
            return self.retry.suite
        suite = next((code for code in self.settings.cipher_suites if code in hello.cipher_suites and SUITES[code].tls13), None)
        if suite is None:
            raise PeerError(AlertDescription.handshake_failure, "tls_no_common_suite")
        return suite

    def _choose_group(self, found: Mapping[int, Any], psk: psk13.Chosen | None) -> int | None:
        """The first group of ours that the client knows too; None for a resumption without key exchange (psk_ke)."""
        may_do_without = psk is not None and PskKeyExchangeMode.psk_ke in self.client_modes
        if may_do_without and PskKeyExchangeMode.psk_dhe_ke not in self.client_modes:
            return None
        for type in (ExtensionType.supported_groups, ExtensionType.key_share):
            if type not in found:
                if may_do_without:
                    return None
                raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type=type.name)
        known = found[ExtensionType.supported_groups].named_group_list
        if self.retry is not None:
            return self.retry.group
        group = next((code for code in self.settings.groups if code in known), None)
        if group is None and not may_do_without:
            raise PeerError(AlertDescription.handshake_failure, "tls_no_common_group")
        return group

    def _choose_credential(self, found: Mapping[int, Any]) -> tuple[Credential, int]:
        if ExtensionType.signature_algorithms not in found:
            raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type="signature_algorithms")
        schemes = found[ExtensionType.signature_algorithms].supported_signature_algorithms
        chosen = choose_credential(serving(self.settings, self.server_name), schemes)
        if chosen is None:
            raise PeerError(AlertDescription.handshake_failure, "tls_no_common_scheme")
        return chosen

    def _hello_retry_request(self, hello: ClientHello, found: Mapping[int, Any], suite: int, group: int) -> None:
        """Ask for a key share of a group that we both know (RFC 8446 section 4.1.4)."""
        server = self.server
        self.retry = HelloRetry(suite, group, hello)
        server.agree("hello_retry_request", True)
        if ExtensionType.early_data in found:
            server.agree("early_data", False)
            self._skip_early_data()
        request = self.retry.request(server)
        self.say(request, "hello_retry_request")
        if hello.legacy_session_id:
            server.send_change_cipher_spec()
        server.flush()

    def _resume(self, psk: psk13.Chosen) -> None:
        self.schedule = psk.schedule
        self.peer_chain = psk.session.chain
        self.server.agree("resumed", True)

    # Early data

    def _choose_early_data(self, psk: psk13.Chosen | None) -> None:
        """Take the 0-RTT data or pass it over (RFC 8446 section 4.2.10)."""
        settings = self.settings
        self.early_data = (
            psk is not None
            and psk.index == 0
            and self.retry is None
            and settings.max_early_data_size > 0
            and psk.session.max_early_data_size > 0
            and psk.suite == psk.session.cipher_suite
            and psk.session.application_layer_protocol == self.server.negotiated.get("application_layer_protocol", b"")
            and abs(psk.told_age - (settings.clock() - psk.session.issued_at)) <= FRESH
            and not (settings.early_data_replay is not None and settings.early_data_replay(psk.binder))
        )
        self.server.agree("early_data", self.early_data)
        if self.early_data and psk is not None:
            self.early_data_limit = min(psk.session.max_early_data_size, self.settings.max_early_data_size)
            self.extensions.append(extension(ExtensionType.early_data, Empty()))
            self.early_secrets()
        else:
            self._skip_early_data()

    def _skip_early_data(self) -> None:
        self.server.early_data_to_skip = max(self.settings.max_early_data_size, SKIPPED_AT_LEAST)

    def end_of_early_data(self, message: bytes) -> None:
        """Nothing more comes under the early keys (RFC 8446 section 4.5)."""
        if len(message) != 4:
            raise PeerError(AlertDescription.decode_error, "tls_left_over", offset=0, field="EndOfEarlyData")
        self.server.transcript.add(message, "end_of_early_data")
        self.server.early_data_allowed = None
        self.read_with("client", Level.handshake)
        self.server.enter(State.WAIT_FINISHED)

    # Our flight

    def _server_hello(self, hello: ClientHello, group: int | None, peer_public: bytes | None, psk: psk13.Chosen | None) -> None:
        server = self.server
        began = perf_counter()
        random = self.settings.random(32)
        server.compute("choose_server_random", random_values("server", random, HELLO), HELLO, began)
        extensions = [extension(ExtensionType.supported_versions, supported_versions.SupportedVersionsServerHello(ProtocolVersion.TLS1_3))]
        secret: bytes | None = None
        if group is not None and peer_public is not None:
            server.agree("group", group)
            began = perf_counter()
            share, shared = respond(group, peer_public, self.settings.random)
            server.compute("generate_key_share", share_values("server", share), SHARES, began)
            server.compute("compute_shared_secret", secret_values("server", "client", share, shared), SECRET, began)
            secret = shared.secret
            self.replaced += used_up("server", share, shared)
            extensions.append(extension(ExtensionType.key_share, key_share.KeyShareServerHello(group, share.public)))
        if psk is not None:
            mode = PskKeyExchangeMode.psk_dhe_ke if group is not None else PskKeyExchangeMode.psk_ke
            server.agree("psk_key_exchange_mode", int(mode))
            extensions.append(extension(ExtensionType.pre_shared_key, pre_shared_key.SelectedPsk(psk.index)))
        answer = ServerHello(ProtocolVersion.TLS1_2, random, hello.legacy_session_id, self.suite.code, 0, tuple(extensions))
        self.say(answer, "server_hello")
        if hello.legacy_session_id and self.retry is None:
            server.send_change_cipher_spec()
        self.enter_handshake(secret)
        self.write_with("server", Level.handshake)

    def _choose_extensions(self, found: Mapping[int, Any], resumed: bool) -> None:
        """What stands in EncryptedExtensions (RFC 8446 section 4.3.1)."""
        settings, server = self.settings, self.server
        protocol = server.choose_protocol(found)
        if protocol:
            self.extensions.append(extension(ExtensionType.application_layer_protocol_negotiation, alpn.ProtocolNameList((protocol,))))
        if self.server_name:
            server.agree("server_name", self.server_name)
            if not resumed:
                self.extensions.append(extension(ExtensionType.server_name, Empty()))
        limit = found.get(ExtensionType.record_size_limit)
        if limit is not None:
            ours = settings.record_size_limit
            server.limit_records(limit.record_size_limit, ours)
            told = record_size_limit.RecordSizeLimit(ours if ours is not None else 2**14 + 1)
            self.extensions.append(extension(ExtensionType.record_size_limit, told))

    def _authenticate(self, credential: Credential, scheme: int, found: Mapping[int, Any]) -> None:
        server, settings = self.server, self.settings
        if settings.request_client_certificate or settings.require_client_certificate:
            self.asks_for_certificate = True
            self.say(self.certificate_request(b""), "certificate_request")
        asked = frozenset((STATUS, TIMESTAMPS)) & found.keys()
        self.say(self.make_certificate(credential, b"", asked), "server_certificate")
        server.agree("signature_scheme", scheme)
        self.say(self.make_certificate_verify(credential, scheme), "server_certificate_verify")

    # The client's flight

    def _wait_for_client(self, offers_early_data: bool) -> None:
        server = self.server
        if offers_early_data and self.early_data:
            server.early_data_allowed = self.early_data_limit
            self.read_with("client", Level.early_data)
            server.enter(State.WAIT_EOED)
            return
        self.read_with("client", Level.handshake)
        server.enter(State.WAIT_CERT if self.asks_for_certificate else State.WAIT_FINISHED)

    def certificate(self, message: bytes) -> None:
        """The client's Certificate; it may be empty (RFC 8446 section 4.4.2)."""
        body = read_body(Certificate, message)
        if body.certificate_request_context:
            raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_context")
        self.server.transcript.add(message, "client_certificate")
        if body.certificate_list:
            self.judge(body)
            self.server.enter(State.WAIT_CV)
            return
        self.refuse_without_certificate()
        self.server.enter(State.WAIT_FINISHED)

    def certificate_verify(self, message: bytes) -> None:
        """CertificateVerify (RFC 8446 section 4.4.3): the client has the private key of its certificate."""
        self.check_certificate_verify(message)
        self.server.transcript.add(message, "client_certificate_verify")
        self.server.enter(State.WAIT_FINISHED)

    def finished(self, message: bytes) -> None:
        """The client's Finished: the handshake is done (RFC 8446 section 4.4.4)."""
        server = self.server
        self.check_finished(message, "client_handshake_traffic_secret")
        server.transcript.add(message, "client_finished")
        self.read_with("client", Level.application)
        self.finish_handshake()
        server.enter(State.CONNECTED)
        self.send_tickets()

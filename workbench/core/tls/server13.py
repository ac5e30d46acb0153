"""The TLS 1.3 server from the ClientHello on (RFC 8446 sections 2 and 4, appendix A.2)."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.configuration import Credential
from workbench.core.tls.events import Level
from workbench.core.tls.extensions import Context, Extension, extension, key_share, read_all, supported_versions
from workbench.core.tls.extensions import application_layer_protocol_negotiation as alpn
from workbench.core.tls.groups import respond
from workbench.core.tls.key_exchange import SECRET, SHARES, random_values, secret_values, share_values
from workbench.core.tls.key_schedule import KeySchedule
from workbench.core.tls.messages import (
    Certificate,
    CertificateEntry,
    CertificateVerify,
    ClientHello,
    EncryptedExtensions,
    ServerHello,
    frame,
    read_body,
)
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion
from workbench.core.tls.session13 import Session13
from workbench.core.tls.signatures import choose, sign
from workbench.core.tls.states import SERVER_13, State

if TYPE_CHECKING:
    from workbench.core.tls.server import Server


HELLO = "RFC 8446 section 4.1.3"


class Server13(Session13):
    """One handshake of a server."""

    table = SERVER_13
    side = "server"
    peer = "client"

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.server = server
        self.settings = server.configuration

    def client_hello(self, message: bytes) -> None:
        """ClientHello: agree on everything and answer with the whole flight (RFC 8446 section 2)."""
        server = self.server
        hello = read_body(ClientHello, message)
        found = read_all(hello.extensions, Context.client_hello)
        server.transcript.add(message)
        if hello.legacy_compression_methods != (0,):
            raise PeerError(AlertDescription.illegal_parameter, "tls_compression")
        for type in (ExtensionType.supported_groups, ExtensionType.key_share, ExtensionType.signature_algorithms):
            if type not in found:
                raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type=type.name)
        suite = next((code for code in self.settings.cipher_suites if code in hello.cipher_suites and SUITES[code].tls13), None)
        if suite is None:
            raise PeerError(AlertDescription.handshake_failure, "tls_no_common_suite")
        self.choose_suite(suite)
        credential, scheme = self._choose_credential(found[ExtensionType.signature_algorithms].supported_signature_algorithms)
        offered = {entry.group: entry.key_exchange for entry in found[ExtensionType.key_share].client_shares}
        group = next((code for code in self.settings.groups if code in offered), None)
        if group is None:
            raise PeerError(AlertDescription.handshake_failure, "tls_no_common_group")
        server.agree("group", group)
        self.schedule = KeySchedule(self.suite.hash)
        self._answer(hello, group, offered[group])
        self._encrypted_extensions(found)
        self._certificate(credential, scheme)
        self.send_finished("server_handshake_traffic_secret")
        self.enter_application()
        server.write_with(self.protect("server", Level.application))
        server.enter(State.WAIT_FINISHED)

    def _choose_credential(self, schemes: tuple[int, ...]) -> tuple[Credential, int]:
        for credential in self.settings.credentials:
            scheme = choose(credential.public_key, schemes, ProtocolVersion.TLS1_3)
            if scheme is not None:
                return credential, scheme
        raise PeerError(AlertDescription.handshake_failure, "tls_no_common_scheme")

    def _answer(self, hello: ClientHello, group: int, peer_public: bytes) -> None:
        server = self.server
        began = perf_counter()
        random = self.settings.random(32)
        server.compute("choose_server_random", random_values("server", random, HELLO), HELLO, began)
        began = perf_counter()
        share, secret = respond(group, peer_public, self.settings.random)
        server.compute("generate_key_share", share_values("server", share), SHARES, began)
        server.compute("compute_shared_secret", secret_values("server", "client", share, secret), SECRET, began)
        extensions = (
            extension(ExtensionType.supported_versions, supported_versions.SupportedVersionsServerHello(ProtocolVersion.TLS1_3)),
            extension(ExtensionType.key_share, key_share.KeyShareServerHello(group, share.public)),
        )
        server.send_handshake(frame(ServerHello(ProtocolVersion.TLS1_2, random, hello.legacy_session_id, self.suite.code, 0, extensions)))
        if hello.legacy_session_id:
            server.send_change_cipher_spec()
        self.enter_handshake(secret.secret)
        server.write_with(self.protect("server", Level.handshake))
        server.read_with(self.protect("client", Level.handshake))

    def _encrypted_extensions(self, found: Any) -> None:
        extensions: list[Extension] = []
        offered = found.get(ExtensionType.application_layer_protocol_negotiation)
        if offered is not None and self.settings.application_layer_protocols:
            name = next((n for n in self.settings.application_layer_protocols if n in offered.protocol_name_list), None)
            if name is None:
                raise PeerError(AlertDescription.no_application_protocol, "tls_no_common_protocol")
            self.server.agree("application_layer_protocol", name)
            extensions.append(extension(ExtensionType.application_layer_protocol_negotiation, alpn.ProtocolNameList((name,))))
        self.server.send_handshake(frame(EncryptedExtensions(tuple(extensions))))

    def _certificate(self, credential: Credential, scheme: int) -> None:
        server = self.server
        server.send_handshake(frame(Certificate(b"", tuple(CertificateEntry(data, ()) for data in credential.chain))))
        began = perf_counter()
        signed = self.signed("server")
        signature = sign(credential.private_key, scheme, signed.value, self.settings.deterministic_signatures)
        self.tell_signature("sign_certificate_verify", signed, signature, began)
        server.agree("signature_scheme", scheme)
        server.send_handshake(frame(CertificateVerify(scheme, signature)))

    def finished(self, message: bytes) -> None:
        """The client's Finished: the handshake is done (RFC 8446 section 4.4.4)."""
        server = self.server
        self.check_finished(message, "client_handshake_traffic_secret")
        server.transcript.add(message)
        server.read_with(self.protect("client", Level.application))
        self.finish_handshake()
        server.enter(State.CONNECTED)

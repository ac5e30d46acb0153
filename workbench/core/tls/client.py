"""The client up to the ServerHello, which says the version; from there `client13` or `client12` goes on (RFC 8446 section 4.1)."""

from __future__ import annotations

from ipaddress import ip_address
from time import perf_counter

from workbench.core.tls import hello12
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.client12 import Client12
from workbench.core.tls.client13 import Client13
from workbench.core.tls.configuration import ClientConfiguration
from workbench.core.tls.connection import Connection
from workbench.core.tls.extensions import (
    Context,
    Extension,
    extension,
    key_share,
    psk_key_exchange_modes,
    read_all,
    server_name,
    signature_algorithms,
    supported_groups,
)
from workbench.core.tls.extensions import application_layer_protocol_negotiation as alpn
from workbench.core.tls.extensions import supported_versions as versions
from workbench.core.tls.groups import KeyShare, generate
from workbench.core.tls.key_exchange import SHARES, random_values, share_values
from workbench.core.tls.messages import HELLO_RETRY_REQUEST_RANDOM, ClientHello, HelloRetryRequest, ServerHello, frame, read_body
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion
from workbench.core.tls.states import CLIENT, State

HELLO = "RFC 8446 section 4.1.2"
DOWNGRADE_TLS12 = b"DOWNGRD\x01"
DOWNGRADE_TLS11 = b"DOWNGRD\x00"


class Client(Connection):
    """A client. `start` sends the ClientHello."""

    is_client = True
    table = CLIENT

    def __init__(self, configuration: ClientConfiguration) -> None:
        super().__init__(configuration)
        self.configuration = configuration
        self.machine = self
        self.shares: dict[int, KeyShare] = {}
        self.session12 = hello12.offered_session(configuration)
        self.hello: ClientHello
        self.offered_extensions: frozenset[int] = frozenset()

    def start(self) -> None:
        """Send the ClientHello."""
        settings = self.configuration
        tls13 = ProtocolVersion.TLS1_3 in settings.versions
        began = perf_counter()
        random = settings.random(32)
        session_id = hello12.session_id(settings, self.session12)
        self.compute("choose_client_random", random_values("client", random, HELLO), HELLO, began)
        if tls13:
            groups = settings.groups[:1] if settings.key_share_groups is None else settings.key_share_groups
            for group in groups:
                self.make_key_share(group)
        hello = ClientHello(ProtocolVersion.TLS1_2, random, session_id, self._suites(), (0,), self._extensions())
        if settings.adjust_client_hello is not None:
            hello = settings.adjust_client_hello(hello)
        self.send_hello(hello)

    def make_key_share(self, group: int) -> None:
        """An ephemeral key pair for `group`, told in all its parts."""
        began = perf_counter()
        share = generate(group, self.configuration.random)
        self.shares[group] = share
        self.compute("generate_key_share", share_values("client", share), SHARES, began)

    def send_hello(self, hello: ClientHello) -> None:
        """Send this ClientHello and wait for the answer."""
        self.hello = hello
        self.offered_extensions = frozenset(item.extension_type for item in hello.extensions or ())
        self.send_handshake(frame(hello))
        self.flush()
        self.record_version = ProtocolVersion.TLS1_2
        self.enter(State.WAIT_SH)

    def _suites(self) -> tuple[int, ...]:
        versions = self.configuration.versions
        spoken = {True: ProtocolVersion.TLS1_3 in versions, False: ProtocolVersion.TLS1_2 in versions}
        return tuple(code for code in self.configuration.cipher_suites if spoken[SUITES[code].tls13])

    def _extensions(self) -> tuple[Extension, ...]:
        settings = self.configuration
        found: list[Extension] = []
        name = settings.server_name
        if name and not _is_address(name):
            entry = server_name.ServerName(server_name.NameType.host_name, name.encode("idna") if not name.isascii() else name.encode())
            found.append(extension(ExtensionType.server_name, server_name.ServerNameList((entry,))))
        found.append(extension(ExtensionType.supported_groups, supported_groups.NamedGroupList(settings.groups)))
        schemes = signature_algorithms.SignatureSchemeList(settings.signature_schemes)
        found.append(extension(ExtensionType.signature_algorithms, schemes))
        found.extend(hello12.extensions(settings, self.session12))
        if settings.application_layer_protocols:
            names = alpn.ProtocolNameList(settings.application_layer_protocols)
            found.append(extension(ExtensionType.application_layer_protocol_negotiation, names))
        if ProtocolVersion.TLS1_3 in settings.versions:
            found.append(extension(ExtensionType.supported_versions, versions.SupportedVersionsClientHello(settings.versions)))
            modes = psk_key_exchange_modes.PskKeyExchangeModes(settings.psk_modes)
            found.append(extension(ExtensionType.psk_key_exchange_modes, modes))
            entries = tuple(key_share.KeyShareEntry(share.group, share.public) for share in self.shares.values())
            found.append(extension(ExtensionType.key_share, key_share.KeyShareClientHello(entries)))
        return tuple(found)

    def server_hello(self, message: bytes) -> None:
        """The first answer: choose what goes on by its version (RFC 8446 section 4.1.3)."""
        settings = self.configuration
        retry = message[6:38] == HELLO_RETRY_REQUEST_RANDOM
        hello = read_body(HelloRetryRequest if retry else ServerHello, message)
        found = read_all(hello.extensions, Context.hello_retry_request if retry else Context.server_hello)
        for type in found:
            if type not in self.offered_extensions and not (retry and type == ExtensionType.cookie):
                raise PeerError(AlertDescription.unsupported_extension, "tls_unasked_extension", type=type)
        selected = found.get(ExtensionType.supported_versions)
        version = selected.selected_version if selected is not None else hello.legacy_version
        if selected is not None and (version < ProtocolVersion.TLS1_3 or hello.legacy_version != ProtocolVersion.TLS1_2):
            raise PeerError(AlertDescription.illegal_parameter, "tls_version_selected", version=version)
        if version not in settings.versions:
            raise PeerError(AlertDescription.protocol_version, "tls_version_refused", version=version)
        sentinel = hello.random[24:] in (DOWNGRADE_TLS12, DOWNGRADE_TLS11)
        if sentinel and version != ProtocolVersion.TLS1_3 and ProtocolVersion.TLS1_3 in settings.versions:
            raise PeerError(AlertDescription.illegal_parameter, "tls_downgrade")
        self.version = version
        self.agree("version", version)
        if version == ProtocolVersion.TLS1_3:
            self.machine = Client13(self)
        else:
            self.machine = Client12(self)
        self.machine.server_hello(message)

    def change_cipher_spec(self) -> None:
        """Comes too early."""
        raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_early")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True

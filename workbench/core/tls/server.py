"""The server up to the ClientHello, from which it chooses the version; from there `server13` or `server12` goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import TLS_FALLBACK_SCSV
from workbench.core.tls.configuration import ServerConfiguration
from workbench.core.tls.connection import Connection
from workbench.core.tls.extensions import Context, read_all
from workbench.core.tls.messages import ClientHello, read_body
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion
from workbench.core.tls.server12 import Server12
from workbench.core.tls.server13 import Server13
from workbench.core.tls.states import SERVER


class Server(Connection):
    """A server: it waits for a ClientHello."""

    is_client = False
    table = SERVER

    def __init__(self, configuration: ServerConfiguration) -> None:
        super().__init__(configuration)
        self.configuration = configuration
        self.machine = self

    def client_hello(self, message: bytes) -> None:
        """The first ClientHello: choose the version (RFC 8446 section 4.2.1)."""
        settings = self.configuration
        hello = read_body(ClientHello, message)
        found = read_all(hello.extensions, Context.client_hello)
        offered = found.get(ExtensionType.supported_versions)
        if offered is not None:
            version = next((v for v in settings.versions if v in offered.versions), 0)
        else:
            version = next((v for v in settings.versions if v <= min(hello.legacy_version, ProtocolVersion.TLS1_2)), 0)
        if not version or hello.legacy_version == ProtocolVersion.SSL3_0:  # which nobody may name any more (RFC 8446 appendix D.5)
            raise PeerError(AlertDescription.protocol_version, "tls_no_common_version")
        if TLS_FALLBACK_SCSV in hello.cipher_suites and version < max(settings.versions):  # RFC 7507 section 3
            raise PeerError(AlertDescription.inappropriate_fallback, "tls_inappropriate_fallback")
        self.version = version
        self.agree("version", version)
        if version == ProtocolVersion.TLS1_3:
            self.machine = Server13(self)
            self.machine.answer(message, hello, found)
        else:
            self.machine = Server12(self)
            self.machine.client_hello(message)

    def requested_name(self, found: Mapping[int, Any]) -> str:
        """The host name that the client wants, "" when it says none. Raises PeerError: illegal_parameter for what is no name."""
        names = found.get(ExtensionType.server_name)
        if names is None:
            return ""
        hosts = [entry.host_name for entry in names.server_name_list if entry.name_type == 0]
        if len(hosts) != 1 or not hosts[0].isascii() or b"\0" in hosts[0]:
            raise PeerError(AlertDescription.illegal_parameter, "tls_server_name_bad")
        return str(hosts[0].decode("ascii"))

    def choose_protocol(self, found: Mapping[int, Any]) -> bytes:
        """The application-layer protocol, b"" when nobody asks or we have none. Raises PeerError: no_application_protocol (RFC 7301)."""
        offered = found.get(ExtensionType.application_layer_protocol_negotiation)
        own = self.configuration.application_layer_protocols
        if offered is None or not own:
            return b""
        name = next((name for name in own if name in offered.protocol_name_list), None)
        if name is None:
            raise PeerError(AlertDescription.no_application_protocol, "tls_no_common_protocol")
        self.agree("application_layer_protocol", name)
        return name

    def request_client_certificate(self) -> None:
        """Ask a connected TLS 1.3 client who it is (RFC 8446 section 4.6.2). Raises ValueError when it did not say that it can be asked, or
        is being asked already."""
        if not self.connected or self.sent_close or not isinstance(self.machine, Server13):
            raise ValueError("only an open TLS 1.3 connection can ask for a certificate now")
        self.machine.ask_for_certificate()
        self.flush()

    def change_cipher_spec(self) -> None:
        """Comes too early."""
        raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_early")

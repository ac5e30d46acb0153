"""The server up to the ClientHello, from which it chooses the version; from there `server13` or `server12` goes on."""

from __future__ import annotations

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
        if not version:
            raise PeerError(AlertDescription.protocol_version, "tls_no_common_version")
        if TLS_FALLBACK_SCSV in hello.cipher_suites and version < max(settings.versions):  # RFC 7507 section 3
            raise PeerError(AlertDescription.inappropriate_fallback, "tls_inappropriate_fallback")
        self.version = version
        self.agree("version", version)
        if version == ProtocolVersion.TLS1_3:
            self.machine = Server13(self)
        else:
            self.machine = Server12(self)
        self.machine.client_hello(message)

    def change_cipher_spec(self) -> None:
        """Comes too early."""
        raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_early")

"""The client up to the ServerHello, which says the version; from there `client13` or `client12` goes on (RFC 8446 section 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any

from workbench.core.tls import hello12
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.client12 import Client12
from workbench.core.tls.client13 import Client13
from workbench.core.tls.client_hello import make_client_hello
from workbench.core.tls.configuration import ClientConfiguration
from workbench.core.tls.connection import Connection
from workbench.core.tls.extensions import Context, extension_name, read_all
from workbench.core.tls.groups import KeyShare, generate
from workbench.core.tls.key_exchange import SHARES, random_values, share_values, used_up
from workbench.core.tls.messages import HELLO_RETRY_REQUEST_RANDOM, ClientHello, HelloRetryRequest, ServerHello, frame, read_body
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion, is_grease, version_name
from workbench.core.tls.states import CLIENT, State

HELLO = "RFC 8446 section 4.1.2"
DOWNGRADE_TLS12 = b"DOWNGRD\x01"
DOWNGRADE_TLS11 = b"DOWNGRD\x00"


class Client(Connection):
    """A client. `start` sends the ClientHello.

    rejected_early_data   0-RTT data that was not accepted, or could not be offered: the owner sends it again once connected, if it
                          still wants to (RFC 8446 section 4.2.10)
    """

    is_client = True
    table = CLIENT

    def __init__(self, configuration: ClientConfiguration) -> None:
        super().__init__(configuration)
        self.configuration = configuration
        self.machine = self
        self.shares: dict[int, KeyShare] = {}
        self.hello: ClientHello
        self.offered_extensions: frozenset[int] = frozenset()
        self.session12 = hello12.offered_session(configuration)
        self.client13 = Client13(self)
        self.rejected_early_data = b""

    def start(self) -> None:
        """Send the ClientHello, and 0-RTT data behind it. Raises ValueError when called twice, for a group without implementation, or for
        more early data than the ticket allows.
        """
        if self.state is not State.START:
            raise ValueError("this client has already begun")
        settings = self.configuration
        tls13 = ProtocolVersion.TLS1_3 in settings.versions
        early_data = tls13 and self.client13.prepare_resumption()
        if not early_data:
            self.rejected_early_data = settings.early_data or b""
        began = perf_counter()
        random = settings.random(32)
        session_id = hello12.session_id(settings, self.session12)
        self.compute("choose_client_random", random_values("client", random, HELLO), HELLO, began)
        if tls13:
            groups = settings.groups[:1] if settings.key_share_groups is None else settings.key_share_groups
            for group in groups:
                self.make_key_share(group)
        hello = make_client_hello(settings, random, session_id, self.shares, self.session12, early_data)
        if settings.adjust_client_hello is not None:
            hello = settings.adjust_client_hello(hello)
        self.send_hello(self.client13.offer(hello))
        self.record_version = ProtocolVersion.TLS1_2
        if early_data:
            self.client13.send_early_data()
        self.enter(State.WAIT_SH)

    def make_key_share(self, group: int) -> None:
        """An ephemeral key pair for `group`, told in all its parts."""
        began = perf_counter()
        try:
            share = generate(group, self.configuration.random)
        except KeyError:
            raise ValueError(f"no key share can be made for group 0x{group:04x}") from None
        self.shares[group] = share
        self.compute("generate_key_share", share_values("client", share), SHARES, began)

    def send_hello(self, hello: ClientHello) -> None:
        """Send this ClientHello."""
        self.hello = hello
        self.offered_extensions = frozenset(item.extension_type for item in hello.extensions or ())
        message = frame(hello)
        self.transcript.add(message, "second_client_hello" if self.transcript.messages else "client_hello")
        self.send_handshake(message, in_transcript=False)
        self.flush()

    def check_answer(self, found: Mapping[int, Any], *also: int) -> None:
        """Raises PeerError: unsupported_extension for one that was not asked for, or means nothing (RFC 8446 section 4.2, RFC 8701 4.2)."""
        for type in found:
            if is_grease(type) or (type not in self.offered_extensions and type not in also):
                raise PeerError(AlertDescription.unsupported_extension, "tls_unasked_extension", type=extension_name(type))

    def server_hello(self, message: bytes) -> None:
        """The first answer: choose what goes on by its version (RFC 8446 section 4.1.3)."""
        settings = self.configuration
        retry = message[6:38] == HELLO_RETRY_REQUEST_RANDOM
        hello = read_body(HelloRetryRequest if retry else ServerHello, message)
        found = read_all(hello.extensions, Context.hello_retry_request if retry else Context.server_hello)
        # The signalling suite asks for renegotiation_info as the extension does (RFC 5746 section 3.4).
        self.check_answer(found, ExtensionType.cookie if retry else ExtensionType.renegotiation_info)
        selected = found.get(ExtensionType.supported_versions)
        version = selected.selected_version if selected is not None else hello.legacy_version
        if retry and selected is None:  # it is none of TLS 1.2, whatever else it says (RFC 8446 sections 4.1.3 and 9.2)
            raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type="supported_versions")
        if hello.legacy_version == ProtocolVersion.SSL3_0:  # whatever else it says (RFC 8446 appendix D.5)
            raise PeerError(AlertDescription.protocol_version, "tls_version_refused", version=_name(hello.legacy_version))
        if selected is not None and (version < ProtocolVersion.TLS1_3 or hello.legacy_version != ProtocolVersion.TLS1_2):
            raise PeerError(AlertDescription.illegal_parameter, "tls_version_selected", version=_name(version))
        if selected is None and version >= ProtocolVersion.TLS1_3:
            raise PeerError(AlertDescription.illegal_parameter, "tls_version_selected", version=_name(version))
        if version not in settings.versions:
            raise PeerError(AlertDescription.protocol_version, "tls_version_refused", version=_name(version))
        sentinel = hello.random[24:] in (DOWNGRADE_TLS12, DOWNGRADE_TLS11)
        if sentinel and version != ProtocolVersion.TLS1_3 and ProtocolVersion.TLS1_3 in settings.versions:
            raise PeerError(AlertDescription.illegal_parameter, "tls_downgrade")
        self.version = version
        self.agree("version", version)
        if version == ProtocolVersion.TLS1_3:
            self.machine = self.client13
            self.client13.answered(message, hello, found)
        else:
            self.client13.give_up()
            self.forget_shares()
            self.machine = Client12(self)
            self.machine.server_hello(message)

    def export(self, label: str, context: bytes, length: int, early: bool, suffix: str) -> bytes:
        """Keying material before the ServerHello: that of 0-RTT."""
        return self.client13.export(label, context, length, early, suffix)

    def change_cipher_spec(self) -> None:
        """Comes too early."""
        raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_early")

    def forget(self) -> None:
        """Destroy every secret, also those of an offer that was not answered."""
        super().forget()
        if self.machine is not self.client13:
            self.client13.close()
        self.forget_shares()

    def forget_shares(self) -> None:
        """Destroy the ephemeral keys that were not used."""
        self.destroy(tuple(name for share in self.shares.values() for name in used_up("client", share)))
        self.shares.clear()


def _name(version: int) -> str:
    return version_name(version) or f"0x{version:04x}"

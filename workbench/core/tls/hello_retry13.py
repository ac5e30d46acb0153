"""HelloRetryRequest on the server: what is asked for, the cookie, and what a second ClientHello may change (RFC 8446 section 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

from cryptography.hazmat.primitives import constant_time, hashes, hmac

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES, suite_name
from workbench.core.tls.client_hello import REPLACED_IN_SECOND
from workbench.core.tls.codec import build, opaque, opaque_vector, structure, uint16
from workbench.core.tls.events import Derived
from workbench.core.tls.extensions import cookie, extension, key_share, supported_versions
from workbench.core.tls.messages import HELLO_RETRY_REQUEST_RANDOM, ClientHello, HelloRetryRequest
from workbench.core.tls.parameters import ExtensionType, NamedGroup, ProtocolVersion

if TYPE_CHECKING:
    from workbench.core.tls.server import Server

COOKIE = "RFC 8446 section 4.2.2"


@structure(COOKIE)
@dataclass(frozen=True, slots=True)
class CookieContent:
    """What a server that kept nothing would need: which suite and group it asked for, and the hash of the first ClientHello. The MAC
    shows that it wrote this itself."""

    cipher_suite: Annotated[int, uint16(suite_name)]
    group: Annotated[int, uint16(NamedGroup)]
    client_hello_hash: Annotated[bytes, opaque_vector(32, 48)]
    mac: Annotated[bytes, opaque(32)]


@dataclass
class HelloRetry:
    """A HelloRetryRequest that was sent: the suite and group that it settled, and the ClientHello that it answered."""

    suite: int
    group: int
    first: ClientHello
    cookie_key: bytes = field(default=b"", repr=False)

    def request(self, server: Server) -> HelloRetryRequest:
        """The message; the transcript holds the first ClientHello, which is then represented by its hash."""
        hash_name = SUITES[self.suite].hash
        server.transcript.replace_client_hello(hash_name)
        versions = supported_versions.SupportedVersionsServerHello(ProtocolVersion.TLS1_3)
        extensions = [
            extension(ExtensionType.supported_versions, versions),
            extension(ExtensionType.key_share, key_share.KeyShareHelloRetryRequest(self.group)),
        ]
        if server.configuration.hello_retry_cookie:
            began = perf_counter()
            self.cookie_key = server.configuration.random(32)
            values = self._cookie(server)
            server.compute("make_cookie", values, COOKIE, began)
            extensions.append(extension(ExtensionType.cookie, cookie.Cookie(values[-1].value)))
        session_id = self.first.legacy_session_id
        return HelloRetryRequest(ProtocolVersion.TLS1_2, HELLO_RETRY_REQUEST_RANDOM, session_id, self.suite, 0, tuple(extensions))

    def _cookie(self, server: Server) -> tuple[Derived, ...]:
        digest = server.transcript.messages[0][4:]
        mac = hmac.HMAC(self.cookie_key, hashes.SHA256())
        mac.update(self.suite.to_bytes(2, "big") + self.group.to_bytes(2, "big") + digest)
        content = build(CookieContent(self.suite, self.group, digest, mac.finalize()))
        names = ("cookie_key", "client_hello_hash")
        formula = "cipher_suite || group || client_hello_hash || HMAC(cookie_key, cipher_suite || group || client_hello_hash)"
        return (
            Derived("cookie_key", self.cookie_key, "random", (), COOKIE),
            Derived("client_hello_hash", digest, "Hash(ClientHello)", (), "RFC 8446 section 4.4.1", False),
            Derived("cookie", content, formula, names, COOKIE, False),
        )

    def check(self, server: Server, second: ClientHello, found: Mapping[int, Any]) -> None:
        """Raises PeerError: illegal_parameter where the second ClientHello is not the first with what was asked for."""
        if self._fixed(second) != self._fixed(self.first):
            raise PeerError(AlertDescription.illegal_parameter, "tls_second_hello_changed")
        if ExtensionType.early_data in found:
            raise PeerError(AlertDescription.illegal_parameter, "tls_second_hello_early_data")
        shares = found[ExtensionType.key_share].client_shares if ExtensionType.key_share in found else ()
        if [entry.group for entry in shares] != [self.group]:
            raise PeerError(AlertDescription.illegal_parameter, "tls_second_hello_key_share")
        if not self.cookie_key:
            if ExtensionType.cookie in found:
                raise PeerError(AlertDescription.illegal_parameter, "tls_cookie_wrong")
            return
        began = perf_counter()
        brought = found.get(ExtensionType.cookie)
        values = self._cookie(server)
        ok = brought is not None and constant_time.bytes_eq(brought.cookie, values[-1].value)
        server.compute("check_cookie", values, COOKIE, began, ok)
        if brought is None:
            raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type="cookie")
        if not ok:
            raise PeerError(AlertDescription.illegal_parameter, "tls_cookie_wrong")

    @staticmethod
    def _fixed(hello: ClientHello) -> tuple[Any, ...]:
        """What must be the same in both."""
        extensions = {
            item.extension_type: item.extension_data for item in hello.extensions or () if item.extension_type not in REPLACED_IN_SECOND
        }
        return (
            hello.legacy_version,
            hello.random,
            hello.legacy_session_id,
            hello.cipher_suites,
            hello.legacy_compression_methods,
            extensions,
        )


def check_key_shares(found: Mapping[int, Any]) -> None:
    """Raises PeerError: illegal_parameter for two shares of one group, or one of a group that the client does not support, RFC 8446
    section 4.2.8; missing_extension where key_share and supported_groups do not come together (section 9.2)."""
    shares, groups = found.get(ExtensionType.key_share), found.get(ExtensionType.supported_groups)
    if (shares is None) != (groups is None):
        missing = ExtensionType.key_share if shares is None else ExtensionType.supported_groups
        raise PeerError(AlertDescription.missing_extension, "tls_missing_extension", type=missing.name)
    if shares is None or groups is None:
        return
    offered = [entry.group for entry in shares.client_shares]
    if len(set(offered)) != len(offered) or not set(offered) <= set(groups.named_group_list):
        raise PeerError(AlertDescription.illegal_parameter, "tls_key_share_groups")

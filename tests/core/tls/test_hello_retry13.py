"""HelloRetryRequest, its cookie, and what a second ClientHello may change (RFC 8446 sections 4.1.2 and 4.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.core.tls.conversation import Side, carry, client, server, talk
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.events import ChangeCipherSpec
from workbench.core.tls.extensions import Extension, extension, key_share, supported_versions
from workbench.core.tls.extensions.cookie import Cookie
from workbench.core.tls.messages import HELLO_RETRY_REQUEST_RANDOM, ClientHello, HelloRetryRequest, ServerHello, frame, read_body
from workbench.core.tls.parameters import ExtensionType, NamedGroup, ProtocolVersion

P256, X25519 = NamedGroup.secp256r1, NamedGroup.x25519


@pytest.mark.parametrize("cookie", [True, False])
@pytest.mark.parametrize("shares", [(), (X25519,)])
def test_the_server_asks_for_a_share_of_its_group(shares: tuple[int, ...], cookie: bool) -> None:
    left, right = talk(client(key_share_groups=shares), server(groups=(P256,), hello_retry_cookie=cookie))
    assert left.endpoint.connected and right.endpoint.connected
    assert left.sent == ["ClientHello", "ClientHello", "Finished"] and right.sent[:2] == ["HelloRetryRequest", "ServerHello"]
    assert left.endpoint.negotiated["group"] == P256 and left.endpoint.negotiated["hello_retry_request"] is True
    assert ("check_cookie" in right.done) is cookie
    assert [value for name, value in left.values.items() if right.values.get(name, value) != value] == []


def test_each_sends_one_dummy_change_cipher_spec() -> None:
    for compatible, count in ((True, 1), (False, 0)):
        left, right = talk(client(key_share_groups=(), compatibility_mode=compatible), server())
        for side in (left, right):
            assert side.events.count(ChangeCipherSpec(True)) == side.events.count(ChangeCipherSpec(False)) == count


def test_the_servers_order_decides() -> None:
    left, _ = talk(client(groups=(X25519, P256), key_share_groups=(X25519, P256)), server(groups=(P256, X25519)))
    assert left.endpoint.negotiated["group"] == P256 and "hello_retry_request" not in left.endpoint.negotiated


def test_no_group_in_common() -> None:
    _, right = talk(client(groups=(X25519,)), server(groups=(P256,)))
    assert right.endpoint.failure.alert is AlertDescription.handshake_failure


# What the client accepts


def retry_request(hello: ClientHello, group: int | None, cookie: bytes = b"", suite: int = CipherSuite.TLS_AES_128_GCM_SHA256) -> bytes:
    versions = supported_versions.SupportedVersionsServerHello(ProtocolVersion.TLS1_3)
    extensions = [extension(ExtensionType.supported_versions, versions)]
    if group is not None:
        extensions.append(extension(ExtensionType.key_share, key_share.KeyShareHelloRetryRequest(group)))
    if cookie:
        extensions.append(extension(ExtensionType.cookie, Cookie(cookie)))
    message = HelloRetryRequest(ProtocolVersion.TLS1_2, HELLO_RETRY_REQUEST_RANDOM, hello.legacy_session_id, suite, 0, tuple(extensions))
    return frame(message)


def record(message: bytes) -> bytes:
    return b"\x16\x03\x03" + len(message).to_bytes(2, "big") + message


def begun(**settings: Any) -> Side:
    left = client(**settings)
    left.endpoint.start()
    left.endpoint.data_to_send()
    return left


@pytest.mark.parametrize(
    ("group", "cookie", "alert"),
    [
        (None, b"", AlertDescription.illegal_parameter),  # nothing would change
        (P256, b"", AlertDescription.illegal_parameter),  # the share is there
        (NamedGroup.secp521r1, b"", AlertDescription.illegal_parameter),  # never offered
        (X25519, b"", None),
        (X25519, b"cookie", None),
        (None, b"cookie", None),
    ],
)
def test_what_a_hello_retry_request_may_ask_for(group: int | None, cookie: bytes, alert: AlertDescription | None) -> None:
    left = begun()
    first = left.endpoint.hello
    left.endpoint.receive(record(retry_request(first, group, cookie)))
    if alert is not None:
        assert left.endpoint.failure.alert is alert
        return
    assert left.endpoint.failure is None and left.sent == ["ClientHello", "ClientHello"]
    second = left.endpoint.hello
    assert (second.random, second.legacy_session_id, second.cipher_suites) == (first.random, first.legacy_session_id, first.cipher_suites)
    changed = {item.extension_type for item in set(second.extensions) ^ set(first.extensions)}
    expected = {ExtensionType.key_share} if group is not None else set()
    assert changed == expected | ({ExtensionType.cookie} if cookie else set())


def test_a_second_one_is_refused() -> None:
    left = begun()
    left.endpoint.receive(record(retry_request(left.endpoint.hello, X25519)))
    left.endpoint.receive(record(retry_request(left.endpoint.hello, P256)))
    assert left.endpoint.failure.alert is AlertDescription.unexpected_message


@pytest.mark.parametrize(("suite", "group"), [(CipherSuite.TLS_AES_256_GCM_SHA384, X25519), (CipherSuite.TLS_AES_128_GCM_SHA256, P256)])
def test_the_server_hello_must_agree_with_it(suite: int, group: int) -> None:
    left = begun()
    left.endpoint.receive(record(retry_request(left.endpoint.hello, X25519)))
    extensions = (
        extension(ExtensionType.supported_versions, supported_versions.SupportedVersionsServerHello(ProtocolVersion.TLS1_3)),
        extension(ExtensionType.key_share, key_share.KeyShareServerHello(group, bytes(65 if group == P256 else 32))),
    )
    answer = ServerHello(ProtocolVersion.TLS1_2, bytes(32), left.endpoint.hello.legacy_session_id, suite, 0, extensions)
    left.endpoint.receive(record(frame(answer)))
    assert left.endpoint.failure.alert is AlertDescription.illegal_parameter


def test_the_server_hello_after_it_looks_like_tls12_too() -> None:
    left, right = client(key_share_groups=()), server()
    left.endpoint.start()
    right.endpoint.receive(left.endpoint.data_to_send())
    left.endpoint.receive(right.endpoint.data_to_send())
    right.endpoint.receive(left.endpoint.data_to_send())
    answer = right.endpoint.data_to_send()
    left.endpoint.receive(answer[:9] + b"\x03\x04" + answer[11:])
    assert left.endpoint.failure.alert is AlertDescription.illegal_parameter


@pytest.mark.parametrize("versions", [(ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2), (ProtocolVersion.TLS1_3,)])
def test_one_without_a_version_is_none_of_tls12_either(versions: tuple[int, ...]) -> None:
    left = begun(versions=versions)
    hello = left.endpoint.hello
    bare = HelloRetryRequest(ProtocolVersion.TLS1_2, HELLO_RETRY_REQUEST_RANDOM, hello.legacy_session_id, 0xC02B, 0, ())
    left.endpoint.receive(record(frame(bare)))
    assert left.endpoint.failure.alert is AlertDescription.missing_extension


# What the server accepts


def with_extension(hello: ClientHello, item: Extension) -> ClientHello:
    others = tuple(other for other in hello.extensions or () if other.extension_type != item.extension_type)
    return replace(hello, extensions=(*others, item))


SECOND: dict[str, tuple[Callable[[ClientHello], ClientHello], AlertDescription | None]] = {
    "as it should be": (lambda hello: hello, None),
    "padded": (lambda hello: with_extension(hello, Extension(ExtensionType.padding, bytes(9))), None),
    "other random": (lambda hello: replace(hello, random=bytes(32)), AlertDescription.illegal_parameter),
    "other suites": (lambda hello: replace(hello, cipher_suites=hello.cipher_suites[1:]), AlertDescription.illegal_parameter),
    "other session id": (lambda hello: replace(hello, legacy_session_id=b""), AlertDescription.illegal_parameter),
    "another extension": (lambda hello: with_extension(hello, Extension(0x7A7A, b"")), AlertDescription.illegal_parameter),
    "early data": (lambda hello: with_extension(hello, Extension(ExtensionType.early_data, b"")), AlertDescription.illegal_parameter),
    "no share": (
        lambda hello: with_extension(hello, Extension(ExtensionType.key_share, b"\0\0")),
        AlertDescription.illegal_parameter,
    ),
    "other cookie": (
        lambda hello: with_extension(hello, extension(ExtensionType.cookie, Cookie(b"another"))),
        AlertDescription.illegal_parameter,
    ),
    "no cookie": (
        lambda hello: replace(
            hello, extensions=tuple(item for item in hello.extensions or () if item.extension_type != ExtensionType.cookie)
        ),
        AlertDescription.missing_extension,
    ),
}


@pytest.mark.parametrize("what", SECOND)
def test_what_a_second_client_hello_may_change(what: str) -> None:
    change, alert = SECOND[what]
    left, right = begun(key_share_groups=()), server()
    left = client(key_share_groups=())
    left.endpoint.start()
    right.endpoint.receive(left.endpoint.data_to_send())
    left.endpoint.receive(right.endpoint.data_to_send())
    left.endpoint.data_to_send()
    right.endpoint.receive(record(frame(change(left.endpoint.hello))))
    assert (right.endpoint.failure.alert if right.endpoint.failure is not None else None) is alert


def test_a_third_client_hello_is_refused() -> None:
    left, right = client(key_share_groups=()), server()
    talk(left, right)
    fresh = server()
    left = client(key_share_groups=())
    left.endpoint.start()
    fresh.endpoint.receive(left.endpoint.data_to_send())
    left.endpoint.receive(fresh.endpoint.data_to_send())
    second = left.endpoint.data_to_send()
    fresh.endpoint.receive(second)
    fresh.endpoint.receive(second[second.index(b"\x16\x03\x03") :])
    assert fresh.endpoint.failure.alert is AlertDescription.unexpected_message


def test_the_cookie_holds_what_a_forgetful_server_needs() -> None:
    left, right = client(key_share_groups=()), server()
    left.endpoint.start()
    right.endpoint.receive(left.endpoint.data_to_send())
    cookie = right.values["cookie"]
    assert cookie.startswith(bytes((0x13, 0x01, 0, 0x17, 32)) + right.values["client_hello_hash"]) and len(cookie) == 5 + 32 + 32
    left.endpoint.receive(right.endpoint.data_to_send())
    hello = read_body(ClientHello, frame(left.endpoint.hello))
    assert any(item.extension_data == len(cookie).to_bytes(2, "big") + cookie for item in hello.extensions or ())
    carry(left, right)
    assert right.endpoint.connected

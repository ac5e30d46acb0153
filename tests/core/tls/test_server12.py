"""A TLS 1.2 server: what it answers, whom it refuses (RFC 5246, RFC 5746, RFC 6066, RFC 7301, RFC 7507, RFC 8446 section 4.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.core.tls.conversation import Side, carry
from tests.core.tls.conversation12 import NAME, client12, credential, exchange, how_it_ended, said, seeded, server12, talk12
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import TLS_EMPTY_RENEGOTIATION_INFO_SCSV, TLS_FALLBACK_SCSV
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.events import AlertReceived
from workbench.core.tls.extensions import Context, Extension, ec_point_formats, extension, read_all, renegotiation_info
from workbench.core.tls.messages import ClientHello, ServerHello, frame, read_body
from workbench.core.tls.parameters import ExtensionType, HandshakeType, ProtocolVersion, SignatureScheme
from workbench.core.tls.tickets import TicketKeys

BOTH = (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2)
TLS12 = (ProtocolVersion.TLS1_2,)
RSA, ECDHE_RSA, ECDHE_ECDSA, CBC = 0x009C, 0xC02F, 0xC02B, 0xC013


def heard(hello: ClientHello, **settings: Any) -> Side:
    """A server that got this ClientHello."""
    side = server12(**settings)
    message = frame(hello)
    side.endpoint.receive(b"\x16\x03\x01" + len(message).to_bytes(2, "big") + message)
    return side


def hello(*extensions: Extension, **fields: Any) -> ClientHello:
    """A ClientHello for RSA key exchange, to which an extension more or less does not matter."""
    plain = ClientHello(ProtocolVersion.TLS1_2, bytes(32), b"", (RSA,), (0,), extensions or None)
    return replace(plain, **fields)


def answer(side: Side) -> tuple[ServerHello, Mapping[int, Any]]:
    found = read_body(ServerHello, said(side, HandshakeType.server_hello))
    return found, read_all(found.extensions, Context.server_hello)


def test_the_oldest_client_gets_no_extensions() -> None:
    side = heard(hello())
    found, extensions = answer(side)
    assert found.extensions is None and extensions == {}
    assert side.sent == ["ServerHello", "Certificate", "ServerHelloDone"]
    assert side.endpoint.negotiated["extended_master_secret"] is False and side.endpoint.negotiated["secure_renegotiation"] is False


@pytest.mark.parametrize(
    ("sent", "id", "alert"),
    [
        (hello(legacy_version=ProtocolVersion.TLS1_1), "tls_no_common_version", "protocol_version"),
        (hello(legacy_version=ProtocolVersion.SSL3_0), "tls_no_common_version", "protocol_version"),
        (hello(legacy_compression_methods=(1,)), "tls_compression", "illegal_parameter"),
        (hello(cipher_suites=(0x0005, 0x1301)), "tls_no_common_suite", "handshake_failure"),
        (hello(extension(ExtensionType.renegotiation_info, renegotiation_info.RenegotiationInfo(bytes(12)))),
         "tls_renegotiation_info_wrong", "handshake_failure"),
        (hello(extension(ExtensionType.ec_point_formats, ec_point_formats.ECPointFormatList((1, 2)))), "tls_no_uncompressed_points",
         "illegal_parameter"),
        (hello(Extension(ExtensionType.extended_master_secret, b""), Extension(ExtensionType.extended_master_secret, b"")),
         "tls_extension_twice", "illegal_parameter"),
        (hello(Extension(ExtensionType.max_fragment_length, b"\x05")), "tls_fragment_length_unknown", "illegal_parameter"),
        (hello(Extension(ExtensionType.record_size_limit, b"\x00\x3f")), "tls_record_size_limit_small", "illegal_parameter"),
        (hello(cipher_suites=(RSA, TLS_FALLBACK_SCSV)), "tls_inappropriate_fallback", "inappropriate_fallback"),
    ],
)  # fmt: skip
def test_client_hellos_that_are_refused(sent: ClientHello, id: str, alert: str) -> None:
    assert how_it_ended(heard(sent)) == (id, alert)


def test_a_client_that_offers_compression_too() -> None:
    assert not heard(hello(legacy_compression_methods=(1, 0))).endpoint.closed


def test_a_fallback_to_the_newest_version_is_none() -> None:
    """RFC 7507 section 3: only a server that speaks more refuses."""
    assert not heard(hello(cipher_suites=(RSA, TLS_FALLBACK_SCSV)), versions=TLS12).endpoint.closed


def test_a_client_from_the_future_without_supported_versions() -> None:
    assert heard(hello(legacy_version=0x0305)).endpoint.version == ProtocolVersion.TLS1_2


@pytest.mark.parametrize(("versions", "sentinel"), [(BOTH, b"DOWNGRD\x01"), (TLS12, b"")])
def test_the_downgrade_sentinel(versions: tuple[int, ...], sentinel: bytes) -> None:
    side = heard(hello(), versions=versions, random=seeded(1))
    assert answer(side)[0].random[24:] == (sentinel or seeded(1)(32)[24:])
    assert side.values["server_random"] == answer(side)[0].random


def test_a_downgrade_is_noticed() -> None:
    """Somebody takes TLS 1.3 out of the ClientHello."""
    client, server = client12(versions=BOTH), server12(versions=BOTH)
    client.endpoint.start()
    without = client.endpoint.data_to_send().replace(b"\x00\x2b\x00\x05\x04\x03\x04\x03\x03", b"\x7f\x2b\x00\x05\x04\x03\x04\x03\x03")
    server.endpoint.receive(without)
    assert server.endpoint.version == ProtocolVersion.TLS1_2
    carry(client, server)
    assert how_it_ended(client) == ("tls_downgrade", "illegal_parameter")
    assert server.endpoint.failure.description == AlertDescription.illegal_parameter


@pytest.mark.parametrize("signal", [True, False])
def test_secure_renegotiation_is_answered(signal: bool) -> None:
    asks = (
        hello(cipher_suites=(RSA, TLS_EMPTY_RENEGOTIATION_INFO_SCSV))
        if signal
        else hello(extension(ExtensionType.renegotiation_info, renegotiation_info.RenegotiationInfo(b"")))
    )
    assert answer(heard(asks))[1][ExtensionType.renegotiation_info].renegotiated_connection == b""


def test_everything_that_was_asked_is_answered() -> None:
    client, server = talk12(
        {"application_layer_protocols": (b"h2", b"http/1.1"), "cipher_suites": (CBC,), "record_size_limit": 5000},
        {"application_layer_protocols": (b"http/1.1",), "ticket_keys": TicketKeys()},
    )
    exchange(client, server)
    assert set(answer(server)[1]) == {
        ExtensionType.renegotiation_info,
        ExtensionType.server_name,
        ExtensionType.ec_point_formats,
        ExtensionType.extended_master_secret,
        ExtensionType.encrypt_then_mac,
        ExtensionType.session_ticket,
        ExtensionType.application_layer_protocol_negotiation,
        ExtensionType.record_size_limit,
    }
    for side in (client, server):
        assert side.endpoint.negotiated["application_layer_protocol"] == b"http/1.1"


def test_no_common_protocol() -> None:
    _, server = talk12({"application_layer_protocols": (b"h2",)}, {"application_layer_protocols": (b"http/1.1",)})
    assert how_it_ended(server) == ("tls_no_common_protocol", "no_application_protocol")


@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_max_fragment_length(code: int) -> None:
    """RFC 6066 section 4; our own client does not ask for it."""
    asked = Extension(ExtensionType.max_fragment_length, bytes((code,)))
    client, server = talk12({"adjust_client_hello": lambda hello: replace(hello, extensions=(*hello.extensions, asked))})
    exchange(client, server, b"u" * 100, b"d" * 10000)
    longest = max(len(event.record.content) for event in server.events if type(event).__name__ == "RecordSent" and event.record.key)
    assert longest == 2 ** (8 + code)
    client.endpoint.send(bytes(2 ** (8 + code) + 1))
    carry(client, server)
    assert how_it_ended(server) == ("tls_record_over_limit", "record_overflow")


# Which credential


def two_names() -> dict[str, Any]:
    return {"credentials": (credential("rsa", names=("first.example.test",)), credential("ecdsa", names=("*.second.test", "second.test")))}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("first.example.test", "rsa"), ("FIRST.example.test", "rsa"), ("www.second.test", "ecdsa"), ("second.test", "ecdsa"), ("", "")],
)
def test_the_name_chooses_the_credential(name: str, kind: str) -> None:
    client, server = talk12({"server_name": name, "cipher_suites": (ECDHE_RSA, ECDHE_ECDSA)}, two_names())
    exchange(client, server)
    if kind:
        assert client.endpoint.machine.peer_chain == credential(kind).chain


@pytest.mark.parametrize("name", ["other.test", "example.test", "deep.www.second.test"])
def test_a_name_that_nobody_serves(name: str) -> None:
    client, server = talk12({"server_name": name}, two_names())
    exchange(client, server)
    _, server = talk12({"server_name": name}, two_names() | {"refuse_unknown_names": True})
    assert how_it_ended(server) == ("tls_unknown_name", "unrecognized_name")


# Client certificates


def test_a_client_without_a_certificate_is_refused() -> None:
    client, server = talk12({}, {"require_client_certificate": True})
    assert how_it_ended(server) == ("tls_no_client_certificate", "handshake_failure")
    assert isinstance(client.endpoint.failure, AlertReceived)


def test_a_client_certificate_is_judged() -> None:
    seen: list[Any] = []

    def refuse(*arguments: Any) -> Judgement:
        seen.append(arguments)
        return Judgement(False, credential("ecdsa").public_key, AlertDescription.unknown_ca)

    _, server = talk12({"credentials": (credential("ecdsa"),)}, {"request_client_certificate": True, "verify": refuse})
    assert how_it_ended(server) == ("tls_certificate_refused", "unknown_ca")
    assert seen == [(credential("ecdsa").chain, "", b"", b"")]


def test_a_client_with_anothers_certificate() -> None:
    impostor = replace(credential("ecdsa"), private_key=credential("ecdsa_p384").private_key)
    _, server = talk12({"credentials": (impostor,)}, {"require_client_certificate": True})
    assert how_it_ended(server) == ("tls_signature_wrong", "decrypt_error")


def test_a_client_that_signs_by_a_scheme_that_was_not_asked_for() -> None:
    client = client12(credentials=(credential("ecdsa"),))
    server = server12(request_client_certificate=True)
    client.endpoint.start()
    server.endpoint.receive(client.endpoint.data_to_send())
    server.endpoint.machine.settings = replace(server.endpoint.configuration, signature_schemes=(SignatureScheme.rsa_pkcs1_sha256,))
    carry(client, server)
    assert how_it_ended(server) == ("tls_scheme_not_offered", "illegal_parameter")


def test_the_names_of_the_wanted_authorities_are_sent() -> None:
    settings = {"require_client_certificate": True, "certificate_authorities": (b"0\x00",)}
    _, server = talk12({"credentials": (credential("ecdsa"),)}, settings)
    assert said(server, HandshakeType.certificate_request).endswith(b"\x00\x04\x00\x020\x00")


def test_a_server_needs_no_name() -> None:
    client, server = talk12({"server_name": ""})
    exchange(client, server)
    assert "server_name" not in server.endpoint.negotiated
    client, server = talk12({"server_name": NAME})
    assert server.endpoint.negotiated["server_name"] == NAME

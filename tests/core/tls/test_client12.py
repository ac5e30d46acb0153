"""A TLS 1.2 client and what servers may answer it (RFC 5246, RFC 5746, RFC 7366, RFC 8422, RFC 8446 section 4.1.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.core.tls.conversation import Side, carry
from tests.core.tls.conversation12 import client12, credential, exchange, how_it_ended, key, plain, server12, talk12, trusting
from workbench.core.tls import messages12
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import TLS_EMPTY_RENEGOTIATION_INFO_SCSV
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.events import AlertReceived
from workbench.core.tls.extensions import Extension, ec_point_formats, extension, renegotiation_info
from workbench.core.tls.extensions.context import Empty
from workbench.core.tls.key_exchange12 import Dhe, Ecdhe
from workbench.core.tls.messages import ServerHello, frame
from workbench.core.tls.parameters import ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme
from workbench.core.tls.states import State

RSA, ECDHE_RSA, ECDHE_ECDSA, DHE, CBC = 0x009C, 0xC02F, 0xC02B, 0x009E, 0xC013
BOTH = (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2)


def answered(*extensions: Extension, client: dict[str, Any] | None = None, **fields: Any) -> Side:
    """A client that got this ServerHello."""
    side = client12(**(client or {}))
    side.endpoint.start()
    side.endpoint.data_to_send()
    hello = ServerHello(ProtocolVersion.TLS1_2, bytes(32), b"", ECDHE_RSA, 0, extensions)
    side.endpoint.receive(plain(frame(replace(hello, **fields))))
    return side


def empty(type: int) -> Extension:
    return extension(type, Empty())


def test_a_plain_server_hello_is_taken() -> None:
    for extensions in ((), None):
        side = answered(extensions=extensions)
        assert side.endpoint.state is State.WAIT_CERT
        assert side.endpoint.negotiated["secure_renegotiation"] is False


@pytest.mark.parametrize(
    ("fields", "id", "alert"),
    [
        ({"cipher_suite": 0x1301}, "tls_suite_not_offered", "illegal_parameter"),
        ({"cipher_suite": 0x0005}, "tls_suite_not_offered", "illegal_parameter"),  # RC4: not even known
        ({"cipher_suite": 0xC014, "client": {"cipher_suites": (ECDHE_RSA,)}}, "tls_suite_not_offered", "illegal_parameter"),
        ({"legacy_compression_method": 1}, "tls_compression", "illegal_parameter"),
        ({"legacy_version": ProtocolVersion.TLS1_1}, "tls_version_refused", "protocol_version"),
        ({"legacy_version": ProtocolVersion.SSL3_0}, "tls_version_refused", "protocol_version"),
        ({"random": bytes(24) + b"DOWNGRD\x01", "client": {"versions": BOTH}}, "tls_downgrade", "illegal_parameter"),
        ({"random": bytes(24) + b"DOWNGRD\x00", "client": {"versions": BOTH}}, "tls_downgrade", "illegal_parameter"),
    ],
)
def test_server_hellos_that_are_refused(fields: dict[str, Any], id: str, alert: str) -> None:
    assert how_it_ended(answered(**fields)) == (id, alert)


def test_the_sentinel_means_nothing_to_a_client_of_tls12_alone() -> None:
    assert not answered(random=bytes(24) + b"DOWNGRD\x01").endpoint.closed


@pytest.mark.parametrize(
    ("item", "fields", "id", "alert"),
    [
        (extension(ExtensionType.renegotiation_info, renegotiation_info.RenegotiationInfo(b"x")), {}, "tls_renegotiation_info_wrong",
         "handshake_failure"),
        (extension(ExtensionType.ec_point_formats, ec_point_formats.ECPointFormatList((1,))), {}, "tls_no_uncompressed_points",
         "illegal_parameter"),
        (empty(ExtensionType.encrypt_then_mac), {}, "tls_encrypt_then_mac_without_cbc", "illegal_parameter"),
        (empty(ExtensionType.extended_master_secret), {"client": {"extended_master_secret": False}}, "tls_unasked_extension",
         "unsupported_extension"),
        (empty(ExtensionType.session_ticket), {"client": {"session_tickets": False}}, "tls_unasked_extension", "unsupported_extension"),
        (Extension(ExtensionType.application_layer_protocol_negotiation, b"\0\3\2h2"), {}, "tls_unasked_extension",
         "unsupported_extension"),
        (Extension(ExtensionType.application_layer_protocol_negotiation, b"\0\3\2h2"),
         {"client": {"application_layer_protocols": (b"http/1.1",)}}, "tls_protocol_not_offered", "illegal_parameter"),
        (Extension(ExtensionType.record_size_limit, b"\0\x3f"), {"client": {"record_size_limit": 1000}}, "tls_record_size_limit_small",
         "illegal_parameter"),
        (Extension(ExtensionType.key_share, b"\0\x17\0\1\4"), {"client": {"versions": BOTH}}, "tls_extension_misplaced",
         "illegal_parameter"),
        (Extension(ExtensionType.extended_master_secret, b"x"), {}, "tls_left_over", "decode_error"),
    ],
)  # fmt: skip
def test_extensions_that_are_refused(item: Extension, fields: dict[str, Any], id: str, alert: str) -> None:
    assert how_it_ended(answered(item, **fields)) == (id, alert)


def test_the_signalling_suite_asks_for_renegotiation_info_too() -> None:
    """RFC 5746 section 3.4: the answer to it is allowed, though the extension was not sent."""

    def only_signal(hello: Any) -> Any:
        kept = tuple(item for item in hello.extensions if item.extension_type != ExtensionType.renegotiation_info)
        return replace(hello, cipher_suites=(*hello.cipher_suites, TLS_EMPTY_RENEGOTIATION_INFO_SCSV), extensions=kept)

    client, server = talk12({"adjust_client_hello": only_signal})
    exchange(client, server)
    assert client.endpoint.negotiated["secure_renegotiation"] and server.endpoint.negotiated["secure_renegotiation"]


@pytest.mark.parametrize(("suite", "kind"), [(ECDHE_RSA, "ecdsa"), (ECDHE_ECDSA, "rsa"), (RSA, "ecdsa"), (DHE, "ed25519"), (RSA, "ed448")])
def test_a_certificate_that_does_not_fit_the_suite(suite: int, kind: str) -> None:
    fitting = {"certificate": "rsa" if suite != ECDHE_ECDSA else "ecdsa"}["certificate"]
    client, server = talk12(
        {"cipher_suites": (suite,), "verify": lambda *_: Judgement(True, key(kind).public_key())}, {"credentials": (credential(fitting),)}
    )
    assert how_it_ended(client) == ("tls_certificate_not_for_suite", "illegal_parameter")
    assert isinstance(server.endpoint.failure, AlertReceived)


def test_a_certificate_with_a_key_that_nobody_can_use() -> None:
    client, _ = talk12({"verify": lambda *_: Judgement(True, None)})
    assert how_it_ended(client) == ("tls_certificate_key_unknown", "unsupported_certificate")


def test_no_certificate_at_all() -> None:
    client, _ = talk12({}, {"credentials": (replace(credential("ecdsa"), chain=()),)})
    assert how_it_ended(client) == ("tls_no_certificate", "decode_error")


def test_an_impostor_with_the_true_certificate_but_not_its_key() -> None:
    impostor = replace(credential("ed25519"), private_key=Ed25519PrivateKey.generate())
    client, server = talk12({}, {"credentials": (impostor,)})
    assert how_it_ended(client) == ("tls_signature_wrong", "decrypt_error")
    assert server.endpoint.failure.description == AlertDescription.decrypt_error


def test_a_signature_by_a_scheme_that_was_not_offered() -> None:
    server = server12(signature_schemes=(SignatureScheme.ecdsa_secp384r1_sha384,))
    client = client12(signature_schemes=(SignatureScheme.ecdsa_secp384r1_sha384, SignatureScheme.ecdsa_secp256r1_sha256))
    client.endpoint.start()
    server.endpoint.receive(client.endpoint.data_to_send())
    client.endpoint.settings = client.endpoint.configuration = replace(
        client.endpoint.configuration, signature_schemes=(SignatureScheme.ecdsa_secp256r1_sha256,)
    )
    carry(client, server)
    assert how_it_ended(client) == ("tls_scheme_not_offered", "illegal_parameter")


@pytest.mark.parametrize(
    ("change", "id"),
    [
        ({"curve_type": 1}, "tls_server_key_exchange_curve_type"),
        ({"namedcurve": NamedGroup.secp521r1}, "tls_group_not_offered"),
        ({"namedcurve": NamedGroup.X25519MLKEM768}, "tls_group_not_offered"),
        ({"namedcurve": NamedGroup.ffdhe2048}, "tls_group_not_offered"),
        ({"namedcurve": 0x0A0A}, "tls_group_not_offered"),
        ({"point": bytes(32)}, "tls_key_share_zero"),
        ({"point": bytes(31)}, "tls_key_share_length"),
    ],
)
def test_curves_and_points_that_are_refused(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], id: str) -> None:
    """Signed by the true server all the same."""
    true = Ecdhe.parameters
    monkeypatch.setattr(Ecdhe, "parameters", lambda self: replace(true(self), **change))
    groups = (NamedGroup.x25519, NamedGroup.X25519MLKEM768, NamedGroup.secp256r1, NamedGroup.ffdhe2048)
    client, _ = talk12({"groups": groups})
    assert how_it_ended(client) == (id, "illegal_parameter")


@pytest.mark.parametrize(
    ("change", "id", "alert"),
    [
        ({"dh_p": (2**511 + 111).to_bytes(64, "big")}, "tls_dh_prime_small", "insufficient_security"),
        ({"dh_g": b"\x01"}, "tls_dh_generator_bad", "illegal_parameter"),
        ({"dh_Ys": b"\x01"}, "tls_dh_public_bad", "illegal_parameter"),
        ({"dh_Ys": b"\x00"}, "tls_dh_public_bad", "illegal_parameter"),
    ],
)
def test_finite_fields_that_are_refused(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], id: str, alert: str) -> None:
    true = Dhe.parameters
    monkeypatch.setattr(Dhe, "parameters", lambda self: replace(true(self), **change))
    client, _ = talk12({"cipher_suites": (DHE,)})
    assert how_it_ended(client) == (id, alert)


# Client certificates


@pytest.mark.parametrize("kind", ["rsa", "ecdsa", "ed25519", "ed448"])
@pytest.mark.parametrize("suite", [RSA, ECDHE_ECDSA, DHE])
def test_client_certificates(kind: str, suite: int) -> None:
    client, server = talk12({"credentials": (credential(kind),), "cipher_suites": (suite,)}, {"require_client_certificate": True})
    exchange(client, server)
    assert server.endpoint.machine.peer_chain == credential(kind).chain
    assert client.endpoint.negotiated["client_signature_scheme"] == server.endpoint.negotiated["client_signature_scheme"]
    signed = client.values["client_signed_content"]
    assert signed == server.values["client_signed_content"]
    assert signed.startswith(b"\x01") and b"\x02\x00\x00" in signed, "the messages themselves, from the ClientHello on"


def test_an_empty_certificate_when_there_is_none() -> None:
    client, server = talk12({}, {"request_client_certificate": True})
    exchange(client, server)
    assert client.sent == ["ClientHello", "Certificate", "ClientKeyExchange", "Finished"]
    assert server.endpoint.machine.peer_chain == ()


@pytest.mark.parametrize(
    "request_",
    [
        {"certificate_types": (1,)},
        {"supported_signature_algorithms": (SignatureScheme.rsa_pkcs1_sha256,)},
        {"certificate_authorities": (b"somebody else",)},
    ],
)
def test_a_credential_that_the_server_does_not_take_is_not_shown(monkeypatch: pytest.MonkeyPatch, request_: dict[str, Any]) -> None:
    true = messages12.CertificateRequest
    monkeypatch.setattr(messages12, "CertificateRequest", lambda *fields: replace(true(*fields), **request_))
    client = client12(credentials=(credential("ecdsa"),))
    server = server12(request_client_certificate=True)
    client.endpoint.start()
    server.endpoint.receive(client.endpoint.data_to_send())
    monkeypatch.undo()
    carry(client, server)
    exchange(client, server)
    assert server.endpoint.machine.peer_chain == ()


def test_an_authority_in_the_chain_is_found() -> None:
    settings = {"require_client_certificate": True, "certificate_authorities": (b"somebody else", b"of ecdsa")}
    client, server = talk12({"credentials": (credential("rsa"), credential("ecdsa"))}, settings)
    exchange(client, server)
    assert server.endpoint.machine.peer_chain == credential("ecdsa").chain


# Stapling


def test_what_is_stapled_reaches_the_judge() -> None:
    seen: list[tuple[Any, ...]] = []

    def watch(*arguments: Any) -> Judgement:
        seen.append(arguments)
        return trusting(*arguments)

    timestamps = b"\x00\x05\x00\x03sct"
    staple = credential("ecdsa", ocsp_response=b"response", signed_certificate_timestamps=timestamps)
    client, server = talk12({"verify": watch}, {"credentials": (staple,)})
    exchange(client, server)
    assert seen == [(staple.chain, "www.example.test", b"response", timestamps)]
    assert "CertificateStatus" in server.sent


def test_who_does_not_ask_gets_nothing_stapled() -> None:
    staple = credential("ecdsa", ocsp_response=b"response", signed_certificate_timestamps=b"\x00\x05\x00\x03sct")
    wishes = {"ask_for_ocsp_response": False, "ask_for_signed_certificate_timestamps": False}
    client, server = talk12(wishes, {"credentials": (staple,)})
    exchange(client, server)
    assert "CertificateStatus" not in server.sent


@pytest.mark.parametrize("suite", [RSA, ECDHE_ECDSA])
@pytest.mark.parametrize("asks", [True, False])
def test_a_promised_status_may_stay_away(suite: int, asks: bool) -> None:
    """RFC 6066 section 8: a server that promised CertificateStatus may send none."""
    credentials = tuple(credential(kind, ocsp_response=b"response") for kind in ("ecdsa", "rsa"))
    client = client12(cipher_suites=(suite,))
    server = server12(credentials=credentials, request_client_certificate=asks)
    send = server.endpoint.send_handshake
    server.endpoint.send_handshake = lambda message: None if message[0] == 22 else send(message)
    client.endpoint.start()
    carry(client, server)
    exchange(client, server)
    assert "judge_certificate" in client.done

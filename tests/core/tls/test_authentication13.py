"""Certificates of both sides in TLS 1.3, during the handshake and after it (RFC 8446 sections 4.3.2, 4.4 and 4.6.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from tests.core.tls.conversation import Side, carry, client, credential, distrust, judge, key, server, talk
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.authentication13 import signed_content
from workbench.core.tls.configuration import Credential, Judgement
from workbench.core.tls.events import MessageSent
from workbench.core.tls.messages import message_name
from workbench.core.tls.parameters import SignatureScheme

ME = (credential("me"),)


def test_the_signed_octets() -> None:
    """RFC 8446 section 4.4.3 gives the beginning for a hash of 32 bytes of 01."""
    expected = bytes.fromhex("20" * 64 + "544c5320312e332c207365727665722043657274696669636174655665726966790001" + "01" * 31)
    assert signed_content("server", b"\x01" * 32) == expected


def test_what_is_signed_is_told() -> None:
    left, right = talk(client(), server())
    assert left.values["server_signed_content"] == right.values["server_signed_content"]
    assert left.values["server_signature"] == right.values["server_signature"]
    assert left.values["server_signed_content"].endswith(left.values["transcript_hash_server_certificate"])
    assert left.derived["server_verify_data"].inputs == ("server_finished_key", "transcript_hash_server_certificate_verify")


@pytest.mark.parametrize("required", [True, False])
def test_a_client_shows_its_certificate(required: bool) -> None:
    settings: dict[str, Any] = {"require_client_certificate" if required else "request_client_certificate": True}
    left, right = talk(client(credentials=ME), server(**settings))
    assert left.endpoint.connected and right.endpoint.connected
    assert left.sent == ["ClientHello", "Certificate", "CertificateVerify", "Finished"]
    assert right.endpoint.machine.peer_chain == ME[0].chain
    assert right.endpoint.negotiated["client_signature_scheme"] == SignatureScheme.ecdsa_secp256r1_sha256
    assert left.values["client_signature"] == right.values["client_signature"]
    assert "transcript_hash_client_certificate_verify" in right.derived["client_verify_data"].inputs


def test_a_client_without_one_says_so() -> None:
    left, right = talk(client(), server(request_client_certificate=True))
    assert left.sent == ["ClientHello", "Certificate", "Finished"] and right.endpoint.connected
    assert right.endpoint.machine.peer_chain == ()
    assert "transcript_hash_client_certificate" in right.derived["client_verify_data"].inputs
    left, right = talk(client(), server(require_client_certificate=True))
    assert right.endpoint.failure.alert is AlertDescription.certificate_required
    assert left.endpoint.failure.description == AlertDescription.certificate_required


def test_the_server_says_whose_certificates_it_takes() -> None:
    for name, expected in ((b"certificate of me", ME[0].chain), (b"certificate of you", ())):
        left, right = talk(client(credentials=ME), server(request_client_certificate=True, certificate_authorities=(name,)))
        assert left.endpoint.connected and right.endpoint.machine.peer_chain == expected


def test_a_client_chooses_by_what_the_server_can_verify() -> None:
    edwards = ed25519.Ed25519PrivateKey.generate()
    other = Credential((b"certificate of edwards",), edwards, edwards.public_key())
    schemes = (SignatureScheme.ecdsa_secp256r1_sha256,)
    _, right = talk(client(credentials=(other, *ME)), server(request_client_certificate=True, signature_schemes=schemes))
    assert right.endpoint.machine.peer_chain == ME[0].chain


@pytest.mark.parametrize("who", ["client", "server"])
def test_a_refused_certificate(who: str) -> None:
    here = {"verify": distrust} if who == "client" else {"credentials": ME}
    there: dict[str, Any] = {} if who == "client" else {"verify": distrust, "request_client_certificate": True}
    left, right = talk(client(**here), server(**there))
    judging, judged = (left, right) if who == "client" else (right, left)
    assert judging.endpoint.failure.alert is AlertDescription.unknown_ca
    assert judged.endpoint.failure.description == AlertDescription.unknown_ca
    assert left.endpoint.closed and right.endpoint.closed


def test_continue_anyway() -> None:
    left, right = talk(client(verify=distrust, continue_when_not_trusted=True), server())
    assert left.endpoint.connected and right.endpoint.connected
    assert next(event for event in left.events if getattr(event, "id", "") == "judge_certificate").ok is False


def test_a_certificate_without_its_key() -> None:
    """An impostor has the true certificate and another key."""
    impostor = replace(credential(), private_key=key("impostor"))
    left, _ = talk(client(), server(credentials=(impostor,)))
    assert left.endpoint.failure.alert is AlertDescription.decrypt_error and left.endpoint.failure.message.id == "tls_signature_wrong"
    _, right = talk(client(credentials=(replace(ME[0], private_key=key("impostor")),)), server(request_client_certificate=True))
    assert right.endpoint.failure.alert is AlertDescription.decrypt_error


def test_a_key_that_nobody_can_read() -> None:
    def unreadable(*told: Any) -> Judgement:
        return replace(judge(*told), public_key=None)

    left, _ = talk(client(verify=unreadable), server())
    assert left.endpoint.failure.alert is AlertDescription.unsupported_certificate


def test_no_scheme_in_common() -> None:
    _, right = talk(client(signature_schemes=(SignatureScheme.ed25519,)), server())
    assert right.endpoint.failure.alert is AlertDescription.handshake_failure


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_other_kinds_of_keys(kind: str) -> None:
    private: Any = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    shown = Credential((b"certificate",), private, private.public_key())
    left, _ = talk(client(verify=lambda *told: Judgement(True, private.public_key())), server(credentials=(shown,)))
    expected = SignatureScheme.rsa_pss_rsae_sha256 if kind == "rsa" else SignatureScheme.ed25519
    assert left.endpoint.negotiated["signature_scheme"] == expected


def test_signatures_inside_certificates_may_be_others() -> None:
    both: dict[str, Any] = {"certificate_signature_schemes": (SignatureScheme.rsa_pkcs1_sha256,)}
    left, right = talk(client(**both), server(request_client_certificate=True, **both))
    assert left.endpoint.connected and right.endpoint.connected
    told = [event.message for side in (left, right) for event in side.events if isinstance(event, MessageSent)]
    holding = [message_name(message) for message in told if b"\0\x32\0\4\0\2\4\1" in message]
    assert holding == ["ClientHello", "CertificateRequest"]


# Stapling, names


def test_what_is_stapled_reaches_the_judge() -> None:
    seen: list[tuple[bytes, bytes]] = []

    def look(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes) -> Judgement:
        seen.append((ocsp_response, timestamps))
        return judge(chain, server_name, ocsp_response, timestamps)

    stapled = credential(ocsp_response=b"response", signed_certificate_timestamps=b"\0\5\0\3sct")
    talk(client(verify=look), server(credentials=(stapled,)))
    silent = {"ask_for_ocsp_response": False, "ask_for_signed_certificate_timestamps": False}
    talk(client(verify=look, **silent), server(credentials=(stapled,)))
    assert seen == [(b"response", b"\0\5\0\3sct"), (b"", b"")]


NAMED = (
    credential("first", names=("first.example.test",)),
    credential("wild", names=("*.example.test",)),
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("first.example.test", b"certificate of first"),
        ("FIRST.example.test", b"certificate of first"),
        ("second.example.test", b"certificate of wild"),
        ("a.second.example.test", b"certificate of first"),  # nobody serves it: the first credential
        ("", b"certificate of first"),
        ("192.0.2.1", b"certificate of first"),  # an address is not sent
    ],
)
def test_the_certificate_is_chosen_by_name(name: str, shown: bytes) -> None:
    left, right = talk(client(server_name=name), server(credentials=NAMED))
    assert left.endpoint.machine.peer_chain == (shown,)
    assert right.endpoint.negotiated.get("server_name", "") == (name if name and name[0].isalpha() else "")


def test_unknown_names_can_be_refused() -> None:
    _, right = talk(client(server_name="nobody.test"), server(credentials=NAMED, refuse_unknown_names=True))
    assert right.endpoint.failure.alert is AlertDescription.unrecognized_name


# After the handshake


def connected(**settings: Any) -> tuple[Side, Side]:
    return talk(client(post_handshake_auth=True, credentials=ME, **settings), server())


@pytest.mark.parametrize("between", ["data", "new keys"])
def test_nothing_comes_between_the_messages_of_a_later_answer(between: str) -> None:
    """RFC 8446 section 4.6.2: they are consecutive on the wire."""
    left, right = talk(client(post_handshake_auth=True, credentials=ME), server())
    assert left.endpoint.connected
    right.endpoint.request_client_certificate()
    answer = left.endpoint.machine.say_later

    def interrupted(value: Any, *more: Any) -> None:
        answer(value, *more)
        if between == "data":
            left.endpoint.write_application_data(b"me first")
        else:
            left.endpoint.machine.update_keys(False)

    left.endpoint.machine.say_later = interrupted
    carry(left, right)
    assert right.endpoint.failure.alert is AlertDescription.unexpected_message and right.endpoint.take_received() == b""


def test_the_server_asks_later() -> None:
    left, right = connected()
    for time in (1, 2):
        right.endpoint.request_client_certificate()
        carry(left, right)
        assert right.endpoint.failure is None is left.endpoint.failure
        assert left.sent[-3:] == ["Certificate", "CertificateVerify", "Finished"]
        assert right.endpoint.machine.peer_chain == ME[0].chain
        name = f"post_handshake_{time}_client_signed_content"
        assert left.values[name] == right.values[name]
    assert right.values["post_handshake_1_client_verify_data"] != right.values["post_handshake_2_client_verify_data"]
    left.endpoint.send(b"still here")
    carry(left, right)
    assert right.endpoint.take_received() == b"still here"


def test_after_a_key_update_too() -> None:
    left, right = connected()
    left.endpoint.update_keys()
    right.endpoint.request_client_certificate()
    carry(left, right)
    assert right.endpoint.machine.peer_chain == ME[0].chain
    assert right.derived["post_handshake_1_client_finished_key"].inputs == ("client_application_traffic_secret_1",)


def test_without_a_certificate() -> None:
    left, right = talk(client(post_handshake_auth=True), server())
    right.endpoint.request_client_certificate()
    carry(left, right)
    assert left.sent[-2:] == ["Certificate", "Finished"] and right.endpoint.connected


def test_a_client_that_did_not_offer_it_is_not_asked() -> None:
    left, right = talk(client(), server())
    with pytest.raises(ValueError, match="did not offer"):
        right.endpoint.request_client_certificate()
    assert left.endpoint.connected
    right.endpoint.machine.may_ask_later = True
    right.endpoint.request_client_certificate()
    carry(left, right)
    assert left.endpoint.failure.alert is AlertDescription.unexpected_message


def test_one_question_at_a_time() -> None:
    _, right = connected()
    right.endpoint.request_client_certificate()
    with pytest.raises(ValueError, match="not answered"):
        right.endpoint.request_client_certificate()

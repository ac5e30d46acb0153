"""What a TLS 1.3 client refuses in its server's messages, and by which alert."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.core.tls.conversation import NOW, Side, client, server, talk
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.extensions import Extension, extension, key_share, supported_versions
from workbench.core.tls.extensions.application_layer_protocol_negotiation import ProtocolNameList
from workbench.core.tls.extensions.pre_shared_key import SelectedPsk
from workbench.core.tls.messages import (
    Certificate,
    CertificateRequest,
    CertificateVerify,
    EncryptedExtensions,
    Finished,
    NewSessionTicket,
    ServerHello,
)
from workbench.core.tls.parameters import ExtensionType as E
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme
from workbench.core.tls.tickets import TicketKeys

A = AlertDescription
Change = Callable[[Any], Any]


def only(cls: type, change: Change) -> Change:
    """Changes the messages of one kind."""
    return lambda value: change(value) if isinstance(value, cls) else value


def with_extension(type: int, data: bytes) -> Change:
    """The message with this extension, in place of another of its kind."""
    return lambda value: replace(
        value, extensions=(*(item for item in value.extensions if item.extension_type != type), Extension(type, data))
    )


def without_extension(type: int) -> Change:
    return lambda value: replace(value, extensions=tuple(item for item in value.extensions if item.extension_type != type))


def share(group: int, data: bytes) -> bytes:
    return extension(E.key_share, key_share.KeyShareServerHello(group, data)).extension_data


def version(code: int) -> bytes:
    return extension(E.supported_versions, supported_versions.SupportedVersionsServerHello(code)).extension_data


WRONG: dict[str, tuple[Change, AlertDescription]] = {
    "another session id": (only(ServerHello, lambda m: replace(m, legacy_session_id_echo=b"other")), A.illegal_parameter),
    "an unknown suite": (only(ServerHello, lambda m: replace(m, cipher_suite=0x1399)), A.illegal_parameter),
    "a reserved suite": (only(ServerHello, lambda m: replace(m, cipher_suite=0x5A5A)), A.illegal_parameter),
    "a suite of TLS 1.2": (only(ServerHello, lambda m: replace(m, cipher_suite=0xC02B)), A.illegal_parameter),
    "a suite not offered": (
        only(ServerHello, lambda m: replace(m, cipher_suite=CipherSuite.TLS_AES_128_CCM_8_SHA256)),
        A.illegal_parameter,
    ),
    "compression": (only(ServerHello, lambda m: replace(m, legacy_compression_method=1)), A.illegal_parameter),
    "the version of SSL 3.0": (only(ServerHello, lambda m: replace(m, legacy_version=0x0300)), A.protocol_version),
    "legacy version": (only(ServerHello, lambda m: replace(m, legacy_version=0x0304)), A.illegal_parameter),
    "no supported_versions": (only(ServerHello, without_extension(E.supported_versions)), A.protocol_version),
    "TLS 1.2 in supported_versions": (only(ServerHello, with_extension(E.supported_versions, version(0x0303))), A.illegal_parameter),
    "a draft in supported_versions": (only(ServerHello, with_extension(E.supported_versions, version(0x7F1C))), A.protocol_version),
    "no key share": (only(ServerHello, without_extension(E.key_share)), A.missing_extension),
    "a group without share": (only(ServerHello, with_extension(E.key_share, share(NamedGroup.x25519, bytes(32)))), A.illegal_parameter),
    "a point off the curve": (
        only(ServerHello, with_extension(E.key_share, share(NamedGroup.secp256r1, b"\4" + bytes(64)))),
        A.illegal_parameter,
    ),
    "a pre-shared key": (
        only(ServerHello, with_extension(E.pre_shared_key, extension(E.pre_shared_key, SelectedPsk(0)).extension_data)),
        A.unsupported_extension,
    ),
    "an extension not asked for": (only(ServerHello, with_extension(0x1234, b"")), A.unsupported_extension),
    "server_name in the wrong message": (only(ServerHello, with_extension(E.server_name, b"")), A.illegal_parameter),
    "an extension twice": (
        only(ServerHello, lambda m: replace(m, extensions=(*m.extensions, m.extensions[0]))),
        A.illegal_parameter,
    ),
    "an unasked extension later": (only(EncryptedExtensions, with_extension(0x1234, b"")), A.unsupported_extension),
    "a reserved extension": (only(EncryptedExtensions, with_extension(0x3A3A, b"")), A.unsupported_extension),
    "early data not offered": (only(EncryptedExtensions, with_extension(E.early_data, b"")), A.unsupported_extension),
    "a protocol not offered": (
        only(
            EncryptedExtensions,
            with_extension(E.application_layer_protocol_negotiation, extension(16, ProtocolNameList((b"other",))).extension_data),
        ),
        A.illegal_parameter,
    ),
    "two protocols": (
        only(
            EncryptedExtensions,
            with_extension(E.application_layer_protocol_negotiation, extension(16, ProtocolNameList((b"h2", b"h2"))).extension_data),
        ),
        A.illegal_parameter,
    ),
    "no certificate": (only(Certificate, lambda m: Certificate(b"", ())), A.decode_error),
    "a certificate with context": (only(Certificate, lambda m: replace(m, certificate_request_context=b"1")), A.illegal_parameter),
    "a stapled extension not asked for": (
        only(
            Certificate,
            lambda m: replace(m, certificate_list=(replace(m.certificate_list[0], extensions=(Extension(0x1234, b""),)),)),
        ),
        A.unsupported_extension,
    ),
    "a stapled status of another kind": (
        only(
            Certificate,
            lambda m: replace(m, certificate_list=(replace(m.certificate_list[0], extensions=(Extension(5, b"\2\0\0\1x"),)),)),
        ),
        A.illegal_parameter,
    ),
    "a request with context": (
        only(CertificateRequest, lambda m: replace(m, certificate_request_context=b"1")),
        A.illegal_parameter,
    ),
    "a request without schemes": (only(CertificateRequest, with_extension(0x1234, b"")), A.missing_extension),
    "a scheme not offered": (
        only(CertificateVerify, lambda m: replace(m, algorithm=SignatureScheme.ecdsa_sha1)),
        A.illegal_parameter,
    ),
    "a scheme of TLS 1.2": (
        only(CertificateVerify, lambda m: replace(m, algorithm=SignatureScheme.rsa_pkcs1_sha256)),
        A.illegal_parameter,
    ),
    "a scheme of another key": (
        only(CertificateVerify, lambda m: replace(m, algorithm=SignatureScheme.ed25519)),
        A.illegal_parameter,
    ),
    "a broken signature": (only(CertificateVerify, lambda m: replace(m, signature=m.signature[:-1])), A.decrypt_error),
    "a wrong Finished": (only(Finished, lambda m: Finished(bytes(len(m.verify_data)))), A.decrypt_error),
    "a short Finished": (only(Finished, lambda m: Finished(m.verify_data[:-1])), A.decode_error),
    "a ticket for longer than a week": (only(NewSessionTicket, lambda m: replace(m, ticket_lifetime=604801)), A.illegal_parameter),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_a_client_refuses(what: str) -> None:
    change, alert = WRONG[what]
    if what == "a request without schemes":
        change = only(CertificateRequest, lambda m: replace(m, extensions=(Extension(0x1234, b""),)))
    left, right = talk(
        client(application_layer_protocols=(b"h2",), cipher_suites=(CipherSuite.TLS_AES_128_GCM_SHA256,)),
        server(
            application_layer_protocols=(b"h2",),
            ticket_keys=TicketKeys(clock=lambda: NOW),
            request_client_certificate=True,
            adjust_message=change,
        ),
    )
    assert left.endpoint.failure is not None, "it did not refuse"
    assert left.endpoint.failure.alert is alert, left.endpoint.failure.message
    if left.endpoint.writing is None and right.endpoint.failure is not None and "ticket" not in what:
        assert right.endpoint.failure.description == alert  # also where the client had no keys yet for its alert


def resume(change: Change, **here: Any) -> Side:
    keys = TicketKeys(clock=lambda: NOW)
    visitor, _ = talk(client(), server(ticket_keys=keys, max_early_data_size=100))
    left, _ = talk(
        client(session=visitor.endpoint.sessions[0], **here),
        server(ticket_keys=keys, max_early_data_size=100, adjust_message=change),
    )
    return left


@pytest.mark.parametrize(
    ("change", "here", "id"),
    [
        (
            only(ServerHello, with_extension(E.pre_shared_key, b"\0\1")),
            {},
            "tls_psk_not_offered",
        ),
        (only(ServerHello, without_extension(E.key_share)), {}, "tls_psk_mode"),
        (
            only(ServerHello, with_extension(E.key_share, share(NamedGroup.secp256r1, b"\4"))),
            {"psk_modes": (PskKeyExchangeMode.psk_ke,)},
            "tls_psk_mode",
        ),
        (only(ServerHello, lambda m: replace(m, cipher_suite=CipherSuite.TLS_AES_256_GCM_SHA384)), {}, "tls_psk_hash"),
        (only(EncryptedExtensions, with_extension(E.early_data, b"")), {}, "tls_unasked_extension"),
        (
            only(ServerHello, lambda m: replace(m, cipher_suite=CipherSuite.TLS_CHACHA20_POLY1305_SHA256)),
            {"early_data": b"early"},
            "tls_bad_record_mac",
        ),
        (
            only(EncryptedExtensions, with_extension(16, extension(16, ProtocolNameList((b"h2",))).extension_data)),
            {"early_data": b"early", "application_layer_protocols": (b"h2",)},
            "tls_early_data_protocol",
        ),
    ],
)
def test_what_a_returning_client_refuses(change: Change, here: dict[str, Any], id: str) -> None:
    left = resume(change, **here)
    assert left.endpoint.failure.message.id == id


def test_early_data_needs_tls13_for_the_answer() -> None:
    """A server that has become older cannot be answered (RFC 8446 appendix D.3)."""
    keys = TicketKeys(clock=lambda: NOW)
    both = (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2)
    visitor, _ = talk(client(), server(ticket_keys=keys, max_early_data_size=100))
    left = client(session=visitor.endpoint.sessions[0], early_data=b"early", versions=both)
    talk(left, server(versions=(ProtocolVersion.TLS1_2,)))
    assert left.endpoint.closed and left.endpoint.failure is not None
    again, _ = talk(client(session=visitor.endpoint.sessions[0], versions=both), server(versions=(ProtocolVersion.TLS1_2,)))
    assert again.endpoint.connected and again.endpoint.negotiated["version"] == ProtocolVersion.TLS1_2


@pytest.mark.parametrize("request_update", [2, 255])
def test_a_key_update_that_means_nothing(request_update: int) -> None:
    left, right = talk(client(), server())
    right.endpoint.send_handshake(b"\x18\0\0\1" + bytes((request_update,)), in_transcript=False)
    left.endpoint.receive(right.endpoint.data_to_send())
    assert left.endpoint.failure.alert is A.illegal_parameter

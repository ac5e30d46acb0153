"""What a TLS 1.3 server refuses in a ClientHello, and by which alert."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from tests.core.tls.conversation import NOW, client, credential, server, talk
from tests.core.tls.test_client13 import Change, with_extension, without_extension
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.events import AlertReceived
from workbench.core.tls.extensions import extension, key_share
from workbench.core.tls.extensions.pre_shared_key import OfferedPsks, PskIdentity
from workbench.core.tls.parameters import ExtensionType as E
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion, PskKeyExchangeMode
from workbench.core.tls.tickets import TicketKeys

A = AlertDescription


def shares(*groups: int) -> bytes:
    entries = tuple(key_share.KeyShareEntry(group, b"\1") for group in groups)
    return extension(E.key_share, key_share.KeyShareClientHello(entries)).extension_data


def psks(identities: int, binders: int) -> bytes:
    offered = OfferedPsks((PskIdentity(b"ticket!", 0),) * identities, (bytes(32),) * binders)
    return extension(E.pre_shared_key, offered).extension_data


P256, X25519, X448 = NamedGroup.secp256r1, NamedGroup.x25519, NamedGroup.x448
WRONG: dict[str, tuple[Change, AlertDescription]] = {
    "compression": (lambda hello: replace(hello, legacy_compression_methods=(0, 1)), A.illegal_parameter),
    "no null compression": (lambda hello: replace(hello, legacy_compression_methods=(1,)), A.illegal_parameter),
    "unknown suites": (lambda hello: replace(hello, cipher_suites=(0x1399, 0x0A0A)), A.handshake_failure),
    "suites of TLS 1.2": (lambda hello: replace(hello, cipher_suites=(0xC02B,)), A.handshake_failure),
    "no groups": (without_extension(E.supported_groups), A.missing_extension),
    "no shares": (without_extension(E.key_share), A.missing_extension),
    "no schemes": (without_extension(E.signature_algorithms), A.missing_extension),
    "one group twice": (with_extension(E.key_share, shares(P256, P256)), A.illegal_parameter),
    "a share of no group": (with_extension(E.key_share, shares(X448)), A.illegal_parameter),
    "a share too short": (with_extension(E.key_share, shares(P256)), A.illegal_parameter),
    "two names": (with_extension(E.server_name, b"\0\x08\0\0\1a\0\0\1b"), A.illegal_parameter),
    "no name": (with_extension(E.server_name, b"\0\0"), A.decode_error),
    "a name that is none": (with_extension(E.server_name, b"\0\5\0\0\2\xff\0"), A.illegal_parameter),
    "pre-shared keys without modes": (
        lambda hello: with_extension(E.pre_shared_key, psks(1, 1))(without_extension(E.psk_key_exchange_modes)(hello)),
        A.missing_extension,
    ),
    "too few binders": (with_extension(E.pre_shared_key, psks(2, 1)), A.illegal_parameter),
    "pre-shared keys not last": (
        lambda hello: with_extension(0x1234, b"")(with_extension(E.pre_shared_key, psks(1, 1))(hello)),
        A.illegal_parameter,
    ),
    "an extension of a server": (with_extension(E.cookie, b"\0"), A.decode_error),
    "TLS 1.2 alone": (with_extension(E.supported_versions, b"\2\3\3"), A.protocol_version),
    "the version of SSL 3.0": (lambda hello: replace(hello, legacy_version=0x0300), A.protocol_version),
    "no versions": (without_extension(E.supported_versions), A.protocol_version),
    "an extension twice": (lambda hello: replace(hello, extensions=(*hello.extensions, hello.extensions[0])), A.illegal_parameter),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_a_server_refuses(what: str) -> None:
    change, alert = WRONG[what]
    left, right = talk(client(adjust_client_hello=change), server(ticket_keys=TicketKeys(clock=lambda: NOW)))
    assert right.endpoint.failure is not None, "it did not refuse"
    assert right.endpoint.failure.alert is alert, right.endpoint.failure.message
    assert left.endpoint.failure == AlertReceived(2, alert)


HARMLESS: dict[str, Change] = {
    "unknown suites among others": lambda hello: replace(hello, cipher_suites=(0x1399, 0x5A5A, *hello.cipher_suites)),
    "an unknown extension": with_extension(0x1234, b"anything"),
    "an unknown pre-shared key": with_extension(E.pre_shared_key, psks(1, 1)),
    "unknown pre-shared keys": with_extension(E.pre_shared_key, psks(50, 50)),
    "unknown versions": with_extension(E.supported_versions, b"\x06\x7f\x1c\x03\x04\x03\x05"),
    "an older legacy version": lambda hello: replace(hello, legacy_version=0x0301),
    "a cookie nobody gave": with_extension(E.cookie, b"\0\1x"),
    "a name of another kind": with_extension(E.server_name, b"\0\x08\1\0\1a\0\0\1b"),
    "no session id": lambda hello: replace(hello, legacy_session_id=b""),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_a_server_does_not_mind(what: str) -> None:
    left, right = talk(client(adjust_client_hello=HARMLESS[what]), server(ticket_keys=TicketKeys(clock=lambda: NOW)))
    assert right.endpoint.connected and left.endpoint.connected, right.endpoint.failure


def test_the_servers_own_order_of_suites_decides() -> None:
    ours = (CipherSuite.TLS_CHACHA20_POLY1305_SHA256, CipherSuite.TLS_AES_128_GCM_SHA256)
    left, _ = talk(client(cipher_suites=tuple(reversed(ours))), server(cipher_suites=ours))
    assert left.endpoint.negotiated["cipher_suite"] == ours[0]


def test_no_version_in_common() -> None:
    left, right = talk(client(versions=(ProtocolVersion.TLS1_2,)), server())
    assert right.endpoint.failure.alert is A.protocol_version and left.endpoint.closed


def test_a_client_that_resumes_without_key_exchange_needs_no_groups() -> None:
    keys = TicketKeys(clock=lambda: NOW)
    visitor, _ = talk(client(), server(ticket_keys=keys))

    def bare(hello: Any) -> Any:
        for type in (E.supported_groups, E.key_share, E.signature_algorithms):
            hello = without_extension(type)(hello)
        return hello

    modes = {"psk_modes": (PskKeyExchangeMode.psk_ke,)}
    left, right = talk(client(session=visitor.endpoint.sessions[0], adjust_client_hello=bare, **modes), server(ticket_keys=keys))
    assert left.endpoint.connected and right.endpoint.connected, right.endpoint.failure


def test_an_own_key_of_another_kind() -> None:
    """A mistake of the server's owner: the client hears of it, and nothing is thrown."""
    wrong = replace(credential(), private_key=ed25519.Ed25519PrivateKey.generate())
    left, right = talk(client(), server(credentials=(wrong,)))
    assert right.endpoint.failure.message.id == "tls_own_key_unfit"
    assert left.endpoint.failure == AlertReceived(2, A.internal_error)

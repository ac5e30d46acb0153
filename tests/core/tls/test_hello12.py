"""What a ClientHello offers of TLS 1.2."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.tls.conversation import NOW, Clock
from tests.core.tls.conversation12 import seeded, trusting
from workbench.core.tls import hello12
from workbench.core.tls.configuration import ClientConfiguration, Session
from workbench.core.tls.parameters import ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme

BOTH = (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2)
BY_ID = Session(ProtocolVersion.TLS1_2, 0xC02F, bytes(48), session_id=b"id" * 16, issued_at=NOW)
BY_TICKET = Session(ProtocolVersion.TLS1_2, 0xC02F, bytes(48), ticket=b"ticket", issued_at=NOW)


def settings(**more: Any) -> ClientConfiguration:
    defaults: dict[str, Any] = {"verify": trusting, "clock": Clock(), "random": seeded(1)}
    return ClientConfiguration(**(defaults | more))


def types(configuration: ClientConfiguration) -> list[int]:
    return [item.extension_type for item in hello12.extensions(configuration, hello12.offered_session(configuration))]


def test_everything_by_default() -> None:
    assert types(settings()) == [
        ExtensionType.ec_point_formats,
        ExtensionType.extended_master_secret,
        ExtensionType.encrypt_then_mac,
        ExtensionType.session_ticket,
        ExtensionType.renegotiation_info,
    ]


def test_what_is_switched_off() -> None:
    bare = settings(extended_master_secret=False, encrypt_then_mac=False, session_tickets=False)
    assert types(bare) == [ExtensionType.ec_point_formats, ExtensionType.renegotiation_info]


def test_nothing_for_tls13_alone() -> None:
    assert types(settings(versions=(ProtocolVersion.TLS1_3,), session=BY_ID)) == []


@pytest.mark.parametrize(
    ("session", "more", "id"),
    [
        (None, {"versions": BOTH}, seeded(1)(32)),
        (None, {"versions": BOTH, "compatibility_mode": False}, b""),
        (None, {"versions": (ProtocolVersion.TLS1_2,)}, b""),
        (BY_ID, {"versions": BOTH}, BY_ID.session_id),
        (BY_ID, {"versions": (ProtocolVersion.TLS1_2,)}, BY_ID.session_id),
        (BY_TICKET, {"versions": (ProtocolVersion.TLS1_2,)}, seeded(1)(32)),
        (BY_ID, {"cipher_suites": (0x1301, 0xC030), "compatibility_mode": False}, b""),
    ],
)
def test_the_session_id(session: Session | None, more: dict[str, Any], id: bytes) -> None:
    configuration = settings(session=session, **more)
    assert hello12.session_id(configuration, hello12.offered_session(configuration)) == id


def test_nothing_of_tls13_without_it() -> None:
    old, new = settings(versions=(ProtocolVersion.TLS1_2,)), settings(versions=BOTH)
    assert NamedGroup.X25519MLKEM768 in hello12.groups(new) and SignatureScheme.mldsa44 in hello12.signature_schemes(new)
    assert all(NamedGroup(group).name.find("MLKEM") < 0 for group in hello12.groups(old))
    assert {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.ffdhe2048} <= set(hello12.groups(old))
    assert SignatureScheme.mldsa44 not in hello12.signature_schemes(old)
    assert SignatureScheme.rsa_pss_rsae_sha256 in hello12.signature_schemes(old)

"""Which suite, credential and group a TLS 1.2 server takes (RFC 5246 section 7.4.1.3, RFC 7919 section 4, RFC 8422 section 5.1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.tls.conversation12 import credential, trusting
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.choice12 import Choice, choose_all, serving
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.configuration import ServerConfiguration
from workbench.core.tls.extensions import signature_algorithms, supported_groups
from workbench.core.tls.messages import ClientHello
from workbench.core.tls.parameters import ExtensionType, NamedGroup, SignatureScheme

RSA, ECDHE_RSA, ECDHE_ECDSA, DHE = 0x009C, 0xC02F, 0xC02B, 0x009E
X25519, P256, P384, FFDHE2048, FFDHE3072 = (
    NamedGroup.x25519,
    NamedGroup.secp256r1,
    NamedGroup.secp384r1,
    NamedGroup.ffdhe2048,
    NamedGroup.ffdhe3072,
)
ALL_SCHEMES = tuple(SignatureScheme)


def chosen(
    suites: tuple[int, ...], groups: tuple[int, ...] | None = None, schemes: tuple[int, ...] | None = ALL_SCHEMES, **settings: Any
) -> Choice:
    found: dict[int, Any] = {}
    if groups is not None:
        found[ExtensionType.supported_groups] = supported_groups.NamedGroupList(groups)
    if schemes is not None:
        found[ExtensionType.signature_algorithms] = signature_algorithms.SignatureSchemeList(schemes)
    defaults: dict[str, Any] = {"verify": trusting, "credentials": (credential("ecdsa"), credential("rsa"))}
    configuration = ServerConfiguration(**(defaults | settings))
    hello = ClientHello(0x0303, bytes(32), b"", suites, (0,), None)
    return choose_all(configuration, serving(configuration, ""), hello, found)


def test_our_order_counts() -> None:
    assert chosen((RSA, DHE, ECDHE_RSA, ECDHE_ECDSA), (P256,)).suite == ECDHE_ECDSA
    assert chosen((ECDHE_ECDSA, RSA), (P256,), cipher_suites=(RSA, ECDHE_ECDSA)).suite == RSA


def test_tls13_suites_do_not_count() -> None:
    assert chosen((0x1301, RSA)).suite == RSA
    with pytest.raises(PeerError, match="tls_no_common_suite"):
        chosen((0x1301,))


@pytest.mark.parametrize(
    ("groups", "group"),
    [((P384, X25519), X25519), ((P384,), P384), (None, P256), ((NamedGroup.X25519MLKEM768, P256), P256)],
)
def test_the_curve(groups: tuple[int, ...] | None, group: int) -> None:
    found = chosen((ECDHE_RSA,), groups)
    assert (found.suite, found.group) == (ECDHE_RSA, group)


def test_without_a_common_curve_another_key_exchange() -> None:
    for groups in ((NamedGroup.secp256k1,), (NamedGroup.X25519MLKEM768,)):
        assert chosen((ECDHE_RSA, RSA), groups).suite == RSA


@pytest.mark.parametrize(
    ("groups", "group"),
    [(None, FFDHE2048), ((P256,), FFDHE2048), ((FFDHE3072,), FFDHE3072), ((FFDHE3072, FFDHE2048), FFDHE2048)],
)
def test_the_finite_field(groups: tuple[int, ...] | None, group: int) -> None:
    assert chosen((DHE,), groups).group == group


def test_a_client_that_names_other_finite_fields_takes_none_of_ours() -> None:
    """RFC 7919 section 4: then DHE must not be chosen."""
    assert chosen((DHE, RSA), (NamedGroup.ffdhe8192,)).suite == RSA
    with pytest.raises(PeerError, match="tls_no_common_group"):
        chosen((DHE,), (NamedGroup.ffdhe8192,))


def test_the_certificate_must_be_on_a_curve_that_the_client_knows() -> None:
    assert chosen((ECDHE_ECDSA, ECDHE_RSA), (X25519,)).suite == ECDHE_RSA
    assert chosen((ECDHE_ECDSA, ECDHE_RSA), (X25519,), credentials=(credential("ed25519"),)).suite == ECDHE_ECDSA


def test_the_signature_must_be_one_that_the_client_checks() -> None:
    found = chosen((ECDHE_RSA, ECDHE_ECDSA), (P256,), (SignatureScheme.rsa_pkcs1_sha384,))
    assert (found.suite, found.scheme) == (ECDHE_RSA, SignatureScheme.rsa_pkcs1_sha384)
    assert chosen((ECDHE_RSA, RSA), (P256,), (SignatureScheme.mldsa44,)).suite == RSA


def test_a_client_that_says_nothing_of_signatures_means_sha1() -> None:
    """RFC 5246 section 7.4.1.4.1; we sign nothing with that."""
    assert chosen((ECDHE_RSA, DHE, RSA), (P256,), None).suite == RSA
    with pytest.raises(PeerError, match="tls_no_common_scheme"):
        chosen((ECDHE_RSA,), (P256,), None)


def test_our_own_schemes_count_too() -> None:
    only = (SignatureScheme.rsa_pss_rsae_sha512,)
    assert chosen((ECDHE_RSA,), (P256,), signature_schemes=only).scheme == only[0]


@pytest.mark.parametrize("suite", [code for code, suite in SUITES.items() if not suite.tls13], ids=lambda code: SUITES[code].name)
def test_a_suite_needs_a_certificate_of_its_kind(suite: int) -> None:
    wrong = "ecdsa" if SUITES[suite].authentication == "RSA" else "rsa"
    with pytest.raises(PeerError, match="tls_no_key_for_suite"):
        chosen((suite,), (P256,), credentials=(credential(wrong),))

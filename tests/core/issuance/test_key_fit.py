"""Kinds of keys by their public halves."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.issuance.key_fit import kind_like, kind_of
from workbench.core.x509.issuance import KeyKind, PrivateKey, make_key


def spki(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("kind", [kind for kind in KeyKind if kind not in (KeyKind.RSA_6144, KeyKind.RSA_8192)])
def test_a_key_is_of_the_kind_that_it_was_made_as(kind: KeyKind) -> None:
    public = spki(make_key(kind))
    assert kind_of(public) is kind_like(public) is kind


@pytest.mark.parametrize(("key", "like"), [
    (rsa.generate_private_key(65537, 1024), KeyKind.RSA_2048), (rsa.generate_private_key(65537, 2304), KeyKind.RSA_3072),
    (ec.generate_private_key(ec.SECP256K1()), KeyKind.P_256), (ec.generate_private_key(ec.SECP224R1()), KeyKind.P_256),
])  # fmt: skip
def test_what_is_not_made_here_has_no_kind_but_one_that_stands_for_it(key: PrivateKey, like: KeyKind) -> None:
    assert kind_of(spki(key)) is None and kind_like(spki(key)) is like


def test_what_is_no_key_has_no_kind() -> None:
    assert kind_of(b"nothing") is None and kind_like(b"nothing") is KeyKind.P_256

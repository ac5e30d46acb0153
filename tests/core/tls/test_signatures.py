"""Signature schemes: which fit which key and version; signatures against published ones, the library alone, and `openssl`."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, padding, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from workbench import words
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.configuration import DEFAULT_SIGNATURE_SCHEMES
from workbench.core.tls.parameters import ProtocolVersion, SignatureScheme
from workbench.core.tls.signatures import RsaPssKey, choose, schemes_of, sign, verify

TLS12, TLS13 = ProtocolVersion.TLS1_2, ProtocolVersion.TLS1_3
S = SignatureScheme


@cache
def key(kind: str) -> Any:
    made: dict[str, Any] = {
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "rsa1024": lambda: rsa.generate_private_key(65537, 1024),
        "pss": lambda: RsaPssKey(key("rsa")),
        "pss1024": lambda: RsaPssKey(key("rsa1024")),
        "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "brainpool": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "ed448": ed448.Ed448PrivateKey.generate,
        "mldsa44": mldsa.MLDSA44PrivateKey.generate,
        "mldsa65": mldsa.MLDSA65PrivateKey.generate,
        "mldsa87": mldsa.MLDSA87PrivateKey.generate,
        "x25519": x25519.X25519PrivateKey.generate,
    }
    return made[kind]()


def test_a_pss_key_bound_to_a_hash_uses_that_alone() -> None:
    """RFC 8446 section 4.2.3: parameters of the key are those of the signature."""
    bound = RsaPssKey(key("rsa"), "sha384")
    assert schemes_of(bound.public_key(), TLS13) == (S.rsa_pss_pss_sha384,)
    with pytest.raises(PeerError):
        verify(bound.public_key(), S.rsa_pss_pss_sha256, sign(bound, S.rsa_pss_pss_sha256, b"data"), b"data", TLS13)


PSS_RSAE = (S.rsa_pss_rsae_sha256, S.rsa_pss_rsae_sha384, S.rsa_pss_rsae_sha512)
PKCS1 = (S.rsa_pkcs1_sha256, S.rsa_pkcs1_sha384, S.rsa_pkcs1_sha512)
PSS_PSS = (S.rsa_pss_pss_sha256, S.rsa_pss_pss_sha384, S.rsa_pss_pss_sha512)
P256, P384, P521 = S.ecdsa_secp256r1_sha256, S.ecdsa_secp384r1_sha384, S.ecdsa_secp521r1_sha512

# RFC 8446 section 4.2.3; RFC 5246 section 7.4.1.4.1 and RFC 8422 section 5.10 for TLS 1.2.
EXPECTED: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "rsa": ((*PSS_RSAE, *PKCS1), PSS_RSAE),
    "rsa1024": ((*PSS_RSAE[:2], *PKCS1), PSS_RSAE[:2]),  # a salted SHA-512 needs 1034 bits
    "pss": (PSS_PSS, PSS_PSS),
    "pss1024": (PSS_PSS[:2], PSS_PSS[:2]),
    "p256": ((P256, P384, P521), (P256,)),
    "p384": ((P384, P256, P521), (P384,)),
    "p521": ((P521, P256, P384), (P521,)),
    "brainpool": ((P256, P384, P521), ()),
    "ed25519": ((S.ed25519,), (S.ed25519,)),
    "ed448": ((S.ed448,), (S.ed448,)),
    "mldsa44": ((), (S.mldsa44,)),
    "mldsa65": ((), (S.mldsa65,)),
    "mldsa87": ((), (S.mldsa87,)),
    "x25519": ((), ()),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_schemes_of_a_key(kind: str) -> None:
    public = key(kind).public_key()
    assert (schemes_of(public, TLS12), schemes_of(public, TLS13)) == EXPECTED[kind]


def test_every_scheme_has_a_key() -> None:
    used = {scheme for pair in EXPECTED.values() for schemes in pair for scheme in schemes}
    assert used == set(DEFAULT_SIGNATURE_SCHEMES)


CASES = [
    pytest.param(kind, version, scheme, id=f"{kind}-{version.name}-{S(scheme).name}")
    for kind, pair in EXPECTED.items()
    for version, schemes in zip((TLS12, TLS13), pair, strict=True)
    for scheme in schemes
]


@pytest.mark.parametrize(("kind", "version", "scheme"), CASES)
def test_what_is_signed_verifies_and_nothing_else(kind: str, version: int, scheme: int) -> None:
    private, public = key(kind), key(kind).public_key()
    signature = sign(private, scheme, b"data")
    assert verify(public, scheme, signature, b"data", version)
    assert not verify(public, scheme, signature, b"date", version)
    for wrong in (b"", signature[:-1], signature + b"\0", bytes(len(signature)), bytes((signature[0] ^ 1,)) + signature[1:]):
        assert not verify(public, scheme, wrong, b"data", version)
    other = {"rsa": "rsa1024", "pss": "pss1024"}.get(kind)
    if other and scheme in EXPECTED[other][0]:
        assert not verify(key(other).public_key(), scheme, signature, b"data", version)


def test_pss_salts_are_as_long_as_the_hash() -> None:
    """RFC 8446 section 4.2.3; checked by the library with that length alone."""
    for scheme, hash in zip(PSS_RSAE, (hashes.SHA256(), hashes.SHA384(), hashes.SHA512()), strict=True):
        exact = padding.PSS(padding.MGF1(hash), hash.digest_size)
        key("rsa").public_key().verify(sign(key("rsa"), scheme, b"data"), b"data", exact, hash)
        longest = key("rsa").sign(b"data", padding.PSS(padding.MGF1(hash), padding.PSS.MAX_LENGTH), hash)
        assert not verify(key("rsa").public_key(), scheme, longest, b"data", TLS13)


def test_ecdsa_can_be_repeated() -> None:
    """RFC 6979 appendix A.2.5: P-256, SHA-256, message "sample"."""
    private = ec.derive_private_key(0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721, ec.SECP256R1())
    signature = sign(private, P256, b"sample", deterministic=True)
    r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    s = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    assert signature == bytes.fromhex(f"3046022100{r}022100{s}")
    assert sign(private, P256, b"sample") != sign(private, P256, b"sample")


def test_eddsa_is_the_plain_kind() -> None:
    """RFC 8032 section 7.1, test 2: no context, no prehash."""
    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    assert sign(ed25519.Ed25519PrivateKey.from_private_bytes(secret), S.ed25519, b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_mldsa_has_an_empty_context() -> None:
    """draft-ietf-tls-mldsa."""
    private = key("mldsa65")
    private.public_key().verify(sign(private, S.mldsa65, b"data"), b"data", b"")
    with pytest.raises(InvalidSignature):
        private.public_key().verify(sign(private, S.mldsa65, b"data"), b"data", b"TLS")
    assert not verify(private.public_key(), S.mldsa65, private.sign(b"data", b"TLS"), b"data", TLS13)


@pytest.mark.parametrize(
    ("kind", "scheme", "options"),
    [
        ("rsa", S.rsa_pkcs1_sha384, ["-sha384"]),
        ("rsa", S.rsa_pss_rsae_sha256, ["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]),
        ("rsa", S.rsa_pss_rsae_sha512, ["-sha512", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]),
        ("p384", S.ecdsa_secp384r1_sha384, ["-sha384"]),
        ("p521", S.ecdsa_secp521r1_sha512, ["-sha512"]),
    ],
)
def test_openssl_accepts_ours(kind: str, scheme: int, options: list[str], tmp_path: Path) -> None:
    public = key(kind).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for name, data in (("key", public), ("signature", sign(key(kind), scheme, b"data")), ("data", b"data")):
        (tmp_path / name).write_bytes(data)
    arguments = ["-verify", "key", "-signature", "signature", "data"]
    try:
        done = subprocess.run(["openssl", "dgst", *options, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    assert done.stdout == "Verified OK\n", done.stderr


def test_choosing_follows_our_order_within_what_is_offered() -> None:
    public = key("rsa").public_key()
    assert choose(public, (S.rsa_pkcs1_sha256, S.rsa_pss_rsae_sha512, S.rsa_pss_rsae_sha256), TLS13) == S.rsa_pss_rsae_sha256
    assert choose(public, (S.rsa_pkcs1_sha512, S.rsa_pkcs1_sha256), TLS12) == S.rsa_pkcs1_sha256
    assert choose(public, (S.rsa_pkcs1_sha256,), TLS13) is None
    assert choose(key("p384").public_key(), (P256,), TLS13) is None
    assert choose(key("p384").public_key(), (P256,), TLS12) == P256
    assert choose(key("rsa1024").public_key(), (S.rsa_pss_rsae_sha512,), TLS13) is None
    assert choose(public, (), TLS12) is None
    assert choose(public, (S.rsa_pkcs1_sha1, 0x1A1A), TLS12) is None  # we do not sign with SHA-1


def test_sha1_is_verified_in_tls12_and_never_made() -> None:
    rsa_key, ec_key = key("rsa"), key("p256")
    by_rsa = rsa_key.sign(b"data", padding.PKCS1v15(), hashes.SHA1())
    by_ec = ec_key.sign(b"data", ec.ECDSA(hashes.SHA1()))
    assert verify(rsa_key.public_key(), S.rsa_pkcs1_sha1, by_rsa, b"data", TLS12)
    assert verify(ec_key.public_key(), S.ecdsa_sha1, by_ec, b"data", TLS12)
    for kind in EXPECTED:
        for version in (TLS12, TLS13):
            assert not {S.rsa_pkcs1_sha1, S.ecdsa_sha1} & set(schemes_of(key(kind).public_key(), version))


@pytest.mark.parametrize(
    ("kind", "scheme", "version"),
    [
        ("rsa", S.rsa_pkcs1_sha256, TLS13),
        ("rsa", S.rsa_pkcs1_sha1, TLS13),
        ("rsa", S.rsa_pss_pss_sha256, TLS13),
        ("rsa", P256, TLS12),
        ("pss", S.rsa_pss_rsae_sha256, TLS13),
        ("pss", S.rsa_pkcs1_sha256, TLS12),
        ("rsa1024", S.rsa_pss_rsae_sha512, TLS13),
        ("p256", P384, TLS13),
        ("p256", S.ecdsa_sha1, TLS13),
        ("brainpool", P256, TLS13),
        ("ed25519", S.ed448, TLS13),
        ("mldsa44", S.mldsa65, TLS13),
        ("mldsa44", S.mldsa44, TLS12),
        ("x25519", S.ed25519, TLS13),
        ("rsa", 0x0402, TLS12),
        ("rsa", 0x1A1A, TLS13),
    ],
)
def test_a_scheme_that_does_not_fit_is_illegal(kind: str, scheme: int, version: int) -> None:
    with pytest.raises(PeerError) as caught:
        verify(key(kind).public_key(), scheme, b"signature", b"data", version)
    assert caught.value.alert is AlertDescription.illegal_parameter
    assert all(words.say(caught.value.message, language) for language in words.LANGUAGES)


def test_a_key_of_no_use_here_is_illegal() -> None:
    public = dsa.generate_private_key(1024).public_key()
    for unknown in (public, None):
        assert schemes_of(unknown, TLS12) == ()
        with pytest.raises(PeerError):
            verify(unknown, S.rsa_pkcs1_sha256, b"", b"", TLS12)


@given(kind=st.sampled_from(list(EXPECTED)), signature=st.binary(max_size=300), scheme=st.sampled_from(DEFAULT_SIGNATURE_SCHEMES))
def test_any_signature_ends_in_no_or_a_refusal(kind: str, signature: bytes, scheme: int) -> None:
    for version in (TLS12, TLS13):
        try:
            assert not verify(key(kind).public_key(), scheme, signature, b"data", version)
        except PeerError as error:
            assert error.alert is AlertDescription.illegal_parameter


@pytest.mark.parametrize("scheme", [S.rsa_pss_rsae_sha256, S.ecdsa_secp256r1_sha256, S.ed25519, S.mldsa44, S.rsa_pkcs1_sha512])
@pytest.mark.parametrize(
    "key",
    [
        x25519.X25519PrivateKey.generate(),
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(65537, 1024),
        ed25519.Ed25519PrivateKey.generate(),
        None,
    ],
    ids=lambda key: type(key).__name__,
)
def test_a_key_of_another_kind_cannot_sign(key: Any, scheme: int) -> None:
    """The peer hears of an internal error; nobody hears of Python's."""
    try:
        assert sign(key, scheme, b"data")
    except PeerError as error:
        assert error.alert is AlertDescription.internal_error
        assert all(words.say(error.message, language) for language in words.LANGUAGES)
    else:
        assert scheme in (*schemes_of(key.public_key(), TLS12), *schemes_of(key.public_key(), TLS13))

"""Fields of private keys: the numbers are those of `cryptography`, and whatever is secret is marked."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, mlkem, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from workbench import words
from workbench.core.asn1 import writer
from workbench.core.node import Node
from workbench.core.x509.private_key_nodes import private_key_fields


def pkcs8(key: object) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined, no-any-return]


def at(root: Node, *path: str) -> Node:
    node = root.find(*path)
    assert node is not None, path
    return node


def leaks(root: Node, secret: bytes) -> list[str]:
    """Labels of nodes that show these octets without being marked."""
    return [node.label for node in root.walk() if secret.hex() in node.value and not node.secret]


def test_rsa() -> None:
    key = rsa.generate_private_key(65537, 2048)
    root = private_key_fields(pkcs8(key))
    numbers = key.private_numbers()
    inner = ("privateKey", "RSAPrivateKey")
    expected = {
        "modulus": numbers.public_numbers.n, "privateExponent": numbers.d, "prime1": numbers.p, "prime2": numbers.q,
        "exponent1": numbers.dmp1, "exponent2": numbers.dmq1, "coefficient": numbers.iqmp,
    }  # fmt: skip
    for label, number in expected.items():
        assert int(at(root, *inner, label).value, 16) == number
        assert at(root, *inner, label).secret is (label != "modulus")
    assert at(root, *inner, "publicExponent").value == "65537"
    assert not [problem for node in root.walk() for problem in node.problems]


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP521R1(), ec.BrainpoolP256R1()], ids=lambda curve: curve.name)
def test_elliptic_curve(curve: ec.EllipticCurve) -> None:
    key = ec.generate_private_key(curve)
    root = private_key_fields(pkcs8(key))
    value = at(root, "privateKey", "ECPrivateKey", "privateKey")
    assert int(value.value, 16) == key.private_numbers().private_value and value.secret
    assert not leaks(root, key.private_numbers().private_value.to_bytes((curve.key_size + 7) // 8, "big"))
    assert not at(root, "privateKey", "ECPrivateKey", "publicKey").secret


@pytest.mark.parametrize(
    "key",
    [
        ed25519.Ed25519PrivateKey.generate(),
        ed448.Ed448PrivateKey.generate(),
        x25519.X25519PrivateKey.generate(),
        x448.X448PrivateKey.generate(),
    ],
    ids=lambda key: type(key).__name__,
)
def test_edwards_and_montgomery(key: ed25519.Ed25519PrivateKey) -> None:
    root = private_key_fields(pkcs8(key))
    value = at(root, "privateKey", "CurvePrivateKey")
    assert value.secret and bytes.fromhex(value.value) == key.private_bytes_raw()
    assert not leaks(root, key.private_bytes_raw())


@pytest.mark.parametrize("key", [mldsa.MLDSA65PrivateKey.generate(), mlkem.MLKEM768PrivateKey.generate()], ids=["ML-DSA-65", "ML-KEM-768"])
def test_seeds(key: mldsa.MLDSA65PrivateKey) -> None:
    root = private_key_fields(pkcs8(key))
    seed = at(root, "privateKey", "seed")
    assert seed.secret and bytes.fromhex(seed.value) == key.private_bytes_raw()
    assert not leaks(root, key.private_bytes_raw())


def test_expanded_and_both() -> None:
    for inner, path in (
        (writer.octet_string(b"\x99" * 40), ("expandedKey",)),
        (writer.sequence(writer.octet_string(b"\x98" * 32), writer.octet_string(b"\x99" * 40)), ("both", "expandedKey")),
    ):
        der = writer.sequence(writer.integer(0), writer.algorithm("2.16.840.1.101.3.4.3.18"), writer.octet_string(inner))
        node = at(private_key_fields(der), "privateKey", *path)
        assert node.secret and node.value == "99" * 40


def test_dsa() -> None:
    key = dsa.generate_parameters(1024).generate_private_key()
    node = at(private_key_fields(pkcs8(key)), "privateKey", "x")
    assert int(node.value, 16) == key.private_numbers().x and node.secret


def test_unknown_algorithm_is_secret_hex() -> None:
    der = writer.sequence(writer.integer(0), writer.algorithm("1.2.392.99"), writer.octet_string(b"\xaa\xbb"))
    root = private_key_fields(der)
    assert at(root, "privateKey").value == "aabb" and at(root, "privateKey").secret
    assert root.value == "1.2.392.99"


def test_broken_keys_are_nodes_with_problems_that_do_not_show_the_key() -> None:
    der = pkcs8(rsa.generate_private_key(65537, 1024))
    for size in range(0, len(der), 7):
        root = private_key_fields(der[:size])
        assert [problem for node in root.walk() for problem in node.problems]
        for node in root.walk():
            for problem in node.problems:
                assert der[200:220].hex() not in words.say(problem.message, "en")
    changed = bytearray(der)
    changed[26] ^= 0xFF
    root = private_key_fields(bytes(changed))
    assert not leaks(root, der[100:110])


def test_every_explanation_has_words() -> None:
    for key in (rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()):
        for node in private_key_fields(pkcs8(key)).walk():
            assert not node.explanation or words.has(node.explanation), node.explanation

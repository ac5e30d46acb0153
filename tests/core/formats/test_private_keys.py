"""Private and public keys in every wrapping, compared with the cryptography library and the openssl command."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, mlkem, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from tests.core.formats.samples import armour, ec_key, pkcs8, rsa_key, spki
from workbench.core.asn1 import writer
from workbench.core.errors import FileError
from workbench.core.formats import Kind, open_bytes
from workbench.core.formats.password_based import derive_pkcs12
from workbench.core.formats.pem_encryption import derive
from workbench.core.x509.private_to_public import public_key_of

OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="the openssl command is not there")

KEYS = {
    "rsa": rsa_key,
    "ec": ec_key,
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "brainpool": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
    "dsa": lambda: dsa.generate_private_key(1024),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ed448": ed448.Ed448PrivateKey.generate,
    "x25519": x25519.X25519PrivateKey.generate,
    "x448": x448.X448PrivateKey.generate,
    "mldsa44": mldsa.MLDSA44PrivateKey.generate,
    "mldsa65": mldsa.MLDSA65PrivateKey.generate,
    "mldsa87": mldsa.MLDSA87PrivateKey.generate,
    "mlkem768": mlkem.MLKEM768PrivateKey.generate,
    "mlkem1024": mlkem.MLKEM1024PrivateKey.generate,
}


def public(key: object) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]


def only_private(data: bytes, passwords: tuple[str, ...] = ()) -> bytes:
    opened = open_bytes(data, "key", passwords)
    assert [item.kind for item in opened.objects] == [Kind.PRIVATE_KEY], (opened.refusals, opened.locked)
    return opened.objects[0].der


@pytest.mark.parametrize("name", KEYS)
def test_pkcs8_and_public_key_of_every_algorithm(name: str) -> None:
    key = KEYS[name]()
    encoded = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    for data in (encoded, armour(encoded, "PRIVATE KEY"), base64.b64encode(encoded), encoded.hex().encode()):
        assert only_private(data) == encoded
    locked = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    assert only_private(locked, ("secret",)) == encoded
    assert public_key_of(encoded) == public(key)
    for data in (public(key), armour(public(key), "PUBLIC KEY")):
        (item,) = open_bytes(data, "key.pub").objects
        assert (item.kind, item.der) == (Kind.PUBLIC_KEY, public(key))


@pytest.mark.parametrize("name", ["rsa", "ec", "p384", "p521", "brainpool", "dsa"])
def test_traditional_forms_become_pkcs8(name: str) -> None:
    key = KEYS[name]()
    encoded = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    for data in (encoded, key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())):
        info = only_private(data)
        assert load_der_private_key(info, None).private_numbers() == key.private_numbers()
        assert public_key_of(info) == public(key)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"secret"))
    assert b"DEK-Info" in locked
    info = only_private(locked, ("no", "secret"))
    assert load_der_private_key(info, None).private_numbers() == key.private_numbers()
    for variant in (locked.replace(b"\n", b"\r\n"), b"".join(b"> " + line + b"\n" for line in locked.splitlines())):
        assert only_private(variant, ("secret",)) == info
    opened = open_bytes(locked, "key", ("no",))
    assert not opened.objects and opened.locked[0].wrong and opened.error is None


def test_pkcs1_public_key() -> None:
    encoded = rsa_key().public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    for data in (encoded, armour(encoded, "RSA PUBLIC KEY")):
        (item,) = open_bytes(data, "key").objects
        assert (item.kind, item.der) == (Kind.PUBLIC_KEY, spki(rsa_key()))


def test_an_algorithm_nobody_knows_is_kept() -> None:
    algorithm = writer.algorithm("1.3.6.1.4.1.99999.7")
    public_info = writer.sequence(algorithm, writer.bit_string(b"anything"))
    private_info = writer.sequence(writer.integer(0), algorithm, writer.octet_string(b"anything"))
    assert [item.kind for item in open_bytes(public_info + private_info, "keys").objects] == [Kind.PUBLIC_KEY, Kind.PRIVATE_KEY]
    with pytest.raises(FileError, match="public_key_unknown"):
        public_key_of(private_info)


def test_a_public_key_attached_to_pkcs8_is_used() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    inner = writer.octet_string(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    attached = writer.element(0x81, b"\0" + raw)
    info = writer.sequence(writer.integer(1), writer.algorithm("1.3.101.112"), writer.octet_string(inner), attached)
    assert only_private(info) == info
    assert public_key_of(info) == public(key)


@pytest.mark.parametrize("data", [writer.oid("1.2.840.10045.3.1.7"), writer.sequence(writer.integer((1 << 64) - 59), writer.integer(2))])
def test_parameters(data: bytes) -> None:
    assert [item.kind for item in open_bytes(data, "parameters").objects] == [Kind.PARAMETERS]


@needs_openssl
@pytest.mark.parametrize(
    "options",
    [
        *(["-v2", cipher] for cipher in (
            "aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des3", "des-cbc", "rc2-cbc", "rc2-40-cbc", "rc2-64-cbc", "camellia-256-cbc",
            "camellia-128-cbc", "aria-128-cbc", "aria-256-cbc", "sm4-cbc", "seed-cbc", "bf-cbc", "cast5-cbc",
        )),
        *(["-v2", "aes-256-cbc", "-v2prf", prf] for prf in (
            "hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512", "hmacWithMD5", "hmacWithSHA512-256",
        )),
        ["-scrypt"],
        ["-scrypt", "-scrypt_N", "1024", "-scrypt_r", "4", "-scrypt_p", "2"],
        *(["-v1", scheme] for scheme in (
            "PBE-SHA1-3DES", "PBE-SHA1-2DES", "PBE-SHA1-RC2-128", "PBE-SHA1-RC2-40", "PBE-SHA1-RC4-128", "PBE-SHA1-RC4-40",
            "PBE-MD5-DES", "PBE-SHA1-DES", "PBE-MD5-RC2-64", "PBE-SHA1-RC2-64",
        )),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_openssl_encrypts_opens(options: list[str], tmp_path: Path) -> None:
    plain = tmp_path / "plain.der"
    plain.write_bytes(pkcs8(ec_key()))
    for form in ("PEM", "DER"):
        out = tmp_path / "out"
        command = [str(OPENSSL), "pkcs8", "-topk8", "-inform", "DER", "-in", str(plain), "-outform", form, "-out", str(out)]
        command += ["-provider", "legacy", "-provider", "default", "-passout", "pass:pässword", *options]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this openssl does not write it")
        assert public_key_of(only_private(out.read_bytes(), ("pässword",))) == spki(ec_key())
        opened = open_bytes(out.read_bytes(), "key", ("wrong",))
        assert not opened.objects and len(opened.locked) == 1


@needs_openssl
@pytest.mark.parametrize(
    "cipher", ["des", "des3", "aes128", "aes192", "aes256", "camellia128", "camellia256", "bf", "cast5-cbc", "rc2", "seed"]
)
def test_traditional_encryption_as_openssl_writes_it(cipher: str, tmp_path: Path) -> None:
    plain, out = tmp_path / "plain.pem", tmp_path / "out.pem"
    plain.write_bytes(armour(pkcs8(rsa_key()), "PRIVATE KEY"))
    command = [str(OPENSSL), "rsa", "-traditional", "-in", str(plain), "-out", str(out), f"-{cipher}", "-passout", "pass:secret"]
    command += ["-provider", "legacy", "-provider", "default"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this openssl does not write it")
    assert b"DEK-Info" in out.read_bytes()
    assert public_key_of(only_private(out.read_bytes(), ("secret",))) == spki(rsa_key())


def test_a_cipher_that_nobody_has_is_named() -> None:
    text = b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ARIA-192-CBC,00112233445566778899AABBCCDDEEFF\n\n"
    opened = open_bytes(text + base64.b64encode(bytes(64)) + b"\n-----END RSA PRIVATE KEY-----\n", "key", ("x",))
    assert [(refusal.reader, refusal.reason.id) for refusal in opened.refusals] == [("pem", "unsupported_encryption")]
    assert opened.refusals[0].reason.params["algorithm"] == "ARIA-192-CBC"


@needs_openssl
def test_the_key_of_traditional_encryption_is_what_openssl_derives() -> None:
    command = [str(OPENSSL), "enc", "-aes-256-cbc", "-md", "md5", "-k", "password", "-S", "0001020304050607", "-P"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    values = dict(line.replace(" ", "").split("=") for line in printed.splitlines())
    assert derive(b"password", bytes(range(8)), 48).hex() == (values["key"] + values["iv"]).lower()


def test_the_pkcs12_key_derivation_against_published_values() -> None:
    # PKCS#12 key derivation: test vectors of the BouncyCastle and OpenSSL test suites ("smeg", SHA-1, one iteration).
    password = "smeg".encode("utf-16-be") + b"\0\0"
    assert derive_pkcs12("sha1", password, bytes.fromhex("0a58cf64530d823f"), 1, 1, 24).hex() == (
        "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3"
    )
    assert derive_pkcs12("sha1", password, bytes.fromhex("0a58cf64530d823f"), 2, 1, 8).hex() == "79993dfe048d3b76"
    password = "queeg".encode("utf-16-be") + b"\0\0"
    assert derive_pkcs12("sha1", password, bytes.fromhex("05dec959acff72f7"), 1, 1000, 24).hex() == (
        "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4"
    )


def test_rsa_numbers_survive() -> None:
    info = only_private(rsa_key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    loaded = load_der_private_key(info, None)
    assert isinstance(loaded, rsa.RSAPrivateKey)
    assert loaded.private_numbers() == rsa_key().private_numbers()
    assert info == pkcs8(rsa_key())


def test_private_keys_do_not_show_in_texts() -> None:
    opened = open_bytes(pkcs8(ec_key()), "key")
    secret = f"{ec_key().private_numbers().private_value:x}"
    assert secret not in repr(opened) and secret not in str(opened.objects)

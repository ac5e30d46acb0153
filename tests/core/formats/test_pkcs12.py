"""PKCS#12 from the cryptography library, its test vectors, openssl, keytool, and built by hand where nobody writes such files."""

from __future__ import annotations

import hashlib
import hmac
import shutil
import subprocess
import warnings
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, PrivateFormat, pkcs12

from tests.core.formats.samples import armour, certificate, der, ec_key, pkcs8, rsa_key, spki
from workbench.core.asn1 import writer
from workbench.core.formats import Kind, OpenedFile, open_bytes
from workbench.core.x509.private_to_public import public_key_of

OPENSSL = shutil.which("openssl")
VECTORS = Path(cryptography_vectors.__file__).parent / "pkcs12"
DATA = "1.2.840.113549.1.7.1"
BAG = "1.2.840.113549.1.12.10.1."


def kinds(opened: OpenedFile) -> list[str]:
    return sorted(str(item.kind) for item in opened.objects)


# --- built by hand: the bags of RFC 7292 with no encryption and no MAC


def bag(number: int, value: bytes, name: str = "") -> bytes:
    attributes = b""
    if name:
        friendly = writer.element(0x31, writer.element(0x1E, name.encode("utf-16-be")))
        attributes = writer.element(0x31, writer.sequence(writer.oid("1.2.840.113549.1.9.20"), friendly))
    return writer.sequence(writer.oid(f"{BAG}{number}"), writer.element(0xA0, value), attributes)


def certificate_bag(encoded: bytes, name: str = "") -> bytes:
    value = writer.element(0xA0, writer.octet_string(encoded))
    return bag(3, writer.sequence(writer.oid("1.2.840.113549.1.9.22.1"), value), name)


def data(content: bytes) -> bytes:
    return writer.sequence(writer.oid(DATA), writer.element(0xA0, writer.octet_string(content)))


def pfx(*safes: bytes) -> bytes:
    return writer.sequence(writer.integer(3), data(writer.sequence(*safes)))


def test_several_keys_names_and_nested_safes() -> None:
    inner = bag(6, writer.sequence(bag(6, writer.sequence(bag(1, pkcs8(ec_key()), "鍵二"))), certificate_bag(der("two.test"), "two")))
    opened = open_bytes(pfx(data(writer.sequence(bag(1, pkcs8(rsa_key()), "one"), inner)), data(writer.sequence())), "a.p12")
    found = [(item.kind, item.name, item.part, item.container, item.encrypted) for item in opened.objects]
    assert found == [
        (Kind.PRIVATE_KEY, "one", 1, ("der", "pkcs12"), False),
        (Kind.PRIVATE_KEY, "鍵二", 2, ("der", "pkcs12"), False),
        (Kind.CERTIFICATE, "two", 1, ("der", "pkcs12"), False),
    ]
    assert {remark.id for item in opened.objects for remark in item.remarks} == {"pkcs12_without_mac"}
    assert opened.error is None and not opened.refusals


def test_safes_nested_without_end_are_refused() -> None:
    contents = writer.sequence(certificate_bag(der()))
    for _ in range(60):
        contents = writer.sequence(bag(6, contents))
    opened = open_bytes(pfx(data(contents)), "deep.p12")
    assert [refusal.reason.id for refusal in opened.refusals] == ["nested_too_deep"]


def test_ber_with_indefinite_lengths_and_chunks() -> None:
    contents = writer.sequence(certificate_bag(der(), "chunked"))
    safes = writer.sequence(data(contents))
    chunks = b"".join(writer.octet_string(safes[at : at + 100]) for at in range(0, len(safes), 100))
    constructed = b"\x24\x80" + chunks + b"\0\0"
    content = b"\x30\x80" + writer.oid(DATA) + b"\xa0\x80" + constructed + b"\0\0" + b"\0\0"
    opened = open_bytes(b"\x30\x80" + writer.integer(3) + content + b"\0\0", "ber.p12")
    assert [(item.der, item.name) for item in opened.objects] == [(der(), "chunked")]


def test_one_broken_bag_does_not_hide_the_others() -> None:
    broken = certificate_bag(der("one.test")[:50])
    unknown = bag(9, writer.octet_string(b"x"))
    opened = open_bytes(pfx(data(writer.sequence(broken, unknown, certificate_bag(der("two.test"))))), "a.p12")
    assert [item.der for item in opened.objects if item.kind is Kind.CERTIFICATE] == [der("two.test")]
    assert [refusal.reason.id for refusal in opened.refusals] == ["der_truncated_content", "pkcs12_bag_type"]


@pytest.mark.parametrize("length", [20, 32])
def test_the_mac_of_rfc_9579(length: int) -> None:
    """PBMAC1: key by PBKDF2 with HMAC-SHA-512, HMAC-SHA-256 over the content."""
    content = writer.sequence(data(writer.sequence(certificate_bag(der()))))
    key = hashlib.pbkdf2_hmac("sha512", b"secret", b"saltsalt", 2048, length)
    prf = writer.algorithm("1.2.840.113549.2.11", writer.null())
    numbers = (writer.octet_string(b"saltsalt"), writer.integer(2048), writer.integer(length))
    kdf = writer.algorithm("1.2.840.113549.1.5.12", writer.sequence(*numbers, prf))
    scheme = writer.algorithm("1.2.840.113549.2.9", writer.null())
    algorithm = writer.algorithm("1.2.840.113549.1.5.14", writer.sequence(kdf, scheme))
    digest = writer.octet_string(hmac.digest(key, content, "sha256"))
    mac = writer.sequence(writer.sequence(algorithm, digest), writer.octet_string(b"unused"), writer.integer(1))
    encoded = writer.sequence(writer.integer(3), data(content), mac)
    assert [item.remarks for item in open_bytes(encoded, "a.p12", ["secret"]).objects] == [()]
    (item,) = open_bytes(encoded, "a.p12", ["other"]).objects
    assert [remark.id for remark in item.remarks] == ["pkcs12_mac_no_password_fits"]


# --- from libraries and programs


@pytest.mark.parametrize("password", ["secret", "a b&c%d$", "パスワード", "🔑"])
@pytest.mark.parametrize("scheme", [None, pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC, pkcs12.PBES.PBESv2SHA256AndAES256CBC])
def test_what_the_library_writes(password: str, scheme: pkcs12.PBES | None) -> None:
    encryption = BestAvailableEncryption(password.encode())
    if scheme is not None:
        builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2000).key_cert_algorithm(scheme).hmac_hash(hashes.SHA256())
        encryption = builder.build(password.encode())
    encoded = pkcs12.serialize_key_and_certificates(
        "名前".encode(), ec_key(), certificate("one.test"), [certificate("two.test")], encryption
    )
    for content in (encoded, armour(encoded, "PKCS12")):
        opened = open_bytes(content, "a.p12", ["wrong", password])
        assert kinds(opened) == ["certificate", "certificate", "private_key"]
        assert not opened.locked and not opened.refusals
        assert all(item.encrypted and not item.remarks for item in opened.objects)
        assert {item.der for item in opened.objects} >= {der("one.test"), der("two.test")}
        assert [item.name for item in opened.objects if item.kind is Kind.PRIVATE_KEY] == ["名前"]
        assert [public_key_of(item.der) for item in opened.objects if item.kind is Kind.PRIVATE_KEY] == [spki(ec_key())]
    opened = open_bytes(encoded, "a.p12", ["wrong"])
    assert not opened.objects and opened.error is None
    assert opened.locked and all(lock.wrong for lock in opened.locked)
    assert not any(lock.wrong for lock in open_bytes(encoded, "a.p12").locked)


def test_a_changed_file_is_remarked_on() -> None:
    encoded = bytearray(pkcs12.serialize_key_and_certificates(None, None, certificate(), None, NoEncryption()))
    at = encoded.find(b"sample.test")
    encoded[at] ^= 1
    opened = open_bytes(bytes(encoded), "a.p12")
    assert [remark.id for item in opened.objects for remark in item.remarks] == ["pkcs12_mac_no_password_fits"]


def test_the_librarys_vectors() -> None:
    files = sorted(VECTORS.glob("*.p12"))
    assert len(files) >= 30
    for file in files:
        opened = open_bytes(file.read_bytes(), file.name, ["cryptography", "password"])
        assert not opened.locked and not opened.refusals, file.name
        for password in (b"cryptography", b"password", b"", None):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # one of the files is BER
                    expected = pkcs12.load_pkcs12(file.read_bytes(), password)
                break
            except ValueError:
                continue
        certificates = [entry for entry in (expected.cert, *expected.additional_certs) if entry is not None]
        wanted = sorted((one.certificate.fingerprint(hashes.SHA256()).hex(), (one.friendly_name or b"").decode()) for one in certificates)
        found = sorted((item.sha256, item.name) for item in opened.objects if item.kind is Kind.CERTIFICATE)
        assert [entry[0] for entry in found] == [entry[0] for entry in wanted], file.name
        if file.name not in ("java-truststore.p12", "no-password.p12"):  # there the library hands names out differently
            assert found == wanted, file.name
        assert sum(item.kind is Kind.PRIVATE_KEY for item in opened.objects) == (expected.key is not None), file.name


@pytest.mark.skipif(OPENSSL is None, reason="the openssl command is not there")
@pytest.mark.parametrize(
    "options",
    [
        ["-legacy"],
        *(["-legacy", "-keypbe", scheme, "-certpbe", scheme] for scheme in (
            "PBE-SHA1-RC2-40", "PBE-SHA1-RC2-128", "PBE-SHA1-RC4-40", "PBE-SHA1-RC4-128", "PBE-SHA1-2DES", "PBE-SHA1-3DES", "PBE-MD5-DES",
        )),
        *(["-keypbe", cipher, "-certpbe", cipher] for cipher in ("AES-128-CBC", "AES-256-CBC", "camellia-256-cbc", "aria-256-cbc", "NONE")),
        ["-nomac"],
        ["-nomaciter", "-noiter"],
        ["-iter", "150000"],
        *(["-macalg", digest] for digest in ("sha1", "sha224", "sha384", "sha512", "sha3-256")),
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("password", ["secret", "", "pässwörd"])
def test_what_openssl_writes(options: list[str], password: str, tmp_path: Path) -> None:
    key, cert, out = tmp_path / "key.pem", tmp_path / "cert.pem", tmp_path / "out.p12"
    key.write_bytes(armour(pkcs8(ec_key()), "PRIVATE KEY"))
    cert.write_bytes(armour(der("one.test"), "CERTIFICATE") + armour(der("two.test"), "CERTIFICATE"))
    command = [str(OPENSSL), "pkcs12", "-export", "-inkey", str(key), "-in", str(cert), "-out", str(out), "-name", "the name"]
    if subprocess.run([*command, "-passout", f"pass:{password}", *options], capture_output=True, check=False).returncode:
        pytest.skip("this openssl does not write it")
    opened = open_bytes(out.read_bytes(), "a.p12", ["wrong", password])
    assert kinds(opened) == ["certificate", "certificate", "private_key"], (opened.refusals, opened.locked)
    assert [public_key_of(item.der) for item in opened.objects if item.kind is Kind.PRIVATE_KEY] == [spki(ec_key())]
    assert "the name" in {item.name for item in opened.objects}
    remarks = {remark.id for item in opened.objects for remark in item.remarks}
    assert remarks == ({"pkcs12_without_mac"} if "-nomac" in options else set())


def test_what_keytool_writes_with_two_keys_and_a_secret_key() -> None:
    content = (Path(__file__).parent / "data" / "keytool.p12").read_bytes()
    opened = open_bytes(content, "keytool.p12", ["changeit"])
    assert kinds(opened) == ["certificate", "certificate", "private_key", "private_key", "secret_key"]
    assert sorted(item.name for item in opened.objects) == ["p", "p", "q", "q", "sk"]

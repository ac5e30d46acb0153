"""Files that mean harm: absurd costs are asked for before they are paid, nesting and lengths are bounded, names stay plain text."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.core.formats.samples import NOW, armour, der, ec_key, pem
from tests.work import counted
from workbench.core.asn1 import writer
from workbench.core.formats import Kind, open_bytes, opening
from workbench.words import visible

HUGE = (1 << 31) - 1
PBES2, PBKDF2, SCRYPT, AES = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12", "1.3.6.1.4.1.11591.4.11", "2.16.840.1.101.3.4.1.42"


@pytest.fixture(autouse=True)
def _little_work() -> Iterator[None]:
    with counted() as work:
        yield
    assert work.calls < 6_000_000


def encrypted(kdf: bytes) -> bytes:
    cipher = writer.algorithm(AES, writer.octet_string(bytes(16)))
    algorithm = writer.algorithm(PBES2, writer.sequence(kdf, cipher))
    return writer.sequence(algorithm, writer.octet_string(bytes(64)))


def pbkdf2(iterations: int) -> bytes:
    return encrypted(writer.algorithm(PBKDF2, writer.sequence(writer.octet_string(bytes(8)), writer.integer(iterations))))


def scrypt(n: int, r: int, p: int) -> bytes:
    numbers = map(writer.integer, (n, r, p))
    return encrypted(writer.algorithm(SCRYPT, writer.sequence(writer.octet_string(bytes(8)), *numbers)))


def pkcs12_of(*safes: bytes, mac_iterations: int = 1) -> bytes:
    data = "1.2.840.113549.1.7.1"
    content = writer.sequence(*safes)
    digest = writer.sequence(writer.algorithm("1.3.14.3.2.26", writer.null()), writer.octet_string(bytes(20)))
    mac = writer.sequence(digest, writer.octet_string(bytes(8)), writer.integer(mac_iterations))
    wrapped = writer.sequence(writer.oid(data), writer.element(0xA0, writer.octet_string(content)))
    return writer.sequence(writer.integer(3), wrapped, mac)


def encrypted_safe(iterations: int) -> bytes:
    parameters = writer.sequence(writer.octet_string(bytes(8)), writer.integer(iterations))
    algorithm = writer.algorithm("1.2.840.113549.1.12.1.3", parameters)
    info = writer.sequence(writer.oid("1.2.840.113549.1.7.1"), algorithm, writer.element(0x80, bytes(64)))
    return writer.sequence(writer.oid("1.2.840.113549.1.7.6"), writer.element(0xA0, writer.sequence(writer.integer(0), info)))


def openssh(rounds: int) -> bytes:
    text = ec_key().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, BestAvailableEncryption(b"secret"))
    raw = bytearray(base64.b64decode(b"".join(text.splitlines()[1:-1])))
    at = raw.index(b"bcrypt") + 6 + 4 + 4 + 16  # name, length of options, length of salt, salt
    raw[at : at + 4] = rounds.to_bytes(4, "big")
    return armour(bytes(raw), "OPENSSH PRIVATE KEY")


@pytest.mark.parametrize(
    "content",
    [pbkdf2(HUGE), pbkdf2(50_000_000), scrypt(1 << 20, 8, 64), scrypt(1 << 21, 1, 16), pkcs12_of(encrypted_safe(HUGE)), openssh(HUGE)],
    ids=["pbkdf2", "pbkdf2 of ten seconds", "scrypt", "scrypt time", "pkcs12", "openssh"],
)
def test_absurd_costs_are_asked_for_first(content: bytes) -> None:
    opened = open_bytes(content, "costly", ["secret"])
    assert [lock.seconds > opening.MAX_SECONDS or lock.seconds > 0.5 for lock in opened.locked] == [True]
    assert not opened.locked[0].wrong
    assert opened.error is None
    assert not [item for item in opened.objects if item.kind is Kind.PRIVATE_KEY]


def test_memory_beyond_all_bounds_is_refused_even_with_consent() -> None:
    for allowed in (False, True):
        opened = open_bytes(scrypt(1 << 25, 8, 1), "costly", ["secret"], allow_cost=allowed)
        assert [refusal.reason.id for refusal in opened.refusals] == ["too_much_memory"]
        assert not opened.locked


def test_a_moderate_cost_is_named() -> None:
    (lock,) = open_bytes(pbkdf2(11_000_000), "costly").locked
    assert 2 < lock.seconds < 20 and not lock.wrong


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.OpenSSH])
def test_a_cost_is_paid_with_consent(form: PrivateFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_SECONDS", 1e-6)
    content = ec_key().private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"secret"))
    (lock,) = open_bytes(content, "costly", ["secret"]).locked
    assert lock.seconds > 0
    opened = open_bytes(content, "costly", ["secret"], allow_cost=True)
    assert [item.kind for item in opened.objects] == [Kind.PRIVATE_KEY] and not opened.locked


def test_a_mac_of_absurd_cost_does_not_keep_the_rest_closed() -> None:
    value = writer.element(0xA0, writer.octet_string(der()))
    bag = writer.sequence(writer.oid("1.2.840.113549.1.12.10.1.3"), writer.element(0xA0, writer.sequence(
        writer.oid("1.2.840.113549.1.9.22.1"), value)))  # fmt: skip
    safe = writer.sequence(writer.oid("1.2.840.113549.1.7.1"), writer.element(0xA0, writer.octet_string(writer.sequence(bag))))
    opened = open_bytes(pkcs12_of(safe, mac_iterations=HUGE), "costly.p12", ["secret"])
    assert [item.der for item in opened.objects] == [der()]
    assert [remark.id for remark in opened.objects[0].remarks] == ["pkcs12_mac_not_checked"]


def test_many_locks_of_a_second_each_are_asked_for_together() -> None:
    content = b"".join(armour(pbkdf2(4_000_000), "ENCRYPTED PRIVATE KEY") for _ in range(100))
    opened = open_bytes(content, "many", ["secret"] * 3 + ["other"])
    assert len(opened.locked) == 100
    assert sum(lock.seconds > 0 for lock in opened.locked) > 90


@pytest.mark.parametrize("number", [0, -1, 1 << 64, 1 << 1000])
def test_impossible_iteration_counts_are_refused(number: int) -> None:
    opened = open_bytes(pbkdf2(number), "odd", ["secret"])
    assert {refusal.reason.id for refusal in opened.refusals} == {"number_out_of_range"}


def test_deep_nesting_ends() -> None:
    nested = b""
    for _ in range(20_000):
        nested = b"\x30\x84" + len(nested).to_bytes(4, "big") + nested
    indefinite = b"\x30\x80" * 5000 + b"\0\0" * 5000
    octets = b"\x24\x80" * 3000 + b"\0\0" * 3000
    pkcs12_like = b"\x30\x80" + writer.integer(3) + b"\x30\x80" + writer.oid("1.2.840.113549.1.7.1") + b"\xa0\x80" + octets
    for data in (nested, indefinite, pkcs12_like, pkcs12_like + b"\0\0" * 3):
        opened = open_bytes(data, "deep")
        assert {item.kind for item in opened.objects} <= {Kind.UNKNOWN_DER}
        assert opened.refusals


def test_giant_lengths_end() -> None:
    for length in (b"\x84\xff\xff\xff\xff", b"\x88" + b"\x7f" + b"\xff" * 7, b"\xfe" + b"\xff" * 126):
        opened = open_bytes(b"\x30" + length + der(), "long.der")
        assert [item.kind for item in opened.objects] == [Kind.UNKNOWN_DER]
        assert opened.refusals[0].reason.id in ("der_truncated_content", "der_truncated_header")


def test_base64_of_base64_of_base64_ends() -> None:
    data = pem()
    for _ in range(5):
        data = base64.b64encode(data)
    assert [item.der for item in open_bytes(data, "nested").objects] == [der()]
    for _ in range(10):
        data = base64.b64encode(data)
    opened = open_bytes(data, "nested")
    assert not opened.objects and "nested_too_deep" in {refusal.reason.id for refusal in opened.refusals}


@pytest.mark.parametrize(
    "data",
    [
        b"-----BEGIN CERTIFICATE-----\n" * 50_000,
        b"-----END CERTIFICATE-----\n" * 50_000,
        b"-----BEGIN CERTIFICATE-----" + b"A" * 3_000_000,
        b"-" * 3_000_000,
        b"-----BEGIN " * 200_000,
        b" " * 3_000_000 + b"\nSPKAC",
        b"\n" * 3_000_000,
        (b"   \n" * 500_000) + b"MIIA",
        b"MII" + b"A\n   \n" * 300_000 + b"!",
        b"Content-Transfer-Encoding: base64\n" * 50_000,
        b"Content-Transfer-Encoding: base64\n\n" + b"AAAA \n" * 200_000,
        b"ssh-rsa AAAA" * 100_000,
        b"---- BEGIN SSH2 PUBLIC KEY ----" * 50_000,
        b"\\n" * 1_000_000 + b"-----BEGIN A-----" + b"\\" * 1_000_000 + b"-----END A-----",
        b"-----BEGIN A-----" + b"'\"" * 500_000 + b"-----END A-----",
        b"-----BEGIN A-----" + b"X-Y: z\n" * 200_000 + b"-----END A-----",
        b"-----BEGIN A-----" + b"<a" * 500_000 + b"&#" * 500_000 + b"-----END A-----",
        b"00000000: " + b"30 " * 500_000,
        b"0x" * 1_000_000,
        b"\xff\xfe" + b"\x42\x30" * 1_000_000,
    ],
    ids=range(20),
)
def test_texts_that_make_careless_patterns_slow(data: bytes) -> None:
    opened = open_bytes(data, "text")  # with a careless pattern this would not end today
    assert opened.error is not None or {item.kind for item in opened.objects} == {Kind.UNKNOWN_DER}
    assert len(opened.refusals) <= opening.MAX_REFUSALS + 1


def test_names_from_files_stay_plain_text() -> None:
    nasty = "<b>bold</b>\u202egpj.exe\u200b"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nasty)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(ec_key().public_key())
    builder = builder.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    encoded = builder.sign(ec_key(), hashes.SHA256()).public_bytes(Encoding.DER)
    text = f"Bag Attributes\n    friendlyName: {nasty}\n".encode()
    (item,) = open_bytes(text + armour(encoded, "CERTIFICATE"), "nasty").objects
    assert item.name == nasty
    shown = visible(item.name)
    assert "\u202e" not in shown and "\u200b" not in shown

"""JKS and JCEKS: a keystore of keytool's, and one written here for what keytool does not do."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.core.formats.samples import der, ec_key, pkcs8, spki
from workbench.core.asn1 import values, writer
from workbench.core.asn1.reader import children, read
from workbench.core.formats import Kind, open_bytes
from workbench.core.x509.private_to_public import public_key_of

DATA = Path(__file__).parent / "data"


def utf16(password: str) -> bytes:
    return password.encode("utf-16-be")


def java_text(text: str) -> bytes:
    octets = text.encode()
    return len(octets).to_bytes(2, "big") + octets


def protected(key: bytes, password: str) -> bytes:
    """What Sun's JKS protector makes of a key (salt of 20 octets, digests chained, check at the end)."""
    salt = digest = bytes(range(20))
    stream = b""
    while len(stream) < len(key):
        digest = hashlib.sha1(utf16(password) + digest).digest()
        stream += digest
    masked = bytes(a ^ b for a, b in zip(key, stream, strict=False))
    content = salt + masked + hashlib.sha1(utf16(password) + key).digest()
    return writer.sequence(writer.algorithm("1.3.6.1.4.1.42.2.17.1.1", writer.null()), writer.octet_string(content))


def entry(alias: str, certificates: list[bytes], key: bytes = b"") -> bytes:
    chain = b"".join(java_text("X.509") + len(one).to_bytes(4, "big") + one for one in certificates)
    if not key:
        return b"\0\0\0\2" + java_text(alias) + bytes(8) + chain
    return b"\0\0\0\1" + java_text(alias) + bytes(8) + len(key).to_bytes(4, "big") + key + len(certificates).to_bytes(4, "big") + chain


def store(password: str, *entries: bytes) -> bytes:
    content = bytes.fromhex("feedfeed00000002") + len(entries).to_bytes(4, "big") + b"".join(entries)
    return content + hashlib.sha1(utf16(password) + b"Mighty Aphrodite" + content).digest()


def test_keytools_jceks_with_secret_keys() -> None:
    content = (DATA / "keytool.jceks").read_bytes()
    opened = open_bytes(content, "s.jceks", ["changeit", "keypw12"])
    found = {(item.kind, item.name) for item in opened.objects}
    assert found == {
        (Kind.PRIVATE_KEY, "rsa"), (Kind.CERTIFICATE, "rsa"), (Kind.PRIVATE_KEY, "ec"), (Kind.CERTIFICATE, "ec"),
        (Kind.SECRET_KEY, "aes"), (Kind.SECRET_KEY, "hmac"), (Kind.SECRET_KEY, "des3"),
    }  # fmt: skip
    sizes = {}
    for item in opened.objects:
        if item.kind is Kind.SECRET_KEY:
            sizes[item.name] = len(values.octets(list(children(read(item.der)))[2]))
    assert sizes == {"aes": 32, "hmac": 32, "des3": 24}
    for name in ("rsa", "ec"):
        key, cert = (next(item for item in opened.objects if (item.kind, item.name) == (kind, name)) for kind in
                     (Kind.PRIVATE_KEY, Kind.CERTIFICATE))  # fmt: skip
        assert public_key_of(key.der) == cert.parsed.spki  # type: ignore[attr-defined]
    assert not opened.locked and not opened.refusals and not any(item.remarks for item in opened.objects)


def test_without_passwords_the_certificates_are_there() -> None:
    opened = open_bytes((DATA / "keytool.jceks").read_bytes(), "s.jceks")
    assert sorted(item.name for item in opened.objects) == ["ec", "rsa"]
    assert sorted(lock.what.id for lock in opened.locked) == ["locked_private_key"] * 2 + ["locked_secret_key"] * 3
    assert not any(lock.wrong for lock in opened.locked)


def test_keys_with_passwords_of_their_own() -> None:
    content = store(
        "store", entry("鍵🔑"[:1], [der("one.test"), der("two.test")], protected(pkcs8(ec_key()), "first")),
        entry("b", [der("two.test")], protected(pkcs8(ec_key()), "ひみつ")), entry("c", [der()]),
    )  # fmt: skip
    opened = open_bytes(content, "k.jks", ["store", "first", "ひみつ"])
    assert [public_key_of(item.der) for item in opened.objects if item.kind is Kind.PRIVATE_KEY] == [spki(ec_key())] * 2
    assert [item.name for item in opened.objects if item.kind is Kind.CERTIFICATE] == ["鍵", "鍵", "b", "c"]
    for item in opened.objects:
        if item.kind is Kind.CERTIFICATE:
            assert content[item.start : item.start + item.length] == item.der
    partly = open_bytes(content, "k.jks", ["store", "first"])
    assert len(partly.objects) == 5 and [lock.wrong for lock in partly.locked] == [True]


def test_a_changed_keystore_is_remarked_on() -> None:
    content = store("store", entry("c", [der()]))
    (item,) = open_bytes(content[:-1] + b"\0", "k.jks", ["store"]).objects
    assert [remark.id for remark in item.remarks] == ["java_digest_wrong"]


@pytest.mark.parametrize("cut", [13, 20, 40, 200])
def test_a_cut_off_keystore_gives_what_is_whole(cut: int) -> None:
    opened = open_bytes(store("store", entry("a", [der("one.test")]), entry("b", [der("two.test")]))[:-cut], "k.jks")
    assert [item.name for item in opened.objects][:1] == ["a"]
    assert opened.refusals or len(opened.objects) == 2


def test_a_count_that_lies_is_bounded() -> None:
    content = bytes.fromhex("feedfeed00000002ffffffff") + entry("a", [der()])
    opened = open_bytes(content, "k.jks")
    assert [item.name for item in opened.objects] == ["a"]
    assert {refusal.reason.id for refusal in opened.refusals} == {"too_many_objects", "java_cut_off"}

"""Whatever the bytes: objects, locks or a reason, and no exception."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, pkcs7, pkcs12
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.formats.samples import armour, certificate, der, ec_key, pem, pkcs8, rsa_key, spki
from tests.core.formats.test_java_keystore import entry, protected, store
from workbench import words
from workbench.core.formats import OpenedFile, open_bytes

# Where (modulo the length), an octet, and what to do: set, delete, insert, cut off.
CHANGE = st.tuples(st.integers(0, 1 << 16), st.integers(0, 255), st.sampled_from("sdic"))


@cache
def seeds() -> list[bytes]:
    locked = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(10).build(b"secret")
    return [
        der(), pem(), pkcs8(ec_key()), armour(pkcs8(rsa_key()), "PRIVATE KEY"), spki(rsa_key()),
        ec_key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"secret")),
        ec_key().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
        pkcs7.serialize_certificates([certificate()], Encoding.DER),
        pkcs12.serialize_key_and_certificates(b"n", ec_key(), certificate(), [certificate("two.test")], locked),
        pkcs12.serialize_key_and_certificates(b"n", ec_key(), certificate(), None, NoEncryption()),
        store("secret", entry("a", [der()], protected(pkcs8(ec_key()), "secret")), entry("b", [der()])),
        base64.b64encode(pem()), der().hex().encode(), b"data:\n  tls.crt: " + base64.b64encode(pem()),
    ]  # fmt: skip


def check(opened: OpenedFile) -> None:
    assert opened.objects or opened.locked or opened.error is not None
    for message in [refusal.reason for refusal in opened.refusals] + [lock.what for lock in opened.locked]:
        words.say(message, "en")
    for item in opened.objects:
        assert item.der
        repr(item)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    check(open_bytes(data, "any", ["secret"]))


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 13), st.lists(CHANGE, min_size=1, max_size=6))
def test_changed_files(seed: int, changes: list[tuple[int, int, str]]) -> None:
    data = bytearray(seeds()[seed])
    for place, octet, how in changes:
        at = place % max(len(data), 1)
        if how == "s" and data:
            data[at] = octet
        elif how == "d":
            del data[at : at + octet % 9]
        elif how == "i":
            data[at:at] = bytes([octet]) * (octet % 5)
        else:
            del data[at:]
    check(open_bytes(bytes(data), "changed", ["secret"]))


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.integers(0, 13), st.binary(max_size=40)), max_size=5))
def test_files_put_together(parts: list[int | bytes]) -> None:
    check(open_bytes(b"\n".join(seeds()[part] if isinstance(part, int) else part for part in parts), "together", ["secret"]))

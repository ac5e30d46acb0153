"""Records of TLS 1.3: what is refused, limits, padding, nonces (RFC 8446 section 5). Published records are in `test_rfc8448.py`."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES, CipherSuite
from workbench.core.tls.events import Level
from workbench.core.tls.protection import Protection13

SUITE = SUITES[CipherSuite.TLS_AES_128_GCM_SHA256]
KEY, IV = bytes(range(16)), bytes(range(12))


def protection(suite: int = SUITE.code) -> Protection13:
    parameters = SUITES[suite]
    return Protection13(parameters, bytes(parameters.key_length), IV, Level.application, "key", "iv")


def record(inner: bytes, number: int = 0) -> bytes:
    """Sealed by hand."""
    header = b"\x17\x03\x03" + (len(inner) + 16).to_bytes(2, "big")
    nonce = (int.from_bytes(IV, "big") ^ number).to_bytes(12, "big")
    return header + AESGCM(KEY).encrypt(nonce, inner, header)


def opening() -> Protection13:
    return Protection13(SUITE, KEY, IV, Level.application, "key", "iv")


def test_a_record_sealed_by_hand() -> None:
    side = opening()
    assert side.open(record(b"first\x17\0\0\0")).content == b"first"
    second = side.open(record(b"second\x16", 1))
    assert (second.content, second.inner_type, second.sequence_number, second.padding) == (b"second", 0x16, 1, 0)
    assert second.nonce == (int.from_bytes(IV, "big") ^ 1).to_bytes(12, "big") and second.additional_data == b"\x17\x03\x03\x00\x17"


@pytest.mark.parametrize(
    ("wire", "alert"),
    [
        (record(b"\0\0\0"), AlertDescription.unexpected_message),
        (record(b""), AlertDescription.unexpected_message),
        (record(bytes(2**14 + 1) + b"\x17"), AlertDescription.record_overflow),
        (record(b"\x17" + bytes(2**14 + 1)), AlertDescription.record_overflow),
        (record(b"x\x17", 1), AlertDescription.bad_record_mac),
        (record(b"x\x17")[:-1] + b"\0", AlertDescription.bad_record_mac),
        (b"\x17\x03\x03\x00\x0f" + bytes(15), AlertDescription.bad_record_mac),
        (b"\x17\x03\x03\x00\x00", AlertDescription.bad_record_mac),
    ],
)
def test_what_is_refused(wire: bytes, alert: AlertDescription) -> None:
    with pytest.raises(PeerError) as raised:
        opening().open(wire)
    assert raised.value.alert is alert


def test_the_longest_record() -> None:
    assert len(opening().open(record(bytes(2**14) + b"\x17")).content) == 2**14


@pytest.mark.parametrize("suite", [suite for suite in CipherSuite if SUITES[suite].tls13])
@pytest.mark.parametrize("padding", [0, 1, 100])
def test_both_ways(suite: int, padding: int) -> None:
    sealing, opens = protection(suite), protection(suite)
    tag = 8 if suite == CipherSuite.TLS_AES_128_CCM_8_SHA256 else 16
    for text in (b"", b"x", bytes(1000)):
        sealed = sealing.seal(23, text, padding)
        assert len(sealed.wire) == 5 + len(text) + 1 + padding + tag
        opened = opens.open(sealed.wire)
        assert (opened.content, opened.inner_type, opened.padding) == (text, 23, padding)

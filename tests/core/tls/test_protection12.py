"""TLS 1.2 records against real conversations (decrypted by tshark), against tlslite-ng, and against what must be refused."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from tests.core.tls.captured import Conversation, conversations
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES, CipherSuite, CipherSuiteParameters
from workbench.core.tls.parameters import ContentType, ExtensionType
from workbench.core.tls.prf import key_block, verify_data
from workbench.core.tls.protection12 import make_protection

CAPTURES = (
    "captures/wireshark-notes/all_dump.pcapng",
    "captures/zeek/tls-1.2-stream-keylog.pcap",
    "captures/zeek/tls12-decryption.pcap",
    "generated/openssl4_tls12.pcapng",
    "generated/tls12_1mb.pcapng",
    "generated/tls12_dhe_rsa_etm_cbc.pcapng",
    "generated/tls12_ecdhe_ecdsa.pcap",
    "generated/tls12_ecdhe_rsa.pcapng",
    "generated/tls12_ecdhe_rsa_cbc.pcapng",
    "generated/tls12_krsa_aes128_sha_noetm.pcapng",
    "generated/tls12_krsa_noems.pcapng",
    "generated/tls12_krsa_resume_session_id.pcapng",
    "generated/tls12_mtls.pcapng",
    "generated/tls12_resume_ticket.pcapng",
    "generated/tls12_small_fragments.pcapng",
)

TLS12 = [suite for suite in SUITES.values() if not suite.tls13]


def keys(suite: CipherSuiteParameters, master_secret: bytes, client_random: bytes, server_random: bytes) -> dict[str, bytes]:
    return {value.name: value.value for value in key_block(suite, master_secret, client_random, server_random)}


@pytest.mark.parametrize("name", CAPTURES)
def test_a_real_conversation_opens(name: str, corpora: Path) -> None:
    """Every record authenticates, both Finished are what the PRF says, and the application data is what tshark found."""
    found = [conversation for conversation in conversations(corpora / name) if conversation.cipher_suite in SUITES]
    assert found
    for conversation in found:
        open_conversation(conversation)


def open_conversation(conversation: Conversation) -> None:
    suite = SUITES[conversation.cipher_suite]
    values = keys(suite, conversation.master_secret, conversation.random("client"), conversation.random("server"))
    encrypt_then_mac = ExtensionType.encrypt_then_mac in conversation.extensions
    opening: dict[str, Any] = {}
    # Some of these servers of old compress with DEFLATE, one stream a direction, over all records.
    hello = next(record for side, record in conversation.records if side == "server")
    compressed = hello[5 + 4 + 2 + 32 + 1 + hello[43] + 2] == 1
    inflating = {"client": zlib.decompressobj(), "server": zlib.decompressobj()}
    data = {"client": b"", "server": b""}
    messages = b""
    finished = []
    for side, wire in conversation.records:
        if wire[0] == ContentType.change_cipher_spec:
            opening[side] = make_protection(suite, side, values, encrypt_then_mac, os.urandom)
            continue
        content = wire[5:]
        if side in opening:
            content = opening[side].open(wire).content
            content = inflating[side].decompress(content) if compressed else content
        if wire[0] == ContentType.application_data:
            data[side] += content
        elif wire[0] == ContentType.handshake:
            if side in opening:
                assert content[:4] == b"\x14\0\0\x0c"
                digest = hashlib.new(suite.hash, messages).digest()
                assert content[4:] == verify_data(suite.hash, conversation.master_secret, side, digest, "handshake_hash").value
                finished.append(side)
            messages += content
    assert sorted(finished) == ["client", "server"]
    for side, expected in conversation.plaintext.items():
        assert len(data[side]) == expected["length"], (suite.name, side)
        assert hashlib.sha256(data[side]).hexdigest() == expected["sha256"]


def test_the_records_of_a_published_handshake_are_sealed_byte_for_byte() -> None:
    """The Illustrated TLS 1.2 Connection (vectors/illustrated_tls12.json), with the IVs that its records have."""
    told = json.loads((Path(__file__).parent / "vectors/illustrated_tls12.json").read_text(encoding="utf-8"))
    suite = SUITES[CipherSuite[told["cipher_suite"]]]
    randoms = [bytes.fromhex(told[f"{side}_records"][0])[11:43] for side in ("client", "server")]
    values = keys(suite, bytes.fromhex(told["values"]["master_secret"]), randoms[0], randoms[1])
    for side in ("client", "server"):
        records = [bytes.fromhex(record) for record in told[f"{side}_records"]]
        protected = records[[record[0] for record in records].index(ContentType.change_cipher_spec) + 1 :]
        ivs = iter([record[5:21] for record in protected])
        sealing = make_protection(suite, side, values, False, lambda size, ivs=ivs: next(ivs))  # type: ignore[misc]
        for record, content in zip(protected, told[f"{side}_plaintexts"].values(), strict=True):
            assert sealing.seal(record[0], bytes.fromhex(content)).wire == record


# --- an independent implementation ------------------------------------------------------------------------------------------------


class _Wire:
    """A socket for tlslite-ng's record layer, whose `recv` gives what was put in."""

    def __init__(self) -> None:
        self.sent = b""
        self.waiting = b""

    def send(self, data: bytes) -> int:
        self.sent += bytes(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        data, self.waiting = self.waiting[:size], self.waiting[size:]
        return data

    def flush(self) -> None:
        pass


def peer(suite: CipherSuiteParameters, master_secret: bytes, randoms: tuple[bytes, bytes], encrypt_then_mac: bool) -> Any:
    """A record layer of tlslite-ng, on the server's side."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for asyncore
        from tlslite.recordlayer import RecordLayer
    layer = RecordLayer(_Wire())
    layer.client = False
    layer.version = (3, 3)
    layer.encryptThenMAC = encrypt_then_mac
    layer.calcPendingStates(suite.code, bytearray(master_secret), bytearray(randoms[0]), bytearray(randoms[1]), ["python"])
    layer.changeReadState()
    layer.changeWriteState()
    return layer


class _Message:
    def __init__(self, data: bytes) -> None:
        self.contentType = ContentType.application_data
        self._data = data

    def write(self) -> bytearray:
        return bytearray(self._data)


CASES = [(suite, False) for suite in TLS12] + [(suite, True) for suite in TLS12 if suite.mac]


@pytest.mark.parametrize(("suite", "encrypt_then_mac"), CASES, ids=[f"{suite.name}{'-etm' if etm else ''}" for suite, etm in CASES])
def test_tlslite_opens_ours_and_we_open_theirs(suite: CipherSuiteParameters, encrypt_then_mac: bool) -> None:
    secret, randoms = bytes(range(48)), (b"c" * 32, b"s" * 32)
    values = keys(suite, secret, *randoms)
    ours = make_protection(suite, "client", values, encrypt_then_mac, os.urandom)
    theirs = make_protection(suite, "server", values, encrypt_then_mac, os.urandom)
    layer = peer(suite, secret, randoms, encrypt_then_mac)
    for number, content in enumerate((b"first", b"", bytes(1000), bytes(range(31)))):
        record = ours.seal(ContentType.application_data, content)
        assert record.sequence_number == number and record.wire[:3] == b"\x17\x03\x03"
        layer._recordSocket.sock.waiting = record.wire
        header, parser = next(result for result in layer.recvRecord() if isinstance(result, tuple))
        assert header.type == ContentType.application_data and bytes(parser.bytes) == content

        layer._recordSocket.sock.sent = b""
        for _ in layer.sendRecord(_Message(content)):
            pass
        opened = theirs.open(layer._recordSocket.sock.sent)
        assert opened.content == content and opened.inner_type == ContentType.application_data


# --- what is recorded, and what is refused ----------------------------------------------------------------------------------------


def pair(code: int, encrypt_then_mac: bool = False) -> tuple[Any, Any]:
    """Two ends of the client's direction."""
    values = keys(SUITES[code], b"m" * 48, b"c" * 32, b"s" * 32)
    return tuple(make_protection(SUITES[code], "client", values, encrypt_then_mac, os.urandom) for _ in range(2))  # type: ignore[return-value]


KINDS = [
    (CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, False),
    (CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, False),
    (CipherSuite.TLS_RSA_WITH_AES_128_CCM_8, False),
    (CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, False),
    (CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, True),
]


@pytest.mark.parametrize(("code", "etm"), KINDS)
def test_both_ends_tell_the_same_of_a_record(code: int, etm: bool) -> None:
    sealing, opening = pair(code, etm)
    for content in (b"", b"x" * 20, b"y" * 2**14):
        sealed = sealing.seal(ContentType.application_data, content)
        assert opening.open(sealed.wire) == sealed
        assert sealed.content == content and sealed.nonce and sealed.additional_data[8:11] == b"\x17\x03\x03"


def test_nonces_are_those_of_their_rfcs() -> None:
    values = keys(SUITES[CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256], b"m" * 48, b"c" * 32, b"s" * 32)
    gcm, _ = pair(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256)
    gcm.seal(ContentType.handshake, b"a")
    record = gcm.seal(ContentType.handshake, b"a")
    assert record.nonce == values["client_write_IV"] + bytes(7) + b"\1"
    assert record.wire[5:13] == bytes(7) + b"\1"  # RFC 5288 section 3: nonce_explicit goes with the record
    assert record.additional_data == bytes(7) + b"\1" + b"\x16\x03\x03" + b"\0\1"

    code = CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    iv = keys(SUITES[code], b"m" * 48, b"c" * 32, b"s" * 32)["client_write_IV"]
    chacha, _ = pair(code)
    chacha.seal(ContentType.handshake, b"a")
    record = chacha.seal(ContentType.handshake, b"a")
    assert record.nonce == iv[:-1] + bytes((iv[-1] ^ 1,))
    assert len(record.wire) == 5 + 1 + 16


def test_the_iv_of_a_cbc_record_comes_from_the_given_randomness() -> None:
    suite = SUITES[CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA]
    values = keys(suite, b"m" * 48, b"c" * 32, b"s" * 32)
    record = make_protection(suite, "server", values, False, lambda size: b"\x05" * size).seal(23, b"hello")
    assert record.nonce == b"\x05" * 16 == record.wire[5:21]
    assert record.padding == 16 - (5 + 20) % 16
    assert (record.key, record.iv) == ("server_write_key", "")


@pytest.mark.parametrize(("code", "etm"), KINDS)
@given(data=st.data())
def test_a_changed_record_is_refused_with_one_alert(code: int, etm: bool, data: st.DataObject) -> None:
    sealing, opening = pair(code, etm)
    wire = bytearray(sealing.seal(ContentType.application_data, data.draw(st.binary(max_size=80))).wire)
    how = data.draw(st.sampled_from(("flip", "cut", "extend", "type")))
    if how == "flip":
        wire[data.draw(st.integers(5, len(wire) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    elif how == "cut":
        del wire[data.draw(st.integers(5, len(wire) - 1)) :]
    elif how == "extend":
        wire += data.draw(st.binary(min_size=1, max_size=40))
    else:
        wire[0] = ContentType.handshake
    with pytest.raises(PeerError) as caught:
        opening.open(bytes(wire))
    assert caught.value.alert is AlertDescription.bad_record_mac
    assert caught.value.message.id == "tls_bad_record_mac"


@pytest.mark.parametrize(("code", "etm"), KINDS)
def test_a_record_out_of_its_place_is_refused(code: int, etm: bool) -> None:
    sealing, opening = pair(code, etm)
    first = sealing.seal(ContentType.application_data, b"first")
    second = sealing.seal(ContentType.application_data, b"second")
    with pytest.raises(PeerError):
        opening.open(second.wire)
    assert opening.open(first.wire).content == b"first"
    with pytest.raises(PeerError):
        opening.open(first.wire)


@pytest.mark.parametrize(("code", "etm"), KINDS)
def test_a_record_that_is_too_long_is_refused(code: int, etm: bool) -> None:
    sealing, opening = pair(code, etm)
    for content in (bytes(2**14 + 1), bytes(2**14 + 2048)):
        wire = sealing.seal(ContentType.application_data, content).wire
        with pytest.raises(PeerError) as caught:
            opening.open(wire)
        assert caught.value.alert is AlertDescription.record_overflow
        opening.sequence_number = sealing.sequence_number


@pytest.mark.parametrize(("code", "etm"), KINDS)
def test_padding_is_no_choice_in_tls12(code: int, etm: bool) -> None:
    with pytest.raises(ValueError):
        pair(code, etm)[0].seal(ContentType.application_data, b"", 1)


@pytest.mark.parametrize(("code", "etm"), KINDS)
def test_a_fragment_beyond_all_bounds_is_not_even_opened(code: int, etm: bool) -> None:
    """RFC 5246 section 6.2.3: a fragment has at most 2^14 + 2048 bytes."""
    for length, alert in ((2**14 + 2048, AlertDescription.bad_record_mac), (2**14 + 2049, AlertDescription.record_overflow)):
        with pytest.raises(PeerError) as caught:
            pair(code, etm)[1].open(b"\x17\x03\x03" + length.to_bytes(2, "big") + bytes(length))
        assert caught.value.alert is alert


def crafted(content: bytes, padding: bytes, encrypt_then_mac: bool) -> tuple[Any, bytes]:
    """The reading end, and a CBC record of a client that pads as it likes (made with the library alone)."""
    suite = SUITES[CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA]
    values = keys(suite, b"m" * 48, b"c" * 32, b"s" * 32)

    def mac(data: bytes) -> bytes:
        made = hmac.HMAC(values["client_write_MAC_key"], hashes.SHA1())
        made.update(bytes(8) + b"\x17\x03\x03" + len(data).to_bytes(2, "big") + data)
        return made.finalize()

    inner = content + padding if encrypt_then_mac else content + mac(content) + padding
    fragment = bytes(16) + Cipher(algorithms.AES(values["client_write_key"]), modes.CBC(bytes(16))).encryptor().update(inner)
    fragment += mac(fragment) if encrypt_then_mac else b""
    wire = b"\x17\x03\x03" + len(fragment).to_bytes(2, "big") + fragment
    return make_protection(suite, "client", values, encrypt_then_mac, os.urandom), wire


@pytest.mark.parametrize("etm", [False, True])
def test_padding_of_a_peer(etm: bool) -> None:
    """CBC lets a sender pad up to 255 bytes more than needed; each byte must be the number of the others (RFC 5246 section 6.2.3.2)."""
    content = b"hello"
    needed = 16 - (len(content) + (0 if etm else 20)) % 16
    for length in (needed, needed + 16, needed + 240):
        opening, wire = crafted(content, bytes((length - 1,)) * length, etm)
        opened = opening.open(wire)
        assert (opened.content, opened.padding) == (content, length)
    for wrong in (b"\1" + bytes((needed - 1,)) * (needed - 1), b"\xff" * needed, bytes((needed + 15,)) * needed):
        opening, wire = crafted(content, wrong, etm)
        with pytest.raises(PeerError) as caught:
            opening.open(wire)
        assert caught.value.alert is AlertDescription.bad_record_mac


def test_no_padding_at_all_is_wrong() -> None:
    """Though the MAC would be where it belongs."""
    for number in range(8):
        opening, wire = crafted(b"twelve bytes"[:11] + bytes((number,)), b"", False)
        with pytest.raises(PeerError):
            opening.open(wire)

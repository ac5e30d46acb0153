"""Handshake messages: which declaration a message follows, and how it is shown; bytes from public captures and specifications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.tls.declared import inside
from workbench.core.tls import messages, messages12
from workbench.core.tls.cipher_suites import KeyExchange
from workbench.core.tls.codec import DecodeError
from workbench.core.tls.messages import frame, message_class, message_name, message_nodes, read_body
from workbench.core.tls.parameters import HandshakeType, ProtocolVersion

TLS12, TLS13 = ProtocolVersion.TLS1_2, ProtocolVersion.TLS1_3

ECDHE = messages12.ServerKeyExchangeECDHE(messages12.ServerECDHParams(3, 0x1D, bytes(32)), 0x0401, b"signature")
DHE = messages12.ServerKeyExchangeDHE(messages12.ServerDHParams(b"p" * 256, b"\x02", b"y" * 256), 0x0401, b"signature")


def hello(random: bytes) -> bytes:
    return frame(messages.ServerHello(0x0303, random, b"", 0x1301, 0, ()))


@pytest.mark.parametrize(
    ("message", "version", "key_exchange", "cls"),
    [
        (hello(bytes(32)), TLS13, None, messages.ServerHello),
        (hello(messages.HELLO_RETRY_REQUEST_RANDOM), TLS13, None, messages.HelloRetryRequest),
        (hello(messages.HELLO_RETRY_REQUEST_RANDOM), TLS12, None, messages.ServerHello),
        (frame(messages.Certificate(b"", ())), TLS13, None, messages.Certificate),
        (frame(messages12.Certificate(())), TLS12, None, messages12.Certificate),
        (frame(messages12.Certificate(())), ProtocolVersion.TLS1_0, None, messages12.Certificate),
        (frame(ECDHE), TLS12, KeyExchange.ecdhe, messages12.ServerKeyExchangeECDHE),
        (frame(DHE), TLS12, KeyExchange.dhe, messages12.ServerKeyExchangeDHE),
        (frame(ECDHE), TLS12, KeyExchange.rsa, None),  # RSA key exchange has no ServerKeyExchange
        (frame(ECDHE), TLS12, None, None),
        (frame(ECDHE), TLS13, None, None),
        (b"\x10\x00\x00\x00", TLS12, KeyExchange.rsa, messages12.ClientKeyExchangeRSA),
        (b"\x10\x00\x00\x00", TLS12, KeyExchange.dhe, messages12.ClientKeyExchangeDHE),
        (b"\x10\x00\x00\x00", TLS12, KeyExchange.ecdhe, messages12.ClientKeyExchangeECDHE),
        (b"\x0e\x00\x00\x00", TLS12, KeyExchange.rsa, messages12.ServerHelloDone),
        (b"\x0e\x00\x00\x00", TLS13, None, None),
        (b"\x18\x00\x00\x01\x00", TLS13, None, messages.KeyUpdate),
        (b"\x18\x00\x00\x01\x00", TLS12, None, None),
        (b"\x63\x00\x00\x00", TLS13, None, None),
    ],
)
def test_version_and_key_exchange_choose_the_form(message: bytes, version: int, key_exchange: KeyExchange | None, cls: type | None) -> None:
    assert message_class(message, version, key_exchange) is cls


def test_a_message_says_its_name() -> None:
    assert message_name(frame(ECDHE)) == "ServerKeyExchange"
    assert message_name(hello(messages.HELLO_RETRY_REQUEST_RANDOM)) == "HelloRetryRequest"
    assert message_name(b"\x05\x00\x00\x00") == "EndOfEarlyData"
    assert message_name(b"\x63\x00\x00\x00") == "99"
    named = {cls.__name__ for table in (messages.TLS13, messages.TLS12) for cls in table.values()}
    assert {message_name(bytes((type,)) + bytes(40)) for type in messages.TLS13.keys() | messages.TLS12.keys()} == named


def test_an_older_or_unknown_version_shows_the_first_form_that_fits() -> None:
    for value in (ECDHE, DHE):
        assert message_nodes(frame(value)).find("params") is not None
        assert message_nodes(frame(value)).find("algorithm") is not None
    old = messages12.ServerKeyExchangeECDHE10(ECDHE.params, b"signature")
    assert [node.label for node in message_nodes(frame(old), ProtocolVersion.TLS1_0).children[2:]] == ["params", "signature"]
    certificates = message_nodes(frame(messages12.Certificate((b"leaf", b"issuer")))).find("certificate_list")
    assert certificates is not None and [node.label for node in certificates.children] == ["ASN.1Cert", "ASN.1Cert"]
    empty = message_nodes(frame(messages12.Certificate(())))
    assert all(not node.problems for node in empty.walk())
    entries = message_nodes(frame(messages.Certificate(b"", (messages.CertificateEntry(b"leaf", ()),)))).find("certificate_list", "0")
    assert entries is not None and entries.find("cert_data") is not None
    keys = message_nodes(frame(messages12.ClientKeyExchangeRSA(b"e" * 256)))
    assert keys.find("exchange_keys") is not None
    named = message_nodes(frame(messages12.ClientKeyExchangeRSA(b"e" * 256)), TLS12, KeyExchange.rsa)
    assert named.find("encrypted_pre_master_secret") is not None


def test_a_hello_is_shown_with_the_names_of_its_version() -> None:
    """RFC 5246 section 7.4.1.3 has server_version and session_id, which RFC 8446 section 4.1.3 renamed."""
    message = hello(bytes(32))
    for version, labels in ((TLS13, {"legacy_version", "legacy_session_id_echo"}), (TLS12, {"server_version", "session_id"})):
        assert labels <= {node.label for node in message_nodes(message, version).children}
    bare = message_nodes(frame(messages.ServerHello(0x0301, bytes(32), b"", 0x002F, 0, None)), ProtocolVersion.TLS1_0)
    assert bare.children[-1].label == "extensions" and bare.children[-1].note is not None


def test_a_message_of_unknown_type_is_shown_as_bytes() -> None:
    tree = message_nodes(b"\x63\x00\x00\x02ab", TLS13)
    assert [(node.label, node.value, node.start, node.length) for node in tree.walk()] == [
        ("99", "", 0, 6),
        ("msg_type", "unknown (99)", 0, 1),
        ("length", "2", 1, 3),
        ("body", "6162", 4, 2),
    ]


def test_broken_bytes_are_told_with_their_place_in_the_message() -> None:
    message = hello(bytes(32))[:-3]
    tree = message_nodes(message, TLS13)
    assert [(problem.message.id, problem.offset) for node in tree.walk() for problem in node.problems] == [("tls_ends_early", 41)]
    with pytest.raises(DecodeError) as raised:
        read_body(messages.ServerHello, message)
    assert raised.value.offset == 41


@given(
    body=st.binary(max_size=80),
    type=st.sampled_from(list(HandshakeType)) | st.integers(0, 255),
    version=st.none() | st.sampled_from(list(ProtocolVersion)) | st.integers(0, 2**16 - 1),
    key_exchange=st.none() | st.sampled_from(list(KeyExchange)),
)
def test_whatever_comes_can_be_shown(body: bytes, type: int, version: int | None, key_exchange: KeyExchange | None) -> None:
    message = bytes((type,)) + len(body).to_bytes(3, "big") + body
    tree = message_nodes(message, version, key_exchange)
    assert (tree.start, tree.length) == (0, len(message))
    inside(tree)


def test_tls_12_hellos_may_end_before_the_extensions() -> None:
    """RFC 5246 section 7.4.1.2: whether extensions are there shows by whether bytes follow."""
    value = messages.ServerHello(0x0303, bytes(32), b"", 0x002F, 0, None)
    assert read_body(messages.ServerHello, frame(value)) == value
    with_none = messages.ServerHello(0x0303, bytes(32), b"", 0x002F, 0, ())
    assert len(frame(with_none)) == len(frame(value)) + 2 and read_body(messages.ServerHello, frame(with_none)) == with_none
    with pytest.raises(DecodeError):
        read_body(messages.EncryptedExtensions, b"\x08\x00\x00\x00")  # where TLS 1.3 must have the list, though it be empty

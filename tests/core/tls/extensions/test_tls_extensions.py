"""Extensions: the table and the folder, where each may stand, and the rules that hold for all."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from workbench.core.tls import extensions
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.codec import build, citation, nodes, parse
from workbench.core.tls.extensions import SERVER_HELLO_13, TABLE, Context, Extension, extension, find, read_all
from workbench.core.tls.extensions.context import Empty
from workbench.core.tls.extensions.encrypted_client_hello import ECHClientHello, OuterClientHello
from workbench.core.tls.extensions.oid_filters import OIDFilter, OIDFilterExtension
from workbench.core.tls.extensions.pre_shared_key import OfferedPsks, PskIdentity, binders_length
from workbench.core.tls.extensions.server_name import ServerName, ServerNameList
from workbench.core.tls.extensions.signed_certificate_timestamp import SignedCertificateTimestamp, SignedCertificateTimestampList
from workbench.core.tls.extensions.supported_versions import SupportedVersionsServerHello
from workbench.core.tls.parameters import ExtensionType

BY_NAME = {ExtensionType(module.TYPE).name: module for module in TABLE}

# RFC 8446 section 4.2, the table at its end, as far as the extensions are declared here; further rows from the RFCs that came later.
CH, SH, EE, CT, CR, NST, HRR = (
    Context.client_hello,
    Context.server_hello,
    Context.encrypted_extensions,
    Context.certificate,
    Context.certificate_request,
    Context.new_session_ticket,
    Context.hello_retry_request,
)
TLS13 = {
    "server_name": {CH, EE},
    "max_fragment_length": {CH, EE},
    "status_request": {CH, CR, CT},
    "supported_groups": {CH, EE},
    "signature_algorithms": {CH, CR},
    "heartbeat": {CH, EE},
    "application_layer_protocol_negotiation": {CH, EE},
    "signed_certificate_timestamp": {CH, CR, CT},
    "client_certificate_type": {CH, EE},
    "server_certificate_type": {CH, EE},
    "padding": {CH},
    "key_share": {CH, SH, HRR},
    "pre_shared_key": {CH, SH},
    "psk_key_exchange_modes": {CH},
    "early_data": {CH, EE, NST},
    "cookie": {CH, HRR},
    "supported_versions": {CH, SH, HRR},
    "certificate_authorities": {CH, CR},
    "oid_filters": {CR},
    "post_handshake_auth": {CH},
    "signature_algorithms_cert": {CH, CR},
    "compress_certificate": {CH, CR},  # RFC 8879 section 3
    "record_size_limit": {CH, EE},  # RFC 8449 section 4
    "delegated_credential": {CH},  # RFC 9345 section 4.1.1, but for what is inside certificate entries
    "encrypted_client_hello": {CH, HRR, EE},  # draft-ietf-tls-esni section 5
    "application_settings": {CH, EE},  # draft-vvv-tls-alps
}
# What a ServerHello of TLS 1.2 may answer: RFC 5246 section 7.4.1.4 and the RFC of each.
TLS12_ANSWERS = {
    "server_name",
    "max_fragment_length",
    "truncated_hmac",
    "status_request",
    "supported_groups",
    "ec_point_formats",
    "heartbeat",
    "application_layer_protocol_negotiation",
    "signed_certificate_timestamp",
    "client_certificate_type",
    "server_certificate_type",
    "encrypt_then_mac",
    "extended_master_secret",
    "record_size_limit",
    "session_ticket",
    "renegotiation_info",
}


def test_the_table_is_the_folder() -> None:
    folder = Path(extensions.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "context"}
    assert {module.__name__.rpartition(".")[2] for module in TABLE} == files
    assert files == BY_NAME.keys()  # a file is called as the extension is
    assert [module.TYPE for module in TABLE] == sorted(module.TYPE for module in TABLE)


def test_every_module_says_where_it_is_defined() -> None:
    for module in TABLE:
        assert module.CITATION.startswith(("RFC ", "draft-"))
        assert str(module.__doc__).startswith(f"{ExtensionType(module.TYPE).name}: ")
        assert all(citation(cls) for cls in module.IN.values())


def test_every_extension_stands_where_its_rfc_lets_it() -> None:
    for name, module in BY_NAME.items():
        allowed = set(TLS13.get(name, {CH}))
        if name in TLS12_ANSWERS:
            allowed.add(SH)
        assert set(module.IN) == allowed, name
    assert TLS13.keys() | TLS12_ANSWERS == BY_NAME.keys()
    assert {ExtensionType(type).name for type in SERVER_HELLO_13} == {name for name, allowed in TLS13.items() if SH in allowed}


SNI = extension(ExtensionType.server_name, ServerNameList((ServerName(0, b"example.test"),)))
PSK = extension(ExtensionType.pre_shared_key, OfferedPsks((PskIdentity(b"ticket", 7),), (bytes(32),)))
VERSION = extension(ExtensionType.supported_versions, SupportedVersionsServerHello(0x0304))
NOTHING = Empty()


def test_extensions_are_read_as_their_message_has_them() -> None:
    found = read_all((SNI, Extension(0x1A1A, b"x"), PSK), Context.client_hello)
    assert list(found) == [0, 0x1A1A, 41]
    assert found[0].server_name_list[0].host_name == b"example.test" and found[0x1A1A] == b"x"
    assert read_all((extension(0, NOTHING),), Context.encrypted_extensions) == {0: NOTHING}
    assert read_all(None, Context.client_hello) == {}
    assert find((SNI, PSK), 41) == PSK.extension_data and find(None, 41) is None


@pytest.mark.parametrize(
    ("found", "context", "alert", "id"),
    [
        ((SNI, SNI), CH, "illegal_parameter", "tls_extension_twice"),
        ((Extension(0x1A1A, b""), Extension(0x1A1A, b"")), CH, "illegal_parameter", "tls_extension_twice"),
        ((PSK,), EE, "illegal_parameter", "tls_extension_misplaced"),
        ((PSK, SNI), CH, "illegal_parameter", "tls_extension_not_last"),
        ((VERSION, extension(0, NOTHING)), SH, "illegal_parameter", "tls_extension_misplaced"),
        ((SNI,), SH, "decode_error", "tls_left_over"),
        ((Extension(0, b"\x00\x05\x00"),), CH, "decode_error", "tls_vector_ends_early"),
        ((Extension(0, b"\x00\x00"),), CH, "decode_error", "tls_vector_length"),
    ],
)
def test_the_rules_for_all_extensions(found: tuple[Extension, ...], context: Context, alert: str, id: str) -> None:
    with pytest.raises(PeerError) as raised:
        read_all(found, context)
    assert (raised.value.alert, raised.value.message.id) == (AlertDescription[alert], id)


def test_a_server_hello_of_tls_12_may_answer_more() -> None:
    assert read_all((extension(0, NOTHING), Extension(0xFF01, b"\x00")), Context.server_hello).keys() == {0, 0xFF01}


# Bytes put together by hand from the presentation language of each RFC, length fields apart.
BY_HAND = [
    ("max_fragment_length", CH, "01", (1,)),
    ("status_request", CH, "01 0000 0000", (1, (), b"")),
    ("status_request", CT, "01 000002 3000", (1, b"0\x00")),
    ("ec_point_formats", CH, "02 00 01", ((0, 1),)),
    ("heartbeat", EE, "02", (2,)),
    ("client_certificate_type", CH, "02 02 00", ((2, 0),)),
    ("server_certificate_type", EE, "02", (2,)),
    ("padding", CH, "0000", (bytes(2),)),
    ("compress_certificate", CH, "04 0001 0002", ((1, 2),)),
    ("record_size_limit", EE, "4001", (0x4001,)),
    ("session_ticket", CH, "aabb", (b"\xaa\xbb",)),
    ("pre_shared_key", SH, "0001", (1,)),
    ("early_data", NST, "00004000", (0x4000,)),
    ("cookie", HRR, "0002 aabb", (b"\xaa\xbb",)),
    ("psk_key_exchange_modes", CH, "02 01 00", ((1, 0),)),
    ("certificate_authorities", CR, "0004 0002 3000", ((b"0\x00",),)),
    ("signature_algorithms_cert", CH, "0002 0403", ((0x0403,),)),
    ("key_share", HRR, "001d", (0x1D,)),
    ("renegotiation_info", SH, "02 aabb", (b"\xaa\xbb",)),
]


@pytest.mark.parametrize(("name", "context", "encoded", "value"), BY_HAND, ids=[f"{row[0]}-{row[1]}" for row in BY_HAND])
def test_bytes_put_together_by_hand(name: str, context: Context, encoded: str, value: tuple[object, ...]) -> None:
    cls = BY_NAME[name].IN[context]
    assert build(cls(*value)) == bytes.fromhex(encoded)
    assert parse(cls, bytes.fromhex(encoded)) == cls(*value)


def test_filters_and_identities_put_together_by_hand() -> None:
    filters = OIDFilterExtension((OIDFilter(bytes.fromhex("0603551d0f"), bytes.fromhex("03020780")),))
    assert build(filters) == bytes.fromhex("000c 05 0603551d0f 0004 03020780")
    psks = OfferedPsks((PskIdentity(b"id", 7),), (b"b" * 32,))
    assert build(psks) == bytes.fromhex("0008 0002 6964 00000007 0021 20") + b"b" * 32


def test_the_binders_are_what_the_truncated_hello_lacks() -> None:
    """The list of binders with its length ends the extension (RFC 8446 section 4.2.11.2)."""
    psks = OfferedPsks((PskIdentity(b"one", 1), PskIdentity(b"two", 2)), (b"a" * 32, b"b" * 48))
    encoded = build(psks)
    assert encoded[-binders_length(psks) :] == b"\x00\x52" + b"\x20" + b"a" * 32 + b"\x30" + b"b" * 48


def test_timestamps_stay_bytes_and_are_shown_decoded() -> None:
    stamp = SignedCertificateTimestamp(0, bytes(32), 1_500_000_000_000, b"", 0x0403, b"signature")
    stamps = SignedCertificateTimestampList((build(stamp), b"of a later version"))
    tree = nodes(SignedCertificateTimestampList, build(stamps)).find("sct_list")
    assert tree is not None
    known, unknown = tree.children
    assert [child.label for child in known.children] == [field.name for field in fields(SignedCertificateTimestamp)]
    assert known.children[2].value == "1500000000000"
    assert unknown.children == () and unknown.value == b"of a later version".hex()
    assert parse(SignedCertificateTimestamp, stamps.sct_list[0]) == stamp


def test_an_inner_hello_is_nothing_but_its_type() -> None:
    assert parse(ECHClientHello, b"\x01") == ECHClientHello(1, None)
    outer = OuterClientHello(1, 1, 7, b"enc", b"payload")
    assert parse(ECHClientHello, build(ECHClientHello(0, outer))).outer == outer

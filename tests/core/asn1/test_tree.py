"""The tree of any bytes: against `openssl asn1parse`, and against input made to hurt."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.work import counted
from workbench.core.asn1.tree import MAX_DEPTH, MAX_NODES, asn1_tree
from workbench.core.node import Node


def der(identifier: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    if len(content) < 128:
        return bytes((identifier, len(content))) + content
    size = len(content).to_bytes(8, "big").lstrip(b"\0")
    return bytes((identifier, 0x80 | len(size))) + size + content


def ids(node: Node) -> list[str]:
    return [problem.message.id for inner in node.walk() for problem in inner.problems]


def test_types_and_values() -> None:
    data = der(
        0x30,
        bytes.fromhex("010100"),
        bytes.fromhex("02020100"),
        bytes.fromhex("0201ff"),
        bytes.fromhex("0500"),
        bytes.fromhex("06082b06010505070301"),
        der(0x0C, "日本".encode()),
        der(0x17, b"260101000000Z"),
        der(0x82, b"www.example.test"),
        der(0x81, b"\x01\xff"),
        der(0xA0, bytes.fromhex("0a0103")),
        der(0x03, b"\x00\xca\xfe"),
    )
    root = asn1_tree(data)
    assert [(child.label, child.value) for child in root.children] == [
        ("BOOLEAN", "FALSE"),
        ("INTEGER", "256"),
        ("INTEGER", "-1"),
        ("NULL", ""),
        ("OBJECT IDENTIFIER", "serverAuth (1.3.6.1.5.5.7.3.1)"),
        ("UTF8String", "日本"),
        ("UTCTime", "2026-01-01 00:00:00 UTC"),
        ("[2]", "www.example.test"),
        ("[1]", "01ff"),
        ("[0]", ""),
        ("BIT STRING", "cafe"),
    ]
    assert root.children[9].children[0].label == "ENUMERATED"
    assert not ids(root)
    assert (root.start, root.length) == (0, len(data))


def test_looks_inside_strings_that_hold_der() -> None:
    inner = der(0x30, bytes.fromhex("020105"))
    assert asn1_tree(der(0x04, inner)).find("SEQUENCE", "INTEGER") is not None
    assert asn1_tree(der(0x03, b"\0" + inner)).find("SEQUENCE", "INTEGER") is not None
    # An elliptic curve point begins like an OCTET STRING of that very length by chance only: it is left alone.
    assert asn1_tree(der(0x03, b"\0\x04\x3f" + bytes(63))).children == ()
    assert asn1_tree(der(0x04, b"\x30\x03\x02\x01")).children == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "der_truncated_header"),
        (b"\x30", "der_truncated_header"),
        (bytes.fromhex("3084ffffffff00"), "der_truncated_content"),
        (bytes.fromhex("308001010030"), "der_truncated_header"),
        (bytes.fromhex("30800101ff"), "der_indefinite_unclosed"),
        (bytes.fromhex("30800101ff0000"), "der_indefinite_length"),
        (bytes.fromhex("30810101"), "der_length_not_minimal"),
        (bytes.fromhex("0101ff0500"), "der_trailing_data"),
        (bytes.fromhex("010101"), "der_boolean_not_der"),
        (bytes.fromhex("02020001"), "der_integer_not_minimal"),
        (bytes.fromhex("0200"), "der_integer_empty"),
        (bytes.fromhex("050100"), "der_null_not_empty"),
        (bytes.fromhex("0603800101"), "der_oid"),
        (bytes.fromhex("060181"), "der_oid"),
        (bytes.fromhex("030109"), "der_bit_string"),
        (bytes.fromhex("030203ff"), "der_unused_bits_set"),
        (bytes.fromhex("2405040361626300")[:7], "der_constructed_string"),
        (bytes.fromhex("1000"), "der_wrong_form"),
        (bytes.fromhex("13012a"), "der_string_bad_character"),
        (bytes.fromhex("0c01ff"), "der_string_not_decodable"),
        (bytes.fromhex("170b32363031303130303030") + b"Z", "der_time_form"),
        (bytes.fromhex("1702ffff"), "der_time"),
        (bytes.fromhex("3106020102020101"), "der_set_order"),
        (b"\x1f\x1e\x00", "der_tag_not_minimal"),
        (b"\xff" * 40, "der_tag_too_large"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, expected: str) -> None:
    assert expected in ids(asn1_tree(data))


def nested(count: int, identifier: int) -> bytes:
    data = b""
    for _ in range(count):
        data = der(identifier, data)
    return data


@pytest.mark.parametrize(
    "data",
    [
        bytes(10_000_000),
        b"\xff" * 10_000_000,
        nested(4000, 0x30),
        nested(4000, 0x04),
        b"\x30\x80" * 5000,
        b"\x30\x80" * 30 + b"\x05\x00" * 200_000 + b"\0\0" * 30,
        der(0x30, b"\x05\x00" * 1_500_000),
        der(0x31, b"\x05\x00" * 1_500_000),
        der(0x02, b"\x7f" * 5_000_000),
        der(0x06, b"\x81" * 5_000_000),
        der(0x03, b"\0" + nested(3000, 0x30)),
        bytes.fromhex("308800ffffffffffffff"),
    ],
    ids=[
        "zeros",
        "ones",
        "nested",
        "nested octets",
        "open",
        "indefinite wide",
        "wide",
        "wide set",
        "integer",
        "oid",
        "bits",
        "huge length",
    ],
)
def test_hostile_input_is_bounded(data: bytes) -> None:
    with counted() as work:
        root = asn1_tree(data)
    assert sum(1 for _ in root.walk()) <= MAX_NODES + 1
    assert len(root.at(len(data) - 1)) <= MAX_DEPTH + 2
    assert work.calls < 2_000_000
    assert all(len(node.value) < 10_000 for node in root.walk())


def test_what_is_cut_is_said() -> None:
    notes = [node.note.id for node in asn1_tree(nested(200, 0x30)).walk() if node.note]
    assert notes == ["asn1_too_deep"]
    wide = asn1_tree(der(0x30, b"\x05\x00" * (MAX_NODES + 5)))
    assert wide.note is not None and wide.note.id == "asn1_too_many_nodes"


LINE = re.compile(r"\s*(\d+):d=(\d+)\s+hl=(\d+)\s+l=\s*(\d+)")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_same_elements_as_openssl_asn1parse(corpora: Path) -> None:
    files = sorted((corpora / "certs" / "from_captures").glob("*.der"))[:40]
    compared = 0
    for file in files:
        data = file.read_bytes()
        run = subprocess.run(["openssl", "asn1parse", "-inform", "der"], input=data, capture_output=True)
        if run.returncode:
            continue
        theirs = {(int(a), int(c) + int(d), int(b)) for a, b, c, d in LINE.findall(run.stdout.decode("latin-1"))}
        ours: set[tuple[int, int, int]] = set()
        stack = [(asn1_tree(data), 0)]
        while stack:
            node, depth = stack.pop()
            ours.add((node.start, node.length, depth))
            if node.label not in ("OCTET STRING", "BIT STRING"):  # openssl does not look inside
                stack += [(child, depth + 1) for child in node.children]
        assert ours == theirs, file.name
        compared += 1
    assert compared > 30

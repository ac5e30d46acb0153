"""Values against X.690's examples and against what `cryptography` writes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element


def element(tag: int, content: bytes) -> Element:
    assert len(content) < 128
    return reader.read(bytes([tag, len(content)]) + content)


@pytest.mark.parametrize(
    ("hex", "text"),
    [("8837 03", "2.999.3"), ("2a864886f70d010101", "1.2.840.113549.1.1.1"), ("550406", "2.5.4.6"), ("", "?"), ("2a86", "?2a86")],
)
def test_oid(hex: str, text: str) -> None:
    assert values.oid(bytes.fromhex(hex.replace(" ", ""))) == text


@given(st.integers(-(2**200), 2**200))
def test_integer(number: int) -> None:
    size = (number.bit_length() if number >= 0 else (number + 1).bit_length()) // 8 + 1
    item = element(reader.INTEGER, number.to_bytes(size, "big", signed=True))
    assert values.integer(item) == number
    assert values.integer_problems(item) == ()
    padded = element(reader.INTEGER, number.to_bytes(size + 1, "big", signed=True))
    assert values.integer(padded) == number
    assert [p.message.id for p in values.integer_problems(padded)] == ["der_integer_not_minimal"]


def test_named_bits() -> None:
    assert values.named_bits(element(reader.BIT_STRING, bytes.fromhex("0106"))) == {5, 6}
    assert values.named_bits(element(reader.BIT_STRING, bytes.fromhex("070080"))) == {8}
    for bad in (b"", b"\x08\x00", b"\x01"):
        with pytest.raises(DerError):
            values.named_bits(element(reader.BIT_STRING, bad))


@pytest.mark.parametrize(
    ("tag", "raw", "moment", "problems"),
    [
        (0x17, b"491231235959Z", datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC), []),
        (0x17, b"500101000000Z", datetime(1950, 1, 1, tzinfo=UTC), []),
        (0x18, b"99991231235959Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), []),
        (0x17, b"2601020304Z", datetime(2026, 1, 2, 3, 4, tzinfo=UTC), ["der_time_form"]),
        (0x17, b"260102030405+0900", datetime(2026, 1, 1, 18, 4, 5, tzinfo=UTC), ["der_time_form"]),
        (0x18, b"20260102030405.5Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), ["der_time_form"]),
        (0x17, b"161231235960Z", datetime(2017, 1, 1, tzinfo=UTC), []),
    ],
)
def test_time(tag: int, raw: bytes, moment: datetime, problems: list[str]) -> None:
    found, noted = values.time(element(tag, raw))
    assert (found, [p.message.id for p in noted]) == (moment, problems)


@pytest.mark.parametrize("raw", [b"", b"hello", b"261301000000Z", b"260230000000Z", b"260101250000Z", b"260101000061Z"])
def test_no_time(raw: bytes) -> None:
    with pytest.raises(DerError):
        values.time(element(0x17, raw))


@pytest.mark.parametrize(
    ("tag", "raw", "text", "problems"),
    [
        (0x0C, "日本".encode(), "日本", []),
        (0x1E, "日本".encode("utf-16-be"), "日本", []),
        (0x1C, "日本".encode("utf-32-be"), "日本", []),
        (0x13, b"plain", "plain", []),
        (0x13, b"a@b", "a@b", ["der_string_bad_character"]),
        (0x13, "日本".encode(), "日本", ["der_string_not_decodable"]),
        (0x0C, b"\xff", "\ufffd", ["der_string_not_decodable"]),
        (0x14, b"\xe9", "é", []),
        (0x02, b"\x05", "05", ["der_not_a_string"]),
    ],
)
def test_text(tag: int, raw: bytes, text: str, problems: list[str]) -> None:
    found, noted = values.text(element(tag, raw))
    assert (found, [p.message.id for p in noted]) == (text, problems)

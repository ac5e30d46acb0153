"""The reader against X.690's own examples and against lengths and tags that are wrong on purpose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError


def test_short_and_long_lengths() -> None:
    for size in (0, 1, 127, 128, 255, 256, 65_536):
        length = bytes([size]) if size < 128 else bytes([0x80 | (size.bit_length() + 7) // 8]) + size.to_bytes((size.bit_length() + 7) // 8)
        element = reader.read_all(b"\x04" + length + bytes(size), "x")
        assert (element.end - element.content, element.problems) == (size, ())
        assert element.encoded == b"\x04" + length + bytes(size)


def test_children_keep_their_offsets() -> None:
    data = bytes.fromhex("3006020101040100")
    outer = reader.read(data)
    assert [(child.start, child.value) for child in reader.children(outer)] == [(2, b"\x01"), (5, b"\x00")]


def test_high_tag_number() -> None:
    element = reader.read(bytes.fromhex("bf8148 0100".replace(" ", "")))
    assert (element.tag_class, element.number, element.constructed) == (reader.CONTEXT, 200, True)


def test_indefinite_length_is_read_and_noted() -> None:
    element = reader.read(bytes.fromhex("3080 020105 0000 ff".replace(" ", "")))
    assert (element.end, element.after) == (5, 7)
    assert [p.message.id for p in element.problems] == ["der_indefinite_length"]


@pytest.mark.parametrize(
    ("hex", "id"),
    [
        ("", "der_truncated_header"),
        ("30", "der_truncated_header"),
        ("3082ff", "der_truncated_header"),
        ("3005020101", "der_truncated_content"),
        ("3084ffffffff", "der_truncated_content"),
        ("308affffffffffffffffffff", "der_truncated_content"),
        ("0480aa0000", "der_indefinite_primitive"),
        ("3080020101", "der_indefinite_unclosed"),
        ("3080" * 200, "der_too_deep"),
    ],
)
def test_refusals(hex: str, id: str) -> None:
    with pytest.raises(DerError) as caught:
        reader.read(bytes.fromhex(hex))
    assert caught.value.message.id == id


@pytest.mark.parametrize("hex", ["04810100", "0482000100", "04840000000100"])
def test_length_that_could_be_shorter_is_noted(hex: str) -> None:
    assert [p.message.id for p in reader.read(bytes.fromhex(hex)).problems] == ["der_length_not_minimal"]


@given(st.binary(max_size=200))
def test_any_bytes_end_in_an_element_or_a_typed_refusal(data: bytes) -> None:
    try:
        element = reader.read(data)
    except DerError as error:
        assert 0 <= error.offset <= len(data)
    else:
        assert 0 < element.content <= element.end <= element.after <= len(data)

"""The codec: parsing, building and the Node tree of every declared structure agree, and no bytes break them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.tls.declared import STRUCTURES, agree_structure, inside, values
from workbench import words
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.codec import (
    DecodeError,
    OptionalKind,
    RestKind,
    StructKind,
    build,
    citation,
    nodes,
    opaque,
    opaque_vector,
    parse,
    structure,
    uint8,
    uint16,
    uint24,
    vector,
)


def test_the_declared_structures_are_all_there() -> None:
    assert len(STRUCTURES) > 60
    assert all(citation(cls).startswith(("RFC ", "draft-")) for cls in STRUCTURES)


@pytest.mark.parametrize("cls", STRUCTURES, ids=lambda cls: f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}")
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_structure_is_parsed_built_and_shown_alike(cls: type[Any], data: st.DataObject) -> None:
    value: object = data.draw(values(cls))
    encoded = build(value)
    assert parse(cls, encoded) == value
    tree = nodes(cls, b"\x00\x00\x00" + encoded + b"\xff", 3, 3 + len(encoded))
    assert (tree.start, tree.length, tree.problems) == (3, len(encoded), ())
    agree_structure(tree, cls, value)


@pytest.mark.parametrize("cls", STRUCTURES, ids=lambda cls: f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}")
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_bytes_break_a_structure(cls: type[Any], data: st.DataObject) -> None:
    """What is refused is refused by DecodeError and shown with a problem; what is taken is built into the same bytes."""
    encoded = bytearray(data.draw(values(cls).map(build) | st.binary(max_size=60)))
    for place, octet in data.draw(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), max_size=3)):
        if place < len(encoded):
            encoded[place] = octet
    broken = bytes(encoded[: data.draw(st.integers(0, len(encoded)))]) + data.draw(st.binary(max_size=2))
    tree = nodes(cls, broken)
    inside(tree)
    try:
        value = parse(cls, broken)
    except DecodeError as error:
        assert error.alert is AlertDescription.decode_error and 0 <= error.offset <= len(broken)
        assert any(node.problems for node in tree.walk())
    else:
        assert build(value) == broken


# --- each rule of the presentation language by itself (RFC 8446 section 3) ------------------------------------------------------------


class Fruit(IntEnum):
    apple = 1


@structure("here")
@dataclass(frozen=True, slots=True)
class Pair:
    first: Annotated[int, uint8(Fruit)]
    second: Annotated[int, uint16(Fruit)]


@structure("here")
@dataclass(frozen=True, slots=True)
class Basket:
    weight: Annotated[int, uint24()]
    mark: Annotated[bytes, opaque(2)]
    note: Annotated[bytes, opaque_vector(1, 300, lambda text: text.decode("latin-1"))]
    pairs: Annotated[tuple[Pair, ...], vector(Pair, 3, 6)]
    rest: Annotated[Pair | None, OptionalKind(StructKind(Pair))]


BASKET = Basket(0x010203, b"ab", b"ok", (Pair(1, 2),), None)
ENCODED = bytes.fromhex("010203 6162 0002 6f6b 03 01 0002")


def test_bytes_are_as_the_presentation_language_says() -> None:
    assert build(BASKET) == ENCODED
    assert parse(Basket, ENCODED) == BASKET
    with_rest = parse(Basket, ENCODED + b"\x00\x0a\x0a")
    assert with_rest.rest == Pair(0, 0x0A0A)
    assert parse(Basket, b"head" + ENCODED, 4) == BASKET


def test_nodes_show_names_and_places() -> None:
    tree = nodes(Basket, ENCODED + b"\x00\x0a\x0a")
    shown = [(node.label, node.value, node.start, node.length) for node in tree.walk()]
    assert shown == [
        ("Basket", "", 0, 16),
        ("weight", "66051", 0, 3),
        ("mark", "6162", 3, 2),
        ("note", "ok", 5, 4),
        ("pairs", "1", 9, 4),
        ("0", "", 10, 3),
        ("first", "apple (0x01)", 10, 1),
        ("second", "0x0002", 11, 2),
        ("rest", "", 13, 3),
        ("first", "0x00", 13, 1),
        ("second", "GREASE (0x0a0a)", 14, 2),
    ]


@pytest.mark.parametrize(
    ("encoded", "id", "offset", "field"),
    [
        ("0102", "tls_ends_early", 0, "weight"),
        ("010203 61", "tls_ends_early", 3, "mark"),
        ("010203 6162 00", "tls_ends_early", 5, "note"),
        ("010203 6162 0000 03 01 0002", "tls_vector_length", 5, "note"),
        ("010203 6162 012d", "tls_vector_length", 5, "note"),
        ("010203 6162 0003 6f6b", "tls_vector_ends_early", 7, "note"),
        ("010203 6162 0002 6f6b 02 0100", "tls_vector_length", 9, "pairs"),
        ("010203 6162 0002 6f6b 04 01 0002", "tls_vector_ends_early", 10, "pairs"),
        ("010203 6162 0002 6f6b 05 01 0002 0102", "tls_ends_early", 14, "second"),
        ("010203 6162 0002 6f6b 03 01 0002 01", "tls_ends_early", 14, "second"),
        ("010203 6162 0002 6f6b 03 01 0002 01 0002 09", "tls_left_over", 16, "Basket"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(encoded: str, id: str, offset: int, field: str) -> None:
    data = bytes.fromhex(encoded)
    with pytest.raises(DecodeError) as raised:
        parse(Basket, data)
    assert raised.value.message.id == id
    assert dict(raised.value.message.params) == {"offset": offset, "field": field}
    assert field in words.say(raised.value.message, "ja")
    assert id in {problem.message.id for node in nodes(Basket, data).walk() for problem in node.problems}


def test_what_stands_before_a_fault_stays_readable() -> None:
    tree = nodes(Basket, bytes.fromhex("010203 6162 0002 6f6b 06 01 0002 01"))
    pairs = tree.find("pairs")
    assert pairs is not None and [problem.message.id for problem in pairs.problems] == ["tls_vector_ends_early"]
    first, second = pairs.children
    assert [child.value for child in first.children] == ["apple (0x01)", "0x0002"]
    assert second.children[0].value == "apple (0x01)" and second.children[1].problems
    assert tree.find("rest") is None


@pytest.mark.parametrize(
    "value",
    [
        Basket(2**24, b"ab", b"ok", (Pair(1, 2),), None),
        Basket(-1, b"ab", b"ok", (Pair(1, 2),), None),
        Basket(0, b"abc", b"ok", (Pair(1, 2),), None),
        Basket(0, b"ab", b"", (Pair(1, 2),), None),
        Basket(0, b"ab", bytes(301), (Pair(1, 2),), None),
        Basket(0, b"ab", b"ok", (), None),
        Basket(0, b"ab", b"ok", (Pair(1, 2),) * 3, None),
    ],
)
def test_a_value_that_does_not_fit_is_the_mistake_of_the_caller(value: Basket) -> None:
    with pytest.raises(ValueError, match=r"weight|mark|note|pairs"):
        build(value)


@structure("here")
@dataclass(frozen=True, slots=True)
class Numbers:
    small: Annotated[tuple[int, ...], vector(uint8(), 0, 255)]
    middle: Annotated[tuple[int, ...], vector(uint16(), 0, 255)]
    large: Annotated[tuple[int, ...], vector(uint24(), 0, 255)]
    rest: Annotated[bytes, RestKind()]


def test_vectors_of_integers_of_every_size() -> None:
    encoded = bytes.fromhex("02 0102 04 0102 0304 06 010203 040506 aabb")
    assert parse(Numbers, encoded) == Numbers((1, 2), (0x0102, 0x0304), (0x010203, 0x040506), b"\xaa\xbb")
    for odd, offset in (("00 03 0102 03", 4), ("00 00 04 010203 04", 6)):
        with pytest.raises(DecodeError) as raised:
            parse(Numbers, bytes.fromhex(odd))
        assert (raised.value.message.id, raised.value.offset) == ("tls_ends_early", offset)
    for wrong in (Numbers((256,), (), (), b""), Numbers((), (-1,), (), b""), Numbers((), (), (2**24,), b"")):
        with pytest.raises(ValueError, match=r"small|middle|large"):
            build(wrong)

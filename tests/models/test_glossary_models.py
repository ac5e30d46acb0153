"""Marks in texts, the trail of what was read, and the list of terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.modeltest import ModelTester

from workbench import glossary
from workbench.models.glossary_list import AREA_NAMES, ID, GlossaryList
from workbench.models.glossary_marks import Mark, first_marks, moved, terms_in
from workbench.models.glossary_trail import Trail


def marked(text: str, marks: tuple[Mark, ...]) -> list[tuple[str, str]]:
    """What Qt, which counts UTF-16 units, finds at the marks."""
    units = text.encode("utf-16-le")
    return [(units[2 * mark.start : 2 * (mark.start + mark.length)].decode("utf-16-le"), mark.id) for mark in marks]


def test_the_first_place_of_each_term_is_marked() -> None:
    text = "A root CA signs; the root CA is trusted. A CSR comes first."
    assert marked(text, first_marks(text, "en")) == [("root CA", "root_ca"), ("CSR", "csr")]
    assert marked(text, first_marks(text, "en", "root_ca")) == [("CSR", "csr")]
    assert first_marks("", "en") == ()


@pytest.mark.parametrize("before", ["", "😀 ", "𠮷野家の", "<b>", "\u202e "])
def test_marks_count_as_qt_does(before: str) -> None:
    assert marked(f"{before}「ルートCA」", first_marks(f"{before}「ルートCA」", "ja")) == [("ルートCA", "root_ca")]


@given(st.text("ab_😀 ", max_size=30), st.data())
def test_marks_move_with_what_is_put_in(text: str, data: st.DataObject) -> None:
    units = len(text.encode("utf-16-le")) // 2
    places = sorted(data.draw(st.sets(st.integers(0, units), max_size=5)))
    start = data.draw(st.integers(0, units))
    mark = Mark(start, data.draw(st.integers(0, units - start)), "x")
    if not mark.length:
        return
    letters = [text.encode("utf-16-le")[2 * place : 2 * place + 2] for place in range(units)]
    longer: list[bytes] = []
    for place in range(units + 1):
        if place in places:
            longer.append(b"\x0b\x20")
        longer += letters[place : place + 1]
    (there,) = moved((mark,), places)
    inside = b"".join(longer[there.start : there.start + there.length]).replace(b"\x0b\x20", b"")
    assert inside == b"".join(letters[mark.start : mark.start + mark.length])
    assert longer[there.start] != b"\x0b\x20"


def test_terms_of_several_texts_come_once() -> None:
    assert terms_in(("PSK", "the root CA", "pre-shared key"), "en") == ("psk", "root_ca")
    assert terms_in((), "en") == ()


def test_a_trail_goes_back_and_forward() -> None:
    trail = Trail()
    assert trail.current == "" and not trail.has_back and not trail.has_forward and trail.back() is trail
    trail = trail.visit("psk").visit("csr").visit("csr").visit("root_ca")
    assert trail.ids == ("psk", "csr", "root_ca") and trail.current == "root_ca" and not trail.has_forward
    back = trail.back().back()
    assert back.current == "psk" and not back.has_back and back.has_forward
    assert back.forward().current == "csr"
    assert back.visit("sni").ids == ("psk", "sni"), "what lay ahead is forgotten"
    assert trail.instead("sni").ids == ("psk", "csr", "sni") and Trail().instead("sni").ids == ("sni",)


def test_the_list_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = GlossaryList("en")
    qtmodeltester.check(model)
    model.search("ca")
    model.show_language("ja")
    model.search("")
    qtmodeltester.check(model)


def test_every_term_is_listed_below_its_area() -> None:
    model = GlossaryList("ja")
    rows = [(model.index(row, 0).data(ID), model.index(row, 0).data()) for row in range(model.rowCount())]
    assert {id for id, _ in rows if id} == set(glossary.glossary("ja"))
    assert len([id for id, _ in rows if not id]) == len(glossary.AREAS) == len(AREA_NAMES)
    area = ""
    for id, text in rows:
        if not id:
            area = text
        else:
            assert AREA_NAMES[glossary.term(id, "ja").area] == area
    header = model.index(0, 0)
    assert not model.flags(header) and model.flags(model.index(1, 0))


def test_a_query_finds_names_in_both_languages() -> None:
    model = GlossaryList("en")
    for query, id in (("オレオレ", "self_signed_certificate"), ("PMS", "pre_master_secret"), ("forward secrecy", "forward_secrecy")):
        model.search(query)
        assert model.first() == id and model.row_of(id) == 0
    model.search("zebra crossing")
    assert model.rowCount() == 0 and model.first() == "" and model.row_of("psk") == -1

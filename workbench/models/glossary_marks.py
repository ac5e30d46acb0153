"""Which names in a text are marked as terms of the glossary, and where, counted as Qt counts."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from workbench import glossary


@dataclass(frozen=True, slots=True)
class Mark:
    """`length` UTF-16 units from `start` on are a name of the term `id`."""

    start: int
    length: int
    id: str


@functools.lru_cache(maxsize=512)
def first_marks(text: str, language: str, without: str = "") -> tuple[Mark, ...]:
    """The first occurrence of each term in a text, from left to right; `without` is the id of a term that is left out."""
    seen = {without}
    found = []
    for hit in glossary.find(text, language):
        if hit.id not in seen:
            seen.add(hit.id)
            found.append((hit.start, hit.end, hit.id))
    if text.isascii() or max(text) <= "\uffff":
        return tuple(Mark(start, end - start, id) for start, end, id in found)
    return tuple(Mark(_units(text[:start]), _units(text[start:end]), id) for start, end, id in found)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def moved(marks: Iterable[Mark], inserted: list[int]) -> tuple[Mark, ...]:
    """The marks after one unit was put in at each of these (sorted) places of the text."""
    found = []
    for mark in marks:
        before, after = bisect_left(inserted, mark.start + 1), bisect_left(inserted, mark.start + mark.length)
        found.append(Mark(mark.start + before, mark.length + after - before, mark.id))
    return tuple(found)


def terms_in(texts: Iterable[str], language: str) -> tuple[str, ...]:
    """The ids of all terms in these texts, in their order, each once."""
    return tuple(dict.fromkeys(hit.id for text in texts for hit in glossary.find(text, language)))

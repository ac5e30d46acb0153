"""The glossary: what the terms mean, what else people call them, and where they stand in a text.

The terms are data: `resources/glossary/<language>/<area>.toml` has a row for each with `term`, `other` (further names), `short` (one
sentence), `long` (two to five) and, where needed, `forms`: words as a language bends them, and kinds and parts that the entry explains too
(`serverAuth` in extended key usage). They are found like names but are not shown as other names.
`resources/glossary/terms.toml` says once for all languages where a term is defined (`citation`) and what to read next (`see`);
`ambiguous.toml` which names belong to two terms, and by which words beside them they are told apart; `values.toml` by which words in the
names of derived values (`client_handshake_traffic_secret`) one knows what they are.

Needs no Qt. All offsets are those of the text that was given, in characters.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from workbench.words import LANGUAGES


@dataclass(frozen=True)
class Term:
    """One entry. `area` is the file it stands in (certificates, pki, tls, ...), `see` holds ids, `citation`
    names an RFC or standard and is empty where there is none."""

    id: str
    area: str
    term: str
    other: tuple[str, ...]
    short: str
    long: str
    see: tuple[str, ...]
    citation: str
    forms: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other names."""
        return (self.term, *self.other)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`text[start:end]` is a name of the term `id`."""

    start: int
    end: int
    id: str


AREAS = ("certificates", "pki", "tls", "cryptography", "network", "formats")
"""In the order in which a view lists them."""


@functools.lru_cache(maxsize=None)
def glossary(language: str) -> Mapping[str, Term]:
    """Every term of a language by id, area by area in the order of the files. Raises KeyError for an unknown language or a row that
    lacks a part, ValueError when an id stands in two areas."""
    if language not in LANGUAGES:
        raise KeyError(language)
    common = _read(_folder() / "terms.toml")
    terms: dict[str, Term] = {}
    for area in AREAS:
        for id, row in _read(_folder() / language / f"{area}.toml").items():
            if id in terms:
                raise ValueError(f"{language}: the term {id} stands in two areas, one of them {area}")
            see, citation = tuple(common[id]["see"]), common[id]["citation"]
            forms = tuple(row.get("forms", ()))
            terms[id] = Term(id, area, row["term"], tuple(row["other"]), row["short"], row["long"], see, citation, forms)
    return terms


def prepare(language: str) -> None:
    """Read the glossary of a language now, so that the first text need not wait for it."""
    find("", language)
    search(".", language)


def term(id: str, language: str) -> Term:
    """One term; KeyError when there is none."""
    return glossary(language)[id]


def _folder() -> Traversable:
    return resources.files("workbench") / "resources" / "glossary"


def _read(file: Traversable) -> dict[str, dict[str, str]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


# --- names in a text ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Name:
    """A name to look for: in small letters, with the capitals it insists on, and whose it is.

    `owners` are ids with the company by which the text tells that they are meant; nearly always one id without any.
    """

    lowered: str
    capitals: tuple[tuple[int, str], ...]
    owners: tuple[tuple[str, tuple[str, ...]], ...]


def find(text: str, language: str) -> tuple[Occurrence, ...]:
    """Where names of terms stand in a text, from left to right, the longest name first; occurrences do not overlap.

    A name in small letters is found in capitals too (“Root CA”), the capitals of a name must be capitals in the text (“SAN”, not “san”).
    Inside a longer word nothing is found: not “CA” in “CAN”, not “チェーン” in “チェーンソー”, not “認証局” in “時刻認証局”.
    """
    names = _names(language)
    folded = text.translate(_NARROW)
    lowered = folded.lower()
    if len(lowered) != len(folded):  # a few letters grow when they are made small
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in folded)
    found: list[Occurrence] = []
    position, last = 0, len(lowered)
    while position < last:
        for name in _starting(names, lowered, position):
            end = position + len(name.lowered)
            if (
                lowered.startswith(name.lowered, position)
                and all(folded[position + offset] == letter for offset, letter in name.capitals)
                and _begins(lowered, position, bool(found) and found[-1].end == position)
                and _ends(lowered, end, names)
            ):
                found.append(Occurrence(position, end, _meant(name, folded)))
                position = end
                break
        else:
            value = _VALUE.match(folded, position) if lowered[position] in _LETTERS and _begins(lowered, position, False) else None
            if value is None:
                position += 1
                continue
            if id := _of_value(value[0].lower()):
                found.append(Occurrence(position, value.end(), id))
            position = value.end()
    return tuple(found)


_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?![A-Za-z0-9_])")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@functools.lru_cache(maxsize=1024)
def _of_value(name: str) -> str:
    """The term that explains a derived value of this name (in small letters); empty when it is none."""
    ends, begins = _values()
    words = re.sub(r"_\d+$", "", name).split("_")
    for start in range(len(words)):
        if id := ends.get("_".join(words[start:])):
            return id
    return next((id for begin, id in begins.items() if name.startswith(f"{begin}_")), "")


@functools.lru_cache(maxsize=None)
def _values() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What names of derived values end and begin with, and the ids of the terms."""
    rows = tomllib.loads((_folder() / "values.toml").read_text(encoding="utf-8"))
    return rows["ends"], rows["begins"]


def _starting(names: Mapping[str, tuple[_Name, ...]], text: str, position: int) -> tuple[_Name, ...]:
    """The names that may begin there, longest first."""
    return names.get(text[position : position + 2]) or names.get(text[position], ())


# Full-width letters, digits and signs, and what else is one character for another: offsets stay what they are.
_NARROW = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    ord("\u3000"): " ", ord("\u00a0"): " ", ord("\n"): " ", ord("’"): "'", ord("\u2010"): "-", ord("\u2011"): "-"
}  # fmt: skip

_BEFORE = ("用", "各", "両", "全", "同", "新", "旧", "元", "次", "他", "別", "自", "その", "この")
_AFTER = (
    "側", "用", "時", "中", "後", "前", "内", "間", "等", "名", "値", "群", "別", "外", "先", "済", "化", "上", "枚", "付", "型",
    "本体", "本文", "種別", "件数", "日時", "全体", "自体", "自身", "方式", "同士", "一覧", "専用", "以外", "以降", "双方", "内部",
    "形式", "処理", "情報", "検証",
)  # fmt: skip
"""Kanji that may stand beside a term without making another word of it."""


def _kind(letter: str) -> str:
    """The script of a letter, as far as words of one script run together without a space; empty for everything else."""
    if letter.isascii():
        return "latin" if letter.isalnum() or letter == "_" else ""
    if "\u30a1" <= letter <= "\u30fa" or letter in "ーヽヾ" or "\uff66" <= letter <= "\uff9f":
        return "katakana"
    if "\u3400" <= letter <= "\u9fff" or letter == "々":
        return "kanji"
    return "" if "\u3041" <= letter <= "\u309f" else "latin" if letter.isalpha() else ""


def _begins(text: str, start: int, after_another: bool) -> bool:
    """Whether a word begins there."""
    if not start:
        return True
    before = text[start - 1]
    kind = _kind(text[start])
    if before == "." and kind == "latin":
        return start < 2 or _kind(text[start - 2]) != "latin"
    if not kind or _kind(before) != kind:
        return True
    return kind == "kanji" and (after_another or text.endswith(_BEFORE, 0, start))


def _ends(text: str, end: int, names: Mapping[str, tuple[_Name, ...]]) -> bool:
    """Whether a word ends there."""
    if end >= len(text):
        return True
    kind = _kind(text[end - 1])
    if text[end] == "." and kind == "latin":
        return end + 1 >= len(text) or _kind(text[end + 1]) != "latin"
    if not kind or _kind(text[end]) != kind:
        return True
    if kind != "kanji":
        return False
    return text.startswith(_AFTER, end) or any(text.startswith(name.lowered, end) for name in _starting(names, text, end))


def _meant(name: _Name, text: str) -> str:
    """Which term a name stands for in this text: the first whose company is there."""
    for id, company in name.owners:
        if not company or any(other in text for other in company):
            return id
    return name.owners[-1][0]


@functools.lru_cache(maxsize=None)
def _ambiguous() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Names with several owners, in the order in which they are asked."""
    rows = tomllib.loads((_folder() / "ambiguous.toml").read_text(encoding="utf-8"))
    return {name: tuple((id, tuple(company)) for id, company in row.items()) for name, row in rows.items()}


@functools.lru_cache(maxsize=None)
def _names(language: str) -> Mapping[str, tuple[_Name, ...]]:
    """Every name by its first two letters, longest first. English names count in every language: engineers write them so. Names of one
    letter (鍵) stand last wherever a text may go on from them, and by themselves."""
    owners: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for spoken in dict.fromkeys((language, "en")):
        for entry in glossary(spoken).values():
            for name in (*entry.names, *entry.forms):
                for form in _forms(name.translate(_NARROW)):
                    owners.setdefault(form, _ambiguous().get(name, ((entry.id, ()),)))
    by_start: dict[str, list[_Name]] = {}
    for form, owned in owners.items():
        lowered = form.lower()
        capitals = tuple((offset, letter) for offset, letter in enumerate(form) if letter != lowered[offset])
        by_start.setdefault(lowered[:2], []).append(_Name(lowered, capitals, owned))
    single = {start: names for start, names in by_start.items() if len(start) == 1}
    for start, names in by_start.items():
        if start not in single:
            names += single.get(start[0], [])
    return {start: tuple(sorted(names, key=lambda name: (-len(name.lowered), -len(name.capitals)))) for start, names in by_start.items()}


def _forms(name: str) -> Iterator[str]:
    """A name, its English plural, and its Japanese spelling without the last long vowel (サーバ)."""
    yield name
    if name[-1].isascii() and name[-1].isalpha():
        if name.endswith("y") and name[-2] not in "aeiou":
            yield name[:-1] + "ies"
        else:
            yield name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")
    short = "".join(
        letter for at, letter in enumerate(name) if not (letter == "ー" and at > 2 and _kind(name[at + 1 : at + 2] or "。") != "katakana")
    )
    if short != name and name[-2:] not in ("キー", "リー"):
        yield short


# --- looking something up ----------------------------------------------------------------------------------------------------------


def search(query: str, language: str) -> tuple[Term, ...]:
    """The terms that answer to a query, best first: by name, by the beginning of one, by a part of one, by what `short` says; names in the
    other language count too. Neither width nor capitals, kana, long vowels, hyphens or spaces matter. An empty query gives every term."""
    wanted = _folded(query)
    if not wanted:
        return tuple(glossary(language).values())
    ranked = []
    for place, (id, names, elsewhere, said) in enumerate(_searchable(language)):
        ranks = [rank for rank in (_rank(wanted, names), _rank(wanted, elsewhere), 3 if wanted in said else None) if rank is not None]
        if ranks:
            ranked.append((min(ranks), place, id))
    return tuple(glossary(language)[id] for _, _, id in sorted(ranked))


def _rank(wanted: str, names: tuple[str, ...]) -> int | None:
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(wanted in name for name in names) else None


@functools.lru_cache(maxsize=None)
def _searchable(language: str) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...]:
    """(id, own names, names in the other languages, what `short` says), all folded."""
    return tuple(
        (
            id,
            tuple(_folded(name) for name in (*entry.names, *entry.forms, id)),
            tuple(_folded(name) for other in LANGUAGES if other != language for name in glossary(other)[id].names),
            _folded(entry.short),
        )
        for id, entry in glossary(language).items()
    )


# Hiragana as katakana; what is not heard, or written by one and not by another, goes.
_SOUNDS = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)} | dict.fromkeys(map(ord, " -ー・‐_"), "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_SOUNDS)

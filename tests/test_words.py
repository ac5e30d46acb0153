"""The sentences are complete: both languages alike, none missing that the code asks for, none that nobody says."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from workbench import words
from workbench.core.asn1 import oids
from workbench.core.errors import Message

PACKAGE = ROOT / "workbench"
WORDS = PACKAGE / "resources" / "words"
AREAS = sorted({path.name for language in words.LANGUAGES for path in (WORDS / language).glob("*.toml")})

# Japanese text has Japanese letters, unless the sentence is only blanks, RFC names and punctuation.
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_rows_parts_and_blanks(area: str) -> None:
    loaded = {}
    for language in words.LANGUAGES:
        path = WORDS / language / area
        assert path.is_file(), f"{area} is missing in {language}"
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
        loaded[language] = {
            (id, part): text for id, row in rows.items() for part, text in (row.items() if isinstance(row, dict) else [("sentence", row)])
        }
    english, japanese = loaded["en"], loaded["ja"]
    assert english.keys() == japanese.keys()
    for key, text in english.items():
        assert isinstance(text, str) and isinstance(japanese[key], str), key
        assert text.strip() and japanese[key].strip(), key
        assert blanks(text) == blanks(japanese[key]), key
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", blank) for blank in blanks(text)), key


def test_no_id_stands_in_two_areas() -> None:
    for language in words.LANGUAGES:
        assert words.catalogue(language)  # raises when one does


def test_a_japanese_sentence_is_japanese() -> None:
    english, japanese = words.catalogue("en"), words.catalogue("ja")
    suspicious = [
        (id, part)
        for id, row in japanese.items()
        for part, text in row.items()
        if text == english[id][part] and not JAPANESE.search(text) and len(re.findall(r"\b[a-z]{3,}\b", re.sub(r"\{\w+\}", "", text))) >= 3
    ]
    assert suspicious == []


# --- what the code asks for --------------------------------------------------------------------------------------------------------


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def error_classes() -> frozenset[str]:
    """Names of WorkbenchError and all that is derived from it."""
    def base_names(node: ast.ClassDef) -> set[str]:
        return {base.id if isinstance(base, ast.Name) else base.attr for base in node.bases if isinstance(base, ast.Name | ast.Attribute)}

    classes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {node.name: base_names(node) for node in classes}
    found = {"WorkbenchError"}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return frozenset(found)


def asked() -> Iterator[tuple[str, str]]:
    """(id, place) of every literal id in `Message("...")` and `SomeError("...")`."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name != "Message" and name not in error_classes():
                continue
            first = node.args[0] if node.args else next((keyword.value for keyword in node.keywords if keyword.arg == "id"), None)
            choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for choice in choices:
                if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                    yield choice.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_id_that_the_code_says_has_a_sentence() -> None:
    missing = sorted({(id, place) for id, place in asked() if not words.has(id)})
    assert missing == []


# Parts of ids that are put together when the program runs: a row that starts so is taken for used.
COMPUTED = ("start_help_", "start_demonstration_", "check_")


def test_no_sentence_is_without_a_speaker() -> None:
    """A row is spoken when its id stands in the code as a text, is the name of an OID (whose explanation it is), or starts as an f-string
    in the code does (`f"role_{kind}"`)."""
    texts: set[str] = {row.name for row in oids.table().values()}
    starts: set[str] = set(COMPUTED)
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant) and isinstance(node.values[0].value, str):
                start = node.values[0].value
                if re.fullmatch(r"[a-z][a-z0-9]*_(?:[a-z0-9]+_)*", start):
                    starts.add(start)
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left, ast.Constant):
                start = str(node.left.value)
                if re.fullmatch(r"[a-z][a-z0-9]*_(?:[a-z0-9]+_)*", start):
                    starts.add(start)
    unspoken = sorted(id for id in words.catalogue("en") if id not in texts and not id.startswith(tuple(starts)))
    assert unspoken == []


def test_every_blank_is_filled_where_the_parameters_are_written_out() -> None:
    """For `Message("id", {"key": ...})` with literal keys: the template asks for no blank that is not given."""
    wrong = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            first = node.args[0] if node.args else None
            if not (isinstance(first, ast.Constant) and isinstance(first.value, str) and words.has(first.value)):
                continue
            if name == "Message":
                given = given_to_message(node)
            elif name in error_classes() and name != "DerError" and not any(keyword.arg is None for keyword in node.keywords):
                given = {str(keyword.arg) for keyword in node.keywords} if len(node.args) == 1 else None
            else:
                continue
            if given is None:
                continue
            needed = {blank for text in words.catalogue("en")[first.value].values() for blank in blanks(text)}
            if not needed <= given:
                wrong.append((first.value, sorted(needed - given), f"{path.relative_to(ROOT)}:{node.lineno}"))
    assert wrong == []


def given_to_message(call: ast.Call) -> set[str] | None:
    """The literal keys of the parameters of a `Message(...)`; None when they are not written out there."""
    params = call.args[1] if len(call.args) > 1 else next((keyword.value for keyword in call.keywords if keyword.arg == "params"), None)
    if params is None:
        return set()
    if not isinstance(params, ast.Dict) or not all(isinstance(key, ast.Constant) for key in params.keys):
        return None
    return {str(key.value) for key in params.keys if isinstance(key, ast.Constant)}


def test_a_sentence_is_filled_in_both_languages() -> None:
    message = Message("start_usage", {"detail": "x", "program": "tls-workbench"})
    assert words.say(message, "en") == "x. `tls-workbench --help` shows what can be asked."
    assert "tls-workbench --help" in words.say(message, "ja") and JAPANESE.search(words.say(message, "ja"))

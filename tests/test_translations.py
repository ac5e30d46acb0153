"""The window's texts: every one has its Japanese, with the same blanks, and the compiled files are those of the texts."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "packaging"))

import translations

BLANK = re.compile(r"\{\w*\}|%n|%L?\d")


def test_every_text_is_translated_and_compiled() -> None:
    assert translations.problems() == []


def written() -> Iterator[tuple[str, str]]:
    """(source, its Japanese) of every text; a plural gives one for each form."""
    for _, file in translations.files():
        if not file.stem.endswith("_ja"):
            continue
        for message in ElementTree.parse(file).getroot().iter("message"):
            translation = message.find("translation")
            assert translation is not None
            for form in translation.findall("numerusform") or [translation]:
                yield message.findtext("source", ""), form.text or ""


def test_a_translation_has_the_blanks_of_its_source() -> None:
    texts = list(written())
    assert len(texts) > 50
    assert [(source, text) for source, text in texts if sorted(BLANK.findall(source)) != sorted(BLANK.findall(text))] == []


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """lupdate finds only literal texts (a name stands for one that is marked in a table): an f-string would silently stay English."""
    found = []
    for path in sorted((ROOT / "workbench").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("tr", "translate") and node.args:
                texts = node.args[:1] if node.func.attr == "tr" else node.args[:2]
                if node.func.attr == "translate" and not is_translator(node.func.value):
                    continue
                if any(isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call | ast.IfExp) for text in texts):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def is_translator(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("QCoreApplication", "QApplication", "QGuiApplication")


def test_what_is_not_translated_is_noticed(tmp_path: Path) -> None:
    ts = tmp_path / "shell_ja.ts"
    ts.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="ja"><context><name>Home</name>'
        '<message><source>Open</source><translation type="unfinished"></translation></message>'
        "<message><source>Close</source><translation>閉じる</translation></message></context></TS>",
        encoding="utf-8",
    )
    assert translations.untranslated(ts) == ["Open"]

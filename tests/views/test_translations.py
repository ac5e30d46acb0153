"""Every text of the interface is translated, and the compiled files are those of the sources."""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    specification = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_nothing_is_behind_and_nothing_untranslated(translations: ModuleType) -> None:
    assert translations.problems() == []


def test_a_translation_has_the_blanks_of_its_source(translations: ModuleType) -> None:
    wrong = []
    for _, file in translations.files():
        for message in ElementTree.parse(file).getroot().iter("message"):
            source, translation = message.findtext("source", ""), "".join(message.find("translation").itertext())
            if set(re.findall(r"\{\w+\}|%n", source)) != set(re.findall(r"\{\w+\}|%n", translation)):
                wrong.append(source)
    assert wrong == []


def test_no_text_escapes_the_extraction() -> None:
    """lupdate reads literal strings only: an f-string, a variable or a sum inside tr() is never translated."""
    wrong = []
    for folder in ("views", "models"):
        for path in (ROOT / "workbench" / folder).rglob("*.py"):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if re.search(r"""\.tr\((?!\s*["']|\s*$)|\.tr\(f["']|\.tr\(["'][^"']*["']\s*[+%]""", line):
                    wrong.append(f"{path.name}:{number}: {line.strip()}")
    assert wrong == []

"""The texts of the narration, read from `resources/narration/<language>/<area>.toml`.

A table with the parts `newcomer` and `engineer` is a narration; the area `names` holds the words that fill blanks, and the area
`answers` the questions that people have, each with the texts that answer it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

NAMES, ANSWERS = "names.toml", "answers.toml"


@cache
def _folder(language: str) -> Mapping[str, Mapping[str, object]]:
    folder = resources.files("workbench") / "resources" / "narration" / language
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every narration of one language: id -> {part: template}. Raises ValueError when an id stands in two files."""
    rows: dict[str, Mapping[str, str]] = {}
    for file, area in _folder(language).items():
        if file in (NAMES, ANSWERS):
            continue
        for id, row in area.items():
            if id in rows or not isinstance(row, dict):
                raise ValueError(f"{language}/{file}: {id}")
            rows[id] = row
    return rows


def answers(language: str) -> Mapping[str, Mapping[str, str]]:
    """The questions of one language, each with its answers: id -> {part: template}."""
    rows: Mapping[str, Any] = _folder(language)[ANSWERS]
    return rows


def name(id: str, language: str) -> str:
    """A word that fills a blank. Raises KeyError for one that does not exist."""
    return str(_folder(language)[NAMES][id])


def all_names(language: str) -> tuple[str, ...]:
    return tuple(_folder(language)[NAMES])

"""Messages -> sentences, in English or Japanese.

The sentences are data: `resources/words/<language>/<area>.toml`. A row is either a plain sentence or a table of named texts:

    der_time = "At offset {offset}: “{found}” is not a time."

    [signature_mismatch]
    sentence = "The signature does not verify with the key of “{issuer}”."
    advice = "Ask whoever gave you this file for the certificate of the CA that really signed it."

Core knows only the ids. Used by the command line, the models and the views; needs no Qt.
"""

from __future__ import annotations

import functools
import string
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources

from workbench.core.errors import Message
from workbench.core.visible import visible as visible

LANGUAGES = ("en", "ja")


@functools.lru_cache(maxsize=None)
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every row of one language: id -> {part: template}; a plain sentence is the part `sentence`.

    Raises ValueError when an id stands in two files.
    """
    rows: dict[str, Mapping[str, str]] = {}
    for name in _areas(language):
        for id, row in _area(language, name).items():
            if id in rows:
                raise ValueError(f"{language}: the id {id} stands in two files, one of them {name}")
            rows[id] = row
    return rows


_ASKED_FIRST = ("shell.toml", "start.toml", "findings.toml", "roles.toml", "relations.toml")
"""The areas of the first picture: the others are read when an id is in none of these."""


@functools.lru_cache(maxsize=None)
def _areas(language: str) -> tuple[str, ...]:
    names = [file.name for file in (resources.files("workbench") / "resources" / "words" / language).iterdir()]
    rest = sorted(name for name in names if name.endswith(".toml") and name not in _ASKED_FIRST)
    return (*(name for name in _ASKED_FIRST if name in names), *rest)


@functools.lru_cache(maxsize=None)
def _area(language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("workbench") / "resources" / "words" / language / name).read_text(encoding="utf-8")
    return {id: {"sentence": row} if isinstance(row, str) else row for id, row in tomllib.loads(text).items()}


def prepare(language: str) -> None:
    """Read the areas of the first picture now."""
    for name in _ASKED_FIRST:
        _area(language, name)


@functools.lru_cache(maxsize=4096)
def _row(language: str, id: str) -> Mapping[str, str]:
    """The row of an id, empty when there is none."""
    for name in _areas(language):
        row = _area(language, name).get(id)
        if row is not None:
            return row
    return {}


def has(id: str, part: str = "sentence") -> bool:
    """Whether there is such a text."""
    return part in _row("en", id)


def say(message: Message, language: str, part: str = "sentence") -> str:
    """The text of a message as plain text. An id without a row comes back as the id itself (a test forbids it).

    A parameter that is a message itself fills two blanks: `{reason}` with its sentence, `{reason_advice}` with its advice.
    """
    template = _row(language, message.id).get(part)
    if template is None:
        return message.id if part == "sentence" else ""
    if "{" not in template and "}" not in template:
        return template.strip() if part == "detail" else template
    values = {key: _value(value, language) for key, value in message.params.items()}
    for key, value in message.params.items():
        if isinstance(value, Message):
            values[f"{key}_advice"] = say(value, language, "advice")
    text = _Formatter().vformat(template, (), values)
    return text.strip() if part == "detail" else text


def _value(value: object, language: str) -> str:
    if isinstance(value, Message):
        return say(value, language)
    if isinstance(value, tuple):
        return ("、" if language == "ja" else ", ").join(_value(entry, language) for entry in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return visible(str(value))


class _Formatter(string.Formatter):
    """Fills blanks by name only; a blank without a value stays readable instead of raising."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, str]) -> str:
        return kwargs.get(str(key), f"{{{key}}}")

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, str]) -> tuple[str, str]:
        return self.get_value(field_name, args, kwargs), field_name

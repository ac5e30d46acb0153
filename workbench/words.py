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

LANGUAGES = ("en", "ja")


@functools.lru_cache(maxsize=None)
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every row of one language: id -> {part: template}; a plain sentence is the part `sentence`.

    Raises ValueError when an id stands in two files.
    """
    rows: dict[str, dict[str, str]] = {}
    folder = resources.files("workbench") / "resources" / "words" / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for id, row in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if id in rows:
                raise ValueError(f"{language}: the id {id} stands in two files, one of them {file.name}")
            rows[id] = {"sentence": row} if isinstance(row, str) else row
    return rows


def has(id: str, part: str = "sentence") -> bool:
    """Whether there is such a text."""
    return part in catalogue("en").get(id, {})


def say(message: Message, language: str, part: str = "sentence") -> str:
    """The text of a message as plain text. An id without a row comes back as the id itself (a test forbids it).

    A parameter that is a message itself fills two blanks: `{reason}` with its sentence, `{reason_advice}` with its advice.
    """
    template = catalogue(language).get(message.id, {}).get(part)
    if template is None:
        return message.id if part == "sentence" else ""
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


def visible(text: str) -> str:
    """Text of a stranger with control, bidirectional and zero-width characters shown as ⟨U+202E⟩."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟨U+{ord(c):04X}⟩" if not c.isprintable() or c in _INVISIBLE else c for c in text)


# Printable by Unicode's book, yet not to be seen or able to mislead the eye.
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

"""The format of OpenSSL's configuration files (config(5)): sections of `name = value` lines, and how a value is written.

A value may be anything that somebody typed into a form or put into a request. What would mean something to OpenSSL is quoted: `$` expands a
variable, `#` begins a comment, a backslash escapes or continues a line, quotes and blanks at the ends vanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.core.issuance.parts import Place, SpecificationError

LONGEST_VALUE = 65536
"""Octets: OpenSSL's MAX_CONF_VALUE_LENGTH."""
_PLAIN = re.compile(r"[A-Za-z0-9@*][A-Za-z0-9@*._:;,/+=%&?!()~^| -]*(?<! )")


class RecipeError(SpecificationError):
    """What the form says cannot be done with OpenSSL's configuration files and commands. `place` says where it stands."""


@dataclass(frozen=True)
class Section:
    """`lines` are (name, value): names are ours and unlike each other, values are written as `quoted` does."""

    name: str
    lines: tuple[tuple[str, str], ...]


def quoted(text: str, place: Place) -> str:
    """A value as it must stand in the file for OpenSSL to read exactly `text`.

    In double quotes nothing but the backslash and the quote itself means anything. Raises RecipeError for control characters, for what
    cannot be written as UTF-8, and for what is longer than OpenSSL reads.
    """
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise RecipeError(place, "openssl_control_character", code=f"U+{ord(character):04X}")
    if len(text.encode()) > LONGEST_VALUE:
        raise RecipeError(place, "openssl_value_too_long", most=LONGEST_VALUE)
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(sections: Iterable[Section], beginning: Iterable[tuple[str, str]] = ()) -> str:
    """The text of a file. `beginning`: lines of the section without a name, which stands first."""
    blocks = ["".join(f"{name} = {value}\n" for name, value in beginning)]
    blocks += [f"[{section.name}]\n" + "".join(f"{name} = {value}\n" for name, value in section.lines) for section in sections]
    return "\n".join(block for block in blocks if block)

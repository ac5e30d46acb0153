"""What the commands have in common about talking: sentences, marks, colours, JSON, on whatever kind of terminal there is."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from workbench.core.errors import Message
from workbench.core.x509.finding import Status
from workbench.words import say, visible

PROGRAM = "tls-workbench"
FINE, NO, TROUBLE = 0, 1, 2

_COLOURS = {Status.OK: "32", Status.WARNING: "33", Status.FAILURE: "31", Status.NOT_CHECKED: "2"}
_MARKS = {Status.OK: "✓", Status.WARNING: "!", Status.FAILURE: "✗", Status.NOT_CHECKED: "?"}
_PLAIN_MARKS = {Status.OK: "+", Status.WARNING: "!", Status.FAILURE: "x", Status.NOT_CHECKED: "?"}


class Output:
    """Prints in one language. Every state has a mark and a word; colour only repeats them, on a terminal that wants it."""

    def __init__(self, language: str, stream: TextIO | None = None) -> None:
        self.language = language
        self.stream = stream if stream is not None else sys.stdout
        encoding = getattr(self.stream, "encoding", None) or "ascii"
        self._unicode = encoding.lower().replace("-", "") in ("utf8", "utf16", "utf32", "cp65001") or _encodes(encoding, "✓✗└─→")
        wanted = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self._colour = wanted and self.stream.isatty()

    def say(self, id: str, **params: str | int | datetime | Message | tuple[Message, ...]) -> str:
        return say(Message(id, params), self.language)

    def line(self, text: str = "", indent: int = 0) -> None:
        print(" " * indent + text if text else "", file=self.stream)

    def bold(self, text: str) -> str:
        return self._paint("1", text)

    def dim(self, text: str) -> str:
        return self._paint("2", text)

    def state(self, status: Status, word: str) -> str:
        """A mark and a word in the state's colour."""
        mark = (_MARKS if self._unicode else _PLAIN_MARKS)[status]
        return self._paint(_COLOURS[status], f"{mark} {word}")

    @property
    def branch(self) -> str:
        """What stands before a certificate that the one above it issued."""
        return "└─ " if self._unicode else "`- "

    @property
    def arrow(self) -> str:
        return "→" if self._unicode else "->"

    def json(self, value: dict[str, Any]) -> None:
        """Readable UTF-8 where the stream is that, else ASCII with escapes: always valid JSON."""
        encoding = (getattr(self.stream, "encoding", None) or "ascii").lower().replace("-", "")
        print(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2), file=self.stream)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text


def complain(sentence: str) -> None:
    """One sentence on stderr."""
    if sys.stderr is not None:
        print(f"{PROGRAM}: {sentence}", file=sys.stderr)


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC: 2026-01-31T12:00:00Z."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def shown_path(path: str) -> str:
    return visible(path)


def _encodes(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True

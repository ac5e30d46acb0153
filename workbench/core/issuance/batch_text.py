"""The text of a table as spreadsheets write it -> its records: encoding, separator, and records of which a broken one spoils no other."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.core.errors import FileError, Message

MOST_LINES_OF_A_RECORD = 50
"""A cell in quotation marks may have line breaks; one that goes on longer was never closed."""
SEPARATORS = (",", ";", "\t")


class TableError(FileError):
    """The table as a whole cannot be used."""


@dataclass(frozen=True)
class Record:
    """line     number of its first line in the file, from 1
    cells    as text; () when it cannot be read
    problem  why it cannot be read
    """

    line: int
    cells: tuple[str, ...]
    problem: Message | None = None


def decoded(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: UTF-8 with or without mark, UTF-16 with its mark (Excel's "Unicode text"), else cp932 (Shift_JIS),
    as Excel writes in Japan. Raises TableError `batch_empty`, `batch_encoding`."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            data = data[len(mark) :]
            break
    else:
        candidates = ("utf-8", "cp932")
    if not data.strip():
        raise TableError("batch_empty")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise TableError("batch_encoding")


def records(text: str, separator: str) -> Iterator[Record]:
    """Those that are not blank. One that cannot be read is told with its reason, and the next line begins a new one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        if not lines[at].strip(" \t,;　"):
            at += 1
            continue
        cells, length = _record(lines, at, separator)
        if cells is None:
            yield Record(at + 1, (), Message("batch_quote_open"))
        elif any(cell.strip() for cell in cells):
            yield Record(at + 1, tuple(cells))
        at += length


def folded(text: str) -> str:
    """A header as it is compared: full-width letters as usual ones, small, words parted by one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("-", " ").split())


def _record(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The cells of the record that begins at this line, and of how many lines it is: None and 1 when it is broken."""
    joined = lines[at]
    for length in range(1, MOST_LINES_OF_A_RECORD + 1):
        # Without an even number of quotation marks no cell can be closed: no need to ask.
        if joined.count('"') % 2 == 0:
            try:
                # One string, so that line breaks within quotation marks stay in the cell.
                return next(csv.reader([joined], delimiter=separator, strict=True)), length
            except (csv.Error, StopIteration):
                return None, 1
        if at + length >= len(lines):
            break
        joined += "\n" + lines[at + length]
    return None, 1

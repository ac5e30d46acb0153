"""The tables that are written here: one to fill in, and the report. CSV in UTF-8 with the mark by which spreadsheets know it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workbench import words
from workbench.core.errors import Message
from workbench.core.issuance.batch import BatchRow
from workbench.core.issuance.profiles import Profile
from workbench.core.x509.issuance import SERVER_AUTH
from workbench.core.x509.issuance import KeyKind as Kind
from workbench.models.issuance.batch.row_text import problem_text

if TYPE_CHECKING:
    from workbench.core.workspace.batch import RowResult

MARK = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def template(profile: Profile, language: str) -> bytes:
    """A header and one row to show how it is meant, for what a profile is about."""
    if SERVER_AUTH in profile.specification.extended_key_usage.purposes:
        example = {"name": "www.example.test", "names": "example.test 192.0.2.1", "days": "90", "key": Kind.P_256.value}
    else:
        name = words.say(Message("batch_page_example_name"), language)
        example = {"name": name, "email": "hanako@example.test", "unit": words.say(Message("batch_page_example_unit"), language)}
        example |= {"days": "365", "key": Kind.P_256.value}
    return _sheet([[words.say(Message(f"batch_page_column_{column}"), language) for column in example], list(example.values())])


def report(rows: Sequence[BatchRow], results: dict[int, RowResult], language: str) -> bytes:
    """What became of each row: line, name, serial number, end (ISO 8601, UTC), result, file name."""

    def lines() -> Iterable[list[str]]:
        heads = ("line", "name", "serial", "until", "result", "file")
        yield [words.say(Message(f"batch_page_report_{head}"), language) for head in heads]
        for position, row in enumerate(rows):
            result = results.get(position)
            entry = result.entry if result is not None else None
            serial = until = ""
            if entry is not None:
                number = int(entry.serial, 16)
                # With colons: a spreadsheet makes 1e10 of what looks like a number.
                serial = number.to_bytes((number.bit_length() + 7) // 8, "big").hex(":")
                until = f"{entry.not_after:%Y-%m-%dT%H:%M:%SZ}"
            name = row.title or (entry.title if entry is not None else "")
            file = row.file_name if entry is not None else ""
            yield [str(row.line), name, serial, until, _became(row, result, language), file]

    return _sheet(lines())


def _became(row: BatchRow, result: RowResult | None, language: str) -> str:
    if result is not None and result.entry is not None:
        return words.say(Message("batch_state_issued"), language)
    if result is not None and result.message is not None:
        return words.say(Message("batch_state_refused", {"reason": result.message}), language)
    failed = [problem_text(problem, language) for problem in row.problems if not row.fine]
    return " ".join(failed) if failed else words.say(Message("batch_state_not_reached"), language)


def _sheet(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for cells in lines:
        writer.writerow([_tame(cell) for cell in cells])
    return MARK + text.getvalue().encode("utf-8", "replace")


def _tame(cell: str) -> str:
    """No cell that a spreadsheet would take for a formula: names come out of other people's tables."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

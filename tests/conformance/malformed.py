"""Opens every file of a corpus of broken and hostile files; each must end in objects or a typed refusal, soon, in little memory.

    python -m tests.conformance.malformed DIR

DIR holds MANIFEST.json: a list of entries with `file` and `password`. Prints the slowest file and the peak memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench import words
from workbench.core.errors import FileError
from workbench.core.formats import OpenedFile, open_bytes

MAX_GROWTH = 512 << 20


@dataclass
class Outcome:
    file: str
    seconds: float
    opened: OpenedFile | None
    trouble: str


def entries(folder: Path) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    return result


def try_file(folder: Path, entry: dict[str, Any]) -> Outcome:
    """Open one file with its password; `trouble` says what is not as it must be, "" for nothing."""
    data = (folder / entry["file"]).read_bytes()
    passwords = [entry["password"]] if entry.get("password") else []
    began = time.perf_counter()
    try:
        opened = open_bytes(data, entry["file"], passwords)
    except Exception as error:  # the very thing this looks for
        return Outcome(entry["file"], time.perf_counter() - began, None, f"raised {error!r}"[:300])
    seconds = time.perf_counter() - began
    trouble = ""
    if not opened.objects and not opened.locked and opened.error is None:
        trouble = "neither objects nor a reason"
    elif data and opened.error is not None and not opened.refusals:
        trouble = "no reader said why"
    else:
        messages = [refusal.reason for refusal in opened.refusals] + ([opened.error] if opened.error else [])
        unsaid = [message.id for message in messages for language in words.LANGUAGES if words.say(message, language) == message.id]
        if unsaid:
            trouble = f"no sentence for {unsaid[0]}"
    return Outcome(entry["file"], seconds, opened, trouble)


def peak_memory() -> int:
    """Octets of the largest resident set so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    before = peak_memory()
    slowest = Outcome("", 0.0, None, "")
    kinds: Counter[str] = Counter()
    troubles = count = 0
    for entry in entries(folder):
        outcome = try_file(folder, entry)
        count += 1
        if outcome.trouble:
            troubles += 1
            print(f"{outcome.file}: {outcome.trouble}")
        if outcome.opened is not None:
            kinds.update(str(item.kind) for item in outcome.opened.objects)
            kinds["(locked)"] += len(outcome.opened.locked)
            kinds["(refused file)"] += outcome.opened.error is not None
        if outcome.seconds > slowest.seconds:
            slowest = outcome
    growth = peak_memory() - before
    print(", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())))
    print(f"{count} files, {troubles} troubles; slowest {slowest.seconds:.3f} s ({slowest.file}); peak memory grew by {growth >> 20} MB")
    return 0 if not troubles and growth < MAX_GROWTH else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except FileError as error:
        sys.exit(words.say(error.message, "en"))

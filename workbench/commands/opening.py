"""Files named on the command line -> opened files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import FileError, Message
from workbench.core.formats import OpenedFile, open_bytes, open_path

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Given:
    """One argument, and the files it stands for: itself, or all in that folder."""

    path: str
    files: tuple[OpenedFile, ...]

    @property
    def empty(self) -> bool:
        """Whether it gave nothing at all; one odd file in a folder does not count."""
        return not any(file.objects or file.locked for file in self.files)


def open_all(paths: Sequence[str], passwords: Sequence[str]) -> tuple[Given, ...]:
    """Every argument in the order given; one that is repeated is opened once. `-` is standard input."""
    result: list[Given] = []
    for path in dict.fromkeys(paths):
        if path == STANDARD_INPUT:
            result.append(Given(path, (open_bytes(sys.stdin.buffer.read(), STANDARD_INPUT, passwords),)))
        else:
            result.append(Given(path, open_path(path, passwords)))
    return tuple(result)


def read_passwords(path: str | None) -> tuple[str, ...]:
    """A file with one password in each line (UTF-8) -> the passwords. Raises FileError `cli_password_file`."""
    if path is None:
        return ()
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise FileError("cli_password_file", path=path, reason=error.strerror or type(error).__name__) from None
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    # Only the line ends go: a password may begin or end with a blank.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return tuple(dict.fromkeys(lines[:-1] if len(lines) > 1 and not lines[-1] else lines))


def troubles(given: Given) -> tuple[Message, ...]:
    """What must be said about an argument on stderr: why nothing could be had of it, and what stays locked."""
    result: list[Message] = []
    for file in given.files:
        if file.error is not None and given.empty:
            result.append(Message("cli_file_error", {"path": file.path, "reason": file.error}))
        for locked in file.locked:
            id = "cli_locked_wrong" if locked.wrong else "cli_locked_cost" if locked.seconds else "cli_locked"
            result.append(Message(id, {"path": file.path, "what": locked.what}))
    return tuple(result)

"""Files and folders on disk -> their bytes, or one clear sentence why not."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator

from workbench.core.errors import FileError, Message

MAX_SIZE = 256 << 20
_MAX_DEPTH = 16

_REASONS = {
    errno.ENOENT: "file_missing",
    errno.EACCES: "file_forbidden",
    errno.EPERM: "file_forbidden",
    errno.ELOOP: "file_link_loop",
    errno.ENAMETOOLONG: "file_name_too_long",
    errno.ENOTDIR: "file_missing",
}


def read_file(path: str) -> bytes:
    """The content of a regular file.

    Raises FileError: `file_missing`, `file_broken_link`, `file_forbidden`, `file_not_regular`, `file_too_large`, `file_unreadable`...
    """
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            raise FileError("file_not_regular", kind=_kind(mode))
        # What was a file a moment ago may be a pipe now: never wait for one.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise FileError("file_not_regular", kind=_kind(mode))
            data = file.read(MAX_SIZE + 1)
    except FileNotFoundError:
        raise FileError("file_broken_link" if os.path.islink(path) else "file_missing") from None
    except OSError as error:
        reason = reason_of(error)
        raise FileError(reason.id, **reason.params) from None
    except ValueError:  # a zero character in the name
        raise FileError("file_name_invalid") from None
    except MemoryError:
        raise FileError("file_too_large", limit=MAX_SIZE >> 20) from None
    if len(data) > MAX_SIZE:
        raise FileError("file_too_large", limit=MAX_SIZE >> 20)
    return data


def _kind(mode: int) -> Message:
    for test, id in (
        (stat.S_ISDIR, "kind_folder"),
        (stat.S_ISFIFO, "kind_pipe"),
        (stat.S_ISSOCK, "kind_socket"),
        (stat.S_ISCHR, "kind_device"),
        (stat.S_ISBLK, "kind_device"),
    ):
        if test(mode):
            return Message(id)
    return Message("kind_other")


def is_folder(path: str) -> bool:
    try:
        return os.path.isdir(path)
    except ValueError:  # a zero character in the name
        return False


def files_in(folder: str) -> Iterator[str]:
    """Every file below a folder in the order of names; folders that are links are not entered. Raises OSError."""
    stack = [(folder, 0)]
    while stack:
        current, depth = stack.pop()
        with os.scandir(current) as entries:
            names = sorted(entries, key=lambda entry: entry.name)
        below = []
        for entry in names:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append((entry.path, depth + 1))
            else:
                yield entry.path
        if depth < _MAX_DEPTH:
            stack.extend(reversed(below))


def reason_of(error: OSError) -> Message:
    """What the operating system refused, as a sentence."""
    return Message(_REASONS.get(error.errno or 0, "file_unreadable"), {"reason": error.strerror or str(error.errno)})

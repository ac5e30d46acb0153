"""Bytes -> a file that is either there whole or not there at all; several files: all of them, or none."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from workbench.core.formats.export_errors import ExportError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True)
class NewFile:
    """A file that is to be. `secret`: readable by its owner only, from the first byte on (mode 0600)."""

    path: Path
    data: bytes = field(repr=False)
    secret: bool = False


def write_atomically(path: str | Path, data: bytes, secret: bool, overwrite: bool = False) -> None:
    """Write a new file beside its place, flush it to the disk, and put it there in one step.

    secret      the file is readable by its owner only, from the first byte on (mode 0600)
    overwrite   an existing file is replaced; without it, it stays untouched and ExportError `export_exists` is raised

    Raises ExportError: `export_exists`, `export_no_space`, `export_no_permission`, `export_no_folder`, `export_is_folder`,
    `export_write_failed`.
    """
    target = _free([path], overwrite)[0]
    with _refusals(target):
        part = _stage(target, data, secret)
        try:
            _place(part, target, overwrite)
        except BaseException:
            _remove(part)
            raise
    _sync_folder(target.parent)


def write_together(files: Sequence[NewFile], overwrite: bool = False) -> None:
    """Write several files so that all are there or none: each is whole on the disk before the first gets its name.

    Folders that are missing are made, and taken away again when it fails. Existing files are left alone unless `overwrite`; what was
    replaced by then cannot come back should the system refuse to rename a later one.

    Raises ExportError as `write_atomically` does, for the first file that cannot be.
    """
    targets = _free([file.path for file in files], overwrite)
    made: list[Path] = []
    parts: list[str] = []
    placed: list[Path] = []
    try:
        for file, target in zip(files, targets, strict=True):
            with _refusals(target):
                _make_folder(target.parent, made)
                parts.append(_stage(target, file.data, file.secret))
        for part, target in zip(parts, targets, strict=True):
            with _refusals(target):
                there = os.path.lexists(target)
                _place(part, target, overwrite)
                if not there:
                    placed.append(target)
    except BaseException:
        for leftover in (*map(Path, parts), *placed):
            _remove(leftover)
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    for folder in dict.fromkeys(target.parent for target in targets):
        _sync_folder(folder)


def check_free(paths: Iterable[str | Path], overwrite: bool = False) -> None:
    """Say now, before any work is done, what would keep files from being written there. Raises ExportError as `write_atomically` does."""
    for target in _free(list(paths), overwrite):
        folder = target.parent
        while not os.path.lexists(folder) and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            raise ExportError("export_no_folder", path=str(target.parent))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise ExportError("export_no_permission", path=str(target))


def _free(paths: Sequence[str | Path], overwrite: bool) -> list[Path]:
    """The places to write to, links followed. Raises ExportError `export_is_folder`, `export_exists`."""
    targets = [Path(path) for path in paths]
    for target in targets:
        if os.path.isdir(target):  # says no, rather than raise, where the path is nonsense: writing says why
            raise ExportError("export_is_folder", path=str(target))
        if not overwrite and os.path.lexists(target):
            raise ExportError("export_exists", path=str(target))
    if len(set(targets)) < len(targets):
        raise ExportError("export_exists", path=str(next(target for target in targets if targets.count(target) > 1)))
    return [Path(os.path.realpath(target)) if os.path.islink(target) else target for target in targets]


@contextmanager
def _refusals(target: Path) -> Iterator[None]:
    """What the system refuses -> ExportError."""
    try:
        yield
    except FileExistsError:
        raise ExportError("export_exists", path=str(target)) from None
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise ExportError("export_no_space", path=str(target)) from None
        if error.errno in _NO_PERMISSION:
            raise ExportError("export_no_permission", path=str(target)) from None
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise ExportError("export_no_folder", path=str(target.parent)) from None
        raise ExportError("export_write_failed", path=str(target), reason=error.strerror or str(error)) from None
    except ValueError as error:  # a NUL in the name
        raise ExportError("export_write_failed", path=str(target), reason=str(error)) from None


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it that are missing; `made` learns which."""
    if not folder.is_dir():
        if folder.parent != folder:
            _make_folder(folder.parent, made)
        try:
            folder.mkdir()
        except FileExistsError:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
        made.append(folder)


def _stage(target: Path, data: bytes, secret: bool) -> str:
    """The whole file on the disk beside its place, under a name of its own, which comes back."""
    # mkstemp makes the file with mode 0600, so that nobody else can open it even while it is written.
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not secret:
            os.chmod(name, 0o666 & ~_umask())
    except BaseException:
        _remove(name)
        raise
    return name


def _place(part: str, target: Path, overwrite: bool) -> None:
    if overwrite:
        os.replace(part, target)
    else:
        _place_new(part, target)


def _remove(path: str | Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _place_new(name: str, target: Path) -> None:
    """Give the finished file its name, never over another one, also when that one came into being meanwhile."""
    try:
        os.link(name, target)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # file systems without hard links: FAT, some network shares
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(name, target)
    else:
        os.unlink(name)


def _umask() -> int:
    value = os.umask(0o077)
    os.umask(value)
    return value


def _sync_folder(folder: Path) -> None:
    """Make the new name durable too, where the system can do that."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Bytes -> a file that is either there whole or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from workbench.core.formats.export_errors import ExportError

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_atomically(path: str | Path, data: bytes, secret: bool, overwrite: bool = False) -> None:
    """Write a new file beside its place, flush it to the disk, and put it there in one step.

    secret      the file is readable by its owner only, from the first byte on (mode 0600)
    overwrite   an existing file is replaced; without it, it stays untouched and ExportError `export_exists` is raised

    Raises ExportError: `export_exists`, `export_no_space`, `export_no_permission`, `export_no_folder`, `export_is_folder`,
    `export_write_failed`.
    """
    target = Path(path)
    if os.path.isdir(target):  # says no, rather than raise, where the path is nonsense: writing says why
        raise ExportError("export_is_folder", path=str(target))
    if not overwrite and os.path.lexists(target):
        raise ExportError("export_exists", path=str(target))
    if overwrite and os.path.islink(target):
        target = Path(os.path.realpath(target))
    try:
        _write(target, data, secret, overwrite)
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


def _write(target: Path, data: bytes, secret: bool, overwrite: bool) -> None:
    # mkstemp makes the file with mode 0600, so that nobody else can open it even while it is written.
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not secret:
            os.chmod(name, 0o666 & ~_umask())
        if overwrite:
            os.replace(name, target)
        else:
            _place_new(name, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)


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

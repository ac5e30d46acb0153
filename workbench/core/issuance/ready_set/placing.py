"""Several files into one folder: all of them, or none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_write import write_atomically
from workbench.core.issuance.ready_set.content import OutFile


def write_files(folder: Path, files: Sequence[OutFile], overwrite: bool = False) -> tuple[Path, ...]:
    """Write them; the folder is made when it is not there. When one cannot be written, those that were new are taken away again.

    overwrite  existing files are replaced; without it one that exists stops everything before anything is written
    Raises ExportError: `export_exists` and the others of `write_atomically`.
    """
    made_folder = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise ExportError("export_no_folder", path=str(folder)) from None
    except OSError as error:
        raise ExportError("export_write_failed", path=str(folder), reason=error.strerror or str(error)) from None
    paths = [folder / file.name for file in files]
    there = {path for path in paths if os.path.lexists(path)}
    if there and not overwrite:
        raise ExportError("export_exists", path=str(min(there)))
    written: list[Path] = []
    try:
        for path, file in zip(paths, files, strict=True):
            write_atomically(path, file.data, file.secret, overwrite)
            written.append(path)
    except ExportError:
        for path in written:
            if path not in there:
                with contextlib.suppress(OSError):
                    path.unlink()
        if made_folder:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    return tuple(paths)

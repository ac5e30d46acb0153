"""The work behind the wing of many certificates, for jobs: reading a table, checking it, issuing its rows, saving what came of it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import FileError, Message
from workbench.core.formats import on_disk
from workbench.core.formats.export_write import write_atomically
from workbench.core.issuance.batch import MOST_OCTETS, BatchRow, read_table
from workbench.core.issuance.batch_text import TableError
from workbench.core.issuance.profiles import Profile
from workbench.core.x509.issuance import KeyKind
from workbench.models.jobs import Task

if TYPE_CHECKING:
    from workbench.core.workspace.batch import RowResult
    from workbench.core.workspace.workspace import Workspace

FIRST_PART, LARGEST_PART = 8, 200
QUICK, SLOW = 0.2, 0.6
"""Seconds that a part of the rows takes: the next one is larger, or smaller. What a part makes is on the disk together."""


@dataclass(frozen=True)
class Source:
    """A table as it came. `name`: of its file, "" for one that was pasted."""

    name: str
    data: bytes = field(repr=False)

    @property
    def called(self) -> str | Message:
        return self.name or Message("batch_page_pasted")


@dataclass(frozen=True)
class Under:
    """What the rows are checked under, and issued.

    issuer_id  the CA; None: signed with its own key, or (`rehearse` off) no CA to be had
    """

    profile: Profile
    key: KeyKind | None
    issuer_id: str | None
    rehearse: bool


def load(path: str) -> Source:
    """Raises FileError `batch_page_unusable`, which names the file."""
    name = os.path.basename(path)
    try:
        if _size(path) > MOST_OCTETS:  # not even read
            raise TableError("batch_large", most=MOST_OCTETS >> 20)
        return Source(name, on_disk.read_file(path))
    except FileError as error:
        raise FileError("batch_page_unusable", file=name, reason=error.message) from None


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return 0  # reading it says what is the matter


def check(task: Task, workspace: Workspace, source: Source, under: Under) -> None:
    """Delivers the `Table`, then (position, row) of the rows about which the CA has something to say.

    Raises FileError `batch_page_unusable`, WorkspaceError.
    """
    from workbench.core.issuance.batch_rehearsal import rehearsed
    from workbench.core.workspace import certificates

    now = datetime.now(UTC)
    try:
        table = read_table(source.data, under.profile, under.key, now, task.check)
    except TableError as error:
        raise FileError("batch_page_unusable", file=source.called, reason=error.message) from None
    task.deliver(table)
    task.flush()
    if not under.rehearse:
        return
    chain: tuple[bytes, ...] = ()
    revoked: frozenset[str] = frozenset()
    if under.issuer_id is not None:
        with workspace.reading() as connection:
            entries = certificates.chain(connection, under.issuer_id)
        chain = tuple(entry.der for entry in entries)
        revoked = frozenset(entry.sha256 for entry in entries if entry.revoked is not None)

    def step(position: int) -> None:
        task.check()
        task.progress(position, len(table.rows))

    for found in rehearsed(table.rows, chain, now, revoked, step):
        task.deliver(found)


class _Stopped(Exception):
    """Its user wants no more of it."""


def issue(
    task: Task,
    workspace: Workspace,
    rows: Sequence[tuple[int, BatchRow]],
    under: Under,
    stop: threading.Event,
) -> bool:
    """Delivers (position, result) of each row once it is on the disk, or refused. False: it was stopped before the last row.

    rows   (position, row); stop   what ends the work between two rows: what was delivered stays and is told

    Raises VaultError `vault_locked`, WorkspaceError: what was delivered until then stays, too.
    """
    from workbench.core.workspace import batch

    positions = {row.line: position for position, row in rows}

    def goes_on() -> None:
        task.check()
        if stop.is_set():
            raise _Stopped

    def told(result: RowResult) -> None:
        task.deliver((positions[result.row.line], result))

    at, size = 0, FIRST_PART
    try:
        while at < len(rows):
            begin = time.monotonic()
            part = [row for _, row in rows[at : at + size]]
            batch.run(workspace, part, under.issuer_id, under.profile.id, None, goes_on, told)
            task.flush()
            at += len(part)
            task.progress(at, len(rows))
            took = time.monotonic() - begin
            if took < QUICK:
                size = min(2 * size, LARGEST_PART)
            elif took > SLOW:
                size = max(1, size // 2)
    except _Stopped:
        return False
    finally:
        task.flush()
    return True


def save_all(
    task: Task,
    workspace: Workspace,
    wanted: Sequence[tuple[str, str]],
    target: str,
    folder: Path,
    password: str,
    overwrite: bool,
) -> int:
    """The files of each certificate; how many were written. Raises as `taking_out_many.take_out_many` does; then none was."""
    from workbench.core.issuance.ready_set import Choices
    from workbench.core.workspace.taking_out_many import take_out_many

    def step(position: int) -> None:
        task.check()
        task.progress(position, len(wanted))

    return len(take_out_many(workspace, wanted, target, folder, Choices(folder, password=password), overwrite, step))


def write(path: str, data: bytes) -> None:
    """A file whose place was chosen in a dialog that has asked about what is there. Raises ExportError."""
    write_atomically(path, data, secret=False, overwrite=True)

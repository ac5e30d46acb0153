"""What the dialog has done in jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from workbench.core.issuance.ready_set import ReadySet
from workbench.core.workspace import taking_out
from workbench.core.workspace.workspace import Workspace
from workbench.models.library.taking_out.plan import Wanted, client_chain


@dataclass(frozen=True)
class FileRow:
    """One file that would be written: its name, the id of what it is, and whether it is its owner's alone."""

    name: str
    id: str
    secret: bool


@dataclass(frozen=True)
class Preview:
    """What would be written for `wanted`: the files, and per target the lines of its configuration; never the content of a secret file."""

    wanted: Wanted
    files: tuple[FileRow, ...]
    snippets: tuple[tuple[str, str], ...] = field(repr=False)


def preview(workspace: Workspace, certificate_id: str, wanted: Wanted, password: str) -> Preview:
    """Raises what `taking_out.prepare` raises."""
    sets = _sets(workspace, certificate_id, wanted, password)
    rows = {file.name: FileRow(file.name, file.id, file.secret) for each in sets for file in each.all_files()}
    snippets = tuple((each.target, each.snippet) for each in sets if each.snippet and not each.snippet_secret)
    return Preview(wanted, tuple(rows.values()), snippets)


def take_out(workspace: Workspace, certificate_id: str, wanted: Wanted, password: str, overwrite: bool) -> tuple[Path, ...]:
    """Write the files; the places come back. Raises what `taking_out.take_out` raises."""
    with workspace.reading() as connection:
        clients = client_chain(connection, wanted.authority_id)
    choices = wanted.choices(clients, password)
    return taking_out.take_out(workspace, certificate_id, wanted.targets, wanted.folder, choices, overwrite)


def _sets(workspace: Workspace, certificate_id: str, wanted: Wanted, password: str) -> tuple[ReadySet, ...]:
    with workspace.reading() as connection:
        clients = client_chain(connection, wanted.authority_id)
    return taking_out.prepare(workspace, certificate_id, wanted.targets, wanted.choices(clients, password))

"""Files into the workspace: opened by what is in them, in one job. No Qt."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core import formats
from workbench.core.errors import Message
from workbench.core.formats.found import FoundObject, OpenedFile
from workbench.core.workspace import importing
from workbench.core.workspace.importing import Summary
from workbench.core.workspace.workspace import Workspace
from workbench.models.jobs import Task


@dataclass(frozen=True)
class Imported:
    """What came in, and a sentence for each file or object that did not."""

    summary: Summary
    troubles: tuple[Message, ...] = ()

    @property
    def first_id(self) -> str:
        """Of what came in, what one would look at first; "" for nothing."""
        came = (*self.summary.certificates, *self.summary.requests, *self.summary.crls, *self.summary.keys)
        return came[0] if came else ""


def import_files(task: Task, workspace: Workspace, paths: Sequence[str], data: bytes) -> Imported:
    """Files, folders or pasted bytes. Raises VaultError `vault_locked` when there are keys among them and the vault is locked."""
    opened: list[OpenedFile] = [formats.open_bytes(data, "")] if data else []
    for number, path in enumerate(paths):
        task.check()
        task.progress(number, len(paths))
        opened += formats.open_path(path)
    return _import(workspace, [item for file in opened for item in file.objects], _troubles(opened))


def import_objects(workspace: Workspace, objects: Sequence[FoundObject]) -> Imported:
    """What is open already."""
    return _import(workspace, objects, [])


def _import(workspace: Workspace, objects: Sequence[FoundObject], troubles: list[Message]) -> Imported:
    summary = importing.import_objects(workspace, objects)
    for refused in summary.refused:
        troubles.append(Message("library_refused", {"path": os.path.basename(refused.path) or "–", "reason": refused.reason}))
    return Imported(summary, tuple(troubles))


def _troubles(opened: Sequence[OpenedFile]) -> list[Message]:
    found = []
    for file in opened:
        name = os.path.basename(file.path)
        if file.error is not None:
            reason = file.error
            found.append(
                Message("could_not_open", {"path": name, "reason": reason})
                if name
                else Message("could_not_open_pasted", {"reason": reason})
            )
        elif file.locked:
            found.append(Message("library_needs_password", {"path": name or "–"}))
    return found

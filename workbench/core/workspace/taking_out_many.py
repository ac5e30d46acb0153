"""Many certificates leave a workspace as files at once: in one folder, all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from workbench.core.formats.export_write import NewFile, check_free, write_together
from workbench.core.issuance.ready_set import USE_KEY, Choices, Material, ReadySet, ready_set
from workbench.core.issuance.ready_set.content import OutFile, chain_file, key_file
from workbench.core.workspace import certificates, log
from workbench.core.workspace.entries import Event
from workbench.core.workspace.taking_out import material
from workbench.core.workspace.workspace import Workspace

CHAIN_AND_KEY = "chain_and_key"
"""Beside the targets of ready sets: one file with the certificate and its chain, one with the key."""


def take_out_many(
    workspace: Workspace,
    wanted: Sequence[tuple[str, str]],
    target: str,
    folder: Path,
    choices: Choices,
    overwrite: bool = False,
    step: Callable[[int], None] | None = None,
) -> tuple[Path, ...]:
    """Write the files of each certificate into a folder, all of them or none; the places come back.

    wanted  (id of the certificate, what its files are called, different in each)
    target  one of the ready sets, or `CHAIN_AND_KEY`
    step    called with the position of each certificate before it; what it raises ends the work, and nothing is written

    Raises as `taking_out.prepare` and `export_write.write_together` do.
    """
    with_key = target == CHAIN_AND_KEY or target in USE_KEY
    files: list[NewFile] = []
    holders: list[str] = []
    for position, (id, name) in enumerate(wanted):
        if step is not None:
            step(position)
        with workspace.reading() as connection:
            found = replace(material(connection, workspace, id, with_key), name=name)
        made = _chain_and_key(found, choices) if target == CHAIN_AND_KEY else ready_set(target, found, choices)
        new = [NewFile(folder / file.name, file.data, file.secret) for file in made.all_files()]
        check_free([file.path for file in new], overwrite)  # before much is made in vain
        files += new
        if any(file.secret for file in new):
            holders.append(id)
    write_together(files, overwrite)
    with workspace.writing() as connection:
        for id in holders:
            entry = certificates.certificate_entry(connection, id)
            if entry.key_id is not None:
                log.tell(connection, Event.EXPORTED_KEY, entry.key_id, subject=entry.title, targets=target)
    return tuple(file.path for file in files)


def _chain_and_key(found: Material, choices: Choices) -> ReadySet:
    files: tuple[OutFile, ...] = (chain_file(found, choices),)
    return ReadySet(CHAIN_AND_KEY, files if found.key is None else (*files, key_file(found)), "", "")

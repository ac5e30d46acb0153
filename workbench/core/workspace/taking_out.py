"""What leaves a workspace as files: ready sets for software, with the private key where it is wanted. That a key left stands in the log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from workbench.core.formats.file_names import safe_name
from workbench.core.issuance.ready_set import USE_KEY, Choices, Material, ReadySet, ready_set, save
from workbench.core.workspace import certificates, keys, log
from workbench.core.workspace.entries import Event
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.general_name import GeneralNameKind
from workbench.core.x509.host_name import alternative_names

_HOSTS = (GeneralNameKind.DNS_NAME, GeneralNameKind.IP_ADDRESS)


def material(connection: Connection, workspace: Workspace, certificate_id: str, with_key: bool) -> Material:
    """A certificate with what is above it here, and its key when that is here and wanted.

    Raises WorkspaceError `workspace_no_such_object`; with a key VaultError `vault_locked`, `vault_key_damaged`.
    """
    chain = certificates.chain(connection, certificate_id)
    leaf, top = chain[0], chain[-1]
    rooted = top.issuer_id == top.id
    key = None
    if with_key and leaf.key_id is not None:
        key = keys.private_key_info(connection, workspace.vault, leaf.key_id)
    hosts = tuple(name.value for name in alternative_names(parse_certificate(leaf.der)) if name.kind in _HOSTS)
    between = chain[1:-1] if rooted else chain[1:]
    name = safe_name(leaf.title) or "certificate"
    return Material(name, leaf.der, tuple(entry.der for entry in between), top.der if rooted else None, key, hosts)


def client_authorities(connection: Connection, authority_id: str) -> tuple[bytes, ...]:
    """For mutual TLS: the CA (DER) whose clients a server lets in, and those above it."""
    return tuple(entry.der for entry in certificates.chain(connection, authority_id))


def prepare(workspace: Workspace, certificate_id: str, targets: Sequence[str], choices: Choices) -> tuple[ReadySet, ...]:
    """The files of each target, made in memory. Raises as `material` and `ready_set` do."""
    with workspace.reading() as connection:
        found = material(connection, workspace, certificate_id, with_key=any(target in USE_KEY for target in targets))
    return tuple(ready_set(target, found, choices) for target in targets)


def take_out(
    workspace: Workspace, certificate_id: str, targets: Sequence[str], folder: Path, choices: Choices, overwrite: bool = False
) -> tuple[Path, ...]:
    """Write the files of the targets into a folder, all or none; the places come back. Raises as `prepare` and `ready_set.save` do."""
    sets = prepare(workspace, certificate_id, targets, choices)
    paths = save(folder, sets, overwrite)
    if any(file.secret for each in sets for file in each.all_files()):
        with workspace.writing() as connection:
            entry = certificates.certificate_entry(connection, certificate_id)
            if entry.key_id is not None:
                log.tell(connection, Event.EXPORTED_KEY, entry.key_id, subject=entry.title, targets=", ".join(targets))
    return paths

"""Keys and CAs that are given as files -> the workspace that the work is done in."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.commands.opening import read_passwords
from workbench.core.errors import FileError
from workbench.core.formats import Kind, OpenedFile, open_path
from workbench.core.formats.found import FoundObject
from workbench.core.workspace import certificates
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.importing import Summary, import_objects
from workbench.core.workspace.workspace import Workspace


def add_key_file(workspace: Workspace, path: str, password_file: str | None) -> str:
    """The one private key of a file, kept; its id. Raises FileError `issue_no_key`, `issue_several_keys`, `issue_locked`, `issue_file`."""
    return _imported(workspace, [_only_key(path, open_path(path, read_passwords(password_file)))]).keys[0]


def add_authority_files(workspace: Workspace, path: str, key_path: str | None, password_file: str | None) -> CertificateEntry:
    """A CA from files: its certificate, those above it that stand in the same file, and its private key.

    Raises FileError as `add_key_file`, `issue_no_certificate`, `issue_key_of_another`.
    """
    passwords = read_passwords(password_file)
    files = open_path(path, passwords)
    found = [item for file in files for item in file.objects if item.kind is Kind.CERTIFICATE]
    if not found:
        raise _nothing(files, "issue_no_certificate", path)
    key = _only_key(key_path or path, files if key_path is None else open_path(key_path, passwords))
    summary = _imported(workspace, [key, *found])
    with workspace.reading() as connection:
        for id in summary.certificates:
            entry = certificates.certificate_entry(connection, id)
            if entry.key_id == summary.keys[0]:
                return entry
    raise FileError("issue_key_of_another", key=key_path or path, certificate=path)


def _imported(workspace: Workspace, found: Sequence[FoundObject]) -> Summary:
    summary = import_objects(workspace, found)
    for refused in summary.refused:
        raise FileError("issue_file", path=refused.path, reason=refused.reason)
    return summary


def _only_key(path: str, files: Sequence[OpenedFile]) -> FoundObject:
    found = {item.der: item for file in files for item in file.objects if item.kind is Kind.PRIVATE_KEY}
    if not found:
        raise _nothing(files, "issue_no_key", path)
    if len(found) > 1:
        raise FileError("issue_several_keys", path=path, count=len(found))
    return next(iter(found.values()))


def _nothing(files: Sequence[OpenedFile], id: str, path: str) -> FileError:
    """Why there is nothing: locked, unreadable, or just not there."""
    for file in files:
        if file.locked:
            return FileError("issue_locked", path=path, what=file.locked[0].what)
        if file.error is not None:
            return FileError("issue_file", path=path, reason=file.error)
    return FileError(id, path=path)

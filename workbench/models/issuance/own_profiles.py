"""A person's own profiles: kept in the workspace, handed on as files. For jobs."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import FileError
from workbench.core.issuance.profiles import BUILT_IN, Profile, read_profile, write_profile
from workbench.core.issuance.specification import Specification
from workbench.models.issuance.form import Form
from workbench.models.issuance.naming import Naming, named

if TYPE_CHECKING:
    from workbench.core.workspace.workspace import Workspace

LARGEST = 1 << 20
"""Octets of a file that could be a profile."""


def new_id() -> str:
    return f"own-{uuid.uuid4().hex[:16]}"


def profile_of(form: Form, id: str, name: str) -> Profile:
    """The form as a profile: everything but what belongs to one holder alone (its name, its alternative names)."""
    return Profile(id, name, form.key, without_holder(form.specification), form.profile.self_signed)


def without_holder(specification: Specification) -> Specification:
    """Without the common name and the alternative names: organization and country of a company stay in its profiles."""
    return replace(named(specification, Naming.NAME, ""), names=())


def keep(workspace: Workspace, profile: Profile) -> Profile:
    """Raises WorkspaceError."""
    from workbench.core.workspace.stored_profiles import save_profile

    with workspace.writing() as connection:
        save_profile(connection, profile)
    return profile


def remove(workspace: Workspace, id: str) -> None:
    """Raises WorkspaceError."""
    from workbench.core.workspace.stored_profiles import delete_profile

    with workspace.writing() as connection:
        delete_profile(connection, id)


def write_file(path: str, profile: Profile) -> str:
    """Write the file of a profile. Raises ExportError with the file and the reason."""
    from workbench.core.formats.export_write import write_atomically

    write_atomically(path, write_profile(profile), secret=False, overwrite=True)  # the dialog asked
    return path


def read_file(workspace: Workspace, path: str) -> Profile:
    """Take the profile in a file into the workspace, under an id of its own. Raises FileError with the file and the reason."""
    from workbench.core.formats import on_disk

    name = Path(path).name
    try:
        data = on_disk.read_file(path)
        if len(data) > LARGEST:
            raise FileError("profile_none")
        profile = read_profile(data)
    except FileError as error:
        raise FileError("issuing_profile_unreadable", file=name, reason=error.message) from None
    title = profile.name or (profile.id if profile.id not in BUILT_IN else Path(path).stem)
    return keep(workspace, replace(profile, id=new_id(), name=title))

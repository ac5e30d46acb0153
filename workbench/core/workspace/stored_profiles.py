"""A person's own profiles, kept in the workspace as the JSON of their files."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from workbench.core.issuance.as_json import ProfileError
from workbench.core.issuance.profiles import BUILT_IN, Profile, read_profile, write_profile
from workbench.core.workspace import schema
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import seconds

TABLE = schema.profiles
LONGEST_ID = 32


def save_profile(connection: Connection, profile: Profile) -> None:
    """Keep a profile under its id; one that was there under that id is replaced.

    Raises WorkspaceError `workspace_profile_id` for an id that is none or that of a built-in one.
    """
    plain = profile.id.replace("-", "").replace("_", "")
    if not (plain.isascii() and plain.isalnum()) or len(profile.id) > LONGEST_ID or profile.id in BUILT_IN:
        raise WorkspaceError("workspace_profile_id", profile=profile.id, limit=LONGEST_ID)
    values = {"content": write_profile(profile).decode(), "made": seconds(datetime.now(UTC))}
    if not connection.execute(update(TABLE).where(TABLE.c.id == profile.id).values(values)).rowcount:
        connection.execute(insert(TABLE).values(id=profile.id, **values))


def stored_profile(connection: Connection, id: str) -> Profile:
    """Raises WorkspaceError `workspace_no_such_object`; ProfileError when it was written by a newer version."""
    row = connection.execute(select(TABLE.c.content).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return read_profile(row.content.encode())


def list_profiles(connection: Connection) -> tuple[Profile, ...]:
    """All that this version understands, by name."""
    result = []
    for row in connection.execute(select(TABLE.c.content)):
        try:
            result.append(read_profile(row.content.encode()))
        except ProfileError:
            continue  # of a newer version, which shares the workspace
    return tuple(sorted(result, key=lambda profile: (profile.name.casefold(), profile.id)))


def delete_profile(connection: Connection, id: str) -> None:
    """What was made from it stays as it is."""
    connection.execute(delete(TABLE).where(TABLE.c.id == id))

"""From each version of the schema to the next. `REVISIONS` is the list, in order: a frozen build has no folder to look into.

`place` names the workspace in what is raised.
Alembic's operations do the work, without its command line, its configuration and its scripts. The version stands in `meta`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, insert, inspect, select, update

from workbench.core.workspace import schema
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.migrations import r0001

VERSION_ROW = "schema"


@dataclass(frozen=True)
class Revision:
    """`version` of the schema, and what makes it of the one before."""

    version: str
    upgrade: Callable[[Operations], None]


REVISIONS: tuple[Revision, ...] = (Revision("0001", r0001.upgrade),)


def version_of(connection: Connection, place: str = "") -> str | None:
    """The schema's version; None of an empty database. Raises WorkspaceError `workspace_not_ours` for tables of something else."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if {"meta", "log", "certificates"} <= tables:
        row = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == VERSION_ROW)).first()
        if row is not None:
            return str(row.value)
    raise WorkspaceError("workspace_not_ours", place=place)


def pending(version: str | None, revisions: Sequence[Revision] = REVISIONS, place: str = "") -> tuple[Revision, ...]:
    """What leads from that version to the newest. Raises WorkspaceError `workspace_newer` for one that is not known here."""
    if version is None:
        return tuple(revisions)
    known = [revision.version for revision in revisions]
    if version not in known:
        raise WorkspaceError("workspace_newer", place=place, version=version, known=known[-1])
    return tuple(revisions[known.index(version) + 1 :])


def migrate(connection: Connection, revisions: Sequence[Revision] = REVISIONS, place: str = "") -> None:
    """Bring the schema to the newest version, in the transaction of `connection`. Raises as `version_of` and `pending` do."""
    version = version_of(connection, place)
    for revision in pending(version, revisions, place):
        revision.upgrade(Operations(MigrationContext.configure(connection)))
        if version is None:
            connection.execute(insert(schema.meta).values(name=VERSION_ROW, value=revision.version))
        else:
            connection.execute(update(schema.meta).where(schema.meta.c.name == VERSION_ROW).values(value=revision.version))
        version = revision.version

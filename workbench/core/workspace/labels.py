"""What people write on the things of a workspace: tags, notes, and the names of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from workbench.core.workspace import schema, texts
from workbench.core.workspace.errors import WorkspaceError

MAXIMUM_TAG = 64
"""Characters."""
_TABLES = (schema.certificates, schema.keys, schema.requests, schema.crls)
_CHUNK = 500  # SQLite takes at most 999 parameters in older versions


def set_tags(connection: Connection, object_id: str, tags: Iterable[str]) -> tuple[str, ...]:
    """Exactly these tags from now on, without blanks around them and each once; gives them back in order.

    Raises WorkspaceError `workspace_tag_too_long`, `workspace_no_such_object`.
    """
    wanted = tuple(sorted({stripped for tag in tags if (stripped := texts.storable(tag).strip())}))
    for tag in wanted:
        if len(tag) > MAXIMUM_TAG:
            raise WorkspaceError("workspace_tag_too_long", tag=tag[:MAXIMUM_TAG], limit=MAXIMUM_TAG)
    if not any(connection.execute(select(table.c.id).where(table.c.id == object_id)).first() for table in _TABLES):
        raise WorkspaceError("workspace_no_such_object", object=object_id)
    connection.execute(delete(schema.tags).where(schema.tags.c.object_id == object_id))
    if wanted:
        connection.execute(insert(schema.tags), [{"object_id": object_id, "tag": tag} for tag in wanted])
    return wanted


def all_tags(connection: Connection) -> dict[str, int]:
    """Every tag with the number of objects that have it, in order."""
    query = select(schema.tags.c.tag, func.count().label("uses")).group_by(schema.tags.c.tag).order_by(schema.tags.c.tag)
    return {row.tag: row.uses for row in connection.execute(query)}


def tags_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The tags of several objects; those without any are left out."""
    result: dict[str, tuple[str, ...]] = {}
    if connection.execute(select(schema.tags.c.tag).limit(1)).first() is None:
        return result
    for start in range(0, len(ids), _CHUNK):
        query = select(schema.tags).where(schema.tags.c.object_id.in_(ids[start : start + _CHUNK])).order_by(schema.tags.c.tag)
        for row in connection.execute(query):
            result[row.object_id] = (*result.get(row.object_id, ()), row.tag)
    return result


def set_notes(connection: Connection, object_id: str, text: str) -> None:
    """Raises WorkspaceError `workspace_no_such_object`."""
    for table in _TABLES:
        if connection.execute(update(table).where(table.c.id == object_id).values(notes=texts.storable(text))).rowcount:
            _note(connection, object_id)
            return
    raise WorkspaceError("workspace_no_such_object", object=object_id)


def set_label(connection: Connection, key_id: str, label: str) -> None:
    """What a key is called. Raises WorkspaceError `workspace_no_such_object`."""
    if not connection.execute(update(schema.keys).where(schema.keys.c.id == key_id).values(label=texts.storable(label.strip()))).rowcount:
        raise WorkspaceError("workspace_no_such_object", object=key_id)
    _note(connection, key_id)


def _note(connection: Connection, object_id: str) -> None:
    """A search finds an object by its label and notes, too."""
    for table in _TABLES:
        row = connection.execute(select(table).where(table.c.id == object_id)).mappings().first()
        if row is not None:
            texts.note(connection, object_id, str(row.get("label", "")), str(row["notes"]))

"""Drafts: forms that somebody began. They survive a crash, and never hold a secret: no passphrase and no key goes into one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from workbench.core.workspace import schema
from workbench.core.workspace.entries import Draft
from workbench.core.workspace.workspace import moment, seconds

TABLE = schema.drafts


def save_draft(connection: Connection, id: str, content: Mapping[str, object]) -> None:
    """Keep a form's content (plain JSON) under its id, instead of what was there."""
    values = {"content": json.dumps(dict(content)), "changed": seconds(datetime.now(UTC))}
    if not connection.execute(update(TABLE).where(TABLE.c.id == id).values(values)).rowcount:
        connection.execute(insert(TABLE).values(id=id, **values))


def list_drafts(connection: Connection) -> tuple[Draft, ...]:
    """The one changed last first."""
    rows = connection.execute(select(TABLE).order_by(TABLE.c.changed.desc(), TABLE.c.id.desc()))
    return tuple(Draft(row.id, json.loads(row.content), moment(row.changed)) for row in rows)


def delete_draft(connection: Connection, id: str) -> None:
    """Nothing happens when there is none."""
    connection.execute(delete(TABLE).where(TABLE.c.id == id))

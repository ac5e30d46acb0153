"""The issuance log: what happened, in order. Rows are added in the transaction of what they tell, and never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from workbench.core.workspace import schema
from workbench.core.workspace.entries import Event, LogEntry
from workbench.core.workspace.workspace import moment, seconds


def tell(connection: Connection, event: Event, object_id: str, **details: str) -> None:
    """Add a row. `details` are shown to people: names, serials, reasons; never a secret."""
    tell_many(connection, [(event, object_id, details)])


def tell_many(connection: Connection, rows: Iterable[tuple[Event, str, Mapping[str, str]]]) -> None:
    """The same of several, in order: (event, object's id, details)."""
    now = seconds(datetime.now(UTC))
    told = [{"time": now, "event": event.value, "object_id": id, "details": json.dumps(details)} for event, id, details in rows]
    if told:
        connection.execute(insert(schema.log), told)


def read_log(connection: Connection, object_id: str | None = None, limit: int = 500, offset: int = 0) -> tuple[LogEntry, ...]:
    """The newest first; only those about one object when its id is given."""
    query = select(schema.log).order_by(schema.log.c.number.desc()).limit(limit).offset(offset)
    if object_id is not None:
        query = query.where(schema.log.c.object_id == object_id)
    return tuple(
        LogEntry(str(row.number), moment(row.time), Event(row.event), row.object_id, json.loads(row.details))
        for row in connection.execute(query)
    )


def count_log(connection: Connection, object_id: str | None = None) -> int:
    query = select(func.count()).select_from(schema.log)
    return connection.execute(query if object_id is None else query.where(schema.log.c.object_id == object_id)).scalar_one()

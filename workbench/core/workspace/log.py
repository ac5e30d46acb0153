"""The issuance log: what happened, in order. Rows are added in the transaction of what they tell, and never changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from workbench.core.workspace import schema
from workbench.core.workspace.entries import Event, LogEntry
from workbench.core.workspace.workspace import moment, new_id, seconds


def tell(connection: Connection, event: Event, object_id: str, **details: str) -> None:
    """Add a row. `details` are shown to people: names, serials, reasons; never a secret."""
    row = {"id": new_id(), "time": seconds(datetime.now(UTC)), "event": event.value, "object_id": object_id, "details": json.dumps(details)}
    connection.execute(insert(schema.log).values(row))


def read_log(connection: Connection, object_id: str | None = None, limit: int = 500) -> tuple[LogEntry, ...]:
    """The newest first; only those about one object when its id is given."""
    query = select(schema.log).order_by(schema.log.c.time.desc(), schema.log.c.id).limit(limit)
    if object_id is not None:
        query = query.where(schema.log.c.object_id == object_id)
    return tuple(
        LogEntry(row.id, moment(row.time), Event(row.event), row.object_id, json.loads(row.details)) for row in connection.execute(query)
    )

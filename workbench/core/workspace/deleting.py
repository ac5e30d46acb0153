"""Putting things of a workspace away and getting them back. Nothing is ever taken out of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Table, func, select, update

from workbench.core.errors import Message
from workbench.core.workspace import log, schema, texts
from workbench.core.workspace.entries import Event
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import seconds

_TABLES = (schema.certificates, schema.keys, schema.requests, schema.crls)
SHOWN = 5


@dataclass(frozen=True)
class Dependents:
    """What would be affected by an object's going, of what is not put away itself.

    issued        certificates that this CA issued
    crls          CRLs of this CA
    certificates  certificates that have this key, or were made from this request
    requests      requests that have this key
    authorities   CAs among `certificates`: they can issue nothing without their key
    titles        names of the first few of them
    """

    issued: int = 0
    crls: int = 0
    certificates: int = 0
    requests: int = 0
    authorities: int = 0
    titles: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.issued or self.crls or self.certificates or self.requests)

    @property
    def messages(self) -> tuple[Message, ...]:
        """A sentence for each kind of them."""
        counts = {
            "workspace_depends_issued": self.issued,
            "workspace_depends_crls": self.crls,
            "workspace_depends_certificates": self.certificates,
            "workspace_depends_requests": self.requests,
            "workspace_depends_authorities": self.authorities,
        }
        return tuple(Message(id, {"count": count}) for id, count in counts.items() if count)


def dependents(connection: Connection, id: str) -> Dependents:
    """What depends on an object. Raises WorkspaceError `workspace_no_such_object`."""
    certificates, requests, crls = schema.certificates, schema.requests, schema.crls
    table = _table(connection, id)
    if table is certificates:
        issued = (certificates.c.issuer_id == id) & (certificates.c.id != id)
        return Dependents(
            issued=_count(connection, certificates, issued),
            crls=_count(connection, crls, crls.c.issuer_id == id),
            titles=_titles(connection, certificates, issued),
        )
    if table is schema.keys:
        own = certificates.c.key_id == id
        return Dependents(
            certificates=_count(connection, certificates, own),
            requests=_count(connection, requests, requests.c.key_id == id),
            authorities=_count(connection, certificates, own & (certificates.c.ca == 1)),
            titles=_titles(connection, certificates, own) or _titles(connection, requests, requests.c.key_id == id),
        )
    if table is requests:
        made = certificates.c.request_id == id
        return Dependents(certificates=_count(connection, certificates, made), titles=_titles(connection, certificates, made))
    return Dependents()


def delete(connection: Connection, id: str) -> None:
    """Put an object away: it is in no list any more until `restore`. What depends on it stays. Raises as `dependents` does."""
    table = _table(connection, id)
    away = update(table).where(table.c.id == id, table.c.deleted.is_(None)).values(deleted=seconds(datetime.now(UTC)))
    if connection.execute(away).rowcount:
        texts.set_away(connection, id, True)
        log.tell(connection, Event.DELETED, id, title=_title(connection, table, id))


def restore(connection: Connection, id: str) -> None:
    """Get an object back. Raises as `dependents` does."""
    table = _table(connection, id)
    back = update(table).where(table.c.id == id, table.c.deleted.is_not(None)).values(deleted=None)
    if connection.execute(back).rowcount:
        texts.set_away(connection, id, False)
        log.tell(connection, Event.RESTORED, id, title=_title(connection, table, id))


def _table(connection: Connection, id: str) -> Table:
    for table in _TABLES:
        if connection.execute(select(table.c.id).where(table.c.id == id)).first() is not None:
            return table
    raise WorkspaceError("workspace_no_such_object", object=id)


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(condition, table.c.deleted.is_(None))).scalar_one()


def _titles(connection: Connection, table: Table, condition: ColumnElement[bool]) -> tuple[str, ...]:
    query = (
        select(table.c.common_name, table.c.subject)
        .where(condition, table.c.deleted.is_(None))
        .order_by(table.c.made.desc(), table.c.id.desc())
    )
    return tuple(row.common_name or row.subject for row in connection.execute(query.limit(SHOWN)))


def _title(connection: Connection, table: Table, id: str) -> str:
    row = connection.execute(select(table).where(table.c.id == id)).mappings().one()
    return str(next((row[name] for name in ("label", "common_name", "subject", "issuer", "key_text") if row.get(name)), id))

"""A workspace that is nowhere: in memory, for work of which nothing shall stay but what is written to files."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from workbench.core.workspace import database, migrations
from workbench.core.workspace.workspace import Workspace


def passing_workspace() -> Workspace:
    """Empty and unlocked; its keys are sealed all the same, by a passphrase that nobody learns. `close` ends it.

    It has one connection: a transaction within another one is refused.
    """
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with database.translated(""), engine.begin() as connection:
        migrations.migrate(connection, migrations.REVISIONS)
    workspace = Workspace("", engine)
    workspace.set_up_vault(secrets.token_urlsafe(32))
    return workspace


def _connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us
    connection.execute("PRAGMA foreign_keys=ON").close()

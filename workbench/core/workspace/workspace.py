"""Opening a workspace, and its transactions."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from workbench.core.workspace import schema
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.vault import Vault, Wrapped

FILE_NAME = "workspace.sqlite"
BUSY_SECONDS = 15


def default_url() -> str:
    """The SQLite file in this user's data folder. `TLS_WORKBENCH_HOME` names another folder."""
    home = os.environ.get("TLS_WORKBENCH_HOME")
    folder = Path(home) if home else Path(platformdirs.user_data_dir("tls-workbench", appauthor=False))
    return f"sqlite:///{folder / FILE_NAME}"


class Workspace:
    """url  where it is, without a password in it; vault  its keys."""

    def __init__(self, url: str, engine: Engine, vault: Vault) -> None:
        self.url = url
        self.vault = vault
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view. Raises WorkspaceError for what the database refuses."""
        with _translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: on the disk when the block is left, undone when it raises. Raises WorkspaceError."""
        with _translated(), self._engine.begin() as connection:
            yield connection

    def set_up_vault(self, passphrase: str) -> None:
        """Give a new workspace its passphrase. Raises VaultError, WorkspaceError `workspace_vault_set_up_meanwhile`."""
        wrapped = self.vault.set_up(passphrase)
        with self.writing() as connection:
            connection.execute(insert(schema.meta).values(name="vault", value=wrapped.to_text()))

    def change_passphrase(self, old: str, new: str) -> None:
        wrapped = self.vault.change_passphrase(old, new)
        with self.writing() as connection:
            connection.execute(update(schema.meta).where(schema.meta.c.name == "vault").values(value=wrapped.to_text()))

    def close(self) -> None:
        """Lock the vault, let go of the database."""
        self.vault.lock()
        self._engine.dispose()


def open_workspace(url: str | None = None) -> Workspace:
    """The workspace at that URL (SQLAlchemy's form; None is the default one). Made on first use. Raises WorkspaceError."""
    url = url or default_url()
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _translated():
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_connect)
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        schema.metadata.create_all(engine)
        with engine.connect() as connection:
            row = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == "vault")).first()
    return Workspace(engine.url.render_as_string(hide_password=True), engine, Vault(Wrapped.from_text(row[0]) if row else None))


def new_id() -> str:
    return uuid.uuid4().hex


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def moment(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def _sqlite_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us
    cursor = connection.cursor()
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise WorkspaceError("workspace_conflict") from None
    except DBAPIError as error:
        raise WorkspaceError("workspace_refused", reason=str(error.orig).splitlines()[0][:200]) from None
    except SQLAlchemyError as error:
        raise WorkspaceError("workspace_refused", reason=type(error).__name__) from None

"""Opening a workspace, and its transactions."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, Engine, insert, select, update

from workbench.core.workspace import database, migrations, schema
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.migrations import Revision
from workbench.core.workspace.vault import Vault, Wrapped

FILE_NAME = "workspace.sqlite"
_VAULT = "vault"
_giving = threading.Lock()
_given = 0
"""The time in the newest id of this program."""


def default_url() -> str:
    """The SQLite file in this user's data folder. `TLS_WORKBENCH_HOME` names another folder."""
    home = os.environ.get("TLS_WORKBENCH_HOME")
    folder = Path(home) if home else Path(platformdirs.user_data_dir("tls-workbench", appauthor=False))
    return f"sqlite:///{folder / FILE_NAME}"


class Workspace:
    """url  where it is, without a password in it; vault  its keys; backup  the copy that was made before the schema was brought forward."""

    def __init__(self, url: str, engine: Engine, backup: Path | None = None) -> None:
        self.url = url
        self.backup = backup
        self._engine = engine
        self.vault = Vault(self._stored_vault(), self._stored_vault)

    def __repr__(self) -> str:
        return f"<Workspace {self.url}>"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view, which waits for no writer and cannot change anything. Raises WorkspaceError for what the database refuses."""
        with database.translated(self.url), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, the only writing one at its time: on the disk when the block is left, undone when it raises.

        Raises WorkspaceError.
        """
        with (
            database.translated(self.url),
            self._engine.connect() as plain,
            plain.execution_options(**{database.WRITING: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def set_up_vault(self, passphrase: str) -> None:
        """Give a new workspace its passphrase; it is unlocked then.

        Raises VaultError `vault_empty_passphrase`, `vault_set_up_meanwhile` (by another program, with its own passphrase), WorkspaceError.
        """
        prepared = Vault()
        wrapped = prepared.set_up(passphrase)
        with self.writing() as connection:
            first = _vault_row(connection) is None
            if first:
                connection.execute(insert(schema.meta).values(name=_VAULT, value=wrapped.to_text()))
        if not first:
            self.vault.reload()
            raise VaultError("vault_set_up_meanwhile")
        self.vault.adopt(prepared)

    def change_passphrase(self, old: str, new: str) -> None:
        """Raises VaultError `vault_wrong_passphrase`, `vault_empty_passphrase`, `vault_changed_meanwhile`, WorkspaceError."""
        before = self._stored_vault()
        if before is None:
            raise VaultError("vault_new")
        wrapped = before.rewrapped(old, new)
        with self.writing() as connection:
            if _vault_row(connection) != before.to_text():
                raise VaultError("vault_changed_meanwhile")
            connection.execute(update(schema.meta).where(schema.meta.c.name == _VAULT).values(value=wrapped.to_text()))
            _tell_changed(connection)
        database.forget_overwritten(self._engine)  # what the old passphrase opens
        self.vault.reload()

    def close(self) -> None:
        """Lock the vault, let go of the database."""
        self.vault.lock()
        self._engine.dispose()

    def _stored_vault(self) -> Wrapped | None:
        with self.reading() as connection:
            text = _vault_row(connection)
        return None if text is None else Wrapped.from_text(text)


def open_workspace(url: str | None = None, revisions: Sequence[Revision] = migrations.REVISIONS) -> Workspace:
    """The workspace at that URL (SQLAlchemy's form, or the path of a SQLite file; None is the default one). Made on first use.

    An older schema is brought forward; a SQLite file is copied beside itself before. Raises WorkspaceError: what stands in the way.
    """
    parsed = database.parsed_url(url or default_url())
    place = parsed.set(drivername=parsed.get_backend_name()).render_as_string(hide_password=True)
    made = database.make_ready(parsed)
    engine = database.make_engine(parsed)
    backup = None
    try:
        with database.translated(place):
            with engine.connect() as connection, connection.begin():
                version = migrations.version_of(connection, place)
            if migrations.pending(version, revisions, place):
                if version is not None and engine.dialect.name == "sqlite":
                    backup = database.back_up(parsed, version)
                with engine.connect() as plain, plain.execution_options(**{database.WRITING: True}) as connection, connection.begin():
                    migrations.migrate(connection, revisions, place)  # which looks again: another program may have done it meanwhile
        return Workspace(place, engine, backup)
    except WorkspaceError:
        engine.dispose()
        if made is not None and made.stat().st_size == 0:
            made.unlink()  # nobody, another program neither, has got further than this
        raise


def new_id() -> str:
    """A UUID of version 7 (RFC 9562 5.7, 6.2 method 3) in hex: no two programs give out the same one, and the later is the greater one.

    Times in the tables are whole seconds; the ids tell the order within one.
    """
    global _given
    with _giving:
        _given = max(time.time_ns() * 4096 // 1_000_000, _given + 1)  # milliseconds, and 12 bits of what is below; also by a clock set back
        ticks = _given
    return f"{ticks >> 12 << 80 | 7 << 76 | (ticks & 0xFFF) << 64 | 2 << 62 | secrets.randbits(62):032x}"


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def moment(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def _vault_row(connection: Connection) -> str | None:
    row = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == _VAULT)).first()
    return None if row is None else str(row.value)


def _tell_changed(connection: Connection) -> None:
    from workbench.core.workspace import log  # which needs the functions above
    from workbench.core.workspace.entries import Event

    log.tell(connection, Event.CHANGED_PASSPHRASE, "")

"""The database under a workspace: its place, how it is reached, and what it means when it refuses."""

from __future__ import annotations

import contextlib
import importlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from workbench.core.workspace.errors import WorkspaceError

BUSY_SECONDS = 15
"""How long one program waits for another one's transaction."""
WRITING = "workbench_writing"
"""The execution option of connections that will write."""
_HEADER = b"SQLite format 3\0"
_LOCK = 0x544C5357  # "TLSW": writers of one PostgreSQL database wait for each other on it
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


def parsed_url(url: str) -> URL:
    """A URL (or the path of a SQLite file) as SQLAlchemy has it, with the driver we use.

    Raises WorkspaceError `workspace_url`, `workspace_url_kind`, `workspace_no_psycopg`.
    """
    try:
        url.encode()
    except UnicodeEncodeError:
        raise WorkspaceError("workspace_url") from None
    if "\0" in url:  # no path can have that
        raise WorkspaceError("workspace_url")
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise WorkspaceError("workspace_url") from None  # without the URL: there may be a password in what cannot be read
    kind = parsed.drivername.partition("+")[0]
    if kind == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise WorkspaceError("workspace_url")
        return parsed.set(drivername="sqlite")
    if kind in ("postgresql", "postgres"):
        try:
            importlib.import_module("psycopg")
        except ImportError:  # also of psycopg without the library that it is made on
            raise WorkspaceError("workspace_no_psycopg") from None
        return parsed.set(drivername="postgresql+psycopg")
    raise WorkspaceError("workspace_url_kind", kind=kind)


def make_engine(url: URL) -> Engine:
    """Connections to a database that is there: `make_ready` comes before.

    Of a SQLite file only to the one that lies there now: with another in its place, or none, they raise WorkspaceError `workspace_moved`.
    What is written into a file without a name is lost, and in another workspace nobody could open the keys that are sealed for this one.
    """
    # Values are in no text of an exception: there may be sealed keys among them.
    if url.drivername == "sqlite":
        file = _File(Path(url.database or ""))
        engine = create_engine(url, creator=file.connect, hide_parameters=True)
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", file.check)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    # A connection that broke while nobody used it is replaced; one that breaks in a transaction is an error.
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "begin", _postgresql_begin)
    return engine


class _File:
    """The SQLite file that lay at this path when it was made ready."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._identity = self._now()

    def check(self, connection: Connection | None = None) -> None:
        """Raises WorkspaceError `workspace_moved`."""
        if self._now() != self._identity:
            raise WorkspaceError("workspace_moved", path=str(self._path))

    def connect(self) -> sqlite3.Connection:
        """Never makes a file. Raises as `check` does."""
        self.check()
        path = self._path.as_posix()
        address = f"file://{'' if path.startswith('/') else '/'}{quote(os.fsencode(path))}?mode=rw"
        return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)  # the pool sees to that

    def _now(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_dev, found.st_ino


def forget_overwritten(engine: Engine) -> None:
    """See to it that what was overwritten in a SQLite file does not stand on in its write-ahead log, as far as nobody reads just now."""
    if engine.dialect.name != "sqlite":
        return  # a server decides by itself what it keeps
    with contextlib.suppress(sqlite3.Error, SQLAlchemyError):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def make_ready(url: URL) -> Path | None:
    """See to it that there is a SQLite file that only its owner can read; the file that was made for that, if one was.

    Raises WorkspaceError `workspace_is_folder`, `workspace_no_database`, `workspace_unreadable`, `workspace_cannot_be_made`.
    """
    if url.drivername != "sqlite":
        return None
    path = Path(url.database or "")
    try:
        if not path.exists():
            _make_folder(path.parent)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE_FILE))
            return path
    except FileExistsError:
        pass  # another program was quicker
    except OSError as error:
        raise WorkspaceError("workspace_cannot_be_made", path=str(path), reason=error.strerror or str(error)) from None
    if path.is_dir():
        raise WorkspaceError("workspace_is_folder", path=str(path))
    try:
        with path.open("rb") as file:
            begin = file.read(len(_HEADER))
    except OSError as error:
        raise WorkspaceError("workspace_unreadable", path=str(path), reason=error.strerror or str(error)) from None
    if begin not in (b"", _HEADER):
        raise WorkspaceError("workspace_no_database", path=str(path))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        try:
            path.chmod(_PRIVATE_FILE)
        except OSError:
            pass  # another one's file: its owner decides who may read it
    return None


def _make_folder(folder: Path) -> None:
    """With the folders above it; those that are made are private."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)


def back_up(url: URL, version: str) -> Path:
    """A copy of a SQLite file beside it, as it is now, named by version and time. Raises WorkspaceError `workspace_backup_failed`."""
    assert url.database is not None
    path = Path(url.database)
    copy = path.with_name(f"{path.name}.{version}-{datetime.now(UTC):%Y%m%d-%H%M%S}.backup")
    part = copy.with_name(f"{copy.name}.{os.getpid()}.part")  # what is called a backup is a whole one
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE))
        source, target = sqlite3.connect(path), sqlite3.connect(part)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
        if copy.exists():  # by another program, within this second: it may have brought the file forward already
            part.unlink()
        else:
            part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise WorkspaceError("workspace_backup_failed", path=str(copy), reason=str(error)) from None
    return copy


@contextmanager
def translated(place: str) -> Iterator[None]:
    """What the database raises becomes a WorkspaceError. `place` names the workspace, without a password."""
    try:
        yield
    except IntegrityError as error:
        serial = "serial_once" in str(error.orig) or "certificates.issuer_spki_sha256" in str(error.orig)
        raise WorkspaceError("workspace_serial_taken_meanwhile" if serial else "workspace_conflict") from None
    except DBAPIError as error:
        raise _meaning(error, place) from None
    except SQLAlchemyError as error:
        raise WorkspaceError("workspace_refused", place=place, reason=type(error).__name__) from None


_SQLITE = {
    sqlite3.SQLITE_FULL: "workspace_full",
    sqlite3.SQLITE_BUSY: "workspace_busy",
    sqlite3.SQLITE_LOCKED: "workspace_busy",
    sqlite3.SQLITE_READONLY: "workspace_read_only",
    sqlite3.SQLITE_CORRUPT: "workspace_damaged",
    sqlite3.SQLITE_NOTADB: "workspace_damaged",
    sqlite3.SQLITE_CANTOPEN: "workspace_read_only",  # the file opened before; what SQLite cannot make is the file beside it
}
# By the beginning of SQLSTATE (PostgreSQL, appendix A).
_POSTGRESQL = (
    ("53100", "workspace_full"), ("55P03", "workspace_busy"), ("40", "workspace_busy"), ("25006", "workspace_read_only"),
    ("08", "workspace_connection_lost"), ("57P", "workspace_connection_lost"), ("XX", "workspace_damaged"),
)  # fmt: skip


def _meaning(error: DBAPIError, place: str) -> WorkspaceError:
    original = error.orig
    lines = str(original).strip().splitlines()
    reason = lines[0][:200] if lines else type(original).__name__
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        id = _SQLITE.get(code & 0xFF)
        return WorkspaceError(id, place=place) if id else WorkspaceError("workspace_refused", place=place, reason=reason)
    state = getattr(original, "sqlstate", None)
    if state is None and type(original).__name__ == "OperationalError":
        lost = error.connection_invalidated or error.statement is not None
        return WorkspaceError("workspace_connection_lost", place=place) if lost else WorkspaceError(
            "workspace_unreachable", place=place, reason=reason
        )  # fmt: skip
    id = next((id for begin, id in _POSTGRESQL if (state or "").startswith(begin)), None)
    return WorkspaceError(id, place=place) if id else WorkspaceError("workspace_refused", place=place, reason=reason)


def _sqlite_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us
    cursor = connection.cursor()
    # WAL: readers and the writer do not wait for each other. FULL: what is committed is on the disk. secure_delete: what is overwritten
    # is gone. The file is not mapped into memory: the system would end the program when somebody cuts it off.
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "mmap_size=0", "cache_size=-65536"):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    # A transaction that reads first and writes then could be refused in the middle; one that will write says so at its beginning.
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING):
        # Writers one after the other, as in SQLite: numbers are given out and serials compared without surprises.
        connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_SECONDS * 1000}"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    else:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))

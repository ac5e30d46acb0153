"""Opening: what is made, who may read it, and one sentence for everything that stands in the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from tests.core.workspace import authorities, postgresql
from tests.core.workspace.conftest import PASSPHRASE
from workbench.core.workspace import certificates, database, keys, log, migrations, schema
from workbench.core.workspace.entries import Event
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.migrations import REVISIONS, Revision
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import KeyKind, make_key


@contextmanager
def refused(id: str, **params: object) -> Iterator[pytest.ExceptionInfo[WorkspaceError]]:
    with pytest.raises(WorkspaceError) as caught:
        yield caught
    assert caught.value.message.id == id, caught.value
    for name, value in params.items():
        assert caught.value.message.params[name] == value


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


# --- opening -----------------------------------------------------------------------------------------------------------------------


def test_a_workspace_is_there_again_when_it_is_opened_again(url: str) -> None:
    first = open_workspace(url)
    first.set_up_vault(PASSPHRASE)
    key = make_key(KeyKind.ED25519)
    with first.writing() as connection:
        entry = keys.add_key(connection, first.vault, key, "mine")
    first.close()
    second = open_workspace(url)
    assert not second.vault.new and second.vault.locked and second.backup is None
    second.vault.unlock(PASSPHRASE)
    with second.reading() as connection:
        assert keys.list_keys(connection) == (entry,)
        assert keys.spki_of(keys.private_key(connection, second.vault, entry.id)) == keys.spki_of(key)
    second.close()


def test_the_migrations_lead_to_the_tables_of_the_schema(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        wanted = {index.name for table in schema.metadata.tables.values() for index in table.indexes}
        inspector = sa.inspect(connection)
        there = {index["name"] for table in schema.metadata.tables for index in inspector.get_indexes(table)}
        assert wanted <= there
    assert REVISIONS[-1].version == schema.VERSION


def test_the_files_are_private(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "workspace.sqlite"
    workspace = open_workspace(f"sqlite:///{path}")
    with workspace.writing() as connection:
        log.tell(connection, Event.IMPORTED, "x")
        beside = [path, *path.parent.glob("workspace.sqlite-*")]
        assert len(beside) == 3  # with the write-ahead log and its index
        assert {mode(file) for file in beside} == {0o600}
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700
    workspace.close()
    path.chmod(0o644)
    open_workspace(str(path)).close()  # a plain path will do
    assert mode(path) == 0o600


def add_colour(op: Operations) -> None:
    op.add_column("keys", sa.Column("colour", sa.Text(), nullable=False, server_default="red"))


NEXT = (*REVISIONS, Revision("9998", add_colour))


def test_an_older_schema_is_brought_forward_with_everything_in_it_and_a_file_is_copied_before(url: str, tmp_path: Path) -> None:
    older = open_workspace(url)
    older.set_up_vault(PASSPHRASE)
    with older.writing() as connection:
        entry = keys.add_key(connection, older.vault, make_key(KeyKind.P_256), "kept")
    older.close()

    newer = open_workspace(url, NEXT)
    newer.vault.unlock(PASSPHRASE)
    with newer.reading() as connection:
        assert connection.execute(sa.text("SELECT colour FROM keys")).scalar_one() == "red"
        assert keys.private_key(connection, newer.vault, entry.id) and keys.list_keys(connection) == (entry,)
        assert migrations.version_of(connection) == "9998"
    newer.close()
    if url.startswith("postgresql"):
        assert newer.backup is None  # of a server its administrator makes copies
    else:
        assert newer.backup is not None and newer.backup.parent == path_of(url).parent
        assert newer.backup.name.startswith("workspace.sqlite.0001-") and mode(newer.backup) == 0o600
        copy = open_workspace(str(newer.backup))  # of the version it was
        with copy.reading() as connection:
            assert keys.list_keys(connection) == (entry,)
        copy.close()
    again = open_workspace(url, NEXT)
    assert again.backup is None
    again.close()
    with refused("workspace_newer", version="9998", known=REVISIONS[-1].version):
        open_workspace(url)


def test_a_migration_that_fails_leaves_all_as_it_was(url: str) -> None:
    open_workspace(url).close()

    def half(op: Operations) -> None:
        add_colour(op)
        op.execute(sa.text("SELECT * FROM no_such_table"))

    with refused("workspace_refused"):
        open_workspace(url, (*REVISIONS, Revision("9998", half)))
    workspace = open_workspace(url)
    with workspace.reading() as connection:
        assert "colour" not in {column["name"] for column in sa.inspect(connection).get_columns("keys")}
    workspace.close()


def test_two_programs_may_open_a_new_workspace_at_once(url: str) -> None:
    opened: list[Workspace] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            opened.append(open_workspace(url))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == [] and len(opened) == 6
    for workspace in opened:
        workspace.close()


# --- what stands in the way --------------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Sir or Madam")
    with refused("workspace_no_database", path=str(path)):
        open_workspace(str(path))
    assert path.read_bytes() == b"Dear Sir or Madam"


def test_a_database_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "songs.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with refused("workspace_not_ours"):
        open_workspace(str(path))
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    other.close()


def test_a_folder_is_no_workspace(tmp_path: Path) -> None:
    with refused("workspace_is_folder", path=str(tmp_path)):
        open_workspace(f"sqlite:///{tmp_path}")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with refused("workspace_cannot_be_made"):
        open_workspace(str(tmp_path / "file" / "workspace.sqlite"))


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    open_workspace(str(path)).close()
    content = bytearray(path.read_bytes())
    content[100:5000] = b"\xa5" * 4900
    path.write_bytes(content)
    with refused("workspace_damaged"):
        open_workspace(str(path))


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that others may enter; pytest's own ones are for one user alone."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may do everything; so be somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def test_an_unreadable_file_is_told(shared: Path) -> None:
    path = shared / "workspace.sqlite"
    open_workspace(str(path)).close()
    path.chmod(0)
    with without_rights(), refused("workspace_unreadable", path=str(path)):
        open_workspace(str(path))


def test_a_read_only_folder_is_told(shared: Path) -> None:
    folder = shared / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    with without_rights(), refused("workspace_cannot_be_made", path=str(folder / "workspace.sqlite")):
        open_workspace(str(folder / "workspace.sqlite"))
    assert list(folder.iterdir()) == []


def test_a_read_only_file_is_told(shared: Path) -> None:
    path = shared / "workspace.sqlite"
    open_workspace(str(path)).close()
    path.chmod(0o444)
    shared.chmod(0o555)
    with without_rights(), refused("workspace_read_only"):
        open_workspace(str(path))
    shared.chmod(0o755)


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    """SQLite says the same of its own limit of pages as of a disk without room (SQLITE_FULL)."""
    workspace = open_workspace(str(tmp_path / "workspace.sqlite"))
    der = authorities.root().certificate
    with refused("workspace_full"), workspace.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        certificates.add_certificate(connection, der)
        for number in range(1000):
            log.tell(connection, Event.IMPORTED, str(number), text="x" * 100)
    with workspace.reading() as connection:
        assert certificates.roots(connection) == () and log.read_log(connection) == ()
    workspace.close()


def test_a_disk_that_is_really_full_is_told(tmp_path: Path) -> None:
    """On a file system of 1 MiB, where this machine lets us make one."""
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        workspace = open_workspace(str(tmp_path / "workspace.sqlite"))
        with workspace.writing() as connection:
            log.tell(connection, Event.IMPORTED, "kept")
        with refused("workspace_full"), workspace.writing() as connection:
            for number in range(3000):
                log.tell(connection, Event.IMPORTED, str(number), text="x" * 1000)
        with workspace.reading() as connection:
            assert [row.object_id for row in log.read_log(connection)] == ["kept"]
        workspace.close()
        with pytest.raises(OSError, match="No space"):
            (tmp_path / "rest").write_bytes(b"x" * 2**20)
        with refused("workspace_full"):
            open_workspace(str(tmp_path / "another.sqlite"))
        assert not (tmp_path / "another.sqlite").exists()
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)


@pytest.mark.parametrize("url, id", [
    ("folder/a\0b", "workspace_url"), ("folder/\ud800", "workspace_url"),
    ("sqlite://", "workspace_url"), ("sqlite:///:memory:", "workspace_url"), ("://", "workspace_url"),
    ("mysql://example.test/db", "workspace_url_kind"), ("https://example.test/", "workspace_url_kind"),
])  # fmt: skip
def test_a_wrong_address_is_told(url: str, id: str) -> None:
    with refused(id):
        open_workspace(url)


def test_without_psycopg_the_extra_is_named() -> None:
    """In a Python of its own: this one has psycopg loaded."""
    program = """
import importlib.abc, sys
class Nobody(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "psycopg":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Nobody())
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import open_workspace
try:
    open_workspace("postgresql://somebody:secret@localhost/db")
except WorkspaceError as error:
    print(error.message.id)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "workspace_no_psycopg", done.stderr


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(f"postgresql://somebody:geheim@/db?host={tmp_path}")
    assert caught.value.message.id == "workspace_unreachable"
    assert "geheim" not in repr(caught.value.message)
    assert str(caught.value.message.params["place"]).startswith("postgresql://somebody:***@/db")


def test_a_lost_connection_is_told_and_the_next_one_is_new(server: Path) -> None:
    url = postgresql.new_database(server)
    name = url.partition("@/")[2].partition("?")[0]
    workspace = open_workspace(url)
    der = authorities.root().certificate
    kill = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    with refused("workspace_connection_lost"), workspace.writing() as connection:
        certificates.add_certificate(connection, der)
        postgresql.statement(server, kill)
        certificates.roots(connection)
    with workspace.reading() as connection:
        assert certificates.roots(connection) == ()
    postgresql.statement(server, kill)  # while nobody uses it
    with workspace.writing() as connection:
        certificates.add_certificate(connection, der)
    with workspace.reading() as connection:
        assert len(certificates.roots(connection)) == 1
    workspace.close()


# --- transactions ------------------------------------------------------------------------------------------------------------------


def test_readers_see_one_moment_and_do_not_wait_for_the_writer(workspace: Workspace) -> None:
    with workspace.reading() as reader:
        assert log.count_log(reader) == 0
        with workspace.writing() as writer:
            log.tell(writer, Event.IMPORTED, "x")
            assert log.count_log(reader) == 0
        assert log.count_log(reader) == 0
    with workspace.reading() as reader:
        assert log.count_log(reader) == 1


def test_a_reader_cannot_write(workspace: Workspace) -> None:
    with refused("workspace_read_only"), workspace.reading() as connection:
        log.tell(connection, Event.IMPORTED, "x")
    with workspace.writing() as connection:  # the same connection, out of the pool
        log.tell(connection, Event.IMPORTED, "x")


def test_what_raises_is_undone(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError), workspace.writing() as connection:
        certificates.add_certificate(connection, authorities.root().certificate)
        raise RuntimeError
    with workspace.reading() as connection:
        assert certificates.roots(connection) == () and log.count_log(connection) == 0


def test_writers_wait_for_each_other_and_say_so_when_it_takes_too_long(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    first, second = open_workspace(url), open_workspace(url)
    with first.writing(), refused("workspace_busy"), second.writing():
        pass
    with second.writing() as connection:
        log.tell(connection, Event.IMPORTED, "x")
    first.close()
    second.close()


@pytest.mark.parametrize("statement", [
    "UPDATE log SET event = 'deleted'", "UPDATE log SET details = details", "DELETE FROM log", "TRUNCATE log",
    "INSERT OR REPLACE INTO log (number, time, event, object_id, details) VALUES (1, 0, 'deleted', 'y', '{}')",
    "INSERT INTO log (number, time, event, object_id, details) VALUES (1, 0, 'deleted', 'y', '{}')",
])  # fmt: skip
def test_the_log_is_append_only(workspace: Workspace, statement: str) -> None:
    with workspace.writing() as connection:
        log.tell(connection, Event.IMPORTED, "x", subject="kept")
    with pytest.raises(WorkspaceError), workspace.writing() as connection:
        connection.exec_driver_sql(statement)
    with workspace.reading() as connection:
        (entry,) = log.read_log(connection)
    assert (entry.event, entry.object_id, entry.details) == (Event.IMPORTED, "x", {"subject": "kept"})


# --- the vault of two programs -----------------------------------------------------------------------------------------------------


def test_a_vault_is_set_up_once(url: str) -> None:
    first, second = open_workspace(url), open_workspace(url)
    assert first.vault.new and second.vault.new
    first.set_up_vault("one")
    with pytest.raises(VaultError) as caught:
        second.set_up_vault("two")
    assert caught.value.message.id == "vault_set_up_meanwhile"
    assert second.vault.locked and not second.vault.new
    with pytest.raises(VaultError):
        second.vault.unlock("two")
    second.vault.unlock("one")
    with first.writing() as connection:
        entry = keys.add_key(connection, first.vault, make_key(KeyKind.P_256))
    with second.reading() as connection:
        keys.private_key(connection, second.vault, entry.id)
    first.close()
    second.close()


def test_a_passphrase_that_another_program_changed(url: str) -> None:
    first, second = open_workspace(url), open_workspace(url)
    first.set_up_vault("one")
    second.vault.unlock("one")
    first.change_passphrase("one", "two")
    with second.writing() as connection:  # who is in stays in: the vault's key is the same
        entry = keys.add_key(connection, second.vault, make_key(KeyKind.P_256))
    second.vault.lock()
    with pytest.raises(VaultError) as caught:
        second.vault.unlock("one")
    assert caught.value.message.id == "vault_wrong_passphrase"
    second.vault.unlock("two")
    with pytest.raises(VaultError):
        second.change_passphrase("one", "three")
    with second.reading() as connection:
        keys.private_key(connection, second.vault, entry.id)
        assert [row.event for row in log.read_log(connection)][-1] is Event.CHANGED_PASSPHRASE
    first.close()
    second.close()


def test_of_two_changes_at_once_one_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = open_workspace(url), open_workspace(url)
    first.set_up_vault("one")
    wrap = first.vault.wrapped.__class__.rewrapped  # type: ignore[union-attr]

    def and_meanwhile(self: object, old: str, new: str) -> object:
        monkeypatch.undo()
        monkeypatch.setattr("workbench.core.workspace.vault.SCRYPT_N", 2**4)
        second.change_passphrase("one", "two")
        return wrap(self, old, new)  # type: ignore[arg-type]

    monkeypatch.setattr("workbench.core.workspace.vault.Wrapped.rewrapped", and_meanwhile)
    with pytest.raises(VaultError) as caught:
        first.change_passphrase("one", "three")
    assert caught.value.message.id == "vault_changed_meanwhile"
    first.vault.lock()
    first.vault.unlock("two")
    first.close()
    second.close()

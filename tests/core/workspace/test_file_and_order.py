"""The file under a workspace: what happens to it from outside, what stands in it, and who may read it; and the order of what it keeps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.core.workspace import authorities
from tests.core.workspace.conftest import PASSPHRASE
from tests.core.workspace.test_workspace import NEXT, mode, refused
from workbench.core.workspace import certificates, keys, log, schema, searching
from workbench.core.workspace.entries import Event
from workbench.core.workspace.searching import Filter
from workbench.core.workspace.workspace import Workspace, new_id, open_workspace
from workbench.core.x509.issuance import KeyKind, make_key


def replaced(path: Path) -> None:
    """Another workspace in its place, as somebody would put a copy there."""
    another = path.with_name("another.sqlite")
    open_workspace(str(another)).close()
    os.replace(another, path)


@pytest.mark.parametrize("happens", [Path.unlink, lambda path: path.rename(path.with_name("elsewhere")), replaced])
def test_a_file_that_goes_away_while_it_is_open_is_told_and_nothing_goes_to_nowhere(
    tmp_path: Path, happens: Callable[[Path], object]
) -> None:
    path = tmp_path / "workspace.sqlite"
    workspace = open_workspace(str(path))
    workspace.set_up_vault(PASSPHRASE)
    with workspace.writing() as connection:
        log.tell(connection, Event.IMPORTED, "kept")
    happens(path)
    before = sorted(tmp_path.iterdir())
    for _ in range(2):
        with refused("workspace_moved", path=str(path)), workspace.writing() as connection:
            keys.add_key(connection, workspace.vault, make_key(KeyKind.P_256))
        with refused("workspace_moved"), workspace.reading() as connection:
            log.read_log(connection)
    assert [file for file in sorted(tmp_path.iterdir()) if file not in before] == []  # no empty file takes its place
    workspace.close()


def test_a_file_that_comes_back_is_used_again(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    workspace = open_workspace(str(path))
    path.rename(tmp_path / "elsewhere")
    with refused("workspace_moved"), workspace.reading():
        pass
    (tmp_path / "elsewhere").rename(path)
    with workspace.writing() as connection:
        log.tell(connection, Event.IMPORTED, "kept")
    workspace.close()
    with closing(open_workspace(str(path))) as again, again.reading() as connection:
        assert [row.object_id for row in log.read_log(connection)] == ["kept"]


def test_a_file_that_is_cut_off_while_it_is_open_is_told(tmp_path: Path) -> None:
    """In a process of its own: a file that were mapped into memory would end it by a signal."""
    path = tmp_path / "workspace.sqlite"
    program = f"""
import os
from workbench.core.errors import WorkbenchError
from workbench.core.workspace import log
from workbench.core.workspace.entries import Event
from workbench.core.workspace.workspace import open_workspace
workspace = open_workspace({str(path)!r})
with workspace.writing() as connection:
    for number in range(3000):
        log.tell(connection, Event.IMPORTED, str(number), text="x" * 1000)
workspace.close()
workspace = open_workspace({str(path)!r})
with workspace.reading() as connection:
    log.count_log(connection)
os.truncate({str(path)!r}, 8192)
try:
    with workspace.reading() as connection:
        print(len(log.read_log(connection, limit=3000)))
except WorkbenchError as error:
    print(error.message.id)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "workspace_damaged\n", "")


@pytest.mark.parametrize("name", ["with blank and %41?mode=memory#x", "日本語 ワークスペース", "a'b;c"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.sqlite"
    with closing(open_workspace(str(path))) as workspace, workspace.writing() as connection:
        log.tell(connection, Event.IMPORTED, "kept")
    assert path.read_bytes().startswith(b"SQLite format 3")
    with closing(open_workspace(str(path))) as again, again.reading() as connection:
        assert [row.object_id for row in log.read_log(connection)] == ["kept"]


def test_private_files_stay_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "own" / "workspace.sqlite"
        open_workspace(str(path)).close()
        workspace = open_workspace(str(path), NEXT)
        with workspace.writing() as connection:
            log.tell(connection, Event.IMPORTED, "x")
            there = sorted(path.parent.iterdir())
        assert workspace.backup in there and len(there) == 4
        assert {mode(file) for file in there} == {0o600} and mode(path.parent) == 0o700
        workspace.close()
    finally:
        os.umask(before)


def test_a_backup_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """What a kill leaves behind in the middle does not look like a backup."""
    path = tmp_path / "workspace.sqlite"
    open_workspace(str(path)).close()
    program = f"""
import os, sqlite3, sys
from tests.core.workspace.test_workspace import NEXT
from workbench.core.workspace.workspace import open_workspace
class Killed(sqlite3.Connection):
    def backup(self, target, **options):
        super().backup(target, pages=1, progress=lambda status, left, total: os.kill(os.getpid(), 9))
connect = sqlite3.connect
sqlite3.connect = lambda *words, **options: connect(*words, **options) if options else connect(*words, factory=Killed)
open_workspace({str(path)!r}, NEXT)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == -9, done.stderr
    left = [file for file in tmp_path.iterdir() if not file.name.startswith("workspace.sqlite-") and file != path]
    assert left and all(".part" in file.name and mode(file) == 0o600 for file in left)
    newer = open_workspace(str(path), NEXT)  # and the next one is not held up
    assert newer.backup is not None and newer.backup.suffix == ".backup"
    newer.close()


def test_what_the_old_passphrase_opens_is_in_no_file_any_more(tmp_path: Path) -> None:
    """Somebody changes a passphrase because another one knows it: the vault's key, wrapped with it, must not lie about."""
    workspace = open_workspace(str(tmp_path / "workspace.sqlite"))
    workspace.set_up_vault("one")
    assert workspace.vault.wrapped is not None
    old = workspace.vault.wrapped.to_text().encode()
    needle = json.loads(old)["key"].encode()
    assert any(needle in file.read_bytes() for file in tmp_path.iterdir())
    workspace.change_passphrase("one", "two")
    assert not any(needle in file.read_bytes() for file in tmp_path.iterdir())  # while it is open
    workspace.close()
    assert not any(needle in file.read_bytes() for file in tmp_path.iterdir())


def test_what_the_database_refuses_holds_no_values(workspace: Workspace) -> None:
    """Neither the error nor those behind it: a sealed key may be among the parameters."""
    with refused("workspace_conflict") as caught, workspace.writing() as connection:
        for _ in range(2):
            connection.execute(schema.meta.insert().values(name="vault", value="SECRETVALUE"))
    error: BaseException | None = caught.value
    seen = []
    while error is not None:
        seen.append(f"{error!r} {error}")
        error = error.__context__
    assert len(seen) > 1 and not any("SECRETVALUE" in text for text in seen)


def test_later_ids_are_greater_also_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [new_id() for _ in range(5000)]
    monkeypatch.setattr("time.time_ns", lambda: 1)
    ids += [new_id() for _ in range(5)]
    assert ids == sorted(ids) and len(set(ids)) == len(ids)
    assert {(len(id), id[12], uuid.UUID(id).variant) for id in ids} == {(32, "7", uuid.RFC_4122)}


def test_the_newest_is_the_newest_also_within_a_second(workspace: Workspace) -> None:
    made = []
    with workspace.writing() as connection:
        for number in range(12):
            der = authorities.root(f"Root {number}").certificate
            made.append(certificates.add_certificate(connection, der).id)
        kept = [keys.add_key(connection, workspace.vault, make_key(KeyKind.ED25519)).id for _ in range(12)]
    with workspace.reading() as connection:
        assert [entry.id for entry in certificates.roots(connection)] == made
        assert [entry.id for entry in searching.search(connection, Filter())] == made[::-1]
        assert [entry.id for entry in keys.list_keys(connection)] == kept[::-1]

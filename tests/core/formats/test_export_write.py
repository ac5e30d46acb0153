"""Several files that belong together: all are there, or none."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_write import NewFile, check_free, write_together


def three(folder: Path) -> list[NewFile]:
    return [NewFile(folder / "a.pem", b"a"), NewFile(folder / "a.key", b"secret", True), NewFile(folder / "b" / "b.pem", b"b")]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def failing(monkeypatch: pytest.MonkeyPatch, name: str, at: int, number: int) -> None:
    """Let the `at`-th call of `os.<name>` be refused by the system."""
    real: Callable[..., object] = getattr(os, name)
    calls = 0

    def refuse(*args: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(number, os.strerror(number))
        return real(*args, **options)

    monkeypatch.setattr(os, name, refuse)


def test_all_are_written_with_their_folders_and_modes(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_together(three(tmp_path / "new" / "deep"))
    finally:
        os.umask(old)
    folder = tmp_path / "new" / "deep"
    assert everything(folder) == {"a.pem": b"a", "a.key": b"secret", "b/b.pem": b"b"}
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.rglob("*.*")} == {"a.pem": 0o644, "a.key": 0o600, "b.pem": 0o644}


def test_one_that_exists_keeps_all_others_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "b.pem").write_bytes(b"mine")
    with pytest.raises(ExportError) as caught:
        write_together(three(tmp_path))
    assert caught.value.message.id == "export_exists"
    assert everything(tmp_path) == {"b/b.pem": b"mine"}
    write_together(three(tmp_path), overwrite=True)
    assert everything(tmp_path) == {"a.pem": b"a", "a.key": b"secret", "b/b.pem": b"b"}


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    failing(monkeypatch, "fsync", at, errno.ENOSPC)
    with pytest.raises(ExportError) as caught:
        write_together(three(tmp_path / "new"))
    assert caught.value.message.id == "export_no_space"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_refusal_while_names_are_given_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    def refuse(source: object, target: object, *args: object, **options: object) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise FileExistsError(errno.EEXIST, "appeared meanwhile")
        real(source, target, *args, **options)  # type: ignore[arg-type]

    calls, real = 0, os.link
    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(ExportError) as caught:
        write_together(three(tmp_path / "new"))
    assert caught.value.message.id == "export_exists"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError) as caught:
        write_together([NewFile(tmp_path / "file" / "x.pem", b"x")])
    assert caught.value.message.id == "export_no_folder"
    with pytest.raises(ExportError) as caught:
        check_free([tmp_path / "file" / "x.pem"])
    assert caught.value.message.id == "export_no_folder"


def test_the_same_place_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        write_together([NewFile(tmp_path / "x", b"1"), NewFile(tmp_path / "x", b"2")], overwrite=True)
    assert caught.value.message.id == "export_exists"
    assert list(tmp_path.iterdir()) == []


def test_what_stands_in_the_way_is_known_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_free([tmp_path / "new" / "deep" / "x.pem"])
    (tmp_path / "x.pem").write_bytes(b"")
    with pytest.raises(ExportError) as caught:
        check_free([tmp_path / "x.pem"])
    assert caught.value.message.id == "export_exists"
    check_free([tmp_path / "x.pem"], overwrite=True)
    monkeypatch.setattr(os, "access", lambda *args: False)  # root may write everywhere, so that modes say nothing here
    with pytest.raises(ExportError) as caught:
        check_free([tmp_path / "y.pem"])
    assert caught.value.message.id == "export_no_permission"


def test_a_secret_is_in_no_repr(tmp_path: Path) -> None:
    assert "PRIVATE" not in repr(NewFile(tmp_path / "a", b"PRIVATE", True))

"""What is on a disk: files, folders, and the things that only look like files; one clear sentence for each."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest

from tests.core.formats.samples import der, pem
from workbench import words
from workbench.core.formats import on_disk, open_path


def reason(path: str | Path) -> str:
    (opened,) = open_path(path)
    assert not opened.objects and opened.error is not None
    for language in words.LANGUAGES:
        assert words.say(opened.error, language) != opened.error.id
    return opened.error.id


def test_a_file_with_a_japanese_name(tmp_path: Path) -> None:
    path = tmp_path / "①㈱ 証明書 か\u3099.pem"
    path.write_bytes(pem())
    (opened,) = open_path(path)
    assert opened.path == str(path)
    assert [(item.der, item.path) for item in opened.objects] == [(der(), str(path))]


def test_a_folder_gives_every_file_below_it_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two.pem", "a.pem", "b/one.pem", ".hidden"):
        (tmp_path / name).write_bytes(pem(f"{Path(name).stem}.test"))
    (tmp_path / "note.txt").write_text("nothing", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    opened = open_path(str(tmp_path))
    assert [Path(file.path).name for file in opened] == ["a.pem", "loop", "note.txt", "one.pem", "two.pem"]
    assert [len(file.objects) for file in opened] == [1, 0, 0, 1, 1]
    assert [file.error.id if file.error else "" for file in opened] == ["", "file_not_regular", "nothing_found", "", ""]


def test_what_is_not_there_or_leads_nowhere(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.pem") == "file_missing"
    (tmp_path / "broken").symlink_to(tmp_path / "none.pem")
    assert reason(tmp_path / "broken") == "file_broken_link"
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    assert reason(tmp_path / "circle") == "file_link_loop"
    assert reason(tmp_path / ("x" * 300)) == "file_name_too_long"
    assert reason("nul\0inside") == "file_name_invalid"
    (tmp_path / "empty").write_bytes(b"")
    assert reason(tmp_path / "empty") == "file_empty"
    (tmp_path / "folder").mkdir()
    assert reason(tmp_path / "folder") == "folder_empty"
    assert reason(tmp_path / "empty" / "below") == "file_missing"


def test_pipes_sockets_and_devices_are_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    finished = threading.Event()
    found: list[str] = []

    def look() -> None:
        found.append(reason(tmp_path / "pipe"))
        finished.set()

    threading.Thread(target=look, daemon=True).start()
    assert finished.wait(5)
    assert found == ["file_not_regular"]
    assert reason("/dev/zero") == "file_not_regular"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        assert reason(tmp_path / "s") == "file_not_regular"


def test_what_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pem"
    path.write_bytes(pem())

    def refuse(*arguments: object) -> int:
        raise error

    monkeypatch.setattr(on_disk.os, "open", refuse)
    error: OSError = PermissionError(13, "Permission denied")
    assert reason(path) == "file_forbidden"
    error = OSError(5, "Input/output error")
    assert reason(path) == "file_unreadable"


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_disk, "MAX_SIZE", 1 << 20)
    path = tmp_path / "large"
    path.write_bytes(bytes((1 << 20) + 1))
    assert reason(path) == "file_too_large"


def test_a_folder_with_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (tmp_path / f"{number}.pem").write_bytes(pem())
    monkeypatch.setattr("workbench.core.formats.MAX_FILES", 3)
    opened = open_path(tmp_path)
    assert len(opened) == 4 and opened[-1].error is not None and opened[-1].error.id == "folder_too_large"

"""Settings survive, forgive, and never keep a secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from workbench.models.settings import RECENT_LIMIT, Settings, default_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "設定" / "settings.ini"


def test_begins_with_defaults(path: Path) -> None:
    settings = Settings(path)
    assert (settings.language, settings.theme, settings.text_size, settings.trust, settings.rules) == (
        "system", "system", 100, "mozilla", "rfc5280",
    )  # fmt: skip
    assert settings.recent == ()
    assert settings.trouble is None


def test_choices_survive(path: Path) -> None:
    first = Settings(path)
    first.language, first.theme, first.text_size, first.trust, first.rules = "ja", "dark", 130, "/etc/ルート.pem", "webpki"
    first.remember_layout("window", QByteArray(b"\x01\x02"))
    first.sync()
    second = Settings(path)
    assert (second.language, second.theme, second.text_size, second.trust, second.rules) == ("ja", "dark", 130, "/etc/ルート.pem", "webpki")
    assert second.layout("window") == QByteArray(b"\x01\x02")
    assert second.layout("another") is None


def test_says_what_changed_and_only_then(path: Path) -> None:
    settings = Settings(path)
    heard: list[str] = []
    settings.changed.connect(heard.append)
    settings.theme = "dark"
    settings.theme = "dark"
    settings.text_size = 150
    assert heard == ["theme", "text_size"]


def test_senseless_values_read_as_defaults(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[interface]\nlanguage=tlh\ntheme=pink\ntext_size=9000\n[judging]\nrules=mine\ntrust=\n[recent]\nfiles=@Invalid()\n")
    settings = Settings(path)
    assert (settings.language, settings.theme, settings.text_size, settings.trust, settings.rules) == (
        "system", "system", 100, "mozilla", "rfc5280",
    )  # fmt: skip
    assert settings.recent == ()


@pytest.mark.parametrize("content", [b"[interface\ntheme=dark\n=\x00\x01", b"\x00" * 400, b"\x89PNG\r\n\x1a\n\x00\x00\x00"])
def test_a_broken_file_is_put_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.theme == "system"
    assert settings.trouble is not None and settings.trouble.id == "settings_broken"
    aside = Path(str(settings.trouble.params["path"]))
    assert aside.read_bytes() == content
    settings.theme = "dark"
    settings.sync()
    again = Settings(path)
    assert again.trouble is None and again.theme == "dark"


def test_recent_files_are_few_and_the_latest_first(path: Path, tmp_path: Path) -> None:
    settings = Settings(path)
    names = [str(tmp_path / f"{n}, 例え.pem") for n in range(RECENT_LIMIT + 5)]
    for name in names:
        settings.remember_recent([name])
    assert settings.recent == tuple(reversed(names))[:RECENT_LIMIT]
    settings.remember_recent([names[10]])
    assert settings.recent[0] == names[10] and len(set(settings.recent)) == RECENT_LIMIT
    settings.forget_recent(names[10])
    assert names[10] not in settings.recent
    settings.sync()
    assert Settings(path).recent == settings.recent
    settings.forget_recent()
    assert settings.recent == ()


def test_one_recent_file_survives(path: Path, tmp_path: Path) -> None:
    settings = Settings(path)
    settings.remember_recent([str(tmp_path / "one.pem")])
    settings.sync()
    assert Settings(path).recent == (str(tmp_path / "one.pem"),)


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TLS_WORKBENCH_HOME", str(tmp_path))
    assert default_path() == tmp_path / "settings.ini"
    monkeypatch.delenv("TLS_WORKBENCH_HOME")
    assert "tls-workbench" in default_path().parts

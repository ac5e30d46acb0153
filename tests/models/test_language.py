"""The language follows the choice, and switching tells everybody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from pytestqt.qtbot import QtBot

from workbench.core.errors import Message
from workbench.models.language import Language, resolve
from workbench.models.resource import resource


@pytest.fixture
def language(qtbot: QtBot) -> Iterator[Language]:
    spoken = Language("en")
    yield spoken
    spoken.choose("en")
    QLocale.setDefault(QLocale.c())


def test_what_is_not_japanese_is_english() -> None:
    assert resolve("ja") == "ja"
    assert resolve("en") == "en"
    assert resolve("tlh") == resolve("system") == "en"


def test_switching_while_running(language: Language) -> None:
    heard: list[str] = []
    language.changed.connect(heard.append)
    assert QCoreApplication.translate("Pages", "Home") == "Home"
    language.choose("ja")
    assert QCoreApplication.translate("Pages", "Home") == "ホーム"
    assert language.say(Message("nothing_to_take")).startswith("テキストも")
    language.choose("ja")
    language.choose("en")
    assert QCoreApplication.translate("Pages", "Home") == "Home"
    assert heard == ["ja", "en"]


def test_the_texts_of_qt_itself_are_translated_too(language: Language) -> None:
    language.choose("ja")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"


def test_an_update_under_the_running_program_changes_no_text(language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resource("translations"), tmp_path / "translations")
    monkeypatch.setattr("workbench.models.language.resource", lambda name: tmp_path / name)
    language.choose("ja")
    assert QCoreApplication.translate("EntryActions", "More") == "その他"
    for file in (tmp_path / "translations").glob("*.qm"):
        with file.open("r+b") as written:  # in place, as some installers do
            written.write(b"\xff" * file.stat().st_size)
    assert QCoreApplication.translate("EntryActions", "More actions") == "その他の操作"

"""Home and Settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from workbench.models.settings import Settings
from workbench.views import home
from workbench.views.home import HomePage, _RecentRow
from workbench.views.main_window import MainWindow
from workbench.views.settings_page import SettingsPage


@pytest.fixture
def page(window: MainWindow) -> HomePage:
    made = window.page("home")
    assert isinstance(made, HomePage)
    return made


def rows(page: HomePage) -> list[_RecentRow]:
    layout = page._recent_rows
    found = [layout.itemAt(number).widget() for number in range(layout.count())]
    return [row for row in found if isinstance(row, _RecentRow)]


def test_recent_files_open_with_one_click(page: HomePage, window: MainWindow, settle: Callable[[], None], demonstration: Path) -> None:
    assert not page._no_recent.isHidden() and rows(page) == []
    window.shell.settings.remember_recent([str(demonstration / "chain.pem")])
    settle()
    assert page._no_recent.isHidden() and rows(page)[0].name.text() == "chain.pem"
    rows(page)[0].name.click()
    settle()
    assert window.current_page == "inspect" and len(window.shell.session.sources) == 1


def test_a_missing_recent_file_is_shown_as_such_and_can_be_removed(
    page: HomePage, window: MainWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    window.shell.settings.remember_recent([str(tmp_path / "gone.pem")])
    settle()
    (row,) = rows(page)
    assert not row.name.isEnabled()
    assert any("not there any more" in label.accessibleName() for label in row.findChildren(QLabel))
    row.findChildren(home.QToolButton)[0].click()
    settle()
    assert rows(page) == [] and window.shell.settings.recent == ()


def test_a_strange_file_name_is_shown_as_it_is(page: HomePage, window: MainWindow, settle: Callable[[], None], tmp_path: Path) -> None:
    strange = tmp_path / "a&b <i>\u202egnp.pem"
    strange.write_bytes(b"")
    window.shell.settings.remember_recent([str(strange)])
    settle()
    assert rows(page)[0].name.text() == "a&&b <i>⟨U+202E⟩gnp.pem"


def test_the_panes_stand_under_each_other_where_it_is_narrow(page: HomePage, window: MainWindow) -> None:
    lower = page._lower
    wide = lower.getItemPosition(lower.indexOf(page._questions_pane))
    window.resize(700, 700)
    QApplication.processEvents()
    assert wide[:2] == (0, 1) and lower.getItemPosition(lower.indexOf(page._questions_pane))[:2] == (1, 0)


@pytest.fixture
def settings_page(window: MainWindow) -> SettingsPage:
    window.show_page("settings")
    made = window.page("settings")
    assert isinstance(made, SettingsPage)
    return made


@pytest.mark.parametrize(
    ("name", "value"), [("language", "ja"), ("theme", "dark"), ("text_size", "130"), ("trust", "system"), ("rules", "webpki")]
)
def test_every_choice_holds_at_once_and_is_kept(settings_page: SettingsPage, window: MainWindow, name: str, value: str) -> None:
    choice = settings_page.choices[name]
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())
    window.shell.settings.sync()
    assert str(getattr(Settings(window.shell.settings.path), name)) == value
    assert choice.currentData() == value
    if name in ("trust", "rules"):
        assert str(getattr(window.shell.session.conditions, name)) == value


def test_a_trust_store_of_ones_own(
    settings_page: SettingsPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch, demonstration: Path
) -> None:
    choice = settings_page.choices["trust"]
    answers = ["", str(demonstration / "root-ca.cer")]
    monkeypatch.setattr("workbench.views.settings_page.QFileDialog.getOpenFileName", lambda *_: (answers.pop(0), ""))
    for expected in ("mozilla", str(demonstration / "root-ca.cer")):
        choice.setCurrentIndex(choice.count() - 1)
        choice.activated.emit(choice.count() - 1)
        assert window.shell.settings.trust == expected and choice.currentData() == expected
    assert choice.currentText() == "root-ca.cer"


def test_the_wheel_or_a_language_change_chooses_nothing(qtbot: QtBot, settings_page: SettingsPage, window: MainWindow) -> None:
    window.shell.settings.theme = "dark"
    window.shell.language.choose("ja")
    QApplication.processEvents()
    assert window.shell.settings.theme == "dark" and settings_page.choices["theme"].currentData() == "dark"
    assert settings_page.choices["theme"].currentText() == "ダーク"
    window.shell.settings.theme = "light"

"""Saving for other software: chosen, seen, written; nothing is lost by a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.workspace.lab import Lab, LabWish, make_lab
from workbench.core.workspace.workspace import open_workspace
from workbench.models import jobs
from workbench.views.library.taking_out.dialog import TARGET, TakingOutDialog
from workbench.views.shell import Shell

PASSPHRASE = "correct horse"


@pytest.fixture
def lab(shell: Shell) -> Lab:
    workspace = open_workspace(shell.settings.workspace_url)
    workspace.set_up_vault(PASSPHRASE)
    made = make_lab(workspace, LabWish(("www.example.test",)))
    workspace.close()
    return made


@pytest.fixture
def dialog(qtbot: QtBot, shell: Shell, lab: Lab) -> TakingOutDialog:
    with qtbot.waitSignal(shell.workspace.opened):
        shell.workspace.ensure_open()
    made = TakingOutDialog(shell, lab.server.id)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.targets.count() > 0)
    return made


def settled(qtbot: QtBot, dialog: TakingOutDialog) -> None:
    qtbot.waitUntil(lambda: jobs.activity.count == 0 and not dialog._previewing.isActive(), timeout=20_000)


def unlocked(qtbot: QtBot, dialog: TakingOutDialog) -> None:
    with qtbot.waitSignal(dialog.shell.workspace.vault_changed, timeout=20_000):
        dialog.shell.workspace.unlock(PASSPHRASE)
    settled(qtbot, dialog)


def choose(dialog: TakingOutDialog, *targets: str) -> None:
    for row in range(dialog.targets.count()):
        item = dialog.targets.item(row)
        item.setCheckState(Qt.CheckState.Checked if item.data(TARGET) in targets else Qt.CheckState.Unchecked)


def type_into(field: object, text: str) -> None:
    field.setFocus()  # type: ignore[attr-defined]
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)  # type: ignore[call-overload]


def test_files_are_seen_and_then_written(qtbot: QtBot, dialog: TakingOutDialog, tmp_path: Path) -> None:
    unlocked(qtbot, dialog)
    choose(dialog, "nginx")
    dialog.clients.setCurrentIndex(1)
    type_into(dialog.folder, str(tmp_path / "out"))
    settled(qtbot, dialog)
    names = [dialog.preview.files.topLevelItem(row).text(0) for row in range(dialog.preview.files.topLevelItemCount())]
    assert "www.example.test.key" in names and "ssl_verify_client      on;" in dialog.preview.snippet.text()
    assert not (tmp_path / "out").exists()
    assert "unencrypted" in dialog.state.text()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)
    assert dialog.state.text() == f"{len(names)} file(s) saved." and dialog.show_folder.isVisible()


def test_existing_files_are_replaced_only_when_asked(qtbot: QtBot, dialog: TakingOutDialog, tmp_path: Path) -> None:
    (tmp_path / "www.example.test.pem").write_text("mine")
    choose(dialog, "pem")
    type_into(dialog.folder, str(tmp_path))
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert (tmp_path / "www.example.test.pem").read_text() == "mine"
    assert "www.example.test.pem" in dialog.state.text() and dialog.replace.isVisible()
    dialog.replace.click()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert "BEGIN CERTIFICATE" in (tmp_path / "www.example.test.pem").read_text()


def test_a_locked_key_is_asked_for_in_place_and_a_wrong_passphrase_loses_nothing(
    qtbot: QtBot, dialog: TakingOutDialog, tmp_path: Path
) -> None:
    choose(dialog, "pkcs12")
    type_into(dialog.folder, str(tmp_path / "out"))
    type_into(dialog.password, "a phrase")
    assert not dialog.save.isEnabled()
    type_into(dialog.again, "another")
    type_into(dialog.passphrase, "wrong")
    assert dialog.state.text() == "The two passwords differ."
    type_into(dialog.again, "a phrase")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert not (tmp_path / "out").exists()
    assert dialog.password.text() == "a phrase" and "passphrase" in dialog.state.text()
    type_into(dialog.passphrase, PASSPHRASE)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["www.example.test.p12"]
    assert dialog.password.text() == ""


def test_without_a_choice_or_a_folder_nothing_can_be_saved(dialog: TakingOutDialog) -> None:
    choose(dialog)
    assert not dialog.save.isEnabled() and "at least one" in dialog.state.text()
    choose(dialog, "pem")
    assert not dialog.save.isEnabled() and "folder" in dialog.state.text()


@pytest.mark.parametrize("nonsense", ["~nobody-of-that-name/x", "~\0", "/tmp/\0", "/dev/null/x", "x" * 5000])
def test_what_is_no_folder_is_a_sentence(qtbot: QtBot, dialog: TakingOutDialog, tmp_path: Path, nonsense: str) -> None:
    choose(dialog, "pem")
    dialog.folder.setText(str(tmp_path) + nonsense if nonsense[0] == "x" else nonsense)
    dialog._changed()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert dialog.state.text() and "saved" not in dialog.state.text()
    assert not Path("~nobody-of-that-name").exists()


def test_the_language_changes_while_it_is_open(qtbot: QtBot, dialog: TakingOutDialog) -> None:
    choose(dialog, "pem")
    dialog.shell.language.choose("ja")
    settled(qtbot, dialog)
    assert dialog.targets.item(dialog.targets.count() - 1).text() == "暗号化した秘密鍵"
    assert "保存" in dialog.save.text()

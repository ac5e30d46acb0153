"""The CRLs of a CA: listed, made in full and as delta, saved, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.core.workspace.small_ca import openssl
from tests.models.library.library_fixtures import PASSPHRASE
from workbench.core.workspace import revoking
from workbench.core.workspace.lab import Lab
from workbench.core.x509.crl import Reason
from workbench.views.library.after.crl_panel import CrlPanel
from workbench.views.library.page import LibraryPage
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell

Wait = Callable[[], None]


def unlock(page: LibraryPage, wait: Wait) -> None:
    page.vault.field.setText(PASSPHRASE)
    page.vault.go.click()
    wait()


def panel(page: LibraryPage, wait: Wait, id: str) -> CrlPanel:
    page.show_entry(id)
    wait()
    page.detail.buttons["crls"].click()
    wait()
    found = page.detail.panel
    assert isinstance(found, CrlPanel)
    return found


def rows(panel: CrlPanel) -> list[list[str]]:
    items = [panel.list.topLevelItem(at) for at in range(panel.list.topLevelItemCount())]
    return [[item.text(column) for column in (0, 1, 4)] for item in items if item is not None]


def test_complete_ones_and_deltas_are_made_and_listed(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    unlock(page, wait)
    asked = panel(page, wait, made.intermediate.id)
    assert not asked.list.isVisible() and "no CRL yet" in asked.standing.text()
    assert asked.kind.count() == 1  # nothing yet that a delta could add to
    asked.go.click()
    wait()
    assert rows(asked) == [["1", "complete", "0"]]
    assert page.done_bar.messages[0].id == "after_crl_made"
    workspace = shell.workspace.workspace
    assert workspace is not None
    revoking.revoke(workspace, made.server.id, Reason.SUPERSEDED)
    shell.workspace.changed.emit()
    wait()
    assert "1" in asked.standing.text()
    asked.kind.setCurrentIndex(1)
    asked._kind_chosen()
    assert asked.days.number() == 1
    asked.go.click()
    wait()
    assert rows(asked) == [["2", "delta to 1", "1"], ["1", "complete", "0"]]
    assert page.done_bar.messages[0].id == "after_delta_made"
    crl = asked.current()
    assert crl is not None and crl.number == 2  # what was just made is chosen
    assert page.detail.panel is asked


@pytest.mark.parametrize(("name", "form"), [("ca.crl", "DER"), ("ca.pem", "PEM")])
def test_saved_ones_are_read_by_openssl(
    page: LibraryPage, made: Lab, wait: Wait, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    unlock(page, wait)
    workspace = shell.workspace.workspace
    assert workspace is not None
    revoking.revoke(workspace, made.server.id, Reason.SUPERSEDED)
    asked = panel(page, wait, made.intermediate.id)
    asked.go.click()
    wait()
    path = tmp_path / name
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(path), ""))
    asked.save.click()
    wait()
    assert page.done_bar.messages[0].id == "after_saved"
    told = openssl("crl", "-in", path, "-inform", form, "-noout", "-text")
    assert f"{int(made.server.serial, 16):X}" in told.stdout and "Superseded" in told.stdout
    crl = asked.current()
    assert crl is not None
    page.show_entry(crl.id)  # the same from its own row
    wait()
    path.unlink()
    page.detail.buttons["save_crl"].click()
    wait()
    assert path.exists()


def test_a_folder_that_is_not_there_is_said(
    page: LibraryPage, made: Lab, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlock(page, wait)
    asked = panel(page, wait, made.intermediate.id)
    asked.go.click()
    wait()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(tmp_path / "gone" / "ca.crl"), ""))
    asked.save.click()
    wait()
    assert page.trouble_bar.messages and "gone" in str(page.trouble_bar.messages[0].params)


def test_it_opens_in_the_inspector_and_in_the_tree(page: LibraryPage, made: Lab, wait: Wait, window: MainWindow, shell: Shell) -> None:
    unlock(page, wait)
    asked = panel(page, wait, made.intermediate.id)
    asked.go.click()
    wait()
    crl = asked.current()
    assert crl is not None
    sent: list[bytes] = []
    shell.wishes.inspect.connect(sent.append)
    asked.inspect.click()
    wait()
    assert sent[0].startswith(b"-----BEGIN X509 CRL-----")
    assert window.current_page == "inspect"
    window.show_page("library")
    asked.show_button.click()
    wait()
    assert page.detail.details is not None and page.detail.details.entry.id == crl.id


def test_locked_keys_and_days_out_of_range(page: LibraryPage, made: Lab, wait: Wait, qtbot: QtBot) -> None:
    asked = panel(page, wait, made.intermediate.id)
    asked.go.click()
    wait()
    assert page.vault.field.hasFocus() and rows(asked) == []
    unlock(page, wait)
    asked.days.fill(0)
    asked.days.setFocus()
    qtbot.keyClick(asked.days, Qt.Key.Key_Return)
    wait()
    assert asked.trouble.isVisible() and rows(asked) == []
    asked.days.fill(2)
    qtbot.keyClick(asked.days, Qt.Key.Key_Return)
    wait()
    assert not asked.trouble.isVisible() and len(rows(asked)) == 1
    assert asked.days.hasFocus()  # work does not take it away


def test_a_ca_whose_key_is_elsewhere_makes_none(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    from tests.models.library.after.elsewhere import foreign_root

    workspace = shell.workspace.workspace
    assert workspace is not None
    root = foreign_root(workspace)
    shell.workspace.changed.emit()
    wait()
    asked = panel(page, wait, root.id)
    assert not asked.go.isVisible() and "private key" in asked.what.text()


def test_its_words_follow_the_language(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    unlock(page, wait)
    asked = panel(page, wait, made.intermediate.id)
    asked.go.click()
    wait()
    shell.language.choose("ja")
    wait()
    assert rows(asked) == [["1", "完全", "0"]] and "CRL" in asked.title.text()
    shell.theme.choose("dark")
    wait()

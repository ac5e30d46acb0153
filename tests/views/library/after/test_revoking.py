"""Revoking in the library: reasons, time, CRLs made at once, holds and their end, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.core.workspace.small_ca import crl_pem, openssl
from tests.models.library.library_fixtures import PASSPHRASE
from workbench.core.workspace import revoking
from workbench.core.workspace.certificates import certificate_entry
from workbench.core.workspace.crls import list_crls
from workbench.core.workspace.entries import CertificateEntry, CrlEntry
from workbench.core.workspace.lab import Lab
from workbench.core.x509.crl import Reason
from workbench.models.library.after import revocation
from workbench.views.library.after import deeds
from workbench.views.library.after.revoke_panel import RevokePanel
from workbench.views.library.page import LibraryPage
from workbench.views.shell import Shell

Wait = Callable[[], None]


def show(page: LibraryPage, wait: Wait, id: str) -> None:
    page.show_entry(id)
    wait()


def unlock(page: LibraryPage, wait: Wait) -> None:
    page.vault.field.setText(PASSPHRASE)
    page.vault.go.click()
    wait()


def panel(page: LibraryPage, wait: Wait, id: str) -> RevokePanel:
    show(page, wait, id)
    page.detail.buttons["revoke"].click()
    found = page.detail.panel
    assert isinstance(found, RevokePanel)
    return found


def entry(shell: Shell, id: str) -> CertificateEntry:
    assert shell.workspace.workspace is not None
    with shell.workspace.workspace.reading() as connection:
        return certificate_entry(connection, id)


def crls(shell: Shell, issuer_id: str) -> tuple[CrlEntry, ...]:
    assert shell.workspace.workspace is not None
    with shell.workspace.workspace.reading() as connection:
        return list_crls(connection, issuer_id)


def second_line(page: LibraryPage, id: str) -> str:
    from workbench.models.library.row_text import RowWords

    row = page.model.row(page.model.index_of(id))
    assert row is not None and row.entry is not None
    return RowWords("en").of(row).second


def test_a_revoked_certificate_says_so_and_stands_in_the_crl(
    page: LibraryPage, made: Lab, wait: Wait, shell: Shell, tmp_path: Path
) -> None:
    unlock(page, wait)
    asked = panel(page, wait, made.server.id)
    asked.reason.fill(int(Reason.KEY_COMPROMISE))
    asked._say_what_follows()
    assert "private key" in asked.when.text() and "cannot be taken back" in asked.follows.text()
    asked.make_crl.setChecked(True)
    asked.days.fill(3)
    asked.go.click()
    wait()
    assert page.detail.panel is None
    revoked = entry(shell, made.server.id)
    assert revoked.revocation_reason == Reason.KEY_COMPROMISE and revoked.revoked is not None
    assert "revoked" in second_line(page, made.server.id)
    assert "revoked" in page.detail.banner.headline.text()
    (message,) = page.done_bar.messages
    assert message.id == "after_revoked_with_crl" and not page.done_bar._do.isVisible()  # there is no way back
    (crl,) = crls(shell, made.intermediate.id)
    assert crl.next_update is not None and (crl.next_update - crl.this_update).days == 3
    told = openssl("crl", "-in", crl_pem(tmp_path / "ca.crl", crl.der), "-noout", "-text")
    assert f"Serial Number: {int(made.server.serial, 16):X}" in told.stdout.replace("Serial Number: 0", "Serial Number: ")
    assert "Key Compromise" in told.stdout


def test_since_an_earlier_time_and_not_before_one_that_lies_ahead(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    asked = panel(page, wait, made.server.id)  # the keys are locked: revoking needs none
    asked.since.fill("earlier")
    asked._since_chosen()
    assert asked.time.isVisible()
    asked.time.fill(datetime.now(UTC) + timedelta(days=2))
    asked.go.click()
    wait()
    assert page.detail.panel is asked and asked.trouble.isVisible() and "future" in asked.trouble.text()
    assert entry(shell, made.server.id).revoked is None
    earlier = made.server.not_before
    asked.time.fill(earlier)
    asked.go.click()
    wait()
    assert page.detail.panel is None
    assert entry(shell, made.server.id).revoked == earlier


def test_a_crl_with_locked_keys_asks_for_the_passphrase_before_anything_is_done(
    page: LibraryPage, made: Lab, wait: Wait, shell: Shell
) -> None:
    asked = panel(page, wait, made.server.id)
    asked.make_crl.setChecked(True)
    asked.go.click()
    wait()
    assert entry(shell, made.server.id).revoked is None
    assert page.vault.field.hasFocus() and page.detail.panel is asked
    unlock(page, wait)
    assert page.detail.panel is asked  # nothing that was chosen is lost
    asked.go.click()
    wait()
    assert entry(shell, made.server.id).revoked is not None and len(crls(shell, made.intermediate.id)) == 1


@pytest.mark.parametrize("days", [0, 4000])
def test_days_that_no_crl_has_are_refused_before_anything_is_done(
    page: LibraryPage, made: Lab, wait: Wait, shell: Shell, days: int
) -> None:
    unlock(page, wait)
    asked = panel(page, wait, made.server.id)
    asked.make_crl.setChecked(True)
    asked.days.fill(days)
    asked.go.click()
    wait()
    assert str(days) in asked.trouble.text() and asked.trouble.isVisible()
    assert entry(shell, made.server.id).revoked is None


def test_a_hold_is_put_on_lifted_put_back_and_made_final(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    asked = panel(page, wait, made.client.id)
    asked.reason.fill(int(Reason.CERTIFICATE_HOLD))
    asked._say_what_follows()
    assert "lifted" in asked.follows.text()
    asked.go.click()
    wait()
    held = entry(shell, made.client.id)
    assert held.revocation_reason == Reason.CERTIFICATE_HOLD and "on hold" in second_line(page, made.client.id)
    page.done_bar._do.click()  # undo
    wait()
    assert entry(shell, made.client.id).revoked is None
    assert page.done_bar.messages[0].id == "after_hold_lifted"
    page.done_bar._do.click()  # and back: as it was before
    wait()
    assert entry(shell, made.client.id).revoked == held.revoked
    assert page.detail.buttons["lift_hold"].isVisible()
    page.detail.buttons["lift_hold"].click()
    wait()
    assert entry(shell, made.client.id).revoked is None and not page.detail.buttons["lift_hold"].isVisible()
    page.done_bar._do.click()
    wait()
    final = panel(page, wait, made.client.id)
    offered = [final.reason.itemData(at) for at in range(final.reason.count())]
    assert Reason.CERTIFICATE_HOLD not in offered and not final.since.isVisible() and "for good" in final.title.text()
    final.reason.fill(int(Reason.SUPERSEDED))
    final.go.click()
    wait()
    now = entry(shell, made.client.id)
    assert now.revocation_reason == Reason.SUPERSEDED and now.revoked == held.revoked
    assert not page.detail.buttons["lift_hold"].isVisible()


def test_for_roots_and_what_is_revoked_it_is_not_offered(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    show(page, wait, made.root.id)
    details = page.detail.details
    assert details is not None and {row.id for row in page.detail.offered()}.isdisjoint({"revoke", "response"})
    refused = revocation.refusal(details)
    assert refused is not None and refused.id == "revoke_self_signed"
    show(page, wait, made.server.id)
    assert {row.id for row in page.detail.offered()} >= {"revoke", "response"}
    assert shell.workspace.workspace is not None
    revoking.revoke(shell.workspace.workspace, made.server.id, Reason.SUPERSEDED)
    known = page.detail.details
    assert known is not None
    deeds.revoke(page, known)  # another program was faster, and the page does not know it yet
    assert page.detail.panel is not None
    shell.workspace.changed.emit()
    wait()
    details = page.detail.details
    assert details is not None and "revoke" not in {row.id for row in page.detail.offered()}
    deeds.revoke(page, details)
    assert page.trouble_bar.messages[0].id == "revoke_already"


def test_another_program_was_faster(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    asked = panel(page, wait, made.server.id)
    assert shell.workspace.workspace is not None
    revoking.revoke(shell.workspace.workspace, made.server.id, Reason.SUPERSEDED)
    asked.go.click()
    wait()
    assert page.detail.panel is asked and "superseded" in asked.trouble.text()


def test_what_is_begun_is_reported_though_another_entry_was_chosen(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    asked = panel(page, wait, made.server.id)
    asked.go.click()
    page.detail.close_panel()
    QApplication.sendPostedEvents(None, 0)
    wait()
    assert entry(shell, made.server.id).revoked is not None
    assert page.done_bar.messages[0].id == "after_revoked"
    again = panel(page, wait, made.client.id)
    again.since.fill("earlier")
    again.time.fill(datetime.now(UTC) + timedelta(days=2))
    again.go.click()
    page.detail.close_panel()
    wait()
    assert page.trouble_bar.messages[0].id == "revoke_in_the_future"


def test_by_keyboard(page: LibraryPage, made: Lab, wait: Wait, shell: Shell, qtbot: QtBot) -> None:
    show(page, wait, made.server.id)
    page.detail.buttons["revoke"].setFocus()
    qtbot.keyClick(page.detail.buttons["revoke"], Qt.Key.Key_Space)
    asked = page.detail.panel
    assert isinstance(asked, RevokePanel) and asked.reason.hasFocus()
    qtbot.keyClick(asked.reason, Qt.Key.Key_Down)
    assert asked.reason.value() == Reason.KEY_COMPROMISE
    for _ in range(12):
        focused = QGuiApplication.focusObject()
        if focused is asked.go:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QGuiApplication.focusObject() is asked.go
    qtbot.keyClick(asked.go, Qt.Key.Key_Escape)
    assert page.detail.panel is None
    page.detail.buttons["revoke"].click()
    again = page.detail.panel
    assert isinstance(again, RevokePanel)
    qtbot.keyClick(again.go, Qt.Key.Key_Space)
    wait()
    assert entry(shell, made.server.id).revoked is not None


def test_language_and_theme_change_while_it_is_open(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    asked = panel(page, wait, made.server.id)
    asked.reason.fill(int(Reason.SUPERSEDED))
    asked.since.fill("earlier")
    shell.language.choose("ja")
    wait()
    assert "失効" in asked.title.text() and "置き換え" in asked.reason.currentText()
    assert asked.reason.value() == Reason.SUPERSEDED and asked.since.value() == "earlier"
    assert "置き換え" in asked.when.text()
    shell.theme.choose("dark")
    wait()
    asked.go.click()
    wait()
    assert "失効しました" in shell.language.say(page.done_bar.messages[0])

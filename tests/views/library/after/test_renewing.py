"""Renewing from the library to the library: what kinds of certificates there are, and whose keys are elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.core.workspace.small_ca import openssl, pem
from tests.models.library.after.elsewhere import for_a_request, foreign_root
from tests.models.library.library_fixtures import PASSPHRASE
from workbench.core.workspace.browsing import replacements
from workbench.core.workspace.certificates import certificate_entry, chain
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.lab import Lab
from workbench.core.x509.issuance import KeyKind
from workbench.views.issuance.page import IssuancePage
from workbench.views.library.after.renew_panel import RenewPanel
from workbench.views.library.page import LibraryPage
from workbench.views.library.taking_out.dialog import TakingOutDialog
from workbench.views.library.timeline.pane import TimelinePane
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell

Wait = Callable[[], None]


def unlock(page: LibraryPage, wait: Wait) -> None:
    page.vault.field.setText(PASSPHRASE)
    page.vault.go.click()
    wait()


def issue_page(window: MainWindow) -> IssuancePage:
    found = window.page("issue")
    assert isinstance(found, IssuancePage)
    return found


def renewed(shell: Shell, id: str) -> CertificateEntry:
    assert shell.workspace.workspace is not None
    with shell.workspace.workspace.reading() as connection:
        (newer,) = replacements(connection, id)
        return certificate_entry(connection, newer.id)


def issue(window: MainWindow, wait: Wait, qtbot: QtBot, old: CertificateEntry, new_key: KeyKind | None = None) -> None:
    """What the form says, once it is that of the renewal."""
    form = issue_page(window)
    qtbot.waitUntil(lambda: form.desk.form is not None and form.desk.form.replaces_id == old.id, timeout=30_000)
    wait()
    assert window.current_page == "issue"
    if new_key is not None:
        form.desk.choose_key(new_key)
        wait()
    assert form.desk.hindrance("", "") is None
    form.form.issue()
    wait()
    assert form.middle.currentWidget() is form.outcome


def verified(shell: Shell, entry: CertificateEntry, folder: Path) -> bool:
    """openssl finds the way from it to its root."""
    assert shell.workspace.workspace is not None
    with shell.workspace.workspace.reading() as connection:
        found = chain(connection, entry.id)
    root = pem(folder / "root.pem", found[-1].der)
    between = ["-untrusted", pem(folder / "between.pem", *(one.der for one in found[1:-1]))] if len(found) > 2 else []
    told = openssl("verify", "-x509_strict", "-CAfile", root, *between, pem(folder / "leaf.pem", entry.der))
    return told.returncode == 0


@pytest.mark.parametrize("who", ["server", "client", "intermediate", "root"])
@pytest.mark.parametrize("new_key", [None, KeyKind.P_256])
def test_from_the_library_to_the_form_and_back(
    page: LibraryPage, made: Lab, window: MainWindow, wait: Wait, shell: Shell, qtbot: QtBot, tmp_path: Path,
    who: str, new_key: KeyKind | None,
) -> None:  # fmt: skip
    unlock(page, wait)
    old: CertificateEntry = getattr(made, who)
    page.show_entry(old.id)
    wait()
    page.detail.buttons["renew"].click()
    issue(window, wait, qtbot, old, new_key)
    new = renewed(shell, old.id)
    assert new.subject == old.subject and new.names == old.names and new.serial != old.serial and new.role == old.role
    assert (new.spki_sha256 == old.spki_sha256) is (new_key is None)
    assert abs((new.not_after - new.not_before) - (old.not_after - old.not_before)).days == 0
    assert verified(shell, new, tmp_path)
    if who == "intermediate" and new_key is None:  # what the old one issued holds under the new one
        root, above = pem(tmp_path / "r.pem", made.root.der), pem(tmp_path / "n.pem", new.der)
        told = openssl("verify", "-CAfile", root, "-untrusted", above, pem(tmp_path / "s.pem", made.server.der))
        assert told.returncode == 0, told.stderr
    outcome = issue_page(window).outcome
    outcome.save.click()  # the files for other software, from here too
    wait()
    dialog = window.findChild(TakingOutDialog)
    assert dialog is not None and dialog.isVisible() and new.title in dialog.headline.text()
    dialog.reject()
    outcome.library.click()
    wait()
    assert page.detail.details is not None and page.detail.details.entry.id == new.id
    assert page.detail.details.replaces is not None and page.detail.details.replaces.id == old.id


def test_the_timeline_renews_without_naming_an_intent(
    page: LibraryPage, made: Lab, window: MainWindow, wait: Wait, shell: Shell, qtbot: QtBot
) -> None:
    unlock(page, wait)
    page.looks["timeline"].click()
    wait()
    pane = page.findChild(TimelinePane)
    assert pane is not None
    item = next(
        found for at in range(pane.list.topLevelItemCount()) if (found := pane.list.topLevelItem(at)) and found.text(0) == made.server.title
    )
    pane.list.setCurrentItem(item)
    pane.renew_button.click()
    issue(window, wait, qtbot, made.server)
    assert renewed(shell, made.server.id).profile == made.server.profile


def test_for_a_request_whose_key_is_elsewhere_the_same_request_is_signed_again(
    page: LibraryPage, made: Lab, wait: Wait, shell: Shell, tmp_path: Path
) -> None:
    unlock(page, wait)
    assert shell.workspace.workspace is not None
    old = for_a_request(shell.workspace.workspace, made.intermediate.id)
    shell.workspace.changed.emit()
    wait()
    page.show_entry(old.id)
    wait()
    shell.workspace.lock()
    page.detail.buttons["renew"].click()
    asked = page.detail.panel
    assert isinstance(asked, RenewPanel)
    asked.go.click()
    wait()
    assert page.vault.field.hasFocus() and page.detail.panel is asked
    unlock(page, wait)
    asked.go.click()
    wait()
    new = renewed(shell, old.id)
    assert new.spki_sha256 == old.spki_sha256 and new.key_id is None and verified(shell, new, tmp_path)
    assert page.done_bar.messages[0].id == "after_renewed"
    assert page.detail.details is not None and page.detail.details.entry.id == new.id


def test_or_with_a_new_key_from_here(page: LibraryPage, made: Lab, window: MainWindow, wait: Wait, shell: Shell, qtbot: QtBot) -> None:
    unlock(page, wait)
    assert shell.workspace.workspace is not None
    old = for_a_request(shell.workspace.workspace, made.intermediate.id)
    shell.workspace.changed.emit()
    wait()
    page.show_entry(old.id)
    wait()
    page.detail.buttons["renew"].click()
    asked = page.detail.panel
    assert isinstance(asked, RenewPanel)
    asked.new_key.click()
    issue(window, wait, qtbot, old)
    assert renewed(shell, old.id).key_id is not None


def test_an_imported_root_without_its_key_becomes_a_new_root(
    page: LibraryPage, made: Lab, window: MainWindow, wait: Wait, shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    unlock(page, wait)
    assert shell.workspace.workspace is not None
    old = foreign_root(shell.workspace.workspace)
    shell.workspace.changed.emit()
    wait()
    page.show_entry(old.id)
    wait()
    page.detail.buttons["renew"].click()
    issue(window, wait, qtbot, old)
    new = renewed(shell, old.id)
    assert new.subject == old.subject and new.issuer_id == new.id and verified(shell, new, tmp_path)


def test_without_its_issuer_it_is_refused_with_a_sentence(page: LibraryPage, made: Lab, wait: Wait, shell: Shell, tmp_path: Path) -> None:
    from tests.core.workspace.small_ca import SmallCa
    from workbench.core.workspace.certificates import add_certificate

    other = SmallCa(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    other.workspace.close()
    assert shell.workspace.workspace is not None
    with shell.workspace.workspace.writing() as connection:
        lonely = add_certificate(connection, other.server.der)
    shell.workspace.changed.emit()
    wait()
    page.show_entry(lonely.id)
    wait()
    for action, id in (("renew", "renew_issuer_missing"), ("revoke", "revoke_issuer_missing"), ("response", "ocsp_issuer_missing")):
        page.detail.buttons[action].click()
        assert page.detail.panel is None and page.trouble_bar.messages[0].id == id

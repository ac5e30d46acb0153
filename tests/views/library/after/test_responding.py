"""OCSP in the window: a response as a file, and the responder, asked by openssl while the window lives."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.core.workspace.small_ca import openssl, pem
from tests.models.library.library_fixtures import PASSPHRASE
from workbench.core.workspace import revoking
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.lab import Lab
from workbench.core.x509.crl import Reason
from workbench.models.library.after import responses
from workbench.models.library.after.responder_desk import KEPT, ResponderDesk
from workbench.views.library.after.responder_panel import ResponderBar, ResponderPanel
from workbench.views.library.after.response_panel import ResponsePanel
from workbench.views.library.page import LibraryPage
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell

Wait = Callable[[], None]


def unlock(page: LibraryPage, wait: Wait) -> None:
    page.vault.field.setText(PASSPHRASE)
    page.vault.go.click()
    wait()


def panel(page: LibraryPage, wait: Wait, id: str) -> ResponderPanel:
    page.show_entry(id)
    wait()
    page.detail.buttons["responder"].click()
    wait()
    found = page.detail.panel
    assert isinstance(found, ResponderPanel)
    return found


@pytest.fixture
def running(page: LibraryPage, made: Lab, wait: Wait) -> Iterator[ResponderPanel]:
    unlock(page, wait)
    shown = panel(page, wait, made.intermediate.id)
    shown.port.fill(0)
    shown.go.click()
    wait()
    assert shown.desk.running
    desk = shown.desk
    yield shown
    desk.end()


class Asking:
    """openssl, as a process of its own: the window goes on meanwhile."""

    def __init__(self, made: Lab, folder: Path, qtbot: QtBot) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed")
        self._made, self._folder, self._qtbot = made, folder, qtbot

    def about(self, entry: CertificateEntry, url: str) -> str:
        made, folder = self._made, self._folder
        command = ["openssl", "ocsp", "-issuer", str(pem(folder / "issuer.pem", made.intermediate.der)), "-no_nonce"]
        command += [
            "-cert",
            str(pem(folder / "asked.pem", entry.der)),
            "-url",
            url,
            "-CAfile",
            str(pem(folder / "root.pem", made.root.der)),
        ]
        command += ["-verify_other", str(pem(folder / "other.pem", made.intermediate.der))]
        with (folder / "told.txt").open("wb") as told:
            process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
            try:
                self._qtbot.waitUntil(lambda: process.poll() is not None, timeout=30_000)
            finally:
                process.kill()
                process.wait()
        return (folder / "told.txt").read_text(encoding="utf-8")


@pytest.fixture
def asking(made: Lab, tmp_path: Path, qtbot: QtBot) -> Asking:
    return Asking(made, tmp_path, qtbot)


def rows(panel: ResponderPanel) -> list[tuple[str, str]]:
    items = [panel.requests.topLevelItem(at) for at in range(panel.requests.topLevelItemCount())]
    return [(item.text(1), item.text(2)) for item in items if item is not None]


def test_openssl_is_answered_and_each_answer_is_listed(
    running: ResponderPanel, page: LibraryPage, made: Lab, asking: Asking, wait: Wait, shell: Shell
) -> None:
    url = running.address_of("ocsp")
    assert url == f"http://127.0.0.1:{running.desk.port}/ocsp"
    told = asking.about(made.server, url)
    assert "Response verify OK" in told and ": good" in told
    assert shell.workspace.workspace is not None
    revoking.revoke(shell.workspace.workspace, made.server.id, Reason.KEY_COMPROMISE)
    told = asking.about(made.server, url)
    assert ": revoked" in told and "keyCompromise" in told
    wait()
    serial = made.server.serial.lstrip("0")
    assert [(about.lstrip("0"), answer) for about, answer in rows(running)] == [(serial, "revoked"), (serial, "good")]
    bar = page.findChild(ResponderBar)
    assert bar is not None and bar.isVisible() and "2" in bar._sentence.text()


def test_locked_keys_answer_try_later_and_say_so(running: ResponderPanel, made: Lab, asking: Asking, wait: Wait, shell: Shell) -> None:
    shell.workspace.lock()
    wait()
    assert running.state.isVisible() and "tryLater" in running.state.text()
    assert "trylater" in asking.about(made.server, running.address_of("ocsp")).lower()
    wait()
    assert running.desk.running and "locked" in rows(running)[0][1]


def test_crls_and_ca_certificates_are_handed_out(running: ResponderPanel, made: Lab, wait: Wait, shell: Shell) -> None:
    assert shell.workspace.workspace is not None
    crl = revoking.make_crl(shell.workspace.workspace, made.intermediate.id, 1)
    with urlopen(running.address_of("crl"), timeout=20) as answer:
        assert answer.read() == crl.der
    with urlopen(running.address_of("issuer"), timeout=20) as answer:
        assert answer.read() == made.intermediate.der
    wait()
    assert [answer for _, answer in rows(running)] == ["file sent", "file sent"]


def test_it_stops_when_wanted_and_frees_its_port(running: ResponderPanel, page: LibraryPage, wait: Wait) -> None:
    port = running.desk.port
    bar = page.findChild(ResponderBar)
    assert bar is not None
    bar.stop.click()
    wait()
    assert not running.desk.running and not bar.isVisible() and running.address_of("ocsp") == ""
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_it_stops_with_the_window(running: ResponderPanel, window: MainWindow, wait: Wait) -> None:
    port = running.desk.port
    window.close()
    assert not running.desk.running
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_it_stops_when_another_workspace_is_chosen(running: ResponderPanel, shell: Shell, wait: Wait, tmp_path: Path) -> None:
    desk = running.desk
    shell.workspace.switch(f"sqlite:///{tmp_path / 'other.sqlite'}")
    wait()
    assert not desk.running


def test_a_port_that_is_taken_or_is_none_is_said(page: LibraryPage, made: Lab, wait: Wait) -> None:
    shown = panel(page, wait, made.intermediate.id)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        shown.port.fill(taken.getsockname()[1])
        shown.go.click()
        wait()
    assert not shown.desk.running and shown.trouble.isVisible() and str(shown.port.number()) in shown.trouble.text()
    shown.port.fill(70000)
    shown.go.click()
    wait()
    assert "70000" in shown.trouble.text() and not shown.desk.running


def test_nothing_listens_before_somebody_wants_it(page: LibraryPage, made: Lab, wait: Wait) -> None:
    assert page.findChild(ResponderDesk) is None
    shown = panel(page, wait, made.intermediate.id)
    assert not shown.desk.running and not shown._urls.isVisible()


def test_what_is_remembered_is_bounded(running: ResponderPanel, wait: Wait) -> None:
    url = running.address_of("issuer")
    for _ in range(KEPT + 5):
        with urlopen(url, timeout=20) as answer:
            answer.read()
    wait()
    assert len(running.desk.requests()) == KEPT and running.desk.count == KEPT + 5
    assert running.requests.topLevelItemCount() == KEPT


def test_urls_are_copied_and_words_follow_the_language(
    running: ResponderPanel, page: LibraryPage, made: Lab, wait: Wait, shell: Shell, qtbot: QtBot
) -> None:
    qtbot.keyClick(running.copies["ocsp"], Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == running.address_of("ocsp")
    shell.language.choose("ja")
    wait()
    assert "レスポンダー" in running.title.text() and "URL" in running.copies["crl"].accessibleName()
    shell.theme.choose("dark")
    wait()
    running.go.setFocus()
    qtbot.keyClick(running.go, Qt.Key.Key_Escape)
    assert page.detail.panel is None
    again = panel(page, wait, made.intermediate.id)  # it runs on; the panel finds it again
    assert again.desk.running and again.address_of("ocsp")


def test_a_saved_response_is_accepted_by_openssl(
    page: LibraryPage, made: Lab, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "server.ocsp"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(path), ""))
    page.show_entry(made.server.id)
    wait()
    page.detail.buttons["response"].click()
    asked = page.detail.panel
    assert isinstance(asked, ResponsePanel)
    asked.go.click()
    wait()
    assert page.vault.field.hasFocus() and not path.exists()
    unlock(page, wait)
    asked.days.fill(0)
    asked.go.click()
    wait()
    assert asked.trouble.isVisible() and not path.exists()
    asked.days.fill(2)
    asked.go.click()
    wait()
    assert page.detail.panel is None and page.done_bar.messages[0].id == "after_saved"
    issuer, server = pem(tmp_path / "i.pem", made.intermediate.der), pem(tmp_path / "s.pem", made.server.der)
    root = pem(tmp_path / "r.pem", made.root.der)
    told = openssl("ocsp", "-respin", path, "-issuer", issuer, "-cert", server, "-CAfile", root, "-verify_other", issuer)
    assert "Response verify OK" in told.stdout + told.stderr and "good" in told.stdout
    page.show_entry(made.root.id)
    wait()
    details = page.detail.details
    assert details is not None and "response" not in {row.id for row in page.detail.offered()}
    refused = responses.refusal(details)
    assert refused is not None and refused.id == "ocsp_self_signed"

"""Nothing typed is lost, and what is useful again is kept: drafts and a person's own profiles."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.views.issuance.conftest import PASSPHRASE, Hand
from workbench.core.issuance.profiles import read_profile
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.drafting import WRITE_AFTER_MS
from workbench.models.language import Language
from workbench.models.session import Session
from workbench.models.settings import Settings
from workbench.models.workspace import WorkspaceSession
from workbench.views.actions import Actions
from workbench.views.issuance.key_row import KeyRow
from workbench.views.issuance.lab_form import LabForm
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell
from workbench.views.theme import ThemeSwitch


def another_window(qtbot: QtBot, settings: Settings) -> Hand:
    """The program, started once more on the same settings."""
    window = MainWindow(
        Shell(settings, Language("en"), ThemeSwitch("light", 100, "en"), Session(settings), Actions(), WorkspaceSession(settings))
    )
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    hand = Hand(qtbot, window)
    hand.rail()
    return hand


@pytest.mark.parametrize("crash", [False, True])
def test_what_was_typed_is_there_after_the_program_was_closed_or_crashed(hand: Hand, settings: Settings, crash: bool) -> None:
    hand.rail()
    hand.choose("root")
    hand.type("Half a Ro")
    hand.choose("client")
    hand.type("Somebody")
    hand.page.desk.choose_key(KeyKind.RSA_3072)
    hand.page.form.foot.passphrase.field.setText(PASSPHRASE)
    if crash:  # nobody is told that it ends: the moment after which drafts are written has passed, no more
        hand.qtbot.wait(WRITE_AFTER_MS + 100)
        hand.settle()
    else:
        hand.window.close()
        hand.settle()
    home = settings.path.parent
    assert all(PASSPHRASE.encode() not in file.read_bytes() for file in home.iterdir() if file.is_file())
    after = another_window(hand.qtbot, settings)
    assert after.page.desk.intent == "client" and after.page.form.essentials.name.text() == "Somebody"
    assert after.page.desk.form is not None and after.page.desk.form.key is KeyKind.RSA_3072
    assert after.page.form.draft_note.isVisible() and after.page.form.foot.passphrase.field.text() == ""
    after.choose("root")
    assert after.page.form.essentials.name.text() == "Half a Ro"
    after.click(after.page.form.anew)
    assert after.page.form.essentials.name.text() == "" and not after.page.form.draft_note.isVisible()
    after.window.close()
    after.settle()
    last = another_window(hand.qtbot, settings)
    assert last.page.desk.intent == "client"
    last.choose("root")
    assert last.page.form.essentials.name.text() == ""


def test_the_lab_has_a_draft_too_and_what_was_issued_has_none(hand: Hand, settings: Settings) -> None:
    hand.rail()
    hand.choose("lab")
    hand.type("www.example.test")
    hand.choose("root")
    hand.type("Root")
    hand.passphrase()
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    hand.window.close()
    hand.settle()
    after = another_window(hand.qtbot, settings)
    assert after.page.desk.intent == "server" and not after.page.form.draft_note.isVisible()
    after.choose("root")
    assert after.page.form.essentials.name.text() == ""
    after.choose("lab")
    after.settle()
    lab = after.page.stack.currentWidget()
    assert isinstance(lab, LabForm) and lab.name.text() == "www.example.test"


def test_a_form_becomes_a_profile_is_changed_deleted_and_comes_back(rooted: Hand) -> None:
    hand = rooted
    hand.choose("server")
    hand.type("www.example.test")
    form = hand.page.form
    form.essentials.days.setFocus()
    form.essentials.days.selectAll()
    hand.type("42")
    menu = form.profile_menu
    menu.ask_name()
    assert hand.window.focusWidget() is menu.name
    menu.name.clear()
    hand.key(Qt.Key.Key_Return)
    assert menu.problem.isVisible()
    hand.type("Six weeks")
    hand.key(Qt.Key.Key_Return)
    hand.settle()
    own = hand.page.desk.intent
    assert hand.page.model.title(own) == "Six weeks" and form.essentials.name.text() == ""
    assert hand.page.desk.form is not None and hand.page.desk.form.specification.validity.days == 42
    hand.choose("server")
    assert form.essentials.name.text() == "www.example.test"  # and the form that it came from is as it was
    hand.choose(own)
    form.essentials.days.setFocus()
    form.essentials.days.selectAll()
    hand.type("7")
    menu.change()
    hand.settle()
    assert next(profile for profile in hand.page.desk.standing.profiles if profile.id == own).specification.validity.days == 7
    menu.delete()
    hand.settle()
    assert not hand.page.model.index_of(own).isValid()
    hand.click(menu.undo_button)
    hand.settle()
    assert hand.page.model.index_of(own).isValid() and hand.page.desk.intent == own


def test_escape_in_the_name_of_a_profile_only_closes_that(rooted: Hand) -> None:
    hand = rooted
    hand.choose("server")
    hand.type("www.example.test")
    hand.page.form.profile_menu.ask_name()
    hand.key(Qt.Key.Key_Escape)
    assert not hand.page.form.profile_menu.row.isVisible() and hand.page.form.essentials.name.text() == "www.example.test"


def test_profiles_go_out_and_come_in_as_files(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand, file = rooted, tmp_path / "mine.json"
    hand.choose("client")
    hand.type("Somebody")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    hand.page.form.profile_menu.write_file()
    hand.settle()
    written = read_profile(file.read_bytes())
    assert written.specification.subject == () and written.specification.extended_key_usage.purposes
    hand.click(hand.page.list.import_button)
    hand.settle()
    assert hand.page.model.title(hand.page.desk.intent) == "Client" and hand.page.desk.intent not in ("client", written.id)
    file.write_bytes(b"{ nonsense")
    hand.click(hand.page.list.import_button)
    hand.settle()
    assert "mine.json" in hand.page.form.profile_menu.problem.text()
    hand.choose("lab")
    hand.click(hand.page.list.import_button)
    hand.settle()
    assert any("mine.json" in str(message.params) for message in hand.window.trouble.messages)


def test_a_key_out_of_a_file_asks_for_its_password_inline(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand, file = rooted, tmp_path / "server.key"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    hand.choose("server")
    hand.type("www.example.test")
    row = hand.page.form.essentials.key_row
    choose_file(row)
    hand.settle()
    assert row.password.isVisible() and hand.window.focusWidget() is row.password
    hand.type("wrong")
    hand.key(Qt.Key.Key_Return)
    hand.settle()
    assert row.locked.problem.isVisible() and "server.key" in row.locked.problem.text()
    hand.type("secret")
    hand.key(Qt.Key.Key_Return)
    hand.settle()
    assert not row.password.isVisible() and "server.key" in row.choice.currentText()
    assert "secret" not in repr(hand.page.desk.loaded)
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    issued = hand.page.outcome.issued
    assert issued is not None and isinstance(issued.main, CertificateEntry)
    kept = next(choice.entry for choice in hand.page.desk.standing.keys if choice.entry.id == issued.main.key_id)
    assert kept.spki == key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_a_file_without_a_key_is_said_at_the_key(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand, file = rooted, tmp_path / "nothing.key"
    file.write_bytes(b"nothing of the kind")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    hand.choose("server")
    row = hand.page.form.essentials.key_row
    choose_file(row)
    hand.settle()
    assert row.field.problem.isVisible() and "nothing.key" in row.field.problem.text()
    assert row.choice.currentData() == KeyKind.P_256
    file.write_bytes(rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    choose_file(row)
    hand.settle()
    assert row.field.problem.isHidden() and hand.page.desk.kind is KeyKind.RSA_2048


def choose_file(row: KeyRow) -> None:
    choice = row.choice
    place = choice.findData("file")
    choice.setCurrentIndex(place)
    choice.activated.emit(place)

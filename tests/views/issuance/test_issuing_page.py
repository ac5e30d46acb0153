"""The page of forms, used as a person uses it: with the mouse, the keyboard, and mistakes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from tests.views.issuance.conftest import PASSPHRASE, Hand
from workbench.core.issuance.specification import AlternativeName, NameConstraints, NameKind, RawExtension, Specification
from workbench.core.workspace import certificates
from workbench.core.workspace.entries import CertificateEntry, RequestEntry
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.request import parse_request
from workbench.views.issuance.lab_form import LabForm
from workbench.views.wishes import Beginning


def entry(hand: Hand) -> CertificateEntry:
    issued = hand.page.outcome.issued
    assert issued is not None and isinstance(issued.main, CertificateEntry)
    return issued.main


def choose(hand: Hand, key: str) -> None:
    """Another key in the list."""
    choice = hand.page.form.essentials.key_row.choice
    place = choice.findData(key)
    choice.setCurrentIndex(place)
    choice.activated.emit(place)


# --- clicks ------------------------------------------------------------------------------------------------------------------------


def test_a_root_ca_takes_four_clicks_at_most_from_the_start_of_the_program(hand: Hand) -> None:
    hand.rail()
    hand.choose("root")
    hand.type("Example Root CA")  # the cursor is there already
    hand.passphrase()
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    assert hand.clicks <= 4
    made = parse_certificate(entry(hand).der)
    assert made.subject.rfc4514 == "CN=Example Root CA" and made.issuer_der == made.subject_der
    assert "Example Root CA" in hand.page.outcome.headline.text()


def test_a_server_certificate_takes_four_clicks_at_most(rooted: Hand) -> None:
    hand = rooted
    hand.window.show_page("home")
    hand.rail()
    hand.choose("server")
    hand.type("www.example.test, 192.0.2.1")
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    assert hand.clicks <= 4
    made = entry(hand)
    assert made.names == ("www.example.test", "192.0.2.1") and made.common_name == "www.example.test"
    assert parse_certificate(made.der).issuer.rfc4514 == "CN=Example Root CA"


def test_a_lab_pki_takes_four_clicks_at_most(hand: Hand) -> None:
    hand.rail()
    hand.choose("lab")
    lab = hand.page.stack.currentWidget()
    assert isinstance(lab, LabForm)
    assert lab.made_header.isVisible() and lab.made.text()  # before anything is typed
    hand.type("www.example.test")
    hand.passphrase()
    hand.click(lab.foot.button)
    hand.wait_issued()
    assert hand.clicks <= 4
    issued = hand.page.outcome.issued
    assert issued is not None
    assert [item.role for item in issued.entries if isinstance(item, CertificateEntry)] == [
        "root_ca",
        "intermediate_ca",
        "server",
        "client",
    ]
    assert issued.pem.count(b"BEGIN CERTIFICATE") == 4


def test_everything_goes_with_the_keyboard_alone(hand: Hand) -> None:
    """Ctrl+3 is the page; arrows choose in the list, Enter goes on to the form, Ctrl+Enter issues."""
    hand.window.shell.actions["page_issue"].trigger()
    hand.settle()
    hand.page.list.view.setFocus()
    while hand.page.list.view.currentIndex().data() != "Root CA":
        hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Return)
    hand.type("Keyboard Root")
    hand.passphrase()
    hand.key(Qt.Key.Key_Return)
    hand.wait_issued()
    assert hand.clicks == 0 and entry(hand).common_name == "Keyboard Root"


# --- mistakes ----------------------------------------------------------------------------------------------------------------------


def test_the_button_says_why_it_is_off_and_nothing_is_a_dialog(hand: Hand) -> None:
    hand.rail()
    hand.choose("server")
    form = hand.page.form
    assert not form.foot.button.isEnabled() and form.foot.sentence.text()
    assert form.essentials.name_field.problem.isHidden()  # nobody is told off before typing
    hand.type("not a name!")
    assert form.essentials.name_field.problem.isVisible() and "name!" in form.essentials.name_field.problem.text()
    assert not form.foot.button.isEnabled() and form.foot.button.toolTip()
    form.essentials.name.selectAll()
    hand.type("www.example.test")
    assert form.essentials.name_field.problem.isHidden()
    assert "CA" in form.foot.sentence.text() and form.essentials.no_issuer.isVisible()
    assert not [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog | QMessageBox) and widget.isVisible()]


def test_a_missing_ca_is_one_click_away_and_what_was_typed_stays(hand: Hand) -> None:
    hand.rail()
    hand.choose("server")
    hand.type("www.example.test")
    hand.click(hand.page.form.essentials.make_root)
    assert hand.page.desk.intent == "root"
    hand.type("Root")
    hand.passphrase()
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    hand.choose("server")
    assert hand.page.form.essentials.name.text() == "www.example.test"
    assert hand.page.form.foot.button.isEnabled()


def test_escape_loses_nothing(hand: Hand) -> None:
    hand.rail()
    hand.choose("client")
    hand.type("Somebody")
    for _ in range(3):
        hand.key(Qt.Key.Key_Escape)
    hand.page.form.foot.passphrase.field.setFocus()
    hand.key(Qt.Key.Key_Escape)
    assert hand.page.isVisible() and hand.page.form.essentials.name.text() == "Somebody"


def test_switching_forms_pages_language_and_theme_loses_nothing(hand: Hand) -> None:
    hand.rail()
    hand.choose("client")
    hand.type("Somebody")
    hand.choose("root")
    hand.type("Root")
    hand.window.show_page("home")
    hand.rail()
    assert hand.page.form.essentials.name.text() == "Root"
    hand.window.shell.language.choose("ja")
    hand.settle()
    assert hand.page.form.essentials.name.text() == "Root" and hand.page.form.foot.button.text() == "発行"
    assert hand.page.model.title("root") == "ルートCA" and "「Root」" in hand.page.form.headline.text()
    hand.window.shell.theme.choose("dark")
    hand.window.shell.language.choose("en")
    hand.settle()
    hand.choose("client")
    assert hand.page.form.essentials.name.text() == "Somebody"


def test_two_passphrases_that_differ_and_a_wrong_one_are_said_where_they_are_typed(rooted: Hand) -> None:
    hand = rooted
    hand.window.shell.workspace.lock()
    hand.choose("client")
    hand.type("Somebody")
    row = hand.page.form.foot.passphrase
    assert row.isVisible() and not row.again.isVisible()
    hand.key(Qt.Key.Key_Return)
    assert hand.window.focusWidget() is row.field
    hand.type("wrong")
    hand.key(Qt.Key.Key_Return)
    hand.qtbot.waitUntil(lambda: not row.problem.isHidden(), timeout=30_000)
    assert hand.page.form.essentials.name.text() == "Somebody" and hand.window.focusWidget() is row.field
    hand.type(PASSPHRASE)  # what was wrong is selected, and gone with the first letter
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    assert entry(hand).common_name == "Somebody" and row.field.text() == ""


def test_new_passphrases_must_be_the_same(hand: Hand) -> None:
    hand.rail()
    hand.choose("root")
    hand.type("Root")
    hand.key(Qt.Key.Key_Return)
    hand.type("one")
    hand.key(Qt.Key.Key_Return)
    hand.type("two")
    assert not hand.page.form.foot.button.isEnabled() and "differ" in hand.page.form.foot.sentence.text()


# --- keys and CAs ------------------------------------------------------------------------------------------------------------------


def test_an_existing_key_is_used_again(rooted: Hand) -> None:
    hand = rooted
    hand.choose("self_signed")
    hand.type("www.example.test")
    root_key = hand.page.desk.standing.keys[0]
    choose(hand, root_key.entry.id)
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    assert entry(hand).key_id == root_key.entry.id and parse_certificate(entry(hand).der).spki == root_key.entry.spki


def test_the_issuer_is_the_newest_intermediate_else_a_root(rooted: Hand) -> None:
    hand = rooted
    hand.choose("intermediate")
    hand.type("Example Issuing CA")
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    hand.choose("server")
    assert hand.page.desk.issuer is not None and hand.page.desk.issuer.entry.common_name == "Example Issuing CA"
    assert hand.page.form.essentials.issuer.count() == 2
    hand.choose("intermediate")  # the profile of an intermediate leaves no room for another below it, if it has a path length
    assert hand.page.desk.issuer is not None and hand.page.desk.issuer.root


def test_making_a_key_can_be_cancelled(rooted: Hand) -> None:
    hand = rooted
    hand.choose("client")
    hand.type("Somebody")
    choose(hand, KeyKind.RSA_4096)
    assert hand.page.desk.form is not None and hand.page.desk.form.key is KeyKind.RSA_4096
    hand.click(hand.page.form.foot.button)
    hand.page.form.foot.stop.emit()
    hand.settle()
    assert not hand.issued() and hand.page.form.essentials.name.text() == "Somebody"
    assert hand.page.form.foot.button.isVisible() and hand.page.form.foot.button.isEnabled()
    workspace = hand.window.shell.workspace.workspace
    assert workspace is not None
    with workspace.reading() as connection:
        assert len(certificates.roots(connection)) == 1 and not certificates.issued_by(connection, certificates.roots(connection)[0].id)


def test_making_a_lab_can_be_cancelled_and_leaves_nothing(hand: Hand) -> None:
    hand.rail()
    hand.choose("lab")
    lab = hand.page.stack.currentWidget()
    assert isinstance(lab, LabForm)
    hand.type("www.example.test")
    place = lab.key.findData(KeyKind.RSA_4096)
    lab.key.setCurrentIndex(place)
    lab.key.activated.emit(place)
    assert lab.desk.key is KeyKind.RSA_4096
    hand.passphrase()
    hand.click(lab.foot.button)
    hand.qtbot.waitUntil(lab.foot.cancel.isVisible, timeout=30_000)
    hand.click(lab.foot.cancel)
    hand.settle()
    assert not hand.issued() and lab.name.text() == "www.example.test" and lab.foot.button.isEnabled()
    workspace = hand.window.shell.workspace.workspace
    assert workspace is not None
    with workspace.reading() as connection:
        assert certificates.roots(connection) == ()


def test_a_request_for_another_ca(hand: Hand) -> None:
    hand.rail()
    hand.choose("request")
    hand.type("www.example.test")
    hand.passphrase()
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    issued = hand.page.outcome.issued
    assert issued is not None and isinstance(issued.main, RequestEntry)
    assert issued.main.names == ("www.example.test",) and issued.main.key_id is not None
    assert parse_request(issued.main.der).subject.rfc4514 == "CN=www.example.test"
    assert issued.pem.startswith(b"-----BEGIN CERTIFICATE REQUEST")


# --- what follows ------------------------------------------------------------------------------------------------------------------


def test_the_outcome_leads_on(rooted: Hand, qtbot: QtBot) -> None:
    hand = rooted
    hand.choose("client")
    hand.type("Somebody")
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    made = entry(hand)
    wishes = hand.window.shell.wishes
    asked: list[object] = []
    wishes.entry.disconnect()
    wishes.inspect.disconnect()
    wishes.entry.connect(asked.append)
    wishes.inspect.connect(asked.append)
    hand.click(hand.page.outcome.library)
    hand.click(hand.page.outcome.inspector)
    assert asked[0] == made.id and isinstance(asked[1], bytes) and asked[1].count(b"BEGIN CERTIFICATE") == 2
    hand.click(hand.page.outcome.more)
    assert hand.page.form.isVisible() and hand.page.form.essentials.name.text() == "Somebody"
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    assert entry(hand).id != made.id and entry(hand).key_id != made.key_id


def test_a_wish_of_another_page_begins_a_form(rooted: Hand) -> None:
    hand = rooted
    root = hand.page.desk.standing.authorities[0].entry
    hand.window.show_page("home")
    hand.window.shell.wishes.issue.emit(Beginning("client", issuer_id=root.id))
    assert hand.page.isVisible() and hand.page.desk.intent == "client"
    assert hand.window.focusWidget() is hand.page.form.essentials.name
    hand.choose("lab")
    hand.window.shell.wishes.issue.emit(Beginning("root", replaces_id="nothing of the kind"))
    hand.qtbot.waitUntil(lambda: bool(hand.window.trouble.messages), timeout=30_000)
    hand.window.shell.wishes.issue.emit(Beginning("root", replaces_id=root.id))
    hand.qtbot.waitUntil(lambda: hand.page.desk.form is not None and hand.page.desk.form.replaces_id == root.id, timeout=30_000)
    assert hand.page.form.essentials.name.text() == "Example Root CA"
    assert hand.page.desk.form is not None and hand.page.desk.form.key_id == root.key_id
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    assert entry(hand).replaces_id == root.id and entry(hand).spki_sha256 == root.spki_sha256


def test_what_its_ca_forbids_is_refused_with_the_reason_and_nothing_is_made(rooted: Hand) -> None:
    hand = rooted
    hand.choose("intermediate")
    hand.type("Only for example.test")
    form = hand.page.desk.form
    assert form is not None
    only = NameConstraints((AlternativeName(NameKind.DNS, "example.test"),))
    hand.page.desk.edit(replace(form.specification, name_constraints=only))
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    hand.choose("server")
    hand.type("www.elsewhere.test")
    keys = len(hand.page.desk.standing.keys)
    hand.click(hand.page.form.foot.button)
    hand.qtbot.waitUntil(lambda: "www.elsewhere.test" in hand.page.form.foot.sentence.text(), timeout=30_000)
    hand.settle()
    hand.page.desk.look()
    hand.settle()
    assert not hand.issued() and len(hand.page.desk.standing.keys) == keys
    assert hand.page.form.essentials.name.text() == "www.elsewhere.test" and hand.page.form.foot.button.isVisible()
    hand.page.form.essentials.name.selectAll()
    hand.page.form.essentials.name.setFocus()
    hand.type("www.example.test")
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()


def test_a_structured_editor_and_the_first_line_say_the_same(rooted: Hand) -> None:
    hand = rooted
    hand.choose("server")
    hand.type("www.example.test")
    section = hand.page.form.sections.rows["subject"]
    hand.click(section.heading)
    assert section.editor is not None and hand.page.desk.form is not None
    assert section.editor.apply(Specification()).subject == hand.page.desk.form.specification.subject
    hand.page.desk.edit(replace(hand.page.desk.form.specification, names=(AlternativeName(NameKind.DNS, "other.test"),)))
    assert hand.page.form.essentials.name.text() == "other.test"
    hand.page.desk.edit(replace(hand.page.desk.form.specification, raw=(RawExtension("1.2.3", "no hex"),)))
    other = hand.page.form.sections.owner_of("raw")
    assert other is not None and not other.open and not hand.page.form.foot.button.isEnabled()
    hand.click(hand.page.form.foot.place)
    assert other.open and other.editor is not None and other.editor.isVisible()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_everything_has_room_in_a_small_window_with_large_text(hand: Hand, language: str) -> None:
    hand.window.shell.language.choose(language)
    hand.window.shell.theme.set_text_size(150)
    hand.window.resize(860, 700)
    hand.rail()
    for id in ("lab", "root", "server", "request"):
        hand.choose(id)
        hand.settle()
        area = hand.page.stack.currentWidget().area if id == "lab" else hand.page.form.area  # type: ignore[union-attr, unused-ignore]
        assert area.widget().width() <= area.viewport().width(), id
    hand.choose("root")
    hand.settle()
    name, area = hand.page.form.essentials.name, hand.page.form.area
    assert area.viewport().rect().contains(name.mapTo(area.viewport(), name.rect().center()))
    hand.type("Root")
    hand.key(Qt.Key.Key_Return)
    field = hand.page.form.foot.passphrase.field
    assert hand.window.focusWidget() is field and not field.visibleRegion().isEmpty()
    for section in hand.page.form.sections.rows.values():
        if section.isVisible():
            section.set_open(True)
    hand.settle()
    assert hand.window.width() == 860
    assert hand.page.form.inner.width() <= hand.page.form.area.viewport().width()
    hand.window.shell.theme.set_text_size(100)


def test_the_command_issues_too(rooted: Hand) -> None:
    hand = rooted
    hand.choose("client")
    hand.window.shell.actions["issue_now"].trigger()
    assert not hand.issued() and hand.page.form.essentials.name_field.problem.isVisible()  # now it is said what is missing
    hand.type("Somebody")
    hand.window.shell.actions["issue_now"].trigger()
    hand.wait_issued()


def test_a_workspace_that_cannot_be_opened_is_said_and_nothing_typed_is_lost(hand: Hand, tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"")
    hand.window.shell.settings.workspace_url = f"sqlite:///{tmp_path / 'a file' / 'workspace.sqlite'}"
    hand.rail()
    hand.choose("root")
    hand.type("Root")
    hand.settle()
    assert "a file" in hand.page.form.foot.sentence.text() and not hand.page.form.foot.button.isEnabled()
    hand.window.shell.settings.workspace_url = f"sqlite:///{tmp_path / 'workspace.sqlite'}"
    hand.window.shell.workspace.reopen()
    hand.settle()
    hand.page.form.begin_typing()
    assert hand.page.form.essentials.name.text() == "Root"
    hand.passphrase()
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()

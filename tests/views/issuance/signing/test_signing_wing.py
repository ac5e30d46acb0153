"""The wing "Sign a request", used as a person uses it: files, pasted text, the table, the button."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from tests.core.workspace.small_ca import openssl
from tests.views.issuance.conftest import PASSPHRASE, Hand
from workbench.core.formats import open_path
from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.request_signing import Choice, read_request
from workbench.core.workspace.entries import CertificateEntry, RequestEntry
from workbench.core.x509.certificate import parse_certificate
from workbench.views.inspector.page import InspectorPage
from workbench.views.issuance.signing.parts_table import MOST_PARTS
from workbench.views.issuance.signing.wing import SigningWing
from workbench.views.wishes import Beginning

KEYS = {"rsa": ("rsa:2048",), "ec": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "ed25519": ("ed25519",)}


def csr(folder: Path, name: str, *extensions: str, key: str = "ec", subject: str = "/CN=www.example.test") -> Path:
    path = folder / f"{name}.csr"
    added = [part for extension in extensions for part in ("-addext", extension)]
    done = openssl(
        "req", "-new", "-utf8", "-newkey", *KEYS[key], "-nodes", "-keyout", path.with_suffix(".key"), "-out", path, "-subj", subject, *added
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return path


def wing(hand: Hand) -> SigningWing:
    """The wing, chosen in the list."""
    hand.window.show_page("issue")
    hand.settle()
    hand.choose("sign")
    hand.settle()
    shown = hand.page.stack.currentWidget()
    assert isinstance(shown, SigningWing)
    return shown


def drop(hand: Hand, shown: SigningWing, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    shown.dropEvent(QDropEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, left, none))
    hand.settle()


def choose(hand: Hand, shown: SigningWing, part: str, choice: Choice) -> None:
    """With the keyboard: the list of that row."""
    box = shown.form.table.rows[part].choice
    box.setFocus(Qt.FocusReason.TabFocusReason)
    while box.value() != choice.value:
        before = box.currentIndex()
        hand.qtbot.keyClick(box, Qt.Key.Key_Down if box.findData(choice.value) > before else Qt.Key.Key_Up)
        assert box.currentIndex() != before
    hand.settle()


def issue(hand: Hand, shown: SigningWing) -> CertificateEntry:
    hand.click(shown.form.foot.button)
    hand.wait_issued()
    issued = hand.page.outcome.issued
    assert issued is not None and isinstance(issued.main, CertificateEntry)
    return issued.main


@pytest.mark.parametrize("key", KEYS)
def test_a_dropped_request_becomes_a_certificate_that_openssl_accepts(rooted: Hand, tmp_path: Path, key: str) -> None:
    hand = rooted
    shown = wing(hand)
    path = csr(
        tmp_path, key, "subjectAltName=DNS:www.example.test,DNS:example.test", "1.2.3.4=DER:0500", "extendedKeyUsage=clientAuth", key=key
    )
    drop(hand, shown, path)
    assert "www.csr" not in shown.form.asker.source.text() and path.name in shown.form.asker.source.text()
    assert shown.desk.profile.id == "client"
    shown.form.choices.profile.fill("server")
    shown.form.choices.profile.chosen.emit()
    hand.settle()
    choose(hand, shown, "2.5.29.37", Choice.MERGE)
    choose(hand, shown, "1.2.3.4", Choice.KEEP)
    assert shown.form.table.rows["2.5.29.37"].cells[2].whole() == "serverAuth\nclientAuth"
    entry = issue(hand, shown)
    assert entry.key_id is None and not hand.page.outcome.more.isVisible()
    issued = hand.page.outcome.issued
    assert issued is not None
    leaf, root = tmp_path / "leaf.pem", tmp_path / "root.pem"
    leaf.write_bytes(pem("CERTIFICATE", issued.chain[0]))
    root.write_bytes(pem("CERTIFICATE", issued.chain[1]))
    for purpose in ("sslserver", "sslclient"):
        done = openssl("verify", "-x509_strict", "-purpose", purpose, "-CAfile", root, leaf)
        assert done.returncode == 0, done.stderr
    assert "1.2.3.4" in parse_certificate(entry.der).extension_by_oid
    hand.click(hand.page.outcome.back)
    assert hand.page.stack.currentWidget() is shown and shown.desk.asking is None
    assert "certificate is here" in shown.form.source.here.item(0).text()


def test_a_request_with_a_bad_signature_ends_there(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    der = read_request(csr(tmp_path, "one", subject="/CN=alice").read_bytes()).der
    bad = tmp_path / "bad.csr"
    bad.write_bytes(der.replace(b"alice", b"admin"))
    drop(hand, shown, bad)
    assert "admin" in shown.form.headline.text() and "is not valid" in shown.form.asker.banner.headline.text()
    assert not shown.form.foot.isVisible() and not shown.form.wishes.isVisible() and not shown.beside.isVisible()
    shown.make()
    hand.settle()
    assert not hand.issued() and shown.desk.hindrance("", "") is not None
    hand.click(shown.form.asker.other)
    assert shown.form.source.isVisible()


def test_what_cannot_be_read_is_said_and_nothing_else_is_lost(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "one", "subjectAltName=DNS:a.example.test"))
    choose(hand, shown, "2.5.29.17", Choice.PROFILE)
    torn = tmp_path / "torn.csr"
    torn.write_text("-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n")
    drop(hand, shown, torn)
    assert shown.form.bar.isVisible() and any("torn.csr" in label.text() for label in shown.form.bar.findChildren(QLabel))
    assert shown.desk.asking is not None and shown.desk.chosen.choices == {"2.5.29.17": Choice.PROFILE}


def test_pasting_here_brings_a_request_and_not_the_inspector(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    text = csr(tmp_path, "one").read_text()
    QGuiApplication.clipboard().setText(text)
    shown.form.source.paste.setFocus()
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert shown.desk.asking is not None and not hand.window.shell.session.sources
    assert shown.form.source.paste.toPlainText() == ""
    QGuiApplication.clipboard().setText(csr(tmp_path, "two", subject="/CN=alice").read_text())
    shown.form.choices.profile.setFocus()
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert shown.desk.asking.title == "alice" and not hand.window.shell.session.sources


def test_being_a_ca_must_be_said_twice(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "ca", "basicConstraints=critical,CA:TRUE", subject="/CN=Other CA"))
    assert shown.desk.profile.id == "intermediate"
    assert shown.form.authority.isVisible() and not shown.form.foot.button.isEnabled()
    shown.make()
    hand.settle()
    assert not hand.issued()
    shown.form.authority_box.click()
    hand.settle()
    assert shown.form.foot.button.isEnabled()
    assert issue(hand, shown).ca


def test_of_several_requests_one_is_chosen_and_the_others_wait(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "one"), csr(tmp_path, "two", subject="/CN=two.example.test"))
    several = shown.form.asker.several
    assert several.isVisible() and several.count() == 2
    several.setCurrentIndex(1)
    several.activated.emit(1)
    hand.settle()
    assert "two.example.test" in shown.form.headline.text()
    assert issue(hand, shown).common_name == "two.example.test"
    hand.click(hand.page.outcome.back)
    hand.settle()
    assert shown.desk.asking is not None and shown.desk.asking.title == "www.example.test" and not several.isVisible()


def test_a_locked_workspace_asks_for_the_passphrase_where_it_is_needed(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "one"))
    hand.window.shell.workspace.lock()
    field = shown.form.foot.passphrase.field
    assert field.isVisible() and not shown.form.foot.button.isEnabled()
    field.setFocus()
    hand.type("wrong")
    hand.key(Qt.Key.Key_Return)
    hand.settle()
    assert shown.form.foot.passphrase.problem.text() and not hand.issued()
    field.clear()
    hand.type(PASSPHRASE)
    hand.key(Qt.Key.Key_Return)
    hand.wait_issued()
    assert field.text() == ""


def test_what_was_chosen_is_there_again_after_a_crash(rooted: Hand, tmp_path: Path, qtbot: QtBot) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "one", "extendedKeyUsage=clientAuth"))
    choose(hand, shown, "subject", Choice.PROFILE)
    shown.form.choices.days.setFocus()
    shown.form.choices.days.selectAll()
    hand.type("42")
    shown.desk.drafting.write()
    hand.settle()
    again = SigningWing(hand.window.shell)
    qtbot.addWidget(again)
    again.show()
    hand.settle()
    assert again.desk.asking is not None and again.desk.asking.der == shown.desk.asking.der  # type: ignore[union-attr]
    assert again.desk.days == 42 and again.desk.chosen.choices == {"subject": Choice.PROFILE}


def test_signs_of_direction_in_a_name_are_made_visible(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "one", subject="/O=evil\u202etxt.exe/CN=x.example.test"))
    texts = [cell.whole() for cell in shown.form.table.rows["subject"].cells] + [shown.form.headline.text()]
    texts += [label.text() for label in shown.form.asker.findChildren(QLabel)]
    assert all("\u202e" not in text for text in texts) and "evil" in texts[0]


def test_both_languages_while_a_request_is_open(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "one", "keyUsage=digitalSignature"))
    english = (shown.form.headline.text(), shown.form.table.headings[0].text(), shown.form.table.rows["2.5.29.15"].word.text())
    hand.window.shell.language.choose("ja")
    hand.settle()
    japanese = (shown.form.headline.text(), shown.form.table.headings[0].text(), shown.form.table.rows["2.5.29.15"].word.text())
    assert all(one != other for one, other in zip(english, japanese, strict=True))
    assert shown.form.table.rows["2.5.29.15"].choice.currentText() == "プロファイルのとおり"


def test_the_inspector_leads_here(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    path = csr(tmp_path, "one", subject="/CN=inspected.example.test")
    hand.window.shell.session.open_paths([str(path)])
    hand.settle()
    inspector = hand.window.page("inspect")
    chosen: list[str] = []

    def popup(menu: QMenu, *_: object) -> None:
        for action in menu.actions():
            chosen.append(action.text())
            if action.text() == "Sign this request…":
                action.trigger()

    monkeypatch.setattr(QMenu, "popup", popup)
    assert isinstance(inspector, InspectorPage)
    assert inspector.inspection.row is not None
    inspector._show_menu(inspector.inspection.row, QPoint(0, 0))
    hand.settle()
    assert "Sign this request…" in chosen
    shown = hand.page.stack.currentWidget()
    assert isinstance(shown, SigningWing) and shown.desk.asking is not None and shown.desk.asking.title == "inspected.example.test"


def test_our_own_request_signed_elsewhere_comes_back_to_its_key(rooted: Hand, tmp_path: Path) -> None:
    """Made in the form "request", signed with openssl, imported in the library: the request says that its certificate is here."""
    hand = rooted
    hand.choose("request")
    hand.type("back.example.test")
    hand.settle()
    hand.click(hand.page.form.foot.button)
    hand.wait_issued()
    issued = hand.page.outcome.issued
    assert issued is not None and isinstance(issued.main, RequestEntry)
    (tmp_path / "our.csr").write_bytes(issued.pem)
    root = openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "ca.key", "-out", tmp_path / "ca.pem",
                   "-subj", "/CN=Their CA", "-days", "99")  # fmt: skip
    assert root.returncode == 0, root.stderr
    signed = openssl("x509", "-req", "-in", tmp_path / "our.csr", "-CA", tmp_path / "ca.pem", "-CAkey", tmp_path / "ca.key",
                     "-CAcreateserial", "-days", "90", "-copy_extensions", "copyall", "-out", tmp_path / "our.pem")  # fmt: skip
    assert signed.returncode == 0, signed.stderr
    hand.window.shell.wishes.keep.emit(tuple(item for file in open_path(tmp_path / "our.pem") for item in file.objects))
    hand.settle()
    shown = wing(hand)
    states = {item.text().split(" · ")[0]: item.text() for item in map(shown.form.source.here.item, range(shown.form.source.here.count()))}
    assert "certificate is here" in states["back.example.test"]
    hand.page.begin(Beginning("sign", request_id=issued.main.id))
    hand.settle()
    assert shown.desk.asking is not None and shown.desk.asking.der == issued.main.der


def test_what_stands_beside_it_leads_to_the_row(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    drop(hand, shown, csr(tmp_path, "one", "subjectAltName=DNS:www.example.test"))
    hand.qtbot.waitUntil(lambda: shown.beside.preview is not None and shown.beside.preview.made, timeout=20_000)
    assert shown.beside.preview.wish.signs == shown.desk.asking.der  # type: ignore[union-attr]
    for place, field in (
        (("names", 0), shown.form.table.rows["2.5.29.17"].choice),
        (("validity", "days"), shown.form.choices.days),
        (("issuer",), shown.form.choices.issuer),
    ):
        shown.beside.place_wanted.emit(place)
        assert hand.window.focusWidget() is field
    assert hand.page.panes() == [hand.page.list.view, shown.form, shown.beside]


def test_a_request_with_a_thousand_extensions_has_a_table_that_ends(rooted: Hand, tmp_path: Path) -> None:
    hand = rooted
    shown = wing(hand)
    odd = [f"1.2.3.{number}=DER:0500" for number in range(200)]
    drop(hand, shown, csr(tmp_path, "many", *odd))
    assert len(shown.form.table.rows) == MOST_PARTS and "and 18" in shown.form.table.more.text()
    entry = issue(hand, shown)
    assert not any(oid.startswith("1.2.3.") for oid in parse_certificate(entry.der).extension_by_oid)

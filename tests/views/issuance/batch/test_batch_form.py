"""Many certificates from one table, with real clicks."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.views.issuance.conftest import PASSPHRASE, Hand
from workbench.core.formats.on_disk import read_file
from workbench.core.issuance.batch import MOST_OCTETS
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import AlternativeName, NameConstraints, NameKind, SubjectAttribute
from workbench.core.workspace import certificates, issuing
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.batch.row_text import State
from workbench.views.issuance.batch.form import BatchForm
from workbench.views.wishes import Beginning


def table(rows: int = 120, broken: tuple[int, ...] = (7, 50), key: str = "p-256") -> str:
    """Host names; in the rows of these numbers something is wrong."""
    lines = ["name,names,days,key"]
    for number in range(1, rows + 1):
        days = "ninety" if number in broken else "90"
        lines.append(f"host{number}.example.test,alt{number}.example.test,{days},{key}")
    return "\n".join(lines) + "\n"


def workspace(hand: Hand) -> Workspace:
    found = hand.window.shell.workspace.workspace
    assert found is not None
    return found


def issued(hand: Hand) -> list[CertificateEntry]:
    """What the root of the fixture has issued, as it stands in the database."""
    with workspace(hand).reading() as connection:
        (root,) = certificates.roots(connection)
        return [entry for entry in certificates.issued_by(connection, root.id, limit=None) if entry.id != root.id]


def wing(hand: Hand) -> BatchForm:
    hand.choose("batch")
    hand.settle()
    form = hand.page.stack.currentWidget()
    assert isinstance(form, BatchForm)
    return form


def bring(hand: Hand, monkeypatch: pytest.MonkeyPatch, path: Path) -> BatchForm:
    form = wing(hand)
    choose(hand, form, monkeypatch, path)
    return form


def choose(hand: Hand, form: BatchForm, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(path), ""))
    hand.click(form.open if form.open.isVisible() else form.start.open)
    hand.settle()


def finish(hand: Hand, form: BatchForm) -> None:
    hand.click(form.foot.button)
    hand.qtbot.waitUntil(lambda: not form.desk.busy, timeout=60_000)
    hand.settle()


# --- the whole way -----------------------------------------------------------------------------------------------------------------


def test_of_120_rows_two_are_wrong_and_the_others_are_issued(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    path = tmp_path / "hosts.csv"
    path.write_text(table())
    form = bring(hand, monkeypatch, path)
    assert form.headline.text() == "118 of 120 rows can be issued; 2 have mistakes."
    assert form.foot.button.text() == "Issue 118 certificates"
    model = form.desk.model
    assert "ninety" in form.detail.text() and "Row 8" in form.detail.text()  # the first mistake is shown
    hand.click(form.wrong_first)
    firsts = [model.data(model.index(row, 0)) for row in range(3)]
    assert firsts == ["8", "51", "2"]
    hand.click(form.wrong_first)
    assert model.data(model.index(0, 0)) == "2"

    finish(hand, form)
    assert form.headline.text() == "Issued: 118. Not issued: 2."
    entries = issued(hand)
    assert len(entries) == 118
    assert {entry.common_name for entry in entries} == {f"host{n}.example.test" for n in range(1, 121) if n not in (7, 50)}
    assert [model.state(position) for position in (0, 6, 49)] == [State.ISSUED, State.WRONG, State.WRONG]
    assert "host7" not in {entry.common_name.split(".")[0] for entry in entries}

    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: str(folder))
    hand.click(form.after.save)
    hand.settle()
    assert len(list(folder.iterdir())) == 2 * 118 and str(2 * 118) in form.after.sentence.text()
    assert (folder / "host1.example.test.key").stat().st_mode & 0o777 == 0o600
    assert b"BEGIN CERTIFICATE" in (folder / "host1.example.test-chain.pem").read_bytes()

    report = tmp_path / "report.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(report), ""))
    hand.click(form.after.report)
    hand.settle()
    rows = list(csv.reader(io.StringIO(report.read_bytes().decode("utf-8-sig"))))
    assert len(rows) == 121 and rows[1][:2] == ["2", "host1.example.test"] and rows[1][4] == "Issued"
    serials = {entry.common_name: int(entry.serial, 16) for entry in entries}
    assert int(rows[1][2].replace(":", ""), 16) == serials["host1.example.test"]
    assert rows[7][2] == "" and "ninety" in rows[7][4]

    seen: list[str] = []
    hand.window.shell.wishes.entry.connect(seen.append)
    hand.click(form.after.library)
    hand.settle()
    assert seen == [form.desk.first_issued] and seen[0] in {entry.id for entry in entries}


def test_files_that_are_there_are_replaced_only_when_that_is_chosen(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    path = tmp_path / "hosts.csv"
    path.write_text(table(2, ()))
    form = bring(hand, monkeypatch, path)
    finish(hand, form)
    folder = tmp_path / "out"
    folder.mkdir()
    there = folder / "host2.example.test.key"
    there.write_text("precious")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: str(folder))
    hand.click(form.after.save)
    hand.settle()
    assert there.name in form.after.sentence.text() and [file.name for file in folder.iterdir()] == [there.name]
    assert there.read_text() == "precious"
    hand.click(form.after.replace)
    hand.click(form.after.save)
    hand.settle()
    assert "BEGIN PRIVATE KEY" in there.read_text() and len(list(folder.iterdir())) == 4
    assert form.after.replace.isHidden() and not form.after.replace.isChecked()


def test_pkcs12_asks_for_a_password_and_tells_what_is_missing(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    hand = rooted
    path = tmp_path / "hosts.csv"
    path.write_text(table(1, ()))
    form = bring(hand, monkeypatch, path)
    finish(hand, form)
    after = form.after
    place = after.target.findData("pkcs12")
    after.target.setCurrentIndex(place)
    after.target.activated.emit(place)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: str(tmp_path))
    hand.click(after.save)
    assert after.sentence.text() == "Type a password for the files."
    QTest.keyClicks(after.password, "p12 password")
    hand.click(after.save)
    assert after.sentence.text() == "The two passwords differ."
    QTest.keyClicks(after.again, "p12 password")
    hand.click(after.save)
    hand.settle()
    store = load_pkcs12((tmp_path / "host1.example.test.p12").read_bytes(), b"p12 password")
    assert store.cert is not None and store.key is not None and not after.password.text()


# --- mistakes and changes of mind --------------------------------------------------------------------------------------------------


def test_cancel_in_the_middle_keeps_what_was_told_and_the_rest_can_follow(
    rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = rooted
    path = tmp_path / "hosts.csv"
    path.write_text(table(40, (3,), "rsa-2048"))
    form = bring(hand, monkeypatch, path)
    hand.click(form.foot.button)
    hand.qtbot.waitUntil(lambda: form.desk.counts.issued > 0, timeout=60_000)
    assert form.desk.busy
    form.foot._appear()  # it shows itself a moment after the work began
    hand.click(form.foot.cancel)
    hand.qtbot.waitUntil(lambda: not form.desk.busy, timeout=60_000)
    hand.settle()
    made = form.desk.counts.issued
    told = {result.entry.id for result in form.desk.model.results.values() if result.entry is not None}
    assert 0 < made < 39 and len(told) == made
    assert {entry.id for entry in issued(hand)} == told
    assert str(made) in form.headline.text() and str(39 - made) in form.headline.text() and "stay" in form.headline.text()
    assert form.after.isVisible() and form.foot.button.text() == f"Issue the other {39 - made}"
    finish(hand, form)
    assert len(issued(hand)) == 39 == form.desk.counts.issued and form.headline.text() == "Issued: 39. Not issued: 1."
    assert len({entry.common_name for entry in issued(hand)}) == 39


def test_a_wrong_passphrase_loses_nothing(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    path = tmp_path / "hosts.csv"
    path.write_text(table(3, ()))
    form = bring(hand, monkeypatch, path)
    hand.window.shell.workspace.lock()
    assert form.foot.passphrase.isVisible() and not form.foot.button.isEnabled()
    form.foot.passphrase.field.setFocus()
    hand.type("not the passphrase")
    finish(hand, form)
    assert form.foot.passphrase.problem.isVisible() and not issued(hand)
    assert form.headline.text() == "All 3 rows can be issued."
    form.foot.passphrase.field.selectAll()
    hand.type(PASSPHRASE)
    hand.key(Qt.Key.Key_Return)
    hand.qtbot.waitUntil(lambda: form.desk.counts.issued == 3, timeout=60_000)
    hand.settle()
    assert len(issued(hand)) == 3 and not form.foot.passphrase.field.text()


def test_a_file_that_is_no_table_is_one_sentence_and_the_table_before_stays(
    rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = rooted
    good = tmp_path / "hosts.csv"
    good.write_text(table(3, ()))
    form = bring(hand, monkeypatch, good)
    bad = {
        "binary.csv": bytes(range(256)) * 9,
        "empty.csv": b"",
        "columns.csv": b"colour,size\nred,5\n",
        "header.csv": b"name,days\n",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
        choose(hand, form, monkeypatch, tmp_path / name)
        assert form.trouble_text.isVisible() and form.trouble_text.text().startswith(name), name
        assert "\n" not in form.trouble_text.text()
        assert form.headline.text() == "All 3 rows can be issued." and form.source.whole().startswith("hosts.csv")
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(200 << 20)
    monkeypatch.setattr("workbench.core.formats.on_disk.read_file", _never)
    choose(hand, form, monkeypatch, tmp_path / "huge.csv")
    assert str(MOST_OCTETS >> 20) in form.trouble_text.text() and form.desk.table is not None
    monkeypatch.setattr("workbench.core.formats.on_disk.read_file", read_file)
    choose(hand, form, monkeypatch, tmp_path)
    assert form.trouble_text.isVisible()
    choose(hand, form, monkeypatch, good)
    assert form.trouble_text.isHidden() and form.foot.button.isEnabled()


def _never(path: str) -> bytes:
    raise AssertionError(path)


def test_a_japanese_table_in_shift_jis_makes_client_certificates(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    path = tmp_path / "社員.csv"
    path.write_bytes("名前,メールアドレス,部署,日数\r\n山田 花子,hanako@example.test,開発部,３０\r\n髙橋 一郎,,営業部,\r\n".encode("cp932"))
    hand.window.shell.language.choose("ja")
    form = wing(hand)
    place = form.profile.findData("client")
    form.profile.setCurrentIndex(place)
    form.profile.activated.emit(place)
    choose(hand, form, monkeypatch, path)
    assert form.headline.text() == "2行すべてを発行できます。" and "Shift_JIS" in form.source.whole()
    finish(hand, form)
    assert form.headline.text() == "2件を発行しました。"
    made = {entry.common_name: entry for entry in issued(hand)}
    assert set(made) == {"山田 花子", "髙橋 一郎"}
    assert "hanako@example.test" in made["山田 花子"].names and "開発部" in made["山田 花子"].subject
    assert (made["山田 花子"].not_after - made["山田 花子"].not_before).days in (29, 30)


def test_language_and_theme_switch_without_losing_the_table(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    path = tmp_path / "hosts.csv"
    path.write_text(table(5, (2,)))
    form = bring(hand, monkeypatch, path)
    hand.window.shell.language.choose("ja")
    hand.window.shell.theme.choose("dark")
    hand.settle()
    assert form.headline.text() == "5行のうち4行を発行できます。1行に誤りがあります。"
    model = form.desk.model
    assert model.headerData(5, Qt.Orientation.Horizontal) == "状態" and model.data(model.index(0, 5)) == "発行できます"
    assert form.foot.button.text() == "4件の証明書を発行"
    hand.window.shell.language.choose("en")
    hand.window.shell.theme.choose("light")
    hand.settle()
    finish(hand, form)
    assert len(issued(hand)) == 4


def test_cells_of_a_spreadsheet_are_pasted_and_files_are_dropped(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    form = wing(hand)
    assert hand.window.focusWidget() is form.start.open
    QGuiApplication.clipboard().setText("name\tnames\nwww.example.test\texample.test 192.0.2.1\n")
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert form.headline.text() == "The one row can be issued." and hand.window.focusWidget() is form.table
    QGuiApplication.clipboard().setText("name\nother.example.test\nthird.example.test\n")
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert form.desk.counts.rows == 2 and not hand.window.shell.session.sources
    QGuiApplication.clipboard().clear()
    hand.click(form.paste)
    hand.settle()
    assert form.trouble_text.isVisible() and form.desk.counts.rows == 2

    path = tmp_path / "hosts.csv"
    path.write_text(table(4, ()))
    _drop(form, [path, path])
    hand.settle()
    assert "2" in form.trouble_text.text() and form.desk.counts.rows == 2
    _drop(form, [path])
    hand.settle()
    assert form.headline.text() == "All 4 rows can be issued." and form.trouble_text.isHidden()


def _drop(form: BatchForm, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    form.dropEvent(QDropEvent(QPointF(5, 5), action, mime, Qt.MouseButton.LeftButton, none))


# --- under another profile, under another CA ---------------------------------------------------------------------------------------


def _constrained(hand: Hand) -> CertificateEntry:
    """A CA that may only issue for example.test."""
    with workspace(hand).reading() as connection:
        (root,) = certificates.roots(connection)
    profile = built_in("intermediate")
    wish = replace(
        profile.specification,
        subject=(SubjectAttribute("2.5.4.3", "Constrained CA"),),
        name_constraints=NameConstraints(permitted=(AlternativeName(NameKind.DNS, "example.test"),)),
    )
    return issuing.issue(workspace(hand), issuing.Order(wish, root.id, KeyKind.P_256))


def test_what_the_ca_would_refuse_is_told_before(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    made = _constrained(hand)
    hand.window.shell.workspace.changed.emit()
    path = tmp_path / "hosts.csv"
    path.write_text("name\nwww.example.test\nwww.elsewhere.test\nmail.example.test\n")
    form = bring(hand, monkeypatch, path)
    place = form.issuer.findData(made.id)
    form.issuer.setCurrentIndex(place)
    form.issuer.activated.emit(place)
    hand.settle()
    assert form.headline.text() == "2 of 3 rows can be issued; 1 has a mistake."
    assert [form.desk.model.state(at) for at in range(3)] == [State.FINE, State.WRONG, State.FINE]
    with workspace(hand).reading() as connection:
        (root,) = certificates.roots(connection)
    place = form.issuer.findData(root.id)
    form.issuer.setCurrentIndex(place)
    form.issuer.activated.emit(place)
    hand.settle()
    assert form.headline.text() == "All 3 rows can be issued."
    finish(hand, form)
    assert form.desk.counts.issued == 3
    entry = issued(hand)[0]
    assert parse_certificate(entry.der).issuer.rfc4514 == "CN=Example Root CA"


def test_a_profile_without_ca_needs_none_and_the_kind_of_key_is_chosen_for_rows_that_say_nothing(
    rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = rooted
    path = tmp_path / "hosts.csv"
    path.write_text("name,key\none.example.test,\ntwo.example.test,p-384\n")
    form = bring(hand, monkeypatch, path)
    for choice, value in ((form.profile, "self_signed"), (form.key, "ed25519")):
        place = choice.findData(value)
        choice.setCurrentIndex(place)
        choice.activated.emit(place)
        hand.settle()
    assert form.issuer_field.isHidden() and form.foot.button.isEnabled()
    finish(hand, form)
    with workspace(hand).reading() as connection:
        made = {entry.common_name: entry for entry in certificates.roots(connection)}
    assert "Ed25519" in made["one.example.test"].key_text and "P-384" in made["two.example.test"].key_text.replace("secp384r1", "P-384")


def test_without_a_ca_it_is_said_and_another_page_can_begin_it(hand: Hand, qtbot: QtBot) -> None:
    hand.rail()
    form = wing(hand)
    form.desk.paste("name\nwww.example.test\n")
    hand.settle()
    assert not form.foot.button.isEnabled() and "CA" in form.foot.sentence.text()
    hand.window.show_page("home")
    hand.window.shell.wishes.issue.emit(Beginning("batch"))
    hand.settle()
    assert hand.page.isVisible() and hand.page.stack.currentWidget() is form and form.desk.counts.rows == 1


def test_a_template_can_be_filled_in_and_another_table_follows(rooted: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = rooted
    form = wing(hand)
    path = tmp_path / "template.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))
    hand.click(form.start.template)
    hand.settle()
    assert path.name in form.foot.sentence.text()
    choose(hand, form, monkeypatch, path)
    assert form.headline.text() == "The one row can be issued." and "left out" not in form.source.whole()
    finish(hand, form)
    assert form.headline.text() == "Issued: 1." and form.foot.isHidden()
    hand.click(form.after.other)
    hand.settle()
    assert form.start.isVisible() and form.desk.table is None and len(issued(hand)) == 1
    assert issued(hand)[0].not_after > datetime.now(UTC)

"""What stands beside a form, in the real page: it follows what is typed, and leads back to the fields."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.core.issuance.made import as_pem, issuers, key_of, wish
from tests.core.issuance.openssl.running import der, extensions, pem
from tests.views.issuance.conftest import PASSPHRASE, Hand
from workbench.core.issuance.build import build_self_signed
from workbench.core.issuance.specification import AlternativeName, NameConstraints, NameKind, Specification
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind
from workbench.models.findings_model import FindingRole
from workbench.models.issuance.beside.preview import Preview
from workbench.models.issuance.wish import Wish
from workbench.views.issuance.beside.pane import TABS, Beside
from workbench.views.issuance.beside.result_tab import ResultTab
from workbench.views.shell import Shell


def beside(hand: Hand) -> Beside:
    found = hand.page.beside
    assert isinstance(found, Beside)
    return found


def wait_for(hand: Hand, name: str) -> Preview:
    """Until what stands beside is about this name."""
    pane = beside(hand)

    def there() -> bool:
        preview = pane.preview
        return preview is not None and any(item.value == name for item in preview.wish.specification.names) and not pane.previewer.busy

    hand.qtbot.waitUntil(there, timeout=30_000)
    hand.settle()
    assert pane.preview is not None
    return pane.preview


def values(pane: Beside) -> list[str]:
    """Everything that the tree shows."""
    model = pane.certificate.pane.tree.model
    found: list[str] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            found.append(str(model.index(row, 1, parent).data()))
            walk(model.index(row, 0, parent))

    walk(QModelIndex())
    return found


def commands(pane: Beside) -> str:
    return "\n".join(row.text() for row in [*pane.openssl.files, *pane.openssl.steps] if not row.isHidden())


def sentences(tab: ResultTab) -> list[str]:
    return [str(tab.model.index(row, 0).data()) for row in range(tab.model.rowCount())]


def of_server(name: str, chain: tuple[bytes, ...] = issuers(KeyKind.P_256).chain, intent: str = "server") -> Wish:
    specification = replace(wish("server", name), names=(AlternativeName(NameKind.DNS, name),))
    return Wish(specification, KeyKind.P_256, () if intent == "request" else chain, intent)


@pytest.fixture
def pane(qtbot: QtBot, shell: Shell) -> Beside:
    """Alone, in a window as wide as its column."""
    made = Beside(shell)
    qtbot.addWidget(made)
    made.resize(430, 740)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(qtbot: QtBot, pane: Beside, wanted: Wish) -> Preview:
    pane.show_wish(wanted)
    qtbot.waitUntil(lambda: pane.preview is not None and pane.preview.wish == wanted and not pane.previewer.busy, timeout=30_000)
    assert pane.preview is not None
    return pane.preview


# --- it follows the form ------------------------------------------------------------------------------------------------------------


def test_typing_changes_verdict_tree_and_commands(rooted: Hand) -> None:
    hand = rooted
    hand.choose("server")
    hand.type("www.example.test")
    wait_for(hand, "www.example.test")
    pane = beside(hand)
    assert pane.banner.status is Status.OK and "Example Root CA" in pane.banner.headline.text()
    assert any("www.example.test" in value for value in values(pane)) and "DNS.1 = www.example.test" in commands(pane)
    assert [link.name.whole() for link in pane.result.chain.links if not link.isHidden()] == ["Example Root CA", "www.example.test"]
    hand.type(", bad name!")
    hand.qtbot.waitUntil(lambda: pane.banner.status is None and pane.preview is not None and not pane.preview.made, timeout=30_000)
    assert sentences(pane.result)[0] in pane.banner.detail.text() and "name!" in pane.banner.detail.text()
    assert pane.certificate.stale and not pane.certificate.pane.isEnabled() and pane.openssl.recipe.isHidden()
    hand.page.form.essentials.name.selectAll()
    hand.type("mail.example.test")
    wait_for(hand, "mail.example.test")
    assert pane.banner.status is Status.OK and not pane.certificate.stale
    assert "DNS.1 = mail.example.test" in commands(pane) and not any("www.example.test" in value for value in values(pane))


def test_another_key_another_picture_and_a_request_has_no_verdict(rooted: Hand) -> None:
    hand = rooted
    hand.choose("request")
    hand.type("www.example.test")
    wait_for(hand, "www.example.test")
    pane = beside(hand)
    assert pane.banner.status is None and "www.example.test" in pane.banner.headline.text()
    assert pane.tabs.tabText(1) == "Request" and "prime256v1" in " ".join(values(pane))
    assert "openssl req -new" in commands(pane) and "x509 -req" not in commands(pane)
    hand.page.desk.choose_key(KeyKind.ED25519)
    hand.qtbot.waitUntil(lambda: "ED25519" in commands(pane), timeout=30_000)
    assert any("Ed25519" in value for value in values(pane))


def test_a_name_outside_the_constraints_of_the_ca_is_refused_with_the_reason(rooted: Hand) -> None:
    """In the window: a CA for corp.test alone is made, then asked for something else. The row leads to the field."""
    hand = rooted
    hand.choose("root")
    hand.type("Corporate Root")
    form = hand.page.desk.form
    assert form is not None
    only = NameConstraints(permitted=(AlternativeName(NameKind.DNS, "corp.test"),))
    hand.page.desk.edit(replace(form.specification, name_constraints=only))
    hand.page.form.foot.button.click()
    hand.wait_issued()
    hand.click(hand.page.outcome.back)
    hand.choose("server")
    hand.type("www.example.test")
    authority = next(ca for ca in hand.page.desk.standing.authorities if ca.entry.title == "Corporate Root")
    hand.page.desk.choose_issuer(authority.entry.id)
    pane = beside(hand)
    hand.qtbot.waitUntil(lambda: pane.banner.status is Status.FAILURE, timeout=30_000)
    assert "Cannot be issued" in pane.banner.headline.text() and "www.example.test" in pane.banner.detail.text()
    refused = pane.result.model.index(0, 0)
    assert refused.data(FindingRole.STATUS) == Status.FAILURE and "www.example.test" in refused.data()
    hand.page.list.view.setFocus()
    pane.result.list.activated.emit(refused)
    assert hand.window.focusWidget() is hand.page.form.essentials.name
    name = hand.page.form.essentials.name
    name.selectAll()
    hand.type("www.corp.test")
    hand.qtbot.waitUntil(lambda: pane.banner.status is Status.OK, timeout=30_000)
    assert not hand.page.desk.problems()


def test_a_problem_of_a_folded_field_opens_its_section(rooted: Hand) -> None:
    hand = rooted
    hand.choose("server")
    hand.type("www.example.test")
    form = hand.page.desk.form
    assert form is not None
    hand.page.desk.edit(replace(form.specification, crl_urls=("no address",)))
    pane = beside(hand)
    hand.qtbot.waitUntil(lambda: pane.banner.status is None and pane.result.model.rowCount() > 0, timeout=30_000)
    pane.result.list.activated.emit(pane.result.model.index(0, 0))
    section = hand.page.form.sections.owner_of("crl_urls")
    assert section is not None and section.open and hand.window.focusWidget() is section.heading


def test_without_a_ca_it_says_so_and_leads_nowhere_wrong(hand: Hand) -> None:
    hand.rail()
    hand.choose("server")
    hand.type("www.example.test")
    wait_for(hand, "www.example.test")
    pane = beside(hand)
    assert pane.banner.status is None and "root CA" in pane.banner.detail.text() + pane.result.quiet.text()
    assert "-CAkey ca.key" in commands(pane)


def test_the_passphrase_and_the_keys_are_nowhere_in_it(rooted: Hand) -> None:
    hand = rooted
    hand.choose("server")
    hand.type("www.example.test")
    preview = wait_for(hand, "www.example.test")
    everything = repr(preview) + commands(beside(hand)) + "".join(text for _, text in preview.commands.to_save)
    assert PASSPHRASE not in everything and "PRIVATE KEY" not in everything


# --- the latest wins, nothing jumps -------------------------------------------------------------------------------------------------


def test_of_many_wishes_the_last_is_shown(qtbot: QtBot, pane: Beside) -> None:
    for number in range(40):
        pane.show_wish(of_server(f"w{number}.example.test"))
    last = of_server("last.example.test")
    assert show(qtbot, pane, last).wish is last
    assert any("last.example.test" in value for value in values(pane))


def test_the_tree_keeps_what_was_open_and_what_was_selected(qtbot: QtBot, pane: Beside) -> None:
    pane.tabs.setCurrentIndex(1)
    show(qtbot, pane, of_server("one.example.test"))
    tree = pane.certificate.pane.tree
    closed = tree.model.index_of_labels(("tbsCertificate", "subject"))
    opened = tree.model.index_of_labels(("tbsCertificate", "extensions", "subjectAltName"))
    tree.view.setExpanded(closed, False)
    tree.view.setExpanded(opened, True)
    tree.select_labels(("tbsCertificate", "extensions", "subjectAltName", "dNSName"))
    place = tree.view.verticalScrollBar().value()
    show(qtbot, pane, of_server("another.example.test"))
    node = tree.current()
    assert node is not None and node.label == "dNSName" and node.value == "another.example.test"
    assert not tree.view.isExpanded(tree.model.index_of_labels(("tbsCertificate", "subject")))
    assert tree.view.isExpanded(tree.model.index_of_labels(("tbsCertificate", "extensions", "subjectAltName")))
    assert tree.view.verticalScrollBar().value() == place


def test_the_same_wish_again_leaves_everything_alone(qtbot: QtBot, pane: Beside) -> None:
    first = show(qtbot, pane, of_server("www.example.test"))
    pane.show_wish(of_server("www.example.test"))
    assert not pane.previewer.busy and pane.preview is first


def test_stand_ins_are_said_to_be_made_later_and_no_preview_can_be_taken_for_a_certificate(qtbot: QtBot, pane: Beside) -> None:
    pane.tabs.setCurrentIndex(1)
    show(qtbot, pane, of_server("www.example.test"))
    model = pane.certificate.pane.tree.model
    from workbench.models.node_tree_model import NodeRole

    for labels in (("tbsCertificate", "serialNumber"), ("signatureValue",), ("tbsCertificate", "subjectPublicKeyInfo", "subjectPublicKey")):
        index = model.index_of_labels(labels)
        assert index.data(NodeRole.NOTE) == "made when issued" and index.siblingAtColumn(1).data() == ""
    assert "preview" in pane.certificate.note.text()
    assert not any("PEM" in button.text() for button in pane.findChildren(QPushButton))


# --- the linter ---------------------------------------------------------------------------------------------------------------------


def test_the_linter_looks_by_itself_and_by_the_rules_of_public_cas_when_asked(qtbot: QtBot, pane: Beside) -> None:
    pane.tabs.setCurrentIndex(2)
    soon = pane.previewer._lint_soon
    interval = soon.interval()
    soon.setInterval(3_600_000)
    show(qtbot, pane, of_server("www.example.test"))
    assert pane.previewer.lint is None and "checking" in pane.lint.state.text()  # nobody says before it has looked that all is well
    soon.start(interval)
    qtbot.waitUntil(lambda: pane.lint.public.isVisible(), timeout=30_000)
    few = pane.lint.model.rowCount()
    pane.lint.public.setChecked(True)
    qtbot.waitUntil(lambda: pane.lint.model.rowCount() > few, timeout=30_000)
    assert re.fullmatch(r"Lint \d+", pane.tabs.tabText(2))
    assert any("CA/B" in str(pane.lint.model.index(row, 0).data(FindingRole.CITATION)) for row in range(pane.lint.model.rowCount()))
    show(qtbot, pane, of_server("www.example.test", intent="request"))
    qtbot.waitUntil(lambda: pane.lint.model.rowCount() == 0 and pane.tabs.tabText(2) == "Lint", timeout=30_000)
    assert not pane.lint.public.isVisible() and "requests" in pane.lint.state.text()


# --- openssl ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("bash")), reason="openssl or bash is not installed")
def test_the_commands_that_are_shown_make_the_same_certificate(qtbot: QtBot, pane: Beside, tmp_path: Path) -> None:
    """Saved and copied as a person does; the key of the CA is put beside them, as it says."""
    tmp_path = tmp_path / "here"
    preview = show(qtbot, pane, of_server("www.example.test"))
    pane.tabs.setCurrentIndex(3)
    pane.openssl.save_into(tmp_path)
    qtbot.waitUntil(lambda: not pane.openssl.saved.isHidden(), timeout=30_000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ca.crt", "server.cnf"]
    (tmp_path / "ca.key").write_bytes(pem(issuers(KeyKind.P_256).intermediate.key))
    qtbot.mouseClick(pane.openssl.copy_all, Qt.MouseButton.LeftButton)
    script = QGuiApplication.clipboard().text()
    assert script == preview.commands.all_commands()
    run = subprocess.run(["bash", "-e"], input=script.encode(), cwd=tmp_path, capture_output=True, timeout=120)
    assert run.returncode == 0, run.stderr
    theirs, ours = parse_certificate(der(tmp_path / "server.crt")), preview.certificate
    assert ours is not None and theirs.subject_der == ours.subject_der and theirs.issuer_der == ours.issuer_der
    mine, others = extensions(ours), extensions(theirs)
    identifier = mine.pop("2.5.29.14"), others.pop("2.5.29.14")  # of its own new key
    assert mine == others and identifier[0][0] == identifier[1][0] and len(identifier[0][1]) == len(identifier[1][1])
    (tmp_path / "chain.pem").write_bytes(as_pem(*issuers(KeyKind.P_256).chain))
    verify = ["openssl", "verify", "-CAfile", "chain.pem", "server.crt"]
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, timeout=60).returncode == 0


def test_files_are_never_written_over_others_unasked(qtbot: QtBot, pane: Beside, tmp_path: Path) -> None:
    show(qtbot, pane, of_server("www.example.test"))
    pane.tabs.setCurrentIndex(3)
    tmp_path = tmp_path / "here"
    tmp_path.mkdir()
    mine = tmp_path / "server.cnf"
    mine.write_text("mine")
    pane.openssl.save_into(tmp_path)
    qtbot.waitUntil(lambda: pane.openssl.replace.isVisible(), timeout=30_000)
    assert mine.read_text() == "mine" and [path.name for path in tmp_path.iterdir()] == ["server.cnf"]
    assert "server.cnf" in pane.openssl.saved.text()
    qtbot.mouseClick(pane.openssl.replace, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: mine.read_text().startswith("[req]"), timeout=30_000)
    qtbot.waitUntil(lambda: not pane.openssl.replace.isVisible(), timeout=30_000)


def test_a_command_is_copied_exactly_and_shown_with_nothing_hidden(qtbot: QtBot, pane: Beside) -> None:
    specification = wish("server", "evil\u202etxt")
    show(qtbot, pane, Wish(specification, KeyKind.P_256, issuers(KeyKind.P_256).chain, "server"))
    pane.tabs.setCurrentIndex(3)
    row = pane.openssl.files[0]
    assert "⟨U+202E⟩" in row.field.toPlainText() and "\u202e" not in row.field.toPlainText()
    qtbot.mouseClick(row.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == row.text() and "\u202e" in row.text()
    row.field.selectAll()
    row.field.copy()
    assert QGuiApplication.clipboard().text() == row.text()


def test_a_passphrase_for_the_new_key_is_asked_for_and_never_written(qtbot: QtBot, pane: Beside) -> None:
    show(qtbot, pane, of_server("www.example.test"))
    pane.tabs.setCurrentIndex(3)
    pane.openssl.encrypt.setChecked(True)
    qtbot.waitUntil(lambda: "-aes256" in commands(pane), timeout=30_000)
    assert "-pass" not in commands(pane)


# --- looks --------------------------------------------------------------------------------------------------------------------------


def test_language_and_theme_switch_live(qtbot: QtBot, pane: Beside, shell: Shell) -> None:
    show(qtbot, pane, of_server("www.example.test"))
    qtbot.waitUntil(lambda: pane.lint.model.rowCount() > 0, timeout=30_000)
    shell.language.choose("ja")
    QApplication.processEvents()
    assert "信頼" in pane.banner.headline.text() and pane.tabs.tabText(0) == "結果"
    assert "年" in pane.result.chain.links[0].until.text() and "保存" in pane.openssl.save.text()
    assert "秘密鍵" in pane.openssl.steps[0].sentence.text() and pane.openssl.steps[0].copy.text() == "コピー"
    shell.theme.choose("dark")
    shell.theme.set_text_size(150)
    QApplication.processEvents()
    assert not pane.grab().isNull()
    shell.theme.choose("light")
    shell.theme.set_text_size(100)
    shell.language.choose("en")
    QApplication.processEvents()
    assert pane.tabs.tabText(0) == "Result" and "trusted" in pane.banner.headline.text()


def test_a_narrow_and_low_pane_shows_the_answer_and_nothing_is_wider_than_it(qtbot: QtBot, pane: Beside) -> None:
    show(qtbot, pane, of_server("www.example.test"))
    pane.resize(330, 280)
    for number in range(len(TABS)):
        pane.tabs.setCurrentIndex(number)
        QApplication.processEvents()
        assert pane.width() == 330 and pane.height() == 280
        assert pane.banner.headline.isVisible() and not pane.banner.detail.isVisible()
    assert pane.openssl.area.widget().width() <= pane.openssl.area.viewport().width()
    assert not pane.certificate.pane.bytes.isVisible()
    pane.tabs.setCurrentIndex(1)
    view = pane.certificate.pane.tree.view
    qtbot.waitUntil(lambda: view.columnWidth(0) < view.viewport().width() * 2 // 3 + 1, timeout=5_000)


def test_in_a_low_pane_the_rows_of_the_chain_keep_their_height(qtbot: QtBot, pane: Beside) -> None:
    show(qtbot, pane, of_server("www.example.test"))
    pane.resize(520, 250)
    QApplication.processEvents()
    shown = [link for link in pane.result.chain.links if not link.isHidden()]
    assert shown and all(link.height() >= link.sizeHint().height() for link in shown)


def test_the_tab_is_remembered_and_reached_by_keyboard(qtbot: QtBot, pane: Beside, shell: Shell) -> None:
    bar = pane.tabs.tabBar()
    pane.setFocus()
    bar.setFocus()
    for _ in range(3):
        qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert TABS[pane.tabs.currentIndex()] == "openssl"
    again = Beside(shell)
    qtbot.addWidget(again)
    assert TABS[again.tabs.currentIndex()] == "openssl"


def test_what_found_nothing_is_folded_away(qtbot: QtBot, pane: Beside) -> None:
    show(qtbot, pane, of_server("www.example.test"))
    assert pane.result.model.rowCount() == 0 and pane.result.quiet.isVisible()
    qtbot.mouseClick(pane.result.others, Qt.MouseButton.LeftButton)
    statuses = {pane.result.model.index(row, 0).data(FindingRole.STATUS) for row in range(pane.result.model.rowCount())}
    assert statuses == {Status.OK, Status.NOT_CHECKED} and not pane.result.quiet.isVisible()


def test_a_certificate_longer_than_its_ca_is_a_warning_that_leads_to_the_validity(qtbot: QtBot, pane: Beside) -> None:
    short = replace(wish("root"), validity=replace(wish("root").validity, days=30))
    chain = (build_self_signed(short, key_of(KeyKind.P_256, "short"), datetime.now(UTC)),)
    places: list[object] = []
    pane.place_wanted.connect(places.append)
    show(qtbot, pane, of_server("www.example.test", chain))
    assert pane.banner.status is Status.WARNING
    pane.result.list.activated.emit(pane.result.model.index(0, 0))
    assert places == [("validity", "not_after")]


def test_whatever_a_form_can_hold_is_shown(qtbot: QtBot, pane: Beside) -> None:
    """Nothing typed yet at all, and a CA that cannot be read."""
    show(qtbot, pane, Wish(Specification(), KeyKind.P_256, issuers(KeyKind.P_256).chain, "server"))
    assert pane.banner.headline.text()
    show(qtbot, pane, Wish(Specification(), b"no key", (), "request"))
    assert pane.banner.status is None and pane.result.quiet.text()

"""The inspector page from end to end, on the demonstration files and on the corpora."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509 import load_pem_x509_certificate
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Purpose, Rules, Status, Verdict
from workbench.models import jobs
from workbench.models.certificate_tree import ObjectRole
from workbench.models.choices import FILES, Choices
from workbench.models.judging import Judging
from workbench.models.object_rows import RowKind
from workbench.views.inspector.detail import ASN1, BOXES, COMPARE, FIELDS, FINDINGS, OPENSSL, PEM, SUMMARY
from workbench.views.inspector.page import InspectorPage
from workbench.views.main_window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def page(window: MainWindow) -> InspectorPage:
    window.show_page("inspect")
    made = window.page("inspect")
    assert isinstance(made, InspectorPage)
    return made


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, page: InspectorPage, demonstration: Path, settle: Settle) -> InspectorPage:
    """The demonstration's chain, key and CRLs, judged with the roots in them."""
    names = ("chain.pem", "server.key", "server.csr", "issuing-ca.crl", "root-ca.crl", "mail.pem", "shop.pem")
    with qtbot.waitSignal(page.inspection.rows_changed, timeout=20_000):
        window.shell.session.open_paths([demonstration / name for name in names])
    qtbot.waitUntil(lambda: page.inspection.verdict is not None, timeout=20_000)
    settle()
    return page


def choose(qtbot: QtBot, page: InspectorPage, **changes: object) -> None:
    with qtbot.waitSignal(page.inspection.verdict_changed, timeout=20_000):
        page.inspection.choose(replace(page.inspection.choices, **changes))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=30_000)


def select(qtbot: QtBot, page: InspectorPage, title: str, settle: Settle) -> None:
    index = page.model.index_of(lambda row: page.model.text is not None and page.model.text.of(row).title == title)
    assert index.isValid(), title
    page.objects.view.setCurrentIndex(index)
    settle()


def test_opening_shows_the_chain_and_the_verdict_of_the_server(opened: InspectorPage) -> None:
    row = opened.objects.current()
    assert row is not None and row.certificate is not None and row.depth == 2
    assert row.certificate.subject.short == "www.example.test"
    banner = opened.detail.banner
    assert banner.status is Status.FAILURE
    assert "Example Test Root CA" in banner.headline.text()
    assert opened.detail.tabs.currentIndex() == FINDINGS
    assert opened.detail.findings.model.entries[0].finding.status is Status.FAILURE


def test_trusting_the_files_own_roots_changes_the_verdict(qtbot: QtBot, opened: InspectorPage) -> None:
    choose(qtbot, opened, trust=FILES)
    assert opened.detail.banner.status in (Status.OK, Status.WARNING)
    assert opened.detail.banner.headline.text().startswith("Trusted")


def test_what_is_trusted_for_now_is_not_said_to_be_in_the_trust_store(qtbot: QtBot, opened: InspectorPage) -> None:
    root = next(row.certificate for row in opened.model.rows if row.certificate is not None and row.depth == 0)
    choose(qtbot, opened, anchors=frozenset({root.sha256}))
    banner = opened.detail.banner
    assert banner.headline.text().startswith("Trusted")
    assert "Mozilla" not in banner.detail.text() and "trust for now" in banner.detail.text()
    assert opened.inspection.verdict is not None
    anchored = next(finding for finding in opened.inspection.verdict.paths[0].findings if finding.id == "anchor_trusted")
    assert anchored.message.params["store"] == Message("store_chosen")
    choose(qtbot, opened, anchors=frozenset())
    assert banner.status is Status.FAILURE


def test_another_host_changes_the_verdict(qtbot: QtBot, opened: InspectorPage) -> None:
    choose(qtbot, opened, trust=FILES)
    choose(qtbot, opened, host="other.invalid")
    assert opened.detail.banner.status is Status.FAILURE
    assert "other.invalid" in opened.detail.conditions.host.text()
    assert any("other.invalid" in opened.detail.findings.model.as_text(row) for row in range(opened.detail.findings.model.rowCount()))
    choose(qtbot, opened, host="")
    assert opened.detail.banner.status is not Status.FAILURE


def test_the_menus_offer_what_can_be_chosen(qtbot: QtBot, opened: InspectorPage) -> None:
    bar = opened.detail.conditions
    for button in bar.buttons:
        menu = button.menu()
        menu.aboutToShow.emit()
        assert len([action for action in menu.actions() if not action.isSeparator()]) >= 2, button.text()
    with qtbot.waitSignal(opened.inspection.verdict_changed, timeout=20_000):
        next(action for action in bar.purpose.menu().actions() if action.text() == "client").trigger()
    assert opened.inspection.choices.purpose is Purpose.CLIENT
    with qtbot.waitSignal(opened.inspection.verdict_changed, timeout=20_000):
        next(action for action in bar.rules.menu().actions() if "Web PKI" in action.text()).trigger()
    assert opened.inspection.choices.rules is Rules.WEBPKI
    assert opened.shell.session.conditions.rules is Rules.WEBPKI


def test_another_time_changes_the_verdict(qtbot: QtBot, opened: InspectorPage) -> None:
    choose(qtbot, opened, trust=FILES)
    choose(qtbot, opened, time=datetime(2050, 1, 1, tzinfo=UTC))
    assert opened.detail.banner.status is Status.FAILURE
    assert "2050-01-01" in opened.detail.conditions.time.text()


def test_show_bytes_lights_the_bytes_of_the_field(qtbot: QtBot, opened: InspectorPage) -> None:
    findings = opened.detail.findings
    entry = next(entry for entry in findings.model.entries if entry.finding.field == ("tbsCertificate", "validity"))
    opened.detail.show_bytes(entry)
    assert opened.detail.tabs.currentIndex() == FIELDS
    certificate = opened.inspection.certificate
    assert certificate is not None
    validity = certificate.fields.validity
    assert opened.detail.fields.bytes.highlighted == (validity.start, validity.length)


def test_a_click_on_the_link_shows_the_bytes(qtbot: QtBot, opened: InspectorPage) -> None:
    view = opened.detail.findings.list
    model = opened.detail.findings.model
    number = next(n for n, entry in enumerate(model.entries) if entry.finding.field[-1:] == ("subjectAltName",))
    view.scrollTo(model.index(number))
    rect = view.visualRect(model.index(number))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.right() - 30, rect.center().y()))
    assert opened.detail.tabs.currentIndex() == FIELDS
    start, length = opened.detail.fields.bytes.highlighted
    assert b"www.example.test" in opened.detail.fields.bytes.data[start : start + length]


def test_bytes_of_an_issuer_go_to_the_issuer(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    opened.detail.findings.whole.setChecked(True)
    found = (entry for entry in opened.detail.findings.model.entries if entry.finding.certificate == 1)
    entry = next(entry for entry in found if entry.finding.field[-1:] == ("basicConstraints",))
    opened.detail.show_bytes(entry)
    settle()
    assert opened.inspection.certificate == entry.certificate
    assert opened.detail.tabs.currentIndex() == FIELDS
    assert opened.detail.fields.bytes.highlighted[1] > 0


def test_a_forged_certificate_says_that_the_signature_is_not_its_issuers(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    select(qtbot, opened, "mail.example.test", settle)
    assert opened.detail.banner.status is Status.FAILURE
    assert "signature" in opened.detail.banner.headline.text()
    assert "signature does not" in opened.objects.view.currentIndex().data(ObjectRole.LINK)


def test_the_lists_marks_become_known(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    choose(qtbot, opened, trust=FILES)
    opened.objects.view.grab()
    settle()
    qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=20_000)
    index = opened.model.index_of(lambda row: row.kind is RowKind.CERTIFICATE and row.depth == 0)
    qtbot.waitUntil(lambda: index.data(ObjectRole.STATUS) is not None, timeout=20_000)
    assert index.data(ObjectRole.STATUS) is not Status.FAILURE


def test_the_language_changes_without_losing_the_place(qtbot: QtBot, window: MainWindow, opened: InspectorPage, settle: Settle) -> None:
    opened.detail.tabs.setCurrentIndex(SUMMARY)
    before = opened.objects.current()
    window.shell.settings.language = "ja"
    qtbot.waitUntil(lambda: opened.detail.tabs.tabText(SUMMARY) == "概要")
    settle()
    assert opened.objects.current() is before
    assert opened.detail.tabs.currentIndex() == SUMMARY
    assert "信頼できません" in opened.detail.banner.headline.text()
    assert opened.detail.conditions.time.text().startswith("日時")
    assert opened.model.index(0).data() == "証明書チェーン"


def test_every_tab_shows_something_of_every_object(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    tabs = opened.detail.tabs
    for place in range(opened.model.rowCount()):
        index = opened.model.index(place)
        row = opened.model.row_at(index)
        if row is None or not row.selectable:
            continue
        opened.objects.view.setCurrentIndex(index)
        settle()
        for number in range(tabs.count()):
            if tabs.isTabVisible(number):
                tabs.setCurrentIndex(number)
                settle()
                assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [opened.window()]
        if tabs.isTabVisible(ASN1):
            assert opened.detail.asn1.tree.current() is not None or opened.detail.asn1.bytes.data
        if tabs.isTabVisible(OPENSSL):
            assert opened.detail.openssl.text.text().strip()
        if tabs.isTabVisible(COMPARE):
            assert opened.detail.compare.model.rowCount() > 0
        tabs.setCurrentIndex(SUMMARY)


def test_a_private_key_stays_hidden_until_asked_for(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    select(qtbot, opened, "server.key", settle)
    opened.detail.tabs.setCurrentIndex(PEM)
    encoded = opened.detail.encoded
    for place in range(encoded.forms.count()):
        encoded.forms.setCurrentIndex(place)
        assert "PRIVATE KEY" not in encoded.text.text()
    encoded.forms.setCurrentIndex(encoded.forms.findData("pkcs8_plain"))
    encoded.reveal.click()
    assert "BEGIN PRIVATE KEY" in encoded.text.text()
    select(qtbot, opened, "server.csr", settle)
    select(qtbot, opened, "server.key", settle)
    assert "BEGIN PRIVATE KEY" not in encoded.text.text()


def test_copying_puts_pem_on_the_clipboard(qtbot: QtBot, opened: InspectorPage) -> None:
    opened.objects.view.setFocus()
    qtbot.keyClick(opened.objects.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    certificate = opened.inspection.certificate
    assert certificate is not None
    assert load_pem_x509_certificate(text.encode()).fingerprint(SHA256()).hex() == certificate.sha256


def test_the_keyboard_walks_the_chain(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    view = opened.objects.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    row = opened.objects.current()
    assert row is not None and row.depth == 1
    qtbot.keyClick(view, Qt.Key.Key_Right)
    row = opened.objects.current()
    assert row is not None and row.depth == 2
    qtbot.keyClick(view, Qt.Key.Key_Return)
    settle()
    assert opened.detail.findings.list.hasFocus()
    qtbot.keyClick(opened.detail.findings.list, Qt.Key.Key_Down)
    qtbot.keyClick(opened.detail.findings.list, Qt.Key.Key_Return)
    assert opened.detail.tabs.currentIndex() == FIELDS


def test_the_keyboard_reaches_every_tab(qtbot: QtBot, window: MainWindow, opened: InspectorPage, settle: Settle) -> None:
    window.activateWindow()
    opened.objects.view.setFocus()
    for number, tab in enumerate((SUMMARY, FINDINGS, BOXES, FIELDS, ASN1, PEM, OPENSSL, COMPARE), 1):
        qtbot.keyClick(window.focusWidget() or opened, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
        settle()
        assert opened.detail.tabs.currentIndex() == tab


def test_the_boxes_of_an_upload_form_are_filled(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    opened.detail.tabs.setCurrentIndex(BOXES)
    settle()
    plan = opened.detail.boxes.plan
    assert plan is not None and plan.complete
    body, key, chain = plan.boxes
    opened.handing_out.copy_box(body, plan)
    assert QGuiApplication.clipboard().text() == body.text
    assert key.secret and chain.text is not None and chain.text.count("BEGIN CERTIFICATE") == 1

    def titles() -> list[str]:
        return [label.text() for label in opened.detail.boxes.findChildren(QLabel)]

    assert {box.name for box in plan.boxes} <= set(titles())
    window = opened.window()
    assert isinstance(window, MainWindow)
    window.shell.settings.language = "ja"  # as the form calls them in a Japanese browser
    japanese = "証明書本文", "証明書のプライベートキー", "証明書チェーン"
    qtbot.waitUntil(lambda: all(any(text.startswith(name) for text in titles()) for name in japanese))


def test_a_file_that_is_nothing_says_what_was_tried(
    qtbot: QtBot, window: MainWindow, opened: InspectorPage, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "<b>メモ.pem"
    path.write_text("nothing to see", encoding="utf-8")
    with qtbot.waitSignal(opened.inspection.rows_changed, timeout=20_000):
        window.shell.session.open_paths([path])
    settle()
    select(qtbot, opened, path.name, settle)
    assert opened.detail.banner.status is Status.FAILURE
    assert path.name in opened.detail.banner.headline.text()
    assert len(opened.detail.summary.findChildren(QLabel)) > 5
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in opened.detail.findChildren(QLabel))


def test_the_filter_finds_by_title_and_by_content(qtbot: QtBot, opened: InspectorPage, settle: Settle) -> None:
    everything = opened.model.rowCount()
    opened.objects.filter.setText("SHOP.example")
    qtbot.waitUntil(lambda: opened.model.filter != "", timeout=5_000)
    titles = [opened.model.index(place).data() for place in range(opened.model.rowCount())]
    assert titles == ["shop.example.test"]
    opened.objects.clear_filter()
    assert opened.model.rowCount() == everything


def test_closing_everything_shows_the_empty_page(qtbot: QtBot, window: MainWindow, opened: InspectorPage, settle: Settle) -> None:
    with qtbot.waitSignal(opened.inspection.rows_changed, timeout=20_000):
        window.shell.session.close_all()
    settle()
    assert opened.empty.isVisible()
    assert opened.inspection.row is None
    assert opened.detail.findings.model.rowCount() == 0


def test_a_verdict_that_comes_after_closing_changes_nothing(
    qtbot: QtBot, window: MainWindow, opened: InspectorPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, closed, judged = threading.Event(), threading.Event(), Judging.verdict

    def late(judging: Judging, certificate: Certificate, choices: Choices) -> Verdict:
        begun.set()
        assert closed.wait(20)
        return judged(judging, certificate, choices)

    monkeypatch.setattr(Judging, "verdict", late)
    opened.inspection.choose(replace(opened.inspection.choices, host="late.invalid"))
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    window.shell.session.close_all()
    qtbot.waitUntil(lambda: opened.empty.isVisible(), timeout=20_000)
    closed.set()
    settle()
    assert opened.empty.isVisible()
    assert opened.inspection.verdict is None and opened.inspection.row is None
    assert opened.detail.findings.model.rowCount() == 0


def test_shortcuts_of_the_page_work_wherever_the_focus_is_while_it_is_shown(
    qtbot: QtBot, window: MainWindow, opened: InspectorPage, settle: Settle
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    handle = window.windowHandle()
    for place in (window.rail.button("inspect"), window.top_bar.field, opened.objects.view):
        opened.detail.tabs.setCurrentIndex(FINDINGS)
        place.setFocus()
        QTest.keyClick(handle, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
        assert opened.detail.tabs.currentIndex() == FIELDS, place
    opened.detail.tabs.setCurrentIndex(FINDINGS)
    window.show_page("home")
    QTest.keyClick(handle, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert opened.detail.tabs.currentIndex() == FINDINGS


def test_everything_that_takes_the_focus_has_a_name(opened: InspectorPage) -> None:
    nameless = []
    for widget in opened.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        text = getattr(widget, "text", None)
        named = widget.accessibleName() or (text() if callable(text) else "")
        if takes and widget.isVisible() and not named and widget.focusProxy() is None:
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []


@pytest.mark.parametrize("width", [700, 900, 1280, 1920])
def test_any_width_is_laid_out(qtbot: QtBot, window: MainWindow, opened: InspectorPage, width: int) -> None:
    window.resize(width, 700)
    QGuiApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    qtbot.wait(20)
    assert opened.splitter.width() <= width
    assert (opened.splitter.orientation() is Qt.Orientation.Vertical) == (opened.splitter.width() < 760)
    for button in opened.detail.conditions.buttons:
        assert opened.detail.conditions.rect().contains(button.geometry())


def test_the_password_of_a_file_can_be_typed_at_once(
    qtbot: QtBot, window: MainWindow, page: InspectorPage, settle: Settle, tmp_path: Path
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "locked.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")))
    with qtbot.waitSignal(page.inspection.rows_changed, timeout=20_000):
        window.shell.session.open_paths([path])
    settle()
    assert window.focusWidget() is window.password_bar.field

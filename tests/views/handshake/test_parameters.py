"""The parameters in the window: rows and the field, what changed, by keyboard, with large text and in Japanese."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios.parameters import Parameters, ServerCertificate
from workbench.models.handshake_steps import Detail
from workbench.views.handshake.page import HandshakePage
from workbench.views.handshake.parameter_panel import ParameterPanel
from workbench.views.handshake.parameter_row import NameRow
from workbench.views.main_window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, settle: Settle) -> HandshakePage:
    window.show_page("handshakes")
    made = window.page("handshakes")
    assert isinstance(made, HandshakePage)
    qtbot.waitUntil(lambda: made.player.shown is not None, timeout=30_000)
    settle()
    return made


def pick(page: HandshakePage, name: str, text: str) -> None:
    """Choose from a row's menu, and wait for the handshake."""
    row = page.parameters.buttons[name]
    next(action for action in row.menu().actions() if action.text().startswith(text)).trigger()


def name_row(page: HandshakePage) -> NameRow:
    row = page.parameters.rows["server_name"]
    assert isinstance(row, NameRow)
    return row


def test_rows_say_what_is_and_whether_it_was_changed(page: HandshakePage, settle: Settle) -> None:
    group = page.parameters.buttons["groups"]
    assert group.accessibleName() == "Group: x25519" and not page.parameters.back.isVisible()
    assert [action.text() for action in group.menu().actions() if action.isChecked()] == ["as in the scenario (x25519)"]
    pick(page, "groups", "x448")
    settle()
    assert group.accessibleName() == "Group: x448, changed" and page.parameters.back.isVisible()
    assert page.parameters.heading.accessibleName().endswith("1 changed")
    page.parameters.back.click()
    settle()
    assert page.player.parameters == Parameters() and group.accessibleName() == "Group: x25519"
    assert not page.parameters.back.isVisible()


def test_what_changed_is_said_and_can_be_walked_through_and_put_away(page: HandshakePage, settle: Settle) -> None:
    line = page.change_line
    assert not line.isVisible()
    pick(page, "server_certificate", "expired")
    settle()
    shown = page.player.shown
    assert shown is not None and line.isVisible() and line.what.whole() == "Certificate: good → expired"
    assert line.says.text() == f"{len(shown.changed)} of {len(shown.transcript.steps)} steps changed · 19 gone"
    walked = []
    page.player.set_detail(Detail.computations)
    for _ in range(len(shown.changed) + 1):
        line.next.click()
        assert page.player.moment is not None
        walked.append(page.player.moment.step.number)
    assert walked == [*sorted(shown.changed), min(shown.changed)], "and round again"
    line.close_button.click()
    assert not line.isVisible() and page.player.shown is not None and not page.player.shown.changed


def test_what_depends_on_nothing_is_said_to(page: HandshakePage, settle: Settle) -> None:
    pick(page, "continue_anyway", "yes")
    settle()
    assert "nothing in this handshake depends on it" in page.change_line.says.text()
    assert not page.change_line.next.isVisible() and not page.change_line.compare.isVisible()


def test_compare_shows_it_beside_the_handshake_as_it_was(page: HandshakePage, settle: Settle) -> None:
    pick(page, "groups", "secp256r1")
    settle()
    page.change_line.compare.click()
    settle()
    assert page.tabs["compare"].isChecked() and not page.change_line.isVisible()
    page.show_view("diagram")
    assert page.change_line.isVisible()


def test_a_name_that_is_none_stays_and_is_explained(qtbot: QtBot, page: HandshakePage, settle: Settle) -> None:
    row = name_row(page)
    before = page.player.shown
    row.field.setFocus()
    row.field.selectAll()
    qtbot.keyClicks(row.field, "no name")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    settle()
    assert row.trouble.isVisible() and "no name" in row.field.accessibleDescription() and page.player.shown is before
    pick(page, "groups", "x448")  # goes elsewhere, and something else is changed
    settle()
    assert row.field.text() == "no name" and row.trouble.isVisible(), "nothing that was written is lost"
    row.field.setFocus()
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
    assert row.field.text() == "www.example.test" and not row.trouble.isVisible()


def test_a_name_is_applied_by_enter_and_by_leaving(qtbot: QtBot, page: HandshakePage, settle: Settle) -> None:
    row = name_row(page)
    for name, leave in (("shop.example.test", False), ("Mail.Example.test", True)):
        row.field.setFocus()
        row.field.selectAll()
        qtbot.keyClicks(row.field, name)
        if leave:
            page.parameters.buttons["groups"].setFocus()
        else:
            qtbot.keyClick(row.field, Qt.Key.Key_Return)
        settle()
        assert page.player.parameters.server_name == name.lower() == row.field.text()
    assert "mail.example.test" in [action.text() for action in page.parameters.buttons["certificate_name"].menu().actions()]
    page.scenarios.choose("tls12_rsa")
    settle()
    assert row.field.text() == "www.example.test"


def test_the_rows_are_reached_with_the_keyboard(qtbot: QtBot, page: HandshakePage) -> None:
    rows = list(page.parameters.rows.values())
    rows[0].setFocus()
    for row in rows[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert QApplication.focusWidget() in (row, row.focusProxy())
        place = row.mapTo(page.parameters.area.viewport(), row.rect().center())
        assert page.parameters.area.viewport().rect().contains(place), "in sight"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() in (rows[-2], rows[-2].focusProxy())


def test_tab_goes_through_the_rows_and_enter_opens_one(qtbot: QtBot, page: HandshakePage, settle: Settle) -> None:
    page.player.change("client_authentication", True)  # a row more, made later
    settle()
    page.parameters.back.setFocus()
    for row in page.parameters.rows.values():
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() in (row, row.focusProxy())
    row = page.parameters.buttons["deed"]
    opened = []
    row.menu().aboutToShow.connect(lambda: (opened.append(True), QTimer.singleShot(0, row.menu().close)))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(row, key)
    assert len(opened) == 2


def test_it_folds_and_stays_folded(window: MainWindow, page: HandshakePage) -> None:
    panel = page.parameters
    height = page.scenarios.view.height()
    panel.heading.click()
    QApplication.processEvents()
    assert not panel.area.isVisible() and page.scenarios.view.height() > height + 100
    assert not ParameterPanel(window.shell.settings).heading.isChecked()
    panel.heading.click()
    assert panel.area.isVisible() and ParameterPanel(window.shell.settings).heading.isChecked()


@pytest.mark.parametrize(("size", "language"), [(100, "en"), (150, "en"), (100, "ja"), (150, "ja")])
def test_the_list_keeps_half_and_nothing_is_wider_than_the_pane(
    window: MainWindow, page: HandshakePage, settle: Settle, size: int, language: str
) -> None:
    window.shell.settings.text_size = size
    window.shell.settings.language = language
    settle()
    pick(page, "server_certificate", "有効期限切れ" if language == "ja" else "expired")
    settle()
    assert page.scenarios.height() >= page.parameters.height()
    if size == 100:
        rows = [page.scenarios.filter.index(row, 0) for row in range(page.scenarios.filter.rowCount())]
        seen = [index for index in rows if page.scenarios.view.visualRect(index).bottom() <= page.scenarios.view.viewport().height()]
        assert len(seen) >= 12
    width = page.parameters.area.viewport().width()
    for row in page.parameters.rows.values():
        assert row.width() <= width and all(child.geometry().right() <= width for child in row.findChildren(QWidget) if child.isVisible())
    assert page.parameters.rows["server_certificate"].accessibleName() == (
        "証明書：有効期限切れ、変更あり" if language == "ja" else "Certificate: expired, changed"
    )


def test_what_a_scenario_does_by_itself_is_not_marked(page: HandshakePage, settle: Settle) -> None:
    page.scenarios.choose("expired")
    settle()
    assert page.parameters.buttons["server_certificate"].accessibleName() == "Certificate: expired"
    pick(page, "server_certificate", "good")
    settle()
    assert page.player.parameters == Parameters(server_certificate=ServerCertificate.good)
    assert page.player.shown is not None and page.player.shown.transcript.outcome == "ok" and not page.player.as_written

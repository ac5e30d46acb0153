"""Saving and copying from the window: with mouse, menus and keys; nothing secret unless chosen; what goes wrong is said."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from workbench.core.errors import Message
from workbench.core.handshake.export import key_log
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_taking_away import Form, Wish, moment_bytes, moment_text, row_of
from workbench.views.handshake.page import HandshakePage
from workbench.views.handshake.taking_away.making import make
from workbench.views.handshake.taking_away.save_dialog import SaveDialog
from workbench.views.handshake.taking_away.taking_away import COPYING, SAVING, STEP
from workbench.views.main_window import MainWindow

Settle = Callable[[], None]


@pytest.fixture(scope="module")
def transcript() -> Transcript:
    return run("tls13_full")


@pytest.fixture
def page(window: MainWindow, monkeypatch: pytest.MonkeyPatch, transcript: Transcript) -> HandshakePage:
    monkeypatch.setattr("workbench.views.handshake.page.SCENARIOS", ())
    window.show_page("handshakes")
    made = window.page("handshakes")
    assert isinstance(made, HandshakePage)
    made.player.show_transcript(transcript)
    return made


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def dialog(page: HandshakePage) -> SaveDialog:
    found = [child for child in page.window().findChildren(SaveDialog) if child.isVisible()]
    assert len(found) == 1
    return found[0]


def at(page: HandshakePage, name: str) -> int:
    """Go to the moment of this step; its place."""
    assert page.player.shown is not None
    place = next(number for number, moment in enumerate(page.player.shown.moments) if moment.step.name == name)
    page.player.playback.seek(place + 1.0)
    return place


@pytest.mark.parametrize("form", list(Form))
def test_every_form_is_saved_where_it_was_wanted(
    qtbot: QtBot, page: HandshakePage, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    path, said = tmp_path / "taken", []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(path), ""))
    page.shell.session.done.connect(said.append)
    page.taking_away.ask(form)
    qtbot.keyClick(dialog(page), Qt.Key.Key_Return)
    settle()
    written = path.with_name("taken" + row_of(form).suffix)  # the suffix was not typed
    assert said == [Message("saved_as", {"path": str(written)})]
    begins = {Form.png: b"\x89PNG", Form.svg: b"<?xml", Form.pdf: b"%PDF", Form.html: b"<!DOCTYPE html>", Form.markdown: b"# ",
              Form.mermaid: b"sequenceDiagram", Form.json: b"{", Form.pcapng: b"\x0a\x0d\x0d\x0a", Form.key_log: b"SERVER_"}  # fmt: skip
    data = written.read_bytes()
    assert data.startswith(begins[form]) or (form is Form.key_log and b"_TRAFFIC_SECRET" in data)
    assert (stat.S_IMODE(written.stat().st_mode) == 0o600) is (form is Form.key_log)


@pytest.mark.parametrize("form", list(Form))
def test_keys_stand_in_a_file_only_when_chosen(transcript: Transcript, form: Form) -> None:
    keys = [line.rsplit(" ", 1)[1] for line in key_log.write(transcript).splitlines()]
    assert keys

    def holds(data: bytes) -> bool:
        return any(key.encode() in data or bytes.fromhex(key) in data for key in keys)

    plain, secret = make(transcript, Wish(form)), make(transcript, Wish(form, secrets=True))
    assert holds(plain) is (form is Form.key_log)
    assert holds(secret) is (form in (Form.html, Form.markdown, Form.json, Form.pcapng, Form.key_log))
    if form is Form.json:
        assert json.loads(plain)["connections"][0]["key_log"] is None


def test_an_existing_file_stays_when_nobody_was_asked(
    page: HandshakePage, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, said = tmp_path / "kept.md", []
    path.write_text("mine")
    page.shell.session.failed.connect(said.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(tmp_path / "kept"), ""))
    page.taking_away.ask(Form.markdown)
    dialog(page).accept_button.click()
    settle()
    assert path.read_text() == "mine" and said == [Message("export_exists", {"path": str(path)})]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(path), ""))  # it asked whether to replace it
    page.taking_away.ask(Form.markdown)
    dialog(page).accept_button.click()
    settle()
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_what_cannot_be_written_is_said_with_file_and_reason(page: HandshakePage, settle: Settle, tmp_path: Path) -> None:
    said: list[Message] = []
    page.shell.session.failed.connect(said.append)
    assert page.player.shown is not None
    page.taking_away.save(page.player.shown.transcript, Wish(Form.svg), str(tmp_path / "nowhere" / "a.svg"))
    settle()
    assert said == [Message("export_no_folder", {"path": str(tmp_path / "nowhere")})]
    page.taking_away.save(page.player.shown.transcript, Wish(Form.png, scale=500.0), str(tmp_path / "a.png"))
    settle()
    assert said[-1].id == "picture_too_large" and list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_the_dialog_offers_what_a_form_has(page: HandshakePage) -> None:
    page.player.set_detail(Detail.computations)
    page.taking_away.ask()
    asking = dialog(page)
    assert asking.wish.form is Form.png and asking.wish.detail is Detail.computations
    assert asking.scale.isVisible() and not asking.secrets.isVisible()
    for form in Form:
        asking.forms.setCurrentIndex(asking.forms.findData(form.value))
        assert asking.wish.form is form
        assert asking.wish.secret is (form is Form.key_log)
        assert asking.remark.text() and asking.about_secrets.text()
        assert asking.height() >= asking.layout().totalHeightForWidth(asking.width())
        if asking.secrets.isEnabled() and asking.secrets.isVisible():
            before = asking.about_secrets.text()
            asking.secrets.setChecked(True)
            assert asking.wish.secret and asking.about_secrets.text() != before
    asking.reject()


def test_ctrl_s_asks_and_ctrl_c_copies_the_current_step(qtbot: QtBot, page: HandshakePage, transcript: Transcript) -> None:
    place = at(page, "ServerHello")
    page.diagram.setFocus()
    qtbot.keyClick(page.diagram, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert page.player.shown is not None
    moment = page.player.shown.moments[place]
    assert clipboard() == moment_text(transcript, moment, page.text)
    qtbot.keyClick(page.diagram, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog(page).reject()


def test_bytes_name_table_and_mermaid_are_copied(page: HandshakePage, transcript: Transcript) -> None:
    actions = page.shell.actions
    place = at(page, "Certificate")
    shown = moments(transcript, Detail.messages)
    actions["handshake_copy_bytes"].trigger()
    assert clipboard() == moment_bytes(shown[place]).hex() and clipboard().startswith("0b")
    actions["handshake_copy_name"].trigger()
    assert clipboard() == "Certificate"
    actions["handshake_copy_table"].trigger()
    assert len(clipboard().splitlines()) == len(shown) + 1
    actions["handshake_copy_mermaid"].trigger()
    assert clipboard().startswith("sequenceDiagram")
    at(page, "judge_certificate")
    assert not actions["handshake_copy_bytes"].isEnabled()


def test_a_copied_picture_shows_the_moment(page: HandshakePage, settle: Settle) -> None:
    images: list[QImage] = []
    for name in ("ClientHello", "Finished"):
        at(page, name)
        page.shell.actions["handshake_copy_picture"].trigger()
        settle()
        QApplication.processEvents()
        images.append(QGuiApplication.clipboard().image())
    assert images[0].size() == images[1].size() and images[0].width() > 1000
    assert images[0] != images[1]


def test_a_row_has_a_menu_by_mouse_and_by_key(page: HandshakePage) -> None:
    view, diagram = page.diagram.viewport(), page.diagram.diagram
    assert diagram is not None
    page.diagram.verticalScrollBar().setValue(0)
    number = next(number for number, row in enumerate(diagram.rows) if row.moment.step.name == "SYN")
    frame = diagram.rows[number].frame
    x = round(frame.x + frame.width / 2 + max(0, (view.width() - diagram.width) / 2))
    point = QPoint(x, round(frame.y + frame.height / 2))
    assert page.diagram.step_at(point) == diagram.rows[number].moment.step.number
    menu = page.taking_away.row_menu
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.mapToGlobal(point)))
    assert menu.isVisible() and page.player.moment is not None and page.player.moment.step.name == "SYN"
    menu.close()
    QApplication.sendEvent(page.diagram, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    assert menu.isVisible()
    menu.close()


def test_all_of_it_is_listed_and_only_offered_when_it_can_be_done(window: MainWindow, page: HandshakePage) -> None:
    at(page, "ClientHello")
    listed = {action.objectName() for action in page.shell.actions.listed()}
    assert {row.id for row in (*SAVING, *COPYING, *STEP)} <= listed
    page.player.playback.first()
    listed = {action.objectName() for action in page.shell.actions.listed()}
    assert "handshake_copy_step" not in listed and "handshake_save" in listed


def test_the_button_speaks_the_language_of_the_window(page: HandshakePage) -> None:
    assert page.taking_away.button.text() == "Save or copy"
    page.shell.language.choose("ja")
    QApplication.processEvents()
    assert page.taking_away.button.text() == "保存・コピー"
    page.shell.actions.retranslate()
    assert any(action.text() == "手順をMarkdownとして保存…" for action in page.shell.actions)

"""The handshake page in the window: choose, play, step, change, look at fields and values; by keyboard and in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.views.handshake.made import transcript
from workbench.core.errors import Message, UsageError
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.tls.cipher_suites import SUITES
from workbench.models import jobs
from workbench.models.handshake_playback import MOMENT_MS
from workbench.models.handshake_steps import Detail
from workbench.models.node_tree_model import MASK
from workbench.views.handshake.page import HandshakePage
from workbench.views.handshake.page_actions import ROWS
from workbench.views.handshake.step_detail import EXPLANATION, FIELDS, FINDINGS, RECORDS, VALUES
from workbench.views.main_window import MainWindow

Settle = Callable[[], None]


@pytest.fixture(autouse=True)
def earlier_windows_are_gone(qapp: QApplication) -> None:
    """Where no event loop runs, windows that were closed stay, and every change of the style sheet reaches them too."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def empty(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> HandshakePage:
    """The page before anything ran."""
    monkeypatch.setattr("workbench.views.handshake.page.SCENARIOS", ())
    window.show_page("handshakes")
    made = window.page("handshakes")
    assert isinstance(made, HandshakePage)
    return made


@pytest.fixture
def page(empty: HandshakePage) -> HandshakePage:
    """The page with the transcript that is made for tests."""
    empty.player.show_transcript(transcript())
    return empty


def go_to(page: HandshakePage, name: str) -> int:
    """Go to the moment in which this step has happened."""
    assert page.player.shown is not None
    place = next(n for n, moment in enumerate(page.player.shown.moments) if moment.step.name == name)
    page.player.playback.seek(place + 1.0)
    return place


def test_the_first_scenario_is_really_run_and_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.rail.button("handshakes").click()
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    qtbot.waitUntil(lambda: page.player.shown is not None, timeout=30_000)
    assert page.player.shown is not None and page.player.shown.transcript.name == SCENARIOS[0].id
    names = [moment.step.name for moment in page.player.shown.moments]
    assert [name for name in names if name in ("ClientHello", "ServerHello", "CertificateVerify", "Finished")] == [
        "ClientHello", "ServerHello", "CertificateVerify", "Finished", "Finished",
    ]  # fmt: skip
    assert page.detail.title.text().startswith("Connected") and "TLS 1.3" in page.agreed.whole()
    page.transport.play.click()
    assert page.player.playback.playing
    page.transport.play.click()


def test_choosing_runs_in_a_job_and_a_parameter_runs_it_again(qtbot: QtBot, empty: HandshakePage) -> None:
    player = empty.player
    player.choose("tls13_full")
    assert jobs.activity.count == 1 and player.shown is None
    qtbot.waitUntil(lambda: player.shown is not None, timeout=30_000)
    before = player.shown
    button = empty.parameters.buttons["groups"]
    next(action for action in button.menu().actions() if action.text() == "secp256r1").trigger()
    qtbot.waitUntil(lambda: player.shown is not before, timeout=30_000)
    assert "secp256r1" in empty.agreed.whole() and "secp256r1" in button.text()
    player.choose("tls13_full")
    assert jobs.activity.count == 0, "it is the current one"


def test_the_keys_play_step_and_jump(qtbot: QtBot, window: MainWindow, page: HandshakePage) -> None:
    window.activateWindow()
    page.diagram.setFocus()
    clock = page.player.playback
    for key, position in ((Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, float(clock.count))):
        qtbot.keyClick(page.diagram, key)
        assert clock.position == position
    qtbot.keyClick(page.diagram, Qt.Key.Key_Left)
    assert clock.position == clock.count - 1
    qtbot.keyClick(page.diagram, Qt.Key.Key_Home)
    qtbot.keyClick(page.diagram, Qt.Key.Key_Right)
    clock.advance(MOMENT_MS * 2)
    assert clock.position == 1.0 and not clock.playing
    qtbot.keyClick(page.diagram, Qt.Key.Key_Space)
    assert clock.playing
    qtbot.keyClick(page.diagram, Qt.Key.Key_Space)
    assert not clock.playing


def test_the_keys_of_the_diagram_are_left_to_lists_and_buttons(qtbot: QtBot, window: MainWindow, page: HandshakePage) -> None:
    window.activateWindow()
    go_to(page, "ServerHello")
    before = page.player.playback.position
    page.scenarios.view.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(page.scenarios.view, key)
    assert page.player.playback.position == before
    names = {action.objectName() for action in page.shell.actions.listed()}
    assert {row.id for row in ROWS} <= names, "all of them stand in the command search"


def test_a_click_shows_the_step(qtbot: QtBot, page: HandshakePage) -> None:
    diagram = page.diagram.diagram
    assert diagram is not None
    number = next(n for n, row in enumerate(diagram.rows) if row.moment.step.name == "ServerHello")
    page.diagram.verticalScrollBar().setValue(0)
    frame = diagram.rows[number].frame
    left = max(0.0, (page.diagram.viewport().width() - diagram.width) / 2)
    qtbot.mouseClick(page.diagram.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(left + frame.x + 30), int(frame.middle)))
    assert page.player.playback.position == number + 1 and page.detail.title.text() == "ServerHello"
    assert "ServerHello" in page.diagram.accessibleDescription()


def test_the_current_step_stays_in_sight(page: HandshakePage) -> None:
    for position in (0.0, 8.0, float(page.player.playback.count), 3.0):
        page.player.playback.seek(position)
        row, diagram = page.player.playback.current, page.diagram.diagram
        if row is not None and diagram is not None:
            frame, scroll = diagram.rows[row].frame, page.diagram.verticalScrollBar().value()
            assert frame.y >= scroll + diagram.head and frame.bottom <= scroll + page.diagram.viewport().height()


def test_fields_and_bytes_are_linked_both_ways(page: HandshakePage) -> None:
    go_to(page, "ClientHello")
    detail = page.detail
    assert detail.tabs.currentIndex() == EXPLANATION
    detail.tabs.setCurrentIndex(FIELDS)
    assert detail.parts.currentText() == "Message"
    detail.fields.show_field(["random"])
    assert detail.fields.bytes.highlighted == (6, 32)
    detail.fields.bytes.byte_selected.emit(40)
    node = detail.fields.tree.current()
    assert node is not None and node.label == "message", "byte 40 is behind the random"
    detail.parts.setCurrentIndex(0)
    assert detail.fields.bytes.data[:3] == b"\x16\x03\x01"


def test_values_are_those_of_the_steps_that_fold_into_this_one(page: HandshakePage) -> None:
    go_to(page, "EncryptedExtensions")
    page.detail.tabs.setCurrentIndex(VALUES)
    model = page.detail.values.model
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["client_handshake_traffic_secret"]
    page.player.set_detail(Detail.computations)
    assert page.detail.title.text() == "EncryptedExtensions"
    assert page.detail.tabs.currentIndex() == EXPLANATION and not page.detail.tabs.isTabEnabled(VALUES), "none of its own"
    go_to(page, "compute_shared_secret")
    assert page.detail.tabs.currentIndex() == VALUES and model.rowCount(), "the tab that was looked at comes back"


def test_a_secret_is_shown_when_asked_for_and_masked_again_in_the_next_step(page: HandshakePage) -> None:
    go_to(page, "compute_shared_secret")
    values = page.detail.values
    page.detail.tabs.setCurrentIndex(VALUES)
    assert values.card.value.toPlainText() == MASK and values.card.copy.isHidden()
    values.reveal.click()
    assert values.card.value.toPlainText() == bytes(range(32)).hex() and not values.card.copy.isHidden()
    go_to(page, "generate_key_share")
    assert values.card.value.toPlainText() == MASK and not values.reveal.isChecked()


def test_records_show_the_nonce(page: HandshakePage) -> None:
    go_to(page, "Certificate")
    page.detail.tabs.setCurrentIndex(RECORDS)
    root = page.detail.records.model.root
    assert root is not None and "nonce" in {node.label for node in root.children[0].children}
    go_to(page, "CertificateVerify")
    assert page.detail.tabs.currentIndex() == RECORDS, "the tab that was looked at stays"


def test_a_failure_says_so_with_sign_and_words(page: HandshakePage) -> None:
    page.player.show_transcript(transcript(failed=True))
    assert page.detail.result.text() == page.text.say("diagram_afterwards") and not page.detail.sign.isHidden(), "what the check found"
    go_to(page, "judge_certificate")
    assert page.detail.result.text() and not page.detail.sign.isHidden()


def test_scrubbing_goes_anywhere_and_ends_on_a_whole_step(qtbot: QtBot, page: HandshakePage) -> None:
    scrub, clock = page.transport.scrub, page.player.playback
    middle = QPoint(scrub.width() // 2, scrub.height() // 2)
    qtbot.mousePress(scrub, Qt.MouseButton.LeftButton, pos=middle)
    assert clock.position == pytest.approx(clock.count / 2, abs=0.5)
    qtbot.mouseRelease(scrub, Qt.MouseButton.LeftButton, pos=middle)
    assert clock.position == int(clock.position) == scrub.value()
    before = clock.position
    qtbot.keyClick(scrub, Qt.Key.Key_Right)
    assert clock.position == before + 1 and page.transport.place.text().startswith(f"{int(before) + 1} / ")


def test_the_language_changes_with_the_place_kept(window: MainWindow, page: HandshakePage, settle: Settle) -> None:
    go_to(page, "compute_shared_secret")
    before = page.player.playback.position
    window.shell.settings.language = "ja"
    settle()
    assert page.detail.title.text() == "共有秘密を計算する" and page.player.playback.position == before
    diagram = page.diagram.diagram
    assert diagram is not None and {label.text for line in diagram.lifelines for label in line.labels} >= {"クライアント", "サーバー"}
    assert page.transport.play.accessibleName() == "再生"


def test_everything_one_can_reach_has_a_name(page: HandshakePage) -> None:
    go_to(page, "ClientHello")
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            text = widget.accessibleName() or str(widget.property("text") or "")
            parent = widget.parentWidget()
            assert text or (parent is not None and parent.accessibleName()) or widget.metaObject().className() == "QTabBar", widget


def test_a_narrow_window_folds(window: MainWindow, page: HandshakePage) -> None:
    window.resize(700, 700)
    QApplication.processEvents()
    assert page.inner.orientation() is Qt.Orientation.Vertical
    window.resize(1280, 800)
    QApplication.processEvents()
    assert page.inner.orientation() is Qt.Orientation.Horizontal


def test_the_theme_is_followed(window: MainWindow, page: HandshakePage, settle: Settle) -> None:
    for theme, ground in (("dark", "#1A2029"), ("light", "#FFFFFF")):
        window.shell.settings.theme = theme
        settle()
        picture = page.diagram.viewport().grab().toImage()
        assert picture.pixelColor(picture.width() - 3, picture.height() - 3) == QColor(ground)


def test_a_page_that_nobody_runs_is_empty_and_calm(empty: HandshakePage, qtbot: QtBot) -> None:
    assert empty.diagram.diagram is None and not empty.transport.play.isEnabled()
    for row in ROWS:
        empty.shell.actions[row.id].trigger()
    assert empty.player.playback.position == 0.0


def test_pictures_are_written_without_a_window(tmp_path: Path, page: HandshakePage) -> None:
    import xml.etree.ElementTree as ElementTree

    from PySide6.QtGui import QImage
    from PySide6.QtSvg import QSvgRenderer

    from workbench.views.handshake.picture import WIDTH, write

    made = transcript(2, failed=True)
    for language in ("en", "ja"):
        for theme, ground in (("light", "#FFFFFF"), ("dark", "#1A2029")):
            write(made, tmp_path / "one.png", language, theme, 2.0)
            image = QImage(str(tmp_path / "one.png"))
            assert image.width() == 2 * WIDTH and image.pixelColor(2, 2) == QColor(ground)
            write(made, tmp_path / "one.svg", language, theme)
            texts = [node.text for node in ElementTree.parse(tmp_path / "one.svg").getroot().iter("{http://www.w3.org/2000/svg}text")]
            assert "CertificateVerify" in texts and ("Client" if language == "en" else "クライアント") in texts
            assert b"<image" not in (tmp_path / "one.svg").read_bytes(), "strokes, not pixels"
            assert QSvgRenderer(str(tmp_path / "one.svg")).isValid()
    with pytest.raises(UsageError) as raised:
        write(made, tmp_path / "one.gif")
    assert raised.value.message.id == "picture_format"
    with pytest.raises(OSError):
        write(made, tmp_path / "nowhere" / "one.png")


def test_what_was_found_about_the_certificates_is_part_of_the_step(qtbot: QtBot, empty: HandshakePage) -> None:
    empty.player.choose("untrusted_issuer")
    qtbot.waitUntil(lambda: empty.player.shown is not None, timeout=30_000)
    go_to(empty, "judge_certificate")
    detail = empty.detail
    assert detail.tabs.isTabVisible(FINDINGS) and not detail.tabs.isTabVisible(FIELDS)
    detail.tabs.setCurrentIndex(FINDINGS)
    assert detail.findings.model.rowCount() > 3
    entry = next(entry for entry in detail.findings.model.entries if entry.finding.field and entry.certificate is not None)
    detail.findings.bytes_wanted.emit(entry)
    assert detail.title.text() == "Certificate" and detail.tabs.currentIndex() == FIELDS
    assert entry.certificate is not None and detail.fields.bytes.data == entry.certificate.der
    assert detail.fields.bytes.highlighted[1] > 0
    go_to(empty, "ClientHello")
    assert not detail.tabs.isTabVisible(FINDINGS)


def test_motion_can_be_reduced(page: HandshakePage) -> None:
    clock = page.player.playback
    assert not clock.reduced_motion
    page.shell.settings.motion = "reduced"
    assert clock.reduced_motion
    clock.play()
    clock.advance(1.0)
    assert clock.position == 1.0
    clock.pause()


def test_a_first_run_that_fails_says_so_and_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, empty: HandshakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object, parameters: object) -> None:
        raise UsageError("scenario_unknown", name="x")

    with monkeypatch.context() as broken:
        broken.setattr(type(SCENARIOS[0]), "run", refuse)
        with qtbot.waitSignal(empty.player.failed, timeout=10_000):
            empty.player.choose(SCENARIOS[0].id)
    assert window.trouble.messages == (Message("scenario_unknown", {"name": "x"}),)
    assert empty.scenarios.current() == "" and empty.player.shown is None
    empty.player.choose(SCENARIOS[0].id)
    qtbot.waitUntil(lambda: empty.player.shown is not None, timeout=30_000)


def test_the_wheel_scrubs(page: HandshakePage) -> None:
    page.player.playback.seek(4.0)
    page.transport.scrub.setValue(6)
    assert page.player.playback.position == 6.0


def test_the_step_says_what_protects_it_and_leads_to_its_key(qtbot: QtBot, empty: HandshakePage) -> None:
    from workbench.core.handshake.scenarios import run
    from workbench.core.handshake.scenarios.parameters import Parameters

    empty.player.show_transcript(run("tls13_full", Parameters(seed=1)))
    detail = empty.detail
    assert detail.protection.isHidden() and detail.origin.isHidden()
    go_to(empty, "ClientHello")
    assert detail.protection.text().startswith("Not encrypted") and detail.origin.isHidden()
    assert detail.explanation.text().startswith("The client introduces itself")
    go_to(empty, "Certificate")
    assert "server_handshake_write_key" in detail.protection.text() and not detail.origin.isHidden()
    detail.origin.setFocus()
    qtbot.keyClick(detail.origin, Qt.Key.Key_Space)
    assert detail.tabs.currentIndex() == VALUES
    born = detail.values.model.born(detail.values.view.currentIndex())
    assert born is not None and born.value.name == "server_handshake_write_key"


def test_a_long_name_is_broken_and_copied_whole(qtbot: QtBot, page: HandshakePage) -> None:
    title = page.detail.title
    title.setText("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")
    assert title.text() == title.accessibleName() == "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    assert title.heightForWidth(200) > title.heightForWidth(2000), "it has places to break"
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(title, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"


def test_what_is_written_about_a_scenario_is_said_only_of_the_scenario_as_it_is(qtbot: QtBot, empty: HandshakePage) -> None:
    player = empty.player
    player.choose("tls13_full")
    qtbot.waitUntil(lambda: player.shown is not None, timeout=30_000)
    assert empty.detail.explanation.text().startswith("One round trip")
    for name, value, said in (("seed", 1, True), ("versions", (0x0303,), False)):
        with qtbot.waitSignal(player.shown_changed, timeout=30_000):
            player.change(name, value)
        assert bool(empty.detail.explanation.text()) is said, name


@pytest.mark.parametrize("height", [200, 330, 700])
def test_the_head_of_a_step_never_lies_over_its_tabs(page: HandshakePage, height: int) -> None:
    detail = page.detail
    detail.setParent(None)
    detail.resize(300, height)
    detail.show()
    go_to(page, "Certificate")
    for _ in range(5):
        QApplication.processEvents()
    head, tabs = detail.head, detail.tabs
    assert head.geometry().bottom() < tabs.geometry().top() and tabs.geometry().bottom() <= detail.height()
    inner = head.widget()
    assert inner.height() >= head.column.heightForWidth(inner.width())
    assert head.verticalScrollBar().isVisible() == (inner.height() > head.height())
    detail.close()


def test_a_choice_that_cannot_be_is_said_until_there_is_one_that_can(qtbot: QtBot, window: MainWindow, empty: HandshakePage) -> None:
    player = empty.player
    player.choose("tls13_full")
    qtbot.waitUntil(lambda: player.shown is not None, timeout=30_000)
    for suite in (0x009C, 0xC02B):
        with qtbot.waitSignal(player.failed, timeout=30_000):
            player.change("cipher_suites", (suite,))
        assert [message.params["suite"] for message in window.trouble.messages] == [SUITES[suite].name], "only the last one"
    with qtbot.waitSignal(player.shown_changed, timeout=30_000):
        player.change("seed", 1)
    assert window.trouble.messages == () and window.trouble.isHidden()


def test_a_step_is_explained_to_either_reader_and_the_choice_is_kept(page: HandshakePage) -> None:
    page.player.go_to(next(step.number for step in page.player.shown.transcript.steps if step.name == "ServerHello"))
    detail = page.detail
    simple = detail.explanation.text()
    assert detail.reader.text() == "For engineers"
    detail.reader.click()
    assert detail.explanation.text() != simple and "RFC 8446" in detail.explanation.text()
    assert (detail.reader.text(), page.shell.settings.narration) == ("In plain words", "engineer")
    detail.reader.click()
    assert detail.explanation.text() == simple


def test_who_knows_what_leads_to_where_a_value_was_born(page: HandshakePage) -> None:
    transcript = page.player.shown.transcript
    page.player.go_to(next(step.number for step in transcript.steps if step.name == "Certificate"))
    model = page.detail.knowledge.model
    place = next(row for row in range(model.rowCount()) if model.row(model.index(row, 0)).name == "shared_secret")
    page.detail.knowledge.view.activated.emit(page.detail.knowledge.tree.of_row(place))
    moment = page.player.shown.moments[page.player.playback.current]
    born = [value.name for step in transcript.steps[moment.first : moment.last + 1] for value in step.values]
    assert "shared_secret" in born

"""The library page: tree, search, details, tags and notes, putting away and taking back, importing, and what goes wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.models.library.library_fixtures import HOST, PASSPHRASE, many
from workbench.core.workspace.lab import Lab
from workbench.core.workspace.workspace import open_workspace
from workbench.models.library.query import Standing
from workbench.models.settings import Settings
from workbench.views.library.deleting import PutAwayQuestion
from workbench.views.library.page import LibraryPage
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell

Wait = Callable[[], None]


def titles(page: LibraryPage) -> list[str]:
    """What one could see by scrolling."""
    tree = page.tree
    found, index = [], page.model.index(0, 0)
    while index.isValid():
        found.append(index.data())
        index = tree.indexBelow(index)
    return found


def certificates(page: LibraryPage) -> list[str]:
    """The same without the keys, which are called as their certificates are."""
    shown = titles(page)
    return shown[: shown.index("Private keys")] if "Private keys" in shown else shown


def headline(page: LibraryPage) -> str:
    return page.detail.banner.headline.text()


def button(page: LibraryPage, id: str) -> QPushButton:
    return page.detail.buttons[id]


def unlock(page: LibraryPage, wait: Wait) -> None:
    page.vault.field.setText(PASSPHRASE)
    page.vault.go.click()
    wait()


# -- the tree -------------------------------------------------------------------------------------------------------------------


def test_the_tree_shows_cas_what_they_issued_and_keys(page: LibraryPage, made: Lab) -> None:
    shown = titles(page)
    assert shown[:3] == ["Certification authorities", made.root.title, made.intermediate.title]
    assert set(shown[3:5]) == {HOST, made.client.title}
    assert "Private keys" in shown
    assert page.detail.details is not None  # something is chosen from the beginning


def test_two_thousand_certificates_are_read_as_one_scrolls(
    settings: Settings, made: Lab, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    workspace = open_workspace(settings.workspace_url)
    many(workspace, made.server.id, 2000)
    workspace.close()
    window.show_page("library")
    page = window.page("library")
    assert isinstance(page, LibraryPage)
    wait()
    model, tree = page.model, page.tree
    index = model.index_of(made.intermediate.id)
    assert model.hasChildren(index) and model.rowCount(index) == 0  # closed, and nothing of it was read
    tree.setCurrentIndex(index)
    tree.expand(index)
    wait()
    index = model.index_of(made.intermediate.id)
    first = model.rowCount(index)
    assert 0 < first < 1000
    bar = tree.verticalScrollBar()
    while model.rowCount(model.index_of(made.intermediate.id)) < 2002:
        before = model.rowCount(model.index_of(made.intermediate.id))
        bar.setValue(bar.maximum())
        wait()
        assert model.rowCount(model.index_of(made.intermediate.id)) > before
    below = model.index_of(made.intermediate.id)
    keys = {model.row(model.index(place, 0, below)).key for place in range(model.rowCount(below))}  # type: ignore[union-attr]
    assert len(keys) == 2002
    assert not model.has_more(below)


def test_what_is_open_and_chosen_stays_when_something_changes(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    tree, model = page.tree, page.model
    tree.show_key(made.client.id)
    tree.collapse(model.index_of(made.root.id))
    tree.show_key(made.root.id)
    shell.workspace.changed.emit()
    wait()
    assert not tree.isExpanded(model.index_of(made.root.id))
    assert model.row(tree.currentIndex()).key == made.root.id  # type: ignore[union-attr]


# -- search ---------------------------------------------------------------------------------------------------------------------


def test_search_finds_as_one_types_and_escape_shows_the_tree_again(page: LibraryPage, made: Lab, wait: Wait, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search.field, made.server.serial[:12])
    qtbot.wait(200)
    wait()
    assert titles(page) == ["Certificates", HOST]
    qtbot.keyClick(page.search.field, Qt.Key.Key_Escape)
    qtbot.wait(200)
    wait()
    assert made.root.title in titles(page)


def test_nothing_found_is_said(page: LibraryPage, wait: Wait, qtbot: QtBot) -> None:
    page.search.field.setText("no such thing anywhere")
    qtbot.wait(200)
    wait()
    assert page.tree_pane.nothing.isVisible() and not page.tree.isVisible()
    page.tree_pane.clear.click()
    wait()
    assert page.tree.isVisible() and page.search.field.text() == ""


def test_the_conditions_of_the_menu_hold_and_can_be_taken_away(page: LibraryPage, made: Lab, wait: Wait) -> None:
    page.search.learn()
    wait()
    parts = {field: dict(choices_of) for field, _, choices in page.search.options() for choices_of in [[(t, c) for t, c in choices]]}
    assert set(parts["role"]) == {"root CA", "intermediate", "server", "client"}
    page.search._set(**parts["role"]["client"])
    wait()
    assert titles(page) == ["Certificates", made.client.title]
    chips = [chip for chip in page.search.chips.findChildren(QPushButton) if chip.isVisible()]
    assert [chip.text() for chip in chips] == ["client"]
    chips[0].click()
    wait()
    assert made.root.title in titles(page)


# -- details --------------------------------------------------------------------------------------------------------------------


def test_details_lead_to_the_issuer(page: LibraryPage, made: Lab, wait: Wait) -> None:
    page.show_entry(made.server.id)
    wait()
    assert headline(page).startswith(f"“{HOST}” is valid until ")
    links = [link for link in page.detail.facts.findChildren(QPushButton) if link.text() == made.intermediate.title]
    links[0].click()
    wait()
    assert headline(page).startswith(f"“{made.intermediate.title}” is valid until ")
    assert page.model.row(page.tree.currentIndex()).key == made.intermediate.id  # type: ignore[union-attr]


def test_actions_fit_what_is_chosen(page: LibraryPage, made: Lab, wait: Wait) -> None:
    page.show_entry(made.server.id)
    wait()
    assert not button(page, "issue").isVisible() and button(page, "watch").isVisible() and not button(page, "restore").isVisible()
    page.show_entry(made.intermediate.id)
    wait()
    assert button(page, "issue").isVisible() and not button(page, "watch").isVisible()


def test_issue_under_this_ca_is_a_wish(page: LibraryPage, made: Lab, wait: Wait, shell: Shell) -> None:
    wishes: list[object] = []
    shell.wishes.issue.disconnect()
    shell.wishes.issue.connect(wishes.append)
    page.show_entry(made.intermediate.id)
    wait()
    button(page, "issue").click()
    assert [(wish.intent, wish.issuer_id) for wish in wishes] == [("server", made.intermediate.id)]  # type: ignore[attr-defined]


def test_inspect_opens_the_chain(page: LibraryPage, made: Lab, wait: Wait, window: MainWindow, shell: Shell) -> None:
    page.show_entry(made.server.id)
    wait()
    button(page, "inspect").click()
    wait()
    assert window.current_page == "inspect"
    assert shell.session.collection is not None and len(shell.session.collection.items) == 3


def test_copying(page: LibraryPage, made: Lab, wait: Wait) -> None:
    page.show_entry(made.server.id)
    wait()
    button(page, "copy_fingerprint").click()
    assert QGuiApplication.clipboard().text() == made.server.sha256
    button(page, "copy_pem").click()
    assert QGuiApplication.clipboard().text().count("BEGIN CERTIFICATE") == 1


def test_tags_and_notes_are_saved(page: LibraryPage, made: Lab, wait: Wait, qtbot: QtBot, settings: Settings) -> None:
    page.show_entry(made.server.id)
    wait()
    for tag in ("talk", "Vorführung"):
        page.detail.tags.field.setText(tag)
        qtbot.keyClick(page.detail.tags.field, Qt.Key.Key_Return)
        wait()
    qtbot.keyClicks(page.detail.notes, "for the talk in June")
    page.detail.notes.save()
    wait()
    assert set(page.detail.tags.buttons()) == {"talk", "Vorführung"}
    page.detail.tags.buttons()["talk"].click()
    wait()
    from workbench.core.workspace.certificates import certificate_entry

    with open_workspace(settings.workspace_url).reading() as connection:
        entry = certificate_entry(connection, made.server.id)
    assert (entry.tags, entry.notes) == (("Vorführung",), "for the talk in June")


def test_notes_that_are_being_typed_are_saved_when_one_goes_to_another_entry(
    page: LibraryPage, made: Lab, wait: Wait, qtbot: QtBot
) -> None:
    page.show_entry(made.server.id)
    wait()
    qtbot.keyClicks(page.detail.notes, "half a sen")
    page.show_entry(made.client.id)
    wait()
    assert page.detail.notes.toPlainText() == ""
    page.show_entry(made.server.id)
    wait()
    assert page.detail.notes.toPlainText() == "half a sen"


# -- putting away ---------------------------------------------------------------------------------------------------------------


def test_putting_away_says_what_depends_and_can_be_undone(page: LibraryPage, made: Lab, wait: Wait) -> None:
    page.show_entry(made.intermediate.id)
    wait()
    button(page, "put_away").click()
    wait()
    question = page.detail.panel
    assert isinstance(question, PutAwayQuestion)
    assert "2" in question._depends.text() and HOST in question._titles.text()
    question.cancelled.click()
    wait()
    assert page.detail.panel is None and made.intermediate.title in titles(page)
    button(page, "put_away").click()
    wait()
    again = page.detail.panel
    assert isinstance(again, PutAwayQuestion)
    again.agreed.click()
    wait()
    assert made.intermediate.title not in certificates(page)
    assert headline(page) == f"“{made.intermediate.title}” was put away"
    assert page.done_bar.isVisible()
    page.done_bar._do.click()
    wait()
    assert made.intermediate.title in certificates(page)


def test_what_nothing_depends_on_goes_at_once_and_is_found_among_what_was_put_away(page: LibraryPage, made: Lab, wait: Wait) -> None:
    page.show_entry(made.client.id)
    wait()
    button(page, "put_away").click()
    wait()
    assert made.client.title not in certificates(page)
    page.search._set(standing=Standing.PUT_AWAY)
    wait()
    assert titles(page) == ["Certificates", made.client.title]
    page.show_entry(made.client.id)
    wait()
    button(page, "restore").click()
    wait()
    page.search.clear()
    wait()
    assert made.client.title in certificates(page)


# -- importing ------------------------------------------------------------------------------------------------------------------


def test_dropped_files_come_in(page: LibraryPage, wait: Wait, demonstration: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(demonstration / "chain.pem")), QUrl.fromLocalFile(str(demonstration / "issuing-ca.crl"))])
    event = QDropEvent(QPointF(QPoint(50, 50)), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(event)
    wait()
    shown = titles(page)
    assert "Example Test Issuing CA 1" in shown and "CRLs" in shown
    assert page.done_bar.isVisible()


def test_a_key_needs_the_vault(page: LibraryPage, wait: Wait, demonstration: Path) -> None:
    page.bring_in([str(demonstration / "server.key")])
    wait()
    assert "Unlock the keys first" in page.vault._detail.text()
    before = titles(page)
    unlock(page, wait)
    page.bring_in([str(demonstration / "server.key")])
    wait()
    assert len(titles(page)) == len(before) + 1


def test_what_is_no_certificate_is_said_and_the_others_come_in(page: LibraryPage, wait: Wait, demonstration: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_bytes(b"nothing of the kind")
    page.bring_in([str(broken), str(demonstration / "root-ca.cer")])
    wait()
    assert "Example Test Root CA" in titles(page)
    assert [message.params["path"] for message in page.trouble_bar.messages] == ["broken.pem"]


def test_the_inspector_hands_over_what_is_to_be_kept(
    page: LibraryPage, window: MainWindow, shell: Shell, wait: Wait, demonstration: Path
) -> None:
    from workbench.core import formats

    found = formats.open_path(demonstration / "root-ca.cer")[0].objects
    window.show_page("inspect")
    shell.wishes.keep.emit(found)
    wait()
    assert window.current_page == "library" and "Example Test Root CA" in titles(page)


# -- handshake ------------------------------------------------------------------------------------------------------------------


def test_a_handshake_with_it_needs_the_keys_and_shows_this_certificate(
    page: LibraryPage, made: Lab, wait: Wait, window: MainWindow, shell: Shell, qtbot: QtBot
) -> None:
    page.show_entry(made.server.id)
    wait()
    button(page, "watch").click()
    wait()
    assert window.current_page == "library" and page.vault.field.hasFocus()
    unlock(page, wait)
    button(page, "watch").click()
    wait()
    assert window.current_page == "handshakes"
    player = window.page("handshakes").player  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: player.shown is not None and player.ran[1].own is not None, timeout=20_000)
    sent = b"".join(part.data for step in player.shown.transcript.steps for part in step.parts)
    assert made.server.der in sent
    shell.workspace.lock()
    assert player.parameters.own.credential.private_key is None


# -- what goes wrong ------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_workspace_is_said(page: LibraryPage, made: Lab, wait: Wait, tmp_path: Path) -> None:
    file = tmp_path / "home" / "workspace.sqlite"
    file.chmod(0o400)
    page.detail.tags_changed.emit(made.server.id, ("x",))
    wait()
    assert page.trouble_bar.messages


def test_a_workspace_that_cannot_be_opened_is_said_and_tried_again(
    settings: Settings, window: MainWindow, wait: Wait, tmp_path: Path, shell: Shell
) -> None:
    file = tmp_path / "no.sqlite"
    file.write_bytes(b"this is no database at all" * 100)
    settings.workspace_url = f"sqlite:///{file}"
    window.show_page("library")
    page = window.page("library")
    assert isinstance(page, LibraryPage)
    wait()
    assert page.trouble.isVisible() and page.trouble.title.text() == "The workspace cannot be opened"
    assert str(file) in page.trouble.detail.text()
    file.unlink()
    page.again.click()
    wait()
    assert page.empty.isVisible()


def test_a_database_that_is_lost_under_way_is_said(page: LibraryPage, made: Lab, wait: Wait, tmp_path: Path, shell: Shell) -> None:
    workspace = shell.workspace.workspace
    assert workspace is not None
    workspace._engine.dispose()
    for file in (tmp_path / "home").glob("workspace.sqlite*"):
        file.unlink()
    page.detail.tags_changed.emit(made.server.id, ("x",))
    wait()
    assert page.trouble_bar.isVisible() and page.trouble_bar.messages
    assert made.root.title in titles(page)  # what was shown stays


# -- look and language ----------------------------------------------------------------------------------------------------------


def test_language_and_theme_change_at_once(page: LibraryPage, made: Lab, wait: Wait, settings: Settings) -> None:
    page.show_entry(made.server.id)
    wait()
    settings.language = "ja"
    wait()
    assert titles(page)[0] == "認証局" and "まで有効です" in headline(page)
    assert button(page, "copy_pem").text() == "PEMでコピー"
    settings.theme = "dark"
    settings.text_size = 150
    wait()
    settings.language = "en"
    wait()
    assert titles(page)[0] == "Certification authorities"


def test_it_folds_where_there_is_little_room(page: LibraryPage, window: MainWindow, wait: Wait) -> None:
    window.resize(860, 700)
    wait()
    assert page.splitter.orientation() is Qt.Orientation.Vertical
    window.resize(1280, 800)
    wait()
    assert page.splitter.orientation() is Qt.Orientation.Horizontal


def test_with_the_keyboard_alone(page: LibraryPage, made: Lab, wait: Wait, qtbot: QtBot) -> None:
    tree = page.tree
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Home)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    wait()
    assert headline(page).startswith(f"“{made.root.title}”")
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert not tree.isExpanded(page.model.index_of(made.root.id))
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    wait()
    assert headline(page).startswith(f"“{made.intermediate.title}”")
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    focus = page.window().focusWidget()
    assert isinstance(focus, QPushButton) and page.detail.isAncestorOf(focus)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    wait()
    question = page.detail.panel
    assert isinstance(question, PutAwayQuestion) and question.cancelled.hasFocus()
    qtbot.keyClick(question.cancelled, Qt.Key.Key_Escape)
    assert page.detail.panel is None


def test_ctrl_f_begins_a_search(page: LibraryPage, wait: Wait, qtbot: QtBot) -> None:
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.field.hasFocus()


def test_a_long_tree_is_read_in_pages_that_grow(page: LibraryPage, made: Lab, wait: Wait, settings: Settings, shell: Shell) -> None:
    workspace = open_workspace(settings.workspace_url)
    many(workspace, made.server.id, 2600)
    workspace.close()
    shell.workspace.changed.emit()
    wait()
    model, counts = page.model, []
    while model.has_more(index := model.index_of(made.intermediate.id)):
        model.read_on(index)
        assert not model.has_more(index)  # it is being read: nobody asks twice
        wait()
        counts.append(model.rowCount(model.index_of(made.intermediate.id)))
    assert counts[-1] == 2602 and counts == sorted(set(counts))
    assert model.hasChildren(model.index_of(made.intermediate.id))

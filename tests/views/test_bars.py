"""Trouble, progress and passwords: beside the work, never in its way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.errors import Message
from workbench.core.formats.found import Locked, OpenedFile
from workbench.models import jobs
from workbench.models.session import Source
from workbench.views.error_bar import LISTED, MessageBar, ProgressBar
from workbench.views.password_bar import PasswordBar
from workbench.views.shell import Shell


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def gone(name: str) -> Message:
    return Message("file_gone", {"path": name})


# -- messages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def messages(qtbot: QtBot, shell: Shell) -> MessageBar:
    bar = MessageBar(shell.language)
    qtbot.addWidget(bar)
    return bar


def test_one_sentence_and_the_others_when_asked_for(messages: MessageBar) -> None:
    assert messages.isHidden()
    for name in ("one", "two", "three", "two"):
        messages.add(gone(name))
    assert len(messages.messages) == 3 and messages.isVisible()
    assert "one" in words_of(messages) and "two" not in words_of(messages)
    assert messages._more.text() == "2 more"
    messages._more.click()
    assert "two" in words_of(messages) and "three" in words_of(messages)
    messages._dismiss.click()
    assert messages.isHidden() and messages.messages == ()


def test_very_many_are_counted_and_not_all_listed(messages: MessageBar) -> None:
    for number in range(LISTED + 30):
        messages.add(gone(f"file{number}"))
    messages._more.click()
    assert len(messages._list.text().splitlines()) == LISTED + 1 and "and 29 more" in messages._list.text()


def test_a_strangers_file_name_stays_text(messages: MessageBar) -> None:
    messages.add(gone("<b>x</b>\u202egnp.pem"))
    assert "<b>x</b>⟨U+202E⟩gnp.pem" in words_of(messages)
    assert {label.textFormat() for label in messages.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_the_sentence_follows_the_language(messages: MessageBar, shell: Shell) -> None:
    messages.add(gone("x"))
    english = words_of(messages)
    shell.language.choose("ja")
    QApplication.processEvents()
    assert words_of(messages) != english and "ディスク" in words_of(messages)


def test_an_action_on_the_bar(messages: MessageBar) -> None:
    done: list[bool] = []
    messages.set_action(lambda: "Read again", lambda: done.append(True))
    messages.add(gone("x"))
    messages._do.click()
    assert done == [True] and messages.isHidden()


# -- progress ----------------------------------------------------------------------------------------------------------


def test_progress_shows_only_what_takes_long_and_cancels(qtbot: QtBot, shell: Shell, settle: Callable[[], None]) -> None:
    bar = ProgressBar()
    qtbot.addWidget(bar)
    bar.follow(jobs.run(lambda: None))
    settle()
    qtbot.wait(ProgressBar.DELAY_MS + 50)
    assert bar.isHidden()
    gate = threading.Event()

    def work(task: jobs.Task) -> None:
        task.progress(3, 10)
        while not task.cancelled:
            gate.wait(0.01)

    job = jobs.run_task(work)
    cancelled: list[bool] = []
    job.cancelled.connect(lambda: cancelled.append(True))
    bar.follow(job)
    qtbot.waitUntil(lambda: bar.isVisible() and "3" in words_of(bar) and "10" in words_of(bar))
    bar._cancel.click()
    settle()
    assert cancelled == [True] and bar.isHidden()


# -- passwords ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def password_bar(qtbot: QtBot, shell: Shell) -> PasswordBar:
    bar = PasswordBar(shell.session, shell.language)
    qtbot.addWidget(bar)
    bar.resize(900, 60)
    return bar


def locked_key(path: Path, password: str) -> Path:
    key = ed25519.Ed25519PrivateKey.generate()
    encryption = serialization.BestAvailableEncryption(password.encode())
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption))
    return path


def test_asks_tries_and_goes_on(qtbot: QtBot, shell: Shell, password_bar: PasswordBar, settle: Callable[[], None], tmp_path: Path) -> None:
    shell.session.open_paths([locked_key(tmp_path / "鍵.pem", "right"), locked_key(tmp_path / "second.pem", "other")])
    settle()
    assert password_bar.isVisible() and "鍵.pem needs a password" in words_of(password_bar)
    assert password_bar.field.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClicks(password_bar.field, "wrong")
    qtbot.keyClick(password_bar.field, Qt.Key.Key_Return)
    settle()
    assert "That password does not open 鍵.pem" in words_of(password_bar)
    password_bar.field.setText("right")
    password_bar.open_button.click()
    settle()
    assert "second.pem needs a password" in words_of(password_bar) and password_bar.field.text() == ""
    qtbot.keyClick(password_bar.field, Qt.Key.Key_Escape)
    assert password_bar.isHidden() and password_bar.field.text() == ""
    assert len(shell.session.collection.items if shell.session.collection else ()) == 1


def test_a_high_cost_is_asked_for_before_it_is_paid(
    qtbot: QtBot, shell: Shell, password_bar: PasswordBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    costly = Source(7, "/folder/slow.p12", None, (OpenedFile("/folder/slow.p12", (), locked=(Locked(gone("x"), False, 90.4),)),))
    shell.session._sources[7] = costly
    reopened: list[tuple[Source, bool]] = []
    monkeypatch.setattr(shell.session, "reopen", lambda source, allow_cost: reopened.append((source, allow_cost)))
    password_bar.refresh()
    assert "slow.p12 takes about 90 seconds" in words_of(password_bar) and password_bar.field.isHidden()
    password_bar.open_button.click()
    assert reopened == [(costly, True)]
    shell.language.choose("ja")
    QApplication.processEvents()
    assert "90秒" in words_of(password_bar)

"""The one path by which anything gets opened: files, folders, pasted bytes, passwords, the disk behind it."""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from workbench import words
from workbench.core.errors import Message
from workbench.core.formats.found import Kind
from workbench.models import jobs, session
from workbench.models.session import Session, Source
from workbench.models.settings import Settings


class Heard(QObject):
    """Everything that a session said."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.changes: list[object] = []
        self.opened: list[Source] = []
        self.failures: list[Message] = []
        self.locked: list[Source] = []
        self.notes: list[tuple[Message, Source]] = []
        self.jobs: list[jobs.Job] = []
        session.changed.connect(self.changes.append)
        session.opened.connect(self.opened.extend)
        session.failed.connect(self.failures.append)
        session.locked.connect(self.locked.append)
        session.noted.connect(lambda message, source: self.notes.append((message, source)))
        session.opening.connect(self.jobs.append)


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=20_000)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    yield Session(Settings(tmp_path / "settings" / "settings.ini"))


@pytest.fixture
def heard(opened: Session) -> Heard:
    return Heard(opened)


def encrypted_key(path: Path, password: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    encryption = serialization.BestAvailableEncryption(password.encode())
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption))
    return path


def kinds(session: Session) -> list[Kind]:
    return [item.kind for item in session.collection.items] if session.collection is not None else []


def test_a_folder_a_file_and_pasted_bytes_are_one_path(
    opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path
) -> None:
    opened.open_paths([demonstration])
    settle()
    count = len(kinds(opened))
    assert count >= 8 and Kind.CERTIFICATE in kinds(opened) and Kind.CRL in kinds(opened)
    pem = (demonstration / "chain.pem").read_bytes()
    opened.open_bytes(pem)
    settle()
    assert len(kinds(opened)) == count, "the same objects again are no new ones"
    assert opened.sources[-1].path == "" and opened.sources[-1].objects > 0
    assert all(source.path == os.path.abspath(source.path) for source in opened.sources[:-1])


def test_what_cannot_be_opened_is_said_and_the_rest_opens(
    opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path, tmp_path: Path
) -> None:
    noise = tmp_path / "写真.jpg"
    noise.write_bytes(b"\xff\xd8\xff\xe0 no certificate")
    opened.open_paths([noise, tmp_path / "not there.pem", demonstration / "chain.pem"])
    settle()
    assert Kind.CERTIFICATE in kinds(opened)
    assert [message.params["path"] for message in heard.failures] == ["写真.jpg", "not there.pem"]
    assert all(isinstance(message.params["reason"], Message) for message in heard.failures)
    for language in words.LANGUAGES:
        assert "写真.jpg" in words.say(heard.failures[0], language)


def test_a_folder_may_hold_other_things_too(
    opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path, tmp_path: Path
) -> None:
    for name in ("full", "without"):
        (tmp_path / name / "below").mkdir(parents=True)
        for number in range(3):
            (tmp_path / name / "below" / f"{number}.txt").write_text("no certificate")
    (tmp_path / "full" / "chain.pem").write_bytes((demonstration / "chain.pem").read_bytes())
    opened.open_paths([tmp_path / "full"])
    settle()
    assert heard.failures == [] and Kind.CERTIFICATE in kinds(opened)
    opened.open_paths([tmp_path / "without"])
    settle()
    assert heard.failures == [Message("nothing_in_folder", {"path": "without"})]


def test_results_come_to_the_gui_thread(opened: Session, settle: Callable[[], None], demonstration: Path) -> None:
    threads: list[threading.Thread] = []
    opened.changed.connect(lambda collection: threads.append(threading.current_thread()))
    opened.open_paths([demonstration / "chain.pem"])
    settle()
    assert threads == [threading.main_thread()]


def test_opening_while_something_opens_loses_nothing(opened: Session, settle: Callable[[], None], demonstration: Path) -> None:
    for name in sorted(os.listdir(demonstration)):
        opened.open_paths([demonstration / name])
    settle()
    assert {os.path.basename(source.path) for source in opened.sources} == set(os.listdir(demonstration))


def test_a_file_that_is_open_is_read_anew(opened: Session, settle: Callable[[], None], demonstration: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pem"
    copy.write_bytes((demonstration / "chain.pem").read_bytes())
    opened.open_paths([copy])
    settle()
    before = opened.sources[0]
    copy.write_bytes((demonstration / "root-ca.cer").read_bytes())
    opened.open_paths([copy])
    settle()
    assert [source.key for source in opened.sources] == [before.key]
    assert len(kinds(opened)) == 1


def test_the_same_file_named_twice_is_open_once(opened: Session, settle: Callable[[], None], demonstration: Path) -> None:
    path = demonstration / "server.key"
    opened.open_paths([path, path, path.parent / ".." / path.parent.name / path.name])
    opened.open_paths([path])  # while the others are being opened
    settle()
    assert [source.path for source in opened.sources] == [str(path)]


def test_reading_a_vanished_file_again_keeps_what_was_read(
    opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path, tmp_path: Path
) -> None:
    path = tmp_path / "server.key"
    path.write_bytes((demonstration / "server.key").read_bytes())
    opened.open_paths([path])
    settle()
    path.unlink()
    opened.reopen(opened.sources[0])
    settle()
    assert [message.id for message in heard.failures] == ["could_not_open"]
    assert opened.collection is not None and len(opened.collection.items) == 1


def test_one_password_opens_the_others_too_and_is_asked_for_once(
    opened: Session, heard: Heard, settle: Callable[[], None], tmp_path: Path
) -> None:
    paths = [encrypted_key(tmp_path / f"{n}.key", "correct horse") for n in range(3)]
    opened.open_paths(paths)
    settle()
    assert len(heard.locked) == 3 and kinds(opened) == [] and not any(heard.failures)
    assert [source.path for source in opened.waiting_for_password] == [str(path) for path in paths]
    opened.try_password(opened.waiting_for_password[0], "wrong")
    settle()
    assert opened.waiting_for_password[0].locked[0].wrong
    opened.try_password(opened.waiting_for_password[0], "correct horse")
    settle()
    assert kinds(opened) == [Kind.PRIVATE_KEY] * 3 and opened.waiting_for_password == ()
    opened.open_paths([encrypted_key(tmp_path / "later.key", "correct horse")])
    settle()
    assert opened.waiting_for_password == () and len(kinds(opened)) == 4


def test_a_skipped_file_is_not_asked_for_again(opened: Session, heard: Heard, settle: Callable[[], None], tmp_path: Path) -> None:
    opened.open_paths([encrypted_key(tmp_path / "a.key", "x"), encrypted_key(tmp_path / "b.key", "y")])
    settle()
    opened.skip_password(opened.waiting_for_password[0])
    assert [os.path.basename(source.path) for source in opened.waiting_for_password] == ["b.key"]
    opened.try_password(opened.waiting_for_password[0], "y")
    settle()
    assert opened.waiting_for_password == ()
    opened.reopen(opened.sources[0])
    settle()
    assert [os.path.basename(source.path) for source in opened.waiting_for_password] == ["a.key"]


def test_passwords_are_not_stored_or_shown(opened: Session, settle: Callable[[], None], tmp_path: Path) -> None:
    opened.open_paths([encrypted_key(tmp_path / "a.key", "correct horse")])
    settle()
    opened.try_password(opened.sources[0], "correct horse")
    settle()
    opened.settings.sync()
    stored = b"".join(path.read_bytes() for path in opened.settings.path.parent.iterdir())
    assert b"a.key" in stored and b"correct" not in stored and b"horse" not in stored
    secret = opened.collection.items[0].der if opened.collection else b""
    shown = repr(opened.sources) + repr(opened.collection) + repr(vars(opened).get("_waiting"))
    assert "correct" not in shown and base64.b64encode(secret).decode() not in shown and secret.hex() not in shown


def test_what_stays_open_is_not_read_again(opened: Session, settle: Callable[[], None], demonstration: Path) -> None:
    opened.open_paths([demonstration / "chain.pem"])
    settle()
    before = opened.collection.items[0]
    opened.open_paths([demonstration / "server.key"])
    settle()
    assert opened.collection.items[0] is before and len(opened.sources) == 2


def test_closing(opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path) -> None:
    opened.open_paths([demonstration / "chain.pem", demonstration / "server.key"])
    settle()
    item = next(item for item in opened.collection.items if item.kind is Kind.PRIVATE_KEY)
    opened.close_item(item)
    settle()
    assert [os.path.basename(source.path) for source in opened.sources] == ["chain.pem"]
    assert Kind.PRIVATE_KEY not in kinds(opened)
    opened.close_all()
    settle()
    assert opened.collection is None and opened.sources == () and heard.changes[-1] is None
    opened.close_all()
    assert jobs.activity.count == 0


def test_cancel_keeps_what_was_open(opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path) -> None:
    opened.open_paths([demonstration / "chain.pem"])
    settle()
    before = opened.collection
    opened.open_paths([demonstration])
    assert opened.busy
    heard.jobs[-1].cancel()
    settle()
    assert opened.collection is before and not opened.busy and heard.failures == []
    opened.open_paths([demonstration / "server.key"])
    settle()
    assert len(opened.sources) == 2


def test_recent_files_are_those_that_gave_something(
    opened: Session, settle: Callable[[], None], demonstration: Path, tmp_path: Path
) -> None:
    (tmp_path / "noise").write_bytes(b"noise")
    opened.open_paths([demonstration / "chain.pem", tmp_path / "noise"])
    opened.open_bytes((demonstration / "root-ca.cer").read_bytes())
    settle()
    assert opened.settings.recent == (str(demonstration / "chain.pem"),)
    opened.open_paths([demonstration])
    settle()
    assert opened.settings.recent == (str(demonstration), str(demonstration / "chain.pem")), "a folder, not each of its files"


def test_a_change_on_the_disk_is_noted_once_and_nothing_is_lost(
    opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.pem"
    copy.write_bytes((demonstration / "chain.pem").read_bytes())
    opened.open_paths([copy])
    settle()
    objects = kinds(opened)
    opened.check_disk()
    settle()
    assert heard.notes == []
    copy.write_bytes(b"something else")
    for _ in range(2):
        opened.check_disk()
        settle()
    assert [note[0].id for note in heard.notes] == ["file_changed"] and kinds(opened) == objects
    assert opened.changed_on_disk == opened.sources
    copy.unlink()
    opened.check_disk()
    settle()
    assert [note[0].id for note in heard.notes] == ["file_changed", "file_gone"] and kinds(opened) == objects
    assert opened.changed_on_disk == ()


def test_conditions_tell_when_they_change(opened: Session) -> None:
    told: list[object] = []
    opened.conditions_changed.connect(told.append)
    opened.set_conditions(host="www.example.org")
    opened.set_conditions(host="www.example.org")
    opened.set_rules("webpki")
    assert len(told) == 2 and told[-1] is opened.conditions
    assert (opened.conditions.host, str(opened.conditions.rules)) == ("www.example.org", "webpki")


def test_the_settings_are_what_judging_begins_with(qapp: object, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.trust, settings.rules = "system", "webpki"
    conditions = Session(settings).conditions
    assert (conditions.trust, str(conditions.rules)) == ("system", "webpki")


def test_an_unforeseen_error_is_one_sentence_and_the_session_goes_on(
    opened: Session, heard: Heard, settle: Callable[[], None], demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Source:
        raise RuntimeError("a mistake of ours")

    with monkeypatch.context() as patched:
        patched.setattr(session, "_open_source", broken)
        opened.open_paths([demonstration / "chain.pem"])
        settle()
    assert [message.id for message in heard.failures] == ["job_unexpected"] and not opened.busy
    opened.open_paths([demonstration / "chain.pem"])
    settle()
    assert Kind.CERTIFICATE in kinds(opened)

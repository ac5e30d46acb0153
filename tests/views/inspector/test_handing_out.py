"""What leaves the program: to the clipboard and to files, with a warning before a private key leaves unprotected."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from workbench.core import formats
from workbench.core.collection import Collection
from workbench.core.formats.export import ExportFormat, ExportOptions
from workbench.core.formats.found import Kind
from workbench.models.subject import Subject
from workbench.views.inspector.export_dialog import ExportDialog, UnprotectedDialog
from workbench.views.inspector.handing_out import HandingOut, suggested_name
from workbench.views.main_window import MainWindow
from workbench.views.shell import Shell


@pytest.fixture
def subjects(demonstration: Path) -> dict[Kind, Subject]:
    files = [file for name in ("chain.pem", "server.key") for file in formats.open_path(demonstration / name)]
    return {item.kind: Subject(item.sources[0], item, item.parsed) for item in reversed(Collection(files).items)}


@pytest.fixture
def handing_out(qtbot: QtBot, shell: Shell) -> HandingOut:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    made = HandingOut(shell, widget)
    made.setProperty("holder", widget)
    return made


def dialog(kind: type[QWidget]) -> QWidget:
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())


def test_a_certificate_is_copied_at_once(handing_out: HandingOut, subjects: dict[Kind, Subject]) -> None:
    handing_out.copy(subjects[Kind.CERTIFICATE], None)
    assert QGuiApplication.clipboard().text().startswith("-----BEGIN CERTIFICATE-----")


def test_a_private_key_is_only_copied_after_asking(handing_out: HandingOut, subjects: dict[Kind, Subject]) -> None:
    QGuiApplication.clipboard().setText("before")
    handing_out.copy(subjects[Kind.PRIVATE_KEY], None)
    asked = dialog(ExportDialog)
    assert isinstance(asked, ExportDialog)
    assert QGuiApplication.clipboard().text() == "before"
    assert asked.form.needs_password and not asked.accept_button.isEnabled()
    asked.forms.setCurrentIndex(asked.forms.findData(ExportFormat.PKCS8_PLAIN.value))
    assert asked.warning.isVisible() and not asked.password.isVisible()
    asked.accept_button.click()
    assert load_pem_private_key(QGuiApplication.clipboard().text().encode(), None)


def test_both_passwords_must_be_the_same(qtbot: QtBot, handing_out: HandingOut, subjects: dict[Kind, Subject]) -> None:
    handing_out.copy(subjects[Kind.PRIVATE_KEY], ExportFormat.PKCS8_ENCRYPTED)
    asked = dialog(ExportDialog)
    assert isinstance(asked, ExportDialog)
    asked.password.setText("秘密")
    asked.again.setText("other")
    assert not asked.accept_button.isEnabled() and asked.mismatch.text()
    asked.again.setText("秘密")
    asked.accept_button.click()
    assert asked.password.text() == ""
    assert load_pem_private_key(QGuiApplication.clipboard().text().encode(), "秘密".encode())


def test_a_saved_key_is_readable_by_its_owner_only(handing_out: HandingOut, subjects: dict[Kind, Subject], tmp_path: Path) -> None:
    path = tmp_path / "鍵.key"
    handing_out.write([subjects[Kind.PRIVATE_KEY].found], ExportFormat.PKCS8_PLAIN, ExportOptions(), str(path))
    assert load_pem_private_key(path.read_bytes(), None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_saving_asks_where_and_suggests_a_name(
    handing_out: HandingOut, subjects: dict[Kind, Subject], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def answer(parent: QWidget, title: str, name: str) -> tuple[str, str]:
        names.append(name)
        return str(tmp_path / Path(name).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    handing_out.save(subjects[Kind.CERTIFICATE], ExportFormat.DER)
    assert names == [str(Path(subjects[Kind.CERTIFICATE].found.path).parent / "chain.cer")]  # beside the file it came from
    assert (tmp_path / "chain.cer").read_bytes() == subjects[Kind.CERTIFICATE].der


def test_what_was_saved_is_said_in_the_window(
    qtbot: QtBot, window: MainWindow, subjects: dict[Kind, Subject], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "R&amp;D 保存.pem"
    path.write_text("what was there before")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    handing_out = HandingOut(window.shell, window)
    handing_out.save(subjects[Kind.CERTIFICATE], ExportFormat.PEM)
    assert window.done.isVisible() and window.done.accessibleName() == f"Saved as “{path}”."
    assert path.read_text().startswith("-----BEGIN CERTIFICATE-----")
    handing_out.write([subjects[Kind.CERTIFICATE].found], ExportFormat.PEM, ExportOptions(), str(tmp_path / "second.pem"))
    assert len(window.done.messages) == 1 and "second.pem" in window.done.accessibleName()


def test_the_file_dialog_asks_before_it_replaces_a_file(
    handing_out: HandingOut, subjects: dict[Kind, Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[tuple[object, ...], dict[str, object]]] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (given.append((a, k)), ("", ""))[1])
    handing_out.save(subjects[Kind.CERTIFICATE], ExportFormat.PEM)
    options = [*given[0][0][3:], *given[0][1].values()]
    assert QFileDialog.Option.DontConfirmOverwrite not in options


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_without_permission_is_said(handing_out: HandingOut, subjects: dict[Kind, Subject], tmp_path: Path) -> None:
    folder = tmp_path / "read only"
    folder.mkdir(mode=0o500)
    handing_out.write([subjects[Kind.CERTIFICATE].found], ExportFormat.PEM, ExportOptions(), str(folder / "x.pem"))
    box = dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "read only" in box.text() and list(folder.iterdir()) == []
    box.close()


def test_what_cannot_be_written_is_said_in_one_sentence(handing_out: HandingOut, subjects: dict[Kind, Subject], tmp_path: Path) -> None:
    handing_out.write([subjects[Kind.CERTIFICATE].found], ExportFormat.PEM, ExportOptions(), str(tmp_path / "not there" / "x.pem"))
    box = dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "not there" in box.text()
    box.close()


def test_the_box_of_a_private_key_asks_first(qtbot: QtBot, handing_out: HandingOut, demonstration: Path) -> None:
    from workbench.core.x509.key_pair import PrivateKey
    from workbench.core.x509.upload_boxes import Form, plan

    collection = Collection([file for name in ("chain.pem", "server.key") for file in formats.open_path(demonstration / name)])
    keys = [item.parsed for item in collection.items if isinstance(item.parsed, PrivateKey)]
    made = plan(Form.NGINX, collection.certificates[0], collection.certificates, keys)
    secret = next(box for box in made.boxes if box.secret)
    QGuiApplication.clipboard().setText("before")
    handing_out.copy_box(secret, made)
    asked = dialog(UnprotectedDialog)
    assert QGuiApplication.clipboard().text() == "before"
    asked.accept()  # type: ignore[attr-defined]
    assert load_pem_private_key(QGuiApplication.clipboard().text().encode(), None)


def test_suggested_names_are_safe_on_every_system(subjects: dict[Kind, Subject]) -> None:
    from dataclasses import replace

    found = replace(subjects[Kind.CERTIFICATE].found, name='a/b\\c:"<日本>|?*\x01')
    assert suggested_name(found, ExportFormat.PEM) == "a_b_c_日本_.pem"
    assert suggested_name(replace(found, name="..", path=""), ExportFormat.DER) == "certificate.cer"

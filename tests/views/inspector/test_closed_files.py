"""Files that are locked, cost too much to open, or could not be opened: what the inspector says of them and offers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from workbench.models.object_rows import RowKind
from workbench.views.inspector.page import InspectorPage
from workbench.views.main_window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def page(window: MainWindow) -> InspectorPage:
    window.show_page("inspect")
    made = window.page("inspect")
    assert isinstance(made, InspectorPage)
    return made


def locked_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))


def select(page: InspectorPage, kind: RowKind, settle: Settle) -> None:
    index = page.model.index_of(lambda row: row.kind is kind)
    assert index.isValid()
    page.objects.view.setCurrentIndex(index)
    settle()


def open_file(qtbot: QtBot, window: MainWindow, page: InspectorPage, path: Path, settle: Settle) -> None:
    with qtbot.waitSignal(page.inspection.rows_changed, timeout=20_000):
        window.shell.session.open_paths([path])
    qtbot.waitUntil(lambda: page.inspection.row is not None)
    settle()


def test_a_skipped_file_can_be_opened_after_all(
    qtbot: QtBot, window: MainWindow, page: InspectorPage, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "locked.key"
    path.write_bytes(locked_key())
    open_file(qtbot, window, page, path, settle)
    bar = window.password_bar
    qtbot.mouseClick(bar.skip_button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    select(page, RowKind.LOCKED, settle)
    banner = page.detail.banner
    assert "password" in banner.detail.text()
    qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    assert bar.isVisible() and bar.source is not None and bar.source.path == str(path)
    bar.field.setText("secret")
    with qtbot.waitSignal(page.inspection.rows_changed, timeout=20_000):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(banner.button.isHidden)
    settle()
    assert not bar.isVisible()
    assert [row.kind for row in page.model.rows if row.selectable] == [RowKind.ITEM]


def test_the_button_asks_for_the_selected_one_of_several(
    qtbot: QtBot, window: MainWindow, page: InspectorPage, tmp_path: Path, settle: Settle
) -> None:
    paths = [tmp_path / "first.key", tmp_path / "second.key"]
    for path in paths:
        path.write_bytes(locked_key())
    with qtbot.waitSignal(page.inspection.rows_changed, timeout=20_000):
        window.shell.session.open_paths(paths)
    qtbot.waitUntil(lambda: page.inspection.row is not None)
    settle()
    index = page.model.index_of(lambda row: row.file is not None and row.file.path == str(paths[1]))
    page.objects.view.setCurrentIndex(index)
    settle()
    assert window.password_bar.source is not None and window.password_bar.source.path == str(paths[0])
    page.detail.banner.button.click()
    assert window.password_bar.source.path == str(paths[1])


def test_an_absurd_cost_is_paid_only_with_consent(
    qtbot: QtBot, window: MainWindow, page: InspectorPage, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "slow.key"
    path.write_bytes(costly(locked_key(), 0x7FFF_FFFF))
    open_file(qtbot, window, page, path, settle)
    bar = window.password_bar
    assert bar.isVisible() and not bar.field.isVisible()
    assert "seconds" in bar.accessibleName()
    qtbot.mouseClick(bar.skip_button, Qt.MouseButton.LeftButton)
    select(page, RowKind.LOCKED, settle)
    assert "consent" in page.detail.banner.detail.text()
    assert not page.detail.banner.button.isHidden()


def costly(key: bytes, iterations: int) -> bytes:
    """The same PBES2 EncryptedPrivateKeyInfo with another iteration count in its PBKDF2-params (RFC 8018 §A.2)."""

    def rewritten(data: bytes, depth: int) -> bytes:
        out, place = b"", 0
        while place < len(data):
            tag, first = data[place], data[place + 1]
            more = first & 0x7F if first & 0x80 else 0
            size = int.from_bytes(data[place + 2 : place + 2 + more], "big") if more else first
            content = data[place + 2 + more : place + 2 + more + size]
            place += 2 + more + size
            if tag == 0x30:
                content = rewritten(content, depth + 1)
            elif tag == 0x02 and depth == 5:
                content = iterations.to_bytes(4, "big")
            length = len(content)
            head = bytes((length,)) if length < 128 else b"\x82" + length.to_bytes(2, "big")
            out += bytes((tag,)) + head + content
        return out

    made = rewritten(key, 0)
    assert iterations.to_bytes(4, "big") in made
    return made


def test_what_was_tried_on_a_refused_file_is_listed(
    qtbot: QtBot, window: MainWindow, page: InspectorPage, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing of the kind\n")
    open_file(qtbot, window, page, path, settle)
    select(page, RowKind.REFUSED, settle)
    page.detail.show_tab(0)
    said = {label.accessibleName() for label in page.detail.summary.findChildren(QLabel)}
    assert str(path) in "".join(said)
    assert any(line.startswith("Java keystore: ") for line in said)
    assert any(line.startswith("PEM: ") for line in said)

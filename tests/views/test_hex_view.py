"""Bytes: seen, chosen, copied, masked; and megabytes of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.work import counted
from workbench.views.hex_view import HexView
from workbench.views.shell import Shell

DATA = bytes(range(256)) * 4


@pytest.fixture
def view(qtbot: QtBot, shell: Shell) -> HexView:
    made = HexView()
    qtbot.addWidget(made)
    made.resize(720, 300)
    made.set_bytes(DATA)
    made.show()
    qtbot.waitExposed(made)
    return made


def chosen(view: HexView) -> list[int]:
    heard: list[int] = []
    view.byte_selected.connect(heard.append)
    return heard


def middle(view: HexView, offset: int, text: bool = False) -> QPoint:
    """Where the byte is painted."""
    row, column = divmod(offset, view._per_row)
    x = view._text_x(column) + view._char / 2 if text else view._hex_x(column) + view._char
    return QPoint(round(x), round((row - view.verticalScrollBar().value() + 0.5) * view._line))


def test_a_click_on_either_side_chooses_the_byte(qtbot: QtBot, view: HexView) -> None:
    heard = chosen(view)
    for offset, text in ((0, False), (35, False), (35, True), (view._per_row - 1, True)):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, offset, text))
        assert heard[-1] == offset
    assert "35" not in view.accessibleDescription()


def test_a_click_beside_the_bytes_chooses_none(qtbot: QtBot, view: HexView) -> None:
    view.set_bytes(b"\x01\x02")
    heard = chosen(view)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert heard == []


def test_the_keyboard_goes_everywhere(qtbot: QtBot, view: HexView) -> None:
    heard = chosen(view)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
    row = view._per_row
    assert heard == [1, 1 + row, 2 * row - 1, 2 * row - 2, row, 0]
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert heard[-1] == 0 and len(heard) == 6
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert heard[-1] == len(DATA) - 1 and view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert 0 < heard[-1] < len(DATA) - row
    assert str(heard[-1]) in view.accessibleDescription()


def test_a_span_is_lit_up_and_brought_into_view(view: HexView) -> None:
    view.highlight(700, 20)
    assert view.highlighted == (700, 20)
    top = view.verticalScrollBar().value()
    assert top <= 700 // view._per_row < top + view.viewport().height() // view._line
    view.highlight(-1, 0)
    assert view.highlighted == (0, 0)


def test_copy_takes_the_span_or_what_was_dragged_over(qtbot: QtBot, view: HexView) -> None:
    view.highlight(16, 4)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "10 11 12 13"
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection == (0, 3)
    view.copy()
    assert QGuiApplication.clipboard().text() == "00 01 02"


def test_secret_bytes_are_neither_painted_nor_copied_until_asked_for(qtbot: QtBot, view: HexView) -> None:
    view.set_bytes(b"\xaa" * 64)
    masked_free = view.grab().toImage()
    view.set_bytes(b"\xaa" * 64, [(0, 64)])
    masked = view.grab().toImage()
    view.set_bytes(b"\x55" * 64, [(0, 64)])
    assert view.grab().toImage() == masked, "a mask that differs with the bytes gives them away"
    assert masked != masked_free
    view.highlight(0, 64)
    QGuiApplication.clipboard().setText("before")
    view.copy()
    assert QGuiApplication.clipboard().text() == "before"
    assert "55" not in view.accessibleDescription()
    view.reveal(True)
    view.copy()
    assert QGuiApplication.clipboard().text() == " ".join(["55"] * 64)


def test_it_folds_to_fewer_columns_where_there_is_no_room(view: HexView) -> None:
    widths = []
    for width in (1400, 720, 420, 200):
        view.resize(width, 300)
        widths.append(view._per_row)
    assert widths == [32, 16, 8, 4]
    assert view.horizontalScrollBar().maximum() > 0


def test_megabytes_are_painted_at_once(view: HexView) -> None:
    data = bytes(8 << 20)
    with counted() as work:
        view.set_bytes(data)
        view.highlight(5 << 20, 3 << 20)
        view.grab()
    assert work.calls < 10_000
    assert view._digits() == 8


def test_no_bytes_at_all(qtbot: QtBot, view: HexView) -> None:
    heard = chosen(view)
    view.set_bytes(b"")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    view.highlight(0, 0)
    view.grab()
    assert heard == [] and view.accessibleDescription() == "no bytes"

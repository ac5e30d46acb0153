"""Tree and bytes are linked both ways, by mouse and by keyboard; strangers' text stays text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.models.node_tree_model import MASK
from workbench.views.node_hex_pane import NodeHexPane
from workbench.views.shell import Shell

DATA = bytes(range(0x30, 0x50))
TREE = Node(
    "Certificate", "", 0, 32,
    (
        Node("version", "v3", 2, 3),
        Node("subject", "", 5, 10, (Node("commonName", "<b>www</b>\u202e", 7, 6, problems=(Problem(Message("nothing_to_take"), 8),)),)),
        Node("privateKey", "00ff", 16, 8, secret=True),
        Node("computed", "no bytes stand behind it"),
    ),
)  # fmt: skip


@pytest.fixture
def pane(qtbot: QtBot, shell: Shell) -> NodeHexPane:
    made = NodeHexPane("test", shell.language, shell.settings)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.set_node(TREE, DATA)
    made.show()
    qtbot.waitExposed(made)
    return made


def labels(pane: NodeHexPane) -> str:
    return "\n".join(label.text() for label in pane.tree.detail.findChildren(QLabel) if label.isVisible())


def test_a_field_lights_up_its_bytes(pane: NodeHexPane) -> None:
    heard: list[Node] = []
    pane.selected.connect(heard.append)
    pane.show_field(("subject", "commonName"))
    assert pane.bytes.highlighted == (7, 6)
    assert heard == [TREE.children[1].children[0]]
    pane.show_field(("computed",))
    assert pane.bytes.highlighted == (0, 0)


def test_a_byte_selects_its_field(qtbot: QtBot, pane: NodeHexPane) -> None:
    pane.show_field(("version",))
    pane.bytes.setFocus()
    for _ in range(6):
        qtbot.keyClick(pane.bytes, Qt.Key.Key_Right)
    node = pane.tree.current()
    assert node is not None and node.label == "commonName"
    assert pane.bytes.highlighted == (7, 6)
    qtbot.keyClick(pane.bytes, Qt.Key.Key_Right)
    assert pane.bytes._cursor == 9, "the cursor stays on the byte although the whole field is lit up"


def test_the_keyboard_goes_from_field_to_bytes_and_back(qtbot: QtBot, pane: NodeHexPane) -> None:
    pane.window().activateWindow()
    pane.tree.view.setFocus()
    qtbot.keyClick(pane.tree.view, Qt.Key.Key_Down)
    qtbot.keyClick(pane.tree.view, Qt.Key.Key_Return)
    assert pane.focusWidget() is pane.bytes
    qtbot.keyClick(pane.bytes, Qt.Key.Key_Escape)
    assert pane.focusWidget() is pane.tree.view


def test_the_detail_says_value_place_and_trouble(pane: NodeHexPane) -> None:
    pane.show_field(("subject", "commonName"))
    shown = labels(pane)
    assert "commonName" in shown and "7" in shown and "12" in shown
    assert pane.tree.detail._language.say(Message("nothing_to_take")) in shown
    assert pane.tree.detail._value.toPlainText() == "<b>www</b>⟨U+202E⟩"


def test_all_labels_are_plain_text(pane: NodeHexPane) -> None:
    pane.show_field(("subject", "commonName"))
    assert {label.textFormat() for label in pane.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_a_secret_is_masked_in_the_tree_the_detail_and_the_bytes(qtbot: QtBot, pane: NodeHexPane) -> None:
    pane.show_field(("privateKey",))
    detail = pane.tree.detail
    assert detail._value.toPlainText() == MASK and detail._copy.isHidden()
    assert pane.bytes._masked(16) and not pane.bytes._masked(15)
    QGuiApplication.clipboard().setText("before")
    qtbot.keyClick(pane.tree.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == MASK
    detail._reveal.click()
    assert detail._value.toPlainText() == "00ff" and not pane.bytes._masked(16) and detail._copy.isVisible()
    detail._reveal.click()
    assert detail._value.toPlainText() == MASK and pane.bytes._masked(16)


def test_the_tree_follows_the_language(pane: NodeHexPane, shell: Shell) -> None:
    header = pane.tree.view.header().model()
    assert header.headerData(0, Qt.Orientation.Horizontal) == "Field"
    pane.show_field(("subject", "commonName"))
    shell.language.choose("ja")
    QApplication.processEvents()
    assert header.headerData(0, Qt.Orientation.Horizontal) == "フィールド"
    assert shell.language.say(Message("nothing_to_take")) in labels(pane)


def test_a_wide_tree_does_not_open_all_at_once(qtbot: QtBot, pane: NodeHexPane) -> None:
    children = tuple(Node(str(n), "", n, 1, (Node("inner"),)) for n in range(50_000))
    with qtbot.assertNotEmitted(pane.selected):
        pane.set_node(Node("CRL", "", 0, 32, children), DATA)
    assert pane.tree.view.isExpanded(pane.tree.model.index(0, 0))
    assert not pane.tree.view.isExpanded(pane.tree.model.index_of_labels(("0",)))


def test_narrow_the_bytes_stand_below(qtbot: QtBot, pane: NodeHexPane) -> None:
    assert pane.splitter.orientation() is Qt.Orientation.Horizontal
    pane.resize(500, 500)
    assert pane.splitter.orientation() is Qt.Orientation.Vertical


def test_clear(pane: NodeHexPane) -> None:
    pane.clear()
    assert pane.tree.current() is None and pane.bytes.data == b"" and pane.tree.detail.isHidden()

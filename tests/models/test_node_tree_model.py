"""Nodes as an item model: lazy, masked, found by labels and by bytes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.models.node_tree_model import MASK, NodeRole, NodeTreeModel

TREE = Node(
    "root", "", 0, 10,
    (
        Node("version", "3", 0, 2, note=Message("a_note")),
        Node("key", "00112233", 2, 4, secret=True),
        Node("name", "evil\u202egnp", 6, 4, (Node("inner", "x", 7, 1, problems=(Problem(Message("broken"), 7),)),)),
    ),
)  # fmt: skip


@pytest.fixture
def model(qapp: object) -> NodeTreeModel:
    model = NodeTreeModel(lambda message: f"<{message.id}>")
    model.set_root(TREE)
    return model


def value(model: NodeTreeModel, *labels: str) -> str:
    index = model.index_of_labels(labels)
    return str(model.data(index.siblingAtColumn(1)))


def test_holds_the_contract_of_a_model(model: NodeTreeModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_root(None)
    assert model.rowCount() == 0
    model.set_root(TREE)
    root = model.index(0, 0)
    assert model.rowCount(root) == 3 and model.columnCount(root) == 2
    assert model.parent(model.index(1, 0, root)) == root


def test_finds_a_field_by_its_labels(model: NodeTreeModel) -> None:
    assert model.node(model.index_of_labels(("name", "inner"))) is TREE.children[2].children[0]
    assert model.node(model.index_of_labels(("name", "not there"))) is TREE.children[2]
    assert model.node(model.index_of_labels(())) is TREE


def test_finds_the_innermost_field_of_a_byte(model: NodeTreeModel) -> None:
    assert model.node(model.index_of_offset(7)) is TREE.children[2].children[0]
    assert model.node(model.index_of_offset(6)) is TREE.children[2]
    assert not model.index_of_offset(10).isValid()
    assert not model.index_of_offset(-1).isValid()


def test_a_secret_is_masked_until_asked_for_and_again_with_the_next_tree(model: NodeTreeModel) -> None:
    assert value(model, "key") == MASK
    tip = model.data(model.index_of_labels(("key",)).siblingAtColumn(1), Qt.ItemDataRole.ToolTipRole)
    assert "0011" not in tip
    model.reveal(True)
    assert value(model, "key") == "00112233"
    model.set_root(TREE)
    assert value(model, "key") == MASK


def test_strange_characters_are_made_visible(model: NodeTreeModel) -> None:
    assert value(model, "name") == "evil⟨U+202E⟩gnp"


def test_a_tool_tip_cannot_be_taken_for_rich_text(model: NodeTreeModel) -> None:
    model.set_root(Node("a", "<img src=x><b>bold</b>"))
    tip = model.data(model.index(0, 1), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip and "&lt;img" in tip


def test_problems_notes_and_what_is_said_to_assistive_tools(model: NodeTreeModel) -> None:
    inner = model.index_of_labels(("name", "inner"))
    assert model.data(inner, NodeRole.HAS_PROBLEM) is True
    assert model.data(model.index_of_labels(("name",)), NodeRole.HAS_PROBLEM) is False
    assert model.data(model.index_of_labels(("name",)), NodeRole.PROBLEM_BELOW) is True
    assert model.data(model.index_of_labels(("key",)), NodeRole.PROBLEM_BELOW) is False
    assert model.data(model.index_of_labels(("version",)), NodeRole.NOTE) == "<a_note>"
    assert model.data(inner, Qt.ItemDataRole.AccessibleTextRole) == "inner. <broken>"


def test_only_what_is_looked_at_is_made(model: NodeTreeModel) -> None:
    wide = Node("wide", "", 0, 200_000, tuple(Node(str(n), "", n, 1) for n in range(200_000)))
    model.set_root(wide)
    root = model.index(0, 0)
    assert model.rowCount(root) == 200_000
    assert model.data(model.index(150_000, 0, root)) == "150000"
    assert len(model._row(root).children) == 1  # the one looked at
    assert model.parent(QModelIndex()) == QModelIndex()

"""A tree of fields, with what stands behind the selected one: its explanation, its whole value, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from workbench.core.node import Node
from workbench.models.language import Language
from workbench.models.node_tree_model import NodeRole, NodeTreeModel
from workbench.views import icons, theme
from workbench.views.glossary.term_text import TermText
from workbench.views.panes import ElidedText, Text
from workbench.words import visible

OPEN_LEVELS = 3
OPEN_AT_MOST = 400
"""Rows that are opened at first; larger trees begin more closed."""


class NodeTree(QWidget):
    """Emits `selected` with the Node whenever the user or the program selects one."""

    selected = Signal(object)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.model = NodeTreeModel(language.say, self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_NodeDelegate(self.view))
        self.view.selectionModel().currentChanged.connect(lambda current, previous: self._on_current(current))
        self.detail = NodeDetail(self.model, language)
        self.detail.reveal_wanted.connect(self.reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.view, 1)
        column.addWidget(self.detail)
        self.setFocusProxy(self.view)
        self.retranslate()

    def set_node(self, node: Node | None) -> None:
        """Show this tree, its first levels open."""
        self.model.set_root(node)
        self.detail.show_node(None)
        if node is not None:
            self._open_first_levels(node)
            self.view.fit_label_column()

    def _open_first_levels(self, node: Node) -> None:
        for depth in range(OPEN_LEVELS, 0, -1):
            if depth == 1 or _rows_to(node, depth, OPEN_AT_MOST) <= OPEN_AT_MOST:
                self.view.expandToDepth(depth - 1)
                return

    def current(self) -> Node | None:
        return self.model.node(self.view.currentIndex())

    def select_labels(self, labels: Sequence[str]) -> None:
        """Select the field with these labels, or the deepest above it that is there."""
        self._select(self.model.index_of_labels(labels))

    def select_offset(self, offset: int) -> None:
        """Select the innermost field that holds this byte."""
        self._select(self.model.index_of_offset(offset))

    def _select(self, index: QModelIndex) -> None:
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def reveal(self, revealed: bool) -> None:
        """Show or mask the secret values."""
        self.model.reveal(revealed)
        self.detail.show_node(self.current())

    def _on_current(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        self.detail.show_node(node)
        if node is not None:
            self.selected.emit(node)

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Fields"))
        self.model.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.view.fit_label_column()


def _rows_to(node: Node, depth: int, enough: int) -> int:
    """How many rows show when `depth` levels are open; stops counting beyond `enough`."""
    total, level = 1, [node]
    for _ in range(depth):
        level = [child for above in level for child in above.children[: enough + 1]]
        total += len(level)
        if total > enough:
            break
    return total


class _View(QTreeView):
    def __init__(self) -> None:
        super().__init__()
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(False)
        self.setIndentation(16)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def fit_label_column(self) -> None:
        """Wide enough for the labels that show, yet not more than half of the room."""
        if self.model() is not None:
            wanted = max(self.sizeHintForColumn(0) + 12, 140)
            room = self.viewport().width()
            self.setColumnWidth(0, min(wanted, max(min(220, room * 62 // 100), room * 55 // 100)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            model = self.model()
            if isinstance(model, NodeTreeModel) and (node := model.node(self.currentIndex())) is not None:
                QGuiApplication.clipboard().setText(model.value_text(node))
        else:
            super().keyPressEvent(event)


class _NodeDelegate(QStyledItemDelegate):
    """Label in the interface's font, value in monospace, remarks muted, a sign where something is wrong."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = theme.current()
        width = 40
        if index.column() == 0:
            self.initStyleOption(option, index)
            width = option.fontMetrics.horizontalAdvance(option.text) + (44 if index.data(NodeRole.HAS_PROBLEM) else 20)
        return QSize(width, look.px(theme.TEXT_PX) + 11)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        look = theme.current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.colour("accent_tint"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, look.colour("raised"))
        area = option.rect.adjusted(4, 0, -6, 0)
        problem = bool(index.data(NodeRole.HAS_PROBLEM))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if index.column() == 0:
            self._paint_label(painter, look, area, text, problem, problem or bool(index.data(NodeRole.PROBLEM_BELOW)))
        else:
            self._paint_value(painter, look, area, text, str(index.data(NodeRole.NOTE) or ""))
        painter.restore()

    def _paint_label(self, painter: QPainter, look: theme.Theme, area: QRect, text: str, here: bool, anywhere: bool) -> None:
        if anywhere:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            size = look.px(14)
            box = QRectF(area.right() - size, area.center().y() - size / 2 + 1, size, size)
            painter.setPen(look.colour("bad"))
            painter.setBrush(look.colour("bad_tint") if here else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)
            icons.paint(painter, "exclamation", box.adjusted(2, 2, -2, -2), look.colour("bad"))
            area = area.adjusted(0, 0, -size - 6, 0)
        painter.setFont(look.font())
        painter.setPen(look.colour("bad" if here else "text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.left(), _baseline(painter, area), shown)

    def _paint_value(self, painter: QPainter, look: theme.Theme, area: QRect, text: str, note: str) -> None:
        painter.setFont(look.monospace())
        painter.setPen(look.colour("text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.left(), _baseline(painter, area), shown)
        if note:
            left = painter.fontMetrics().horizontalAdvance(shown) + (10 if shown else 0)
            painter.setFont(look.font(theme.MUTED_PX))
            painter.setPen(look.colour("muted"))
            rest = area.adjusted(left, 0, 0, 0)
            shown = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, max(0, rest.width()))
            painter.drawText(rest.left(), _baseline(painter, rest), shown)


def _baseline(painter: QPainter, area: QRect) -> int:
    """Where letters stand whose capitals are in the middle of the row: the same for fonts of different build."""
    return area.center().y() + round(painter.fontMetrics().capHeight() / 2) + 1


class NodeDetail(QFrame):
    """Below the tree: what the selected field is, its whole value, what is wrong, which bytes it is."""

    reveal_wanted = Signal(bool)

    def __init__(self, model: NodeTreeModel, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self._model, self._language = model, language
        self._node: Node | None = None
        self._title = Text("", "strong").selectable()
        self._place = ElidedText("", "muted")
        self._explanation = TermText(language)
        self._problems = TermText(language)
        self._problems.setProperty("status", "bad")
        self._value = QPlainTextEdit()
        self._value.setReadOnly(True)
        self._value.setProperty("kind", "value")
        self._value.setTabChangesFocus(True)
        self._reveal, self._copy = QPushButton(), QPushButton()
        self._reveal.setProperty("kind", "quiet")
        self._reveal.setCheckable(True)
        self._reveal.clicked.connect(lambda on: self.reveal_wanted.emit(on))
        self._copy.setProperty("kind", "quiet")
        self._copy.clicked.connect(self._copy_value)
        icons.put(self._copy, "copy", "muted")
        icons.put(self._reveal, "eye", "muted")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._title)
        top.addWidget(self._place, 1)
        top.addWidget(self._reveal)
        top.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(top)
        for widget in (self._explanation, self._problems, self._value):
            column.addWidget(widget)
        self.hide()

    def show_node(self, node: Node | None) -> None:
        self._node = node
        self.setVisible(node is not None)
        if node is None:
            return
        self._title.setText(_short(node.label))
        self._place.setText(self._place_text(node))
        explanation = self._model.explanation_text(node)
        self._explanation.setText(explanation)
        self._explanation.setVisible(bool(explanation))
        problems = "\n".join(f"⚠ {self._language.say(problem.message)}" for problem in node.problems)
        self._problems.setText(problems)
        self._problems.setVisible(bool(problems))
        value = self._model.value_text(node)
        self._value.setPlainText(value)
        self._value.setVisible(bool(value))
        self._value.setFont(theme.current().monospace())
        lines = min(5, max(1, -(-len(value) // 60)))
        self._value.setFixedHeight(lines * self._value.fontMetrics().lineSpacing() + 12)
        self._value.setAccessibleName(self.tr("Value of {field}").format(field=_short(node.label)))
        self._reveal.setVisible(node.secret)
        self._reveal.setChecked(self._model.revealed)
        self._reveal.setText(self.tr("Hide the secret") if self._model.revealed else self.tr("Show the secret"))
        self._copy.setVisible(bool(value) and (not node.secret or self._model.revealed))
        self._copy.setText(self.tr("Copy"))

    def _place_text(self, node: Node) -> str:
        note = self._language.say(node.note) if node.note is not None else ""
        if node.start < 0:
            return note
        place = self.tr("bytes {first} to {last} (%n in all)", "", node.length).format(first=node.start, last=node.start + node.length - 1)
        return f"{note} · {place}" if note else place

    def _copy_value(self) -> None:
        if self._node is not None:
            QGuiApplication.clipboard().setText(self._model.value_text(self._node))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_node(self._node)


def _short(label: str) -> str:
    return visible(label if len(label) <= 80 else label[:79] + "…")

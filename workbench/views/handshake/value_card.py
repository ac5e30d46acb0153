"""One value: its bytes, how it was computed and from what, what was made of it later, who knows it, when it was destroyed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.core.handshake.lineage import Lineage
from workbench.core.handshake.transcript import Role
from workbench.core.handshake.wording import BETWEEN
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_values import Born, Link, Relations, ValuesModel, relations
from workbench.views import icons, theme
from workbench.views.panes import BrokenText, Text, as_tool_tip
from workbench.words import visible

FORMULA, INPUTS, MADE, PRESCRIBED, KNOWN_TO, DESTROYED = range(6)
_ARGUMENT = re.compile(r"[^(,]*(?:\(|,\s*|$)")


class ValueCard(QFrame):
    """wanted(step number, name)   another value is to be shown, in the step in which it was born; name "" for the step alone"""

    wanted = Signal(int, str)

    def __init__(self, model: ValuesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self._model = model
        self._born: Born | None = None
        self._lineage: Lineage | None = None
        self._text = HandshakeText("en")
        self.name = BrokenText("", "strong")
        self.value = QPlainTextEdit()
        self.value.setReadOnly(True)
        self.value.setProperty("kind", "value")
        self.value.setTabChangesFocus(True)
        self.copy = QPushButton()
        self.copy.setProperty("kind", "quiet")
        icons.put(self.copy, "copy", "muted")
        self.copy.clicked.connect(self.copy_value)
        self.menu = QMenu(self)
        self.more = QPushButton("⋯")
        self.more.setProperty("kind", "quiet")
        self.more.clicked.connect(lambda checked=False: self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.copies = (QAction(self), QAction(self), QAction(self))
        for action, run in zip(self.copies, (self.copy_name, self.copy_value, self.copy_formula), strict=True):
            action.triggered.connect(run)
            self.menu.addAction(action)
        self._labels = [Text("", "muted") for _ in range(6)]
        self.formula, self.prescribed, self.known_to = FormulaText("", "mono"), BrokenText(""), BrokenText("")
        self.inputs, self.made, self.ends = _Links(), _Links(), _Links()
        for links in (self.inputs, self.made, self.ends):
            links.wanted.connect(self.wanted)
        self._facts: tuple[QWidget, ...] = (self.formula, self.inputs, self.made, self.prescribed, self.known_to, self.ends)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.name, 1)
        top.addWidget(self.copy)
        top.addWidget(self.more)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        for number, (label, fact) in enumerate(zip(self._labels, self._facts, strict=True)):
            self._grid.addWidget(label, 2 * number, 0)
            self._grid.addWidget(fact, 2 * number + 1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.value)
        column.addLayout(self._grid)
        column.addStretch()

    def show_value(self, born: Born | None, text: HandshakeText, lineage: Lineage | None = None) -> None:
        self._born, self._text, self._lineage = born, text, lineage
        if born is None:
            self.hide()
            return
        self.show()
        value = born.value
        self.name.setText(visible(value.name))
        self._show_bytes(born)
        found = relations(lineage, born)
        self.formula.setText(visible(value.formula))
        self.prescribed.setText(visible(value.citation))
        self.known_to.setText(text.holders(value))
        self.inputs.show_links([(self._named(link), link) for link in found.inputs])
        self.made.show_links([(self._named(link), link) for link in found.made], self._more(found))
        self.ends.show_links([(self._ended(who, step), Link(step, "")) for who, step in found.destroyed])
        there = (
            bool(value.formula), bool(found.inputs), bool(found.made), bool(value.citation),
            bool(self.known_to.whole()), bool(found.destroyed),
        )  # fmt: skip
        for label, widget, shown in zip(self._labels, self._facts, there, strict=True):
            label.setVisible(shown)
            widget.setVisible(shown)

    def _show_bytes(self, born: Born) -> None:
        shown, masked = self._model.value_text(born), self._model.masked(born)
        self.value.setPlainText(shown)
        self.value.setFont(theme.current().monospace())
        lines = min(5, max(1, -(-len(shown) // 34)))
        self.value.setFixedHeight(lines * self.value.fontMetrics().lineSpacing() + 12)
        self.value.setAccessibleName(self.tr("Value of {name}").format(name=visible(born.value.name)))
        self.copy.setVisible(born.value.data is not None and not masked)
        self.copies[1].setEnabled(born.value.data is not None and not masked)
        self.copies[2].setEnabled(bool(born.value.formula))

    def _named(self, link: Link) -> str:
        """The name and its step, and the connection where it is another."""
        name = visible(link.name)
        if link.step is None:
            return name
        step = self.tr("step {number}").format(number=link.step + 1)
        if link.connection:
            step = self.tr("step {number}, connection {connection}").format(number=link.step + 1, connection=link.connection)
        return f"{name}{BETWEEN}{step}"

    def _more(self, found: Relations) -> str:
        return self.tr("and {number} more from these").format(number=found.more) if found.more > 0 else ""

    def _ended(self, who: Role, step: int) -> str:
        return f"{self._text.role(who)}{BETWEEN}{self.tr('step {number}').format(number=step + 1)}"

    # -- copies ----------------------------------------------------------------------------------------------------

    def copy_value(self) -> None:
        """The whole value, unless it is masked."""
        born = self._born
        if born is not None and born.value.data is not None and not self._model.masked(born):
            QGuiApplication.clipboard().setText(self._model.value_text(born))

    def copy_name(self) -> None:
        if self._born is not None:
            QGuiApplication.clipboard().setText(visible(self._born.value.name))

    def copy_formula(self) -> None:
        """The formula, and a line for each input: its name and step. No bytes."""
        if self._born is None:
            return
        found = relations(self._lineage, self._born)
        lines = [f"{visible(self._born.value.name)} = {visible(self._born.value.formula)}"]
        QGuiApplication.clipboard().setText("\n".join([*lines, *(f"  {self._named(link)}" for link in found.inputs)]))

    def retranslate(self) -> None:
        self.copy.setText(self.tr("Copy"))
        self.more.setAccessibleName(self.tr("Copy something else"))
        self.more.setToolTip(self.tr("Copy something else"))
        names = (self.tr("Copy the name"), self.tr("Copy the value"), self.tr("Copy the formula with its inputs"))
        for action, text in zip(self.copies, names, strict=True):
            action.setText(text)
        texts = (
            self.tr("Formula"), self.tr("Made from"), self.tr("Later made from it"), self.tr("Prescribed in"), self.tr("Known to"),
            self.tr("Destroyed"),
        )  # fmt: skip
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.show_value(self._born, self._text, self._lineage)


class FormulaText(BrokenText):
    """A formula, broken after a bracket or a comma where it is too long for one line; what follows is indented."""

    def _parts(self, line: str) -> list[str]:
        room, metrics = self.contentsRect().width() - 2, self.fontMetrics()
        if room < 60 or metrics.horizontalAdvance(line) <= room or "(" not in line:
            return super()._parts(line)
        found = [""]
        for piece in _ARGUMENT.findall(line):
            if found[-1].strip() and metrics.horizontalAdvance((found[-1] + piece).rstrip()) > room:
                found.append("  " if metrics.horizontalAdvance(f"  {piece}".rstrip()) <= room else "")
            found[-1] += piece
        return [part.rstrip() for each in found for part in super(FormulaText, self)._parts(each.rstrip())]


class _Links(QWidget):
    """Links one below the other, and a remark after them."""

    wanted = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.links: list[ValueLink] = []
        self._remark = Text("", "quiet", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._remark.setContentsMargins(5, 0, 0, 0)
        self._column.addWidget(self._remark)

    def show_links(self, links: Sequence[tuple[str, Link]], remark: str = "") -> None:
        while len(self.links) < len(links):
            made = ValueLink()
            made.clicked.connect(lambda checked=False, made=made: self._go(made))
            self._column.insertWidget(len(self.links), made)
            self.links.append(made)
        for number, button in enumerate(self.links):
            button.setVisible(number < len(links))
            if number < len(links):
                button.show_link(*links[number])
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))

    def _go(self, button: ValueLink) -> None:
        if button.link is not None and button.link.step is not None:
            self.wanted.emit(button.link.step, button.link.name)


class ValueLink(QPushButton):
    """A link that is shortened in its middle where there is no room; its accessible name is the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.link: Link | None = None
        self._whole = ""

    def show_link(self, words: str, link: Link) -> None:
        self._whole, self.link = words, link
        self.setEnabled(link.step is not None)
        self.setAccessibleName(words)
        self._fit()

    def whole(self) -> str:
        return self._whole

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(0, self.width() - 12))
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(as_tool_tip(self._whole) if shown != self._whole else "")

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._whole:
            self._fit()

"""Any other extension: its OID and the DER of its value, with what that means below."""

from __future__ import annotations

import itertools
from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from workbench.core.errors import FileError, Message
from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import RawExtension, Specification
from workbench.models.issuance.editors import oids, raw
from workbench.views import theme
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.oid_chooser import OidChooser
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row import Row
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.node_tree import NodeTree
from workbench.views.shell import Shell

TREE_ROWS = 8
DECODE_AFTER = 150
"""Milliseconds without a key before what was typed is decoded."""


class RawExtensionsEditor(Editor):
    id = "raw"
    places = ("raw",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.list = RowList(self._make)
        self.list.changed.connect(self.edited)
        self.list.grown.connect(self.show_again)
        self.column.addWidget(self.list)
        self.begin()

    def _make(self) -> RawRow:
        return RawRow(self.shell)

    def _fill(self, specification: Specification) -> None:
        self.list.fill(specification.raw)

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, raw=self.list.values())

    def line_at(self, place: Place) -> ProblemLine:
        return self.list.line_at(place[1:], self.general)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.name(self.tr("Add an extension"))


class HexField(QPlainTextEdit):
    """Hexadecimal digits on a few lines; gives back exactly what it was filled with until somebody types."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: str | None = ""
        self.setProperty("kind", "field")
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._edited)

    def fill(self, value: str) -> None:
        blocked = self.blockSignals(True)
        self.setPlainText(value)
        self.blockSignals(blocked)
        self._given = value

    def value(self) -> str:
        return self.toPlainText() if self._given is None else self._given

    def _edited(self) -> None:
        self._given = None
        self.typed.emit()


class RawRow(Row):
    def __init__(self, shell: Shell) -> None:
        self.oid, self.hex, self.critical, self.file = OidChooser(), HexField(), QCheckBox(), QPushButton()
        super().__init__(shell, self.oid)
        self.tree = NodeTree(shell.language)
        self.trouble = Note(shell.language, "")
        self.trouble.setProperty("status", "bad")
        self.value_problem = ProblemLine(shell.language, self.hex)
        self.file.setProperty("kind", "link")
        self.file.clicked.connect(self._ask_file)
        self._failure: Message | None = None
        line = QHBoxLayout()
        line.addWidget(self.critical)
        line.addStretch()
        line.addWidget(self.file)
        self.column.removeWidget(self.problem)
        self.column.addWidget(self.problem)
        for widget in (self.hex, self.value_problem):
            self.column.addWidget(widget)
        self.column.addLayout(line)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.tree)
        self.column.setSpacing(4)
        self.column.setContentsMargins(0, 0, 0, theme.GRID)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(DECODE_AFTER)
        self._rest.timeout.connect(self.decode)
        self.oid.offer(oids.extensions())
        self.oid.typed.connect(self._typed)
        self.hex.typed.connect(self._typed)
        self.critical.toggled.connect(self._toggled)
        self.trouble.hide()
        self.decode()
        self.retranslate()

    def fill(self, value: RawExtension) -> None:
        self.oid.fill(value.oid)
        self.hex.fill(value.value)
        self.critical.setChecked(value.critical)
        self._say(None)
        self.decode()

    def value(self) -> RawExtension:
        return RawExtension(self.oid.oid(), self.hex.value(), self.critical.isChecked())

    def line_at(self, rest: Place) -> ProblemLine:
        return self.value_problem if rest[:1] == ("value",) else self.problem

    def first_field(self) -> QWidget:
        return self.oid

    def _typed(self) -> None:
        self._say(None)
        self._rest.start()
        self.edited()

    def _toggled(self, on: bool) -> None:
        self.edited()

    def decode(self) -> None:
        """Show what the digits mean."""
        self._rest.stop()
        self._node = node = raw.decoded(self.oid.oid(), self.hex.value())
        self.tree.set_node(node)
        self._measure()
        self.tree.setVisible(node is not None)

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Take an extension from a file"))
        if path:
            self.take_file(path)

    def take_file(self, path: str) -> None:
        """Fill the row with what a file has; what was typed stays when it has nothing."""
        try:
            found = raw.read_extension_file(path)
        except FileError as error:
            self._say(error.message)
            return
        self.fill(found if found.oid else replace(self.value(), value=found.value))
        self.edited()

    def _say(self, failure: Message | None) -> None:
        self._failure = failure
        self.trouble.setText("" if failure is None else self.shell.language.say(failure))
        self.trouble.setVisible(failure is not None)

    def _measure(self) -> None:
        self.hex.setFont(theme.current().monospace())
        self.hex.setFixedHeight(3 * self.hex.fontMetrics().lineSpacing() + 16)
        node = self._node
        rows = len(list(itertools.islice(node.walk(), TREE_ROWS))) if node is not None else 0
        header = self.tree.view.header().sizeHint().height()
        self.tree.view.setFixedHeight(header + rows * (theme.current().px(theme.TEXT_PX) + 11) + 8)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_node"):
            self._measure()

    def retranslate(self) -> None:
        super().retranslate()
        self.oid.setAccessibleName(self.tr("Extension {number}").format(number=self.number))
        self.hex.setAccessibleName(self.tr("Value of extension {number} as hexadecimal digits").format(number=self.number))
        self.hex.setPlaceholderText(self.tr("DER as hexadecimal digits, such as 05 00"))
        self.critical.setText(self.tr("Critical"))
        self.critical.setAccessibleName(self.tr("Extension {number} is critical").format(number=self.number))
        self.file.setText(self.tr("From a file…"))
        if hasattr(self, "_failure"):
            self._say(self._failure)

"""Key usage: nine operations, each with what it permits."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from workbench.core.issuance.specification import KeyUsage, Specification
from workbench.core.x509.issuance import KEY_USAGES
from workbench.views.issuance.editors.critical import CriticalFold
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.note import Note
from workbench.views.shell import Shell


class KeyUsageEditor(Editor):
    id = "key_usage"
    places = ("key_usage",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.boxes: dict[str, QCheckBox] = {}
        self.notes: dict[str, Note] = {}
        self._others: frozenset[str] = frozenset()
        self.critical = CriticalFold(shell, self.id)
        for name in KEY_USAGES:
            box, note = QCheckBox(name), Note(shell.language)
            note.setContentsMargins(24, 0, 0, 0)
            self.boxes[name], self.notes[name] = box, note
            both = QVBoxLayout()
            both.setSpacing(0)
            both.addWidget(box)
            both.addWidget(note)
            self.column.addLayout(both)
            box.toggled.connect(self._toggled)
        self.column.addWidget(self.critical)
        self.critical.changed.connect(self.edited)
        self.begin()

    def _fill(self, specification: Specification) -> None:
        wanted = specification.key_usage
        for name, box in self.boxes.items():
            box.setChecked(name in wanted.usages)
        self._others = wanted.usages - self.boxes.keys()
        self.critical.fill(wanted.critical)

    def apply(self, specification: Specification) -> Specification:
        usages = frozenset(name for name, box in self.boxes.items() if box.isChecked()) | self._others
        return replace(specification, key_usage=KeyUsage(usages, self.critical.value()))

    def _toggled(self, on: bool) -> None:
        self.edited()

    def retranslate(self) -> None:
        super().retranslate()
        for name, argument in KEY_USAGES.items():
            self.notes[name].setText(self.say(f"issuing_usage_{argument}"))
            self.boxes[name].setAccessibleDescription(self.notes[name].text())

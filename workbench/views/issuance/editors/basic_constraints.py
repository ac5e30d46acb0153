"""Basic constraints: a CA or not, and how many may follow below."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import BasicConstraints, Specification
from workbench.views.issuance.editors.critical import CriticalFold
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.fields import Choice, NumberField
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.wrapping import Box
from workbench.views.shell import Shell

_CA, _NO_CA, _OUT = "ca", "no_ca", "out"


class BasicConstraintsEditor(Editor):
    id = "basic_constraints"
    places = ("basic_constraints",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.kind, self.limited, self.path_length = Choice(), Box(), NumberField()
        self.kind_note, self.path_note = Note(shell.language), Note(shell.language)
        self.path_problem = ProblemLine(shell.language, self.path_length)
        self.critical = CriticalFold(shell, self.id)
        line = QHBoxLayout()
        line.addWidget(self.limited)
        self.path_length.setMaximumWidth(120)
        line.addWidget(self.path_length)
        line.addStretch()
        self.column.addWidget(self.kind)
        self.column.addWidget(self.kind_note)
        self.column.addLayout(line)
        for widget in (self.path_note, self.path_problem, self.critical):
            self.column.addWidget(widget)
        self._name_choices()
        self.kind.chosen.connect(self._changed)
        self.limited.toggled.connect(self._changed)
        self.path_length.typed.connect(self._changed)
        self.critical.changed.connect(self.edited)
        self.begin()

    def _fill(self, specification: Specification) -> None:
        wanted = specification.basic_constraints
        self.kind.fill(_OUT if wanted is None else _CA if wanted.ca else _NO_CA)
        shown = wanted or BasicConstraints()
        self.limited.setChecked(shown.path_length is not None)
        self.path_length.fill(shown.path_length or 0)
        self.critical.fill(shown.critical)
        self._show_parts()

    def apply(self, specification: Specification) -> Specification:
        if self.kind.value() == _OUT:
            return replace(specification, basic_constraints=None)
        limit = self.path_length.number() if self.limited.isChecked() else None
        return replace(specification, basic_constraints=BasicConstraints(self.kind.value() == _CA, limit, self.critical.value()))

    def _changed(self) -> None:
        self._show_parts()
        self.edited()

    def _show_parts(self) -> None:
        ca = self.kind.value() == _CA
        for widget in (self.limited, self.path_length, self.path_note):
            widget.setVisible(ca)
        self.critical.setVisible(self.kind.value() != _OUT)
        self.path_length.setEnabled(self.limited.isChecked())
        self.kind_note.setText(self.say(f"issuing_basic_{self.kind.value()}"))

    def line_at(self, place: Place) -> ProblemLine:
        return self.path_problem if place[1:2] == ("path_length",) else self.general

    def _name_choices(self) -> None:
        self.kind.offer([
            (_NO_CA, self.tr("No CA")), (_CA, self.tr("A CA")), (_OUT, self.tr("Leave the extension out")),
        ])  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        self._name_choices()
        self.kind.setAccessibleName(self.accessibleName())
        self.limited.say(self.tr("At most so many CAs below it:"))
        self.path_length.setAccessibleName(self.tr("CAs that may stand below"))
        self.path_note.setText(self.say("issuing_path_length"))
        self._show_parts()

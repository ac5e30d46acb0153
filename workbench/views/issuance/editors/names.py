"""The alternative names: whom a certificate is really for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import AlternativeName, Specification
from workbench.models.issuance.editors import names
from workbench.views.issuance.editors.editor import Editor, Fold
from workbench.views.issuance.editors.name_row import NameRow
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.issuance.editors.wrapping import Box, Link
from workbench.views.shell import Shell
from workbench.words import visible


class NamesEditor(Editor):
    id = "names"
    places = ("names", "names_critical")

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.list = RowList(self._make)
        self.list.changed.connect(self._names_changed)
        self.list.grown.connect(self.show_again)
        self.take_over = Link()
        self.take_over.clicked.connect(self._take_over)
        self.take_over.hide()
        self.fold = Fold()
        self.critical = Box()
        self.critical.toggled.connect(self.edited)
        self.critical_note = Note(shell.language)
        self.fold.column.addWidget(self.critical)
        self.fold.column.addWidget(self.critical_note)
        self.column.addWidget(self.list)
        self.column.addWidget(self.take_over, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.fold)
        self.begin()

    def _make(self) -> NameRow:
        row = NameRow(self.shell)
        row.several.connect(self._several)
        return row

    def _several(self, row: NameRow, found: Sequence[AlternativeName]) -> None:
        self.list.insert_values(row, found)

    def _fill(self, specification: Specification) -> None:
        self.list.fill(specification.names)
        self.critical.setChecked(specification.names_critical)

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, names=self.list.values(), names_critical=self.critical.isChecked())

    def _see(self, specification: Specification, issuer_until: datetime | None) -> None:
        super()._see(specification, issuer_until)
        self._offer()

    def _names_changed(self) -> None:
        self._offer()
        self.edited()

    def _missing(self) -> tuple[str, ...]:
        return names.missing_common_names(self.apply(self._seen[0]))

    def _offer(self) -> None:
        missing = self._missing()
        if missing:
            self.take_over.say(self.tr("Take over the common name {name}").format(name=visible(missing[0])))
            self.take_over.show()
        else:
            self.take_over.hide()

    def _take_over(self) -> None:
        for name in self._missing()[:1]:
            empty = next((row for row in self.list.rows if not row.value().value.strip()), None)
            wanted = names.read_name(name)
            if empty is not None:
                empty.fill(wanted)
                self._names_changed()
            else:
                self.list.append(wanted)

    def line_at(self, place: Place) -> ProblemLine:
        return self.list.line_at(place[1:], self.general)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.name(self.tr("Add a name"))
        self.critical.say(self.tr("Critical"))
        self.critical_note.setText(self.say("issuing_editor_names", "critical"))
        self._offer()

"""Name constraints: for which names the certificates below a CA may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import AlternativeName, NameConstraints, Specification
from workbench.views.issuance.editors.critical import CriticalFold
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.name_row import NameRow
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.panes import Text
from workbench.views.shell import Shell


class NameConstraintsEditor(Editor):
    id = "name_constraints"
    places = ("name_constraints",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.lists: dict[str, RowList] = {}
        self.titles: dict[str, Text] = {}
        self.notes: dict[str, Note] = {}
        for field in ("permitted", "excluded"):
            self.lists[field] = RowList(self._make)
            self.lists[field].changed.connect(self.edited)
            self.lists[field].grown.connect(self.show_again)
            self.titles[field], self.notes[field] = Text("", "strong"), Note(shell.language)
            for widget in (self.titles[field], self.notes[field], self.lists[field]):
                self.column.addWidget(widget)
        self.critical = CriticalFold(shell, self.id)
        self.critical.changed.connect(self.edited)
        self.column.addWidget(self.critical)
        self.begin()

    def _make(self) -> NameRow:
        row = NameRow(self.shell, limit=True)
        row.several.connect(self._several)
        return row

    def _several(self, row: NameRow, found: Sequence[AlternativeName]) -> None:
        next(list for list in self.lists.values() if row in list.rows).insert_values(row, found)

    def _fill(self, specification: Specification) -> None:
        wanted = specification.name_constraints
        self.lists["permitted"].fill(wanted.permitted)
        self.lists["excluded"].fill(wanted.excluded)
        self.critical.fill(wanted.critical)

    def apply(self, specification: Specification) -> Specification:
        permitted, excluded = (self.lists[field].values() for field in ("permitted", "excluded"))
        return replace(specification, name_constraints=NameConstraints(permitted, excluded, self.critical.value()))

    def line_at(self, place: Place) -> ProblemLine:
        list = self.lists.get(str(place[1])) if len(place) > 1 else None
        return self.general if list is None else list.line_at(place[2:], self.general)

    def retranslate(self) -> None:
        super().retranslate()
        self.titles["permitted"].setText(self.tr("Permitted"))
        self.titles["excluded"].setText(self.tr("Excluded"))
        for field, note in self.notes.items():
            note.setText(self.say(f"issuing_constraints_{field}"))
        self.lists["permitted"].name(self.tr("Permit names"))
        self.lists["excluded"].name(self.tr("Exclude names"))

"""Where a verifier may turn to: OCSP, the issuer's certificate, CRLs."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import Specification
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.issuance.editors.simple_rows import TextRow
from workbench.views.panes import Text
from workbench.views.shell import Shell

EXAMPLES = {
    "ocsp_urls": "http://ocsp.example.com/",
    "issuer_urls": "http://pki.example.com/ca.cer",
    "crl_urls": "http://pki.example.com/ca.crl",
    "delta_crl_urls": "http://pki.example.com/ca-delta.crl",
}


class AddressesEditor(Editor):
    id = "addresses"
    places = tuple(EXAMPLES)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.lists: dict[str, RowList] = {}
        self.titles: dict[str, Text] = {}
        self.notes: dict[str, Note] = {}
        for field in EXAMPLES:
            self.lists[field] = RowList(functools.partial(TextRow, shell, f"issuing_{field}", EXAMPLES[field]))
            self.lists[field].changed.connect(self.edited)
            self.lists[field].grown.connect(self.show_again)
            self.titles[field], self.notes[field] = Text("", "strong", wrap=True), Note(shell.language)
            for widget in (self.titles[field], self.notes[field], self.lists[field]):
                self.column.addWidget(widget)
        self.begin()

    def _fill(self, specification: Specification) -> None:
        for field, list in self.lists.items():
            list.fill(getattr(specification, field))

    def apply(self, specification: Specification) -> Specification:
        wanted: dict[str, Any] = {field: list.values() for field, list in self.lists.items()}
        return replace(specification, **wanted)

    def line_at(self, place: Place) -> ProblemLine:
        return self.lists[str(place[0])].line_at(place[1:], self.general)

    def retranslate(self) -> None:
        super().retranslate()
        for field, list in self.lists.items():
            self.titles[field].setText(self.say(f"issuing_{field}"))
            self.notes[field].setText(self.say(f"issuing_{field}", "meaning"))
            list.name(self.tr("Add an address"))
            list.add.setAccessibleName(self.tr("Add an address: {what}").format(what=self.titles[field].text()))

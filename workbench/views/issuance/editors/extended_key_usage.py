"""Extended key usage: the purposes of a certificate."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import ExtendedKeyUsage, Specification
from workbench.models.issuance.editors import oids
from workbench.views.issuance.editors.critical import CriticalFold
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.issuance.editors.simple_rows import OidRow
from workbench.views.shell import Shell


class ExtendedKeyUsageEditor(Editor):
    id = "extended_key_usage"
    places = ("extended_key_usage",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.list = RowList(self._make)
        self.critical = CriticalFold(shell, self.id)
        self.list.changed.connect(self.edited)
        self.list.grown.connect(self.show_again)
        self.critical.changed.connect(self.edited)
        self.column.addWidget(self.list)
        self.column.addWidget(self.critical)
        self.begin()

    def _make(self) -> OidRow:
        row = OidRow(self.shell, oids.PURPOSES, oids.purpose, "issuing_purpose")
        used = self.list.values()
        row.fill(next((oid for oid in oids.PURPOSES if oid not in used), ""))
        return row

    def _fill(self, specification: Specification) -> None:
        self.list.fill(specification.extended_key_usage.purposes)
        self.critical.fill(specification.extended_key_usage.critical)

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, extended_key_usage=ExtendedKeyUsage(self.list.values(), self.critical.value()))

    def line_at(self, place: Place) -> ProblemLine:
        return self.list.line_at(place[2:], self.general)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.name(self.tr("Add a purpose"))

"""The list of findings as the inspector has it, but that it leads to the field of the form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.models.findings_model import Entry
from workbench.models.issuance.beside.findings import WishFindings
from workbench.views.inspector.findings_list import FindingsList


class WishFindingsList(FindingsList):
    """place_wanted(place)   the field of the form that a row is about"""

    place_wanted = Signal(object)

    def __init__(self, findings: WishFindings, parent: QWidget | None = None) -> None:
        super().__init__(findings, parent)
        self.findings = findings
        self.bytes_wanted.connect(self._lead)

    def _lead(self, entry: Entry) -> None:
        self.place_wanted.emit(self.findings.place(entry))

    def retranslate(self) -> None:
        self._delegate.link_text = self.tr("to the field ›")
        self.setAccessibleName(self.tr("What is to be said about it"))
        self.setAccessibleDescription(self.tr("Enter leads to the field of the form."))
        self.refresh()

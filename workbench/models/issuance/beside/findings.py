"""What is to be said about a wish, as list rows: problems of the form, findings of the path, or those of the linter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from workbench.core.issuance.parts import Place
from workbench.core.issuance.problems import NOT_SAID_YET
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Finding, Status
from workbench.models.findings_model import Entry, FindingRole, FindingsModel, Index
from workbench.models.issuance.beside.places import place_for
from workbench.models.issuance.beside.preview import Preview
from workbench.models.object_text import name_of

_BAD = (Status.FAILURE, Status.WARNING)


class WishFindings(FindingsModel):
    """Rows of `Entry`. HAS_BYTES says of these whether there is a field in the form to be led to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: dict[Finding, Place] = {}
        self.set_whole_chain(True)

    def show(self, entries: Sequence[Entry], places: dict[Finding, Place] | None = None) -> bool:
        """Whether that was something new; else the rows, and what is selected, stay."""
        if [(e.finding, e.title) for e in entries] == [(e.finding, e.title) for e in self._all]:
            return False
        self._places = places or {}
        self.set_entries(entries)
        return True

    def place(self, entry: Entry) -> Place:
        """The field of the form in which it can be mended, () for none."""
        return self._places.get(entry.finding) or place_for(entry.finding)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (FindingRole.HAS_BYTES, FindingRole.OWNER):
            entry = self.entries[index.row()]
            if role == FindingRole.HAS_BYTES:
                return bool(self.place(entry))
            return entry.title if entry.finding.certificate else ""
        return super().data(index, role)


def entries_of(preview: Preview, everything: bool) -> tuple[list[Entry], dict[Finding, Place]]:
    """Problems of the form, then findings of the path: failures and warnings, or everything about the certificate itself."""
    places: dict[Finding, Place] = {}
    entries = []
    for problem in preview.problems:
        # What is only not filled in yet is no mistake of whoever sits there.
        status = Status.NOT_CHECKED if problem.message.id in NOT_SAID_YET else problem.status
        finding = Finding(problem.message, status, 0, (), "")
        places[finding] = problem.place
        entries.append(Entry(finding, None, ""))
    chain = preview.chain
    said = {problem.message for problem in preview.problems}
    for finding in preview.findings:
        bad = finding.status in _BAD
        if (bad or (everything and finding.certificate == 0)) and finding.message not in said:
            entries.append(Entry(finding, chain[finding.certificate], name_of(chain[finding.certificate])))
    return entries, places


def others_of(preview: Preview) -> int:
    """How many findings are about what is all right, or can only be checked later."""
    return sum(finding.certificate == 0 and finding.status not in _BAD for finding in preview.findings)


def lint_entries(certificate: Certificate, findings: Sequence[Finding], of_public_cas: Sequence[Finding]) -> list[Entry]:
    """The linter's, and our own about the rules of public CAs."""
    title = name_of(certificate)
    return [*(Entry(f, certificate, title) for f in of_public_cas), *(Entry(f, certificate, title, True) for f in findings)]

"""Certificate policies, each with the addresses of practice statements and with notices for people."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import Policy, Specification
from workbench.models.issuance.editors import oids
from workbench.views.issuance.editors.critical import CriticalFold
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.issuance.editors.simple_rows import OidRow, TextRow
from workbench.views.shell import Shell


class PoliciesEditor(Editor):
    id = "policies"
    places = ("policies", "policies_critical")

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

    def _make(self) -> PolicyRow:
        row = PolicyRow(self.shell)
        used = {policy.oid for policy in self.list.values()}
        row.fill(Policy(next((oid for oid in oids.POLICIES if oid not in used), "")))
        return row

    def _fill(self, specification: Specification) -> None:
        self.list.fill(specification.policies)
        self.critical.fill(specification.policies_critical)

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, policies=self.list.values(), policies_critical=self.critical.value())

    def line_at(self, place: Place) -> ProblemLine:
        return self.list.line_at(place[1:], self.general)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.name(self.tr("Add a policy"))


class PolicyRow(OidRow):
    """A policy; below it its practice statements and notices."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, oids.POLICIES, oids.policy, "issuing_policy")
        self.cps = RowList(self._make_cps)
        self.notices = RowList(self._make_notice)
        inside = QVBoxLayout()
        inside.setContentsMargins(22, 4, 0, 0)
        for list in (self.cps, self.notices):
            list.changed.connect(self.edited)
            inside.addWidget(list)
        self.column.addLayout(inside)
        self.retranslate()

    def _make_cps(self) -> TextRow:
        return TextRow(self.shell, "issuing_cps", "https://example.com/cps")

    def _make_notice(self) -> TextRow:
        return TextRow(self.shell, "issuing_notice")

    def fill(self, value: Policy) -> None:
        super().fill(value.oid)
        self.cps.fill(value.cps)
        self.notices.fill(value.notices)

    def value(self) -> Policy:
        return Policy(super().value(), self.cps.values(), self.notices.values())

    def line_at(self, rest: Place) -> ProblemLine:
        list = {"cps": self.cps, "notices": self.notices}.get(str(rest[0])) if rest else None
        return self.problem if list is None else list.line_at(rest[1:], self.problem)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "notices"):
            self.cps.name(self.tr("Add a CPS address"))
            self.notices.name(self.tr("Add a notice for people"))

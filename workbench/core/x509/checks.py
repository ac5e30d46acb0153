"""Every named check as a table row, and the report that collects their results for one path."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.check_rows import ROWS, Level
from workbench.core.x509.finding import Conditions, Finding, Rules, Status

ADMITTED_STORES = ("mozilla", "system")
"""Trust stores kept by somebody who examines each root; their roots' own form is that somebody's business."""

Value = str | int | datetime | Message | tuple[Message, ...]


@dataclass
class Report:
    """The findings of one path, as the checks add them.

    path      the judged certificate first
    anchored  the last certificate is a trust anchor
    time      the moment judged at, whole seconds
    """

    path: tuple[Certificate, ...]
    anchored: bool
    conditions: Conditions
    time: datetime
    findings: list[Finding] = field(default_factory=list)

    @property
    def last(self) -> int:
        return len(self.path) - 1

    def is_anchor(self, index: int) -> bool:
        return self.anchored and index == self.last

    def ok(self, id: str, index: int, /, **params: Value) -> None:
        """The check passes."""
        self._add(id, Status.OK, index, params)

    def not_checked(self, id: str, index: int, /, **params: Value) -> None:
        """The check could not be made."""
        self._add(id, Status.NOT_CHECKED, index, params)

    def bad(self, id: str, index: int, /, **params: Value) -> None:
        """The check does not pass: a failure or a warning, by the row's level and the conditions."""
        self._add(id, self.severity(ROWS[id].level, index), index, params)

    def severity(self, level: Level, index: int) -> Status:
        """What not passing means under these conditions."""
        web = self.conditions.rules is Rules.WEBPKI
        if level is Level.PATH:
            return Status.FAILURE
        if level is Level.ADVICE or (self.is_anchor(index) and self.conditions.trust in ADMITTED_STORES):
            return Status.WARNING
        enforced = {
            Level.PROFILE: web or self.conditions.strict_profile,
            Level.PROFILE_NOT_WEB: self.conditions.strict_profile and not web,
            Level.WEB: web,
        }[level]
        return Status.FAILURE if enforced else Status.WARNING

    def _add(self, id: str, status: Status, index: int, params: dict[str, Value]) -> None:
        row = ROWS[id]
        self.findings.append(Finding(Message(id, params), status, index, row.field, row.citation))

    def sorted(self) -> tuple[Finding, ...]:
        """By certificate, then in the order of the table."""
        return tuple(sorted(self.findings, key=lambda finding: (finding.certificate, ORDER[finding.id])))


ORDER = {id: number for number, id in enumerate(ROWS)}

"""The findings of a verdict and of the linter, of one certificate or the whole chain, and the lifetimes of the chain below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.core.x509.finding import Finding, PathVerdict, Verdict
from workbench.models.findings_model import Entry, FindingsModel
from workbench.models.lifetimes import bars
from workbench.models.object_text import name_of
from workbench.views import theme
from workbench.views.inspector.findings_list import FindingsList
from workbench.views.inspector.lifetime_chart import LifetimeChart
from workbench.views.panes import SectionHeader, Text
from workbench.views.shell import Shell

CHART_FROM = 380
"""Pixels of height (at the normal text size) from which on the lifetimes are shown below the findings."""

LEAST = 96
"""Pixels of height that the findings need at least."""


class FindingsTab(QWidget):
    """`bytes_wanted(entry)`: the bytes behind a finding are to be seen. `count_changed(n)`: for the tab's label."""

    bytes_wanted = Signal(object)
    count_changed = Signal(int)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._verdict: Verdict | None = None
        self._lint: Sequence[Finding] | None = ()
        self._waiting = False
        self.model = FindingsModel(self)
        self.model.set_language(shell.language.current)
        self.list = FindingsList(self.model)
        self.whole = QCheckBox()
        self.paths = QComboBox()
        self.paths.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.paths.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.linting = Text("", "muted")
        self.header = SectionHeader()
        self.chart = LifetimeChart()
        self.top = QWidget()
        self.top.setProperty("part", "clear")
        row = QHBoxLayout(self.top)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(16)
        row.addWidget(self.whole)
        row.addWidget(self.paths)
        row.addWidget(self.linting)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.list, 0)
        column.addSpacing(12)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 0, 14, 0)
        inner.setSpacing(6)
        inner.addWidget(self.header)
        inner.addWidget(self.chart)
        column.addLayout(inner)
        column.addStretch(1)
        self.whole.toggled.connect(self._set_whole)
        self.paths.currentIndexChanged.connect(lambda: self._fill())
        self.list.bytes_wanted.connect(self.bytes_wanted)
        self.retranslate()

    def expect(self) -> None:
        """Another certificate is looked at: its verdict will come, the old one stays in sight until then."""
        self._waiting = True

    def show_verdict(self, verdict: Verdict | None) -> None:
        """The verdict's best path first; where there are several, one can be chosen."""
        same = verdict is not None and self._verdict is not None and verdict.certificate == self._verdict.certificate
        chosen = self.paths.currentIndex() if same else 0
        self._verdict = verdict
        self._waiting = False
        self._name_paths()
        if 0 <= chosen < self.paths.count():
            self.paths.setCurrentIndex(chosen)
        self._fill()

    def show_lint(self, findings: Sequence[Finding] | None) -> None:
        """None: the linter is still at work."""
        self._lint = findings
        if not self._waiting:
            self._fill()

    @property
    def path(self) -> PathVerdict | None:
        """The path whose findings are shown."""
        if self._verdict is None or not self._verdict.paths:
            return None
        index = self.paths.currentIndex()
        return self._verdict.paths[index if 0 <= index < len(self._verdict.paths) else 0]

    def _name_paths(self) -> None:
        self.paths.blockSignals(True)
        index = self.paths.currentIndex()
        self.paths.clear()
        found = self._verdict.paths if self._verdict is not None else ()
        for number, path in enumerate(found, 1):
            top = name_of(path.path[-1])
            text = self.tr("Path {number} of {count}: {length} certificates, up to {top}")
            self.paths.addItem(text.format(number=number, count=len(found), length=len(path.path), top=top))
        self.paths.setCurrentIndex(max(0, min(index, len(found) - 1)))
        self.paths.setVisible(len(found) > 1)
        self.paths.blockSignals(False)

    def _fill(self) -> None:
        path = self.path
        certificates = path.path if path is not None else ()
        entries = [
            Entry(finding, certificates[finding.certificate], name_of(certificates[finding.certificate]))
            for finding in (path.findings if path is not None else ())
            if 0 <= finding.certificate < len(certificates)
        ]
        judged = self._verdict.certificate if self._verdict is not None else None
        if judged is not None:
            entries += [Entry(finding, judged, name_of(judged), True) for finding in self._lint or ()]
        self.model.set_entries(entries)
        self.linting.setText(self.tr("pkilint is checking it…") if self._lint is None else "")
        self.count_changed.emit(self.model.rowCount())
        moment = self._verdict.conditions.time if self._verdict is not None else None
        self.chart.show_bars(bars(certificates, moment or datetime.now(UTC)), moment or datetime.now(UTC))
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, the findings have it."""
        px = theme.current().px
        self.top.setVisible(self.height() >= px(LEAST))
        shown = bool(self.path) and self.height() >= px(CHART_FROM)
        self.header.setVisible(shown)
        self.chart.setVisible(shown)

    def minimumSizeHint(self) -> QSize:
        """A finding or two; the lifetimes are left out where there is no room, so they ask for none."""
        return QSize(super().minimumSizeHint().width(), theme.current().px(LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _set_whole(self, whole: bool) -> None:
        self.model.set_whole_chain(whole)
        self.count_changed.emit(self.model.rowCount())

    def retranslate(self) -> None:
        self.whole.setText(self.tr("Findings of the whole chain"))
        self.paths.setAccessibleName(self.tr("Path"))
        self.header.setText(self.tr("Lifetimes"))
        self.model.set_language(self._shell.language.current)
        self.list.retranslate()
        self._name_paths()
        self.linting.setText(self.tr("pkilint is checking it…") if self._lint is None else "")
        self.chart.retranslate()

    def refresh(self) -> None:
        self.list.refresh()
        self.chart.refresh()

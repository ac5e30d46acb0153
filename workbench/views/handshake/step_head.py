"""What stands above the tabs of a step: who, its name, a few words about it, how it came out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.core.handshake.transcript import Outcome
from workbench.models.language import Language
from workbench.views.glossary.term_text import TermText
from workbench.views.handshake.names_text import FittingScroll
from workbench.views.panes import IconLabel, Text

SIGNS = {Outcome.ok: ("check", "good"), Outcome.warning: ("exclamation", "warning"), Outcome.failed: ("cross", "bad")}


class StepHead(FittingScroll):
    """Four texts; those that are empty take no room."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.way, self.title = Text("", "muted", wrap=True), TermText(language, role="headline", breaks=True)
        self.facts, self.result = TermText(language, role="quiet", breaks=True), TermText(language)
        self.sign = IconLabel("check", "good", 16)
        self.way.selectable()
        self._beside: bool | None = None
        self.stand_beside(False)

    def stand_beside(self, beside: bool) -> None:
        """Two texts in a line, where it is wide and low; else one below the other."""
        if beside is self._beside:
            return
        self._beside = beside
        while (item := self.column.takeAt(0)) is not None:
            if (layout := item.layout()) is not None:
                while layout.takeAt(0) is not None:
                    pass
                layout.deleteLater()
        result = _row(self.sign)
        result.addWidget(self.result, 1)
        if beside:
            top, below = _row(self.title), _row(self.facts)
            top.setStretch(0, 1)
            top.addWidget(self.way)
            below.addLayout(result)
            below.addStretch(1)
            for row in (top, below):
                self.column.addLayout(row)
        else:
            for label in (self.way, self.title, self.facts):
                self.column.addWidget(label)
            self.column.addLayout(result)

    def show_texts(self, way: str, title: str, facts: str, outcome: Outcome = Outcome.none, result: str = "") -> None:
        """`way` stands above the title; `result` is said beside the sign of the outcome."""
        for label, text in ((self.way, way), (self.title, title), (self.facts, facts), (self.result, result)):
            label.setText(text)
            label.setVisible(bool(text))
        if outcome in SIGNS:
            self.sign.set_icon(*SIGNS[outcome])
        self.sign.setVisible(outcome in SIGNS and bool(result))


def _row(first: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(first)
    return row

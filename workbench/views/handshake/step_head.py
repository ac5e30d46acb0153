"""What stands above the tabs of a step: who, its name, a few words about it, how it came out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

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
        for label in (self.way, self.title, self.facts):
            self.column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.sign)
        row.addWidget(self.result, 1)
        self.column.addLayout(row)

    def show_texts(self, way: str, title: str, facts: str, outcome: Outcome = Outcome.none, result: str = "") -> None:
        """`way` stands above the title; `result` is said beside the sign of the outcome."""
        for label, text in ((self.way, way), (self.title, title), (self.facts, facts), (self.result, result)):
            label.setText(text)
            label.setVisible(bool(text))
        if outcome in SIGNS:
            self.sign.set_icon(*SIGNS[outcome])
        self.sign.setVisible(outcome in SIGNS and bool(result))

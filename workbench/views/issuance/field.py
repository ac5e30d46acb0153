"""One field of a form: what it is called, the field, what is wrong with it, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.issuance.problems import Problem
from workbench.models.language import Language
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.editors.problem_line import ProblemLine


class Field(QWidget):
    """Label, widget, problems and a hint, one below the other. The label explains its terms itself."""

    def __init__(self, language: Language, content: QWidget, focus: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.focus_widget = focus or content
        self.label = TermText(language, role="strong", wrap=False)
        self.label.setBuddy(self.focus_widget)
        self.problem = ProblemLine(language, self.focus_widget)
        self.hint = TermText(language, role="muted")
        self.hint.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.label, content, self.problem, self.hint):
            column.addWidget(part)

    def name(self, label: str, hint: str = "") -> None:
        self.label.setText(label)
        self.focus_widget.setAccessibleName(label)
        self.say(hint)

    def say(self, hint: str) -> None:
        """What stands below it in small letters; "" for nothing."""
        self.hint.setText(hint)
        if hint:
            self.hint.show()
        else:
            self.hint.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.problem.show_problems(problems)

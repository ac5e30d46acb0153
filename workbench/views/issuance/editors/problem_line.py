"""What is wrong with a field, right below it: an icon, a word, the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.core.issuance.problems import Problem
from workbench.core.x509.finding import Status
from workbench.models.language import Language
from workbench.views.issuance.editors.note import Note, describe
from workbench.views.panes import IconLabel
from workbench.words import visible


class ProblemLine(QWidget):
    """Hidden while nothing is wrong. `field` is what it speaks of: it gets a border, and its accessible description says the same."""

    def __init__(self, language: Language, field: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._field = language, field
        self._problems: tuple[Problem, ...] = ()
        self._held = False
        self._sign = IconLabel("cross", "bad", 16)
        self._text = Note(language, "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def text(self) -> str:
        return self._text.text()

    def hold(self, held: bool) -> None:
        """While held it says nothing: nobody had time yet to do it right."""
        if held is not self._held:
            self._held = held
            self.show_problems(self._problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._problems = tuple(problems)
        problems = () if self._held else self._problems
        failed = any(problem.status is Status.FAILURE for problem in problems)
        status = "" if not problems else "bad" if failed else "warning"
        lines = []
        for problem in problems:
            word = self.tr("Error") if problem.status is Status.FAILURE else self.tr("Warning")
            lines.append(self.tr("{word}: {sentence}").format(word=word, sentence=visible(self._language.say(problem.message))))
        self._sign.set_icon("cross" if failed else "exclamation", "bad" if failed else "warning")
        self._text.setText("\n".join(lines))
        if problems:
            self.show()
        else:
            self.hide()
        if self._field is not None:
            describe(self._field, "problem", "\n".join(lines))
            if self._field.property("status") != status:
                self._field.setProperty("status", status)
                self._field.style().polish(self._field)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.show_problems(self._problems)

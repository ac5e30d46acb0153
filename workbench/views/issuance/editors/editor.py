"""What every editor of a form is: some fields of a `Specification`, what they are for, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.parts import Place
from workbench.core.issuance.problems import Problem
from workbench.core.issuance.specification import Specification
from workbench.views import icons, theme
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.shell import Shell


class Editor(QWidget):
    """changed   its user changed something; `fill` does not emit it
    places    the fields of a Specification that are edited here: first items of the places of problems

    A kind of editor has the words `issuing_editor_<id>`: `sentence` is its title, `purpose` what it is for.
    """

    changed = Signal()
    id = ""
    places: tuple[str, ...] = ()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setProperty("part", "clear")
        self._filling = False
        self._seen: tuple[Specification, datetime | None] = (Specification(), None)
        self._problems: tuple[Problem, ...] = ()
        self.purpose = Note(shell.language)
        self.general = ProblemLine(shell.language)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.GRID)
        self.column.addWidget(self.purpose)
        self.column.addWidget(self.general)

    def begin(self) -> None:
        """To be called by a kind of editor when its widgets are there."""
        self._filling = True
        self._fill(Specification())
        self._filling = False
        self.retranslate()

    # -- the value -------------------------------------------------------------------------------------------------

    def fill(self, specification: Specification) -> None:
        """Show these fields. What already shows them is left alone: nobody's cursor jumps."""
        self._filling = True
        try:
            if self.apply(specification) != specification:
                self._fill(specification)
            self._see(specification, self._seen[1])
        finally:
            self._filling = False

    def apply(self, specification: Specification) -> Specification:
        """The specification with the fields of this editor as they stand here."""
        raise NotImplementedError

    def see(self, specification: Specification, issuer_until: datetime | None = None) -> None:
        """Know what the other editors say now, and until when the chosen issuer holds: some fields offer or warn by it."""
        self._see(specification, issuer_until)

    def _fill(self, specification: Specification) -> None:
        raise NotImplementedError

    def _see(self, specification: Specification, issuer_until: datetime | None) -> None:
        self._seen = (specification, issuer_until)

    def edited(self) -> None:
        """One of its fields was changed."""
        if not self._filling:
            self.changed.emit()

    # -- problems --------------------------------------------------------------------------------------------------

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Those of its own fields are said there, the others are somebody else's."""
        self._problems = tuple(problems)
        lines: dict[ProblemLine, list[Problem]] = {line: [] for line in self.findChildren(ProblemLine)}
        for problem in problems:
            if problem.place and problem.place[0] in self.places:
                lines.setdefault(self.line_at(problem.place), []).append(problem)
        for line, own in lines.items():
            if own or line.problems:
                line.show_problems(own)
        self.problems_shown()

    def show_again(self) -> None:
        """There are more rows than when problems were shown."""
        self.show_problems(self._problems)

    def line_at(self, place: Place) -> ProblemLine:
        """Where a problem with a field is said."""
        return self.general

    def problems_shown(self) -> None:
        """For editors that fold something away: what is wrong must be seen."""

    # -- words -----------------------------------------------------------------------------------------------------

    def say(self, id: str, part: str = "sentence", **blanks: str | int) -> str:
        return self.shell.language.say(Message(id, blanks), part)

    def retranslate(self) -> None:
        title = self.say(f"issuing_editor_{self.id}")
        self.setAccessibleName(title)
        self.purpose.setText(self.say(f"issuing_editor_{self.id}", "purpose"))
        self.setAccessibleDescription(self.purpose.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            filling, self._filling = self._filling, True
            self.retranslate()
            self._filling = filling


class Fold(QWidget):
    """What is seldom needed: a heading that opens and closes what is in `column`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.heading = QPushButton()
        self.heading.setProperty("kind", "heading")
        self.heading.setCheckable(True)
        self.heading.toggled.connect(self._turn)
        self.inner = QWidget()
        self.inner.setProperty("part", "clear")
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(22, 0, 0, 0)
        self.column.setSpacing(theme.GRID)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.heading)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.inner)
        self._turn(False)
        self.retranslate()

    def open(self) -> None:
        self.heading.setChecked(True)

    def _turn(self, on: bool) -> None:
        icons.put(self.heading, "chevron_down" if on else "chevron_right", "muted")
        if on:
            self.inner.show()
        else:
            self.inner.hide()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("More"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

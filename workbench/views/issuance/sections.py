"""Everything else that a certificate can say: the structured editors, each below a heading that opens it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.issuance.problems import Problem
from workbench.core.issuance.specification import Specification
from workbench.core.x509.finding import Status
from workbench.models.issuance.standing import CaChoice
from workbench.views import icons
from workbench.views.issuance.editors import EDITORS, Editor, EditorRow
from workbench.views.panes import IconLabel, Text
from workbench.views.shell import Shell


class Section(QWidget):
    """changed(section)   its user changed something; opened(section)   it was opened"""

    changed = Signal(object)
    opened = Signal(object)

    def __init__(self, shell: Shell, row: EditorRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell, self.row = shell, row
        self.places: tuple[str, ...] = getattr(row.factory, "places", ())
        self.editor: Editor | None = None
        self._problems: tuple[Problem, ...] = ()
        self.heading = QPushButton()
        self.heading.setProperty("kind", "heading")
        self.heading.setCheckable(True)
        self.heading.toggled.connect(self._turn)
        self.sign = IconLabel("cross", "bad", 16)
        self.sign.hide()
        self.count = Text("", "muted")
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.heading)
        line.addWidget(self.sign)
        line.addWidget(self.count)
        line.addStretch()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addLayout(line)
        icons.put(self.heading, "chevron_right", "muted")
        self.retranslate()

    @property
    def open(self) -> bool:
        return self.heading.isChecked()

    def set_open(self, on: bool) -> None:
        self.heading.setChecked(on)

    def _turn(self, on: bool) -> None:
        icons.put(self.heading, "chevron_down" if on else "chevron_right", "muted")
        if on and self.editor is None:
            self.editor = self.row.factory(self.shell)
            self.editor.setContentsMargins(22, 0, 0, 8)
            self.editor.changed.connect(self._on_changed)
            self.column.addWidget(self.editor)
        if self.editor is not None:
            self.editor.setVisible(on)
        self._show_count()
        if on:
            self.opened.emit(self)

    def _on_changed(self) -> None:
        self.changed.emit(self)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Those of its places: at their fields, and beside the heading while it is closed."""
        self._problems = tuple(problem for problem in problems if problem.place and problem.place[0] in self.places)
        if self.editor is not None and self.open:
            self.editor.show_problems(problems)
        self._show_count()

    def _show_count(self) -> None:
        failed = any(problem.status is Status.FAILURE for problem in self._problems)
        there = bool(self._problems) and not self.open
        self.sign.set_icon("cross" if failed else "exclamation", "bad" if failed else "warning")
        self.sign.setVisible(there)
        count = len(self._problems)
        if not there:
            self.count.setText("")
        elif failed:
            self.count.setText(self.tr("%n to mend", "", count))
        else:
            self.count.setText(self.tr("%n to look at", "", count))
        self.heading.setAccessibleDescription(self.count.text())

    def retranslate(self) -> None:
        self.heading.setText(self.shell.language.say(self.row.title))
        self._show_count()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class Sections(QWidget):
    """edited(specification)   an editor changed it
    came(widget)            this one was opened: it is to be seen
    """

    edited = Signal(object)
    came = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self._specification = Specification()
        self._issuer: CaChoice | None = None
        self._problems: tuple[Problem, ...] = ()
        self.rows = {row.id: Section(shell, row) for row in EDITORS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for section in self.rows.values():
            section.changed.connect(self._on_changed)
            section.opened.connect(self._on_opened)
            column.addWidget(section)

    def fill(self, specification: Specification, issuer: CaChoice | None) -> None:
        """Show this in the open editors; the others follow when they are opened."""
        self._specification, self._issuer = specification, issuer
        for section in self.rows.values():
            self._fill(section)

    def _fill(self, section: Section) -> None:
        if section.editor is not None and section.open:
            section.editor.see(self._specification, None if self._issuer is None else self._issuer.entry.not_after)
            section.editor.fill(self._specification)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._problems = tuple(problems)
        for section in self.rows.values():
            section.show_problems(problems)

    def leave_out(self, places: Sequence[str]) -> None:
        """Leave out editors all of whose places are among these: they are nobody's business in this form."""
        for section in self.rows.values():
            section.setVisible(not section.places or not set(section.places) <= set(places))

    def owner_of(self, place: str) -> Section | None:
        return next((section for section in self.rows.values() if place in section.places), None)

    def _on_opened(self, section: Section) -> None:
        self._fill(section)
        section.show_problems(self._problems)
        QTimer.singleShot(0, section, lambda: self.came.emit(section))

    def _on_changed(self, section: Section) -> None:
        if section.editor is not None:
            self.edited.emit(section.editor.apply(self._specification))

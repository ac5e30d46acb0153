"""The subject: any attributes, in any order."""

from __future__ import annotations

import functools
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from workbench.core.issuance.parts import Place
from workbench.core.issuance.specification import Specification, SubjectAttribute, TextType
from workbench.models.issuance.editors import attributes
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.fields import TypedField
from workbench.views.issuance.editors.oid_chooser import OidChooser
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row import Row
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.issuance.editors.wrapping import Link
from workbench.views.shell import Shell

_TEXT_TYPES = {TextType.UTF8: "UTF8String", TextType.PRINTABLE: "PrintableString", TextType.IA5: "IA5String"}


class SubjectEditor(Editor):
    id = "subject"
    places = ("subject",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.list = RowList(self._make)
        self.list.changed.connect(self.edited)
        self.list.grown.connect(self.show_again)
        self.column.addWidget(self.list)
        self.begin()

    def _make(self) -> Row:
        row = AttributeRow(self.shell)
        used = {own.value().type for own in self.list.rows}
        row.fill(SubjectAttribute(next((oid for oid in attributes.OFFERED if oid not in used), attributes.COMMON_NAME), ""))
        return row

    def _fill(self, specification: Specification) -> None:
        self.list.fill(specification.subject)

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, subject=self.list.values())

    def line_at(self, place: Place) -> ProblemLine:
        return self.list.line_at(place[1:], self.general)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.name(self.tr("Add a part of the name"))


class AttributeRow(Row):
    """One attribute: what kind it is, its value, and in the menu how that is written."""

    def __init__(self, shell: Shell) -> None:
        self.type, self.text = OidChooser(), TypedField()
        super().__init__(shell, self.text, self.type)
        self._text_type = TextType.AUTOMATIC
        self.type_problem = ProblemLine(shell.language, self.type)
        self.suggestion = Link()
        self.suggestion.clicked.connect(self._take_suggestion)
        self.suggestion.hide()
        self.column.insertWidget(2, self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.insertWidget(3, self.type_problem)
        self.type.typed.connect(self._type_changed)
        self.text.typed.connect(self._value_changed)
        self.retranslate()

    def fill(self, value: SubjectAttribute) -> None:
        self.type.fill(value.type)
        self.text.fill(value.value)
        self._text_type = value.text_type
        self._explain()

    def value(self) -> SubjectAttribute:
        return SubjectAttribute(self.type.oid(), self.text.value(), self._text_type)

    def line_at(self, rest: Place) -> ProblemLine:
        return self.type_problem if rest[:1] == ("type",) else self.problem

    def first_field(self) -> QWidget:
        return self.text

    def _type_changed(self) -> None:
        self._explain()
        self.edited()

    def _value_changed(self) -> None:
        typed = self.text.value()
        if self.type.oid() in attributes.COUNTRIES and len(typed) <= 2 and typed != typed.upper():
            self.text.put(typed.upper())
        self._explain()
        self.edited()

    def _explain(self) -> None:
        oid = self.type.oid().strip()
        about = attributes.message(oid)
        written = _TEXT_TYPES.get(self._text_type)
        note = self.shell.language.say(about, "meaning")
        if written:
            note = self.tr("{meaning} Written as {type}.").format(meaning=note, type=written)
        self.note.setText(note)
        self.note.show()
        name = self.shell.language.say(about)
        self.text.setAccessibleName(self.tr("{attribute}, row {number}").format(attribute=name, number=self.number))
        found = attributes.country(self.text.value()) if oid in attributes.COUNTRIES else None
        if found is not None and self.text.value() != found[0]:
            self.suggestion.say(self.tr("Write {code} for {country}").format(code=found[0], country=found[1]))
            self.suggestion.show()
        else:
            self.suggestion.hide()
        self.text.setPlaceholderText("JP" if oid in attributes.COUNTRIES else "")

    def _take_suggestion(self) -> None:
        found = attributes.country(self.text.value())
        if found is not None:
            self.text.put(found[0])
            self.text.setFocus()
            self._explain()
            self.edited()

    def fill_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        group = QActionGroup(menu)
        for type, name in ((TextType.AUTOMATIC, self.tr("Written as its kind demands")), *_TEXT_TYPES.items()):
            action = menu.addAction(self.tr("Written as {type}").format(type=name) if type else name)
            action.setCheckable(True)
            action.setChecked(type is self._text_type)
            action.triggered.connect(functools.partial(self._write_as, type))
            group.addAction(action)

    def _write_as(self, type: TextType, checked: bool = True) -> None:
        self._text_type = type
        self._explain()
        self.edited()

    def retranslate(self) -> None:
        super().retranslate()
        options = []
        for oid in attributes.OFFERED:
            name, short = self.shell.language.say(attributes.message(oid)), attributes.short_name(oid)
            options.append((oid, f"{name} ({short})"))
        self.type.offer(options)
        self.type.setAccessibleName(self.tr("Kind of part {number}").format(number=self.number))
        self._explain()

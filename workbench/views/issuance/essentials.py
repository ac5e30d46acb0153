"""What nearly everybody fills in: for whom, who signs it, which key, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.issuance.build import times
from workbench.core.issuance.parts import Place, SpecificationError
from workbench.core.issuance.problems import Problem
from workbench.core.issuance.specification import Specification
from workbench.models.issuance.desk import Desk
from workbench.models.issuance.naming import COMMON_NAME, Naming, named, naming_of, written
from workbench.views import theme
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.issuance.dates import long_date, short_date
from workbench.views.issuance.editors.fields import Choice, NumberField
from workbench.views.issuance.field import Field
from workbench.views.issuance.key_row import KeyRow
from workbench.views.panes import Text
from workbench.views.shell import Shell
from workbench.words import visible


class Essentials(QWidget):
    """edited(specification)   something was typed
    entered                 Enter: on to what is missing
    intent_wanted(id)       a CA is to be made first
    """

    edited = Signal(object)
    entered = Signal()
    intent_wanted = Signal(str)

    def __init__(self, shell: Shell, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell, self.desk = shell, desk
        self._naming = Naming.NAME
        self.name = QLineEdit()
        self.name.textEdited.connect(self._name_typed)
        self.name.returnPressed.connect(self.entered)
        self.name_field = Field(shell.language, self.name)
        self.issuer_field = self._make_issuer()
        self.key_row = KeyRow(shell, desk)
        self.days_field = self._make_days()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        for part in (self.name_field, self.issuer_field, self.key_row, self.days_field):
            column.addWidget(part)
        self.retranslate()

    def _make_issuer(self) -> Field:
        self.issuer = Choice()
        self.issuer.chosen.connect(self._issuer_chosen)
        self.make_root, self.make_lab = QPushButton(), QPushButton()
        for button, intent in ((self.make_root, "root"), (self.make_lab, "lab")):
            button.setProperty("kind", "link")
            button.clicked.connect(lambda checked=False, wanted=intent: self.intent_wanted.emit(wanted))
        self.no_issuer = QWidget()
        self.no_issuer.setProperty("part", "clear")
        self.no_issuer_text = Text("", wrap=True)
        links = FlowLayout(spacing=8)
        links.addWidget(self.make_root)
        links.addWidget(self.make_lab)
        inner = QVBoxLayout(self.no_issuer)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(self.no_issuer_text)
        inner.addLayout(links)
        content = QWidget()
        content.setProperty("part", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.issuer)
        column.addWidget(self.no_issuer)
        self.no_issuer.hide()
        return Field(self.shell.language, content, self.issuer)

    def _make_days(self) -> Field:
        self.days = NumberField()
        self.days.setFixedWidth(round(110 * max(1.0, theme.current().scale)))
        self.days.typed.connect(self._days_typed)
        self.until = Text("", "quiet", wrap=True)
        content = QWidget()
        content.setProperty("part", "clear")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.days)
        row.addWidget(self.until, 1, Qt.AlignmentFlag.AlignVCenter)
        return Field(self.shell.language, content, self.days)

    # -- showing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the form as it is; a field that says so already is left alone."""
        form = self.desk.form
        if form is None:
            return
        specification = form.specification
        naming = naming_of(specification)
        if naming is not self._naming:
            self._naming = naming
            self._name_name()
        if named(specification, naming, self.name.text()) != specification or not self.name.text():
            text = written(specification, naming)
            if text != self.name.text():
                self.name.setText(text)
        self._show_issuers()
        self.key_row.refresh()
        self.days_field.setVisible(not form.request)
        if specification.validity.days != self.days.number():
            self.days.fill(specification.validity.days)
        self.days.setVisible(specification.validity.not_after is None)
        self._show_until(specification)

    def _show_issuers(self) -> None:
        form = self.desk.form
        assert form is not None
        self.issuer_field.setVisible(not form.self_signed and self.desk.looked)
        able = [ca for ca in self.desk.standing.authorities if ca.authorities or not form.authority]
        options: list[tuple[object, str]] = []
        for ca in able:
            until = short_date(ca.entry.not_after)
            kind = self.tr("root CA") if ca.root else self.tr("intermediate CA")
            text = self.tr("{name} · {kind} · until {date}").format(name=visible(ca.entry.title), kind=kind, date=until)
            options.append((ca.entry.id, text))
        if options != [(self.issuer.itemData(at), self.issuer.itemText(at)) for at in range(self.issuer.count())]:
            self.issuer.clear()
            for value, text in options:
                self.issuer.addItem(text, value)
        chosen = self.desk.issuer
        self.issuer.setCurrentIndex(next((at for at, (id, _) in enumerate(options) if chosen is not None and id == chosen.entry.id), -1))
        self.issuer.setVisible(bool(options))
        self.no_issuer.setVisible(not options)
        self.make_lab.setVisible(not form.authority)
        late = chosen is not None and not chosen.holds(datetime.now(UTC))
        self.issuer_field.say(self.tr("This CA is not valid now: nobody would accept what it signs.") if late else "")

    def _show_until(self, specification: Specification) -> None:
        try:
            begin, end = times(specification.validity, datetime.now(UTC))
        except SpecificationError:
            self.until.setText("")
            return
        last = long_date(end)
        if specification.validity.not_before is not None:
            self.until.setText(self.tr("from {first} until {last}").format(first=long_date(begin), last=last))
        elif specification.validity.not_after is None:
            self.until.setText(self.tr("days, until {last}").format(last=last))
        else:
            self.until.setText(self.tr("until {last}").format(last=last))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Those that belong to one of these fields."""
        self.name_field.show_problems([problem for problem in problems if self.field_of(problem.place) is self.name])
        self.days_field.show_problems([problem for problem in problems if problem.place[:1] == ("validity",)])

    def field_of(self, place: Place) -> QWidget | None:
        """The field in which what stands at this place of a Specification is typed; None when it is none of these."""
        form = self.desk.form
        subject = () if form is None else form.specification.subject
        common = {("subject", at) for at, item in enumerate(subject) if item.type == COMMON_NAME}
        if place[:1] == ("names",) and self._naming in (Naming.HOST, Naming.MAIL):
            return self.name
        if place == ("subject",) or place[:2] in common:
            return self.name
        return self.days if place[:1] == ("validity",) and not self.days.isHidden() else None

    # -- changing --------------------------------------------------------------------------------------------------

    def _name_typed(self, text: str) -> None:
        if self.desk.form is not None:
            self.edited.emit(named(self.desk.form.specification, self._naming, text))

    def _days_typed(self) -> None:
        if self.desk.form is not None:
            specification = self.desk.form.specification
            self.edited.emit(replace(specification, validity=replace(specification.validity, days=self.days.number())))

    def _issuer_chosen(self) -> None:
        self.desk.choose_issuer(str(self.issuer.value()))

    # -- words -----------------------------------------------------------------------------------------------------

    def _name_name(self) -> None:
        if self._naming is Naming.AUTHORITY:
            self.name_field.name(self.tr("Name of the CA"), self.tr("It is shown wherever somebody looks at a certificate that it issued."))
            self.name.setPlaceholderText(self.tr("for example: Example Root CA"))
        elif self._naming is Naming.HOST:
            self.name_field.name(self.tr("Host names or IP addresses"), self.tr("Several with commas or spaces between them."))
            self.name.setPlaceholderText("www.example.com, *.example.com, 192.0.2.1")
        elif self._naming is Naming.MAIL:
            self.name_field.name(self.tr("Mail address"), self.tr("Several with commas or spaces between them."))
            self.name.setPlaceholderText("name@example.com")
        else:
            self.name_field.name(self.tr("Name of the holder"), self.tr("A person, a device, a company: it becomes the common name."))
            self.name.setPlaceholderText("")

    def retranslate(self) -> None:
        self._name_name()
        self.issuer_field.label.setText(self.tr("Signed by"))
        self.issuer.setAccessibleName(self.tr("Signed by"))
        self.no_issuer_text.setText(self.tr("There is no CA here yet that could sign it."))
        self.make_root.setText(self.tr("Make a root CA"))
        self.make_lab.setText(self.tr("Make a lab PKI"))
        self.days_field.label.setText(self.tr("Valid for"))
        self.days.setAccessibleName(self.tr("Valid for so many days"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.days.setFixedWidth(round(110 * max(1.0, theme.current().scale)))

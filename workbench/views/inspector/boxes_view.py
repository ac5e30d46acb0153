"""Which file goes into which box of an upload form or server configuration, and exactly that to copy or save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workbench import words
from workbench.core.collection import Collection
from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.key_pair import PrivateKey
from workbench.core.x509.upload_boxes import FORMS, Box, BoxPart, Form, Plan, plan
from workbench.models import jobs
from workbench.models.judging import Judging
from workbench.models.language import Language
from workbench.models.object_text import file_name, name_of
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.text_tab import button
from workbench.views.panes import SectionHeader, Text
from workbench.views.shell import Shell


class BoxesView(QWidget):
    """`copy_wanted(box, plan)`, `save_wanted(box, plan)`."""

    copy_wanted = Signal(object, object)
    save_wanted = Signal(object, object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self._shell = shell
        self._certificate: Certificate | None = None
        self._collection: Collection | None = None
        self._judging: Judging | None = None
        self._job: jobs.Job | None = None
        self._plan: Plan | None = None
        self.header = SectionHeader()
        self.forms = QComboBox()
        for form in FORMS:
            self.forms.addItem("", form.value)
        self.advice = TermText(shell.language, role="quiet")
        self._content = QWidget()
        row = QHBoxLayout()
        row.addWidget(self.forms)
        row.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.header)
        self._column.addLayout(row)
        self._column.addWidget(self.advice)
        self._column.addWidget(self._content)
        self.forms.currentIndexChanged.connect(lambda: self._begin())
        self.retranslate()

    def show_certificate(self, certificate: Certificate | None, collection: Collection | None, judging: Judging | None) -> None:
        """A certificate that is to be installed somewhere; None hides everything."""
        self._certificate, self._collection, self._judging = certificate, collection, judging
        self.setVisible(certificate is not None)
        self._begin()

    @property
    def plan(self) -> Plan | None:
        return self._plan

    def _begin(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._certificate is None or self._collection is None or self._judging is None:
            return
        keys = [item.parsed for item in self._collection.items if isinstance(item.parsed, PrivateKey)]
        form = Form(self.forms.currentData())
        pool = self._judging.issuers(self._certificate)
        arguments = (form, self._certificate, pool, keys, self._judging.anchors, None, bool(self._collection.locked))
        self._job = jobs.run(plan, *arguments)
        self._job.finished.connect(self._show)

    def _show(self, made: Plan) -> None:
        self._job = None
        self._plan = made
        self._rebuild()

    def _rebuild(self) -> None:
        made = self._plan
        if made is None:
            return
        self.advice.setText(self._say(Message(f"box_form_{made.form}"), "advice"))
        content = QWidget()
        content.setProperty("part", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for problem in made.problems:
            column.addWidget(_with_mark("!", self._say(problem), self._shell.language))
        for box in made.boxes:
            column.addWidget(self._card(box, made))
        self._column.replaceWidget(self._content, content)
        self._content.deleteLater()
        self._content = content

    def _card(self, box: Box, made: Plan) -> QFrame:
        card = QFrame()
        card.setProperty("part", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        top = QHBoxLayout()
        name = self._name(box, made)
        top.addWidget(Text(name, "strong"))
        top.addWidget(Text(box.file_name, "mono"))
        top.addStretch()
        if box.parts and not box.missing:
            copy, save = button("copy"), button("save")
            copy.setText(self.tr("Copy"))
            save.setText(self.tr("Save as…"))
            copy.setAccessibleName(self.tr("Copy {what}").format(what=name))
            save.setAccessibleName(self.tr("Save {what}").format(what=name))
            copy.clicked.connect(lambda: self.copy_wanted.emit(box, made))
            save.clicked.connect(lambda: self.save_wanted.emit(box, made))
            if not box.binary:
                top.addWidget(copy)
            top.addWidget(save)
        column.addLayout(top)
        column.addWidget(TermText(self._shell.language, self._say(Message(f"box_content_{box.content}")), "quiet"))
        for part in box.parts:
            column.addWidget(self._part(part))
        for part in box.optional:
            column.addWidget(TermText(self._shell.language, self._say(part.reason), "quiet"))
        for message in box.missing:
            column.addWidget(_with_mark("✗", self._say(message), self._shell.language))
        for message in box.notes:
            column.addWidget(TermText(self._shell.language, self._say(message), "muted"))
        return card

    def _name(self, box: Box, made: Plan) -> str:
        """What the form calls the box; a form that speaks the user's language calls it so there."""
        id = f"box_name_{made.form}_{box.content}"
        return self._say(Message(id)) if words.has(id) else box.name

    def _part(self, part: BoxPart) -> QWidget:
        return _with_mark("✓", f"{self._where(part)}  {self._say(part.reason)}", self._shell.language)

    def _where(self, part: BoxPart) -> str:
        """Which file it is, or the name of a certificate that is only in the trust store."""
        item = self._collection.item_of(part.thing) if self._collection is not None else None
        if item is not None:
            found = item.sources[0]
            return f"{file_name(found.path)} #{found.part}:"
        return f"{name_of(part.thing)}:" if isinstance(part.thing, Certificate) else ""

    def _say(self, message: Message, part: str = "sentence") -> str:
        return words.say(message, self._shell.language.current, part)

    def retranslate(self) -> None:
        self.header.setText(self.tr("Which file goes into which box"))
        self.forms.setAccessibleName(self.tr("Form or server"))
        for number, form in enumerate(FORMS):
            self.forms.setItemText(number, self._say(Message(f"box_form_{form}")))
        self._rebuild()


def _with_mark(mark: str, text: str, language: Language) -> QWidget:
    holder = QWidget()
    holder.setProperty("part", "clear")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Text(mark, "strong"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(TermText(language, text), 1)
    return holder

"""The form of a lab PKI: one line, and four certificates are there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.profiles import built_in
from workbench.models.issuance.lab_desk import LabDesk
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.editors.fields import Choice
from workbench.views.issuance.field import Field
from workbench.views.issuance.foot import Foot
from workbench.views.issuance.key_row import KIND_NAMES, ORDER, as_kind, who_understands
from workbench.views.panes import Pane, SectionHeader, Text
from workbench.views.shell import Shell


class LabForm(Pane):
    """issued(Issued)   the lab is there"""

    issued = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.shell = shell
        self.desk = LabDesk(shell.workspace, self)
        self._trouble: Message | None = None
        self._tried = False
        self.headline = Text("", "headline", wrap=True)
        self.what = TermText(shell.language, role="quiet")
        self.name = QLineEdit()
        self.name.setPlaceholderText("www.example.test, 127.0.0.1")
        self.name.textEdited.connect(self._name_typed)
        self.name.returnPressed.connect(self._go_on)
        self.name_field = Field(shell.language, self.name)
        self.key = Choice()
        self.key.setMaxVisibleItems(24)
        self.key.chosen.connect(self._key_chosen)
        self.key_field = Field(shell.language, self.key)
        self.made_header = SectionHeader()
        self.made = TermText(shell.language)
        self.foot = Foot(shell)
        inner = QWidget()
        inner.setProperty("part", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(2 * theme.GRID)
        for part in (self.headline, self.what, self.name_field, self.key_field, self.made_header, self.made):
            column.addWidget(part)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setProperty("part", "clear")
        self.area.setWidget(inner)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(self.area, 1)
        self.column.addWidget(self.foot)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.foot.go.connect(self.make)
        self.foot.stop.connect(self.desk.cancel)
        self.foot.passphrase.changed.connect(self._refresh)
        self.desk.issued.connect(self._on_issued)
        self.desk.session.opened.connect(self._refresh)  # only now it can say what it makes
        self.desk.failed.connect(self._on_failed)
        self.desk.unlock_failed.connect(self.foot.passphrase.show_problem)
        self.desk.working.connect(self._on_working)
        self.desk.progressed.connect(self.foot.show_progress)
        self.desk.restored.connect(self._on_restored)
        self.desk.edited.connect(self._refresh)

    def begin_typing(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def make(self) -> None:
        """Make the lab, if it can be made."""
        self._tried, self._trouble = True, None
        self._refresh()
        if self.foot.button.isEnabled():
            self.desk.make(self.foot.passphrase.texts[0])

    def _name_typed(self, text: str) -> None:
        self._trouble = None
        self.desk.set_text(text)

    def _key_chosen(self) -> None:
        self.desk.set_key(as_kind(self.key.value()))

    def _go_on(self) -> None:
        self._tried = True
        self._refresh()
        wanted = self.foot.passphrase.wants()
        if not self.desk.problems() and wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.foot.button.isEnabled():
            self.foot.button.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_restored(self) -> None:
        if self.name.text() != self.desk.text:
            self.name.setText(self.desk.text)
        self.key.fill(self.desk.key)

    def _refresh(self) -> None:
        say = self.shell.language.say
        problems = self.desk.problems()
        self.name_field.show_problems(problems if self._tried or self.desk.text else ())
        hindrance = self.desk.hindrance(*self.foot.passphrase.texts)
        self.foot.allow(self.tr("Make the lab PKI"), say(hindrance) if hindrance is not None else "")
        if self._trouble is not None:
            self.foot.say(say(self._trouble), "cross", "bad")
        elif self.desk.busy:
            self.foot.say(self.tr("Making it…"))
        elif hindrance is not None:
            self.foot.say(say(hindrance))
        else:
            self.foot.say("")
        lines = [say(Message(f"issuing_lab_{role}", {"name": name or "…"})) for role, name in self.desk.planned()]
        self.made_header.setVisible(bool(lines))
        self.made.setText("\n".join(f"• {line}" for line in lines))
        key = self.desk.key
        self.key_field.say(say(_proposed()) if key is None else say(who_understands(key)))

    def _on_working(self, working: bool) -> None:
        self.foot.show_working(working)
        self.area.setEnabled(not working)
        self._refresh()

    def _on_failed(self, message: Message) -> None:
        self._trouble = message
        self._refresh()

    def _on_issued(self, issued: object) -> None:
        self._tried = False
        self.name.clear()
        self._refresh()
        self.issued.emit(issued)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Make a lab PKI"))
        self.headline.setText(self.tr("A whole lab PKI with one button"))
        self.what.setText(self.tr("Root CA, intermediate CA, a server certificate and a client certificate, each signed by the one above."))
        self.name_field.name(self.tr("Host names or IP addresses of the server"), self.tr("Several with commas or spaces between them."))
        self.key_field.name(self.tr("Private keys"))
        options: list[tuple[object, str]] = [(None, self.tr("What suits each of them"))]
        self.key.offer([*options, *((kind, self.tr("New {key} keys").format(key=KIND_NAMES[kind])) for kind in ORDER)])
        self.made_header.setText(self.tr("What it makes"))
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def _proposed() -> Message:
    """The kinds of keys that the profiles propose."""
    root, intermediate, others = (KIND_NAMES[built_in(id).key] for id in ("root", "intermediate", "server"))
    return Message("issuing_lab_keys", {"root": root, "intermediate": intermediate, "others": others})

"""The form that signs a request: who asks, who signs and how, part by part what the certificate will say, and the button."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.build import times
from workbench.core.issuance.parts import Place, SpecificationError
from workbench.core.x509.finding import Status
from workbench.models.issuance.signing.desk import SigningDesk
from workbench.views import theme
from workbench.views.error_bar import MessageBar
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.dates import long_date
from workbench.views.issuance.foot import Foot
from workbench.views.issuance.signing.asker import Asker
from workbench.views.issuance.signing.choices import Choices
from workbench.views.issuance.signing.parts_table import PartsTable
from workbench.views.issuance.signing.source import Source
from workbench.views.panes import Pane, SectionHeader, Text
from workbench.views.shell import Shell

_SIGNS = {Status.OK: ("check", "good"), Status.WARNING: ("exclamation", "warning"), Status.FAILURE: ("cross", "bad")}


class SigningForm(Pane):
    """issued(Issued)   the certificate is there; wish_changed(Wish)   what would be made is another"""

    issued = Signal(object)
    wish_changed = Signal(object)

    def __init__(self, shell: Shell, desk: SigningDesk, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.shell, self.desk = shell, desk
        self._trouble: Message | None = None
        self.headline = Text("", "headline", wrap=True)
        self.bar = MessageBar(shell.language)
        self.source = Source(shell, desk)
        self.asker = Asker(shell, desk)
        self.choices = Choices(shell, desk)
        self.table_header = SectionHeader()
        self.table_what = TermText(shell.language, role="quiet")
        self.table = PartsTable(shell)
        self.authority = QFrame()
        self.authority.setProperty("part", "bar")
        self.authority.setProperty("status", "warning")
        self.authority_text = TermText(shell.language)
        self.authority_box = QCheckBox()
        self.authority_box.clicked.connect(desk.allow_authority)
        self.foot = Foot(shell)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        card = QVBoxLayout(self.authority)
        card.setContentsMargins(12, 8, 12, 8)
        card.setSpacing(theme.GRID)
        card.addWidget(self.authority_text)
        card.addWidget(self.authority_box)
        self.wishes = QWidget()
        self.wishes.setProperty("part", "clear")
        column = QVBoxLayout(self.wishes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        part: QWidget
        for part in (self.choices, self.table_header, self.table_what, self.table, self.authority):
            column.addWidget(part)
        inner = QWidget()
        inner.setProperty("part", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(2 * theme.GRID)
        for each in (self.headline, self.bar, self.source, self.asker, self.wishes):
            column.addWidget(each)
        column.addStretch(1)
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
        QWidget.setTabOrder(self.table, self.authority_box)

    def _connect(self) -> None:
        desk = self.desk
        desk.listed.connect(self.source.refresh)
        desk.brought.connect(self._on_brought)
        desk.edited.connect(self.refresh)
        desk.answered.connect(self._on_answer)
        desk.troubled.connect(self.bar.add)
        desk.working.connect(self._on_working)
        desk.issued.connect(self._on_issued)
        desk.failed.connect(self._on_failed)
        desk.unlock_failed.connect(self.foot.passphrase.show_problem)
        self.source.files.connect(self._bring_files)
        self.source.text.connect(self._bring_text)
        self.source.entry.connect(self._bring_entry)
        self.asker.chosen.connect(desk.choose)
        self.asker.leave.connect(self._leave)
        self.table.chosen.connect(desk.choose_part)
        self.foot.go.connect(self.make)
        self.foot.passphrase.changed.connect(self._show_foot)

    # -- bringing --------------------------------------------------------------------------------------------------

    def _bring_files(self, paths: tuple[str, ...]) -> None:
        self.take(paths, b"")

    def _bring_text(self, text: str) -> None:
        self.take((), text.encode("utf-8", "surrogatepass"))

    def take(self, paths: tuple[str, ...], data: bytes) -> None:
        """Files or a text, from wherever they come."""
        self.bar.clear()
        self.desk.bring(paths, data)

    def _bring_entry(self, id: str) -> None:
        self.bar.clear()
        self.desk.bring_from_workspace(id)

    def _leave(self) -> None:
        self.bar.clear()
        self.desk.leave()
        self.begin_typing()

    def _on_brought(self) -> None:
        had_focus = self.source.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() is not None else False
        self._trouble = None
        if self.desk.asking is not None:
            self.source.clear()
            self.asker.refresh()
        self.area.verticalScrollBar().setValue(0)
        self.table.show_parts(())
        self.refresh()
        if had_focus and self.desk.asking is not None:
            QTimer.singleShot(0, self, self.begin_typing)

    def begin_typing(self) -> None:
        """The focus is where one goes on."""
        asking = self.desk.asking
        if asking is None:
            self.source.begin_typing()
        elif asking.refusal is not None:
            self.asker.other.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first = self.choices.issuer if not self.choices.issuer.isHidden() else self.choices.profile
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def lead_to(self, place: Place) -> None:
        """To where something of this place (`Problem.place`) is chosen."""
        field = self.choices.field_of(place) or self.table.field_of(place)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(field)

    # -- showing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Everything as it is now."""
        asking = self.desk.asking
        good = asking is not None and asking.refusal is None
        self.source.setVisible(asking is None)
        self.asker.setVisible(asking is not None)
        self.wishes.setVisible(good)
        self.foot.setVisible(good)
        if good:
            self.choices.refresh()
            found = self.desk.answer
            self.authority.setVisible(found is not None and found.authority)
            self.authority_box.setChecked(self.desk.chosen.authority)
        self._show_headline()
        self._show_foot()

    def _on_answer(self) -> None:
        found = self.desk.answer
        if found is not None:
            self.table.show_parts(found.parts)
            self.authority.setVisible(found.authority)
        wish = self.desk.wish()
        if wish is not None:
            self.wish_changed.emit(wish)

    def _show_headline(self) -> None:
        asking, issuer, say = self.desk.asking, self.desk.issuer, self.shell.language.say
        if asking is None:
            self.headline.setText(self.tr("Sign a request"))
            return
        if asking.refusal is not None:
            self.headline.setText(say(Message("signing_page_cannot", {"name": asking.title or "–"})))
            return
        found, profile = self.desk.answer, self.desk.profile
        until = "…"
        if found is not None:
            try:
                until = long_date(times(found.specification.validity, datetime.now(UTC))[1])
            except SpecificationError:
                pass
        what = say(Message(f"profile_{profile.id}"), "title") if profile.built_in else profile.name
        issued_by = issuer.entry.title if issuer is not None else "…"
        self.headline.setText(
            say(Message("issuing_makes", {"what": what, "name": asking.title or "–", "issuer": issued_by, "until": until}))
        )

    def _show_foot(self) -> None:
        """What the button does, or why it is off; else what the certificate would be worth."""
        hindrance, say = self.desk.hindrance(*self.foot.passphrase.texts), self.shell.language.say
        self.foot.allow(self.tr("Issue"), say(hindrance) if hindrance is not None else "")
        self.foot.allow_cancel(False)
        found = self.desk.current
        if self._trouble is not None:
            self.foot.say(say(self._trouble), "cross", "bad")
        elif self.desk.busy:
            self.foot.say(self.tr("Making it…"))
        elif found is not None and found.refusals and hindrance is not None:
            self.foot.say(say(hindrance), "cross", "bad")
        elif hindrance is not None:
            self.foot.say(say(hindrance))
        elif found is not None and found.headline is not None and found.status in _SIGNS:
            self.foot.say(say(found.headline), *_SIGNS[found.status])
        else:
            self.foot.say("")

    # -- issuing ---------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Sign what stands there, if it can be signed."""
        self._trouble = None
        if self.desk.hindrance(*self.foot.passphrase.texts) is not None:
            self.refresh()
            return
        self.desk.make(self.foot.passphrase.texts[0])

    def _on_working(self, working: bool) -> None:
        self.foot.show_working(working)
        self.area.setEnabled(not working)
        self._show_foot()

    def _on_failed(self, message: Message) -> None:
        self._trouble = message
        self._show_foot()

    def _on_issued(self, issued: object) -> None:
        self.foot.passphrase.clear()
        self.issued.emit(issued)

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Sign a request"))
        self.table_header.setText(self.tr("What the certificate will say"))
        self.table_what.setText(
            self.tr("Name and alternative names are taken from the request, everything else from the profile, unless you choose otherwise.")
        )
        self.authority_text.setText(
            self.tr(
                "This certificate will be a CA. Whoever holds its key can issue for anybody, and all who trust your CA will believe it."
            )
        )
        self.authority_box.setText(self.tr("Yes, make the requester a CA"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

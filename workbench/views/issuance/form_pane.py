"""The form: what will be made in one sentence, what nearly everybody fills in, everything else folded away, and the button."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.build import times
from workbench.core.issuance.parts import Place, SpecificationError
from workbench.core.issuance.problems import Problem
from workbench.core.issuance.specification import Specification
from workbench.core.x509.finding import Status
from workbench.models.issuance.desk import Desk
from workbench.models.issuance.intents import IntentModel
from workbench.models.issuance.naming import title_of
from workbench.views import theme
from workbench.views.issuance.dates import long_date, short_time
from workbench.views.issuance.essentials import Essentials
from workbench.views.issuance.foot import Foot
from workbench.views.issuance.profile_menu import ProfileMenu
from workbench.views.issuance.sections import Section, Sections
from workbench.views.panes import Pane, Text
from workbench.views.shell import Shell

NOT_OF_A_REQUEST = ("validity", "ocsp_urls", "issuer_urls", "crl_urls", "delta_crl_urls")
WISH_AFTER_MS = 150
LOW = 30
"""Lines of text below which the passphrase scrolls with the form, and the headline is small: the fields need the room."""


class FormPane(Pane):
    """wish_changed(Wish)   what the form asks for is another
    intent_wanted(id)    another form is wanted
    """

    wish_changed = Signal(object)
    intent_wanted = Signal(str)

    def __init__(self, shell: Shell, desk: Desk, model: IntentModel, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.shell, self.desk, self.model = shell, desk, model
        self._revealed: set[str] = set()
        self._typed: set[tuple[str, str]] = set()
        self._trouble: Message | None = None
        self._place: Problem | None = None
        self.headline = Text("", "headline", wrap=True)
        self.essentials = Essentials(shell, desk)
        self.sections = Sections(shell)
        self.foot = Foot(shell)
        self.profile_menu = ProfileMenu(shell, desk, model, self)
        self._low = False
        self._late = QTimer(self, singleShot=True, interval=WISH_AFTER_MS)
        self._late.timeout.connect(self._tell_wish)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.draft_note = QFrame()
        self.draft_note.setProperty("part", "card")
        self.draft_text = Text("", "muted", wrap=True)
        self.anew = QPushButton()
        self.anew.setProperty("kind", "link")
        note = QHBoxLayout(self.draft_note)
        note.setContentsMargins(10, 4, 6, 4)
        note.addWidget(self.draft_text, 1)
        note.addWidget(self.anew)
        self.draft_note.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.headline, 1)
        head.addWidget(self.profile_menu.button, 0, Qt.AlignmentFlag.AlignTop)
        self.inner = QWidget()
        self.inner.setProperty("part", "clear")
        column = QVBoxLayout(self.inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(head)
        column.addWidget(self.draft_note)
        column.addWidget(self.profile_menu.row)
        column.addWidget(self.essentials)
        self.low_place = QVBoxLayout()
        column.addLayout(self.low_place)
        column.addWidget(self.sections)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setProperty("part", "clear")
        self.area.setWidget(self.inner)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(self.area, 1)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        desk = self.desk
        desk.shown.connect(self.show_form)
        desk.edited.connect(self.refresh)
        desk.listed.connect(self.refresh)
        desk.working.connect(self._on_working)
        desk.failed.connect(self._on_failed)
        desk.unlock_failed.connect(self.foot.passphrase.show_problem)
        desk.unlock_failed.connect(self._bring_passphrase)
        self.essentials.edited.connect(self._on_essential)
        self.essentials.entered.connect(self._go_on)
        self.essentials.intent_wanted.connect(self.intent_wanted)
        self.sections.edited.connect(self._on_section)
        self.sections.came.connect(self._bring)
        self.foot.go.connect(self.issue)
        self.foot.stop.connect(desk.cancel)
        self.foot.place_wanted.connect(self._go_to_place)
        self.foot.passphrase.changed.connect(self._show_button)
        self.anew.clicked.connect(desk.start_anew)
        self.anew.clicked.connect(self.begin_typing)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_form(self) -> None:
        """The form of another intent, or the same filled anew."""
        form = self.desk.form
        if form is None:
            return
        self._trouble = None
        if form.intent in self.desk.restored:
            self._revealed.add(form.intent)
        elif not self.desk.touched(form.intent):
            self._revealed.discard(form.intent)
            self._typed = {pair for pair in self._typed if pair[0] != form.intent}
        self.sections.leave_out(NOT_OF_A_REQUEST if form.request else ())
        self.area.verticalScrollBar().setValue(0)
        self.refresh()

    def refresh(self) -> None:
        """Everything as the form has it now."""
        form = self.desk.form
        if form is None:
            return
        self.essentials.refresh()
        self.sections.fill(form.specification, self.desk.issuer)
        found = self.desk.problems()
        shown = [problem for problem in found if self._is_shown(problem)]
        self.essentials.show_problems(shown)
        self.sections.show_problems(shown)
        self._show_headline()
        self._show_draft()
        self.profile_menu.refresh()
        self._show_button()
        self._late.start()

    def _is_shown(self, problem: Problem) -> bool:
        """Nobody is told what is missing in a field where nothing was typed yet."""
        intent = self.desk.intent
        return intent in self._revealed or (intent, str(problem.place[0]) if problem.place else "") in self._typed

    def _show_headline(self) -> None:
        form, issuer = self.desk.form, self.desk.issuer
        assert form is not None
        what = self.shell.language.say(Message(f"profile_{form.intent}"), "title") if form.profile.built_in else form.profile.name
        name = title_of(form.specification) or "…"
        blanks: dict[str, str] = {"what": what, "name": name}
        if form.request:
            id = "issuing_makes_request"
        else:
            try:
                blanks["until"] = long_date(times(form.specification.validity, datetime.now(UTC))[1])
            except SpecificationError:
                blanks["until"] = "…"
            id = "issuing_makes_own" if form.self_signed else "issuing_makes"
            if not form.self_signed:
                blanks["issuer"] = issuer.entry.title if issuer is not None else "…"
        message = Message(id, dict(blanks))
        self.headline.setText(self.shell.language.say(message))

    def _show_draft(self) -> None:
        moment = self.desk.restored.get(self.desk.intent)
        self.draft_note.setVisible(moment is not None)
        if moment is not None:
            self.draft_text.setText(self.tr("Your draft of {time} is back.").format(time=short_time(moment)))

    def _show_button(self) -> None:
        """What the button does, or why it is off."""
        form = self.desk.form
        if form is None:
            return
        hindrance = self.desk.hindrance(*self.foot.passphrase.texts)
        say = self.shell.language.say
        self.foot.allow(self.tr("Make the request") if form.request else self.tr("Issue"), say(hindrance) if hindrance is not None else "")
        self.foot.allow_cancel(self.desk.cancellable)
        failures = [problem for problem in self.desk.problems() if problem.status is Status.FAILURE]
        self._place = failures[0] if failures and hindrance == failures[0].message else None
        if self._trouble is not None:
            self.foot.say(say(self._trouble), "cross", "bad")
        elif self.desk.busy:
            self.foot.say(self.tr("Making the private key…") if self.desk.cancellable else self.tr("Making it…"))
        elif hindrance is not None:
            passphrase = self._place is None and self._low and self.foot.passphrase.wants() is not None
            self.foot.say(say(hindrance), place=self._place is not None or passphrase)
        else:
            self.foot.say("")

    def _tell_wish(self) -> None:
        wish = self.desk.wish()
        if wish is not None:
            self.wish_changed.emit(wish)

    # -- typing ----------------------------------------------------------------------------------------------------

    def begin_typing(self) -> None:
        """The cursor is in the first field."""
        self.essentials.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.essentials.name.selectAll()
        QTimer.singleShot(0, self, self._bring_name)  # once it is laid out

    def _bring_name(self) -> None:
        if self.essentials.name.hasFocus():
            self.area.ensureWidgetVisible(self.essentials.name, 0, 8)

    def _on_essential(self, specification: Specification) -> None:
        self._note_typed(specification)
        self._trouble = None
        self.desk.edit(specification)

    def _on_section(self, specification: Specification) -> None:
        self._on_essential(specification)

    def _note_typed(self, specification: Specification) -> None:
        """In which fields something was typed."""
        form = self.desk.form
        if form is None:
            return
        for name in vars(specification):
            if getattr(specification, name) != getattr(form.specification, name):
                self._typed.add((form.intent, name))
                if name == "names" or name == "subject":  # one line writes both
                    self._typed |= {(form.intent, "names"), (form.intent, "subject")}

    def _go_on(self) -> None:
        """Enter in the first field: to the passphrase when it is wanted, else to the button, else to what is wrong."""
        self._revealed.add(self.desk.intent)
        self.refresh()
        wanted = self.foot.passphrase.wants()
        if self._place is None and wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
            self._bring_passphrase()
        elif self.foot.button.isEnabled():
            self.foot.button.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_to_place(self) -> None:
        """To the field of the first thing that is wrong."""
        wanted = self.foot.passphrase.wants()
        if self._place is not None:
            self.lead_to(self._place.place)
        elif wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_passphrase()

    def lead_to(self, place: Place) -> None:
        """Lead to the field of this place of the Specification; where it is folded away, open it."""
        self._revealed.add(self.desk.intent)
        self.refresh()
        field = self.essentials.field_of(place)
        section = self.sections.owner_of(str(place[0])) if place else None
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(field)
        elif section is not None and not section.isHidden():
            section.set_open(True)
            section.heading.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring(section)

    def _bring(self, section: Section) -> None:
        self.area.ensureWidgetVisible(section, 0, 8)
        self.area.ensureWidgetVisible(section.heading, 0, 8)

    def _bring_passphrase(self, message: object = None) -> None:
        if self._low:
            self.area.ensureWidgetVisible(self.foot.passphrase, 0, 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = event.size().height() < LOW * theme.current().px(theme.TEXT_PX)
        if low is not self._low:
            self._low = low
            if low:
                self.low_place.addWidget(self.foot.passphrase)
            else:
                self.foot.take_passphrase()
            self.headline.setProperty("text-role", "strong" if low else "headline")
            self.headline.style().polish(self.headline)

    # -- issuing ---------------------------------------------------------------------------------------------------

    def issue(self) -> None:
        """Issue what the form says, if it can be."""
        self._revealed.add(self.desk.intent)
        self._trouble = None
        if self.desk.hindrance(*self.foot.passphrase.texts) is not None:
            self.refresh()
            return
        self.desk.issue(self.foot.passphrase.texts[0])

    def _on_working(self, working: bool) -> None:
        self.foot.show_working(working)
        self.area.setEnabled(not working)
        self._show_button()
        if not working and self.isVisible() and self.window().focusWidget() in (None, self.foot.cancel, self.foot.passphrase.field):
            self.foot.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, message: Message) -> None:
        self._trouble = message
        self._show_button()

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The form"))
        self.anew.setText(self.tr("Start anew"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

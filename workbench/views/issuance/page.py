"""The page "Issue": what can be issued on the left, the form in the middle, what it would make on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.parts import Place
from workbench.models.issuance import intents
from workbench.models.issuance.desk import Desk
from workbench.models.issuance.intents import FORMS, Intent, IntentModel
from workbench.models.issuance.making import Issued
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views.actions import Row as ActionRow
from workbench.views.issuance import wings
from workbench.views.issuance.form_pane import FormPane
from workbench.views.issuance.intent_list import IntentList
from workbench.views.issuance.outcome import Outcome
from workbench.views.issuance.wings import WINGS, Begins, TellsIssued
from workbench.views.panes import Splitter
from workbench.views.shell import HasPanes, Shell
from workbench.views.wishes import Beginning

FOLD_BELOW = 760
"""Pixels of middle and right together: in a window of about 900 what stands beside the form goes below it."""
ROWS = (ActionRow("issue_now", QT_TRANSLATE_NOOP("IssuingActions", "Issue what the form says"), ("Ctrl+Return",), "stamp"),)


class IssuancePage(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.desk = Desk(shell.workspace, self)
        self.model = IntentModel(shell.language.current, self)
        self.list = IntentList(self.model)
        self.form = FormPane(shell, self.desk, self.model)
        self.outcome = Outcome(shell)
        self._wings: dict[str, QWidget] = {}
        self._current = ""
        self._begun = False
        self._wanted = ""
        self._window: QWidget | None = None
        self.stack = QStackedWidget()
        self.work = Splitter("issuance_work", shell.settings, FOLD_BELOW, shares=(56, 44), folded_shares=(54, 46))
        self.middle = QStackedWidget()
        self.middle.addWidget(self.form)
        self.middle.addWidget(self.outcome)
        self.work.addWidget(self.middle)
        self.beside: Any = None
        if wings.BESIDE is not None:
            self.beside = wings.BESIDE(shell)
            self.beside.place_wanted.connect(self._lead_to)
            self.work.addWidget(self.beside)
        self.stack.addWidget(self.work)
        self.splitter = Splitter("issuance", shell.settings, shares=(22, 78))
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.splitter)
        self._connect()
        self._list_intents()
        self.retranslate()
        self.desk.look()
        self.show_intent("lab")

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.entered.connect(self._focus_form)
        self.list.import_wanted.connect(self.form.profile_menu.read_file)
        self.form.intent_wanted.connect(self._go_to)
        self.form.wish_changed.connect(self._show_wish)
        self.form.profile_menu.kept.connect(self._on_profile)
        self.outcome.another.connect(self._another)
        self.outcome.done.connect(self._back)
        self.desk.listed.connect(self._on_listed)
        self.desk.issued.connect(self._on_issued)
        self.desk.shown.connect(self._on_shown)
        self.desk.failed.connect(self._on_failed)
        for row in ROWS:
            self.shell.actions.add(self, row, self._issue_now, "IssuingActions")

    # -- what can be issued ----------------------------------------------------------------------------------------

    def _list_intents(self) -> None:
        rows = [Intent(wing.id, wing.group, wing.icon, f"intent_{wing.id}") for wing in WINGS]
        rows += [*FORMS, *map(intents.own, self.desk.standing.profiles)]
        self.model.show(intents.in_order(rows))
        self.list.choose(self._current)

    def _on_listed(self) -> None:
        """The workspace is known, or another: at first, go on where somebody was."""
        self._list_intents()
        if not self._begun and self.desk.latest_draft:
            self._show_first(self.desk.latest_draft)
        elif not self._begun and self.desk.standing.authorities:
            self._show_first("server")
        elif self._wanted and self.model.index_of(self._wanted).isValid():
            self.show_intent(self._wanted)
            self._wanted = ""
        elif not self.model.index_of(self._current).isValid():  # a profile that was deleted
            self.show_intent("server")
        self._begun = True

    def _show_first(self, id: str) -> None:
        had_focus = self.stack.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() is not None else False
        self.show_intent(id)
        if had_focus:
            self._focus_form()

    def _chosen(self, id: str) -> None:
        self._begun = True
        self.form.profile_menu.leave()
        self.show_intent(id)

    def _go_to(self, id: str) -> None:
        self._chosen(id)
        self._focus_form()

    def show_intent(self, id: str) -> None:
        """Show the form of a profile, or a wing."""
        if any(wing.id == id for wing in WINGS):
            self._current = id
            self.desk.leave()
            self.stack.setCurrentWidget(self._wing(id))
        else:
            self.desk.show(id)
        self.list.choose(self._current)

    def _show_form(self, form: bool) -> None:
        """The form with what it would make beside it, or how it came out."""
        self.middle.setCurrentWidget(self.form if form else self.outcome)
        if self.beside is not None:
            self.beside.setVisible(form)
        self.stack.setCurrentWidget(self.work)

    def _wing(self, id: str) -> QWidget:
        """The wing of this id; made when asked for first."""
        if id not in self._wings:
            row = next(row for row in WINGS if row.id == id)
            widget = row.make(self.shell)
            if isinstance(widget, TellsIssued):
                widget.issued.connect(self._on_issued)
            self._wings[id] = widget
            self.stack.addWidget(widget)
        return self._wings[id]

    def _focus_form(self) -> None:
        """The cursor is where one begins to type."""
        shown: Any = self.stack.currentWidget() if self.stack.currentWidget() is not self.work else self.middle.currentWidget()
        if hasattr(shown, "begin_typing"):
            shown.begin_typing()
        else:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what the window asks for ----------------------------------------------------------------------------------

    def begin(self, wanted: Beginning) -> None:
        """A wish of another page."""
        self._begun = True
        wing = next((wing for wing in WINGS if wing.id == wanted.intent), None)
        if wing is not None:
            self.show_intent(wing.id)
            widget: object = self._wing(wing.id)
            if isinstance(widget, Begins):
                widget.begin(wanted)
        elif wanted.replaces_id is not None:
            self.desk.renew(wanted.replaces_id)
        else:
            self.show_intent(wanted.intent)
            if wanted.issuer_id is not None:
                self.desk.choose_issuer(wanted.issuer_id)
        self._focus_form()

    def panes(self) -> list[QWidget]:
        """Between these F6 moves."""
        shown: Any = self.stack.currentWidget()
        if shown is not self.work:
            return [self.list.view, *(shown.panes() if isinstance(shown, HasPanes) else [shown])]
        middle: Any = self.middle.currentWidget()
        return [self.list.view, middle, *([self.beside] if self.beside is not None else [])]

    def _issue_now(self) -> None:
        shown: Any = self.stack.currentWidget()
        if shown is self.work and self.middle.currentWidget() is self.form:
            self.form.issue()
        elif hasattr(shown, "make"):
            shown.make()

    def _on_shown(self) -> None:
        """A form is filled in: a renewal comes a moment after it was asked for."""
        self._current = self.desk.intent
        self._show_form(True)
        self.list.choose(self._current)

    def _on_failed(self, message: Message) -> None:
        """Where the form that says so is not to be seen, the window does."""
        if not self.form.isVisible():
            self.shell.session.failed.emit(message)

    # -- how it came out -------------------------------------------------------------------------------------------

    def _show_wish(self, wish: object) -> None:
        if self.beside is not None:
            self.beside.show_wish(wish)

    def _lead_to(self, place: Place) -> None:
        """What stands beside the form speaks of this field."""
        self.middle.setCurrentWidget(self.form)
        self.form.lead_to(place)

    def _on_issued(self, issued: Issued) -> None:
        self._show_form(False)
        self.outcome.show_issued(issued)
        self.form.foot.passphrase.clear()

    def _another(self) -> None:
        self.desk.again()
        self._focus_form()

    def _back(self) -> None:
        self.show_intent(self._current)
        self._focus_form()

    def _on_profile(self, id: str) -> None:
        """A profile of one's own is there, or is again: its form is shown as soon as the list has it."""
        self._wanted = id

    # -- coming and going ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.look()
        if self._window is None:
            self._window = self.window()
            self._window.installEventFilter(self)
        if not isinstance(self.window().focusWidget(), QLineEdit):  # a search or a password: its letters belong there
            self._focus_form()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.desk.drafting.write()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was typed is written down before the window goes."""
        if event.type() is QEvent.Type.Close and watched is self._window:
            self.desk.drafting.write()
            for wing in self._wings.values():
                desk = getattr(wing, "desk", None)
                if desk is not None and hasattr(desk, "drafting"):
                    desk.drafting.write()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        self.model.set_language(self.shell.language.current)
        self.form.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


"""Profiles of one's own: keep a form as one, change it, put it away, hand it on as a file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.problems import Problem
from workbench.core.issuance.profiles import Profile
from workbench.models import jobs
from workbench.models.issuance import own_profiles
from workbench.models.issuance.desk import Desk
from workbench.models.issuance.intents import IntentModel
from workbench.views import menus
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.panes import Text
from workbench.views.shell import Shell
from workbench.words import visible

FILTER = "JSON (*.json)"


class ProfileMenu(QWidget):
    """`button` opens the menu, `row` asks for the name and says how it came out.

    kept(id)   a profile is there now under that id
    """

    kept = Signal(str)

    def __init__(self, shell: Shell, desk: Desk, model: IntentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self.shell, self.desk, self.model = shell, desk, model
        self._deleted: Profile | None = None
        self._said: tuple[str, str] | None = None
        self.button = QToolButton()
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setProperty("kind", "condition")
        self.button.setProperty("dense", "true")
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        self.row = self._make_row()
        self.retranslate()

    def _make_row(self) -> QFrame:
        row = _Row()
        row.setProperty("part", "card")
        row.left.connect(self.leave)
        self.name = QLineEdit()
        self.name.returnPressed.connect(self._keep)
        self.name_label = Text("", "strong")
        self.name_label.setBuddy(self.name)
        self.keep_button, self.leave_button, self.undo_button = QPushButton(), QPushButton(), QPushButton()
        self.keep_button.clicked.connect(self._keep)
        self.leave_button.clicked.connect(self.leave)
        self.leave_button.setProperty("kind", "quiet")
        self.undo_button.clicked.connect(self._undo)
        self.undo_button.setProperty("kind", "link")
        self.outcome = Text("", wrap=True)
        self.problem = ProblemLine(self.shell.language, self.name)
        line = QHBoxLayout()
        line.setSpacing(8)
        for part, stretch in (
            (self.name_label, 0), (self.name, 1), (self.keep_button, 0), (self.outcome, 1), (self.undo_button, 0), (self.leave_button, 0)
        ):  # fmt: skip
            line.addWidget(part, stretch)
        column = QVBoxLayout(row)
        column.setContentsMargins(10, 6, 6, 6)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.problem)
        row.hide()
        return row

    # -- the menu --------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        menus.empty(self.menu)
        own = self._own()
        self.menu.addAction(self.tr("Keep the form as a profile…"), self.ask_name)
        if own is not None:
            self.menu.addAction(self.tr("Take the form’s values into “{name}”").format(name=_shown(own.name)), self.change)
            self.menu.addAction(self.tr("Delete “{name}”").format(name=_shown(own.name)), self.delete)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Save as a profile file…"), self.write_file)
        self.menu.addAction(self.tr("Import a profile…"), self.read_file)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Start anew"), self.desk.start_anew)

    def _own(self) -> Profile | None:
        """The profile of the form, if it is one of this person's own."""
        return next((profile for profile in self.desk.standing.profiles if profile.id == self.desk.intent), None)

    def refresh(self) -> None:
        self.button.setEnabled(self.desk.form is not None)

    # -- keeping, changing, putting away ---------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Ask inline what it shall be called."""
        form = self.desk.form
        if form is None:
            return
        self._ask(True)
        self.name.setText(self.model.title(form.intent) if self._own() is None else form.profile.name)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _ask(self, asking: bool) -> None:
        self.problem.show_problems(())
        self.undo_button.hide()
        for part in (self.name_label, self.name, self.keep_button):
            part.setVisible(asking)
        self.outcome.setVisible(not asking)
        self.row.show()

    def _keep(self) -> None:
        form, name = self.desk.form, self.name.text().strip()
        if not name:
            self.problem.show_problems([Problem((), Message("issuing_profile_needs_name"))])
        elif form is not None:
            self._do(own_profiles.keep, own_profiles.profile_of(form, own_profiles.new_id(), name))

    def change(self) -> None:
        """The profile is as the form is now."""
        form, own = self.desk.form, self._own()
        if form is not None and own is not None:
            self._do(own_profiles.keep, own_profiles.profile_of(form, own.id, own.name))

    def delete(self) -> None:
        """Put the profile away; it can be had back."""
        self._deleted = own = self._own()
        if own is not None:
            job = self.shell.workspace.change(own_profiles.remove, own.id)
            job.finished.connect(self._on_deleted)
            job.failed.connect(self._on_failed)

    def _undo(self) -> None:
        if self._deleted is not None:
            self._do(own_profiles.keep, self._deleted)

    def _do(self, function: object, *args: object) -> None:
        if self.shell.workspace.workspace is None:
            self._on_failed(Message("issuing_waits_for_workspace"))
            return
        job = self.shell.workspace.change(function, *args)  # type: ignore[arg-type]
        job.finished.connect(self._on_kept)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_kept(self, profile: Profile) -> None:
        self._said = ("kept", profile.name)
        self._say()
        self.kept.emit(profile.id)

    @Slot(object)
    def _on_deleted(self, result: object) -> None:
        if self._deleted is not None:
            self._said = ("deleted", self._deleted.name)
            self._say()
            self.undo_button.show()

    @Slot(object)
    def _on_failed(self, message: Message) -> None:
        self._said = ("", "")
        self._say()
        self.problem.show_problems([Problem((), message)])
        if not self.row.isVisible():  # the form is not shown: a profile was to be imported beside something else
            self.shell.session.failed.emit(message)

    def leave(self) -> None:
        """Ask no more, say no more."""
        self._said = None
        self.row.hide()

    # -- files -----------------------------------------------------------------------------------------------------

    def write_file(self) -> None:
        form = self.desk.form
        if form is None:
            return
        own = self._own()
        name = own.name if own is not None else self.model.title(form.intent)
        profile = own_profiles.profile_of(form, own.id if own is not None else own_profiles.new_id(), name)
        path, _ = QFileDialog.getSaveFileName(self.button, self.tr("Save the profile"), f"{name}.json", FILTER)
        if path:
            job = jobs.run(own_profiles.write_file, path, profile)
            job.finished.connect(self._on_written)
            job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_written(self, path: str) -> None:
        self._said = ("written", path)
        self._say()

    def read_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self.button, self.tr("A profile"), "", FILTER)
        if path:
            self._do(own_profiles.read_file, path)

    # -- words -----------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        if self._said is None:
            return
        what, name = self._said
        self._ask(False)
        texts = {
            "kept": self.tr("The profile “{name}” is kept."),
            "deleted": self.tr("The profile “{name}” is deleted."),
            "written": self.tr("The profile is in {name}."),
        }
        self.outcome.setText(texts.get(what, "").format(name=visible(name)))

    def retranslate(self) -> None:
        self.button.setText(self.tr("Profile"))
        self.button.setToolTip(self.tr("Keep this form as a profile of your own, or hand it on as a file"))
        self.name_label.setText(self.tr("Name of the profile"))
        self.name.setAccessibleName(self.tr("Name of the profile"))
        self.keep_button.setText(self.tr("Keep"))
        self.leave_button.setText(self.tr("Close"))
        self.undo_button.setText(self.tr("Undo"))
        undo = self.undo_button.isHidden()
        if self._said is not None:
            self._say()
            self.undo_button.setHidden(undo)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _Row(QFrame):
    """left   Escape: what it asks for is not wanted"""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _shown(name: str) -> str:
    """For a menu: an ampersand marks no key."""
    return visible(name).replace("&", "&&")

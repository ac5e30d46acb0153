"""Everything with which a handshake leaves the window: the button in the head of the page, its menu, its keys, the menu of a row."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Transcript
from workbench.models import jobs
from workbench.models.handshake_steps import Detail, Moment
from workbench.models.handshake_taking_away import (
    PICTURES,
    Form,
    Wish,
    moment_bytes,
    moment_text,
    name_text,
    row_of,
    suggested_name,
    table_text,
)
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.narration import Depth
from workbench.views import theme
from workbench.views.actions import Row
from workbench.views.handshake import picture
from workbench.views.handshake.taking_away.making import make, save
from workbench.views.handshake.taking_away.save_dialog import SaveDialog

if TYPE_CHECKING:
    from workbench.views.handshake.page import HandshakePage

CONTEXT = "TakingAway"
SAVING = (
    Row("handshake_save", QT_TRANSLATE_NOOP("TakingAway", "Save the handshake as…"), ("Ctrl+S",), "save"),
    Row("handshake_save_picture", QT_TRANSLATE_NOOP("TakingAway", "Save a picture of the handshake (PNG, SVG, PDF)…")),
    Row("handshake_save_html", QT_TRANSLATE_NOOP("TakingAway", "Save a page that replays the handshake (HTML)…")),
    Row("handshake_save_markdown", QT_TRANSLATE_NOOP("TakingAway", "Save the steps as Markdown…")),
    Row("handshake_save_mermaid", QT_TRANSLATE_NOOP("TakingAway", "Save the diagram as Mermaid…")),
    Row("handshake_save_json", QT_TRANSLATE_NOOP("TakingAway", "Save the handshake as JSON…")),
    Row("handshake_save_pcapng", QT_TRANSLATE_NOOP("TakingAway", "Save the packets as a capture (pcapng)…")),
    Row("handshake_save_key_log", QT_TRANSLATE_NOOP("TakingAway", "Save the session keys as a key log…")),
)
COPYING = (
    Row("handshake_copy_picture", QT_TRANSLATE_NOOP("TakingAway", "Copy a picture of the diagram as it stands"), ("Ctrl+Shift+C",), "copy"),
    Row("handshake_copy_table", QT_TRANSLATE_NOOP("TakingAway", "Copy the steps as a table")),
    Row("handshake_copy_mermaid", QT_TRANSLATE_NOOP("TakingAway", "Copy the diagram as Mermaid")),
)
STEP = (
    Row("handshake_copy_step", QT_TRANSLATE_NOOP("TakingAway", "Copy what is said of this step"), ("Ctrl+C",), "copy"),
    Row("handshake_copy_name", QT_TRANSLATE_NOOP("TakingAway", "Copy the name of this step")),
    Row("handshake_copy_bytes", QT_TRANSLATE_NOOP("TakingAway", "Copy the bytes of this message (hexadecimal)")),
)
COPIED_SCALE = 2.0
"""Pixels of a copied picture for one of the diagram: sharp on a slide."""


class TakingAway(QObject):
    """Belongs to a page. Files are made in jobs; what went wrong is said by the session's bar, and where a file went."""

    def __init__(self, page: HandshakePage) -> None:
        super().__init__(page)
        self._page, self._shell = page, page.shell
        self._saved: Form | None = None
        self._folder = ""
        self._trouble: Message | None = None
        self.button = _Button(self.retranslate)
        self.button.setProperty("kind", "condition")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        page.head.addWidget(self.button)
        self.menu, self.row_menu = QMenu(self.button), QMenu(page)
        self.button.setMenu(self.menu)
        self._add_actions()
        for widget in (page.diagram, page.diagram.viewport()):
            widget.installEventFilter(self)
        page.player.shown_changed.connect(self._follow)
        page.player.playback.moved.connect(lambda position: self._moved())
        self._at: int | None = None
        self._follow()
        self.retranslate()

    def _add_actions(self) -> None:
        page, actions = self._page, self._shell.actions
        forms: dict[str, Form | None] = {"handshake_save": None, "handshake_save_picture": Form.png}
        forms |= {f"handshake_save_{form}": form for form in Form if form not in PICTURES}
        runs: dict[str, Callable[[], object]] = {id: self._asking(form) for id, form in forms.items()}
        runs |= {
            "handshake_copy_picture": self.copy_picture, "handshake_copy_table": self.copy_table,
            "handshake_copy_mermaid": self.copy_mermaid, "handshake_copy_step": self.copy_step, "handshake_copy_name": self.copy_name,
            "handshake_copy_bytes": self.copy_bytes,
        }  # fmt: skip
        for row in (*SAVING, *COPYING):
            actions.add(page, row, runs[row.id], CONTEXT)
        for row in STEP:  # Ctrl+C is for whatever has the focus
            actions.add(page.diagram, row, runs[row.id], CONTEXT, Qt.ShortcutContext.WidgetShortcut)
        self.menu.addActions([actions[row.id] for row in SAVING[1:]])
        self.menu.addSeparator()
        self.menu.addActions([actions[row.id] for row in (*COPYING, *STEP)])
        self.row_menu.addActions([actions[id] for id in ("handshake_copy_name", "handshake_copy_step", "handshake_copy_bytes")])
        self.row_menu.addSeparator()
        self.row_menu.addActions([actions[id] for id in ("handshake_copy_picture", "handshake_save")])

    def _asking(self, form: Form | None) -> Callable[[], object]:
        return lambda: self.ask(form)

    @property
    def transcript(self) -> Transcript | None:
        """What is shown, None before anything ran."""
        shown = self._page.player.shown
        return shown.transcript if shown is not None else None

    def _moved(self) -> None:
        """Most of the time while it plays the moment is the same."""
        if self._page.player.playback.current != self._at:
            self._follow()

    def _follow(self) -> None:
        """Only what can be done is offered."""
        moment, actions = self._page.player.moment, self._shell.actions
        self._at = self._page.player.playback.current
        for row in (*SAVING, *COPYING):
            self._enable(actions[row.id], self.transcript is not None)
        for row in STEP:
            self._enable(actions[row.id], moment is not None)
        self._enable(actions["handshake_copy_bytes"], moment is not None and bool(moment_bytes(moment)))
        self._enable(
            actions["handshake_save_key_log"], any(one.key_log for one in self.transcript.connections) if self.transcript else False
        )
        self._enable(actions["handshake_save_pcapng"], bool(self.transcript.packets) if self.transcript else False)

    def _enable(self, action: QAction, enabled: bool) -> None:
        if action.isEnabled() is not enabled:
            action.setEnabled(enabled)

    # -- files -----------------------------------------------------------------------------------------------------

    def ask(self, form: Form | None = None) -> None:
        """Ask as what to save, then where. Without a form it begins with the one that was saved last."""
        if self.transcript is None:
            return
        name = "dark" if theme.current().dark else "light"
        wish = Wish(form or self._saved or Form.png, self._page.player.detail, theme=name, language=self._shell.language.current)
        dialog = SaveDialog(self._shell.language, wish, self._page.window())
        dialog.chosen.connect(self._ask_where)
        dialog.open()

    def _ask_where(self, wish: Wish) -> None:
        transcript = self.transcript
        if transcript is None:
            return
        suffix = row_of(wish.form).suffix
        begin = os.path.join(self._folder, suggested_name(transcript, wish.form))
        path, _ = QFileDialog.getSaveFileName(self._page.window(), self.tr("Save the handshake"), begin, f"*{suffix}")
        if not path:
            return
        complete = bool(os.path.splitext(path)[1])
        self.save(transcript, wish, path if complete else path + suffix, overwrite=complete)  # the dialog asked about this very name

    def save(self, transcript: Transcript, wish: Wish, path: str, overwrite: bool = False) -> None:
        """Write the file in a job, and say where it is, or why it is not."""
        self._saved, self._folder = wish.form, os.path.dirname(path)
        job = jobs.run_task(save, transcript, wish, path, overwrite)
        job.finished.connect(self._done)
        job.failed.connect(self._failed)

    def _done(self, path: str) -> None:
        self._settle()
        self._shell.session.done.emit(Message("saved_as", {"path": path}))

    def _failed(self, message: Message) -> None:
        self._settle()
        self._trouble = message
        self._shell.session.failed.emit(message)

    def _settle(self) -> None:
        if self._trouble is not None:
            self._shell.session.settled.emit(self._trouble)
            self._trouble = None

    # -- the clipboard ---------------------------------------------------------------------------------------------

    def copy_picture(self) -> None:
        """The diagram at the moment at which it stands."""
        player, transcript = self._page.player, self.transcript
        if transcript is None:
            return
        name, clock = theme.current().name, player.playback
        job = jobs.run(_image, transcript, self._shell.language.current, name, player.detail, clock.position, clock.current)
        job.finished.connect(self._copy_image)
        job.failed.connect(self._failed)

    def copy_step(self) -> None:
        """What is said of the current step; no secret stands in it."""
        if (found := self._current()) is not None:
            transcript, moment = found
            self._copy(moment_text(transcript, moment, self._page.text, Depth(self._shell.settings.narration)))

    def copy_name(self) -> None:
        if (found := self._current()) is not None:
            self._copy(name_text(found[1], self._page.text))

    def copy_bytes(self) -> None:
        """The message of the current step, in hexadecimal."""
        if (found := self._current()) is not None and (data := moment_bytes(found[1])):
            self._copy(data.hex())

    def copy_table(self) -> None:
        """The moments at this level, for a spreadsheet."""
        shown = self._page.player.shown
        if shown is not None:
            self._copy(table_text(shown.transcript, shown.moments, self._page.text))

    def copy_mermaid(self) -> None:
        if self.transcript is not None:
            wish = Wish(Form.mermaid, self._page.player.detail, language=self._shell.language.current)
            self._copy(make(self.transcript, wish).decode())

    def _current(self) -> tuple[Transcript, Moment] | None:
        transcript, moment = self.transcript, self._page.player.moment
        return (transcript, moment) if transcript is not None and moment is not None else None

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def _copy_image(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)

    # -- the menu of a row -----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            self._open_menu(event)
            return True
        return super().eventFilter(watched, event)

    def _open_menu(self, event: QContextMenuEvent) -> None:
        """Of the row under the pointer, which becomes the current one; by key, of the current row."""
        diagram, player = self._page.diagram, self._page.player
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            number = diagram.step_at(diagram.viewport().mapFromGlobal(event.globalPos()))
            if number is None:
                return
            player.go_to(number)
            self.row_menu.popup(event.globalPos())
        elif player.moment is not None:
            self.row_menu.popup(diagram.viewport().mapToGlobal(diagram.current_place() or QPoint(24, 24)))

    # -- language --------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """In the language of now."""
        self.button.setText(self.tr("Save or copy"))
        self.button.setToolTip(self.tr("Save the handshake as a file, or copy parts of it"))


class _Button(QToolButton):
    """Says when the language changes."""

    def __init__(self, retranslate: Callable[[], None]) -> None:
        super().__init__()
        self._retranslate = retranslate

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()


def _image(transcript: Transcript, language: str, look: str, detail: Detail, t: float, selected: int | None) -> QImage:
    prepared = picture.prepare(transcript, language, look, detail, t, selected)
    return picture.draw(prepared, min(COPIED_SCALE, picture.largest_scale(prepared)))

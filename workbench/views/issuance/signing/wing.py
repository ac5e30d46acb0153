"""The wing "Sign a request": the form, what it would make beside it, and taking in what is dropped or pasted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.models.issuance.signing.desk import SigningDesk
from workbench.models.issuance.wish import Wish
from workbench.views.intake import can_take, take
from workbench.views.issuance.signing.form import SigningForm
from workbench.views.panes import Splitter
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning

FOLD_BELOW = 760


class SigningWing(QWidget):
    """issued(Issued)   the certificate is there. beside: makes what stands beside the form, a `ShowsWish`; None for nothing"""

    issued = Signal(object)

    def __init__(self, shell: Shell, beside: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.shell = shell
        self.desk = SigningDesk(shell.workspace, self)
        self.form = SigningForm(shell, self.desk)
        self.work = Splitter("issuance_signing", shell.settings, FOLD_BELOW, shares=(56, 44), folded_shares=(62, 38))
        self.work.addWidget(self.form)
        self.beside: Any = None if beside is None else beside(shell)
        if self.beside is not None:
            self.beside.place_wanted.connect(self.form.lead_to)
            self.work.addWidget(self.beside)
        self._pasting = QTimer(self, singleShot=True, interval=0)
        self._pasting.timeout.connect(self.paste)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.work)
        self.setFocusProxy(self.form)
        self.form.issued.connect(self.issued)
        self.form.wish_changed.connect(self._show_wish)
        self.desk.brought.connect(self._show_beside)
        self._show_beside()

    def begin(self, wanted: Beginning) -> None:
        """A request of the workspace, or its bytes in any format."""
        self.form.bar.clear()
        if wanted.request_id is not None:
            self.desk.bring_from_workspace(wanted.request_id)
        elif wanted.request is not None:
            self.desk.bring((), wanted.request)
        if wanted.issuer_id is not None:
            self.desk.choose_issuer(wanted.issuer_id)

    def begin_typing(self) -> None:
        self.form.begin_typing()

    def make(self) -> None:
        self.form.make()

    def panes(self) -> list[QWidget]:
        """Between these F6 moves."""
        return [self.form, *([self.beside] if self.beside is not None and not self.beside.isHidden() else [])]

    def _show_wish(self, wish: Wish) -> None:
        if self.beside is not None:
            self.beside.show_wish(wish)

    def _show_beside(self) -> None:
        """Only beside a request that may be signed."""
        asking = self.desk.asking
        if self.beside is not None:
            self.beside.setVisible(asking is not None and asking.refusal is None)

    # -- taking in -------------------------------------------------------------------------------------------------

    def paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        found = take(mime) if mime is not None else None
        if found:
            self.form.take(found.paths, found.data)

    def event(self, event: QEvent) -> bool:
        """Here what is pasted is a request to be signed, not something for the inspector. Fields of text take it themselves.

        Taken at once: a list would take the key itself for the beginning of a word to look for.
        """
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            event.accept()
            self._pasting.start()
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()):
            event.acceptProposedAction()
            self._mark_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark_drop(False)
        event.acceptProposedAction()
        found = take(event.mimeData())
        if found:
            self.form.take(found.paths, found.data)

    def _mark_drop(self, hot: bool) -> None:
        area = self.form.source.drop
        area.setProperty("hot", hot)
        area.style().unpolish(area)
        area.style().polish(area)

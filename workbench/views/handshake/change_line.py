"""One line above the diagram after a parameter was changed: what it changed, where the next of it is, and how it was before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from workbench.core.handshake.changes import first
from workbench.models.handshake_parameters import change_text
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_text import HandshakeText
from workbench.views import icons
from workbench.views.panes import ElidedText, Text


class ChangeLine(QFrame):
    """Shown as long as something is marked. `compare_wanted`: show it beside the handshake as it was."""

    compare_wanted = Signal()

    def __init__(self, player: HandshakePlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "notice")
        self._player = player
        self._wanted = True
        self.what = ElidedText("", "strong")
        self.says = Text("")
        self.next = QPushButton()
        self.next.clicked.connect(self._go_on)
        self.compare = QPushButton()
        self.compare.clicked.connect(self.compare_wanted)
        for button in (self.next, self.compare):
            button.setProperty("kind", "link")
        self.close_button = QToolButton()
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        icons.put(self.close_button, "close", "muted")
        self.close_button.clicked.connect(player.forget_changes)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(self.what, 1)
        for widget in (self.says, self.next, self.compare, self.close_button):
            row.addWidget(widget)
        self.hide()
        self.retranslate()

    def refresh(self, text: HandshakeText) -> None:
        """Say what the last change came to; without one there is nothing to say."""
        player = self._player
        changes, shown, scenario = player.changes, player.shown, player.scenario
        self.setVisible(self._wanted and changes is not None)
        if changes is None or shown is None or scenario is None or player.before is None:
            return
        what = change_text(scenario, (player.before, player.ran[1]), (player.agreed_before, player.agreed), text)
        if changes.numbers or changes.gone:
            came_to = self.tr("{count} of {total} steps changed").format(count=len(changes.numbers), total=len(shown.transcript.steps))
        else:
            came_to = self.tr("nothing in this handshake depends on it")
        gone = self.tr("{count} gone").format(count=changes.gone) if changes.gone else ""
        self.what.setText(what)
        self.says.setText(" · ".join(filter(None, (came_to, gone))))
        self.next.setVisible(bool(changes.numbers))
        self.compare.setVisible(bool(changes.numbers or changes.gone))

    def want(self, wanted: bool) -> None:
        """Whether what is looked at shows the marks: a comparison says by itself what differs."""
        self._wanted = wanted
        self.setVisible(wanted and self._player.changes is not None)

    def _go_on(self) -> None:
        """To the next changed step behind the current moment; after the last one to the first."""
        player = self._player
        if player.shown is None:
            return
        moment = player.moment
        found = first(player.shown.changed, moment.last if moment is not None else -1)
        if found is not None:
            player.go_to(found)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What changed"))
        self.next.setText(self.tr("Next"))
        self.next.setToolTip(self.tr("Go to the next step that changed"))
        self.compare.setText(self.tr("Compare"))
        self.compare.setToolTip(self.tr("Compare with the handshake as it was before"))
        self.close_button.setAccessibleName(self.tr("Do not mark what changed any more"))
        self.close_button.setToolTip(self.tr("Do not mark what changed any more"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

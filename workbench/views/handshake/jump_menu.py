"""Go elsewhere in a handshake: to a step by its number, to a stage, to what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget, QWidgetAction

from workbench.models.handshake_player import TROUBLE, HandshakePlayer
from workbench.models.handshake_text import HandshakeText
from workbench.views.panes import Text


class JumpMenu(QMenu):
    """Made anew each time it is asked for: it lists what there is to go to. The field at its top counts what the transport bar counts."""

    def __init__(self, player: HandshakePlayer, text: HandshakeText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.player = player
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Number of the step"))
        self.number.setValidator(QIntValidator(1, max(1, player.playback.count), self.number))
        self.number.setMaximumWidth(70)
        self.number.returnPressed.connect(self._go)
        row = QWidget()
        row.setProperty("part", "clear")
        inner = QHBoxLayout(row)
        inner.setContentsMargins(12, 4, 12, 4)
        inner.addWidget(Text(self.tr("Go to step")))
        inner.addWidget(self.number)
        inner.addWidget(Text(self.tr("of {count}").format(count=player.playback.count), "muted"))
        inner.addStretch()
        field = QWidgetAction(self)
        field.setDefaultWidget(row)
        self.addAction(field)
        self.addSeparator()
        self._add_stages(text)
        self.addSeparator()
        shown = player.shown
        trouble = self.addAction(self.tr("Next problem"))
        trouble.setEnabled(shown is not None and any(step.outcome in TROUBLE for step in shown.transcript.steps))
        trouble.triggered.connect(lambda: player.go_to_trouble())
        QTimer.singleShot(0, self.number, lambda: self.number.setFocus(Qt.FocusReason.PopupFocusReason))

    def _add_stages(self, text: HandshakeText) -> None:
        marks = self.player.marks
        several, connection = len({mark.connection for mark in marks}) > 1, -1
        for mark in marks:
            if several and mark.connection != connection:
                heading = self.addAction(text.connection(mark.connection, mark.first > 0).replace("&", "&&"))
                heading.setEnabled(False)
            connection = mark.connection
            action = self.addAction(text.stage(mark.stage).replace("&", "&&"))
            action.triggered.connect(lambda checked=False, mark=mark: self.player.begin_stage(mark))

    def _go(self) -> None:
        if self.number.hasAcceptableInput():
            self.player.playback.seek(float(int(self.number.text())))
            self.close()

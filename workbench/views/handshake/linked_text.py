"""Text in which the names of steps are links."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from workbench.narration.answers import Piece
from workbench.views import theme


class LinkedText(QLabel):
    """Pieces one after the other. The links are the only rich text in it: everything else is spelled out.

    step_wanted(number)   a step named in it was asked for
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.linkActivated.connect(lambda link: self.step_wanted.emit(int(link)))
        self._pieces: Sequence[Piece] = ()

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        colour = theme.colour("accent").name()
        parts = [
            escape(piece.text)
            if piece.step is None
            else f'<a href="{piece.step}" style="color:{colour};text-decoration:none">{escape(piece.text)}</a>'
            for piece in pieces
        ]
        self.setText("".join(parts).replace("_", "_\u200b"))
        self.setAccessibleName("".join(piece.text for piece in pieces))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._pieces:
            self.show_pieces(self._pieces)

"""Text in which the names of steps are links, and terms of the glossary explain themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QWidget

from workbench.models.glossary_marks import Mark
from workbench.models.language import Language
from workbench.narration.answers import Piece
from workbench.views import theme
from workbench.views.glossary.term_text import TermText

_STEP = "#"
"""What the mark of a step begins with; ids of terms do not."""


class LinkedText(TermText):
    """Pieces one after the other, as plain text.

    step_wanted(number)   a step named in it was asked for
    """

    step_wanted = Signal(int)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        self._links: tuple[Mark, ...] = ()
        super().__init__(language, breaks=True, card=False, parent=parent)
        self.chosen.connect(self._follow)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        links, text, place = [], "", 0
        for piece in pieces:
            length = len(piece.text.encode("utf-16-le", "surrogatepass")) // 2
            if piece.step is not None and length:
                links.append(Mark(place, length, f"{_STEP}{piece.step}"))
            text += piece.text
            place += length
        if text != self.text() or tuple(links) != self._links:
            self._links = tuple(links)
            self.setText("")
            self.setText(text)

    def _find_marks(self, text: str) -> tuple[Mark, ...]:
        if not text:
            return ()
        terms = [
            mark
            for mark in super()._find_marks(text)
            if all(mark.start + mark.length <= link.start or link.start + link.length <= mark.start for link in self._links)
        ]
        return tuple(sorted((*self._links, *terms), key=lambda mark: mark.start))

    def _dress(self, look: QTextCharFormat, mark: Mark) -> None:
        if mark.id.startswith(_STEP):
            look.setForeground(theme.colour("accent"))

    def _underlined(self, mark: Mark) -> bool:
        return not mark.id.startswith(_STEP)

    def _follow(self, id: str) -> None:
        if id.startswith(_STEP):
            self.step_wanted.emit(int(id.removeprefix(_STEP)))
        else:
            self._open_card(id)

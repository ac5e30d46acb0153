"""What is asked of the window: Shift+F1 ("What does this mean?"), and a pointer that rests on a term."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QToolTip, QWidget

from workbench import glossary
from workbench.models.glossary_marks import terms_in
from workbench.models.language import Language
from workbench.views.glossary import here
from workbench.views.glossary.entry_card import EntryCard, entry_card
from workbench.views.glossary.here import Here
from workbench.views.glossary.hover_card import HoverCard
from workbench.views.glossary.term_text import MarkedText
from workbench.views.panes import as_tool_tip

LOOK_MS = 400
"""How often one looks whether the pointer rests: Qt shows a tool tip after 700 ms, and ours is added to that."""
LONG = 60
"""Letters from which on words are no name any more, and need Shift+F1 to be explained."""
TIP_LONG = 400
"""Letters of a tool tip that has no room for a definition."""
MOST_TERMS = 2


class Asking(QObject):
    """Explains whatever stands in the windows of the program; texts that mark their terms themselves do it themselves.

    Looks at where the pointer is from time to time rather than at every event of every widget: this costs nothing while it moves.
    """

    def __init__(self, window: QMainWindow, language: Language) -> None:
        super().__init__(window)
        self._window, self._language = window, language
        self._at_focus = QPoint()
        self._last, self._rested, self._done = QPoint(-1, -1), 0, False
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    # -- Shift+F1 --------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Open the card of what is selected, pointed at or focused, whichever came last and says something; else the search."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QWidget) and (text := here.selected(focus)) and (ids := self._terms((text,))):
            self._open(Here(text, (), focus, focus.rect()), ids)
            return
        asked = None
        for place in self._places(focus):
            asked = asked or place
            ids = self._terms(place.texts)
            if ids:
                self._open(place, ids)
                return
        window = focus.window() if focus is not None else self._window
        self._open(asked or Here("", (), window, QRect(window.width() // 3, window.height() // 4, 1, 1)), ())

    def _places(self, focus: QWidget | None) -> Iterator[Here]:
        """Where terms are looked for, the likeliest first: the pointer when it moved since the focus did, else the focus."""
        position = QCursor.pos()
        pointed = QApplication.widgetAt(position)
        moved = position != self._at_focus
        if pointed is not None and moved:
            yield from self._under(pointed, position)
        if focus is not None:
            yield here.of_focus(focus)
        if pointed is not None and not moved:
            yield from self._under(pointed, position)
        if pointed is not None and moved:
            yield from here.outwards(pointed)
        if focus is not None:
            yield from here.outwards(focus)

    def _under(self, widget: QWidget, position: QPoint) -> Iterator[Here]:
        local = widget.mapFromGlobal(position)
        found = here.under(widget, local)
        yield found
        tip = here.tip_of(widget, local)
        if tip:
            yield Here(tip, (), found.of, QRect(local, found.place.bottomRight()) if found.place.isNull() else QRect(local, local))

    def _open(self, place: Here, ids: tuple[str, ...]) -> None:
        window = place.of.window()
        corner = place.of.mapTo(window, place.place.topLeft()) if place.of is not window else place.place.topLeft()
        entry_card(window, self._language).open_found(ids, QRect(corner, place.place.size()))

    def _terms(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return terms_in(texts, self._language.current)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        card = new
        while card is not None and not isinstance(card, EntryCard):
            card = card.parentWidget()
        if card is None:
            self._at_focus = QCursor.pos()

    # -- tool tips -------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Once, when the pointer has rested for as long as a tool tip takes."""
        position = QCursor.pos()
        if position != self._last:
            self._last, self._rested, self._done = position, 0, False
            return
        self._rested += 1
        idle = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton and QApplication.activePopupWidget() is None
        if self._done or self._rested < 2 or not idle or QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive:
            return
        self._done = True
        widget = QApplication.widgetAt(position)
        if widget is not None:
            self.explain_briefly(widget, position)

    def explain_briefly(self, widget: QWidget, position: QPoint) -> None:
        """Add to the tool tip of what is pointed at (global position) what it means, where it is the name of a term."""
        if isinstance(widget, MarkedText) or _on_card(widget):
            return
        place = here.under(widget, widget.mapFromGlobal(position))
        ids = self._terms((place.words,)) if len(place.words) <= LONG else ()
        if not 0 < len(ids) <= MOST_TERMS:
            return
        entries = [glossary.term(id, self._language.current) for id in ids]
        short = "\n".join(f"{entry.term}: {entry.short}" for entry in entries if entry.short)
        shown = here.plain(QToolTip.text()) if QToolTip.isVisible() else ""
        if len(shown) > TIP_LONG or any(entry.short in shown for entry in entries):
            return
        corner = widget.mapFromGlobal(place.of.mapToGlobal(place.place.topLeft()))
        text = as_tool_tip("\n\n".join(part for part in (shown, short) if part))
        QToolTip.showText(position, text, widget, QRect(corner, place.place.size()))


def _on_card(widget: QWidget) -> bool:
    around: QWidget | None = widget
    while around is not None:
        if isinstance(around, EntryCard | HoverCard):
            return True
        around = around.parentWidget()
    return False

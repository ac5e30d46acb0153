"""The small card of a term: what it means in one sentence, and what else it is called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from workbench import glossary
from workbench.views.glossary import overlay
from workbench.views.panes import Text

GRACE_MS = 200
"""How long the card stays after the pointer left the term: time to move onto the card."""


class HoverCard(QFrame):
    """One for each window; it goes when the pointer goes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        overlay.dress(self, window)
        self.id, self._window = "", window
        self._of: QWidget | None = None
        self.term, self.also, self.short = Text("", "strong", wrap=True), Text("", "muted", wrap=True), Text("", wrap=True)
        self.more = Text("", "muted", wrap=True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        for label in (self.term, self.also, self.short, self.more):
            column.addWidget(label)
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.setInterval(GRACE_MS)
        self._grace.timeout.connect(self.hide)
        self.hide()

    def show_term(self, id: str, language: str, place: QRect, of: QWidget) -> None:
        """Explain a term that stands at `place` of the window, in a text of `of`."""
        entry = glossary.term(id, language)
        self._grace.stop()
        self.id, self._of = id, of
        self.term.setText(entry.term)
        self.also.setText(also_called(entry.other))
        self.also.setVisible(bool(entry.other))
        self.short.setText(entry.short)
        self.more.setText(self.tr("Click, or press Enter, to read more."))
        self.setAccessibleName(f"{entry.term}: {entry.short}")
        width = overlay.card_width(self._window, 340)
        self.ensurePolished()
        for label in (self.term, self.also, self.short, self.more):
            label.ensurePolished()
        overlay.put(self, self._window, place, width, self._column.heightForWidth(width))

    def leave(self, of: QWidget) -> None:
        """The pointer or the keyboard left the term that `of` shows."""
        if of is self._of and self.isVisible():
            self._grace.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._grace.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._grace.start()


def hover_card(window: QWidget) -> HoverCard:
    """The card of a window; made when first asked for."""
    found = window.findChild(HoverCard)
    return found if isinstance(found, HoverCard) else HoverCard(window)


def also_called(names: tuple[str, ...]) -> str:
    """ "Also called: a, b"; empty without names."""
    between = QCoreApplication.translate("Glossary", ", ")
    return QCoreApplication.translate("Glossary", "Also called: {names}").format(names=between.join(names)) if names else ""

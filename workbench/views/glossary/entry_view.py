"""An entry of the glossary: the term in both languages, its other names, what it means, what to read next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench import glossary
from workbench.models.glossary_list import area_name
from workbench.models.glossary_marks import Mark
from workbench.models.language import Language
from workbench.views import theme
from workbench.views.glossary.hover_card import also_called
from workbench.views.glossary.term_text import MarkedText, TermText
from workbench.views.panes import Text
from workbench.words import LANGUAGES


class TermLinks(MarkedText):
    """Terms in a row, each a link to its entry; `current` is the one that is read now."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        self._links: tuple[Mark, ...] = ()
        super().__init__(language, "", "", True, False, parent)

    def set_terms(self, before: str, ids: tuple[str, ...]) -> None:
        """Show these after a few words; nothing without any."""
        text, links = before, []
        for id in ids:
            name = glossary.term(id, self.language.current).term
            text += " " if text == before else " · "
            links.append(Mark(len(text), len(name), id))
            text += name
        self._links = tuple(links)
        self.setText(text if ids else "")
        self.refresh()
        self.setVisible(bool(ids))

    def _find_marks(self, text: str) -> tuple[Mark, ...]:
        return self._links if text else ()

    def _dress(self, look: QTextCharFormat, mark: Mark) -> None:
        look.setForeground(theme.colour("accent"))

    def _underlined(self, mark: Mark) -> bool:
        return False


class EntryView(QWidget):
    """Shows one term.

    wanted(id)   another entry is to be read
    """

    wanted = Signal(str)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.language, self.id = language, ""
        self.term, self.elsewhere = Text("", "headline", wrap=True).selectable(), Text("", "quiet", wrap=True).selectable()
        self.also = Text("", "quiet", wrap=True).selectable()
        self.short, self.long = TermText(language, card=False), TermText(language, card=False)
        self.see = TermLinks(language)
        self.citation = Text("", "muted", wrap=True).selectable()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        for label in (self.term, self.elsewhere, self.also, self.short, self.long, self.see, self.citation):
            column.addWidget(label)
        column.addStretch()
        for text in (self.short, self.long, self.see):
            text.chosen.connect(self.wanted)

    def show_term(self, id: str) -> None:
        """Show this entry in the language in use."""
        spoken = self.language.current
        entry, self.id = glossary.term(id, spoken), id
        other = next(language for language in LANGUAGES if language != spoken)
        there = glossary.term(id, other)
        self.term.setText(entry.term)
        named = self.tr("In Japanese: {names}") if other == "ja" else self.tr("In English: {names}")
        between = ", " if other == "en" else "、"
        self.elsewhere.setText(named.format(names=between.join(there.names[:4])))
        self.also.setText(also_called(entry.other))
        self.also.setVisible(bool(entry.other))
        self.short.about = self.long.about = id
        self.short.setText(entry.short)
        self.long.setText(entry.long)
        self.see.set_terms(self.tr("See also:"), entry.see)
        area = area_name(entry.area)
        self.citation.setText(f"{area} · {entry.citation}" if entry.citation else area)
        self.setAccessibleName(entry.term)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self.id:
            self.show_term(self.id)

    def text_height(self, width: int) -> int:
        """The height that all of it needs at this width."""
        for label in (self.term, self.elsewhere, self.also, self.short, self.long, self.see, self.citation):
            label.ensurePolished()
        self._column.invalidate()
        return self._column.heightForWidth(width)

"""The large card: a whole entry of the glossary beside the words that were asked about, to be read on from link to link."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workbench import glossary
from workbench.models.glossary_trail import Trail
from workbench.models.language import Language
from workbench.views import icons, theme
from workbench.views.glossary import overlay
from workbench.views.glossary.entry_view import EntryView, TermLinks
from workbench.views.glossary.hover_card import HoverCard
from workbench.views.glossary.term_text import LARGE_CARD
from workbench.views.panes import Text
from workbench.views.shell import ShowsTerms

HITS = 8
"""How many terms a search in the card offers."""


class EntryCard(QFrame):
    """One for each window. Escape, the cross, or a press of the mouse beside it closes it, and the focus is back where it was."""

    def __init__(self, window: QWidget, language: Language) -> None:
        super().__init__(window)
        self.setObjectName(LARGE_CARD)
        overlay.dress(self, window)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.language, self._window = language, window
        self.trail = Trail()
        self._found: tuple[str, ...] | None = None
        self._place = QRect()
        self._before: QWidget | None = None
        self.heading = Text("", "section")
        self.back, self.forward, self.close_button = QToolButton(), QToolButton(), QToolButton()
        for button, icon in ((self.back, "chevron_left"), (self.forward, "chevron_right"), (self.close_button, "close")):
            icons.put(button, icon, "muted")
        self.back.clicked.connect(lambda: self._follow(self.trail.back()))
        self.forward.clicked.connect(lambda: self._follow(self.trail.forward()))
        self.close_button.clicked.connect(self.leave)
        self.whole = QPushButton()
        self.whole.setProperty("kind", "link")
        self.whole.clicked.connect(self._open_glossary)
        self.nothing, self.field, self.found = Text("", "", wrap=True), QLineEdit(), TermLinks(language)
        self.field.textEdited.connect(self._search)
        self.found.chosen.connect(self.read)
        self.entry = EntryView(language)
        self.entry.wanted.connect(self.read)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.entry)
        for part in (self._area, self._area.viewport()):
            part.setProperty("part", "clear")
        self._lay_out()
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        for widget in (self.heading, self.back, self.forward, self.close_button):
            head.addWidget(widget)
        head.insertStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 10, 10)
        column.setSpacing(theme.GRID)
        column.addLayout(head)
        column.addWidget(self.nothing)
        column.addWidget(self.field)
        column.addWidget(self.found)
        column.addWidget(self._area, 1)
        column.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)

    # -- opening and closing ---------------------------------------------------------------------------------------

    def open_term(self, id: str, place: QRect) -> None:
        """Show the entry of a term that stands at `place` of the window."""
        self._begin(None, place)
        self._follow(Trail().visit(id))
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def open_found(self, ids: tuple[str, ...], place: QRect) -> None:
        """Show what was found at `place` of the window, the first of it open; a search when there is nothing."""
        self._begin(ids, place)
        self._follow(Trail().visit(ids[0]) if ids else Trail())
        (self if ids else self.field).setFocus(Qt.FocusReason.PopupFocusReason)

    def _begin(self, found: tuple[str, ...] | None, place: QRect) -> None:
        window = self._window
        if not self.isVisible():
            self._before = window.focusWidget()
        for card in window.findChildren(HoverCard):
            card.hide()
        self._found, self._place = found, place
        self.field.clear()
        self._name_found()
        application = QApplication.instance()
        assert application is not None
        window.installEventFilter(self)
        if not self.isVisible():
            application.installEventFilter(self)

    def leave(self) -> None:
        """Close, and give the focus back."""
        had_focus = self.isAncestorOf(focus) if (focus := QApplication.focusWidget()) is not None else False
        had_focus = had_focus or self.hasFocus()
        self.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    # -- reading ---------------------------------------------------------------------------------------------------

    def read(self, id: str) -> None:
        """Go on to another entry."""
        self._follow(self.trail.visit(id))

    def _follow(self, trail: Trail) -> None:
        self.trail = trail
        self._area.setVisible(bool(trail.current))
        if trail.current:
            self.entry.show_term(trail.current)
            self._area.verticalScrollBar().setValue(0)
        self.back.setEnabled(trail.has_back)
        self.forward.setEnabled(trail.has_forward)
        for button in (self.back, self.forward):
            button.setVisible(len(trail.ids) > 1)
        self.setAccessibleName(f"{self.heading.text()}: {self.entry.term.text()}" if trail.current else self.heading.text())
        self._fit()

    def _search(self, typed: str) -> None:
        hits = tuple(entry.id for entry in glossary.search(typed, self.language.current)[:HITS]) if typed.strip() else ()
        self.found.set_terms(self.tr("Found:") if hits else "", hits)
        self._follow(Trail().visit(hits[0]) if hits else Trail())

    def _name_found(self) -> None:
        """What stands above the entry: the other terms of the place, or that there is none."""
        nothing = self._found == ()
        self.heading.setText(self.tr("Glossary") if self._found is None else self.tr("What does this mean?"))
        self.nothing.setText(self.tr("No term of the glossary stands here. Which one would you like to look up?") if nothing else "")
        self.nothing.setVisible(nothing)
        self.field.setVisible(nothing)
        several = self._found if self._found is not None and len(self._found) > 1 else ()
        self.found.set_terms(self.tr("Found here:") if several else "", several)

    def _open_glossary(self) -> None:
        owner: QWidget | None = self._window
        while owner is not None and not isinstance(owner, ShowsTerms):
            owner = owner.parentWidget()
        if isinstance(owner, ShowsTerms):
            id = self.trail.current
            self.leave()
            owner.show_term(id)

    # -- size, keys ------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """As high as the entry needs, up to four fifths of the window."""
        window = self._window
        width = overlay.card_width(window, 440)
        margins = self._column.contentsMargins()
        inner = width - margins.left() - margins.right()
        self.ensurePolished()
        entry = self.entry.text_height(inner) if self.trail.current else 0
        self._area.setMinimumHeight(0)
        height = entry + self.close_button.sizeHint().height() + self.whole.sizeHint().height() + 3 * theme.GRID
        height += margins.top() + margins.bottom()
        height += sum(text.heightForWidth(inner) + theme.GRID for text in (self.found, self.nothing) if not text.isHidden())
        height += self.field.sizeHint().height() + theme.GRID if not self.field.isHidden() else 0
        overlay.put(self, window, self._place, width, min(height, window.height() * 4 // 5))

    def event(self, event: QEvent) -> bool:
        """Escape is ours, whatever the page below does with it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif alt and event.key() == Qt.Key.Key_Left:
            self._follow(self.trail.back())
        elif alt and event.key() == Qt.Key.Key_Right:
            self._follow(self.trail.forward())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self._area.verticalScrollBar()
            step = bar.pageStep() if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) else 40
            bar.setValue(bar.value() + (step if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -step))
        else:
            event.accept()  # nothing of the page below is meant

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays within the card."""
        stops = [
            widget for widget in self.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]  # fmt: skip
        if not stops:
            return False
        focus = QApplication.focusWidget()
        here = stops.index(focus) if focus in stops else -1 if next else 0
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if next else -1)) % len(stops)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While it is open: a press of the mouse beside it closes it, and so does another size of the window, or another page."""
        if event.type() is QEvent.Type.Resize and watched is self._window and self.isVisible():
            self.leave()
        elif event.type() is QEvent.Type.Hide and watched is self._before:
            self.hide()
        elif isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress and self.isVisible():
            inside = self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint()))
            if isinstance(watched, QWidget) and watched.window() is self.window() and not inside:
                self.hide()
        return False

    def retranslate(self) -> None:
        for button, text in ((self.back, self.tr("Back")), (self.forward, self.tr("Forward")), (self.close_button, self.tr("Close"))):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.whole.setText(self.tr("Open in the glossary"))
        self.field.setPlaceholderText(self.tr("Search the glossary"))
        self.field.setAccessibleName(self.tr("Search the glossary"))
        if self.isVisible():
            self.field.clear()
            self._name_found()
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def entry_card(window: QWidget, language: Language) -> EntryCard:
    """The card of a window; made when first asked for."""
    found = window.findChild(EntryCard)
    return found if isinstance(found, EntryCard) else EntryCard(window, language)

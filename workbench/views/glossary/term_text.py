"""Plain text in which the terms of the glossary are marked and explain themselves."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QWidget

from workbench import glossary
from workbench.models.glossary_marks import Mark, first_marks, moved
from workbench.models.language import Language
from workbench.views import theme
from workbench.views.glossary.hover_card import HoverCard, hover_card
from workbench.views.panes import Text

HOVER_MS = 300
"""How long the pointer rests on a term before its card comes."""

LARGE_CARD = "glossary_card"
"""Object name of the card with a whole entry: while it is open, no small ones come beside it."""

_BREAK = "\u200b"
_WHOLE = 14
"""Letters of a name that stay together: `TLS_` alone at the end of a line reads badly."""

_LEFT, _RIGHT = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)


class MarkedText(Text):
    """Plain text, wrapped and selectable, with marked places that can be hovered, clicked and reached with the keyboard.

    Tab goes into the text, the arrow keys from mark to mark, Enter chooses. `breaks` allows a line to end after an underscore of a
    long name; `text()` and what is copied are as they were given.

    chosen(id)    a mark was clicked, or Enter was pressed on it
    """

    chosen = Signal(str)

    def __init__(
        self, language: Language, text: str = "", role: str = "", wrap: bool = True, breaks: bool = False, parent: QWidget | None = None
    ) -> None:
        self.language, self._breaks = language, breaks
        self._given, self._inserted = "", list[int]()
        self._marks: tuple[Mark, ...] = ()
        self._at = -1
        self._hovered = ""
        super().__init__("", role, wrap, parent)
        self.selectable()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(lambda: self._show_card(self._hovered))
        self.linkHovered.connect(self._hover)
        self.linkActivated.connect(self._clicked)
        self.setText(text)

    def selectable(self) -> MarkedText:
        """It always is: that is what its marks live in."""
        super().selectable()
        self.setTextInteractionFlags(self.textInteractionFlags() | Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._show_marks()
        return self

    # -- the text --------------------------------------------------------------------------------------------------

    def setText(self, text: str) -> None:
        if text == self._given and text:
            return
        self._given = text
        shown, self._inserted = _broken(text) if self._breaks else (text, [])
        super().setText(shown)
        self.setAccessibleName(text)
        if self._hovered or self._at >= 0:
            self._hover("")
            self._at = -1
        self._marks = moved(self._find_marks(text), self._inserted)
        self._show_marks()

    def text(self) -> str:
        return self._given

    def _find_marks(self, text: str) -> tuple[Mark, ...]:
        """The places to mark, in the text as it was given."""
        return ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    def refresh(self) -> None:
        """Find the places anew: the language is another one."""
        text, self._given = self._given, ""
        self.setText(text)

    def selectedText(self) -> str:
        return super().selectedText().replace(_BREAK, "").replace("\u2029", "\n")

    # -- marks -----------------------------------------------------------------------------------------------------

    def _document(self) -> QTextDocument | None:
        """What a selectable label draws its text from."""
        found = self.findChild(QTextDocument)
        return found if isinstance(found, QTextDocument) and found.characterCount() > 1 else None

    def _show_marks(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._marks else Qt.FocusPolicy.ClickFocus)
        if not self._marks:
            return
        super().heightForWidth(max(1, self.width()))  # Qt puts the text into the document when it needs it first
        document = self._document()
        if document is None:
            return
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, mark in enumerate(self._marks):
            cursor.setPosition(mark.start)
            cursor.setPosition(mark.start + mark.length, QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setAnchor(True)
            look.setAnchorHref(mark.id)
            self._dress(look, mark)
            if number == self._at:
                look.setBackground(theme.colour("accent_tint"))
            cursor.setCharFormat(look)
        cursor.endEditBlock()
        self.update()

    def _dress(self, look: QTextCharFormat, mark: Mark) -> None:
        """How the letters of a mark look: like all others."""

    def _underlined(self, mark: Mark) -> bool:
        """Whether a row of dots stands below a mark."""
        return True

    def _boxes(self, mark: Mark) -> Iterator[QRectF]:
        """Where a mark stands, line by line, in this widget; the text has been laid out."""
        document = self._document()
        if document is None:
            return
        inner, size = QRectF(self.contentsRect()), document.size()
        above = 0.0 if self.alignment() & Qt.AlignmentFlag.AlignTop else max(0.0, (inner.height() - size.height()) / 2)
        block = document.findBlock(mark.start)
        top = inner.top() + above + document.documentLayout().blockBoundingRect(block).top()
        first = mark.start - block.position()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            begin, end = max(first, line.textStart()), min(first + mark.length, line.textStart() + line.textLength())
            if begin < end:
                left, right = _x(line.cursorToX(begin)), _x(line.cursorToX(end))
                yield QRectF(inner.left() + min(left, right), top + line.y(), abs(right - left), line.height())

    def place_of(self, id: str) -> QRect:
        """Where the first line of a mark stands, in this widget; empty when it is not marked."""
        mark = next((mark for mark in self._marks if mark.id == id), None)
        box = next(self._boxes(mark), None) if mark is not None else None
        return box.toRect() if box is not None else QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dots are drawn here: Qt's own stand so high that the feet of Japanese letters hide them."""
        super().paintEvent(event)
        if not self._marks:
            return
        painter = QPainter(self)
        quiet = theme.colour("muted")
        quiet.setAlphaF(0.8)
        dots = QPen(quiet, 1.0)
        dots.setDashPattern([1.0, 2.0])
        current = QPen(theme.colour("accent"), 1.0)
        for number, mark in enumerate(self._marks):
            if number != self._at and not self._underlined(mark):
                continue
            painter.setPen(current if number == self._at else dots)
            for box in self._boxes(mark):
                y = int(box.bottom()) - max(1, round(box.height() * 0.06)) + 0.5
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right() - 1, y))
        painter.end()

    # -- pointer and keyboard --------------------------------------------------------------------------------------

    def _hover(self, id: str) -> None:
        self._hovered = id
        if id:
            self._rest.start()
            return
        self._rest.stop()
        self._leave_card()

    def _show_card(self, id: str) -> None:
        """The small card of a mark, once the pointer rests on it."""
        place = self.place_of(id)
        large = self.window().findChild(QWidget, LARGE_CARD)
        covered = large is not None and large.isVisible() and not large.isAncestorOf(self)
        if id in glossary.glossary(self.language.current) and not place.isEmpty() and self.isVisible() and not covered:
            corner = self.mapTo(self.window(), place.topLeft())
            hover_card(self.window()).show_term(id, self.language.current, QRect(corner, place.size()), self)

    def _clicked(self, id: str) -> None:
        """The keyboard is at what was clicked; it is not selected."""
        self._go_to(next((number for number, mark in enumerate(self._marks) if mark.id == id), -1))
        self.chosen.emit(id)

    def _leave_card(self) -> None:
        card = self.window().findChild(HoverCard) if self.parent() is not None else None
        if isinstance(card, HoverCard):
            card.leave(self)

    def _go_to(self, number: int) -> None:
        """Let the keyboard be at a mark; -1 for none. Assistive tools read the term's short text."""
        self._at = number
        self._show_marks()
        short = ""
        if 0 <= number < len(self._marks):
            self.setSelection(self._marks[number].start, 0)
            entry = glossary.glossary(self.language.current).get(self._marks[number].id)
            short = f"{entry.term}: {entry.short}" if entry is not None else ""
        self.setAccessibleDescription(short)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._marks and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._go_to(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._at >= 0 and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._go_to(-1)
            self._leave_card()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText())
        elif plain and self._marks and key in (*_LEFT, *_RIGHT):
            step = 1 if key in _RIGHT else -1
            self._go_to((self._at + step) % len(self._marks) if self._at >= 0 else 0 if step > 0 else len(self._marks) - 1)
            self._show_card(self._marks[self._at].id)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < len(self._marks):
            self.chosen.emit(self._marks[self._at].id)
        elif plain and key == Qt.Key.Key_Escape and (card := self.window().findChild(HoverCard)) is not None and card.isVisible():
            card.hide()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu of our own: the label's would copy the breaks, and offer to copy a link where there is none."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(self.selectedText()))
        copy.setEnabled(self.hasSelectedText())
        menu.addAction(self.tr("Copy the whole text"), lambda: QGuiApplication.clipboard().setText(self._given))
        for mark in self._marks:
            if mark.id == self._hovered and (entry := glossary.glossary(self.language.current).get(mark.id)) is not None:
                question = self.tr("What does “{term}” mean?")
                menu.addAction(question.format(term=entry.term.replace("&", "&&")), functools.partial(self.chosen.emit, mark.id))
        menu.popup(event.globalPos())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hover("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        elif event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and self._marks:
            self._show_marks()


class TermText(MarkedText):
    """A text in which the first occurrence of each term of the glossary is marked. A rest of the pointer shows what it means in short,
    a click or Enter the whole entry in a card; with `card` False only `chosen` is told. `about` is a term that is not marked."""

    def __init__(
        self, language: Language, text: str = "", role: str = "", wrap: bool = True, breaks: bool = False, card: bool = True,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.about = ""
        super().__init__(language, text, role, wrap, breaks, parent)
        if card:
            self.chosen.connect(self._open_card)

    def _find_marks(self, text: str) -> tuple[Mark, ...]:
        return first_marks(text, self.language.current, self.about) if text else ()

    def _open_card(self, id: str) -> None:
        from workbench.views.glossary.entry_card import entry_card  # the card's own texts are of this kind

        place = self.place_of(id)
        entry_card(self.window(), self.language).open_term(id, QRect(self.mapTo(self.window(), place.topLeft()), place.size()))


def _broken(text: str) -> tuple[str, list[int]]:
    """The text with breaks after the underscores of long names, and the places in UTF-16 units of the given text where they were put."""
    if "_" not in text:
        return text, []
    parts, places, done = [], [], 0
    for name in re.finditer(r"\S+", text):
        for hit in re.finditer("_", name[0][_WHOLE:]):
            end = name.start() + _WHOLE + hit.end()
            parts.append(text[done:end])
            places.append(len(text[:end].encode("utf-16-le", "surrogatepass")) // 2)
            done = end
    return _BREAK.join([*parts, text[done:]]), places


def _x(found: object) -> float:
    """What `cursorToX` says: a number, in some versions with the cursor's place."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]

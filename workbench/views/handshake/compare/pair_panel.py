"""The chosen row in words: what it is, how its two sides differ, and a line for each difference."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.models.handshake_compare_rows import Rows, lines_of, sentence_of, title_of
from workbench.models.handshake_text import HandshakeText
from workbench.models.language import Language
from workbench.views import icons
from workbench.views.glossary.term_text import TermText
from workbench.views.panes import BrokenText, Text


class PairPanel(QWidget):
    """next_wanted(by)   on to the next difference (1), or back to the one before (-1)"""

    next_wanted = Signal(int)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.title, self.sentence = Text("", "strong", wrap=True), TermText(language, role="quiet")
        self.back, self.forward = QPushButton(), QPushButton()
        for button, icon, by in ((self.back, "chevron_left", -1), (self.forward, "chevron_right", 1)):
            icons.put(button, icon)
            button.setIconSize(QSize(14, 14))
            button.setFixedWidth(32)
            button.clicked.connect(lambda checked=False, wanted=by: self.next_wanted.emit(wanted))
        self._shown: tuple[Rows, int] | None = None
        self._text = HandshakeText("en")
        self._names = ("", "")
        self._lines = QWidget()
        self._lines.setProperty("part", "clear")
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for column, stretch in enumerate((0, 1, 1)):
            self._grid.setColumnStretch(column, stretch)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.forward, 0, Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        inner.setProperty("part", "clear")
        below = QVBoxLayout(inner)
        below.setContentsMargins(12, 4, 12, 8)
        below.setSpacing(8)
        below.addWidget(self.sentence)
        below.addWidget(self._lines)
        below.addStretch()
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self.area.setMinimumHeight(48)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)

    def show_row(self, rows: Rows | None, place: int | None, names: tuple[str, str], text: HandshakeText) -> None:
        """names: what the two sides are called."""
        shown = (rows, place) if rows is not None and place is not None and place < len(rows.rows) else None
        same = shown is not None and self._shown is not None and shown[0] is self._shown[0] and shown[1] == self._shown[1]
        if same and text is self._text and names == self._names:
            return
        self._shown, self._text, self._names = shown, text, names
        self._fill()

    def lines(self) -> list[tuple[str, str, str]]:
        """What stands in the panel: (in what, left, right)."""
        if self._shown is None:
            return []
        rows, place = self._shown
        return lines_of(rows.rows[place], self._text)

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self._shown is None:
            self.title.setText(self.tr("Row by row"))
            self.sentence.setText(self.tr("Choose a row, or play: what differs in it stands here."))
            return
        rows, place = self._shown
        self.title.setText(title_of(rows.rows[place], rows, self._text))
        self.sentence.setText(sentence_of(rows.rows[place].sign, self._text))
        lines = self.lines()
        if not lines:
            return
        for column, name in enumerate(self._names, start=1):
            self._grid.addWidget(BrokenText(name, "muted"), 0, column)
        for number, (what, left, right) in enumerate(lines, start=1):
            self._grid.addWidget(Text(what, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
            for column, words in ((1, left), (2, right)):
                self._grid.addWidget(BrokenText(words or "–"), number, column, Qt.AlignmentFlag.AlignTop)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What differs in the chosen row"))
        back, forward = self.tr("Previous difference (Page Up)"), self.tr("Next difference (Page Down)")
        for button, words in ((self.back, back), (self.forward, forward)):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

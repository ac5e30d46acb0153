"""A command or a file, to be read, selected and copied exactly as it is."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.models.language import Language
from workbench.views import icons, theme
from workbench.views.glossary.term_text import TermText
from workbench.words import visible

MOST_LINES = 24
"""A longer text is scrolled in its field."""


class _Field(QPlainTextEdit):
    """As high as its text. What is copied is what was given, where all of it is selected; else what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.exact = ""
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "value")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.take_font()

    def show_text(self, text: str) -> None:
        if text != self.exact:
            self.exact = text
            self.setPlainText("\n".join(visible(line) for line in text.rstrip("\n").split("\n")))
            self._fit()

    def take_font(self) -> None:
        self.setFont(theme.current().monospace())
        self._fit()

    def _fit(self) -> None:
        """Lines as they are broken at the width there is."""
        lines = 0
        block = self.document().firstBlock()
        self.document().setTextWidth(self.viewport().width())
        while block.isValid():
            self.document().documentLayout().blockBoundingRect(block)  # lays it out
            lines += max(1, block.layout().lineCount())
            block = block.next()
        needs = math.ceil(min(lines, MOST_LINES) * self.fontMetrics().lineSpacing() + 2 * self.document().documentMargin() + 2)
        wanted = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(wanted)
        if self.height() != needs or self.minimumHeight() != needs:
            self.setFixedHeight(needs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def createMimeDataFromSelection(self) -> QMimeData:
        selected = self.textCursor().selectedText().replace("\u2029", "\n")
        made = QMimeData()
        made.setText(self.exact if selected == self.toPlainText() else selected)
        return made


class CommandField(QWidget):
    """A sentence that says what it does, the text below, and a button that copies it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.sentence = TermText(language)
        self.field = _Field()
        self.copy = QPushButton()
        self.copy.setProperty("kind", "quiet")
        icons.put(self.copy, "copy", "muted")
        self.copy.clicked.connect(self.copy_text)
        card = QFrame()
        card.setProperty("part", "card")
        inside = QHBoxLayout(card)
        inside.setContentsMargins(8, 4, 8, 4)
        inside.addWidget(self.field)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.sentence, 1)
        top.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(card)
        self.retranslate()

    def show_text(self, sentence: str, text: str) -> None:
        """Plain texts; `text` is shown with what cannot be seen made visible, and copied as it is."""
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
            self.field.setAccessibleName(sentence)
            self.copy.setAccessibleName(self.tr("Copy: {what}").format(what=sentence))
        self.field.show_text(text)

    def text(self) -> str:
        return self.field.exact

    def copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.field.exact)

    def retranslate(self) -> None:
        self.copy.setText(self.tr("Copy"))
        self.copy.setAccessibleName(self.tr("Copy: {what}").format(what=self.sentence.text()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.field.take_font()

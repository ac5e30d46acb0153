"""The first tab of a step: what it means, what protects it, and below that who knows what, or the questions people have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.core.handshake.transcript import Role, Step
from workbench.models.handshake_text import ARROW, HandshakeText
from workbench.models.language import Language
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.handshake.knowledge_table import KnowledgeTable
from workbench.views.handshake.names_text import FittingScroll
from workbench.views.handshake.question_list import QuestionList
from workbench.views.panes import Line, Text, as_tool_tip

KNOWLEDGE, QUESTIONS = range(2)
TEXT_PART = 54
"""Per cent of the page that its texts may take before they scroll."""
BESIDE_FROM, LOW = 460, 380
"""Pixels, at the normal text size, of a page that is so wide and so low that its parts stand side by side."""
WIDEST = 16_777_215
BACK = "←"
MOST_MESSAGES = 12
"""Messages of a stage that are listed; the table has all of them."""


class StepExplanation(QWidget):
    """The texts of a moment over the table of who knows what.

    depth_wanted    explain to the other kind of reader
    origin_wanted   go to where the key of this step was made
    step_wanted(number)   another step is to be the current one
    """

    depth_wanted = Signal()
    origin_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, text: HandshakeText, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.explanation = TermText(language, breaks=True)
        self.protection = TermText(language, role="quiet", breaks=True)
        self.reader, self.origin = _link(), _link()
        self.reader.clicked.connect(self.depth_wanted)
        self.origin.clicked.connect(self.origin_wanted)
        self.messages = _Messages()
        self.messages.step_wanted.connect(self.step_wanted)
        self.texts = FittingScroll()
        column = self.texts.column
        column.setContentsMargins(14, 10, 14, 8)
        links = QHBoxLayout()
        links.setSpacing(theme.GRID)
        for part in (self.reader, self.origin):
            links.addWidget(part)
        links.addStretch()
        for shown in (self.explanation, self.protection):
            column.addWidget(shown)
        column.addLayout(links)
        column.addWidget(self.messages)
        self.knowledge = KnowledgeTable(text, language)
        self.knowledge.born_wanted.connect(self.step_wanted)
        self.questions = QuestionList(language)
        self.questions.step_wanted.connect(self.step_wanted)
        self._below = QStackedWidget()
        self._below.addWidget(self.knowledge)
        self._below.addWidget(self.questions)
        self.choosers = (QPushButton(), QPushButton())
        self._line = Line()
        other = QVBoxLayout()
        other.setSpacing(0)
        other.addLayout(self._chooser())
        other.addWidget(self._below, 1)
        self._page = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._page.addWidget(self.texts)
        self._page.addWidget(self._line)
        self._page.addLayout(other, 1)
        self.setFocusProxy(self.choosers[0])
        self._whole = False
        self._chosen = {False: KNOWLEDGE, True: QUESTIONS}
        self._choose(KNOWLEDGE)
        self.retranslate()

    def _chooser(self) -> QHBoxLayout:
        row, group = QHBoxLayout(), QButtonGroup(self)
        row.setContentsMargins(10, 8, 10, 4)
        row.setSpacing(0)
        for number, button in enumerate(self.choosers):
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            group.addButton(button)
            button.clicked.connect(lambda checked=False, wanted=number: self._choose(wanted))
            row.addWidget(button)
        row.addStretch()
        return row

    def _choose(self, number: int) -> None:
        """What stands below the texts; kept for single steps and for the whole."""
        self._chosen[self._whole] = number
        self._show_below()

    def show_below(self, whole: bool) -> None:
        """Of a `whole` transcript the questions come first, of a step who knows what; or what was chosen there last."""
        self._whole = whole
        self._show_below()

    def _show_below(self) -> None:
        number = self._chosen[self._whole]
        self.choosers[number].setChecked(True)
        self._below.setCurrentIndex(number)

    def show_texts(self, explanation: str, protection: str, origin: bool) -> None:
        """What a step means and what protects it; `origin`: the step in which its key was made is known."""
        for label, text in ((self.explanation, explanation), (self.protection, protection)):
            label.setText(text)
            label.setVisible(bool(text))
        self.origin.setVisible(origin)

    def show_messages(self, steps: Sequence[Step], text: HandshakeText) -> None:
        """The messages of a stage; of anything else none."""
        self.messages.show_steps(steps, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below each other; side by side where it is wide and low, below a diagram."""
        super().resizeEvent(event)
        scale = theme.current().scale
        beside = self.width() >= BESIDE_FROM * scale and self.height() < LOW * scale
        self._page.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._line.setVisible(not beside)
        self._page.setStretch(0, 1 if beside else 0)
        self._page.setAlignment(self.texts, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))
        self.texts.setMaximumWidth(self.width() // 2 if beside else WIDEST)
        self.texts.fit(self.height() if beside else self.height() * TEXT_PART // 100)

    def retranslate(self) -> None:
        self.choosers[KNOWLEDGE].setText(self.tr("Who knows what"))
        self.choosers[QUESTIONS].setText(self.tr("Questions"))
        self.origin.setText(self.tr("Origin of the key"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _Messages(QWidget):
    """The messages of a stage, each a link to itself.

    step_wanted(number)   one of them was chosen
    """

    step_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(0)

    def show_steps(self, steps: Sequence[Step], text: HandshakeText) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for step in steps[:MOST_MESSAGES]:
            button = _link()
            # "&" would name a key
            arrow = BACK if step.receiver is Role.client else ARROW
            button.setText(f"{step.number + 1} {arrow} {text.title(step)}".replace("&", "&&"))
            button.setToolTip(as_tool_tip(text.way(step)))
            button.setAccessibleName(f"{step.number + 1}, {text.title(step)}, {text.way(step)}")
            button.clicked.connect(lambda checked=False, number=step.number: self.step_wanted.emit(number))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if len(steps) > MOST_MESSAGES:
            self._column.addWidget(Text(self.tr("and {count} more").format(count=len(steps) - MOST_MESSAGES), "muted"))
        self.setVisible(bool(steps))


def _link() -> QPushButton:
    button = QPushButton()
    button.setProperty("kind", "link")
    button.setMinimumWidth(1)  # where it is narrow the text around it keeps its width
    return button

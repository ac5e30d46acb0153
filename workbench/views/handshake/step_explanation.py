"""The first tab of a step: what it means, what protects it, and below that who knows what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.core.handshake.transcript import Role, Step
from workbench.models.handshake_text import ARROW, HandshakeText
from workbench.models.language import Language
from workbench.views.glossary.term_text import TermText
from workbench.views.handshake.knowledge_table import KnowledgeTable
from workbench.views.handshake.names_text import FittingScroll
from workbench.views.panes import Line, SectionHeader, Text, as_tool_tip

TEXT_PART = 58
"""Per cent of the page that its texts may take before they scroll."""
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
        self.explanation = TermText(language)
        self.protection = TermText(language, role="quiet", breaks=True)
        self.reader, self.origin = _link(), _link()
        self.reader.clicked.connect(self.depth_wanted)
        self.origin.clicked.connect(self.origin_wanted)
        self.messages = _Messages()
        self.messages.step_wanted.connect(self.step_wanted)
        self.texts = FittingScroll()
        column = self.texts.column
        column.setContentsMargins(14, 10, 14, 8)
        column.addWidget(self.explanation)
        column.addWidget(self.reader, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.messages)
        column.addWidget(self.protection)
        column.addWidget(self.origin, 0, Qt.AlignmentFlag.AlignLeft)
        self.heading = SectionHeader()
        self.heading.setContentsMargins(14, 8, 14, 4)
        self.knowledge = KnowledgeTable(text)
        self.knowledge.born_wanted.connect(self.step_wanted)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.texts)
        page.addWidget(Line())
        page.addWidget(self.heading)
        page.addWidget(self.knowledge, 1)
        self.setFocusProxy(self.knowledge)
        self.retranslate()

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
        super().resizeEvent(event)
        self.texts.fit(self.height() * TEXT_PART // 100)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Who knows what"))
        self.origin.setText(self.tr("Where this key comes from"))

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
            widget = item.widget()
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
    return button

"""The questions that people have about a handshake: each opens its answer below itself, and the steps named in it are links."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.models.language import Language
from workbench.narration.answers import Answer
from workbench.views.handshake.linked_text import LinkedText
from workbench.views.panes import IconLabel, Text

CLOSED, OPEN = "chevron_right", "chevron_down"


class QuestionList(QScrollArea):
    """Questions as an accordion; one answer is open at a time.

    step_wanted(number)   a step named in an answer was asked for
    """

    step_wanted = Signal(int)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        for widget in (self, self.viewport(), inner):
            widget.setProperty("part", "clear")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(8, 2, 8, 8)
        self._column.setSpacing(0)
        self._column.addStretch()
        self.setWidget(inner)
        self.entries: list[Entry] = []
        self._open = ""
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._show_open)

    def show_answers(self, answers: tuple[Answer, ...]) -> None:
        """Show these; the question that was open stays open, if it is still asked."""
        if tuple(entry.answer for entry in self.entries) == answers:
            return
        for entry in self.entries:
            self._column.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self.entries = []
        for number, answer in enumerate(answers):
            entry = Entry(answer, self._language)
            entry.toggled.connect(self._toggle)
            entry.step_wanted.connect(self.step_wanted)
            self._column.insertWidget(number, entry)
            entry.set_open(answer.id == self._open)
            self.entries.append(entry)

    def open(self, id: str) -> None:
        """Open the answer to this question; "" closes all."""
        self._open = id
        for entry in self.entries:
            entry.set_open(entry.answer.id == id)

        self._settled.start()

    def _show_open(self) -> None:
        """Once it is laid out: all of the answer, but first of all its question."""
        for entry in self.entries:
            if entry.answer.id == self._open:
                self.ensureWidgetVisible(entry.body, 0, 8)
                self.ensureWidgetVisible(entry.button, 0, 8)

    def _toggle(self, id: str) -> None:
        self.open("" if self._open == id else id)


class Entry(QWidget):
    """A question and its answer.

    toggled(id)           the question was clicked
    step_wanted(number)   a step named in the answer was asked for
    """

    toggled = Signal(str)
    step_wanted = Signal(int)

    def __init__(self, answer: Answer, language: Language) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.answer = answer
        self.button = _Question(answer.question)
        self.button.clicked.connect(lambda: self.toggled.emit(answer.id))
        self.body = LinkedText(language)
        self.body.setContentsMargins(28, 0, 6, 10)
        self.body.show_pieces(answer.pieces)
        self.body.step_wanted.connect(self.step_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        column.addWidget(self.body)
        self.set_open(False)

    def set_open(self, open: bool) -> None:
        self.body.setVisible(open)
        self.button.show_open(open)


class _Question(QPushButton):
    """A button as high as its question needs."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self.setProperty("kind", "question")
        self._question = question
        self._sign = IconLabel(CLOSED, "muted", 14)
        self._text = Text(question, wrap=True)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        for part in (self._sign, self._text):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_open(self, open: bool) -> None:
        self._sign.set_icon(OPEN if open else CLOSED, "accent" if open else "muted")
        self.setAccessibleName(self._question)
        self.setAccessibleDescription(self.tr("open") if open else self.tr("closed"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

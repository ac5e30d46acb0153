"""Bars under the top bar: what could not be opened, what changed on the disk, how far the opening is. None of them is modal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models.jobs import Job
from workbench.models.language import Language
from workbench.views import icons
from workbench.views.glossary.term_text import TermText
from workbench.views.panes import IconLabel, Text

LISTED = 50
"""How many sentences the opened list shows at most; the rest is counted."""


class Bar(QFrame):
    """A coloured bar: `status` is bad, warning or neutral."""

    def __init__(self, status: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "bar")
        self.setProperty("status", status)


class MessageBar(Bar):
    """One sentence; "more" lists all of them; can be dismissed. Says its messages in the language of now."""

    emptied = Signal()

    def __init__(self, language: Language, status: str = "bad", icon: str = "exclamation", parent: QWidget | None = None) -> None:
        super().__init__(status, parent)
        self._language = language
        self._messages: list[Message] = []
        self._action: tuple[Callable[[], str], Callable[[], None]] | None = None
        self._sentence = TermText(language)
        self._list = TermText(language)
        self._list.hide()
        self._do = QPushButton()
        self._do.hide()
        self._do.clicked.connect(self._act)
        self._more = QPushButton()
        self._more.setCheckable(True)
        self._more.setProperty("kind", "quiet")
        self._more.toggled.connect(lambda on: self._show())
        self._dismiss = QToolButton()
        self._dismiss.setIconSize(QSize(16, 16))
        icons.put(self._dismiss, "close", "text")
        self._dismiss.clicked.connect(self.clear)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(IconLabel(icon, status if status in ("bad", "warning") else "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._sentence, 1)
        top.addWidget(self._more)
        top.addWidget(self._do)
        top.addWidget(self._dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._list)
        self.hide()

    def add(self, message: Message) -> None:
        if message not in self._messages:
            self._messages.append(message)
            self._show()

    def withdraw(self, message: Message) -> None:
        """What this said holds no longer."""
        if message in self._messages:
            self._messages.remove(message)
            if self._messages:
                self._show()
            else:
                self.clear()

    def replace(self, message: Message) -> None:
        """Only this one: what was said before is of no interest any more."""
        self._messages = [message]
        self._more.setChecked(False)
        self._show()

    def set_action(self, text: Callable[[], str], run: Callable[[], None]) -> None:
        """A button on the bar, for example "read again"; `text` is asked again when the language changes."""
        self._action = (text, run)
        self._show()

    def set_no_action(self) -> None:
        """Without a button."""
        self._action = None

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(self._messages)

    def clear(self) -> None:
        self._messages.clear()
        self._more.setChecked(False)
        self.hide()
        self.emptied.emit()

    def _act(self) -> None:
        if self._action is not None:
            run = self._action[1]
            self.clear()
            run()

    def _show(self) -> None:
        if not self._messages:
            self.hide()
            return
        first, *others = [self._language.say(message) for message in self._messages]
        self._sentence.setText(first)
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        self._more.setVisible(bool(others))
        self._more.setText(self.tr("Show less") if self._more.isChecked() else self.tr("%n more", "", len(others)))
        lines = others[:LISTED]
        if len(others) > LISTED:
            lines.append(self.tr("and %n more", "", len(others) - LISTED))
        self._list.setText("\n".join(lines))
        self._list.setVisible(bool(others) and self._more.isChecked())
        self._do.setVisible(self._action is not None)
        if self._action is not None:
            self._do.setText(self._action[0]())
        self.setAccessibleName(first)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()


class ProgressBar(Bar):
    """How far the opening is, and its cancel. Appears only when it takes longer than a moment."""

    DELAY_MS = 250

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("neutral", parent)
        self._job: Job | None = None
        self._done, self._total = 0, 0
        self._text = Text("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = QPushButton()
        self._cancel.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self.hide()

    def follow(self, job: Job) -> None:
        """Show this job until it ends."""
        from PySide6.QtCore import QTimer

        self._job = job
        self._done, self._total = 0, 0
        self._bar.setRange(0, 0)
        job.progress.connect(self._progress)
        for end in (job.finished, job.failed):
            end.connect(lambda _: self._end(job))
        job.cancelled.connect(lambda: self._end(job))
        QTimer.singleShot(self.DELAY_MS, self, self._appear)

    def _appear(self) -> None:
        if self._job is not None:
            self._retranslate()
            self.show()

    def _progress(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self._bar.setRange(0, total if done < total else 0)
        self._bar.setValue(done)
        self._retranslate()

    def _end(self, job: Job) -> None:
        if self._job is job:
            self._job = None
            self.hide()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _retranslate(self) -> None:
        self._cancel.setText(self.tr("Cancel"))
        if self._total > 1:
            self._text.setText(self.tr("Opening {done} of {total}").format(done=self._done, total=self._total))
        else:
            self._text.setText(self.tr("Opening…"))
        self._bar.setAccessibleName(self._text.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

"""The answer, first: one sentence, why in one line, with icon and colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.core.x509.finding import Status
from workbench.models.language import Language
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector import marks
from workbench.views.panes import as_tool_tip

MARK = 38
_LOOK = {Status.OK: "good", Status.WARNING: "warning", Status.FAILURE: "bad", Status.NOT_CHECKED: "not_checked", None: "not_checked"}


class _Mark(QWidget):
    """The large state mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: Status | None = None
        self.letter = ""
        self.stale = False
        self.setFixedSize(MARK, MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.stale:
            painter.setOpacity(0.45)
        box = self.rect().adjusted(0, 0, -1, -1)
        if self.letter:
            marks.letter(painter, box, self.letter, "muted", "raised")
        else:
            marks.status(painter, box, self.state, strong=self.state is not None)
        painter.end()


class Banner(QFrame):
    """Headline and detail on the tint of the state. Both can be selected and copied."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "banner")
        self._state: Status | None = None
        self._compact = False
        self._mark = _Mark(self)
        self.headline = TermText(language, role="headline")
        self.detail = TermText(language)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addStretch()
        texts.addWidget(self.headline)
        texts.addWidget(self.detail)
        texts.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(14)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(texts, 1)
        self.button = QPushButton()
        self.button.hide()
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(68)

    def show_answer(self, status: Status | None, headline: str, detail: str, letter: str = "") -> None:
        """status None is for what has no verdict; `letter` then stands in the mark. The texts are plain."""
        self._state = self._mark.state = status
        self._mark.letter = letter
        self.headline.setText(headline)
        self.detail.setText(detail)
        self._fit()
        self.setAccessibleName(headline)
        self.setAccessibleDescription(detail)
        self.offer("")
        self._stale(False)

    def offer(self, text: str) -> None:
        """A button for what to do about it, `button`; "" for none."""
        self.button.setText(text)
        self.button.setVisible(bool(text))

    def set_compact(self, compact: bool) -> None:
        """Without the detail, where there is no room for it."""
        if compact != self._compact:
            self._compact = compact
            self._fit()

    def _fit(self) -> None:
        text = self.detail.text()
        self.detail.setVisible(bool(text) and not self._compact)
        self.setToolTip(as_tool_tip(text) if text and self._compact else "")
        self.setMinimumHeight(50 if self._compact else 68)

    def spare_height(self, width: int) -> int:
        """What `set_compact` would save."""
        return 0 if self.detail.isHidden() else self.detail.heightForWidth(width) + 3

    def set_stale(self) -> None:
        """Grey while another answer is being computed."""
        self._stale(True)

    def _stale(self, stale: bool) -> None:
        self._mark.stale = stale
        self.headline.setEnabled(not stale)
        self.detail.setEnabled(not stale)
        look = "not_checked" if stale else _LOOK[self._state]
        if self.property("status") != look:
            self.setProperty("status", look)
            self.style().unpolish(self)
            self.style().polish(self)
        self._mark.update()

    @property
    def status(self) -> Status | None:
        return self._state

    @property
    def stale(self) -> bool:
        return self._mark.stale

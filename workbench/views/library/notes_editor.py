"""Notes about an entry, saved as they are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

TYPING_MS = 700
LINES = 4


class NotesEditor(QPlainTextEdit):
    """changed(entry's id, text)   save this: after a pause, when the focus goes, and before other notes are shown"""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id, self._saved = "", ""
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setProperty("kind", "notes")
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.save)
        self.textChanged.connect(self._typed)
        self.retranslate()

    def show_notes(self, id: str, text: str) -> None:
        """The notes of this entry; what is being typed about the same one stays."""
        if id == self._id and (self._typing.isActive() or text == self.toPlainText()):
            return
        self.save()
        self._id, self._saved = id, text
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)

    def save(self) -> None:
        """Now."""
        self._typing.stop()
        text = self.toPlainText()
        if self._id and text != self._saved:
            self._saved = text
            self.changed.emit(self._id, text)

    def _typed(self) -> None:
        self._typing.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.save()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().lineSpacing() * LINES + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.fontMetrics().lineSpacing() * 2 + 14)

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Notes, saved as you type"))
        self.setAccessibleName(self.tr("Notes"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

"""Long plain text (PEM, what openssl prints) with find and copy."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.views import icons, theme
from workbench.views.panes import Text

SHOWN_CHARACTERS = 1_000_000
"""More than that is cut on the screen (laying it out would hold up the window); copy still takes all of it."""


class PlainTextView(QWidget):
    """Read-only monospaced text. Ctrl+F finds, Copy takes the selection or else everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.edit = QPlainTextEdit()
        self.edit.setReadOnly(True)
        self.edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.edit.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.edit.setTabChangesFocus(True)
        self.copy_button, self.find_button = QPushButton(), QPushButton()
        for button, icon in ((self.find_button, "search"), (self.copy_button, "copy")):
            button.setProperty("kind", "quiet")
            icons.put(button, icon, "muted")
        self.copy_button.clicked.connect(self.copy)
        self.find_button.clicked.connect(self.begin_find)
        self._cut = Text("", "muted")
        self._cut.hide()
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        self.extra = QHBoxLayout()
        top.addLayout(self.extra)
        top.addWidget(self._cut)
        top.addStretch()
        top.addWidget(self.find_button)
        top.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._make_find_row())
        column.addWidget(self.edit, 1)
        find = QAction(self)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self.begin_find)
        self.addAction(find)
        self.setFocusProxy(self.edit)
        self.retranslate()
        self._take_font()

    def _make_find_row(self) -> QWidget:
        self._find_row = QWidget()
        self._find_row.setProperty("part", "clear")
        self.find_field = QLineEdit()
        self.find_field.textEdited.connect(lambda text: self._find(from_start=True))
        self._hits = Text("", "muted")
        self._previous, self._next, self._end = QToolButton(), QToolButton(), QToolButton()
        for button, icon in ((self._previous, "chevron_left"), (self._next, "chevron_right"), (self._end, "close")):
            icons.put(button, icon, "muted")
        self._previous.clicked.connect(lambda: self._find(backwards=True))
        self._next.clicked.connect(lambda: self._find())
        self._end.clicked.connect(self.end_find)
        row = QHBoxLayout(self._find_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.find_field, 1)
        row.addWidget(self._hits)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        row.addWidget(self._end)
        self._find_row.hide()
        return self._find_row

    def set_text(self, text: str) -> None:
        """Show this text from its beginning."""
        self._whole = text
        self.edit.setPlainText(text[:SHOWN_CHARACTERS])
        self._cut.setVisible(len(text) > SHOWN_CHARACTERS)
        self._find(from_start=True)

    def text(self) -> str:
        return self._whole

    def copy(self) -> None:
        """The selection, or all of the text when nothing is selected, to the clipboard."""
        selected = self.edit.textCursor().selectedText().replace("\u2029", "\n")
        QGuiApplication.clipboard().setText(selected or self._whole)

    def begin_find(self) -> None:
        self._find_row.show()
        selected = self.edit.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.find_field.setText(selected)
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()
        self._find(from_start=True)

    def end_find(self) -> None:
        self._find_row.hide()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self, from_start: bool = False, backwards: bool = False) -> None:
        wanted = self.find_field.text()
        if not wanted or self._find_row.isHidden():
            self._hits.setText("")
            return
        cursor = self.edit.textCursor()
        if from_start:
            cursor.setPosition(cursor.selectionStart())
        flags = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        document = self.edit.document()
        found = document.find(wanted, cursor, flags)
        if found.isNull():
            edge = QTextCursor(document)
            edge.movePosition(QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start)
            found = document.find(wanted, edge, flags)
        count = self.edit.toPlainText().casefold().count(wanted.casefold())
        self._hits.setText(self.tr("hits: %n", "", count) if count else self.tr("not found"))
        if not found.isNull():
            self.edit.setTextCursor(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._find_row.isHidden():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.end_find()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self._find(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _take_font(self) -> None:
        self.edit.setFont(theme.current().monospace())

    def retranslate(self) -> None:
        self.copy_button.setText(self.tr("Copy"))
        self.find_button.setText(self.tr("Find"))
        self.find_field.setPlaceholderText(self.tr("Find in this text"))
        self.find_field.setAccessibleName(self.tr("Find in this text"))
        for button, text in ((self._previous, self.tr("Previous hit")), (self._next, self.tr("Next hit")), (self._end, self.tr("Close"))):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.edit.setAccessibleName(self.tr("Text"))
        self._cut.setText(self.tr("Only the beginning is shown; Copy takes all of it."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_font()

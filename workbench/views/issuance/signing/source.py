"""Where a request comes from: a file, pasted text, or the workspace."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.models.issuance.signing.desk import SigningDesk
from workbench.views import icons, theme
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.dates import short_date
from workbench.views.panes import SectionHeader
from workbench.views.shell import Shell
from workbench.words import visible

LISTED_AT_ONCE = 6
END_OF_BLOCK = "-----END"


class Source(QWidget):
    """files(paths)   these were chosen; text(str)   this was pasted; entry(id)   one of the workspace was chosen"""

    files = Signal(object)
    text = Signal(str)
    entry = Signal(str)

    def __init__(self, shell: Shell, desk: SigningDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell, self.desk = shell, desk
        self.what = TermText(shell.language, role="quiet")
        self.drop = QPushButton()
        self.drop.setProperty("part", "drop")
        self.drop.clicked.connect(self.ask_for_files)
        icons.put(self.drop, "drop", "muted")
        self.paste_header = SectionHeader()
        self.paste = QPlainTextEdit()
        self.paste.setProperty("kind", "field")
        self.paste.setTabChangesFocus(True)
        self.paste.setAcceptDrops(False)  # the whole wing takes what is dropped
        self.paste.textChanged.connect(self._typed)
        self.paste_header.setBuddy(self.paste)
        self.read = QPushButton()
        self.read.clicked.connect(self._read)
        self.here_header = SectionHeader()
        self.here = QListWidget()
        self.here.setProperty("kind", "rows")
        self.here.itemClicked.connect(self._chosen)
        self.here.itemActivated.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        for part in (self.what, self.here_header, self.here, self.drop, self.paste_header, self.paste):
            column.addWidget(part)
        column.addWidget(self.read, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setFocusProxy(self.paste)
        self.retranslate()

    def begin_typing(self) -> None:
        first = self.here if self.here.count() else self.paste
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.here.count() and self.here.currentRow() < 0:
            self.here.setCurrentRow(0)

    def clear(self) -> None:
        """What was pasted has been taken."""
        self.paste.clear()

    def refresh(self) -> None:
        """The requests of the workspace as they are now."""
        current = self.here.currentItem()
        kept = current.data(Qt.ItemDataRole.UserRole) if current is not None else None
        self.here.clear()
        for entry, answered in self.desk.requests:
            state = self.tr("certificate is here") if answered else self.tr("not signed yet")
            text = self.tr("{name} · {key} · {date} · {state}")
            item = QListWidgetItem(
                text.format(name=visible(entry.title), key=entry.key_text, date=short_date(entry.made), state=state), self.here
            )
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            item.setIcon(icons.icon("check" if answered else "request", "muted"))
            if entry.id == kept:
                self.here.setCurrentItem(item)
        there = self.here.count() > 0
        self.here.setVisible(there)
        self.here_header.setVisible(there)
        self._fit()

    def _fit(self) -> None:
        rows = min(self.here.count(), LISTED_AT_ONCE)
        self.here.setFixedHeight(rows * max(self.here.sizeHintForRow(0), 1) + 4)
        self.drop.setMinimumHeight(theme.current().px(64))
        self.paste.setFixedHeight(theme.current().px(104))

    def _chosen(self, item: QListWidgetItem) -> None:
        self.entry.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def ask_for_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("A request"))
        if paths:
            self.files.emit(tuple(paths))

    def _typed(self) -> None:
        """A whole block is read at once; anything else with the button."""
        text = self.paste.toPlainText()
        self.read.setVisible(bool(text.strip()))
        if END_OF_BLOCK in text:
            self._read()

    def _read(self) -> None:
        text = self.paste.toPlainText()
        if text.strip():
            self.text.emit(text)

    def retranslate(self) -> None:
        self.what.setText(
            self.tr("Somebody has sent you a request (CSR). You see what it asks for, choose what the certificate shall say, and sign it.")
        )
        self.drop.setText(self.tr("Drop a file with a request here, or choose one…"))
        self.paste_header.setText(self.tr("Or paste it"))
        self.paste.setAccessibleName(self.tr("Paste a request here"))
        self.paste.setPlaceholderText("-----BEGIN CERTIFICATE REQUEST-----")
        self.read.setText(self.tr("Read it"))
        self.read.setVisible(bool(self.paste.toPlainText().strip()))
        self.here_header.setText(self.tr("Requests in the workspace"))
        self.here.setAccessibleName(self.tr("Requests in the workspace"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

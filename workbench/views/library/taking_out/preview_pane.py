"""What would be written: the files with what they are, and the lines for the configuration, to be copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models.library.taking_out.work import Preview
from workbench.views import icons
from workbench.views.panes import SectionHeader
from workbench.views.plain_text import PlainTextView
from workbench.views.shell import Shell
from workbench.words import visible


class PreviewPane(QWidget):
    """`show_preview(Preview | None)`: None where nothing can be said yet."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._preview: Preview | None = None
        self._files_title, self._snippet_title = SectionHeader(), SectionHeader()
        self.files = QTreeWidget()
        self.files.setColumnCount(2)
        self.files.setHeaderHidden(True)
        self.files.setRootIsDecorated(False)
        self.files.setUniformRowHeights(True)
        self.files.setMinimumHeight(96)
        self.snippet_of = QComboBox()
        self.snippet = PlainTextView()
        row = QHBoxLayout()
        row.addWidget(self._snippet_title, 1)
        row.addWidget(self.snippet_of)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._files_title)
        column.addWidget(self.files, 2)
        column.addLayout(row)
        column.addWidget(self.snippet, 3)
        self.snippet_of.currentIndexChanged.connect(self._show_snippet)
        self.retranslate()
        self.show_preview(None)

    def retranslate(self) -> None:
        self._files_title.setText(self.tr("Files"))
        self._snippet_title.setText(self.tr("For the configuration"))
        self.files.setAccessibleName(self._files_title.text())
        self.snippet.edit.setAccessibleName(self._snippet_title.text())
        self.snippet_of.setAccessibleName(self.tr("Software"))
        self.show_preview(self._preview)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def show_preview(self, preview: Preview | None) -> None:
        self._preview = preview
        chosen = self.snippet_of.currentData()
        self.files.clear()
        self.snippet_of.blockSignals(True)
        self.snippet_of.clear()
        for file in preview.files if preview is not None else ():
            item = QTreeWidgetItem([visible(file.name), self.shell.language.say(Message(f"ready_file_{file.id}"))])
            item.setIcon(0, icons.icon("lock" if file.secret else "file", "muted"))
            item.setToolTip(1, item.text(1))
            self.files.addTopLevelItem(item)
        self.files.resizeColumnToContents(0)
        for target, _ in preview.snippets if preview is not None else ():
            self.snippet_of.addItem(self.shell.language.say(Message(f"ready_set_{target}")), target)
        self.snippet_of.setCurrentIndex(max(0, self.snippet_of.findData(chosen)) if self.snippet_of.count() else -1)
        self.snippet_of.blockSignals(False)
        there = self.snippet_of.count() > 0
        for widget in (self._snippet_title, self.snippet):
            widget.setVisible(there)
        self.snippet_of.setVisible(self.snippet_of.count() > 1)
        self._show_snippet()

    @Slot()
    def _show_snippet(self) -> None:
        snippets = dict(self._preview.snippets) if self._preview is not None else {}
        self.snippet.set_text(snippets.get(self.snippet_of.currentData(), ""))

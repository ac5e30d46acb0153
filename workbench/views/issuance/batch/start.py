"""Where a table is brought in: a file, cells out of a spreadsheet, or a template to begin with."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.views.glossary.term_text import TermText
from workbench.views.panes import IconLabel, Text
from workbench.views.shell import Shell


class Start(QFrame):
    """open_wanted, paste_wanted, template_wanted   its three buttons. It lights up while something hovers over the wing"""

    open_wanted = Signal()
    paste_wanted = Signal()
    template_wanted = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "drop")
        self.drop_text = Text("", "quiet", wrap=True)
        self.drop_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.columns = TermText(shell.language, role="muted")
        self.open, self.paste, self.template = QPushButton(), QPushButton(), QPushButton()
        self.open.setProperty("kind", "main")
        self.template.setProperty("kind", "link")
        self.open.clicked.connect(self.open_wanted)
        self.paste.clicked.connect(self.paste_wanted)
        self.template.clicked.connect(self.template_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        for button in (self.paste, self.template):
            buttons.addWidget(button)
        buttons.addStretch()
        self.open.setMinimumHeight(36)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(IconLabel("drop", size=28), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.drop_text)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.addWidget(self.columns)
        column.addStretch(3)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Bring in a table"))
        self.drop_text.setText(self.tr("Drop a CSV file here, or paste cells from a spreadsheet with Ctrl+V."))
        self.open.setText(self.tr("Choose a CSV file…"))
        self.paste.setText(self.tr("Paste"))
        self.template.setText(self.tr("Save a template…"))
        self.columns.setText(
            self.tr(
                "The first row names the columns: name, alternative names, email, organization, department, days or valid until, key. "
                "What no column says comes from the profile."
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

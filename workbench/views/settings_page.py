"""Settings: language, theme, text size, and what judging begins with. Every change holds at once."""

from __future__ import annotations

import os

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.models.settings import LANGUAGES, MOTIONS, RULES, TEXT_SIZES, THEMES
from workbench.views.glossary.term_text import TermText
from workbench.views.library.workspace_settings import WorkspaceSettings
from workbench.views.panes import Pane, SectionHeader, Text
from workbench.views.shell import Shell
from workbench.views.top_bar import LANGUAGE_NAMES
from workbench.words import visible

_ANOTHER_FILE = "\x00another"


class SettingsPage(QScrollArea):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setProperty("part", "clear")
        outer = QHBoxLayout(holder)
        outer.setContentsMargins(10, 10, 10, 10)
        inner = QWidget()
        inner.setProperty("part", "clear")
        inner.setMaximumWidth(760)
        outer.addStretch(1)
        outer.addWidget(inner, 1000)
        outer.addStretch(1)
        self.setWidget(holder)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(16)
        self._title = Text("", "large")
        column.addWidget(self._title)

        self._labels: dict[str, Text] = {}
        self._notes: dict[str, Text] = {}
        self._sections: dict[str, SectionHeader] = {}
        self.choices: dict[str, QComboBox] = {}
        for section, names in (("interface", ("language", "theme", "text_size", "motion")), ("judging", ("trust", "rules"))):
            pane = Pane(margins=16)
            self._sections[section] = SectionHeader()
            pane.column.addWidget(self._sections[section])
            grid = QGridLayout()
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(16)
            grid.setColumnStretch(0, 1)
            for row, name in enumerate(names):
                self._add_row(grid, row, name)
            pane.column.addLayout(grid)
            column.addWidget(pane)
        self.workspace = WorkspaceSettings(shell)
        column.addWidget(self.workspace)
        self._where = Text("", "muted", wrap=True).selectable()
        column.addWidget(self._where)
        column.addStretch()
        self.retranslate()
        shell.settings.changed.connect(lambda name: self._fill())

    def _add_row(self, grid: QGridLayout, row: int, name: str) -> None:
        label, note, choice = Text(), TermText(self.shell.language, role="muted"), QComboBox()
        label.setBuddy(choice)
        choice.setMinimumWidth(220)
        choice.activated.connect(lambda index: self._chosen(name, choice.itemData(index)))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label)
        texts.addWidget(note)
        grid.addLayout(texts, row, 0)
        grid.addWidget(choice, row, 1, Qt.AlignmentFlag.AlignVCenter)
        self._labels[name], self._notes[name], self.choices[name] = label, note, choice

    def _chosen(self, name: str, value: str) -> None:
        settings = self.shell.settings
        if name == "text_size":
            settings.text_size = int(value)
        elif name == "trust" and value == _ANOTHER_FILE:
            path, _ = QFileDialog.getOpenFileName(self, self.tr("A file with the certificates to trust"))
            if path:
                settings.trust = path
            self._fill()
        else:
            setattr(settings, name, value)

    def _options(self, name: str) -> list[tuple[str, str]]:
        """(value, text) of each choice."""
        if name == "language":
            return [(value, LANGUAGE_NAMES.get(value, self.tr("As the system"))) for value in LANGUAGES]
        if name == "theme":
            texts = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
            return [(value, texts[value]) for value in THEMES]
        if name == "text_size":
            return [(str(size), f"{size} %") for size in TEXT_SIZES]
        if name == "motion":
            texts = {"system": self.tr("As the system"), "reduced": self.tr("Reduced")}
            return [(value, texts[value]) for value in MOTIONS]
        if name == "rules":
            texts = {"rfc5280": self.tr("RFC 5280"), "webpki": self.tr("Web PKI (as browsers judge)")}
            return [(value, texts[value]) for value in RULES]
        options = [("mozilla", self.tr("Mozilla’s trust store")), ("system", self.tr("The operating system’s trust store"))]
        trust = self.shell.settings.trust
        if trust not in ("mozilla", "system"):
            options.append((trust, visible(os.path.basename(trust))))
        return [*options, (_ANOTHER_FILE, self.tr("A file…"))]

    def _fill(self) -> None:
        for name, choice in self.choices.items():
            choice.clear()
            for value, text in self._options(name):
                choice.addItem(text, value)
            choice.setCurrentIndex(max(0, choice.findData(str(getattr(self.shell.settings, name)))))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Settings"))
        self._title.setText(self.tr("Settings"))
        self._sections["interface"].setText(self.tr("Interface"))
        self._sections["judging"].setText(self.tr("Defaults for checking"))
        for name, label, note in (
            ("language", self.tr("Language"), ""),
            ("theme", self.tr("Theme"), ""),
            ("text_size", self.tr("Text size"), self.tr("Ctrl+Plus and Ctrl+Minus change it anywhere.")),
            ("motion", self.tr("Motion"), self.tr("Reduced: a handshake that plays jumps from step to step.")),
            ("trust", self.tr("Trust store"), self.tr("The root CAs that a chain must lead to.")),
            ("rules", self.tr("Rules"), self.tr("With Web PKI, what browsers demand must be met too; with RFC 5280 it is only a warning.")),
        ):
            self._labels[name].setText(label)
            self._notes[name].setText(note)
            self._notes[name].setVisible(bool(note))
            self.choices[name].setAccessibleName(label)
        path = visible(str(self.shell.settings.path))
        self._where.setText(self.tr("Kept in {path}. Passwords and private keys are never kept.").format(path=path))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def panes(self) -> list[QWidget]:
        return [self.choices["language"], self.choices["trust"], self.workspace.place]

"""The summary: labelled lines in sections, everything selectable, what is worth copying with a button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.models.summary import Section
from workbench.views import icons, theme
from workbench.views.panes import BrokenText, SectionHeader, Text


class Scrolled(QScrollArea):
    """A tab whose content scrolls when it is longer than the room there is."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setProperty("part", "clear")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.addWidget(content)
        self._column.addStretch(1)
        self.setWidget(holder)


class SummaryTab(Scrolled):
    def __init__(self, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(content, parent)
        self._content = content

    def show_sections(self, sections: Sequence[Section], keep_place: bool = False) -> None:
        """Replaces the sections."""
        content = QWidget()
        content.setProperty("part", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for section in sections:
            column.addWidget(SectionHeader(section.title))
            column.addLayout(self._grid(section))
            column.addSpacing(10)
        self._column.replaceWidget(self._content, content)
        self._content.deleteLater()
        self._content = content
        if not keep_place:
            self.verticalScrollBar().setValue(0)

    def _grid(self, section: Section) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, theme.current().px(140))
        grid.setColumnStretch(1, 1)
        for number, line in enumerate(section.lines):
            label = Text(line.label, "quiet")
            value = BrokenText(line.value, "mono").selectable() if line.mono else Text(line.value, "", wrap=True).selectable()
            if not line.mono:
                value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            value.setAccessibleName(f"{line.label}: {line.value}" if line.label else line.value)
            if line.label:
                grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, number, 1)
            else:
                grid.addWidget(value, number, 0, 1, 2)
            if line.copy:
                grid.addWidget(self._copy_button(line.label, line.copied), number, 2, Qt.AlignmentFlag.AlignTop)
        return grid

    def _copy_button(self, label: str, value: str) -> QToolButton:
        button = QToolButton()
        icons.put(button, "copy", "muted")
        button.setAccessibleName(self.tr("Copy {what}").format(what=label))
        button.setToolTip(button.accessibleName())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(value))
        return button

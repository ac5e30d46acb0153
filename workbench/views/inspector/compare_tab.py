"""Compares the object that is looked at with another open one, field by field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QHeaderView, QSizePolicy, QTableView, QVBoxLayout, QWidget

from workbench.core.compare import Row, compare
from workbench.core.errors import Message
from workbench.models import jobs
from workbench.models.compare_model import CompareModel
from workbench.models.subject import Subject
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.text_tab import button
from workbench.views.panes import Text
from workbench.views.shell import Shell

MOST_OFFERED = 500
"""Objects in the drop-down; any other is chosen in the list, by its context menu."""


class CompareTable(QTableView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            model = self.model()
            assert isinstance(model, CompareModel)
            QGuiApplication.clipboard().setText(model.as_text())
            return
        super().keyPressEvent(event)


class CompareTab(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._subject: Subject | None = None
        self._others: tuple[tuple[str, Subject], ...] = ()
        self._title = ""
        self._job: jobs.Job | None = None
        self.model = CompareModel(self)
        self.model.set_language(shell.language.current)
        self.label = Text("", "quiet")
        self.other = QComboBox()
        self.other.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.other.setMinimumContentsLength(20)
        self.only = QCheckBox()
        self.only.setChecked(True)
        self.copy = button("copy")
        self.result = TermText(shell.language, role="quiet")
        self.table = CompareTable()
        self.table.setModel(self.model)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        mode = QHeaderView.ResizeMode
        for section, resizing in enumerate((mode.Interactive, mode.Stretch, mode.Stretch, mode.ResizeToContents)):
            header.setSectionResizeMode(section, resizing)
        header.resizeSection(0, 240)
        row = QHBoxLayout()
        for widget in (self.label, self.other, self.only, self.copy):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 6)
        column.addLayout(row)
        column.addWidget(self.result)
        column.addWidget(self.table, 1)
        self.other.currentIndexChanged.connect(lambda: self._compare())
        self.only.toggled.connect(self.model.set_only_differences)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.model.as_text()))
        self.retranslate()

    def show_subject(self, subject: Subject | None, title: str, others: tuple[tuple[str, Subject], ...]) -> None:
        """others: (title, object) of what else is open, the likeliest first; at most `MOST_OFFERED`."""
        self._subject, self._title, self._others = subject, title, others
        wanted = self.other.currentData() or ""
        self.other.blockSignals(True)
        self.other.clear()
        for name, other in others:
            self.other.addItem(name, other.found.sha256)
        place = self.other.findData(wanted)
        self.other.setCurrentIndex(max(place, 0) if others else -1)
        self.other.blockSignals(False)
        self._compare()

    def compare_with(self, other: Subject, title: str) -> None:
        """Take this object as the other side, be it offered or not."""
        place = self.other.findData(other.found.sha256)
        if place < 0:
            place = 0
            self._others = ((title, other), *self._others)
            self.other.blockSignals(True)
            self.other.insertItem(0, title, other.found.sha256)
            self.other.setCurrentIndex(-1)
            self.other.blockSignals(False)
        self.other.setCurrentIndex(place)

    def _compare(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        index = self.other.currentIndex()
        self.only.setEnabled(index >= 0)
        self.copy.setEnabled(index >= 0)
        if self._subject is None or not 0 <= index < len(self._others):
            self.model.set_rows((), "", "")
            self.result.setText(self.tr("There is nothing else open to compare with."))
            return
        title, other = self._others[index]
        self._job = jobs.run(_rows, self._subject, other, title)
        self._job.finished.connect(self._show)
        self._job.failed.connect(self._fail)

    def _show(self, made: tuple[tuple[Row, ...], str]) -> None:
        self._job = None
        self.model.set_rows(made[0], self._title, made[1])
        self._count()

    def _fail(self, message: Message) -> None:
        self._job = None
        self.result.setText(self._shell.language.say(message))

    def _count(self) -> None:
        count = self.model.difference_count
        same = self.tr("The two are the same in every field.")
        self.result.setText(self.tr("Fields that differ: %n", "", count) if count else same)

    def retranslate(self) -> None:
        self.label.setText(self.tr("Compare with"))
        self.other.setAccessibleName(self.tr("Compare with"))
        self.only.setText(self.tr("Only differences"))
        self.copy.setText(self.tr("Copy"))
        self.table.setAccessibleName(self.tr("Differences"))
        self.model.set_language(self._shell.language.current)
        if self.other.currentIndex() >= 0 and self._job is None:
            self._count()

    def refresh(self) -> None:
        self.table.viewport().update()


def _rows(left: Subject, right: Subject, title: str) -> tuple[tuple[Row, ...], str]:
    return compare(left.fields(), right.fields(), left.der, right.der), title

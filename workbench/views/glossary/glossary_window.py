"""The glossary to read in: search and list on the left, the entry on the right."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.models.glossary_list import ID, GlossaryList
from workbench.models.glossary_trail import Trail
from workbench.views import icons, theme
from workbench.views.glossary.entry_view import EntryView
from workbench.views.panes import Pane, Splitter, Text
from workbench.views.shell import Shell

PLACE = "glossary"
"""Under this name the settings remember size and place."""


class _RowDelegate(QStyledItemDelegate):
    """Terms; the names of areas small and bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.data(ID):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(theme.current().font(theme.TEXT_PX, semibold=True))
        painter.setPen(theme.colour("muted"))
        area = option.rect.adjusted(6, 0, -4, -3)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), str(index.data()))
        painter.restore()


class GlossaryWindow(QDialog):
    """Stays open beside the window; made once and shown again with what was read last."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("glossary")
        self.setModal(False)
        self.shell = shell
        self.trail = Trail()
        self._typing = False
        self.model = GlossaryList(shell.language.current, self)
        self.field, self.list, self.nothing = QLineEdit(), QListView(), Text("", "quiet", wrap=True)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._read_first)
        self.field.installEventFilter(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(lambda index, before: self._listed(index))
        self.entry = EntryView(shell.language)
        self.entry.wanted.connect(self.read)
        self.back, self.forward = QToolButton(), QToolButton()
        for button, icon, keys in (
            (self.back, "chevron_left", QKeySequence.StandardKey.Back),
            (self.forward, "chevron_right", QKeySequence.StandardKey.Forward),
        ):
            icons.put(button, icon, "muted")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            QShortcut(QKeySequence(keys), self, button.click)
        self.back.clicked.connect(lambda: self._follow(self.trail.back()))
        self.forward.clicked.connect(lambda: self._follow(self.trail.forward()))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._begin_search)
        for id in ("glossary", "meaning"):  # their keys work here too
            self.addAction(shell.actions[id])
        self._lay_out()
        self.retranslate()
        self._restore()

    def _lay_out(self) -> None:
        self._terms, self._reading = Pane(margins=10), Pane(margins=16)
        for widget in (self.field, self.nothing):
            self._terms.column.addWidget(widget)
        self._terms.column.addWidget(self.list, 1)
        self._terms.column.addStretch()
        self.nothing.hide()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.entry)
        for part in (area, area.viewport()):
            part.setProperty("part", "clear")
        self._area = area
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.back)
        tools.addWidget(self.forward)
        tools.addStretch()
        self._reading.column.addLayout(tools)
        self._reading.column.addWidget(area, 1)
        self._splitter = Splitter("glossary_panes", self.shell.settings, 520, (2, 3), (2, 3))
        self._splitter.addWidget(self._terms)
        self._splitter.addWidget(self._reading)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self._splitter)
        self._splitter.restore()

    # -- reading ---------------------------------------------------------------------------------------------------

    def open_at(self, id: str = "") -> None:
        """Show the window with this entry; without one as it was left, ready to search."""
        if id:
            self.field.clear()
            self.read(id)
        elif not self.trail.current:
            self.read(self.model.first())
        self.show()
        self.raise_()
        self.activateWindow()
        if id:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._begin_search()

    def read(self, id: str) -> None:
        """Go on to an entry."""
        self._typing = False
        if id:
            self._follow(self.trail.visit(id))

    def _follow(self, trail: Trail) -> None:
        self.trail = trail
        if trail.current and trail.current != self.entry.id:
            self.entry.show_term(trail.current)
            self._area.verticalScrollBar().setValue(0)
        self.back.setEnabled(trail.has_back)
        self.forward.setEnabled(trail.has_forward)
        self._choose(trail.current)

    def _choose(self, id: str) -> None:
        """Let the list be at the entry that is read, without reading it again."""
        row = self.model.row_of(id)
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.list.setCurrentIndex(self.model.index(row, 0) if row >= 0 else QModelIndex())
        selection.blockSignals(False)
        if row >= 0:
            self.list.scrollTo(self.model.index(row, 0))
        self.list.viewport().update()

    def _listed(self, index: QModelIndex) -> None:
        self.read(index.data(ID) or "")

    def _search(self, typed: str) -> None:
        self.model.search(typed)
        found = self.model.rowCount() > 0
        self.nothing.setVisible(not found)
        self.list.setVisible(found)
        first = self.model.first() if typed.strip() else ""
        if first:  # the best hit is shown while one types; Back leads to what was read before
            self._follow(self.trail.instead(first) if self._typing else self.trail.visit(first))
        self._typing = bool(first)
        self._choose(self.trail.current)

    def _read_first(self) -> None:
        self.read(self.model.first())
        self._typing = False

    def _begin_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down leads from the search into the list."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            if not self.list.currentIndex().isValid():
                self._read_first()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    # -- coming and going ------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry = self.shell.settings.layout(PLACE)
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(theme.current().px(820), theme.current().px(600))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shell.settings.remember_layout(PLACE, QByteArray(self.saveGeometry()))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Glossary – TLS Workbench"))
        self.model.show_language(self.shell.language.current)
        self.model.search(self.field.text())
        self._choose(self.trail.current)
        self.field.setPlaceholderText(self.tr("Search the glossary"))
        self.field.setAccessibleName(self.tr("Search the glossary"))
        self.list.setAccessibleName(self.tr("Terms"))
        self.nothing.setText(self.tr("No term answers to this. Try another word, in English or Japanese."))
        for button, text in ((self.back, self.tr("Back")), (self.forward, self.tr("Forward"))):
            button.setToolTip(text)
            button.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

"""The CRLs of a CA: which there are, and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QWidget

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry, CrlEntry
from workbench.models.library.after import crls
from workbench.models.library.after.crls import Lists
from workbench.models.library.details import Details
from workbench.models.library.pem import pem_of
from workbench.models.library.states import State, state_of
from workbench.views import icons, theme
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.issuance.editors.fields import Choice, NumberField
from workbench.views.library.after.panel import AfterPanel
from workbench.views.library.after.saving import save_crl
from workbench.views.panes import Text
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.views.library.actions import Library

ENTRY = Qt.ItemDataRole.UserRole
ROWS_SHOWN = 4
FULL, DELTA = "full", "delta"


class CrlPanel(AfterPanel):
    def __init__(self, library: Library, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(library, details, parent)
        self._found: Lists | None = None
        self._newest = ""
        self.standing = TermText(self.shell.language)
        self.list = QTreeWidget()
        self.list.setColumnCount(5)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.hide()
        self.show_button, self.inspect, self.save = QPushButton(), QPushButton(), QPushButton()
        icons.put(self.inspect, "inspect", "muted")
        icons.put(self.save, "save", "muted")
        self._row = self._flow(self.show_button, self.inspect, self.save)
        self._row.hide()
        self.kind, self.days, self.what = Choice(), NumberField(), TermText(self.shell.language, role="muted")
        self.days.fill(crls.DAYS)
        self.days.setMaximumWidth(80)
        self._labels = {name: Text() for name in ("kind", "days")}
        self._labels["kind"].setBuddy(self.kind)
        self._labels["days"].setBuddy(self.days)
        self._making = self._flow(self._labels["kind"], self.kind, self._labels["days"], self.days, self.go)
        for widget in (self.standing, self.list, self._row, self._making, self.what):
            self.body.addWidget(widget)
        self.buttons.addWidget(self.cancelled)
        self._connect()
        self.setFocusProxy(self.kind if self._can_sign else self.cancelled)
        self.retranslate()
        self._read()

    def _flow(self, *widgets: QWidget) -> QWidget:
        holder = QWidget()
        holder.setProperty("part", "clear")
        flow = FlowLayout(holder, 8)
        flow.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            flow.addWidget(widget)
        return holder

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._current_changed)
        self.list.itemActivated.connect(self._show_entry)
        self.show_button.clicked.connect(self._show_entry)
        self.inspect.clicked.connect(self._inspect)
        self.save.clicked.connect(self._save)
        self.kind.chosen.connect(self._kind_chosen)
        self.days.returnPressed.connect(self._make)
        self.go.clicked.connect(self._make)
        self.shell.workspace.changed.connect(self._read)

    @property
    def _can_sign(self) -> bool:
        return self.details.key is not None

    # -- reading ---------------------------------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        if self.shell.workspace.workspace is not None:
            job = self.shell.workspace.read(crls.lists_of, self.id)
            job.finished.connect(self._show)
            job.failed.connect(self.refused)

    @Slot(object)
    def _show(self, found: Lists) -> None:
        self._found = found
        self._fill()

    def _fill(self) -> None:
        found = self._found
        if found is None:
            return
        current = self._newest or (chosen.id if (chosen := self.current()) is not None else "")
        self.list.clear()
        for crl in found.found:
            item = QTreeWidgetItem(self._texts(crl))
            item.setData(0, ENTRY, crl)
            overdue = state_of(crl) is State.OVERDUE
            item.setIcon(0, icons.icon(*(("clock", "warning") if overdue else ("check", "good"))))
            self.list.addTopLevelItem(item)
            if crl.id == current:
                self.list.setCurrentItem(item)
        first = self.list.topLevelItem(0)
        if self.current() is None and first is not None:
            self.list.setCurrentItem(first)
        self.list.setVisible(bool(found.found))
        self._row.setVisible(bool(found.found))
        header = self.list.header()
        header.setStretchLastSection(True)
        for column in range(4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._fit()
        self.standing.setText(self._standing(found))
        self._offer()
        self._say_what()
        self._current_changed()

    def _fit(self) -> None:
        """As high as its rows, up to a few, and a bar where they are too wide."""
        header, rows = self.list.header(), min(self.list.topLevelItemCount(), ROWS_SHOWN)
        row = max(self.list.sizeHintForRow(0), theme.current().px(20))
        bar = self.list.horizontalScrollBar().sizeHint().height() if header.length() > self.list.viewport().width() else 0
        self.list.setFixedHeight(header.sizeHint().height() + rows * row + bar + 2 * self.list.frameWidth() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _texts(self, crl: CrlEntry) -> list[str]:
        kind = self.tr("complete") if crl.base_number is None else self.tr("delta to {number}").format(number=_short(crl.base_number))
        until = "" if crl.next_update is None else f"{crl.next_update:%Y-%m-%d %H:%M}"
        return ["–" if crl.number is None else _short(crl.number), kind, f"{crl.this_update:%Y-%m-%d %H:%M}", until, f"{crl.entries:,}"]

    def _standing(self, found: Lists) -> str:
        count = f"{found.revoked:,}"
        revoked = self.tr("Revoked certificates of this CA: {count}.").format(count=count)
        none = self.tr("There is no CRL yet: nobody can learn it from one.") if not found.found else ""
        more = self.tr("Only the newest {0} are listed.").format(crls.LISTED) if found.more else ""
        return self.say(revoked, none, more)

    def current(self) -> CrlEntry | None:
        """The chosen one."""
        item = self.list.currentItem()
        return None if item is None else item.data(0, ENTRY)

    @Slot()
    def _current_changed(self) -> None:
        there = self.current() is not None
        for button in (self.show_button, self.inspect, self.save):
            button.setEnabled(there)

    # -- what is done ----------------------------------------------------------------------------------------------

    @Slot()
    def _show_entry(self) -> None:
        if (crl := self.current()) is not None:
            self.shell.wishes.entry.emit(crl.id)

    @Slot()
    def _inspect(self) -> None:
        if (crl := self.current()) is not None and isinstance(self.details.entry, CertificateEntry):
            self.shell.wishes.inspect.emit(pem_of(crl) + pem_of(self.details.entry))

    @Slot()
    def _save(self) -> None:
        if (crl := self.current()) is not None:
            save_crl(self.library, crl)

    @Slot()
    def _kind_chosen(self) -> None:
        self.days.fill(crls.DELTA_DAYS if self.kind.value() == DELTA else crls.DAYS)
        self._say_what()

    @Slot()
    def _make(self) -> None:
        if self.busy:
            return
        job = self.shell.workspace.change(crls.make, self.id, self.days.number(), self.kind.value() == DELTA)
        self.follow(job, self._made)

    def _made(self, crl: CrlEntry) -> None:
        self._newest = crl.id
        id = "after_crl_made" if crl.base_number is None else "after_delta_made"
        self.library.done(Message(id, {"name": self.details.entry.title, "number": str(crl.number), "count": crl.entries}))
        if self.open:
            self._read()

    # -- words -----------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        options: list[tuple[object, str]] = [(FULL, self.tr("complete CRL"))]
        if self._found is not None and self._found.base is not None:
            options.append((DELTA, self.tr("delta CRL to number {number}").format(number=_short(self._found.base.number or 0))))
        self.kind.offer(options)
        self.kind.setMinimumContentsLength(max(len(text) for _, text in options) + 2)

    def _say_what(self) -> None:
        if not self._can_sign:
            self.what.setText(self.tr("The private key of this CA is not here, so no CRL can be made."))
        elif self.kind.value() == DELTA:
            self.what.setText(self.tr("It lists only what changed since the complete one. Not every program reads deltas."))
        else:
            self.what.setText(self.tr("It lists all that is revoked. Programs want a newer one before it runs out."))
        self._making.setVisible(self._can_sign)

    def retranslate(self) -> None:
        self.title.setText(self.tr("CRLs of “{name}”").format(name=visible(self.details.entry.title)))
        self.list.setHeaderLabels([self.tr("Number"), self.tr("Kind"), self.tr("Made (UTC)"), self.tr("Next by (UTC)"), self.tr("Entries")])
        self.list.setAccessibleName(self.title.text())
        self.show_button.setText(self.tr("Show"))
        self.inspect.setText(self.tr("Inspect"))
        self.save.setText(self.tr("Save as a file…"))
        self._labels["kind"].setText(self.tr("Make a"))
        self._labels["days"].setText(self.tr("days until the next:"))
        self.kind.setAccessibleName(self.tr("Kind of the CRL"))
        self.days.setAccessibleName(self.tr("Days until the next CRL"))
        self.go.setText(self.tr("Make it"))
        self.cancelled.setText(self.tr("Close"))
        self._offer()
        self._say_what()
        self._fill()
        super().retranslate()


def _short(number: int) -> str:
    """A number may have twenty bytes (RFC 5280 5.2.3)."""
    text = str(number)
    return text if len(text) <= 12 else f"{text[:11]}…"

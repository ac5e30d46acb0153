"""What runs out when: a sentence, the months, and the certificates, what ends first before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import Message
from workbench.core.workspace.expiry import Expiry
from workbench.core.x509.finding import Status
from workbench.models.library.timeline.overview import Overview, Wanted, headline, left, overview, urgency
from workbench.views import icons
from workbench.views.inspector.banner import Banner
from workbench.views.library.timeline.chart import ExpiryChart
from workbench.views.panes import Text
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning
from workbench.words import visible

ROW = Qt.ItemDataRole.UserRole
MARKS = {
    Status.OK: ("check", "good"),
    Status.WARNING: ("clock", "warning"),
    Status.FAILURE: ("cross", "bad"),
    Status.NOT_CHECKED: ("dash", "muted"),
}


class TimelinePane(QWidget):
    """`entry_wanted(id)`: show that certificate. It reads the workspace when it is shown, and when that changes."""

    entry_wanted = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._found: Overview | None = None
        self._wanted = Wanted()
        self._trouble: Message | None = None
        self.banner = Banner(shell.language)
        self.chart = ExpiryChart()
        self.issuer, self.with_over, self.all_months = QComboBox(), QCheckBox(), QPushButton()
        self.all_months.setProperty("kind", "quiet")
        self.list = QTreeWidget()
        self.issuer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.issuer.setMinimumContentsLength(28)
        self.list.setColumnCount(4)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.more = Text("", "muted")
        self.show_button, self.renew_button = QPushButton(), QPushButton()
        icons.put(self.renew_button, "refresh", "muted")
        top = QHBoxLayout()
        top.addWidget(self.issuer)
        top.addWidget(self.with_over)
        top.addStretch(1)
        top.addWidget(self.all_months)
        below = QHBoxLayout()
        below.addWidget(self.more, 1)
        below.addWidget(self.show_button)
        below.addWidget(self.renew_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.banner, self.chart):
            column.addWidget(widget)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(below)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.chart.month_wanted.connect(self._month_chosen)
        self.issuer.activated.connect(self._filter_changed)
        self.with_over.toggled.connect(self._filter_changed)
        self.all_months.clicked.connect(self._all_months)
        self.list.itemActivated.connect(self._show_entry)
        self.list.currentItemChanged.connect(self._current_changed)
        self.show_button.clicked.connect(self._show_entry)
        self.renew_button.clicked.connect(self._renew)
        self.shell.workspace.changed.connect(self._read_if_shown)
        self.shell.workspace.opened.connect(self._read_if_shown)
        self.shell.theme.changed.connect(self.chart.refresh)

    # -- reading ---------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    @Slot()
    def _read_if_shown(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        if self.shell.workspace.workspace is None:
            self.shell.workspace.ensure_open()
            return
        job = self.shell.workspace.read(overview, self._wanted)
        job.finished.connect(self._show)
        job.failed.connect(self._show_trouble)

    @Slot(object)
    def _show(self, found: Overview) -> None:
        if found.wanted != self._wanted:
            return
        self._found, self._trouble = found, None
        self.chart.show_overview(found)
        self._fill()

    @Slot(object)
    def _show_trouble(self, message: Message) -> None:
        self._trouble = message
        self.banner.show_answer(Status.FAILURE, self.shell.language.say(message), "")

    @Slot(object)
    def _month_chosen(self, month: object) -> None:
        self._wanted = Wanted(self._wanted.issuer_id, self._wanted.with_over, month)  # type: ignore[arg-type]
        self._read()

    @Slot()
    def _all_months(self) -> None:
        self._month_chosen(None)

    @Slot()
    def _filter_changed(self) -> None:
        self._wanted = Wanted(self.issuer.currentData(), self.with_over.isChecked(), self._wanted.month)
        self._read()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        found, say = self._found, self.shell.language.say
        if found is None:
            return
        message, status = headline(found)
        self.banner.show_answer(status, say(message), "")
        self.issuer.clear()
        self.issuer.addItem(self.tr("All issuers"), None)
        for id, title in found.authorities:
            self.issuer.addItem(visible(title), id)
        self.issuer.setCurrentIndex(max(0, self.issuer.findData(self._wanted.issuer_id)))
        current = self._current()
        self.list.clear()
        for row in found.rows:
            texts = [visible(row.title), f"{row.not_after:%Y-%m-%d}", say(left(row, found.now)), visible(row.issuer)]
            item = QTreeWidgetItem(texts)
            item.setData(0, ROW, row)
            item.setIcon(0, icons.icon(*MARKS[urgency(row, found.now)]))
            self.list.addTopLevelItem(item)
            if current is not None and row.id == current.id:
                self.list.setCurrentItem(item)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        shown = self.tr("Only the first {0} are listed.").format(f"{len(found.rows):,}") if found.more else ""
        self.more.setText(shown)
        self.all_months.setVisible(found.wanted.month is not None)
        self._current_changed()

    def _current(self) -> Expiry | None:
        item = self.list.currentItem()
        return None if item is None else item.data(0, ROW)

    @Slot()
    def _current_changed(self) -> None:
        row = self._current()
        self.show_button.setEnabled(row is not None)
        self.renew_button.setEnabled(row is not None and not row.replaced)

    @Slot()
    def _show_entry(self) -> None:
        if (row := self._current()) is not None:
            self.entry_wanted.emit(row.id)

    @Slot()
    def _renew(self) -> None:
        if (row := self._current()) is not None:
            self.shell.wishes.issue.emit(Beginning("", replaces_id=row.id))

    def retranslate(self) -> None:
        self.with_over.setText(self.tr("Also revoked and renewed ones"))
        self.all_months.setText(self.tr("Show all months"))
        self.show_button.setText(self.tr("Show"))
        self.renew_button.setText(self.tr("Renew…"))
        self.issuer.setAccessibleName(self.tr("Issuer"))
        self.list.setHeaderLabels([self.tr("Certificate"), self.tr("Ends"), self.tr("How long"), self.tr("Issuer")])
        self.list.setAccessibleName(self.tr("What runs out when"))
        self.chart.retranslate()
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

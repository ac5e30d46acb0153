"""The OCSP responder: started and stopped here, where it listens, and what it was asked."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from workbench.core.errors import Message
from workbench.models.library.after.responder_desk import LOOPBACK, Heard, ResponderDesk
from workbench.models.library.details import Details
from workbench.views import icons, theme
from workbench.views.error_bar import Bar
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.editors.fields import NumberField
from workbench.views.library.after.panel import AfterPanel, row_of
from workbench.views.panes import BrokenText, IconLabel, Text
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.views.library.actions import Library

PORT = 8889
"""At first: the same one each time, since it stands in the certificates."""
ROWS_SHOWN = 6
URLS = ("ocsp", "issuer", "crl", "delta_crl")


def desk_of(library: Library) -> ResponderDesk:
    """The one responder of the window. As long as it runs, a bar at the top of the page says so."""
    assert isinstance(library, QWidget)
    desk = library.findChild(ResponderDesk)
    if desk is None:
        desk = ResponderDesk(library.shell.workspace, library)
        column = library.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(1, ResponderBar(library, desk))
        library.window().installEventFilter(_Ending(desk))
    return desk


class _Ending(QObject):
    """The responder goes with the window."""

    def __init__(self, desk: ResponderDesk) -> None:
        super().__init__(desk)
        self._desk = desk

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close:
            self._desk.end()
        return super().eventFilter(watched, event)


class ResponderBar(Bar):
    """That it runs, wherever one is in the library, and its end."""

    def __init__(self, library: Library, desk: ResponderDesk, parent: QWidget | None = None) -> None:
        super().__init__("neutral", parent)
        self._desk, self._language = desk, library.shell.language
        self._sentence = Text("", wrap=True)
        self.stop = QPushButton()
        self.stop.clicked.connect(desk.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(IconLabel("server", "good", 18))
        row.addWidget(self._sentence, 1)
        row.addWidget(self.stop)
        desk.changed.connect(self._show)
        desk.heard.connect(self._show)
        desk.session.vault_changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.setVisible(self._desk.running)
        where = self.tr("The OCSP responder listens on {address}.").format(address=f"{LOOPBACK}:{self._desk.port}")
        asked = self.tr("Requests so far: {count}.").format(count=f"{self._desk.count:,}")
        locked = self.tr("The keys are locked: it answers tryLater.") if self._desk.session.locked else ""
        between = "" if self._language.current == "ja" else " "
        self._sentence.setText(between.join(filter(None, (where, asked, locked))))
        self.setAccessibleName(where)
        self.stop.setText(self.tr("Stop"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._show()


class ResponderPanel(AfterPanel):
    def __init__(self, library: Library, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(library, details, parent)
        self.desk = desk_of(library)
        self.about, self.state = TermText(self.shell.language), TermText(self.shell.language)
        self.port, self._port_label = NumberField(), Text()
        self.port.fill(self.desk.port or PORT)
        self.port.setMaximumWidth(90)
        self._port_label.setBuddy(self.port)
        self.body.addWidget(self.about)
        self.body.addLayout(row_of(self._port_label, self.port, self.go))
        self.body.addWidget(self.state)
        self._make_urls()
        self.requests = QTreeWidget()
        self.requests.setColumnCount(3)
        self.requests.setRootIsDecorated(False)
        self.requests.setUniformRowHeights(True)
        self.requests.setAllColumnsShowFocus(True)
        self.requests.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.body.addWidget(self.requests)
        self.buttons.addWidget(self.cancelled)
        self.port.returnPressed.connect(self._start_or_stop)
        self.go.clicked.connect(self._start_or_stop)
        self.desk.changed.connect(self._show)
        self.desk.heard.connect(self._show_requests)
        self.desk.failed.connect(self.refused)
        self.shell.workspace.vault_changed.connect(self._show)
        self.setFocusProxy(self.go)
        self.retranslate()

    def _make_urls(self) -> None:
        self._for_certificates = TermText(self.shell.language, role="muted")
        self.body.addWidget(self._for_certificates)
        self._urls = QWidget()
        self._urls.setProperty("part", "clear")
        grid = QGridLayout(self._urls)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._url_names = {name: Text("", "quiet") for name in URLS}
        self.urls = {name: BrokenText("", "mono").selectable() for name in URLS}
        self.copies = {name: QToolButton() for name in URLS}
        for row, name in enumerate(URLS):
            grid.addWidget(self._url_names[name], row, 0)
            grid.addWidget(self.urls[name], row, 1)
            grid.addWidget(self.copies[name], row, 2)
            icons.put(self.copies[name], "copy", "muted")
            self.copies[name].clicked.connect(functools.partial(self._copy, name))
        self.body.addWidget(self._urls)

    def _copy(self, name: str, *ignored: object) -> None:
        QGuiApplication.clipboard().setText(self.address_of(name))

    def address_of(self, name: str) -> str:
        """The URL for the certificates of this CA; "" as long as the responder does not run."""
        urls = self.desk.urls(self.id)
        return "" if urls is None else str(getattr(urls, name))

    @Slot()
    def _start_or_stop(self) -> None:
        self._refuse(None)
        if self.desk.running:
            self.desk.stop()
        elif self.port.number() > 0xFFFF:
            self.refused(Message("after_port", {"port": self.port.number()}))
        else:
            self.desk.start(self.port.number())

    @Slot()
    def _show(self) -> None:
        running = self.desk.running
        self.go.setText(self.tr("Stop") if running else self.tr("Start"))
        self.port.setEnabled(not running and not self.desk.busy)
        if running:
            self.port.fill(self.desk.port)
        locked = self.tr("The private keys are locked: who asks is told to try later (tryLater).")
        self.state.setText(locked if self.shell.workspace.locked else "")
        self.state.setVisible(self.shell.workspace.locked)
        self._urls.setVisible(running)
        self._for_certificates.setVisible(running)
        for name in URLS:
            self.urls[name].setText(self.address_of(name))
        self._show_requests()

    @Slot()
    def _show_requests(self) -> None:
        heard = self.desk.requests()
        self.requests.clear()
        self.requests.addTopLevelItems([QTreeWidgetItem(self._texts(one)) for one in heard])
        self.requests.setVisible(self.desk.running or bool(heard))
        header = self.requests.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        height = max(self.requests.sizeHintForRow(0), theme.current().px(20))
        rows = min(max(len(heard), 2), ROWS_SHOWN)
        self.requests.setFixedHeight(header.sizeHint().height() + rows * height + 2 * self.requests.frameWidth() + 2)

    def _texts(self, heard: Heard) -> list[str]:
        about = ", ".join(serial for serial, _ in heard.answered.told) or heard.answered.request
        return [f"{heard.time:%H:%M:%S}", visible(about), self.shell.language.say(heard.answer)]

    def retranslate(self) -> None:
        self.title.setText(self.tr("OCSP responder"))
        self.about.setText(
            self.tr(
                "It tells programs on this computer how certificates of this workspace stand, and hands out CRLs and CA certificates. "
                "It listens on 127.0.0.1 only, from when you start it until you stop it, choose another workspace or close the program."
            )
        )
        self._for_certificates.setText(
            self.tr("These URLs belong into certificates that this CA issues. They hold as long as you choose the same port.")
        )
        self._port_label.setText(self.tr("Port (0: any free one):"))
        self.port.setAccessibleName(self.tr("Port"))
        names = {
            "ocsp": self.tr("OCSP"),
            "issuer": self.tr("CA certificate"),
            "crl": self.tr("CRL"),
            "delta_crl": self.tr("Delta CRL"),
        }
        for name in URLS:
            self._url_names[name].setText(names[name])
            copy = self.tr("Copy the URL: {what}").format(what=names[name])
            self.copies[name].setAccessibleName(copy)
            self.copies[name].setToolTip(copy)
        self.requests.setHeaderLabels([self.tr("Time (UTC)"), self.tr("Certificate"), self.tr("Answer")])
        self.requests.setAccessibleName(self.tr("What was asked"))
        self.cancelled.setText(self.tr("Close"))
        self._show()
        super().retranslate()

"""How it came out, in the place of the form: what was issued, until when it holds, and what one may do with it next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench import words
from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry, RequestEntry
from workbench.models.issuance.making import Issued
from workbench.views import theme
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.issuance.dates import long_date
from workbench.views.panes import BrokenText, IconLabel, Pane, Text
from workbench.views.shell import Shell
from workbench.words import visible


class Outcome(Pane):
    """another   issue another one like it; done   back to an empty form. `extras` takes further buttons"""

    another = Signal()
    done = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.shell = shell
        self.issued: Issued | None = None
        self.headline = Text("", "headline", wrap=True).selectable()
        self.saved = Text("", "quiet", wrap=True)
        self.library, self.inspector, self.more, self.back = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.save = QPushButton()
        self.save.clicked.connect(self._to_files)
        self.save, self.save_client = QPushButton(), QPushButton()
        self.save.clicked.connect(self._save)
        self.save_client.clicked.connect(self._save_client)
        self.library.setProperty("kind", "main")
        self.library.clicked.connect(self._to_library)
        self.inspector.clicked.connect(self._to_inspector)
        self.more.clicked.connect(self.another)
        self.back.setProperty("kind", "link")
        self.back.clicked.connect(self.done)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("check", "good", 28), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.headline, 1)
        self.extras = FlowLayout(spacing=8)
        for button in (self.library, self.save, self.save_client, self.inspector, self.more, self.back):
            self.extras.addWidget(button)
        inner = QWidget()
        inner.setProperty("part", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(head)
        column.addWidget(self.saved)
        column.addLayout(self.facts)
        column.addLayout(self.extras)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setProperty("part", "clear")
        area.setWidget(inner)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.addWidget(area)
        self.retranslate()

    def show_issued(self, issued: Issued) -> None:
        self.issued = issued
        self.save.setVisible(isinstance(issued.main, CertificateEntry))
        self.more.setVisible(issued.intent not in ("lab", "sign"))
        self.save_client.setVisible(issued.intent == "lab")
        self.save.setVisible(isinstance(issued.main, CertificateEntry))
        self.retranslate()
        self.library.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_library(self) -> None:
        if self.issued is not None:
            self.shell.wishes.entry.emit(self.issued.main.id)

    def _save(self) -> None:
        if self.issued is not None:
            self._save_files(self.issued.main.id)

    def _save_client(self) -> None:
        if self.issued is not None:
            self._save_files(self.issued.entries[-1].id)

    def _save_files(self, id: str) -> None:
        from workbench.views.library.taking_out.dialog import save_for_software  # loads what writes files of every kind

        save_for_software(self.shell, id, self)

    def _to_files(self) -> None:
        if self.issued is not None and isinstance(self.issued.main, CertificateEntry):
            from workbench.views.library.taking_out.dialog import save_for_software

            save_for_software(self.shell, self.issued.main.id, self.window())

    def _to_inspector(self) -> None:
        if self.issued is not None:
            self.shell.wishes.inspect.emit(self.issued.pem)

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("How it came out"))
        self.library.setText(self.tr("Show in the library"))
        self.save.setText(self.tr("Save for other software…"))
        self.inspector.setText(self.tr("Open in the inspector"))
        lab = self.issued is not None and self.issued.intent == "lab"
        signed = self.issued is not None and self.issued.intent == "sign"
        files = self.tr("Save certificate and chain…") if signed else self.tr("Save files…")
        self.save.setText(self.tr("Save the server’s files…") if lab else files)
        self.save_client.setText(self.tr("Save the client’s files…"))
        self.more.setText(self.tr("Another one like it"))
        self.back.setText(self.tr("Back to the requests") if signed else self.tr("Back to an empty form"))
        while self.facts.count():
            item = self.facts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        issued = self.issued
        if issued is None:
            return
        entry = issued.main
        name = visible(entry.title)
        if isinstance(entry, RequestEntry):
            self.headline.setText(self.tr("The request for {name} is made").format(name=name))
            self.saved.setText(self.tr("Send it to the CA that shall sign it. Its private key stays in this workspace."))
            self._fact(self.tr("Private key"), entry.key_text)
            self._fact("SHA-256", entry.sha256, "mono")
            return
        if len(issued.entries) > 1:
            self.headline.setText(self.tr("The lab PKI for {name} is made").format(name=name))
            self.saved.setText(self.tr("Four certificates and their keys are in this workspace."))
            for one in issued.entries:
                if isinstance(one, CertificateEntry):
                    role = words.say(Message(f"role_{one.role}"), self.shell.language.current)
                    self._fact(role, self.tr("{name} · until {date}").format(name=visible(one.title), date=long_date(one.not_after)))
            return
        self.headline.setText(self.tr("Issued: {name}").format(name=name))
        here = entry.key_id is not None
        self.saved.setText(
            self.tr("Certificate and private key are in this workspace.")
            if here
            else self.tr("The certificate is in this workspace. Save it with its chain for the requester, who has the private key.")
        )
        self._fact(self.tr("Valid until"), long_date(entry.not_after))
        self._fact(self.tr("Private key") if here else self.tr("Public key"), entry.key_text)
        self._fact(self.tr("Serial number"), int(entry.serial, 16).to_bytes((len(entry.serial) + 1) // 2, "big").hex(":"), "mono")

    def _fact(self, name: str, value: str, role: str = "") -> None:
        row = self.facts.rowCount()
        self.facts.addWidget(Text(name, "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
        shown = BrokenText(value, role).selectable() if role == "mono" else Text(value, role, wrap=True).selectable()
        self.facts.addWidget(shown, row, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

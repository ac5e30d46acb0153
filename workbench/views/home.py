"""Home: what this is, how to open something, what was open lately, and which questions it answers."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.models import jobs
from workbench.views import icons, theme
from workbench.views.panes import ElidedText, IconLabel, Pane, SectionHeader, Text
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning
from workbench.words import visible

RECENT_SHOWN = 8
LINKS_BESIDE = 1060
"""Pixels from which on both panes of links have room beside each other."""
HANDSHAKES = ("tls13_full", "tls12_rsa", "tls13_mutual", "tls13_resumption", "untrusted_issuer", "opened_years_later_rsa")
"""Scenarios that answer what people ask first."""
ISSUING = ("lab", "server", "root", "client", "request", "sign")
"""What people want made first: intents of the page that issues."""


class HomePage(QScrollArea):
    """handshake_wanted(id)   a scenario is to be watched"""

    handshake_wanted = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("part", "clear")
        inner.setMaximumWidth(1080)
        self.viewport().setProperty("part", "clear")
        holder = QWidget()
        holder.setProperty("part", "clear")
        outer = QHBoxLayout(holder)
        outer.setContentsMargins(10, 10, 10, 10)
        outer.addStretch(1)
        outer.addWidget(inner, 1000)
        outer.addStretch(1)
        self.setWidget(holder)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(16)

        self._what = Text("", "large", wrap=True)
        self._how = Text("", "quiet", wrap=True)
        column.addWidget(self._what)
        column.addWidget(self._how)
        column.addWidget(self._drop_area())
        self._lower = QGridLayout()
        self._lower.setSpacing(10)
        self._recent_pane = Pane()
        self._questions_pane = Pane()
        self._recent_title, self._questions_title = SectionHeader(), SectionHeader()
        self._recent_rows = QVBoxLayout()
        self._recent_rows.setSpacing(2)
        self._no_recent = Text("", "quiet", wrap=True)
        self._recent_pane.column.addWidget(self._recent_title)
        self._recent_pane.column.addWidget(self._no_recent)
        self._recent_pane.column.addLayout(self._recent_rows)
        self._recent_pane.column.addStretch()
        self._questions_pane.column.addWidget(self._questions_title)
        self._questions = [Text("", wrap=True) for _ in range(6)]
        for icon, text in zip(("file", "link", "boxes", "key", "clock", "list"), self._questions, strict=True):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(icon, "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text, 1)
            self._questions_pane.column.addLayout(row)
        self._questions_pane.column.addStretch()
        column.addLayout(self._lower)
        self._issuing = _LinksPane(ISSUING)
        self._watching = _LinksPane(HANDSHAKES)
        self.issuing, self.handshakes = self._issuing.buttons, self._watching.buttons
        self._issuing.chosen.connect(lambda id: shell.wishes.issue.emit(Beginning(id)))
        self._watching.chosen.connect(self.handshake_wanted)
        column.addStretch()
        self._arrange()
        self.retranslate()
        shell.settings.changed.connect(self._settings_changed)

    def _drop_area(self) -> QFrame:
        area = QFrame()
        area.setProperty("part", "drop")
        area.setMinimumHeight(160)
        self.drop_area = area
        self.open_button = QPushButton()
        self.open_button.setProperty("kind", "main")
        self.open_button.setMinimumHeight(36)
        self.open_button.setMinimumWidth(160)
        self.open_button.clicked.connect(self.shell.actions["open"].trigger)
        self.demo_button = QPushButton()
        self.demo_button.setProperty("kind", "link")
        self.demo_button.clicked.connect(self.shell.actions["demo"].trigger)
        self._drop_text = Text("", "quiet", wrap=True)
        self._drop_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(area)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addStretch()
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel("drop", size=28), 0, centre)
        column.addWidget(self._drop_text)
        column.addWidget(self.open_button, 0, centre)
        column.addWidget(self.demo_button, 0, centre)
        column.addStretch()
        return area

    def _arrange(self) -> None:
        narrow = self.width() < 760
        self._lower.removeWidget(self._recent_pane)
        self._lower.removeWidget(self._questions_pane)
        self._lower.addWidget(self._recent_pane, 0, 0)
        self._lower.addWidget(self._questions_pane, 1 if narrow else 0, 0 if narrow else 1)
        self._lower.setColumnStretch(0, 1)
        self._lower.setColumnStretch(1, 0 if narrow else 1)
        beside = self.width() >= LINKS_BESIDE
        for number, pane in enumerate((self._issuing, self._watching)):
            self._lower.removeWidget(pane)
            self._lower.addWidget(pane, 2 if beside else 2 + number, number if beside else 0, 1, 1 if beside else 2)
            pane.arrange(narrow or beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- recent files ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_at_recent()

    def _settings_changed(self, name: str) -> None:
        if name == "recent":
            self._look_at_recent()

    def _look_at_recent(self) -> None:
        """Which of them are still there is looked up in a job: a share that sleeps must not hold up the window."""
        paths = self.shell.settings.recent[:RECENT_SHOWN]
        self._show_recent(paths, frozenset())
        if paths:
            jobs.run(_missing, paths).finished.connect(self._mark_missing)

    @Slot(object)
    def _mark_missing(self, found: tuple[tuple[str, ...], frozenset[str]]) -> None:
        if found[1]:
            self._show_recent(*found)

    def _show_recent(self, paths: tuple[str, ...], missing: frozenset[str]) -> None:
        if paths != self.shell.settings.recent[:RECENT_SHOWN]:
            return
        while self._recent_rows.count():
            item = self._recent_rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._no_recent.setVisible(not paths)
        for path in paths:
            self._recent_rows.addWidget(_RecentRow(self.shell, path, path in missing))

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Home"))
        self._what.setText(self.tr("Open any certificate file and see what it is, which chain it belongs to, and whether it is valid."))
        self._how.setText(self.tr("Its content decides, not its name. Everything stays on this computer."))
        self._drop_text.setText(
            self.tr("Drop certificates, keys, CSRs, CRLs, keystores or whole folders here, or paste them with Ctrl+V.")
        )
        self.open_button.setText(self.tr("Open…"))
        self.demo_button.setText(self.tr("Or look around with the demonstration files"))
        self._recent_title.setText(self.tr("Recent files"))
        self._no_recent.setText(self.tr("Files that you open are listed here."))
        self._questions_title.setText(self.tr("What it answers"))
        for label, text in zip(
            self._questions,
            (
                self.tr("What is this file, and what is in it?"),
                self.tr("Is the chain valid? If not: where does it break, why, and what helps?"),
                self.tr("Which file goes into which box of an upload form: certificate, private key, chain?"),
                self.tr("Do this key, this request and this certificate belong together?"),
                self.tr("What expires when, and what has been revoked?"),
                self.tr("Which bytes say so, and which clause of which RFC?"),
            ),
            strict=True,
        ):
            label.setText(text)
        self._issuing.name(
            self.tr("Make a certificate"),
            (
                self.tr("A whole lab: root, intermediate, server and client"),
                self.tr("For a web server"),
                self.tr("For a CA of my own"),
                self.tr("For a client, to sign in with mutual TLS"),
                self.tr("A request (CSR) for another CA"),
                self.tr("From a request that somebody sent me"),
            ),
        )
        self._watching.name(
            self.tr("Watch a handshake"),
            (
                self.tr("Where does the shared key come from, and why does it never cross the wire?"),
                self.tr("Who encrypts what with which key, when RSA carries it?"),
                self.tr("How do both sides prove who they are?"),
                self.tr("Why does the second visit go faster?"),
                self.tr("Why does my browser not trust this server?"),
                self.tr("Can somebody read it years later?"),
            ),
        )
        self._look_at_recent()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def panes(self) -> list[QWidget]:
        recent = [row.name for row in self._recent_pane.findChildren(_RecentRow)[:1]]
        return [self.open_button, *recent, self.issuing[ISSUING[0]], self.handshakes[HANDSHAKES[0]]]


class _LinksPane(Pane):
    """Links with a heading, in two columns or one: `chosen(id)`."""

    chosen = Signal(str)

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__()
        self._title = SectionHeader()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(2)
        self.buttons = {id: QPushButton() for id in ids}
        for id, button in self.buttons.items():
            button.setProperty("kind", "link")
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda checked=False, wanted=id: self.chosen.emit(wanted))
        self.column.addWidget(self._title)
        self.column.addLayout(self._grid)

    def name(self, title: str, texts: Sequence[str]) -> None:
        self._title.setText(title)
        for button, text in zip(self.buttons.values(), texts, strict=True):
            button.setText(text)

    def arrange(self, narrow: bool) -> None:
        for number, button in enumerate(self.buttons.values()):
            self._grid.removeWidget(button)
            row, column = (number, 0) if narrow else (number // 2, number % 2)
            self._grid.addWidget(button, row, column, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 0 if narrow else 1)


class _RecentRow(QWidget):
    """One recent file: its name (opens it), its folder, and a button that takes it off the list."""

    def __init__(self, shell: Shell, path: str, missing: bool) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.name = QPushButton()
        self.name.setProperty("kind", "link")
        self.name.setText(visible(os.path.basename(path)).replace("&", "&&"))
        self.name.setEnabled(not missing)
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.name.clicked.connect(lambda: shell.session.open_paths([path]))
        folder = visible(os.path.dirname(path))
        note = ElidedText(self.tr("not there any more: {folder}").format(folder=folder) if missing else folder, "muted")
        self.name.setAccessibleDescription(note.whole())
        remove = QToolButton()
        icons.put(remove, "close", "muted")
        remove.setIconSize(QSize(14, 14))
        remove.setToolTip(self.tr("Take it off this list"))
        remove.setAccessibleName(self.tr("Take {name} off this list").format(name=self.name.text()))
        remove.clicked.connect(lambda: shell.settings.forget_recent(path))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(IconLabel("exclamation" if missing else "file", "warning" if missing else "muted", 16))
        row.addWidget(self.name)
        row.addWidget(note, 1)
        row.addWidget(remove)


def _missing(paths: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The paths, and those of them that are not there."""
    return paths, frozenset(path for path in paths if not os.path.exists(path))

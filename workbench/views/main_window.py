"""The window: top bar, rail, bars for trouble, and the page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models import jobs
from workbench.models.resource import resource
from workbench.models.session import Source
from workbench.models.settings import TEXT_SIZES
from workbench.views import icons, theme
from workbench.views.actions import TABLE, Row
from workbench.views.error_bar import MessageBar, ProgressBar
from workbench.views.intake import can_take, take
from workbench.views.pages import PAGES
from workbench.views.password_bar import PasswordBar
from workbench.views.presence import Presence
from workbench.views.rail import Rail
from workbench.views.search_entries import SearchEntries
from workbench.views.shell import (
    CanPresent,
    HasPanes,
    IssuesCertificates,
    OffersHandshakes,
    PlaysHandshakes,
    Shell,
    ShowsEntries,
    ShowsItems,
)
from workbench.views.shortcuts_overview import ShortcutsOverview
from workbench.views.tab_order import move_focus
from workbench.views.top_bar import TopBar
from workbench.views.wishes import Beginning

if TYPE_CHECKING:
    from workbench.views.glossary.asking import Asking
    from workbench.views.glossary.glossary_window import GlossaryWindow

GLANCE_MS, GLANCE_AT_MOST = 4000, 500
"""How often, and up to how many open files, one looks whether they changed on the disk."""


class MainWindow(QMainWindow):
    def __init__(self, shell: Shell, page: str = "home", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 440)
        self._make_actions()
        self.top_bar = TopBar(shell.language.current)
        self.rail = Rail()
        self.trouble = MessageBar(shell.language, "bad")
        self.notices = MessageBar(shell.language, "warning")
        self.done = MessageBar(shell.language, "neutral", "check")
        self.progress = ProgressBar()
        self.password_bar = PasswordBar(shell.session, shell.language)
        self._pages: dict[str, QWidget] = {}
        self._page = ""
        self._glossary: GlossaryWindow | None = None
        self._presence = Presence(shell.workspace, self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._restore()
        self.retranslate()
        self.show_page(page)
        if shell.settings.trouble is not None:
            self.trouble.add(shell.settings.trouble)

    def _lay_out(self) -> None:
        bars = QVBoxLayout()
        bars.setContentsMargins(0, 0, 0, 0)
        bars.setSpacing(0)
        for bar in (self.trouble, self.notices, self.done, self.password_bar, self.progress):
            holder = _BarHolder(bar)
            bars.addWidget(holder)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(bars)
        right.addWidget(self._stack, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addLayout(right, 1)
        self._central = central = QWidget()
        central.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(body, 1)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        session, settings = self.shell.session, self.shell.settings
        self.rail.chosen.connect(self.show_page)
        self.top_bar.language_wanted.connect(lambda language: setattr(settings, "language", language))
        self.top_bar.present.clicked.connect(self._present)
        self._entries = SearchEntries(self.shell, self._show_item, self.show_term, self)
        self._entries.changed.connect(self.top_bar.field.refill)
        for provider in self._entries.providers:
            self.top_bar.field.add_provider(provider)
        session.opening.connect(self.progress.follow)
        session.opened.connect(self._opened)
        session.failed.connect(self.trouble.add)
        session.settled.connect(self.trouble.withdraw)
        session.done.connect(self.done.replace)
        session.opening.connect(lambda job: self.done.clear())  # it is about what was before
        session.noted.connect(lambda message, source: self.notices.add(message))
        self.notices.set_action(lambda: self.tr("Read again"), self._read_again)
        wishes = self.shell.wishes
        wishes.issue.connect(self.issue)
        wishes.entry.connect(self.show_entry)
        wishes.inspect.connect(self.inspect)
        wishes.keep.connect(self.keep)
        wishes.handshake.connect(self.watch)
        wishes.handshake_with.connect(self.watch_with)
        self.shell.workspace.failed.connect(self.trouble.add)
        self.shell.workspace.failed_aside.connect(self.trouble.add)
        settings.changed.connect(self._settings_changed)
        self.shell.language.changed.connect(self._language_changed)
        self.shell.theme.changed.connect(icons.refresh)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._state_changed)
        self._glance = QTimer(self)
        self._glance.setInterval(GLANCE_MS)
        self._glance.timeout.connect(self._look_at_disk)
        self._glance.start()

    def _make_actions(self) -> None:
        runs = {
            "open": self.ask_for_files, "open_folder": self.ask_for_folder, "paste": self.paste, "demo": self.open_demo,
            "reload": self._reload_all, "present": self._present, "close": self._close_current, "close_all": self.shell.session.close_all,
            "search": lambda: self.top_bar.field.begin(), "next_pane": lambda: self._move_pane(1),
            "previous_pane": lambda: self._move_pane(-1), "language": self._switch_language, "theme": self._switch_theme,
            "larger": lambda: self._step_text_size(1), "smaller": lambda: self._step_text_size(-1),
            "normal": lambda: setattr(self.shell.settings, "text_size", 100), "shortcuts": self.show_shortcuts, "quit": self.close,
            "glossary": self.show_term, "meaning": lambda: self.asking.ask(),
        }  # fmt: skip
        actions = self.shell.actions
        for row in TABLE:
            actions.add(self, row, runs[row.id])
        for number, page in enumerate(PAGES, 1):
            row = Row(f"page_{page.id}", page.title, (page.shortcut or f"Ctrl+{number}",), page.icon)
            actions.add(self, row, functools.partial(self.show_page, page.id), "Pages")

    # -- pages -----------------------------------------------------------------------------------------------------

    def page(self, id: str) -> QWidget:
        """The page of this id; made when asked for first."""
        if id not in self._pages:
            row = next(row for row in PAGES if row.id == id)
            widget = row.make(self.shell)
            self._pages[id] = widget
            if isinstance(widget, OffersHandshakes):
                widget.handshake_wanted.connect(self.watch)
            self._stack.addWidget(widget)
        return self._pages[id]

    @property
    def current_page(self) -> str:
        return self._page

    def show_page(self, id: str) -> None:
        widget = self.page(id)
        self._page = id
        self._stack.setCurrentWidget(widget)
        self.rail.show_chosen(id)
        self._share_keys(isinstance(widget, CanPresent))
        self._name_window()

    def _share_keys(self, presents: bool) -> None:
        """F5 presents where there is something to present, and reads again among the open files."""
        present, reload = self.shell.actions["present"], self.shell.actions["reload"]
        present.setEnabled(presents)
        present.setShortcuts([QKeySequence("F5")] if presents else [])
        reload.setShortcuts([QKeySequence("Ctrl+R"), *([QKeySequence("F5")] if self._page == "inspect" else [])])
        self.top_bar.present.setVisible(presents)

    def _present(self) -> None:
        page = self._pages[self._page]
        if isinstance(page, CanPresent):
            page.present()

    def watch(self, id: str) -> None:
        """Show this scenario of a handshake, and play it."""
        self.show_page("handshakes")
        page: object = self.page("handshakes")
        if isinstance(page, PlaysHandshakes):
            page.watch(id)

    def watch_with(self, id: str, parameters: object) -> None:
        """Show this scenario with these parameters, and play it."""
        self.show_page("handshakes")
        page: object = self.page("handshakes")
        if isinstance(page, PlaysHandshakes):
            page.watch_with(id, parameters)

    def issue(self, wanted: Beginning) -> None:
        """Show the form for this."""
        self.show_page("issue")
        page: object = self.page("issue")
        if isinstance(page, IssuesCertificates):
            page.begin(wanted)

    def show_entry(self, id: str) -> None:
        """Show what is in the workspace under that id."""
        self.show_page("library")
        page: object = self.page("library")
        if isinstance(page, ShowsEntries):
            page.show_entry(id)

    def keep(self, objects: object) -> None:
        """Keep these in the workspace, and show them there."""
        self.show_page("library")
        page: object = self.page("library")
        if isinstance(page, ShowsEntries):
            page.keep(objects)

    def inspect(self, data: bytes) -> None:
        """Open this in the inspector."""
        self.show_page("inspect")
        self.shell.session.open_bytes(data)

    def _move_pane(self, by: int) -> None:
        """Put the focus into the next pane: rail, then those of the page, then the bars that show, then the search."""
        page = self._pages[self._page]
        stops: list[QWidget] = [self.rail.button(self._page)]
        stops += page.panes() if isinstance(page, HasPanes) else [page]
        stops += [self.password_bar.field] if self.password_bar.isVisible() else []
        stops += [self.top_bar.field]
        stops = [stop for stop in stops if stop.isVisible() and stop.isEnabled()]
        focus = self.focusWidget()
        here = next((n for n, stop in enumerate(stops) if focus is not None and (stop is focus or stop.isAncestorOf(focus))), 0)
        target = stops[(here + by) % len(stops)]
        if target.focusPolicy() is Qt.FocusPolicy.NoFocus:
            stops = [child for child in target.findChildren(QWidget) if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus]
            target = stops[0] if stops else target
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the window as one reads it."""
        return move_focus(self, next)

    # -- opening ---------------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Open files"))
        if paths:
            self.shell.session.open_paths(paths)

    def ask_for_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Open a folder"))
        if path:
            self.shell.session.open_paths([path])

    def open_demo(self) -> None:
        self.shell.session.open_paths([resource("demo")])

    def paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        self._take(mime)

    def _take(self, mime: QMimeData | None) -> None:
        found = take(mime) if mime is not None else None
        if not found:
            self.trouble.add(Message("nothing_to_take"))
        elif found.paths:
            self.shell.session.open_paths(found.paths)
        else:
            self.shell.session.open_bytes(found.data)

    def _opened(self, sources: list[Source]) -> None:
        if any(source.objects or source.locked for source in sources) and self._page != "inspect":
            self.show_page("inspect")
        self._name_window()

    def _reload_all(self) -> None:
        for source in self.shell.session.sources:
            self.shell.session.reopen(source)

    def _read_again(self) -> None:
        for source in self.shell.session.changed_on_disk:
            self.shell.session.reopen(source)

    def _close_current(self) -> None:
        page: object = self._pages.get("inspect")
        item = page.current_item() if isinstance(page, ShowsItems) else None
        if item is not None:
            self.shell.session.close_item(item)
        elif self.shell.session.sources:
            self.shell.session.close(self.shell.session.sources[-1:])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()):
            event.acceptProposedAction()
            self._mark_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark_drop(False)
        event.acceptProposedAction()
        self._take(event.mimeData())

    def _mark_drop(self, hot: bool) -> None:
        """Every drop area of the page lights up while something hovers over the window."""
        for area in self._pages[self._page].findChildren(QWidget):
            if area.property("part") == "drop":
                area.setProperty("hot", hot)
                area.style().unpolish(area)
                area.style().polish(area)

    # -- the command search ----------------------------------------------------------------------------------------

    def _show_item(self, id: str) -> None:
        self.show_page("inspect")
        page = self.page("inspect")
        if isinstance(page, ShowsItems):
            page.show_item(id)

    @functools.cached_property
    def asking(self) -> Asking:
        """Explains what stands in the window, from when it is first asked for: a start does not wait for it."""
        from workbench.views.glossary.asking import Asking

        return Asking(self, self.shell.language)

    def show_term(self, id: str = "") -> None:
        """The glossary with this entry, or as it was left."""
        from workbench.views.glossary.glossary_window import GlossaryWindow

        if self._glossary is None:
            self._glossary = GlossaryWindow(self.shell, self)
        self._glossary.open_at(id)

    def show_shortcuts(self) -> None:
        ShortcutsOverview(self.shell.actions, self).open()

    # -- settings --------------------------------------------------------------------------------------------------

    def _switch_language(self) -> None:
        self.shell.settings.language = "en" if self.shell.language.current == "ja" else "ja"

    def _switch_theme(self) -> None:
        self.shell.settings.theme = "light" if theme.current().dark else "dark"

    def _step_text_size(self, by: int) -> None:
        place = TEXT_SIZES.index(self.shell.settings.text_size) + by
        self.shell.settings.text_size = TEXT_SIZES[min(max(place, 0), len(TEXT_SIZES) - 1)]

    def _settings_changed(self, name: str) -> None:
        settings = self.shell.settings
        if name == "language":
            self.shell.language.choose(settings.language)
        elif name == "theme":
            self.shell.theme.choose(settings.theme)
        elif name == "text_size":
            self.shell.theme.set_text_size(settings.text_size)
        elif name == "trust":
            self.shell.session.set_conditions(trust=settings.trust)
        elif name == "rules":
            self.shell.session.set_rules(settings.rules)

    def _language_changed(self, language: str) -> None:
        self.top_bar.show_language(language)
        self.shell.theme.set_language(language)

    def retranslate(self) -> None:
        self.shell.actions.retranslate()
        self._name_window()

    def _name_window(self) -> None:
        title = next((QCoreApplication.translate("Pages", row.title) for row in PAGES if row.id == self._page), "")
        self.setWindowTitle(f"{title} – TLS Workbench" if title else "TLS Workbench")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- coming and going ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None or self.focusWidget() is self.top_bar.field:
            self._central.setFocus(Qt.FocusReason.OtherFocusReason)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.shell.session.check_disk()

    def _look_at_disk(self) -> None:
        """While the window is in use; of very many files only when one comes back to it."""
        if self.isActiveWindow() and len(self.shell.session.sources) <= GLANCE_AT_MOST:
            self.shell.session.check_disk()

    def _restore(self) -> None:
        geometry = self.shell.settings.layout("window")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1280, 800)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.shell.settings.remember_layout("window", QByteArray(self.saveGeometry()))
        self.shell.settings.sync()
        jobs.activity.cancel_all()
        self.shell.workspace.lock()
        super().closeEvent(event)


class _BarHolder(QWidget):
    """Keeps the distance of a bar from the window's edge, and none when the bar is hidden."""

    def __init__(self, bar: QWidget) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._bar = bar
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 0)
        column.addWidget(bar)
        bar.installEventFilter(self)
        self.setVisible(not bar.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(event.type() == QEvent.Type.ShowToParent)
        return False

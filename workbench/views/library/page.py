"""The page "Library": what is in the workspace as a tree, and the chosen entry beside it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models.jobs import Job
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.models.library import work
from workbench.models.library.query import Query
from workbench.models.library.rows import Kind, Row
from workbench.models.library.tree import LibraryModel, is_empty
from workbench.views.actions import Row as ActionRow
from workbench.views.error_bar import MessageBar
from workbench.views.intake import can_take, take
from workbench.views.library.detail import EntryDetail
from workbench.views.library.looks import LOOKS
from workbench.views.library.search_bar import SearchBar
from workbench.views.library.tree_pane import TreePane
from workbench.views.library.tree_view import LibraryTree
from workbench.views.library.vault_bar import VaultBar
from workbench.views.panes import EmptyState, Splitter
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning

if TYPE_CHECKING:
    from workbench.core.formats.found import FoundObject
    from workbench.models.library.details import Details
    from workbench.models.library.importing import Imported

FOLD_BELOW = 780
"""Pixels of the page (the window is wider by the rail) below which the detail stands under the tree."""
RESTS_MS = 40
"""A row is read when the choice has rested on it so long: holding a key down does not read every row on the way."""


ROWS = (
    ActionRow("library_search", QT_TRANSLATE_NOOP("LibraryActions", "Search the library"), ("Ctrl+F",), "search"),
    ActionRow("library_import", QT_TRANSLATE_NOOP("LibraryActions", "Import files into the library"), ("Ctrl+Shift+I",), "open"),
    ActionRow("library_lock", QT_TRANSLATE_NOOP("LibraryActions", "Lock the private keys"), ("Ctrl+Shift+L",), "lock"),
)


class LibraryPage(QWidget):
    """What actions may use of it is `actions.Library`."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._wanted = ""
        self._reveal = False
        self._reading_failed: Message | None = None
        self._undo: Callable[[], None] | None = None
        self._stale = False
        self._to_keep: tuple[FoundObject, ...] = ()
        self.model = LibraryModel(shell.workspace, shell.language.current, self)
        self.vault = VaultBar(shell, self)
        self.done_bar = MessageBar(shell.language, "neutral", "check")
        self.trouble_bar = MessageBar(shell.language, "bad")
        self.tree_pane = TreePane(shell, self.model)
        self.detail = EntryDetail(self)
        self.splitter = Splitter("library", shell.settings, FOLD_BELOW, shares=(42, 58), folded_shares=(46, 54))
        self.splitter.addWidget(self.tree_pane)
        self.splitter.addWidget(self.detail)
        self.empty, self.trouble = EmptyState("library"), EmptyState("exclamation")
        self._make_buttons()
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self._read_details)
        self.looks = {look.id: QPushButton() for look in LOOKS}
        self._look = LOOKS[0].id
        self._looks_made: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(10)
        for bar in (self.vault, self.done_bar, self.trouble_bar, self._segments()):
            column.addWidget(bar)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        for part in (self.splitter, self.empty, self.trouble):
            self._stack.addWidget(part)
        self._connect()
        self._add_actions()
        self.retranslate()
        self._show_remembered_look()
        shell.workspace.ensure_open()
        if shell.workspace.workspace is not None:
            self.model.reload()

    def _make_buttons(self) -> None:
        self.make_root, self.make_lab, self.import_button = QPushButton(), QPushButton(), QPushButton()
        self.make_root.setProperty("kind", "main")
        self.make_root.clicked.connect(functools.partial(self._begin, "root"))
        self.make_lab.clicked.connect(functools.partial(self._begin, "lab"))
        self.import_button.clicked.connect(self.ask_for_files)
        for button in (self.make_root, self.make_lab, self.import_button):
            self.empty.add_button(button)
        self.again, self.to_settings = QPushButton(), QPushButton()
        self.again.setProperty("kind", "main")
        self.again.clicked.connect(self.shell.workspace.ensure_open)
        self.to_settings.clicked.connect(self._show_settings)
        for button in (self.again, self.to_settings):
            self.trouble.add_button(button)

    def _segments(self) -> QWidget:
        """The ways to look at it, of which one is chosen."""
        self.segments = QWidget()
        self.segments.setProperty("part", "clear")
        group, row = QButtonGroup(self), QHBoxLayout(self.segments)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for id, button in self.looks.items():
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setChecked(id == self._look)
            button.clicked.connect(functools.partial(self._choose_look, id))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch()
        return self.segments

    def _choose_look(self, id: str, *ignored: object) -> None:
        """It is the same next time."""
        self.show_look(id)
        self.shell.settings.remember_layout("library_look", QByteArray(id.encode()))

    def _show_remembered_look(self) -> None:
        remembered = self.shell.settings.layout("library_look")
        id = "" if remembered is None else bytes(remembered.data()).decode(errors="replace")
        if id in self.looks and id != self._look:
            self.show_look(id)

    def show_look(self, id: str, *ignored: object) -> None:
        """Look at the library this way."""
        look = next(look for look in LOOKS if look.id == id)
        self._look = id
        self.looks[id].setChecked(True)
        if look.make is not None and id not in self._looks_made:
            made = self._looks_made[id] = look.make(self.shell)
            made.entry_wanted.connect(self.show_entry)
            self._stack.addWidget(made)
        self._show_stack()

    def _show_stack(self) -> None:
        """What there is to see: that the workspace cannot be opened, that it is empty, or what one looks at."""
        trouble = self.shell.workspace.trouble is not None
        empty = is_empty(self.model)
        self.segments.setVisible(not trouble and not empty)
        if trouble or empty:
            self._stack.setCurrentWidget(self.trouble if trouble else self.empty)
        else:
            self._stack.setCurrentWidget(self._looks_made.get(self._look, self.splitter))

    def _connect(self) -> None:
        session, tree = self.shell.workspace, self.tree
        session.opened.connect(self._opened)
        session.failed.connect(self._not_opened)
        session.changed.connect(self._changed)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._not_read)
        self.search.changed.connect(self._look_for)
        self.search.field.left.connect(tree.setFocus)
        self.tree_pane.import_wanted.connect(self.ask_for_files)
        tree.chosen.connect(self._chosen)
        tree.entered.connect(self.detail.enter)
        tree.menu_wanted.connect(self._show_menu)
        tree.copy_wanted.connect(functools.partial(self.detail.do, "copy_pem"))
        tree.delete_wanted.connect(functools.partial(self.detail.do, "put_away"))
        self.detail.entry_wanted.connect(self.show_entry)
        self.detail.tags_changed.connect(self._set_tags)
        self.detail.notes_changed.connect(self._set_notes)
        self.done_bar.set_action(self._undo_text, self._take_back)
        self.shell.theme.changed.connect(self._refresh)

    def _add_actions(self) -> None:
        """What the command search and shortcuts offer while this page is made."""
        runs = {"library_search": self.begin_search, "library_import": self.ask_for_files, "library_lock": self.shell.workspace.lock}
        for row in ROWS:
            self.shell.actions.add(self, row, runs[row.id], "LibraryActions")

    def begin_search(self) -> None:
        """The keyboard goes to the search."""
        self.show_look(LOOKS[0].id)
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    @property
    def tree(self) -> LibraryTree:
        return self.tree_pane.tree

    @property
    def search(self) -> SearchBar:
        return self.tree_pane.search

    # -- what the window asks for --------------------------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        """Between these F6 moves."""
        shown = self._stack.currentWidget()
        if shown is self.empty:
            return [self.vault.field, self.make_root]
        if shown is self.trouble:
            return [self.again]
        if shown is not None and shown is not self.splitter:
            return [self.vault.field, self.looks[self._look], shown]
        return [self.vault.field, self.search.field, self.tree, self.detail.area]

    def show_entry(self, id: str) -> None:
        """Choose this entry, wherever it is; what one looks for is given up when it hides it."""
        self._wanted = id
        self.show_look(LOOKS[0].id)
        self._reveal = not self.model.is_loaded or not self.tree.show_key(id)
        if self._reveal:
            self.tree.clearSelection()
        self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shell.workspace.ensure_open()
        if self._stale:
            self._changed()
        if self.focusWidget() is None:
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- coming and going of the workspace -----------------------------------------------------------------------------

    def _opened(self) -> None:
        self.done_bar.clear()
        self.trouble_bar.clear()
        self.detail.show_details(None)
        self.model.clear()
        self.model.reload()
        self.search.learn()
        self._keep()

    def _not_opened(self, message: Message) -> None:
        self.model.clear()
        self.detail.show_details(None)
        self._show_stack()
        self.retranslate()

    def _changed(self) -> None:
        """Read anew what is shown; when nobody sees it, later."""
        self._stale = not self.isVisible()
        if not self._stale and self.shell.workspace.workspace is not None:
            self.model.reload()
            self.search.learn()

    def _loaded(self) -> None:
        if self._reading_failed is not None:
            self.trouble_bar.withdraw(self._reading_failed)
            self._reading_failed = None
        self._show_stack()
        if self._wanted:
            self.tree.show_key(self._wanted)
        self.tree_pane.show_state()
        self._rest.start()

    @Slot(object)
    def _not_read(self, message: Message) -> None:
        self._reading_failed = message
        self.trouble_bar.add(message)

    # -- choosing ------------------------------------------------------------------------------------------------------

    def _chosen(self, row: Row | None) -> None:
        if row is not None and row.entry is not None:
            self._wanted = row.entry.id
            self._rest.start()

    def _read_details(self) -> None:
        if not self._wanted or self.shell.workspace.workspace is None:
            self.detail.show_details(None)
            return
        job = self.shell.workspace.read(work.read_details, self._wanted)
        job.finished.connect(self._show_details)
        job.failed.connect(self._no_details)

    @Slot(object)
    def _show_details(self, details: Details) -> None:
        if details.entry.id != self._wanted:
            return
        self.detail.show_details(details)
        if self._reveal and self.model.query is None and self.model.is_loaded:
            self._reveal = False
            above = [entry.id for entry in reversed(details.chain[1:])] if details.kind is Kind.CERTIFICATE else []
            self.tree.reveal((*above, details.entry.id))

    @Slot(object)
    def _no_details(self, message: Message) -> None:
        if message.id == "workspace_no_such_object":
            self._wanted = ""
            self.detail.show_details(None)
        else:
            self.failed(message)

    def _look_for(self, query: Query | None) -> None:
        if self.shell.workspace.workspace is not None:
            self.model.show_only(query)

    # -- what actions use ----------------------------------------------------------------------------------------------

    def show_panel(self, widget: QWidget) -> None:
        self.detail.show_panel(widget)

    @Slot()
    def close_panel(self) -> None:
        self.detail.close_panel()

    def done(self, message: Message, undo: Callable[[], None] | None = None) -> None:
        self.trouble_bar.clear()
        self._undo = undo
        if undo is None:
            self.done_bar.set_no_action()
        else:
            self.done_bar.set_action(self._undo_text, self._take_back)
        self.done_bar.replace(message)

    @Slot(object)
    def failed(self, message: Message) -> None:
        if message.id in ("vault_locked", "library_unlock_to_watch", "library_unlock_to_import"):
            self.vault.ask(message)
        else:
            self.trouble_bar.replace(message)

    def follow(self, job: Job) -> None:
        job.failed.connect(self.failed)

    def _undo_text(self) -> str:
        return self.tr("Undo")

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def _set_tags(self, id: str, tags: Sequence[str]) -> None:
        self.follow(self.shell.workspace.change(work.set_tags, id, tags))

    def _set_notes(self, id: str, text: str) -> None:
        if self.shell.workspace.workspace is not None:
            self.follow(self.shell.workspace.use(work.set_notes, id, text))

    def _show_menu(self, row: Row, place: QPoint) -> None:
        details = self.detail.details
        if details is None or row.entry is None or details.entry.id != row.entry.id:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.detail.offered():
            text = QCoreApplication.translate("LibraryActions", action.title)
            menu.addAction(text, functools.partial(self.detail.do, action.id))
        menu.popup(place)

    def _begin(self, intent: str, *ignored: object) -> None:
        self.shell.wishes.issue.emit(Beginning(intent))

    def _show_settings(self) -> None:
        self.shell.actions["page_settings"].trigger()

    # -- bringing files in ---------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Import files into the library"))
        if paths:
            self.bring_in(paths)

    def bring_in(self, paths: Sequence[str], data: bytes = b"") -> None:
        """Import files, folders, or bytes."""
        if self.shell.workspace.workspace is None:
            return
        job = self.shell.workspace.change_task(work.import_files, tuple(paths), data)
        job.finished.connect(self._imported)
        job.failed.connect(self._not_imported)
        self.shell.session.opening.emit(job)

    def keep(self, objects: Sequence[FoundObject]) -> None:
        """Keep what is open elsewhere, as soon as the workspace is open."""
        self._to_keep = tuple(objects)
        if self.shell.workspace.workspace is not None:
            self._keep()

    def _keep(self) -> None:
        objects, self._to_keep = self._to_keep, ()
        if objects:
            job = self.shell.workspace.change(work.import_objects, objects)
            job.finished.connect(self._imported)
            job.failed.connect(self._not_imported)

    @Slot(object)
    def _imported(self, imported: Imported) -> None:
        if imported.summary.added or imported.summary.known:
            self.done(imported.summary.message)
            if imported.first_id:
                self.show_entry(imported.first_id)
        for trouble in imported.troubles:
            self.trouble_bar.add(trouble)

    @Slot(object)
    def _not_imported(self, message: Message) -> None:
        self.failed(Message("library_unlock_to_import") if message.id == "vault_locked" else message)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.shell.workspace.workspace is not None and can_take(event.mimeData()):
            event.acceptProposedAction()
            self.tree_pane.mark_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.tree_pane.mark_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.tree_pane.mark_drop(False)
        event.acceptProposedAction()
        found = take(event.mimeData())
        if found:
            self.bring_in(found.paths, found.data)

    # -- language and look ---------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Library"))
        self.model.set_language(self.shell.language.current)
        self.empty.set_texts(
            self.tr("The library is empty"),
            self.tr("What you issue and import is kept here: CAs with what they issued, private keys (encrypted), requests and CRLs."),
        )
        self.make_root.setText(self.tr("Make a root CA…"))
        self.make_lab.setText(self.tr("Make a lab PKI…"))
        self.import_button.setText(self.tr("Import files…"))
        trouble = self.shell.workspace.trouble
        self.trouble.set_texts(
            self.tr("The workspace cannot be opened"), self.shell.language.say(trouble) if isinstance(trouble, Message) else ""
        )
        self.again.setText(self.tr("Try again"))
        self.to_settings.setText(self.tr("Choose another workspace…"))
        for look in LOOKS:
            self.looks[look.id].setText(QCoreApplication.translate("LibraryLooks", look.title))
        self.detail.retranslate()

    def _refresh(self) -> None:
        self.tree.scheduleDelayedItemsLayout()
        self.tree.viewport().update()
        self.detail.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

"""What the command search finds: open objects, actions, what can be issued, handshakes, terms."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench import words
from workbench.core.errors import Message
from workbench.models import jobs
from workbench.views.actions import TABLE, key_text
from workbench.views.command_search import Entry
from workbench.views.pages import PAGES
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.core.collection import Collection

KIND_ICONS = {
    "certificate": "certificate", "private_key": "key", "public_key": "key", "secret_key": "key", "certificate_request": "request",
    "crl": "list", "ocsp_request": "stamp", "ocsp_response": "stamp",
}  # fmt: skip


class SearchEntries(QObject):
    """`changed`: the names of open objects were read, so that there is more to find.

    show_item, show_term   what choosing an open object, or a term of the glossary, does with its id
    """

    changed = Signal()

    def __init__(self, shell: Shell, show_item: Callable[[str], None], show_term: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._show_item, self._show_term = shell, show_item, show_term
        self._names: list[tuple[str, str, str, str]] = []
        self._named: tuple[Collection | None, str] = (None, "")

    @property
    def providers(self) -> tuple[Callable[[], list[Entry]], ...]:
        """In the order in which their entries are listed."""
        return (
            self._open_object_entries,
            self._action_entries,
            self._issuing_entries,
            self._handshake_entries,
            self._glossary_entries,
        )

    def _issuing_entries(self) -> list[Entry]:
        from workbench.core.issuance.profiles import BUILT_IN  # takes the library's certificates along, which a start can do without

        language, detail = self._shell.language.current, self.tr("issue")
        names = {"lab": "intent_lab", **{id: f"profile_{id}" for id in BUILT_IN}, "request": "intent_request"}
        found = []
        for id, name in names.items():
            begin = functools.partial(self._shell.wishes.issue.emit, Beginning(id))
            found.append(Entry(words.say(Message(name), language), begin, detail, "", "issue"))
        return found

    def _action_entries(self) -> list[Entry]:
        entries = []
        for action in self._shell.actions.listed():
            shortcut = key_text(action.shortcut()) if not action.shortcut().isEmpty() else ""
            name = action.objectName()
            icon = next((row.icon for row in TABLE if row.id == name), "") or next((p.icon for p in PAGES if f"page_{p.id}" == name), "")
            entries.append(Entry(action.text().replace("&", ""), action.trigger, "", shortcut, icon))
        return entries

    def _handshake_entries(self) -> list[Entry]:
        """The scenarios, once they have been loaded (in a worker, a moment after the start): a search does not wait for that."""
        table = sys.modules.get("workbench.core.handshake.scenarios")
        language, detail = self._shell.language.current, self.tr("watch this handshake")
        found = []
        for scenario in table.SCENARIOS if table is not None else ():
            title = words.say(Message(f"scenario_{scenario.id}"), language)
            group = words.say(Message(f"scenario_group_{scenario.group}"), language)
            watch = functools.partial(self._shell.wishes.handshake.emit, scenario.id)
            found.append(Entry(f"{group} · {title}", watch, detail, "", "handshake"))
        return found

    def _glossary_entries(self) -> list[Entry]:
        from workbench.views.glossary.entries import glossary_entries

        return glossary_entries(self._shell.language.current, self._show_term)

    def _open_object_entries(self) -> list[Entry]:
        self._name_objects()
        icon = KIND_ICONS.get
        return [Entry(name, functools.partial(self._show_item, id), file, "", icon(kind, "file")) for id, name, file, kind in self._names]

    def _name_objects(self) -> None:
        """Read the names of what is open, in a job: twenty thousand of them are not read between two key strokes."""
        collection, language = self._shell.session.collection, self._shell.language.current
        if self._named == (collection, language):
            return
        self._named, self._names = (collection, language), []
        if collection is not None:
            jobs.run(_names, collection, language).finished.connect(self._take_names)

    @Slot(object)
    def _take_names(self, found: tuple[Collection, list[tuple[str, str, str, str]]]) -> None:
        if found[0] is self._shell.session.collection:
            self._names = found[1]
            self.changed.emit()


def _names(collection: Collection, language: str) -> tuple[Collection, list[tuple[str, str, str, str]]]:
    """The collection, and (id, title, file, kind) of everything in it."""
    found = []
    for item in collection.items:
        path = item.sources[0].path
        found.append((item.id, visible(words.say(item.title, language)), visible(os.path.basename(path)), str(item.kind)))
    return collection, found

"""Everything that is open now, and the one path by which anything gets opened."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import Message
from workbench.core.x509.finding import Conditions, Rules
from workbench.models import jobs
from workbench.models.settings import Settings

if TYPE_CHECKING:
    from workbench.core.collection import Collection, Item
    from workbench.core.formats.found import Locked, OpenedFile


@dataclass(frozen=True)
class Source:
    """One thing that was opened: a file, or pasted bytes.

    key       unique in the session
    path      absolute path, "" for pasted bytes
    data      the pasted bytes, None for a file
    opened    what came out of it
    stamp     (modification time in ns, size) when it was read, None when unknown
    folder    the folder by which it came, "" when it was named itself
    """

    key: int
    path: str
    data: bytes | None
    opened: tuple[OpenedFile, ...]
    stamp: tuple[int, int] | None = None
    allow_cost: bool = False
    folder: str = ""

    @property
    def locked(self) -> tuple[Locked, ...]:
        return tuple(locked for file in self.opened for locked in file.locked)

    @property
    def objects(self) -> int:
        return sum(len(file.objects) for file in self.opened)

    def __repr__(self) -> str:  # never the bytes
        return f"<Source {self.key} {self.path or 'pasted'}>"


@dataclass(frozen=True)
class _Wanted:
    """What to open, before it is open. A key that is there already is replaced."""

    path: str
    data: bytes | None = None
    key: int | None = None
    allow_cost: bool = False
    folder: str = ""

    def __repr__(self) -> str:
        return f"<_Wanted {self.path or 'pasted'}>"


@dataclass(frozen=True)
class _Outcome:
    sources: tuple[Source, ...]
    collection: Collection | None
    refused: tuple[Message, ...] = ()


class Session(QObject):
    """What is open, how it is judged, and which passwords are known. Lives in the GUI thread; works in jobs.

    Passwords stay in memory until the session ends: they are neither stored, logged nor shown.
    """

    changed = Signal(object)  # the new Collection, or None when nothing is open
    opening = Signal(object)  # the Job that opens or closes; show its progress, offer its cancel
    opened = Signal(list)  # the Sources that were opened just now, also those with an error
    failed = Signal(object)  # Message: something could not be opened, the rest was
    settled = Signal(object)  # Message: what `failed` said holds no longer
    locked = Signal(object)  # Source: it needs a password, or consent to a cost
    done = Signal(object)  # Message: what the user asked for has been done, where nothing else shows it
    asked_again = Signal(object)  # Source: a locked one is to be asked for now, also when it was skipped
    noted = Signal(object, object)  # Message, Source: the file changed or vanished on the disk
    conditions_changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.collection: Collection | None = None
        self.conditions = Conditions(trust=settings.trust, rules=Rules(settings.rules))
        self._sources: dict[int, Source] = {}
        self._passwords: list[str] = []
        self._skipped: set[int] = set()
        self._noted: dict[int, str] = {}
        self._keys = count(1)
        self._waiting: list[_Wanted] = []
        self._closing: set[int] = set()
        self._job: jobs.Job | None = None

    # -- what is there ---------------------------------------------------------------------------------------------

    @property
    def sources(self) -> tuple[Source, ...]:
        """In the order of opening."""
        return tuple(self._sources.values())

    @property
    def busy(self) -> bool:
        return self._job is not None

    @property
    def waiting_for_password(self) -> tuple[Source, ...]:
        """Sources that are locked and not skipped."""
        return tuple(source for source in self._sources.values() if source.locked and source.key not in self._skipped)

    @property
    def changed_on_disk(self) -> tuple[Source, ...]:
        """Sources whose file is not any more what was read, and is there."""
        return tuple(source for key, source in self._sources.items() if self._noted.get(key) == "file_changed")

    def source_of(self, path: str) -> Source | None:
        """The open source with this path."""
        wanted = os.path.abspath(path) if path else ""
        return next((source for source in self._sources.values() if source.path == wanted), None)

    # -- opening ---------------------------------------------------------------------------------------------------

    def open_paths(self, paths: Iterable[str | Path]) -> None:
        """Open files and folders, whatever they hold. One that is open already is read anew."""
        wanted = []
        for path in paths:
            absolute = os.path.abspath(path)
            known = self.source_of(absolute)
            wanted.append(_Wanted(absolute, key=known.key if known else None, allow_cost=known.allow_cost if known else False))
        self._open(wanted)

    def open_bytes(self, data: bytes) -> None:
        """Open pasted or dropped content."""
        self._open([_Wanted("", data)])

    def reopen(self, source: Source, allow_cost: bool = False) -> None:
        """Read a source anew: it changed on the disk, or its cost is consented to."""
        self._skipped.discard(source.key)
        self._open([_Wanted(source.path, source.data, source.key, allow_cost or source.allow_cost)])

    def try_password(self, source: Source, password: str) -> None:
        """Try this password on the source, and on every other one that is still locked."""
        if password not in self._passwords:
            self._passwords.insert(0, password)
        others = [entry for entry in self._sources.values() if entry.locked and entry.key != source.key]
        self._skipped.discard(source.key)
        self._open([_Wanted(entry.path, entry.data, entry.key, entry.allow_cost) for entry in (source, *others)])

    def skip_password(self, source: Source) -> None:
        """Leave the source closed; it is not asked for again unless it is reopened."""
        self._skipped.add(source.key)

    def ask_again(self, source: Source) -> None:
        """Ask for the password of a locked source, or for consent to its cost, though it was skipped."""
        self._skipped.discard(source.key)
        self.asked_again.emit(source)

    def close(self, sources: Iterable[Source]) -> None:
        """Close these; what they gave disappears from the collection. Nothing happens to the files."""
        keys = {source.key for source in sources}
        if keys & self._sources.keys():
            self._closing |= keys
            self._start()

    def close_item(self, item: Item) -> None:
        """Close every source that this object came from."""
        paths = {found.path for found in item.sources}
        self.close([source for source in self._sources.values() if any(file.path in paths for file in source.opened)])

    def close_all(self) -> None:
        self.close(self.sources)

    def _open(self, wanted: Sequence[_Wanted]) -> None:
        if wanted:
            self._waiting.extend(wanted)
            self._start()

    def _start(self) -> None:
        """Begin the next job unless one runs: then it begins when that one ends."""
        if self._job is not None or not (self._waiting or self._closing):
            return
        wanted, self._waiting = tuple(self._waiting), []
        closing, self._closing = self._closing, set()
        kept = tuple(source for source in self._sources.values() if source.key not in closing)
        job = jobs.run_task(_work, wanted, kept, self.collection, tuple(self._passwords), self._keys)
        self._job = job
        job.finished.connect(self._finish)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._end)
        self.opening.emit(job)

    def _finish(self, outcome: _Outcome) -> None:
        fresh = [source for source in outcome.sources if self._sources.get(source.key) is not source]
        if self._sources.keys() - {source.key for source in outcome.sources}:
            gc.unfreeze()
        self._sources = {source.key: source for source in outcome.sources}
        self._noted = {key: note for key, note in self._noted.items() if key in self._sources}
        for source in fresh:
            self._noted.pop(source.key, None)
        self.collection = outcome.collection
        self.settings.remember_recent(_worth_remembering(fresh))
        self._job = None
        self.changed.emit(self.collection)
        self.opened.emit(fresh)
        for message in (*_troubles(fresh), *outcome.refused):
            self.failed.emit(message)
        for source in fresh:
            if source.locked and source.key not in self._skipped:
                self.locked.emit(source)
        self._start()

    def _fail(self, message: Message) -> None:
        self.failed.emit(message)
        self._end()

    def _end(self) -> None:
        self._job = None
        self._start()

    # -- judging ---------------------------------------------------------------------------------------------------

    def set_conditions(self, **changes: object) -> None:
        """Change some of the conditions (the field names of `Conditions`)."""
        conditions = replace(self.conditions, **changes)  # type: ignore[arg-type]
        if conditions != self.conditions:
            self.conditions = conditions
            self.conditions_changed.emit(conditions)

    def set_rules(self, rules: str) -> None:
        """Judge by "rfc5280" or "webpki"."""
        self.set_conditions(rules=Rules(rules))

    # -- the disk --------------------------------------------------------------------------------------------------

    def check_disk(self) -> None:
        """See in a job whether open files changed or vanished; each change is noted once, nothing is lost."""
        stamps = [(source.key, source.path, source.stamp) for source in self._sources.values() if source.path and source.stamp]
        if stamps and not self.busy:
            jobs.run(_changes, stamps).finished.connect(self._note)

    def _note(self, changes: dict[int, tuple[tuple[int, int], str]]) -> None:
        for key, source in self._sources.items():
            stamp, change = changes.get(key, (None, ""))
            if stamp is None or stamp != source.stamp:
                continue  # opened or read again in the meantime
            before, self._noted[key] = self._noted.get(key, ""), change
            if change and change != before:
                self.noted.emit(Message(change, {"path": os.path.basename(source.path)}), source)


def _worth_remembering(sources: Sequence[Source]) -> list[str]:
    """The paths by which what was opened can be opened again: of a folder the folder, not each file in it."""
    fruitful = (source.folder or source.path for source in sources if source.path and (source.objects or source.locked))
    return list(dict.fromkeys(fruitful))


def _troubles(sources: Sequence[Source]) -> list[Message]:
    """What to say of what could not be opened.

    A folder may hold other things than certificates: they are passed over, unless there is nothing else in it.
    """
    fruitful = {source.folder for source in sources if source.folder and (source.objects or source.locked)}
    found = []
    for source in sources:
        for file in source.opened:
            if file.error is None:
                continue
            of_no_concern = source.folder and file.error.id in _NO_CONCERN
            if not of_no_concern:
                found.append(_could_not(file.path, file.error))
            elif source.folder not in fruitful:
                fruitful.add(source.folder)
                found.append(Message("nothing_in_folder", {"path": os.path.basename(source.folder) or source.folder}))
    return found


_NO_CONCERN = ("nothing_found", "file_empty")


def _could_not(path: str, reason: Message) -> Message:
    if not path:
        return Message("could_not_open_pasted", {"reason": reason})
    return Message("could_not_open", {"path": os.path.basename(path) or path, "reason": reason})


def _work(
    task: jobs.Task,
    wanted: Sequence[_Wanted],
    kept: Sequence[Source],
    before: Collection | None,
    passwords: Sequence[str],
    keys: count[int],
) -> _Outcome:
    """In a worker thread: open what is wanted, put it among what is kept, and build the collection of all."""
    from workbench.core.collection import Collection

    sources = {source.key: source for source in kept}
    known = {source.path: source.key for source in kept if source.path}
    refused: list[Message] = []
    expanded = [entry for want in wanted for entry in _expand(task, want)]
    for number, want in enumerate(expanded):
        task.check()
        task.progress(number, len(expanded))
        key = want.key if want.key is not None else known.get(want.path) or next(keys)
        made, before_it = _open_source(want, key, passwords), sources.get(key)
        if want.path:
            known[want.path] = key
        if made.path and made.stamp is None and before_it is not None and before_it.objects:
            # Gone from the disk: what was read from it stays.
            refused += [_could_not(file.path, file.error) for file in made.opened if file.error is not None]
        else:
            sources[key] = made
    task.progress(len(expanded), len(expanded))
    task.check()
    files = [file for source in sources.values() for file in source.opened]
    if not files:
        return _Outcome(tuple(sources.values()), None, tuple(refused))
    return _Outcome(tuple(sources.values()), before.of_files(files) if before is not None else Collection(files), tuple(refused))


def _expand(task: jobs.Task, want: _Wanted) -> list[_Wanted]:
    """A folder becomes its files. One that cannot be listed, or holds nothing or too much, is left as it is: opening it says so."""
    from workbench.core.formats import MAX_FILES, on_disk

    if want.data is not None or not on_disk.is_folder(want.path):
        return [want]
    found = []
    try:
        for path in on_disk.files_in(want.path):
            task.check()
            found.append(_Wanted(path, allow_cost=want.allow_cost, folder=want.path))
            if len(found) > MAX_FILES:
                return [want]
    except OSError:
        return [want]
    return found or [want]


def _open_source(want: _Wanted, key: int, passwords: Sequence[str]) -> Source:
    from workbench.core import formats

    if want.data is not None:
        return Source(key, "", want.data, (formats.open_bytes(want.data, "", passwords, want.allow_cost),), None, want.allow_cost)
    stamp = _stamp(want.path)
    return Source(key, want.path, None, formats.open_path(want.path, passwords, want.allow_cost), stamp, want.allow_cost, want.folder)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _changes(stamps: Sequence[tuple[int, str, tuple[int, int]]]) -> dict[int, tuple[tuple[int, int], str]]:
    """key -> the stamp it was compared with, and the id of what happened to the file, "" for nothing."""
    found = {}
    for key, path, stamp in stamps:
        now = _stamp(path)
        found[key] = (stamp, "file_gone" if now is None else "file_changed" if now != stamp else "")
    return found

"""Every action of the window: one table row each, with its shortcut; all of them stand in the command search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views import icons


@dataclass(frozen=True)
class Row:
    """id, text (in the context Actions), shortcuts, icon. `listed` is False for what makes no sense in the command search."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    listed: bool = True


TABLE: tuple[Row, ...] = (
    Row("open", QT_TRANSLATE_NOOP("Actions", "Open files…"), ("Ctrl+O",), "open"),
    Row("open_folder", QT_TRANSLATE_NOOP("Actions", "Open a folder…"), ("Ctrl+Shift+O",), "folder"),
    Row("paste", QT_TRANSLATE_NOOP("Actions", "Paste certificates or files"), ("Ctrl+V",), "paste"),
    Row("demo", QT_TRANSLATE_NOOP("Actions", "Open the demonstration files"), ("Ctrl+D",), "certificate"),
    Row("reload", QT_TRANSLATE_NOOP("Actions", "Read all open files again"), ("Ctrl+R", "F5"), "refresh"),
    Row("present", QT_TRANSLATE_NOOP("Actions", "Present the handshake on the whole screen"), ("F5",), "play"),
    Row("close", QT_TRANSLATE_NOOP("Actions", "Close this file"), ("Ctrl+W",), "close"),
    Row("close_all", QT_TRANSLATE_NOOP("Actions", "Close all files"), ("Ctrl+Shift+W",), "close"),
    Row("search", QT_TRANSLATE_NOOP("Actions", "Search or run a command"), ("Ctrl+K",), "search", listed=False),
    Row("next_pane", QT_TRANSLATE_NOOP("Actions", "Go to the next pane"), ("F6",), listed=False),
    Row("previous_pane", QT_TRANSLATE_NOOP("Actions", "Go to the previous pane"), ("Shift+F6",), listed=False),
    Row("language", QT_TRANSLATE_NOOP("Actions", "Switch the language to Japanese"), ("Ctrl+L",)),
    Row("theme", QT_TRANSLATE_NOOP("Actions", "Switch between light and dark"), ("Ctrl+T",), "sun"),
    Row("larger", QT_TRANSLATE_NOOP("Actions", "Larger text"), ("Ctrl++", "Ctrl+=")),
    Row("smaller", QT_TRANSLATE_NOOP("Actions", "Smaller text"), ("Ctrl+-",)),
    Row("normal", QT_TRANSLATE_NOOP("Actions", "Text at its normal size"), ("Ctrl+0",)),
    Row("shortcuts", QT_TRANSLATE_NOOP("Actions", "Show all keyboard shortcuts"), ("F1",), "keyboard"),
    Row("glossary", QT_TRANSLATE_NOOP("Actions", "Glossary"), ("Ctrl+G",), "book"),
    Row("meaning", QT_TRANSLATE_NOOP("Actions", "What does this mean?"), ("Shift+F1",), "question"),
    Row("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",)),
)


class Actions(QObject):
    """The QActions by their id. Pages add their own with `add`; the window's are those of `TABLE`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._texts: dict[str, tuple[str, str]] = {}
        self._listed: set[str] = set()

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def listed(self) -> list[QAction]:
        """Those that stand in the command search, and can be triggered now."""
        return [action for id, action in self._actions.items() if id in self._listed and action.isEnabled()]

    def add(
        self, window: QWidget, row: Row, run: Callable[[], object], context: str = "Actions",
        within: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> QAction:  # fmt: skip
        """Make the action of a row: its shortcuts work in `window` (or, with another `within`, below that widget)."""
        action = QAction(self)
        action.setObjectName(row.id)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in row.shortcuts])
        action.setShortcutContext(within)
        action.triggered.connect(lambda: run())
        if row.icon:
            icons.put(action, row.icon, "muted")
        window.addAction(action)
        self._actions[row.id] = action
        self._texts[row.id] = (context, row.text)
        if row.listed:
            self._listed.add(row.id)
        self._name(row.id)
        return action

    def _name(self, id: str) -> None:
        self._actions[id].setText(QCoreApplication.translate(*self._texts[id]))

    def retranslate(self) -> None:
        for id in self._actions:
            self._name(id)


def key_text(sequence: QKeySequence) -> str:
    """A shortcut as it stands on a key cap: "Ctrl K"."""
    text = sequence.toString(QKeySequence.SequenceFormat.NativeText)
    return text[:-1].replace("+", " ") + text[-1:]

"""What every page gets in its hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from workbench.models.language import Language
from workbench.models.session import Session
from workbench.models.settings import Settings
from workbench.models.workspace import WorkspaceSession
from workbench.views.actions import Actions
from workbench.views.theme import ThemeSwitch
from workbench.views.wishes import Beginning, Wishes


@dataclass(frozen=True)
class Shell:
    """The things of the program that pages share. `language.say(message)` makes the sentences of core's messages.

    wishes  what a page wants of another one
    """

    settings: Settings
    language: Language
    theme: ThemeSwitch
    session: Session
    actions: Actions
    workspace: WorkspaceSession
    wishes: Wishes = field(default_factory=Wishes)


@runtime_checkable
class HasPanes(Protocol):
    """A page that says between which widgets F6 moves."""

    def panes(self) -> list[QWidget]: ...


@runtime_checkable
class ShowsItems(Protocol):
    """A page that shows open objects: the command search jumps to them, Ctrl+W closes the current one."""

    def show_item(self, id: str) -> None: ...

    def current_item(self) -> Any: ...


@runtime_checkable
class ShowsTerms(Protocol):
    """A window that has the glossary: cards lead there. An empty id opens it as it is."""

    def show_term(self, id: str) -> None: ...


@runtime_checkable
class IssuesCertificates(Protocol):
    """The page with the forms."""

    def begin(self, wanted: Beginning) -> None: ...


@runtime_checkable
class ShowsEntries(Protocol):
    """The page that shows what is in the workspace, by the ids of its entries."""

    def show_entry(self, id: str) -> None: ...

    def keep(self, objects: Any) -> None: ...


@runtime_checkable
class OffersHandshakes(Protocol):
    """A page whose signal `handshake_wanted(id of a scenario)` asks for one to be watched."""

    handshake_wanted: Any


@runtime_checkable
class PlaysHandshakes(Protocol):
    """The page on which they are watched."""

    def watch(self, id: str) -> None: ...

    def watch_with(self, id: str, parameters: Any) -> None: ...


@runtime_checkable
class CanPresent(Protocol):
    """A page that can show what matters on the whole screen, for a room full of people."""

    def present(self) -> None: ...

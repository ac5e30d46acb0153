"""What every page gets in its hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from workbench.models.language import Language
from workbench.models.session import Session
from workbench.models.settings import Settings
from workbench.views.actions import Actions
from workbench.views.theme import ThemeSwitch


@dataclass(frozen=True)
class Shell:
    """The things of the program that pages share. `language.say(message)` makes the sentences of core's messages."""

    settings: Settings
    language: Language
    theme: ThemeSwitch
    session: Session
    actions: Actions


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
class OffersHandshakes(Protocol):
    """A page whose signal `handshake_wanted(id of a scenario)` asks for one to be watched."""

    handshake_wanted: Any


@runtime_checkable
class PlaysHandshakes(Protocol):
    """The page on which they are watched."""

    def watch(self, id: str) -> None: ...


@runtime_checkable
class CanPresent(Protocol):
    """A page that can show what matters on the whole screen, for a room full of people."""

    def present(self) -> None: ...

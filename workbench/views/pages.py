"""The pages of the window, one row each. A page is made when it is shown first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views.shell import Shell


@dataclass(frozen=True)
class Page:
    """id, title (in the context Pages), icon, how to make it, and whether it stands at the foot of the rail.

    The n-th page has the shortcut Ctrl+n, one at the foot its own.
    """

    id: str
    title: str
    icon: str
    make: Callable[[Shell], QWidget]
    at_foot: bool = False
    shortcut: str = ""


def _home(shell: Shell) -> QWidget:
    from workbench.views.home import HomePage

    return HomePage(shell)


def _inspect(shell: Shell) -> QWidget:
    from workbench.views.inspector.page import InspectorPage

    return InspectorPage(shell)


def _handshakes(shell: Shell) -> QWidget:
    from workbench.views.handshake.page import HandshakePage

    return HandshakePage(shell)


def _issue(shell: Shell) -> QWidget:
    from workbench.views.issuance.page import IssuancePage

    return IssuancePage(shell)


def _library(shell: Shell) -> QWidget:
    from workbench.views.library.page import LibraryPage

    return LibraryPage(shell)


def _settings(shell: Shell) -> QWidget:
    from workbench.views.settings_page import SettingsPage

    return SettingsPage(shell)


PAGES: tuple[Page, ...] = (
    Page("home", QT_TRANSLATE_NOOP("Pages", "Home"), "home", _home),
    Page("inspect", QT_TRANSLATE_NOOP("Pages", "Inspect"), "inspect", _inspect),
    Page("issue", QT_TRANSLATE_NOOP("Pages", "Issue"), "issue", _issue),
    Page("handshakes", QT_TRANSLATE_NOOP("Pages", "Handshakes"), "handshake", _handshakes),
    Page("library", QT_TRANSLATE_NOOP("Pages", "Library"), "library", _library),
    Page("settings", QT_TRANSLATE_NOOP("Pages", "Settings"), "settings", _settings, at_foot=True, shortcut="Ctrl+,"),
)

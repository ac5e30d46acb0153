"""The terms of the glossary in the command search."""

from __future__ import annotations

import functools
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from workbench import glossary
from workbench.views.command_search import Entry
from workbench.words import LANGUAGES


def glossary_entries(language: str, show: Callable[[str], None]) -> list[Entry]:
    """An entry for each term, found by every name it has in any language; `show` opens it."""
    where = QCoreApplication.translate("Glossary", "Glossary")
    return [Entry(name, functools.partial(show, id), where, "", "book", also) for id, name, also in _names(language)]


@functools.lru_cache(maxsize=None)
def _names(language: str) -> tuple[tuple[str, str, str], ...]:
    """(id, term, all its other names) of every term."""
    return tuple(
        (id, entry.term, " ".join(name for spoken in LANGUAGES for name in glossary.term(id, spoken).names))
        for id, entry in glossary.glossary(language).items()
    )

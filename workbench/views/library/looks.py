"""The ways to look at the library, one row each: the tree, and what wings of the library show of all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views.shell import Shell


@dataclass(frozen=True)
class Look:
    """id, title (in the context LibraryLooks), and how to make it: a widget whose signal `entry_wanted(id)` leads to an entry.

    Made when it is looked at first. None makes the tree with the chosen entry, which the page has itself.
    """

    id: str
    title: str
    make: Callable[[Shell], Any] | None


def _timeline(shell: Shell) -> Any:
    from workbench.views.library.timeline.pane import TimelinePane

    return TimelinePane(shell)


LOOKS: tuple[Look, ...] = (
    Look("tree", QT_TRANSLATE_NOOP("LibraryLooks", "What is there"), None),
    Look("timeline", QT_TRANSLATE_NOOP("LibraryLooks", "What runs out when"), _timeline),
)

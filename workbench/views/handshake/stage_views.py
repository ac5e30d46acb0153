"""The ways to look at a handshake, in the middle of the page: one row each. A view is made when it is shown first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from workbench.models.handshake_player import HandshakePlayer, Shown
from workbench.models.handshake_text import HandshakeText
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views.shell import Shell


class HandshakeView(Protocol):
    """A widget that shows what the player shows. The page tells it; it answers with its signal `step_wanted(number of a step)`."""

    step_wanted: Any

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Another transcript, level of detail or language. `show_moment` follows."""

    def show_moment(self, t: float, current: int | None, playing: bool) -> None:
        """Where the clock stands, in moments of `shown`, and which of them is the current one."""


@dataclass(frozen=True)
class ViewRow:
    """id, title (in the context HandshakeViews), how to make it.

    clock    whether it plays with the page's clock: its transport bar is shown below, its levels of detail above
    detail   whether the step on the right belongs to it; else the view has that room too
    """

    id: str
    title: str
    make: Callable[[Shell, HandshakePlayer], QWidget]
    clock: bool = True
    detail: bool = True


def _diagram(shell: Shell, player: HandshakePlayer) -> QWidget:
    from workbench.views.handshake.diagram_view import DiagramView

    return DiagramView()


def _table(shell: Shell, player: HandshakePlayer) -> QWidget:
    from workbench.views.handshake.step_table import StepTable

    return StepTable(player.playback.toggle)


def _keys(shell: Shell, player: HandshakePlayer) -> QWidget:
    from workbench.views.handshake.keys.keys_view import KeysView

    return KeysView()


def _compare(shell: Shell, player: HandshakePlayer) -> QWidget:
    from workbench.views.handshake.compare.compare_view import CompareView

    return CompareView(shell, player)


def _cost(shell: Shell, player: HandshakePlayer) -> QWidget:
    from workbench.views.handshake.cost.cost_view import CostView

    return CostView(shell)


VIEWS: tuple[ViewRow, ...] = (
    ViewRow("diagram", QT_TRANSLATE_NOOP("HandshakeViews", "Diagram"), _diagram),
    ViewRow("table", QT_TRANSLATE_NOOP("HandshakeViews", "Table"), _table),
    ViewRow("keys", QT_TRANSLATE_NOOP("HandshakeViews", "Key schedule"), _keys),
    ViewRow("compare", QT_TRANSLATE_NOOP("HandshakeViews", "Compare"), _compare, clock=False, detail=False),
    ViewRow("cost", QT_TRANSLATE_NOOP("HandshakeViews", "Cost"), _cost, clock=False, detail=False),
)

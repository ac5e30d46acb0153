"""What the keys do where a handshake is looked at. Lists, trees and fields need these keys for themselves: they work in the views only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.models.handshake_steps import Detail
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views.actions import Actions, Row

if TYPE_CHECKING:
    from workbench.views.handshake.page import HandshakePage

MOVING = (
    Row("handshake_back", QT_TRANSLATE_NOOP("HandshakeActions", "Previous step of the handshake"), ("Left", "Up"), "step_back"),
    Row("handshake_forward", QT_TRANSLATE_NOOP("HandshakeActions", "Next step of the handshake"), ("Right", "Down"), "step_forward"),
    Row("handshake_first", QT_TRANSLATE_NOOP("HandshakeActions", "First step of the handshake"), ("Home",)),
    Row("handshake_last", QT_TRANSLATE_NOOP("HandshakeActions", "Last step of the handshake"), ("End",)),
    Row("handshake_previous_stage", QT_TRANSLATE_NOOP("HandshakeActions", "Previous stage of the handshake"), ("PgUp",)),
    Row("handshake_next_stage", QT_TRANSLATE_NOOP("HandshakeActions", "Next stage of the handshake"), ("PgDown",)),
    Row("handshake_larger", QT_TRANSLATE_NOOP("HandshakeActions", "Larger diagram"), ("+", "=")),
    Row("handshake_smaller", QT_TRANSLATE_NOOP("HandshakeActions", "Smaller diagram"), ("-",)),
    Row("handshake_normal", QT_TRANSLATE_NOOP("HandshakeActions", "Diagram at its normal size"), ("0",)),
    Row("handshake_fit", QT_TRANSLATE_NOOP("HandshakeActions", "The whole diagram at once"), ("F",)),
)
"""Keys of the diagram alone: a table moves in its own rows."""
PLAYING = (
    Row("handshake_play", QT_TRANSLATE_NOOP("HandshakeActions", "Play or pause the handshake"), ("Space",), "play"),
    Row("handshake_loop", QT_TRANSLATE_NOOP("HandshakeActions", "Play the handshake again and again"), ("L",), "loop"),
    Row("handshake_slower", QT_TRANSLATE_NOOP("HandshakeActions", "Play more slowly"), ("[", "<")),
    Row("handshake_faster", QT_TRANSLATE_NOOP("HandshakeActions", "Play faster"), ("]", ">")),
    Row("handshake_jump", QT_TRANSLATE_NOOP("HandshakeActions", "Go to a step or a stage of the handshake"), ("G",)),
    Row("handshake_trouble", QT_TRANSLATE_NOOP("HandshakeActions", "Next problem of the handshake"), ("N",)),
    Row("handshake_stages", QT_TRANSLATE_NOOP("HandshakeActions", "Show the handshake in stages"), ("1",)),
    Row("handshake_messages", QT_TRANSLATE_NOOP("HandshakeActions", "Show the messages of the handshake"), ("2",)),
    Row("handshake_computations", QT_TRANSLATE_NOOP("HandshakeActions", "Show every computation of the handshake"), ("3",)),
)
"""Keys of every view that plays."""
ROWS = (*PLAYING, *MOVING)


def add_actions(page: HandshakePage) -> None:
    """Make the actions of the page; they work in its diagram."""
    player, clock, diagram = page.player, page.player.playback, page.diagram
    runs: dict[str, Callable[[], object]] = {
        "handshake_back": clock.step_back, "handshake_forward": clock.step_forward, "handshake_first": clock.first,
        "handshake_last": clock.last, "handshake_previous_stage": lambda: player.go_to_stage(-1),
        "handshake_next_stage": lambda: player.go_to_stage(1), "handshake_larger": diagram.zoom_in,
        "handshake_smaller": diagram.zoom_out, "handshake_normal": diagram.zoom_normal, "handshake_fit": diagram.fit,
        "handshake_play": clock.toggle, "handshake_loop": lambda: clock.set_loop(not clock.loop),
        "handshake_slower": lambda: clock.faster(-1), "handshake_faster": lambda: clock.faster(1), "handshake_jump": page.jump,
        "handshake_trouble": player.go_to_trouble, **{f"handshake_{detail}": _detail(page, detail) for detail in Detail},
    }  # fmt: skip
    for row in ROWS:
        page.shell.actions.add(diagram, row, runs[row.id], "HandshakeActions", Qt.ShortcutContext.WidgetShortcut)


def _detail(page: HandshakePage, detail: Detail) -> Callable[[], object]:
    return lambda: page.player.set_detail(detail)


def give_keys(actions: Actions, widget: QWidget, rows: tuple[Row, ...]) -> None:
    """Let the keys of these rows work in another widget too."""
    for row in rows:
        (widget.focusProxy() or widget).addAction(actions[row.id])

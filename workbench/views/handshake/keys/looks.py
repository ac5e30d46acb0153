"""How cards and lines of a key schedule look at a moment: what is there, who holds it, what belongs to the selected value. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.core.handshake.lineage import Kind, Lineage
from workbench.core.handshake.transcript import Role
from workbench.core.tls.events import Level
from workbench.models.handshake_keys import Shown, State, state_at
from workbench.models.handshake_tokens import LEVEL_TOKENS, ROLE_TOKENS
from workbench.views.handshake.keys.layout import Edge, Picture

HOLDERS = (Role.client, Role.server, Role.certification_authority, Role.attacker, Role.eavesdropper)
"""In this order they stand on a card."""


@dataclass(frozen=True, slots=True)
class CardLook:
    """How a card is drawn. colour: token of its border; tint: whether it is filled with it; aside: something else is looked at."""

    state: State
    holders: tuple[Role, ...]
    colour: str
    tint: bool = False
    aside: bool = False
    selected: bool = False


@dataclass(frozen=True, slots=True)
class EdgeLook:
    colour: str
    lit: bool
    aside: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Frame:
    """A picture at a moment."""

    picture: Picture
    cards: Mapping[int, CardLook]
    edges: Mapping[tuple[int, int], EdgeLook]


@dataclass(frozen=True)
class Standing:
    """A lineage at a moment: its first and its last step; None: everything is there, held by whoever ever holds it."""

    lineage: Lineage
    moment: tuple[int, int] | None

    def state(self, id: int) -> State:
        return State.held if self.moment is None else state_at(self.lineage, id, *self.moment)

    def holders(self, id: int) -> tuple[Role, ...]:
        found = self.lineage.ever_held(id) if self.moment is None else self.lineage.holders(id, self.moment[1])
        return tuple(role for role in HOLDERS if role in found)

    def reached(self, edge: Edge, target: Shown) -> bool:
        """Whether the value at the end of a line was made along it by now."""
        who = _by_whom(edge, target)
        last = self.moment[1] if self.moment is not None else len(self.lineage.after)
        return any(birth.step <= last and birth.who in who for birth in target.origin.births)


def frame_of(standing: Standing, graph: Sequence[Shown], picture: Picture, selected: int | None) -> Frame:
    """All of a picture; what has nothing to do with the selected value steps back."""
    lineage = standing.lineage
    before: frozenset[int] | None = None
    after: frozenset[int] = frozenset()
    if selected is not None:
        before, after = lineage.ancestors(selected) | {selected}, lineage.descendants(selected) | {selected}
    values = {value.id: value for value in graph}
    cards = {
        value.id: _card(standing, value, before is not None and value.id not in before | after, value.id == selected) for value in graph
    }
    edges: dict[tuple[int, int], EdgeLook] = {}
    for edge in picture.edges:
        ends, target = {edge.source, edge.target}, values[edge.target]
        strong = before is not None and (ends <= before or ends <= after)
        edges[edge.source, edge.target] = EdgeLook(
            _edge_colour(edge, target), standing.reached(edge, target), before is not None and not strong, strong
        )
    return Frame(picture, cards, edges)


def _card(standing: Standing, value: Shown, aside: bool, selected: bool) -> CardLook:
    origin, holders = value.origin, standing.holders(value.id)
    colour, tint = "muted", False
    if origin.kind in (Kind.key, Kind.traffic_secret, Kind.nonce) and "ticket" not in origin.name:
        colour, tint = _protection(origin.name), True
    elif set(holders) in ({Role.client}, {Role.server}):
        colour = ROLE_TOKENS[holders[0]]
    return CardLook(standing.state(value.id), holders, colour, tint, aside, selected)


def _by_whom(edge: Edge, target: Shown) -> set[Role]:
    """Who came to a value along a line."""
    return {role for way in target.ways if edge.source in way.inputs and not way.back for role in way.who}


def _edge_colour(edge: Edge, target: Shown) -> str:
    """Where the sides come to a value from different ones, each has its colour."""
    who = _by_whom(edge, target)
    if len(who) != 1 or len([way for way in target.ways if way.inputs]) < 2:
        return "muted"
    return ROLE_TOKENS[next(iter(who))]


def _protection(name: str) -> str:
    """The colour of what a traffic key or secret protects."""
    if "early" in name:
        return LEVEL_TOKENS[Level.early_data]
    return LEVEL_TOKENS[Level.handshake if "handshake" in name else Level.application]

"""Where the parties stand: their cards, and the lifelines below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.handshake.transcript import Party, Role, Transcript
from workbench.core.handshake.wording import LIFELINES
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_tokens import ROLE_TOKENS
from workbench.views.handshake.diagram_values import Box, Label, Lifeline, Metrics, Style

MARGIN = 16.0
CARD_AT_LEAST, CARD_GAP = 84.0, 14.0
WITHIN = 12.0
"""What a card is wider than its words."""
CARD_AT_MOST = 10.0
"""In lines of text: a card is no wider than so many of them are high."""
ARROW_AT_LEAST = 320.0
"""Below this width between two who talk, the cards of those who say little take less."""


@dataclass(frozen=True, slots=True)
class Area:
    """From where to where the lifelines and what hangs on them may go: between the gutters."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


def place_lifelines(transcript: Transcript, text: HandshakeText, metrics: Metrics, area: Area) -> tuple[tuple[Lifeline, ...], float]:
    """The lifelines of all who act, and where their cards end."""
    acting = {step.sender for step in transcript.steps} | {step.receiver for step in transcript.steps}
    parties = [party for role in LIFELINES if (party := transcript.party(role)) is not None and role in acting]
    if not parties:
        return (), MARGIN
    title_height, name_height = metrics.height(Style.party), metrics.height(Style.fact)
    # In a wide diagram the outer ones stand further in: pills on them are wider than cards.
    edge = min(max((area.width - 640.0) * 0.15, 0.0), 48.0)
    tight = area.width - sum(_card(party, text, metrics) for party in parties) < ARROW_AT_LEAST
    roles = [_role(party, text, tight) for party in parties]
    wanted = [_card(party, text, metrics, lines) for party, lines in zip(parties, roles, strict=True)]
    within = Area(area.left + edge, area.right - edge)
    cards, places = _places(parties, wanted, within)
    cut = [_is_cut(lines, card, metrics) for lines, card in zip(roles, cards, strict=True)]
    if any(cut):
        roles = [_role(party, text, tight, short) for party, short in zip(parties, cut, strict=True)]
        wanted = [_card(party, text, metrics, lines) for party, lines in zip(parties, roles, strict=True)]
        cards, places = _places(parties, wanted, within)
    lines_high = max(
        title_height * len(lines) + (name_height if text.party(party) else 0.0) for party, lines in zip(parties, roles, strict=True)
    )
    height = max(lines_high, title_height + name_height) + 14.0
    found = []
    for party, lines, card, x in zip(parties, roles, cards, places, strict=True):
        box = Box(x - card / 2, MARGIN, card, height)
        inner = card - WITHIN
        said = [(words, Style.party, "text", title_height) for words in lines]
        if name := text.party(party):
            said.append((name, Style.fact, "muted", name_height))
        y = box.y + (height - sum(high for *_, high in said)) / 2
        labels = []
        for words, style, colour, high in said:
            labels.append(Label(metrics.elided(words, style, inner), style, Box(box.x + 6, y, inner, high), colour, "centre"))
            y += high
        found.append(Lifeline(party.role, ROLE_TOKENS[party.role], x, box, tuple(labels)))
    return tuple(found), MARGIN + height


def _role(party: Party, text: HandshakeText, tight: bool, cut: bool = False) -> tuple[str, ...]:
    """What a card says first: in two lines where it would be `cut`, or where room is scarce and the name server, who has little to say,
    would take much of it."""
    if (cut or (tight and party.role is Role.name_server)) and not text.party(party):
        return tuple(text.short_role(party.role).split("\n"))
    return (text.role(party.role),)


def _is_cut(lines: Sequence[str], card: float, metrics: Metrics) -> bool:
    return any(metrics.width(words, Style.party) > card - WITHIN for words in lines)


def _card(party: Party, text: HandshakeText, metrics: Metrics, lines: Sequence[str] = ()) -> float:
    """How wide a party's card would like to be."""
    shown = lines or (text.role(party.role),)
    widest = max(*(metrics.width(words, Style.party) for words in shown), metrics.width(text.party(party), Style.fact))
    least = CARD_AT_LEAST if len(shown) == 1 else 0.0
    return min(max(widest + 26.0, least), CARD_AT_MOST * metrics.height(Style.fact))


def _places(parties: Sequence[Party], cards: list[float], area: Area) -> tuple[list[float], list[float]]:
    """Width and middle of every card. What is over goes between those that talk to each other most."""
    if len(parties) < 2:
        return cards, [area.left + area.width / 2]
    gaps = [_gap(left.role, right.role) for left, right in zip(parties, parties[1:], strict=False)]
    between = CARD_GAP * len(gaps)
    least = between + 34.0 * sum(gaps)
    if sum(cards) + least > area.width:
        cards = [card * max(0.0, area.width - least) / sum(cards) for card in cards]
    over = area.width - sum(cards) - between
    places = [area.left + cards[0] / 2]
    for number, gap in enumerate(gaps):
        places.append(places[-1] + (cards[number] + cards[number + 1]) / 2 + CARD_GAP + over * gap / sum(gaps))
    return cards, places


def _gap(left: Role, right: Role) -> float:
    """The share of two neighbours in the room that the cards leave."""
    if Role.name_server in (left, right):
        return 0.04
    return 0.4 if Role.certification_authority in (left, right) else 1.0

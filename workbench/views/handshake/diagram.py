"""The geometry of the sequence diagram: what stands where, made from a transcript once for each width, language and level of detail.

Pure values: no widget, no painter, no time. Lengths are pixels at 96 dpi; text is measured by whoever asks for the layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.core.handshake.transcript import Outcome, Party, Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.models.handshake_steps import Detail, Moment, moments
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram_values import (
    Arrow,
    Box,
    Diagram,
    Heading,
    Label,
    Lifeline,
    Metrics,
    Pill,
    Row,
    Style,
    with_tops,
)

__all__ = ["NARROWEST", "Box", "Diagram", "Label", "Metrics", "Row", "Style", "lay_out", "row_colour", "stops", "with_tops"]

ORDER = (Role.name_server, Role.client, Role.attacker, Role.eavesdropper, Role.server, Role.certification_authority)
"""Lifelines from left to right."""
ROLE_COLOURS = {Role.client: "client", Role.server: "server", Role.attacker: "eavesdropper", Role.eavesdropper: "eavesdropper"}
LEVEL_COLOURS = {
    Level.none: "unprotected", Level.early_data: "early_data_keys",
    Level.handshake: "handshake_keys", Level.application: "application_keys",
}  # fmt: skip
COMPACT = frozenset({StepKind.name_lookup, StepKind.tcp, StepKind.change_cipher_spec})
"""Kinds that are drawn small: they carry the handshake, and are not of it."""

MARGIN = 16.0
INSET, BETWEEN = 6.0, 9.0
"""Between a lifeline and the words of an arrow; between the words."""
CARD_AT_LEAST, CARD_AT_MOST, CARD_GAP = 84.0, 168.0, 14.0
NARROWEST, WIDER = 420.0, 1.5


AGREED = (Style.compact, Style.fact)
"""How the two lines about a secret that both hold are set."""


def lay_out(
    transcript: Transcript, text: HandshakeText, detail: Detail, metrics: Metrics, width: float, changed: frozenset[int] = frozenset()
) -> Diagram:
    """The diagram of a transcript at this level of detail, `width` pixels wide (never less than `NARROWEST`); up to `WIDER` times as
    wide where a name would be cut so short that it may be another: `Certificate…`. `changed`: numbers of steps to be marked."""
    least = max(width, NARROWEST)
    steps = [least * (1.0 + (WIDER - 1.0) * part / 6) for part in range(7)]
    made = _lay_out(transcript, text, detail, metrics, steps[0], changed)
    for wider in steps[1:]:
        if not _cuts_a_name(made, text):
            break
        made = _lay_out(transcript, text, detail, metrics, wider, changed)
    return made


def _cuts_a_name(made: Diagram, text: HandshakeText) -> bool:
    """Whether a name is cut so short that it may be another message, or that next to nothing is left of a party."""
    if any(label.text.endswith("…") and len(label.text) < 4 for label in (line.labels[0] for line in made.lifelines)):
        return True
    shown = {(row.labels[0].text, text.title(row.moment.step)) for row in made.rows if row.arrow is not None and row.labels}
    titles = {title for _, title in shown}
    return any(
        name != title and any(other != title and other.startswith(name.rstrip("…").rstrip()) for other in titles) for name, title in shown
    )


def _lay_out(
    transcript: Transcript, text: HandshakeText, detail: Detail, metrics: Metrics, width: float, changed: frozenset[int]
) -> Diagram:
    lifelines, head = _lifelines(transcript, text, metrics, width)
    rows = _Rows({line.role: line.x for line in lifelines}, text, metrics, width, head + 12.0)
    shown = moments(transcript, detail)
    connections = {moment.step.connection for moment in shown}
    previous: int | None = None
    for moment in shown:
        if len(connections) > 1 and moment.step.connection != previous:
            rows.begin_connection(moment.step.connection)
        previous = moment.step.connection
        rows.add(moment, any(number in changed for number in range(moment.first, moment.last + 1)))
    return Diagram(width, rows.y + 24.0, head, lifelines, tuple(rows.rows), tuple(rows.headings), tuple(row.frame.y for row in rows.rows))


def _lifelines(transcript: Transcript, text: HandshakeText, metrics: Metrics, width: float) -> tuple[tuple[Lifeline, ...], float]:
    acting = {step.sender for step in transcript.steps} | {step.receiver for step in transcript.steps}
    parties = [party for role in ORDER if (party := transcript.party(role)) is not None and role in acting]
    if not parties:
        return (), MARGIN
    title_height, name_height = metrics.height(Style.party), metrics.height(Style.fact)
    height = title_height + name_height + 14.0
    # In a wide diagram the outer ones stand further in: pills on them are wider than cards.
    edge = MARGIN + min(max((width - 640.0) * 0.15, 0.0), 48.0)
    cards, places = _places(parties, [_card(party, text, metrics) for party in parties], edge, width)
    found = []
    for party, card, x in zip(parties, cards, places, strict=True):
        box = Box(x - card / 2, MARGIN, card, height)
        inner = card - 12.0
        role = metrics.elided(text.role(party.role), Style.party, inner)
        name = metrics.elided(text.party(party), Style.fact, inner)
        upper = Box(box.x + 6, box.y + 6, inner, title_height) if name else Box(box.x + 6, box.y, inner, height)
        labels = [Label(role, Style.party, upper, "text", "centre")]
        if name:
            labels.append(Label(name, Style.fact, Box(box.x + 6, box.y + 7 + title_height, inner, name_height), "muted", "centre"))
        found.append(Lifeline(party.role, ROLE_COLOURS.get(party.role, "muted"), x, box, tuple(labels)))
    return tuple(found), MARGIN + height


def _card(party: Party, text: HandshakeText, metrics: Metrics) -> float:
    """How wide a party's card would like to be."""
    widest = max(metrics.width(text.role(party.role), Style.party), metrics.width(text.party(party), Style.fact))
    return min(max(widest + 26.0, CARD_AT_LEAST), CARD_AT_MOST)


def _places(parties: Sequence[Party], cards: list[float], edge: float, width: float) -> tuple[list[float], list[float]]:
    """Width and middle of every card. What is over goes between those that talk to each other most."""
    if len(parties) < 2:
        return cards, [width / 2]
    room = width - 2 * edge
    gaps = [_gap(left.role, right.role) for left, right in zip(parties, parties[1:], strict=False)]
    between = CARD_GAP * len(gaps)
    least = between + 34.0 * sum(gaps)
    if sum(cards) + least > room:
        cards = [card * max(0.0, room - least) / sum(cards) for card in cards]
    over = room - sum(cards) - between
    places = [edge + cards[0] / 2]
    for number, gap in enumerate(gaps):
        places.append(places[-1] + (cards[number] + cards[number + 1]) / 2 + CARD_GAP + over * gap / sum(gaps))
    return cards, places


def _gap(left: Role, right: Role) -> float:
    """The share of two neighbours in the room that the cards leave."""
    if Role.name_server in (left, right):
        return 0.04
    return 0.4 if Role.certification_authority in (left, right) else 1.0


class _Rows:
    """Puts one row under the other; `y` is where the next one begins."""

    def __init__(self, places: dict[Role, float], text: HandshakeText, metrics: Metrics, width: float, y: float) -> None:
        self.places, self.text, self.metrics, self.width, self.y = places, text, metrics, width, y
        self.rows: list[Row] = []
        self.headings: list[Heading] = []

    def begin_connection(self, number: int) -> None:
        height = self.metrics.height(Style.fact)
        words = self.text.connection(number, bool(self.rows))
        room = min(self.metrics.width(words, Style.fact) + 2, self.width - 2 * MARGIN)
        box = Box(MARGIN, self.y + 8.0, room, height)
        shown = self.metrics.elided(words, Style.fact, room)
        line = Box(box.right + 10.0, box.middle, max(0.0, self.width - MARGIN - box.right - 10.0), 1.0)
        self.headings.append(Heading(Label(shown, Style.fact, box, "muted"), line, len(self.rows)))
        self.y = box.bottom + 8.0

    def add(self, moment: Moment, changed: bool) -> None:
        step = moment.step
        start = self.places.get(step.sender, self.width / 2)
        end = self.places.get(step.receiver) if step.receiver is not None else None
        if moment.caught:
            end = self.places.get(Role.attacker, end)
        alone = end is None or end == start or step.kind is StepKind.attack or moment.stage is not None
        row = self._done_alone(moment, start) if alone or end is None else self._sent(moment, start, end)
        self.rows.append(replace(row, changed=changed))
        self.y = row.frame.bottom + 2.0

    # -- messages --------------------------------------------------------------------------------------------------

    def _sent(self, moment: Moment, start: float, end: float) -> Row:
        step = moment.step
        compact = step.kind in COMPACT and step.outcome is not Outcome.failed
        style = Style.compact if compact else Style.title
        line = self.metrics.height(style)
        left, right = min(start, end) + 8.0, max(start, end) - 8.0
        lead = 3.0 if compact else 9.0
        y = self.y + lead + line + (3.0 if compact else 6.0)
        frame = Box(left - 4.0, self.y, right - left + 8.0, y - self.y + (6.0 if compact else 13.0))
        alert = step.kind is StepKind.alert and step.outcome is Outcome.failed
        protected = step.protection is not Level.none
        band = Box(left, self.y + 4.0, right - left, frame.height - 8.0) if protected else None
        colour = row_colour(step)
        arrow = Arrow(start + _sign(end - start) * 6.0, end - _sign(end - start) * 6.0, y, alert, step.kind is StepKind.handover)
        x, stop = left + INSET, right - INSET
        lock = octagon = sign = None
        if not protected:  # a name that is longer than its arrow begins before it: there is no band that it would leave
            signs = 21.0 if alert else 19.0 if step.outcome in (Outcome.failed, Outcome.warning) else 0.0
            x -= min(max(0.0, x + signs + self.metrics.width(self.text.title(step), style) + 2.0 - stop), x - MARGIN)
        if protected:
            lock = Box(x, self.y + lead + (line - 14.0) / 2, 14.0, 14.0)
            x += 19.0
        if alert:
            octagon = Box(x, self.y + lead + (line - 16.0) / 2, 16.0, 16.0)
            x += 21.0
        elif step.outcome in (Outcome.failed, Outcome.warning):
            sign = Box(x, self.y + lead + (line - 14.0) / 2, 14.0, 14.0)
            x += 19.0
        labels = self._words(step, style, x, stop, self.y + lead, line, "bad" if alert else "text")
        return Row(moment, frame, colour, arrow, band, lock, octagon, sign, step.outcome, None, labels)

    def _words(self, step: Step, style: Style, x: float, stop: float, y: float, line: float, colour: str) -> tuple[Label, ...]:
        """Name, key fact, size, as far as there is room: the name first, then the size, then the fact."""
        metrics = self.metrics
        title, size = self.text.title(step), self.text.size(step)
        wanted = metrics.width(title, style) + 2.0
        size_room = metrics.width(size, Style.number) + 2.0 if size else 0.0
        if size and x + wanted + BETWEEN + size_room > stop:
            size, size_room = "", 0.0
        shown = metrics.elided(title, style, stop - x)
        room = min(wanted, stop - x)
        labels = [Label(shown, style, Box(x, y, room, line), "muted" if style is Style.compact else colour)]
        if size:
            labels.append(Label(size, Style.number, Box(stop - size_room, y, size_room, line), "muted", "right"))
            stop -= size_room + BETWEEN
        x += room + BETWEEN
        facts = self._facts(step, stop - x) if step.kind is not StepKind.tcp else ""
        whole = metrics.width(facts, Style.fact) + 2.0
        # The beginning of a fact says little: at least half of it must fit.
        if facts and stop - x >= max(36.0, min(whole / 2, 96.0)):
            wanted = min(whole, stop - x)
            labels.append(Label(metrics.elided(facts, Style.fact, stop - x), Style.fact, Box(x, y, wanted, line), "muted"))
        return tuple(labels)

    def _facts(self, step: Step, room: float) -> str:
        """As many of the facts as fit whole, the first ones first; one alone where not even that one does."""
        for count in range(len(step.facts), 1, -1):
            facts = self.text.facts(replace(step, facts=step.facts[:count]))
            if self.metrics.width(facts, Style.fact) + 2.0 <= room:
                return facts
        return self.text.facts(replace(step, facts=step.facts[:1]))

    # -- what is done alone ----------------------------------------------------------------------------------------

    def _done_alone(self, moment: Moment, x: float) -> Row:
        step, metrics = moment.step, self.metrics
        line = metrics.height(Style.fact)
        bad, attack = step.outcome is Outcome.failed, step.kind is StepKind.attack
        colour = "bad" if bad else "eavesdropper" if attack else "warning" if step.outcome is Outcome.warning else "line"
        signed = step.outcome is not Outcome.none
        title = self.text.stage(moment.stage) if moment.stage is not None else self.text.title(step)
        extra = 24.0 + (18.0 if signed else 0.0)
        wide = min(max(metrics.width(title, Style.fact) + 2.0 + extra, 72.0), self.width - 2 * MARGIN)
        left = min(max(x - wide / 2, MARGIN), self.width - MARGIN - wide)
        box = Box(left, self.y + 6.0, wide, line + 8.0)
        inner = Box(box.x + extra - 12.0, box.y, wide - extra, box.height)
        sign = Box(box.x + 11.0, box.y + (box.height - 14.0) / 2, 14.0, 14.0) if signed else None
        shown = metrics.elided(title, Style.fact, inner.width)
        token = "bad" if bad else "text"
        pill = Pill(box, Label(shown, Style.fact, inner, token, "left" if signed else "centre"), colour)
        frame = Box(box.x - 4.0, self.y + 2.0, box.width + 8.0, box.height + 8.0)
        agreed, frame = self._agreed(moment, box, frame)
        return Row(moment, frame, "unprotected", sign=sign, outcome=step.outcome, pill=pill, agreed=agreed)

    def _agreed(self, moment: Moment, pill: Box, frame: Box) -> tuple[tuple[Label, ...], Box]:
        """The secret both now hold, said between the lifelines beside the pill of the second one; below it where that is too narrow."""
        ends = [self.places[role] for role in (Role.client, Role.server) if role in self.places]
        if moment.agreed is None or len(ends) < 2:
            return (), frame
        left, right = min(ends) + 10.0, max(ends) - 10.0
        if abs(pill.x + pill.width / 2 - min(ends)) < abs(pill.x + pill.width / 2 - max(ends)):
            left = max(left, pill.right + 10.0)
        else:
            right = min(right, pill.x - 10.0)
        said = self.text.agreed(moment.agreed)
        y = self.y + 4.0
        if right - left < max(self.metrics.width(words, style) for words, style in zip(said, AGREED, strict=True)):
            left, right, y = min(ends) + 10.0, max(ends) - 10.0, pill.bottom + 4.0
        line = self.metrics.height(Style.fact)
        labels = []
        for words, style, colour in zip(said, AGREED, ("good", "muted"), strict=True):
            if words:
                shown = self.metrics.elided(words, style, right - left)
                labels.append(Label(shown, style, Box(left, y, right - left, line), colour, "centre"))
                y += line
        top, bottom = frame.y, max(frame.bottom, y + 4.0)
        x, end = min(frame.x, left), max(frame.right, right)
        return tuple(labels), Box(x, top, end - x, bottom - top)


def row_colour(step: Step) -> str:
    """The token in which a step is drawn: an alert that ends it all, else what protects it."""
    return "bad" if step.kind is StepKind.alert and step.outcome is Outcome.failed else LEVEL_COLOURS[step.protection]


def _sign(value: float) -> float:
    return 1.0 if value > 0 else -1.0


def stops(shown: Sequence[Moment]) -> Sequence[str]:
    """The colour token of every moment, for the scrub bar: what is done alone has that of the message before it."""
    found: list[str] = []
    for moment in shown:
        alone = moment.step.receiver is None
        found.append(found[-1] if alone and found else row_colour(moment.step))
    return found

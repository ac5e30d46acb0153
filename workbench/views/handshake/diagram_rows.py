"""The rows of single steps: an arrow for what is sent, a pill for what is done alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind
from workbench.core.handshake.wording import BETWEEN as BETWEEN_WORDS
from workbench.core.tls.events import Level
from workbench.models.handshake_steps import Moment
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_tokens import LEVEL_TOKENS, ROLE_TOKENS
from workbench.views.handshake.diagram_lifelines import Area
from workbench.views.handshake.diagram_values import Arrow, Box, Label, Metrics, Pill, Row, Style
from workbench.words import visible

COMPACT = frozenset({StepKind.name_lookup, StepKind.tcp, StepKind.change_cipher_spec})
"""Kinds that are drawn small: they carry the handshake, and are not of it."""
AGREED = (Style.compact, Style.fact)
"""How the two lines about a secret that both hold are set."""

INSET, BETWEEN = 6.0, 9.0
"""Between a lifeline and the words of an arrow; between the words."""
SIGN = 0.74
"""The part of a line's height that a sign in it takes: signs grow with the text."""


def square(x: float, y: float, height: float, size: float) -> Box:
    """The box of a sign in the middle of a line's height."""
    return Box(x, y + (height - size) / 2, size, size)


def is_bad(step: Step) -> bool:
    """Whether a step is an alert that ends it all."""
    return step.kind is StepKind.alert and step.outcome is Outcome.failed


def row_colour(step: Step) -> str:
    """The token in which a step is drawn: an alert that ends it all, else what protects it."""
    return "bad" if is_bad(step) else LEVEL_TOKENS[step.protection]


def pill_colour(step: Step) -> str:
    """The outline of what is done alone."""
    if step.outcome is Outcome.failed:
        return "bad"
    if step.kind is StepKind.attack or step.sender in (Role.eavesdropper, Role.attacker):
        return ROLE_TOKENS[Role.attacker]
    return "warning" if step.outcome is Outcome.warning else "line"


def done(text: HandshakeText, step: Step) -> str:
    """What is done alone: how many values are destroyed, what an eavesdropper reads."""
    title = text.title(step)
    if step.destroyed:
        return text.say("diagram_destroyed", what=title, count=len(step.destroyed))
    if step.sender is Role.eavesdropper and step.facts:
        return f"{title} · {text.facts(step)}"
    return title


class RowMaker:
    """Makes the row of a moment whose upper edge is at a height.

    places   x of every lifeline
    fresh    step number -> the name of the key that is used there for the first time in its direction
    """

    def __init__(self, places: Mapping[Role, float], text: HandshakeText, metrics: Metrics, area: Area, fresh: Mapping[int, str]) -> None:
        self.places, self.text, self.metrics, self.area, self.fresh = places, text, metrics, area, fresh

    def make(self, moment: Moment, y: float, changed: bool) -> Row:
        start, end = ends(self.places, moment, self.area)
        row = self._done_alone(moment, start, y, changed) if end is None else self._sent(moment, start, end, y, changed)
        if not changed:
            return row
        return replace(row, changed=True, mark=Box(row.frame.x - 1.0, row.frame.y + 2.0, 3.0, row.frame.height - 4.0))

    # -- messages --------------------------------------------------------------------------------------------------

    def _sent(self, moment: Moment, start: float, end: float, top: float, changed: bool) -> Row:
        step = moment.step
        compact = step.kind in COMPACT and step.outcome is not Outcome.failed
        style = Style.compact if compact else Style.title
        line = self.metrics.height(style)
        left, right = min(start, end) + 8.0, max(start, end) - 8.0
        lead = 3.0 if compact else 9.0
        alert, protected = is_bad(step), step.protection is not Level.none
        x, stop, icon = left + INSET, right - INSET, max(14.0, SIGN * line)
        judged = alert or step.outcome in (Outcome.failed, Outcome.warning)
        signs = (icon + 5.0 if protected else 0.0) + (icon + 5.0 + (2.0 if alert else 0.0) if judged else 0.0)
        # A name that is longer than its arrow begins before it, and what it stands on with it.
        missing = x + signs + self.metrics.width(self.text.title(step), style) + 2.0 - stop
        x -= min(max(0.0, missing), max(0.0, x - INSET - self.area.left))
        ground = min(left, x - INSET)
        at = top + lead
        lock = octagon = sign = None
        if protected:
            lock = square(x, at, line, icon)
            x += icon + 5.0
        if alert:
            octagon = square(x, at, line, icon + 2.0)
            x += icon + 7.0
        elif judged:
            sign = square(x, at, line, icon)
            x += icon + 5.0
        labels, used = self._words(step, style, x, stop, at, line, "bad" if alert else "text", changed)
        y = at + used + (3.0 if compact else 6.0)
        frame = Box(ground - 4.0, top, right - ground + 8.0, y - top + (6.0 if compact else 13.0))
        band = Box(ground, top + 4.0, right - ground, frame.height - 8.0) if protected else None
        way = _sign(end - start) * 6.0
        arrow = Arrow(start + way, end - way, y, alert, step.kind is StepKind.handover)
        return Row(moment, frame, row_colour(step), arrow, band, lock, octagon, sign, step.outcome, None, labels)

    def _words(
        self, step: Step, style: Style, x: float, stop: float, y: float, line: float, colour: str, changed: bool
    ) -> tuple[tuple[Label, ...], float]:
        """Name, key fact, size, as far as there is room: the name first, then the size, then the fact, then the key. And the height of
        all of it: a fact, and a key that is used for the first time, get a line of their own where the first one has no room for them."""
        metrics, begin, end = self.metrics, x, stop
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
        if changed:
            said = self.text.say("diagram_changed")
            room = metrics.width(said, Style.compact) + 2.0
            if x + room <= stop:
                labels.append(Label(said, Style.compact, Box(x, y, room, line), "accent"))
                x += room + BETWEEN
        used = line
        facts = self._facts(step, stop - x) if step.kind is not StepKind.tcp else ""
        whole = metrics.width(facts, Style.fact) + 2.0
        if facts and x + whole > stop and begin + whole <= end:  # a line of its own before it is cut
            x, stop, below = begin, end, metrics.height(Style.fact)
            y, line, used = y + line, below, used + below
        # The beginning of a fact says little: at least half of it must fit.
        if facts and stop - x >= max(36.0, min(whole / 2, 96.0)):
            wanted = min(whole, stop - x)
            labels.append(Label(metrics.elided(facts, Style.fact, stop - x), Style.fact, Box(x, y, wanted, line), "muted"))
            x += wanted + BETWEEN
        if (key := self._key(step, (begin, end), (x, stop), y, line)) is not None:
            labels.append(key)
            used += key.box.height if key.box.y > y else 0.0
        return tuple(labels), used

    def _key(self, step: Step, whole: tuple[float, float], left: tuple[float, float], y: float, line: float) -> Label | None:
        """The key of a step, where it is used for the first time: in the line at `y` if that has room `left`, else in the next one."""
        if step.number not in self.fresh:
            return None
        said = self.text.say("diagram_under", name=visible(self.fresh[step.number]))
        room = self.metrics.width(said, Style.fact) + 2.0
        if left[0] + room <= left[1]:
            return Label(said, Style.fact, Box(left[0], y, room, line), row_colour(step))
        if whole[0] + room <= whole[1]:
            return Label(said, Style.fact, Box(whole[0], y + line, room, self.metrics.height(Style.fact)), row_colour(step))
        return None

    def _facts(self, step: Step, room: float) -> str:
        """As many of the facts as fit whole, the first ones first; one alone where not even that one does."""
        facts = [self.text.message(fact) for fact in step.facts]
        for count in range(len(facts), 1, -1):
            if self.metrics.width(BETWEEN_WORDS.join(facts[:count]), Style.fact) + 2.0 <= room:
                return BETWEEN_WORDS.join(facts[:count])
        return "".join(facts[:1])

    # -- what is done alone ----------------------------------------------------------------------------------------

    def _done_alone(self, moment: Moment, x: float, y: float, changed: bool) -> Row:
        step, metrics, area = moment.step, self.metrics, self.area
        line = metrics.height(Style.fact)
        signed, icon = step.outcome is not Outcome.none, max(14.0, SIGN * line)
        title = done(self.text, step)
        extra = 24.0 + (icon + 4.0 if signed else 0.0)
        wide = min(max(metrics.width(title, Style.fact) + 2.0 + extra, 72.0), area.width)
        left = min(max(x - wide / 2, area.left), area.right - wide)
        box = Box(left, y + 6.0, wide, line + 8.0)
        inner = Box(box.x + extra - 12.0, box.y, wide - extra, box.height)
        sign = square(box.x + 11.0, box.y, box.height, icon) if signed else None
        shown = metrics.elided(title, Style.fact, inner.width)
        token = "bad" if step.outcome is Outcome.failed else "text"
        pill = Pill(box, Label(shown, Style.fact, inner, token, "left" if signed else "centre"), pill_colour(step), bool(step.destroyed))
        frame = Box(box.x - 4.0, y + 2.0, box.width + 8.0, box.height + 8.0)
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
        y = frame.y + 2.0
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


def ends(places: Mapping[Role, float], moment: Moment, area: Area) -> tuple[float, float | None]:
    """Where a step begins, and where it arrives; None for what is done alone."""
    step = moment.step
    start = places.get(step.sender, area.left + area.width / 2)
    end = places.get(step.receiver) if step.receiver is not None else None
    if moment.caught:
        end = places.get(Role.attacker, end)
    return start, None if end == start or step.kind is StepKind.attack else end


def _sign(value: float) -> float:
    return 1.0 if value > 0 else -1.0

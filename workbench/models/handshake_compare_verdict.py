"""What a comparison comes to, in a sentence or two made from what was counted. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.errors import Message
from workbench.core.handshake.compare import Comparison
from workbench.core.handshake.counts import Asymmetric, Counts
from workbench.core.handshake.transcript import Outcome, Role, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import version_title
from workbench.models.handshake_compare_rows import title_and_way
from workbench.models.handshake_text import HandshakeText
from workbench.words import say

_MOST = 4
"""So many things are said in one sentence."""


@dataclass(frozen=True)
class _Sum:
    """What all connections of one side need together, and what is to be seen of its certificate ("hidden", "shown" or "none")."""

    round_trips: int | None
    handshake_bytes: int
    operations: int
    key_transport: bool
    early: bool
    certificate: str
    client_proves: bool


def names_of(
    comparison: Comparison, titles: tuple[str, str], text: HandshakeText, of_a_change: bool = False, part: str = "sentence"
) -> tuple[str, str]:
    """What the two are called: by that in which they differ.

    titles        of the two scenarios
    of_a_change   the right one is the left one as it was before its parameters were changed
    part          "sentence": as the subject of a sentence, "short": above a column
    """

    def both(left: str, right: str) -> tuple[str, str]:
        return say(Message(f"compare_name_{left}"), text.language, part), say(Message(f"compare_name_{right}"), text.language, part)

    if of_a_change:
        return both("now", "before")
    versions = [_last(side, "version") for side in (comparison.left, comparison.right)]
    spoken = [version_title(version) for version in versions if isinstance(version, int)]
    if len(spoken) == 2 and spoken[0] != spoken[1]:
        return spoken[0], spoken[1]
    resumed = [bool(_last(side, "resumed")) for side in (comparison.left, comparison.right)]
    single = len(comparison.left.connections) == len(comparison.right.connections) == 1
    if single and resumed[0] != resumed[1]:
        return both("resumed", "full") if resumed[0] else both("full", "resumed")
    if titles[0] != titles[1] and part == "short":
        return titles
    if titles[0] != titles[1]:
        return text.say("compare_name_title", title=titles[0]), text.say("compare_name_title", title=titles[1])
    return both("left", "right")


def verdict(comparison: Comparison, names: tuple[str, str], text: HandshakeText, of_a_change: bool = False) -> str:
    """One sentence, seldom two: who needs less of what (of a change: what is otherwise now); of a handshake that fails, why."""
    failed = [side.outcome is Outcome.failed for side in (comparison.left, comparison.right)]
    if any(failed):
        return text.between(_failures(comparison, names, text, failed))
    sides = _sum(comparison.left, comparison.left_counts), _sum(comparison.right, comparison.right_counts)
    first = 0 if of_a_change or _weight(sides[0]) <= _weight(sides[1]) else 1
    clauses = _clauses(sides[first], sides[1 - first])[:_MOST]
    remarks = _remarks(comparison, names, text)
    if not clauses:
        return text.between(remarks or [text.say("compare_verdict_little" if _differ(comparison) else "compare_verdict_same")])
    said = [say(clause, text.language, "sentence" if clause is clauses[-1] else "and") for clause in clauses]
    return text.between([*remarks, text.say("compare_verdict_clauses", name=names[first], clauses=_listed(said, text.language))])


def _remarks(comparison: Comparison, names: tuple[str, str], text: HandshakeText) -> list[str]:
    """What one side alone has to be warned of: that it went on all the same, that somebody attacks it."""
    sides = comparison.left, comparison.right
    found = []
    troubled = [text.why(side) for side in sides]
    if bool(troubled[0]) != bool(troubled[1]):
        which = 0 if troubled[0] else 1
        found.append(text.say("compare_verdict_warns", name=names[which], why=_ended(troubled[which], text.language)))
    deeds = [next((text.title(step) for step in side.steps if step.kind is StepKind.attack), "") for side in sides]
    if bool(deeds[0]) != bool(deeds[1]):
        which = 0 if deeds[0] else 1
        found.append(text.say("compare_verdict_attacked", name=names[which], what=_ended(deeds[which], text.language)))
    else:
        attacked = [any(step.sender is Role.attacker for step in side.steps) for side in sides]
        if attacked[0] != attacked[1]:
            found.append(text.say("compare_verdict_attacker", name=names[0 if attacked[0] else 1]))
    return found


def _ended(sentence: str, language: str) -> str:
    """With a full stop, which the headlines among the reasons do not have."""
    stop = "。" if language == "ja" else "."
    return sentence if not sentence or sentence.endswith((".", "。")) else sentence + stop


def _listed(parts: Sequence[str], language: str) -> str:
    if language == "ja":
        return "、".join(parts)
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _failures(comparison: Comparison, names: tuple[str, str], text: HandshakeText, failed: Sequence[bool]) -> list[str]:
    sides = comparison.left, comparison.right
    which = 0 if failed[0] else 1
    why = _ended(text.why(sides[which]), text.language)
    if all(failed):
        found = [text.say("compare_verdict_both_fail", name=names[0], why=why)]
        other = _ended(text.why(sides[1]), text.language)
        if other != why:
            found.append(text.say("compare_verdict_fails", name=names[1], why=other))
    elif why:
        found = [text.say("compare_verdict_fails", name=names[which], why=why)]
    else:
        found = [text.say("compare_verdict_fails_so", name=names[which], other=names[1 - which])]
    common = _common(comparison, text)
    return [*found, text.say("compare_verdict_until", step=common)] if common else found


def _common(comparison: Comparison, text: HandshakeText) -> str:
    """The name of the last message up to which both sides have sent and received the same ones; "" where they part at once."""
    found = ""
    for pair in comparison.pairs:
        if pair.step.kind is StepKind.attack:
            break
        if pair.step.kind not in (StepKind.message, StepKind.alert):
            continue
        if pair.left is None or pair.right is None:
            break
        found = title_and_way(pair.step, text)
    return found


def _sum(transcript: Transcript, counts: Sequence[Counts]) -> _Sum:
    trips = [count.round_trips for count in counts if count.connection and count.round_trips is not None]
    kinds = [kind for count in counts for kind, number in count.asymmetric.items() if number]
    sent = [step for step in transcript.steps if step.name == "Certificate" and step.kind is StepKind.message]
    servers = [step for step in sent if step.sender is not Role.client]
    if not servers:
        certificate = "none"
    else:
        certificate = "shown" if any(step.protection is Level.none for step in servers) else "hidden"
    return _Sum(
        sum(trips) if trips else None, sum(count.handshake_bytes for count in counts),
        sum(number for count in counts if count.connection for number in count.asymmetric.values()), Asymmetric.encryption in kinds,
        any(step.protection is Level.early_data for step in transcript.steps), certificate,
        any(step.name == "CertificateVerify" and step.sender is Role.client for step in transcript.steps),
    )  # fmt: skip


def _weight(side: _Sum) -> tuple[float, ...]:
    """The lighter of the two is the one of which the sentence speaks."""
    trips = float(side.round_trips) if side.round_trips is not None else float("inf")
    return (
        trips,
        {"none": 0.0, "hidden": 1.0, "shown": 2.0}[side.certificate],
        float(side.key_transport),
        side.operations,
        side.handshake_bytes,
    )


def _clauses(side: _Sum, other: _Sum) -> list[Message]:
    found: list[Message] = []
    if side.round_trips is not None and other.round_trips is not None and side.round_trips != other.round_trips:
        apart = other.round_trips - side.round_trips
        direction = "less" if apart > 0 else "more"
        one = abs(apart) == 1
        found.append(Message(f"compare_clause_trips_{direction}_one") if one else
                     Message(f"compare_clause_trips_{direction}", {"number": abs(apart)}))  # fmt: skip
    if side.early and not other.early:
        found.append(Message("compare_clause_early"))
    if side.certificate != other.certificate:
        told = "sent" if other.certificate == "none" else side.certificate
        found.append(Message(f"compare_clause_certificate_{told}"))
    if side.key_transport != other.key_transport and "none" not in (side.certificate, other.certificate):
        found.append(Message("compare_clause_opened_later" if side.key_transport else "compare_clause_not_opened_later"))
    if side.client_proves and not other.client_proves:
        found.append(Message("compare_clause_client_proves"))
    if side.operations != other.operations and not side.operations:
        found.append(Message("compare_clause_operations_none"))
    elif side.operations != other.operations:
        found.append(Message("compare_clause_operations", {"number": side.operations, "other": other.operations}))
    apart = other.handshake_bytes - side.handshake_bytes
    if apart and (abs(apart) >= 100 or not found):
        found.append(Message(f"compare_clause_bytes_{'less' if apart > 0 else 'more'}", {"number": f"{abs(apart):,}"}))
    return found


def _differ(comparison: Comparison) -> bool:
    return bool(comparison.agreements) or any(pair.left is None or pair.right is None or pair.differences for pair in comparison.pairs)


def _last(transcript: Transcript, name: str) -> object:
    """What the last connection that got so far agreed on."""
    return next((found.negotiated[name] for found in reversed(transcript.connections) if found.negotiated.get(name)), None)

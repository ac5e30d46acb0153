"""The questions that people have about a handshake, answered from the transcript at hand. Needs no Qt.

    answers(transcript, "en", Depth.newcomer)

`ANSWERS` says which question is answered by which text of `resources/narration/<language>/answers.toml`: the first row of a question that
fits decides; a question without one is not asked. A row fits when its conditions hold and everything its text speaks of is there.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import ExtensionType
from workbench.narration import Depth, conditions, names, narrate
from workbench.narration.blanks import BLANKS
from workbench.narration.conditions import Condition, no, saw
from workbench.narration.shown import listed, party
from workbench.narration.situation import Situation
from workbench.words import visible


@dataclass(frozen=True)
class Piece:
    """A part of an answer: plain text, or the name of a step that it leads to."""

    text: str
    step: int | None = None


@dataclass(frozen=True)
class Answer:
    """A question with its answer. `id` is that of the question."""

    id: str
    question: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Row:
    """question, the text that answers it, when; `seat`: the step by which blanks are filled, where it is not the last of the connection."""

    question: str
    text: str
    when: tuple[Condition, ...] = ()
    seat: str = ""


class Missing(Exception):
    """The transcript does not have what a text speaks of."""


def answers(transcript: Transcript, language: str, depth: Depth = Depth.newcomer) -> tuple[Answer, ...]:
    """Every question that makes sense for a transcript, answered, in the order in which people ask."""
    number = _spoken_of(transcript)
    steps = [step for step in transcript.steps if step.connection == number]
    if not steps:
        return ()
    situation = Situation(transcript, steps[-1])
    rows = names.answers(language)
    found: list[Answer] = []
    for row in ANSWERS:
        if any(answer.id == row.question for answer in found) or not all(condition(situation) for condition in row.when):
            continue
        try:
            seat = Situation(transcript, _step(situation, row.seat)) if row.seat else situation
            pieces = tuple(_filled(rows[row.text][depth].strip(), seat, language, depth))
        except Missing:
            continue
        found.append(Answer(row.question, rows[row.question]["question"], pieces))
    return tuple(found)


def _spoken_of(transcript: Transcript) -> int:
    """The last connection that the client made; what an attacker plays back is told beside it."""
    own = [step.connection for step in transcript.steps if step.connection and step.sender is Role.client]
    return max(own, default=max((connection.number for connection in transcript.connections), default=0))


def _filled(template: str, situation: Situation, language: str, depth: Depth) -> Iterator[Piece]:
    unknown = names.name("unknown", language)
    for text, blank, _, _ in string.Formatter().parse(template):
        if text:
            yield Piece(text)
        if blank is None:
            continue
        if blank.startswith("at_"):
            yield _link(_step(situation, blank), language)
        elif blank in COMPUTED:
            yield from COMPUTED[blank](situation, language, depth)
        else:
            filled = visible(BLANKS[blank.lower()](situation, language))
            if filled == unknown:
                raise Missing(blank)
            yield Piece(filled[:1].upper() + filled[1:] if blank[0].isupper() else filled)


def _link(step: Step, language: str) -> Piece:
    return Piece(names.name("step", language).format(number=step.number + 1), step.number)


# --- which steps the texts speak of


@dataclass(frozen=True)
class Place:
    """The first step of one of these names; of this connection, of the `first` one, or of `none`; by whom."""

    names: tuple[str, ...]
    of: str = "this"
    who: Callable[[Role], bool] = lambda role: True
    kind: StepKind | None = None
    level: Level | None = None
    outcome: Outcome | None = None
    last: bool = False


def _by_client(role: Role) -> bool:
    return role is Role.client


def _by_other(role: Role) -> bool:
    return role is not Role.client


SIGN = ("sign_certificate_verify", "sign_server_key_exchange")
VERIFY = ("verify_certificate_verify", "verify_server_key_exchange")
PLACES = {
    "at_client_hello": Place(("ClientHello",), who=_by_client),
    "at_server_hello": Place(("ServerHello",)),
    "at_certificate": Place(("Certificate", "CompressedCertificate"), who=_by_other),
    "at_client_certificate": Place(("Certificate",), who=_by_client),
    "at_pair_client": Place(("generate_key_share",), who=_by_client, last=True),
    "at_pair_server": Place(("generate_key_share",), who=_by_other),
    "at_secret_client": Place(("compute_shared_secret",), who=_by_client),
    "at_secret_server": Place(("compute_shared_secret",), who=_by_other),
    "at_server_key_exchange": Place(("ServerKeyExchange",)),
    "at_client_key_exchange": Place(("ClientKeyExchange",)),
    "at_encrypt": Place(("encrypt_pre_master_secret",)),
    "at_decrypt": Place(("decrypt_pre_master_secret",)),
    "at_sign": Place(SIGN, who=_by_other),
    "at_verify": Place(VERIFY, who=_by_client),
    "at_sign_client": Place(("sign_certificate_verify",), who=_by_client),
    "at_verify_client": Place(("verify_certificate_verify",), who=_by_other, outcome=Outcome.ok),
    "at_judge": Place(("judge_certificate",), who=_by_client),
    "at_judge_client": Place(("judge_certificate",), who=_by_other),
    "at_finished": Place(("verify_finished",), who=_by_client, outcome=Outcome.ok),
    "at_keys": Place(("derive_application_secrets", "derive_key_block"), who=_by_client),
    "at_destroy_client": Place(("destroy_keys",), who=_by_client),
    "at_destroy_server": Place(("destroy_keys",), who=_by_other),
    "at_forget": Place(("forget_secrets",), who=_by_client, last=True),
    "at_alert": Place((), kind=StepKind.alert, outcome=Outcome.failed),
    "at_attack": Place((), kind=StepKind.attack, outcome=Outcome.warning),
    "at_binder": Place(("compute_binder",)),
    "at_binder_checked": Place(("verify_binder",)),
    "at_resume": Place(("resume_session",), who=_by_client),
    "at_open_ticket": Place(("open_ticket",)),
    "at_ticket": Place(("NewSessionTicket",), of="first"),
    "at_seal": Place(("seal_ticket",)),
    "at_early": Place(("application_data",), level=Level.early_data),
    "at_data": Place(("application_data",), level=Level.application),
    "at_first_judge": Place(("judge_certificate",), of="first", who=_by_client, outcome=Outcome.ok),
    "at_first_doubt": Place(("judge_certificate",), of="first", who=_by_client, outcome=Outcome.failed),
    "at_stolen": Place(("private_key_stolen",), of="none"),
    "at_opened": Place(("open_recording",), of="none"),
    "at_key_pair": Place(("generate_key_pair",), of="none", who=lambda role: role is Role.server),
    "at_request": Place(("certification_request",), of="none", who=lambda role: role is Role.server),
    "at_issued": Place(("sign_certificate",), of="none"),
    "at_installed": Place(("install_certificate",), of="none", who=lambda role: role is Role.server),
    "at_replay": Place(("ClientHello",), of="last", who=lambda role: role is Role.attacker),
}


def _step(situation: Situation, blank: str) -> Step:
    """The step that a blank speaks of. Raises Missing where there is none."""
    place = PLACES[blank]
    numbers = sorted({step.connection for step in situation.transcript.steps} - {0})
    number = {"this": situation.step.connection, "first": numbers[0], "last": numbers[-1], "none": 0}[place.of]
    found = [
        step
        for step in situation.transcript.steps
        if step.connection == number
        and (not place.names or step.name in place.names)
        and place.who(step.sender)
        and place.kind in (None, step.kind)
        and place.level in (None, step.protection)
        and place.outcome in (None, step.outcome)
    ]
    if not found:
        raise Missing(blank)
    return found[-1 if place.last else 0]


# --- what is computed


def locks(situation: Situation, language: str, depth: Depth) -> Iterator[Piece]:
    """Who locks with which key, from which step on: each key once."""
    first: dict[str, Step] = {}
    for step in situation.steps:
        if step.protection is not Level.none and step.records and step.records[0].key and step.receiver is not None:
            first.setdefault(step.records[0].key, step)
    if not first:
        raise Missing("locks")
    template = names.name("locks", language)
    for number, (key, step) in enumerate(first.items()):
        if number:
            yield Piece("、" if language == "ja" else ", ")
        before, _, after = template.partition("{step}")
        words = {"party": party(situation, step.sender, language), "key": visible(key)}
        yield Piece(before.format_map(words))
        yield _link(step, language)
        yield Piece(after.format_map(words))


def clear(situation: Situation, language: str, depth: Depth) -> Iterator[Piece]:
    """The messages that cross in the clear, each name once."""
    found = [step for step in situation.steps if step.kind is StepKind.message and step.protection is Level.none]
    if not found:
        raise Missing("clear")
    yield Piece(visible(listed(tuple(dict.fromkeys(step.name for step in found)), language)))


def hidden_size(situation: Situation, language: str, depth: Depth) -> Iterator[Piece]:
    """Bytes of what crosses encrypted."""
    size = sum(step.size for step in situation.steps if step.protection is not Level.none and step.receiver is not None)
    if not size:
        raise Missing("hidden_size")
    yield Piece(f"{size:,}")


def encrypted_size(situation: Situation, language: str, depth: Depth) -> Iterator[Piece]:
    """Bytes of the encrypted pre-master secret."""
    for step in situation.steps:
        for value in step.values:
            if value.name == "encrypted_pre_master_secret" and value.data:
                yield Piece(f"{len(value.data):,}")
                return
    raise Missing("encrypted_size")


def alert_story(situation: Situation, language: str, depth: Depth) -> Iterator[Piece]:
    """What the narration says about the alert that ended it."""
    yield Piece(narrate(situation.transcript, _step(situation, "at_alert"), language, depth))


def end_story(situation: Situation, language: str, depth: Depth) -> Iterator[Piece]:
    """What the narration says about the client's destroying its keys."""
    yield Piece(narrate(situation.transcript, _step(situation, "at_destroy_client"), language, depth))


COMPUTED = {function.__name__: function for function in (locks, clear, hidden_size, encrypted_size, alert_story, end_story)}


# --- when


def talked(s: Situation) -> bool:
    """Something was said under the keys of the connection."""
    return any(step.kind is StepKind.application_data and step.protection is Level.application for step in s.steps)


def ticket_given(s: Situation) -> bool:
    return any(step.name in ("NewSessionTicket", "seal_ticket") for step in s.steps)


def ticket_used(s: Situation) -> bool:
    return any(step.name == "open_ticket" and step.outcome is not Outcome.failed for step in s.steps)


def session_kept(s: Situation) -> bool:
    """The master secret of TLS 1.2 outlives the connection in somebody's memory."""
    ends = [step for step in s.steps if step.name == "destroy_keys"]
    return bool(ends) and any("master_secret" not in step.destroyed for step in ends)


def stayed_closed(s: Situation) -> bool:
    return any(step.name == "open_recording" and step.outcome is not Outcome.ok for step in s.transcript.steps)


def believed(s: Situation) -> bool:
    """The client accepted the server's certificate and its proof."""
    checks = [step for step in s.steps if step.sender is Role.client and step.name in ("judge_certificate", *VERIFY)]
    return any(step.name == "judge_certificate" for step in checks) and all(step.outcome is not Outcome.failed for step in checks)


def doubted(s: Situation) -> bool:
    """The client did not accept the server's certificate."""
    return any(step.name == "judge_certificate" and step.sender is Role.client and step.outcome is Outcome.failed for step in s.steps)


def wrong_signature(s: Situation) -> bool:
    return any(step.name in VERIFY and step.sender is Role.client and step.outcome is Outcome.failed for step in s.steps)


def early(s: Situation) -> bool:
    return any(step.protection is Level.early_data for step in s.steps)


def replayed(s: Situation) -> bool:
    """Somebody opened a connection of its own, to play back what it recorded."""
    return any(step.name == "SYN" and step.sender is Role.attacker for step in s.transcript.steps)


def named(s: Situation) -> bool:
    """The client says in the clear which server it wants."""
    hello = next((step for step in s.steps if step.name == "ClientHello" and step.sender is Role.client), None)
    return hello is not None and ExtensionType.server_name in Situation(s.transcript, hello).extensions


def changed(id: str) -> Condition:
    """An attack of this id was made on the connection."""
    return lambda s: any(step.kind is StepKind.attack and step.reason is not None and step.reason.id == id for step in s.steps)


def prepared(s: Situation) -> bool:
    return any(step.name == "sign_certificate" for step in s.transcript.steps)


def both_know(s: Situation) -> bool:
    """Client and server, and nobody in the server's place, come to the same keys."""
    return not conditions.impostor(s) and not conditions.keys_diverge(s)


tls12, rsa, resumed, psk_ke, hybrid = conditions.tls12, conditions.rsa, conditions.resumed, conditions.psk_ke, conditions.hybrid
impostor, borrowed, failed, unproven = conditions.impostor, conditions.borrowed, conditions.failed, conditions.unproven

ANSWERS: tuple[Row, ...] = (
    Row("gave_up", "gave_up_certificate", (failed, doubted), "at_judge"),
    Row("gave_up", "gave_up", (failed,)),
    Row("attack", "attack_replayed", (replayed, early)),
    Row("attack", "attack_borrowed", (impostor, borrowed)),
    Row("attack", "attack_believed", (impostor, unproven)),
    Row("attack", "attack_own", (impostor,)),
    Row("attack", "attack_downgrade", (changed("attack_takes_out_tls13"),)),
    Row("attack", "attack_suite", (changed("attack_takes_out_suite"),)),
    Row("attack", "attack_bit", (changed("attack_flips_bit"),)),
    Row("attack", "attack_other", (saw("attack"),)),
    Row("keys_for", "keys_for_resumed12", (tls12, resumed)),
    Row("keys_for", "keys_for_rsa", (tls12, rsa, both_know)),
    Row("keys_for", "keys_for_psk_ke", (psk_ke,)),
    Row("keys_for", "keys_for_resumed", (resumed,)),
    Row("keys_for", "keys_for", (no(impostor), no(resumed))),
    Row("whose", "whose_resumed12", (tls12, resumed)),
    Row("whose", "whose_rsa", (tls12, rsa, both_know)),
    Row("whose", "whose_psk_ke", (psk_ke,)),
    Row("whose", "whose_impostor", (impostor,)),
    Row("whose", "whose12", (tls12, both_know, no(resumed))),
    Row("whose", "whose_resumed", (resumed, no(tls12))),
    Row("whose", "whose", (no(tls12), no(resumed), both_know)),
    Row("locks", "locks_rsa", (tls12, rsa, no(resumed), both_know)),
    Row("locks", "locks_resumed", (resumed,)),
    Row("locks", "locks", (both_know, lambda s: s.resumed or not (s.tls12 and s.rsa_key_exchange))),
    Row("origin", "origin_resumed12", (tls12, resumed)),
    Row("origin", "origin_rsa", (tls12, rsa, both_know)),
    Row("origin", "origin_psk_ke", (psk_ke,)),
    Row("origin", "origin_resumed", (resumed,)),
    Row("origin", "origin12", (tls12, both_know)),
    Row("origin", "origin", (no(tls12), both_know)),
    Row("crosses", "crosses", (tls12, rsa, no(resumed), both_know)),
    Row("never_crosses", "never_crosses_resumed12", (tls12, resumed)),
    Row("never_crosses", "never_crosses_psk_ke", (psk_ke,)),
    Row("never_crosses", "never_crosses12", (tls12, no(rsa))),
    Row("never_crosses", "never_crosses", (no(tls12),)),
    Row("eavesdropper", "eavesdropper_nothing_hidden", (failed, lambda s: all(step.protection is Level.none for step in s.steps))),
    Row("eavesdropper", "eavesdropper_resumed12", (tls12, resumed)),
    Row("eavesdropper", "eavesdropper12", (tls12,)),
    Row("eavesdropper", "eavesdropper_resumed", (resumed,)),
    Row("eavesdropper", "eavesdropper", (named,)),
    Row("eavesdropper", "eavesdropper_nameless"),
    Row("tomorrow", "tomorrow_opened", (conditions.opened,)),
    Row("tomorrow", "tomorrow_closed", (stayed_closed,)),
    Row("tomorrow", "tomorrow_impostor", (talked, impostor)),
    Row("tomorrow", "tomorrow_unproven", (talked, unproven)),
    Row("tomorrow", "tomorrow_unproven_before", (talked, resumed)),
    Row("tomorrow", "tomorrow_rsa_resumed", (talked, tls12, rsa, resumed)),
    Row("tomorrow", "tomorrow_rsa", (talked, tls12, rsa)),
    Row("tomorrow", "tomorrow_ticket12", (talked, tls12, ticket_given)),
    Row("tomorrow", "tomorrow_ticket_used12", (talked, tls12, resumed, ticket_used)),
    Row("tomorrow", "tomorrow_resumed12", (talked, tls12, resumed)),
    Row("tomorrow", "tomorrow_kept12", (talked, tls12, session_kept)),
    Row("tomorrow", "tomorrow_psk_ke", (talked, psk_ke)),
    Row("tomorrow", "tomorrow_early", (talked, early)),
    Row("tomorrow", "tomorrow_hybrid", (talked, hybrid)),
    Row("tomorrow", "tomorrow", (talked,)),
    Row("no_certificate", "no_certificate12", (tls12, resumed)),
    Row("no_certificate", "no_certificate", (resumed,)),
    Row("no_certificate", "no_certificate_unproven", (resumed,)),
    Row("doubted", "doubted_signature", (wrong_signature, no(doubted))),
    Row("doubted", "doubted_anyway", (doubted, unproven), "at_judge"),
    Row("doubted", "doubted", (doubted,), "at_judge"),
    Row("believed", "believed_rsa", (believed, tls12, rsa), "at_judge"),
    Row("believed", "believed", (believed,), "at_judge"),
    Row("client_believed", "client_believed", (no(impostor),), "at_judge_client"),
    Row("early", "early_replayed", (early, replayed)),
    Row("early", "early", (early,)),
    Row("issued", "issued", (prepared,)),
    Row("both_kinds", "both_kinds_rsa", (talked, tls12, rsa, no(resumed))),
    Row("both_kinds", "both_kinds", (talked, no(resumed))),
    Row("end", "end"),
)

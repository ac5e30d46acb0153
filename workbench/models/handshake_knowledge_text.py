"""A value of who knows what, in a few sentences: what for, made where, whether it crossed, what it opens, when destroyed."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.handshake.knowledge import Knowledge, Row
from workbench.core.handshake.transcript import Role, Step, Transcript
from workbench.core.tls.cipher_suites import SUITES, KeyExchange
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import ProtocolVersion
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_value_names import value_name
from workbench.narration import names
from workbench.narration.answers import Piece

OPENS = {
    "identity_private": "identity", "private_half": "all", "shared_secret": "all", "half_secret": "half", "cookie_key": "nothing",
    "pre_master_secret": "all", "master_secret": "all",
    "early_secret": "none", "handshake_secret": "all", "exporter_secret": "none", "early_traffic_secret": "direction",
    "handshake_traffic_secret": "direction", "application_traffic_secret": "direction", "early_key": "direction",
    "handshake_key": "direction", "next_key": "direction", "key": "direction", "mac_key": "nothing", "ticket_key": "tickets",
    "resumption_secret": "session", "session_secret": "session",
}  # fmt: skip
"""What somebody with a recording can do with a value: rows `value_opens_<...>` of the words."""


def knowledge_pieces(transcript: Transcript, knowledge: Knowledge, row: Row, text: HandshakeText) -> tuple[Piece, ...]:
    """The sentences about a value; the steps named in them are links."""
    return tuple(_pieces(transcript, knowledge, row, text))


def _pieces(transcript: Transcript, knowledge: Knowledge, row: Row, text: HandshakeText) -> Iterator[Piece]:
    name = value_name(row.name)
    owner = text.say(f"value_owner_{name.owner}") if name.owner else ""
    between = "" if text.language == "ja" else " "
    said = text.say(f"value_for_{name.id}", owner=owner, detail=name.detail)
    yield Piece(said[:1].upper() + said[1:])
    for part in (
        _birth(transcript, row, text),
        _crossing(transcript, row, text),
        _opens(transcript, row, text),
        _end(knowledge, row, text),
    ):
        pieces = tuple(part)
        if pieces:
            yield Piece(between)
            yield from pieces


def _birth(transcript: Transcript, row: Row, text: HandshakeText) -> Iterator[Piece]:
    born = transcript.steps[row.born]
    if not any(value.name == row.name for value in born.values):
        yield from _linked("value_shown" if "certificate" in row.name else "value_used", text, born)
        return
    makers = [step for step in transcript.steps if step.connection == row.connection and any(v.name == row.name for v in step.values)]
    other = next((step for step in makers if step.sender is not born.sender), None)
    if other is None:
        yield from _linked("value_made", text, born)
    else:
        yield from _linked("value_made_both", text, born, other)


def _crossing(transcript: Transcript, row: Row, text: HandshakeText) -> Iterator[Piece]:
    """In which message it crossed, and as what."""
    steps = [step for step in transcript.steps if step.connection == row.connection and step.receiver is not None]
    if row.name == "pre_master_secret" and (carrier := _carrier(transcript, row)) is not None:
        yield from _linked("value_crossed_encrypted", text, carrier)
    elif (ticket := _ticket(transcript, row)) is not None:
        yield from _linked("value_crossed_sealed", text, ticket)
    elif not row.secret:
        data = next((v.data for step in transcript.steps for v in step.values if v.name == row.name and v.data), None)
        clear = next((step for step in steps if data and step.protection is Level.none and data in step.wire), None)
        if clear is not None:
            yield from _linked("value_crossed", text, clear)
        elif "certificate" in row.name:
            shown = transcript.steps[row.born]
            yield from _linked("value_crossed" if shown.protection is Level.none else "value_crossed_hidden", text, shown)
    else:
        yield Piece(text.say("value_never_crossed"))


def _carrier(transcript: Transcript, row: Row) -> Step | None:
    """The message that carried the pre-master secret, where it was encrypted with the server's public key."""
    steps = [step for step in transcript.steps if step.connection == row.connection]
    if not any(step.name == "encrypt_pre_master_secret" for step in steps):
        return None
    return next((step for step in steps if step.name == "ClientKeyExchange"), None)


def _ticket(transcript: Transcript, row: Row) -> Step | None:
    """The message with the ticket in which a secret crossed, sealed with the server's ticket key."""
    steps = [step for step in transcript.steps if step.connection == row.connection]
    message = "NewSessionTicket" if row.name.startswith("pre_shared_key_") or row.name == "master_secret" else "ClientHello"
    if row.name == "master_secret" and not _method(transcript, row.connection)[0]:
        return None
    if row.name == "pre_shared_key" or message == "NewSessionTicket":
        return next((step for step in steps if step.name == message), None)
    return None


def _opens(transcript: Transcript, row: Row, text: HandshakeText) -> Iterator[Piece]:
    """Who could read the conversation with it."""
    name = value_name(row.name)
    if not row.secret or name.id not in OPENS:
        yield from (Piece(text.say("value_opens_nothing")),) if not row.secret else ()
        return
    found = OPENS[name.id]
    if found == "none":
        return
    if name.id == "private_half":
        found = _half(transcript, row)
    tls12, rsa = _method(transcript, row.connection)
    if found == "identity":
        found = "identity_rsa" if rsa and name.owner == "server" else "identity"
    elif found == "tickets" and tls12:
        found = "tickets12"
    yield Piece(text.say(f"value_opens_{found}", owner=text.say(f"value_owner_{name.owner}") if name.owner else ""))


def _half(transcript: Transcript, row: Row) -> str:
    """A private half opens everything, or in a hybrid exchange its part, or nothing where it was never used."""
    values = [value for step in transcript.steps if step.connection == row.connection for value in step.values]
    if not any(row.name in value.inputs for value in values if value.name.endswith("shared_secret")):
        return "nothing"
    return "half" if any(value.name.endswith("_shared_secret") for value in values) else "all"


def _method(transcript: Transcript, number: int) -> tuple[bool, bool]:
    """Whether a connection (0: the first) is TLS 1.2 or older, and whether its key exchange is RSA."""
    connection = next((c for c in transcript.connections if number in (0, c.number)), None)
    agreed = connection.negotiated if connection is not None else {}
    suite = SUITES.get(agreed.get("cipher_suite", 0))
    version = agreed.get("version")
    tls12 = isinstance(version, int) and version <= ProtocolVersion.TLS1_2
    return tls12, tls12 and suite is not None and suite.key_exchange is KeyExchange.rsa


def _end(knowledge: Knowledge, row: Row, text: HandshakeText) -> Iterator[Piece]:
    """Who destroys it, and when."""
    place = knowledge.rows.index(row)
    before: frozenset[Role] = frozenset()
    found: dict[int, frozenset[Role]] = {}
    for step in range(row.born, len(knowledge.after)):
        now = knowledge.after[step][place]
        if before - now:
            found[step] = before - now
        before = now
    parts: list[tuple[Piece, ...]] = []
    for step, roles in found.items():
        parts.append(tuple(_linked("value_destroyed_by", text, step, who=text.roles(roles))))
    if parts:
        yield Piece(text.say("value_destroyed"))
        for number, pieces in enumerate(parts):
            if number:
                yield Piece("、" if text.language == "ja" else ", ")
            yield from pieces
        yield Piece("。" if text.language == "ja" else ".")
    elif row.secret and before:
        yield Piece(text.say("value_kept", who=text.roles(before)))


def _linked(id: str, text: HandshakeText, *steps: Step | int, **params: str) -> Iterator[Piece]:
    """A sentence in which `{step}` and `{other}` are links."""
    numbers = [step if isinstance(step, int) else step.number for step in steps]
    marks = ("<0>", "<1>")
    said = text.say(id, **dict(zip(("step", "other"), marks, strict=False)), **params)
    rest = said
    for mark, number in zip(marks, numbers, strict=False):
        before, _, rest = rest.partition(mark)
        yield Piece(before)
        yield Piece(names.name("step", text.language).format(number=number + 1), number)
    if rest:
        yield Piece(rest)

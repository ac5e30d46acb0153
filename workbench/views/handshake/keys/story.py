"""A key schedule in words: what stands on a card, what is said of a value, and the one sentence above the picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from workbench.core.handshake.lineage import Kind, Lineage
from workbench.core.handshake.transcript import Role
from workbench.models.handshake_keys import CONTEXT, Shown, State, kind_name, operation
from workbench.models.handshake_text import HandshakeText
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views.handshake.keys.layout import Words
from workbench.words import visible

SHOWN_BYTES = 8
SENTENCES = {
    "exchange": QT_TRANSLATE_NOOP(
        "HandshakeKeys",
        "Each side mixes its own private key with the other’s public key, and both get the same shared key. Only public values crossed "
        "the wire.",
    ),
    "alone": QT_TRANSLATE_NOOP(
        "HandshakeKeys", "Only one side came to the shared key here: it takes a private key, and no private key crosses the wire."
    ),
    "one_sided": QT_TRANSLATE_NOOP(
        "HandshakeKeys", "One side’s keys alone: there is no shared key without the other side’s public key."
    ),
    "encrypted": QT_TRANSLATE_NOOP(
        "HandshakeKeys",
        "The client makes up the pre-master secret and sends it encrypted for the server’s public key: whoever has the server’s private "
        "key can open it, even years later.",
    ),
    "kept": QT_TRANSLATE_NOOP(
        "HandshakeKeys", "No new key exchange: both sides still have the secret of an earlier connection and derive new keys from it."
    ),
    "pairs": QT_TRANSLATE_NOOP("HandshakeKeys", "Key pairs: a public key is made from its private key, which stays with its owner."),
}  # fmt: skip
STATES = {
    State.unborn: QT_TRANSLATE_NOOP("HandshakeKeys", "not there yet"),
    State.new: QT_TRANSLATE_NOOP("HandshakeKeys", "comes to be now"),
    State.held: QT_TRANSLATE_NOOP("HandshakeKeys", "there"),
    State.gone: QT_TRANSLATE_NOOP("HandshakeKeys", "destroyed"),
}
_KNOWN = QT_TRANSLATE_NOOP("HandshakeKeys", "known to {who}")
_GOES_INTO = QT_TRANSLATE_NOOP("HandshakeKeys", "goes into {names}")
_MADE_FROM = QT_TRANSLATE_NOOP("HandshakeKeys", "made from {names}")
_BORN_IN = QT_TRANSLATE_NOOP("HandshakeKeys", "made in step {number}")
_DESTROYED_IN = QT_TRANSLATE_NOOP("HandshakeKeys", "{who} destroys it in step {number}")
_CARRIED_OVER = QT_TRANSLATE_NOOP("HandshakeKeys", "connection {number}")


def say(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def words_of(shown: Shown, text: HandshakeText, revealed: bool, holders: int) -> Words:
    """What stands on a card. Where the sides come to a value in different ways, each way names its side."""
    origin = shown.origin
    kind = kind_name(origin.kind)
    does: list[str] = []
    if shown.foreign:
        does.append(say(_CARRIED_OVER).format(number=origin.connection))
    told = {operation(way.formula) for way in shown.ways}
    for way in shown.ways:
        made = operation(way.formula)
        if len(told) == 1:
            does = [made]
        else:
            does.append(f"{text.roles(way.who)}: {made}" if text.language != "ja" else f"{text.roles(way.who)}：{made}")
    return Words(kind, visible(origin.name), tuple(does), beginning(shown) if revealed else "", holders)


def beginning(shown: Shown) -> str:
    data = shown.origin.data
    if not data:
        return ""
    return data[:SHOWN_BYTES].hex() + ("…" if len(data) > SHOWN_BYTES else "")


def sentence(graph: Sequence[Shown]) -> str:
    """What the picture comes to."""
    kinds = {value.origin.kind for value in graph}
    shared = [value for value in graph if value.origin.kind is Kind.shared_secret and value.ways]
    if shared:
        both = any(len({birth.who for birth in value.origin.births}) > 1 for value in shared)
        return say(SENTENCES["exchange" if both else "alone"])
    if Kind.ciphertext in kinds:
        return say(SENTENCES["encrypted"])
    if any(value.foreign for value in graph):
        return say(SENTENCES["kept"])
    if any(value.origin.connection for value in graph):
        return say(SENTENCES["one_sided"]) if Kind.private_key in kinds else ""
    return say(SENTENCES["pairs"])


def spoken(shown: Shown, state: State, holders: Sequence[Role], lineage: Lineage, text: HandshakeText) -> str:
    """A card in one line, for assistive tools and tool tips."""
    parts = [visible(shown.origin.name), kind_name(shown.origin.kind), say(STATES[state])]
    parts += [visible(way.formula) for way in shown.ways if way.formula]
    inputs = [lineage.origins[id].name for id in shown.origin.inputs]
    if inputs:
        parts.append(say(_MADE_FROM).format(names=text.names(dict.fromkeys(inputs))))
    parts.append(say(_BORN_IN).format(number=shown.origin.born + 1))
    if holders:
        parts.append(say(_KNOWN).format(who=text.roles(holders)))
    made = [lineage.origins[id].name for id in lineage.outputs[shown.id]]
    if made:
        parts.append(say(_GOES_INTO).format(names=text.names(dict.fromkeys(made))))
    parts += [say(_DESTROYED_IN).format(who=text.role(who), number=step + 1) for who, step in shown.origin.destroyed]
    return " · ".join(dict.fromkeys(parts))

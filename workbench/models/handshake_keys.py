"""The key schedule as it is shown: which values of a connection, what each is made from, how, and how it stands at a moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from workbench.core.handshake.lineage import Kind, Lineage, Origin, trace
from workbench.core.handshake.once import once
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.words import visible

CONTEXT = "HandshakeKeys"
BETWEEN_SECRETS = frozenset({Kind.nonce, Kind.hash, Kind.mac, Kind.mac_key, Kind.signed, Kind.signature, Kind.session})
"""Kinds that the figures of the RFCs leave out; so is what only leads from one secret to the next (`derived_...`)."""
CALL = re.compile(r'(?P<name>[\w. -]*[\w-])\((?:[^"]*(?P<label>"[^"]*"))?')

KINDS = {
    Kind.private_key: QT_TRANSLATE_NOOP("HandshakeKeys", "private key"),
    Kind.public_key: QT_TRANSLATE_NOOP("HandshakeKeys", "public key"),
    Kind.random: QT_TRANSLATE_NOOP("HandshakeKeys", "random"),
    Kind.shared_secret: QT_TRANSLATE_NOOP("HandshakeKeys", "shared key"),
    Kind.pre_shared_key: QT_TRANSLATE_NOOP("HandshakeKeys", "pre-shared key"),
    Kind.secret: QT_TRANSLATE_NOOP("HandshakeKeys", "secret"),
    Kind.traffic_secret: QT_TRANSLATE_NOOP("HandshakeKeys", "traffic secret"),
    Kind.key: QT_TRANSLATE_NOOP("HandshakeKeys", "encryption key"),
    Kind.nonce: QT_TRANSLATE_NOOP("HandshakeKeys", "nonce"),
    Kind.mac_key: QT_TRANSLATE_NOOP("HandshakeKeys", "MAC key"),
    Kind.hash: QT_TRANSLATE_NOOP("HandshakeKeys", "hash"),
    Kind.mac: QT_TRANSLATE_NOOP("HandshakeKeys", "MAC"),
    Kind.signature: QT_TRANSLATE_NOOP("HandshakeKeys", "signature"),
    Kind.signed: QT_TRANSLATE_NOOP("HandshakeKeys", "what is signed"),
    Kind.ciphertext: QT_TRANSLATE_NOOP("HandshakeKeys", "encrypted"),
    Kind.ticket: QT_TRANSLATE_NOOP("HandshakeKeys", "ticket"),
    Kind.session: QT_TRANSLATE_NOOP("HandshakeKeys", "session"),
}
PROSE = (
    (re.compile(r"random$"), QT_TRANSLATE_NOOP("HandshakeKeys", "at random")),
    (re.compile(r".*random bytes"), QT_TRANSLATE_NOOP("HandshakeKeys", "at random")),
    (re.compile(r"KEM ciphertext and public key of"), QT_TRANSLATE_NOOP("HandshakeKeys", "KEM ciphertext, public half")),
    (re.compile(r"public key of"), QT_TRANSLATE_NOOP("HandshakeKeys", "public half")),
    (re.compile(r"shared_secret"), QT_TRANSLATE_NOOP("HandshakeKeys", "the shared key itself")),
    (re.compile(r"secret of ticket_state"), QT_TRANSLATE_NOOP("HandshakeKeys", "out of the ticket")),
    (re.compile(r"what the server forgets"), QT_TRANSLATE_NOOP("HandshakeKeys", "what the server forgets")),
    (re.compile(r"chosen by the server"), QT_TRANSLATE_NOOP("HandshakeKeys", "chosen by the server")),
    (re.compile(r"sealed by the server"), QT_TRANSLATE_NOOP("HandshakeKeys", "sealed by the server")),
    (re.compile(r"RSAES-PKCS1-v1_5 decryption"), QT_TRANSLATE_NOOP("HandshakeKeys", "RSA decryption with the server’s private key")),
    (re.compile(r"RSAES-PKCS1-v1_5-Decrypt"), QT_TRANSLATE_NOOP("HandshakeKeys", "RSA decryption with the server’s private key")),
    (re.compile(r"RSAES-PKCS1-v1_5-Encrypt"), QT_TRANSLATE_NOOP("HandshakeKeys", "RSA encryption for the server’s public key")),
    (re.compile(r"kept under the session id"), QT_TRANSLATE_NOOP("HandshakeKeys", "kept under the session ID")),
    (re.compile(r"(from|kept from) the former connection|$"), QT_TRANSLATE_NOOP("HandshakeKeys", "kept from the earlier connection")),
)  # fmt: skip
"""Formulas that are words, and what is said for them in short; the first that begins so."""


def operation(formula: str) -> str:
    """What a formula does, without what it is done to: `HKDF-Expand-Label "c hs traffic"`, `x25519`, `key_block[0..15]`."""
    for pattern, words in PROSE:
        if pattern.match(formula):
            return QCoreApplication.translate(CONTEXT, words)
    call = CALL.match(formula)
    if call:
        return visible(" ".join(part for part in (call["name"], call["label"]) if part and part != '""'))
    return visible(formula)


def kind_name(kind: Kind) -> str:
    return QCoreApplication.translate(CONTEXT, KINDS[kind])


@dataclass(frozen=True)
class Way:
    """How somebody comes to a value. `inputs`: ids that are shown."""

    who: tuple[Role, ...]
    formula: str
    inputs: tuple[int, ...]
    back: bool


@dataclass(frozen=True)
class Shown:
    """A value of the picture. `foreign`: it is of another connection."""

    origin: Origin
    ways: tuple[Way, ...]
    inputs: tuple[int, ...]
    foreign: bool = False

    @property
    def id(self) -> int:
        return self.origin.id


class State(StrEnum):
    """How a value stands at a moment."""

    unborn = "unborn"
    new = "new"
    held = "held"
    gone = "gone"


def connections_of(lineage: Lineage) -> tuple[int, ...]:
    """Numbers of the connections that have values; 0 for what belongs to none."""
    return tuple(sorted({origin.connection for origin in lineage.origins}))


def key_graph(lineage: Lineage, connection: int, intermediate: bool = False) -> tuple[Shown, ...]:
    """The values of a connection and what it took over from others, in order of birth; `intermediate` leaves nothing out."""
    own = [origin for origin in lineage.origins if origin.connection == connection]
    taken = {id for origin in own for id in origin.inputs} - {origin.id for origin in own}
    known = [origin for origin in lineage.origins if origin.connection == connection or origin.id in taken]
    seen = {origin.id for origin in known if intermediate or not _passed_over(origin)}
    shown = [_shown(lineage, origin, seen, connection) for origin in known if origin.id in seen]
    if intermediate:
        return tuple(shown)
    joined = {id for value in shown for id in value.inputs} | {value.id for value in shown if value.inputs}
    return tuple(value for value in shown if value.id in joined or value.origin.kind not in (Kind.random, Kind.pre_shared_key))


def _passed_over(origin: Origin) -> bool:
    return origin.kind in BETWEEN_SECRETS or origin.name.startswith("derived_")


def _shown(lineage: Lineage, origin: Origin, seen: set[int], connection: int) -> Shown:
    if origin.connection != connection:
        return Shown(origin, (), (), True)
    ways: dict[tuple[str, tuple[int, ...], bool], list[Role]] = {}
    for birth in origin.births:
        inputs = tuple(dict.fromkeys(id for direct in birth.inputs for id in _visible(lineage, direct, seen) if id != origin.id))
        who = ways.setdefault((birth.value.formula, inputs, birth.back), [])
        if birth.who not in who:
            who.append(birth.who)
    made = tuple(Way(tuple(who), formula, inputs, back) for (formula, inputs, back), who in ways.items())
    return Shown(origin, made, tuple(dict.fromkeys(id for way in made if not way.back for id in way.inputs)))


def _visible(lineage: Lineage, id: int, seen: set[int]) -> tuple[int, ...]:
    """A value itself, or what it was made from where it is not shown."""
    if id in seen:
        return (id,)
    return tuple(found for before in lineage.origins[id].inputs for found in _visible(lineage, before, seen))


def state_at(lineage: Lineage, id: int, first: int, last: int) -> State:
    """How a value stands once the steps up to `last` are done, of which those from `first` on are the moment."""
    origin = lineage.origins[id]
    if origin.born > last:
        return State.unborn
    if any(first <= birth.step <= last for birth in origin.births):
        return State.new
    return State.held if lineage.holders(id, last) or not origin.destroyed else State.gone


@once
def lineage_of(transcript: Transcript) -> Lineage:
    """The lineage of a transcript; several views ask."""
    return trace(transcript)

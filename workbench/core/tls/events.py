"""What an endpoint tells while it works: every message, every record, every computation with all values, every state.

Events are cheap: they hold what the engine had in hand anyway. Names, formulas and citations are constants; Node trees and sentences are
made by those who show them.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from workbench.core.errors import Message


class Level(StrEnum):
    """What protects a record."""

    none = "none"
    early_data = "early_data"
    handshake = "handshake"
    application = "application"


class Derived(NamedTuple):
    """A value at its birth.

    name      its own name, the same on both sides when the value is the same: `client_handshake_traffic_secret`
    value     its bytes
    formula   how it was computed, in the notation of its RFC
    inputs    names of the values that went into it
    citation  "RFC 8446 section 7.1"
    secret    False for what everybody may know (public keys, transcript hashes, nonces)
    """

    name: str
    value: bytes
    formula: str = ""
    inputs: tuple[str, ...] = ()
    citation: str = ""
    secret: bool = True


class Computation(NamedTuple):
    """Something that a side did by itself.

    id        what: `generate_key_share`, `compute_shared_secret`, `verify_finished`...
    values    what came out, in order of birth
    citation  where it is prescribed
    seconds   measured
    ok        result of a check: True passed, False failed, None where nothing was checked
    detail    what was found, or None
    subject   the core value it speaks of: a Judgement for `judge_certificate`
    """

    id: str
    values: tuple[Derived, ...] = ()
    citation: str = ""
    seconds: float = 0.0
    ok: bool | None = None
    detail: Message | None = None
    subject: Any = None


class Record(NamedTuple):
    """One record as it crossed the wire, with what was inside.

    content_type     the outer type (application_data for every protected record of TLS 1.3)
    wire             header and fragment
    inner_type       the type of the content
    content          plaintext: part of one or several messages
    level            what protects it
    sequence_number  of this direction and key; -1 when unprotected
    nonce, additional_data   inputs of the AEAD (of CBC suites: the IV, and the MAC's header), b"" when unprotected
    padding          bytes of padding
    key, iv          names of the values that protect it, "" when unprotected
    """

    content_type: int
    wire: bytes
    inner_type: int
    content: bytes
    level: Level = Level.none
    sequence_number: int = -1
    nonce: bytes = b""
    additional_data: bytes = b""
    padding: int = 0
    key: str = ""
    iv: str = ""


class RecordSent(NamedTuple):
    record: Record


class RecordReceived(NamedTuple):
    record: Record


class MessageSent(NamedTuple):
    """A handshake message (header and body) handed to the record layer; the records that carry it follow."""

    message: bytes
    level: Level


class MessageReceived(NamedTuple):
    """A whole handshake message; the records that carried it came before."""

    message: bytes
    level: Level


class ChangeCipherSpec(NamedTuple):
    """A change_cipher_spec record: a switch of keys in TLS 1.2, a dummy in TLS 1.3. Its record event stands beside it."""

    sent: bool


class AlertSent(NamedTuple):
    """`reason` says why, or is None (close_notify)."""

    level: int
    description: int
    reason: Message | None


class AlertReceived(NamedTuple):
    level: int
    description: int


class ApplicationData(NamedTuple):
    """Application data handed to the record layer (`sent`) or out of it."""

    sent: bool
    data: bytes
    level: Level


class StateChanged(NamedTuple):
    old: str
    new: str


class Negotiated(NamedTuple):
    """Something both sides now agree on: version, cipher_suite, group, signature_scheme, application_layer_protocol, resumed..."""

    name: str
    value: Any


class KeysInstalled(NamedTuple):
    """From now on this side writes (`writing`) or reads with these values."""

    writing: bool
    level: Level
    names: tuple[str, ...]


class KeysDestroyed(NamedTuple):
    """These values are forgotten."""

    names: tuple[str, ...]


Event = (
    Computation
    | RecordSent
    | RecordReceived
    | MessageSent
    | MessageReceived
    | ChangeCipherSpec
    | AlertSent
    | AlertReceived
    | ApplicationData
    | StateChanged
    | Negotiated
    | KeysInstalled
    | KeysDestroyed
)
Listener = Callable[[Event], None]

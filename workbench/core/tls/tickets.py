"""Session tickets: what a server seals for itself and gives to the client to keep (RFC 5077, RFC 8446 section 4.6.1).

A ticket is the key's name, a nonce, and the state under AES-256-GCM with the name as additional data. What is in the state is ours alone:
no client looks into it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Annotated

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workbench.core.node import Node
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.codec import (
    OpaqueVectorKind,
    RestKind,
    build,
    nodes,
    opaque,
    opaque_vector,
    parse,
    structure,
    uint8,
    uint16,
    uint32,
    uint64,
    vector,
)
from workbench.core.tls.parameters import ProtocolVersion

if TYPE_CHECKING:
    from workbench.core.tls.configuration import Session

LONGEST_TICKET = 2**16 - 1
"""Bytes that NewSessionTicket has room for."""

_NAME, _NONCE, _TAG = 16, 12, 16


def _text(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")


@structure("RFC 5077 section 4")
@dataclass(frozen=True, slots=True)
class SealedTicket:
    """A ticket as the client keeps it. The last 16 bytes of encrypted_state are the tag."""

    key_name: Annotated[bytes, opaque(_NAME)]
    iv: Annotated[bytes, opaque(_NONCE)]
    encrypted_state: Annotated[bytes, RestKind()]


@structure("RFC 5077 section 4")
@dataclass(frozen=True, slots=True)
class TicketState:
    """What the server forgets and finds again in the ticket.

    secret        TLS 1.3: the PSK of this ticket; TLS 1.2: master_secret
    issued_at     milliseconds since the epoch
    lifetime      seconds
    certificate_list   the client's chain (DER, leaf first), already judged
    """

    protocol_version: Annotated[int, uint16(ProtocolVersion)]
    cipher_suite: Annotated[int, uint16(suite_name)]
    secret: Annotated[bytes, opaque_vector(1, 2**8 - 1)] = field(repr=False)
    issued_at: Annotated[int, uint64()]
    lifetime: Annotated[int, uint32()]
    age_add: Annotated[int, uint32()]
    max_early_data_size: Annotated[int, uint32()]
    server_name: Annotated[bytes, opaque_vector(0, 2**16 - 1, _text)]
    application_layer_protocol: Annotated[bytes, opaque_vector(0, 2**8 - 1, _text)]
    extended_master_secret: Annotated[int, uint8()]
    encrypt_then_mac: Annotated[int, uint8()]
    certificate_list: Annotated[tuple[bytes, ...], vector(OpaqueVectorKind(1, 2**24 - 1), 0, 2**24 - 1, "cert_data")]


def state_of(session: Session) -> bytes:
    """A session as the state of a ticket. (Its own `ticket` and `session_id` are not part of it.)"""
    return build(
        TicketState(
            protocol_version=session.version,
            cipher_suite=session.cipher_suite,
            secret=session.secret,
            issued_at=round(session.issued_at * 1000),
            lifetime=session.lifetime,
            age_add=session.age_add,
            max_early_data_size=session.max_early_data_size,
            server_name=session.server_name.encode("utf-8"),
            application_layer_protocol=session.application_layer_protocol,
            extended_master_secret=int(session.extended_master_secret),
            encrypt_then_mac=int(session.encrypt_then_mac),
            certificate_list=session.chain,
        )
    )


def session_of(state: bytes, ticket: bytes) -> Session:
    """The session in the state of a ticket. Raises DecodeError for bytes that `state_of` did not make."""
    from workbench.core.tls.configuration import Session  # which itself needs TicketKeys

    found = parse(TicketState, state)
    return Session(
        version=found.protocol_version,
        cipher_suite=found.cipher_suite,
        secret=found.secret,
        server_name=_text(found.server_name),
        ticket=ticket,
        lifetime=found.lifetime,
        age_add=found.age_add,
        issued_at=found.issued_at / 1000,
        max_early_data_size=found.max_early_data_size,
        application_layer_protocol=found.application_layer_protocol,
        extended_master_secret=bool(found.extended_master_secret),
        encrypt_then_mac=bool(found.encrypt_then_mac),
        chain=found.certificate_list,
    )


def ticket_nodes(ticket: bytes) -> Node:
    """The fields of a sealed ticket of ours."""
    return nodes(SealedTicket, ticket)


def state_nodes(state: bytes) -> Node:
    """The fields inside a ticket that was opened; spans count from the beginning of `state`. The secret is marked as one."""
    tree = nodes(TicketState, state)
    return replace(tree, children=tuple(replace(child, secret=True) if child.label == "secret" else child for child in tree.children))


@dataclass(frozen=True, slots=True)
class TicketContent:
    """What is inside a ticket, for those who show it."""

    content: bytes = field(repr=False)

    def node(self) -> Node:
        """Its fields."""
        return state_nodes(self.content)


@dataclass(frozen=True, slots=True)
class OpenedTicket:
    """A ticket that was opened. `previous` says that a newer key seals by now."""

    state: bytes = field(repr=False)
    key_name: bytes
    previous: bool


@dataclass(frozen=True, slots=True)
class TicketKey:
    """One key: it seals until it is `lifetime` old, or another takes its place, and opens for twice as long."""

    name: bytes
    key: bytes = field(repr=False)
    created: float


class TicketKeys:
    """The server's ticket keys, shared by its connections.

    A key seals for `lifetime` seconds; then, or when `rotate` is called, a new one does, and the old one still opens until it is twice as
    old: no ticket that lives up to `lifetime` is lost. After that the key is forgotten, and what was under it stays closed for good.
    """

    def __init__(
        self, random: Callable[[int], bytes] = os.urandom, clock: Callable[[], float] = time.time, lifetime: float = 86400
    ) -> None:
        self._random = random
        self._clock = clock
        self._lifetime = lifetime
        self._lock = Lock()
        self._keys: tuple[TicketKey, ...] = ()

    @property
    def keys(self) -> tuple[TicketKey, ...]:
        """The keys that open tickets now, the one that seals first."""
        with self._lock:
            return self._current()

    def rotate(self) -> TicketKey:
        """Put a new key in front; it is returned."""
        with self._lock:
            return self._rotate()[0]

    def _rotate(self) -> tuple[TicketKey, ...]:
        new = TicketKey(self._random(_NAME), self._random(32), self._clock())
        self._keys = (new, *self._keys)
        return self._keys

    def _current(self) -> tuple[TicketKey, ...]:
        now = self._clock()
        self._keys = tuple(key for key in self._keys if now < key.created + 2 * self._lifetime)
        if not self._keys or now >= self._keys[0].created + self._lifetime:
            return self._rotate()
        return self._keys

    def seal(self, state: bytes) -> bytes:
        """A ticket with `state` inside; b"" when that is too long for a ticket (a client's chain can be), and then none is to be given."""
        if _NAME + _NONCE + len(state) + _TAG > LONGEST_TICKET:
            return b""
        with self._lock:
            key = self._current()[0]
            nonce = self._random(_NONCE)
        return build(SealedTicket(key.name, nonce, AESGCM(key.key).encrypt(nonce, state, key.name)))

    def open(self, ticket: bytes) -> OpenedTicket | None:
        """What a ticket holds; None when it was changed or cut, or its key is unknown or expired. The ticket's own age is not judged."""
        if len(ticket) < _NAME + _NONCE + _TAG:
            return None
        sealed = parse(SealedTicket, ticket)
        for place, key in enumerate(self.keys):
            if key.name == sealed.key_name:
                try:
                    state = AESGCM(key.key).decrypt(sealed.iv, sealed.encrypted_state, key.name)
                except InvalidTag:
                    return None
                return OpenedTicket(state, key.name, place > 0)
        return None


class AntiReplay:
    """Remembers the 0-RTT ClientHellos of the last `window_seconds` by their binders (RFC 8446 section 8.2).

    That a ClientHello is not older than the window is for the server to check, by the age of its ticket. Memory is bounded: with
    `capacity` binders in a window every further one counts as seen, which costs its client a round trip and no more.
    """

    def __init__(self, window_seconds: float = 10, clock: Callable[[], float] = time.time, capacity: int = 100_000) -> None:
        self._window = window_seconds
        self._clock = clock
        self._capacity = capacity
        self._lock = Lock()
        self._since = clock()
        self._new: set[bytes] = set()
        self._old: set[bytes] = set()

    def __call__(self, binder: bytes) -> bool:
        """Whether this binder was seen before; from now on it was."""
        with self._lock:
            elapsed = self._clock() - self._since
            if elapsed >= self._window:  # what came in the window before may still be fresh; what came before that is not
                self._old = self._new if elapsed < 2 * self._window else set()
                self._new = set()
                self._since += elapsed
            if binder in self._new or binder in self._old or len(self._new) >= self._capacity:
                return True
            self._new.add(binder)
            return False

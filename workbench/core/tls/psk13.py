"""Pre-shared keys of TLS 1.3 that come from session tickets: offering one, choosing one, binders (RFC 8446 sections 4.2.11 and 4.6.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from cryptography.hazmat.primitives import constant_time

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.codec import DecodeError
from workbench.core.tls.configuration import ClientConfiguration, ServerConfiguration, Session
from workbench.core.tls.connection import Connection
from workbench.core.tls.events import Computation, Derived
from workbench.core.tls.extensions import extension
from workbench.core.tls.extensions.pre_shared_key import OfferedPsks, PskIdentity, binders_length
from workbench.core.tls.key_schedule import HASHES, KeySchedule, empty_hash, verify_data
from workbench.core.tls.messages import ClientHello, frame
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion
from workbench.core.tls.session13 import transcript_value
from workbench.core.tls.tickets import TicketContent, session_of
from workbench.core.tls.transcript_hash import TranscriptHash

BINDERS = "RFC 8446 section 4.2.11.2"
TICKETS = "RFC 8446 section 4.6.1"
LONGEST_LIFETIME = 604800
"""Seconds that a ticket may be used for: seven days (RFC 8446 section 4.6.1)."""
CLOCK_STEP = 1.0
"""Seconds by which a server's clock may have been set back since it gave a ticket."""
MOST_IDENTITIES = 8
"""Of longer lists of PSKs only so many are looked at."""


def schedule_of(session: Session) -> KeySchedule:
    """The key schedule that begins with the PSK of a session."""
    return KeySchedule(SUITES[session.cipher_suite].hash, session.secret)


def offered_session(settings: ClientConfiguration) -> Session | None:
    """The session that a client offers to resume: None without one, or when it is too old, for another server, of a hash that no
    offered suite has, or of a server that was not trusted.
    """
    session = settings.session
    if session is None or session.version != ProtocolVersion.TLS1_3 or not session.ticket or not settings.psk_modes:
        return None
    if not (session.trusted or settings.continue_when_not_trusted):
        return None
    hashes = {SUITES[code].hash for code in settings.cipher_suites if SUITES[code].tls13}
    if session.server_name != settings.server_name or SUITES[session.cipher_suite].hash not in hashes:
        return None
    fresh = settings.clock() < session.issued_at + min(session.lifetime, LONGEST_LIFETIME)
    return session if fresh else None


def _binder(schedule: KeySchedule, transcript: TranscriptHash, truncated: bytes) -> tuple[tuple[Derived, ...], bytes]:
    """The binder over what came before and the truncated ClientHello, after the values on the way to it."""
    second = bool(transcript.messages)
    so_far = transcript_value(
        "truncated_second_client_hello" if second else "truncated_client_hello", transcript.value_with(schedule.hash_name, truncated)
    )
    if "binder_key" not in schedule.secrets:
        schedule.derive_secret("binder_key", schedule.early_secret, "res binder", empty_hash(schedule.hash_name), "")
    binder = verify_data(schedule.hash_name, schedule.finished_key("binder_key", "binder_finished_key"), so_far.value)
    name = "second_binder" if second else "binder"
    value = Derived(name, binder, f"HMAC(binder_finished_key, {so_far.name})", ("binder_finished_key", so_far.name), BINDERS, False)
    return (*schedule.take(), so_far, value), binder


def offer(connection: Connection, hello: ClientHello, session: Session, schedule: KeySchedule, now: float) -> ClientHello:
    """The ClientHello with `session` offered in it: pre_shared_key is its last extension, and the binder covers all before itself."""
    age = max(0, round((now - session.issued_at) * 1000))
    identity = PskIdentity(session.ticket, (age + session.age_add) % 2**32)

    def with_binder(binder: bytes) -> ClientHello:
        last = extension(ExtensionType.pre_shared_key, OfferedPsks((identity,), (binder,)))
        others = tuple(item for item in hello.extensions or () if item.extension_type != ExtensionType.pre_shared_key)
        return ClientHello(
            hello.legacy_version,
            hello.random,
            hello.legacy_session_id,
            hello.cipher_suites,
            hello.legacy_compression_methods,
            (*others, last),
        )

    began = perf_counter()
    length = HASHES[schedule.hash_name].digest_size
    truncated = frame(with_binder(bytes(length)))[: -(3 + length)]
    values, binder = _binder(schedule, connection.transcript, truncated)
    first: tuple[Derived, ...] = (Derived("pre_shared_key", session.secret, "from the former connection", (), TICKETS),)
    connection.compute("compute_binder", first + values, BINDERS, began)
    return with_binder(binder)


@dataclass(frozen=True)
class Chosen:
    """The PSK that a server chose: its place in the offer, what its ticket held, and how old the client says the ticket is (seconds)."""

    index: int
    session: Session
    schedule: KeySchedule
    suite: int
    binder: bytes
    told_age: float


def choose(
    connection: Connection,
    settings: ServerConfiguration,
    hello: ClientHello,
    offered: OfferedPsks,
    message: bytes,
    fits: Callable[[Session], int | None],
) -> Chosen | None:
    """The first PSK that is ours, is fresh and fits; None for a full handshake. The transcript must not hold the ClientHello yet.

    fits   the cipher suite to use with a session, None when it cannot be resumed now
    Raises PeerError: decrypt_error for a wrong binder, illegal_parameter when there are not as many binders as identities.
    """
    if len(offered.identities) != len(offered.binders):
        raise PeerError(AlertDescription.illegal_parameter, "tls_binders_count")
    keys = settings.ticket_keys
    if keys is None:
        return None
    for index, identity in enumerate(offered.identities[:MOST_IDENTITIES]):
        session = _open(connection, settings, identity.identity)
        suite = fits(session) if session is not None else None
        if session is None or suite is None:
            continue
        began = perf_counter()
        schedule = schedule_of(session)
        values, expected = _binder(schedule, connection.transcript, message[: -binders_length(offered)])
        ok = constant_time.bytes_eq(expected, offered.binders[index])
        connection.compute("verify_binder", values, BINDERS, began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_binder_wrong")
        told_age = (identity.obfuscated_ticket_age - session.age_add) % 2**32 / 1000
        return Chosen(index, session, schedule, suite, expected, told_age)
    return None


def _open(connection: Connection, settings: ServerConfiguration, ticket: bytes) -> Session | None:
    """What one of our tickets holds; None when it is not one, or too old."""
    began = perf_counter()
    keys = settings.ticket_keys
    opened = keys.open(ticket) if keys is not None else None
    session: Session | None = None
    values: list[Derived] = [Derived("ticket", ticket, "", (), TICKETS, False)]
    subject: Any = None
    if opened is not None:
        try:
            session = session_of(opened.state, ticket)
        except DecodeError:
            session = None
    if opened is not None and session is not None:
        subject = TicketContent(opened.state)
        values.append(Derived("ticket_state", opened.state, "AEAD-Decrypt(ticket key, ticket)", ("ticket",), "RFC 5077 section 4"))
        if session.version == ProtocolVersion.TLS1_3:
            values.append(Derived("pre_shared_key", session.secret, "secret of ticket_state", ("ticket_state",), TICKETS))
        age = settings.clock() - session.issued_at
        if session.version != ProtocolVersion.TLS1_3 or not -CLOCK_STEP <= age < min(session.lifetime, LONGEST_LIFETIME):
            session = None
    seconds = perf_counter() - began
    connection.tell(Computation("open_ticket", tuple(values), TICKETS, seconds, session is not None, None, subject))
    return session

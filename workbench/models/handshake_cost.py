"""What a handshake costs, as charts: pure values made of measurements, of a transcript, of counted connections.

A chart is a few rows of bars; each part of a row is one number in one unit, in the colour of a token of the theme.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.handshake.cost import Measurement, Quantity, handshake_time, most_in_one_piece
from workbench.core.handshake.counts import Counts
from workbench.core.handshake.transcript import StepKind, Transcript
from workbench.core.x509.issuance import KeyKind
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_tokens import LEVEL_TOKENS, ROLE_TOKENS

MEBIBYTE = 1 << 20
MOST_STEPS = 24
"""Rows of a chart of steps: the costliest ones, in their order."""


class Unit(StrEnum):
    seconds = "seconds"
    bytes = "bytes"


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a row. `series` is an id, `token` the colour; `note` is said beside the number."""

    series: str
    token: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """One row. `step` is the number of the transcript's step it speaks of, None for none."""

    label: str
    parts: tuple[Part, ...]
    step: int | None = None

    @property
    def total(self) -> float:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True)
class Chart:
    """Rows of bars.

    stacked   the parts of a row stand one after the other; else one below the other
    log       ten times as much is one step further; for what differs by orders of magnitude
    """

    unit: Unit
    rows: tuple[Bars, ...]
    stacked: bool = False
    log: bool = False

    @property
    def series(self) -> tuple[tuple[str, str], ...]:
        """(id, colour token) of everything that is drawn, each once."""
        return tuple(dict.fromkeys((part.series, part.token) for row in self.rows for part in row.parts))


# --- numbers in words --------------------------------------------------------------------------------------------------------------------


def amount(value: float, unit: Unit) -> str:
    """A number with its unit, three digits of it: `12.3 µs`, `4.56 s`, `1,184 B`, `1.25 MB`."""
    if unit is Unit.bytes:
        return f"{value:,.0f} B" if value < 100_000 else f"{_digits(value / 1e6)} MB"
    if value >= 3600:
        return f"{_digits(value / 3600)} h"
    if value >= 60:
        return f"{_digits(value / 60)} min"
    for factor, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if value >= factor * 0.9995:
            return f"{_digits(value / factor)} {name}"
    return f"{_digits(value * 1e9)} ns" if value else "0 s"


def _digits(value: float) -> str:
    places = max(0, 2 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{value:,.{places}f}"


def ticks(highest: float, unit: Unit, log: bool, lowest: float = 0.0) -> tuple[tuple[float, str], ...]:
    """(value, text) along an axis up to `highest`: 1, 2 or 5 times a power of ten, or the powers of ten where it is `log`."""
    if highest <= 0:
        return ()
    if log:
        first, last = math.floor(math.log10(lowest or highest)), math.ceil(math.log10(highest))
        every = max(1, -(-(last - first) // 6))
        return tuple((10.0**power, _short(10.0**power, unit)) for power in range(first, last + 1, every))
    step = 10.0 ** math.floor(math.log10(highest / 4))
    step = next(step * times for times in (1, 2, 5, 10) if highest / (step * times) <= 5)
    return tuple((step * number, _short(step * number, unit) if number else "0") for number in range(int(highest / step + 1e-9) + 1))


def _short(value: float, unit: Unit) -> str:
    """A round number, without digits that say nothing."""
    number, _, name = amount(value, unit).partition(" ")
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number} {name}"


# --- why there is a session key ----------------------------------------------------------------------------------------------------------


def name_of(subject: str) -> str:
    """A kind of key as it is written: `RSA 2048`, `P-256`, `ML-DSA-65`; other subjects stay."""
    if subject.startswith("rsa-"):
        return subject.replace("rsa-", "RSA ")
    return subject.upper() if subject.startswith(("p-", "ml-dsa")) else subject.capitalize() if subject.startswith("ed") else subject


def _found(measured: Sequence[Measurement], quantity: Quantity) -> dict[str, float]:
    return {found.subject: found.value for found in measured if found.quantity is quantity}


def one_mebibyte(measured: Sequence[Measurement]) -> Chart:
    """Seconds for 1 MiB: with each AEAD, and with RSA alone, piece by piece with the public and the private key."""
    rows = [
        Bars(subject, (Part("session_key", "application_keys", MEBIBYTE / speed),))
        for subject, speed in sorted(_found(measured, Quantity.encryption).items(), key=lambda pair: -pair[1])
    ]
    private = _found(measured, Quantity.secret_decryption)
    for subject, seconds in _found(measured, Quantity.secret_encryption).items():
        pieces = -(-MEBIBYTE // most_in_one_piece(KeyKind(subject)))
        parts = [Part("public_key", "client", seconds * pieces, f"{pieces:,} ×")]
        if subject in private:
            parts.append(Part("private_key", "server", private[subject] * pieces, f"{pieces:,} ×"))
        rows.append(Bars(name_of(subject), tuple(parts)))
    return Chart(Unit.seconds, tuple(rows), log=True)


@dataclass(frozen=True)
class WhySessionKey:
    """The answer: seconds for 1 MiB with the fastest AEAD, and with the private key of the smallest RSA."""

    aead: str
    fast: float
    key: str
    slow: float

    @property
    def times(self) -> float:
        return self.slow / self.fast


def why_session_key(measured: Sequence[Measurement]) -> WhySessionKey | None:
    """None as long as not both have been measured."""
    parts = [(row.label, part) for row in one_mebibyte(measured).rows for part in row.parts]
    fast = next((found for found in parts if found[1].series == "session_key"), None)
    slow = next((found for found in parts if found[1].series == "private_key"), None)
    return WhySessionKey(fast[0], fast[1].value, slow[0], slow[1].value) if fast is not None and slow is not None else None


def operations(measured: Sequence[Measurement]) -> Chart:
    """Seconds of one operation with each kind of key and each group."""
    kinds = (
        (Quantity.signature, "signature", "server"), (Quantity.verification, "verification", "client"),
    )  # fmt: skip
    shares = (
        (Quantity.share_generation, "share_generation", "client"), (Quantity.share_response, "share_response", "server"),
        (Quantity.share_completion, "share_completion", "handshake_keys"),
    )  # fmt: skip
    return Chart(Unit.seconds, (*_grouped(measured, kinds), *_grouped(measured, shares)), log=True)


def sizes(measured: Sequence[Measurement]) -> Chart:
    """Bytes of keys, signatures, certificates and key shares, from RSA to ML-DSA."""
    keys = (
        (Quantity.public_key_size, "public_key_size", "client"), (Quantity.signature_size, "signature_size", "server"),
        (Quantity.certificate_size, "certificate_size", "application_keys"),
    )  # fmt: skip
    shares = (
        (Quantity.client_share_size, "client_share_size", "client"), (Quantity.server_share_size, "server_share_size", "server"),
    )  # fmt: skip
    return Chart(Unit.bytes, (*_grouped(measured, keys), *_grouped(measured, shares)))


def _grouped(measured: Sequence[Measurement], quantities: Sequence[tuple[Quantity, str, str]]) -> list[Bars]:
    values = {quantity: _found(measured, quantity) for quantity, _, _ in quantities}
    subjects = list(dict.fromkeys(subject for found in values.values() for subject in found))
    return [
        Bars(name_of(subject), tuple(Part(id, token, values[q][subject]) for q, id, token in quantities if subject in values[q]))
        for subject in subjects
    ]


# --- this handshake ----------------------------------------------------------------------------------------------------------------------


def computing_times(transcript: Transcript, text: HandshakeText) -> Chart:
    """Measured seconds of the costliest computations, in the order in which they were done, in the colour of who did them."""
    timed = [step for step in transcript.steps if step.kind is StepKind.computation and step.seconds]
    chosen = sorted(timed, key=lambda step: -(step.seconds or 0.0))[:MOST_STEPS]
    rows = []
    for step in sorted(chosen, key=lambda step: step.number):
        part = Part(str(step.sender), ROLE_TOKENS[step.sender], step.seconds or 0.0, text.role(step.sender))
        rows.append(Bars(text.title(step), (part,), step.number))
    return Chart(Unit.seconds, tuple(rows))


def message_sizes(transcript: Transcript, text: HandshakeText) -> Chart:
    """Bytes of the largest messages on the wire, in their order, in the colour of what protects them."""
    sent = [step for step in transcript.steps if step.connection and step.size and step.kind not in (StepKind.tcp, StepKind.name_lookup)]
    chosen = sorted(sent, key=lambda step: -step.size)[:MOST_STEPS]
    rows = [
        Bars(text.title(step), (Part(str(step.protection), LEVEL_TOKENS[step.protection], float(step.size), text.way(step)),), step.number)
        for step in sorted(chosen, key=lambda step: step.number)
    ]
    return Chart(Unit.bytes, tuple(rows))


# --- far away ----------------------------------------------------------------------------------------------------------------------------


def waiting(connections: Mapping[str, Counts], round_trip_time: float) -> Chart:
    """Seconds until the first application data may leave, over a network with this round-trip time (seconds), for named connections; those
    that never came to it are left out."""
    rows = []
    for name, counts in connections.items():
        found = handshake_time(counts, round_trip_time)
        if found is None or counts.round_trips is None:
            continue
        parts = (
            Part("tcp", "unprotected", counts.tcp_round_trips * round_trip_time, f"{counts.tcp_round_trips} RTT"),
            Part("tls", "handshake_keys", counts.round_trips * round_trip_time, f"{counts.round_trips} RTT"),
            Part("computing", "accent", found.computation),
        )
        rows.append(Bars(name, parts))
    return Chart(Unit.seconds, tuple(rows), stacked=True)

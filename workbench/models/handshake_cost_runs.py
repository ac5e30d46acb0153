"""What the cost page asks for: the measuring of this machine, and the counted connections that it compares. Both run off the GUI thread."""

from __future__ import annotations

from workbench.core.handshake.cost import measure
from workbench.core.handshake.counts import Counts, count
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import Aead
from workbench.core.x509.issuance import KeyKind
from workbench.models.jobs import Task

COMPARED = (
    ("tls12_ecdhe_ecdsa", 1), ("tls12_session_id", 2), ("tls13_full", 1), ("tls13_hello_retry", 1),
    ("tls13_resumption", 2), ("tls13_early_data", 2),
)  # fmt: skip
"""(scenario, number of the connection) that everybody asks about."""
KINDS: tuple[KeyKind, ...] = (
    KeyKind.RSA_2048, KeyKind.RSA_3072, KeyKind.RSA_4096, KeyKind.P_256, KeyKind.P_384, KeyKind.P_521,
    KeyKind.ED25519, KeyKind.ED448, KeyKind.ML_DSA_44, KeyKind.ML_DSA_65, KeyKind.ML_DSA_87,
)  # fmt: skip


def measured(task: Task) -> None:
    """Measure this machine; every `Measurement` is delivered as soon as it is known."""
    for found in measure(task.progress, lambda: task.cancelled, kinds=KINDS, aeads=tuple(aead for aead in Aead if "CBC" not in aead)):
        task.check()
        task.deliver(found)
    task.check()


def compared() -> tuple[tuple[str, Counts], ...]:
    """(id of the scenario, counts) of the connections in `COMPARED`: each is really run."""
    return tuple((id, _counts(run(id, Parameters()), number)) for id, number in COMPARED)


def shown(transcript: Transcript) -> tuple[Counts, ...]:
    """Of the transcript that is shown: every connection that came to application data."""
    return tuple(counts for counts in count(transcript) if counts.connection and counts.round_trips is not None)


def _counts(transcript: Transcript, number: int) -> Counts:
    return next(counts for counts in count(transcript) if counts.connection == number)

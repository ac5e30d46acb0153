"""Somebody recorded the conversation, and years later gets hold of the server's private key."""

from __future__ import annotations

from workbench.core.errors import Message
from workbench.core.handshake.offline import open_with_private_key
from workbench.core.handshake.parts import text_part
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Outcome, Role, StepKind, Transcript, Value
from workbench.core.tls.cipher_suites import KeyExchange

YEARS = 5
YEAR = 365.25 * 24 * 3600


def open_later(stage: Stage, name: str) -> Transcript:
    """After a visit: the transcript with what the eavesdropper makes of the recording; of a visit that failed there is nothing to open."""
    recorded = stage.transcript(name)
    if recorded.outcome is Outcome.failed:
        return recorded
    stage.clock.advance(stage.clock.now + YEARS * YEAR)
    eavesdropper = Role.eavesdropper
    stage.tell(
        StepKind.handover, "private_key_stolen", Role.server, eavesdropper,
        facts=(Message("fact_years_later", {"years": YEARS}),), outcome=Outcome.warning,
    )  # fmt: skip
    opened = open_with_private_key(recorded, 1, stage.server.credentials[0].private_key)
    if not opened.values:
        # Suites of TLS 1.3 do not name it: it is always ephemeral here.
        key_exchange = "(EC)DHE" if opened.key_exchange is KeyExchange.any else opened.key_exchange.value
        stage.tell(
            StepKind.computation, "open_recording", eavesdropper, outcome=Outcome.failed,
            reason=Message("recording_stays_closed", {"key_exchange": key_exchange}), citation="RFC 8446 appendix E.1",
        )  # fmt: skip
        return stage.transcript(name)
    knowing = frozenset((eavesdropper,))  # both sides destroyed them years ago
    values = tuple(Value(v.name, v.value, v.formula, v.inputs, v.citation, v.secret, knowing) for v in opened.values)
    stage.tell(
        StepKind.computation, "open_recording", eavesdropper, values=values, outcome=Outcome.ok,
        reason=Message("recording_opens", {"key_exchange": opened.key_exchange.value}), citation="RFC 5246 section 7.4.7.1",
    )  # fmt: skip
    for sender, data in opened.data.items():
        stage.tell(
            StepKind.computation, "read_recording", eavesdropper, parts=(text_part(data),),
            facts=(Message("fact_said_by", {"party": Message(f"party_{sender}")}),),
        )  # fmt: skip
    return stage.transcript(name)

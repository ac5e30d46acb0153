"""How a connection came out, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Outcome, Transcript
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.connection import Connection
from workbench.core.tls.events import AlertReceived, Computation, Event, Listener

NOT_TLS = frozenset({"tls_unknown_content_type", "tls_not_tls"})


def noticing(listener: Listener, refusals: list[Message]) -> Listener:
    """A listener that tells on, and notes why a certificate was refused."""

    def listen(event: Event) -> None:
        if isinstance(event, Computation) and event.id == "judge_certificate" and event.ok is False and event.detail is not None:
            refusals.append(event.detail)
        listener(event)

    return listen


def trouble_of(endpoint: Connection, first: bytes, refusals: Sequence[Message]) -> Message | None:
    """Why this endpoint failed; None when it did not.

    first      the first bytes that came: they tell who talks something else than TLS
    refusals   what `noticing` noted
    """
    failure = endpoint.failure
    if failure is None:
        return None
    if isinstance(failure, AlertReceived):
        return Message("live_alert_received", {"alert": alert_name(failure.description)})
    if not endpoint.version and not first:
        return Message("live_said_nothing")
    if not endpoint.version and failure.message.id in NOT_TLS:
        return Message("live_not_tls", {"first": first.split(b"\n", 1)[0].removesuffix(b"\r").decode("ascii", "backslashreplace")})
    if failure.message.id == "tls_certificate_refused" and refusals:
        return refusals[-1]
    if failure.message.id == "tls_cut_off":
        return Message("live_cut_off")
    return Message("live_refused", {"reason": failure.message, "alert": failure.alert.name})


def alert_name(description: int) -> str:
    """The registered name of an alert, or its number."""
    member = AlertDescription._value2member_map_.get(description)
    return member.name if isinstance(member, AlertDescription) else str(description)


def concluded(transcript: Transcript, trouble: Message | None, remark: Message | None = None) -> Transcript:
    """The transcript with what is known here and in none of its steps.

    trouble   why it failed
    remark    what is worth a warning although it did not
    """
    if trouble is not None:
        return replace(transcript, outcome=Outcome.failed, headline=trouble)
    if remark is not None and transcript.outcome in (Outcome.ok, Outcome.none):
        return replace(transcript, outcome=Outcome.warning, headline=remark)
    return transcript

"""Which stage of the story a step belongs to, in the order in which people teach it.

In TLS 1.2 the server proves itself before the key is made; in TLS 1.3 the key comes first, and the proof travels under it.
What is of no stage by itself (change_cipher_spec, housekeeping) stays in the one that is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from workbench.core.handshake.once import once
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import ProtocolVersion


class Stage(StrEnum):
    """`prepare` and `afterwards` belong to no connection; `reach` is what happens before TLS."""

    prepare = "prepare"
    reach = "reach"
    agree = "agree"
    make_key = "make_key"
    prove = "prove"
    talk = "talk"
    part = "part"
    afterwards = "afterwards"


NUMBERED = frozenset({Stage.agree, Stage.make_key, Stage.prove, Stage.talk, Stage.part})
"""What people count when they teach; what comes before and after has a title alone."""
PROOFS = frozenset(
    {
        "Certificate", "CompressedCertificate", "CertificateStatus", "CertificateRequest", "CertificateVerify", "judge_certificate",
        "sign_certificate_verify", "verify_certificate_verify",
    }
)  # fmt: skip
KEYS12 = frozenset(
    {
        "generate_key_share", "sign_server_key_exchange", "ServerKeyExchange", "verify_server_key_exchange", "encrypt_pre_master_secret",
        "decrypt_pre_master_secret", "ClientKeyExchange", "compute_shared_secret", "derive_master_secret", "resume_session",
        "derive_key_block", "compute_finished", "verify_finished", "Finished",
    }
)  # fmt: skip
KEYS13 = frozenset({"generate_key_share", "compute_shared_secret", "ServerHello", "derive_handshake_secrets"})
"""What makes the key in TLS 1.3, once the server answers; the client's first key share goes along with its offer."""
FINISHED = frozenset({"compute_finished", "Finished", "verify_finished"})
REQUESTED = frozenset({"CertificateRequest", "Certificate", "judge_certificate"})
"""What of a client's proof stands in the middle of the key exchange of TLS 1.2; what proves comes after it: CertificateVerify."""


def stage_of(transcript: Transcript, step: Step) -> Stage:
    """The stage of one step of a transcript. Whoever needs all of them asks `stages`."""
    return stages(transcript)[step.number]


@once
def stages(transcript: Transcript) -> tuple[Stage, ...]:
    """The stage of every step, in the order of the steps."""
    versions = {connection.number: connection.negotiated.get("version") for connection in transcript.connections}
    early = {step.connection for step in transcript.steps if step.protection is Level.early_data}
    first = next((step.number for step in transcript.steps if step.connection), len(transcript.steps))
    told: dict[int, list[Step]] = {}
    found: list[Stage] = []
    for step in transcript.steps:
        if not step.connection:
            found.append(Stage.prepare if step.number < first else Stage.afterwards)
            continue
        before = told.setdefault(step.connection, [])
        last = found[before[-1].number] if before else Stage.reach
        version = versions.get(step.connection)
        waits = step.connection in early and last is Stage.agree and step.name != "ServerHello"
        stage = _stage(step, before, last, version is not None and version <= ProtocolVersion.TLS1_2)
        # With 0-RTT the client goes on after its ClientHello: the making of the key begins with the answer.
        found.append(Stage.agree if waits and stage is Stage.make_key else stage)
        before.append(step)
    return tuple(found)


def _stage(step: Step, before: Sequence[Step], last: Stage, tls12: bool) -> Stage:
    """The stage of a step of a connection, when the one before it was in the stage `last`."""
    kind, name = step.kind, step.name
    if kind in (StepKind.name_lookup, StepKind.tcp):
        return Stage.reach if last is Stage.reach else Stage.part
    if kind in (StepKind.alert, StepKind.close):
        return Stage.part if _ends(step) else last
    if last is Stage.part:
        return Stage.part
    if kind is StepKind.application_data:
        return last if _passed_over(step) else Stage.talk
    if name in FINISHED and last is Stage.talk and _proven(before):  # the client did not wait for the server's check
        return Stage.talk
    if name in PROOFS and last is not Stage.talk and not (tls12 and name in REQUESTED and last is Stage.make_key):
        return Stage.prove
    if tls12:
        return _stage12(step, before, last)
    return _stage13(step, before, last)


def _passed_over(step: Step) -> bool:
    """0-RTT data that nobody reads: an attacker played it back."""
    return step.protection is Level.early_data and not any(part.id == "application_data" for part in step.parts)


def _ends(step: Step) -> bool:
    return step.kind is StepKind.close or step.outcome is Outcome.failed or step.name == "close_notify"


def _stage12(step: Step, before: Sequence[Step], last: Stage) -> Stage:
    if not _greeted(before):  # a client that also speaks TLS 1.3 makes a key share, which comes to nothing
        return Stage.agree
    if step.name in FINISHED and any(earlier.name == "CertificateVerify" for earlier in before):
        return last
    return Stage.make_key if step.name in KEYS12 else last


def _stage13(step: Step, before: Sequence[Step], last: Stage) -> Stage:
    name = step.name
    if last is Stage.reach or name in ("ClientHello", "HelloRetryRequest"):
        return Stage.agree
    if name in FINISHED or name in ("EncryptedExtensions", "EndOfEarlyData"):
        return Stage.prove
    answered = any(earlier.name == "EncryptedExtensions" for earlier in before)
    if name in KEYS13 and not answered and (step.sender is not Role.client or _greeted(before)):
        return Stage.make_key
    if last is Stage.talk and not _proven(before):
        # What was said in 0-RTT came before everything else: the handshake goes on where it was.
        return Stage.prove if answered else Stage.make_key
    if _proven(before) and (name in ("seal_ticket", "NewSessionTicket", "KeyUpdate") or step.protection is Level.application):
        return Stage.talk
    return last


def _greeted(before: Sequence[Step]) -> bool:
    return any(step.name == "ServerHello" for step in before)


def _proven(before: Sequence[Step]) -> bool:
    """The client, who speaks last, has said its Finished."""
    return any(step.name == "Finished" and step.sender is Role.client for step in before)

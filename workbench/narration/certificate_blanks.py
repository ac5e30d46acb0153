"""Blanks about certificates, the checks of them, and requests for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from functools import cache

from workbench import words
from workbench.core.asn1.reader import DerError
from workbench.core.handshake.transcript import Role, StepKind
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.narration import names
from workbench.narration.shown import UNKNOWN, number, some
from workbench.narration.situation import Situation

CHECKS = frozenset(("judge_certificate", "verify_certificate_verify", "verify_server_key_exchange"))


@cache
def _parsed(der: bytes) -> Certificate | None:
    try:
        return parse_certificate(der)
    except DerError:
        return None


def _shown(situation: Situation) -> Certificate | None:
    """The certificate that the step speaks of: one it holds, else the last that the peer showed."""
    part = situation.part("certificate")
    if part is None:
        checked = situation.step.kind is StepKind.alert or situation.step.name in CHECKS
        steps = [step for step in situation.before if step.name == "Certificate" and step.parts]
        if situation.check is not None and not checked:
            steps = [step for step in steps if step.receiver is situation.check.sender]
        elif checked:
            steps = [step for step in steps if step.receiver is situation.step.sender]
        else:
            steps = [step for step in steps if step.sender is not Role.client]
        part = next((part for step in reversed(steps) for part in step.parts if part.id == "certificate"), None)
    return _parsed(part.data) if part is not None else None


def _ask(situation: Situation, language: str, asked: Callable[[Certificate], str]) -> str:
    certificate = _shown(situation)
    try:
        return some(asked(certificate) if certificate is not None else "", language)
    except DerError:
        return names.name(UNKNOWN, language)


def subject(situation: Situation, language: str) -> str:
    from workbench.core.x509.certificate_checks import short_name

    return _ask(situation, language, short_name)


def issuer(situation: Situation, language: str) -> str:
    from workbench.core.x509.certificate_checks import issuer_name

    return _ask(situation, language, issuer_name)


def key_kind(situation: Situation, language: str) -> str:
    from workbench.core.x509.public_key import describe_key

    return _ask(situation, language, lambda certificate: describe_key(certificate.spki).text)


def not_after(situation: Situation, language: str) -> str:
    return _ask(situation, language, lambda certificate: certificate.not_after.astimezone(UTC).strftime("%Y-%m-%d"))


def chain_length(situation: Situation, language: str) -> str:
    return number(sum(part.id == "certificate" for part in situation.step.parts), language)


def anchor(situation: Situation, language: str) -> str:
    check = situation.check or situation.step
    found = check.reason.params.get("anchor") if check.reason is not None else None
    return some(str(found) if found is not None else "", language)


def verdict(situation: Situation, language: str) -> str:
    """The headline of the check of a certificate."""
    check = situation.check or situation.step
    return some(words.say(check.reason, language) if check.reason is not None else "", language)


def finding(situation: Situation, language: str) -> str:
    """What the check found wrong, in its own sentence."""
    found = situation.finding
    return some(ended(words.say(found, language), language) if found is not None else "", language)


def advice(situation: Situation, language: str) -> str:
    """What to do about it, in the finding's own words."""
    found = situation.finding
    text = words.say(found, language, "advice") if found is not None else ""
    return ended(text, language) if text else names.name("advice", language)


def reason(situation: Situation, language: str) -> str:
    """Why the sender of an alert gave up, as it knows itself."""
    found = situation.step.reason
    return ended(words.say(found, language), language) if found is not None else names.name("no_reason", language)


def ended(text: str, language: str) -> str:
    """A sentence with its full stop."""
    stop = "。" if language == "ja" else "."
    return text if text.endswith((stop, "!", "?")) else text + stop


def requested(situation: Situation, language: str) -> str:
    """For whom a certificate is asked for."""
    for step in situation.steps:
        if step.name == "check_certification_request" and step.number >= situation.step.number - 1:
            for fact in step.facts:
                if "names" in fact.params:
                    return str(fact.params["names"])
    return names.name(UNKNOWN, language)

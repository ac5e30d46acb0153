"""What fills the blanks of the narration: one function for each, from the step. No function shows a secret.

Each returns a text in the language asked for, or UNKNOWN where the transcript does not say (a capture without keys, a live connection).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from workbench import words
from workbench.core.errors import Message
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Value
from workbench.core.tls.parameters import ExtensionType, SignatureScheme, version_title
from workbench.narration import certificate_blanks, names
from workbench.narration.certificate_blanks import finding, reason
from workbench.narration.shown import UNKNOWN, listed, number, party, short, some
from workbench.narration.situation import Situation

Blank = Callable[[Situation, str], str]
KEY_NAME = 16
"""Bytes at the beginning of a ticket that name its ticket key (RFC 5077 section 4)."""


# --- who


def _peer(situation: Situation) -> Role:
    """The other end of the connection, for a step done alone."""
    step = situation.step
    if step.receiver is not None:
        return step.receiver
    if step.sender is Role.client:
        return Role.attacker if situation.impostor else Role.server
    return Role.attacker if situation.replayer else Role.client


def sender(situation: Situation, language: str) -> str:
    return party(situation, situation.step.sender, language)


def receiver(situation: Situation, language: str) -> str:
    return party(situation, _peer(situation), language)


def server(situation: Situation, language: str) -> str:
    """Who sits at the server's end."""
    return party(situation, Role.attacker if situation.impostor else Role.server, language)


def _last_alert(situation: Situation) -> Step | None:
    return next((step for step in situation.steps if step.kind is StepKind.alert and step.outcome is Outcome.failed), None)


def attacker(situation: Situation, language: str) -> str:
    """Also where the recorder takes what is played back for the client's."""
    return party(situation, Role.attacker, language)


def quitter(situation: Situation, language: str) -> str:
    """Who broke the connection off."""
    found = _last_alert(situation)
    return party(situation, found.sender, language) if found is not None else names.name(UNKNOWN, language)


def last_alert(situation: Situation, language: str) -> str:
    found = _last_alert(situation)
    return some(found.name if found is not None else "", language)


def last_reason(situation: Situation, language: str) -> str:
    """Why it was broken off: what the check of a certificate found, else the reason of the alert."""
    found = _last_alert(situation)
    if found is None or found.reason is None:
        return names.name("no_reason", language)
    alert = Situation(situation.transcript, found)
    return finding(alert, language) if alert.refused is not None else reason(alert, language)


def server_name(situation: Situation, language: str) -> str:
    fact = situation.fact("fact_server_name") or situation.fact("network_asks_for") or situation.fact("network_has_address")
    if fact is not None:
        return str(fact.params["name"])
    return some(situation.connection.server_name if situation.connection is not None else "", language)


def address(situation: Situation, language: str) -> str:
    fact = situation.fact("network_has_address")
    if fact is not None:
        return str(fact.params["address"])
    return situation.connection.server_address[0] if situation.connection is not None else names.name(UNKNOWN, language)


def port(situation: Situation, language: str) -> str:
    return str(situation.connection.server_address[1]) if situation.connection is not None else names.name(UNKNOWN, language)


# --- what was agreed on


def version(situation: Situation, language: str) -> str:
    found = situation.version
    if found is None:
        return names.name(UNKNOWN, language)
    return version_title(found)


def suite(situation: Situation, language: str) -> str:
    from workbench.core.tls.cipher_suites import suite_name

    fact = situation.fact("fact_cipher_suite")
    if fact is not None:
        return str(fact.params["suite"])
    code = situation.negotiated.get("cipher_suite")
    return suite_name(code) if isinstance(code, int) else names.name(UNKNOWN, language)


def cipher(situation: Situation, language: str) -> str:
    return some(situation.suite.cipher.value if situation.suite is not None else "", language)


def hash(situation: Situation, language: str) -> str:
    """As people write it: SHA-256."""
    return some(situation.suite.hash.replace("SHA", "SHA-") if situation.suite is not None else "", language)


def key_exchange(situation: Situation, language: str) -> str:
    exchange = situation.key_exchange
    return some("" if exchange is None else "(EC)DHE" if exchange.value == "any" else exchange.value, language)


def group(situation: Situation, language: str) -> str:
    fact = situation.fact("fact_wants_group")
    return str(fact.params["group"]) if fact is not None else some(situation.group, language)


def _halves(situation: Situation) -> tuple[str, str]:
    """The two halves of a hybrid group in the order of its name: ("X25519", "MLKEM768")."""
    text = situation.group
    at = text.find("MLKEM")
    return (text[:at], text[at:]) if at > 0 else (text, "")


def classical_half(situation: Situation, language: str) -> str:
    return some(_halves(situation)[0], language)


def quantum_half(situation: Situation, language: str) -> str:
    return some(_halves(situation)[1].replace("MLKEM", "ML-KEM-"), language)


def protocol(situation: Situation, language: str) -> str:
    fact = situation.fact("fact_protocol")
    if fact is not None:
        return str(fact.params["name"])
    found = situation.negotiated.get("application_layer_protocol")
    return found.decode("ascii", "backslashreplace") if isinstance(found, bytes) and found else names.name("no_protocol", language)


# --- the step


def size(situation: Situation, language: str) -> str:
    return number(situation.step.size or sum(len(part.data) for part in situation.step.parts if not part.secret), language)


def citation(situation: Situation, language: str) -> str:
    found = situation.step.citation or next((value.citation for value in situation.step.values if value.citation), "")
    if language == "ja":
        found = re.sub(r" section ([\w.]+)", r" \1節", found)
        found = re.sub(r" appendix ([\w.]+)", r" 付録\1", found)
    return some(found, language)


def name(situation: Situation, language: str) -> str:
    """The step's own name, where no sentence is written for it."""
    return situation.step.name.replace("_", " ")


def random(situation: Situation, language: str) -> str:
    return short(situation.value("_random"), language)


def public(situation: Situation, language: str) -> str:
    return short(situation.value("_public_key"), language)


def public_size(situation: Situation, language: str) -> str:
    return _length(situation.value("_public_key"), language)


def _length(value: Value | None, language: str) -> str:
    return number(None if value is None or value.data is None else len(value.data), language)


def secret_size(situation: Situation, language: str) -> str:
    """Bytes of the secret that comes out: its length alone."""
    return _length(next((value for value in reversed(situation.step.values) if value.secret), None), language)


def values(situation: Situation, language: str) -> str:
    """The names of the secrets that are born here."""
    return listed(tuple(value.name for value in situation.step.values if value.secret), language)


def derived_name(situation: Situation, language: str) -> str:
    """The name of the last value that is born here."""
    return some(situation.step.values[-1].name if situation.step.values else "", language)


def inputs(situation: Situation, language: str) -> str:
    """What the last value was made from."""
    return listed(situation.step.values[-1].inputs if situation.step.values else (), language)


def formula(situation: Situation, language: str) -> str:
    return some(situation.step.values[-1].formula if situation.step.values else "", language)


def transcript_hash(situation: Situation, language: str) -> str:
    return short(situation.value("hash"), language)


def transcript_hash_name(situation: Situation, language: str) -> str:
    found = situation.value("hash")
    return some(found.name if found is not None else "", language)


def verify_data(situation: Situation, language: str) -> str:
    return short(situation.value("verify_data"), language)


def verify_data_size(situation: Situation, language: str) -> str:
    found = situation.value("verify_data")
    if found is not None:
        return _length(found, language)
    data = getattr(situation.message, "verify_data", None)
    return number(None if data is None else len(data), language)


def binder(situation: Situation, language: str) -> str:
    return short(next((v for v in reversed(situation.step.values) if v.name.endswith("binder") and not v.secret), None), language)


def signature(situation: Situation, language: str) -> str:
    return short(situation.value("signature"), language)


def signature_size(situation: Situation, language: str) -> str:
    found = situation.value("signature")
    if found is not None:
        return _length(found, language)
    data = getattr(situation.message, "signature", None)
    return number(None if data is None else len(data), language)


def signed_size(situation: Situation, language: str) -> str:
    return _length(situation.value("signed_content"), language)


def scheme(situation: Situation, language: str) -> str:
    """The signature scheme: as the message says, else as agreed on for this side."""
    code = getattr(situation.message, "algorithm", None)
    if code is None:
        client = _signer(situation) is Role.client
        code = situation.negotiated.get("client_signature_scheme" if client else "signature_scheme") or _scheme_said(situation, client)
    member = SignatureScheme._value2member_map_.get(code)
    return str(member.name) if member is not None else names.name(UNKNOWN, language)


def server_scheme(situation: Situation, language: str) -> str:
    """By which scheme the server signed."""
    member = SignatureScheme._value2member_map_.get(situation.negotiated.get("signature_scheme") or _scheme_said(situation, False))
    return str(member.name) if member is not None else names.name(UNKNOWN, language)


def _scheme_said(situation: Situation, client: bool) -> int | None:
    """As the CertificateVerify of this side says: where it was refused, nothing was agreed on."""
    for step in situation.steps:
        if step.name == "CertificateVerify" and (step.sender is Role.client) is client:
            return getattr(Situation(situation.transcript, step).message, "algorithm", None)
    return None


def _signer(situation: Situation) -> Role:
    step = situation.step
    if step.name.startswith("verify_"):
        return Role.server if step.sender is Role.client else Role.client
    return step.sender


def ticket_size(situation: Situation, language: str) -> str:
    found = next((value for value in situation.step.values if not value.secret and _is_ticket(value)), None)
    if found is not None:
        return _length(found, language)
    data = getattr(situation.message, "ticket", None)
    return number(None if data is None else len(data), language)


def ticket_key(situation: Situation, language: str) -> str:
    """The name of the ticket key, which stands in the clear at the beginning of a ticket."""
    found = next((value for value in situation.step.values if not value.secret and _is_ticket(value)), None)
    if found is None or found.data is None:
        return names.name(UNKNOWN, language)
    return short(Value("key_name", found.data[:KEY_NAME], secret=False), language)


def _is_ticket(value: Value) -> bool:
    return value.name == "ticket" or value.name.removeprefix("ticket_").isdecimal()


def lifetime(situation: Situation, language: str) -> str:
    """Seconds that a ticket is good for, in hours as people say them."""
    seconds = getattr(situation.message, "ticket_lifetime", None)
    if seconds is None:
        seconds = getattr(situation.message, "ticket_lifetime_hint", None)
    return number(seconds, language)


def offered_suites(situation: Situation, language: str) -> str:
    found = getattr(situation.message, "cipher_suites", None)
    return number(None if found is None else len(found), language)


def offered_groups(situation: Situation, language: str) -> str:
    from workbench.core.tls.groups import group_name

    found = situation.extensions.get(ExtensionType.supported_groups)
    return listed(tuple(group_name(code) for code in getattr(found, "named_group_list", ())), language)


def destroyed(situation: Situation, language: str) -> str:
    return number(len(situation.step.destroyed), language)


def destroyed_names(situation: Situation, language: str) -> str:
    return listed(situation.step.destroyed, language)


def first_line(situation: Situation, language: str) -> str:
    fact = situation.fact("fact_first_line")
    return some(str(fact.params["text"]) if fact is not None else "", language)


def speaker(situation: Situation, language: str) -> str:
    """Who uses the key that is derived here to send: "it" where that is who derives it."""
    own = next((role for role in (Role.client, Role.server) if any(n.startswith(role.value) for n in situation.value_names)), None)
    if own is situation.step.sender or (own is Role.server and situation.step.sender is Role.attacker):
        return names.name("itself", language)
    if own is Role.server:
        return server(situation, language)
    return party(situation, own, language) if own is not None else names.name(UNKNOWN, language)


def years(situation: Situation, language: str) -> str:
    found = (step.facts for step in situation.transcript.steps if step.name == "private_key_stolen")
    for facts in found:
        for fact in facts:
            if "years" in fact.params:
                return str(fact.params["years"])
    return names.name(UNKNOWN, language)


def said_by(situation: Situation, language: str) -> str:
    fact = situation.fact("fact_said_by")
    who = fact.params["party"] if fact is not None else None
    return names.name(who.id.removeprefix("party_"), language) if isinstance(who, Message) else names.name(UNKNOWN, language)


def alert(situation: Situation, language: str) -> str:
    return situation.step.name


def deed(situation: Situation, language: str) -> str:
    """What an attacker did: of this step, else the last deed before it."""
    steps: list[Step] = [situation.step] if situation.step.kind is StepKind.attack else []
    steps += [step for step in reversed(situation.before) if step.kind is StepKind.attack and step.outcome is Outcome.warning]
    reason = steps[0].reason if steps else None
    return some(words.say(reason, language) if reason is not None else "", language)


BLANKS: Mapping[str, Blank] = {
    function.__name__: function
    for function in (
        sender, receiver, server, attacker, quitter, last_alert, last_reason, server_name, address, port, version, suite, cipher, hash,
        key_exchange, group, classical_half, quantum_half, protocol, size, citation, name, random, public, public_size, secret_size,
        values, derived_name, inputs, formula, transcript_hash, transcript_hash_name, verify_data, verify_data_size, binder, signature,
        signature_size, signed_size, scheme, server_scheme, ticket_size, ticket_key, lifetime, offered_suites, offered_groups, destroyed,
        destroyed_names, first_line, speaker, years, said_by, reason, alert, deed, finding,
        certificate_blanks.subject, certificate_blanks.issuer, certificate_blanks.key_kind, certificate_blanks.not_after,
        certificate_blanks.chain_length, certificate_blanks.anchor, certificate_blanks.verdict, certificate_blanks.advice,
        certificate_blanks.requested,
    )
}  # fmt: skip
"""Every blank by its name. A blank that begins with a capital letter fills the same with a capital letter."""

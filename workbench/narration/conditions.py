"""What a rule can ask of a situation: each condition is a function of it, or makes one."""

from __future__ import annotations

from collections.abc import Callable

from workbench.core.handshake.transcript import Outcome, Role, StepKind
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import KeyExchange
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion
from workbench.narration.situation import CLIENT_HELLO, Situation

Condition = Callable[[Situation], bool]

REFUSALS = tuple(
    description.name
    for description in (
        AlertDescription.bad_certificate, AlertDescription.unsupported_certificate, AlertDescription.certificate_revoked,
        AlertDescription.certificate_expired, AlertDescription.certificate_unknown, AlertDescription.unknown_ca,
        AlertDescription.bad_certificate_status_response,
    )
)  # fmt: skip
"""Names of the alerts that say that a certificate was not accepted."""


def kind(*kinds: StepKind) -> Condition:
    return lambda s: s.step.kind in kinds


def outcome(wanted: Outcome) -> Condition:
    return lambda s: s.step.outcome is wanted


def reason(*ids: str) -> Condition:
    return lambda s: s.step.reason is not None and s.step.reason.id in ids


def level(wanted: Level) -> Condition:
    return lambda s: s.step.protection is wanted


def no(condition: Condition) -> Condition:
    return lambda s: not condition(s)


def value(part: str) -> Condition:
    return lambda s: any(part in name for name in s.value_names)


def forgets(part: str) -> Condition:
    return lambda s: any(part in name for name in s.step.destroyed)


def has_fact(id: str) -> Condition:
    return lambda s: s.fact(id) is not None


def extension(type: ExtensionType) -> Condition:
    return lambda s: type in s.extensions


def after(name: str) -> Condition:
    """A step of this name came before, in the same connection."""
    return lambda s: s.has_before(name)


def from_client(s: Situation) -> bool:
    return s.from_client


def from_server(s: Situation) -> bool:
    return not s.from_client


def by_client(s: Situation) -> bool:
    return s.step.sender is Role.client


def tls12(s: Situation) -> bool:
    return s.tls12


def resumed(s: Situation) -> bool:
    return s.resumed


def psk_ke(s: Situation) -> bool:
    return s.psk_ke


def rsa(s: Situation) -> bool:
    return s.rsa_key_exchange


def dhe(s: Situation) -> bool:
    return s.key_exchange is KeyExchange.dhe


def hybrid(s: Situation) -> bool:
    return s.hybrid


def finite_field(s: Situation) -> bool:
    return s.finite_field


def failed(s: Situation) -> bool:
    return s.failed


def refused(s: Situation) -> bool:
    """A certificate was refused by the sender of this step."""
    return s.refused is not None and s.refused.sender is s.step.sender


def unproven(s: Situation) -> bool:
    return s.unproven is not None


def impostor(s: Situation) -> bool:
    return s.impostor


def by_impostor(s: Situation) -> bool:
    return s.impostor and s.step.sender is Role.attacker


def replayer(s: Situation) -> bool:
    return s.replayer


def borrowed(s: Situation) -> bool:
    """The impostor shows a certificate that passes: the true server's, whose private key it does not have."""
    return s.impostor and not any(step.name == "judge_certificate" and step.outcome is Outcome.failed for step in s.steps)


def unaware(s: Situation) -> bool:
    """The other side has refused this one's certificate, and it does not know yet."""
    return s.refused is not None and s.refused.sender is not s.step.sender


def changed_hello(s: Situation) -> bool:
    """Somebody on the way changed the ClientHello of this connection."""
    return any(step.name == CLIENT_HELLO and step.sender is Role.attacker for step in s.steps) and not s.impostor and not s.replayer


def saw(name: str) -> Condition:
    """There is a step of this name in the connection."""
    return lambda s: any(step.name == name for step in s.steps)


def keys_diverge(s: Situation) -> bool:
    """The two ends reach different keys: they saw different greetings and the keys depend on them, or one cannot open the secret."""
    bound = not s.tls12 or bool(s.negotiated.get("extended_master_secret"))
    return (changed_hello(s) and bound) or (borrowed(s) and s.tls12 and s.rsa_key_exchange)


def looked_up(s: Situation) -> bool:
    """The connection began with the lookup of a name."""
    return any(step.kind is StepKind.name_lookup for step in s.steps)


def key_made(s: Situation) -> bool:
    """They came as far as keys, and nobody had changed what these were made from."""
    made = any(step.name in ("derive_handshake_secrets", "derive_key_block") for step in s.steps)
    return made and not changed_hello(s) and not keys_diverge(s)


def both_proven(s: Situation) -> bool:
    """Whoever told of this connection has checked the other's Finished before it broke off, and no certificate was the reason."""
    told = {step.sender for step in s.steps if step.kind is StepKind.computation}
    checked = {step.sender for step in s.steps if step.name == "verify_finished" and step.outcome is Outcome.ok}
    return told == checked and not _refused(s)


def unseen(s: Situation) -> bool:
    """It broke off before anybody looked at a certificate that was sent."""
    return saw("Certificate")(s) and not saw("judge_certificate")(s)


def certificate_sufficed(s: Situation) -> bool:
    """TLS 1.2, the server alone shows a certificate, and neither that nor its signature was the reason to break off."""
    checks = [step for step in s.steps if step.name in ("judge_certificate", "verify_server_key_exchange")]
    held = bool(checks) and all(step.outcome is not Outcome.failed for step in checks) and not _refused(s)
    return s.tls12 and held and not client_asked(s)


def _refused(s: Situation) -> bool:
    return any(step.kind is StepKind.alert and step.name in (*REFUSALS, "certificate_required") for step in s.steps)


def recorded_tls13(s: Situation) -> bool:
    """What was recorded is TLS 1.3."""
    return any(connection.negotiated.get("version", 0) > ProtocolVersion.TLS1_2 for connection in s.transcript.connections)


def early_data(s: Situation) -> bool:
    """0-RTT data was offered and taken."""
    return bool(s.negotiated.get("early_data"))


def client_applies(s: Situation) -> bool:
    return s.client_applies


def early_data_refused(s: Situation) -> bool:
    """0-RTT data was offered and not taken."""
    return s.negotiated.get("early_data") is False


def explained(s: Situation) -> bool:
    return s.step.reason is not None


def changed_on_the_way(s: Situation) -> bool:
    return s.step.sender is Role.attacker and not s.impostor and not s.replayer


def client_asked(s: Situation) -> bool:
    return s.client_asked


def offers_tls13(s: Situation) -> bool:
    return s.offers_tls13


def offers_session(s: Situation) -> bool:
    return s.offers_session


def tickets(s: Situation) -> bool:
    return s.tickets


def downgrade_mark(s: Situation) -> bool:
    return s.downgrade_mark


def with_warnings(s: Situation) -> bool:
    return s.step.reason is not None and s.step.reason.id == "headline_trusted_with_warnings"


def whole_session(s: Situation) -> bool:
    """The session of TLS 1.2 goes on living: its master secret is kept."""
    return "master_secret" not in s.step.destroyed


def secret_outlives(s: Situation) -> bool:
    """A secret from which the keys can be made again is kept: a session of TLS 1.2, or a PSK without a key exchange."""
    ends = [step for step in s.steps if step.name == "destroy_keys"]
    kept = any("master_secret" not in step.destroyed for step in ends) or any(step.name == "NewSessionTicket" for step in s.steps)
    return s.psk_ke or (s.tls12 and (s.resumed or kept))


def opened(s: Situation) -> bool:
    """A recording could be opened years later."""
    return any(step.name == "open_recording" and step.outcome is Outcome.ok for step in s.transcript.steps)


def bit_flipped(s: Situation) -> bool:
    """Something encrypted was changed on the way, or it came after data and does not open."""
    attacks = [step for step in s.before if step.kind is StepKind.attack and step.reason is not None]
    return any(step.reason is not None and step.reason.id == "attack_flips_bit" for step in attacks) or s.has_before("application_data")


def root_unknown(s: Situation) -> bool:
    """The chain that the client was shown ends below a root that it does not have: more than the end entity's certificate came."""
    shown = [step for step in s.before if step.name == "Certificate" and step.sender is not s.step.sender]
    several = bool(shown) and s.step.sender is Role.client and sum(part.id == "certificate" for part in shown[-1].parts) > 1
    return several and s.finding is not None and s.finding.id.startswith("anchor_missing_issuer")


def first_update(s: Situation) -> bool:
    return not s.has_before("KeyUpdate")


def closing(s: Situation) -> bool:
    return any("FIN" in step.name for step in s.before)


def unreadable(s: Situation) -> bool:
    """Encrypted for whoever made the transcript: there is a record and nothing in it."""
    return s.part("message") is None and s.part("record") is not None


def answer(s: Situation) -> bool:
    return s.step.sender is Role.name_server

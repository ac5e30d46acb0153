"""What a handshake is best compared with: another version, a resumed one, one that fails, itself before the last change. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.core.handshake.scenarios import BY_ID, UNCHANGED, changed
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Connection, Outcome, Transcript
from workbench.core.tls.parameters import ProtocolVersion

TLS12, TLS13 = ProtocolVersion.TLS1_2, ProtocolVersion.TLS1_3


@dataclass(frozen=True)
class Side:
    """A handshake to be played, or one connection of it (None: all of it)."""

    scenario: str
    parameters: Parameters = UNCHANGED
    connection: int | None = None


class Preset(StrEnum):
    """Pairs that people ask for. `change`: as it is now, and as it was before the last change of a parameter."""

    version = "version"
    resumed = "resumed"
    failing = "failing"
    change = "change"


@dataclass(frozen=True)
class Offer:
    """What a preset puts on the two sides. `connection`: which one of the handshake at hand, None for all of it."""

    connection: int | None
    right: Side


_OTHER_VERSION: Mapping[str, str] = {
    "tls13_full": "tls12_ecdhe_ecdsa", "tls13_hybrid": "tls12_ecdhe_ecdsa", "tls13_hello_retry": "tls12_ecdhe_ecdsa",
    "tls13_resumption": "tls12_session_ticket", "tls13_early_data": "tls12_session_ticket", "tls13_mutual": "tls12_mutual",
    "tls13_key_update": "tls12_ecdhe_ecdsa", "tls12_rsa": "tls13_full", "tls12_ecdhe_rsa": "tls13_full", "tls12_ecdhe_ecdsa": "tls13_full",
    "tls12_dhe": "tls13_full", "tls12_session_id": "tls13_resumption", "tls12_session_ticket": "tls13_resumption",
    "tls12_mutual": "tls13_mutual", "wrong_finished": "tampered_client_hello", "tampered_client_hello": "wrong_finished",
    "opened_years_later_rsa": "tls13_full", "opened_years_later_ecdhe": "tls13_full",
}  # fmt: skip
"""Where the other version has a scenario of its own; every other one is played again in the other version."""
_ONLY_ONE_VERSION = frozenset({"no_common_version", "downgrade", "replayed_early_data"})
_FAILING: Mapping[str, str] = {
    "tls13_mutual": "no_client_certificate", "tls12_mutual": "no_client_certificate", "mutual_preparation": "foreign_client_certificate",
    "tls13_early_data": "replayed_early_data", "opened_years_later_ecdhe": "opened_years_later_rsa",
    "tls13_hello_retry": "no_common_cipher_suite",
}  # fmt: skip
_GOOD: Mapping[str, str] = {
    "no_client_certificate": "tls13_mutual", "foreign_client_certificate": "tls13_mutual", "wrong_finished": "tls12_ecdhe_ecdsa",
    "replayed_early_data": "tls13_early_data", "opened_years_later_rsa": "opened_years_later_ecdhe",
}  # fmt: skip
_HARMLESS = ("versions", "key_kind", "client_authentication", "seed")
"""Parameters that both sides of a comparison may have in common."""
_FAILING_BY_ITSELF, _GOOD_BY_ITSELF = "untrusted_issuer", "tls13_full"


def offers(side: Side, transcript: Transcript, before: Side | None = None) -> dict[Preset, Offer]:
    """The presets that make sense for a handshake that was played.

    side     what it is, whole
    before   as it was before the last change of a parameter, None when nothing was changed
    """
    found = {}
    version = _version(transcript)
    for preset, offer in (
        (Preset.version, _other_version(side, version)), (Preset.resumed, _resumed(side, transcript, version)),
        (Preset.failing, _counterpart(side, transcript, version)),
    ):  # fmt: skip
        if offer is not None:
            found[preset] = offer
    if before is not None and before != side:
        found[Preset.change] = Offer(None, before)
    return found


def usual(offered: Mapping[Preset, Offer], side: Side, transcript: Transcript) -> Preset | None:
    """The preset to begin with: what the handshake at hand is about."""
    if Preset.change in offered:
        return Preset.change
    if _resumption(transcript) is not None and Preset.resumed in offered:
        return Preset.resumed
    if transcript.outcome is not Outcome.ok or side.scenario in _GOOD:
        return Preset.failing
    return next(iter(offered), None)


def _other_version(side: Side, version: int | None) -> Offer | None:
    if side.scenario in _ONLY_ONE_VERSION:
        return None
    other = TLS12 if version is None or version >= TLS13 else TLS13
    if side.parameters.versions or side.scenario not in _OTHER_VERSION:
        if "versions" not in BY_ID[side.scenario].parameters or (side.scenario == "tls13_key_update" and other is TLS12):
            return None
        again = replace(side.parameters, versions=(other,), groups=(), cipher_suites=())
        return Offer(None, Side(side.scenario, again))
    partner = _OTHER_VERSION[side.scenario]
    return Offer(None, Side(partner, _carried(side.parameters, partner)))


def _resumed(side: Side, transcript: Transcript, version: int | None) -> Offer | None:
    resumption = _resumption(transcript)
    if resumption is not None:
        first, again = resumption
        return Offer(first, replace(side, connection=again))
    if "resumption" in BY_ID[side.scenario].parameters and transcript.outcome is Outcome.ok:
        return Offer(None, Side(side.scenario, replace(side.parameters, resumption=True), 2))
    partner = "tls12_session_ticket" if version is not None and version < TLS13 else "tls13_resumption"
    return Offer(None, Side(partner, connection=2)) if transcript.outcome is Outcome.ok else None


def _counterpart(side: Side, transcript: Transcript, version: int | None) -> Offer | None:
    if transcript.outcome is Outcome.ok and side.scenario not in _GOOD:
        partner = _FAILING.get(side.scenario, _FAILING_BY_ITSELF)
        parameters = _carried(side.parameters, partner)
        if version is not None and version < TLS13 and not parameters.versions and "versions" in BY_ID[partner].parameters:
            parameters = replace(parameters, versions=(version,))
        return Offer(None, Side(partner, parameters)) if partner != side.scenario else None
    blameless = _carried(side.parameters, side.scenario)
    if blameless != side.parameters and side.scenario not in _GOOD and BY_ID[side.scenario].group not in ("failures", "attacks"):
        return Offer(None, Side(side.scenario, blameless))  # it failed for what was chosen
    partner = _GOOD.get(side.scenario, _GOOD_BY_ITSELF)
    return Offer(None, Side(partner, _carried(side.parameters, partner)))


def _carried(parameters: Parameters, partner: str) -> Parameters:
    """What was chosen for one handshake, as far as the other one can be changed so, and nothing goes wrong by it."""
    chosen = (name for name in _HARMLESS if name in changed(parameters) and name in BY_ID[partner].parameters)
    return Parameters(**{name: getattr(parameters, name) for name in chosen})


def _version(transcript: Transcript) -> int | None:
    found = [connection.negotiated.get("version") for connection in transcript.connections]
    return next((version for version in reversed(found) if isinstance(version, int)), None)


def _resumption(transcript: Transcript) -> tuple[int, int] | None:
    """(a full connection, the one that resumes its session) of a transcript; None where nothing is resumed."""

    def is_full(connection: Connection) -> bool:
        return bool(connection.negotiated.get("version")) and not connection.negotiated.get("resumed")

    again = next((connection for connection in transcript.connections if connection.negotiated.get("resumed")), None)
    first = next((connection for connection in transcript.connections if is_full(connection)), None)
    return (first.number, again.number) if first is not None and again is not None and first.number < again.number else None

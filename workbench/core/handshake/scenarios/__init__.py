"""Scenarios: one file each, one row each, in the order in which they are listed.

A module has `run(parameters) -> Transcript`, and its name is the scenario's id. The row says under which heading it is listed and which of
the `Parameters` may be changed. Its title and description are the parts of the row `scenario_<id>` of the words.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from importlib import import_module

from workbench.core.errors import UsageError
from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.transcript import Transcript

UNCHANGED = Parameters()


def changed(parameters: Parameters) -> tuple[str, ...]:
    """Names of the parameters that somebody chose."""
    return tuple(field.name for field in fields(Parameters) if getattr(parameters, field.name) != getattr(UNCHANGED, field.name))


@dataclass(frozen=True)
class Scenario:
    """A row: `id` names the module; `parameters` are those that may be changed; `deeds` what the attacker may do, where that may be;
    `takes_own` is whether a certificate of one's own may play in it."""

    id: str
    group: str
    parameters: tuple[str, ...]
    deeds: tuple[Deed, ...] = ()
    takes_own: bool = False

    def run(self, parameters: Parameters = UNCHANGED) -> Transcript:
        """Play it. Raises UsageError for a parameter or a deed that this scenario does not have."""
        for name in changed(parameters):
            if name not in self.parameters and not (name == "own" and self.takes_own):
                raise UsageError("scenario_parameter", scenario=self.id, parameter=name)
        if parameters.deed is not None and parameters.deed not in self.deeds:
            raise UsageError("scenario_deed", scenario=self.id, deed=parameters.deed.value)
        transcript: Transcript = import_module(f"{__name__}.{self.id}").run(parameters)
        return replace(transcript, as_written=set(changed(parameters)) <= {"seed"})


SPOKEN = ("versions", "groups", "cipher_suites", "key_kind", "server_name")
CERTIFICATE = ("certificate_name", "server_certificate", "trust_root", "continue_anyway")
CLIENT = ("client_authentication", "client_certificate")
COMMON = (*SPOKEN, *CERTIFICATE, *CLIENT, "seed")
ATTACKED = (*SPOKEN, *CERTIFICATE, *CLIENT, "deed", "seed")
VISIT = (*SPOKEN, *CERTIFICATE, *CLIENT, "resumption", "deed", "seed")
MUTUAL = (*SPOKEN, *CERTIFICATE, "client_certificate", "resumption", "deed", "seed")

DEEDS12 = tuple(deed for deed in Deed if deed not in (Deed.take_out_tls13, Deed.replay_early_data))
DEEDS13 = tuple(deed for deed in Deed if deed is not Deed.replay_early_data)
REPLAY = (Deed.nothing, Deed.replay_early_data)

SCENARIOS: tuple[Scenario, ...] = (
    Scenario("tls13_full", "tls13", VISIT, DEEDS13, takes_own=True),
    Scenario("tls13_hybrid", "tls13", VISIT, DEEDS13),
    Scenario("tls13_hello_retry", "tls13", VISIT, DEEDS13),
    Scenario("tls13_resumption", "tls13", ATTACKED, DEEDS13),
    Scenario("tls13_early_data", "tls13", ATTACKED, REPLAY),
    Scenario("tls13_mutual", "tls13", MUTUAL, DEEDS13, takes_own=True),
    Scenario("tls13_key_update", "tls13", ATTACKED, DEEDS13),
    Scenario("tls12_rsa", "tls12", VISIT, DEEDS12),
    Scenario("tls12_ecdhe_rsa", "tls12", VISIT, DEEDS12),
    Scenario("tls12_ecdhe_ecdsa", "tls12", VISIT, DEEDS12),
    Scenario("tls12_dhe", "tls12", VISIT, DEEDS12),
    Scenario("tls12_session_id", "tls12", ATTACKED, DEEDS12),
    Scenario("tls12_session_ticket", "tls12", ATTACKED, DEEDS12),
    Scenario("tls12_mutual", "tls12", MUTUAL, DEEDS12),
    Scenario("server_preparation", "preparation", (*SPOKEN, *CLIENT, "resumption", "seed")),
    Scenario("mutual_preparation", "preparation", (*SPOKEN, "client_certificate", "resumption", "seed")),
    Scenario("untrusted_issuer", "failures", COMMON),
    Scenario("continue_anyway", "failures", COMMON),
    Scenario("expired", "failures", COMMON),
    Scenario("wrong_host", "failures", COMMON),
    Scenario("missing_intermediate", "failures", COMMON),
    Scenario("revoked", "failures", COMMON),
    Scenario("no_client_certificate", "failures", (*SPOKEN, *CERTIFICATE, "client_certificate", "seed")),
    Scenario("foreign_client_certificate", "failures", (*SPOKEN, *CERTIFICATE, "client_certificate", "seed")),
    Scenario("no_common_version", "failures", ("groups", "server_name", "seed")),
    Scenario("no_common_cipher_suite", "failures", ("versions", "groups", "server_name", "seed")),
    Scenario("downgrade", "attacks", ATTACKED, DEEDS13),
    Scenario("tampered_client_hello", "attacks", ATTACKED, DEEDS13),
    Scenario("tampered_record", "attacks", ATTACKED, DEEDS13),
    Scenario("wrong_finished", "attacks", ATTACKED, DEEDS12),
    Scenario("impostor_own_certificate", "attacks", ATTACKED, DEEDS13),
    Scenario("impostor_true_certificate", "attacks", ATTACKED, DEEDS13),
    Scenario("replayed_early_data", "attacks", ATTACKED, REPLAY),
    Scenario("opened_years_later_rsa", "attacks", COMMON),
    Scenario("opened_years_later_ecdhe", "attacks", COMMON),
)

BY_ID: dict[str, Scenario] = {scenario.id: scenario for scenario in SCENARIOS}


def run(name: str, parameters: Parameters = UNCHANGED) -> Transcript:
    """Play the scenario of this name. Raises UsageError when there is none."""
    scenario = BY_ID.get(name)
    if scenario is None:
        raise UsageError("scenario_unknown", name=name)
    return scenario.run(parameters)

"""Scenarios: one file each, one row each, in the order in which they are listed.

A module has `run(parameters) -> Transcript`, and its name is the scenario's id. The row says under which heading it is listed and which of
the `Parameters` may be changed. Its title and description are the parts of the row `scenario_<id>` of the words.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from importlib import import_module

from workbench.core.errors import UsageError
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript

UNCHANGED = Parameters()


def changed(parameters: Parameters) -> tuple[str, ...]:
    """Names of the parameters that somebody chose."""
    return tuple(field.name for field in fields(Parameters) if getattr(parameters, field.name) != getattr(UNCHANGED, field.name))


@dataclass(frozen=True)
class Scenario:
    """A row: `id` names the module; `parameters` are those that may be changed."""

    id: str
    group: str
    parameters: tuple[str, ...]

    def run(self, parameters: Parameters = UNCHANGED) -> Transcript:
        """Play it. Raises UsageError for a parameter that this scenario does not have."""
        for name in changed(parameters):
            if name not in self.parameters:
                raise UsageError("scenario_parameter", scenario=self.id, parameter=name)
        transcript: Transcript = import_module(f"{__name__}.{self.id}").run(parameters)
        return transcript


COMMON = ("versions", "groups", "cipher_suites", "key_kind", "server_name", "client_authentication", "seed")
WITH_RESUMPTION = (*COMMON, "resumption")
MUTUAL = tuple(name for name in WITH_RESUMPTION if name != "client_authentication")

SCENARIOS: tuple[Scenario, ...] = (
    Scenario("tls13_full", "tls13", WITH_RESUMPTION),
    Scenario("tls13_hybrid", "tls13", WITH_RESUMPTION),
    Scenario("tls13_hello_retry", "tls13", WITH_RESUMPTION),
    Scenario("tls13_resumption", "tls13", COMMON),
    Scenario("tls13_early_data", "tls13", COMMON),
    Scenario("tls13_mutual", "tls13", MUTUAL),
    Scenario("tls13_key_update", "tls13", COMMON),
    Scenario("tls12_rsa", "tls12", WITH_RESUMPTION),
    Scenario("tls12_ecdhe_rsa", "tls12", WITH_RESUMPTION),
    Scenario("tls12_ecdhe_ecdsa", "tls12", WITH_RESUMPTION),
    Scenario("tls12_dhe", "tls12", WITH_RESUMPTION),
    Scenario("tls12_session_id", "tls12", COMMON),
    Scenario("tls12_session_ticket", "tls12", COMMON),
    Scenario("tls12_mutual", "tls12", MUTUAL),
    Scenario("server_preparation", "preparation", WITH_RESUMPTION),
    Scenario("mutual_preparation", "preparation", MUTUAL),
    Scenario("untrusted_issuer", "failures", COMMON),
    Scenario("continue_anyway", "failures", COMMON),
    Scenario("expired", "failures", COMMON),
    Scenario("wrong_host", "failures", COMMON),
    Scenario("missing_intermediate", "failures", COMMON),
    Scenario("revoked", "failures", COMMON),
    Scenario("no_client_certificate", "failures", COMMON),
    Scenario("foreign_client_certificate", "failures", COMMON),
    Scenario("no_common_version", "failures", COMMON),
    Scenario("no_common_cipher_suite", "failures", COMMON),
    Scenario("downgrade", "attacks", COMMON),
    Scenario("tampered_client_hello", "attacks", COMMON),
    Scenario("tampered_record", "attacks", COMMON),
    Scenario("wrong_finished", "attacks", COMMON),
    Scenario("impostor_own_certificate", "attacks", COMMON),
    Scenario("impostor_true_certificate", "attacks", COMMON),
    Scenario("replayed_early_data", "attacks", COMMON),
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

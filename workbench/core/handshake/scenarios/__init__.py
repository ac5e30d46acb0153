"""Scenarios: one file each, one row each, in the order in which they are listed.

A module declares `GROUP` (under which heading it is listed), `PARAMETERS` (names of the fields of `Parameters` that may be changed) and
`run(parameters) -> Transcript`. Its id is its name; name and description are the parts of the row `scenario_<id>` of the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from workbench.core.errors import UsageError
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript


UNCHANGED = Parameters()


@dataclass(frozen=True)
class Scenario:
    """A row: `id` names the module; `parameters` are those that may be changed."""

    id: str
    group: str
    parameters: tuple[str, ...]

    def run(self, parameters: Parameters = UNCHANGED) -> Transcript:
        """Play it. Raises UsageError for a parameter that this scenario does not have or that cannot be."""
        transcript: Transcript = import_module(f"{__name__}.{self.id}").run(parameters)
        return transcript


COMMON = ("groups", "cipher_suites", "key_kind", "client_authentication", "seed")

SCENARIOS: tuple[Scenario, ...] = (Scenario("tls13_full", "tls13", COMMON),)

BY_ID: dict[str, Scenario] = {scenario.id: scenario for scenario in SCENARIOS}


def run(name: str, parameters: Parameters = UNCHANGED) -> Transcript:
    """Play the scenario of this name. Raises UsageError when there is none."""
    scenario = BY_ID.get(name)
    if scenario is None:
        raise UsageError("scenario_unknown", name=name)
    return scenario.run(parameters)

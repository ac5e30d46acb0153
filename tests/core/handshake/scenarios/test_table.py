"""The table of scenarios is the folder: one file each, one row each."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from workbench.core.handshake import scenarios
from workbench.core.handshake.scenarios import SCENARIOS

SHARED = {"__init__", "attackers", "deeds", "opened_later", "options", "parameters", "pki", "preparation", "replay", "stage"}
"""What scenarios are played with."""


def test_every_file_is_a_row_and_every_row_a_file() -> None:
    assert scenarios.__file__ is not None
    files = {path.stem for path in Path(scenarios.__file__).parent.glob("*.py")}
    assert files >= SHARED
    assert sorted(files - SHARED) == sorted(scenario.id for scenario in SCENARIOS)


def test_every_scenario_says_what_it_is() -> None:
    for scenario in SCENARIOS:
        module = import_module(f"{scenarios.__name__}.{scenario.id}")
        assert module.__doc__ and callable(module.run), scenario.id

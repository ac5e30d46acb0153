"""`tls-workbench handshake NAME`: plays a scenario, a real handshake between two endpoints of our own, and tells every step."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from workbench import words
from workbench.commands import comparison
from workbench.commands.output import FINE, Output
from workbench.commands.tls_options import KEY_TYPES, add_tls_arguments, known
from workbench.commands.transcript_output import add_output_arguments, tell
from workbench.core.errors import Message, UsageError
from workbench.core.handshake.scenarios import BY_ID, SCENARIOS, Scenario
from workbench.core.handshake.scenarios.parameters import ClientCertificate, Deed, Parameters, ServerCertificate
from workbench.core.handshake.transcript import Transcript
from workbench.core.x509.host_name import a_label
from workbench.words import say

E = TypeVar("E", bound=StrEnum)

# What is written on the command line, and the field of Parameters that it fills.
_PARAMETERS: Mapping[str, str] = {
    "version": "versions",
    "group": "groups",
    "suite": "cipher_suites",
    "key_type": "key_kind",
    "resume": "resumption",
    "client_authentication": "client_authentication",
    "client_certificate": "client_certificate",
    "server_name": "server_name",
    "certificate_name": "certificate_name",
    "server_certificate": "server_certificate",
    "trust_root": "trust_root",
    "continue_anyway": "continue_anyway",
    "attacker": "deed",
    "seed": "seed",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    language = parser.get_default("language") or "en"

    def help_text(name: str) -> str:
        return say(Message("handshake_help_" + name), language)

    parser.add_argument("name", nargs="?", metavar="NAME", help=help_text("scenario"))
    parser.add_argument("--list", action="store_true", help=help_text("list"))
    parser.add_argument("--compare", metavar="NAME", help=help_text("compare"))
    add_output_arguments(parser, language)
    add_tls_arguments(parser, language)
    parser.add_argument("--key-type", type=known(KEY_TYPES), metavar="K", help=help_text("key_type"))
    parser.add_argument("--resume", action=argparse.BooleanOptionalAction, help=help_text("resume"))
    parser.add_argument("--client-authentication", action=argparse.BooleanOptionalAction, help=help_text("client_authentication"))
    parser.add_argument("--client-certificate", type=known(_named(ClientCertificate)), metavar="C", help=help_text("client_certificate"))
    parser.add_argument("--server-name", type=_host_name, metavar="N", help=help_text("server_name"))
    parser.add_argument("--certificate-name", type=_certified_name, metavar="N", help=help_text("certificate_name"))
    parser.add_argument("--server-certificate", type=known(_named(ServerCertificate)), metavar="C", help=help_text("server_certificate"))
    parser.add_argument("--trust-root", action=argparse.BooleanOptionalAction, help=help_text("trust_root"))
    parser.add_argument("--continue-anyway", action=argparse.BooleanOptionalAction, help=help_text("continue_anyway"))
    parser.add_argument("--attacker", type=known(_named(Deed)), metavar="DEED", help=help_text("attacker"))
    parser.add_argument("--seed", type=_seed, metavar="N", help=help_text("seed"))


def _host_name(text: str) -> str:
    """A name that can be looked up and asked for by SNI; U-labels become A-labels."""
    name = a_label(text)
    if name is None:
        raise UsageError("handshake_server_name", text=text)
    return name


def _certified_name(text: str) -> str:
    """A name that a certificate may be for: as above, or with a wildcard as its first label."""
    wildcard = "*." if text.strip().startswith("*.") else ""
    return wildcard + _host_name(text.strip().removeprefix(wildcard))


def _named(values: Iterable[E]) -> dict[str, E]:
    """Values by their ids, as one writes them on a command line."""
    return {value.value.replace("_", "-"): value for value in values}


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError("handshake_seed", text=text) from None


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 the handshake was done (or warned of and gone on with), 1 it was refused, by whichever side."""
    output = Output(args.language)
    if args.list:
        _list(output, args.json)
        return FINE
    if args.compare is not None:
        if args.name is None:
            raise UsageError("handshake_no_name")
        return comparison.tell((args.name, args.compare), args, output, lambda name: _play(name, args))
    scenario = _scenario(args.name)
    transcript = scenario.run(_parameters(scenario, args))
    return tell(transcript, args, output)


def _play(name: str, args: argparse.Namespace) -> Transcript:
    scenario = _scenario(name)
    return scenario.run(_parameters(scenario, args))


def _scenario(name: str | None) -> Scenario:
    if name is None:
        raise UsageError("handshake_no_name")
    if name in BY_ID:
        return BY_ID[name]
    wanted = name.lower().replace("-", "_")
    near = [id for id in BY_ID if wanted and wanted in id] or difflib.get_close_matches(wanted, BY_ID, cutoff=0.5)
    if near:
        raise UsageError("handshake_unknown_near", name=name, near=", ".join(near))
    raise UsageError("handshake_unknown", name=name)


def _parameters(scenario: Scenario, args: argparse.Namespace) -> Parameters:
    given: dict[str, Any] = {}
    for option, field in _PARAMETERS.items():
        value = getattr(args, option)
        if value is None or value == []:
            continue
        if field not in scenario.parameters:
            raise UsageError("handshake_no_such_parameter", name=scenario.id, option="--" + option.replace("_", "-"))
        given[field] = tuple(value) if isinstance(value, list) else value
    return Parameters(**given)


def _list(output: Output, as_json: bool) -> None:
    if as_json:
        output.json({"scenarios": [_facts(scenario, output.language) for scenario in SCENARIOS]})
        return
    width = max(len(scenario.id) for scenario in SCENARIOS)
    group = None
    for scenario in SCENARIOS:
        if scenario.group != group:
            if group is not None:
                output.line()
            group = scenario.group
            output.line(output.bold(_text(f"scenario_group_{group}", output.language) or group))
        output.line(f"{scenario.id:{width}}  {_text(f'scenario_{scenario.id}', output.language)}".rstrip(), 2)


def _facts(scenario: Scenario, language: str) -> dict[str, Any]:
    options = {field: "--" + option.replace("_", "-") for option, field in _PARAMETERS.items()}
    return {
        "id": scenario.id,
        "group": scenario.group,
        "title": _text(f"scenario_{scenario.id}", language),
        "summary": _text(f"scenario_{scenario.id}", language, "summary"),
        "options": [options[field] for field in scenario.parameters if field in options],
    }


def _text(id: str, language: str, part: str = "sentence") -> str:
    """A text that may not be there: ""."""
    return say(Message(id), language, part) if words.has(id, part) else ""

"""The parameters of a scenario as choices: what each is called, what may be chosen, what is chosen now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.groups import SUPPORTED, group_name
from workbench.core.tls.parameters import ProtocolVersion, version_title
from workbench.core.x509.issuance import KeyKind
from workbench.models.handshake_text import HandshakeText

SAME_SEED = 1
"""With it a scenario gives the same bytes each time."""

Option = tuple[Any, str]


@dataclass(frozen=True)
class Choice:
    """One parameter.

    name      the field of `Parameters`
    label     what it is called
    options   (value, text); the first leaves it to the scenario
    value     the one that is chosen now
    """

    name: str
    label: str
    options: tuple[Option, ...]
    value: Any

    @property
    def by_itself(self) -> bool:
        """Whether it is left to the scenario."""
        return bool(self.value == self.options[0][0])

    @property
    def text(self) -> str:
        """What is chosen now, in words."""
        return next((text for value, text in self.options if value == self.value), self.options[0][1])


def choices(names: tuple[str, ...], parameters: Parameters, text: HandshakeText, version: int | None = None) -> tuple[Choice, ...]:
    """A choice for each of these fields of `Parameters`; those that are not to be chosen from a list are left out.

    version   what was agreed on last: suites of other versions are not offered
    """
    found = []
    for name in names:
        options = _options(name, text, version)
        if options:
            found.append(Choice(name, text.say(f"parameter_{name}"), options, getattr(parameters, name)))
    return tuple(found)


def with_choice(parameters: Parameters, name: str, value: Any) -> Parameters:
    """The parameters with one of them changed."""
    return replace(parameters, **{name: value})


def _options(name: str, text: HandshakeText, version: int | None) -> tuple[Option, ...]:
    leave = text.say("parameter_as_scenario")
    if name == "versions":
        offered = (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2)
        both = " + ".join(map(version_title, offered))
        return (((), leave), *(((version,), version_title(version)) for version in offered), (offered, both))
    if name == "groups":
        return (((), leave), *(((group,), group_name(group)) for group in SUPPORTED))
    if name == "cipher_suites":
        fitting = [suite for suite in SUITES.values() if version is None or suite.tls13 is (version >= ProtocolVersion.TLS1_3)]
        return (((), leave), *(((suite.code,), suite.name) for suite in fitting))
    if name == "key_kind":
        return ((None, leave), *((kind, str(kind.value)) for kind in KeyKind))
    if name in ("client_authentication", "resumption"):
        return ((None, leave), (True, text.say("parameter_yes")), (False, text.say("parameter_no")))
    if name == "seed":
        return ((None, text.say("parameter_seed_new")), (SAME_SEED, text.say("parameter_seed_same")))
    return ()

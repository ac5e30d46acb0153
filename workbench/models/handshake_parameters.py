"""The parameters of a scenario as choices: what each is called, what may be chosen, what is chosen now, what it comes to by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbench.core.errors import Message
from workbench.core.handshake.scenarios import Scenario
from workbench.core.handshake.scenarios.options import OWN, offered, own_value, settle
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.groups import group_name
from workbench.core.tls.parameters import version_title
from workbench.core.x509.host_name import a_label
from workbench.models.handshake_text import ARROW, HandshakeText
from workbench.words import visible

WRITTEN = ("server_name",)
"""Parameters that are written and not chosen from a list."""
LONGEST = 36
"""Characters of what is said about a change with the value before it; a longer one says only the new value."""

Option = tuple[Any, str]
_UNCHANGED = Parameters()


@dataclass(frozen=True)
class Choice:
    """One parameter.

    name      the field of `Parameters`
    label     what it is called
    options   (value, text); empty for what is written
    value     the one that is chosen now
    own       the value that leaves it to the scenario
    text      what it is now, in words: chosen, or by itself; "" when only the handshake will tell
    own_text  what it is by itself, in words; "" when nobody knows yet
    """

    name: str
    label: str
    options: tuple[Option, ...]
    value: Any
    own: Any
    text: str
    own_text: str = ""

    @property
    def by_itself(self) -> bool:
        """Whether it is left to the scenario."""
        return bool(self.value == self.own)

    @property
    def written(self) -> bool:
        return self.name in WRITTEN


def choices(scenario: Scenario, parameters: Parameters, text: HandshakeText, agreed: Mapping[str, Any]) -> tuple[Choice, ...]:
    """A choice for each parameter that can be changed now.

    agreed   what the last connection that is shown negotiated; empty when it is not known
    """
    found = []
    for name in scenario.parameters:
        value, own = getattr(parameters, name), getattr(_UNCHANGED, name)
        values = offered(scenario, name, parameters, agreed)
        if not values and name not in WRITTEN and value == own:
            continue
        label = text.say(f"parameter_{name}")
        if name in OWN:
            by_itself = own_value(scenario, name, parameters)
            options = tuple((own if each == by_itself else each, _say(name, each, text)) for each in values)
            shown = _say(name, by_itself if value == own else value, text)
            found.append(Choice(name, label, options, value, own, shown, _say(name, by_itself, text)))
        else:
            comes_to = _negotiated(name, agreed) if value == own else ""
            options = ((own, text.say("parameter_as_scenario")), *((each, _say(name, each, text)) for each in values))
            shown = comes_to if value == own else _say(name, value, text)
            found.append(Choice(name, label, options, value, own, shown, comes_to))
    if parameters.own is not None:
        options = tuple((each, _say("own", each, text)) for each in offered(scenario, "own", parameters, agreed))
        shown, by_itself = _say("own", parameters.own, text), _say("own", None, text)
        found.insert(0, Choice("own", text.say("parameter_own"), options, parameters.own, None, shown, by_itself))
    return tuple(found)


def with_choice(parameters: Parameters, name: str, value: Any) -> Parameters:
    """The parameters with one of them changed, without those that make no sense any more."""
    if name == "client_authentication" and not value:
        parameters = replace(parameters, client_certificate=None)
    return settle(replace(parameters, **{name: value}))


def change_text(
    scenario: Scenario, sides: tuple[Parameters, Parameters], agreed: tuple[Mapping[str, Any], ...], text: HandshakeText
) -> str:
    """What was changed, in words: "Group: x25519 → x448", "Group → x448" where that is long; of several parameters their names.
    "" when nothing was.

    sides    the parameters before and now
    agreed   what the last connection agreed on, before and now
    """
    before, now = (
        {choice.name: choice for choice in choices(scenario, side, text, found)} for side, found in zip(sides, agreed, strict=True)
    )
    names = [name for name in ("own", *scenario.parameters) if getattr(sides[0], name) != getattr(sides[1], name)]
    shown = [now.get(name) or before.get(name) for name in names]
    labels = [choice.label for choice in shown if choice is not None]
    if len(names) != 1 or names[0] not in before or names[0] not in now:
        return text.names(labels)
    old, new = before[names[0]].text, now[names[0]].text
    if not old or not new or old == new:
        return labels[0]
    between = "：" if text.language == "ja" else ": "
    whole = f"{labels[0]}{between}{old} {ARROW} {new}"
    return whole if len(whole) <= LONGEST else f"{labels[0]} {ARROW} {new}"


def read_name(text: str) -> str | Message:
    """A host name as written -> as it is asked for, or what is wrong with it."""
    return a_label(text) or Message("handshake_server_name", {"text": text.strip()})


def _negotiated(name: str, agreed: Mapping[str, Any]) -> str:
    """What a parameter that both sides agree on came to."""
    key, title = {
        "versions": ("version", version_title),
        "groups": ("group", group_name),
        "cipher_suites": ("cipher_suite", suite_name),
    }.get(name, ("", str))
    code = agreed.get(key)
    return title(code) if isinstance(code, int) else ""


def _say(name: str, value: Any, text: HandshakeText) -> str:
    """A value in words."""
    match name:
        case "versions":
            return " + ".join(map(version_title, value))
        case "groups":
            return " + ".join(map(group_name, value))
        case "cipher_suites":
            return " + ".join(map(suite_name, value))
        case "key_kind":
            return _key_title(value.value)
        case "own":
            return text.say("parameter_own_none") if value is None else visible(value.title)
        case "server_name" | "certificate_name":
            return str(value)
        case "seed":
            return text.say("parameter_seed_new") if value is None else text.say("parameter_seed_same")
        case "client_authentication":
            return text.say("client_authentication_yes" if value else "client_authentication_no")
        case "trust_root" | "continue_anyway" | "resumption":
            return text.say("parameter_yes" if value else "parameter_no")
        case "server_certificate":
            return text.say(f"server_certificate_{value.value}")
        case "client_certificate":
            return text.say(f"client_certificate_{value.value}")
        case "deed":
            return text.say(f"deed_{value.value}")
    raise KeyError(name)


def _key_title(kind: str) -> str:
    """rsa-2048 -> RSA 2048, p-256 -> P-256, ed25519 -> Ed25519, ml-dsa-44 -> ML-DSA-44."""
    if kind.startswith("rsa-"):
        return "RSA " + kind.removeprefix("rsa-")
    return kind.capitalize() if kind.startswith("ed") else kind.upper()

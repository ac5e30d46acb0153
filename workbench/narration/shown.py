"""How values are shown in the narration, and what parties are called."""

from __future__ import annotations

from workbench.core.handshake.transcript import Role, Value
from workbench.narration import names
from workbench.narration.situation import Situation

UNKNOWN = "unknown"
"""The row of the names that stands for what nobody knows."""
SHOWN = 2
"""Bytes of a public value that are shown at its beginning and its end."""


def short(value: Value | None, language: str) -> str:
    """First and last bytes of what everybody may know: `4b1f…c0e2`. A secret is never shown."""
    if value is None or value.secret or value.data is None:
        return names.name(UNKNOWN, language)
    text = value.data.hex()
    return text if len(value.data) <= 2 * SHOWN + 1 else f"{text[: 2 * SHOWN]}…{text[-2 * SHOWN :]}"


def number(found: int | None, language: str) -> str:
    return names.name(UNKNOWN, language) if found is None else f"{found:,}"


def some(text: str, language: str) -> str:
    return text or names.name(UNKNOWN, language)


def listed(texts: tuple[str, ...], language: str) -> str:
    return some(("、" if language == "ja" else ", ").join(texts), language)


def party(situation: Situation, role: Role, language: str) -> str:
    """The party in the middle of a sentence: "the client"; who sits in the server's place is an impostor."""
    if role is Role.attacker and situation.impostor:
        return names.name("impostor", language)
    return names.name(role.value, language)

"""What somebody has chosen for one request: kept while other requests are looked at, and written down as a draft."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.core.issuance.request_signing import Choice

LARGEST = 1 << 20
"""Octets of requests that are written down as a draft; more are brought again from their file."""
DRAFT_VERSION = 1


@dataclass(frozen=True)
class Chosen:
    """profile   id; "": the one that fits what the request asks for
    issuer_id  None: the CA that suits best
    choices    by `Row.part`; the default where there is none
    days       None: as the profile has it
    authority  somebody said that this shall be a CA
    """

    profile: str = ""
    issuer_id: str | None = None
    choices: Mapping[str, Choice] = field(default_factory=dict)
    days: int | None = None
    authority: bool = False


@dataclass(frozen=True)
class Drafted:
    """requests   (DER, file) of all that were brought; at: which of them was looked at; chosen: for each"""

    requests: tuple[tuple[bytes, str], ...]
    at: int
    chosen: tuple[Chosen, ...]


def to_json(drafted: Drafted) -> dict[str, Any] | None:
    """For a draft: plain JSON; None where it would be too large."""
    if sum(len(der) for der, _ in drafted.requests) > LARGEST:
        return None
    return {
        "version": DRAFT_VERSION,
        "requests": [{"der": base64.b64encode(der).decode(), "file": file} for der, file in drafted.requests],
        "at": drafted.at,
        "chosen": [
            {
                "profile": one.profile, "issuer_id": one.issuer_id, "days": one.days,
                "choices": {part: choice.value for part, choice in one.choices.items()},
            }
            for one in drafted.chosen
        ],
    }  # fmt: skip


def from_json(content: Any) -> Drafted | None:
    """None for what this version cannot read. That it shall be a CA is not taken from a draft: it is asked anew."""
    try:
        if content["version"] != DRAFT_VERSION:
            return None
        requests = tuple((base64.b64decode(item["der"], validate=True), str(item["file"])) for item in content["requests"])
        chosen = tuple(
            Chosen(
                str(item["profile"]), None if item["issuer_id"] is None else str(item["issuer_id"]),
                {str(part): Choice(choice) for part, choice in item["choices"].items()},
                None if item["days"] is None else int(item["days"]),
            )
            for item in content["chosen"]
        )  # fmt: skip
        at = int(content["at"])
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        return None
    return Drafted(requests, at, chosen) if requests and len(requests) == len(chosen) else None

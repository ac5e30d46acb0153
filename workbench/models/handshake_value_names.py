"""What people call the values of a handshake, and what each is there for."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.models.handshake_text import HandshakeText
from workbench.words import visible


class Group(StrEnum):
    """What a value is for, in the order in which a handshake comes to it."""

    identity = "identity"
    own = "own"
    shared = "shared"
    traffic = "traffic"
    tickets = "tickets"


@dataclass(frozen=True)
class ValueName:
    """`id`: rows `value_<id>` and `value_for_<id>` of the words; `owner` and `detail` fill their blanks."""

    id: str
    group: Group
    owner: str = ""
    detail: str = ""


_NAMES = tuple(
    (re.compile(pattern), id, group)
    for pattern, id, group in (
        (r"(?P<owner>client|server)_certificate_private_key", "identity_private", Group.identity),
        (r"(?P<owner>client|server)_certificate_public_key", "identity_public", Group.identity),
        (r"(?P<owner>client|server|root|intermediate)_private_key", "identity_private", Group.identity),
        (r"(?P<owner>client|server|root|intermediate)_public_key", "identity_public", Group.identity),
        (r"(?P<owner>client|server)_(?P<detail>.+)_private_key", "private_half", Group.own),
        (r"(?P<owner>client|server)_(?P<detail>.+)_public_key", "public_half", Group.own),
        (r"(?P<owner>client|server)_random", "random", Group.own),
        (r"cookie_key", "cookie_key", Group.own),
        (r"shared_secret", "shared_secret", Group.shared),
        (r"(?P<detail>.+)_shared_secret", "half_secret", Group.shared),
        (r"pre_master_secret", "pre_master_secret", Group.shared),
        (r"master_secret", "master_secret", Group.shared),
        (r"(psk_)?early_secret", "early_secret", Group.shared),
        (r"handshake_secret", "handshake_secret", Group.shared),
        (r"(early_)?exporter_master_secret", "exporter_secret", Group.shared),
        (r"(?P<owner>client|server)_early_traffic_secret", "early_traffic_secret", Group.traffic),
        (r"(?P<owner>client|server)_handshake_traffic_secret", "handshake_traffic_secret", Group.traffic),
        (r"(?P<owner>client|server)_application_traffic_secret_(?P<detail>\d+)", "application_traffic_secret", Group.traffic),
        (r"(?P<owner>client|server)_early_data_write_key", "early_key", Group.traffic),
        (r"(?P<owner>client|server)_handshake_write_key", "handshake_key", Group.traffic),
        (r"(?P<owner>client|server)_application_write_key_(?P<detail>\d+)", "next_key", Group.traffic),
        (r"(?P<owner>client|server)_(application_)?write_key", "key", Group.traffic),
        (r"(?P<owner>client|server)_write_MAC_key", "mac_key", Group.traffic),
        (r"ticket_key", "ticket_key", Group.tickets),
        (r"resumption_master_secret", "resumption_secret", Group.tickets),
        (r"pre_shared_key(_(?P<detail>\d+))?", "session_secret", Group.tickets),
        (r"binder_key", "binder_key", Group.tickets),
    )
)


@functools.lru_cache(maxsize=1024)
def value_name(name: str) -> ValueName:
    """The row of a value by its RFC name; `other` for one that has none."""
    for pattern, id, group in _NAMES:
        found = pattern.fullmatch(name)
        if found is not None:
            parts = found.groupdict()
            return ValueName(id, group, parts.get("owner") or "", parts.get("detail") or "")
    return ValueName("other", Group.shared, detail=name.replace("_", " "))


def short_name(name: str, text: HandshakeText) -> str:
    """What people call a value: "client’s private half"."""
    return _short_name(name, text.language)


@functools.lru_cache(maxsize=1024)
def _short_name(name: str, language: str) -> str:
    found, text = value_name(name), HandshakeText(language)
    owner = text.say(f"value_owner_{found.owner}") if found.owner else ""
    return text.say(f"value_{found.id}", owner=owner, detail=visible(found.detail)).strip()

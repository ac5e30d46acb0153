"""Profiles: what a certificate for one purpose says, as data. Built-in ones are rows of `BUILT_IN`, their files in `resources/profiles`.

A profile is a `Specification` without the names of a holder, with a proposal for the key. A person's own ones are the same JSON, kept in a
workspace or handed on as a file.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace
from importlib.resources import files

from workbench.core.issuance.as_json import ProfileError, specification_from_json, specification_to_json
from workbench.core.issuance.specification import Specification
from workbench.core.x509.issuance import KeyKind

FORMAT = "tls-workbench-profile"
VERSION = 1

BUILT_IN = ("root", "intermediate", "server", "client", "server_and_client", "code_signing", "s_mime", "self_signed", "ocsp_signing")
"""Ids in the order in which they are offered. `profile_<id>` of the words has `sentence` (name) and `summary` (what it is for)."""


@dataclass(frozen=True)
class Profile:
    """id             one of `BUILT_IN`, or what its owner called it (letters, digits, "-", "_")
    name           what a person called it; "" for built-in ones, whose names are words
    key            the kind of key that is proposed
    specification  what the certificate says besides its holder's names
    self_signed    the certificate is signed with its own key: roots, and what needs no CA
    """

    id: str
    name: str
    key: KeyKind
    specification: Specification
    self_signed: bool = False

    @property
    def built_in(self) -> bool:
        return self.id in BUILT_IN and not self.name


@functools.cache
def built_in(id: str) -> Profile:
    """The profile of that id. Raises KeyError for one that is none of `BUILT_IN`."""
    if id not in BUILT_IN:
        raise KeyError(id)
    return read_profile(files("workbench.resources").joinpath("profiles").joinpath(f"{id}.json").read_bytes())


def read_profile(data: bytes) -> Profile:
    """A profile from its file (UTF-8 JSON). Raises ProfileError `profile_unreadable` with place and reason, `profile_newer`."""
    try:
        content = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ProfileError("profile_not_json", reason=str(error)) from None
    except RecursionError:
        raise ProfileError("profile_not_json", reason="nesting") from None
    if not isinstance(content, dict) or content.get(FORMAT) is None:
        raise ProfileError("profile_none")
    if content[FORMAT] != VERSION:
        raise ProfileError("profile_newer", version=str(content[FORMAT]))
    try:
        key = KeyKind(content.get("key", KeyKind.P_256))
    except ValueError:
        raise ProfileError("profile_value", field="key", value=str(content.get("key"))) from None
    for name, kind in (("id", str), ("name", str), ("self_signed", bool)):
        if not isinstance(content.get(name, kind()), kind):
            raise ProfileError("profile_value", field=name, value=str(content[name]))
    specification = specification_from_json(content.get("specification", {}))
    return Profile(content.get("id", ""), content.get("name", ""), key, specification, content.get("self_signed", False))


def write_profile(profile: Profile) -> bytes:
    """The file of a profile: UTF-8 JSON that `read_profile` takes."""
    content = {
        FORMAT: VERSION,
        "id": profile.id,
        "name": profile.name,
        "key": profile.key.value,
        "self_signed": profile.self_signed,
        "specification": specification_to_json(profile.specification),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def applied(profile: Profile, specification: Specification) -> Specification:
    """`profile` with the holder's own things (subject, names, and what only makes sense for one holder) kept from `specification`."""
    return replace(profile.specification, subject=specification.subject or profile.specification.subject, names=specification.names)

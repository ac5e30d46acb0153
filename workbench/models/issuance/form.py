"""A form as somebody has filled it in: a value, kept while other forms are shown, and written down as a draft. It holds no secrets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from workbench.core.issuance.as_json import ProfileError, specification_from_json, specification_to_json
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.profiles import BUILT_IN, Profile, built_in
from workbench.core.issuance.specification import Specification
from workbench.core.x509.issuance import KeyKind

REQUEST = "request"
SUBJECT_KEY_IDENTIFIER = "2.5.29.14"
DRAFT_VERSION = 1


@dataclass(frozen=True)
class Form:
    """intent       id of the profile that it began with, or "request"
    profile      what it began with; its specification is what "start anew" leads back to
    key          the kind of key that is to be made
    key_id       a key of the workspace instead
    issuer_id    the CA that was chosen; None: the one that suits best
    replaces_id  the certificate that this one renews
    """

    intent: str
    profile: Profile
    specification: Specification
    key: KeyKind
    key_id: str | None = None
    issuer_id: str | None = None
    replaces_id: str | None = None

    @property
    def request(self) -> bool:
        return self.intent == REQUEST

    @property
    def self_signed(self) -> bool:
        return self.profile.self_signed or self.request

    @property
    def authority(self) -> bool:
        """It makes a CA."""
        return self.specification.basic_constraints is not None and self.specification.basic_constraints.ca


def begin(intent: str, profile: Profile) -> Form:
    """An empty form of a profile."""
    return Form(intent, profile, for_key(profile.specification, profile.key), profile.key)


def base_of(intent: str) -> Profile | None:
    """The built-in profile of an intent, None where it has none. A request asks for what most CAs are asked for: a server certificate."""
    if intent == REQUEST:
        return built_in("server")
    return built_in(intent) if intent in BUILT_IN else None


def with_key(form: Form, kind: KeyKind | None, key_id: str | None = None) -> Form:
    """The form with another key. Key usages that nobody changed follow it: not every kind of key can do everything.

    kind  of the new key, or of the chosen one; None when that is of no kind that we make
    """
    before = for_key(form.profile.specification, form.key).key_usage
    specification = form.specification
    if kind is not None and specification.key_usage == before:
        specification = replace(specification, key_usage=for_key(form.profile.specification, kind).key_usage)
    kept = tuple(raw for raw in specification.raw if raw.oid != SUBJECT_KEY_IDENTIFIER)
    if form.key_id is not None and key_id != form.key_id and kept != specification.raw:  # it names the key that it had
        specification = replace(specification, raw=kept, subject_key_identifier=True)
    return replace(form, specification=specification, key=kind or form.key, key_id=key_id)


def form_to_json(form: Form) -> dict[str, Any]:
    """For a draft: plain JSON, without a secret."""
    return {
        "version": DRAFT_VERSION,
        "intent": form.intent,
        "specification": specification_to_json(form.specification),
        "key": form.key.value,
        "key_id": form.key_id,
        "issuer_id": form.issuer_id,
        "replaces_id": form.replaces_id,
    }


def form_from_json(content: Any, profile: Profile) -> Form:
    """A draft as the form of `profile`. Raises ProfileError for one that this version cannot read."""
    if not isinstance(content, dict) or content.get("version") != DRAFT_VERSION:
        raise ProfileError("profile_newer", version=str(content.get("version")) if isinstance(content, dict) else "")
    specification = specification_from_json(content.get("specification", {}))
    try:
        key = KeyKind(content.get("key", profile.key))
    except ValueError:
        raise ProfileError("profile_value", field="key", value=str(content.get("key"))) from None
    ids = [value if isinstance(value := content.get(name), str) else None for name in ("key_id", "issuer_id", "replaces_id")]
    return Form(str(content.get("intent", profile.id)), profile, specification, key, *ids)

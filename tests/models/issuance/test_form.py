"""A form as a value: drafts give it back as it was, keys change what can be used, secrets stay out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from workbench.core.issuance.as_json import ProfileError
from workbench.core.issuance.profiles import BUILT_IN, built_in
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.form import REQUEST, base_of, begin, form_from_json, form_to_json, with_key
from workbench.models.issuance.naming import Naming, named
from workbench.models.issuance.own_profiles import new_id, profile_of


@pytest.mark.parametrize("intent", [*BUILT_IN, REQUEST])
def test_a_draft_gives_the_form_back(intent: str) -> None:
    profile = base_of(intent)
    assert profile is not None
    form = begin(intent, profile)
    named_form = replace(form, specification=named(form.specification, Naming.HOST, "例え.テスト"))
    form = replace(named_form, key=KeyKind.ED25519, issuer_id="a", key_id="b")
    assert form_from_json(json.loads(json.dumps(form_to_json(form))), profile) == form


NO_DRAFTS = (None, [], {}, {"version": 2}, {"version": 1, "key": "rsa-1"}, {"version": 1, "specification": {"x": 1}})


@pytest.mark.parametrize("content", NO_DRAFTS)
def test_what_is_no_draft_is_refused(content: object) -> None:
    with pytest.raises(ProfileError):
        form_from_json(content, built_in("server"))


def test_key_usages_follow_the_key_until_somebody_changes_them() -> None:
    form = begin("server", built_in("server"))
    assert form.specification.key_usage.usages == {"digitalSignature"}  # an ECDSA key enciphers no keys
    rsa = with_key(form, KeyKind.RSA_2048)
    assert rsa.specification.key_usage.usages == {"digitalSignature", "keyEncipherment"}
    assert with_key(rsa, KeyKind.P_256).specification == form.specification
    changed = replace(rsa, specification=replace(rsa.specification, key_usage=replace(rsa.specification.key_usage, usages=frozenset())))
    assert with_key(changed, KeyKind.P_256).specification.key_usage.usages == frozenset()
    assert with_key(form, None, "id").key_id == "id" and with_key(form, None, "id").specification == form.specification


def test_a_request_and_a_root_need_no_ca() -> None:
    assert begin(REQUEST, built_in("server")).self_signed and begin("root", built_in("root")).self_signed
    assert not begin("client", built_in("client")).self_signed


def test_a_profile_of_a_form_has_nothing_of_its_holder() -> None:
    form = begin("server", built_in("server"))
    form = replace(form, specification=named(form.specification, Naming.HOST, "www.example.test"))
    profile = profile_of(form, new_id(), "Mine")
    assert profile.specification == replace(form.specification, subject=(), names=()) and profile.key is form.key
    assert len(profile.id) <= 27  # with "form_" before it, it is the id of a draft: 32 characters

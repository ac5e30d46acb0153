"""Profiles are data: the built-in ones, one's own, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench.resources
from tests.core.issuance.made import wish
from workbench.core.issuance.as_json import ProfileError, specification_from_json, specification_to_json
from workbench.core.issuance.key_fit import for_key, key_problems, usages_of
from workbench.core.issuance.profiles import BUILT_IN, applied, built_in, read_profile, write_profile
from workbench.core.issuance.specification import KeyUsage, Specification, SubjectAttribute
from workbench.core.x509.issuance import KeyKind


def test_each_built_in_profile_has_its_file_and_each_file_its_row() -> None:
    folder = Path(next(iter(workbench.resources.__path__))) / "profiles"
    assert {path.stem for path in folder.glob("*.json")} == set(BUILT_IN)
    assert all(built_in(id).id == id and built_in(id).built_in for id in BUILT_IN)


@pytest.mark.parametrize("id", BUILT_IN)
def test_a_profile_comes_back_from_its_file(id: str) -> None:
    assert read_profile(write_profile(built_in(id))) == built_in(id)
    assert specification_from_json(specification_to_json(wish(id))) == wish(id)


def test_a_profile_keeps_the_holder() -> None:
    typed = Specification(subject=(SubjectAttribute("2.5.4.3", "花子"),), names=wish("server").names)
    result = applied(built_in("client"), typed)
    assert (result.subject, result.names) == (typed.subject, typed.names)
    assert result.extended_key_usage == built_in("client").specification.extended_key_usage


@pytest.mark.parametrize(
    ("content", "id"),
    [
        ("", "profile_not_json"),
        ("[" * 100_000, "profile_not_json"),
        ("[]", "profile_none"),
        ("{}", "profile_none"),
        ('{"tls-workbench-profile": 2}', "profile_newer"),
        ('{"tls-workbench-profile": 1, "key": "rsa-1"}', "profile_value"),
        ('{"tls-workbench-profile": 1, "key": []}', "profile_value"),
        ('{"tls-workbench-profile": 1, "name": 7}', "profile_value"),
        ('{"tls-workbench-profile": 1, "specification": []}', "profile_value"),
        ('{"tls-workbench-profile": 1, "specification": {"colour": 1}}', "profile_unknown"),
        ('{"tls-workbench-profile": 1, "specification": {"subject": [{"type": "2.5.4.3"}]}}', "profile_incomplete"),
        ('{"tls-workbench-profile": 1, "specification": {"validity": {"days": "9"}}}', "profile_value"),
        ('{"tls-workbench-profile": 1, "specification": {"validity": {"days": true}}}', "profile_value"),
        ('{"tls-workbench-profile": 1, "specification": {"validity": {"not_before": "2026-01-01"}}}', "profile_value"),
    ],
)
def test_what_is_no_profile_is_refused_in_a_sentence(content: str, id: str) -> None:
    with pytest.raises(ProfileError) as error:
        read_profile(content.encode())
    assert error.value.message.id == id


@given(st.binary(max_size=200))
def test_any_bytes_are_a_profile_or_refused(data: bytes) -> None:
    try:
        read_profile(data)
    except ProfileError:
        pass


FIELDS = [*specification_to_json(wish("root")), "names", "raw", "policies"]
PLAIN = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_json_is_a_specification_or_refused(content: object) -> None:
    try:
        specification_from_json(json.loads(json.dumps(content)))
    except ProfileError:
        pass


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_profile_asks_of_a_key_only_what_it_can_do(kind: KeyKind) -> None:
    for id in BUILT_IN:
        fitted = for_key(wish(id), kind)
        assert fitted.key_usage.usages <= usages_of(kind)
        assert "digitalSignature" in fitted.key_usage.usages
        assert key_problems(fitted, kind) == ()
    everything = Specification(key_usage=KeyUsage(frozenset({"keyEncipherment", "keyAgreement"})))
    assert [problem.place for problem in key_problems(everything, kind)] == [("key_usage", "usages")]

"""Attributes, countries, purposes, policies: every one that is offered has its words, any other can be said."""

from __future__ import annotations

import pytest

from workbench import words
from workbench.core.asn1.oids import oid_name
from workbench.models.issuance.editors import attributes, oids


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_is_offered_is_explained(language: str) -> None:
    for offered, message in ((attributes.OFFERED, attributes.message), (oids.PURPOSES, oids.purpose), (oids.POLICIES, oids.policy)):
        names = {words.say(message(oid), language) for oid in offered}
        assert len(names) == len(offered)
        for oid in (*offered, "1.2.3", "2.5.4.65", "", "nonsense"):
            assert words.say(message(oid), language, "meaning")
    assert words.say(attributes.message("2.5.4.65"), language) == "pseudonym"


def test_what_is_offered_is_known_to_the_table_of_oids() -> None:
    """The OIDs are those whose standards the table cites."""
    for oid in (*attributes.OFFERED, *oids.PURPOSES, *oids.POLICIES):
        assert oid_name(oid), oid
    assert {oids.POLICIES[oid]: oid_name(oid) for oid in list(oids.POLICIES)[:4]} == {
        "dv": "domain-validated", "ov": "organization-validated", "iv": "individual-validated", "ev": "ev-guidelines",
    }  # fmt: skip


def test_countries_are_found_by_their_names() -> None:
    """ISO 3166-1."""
    for text, code in (("Japan", "JP"), ("日本", "JP"), ("jp", "JP"), ("deutschland", "DE"), ("United States", "US"), (" France ", "FR")):
        found = attributes.country(text)
        assert found is not None and found[0] == code
    assert attributes.country("Atlantis") is None
    assert attributes.country("") is None


def test_short_names() -> None:
    assert [attributes.short_name(oid) for oid in ("2.5.4.3", "2.5.4.8", "1.2.3.4.5")] == ["CN", "ST", ""]


def test_extensions_are_offered_by_name() -> None:
    offered = oids.extensions()
    assert ("2.5.29.17", "subjectAltName") in offered
    assert [name for _, name in offered] == sorted((name for _, name in offered), key=str.casefold)

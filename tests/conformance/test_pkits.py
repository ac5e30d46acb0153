"""NIST's PKITS: every test agrees."""

from __future__ import annotations

import pytest

from tests.conformance import pkits


@pytest.mark.parametrize("test", list(pkits.tests()), ids=str)
def test_pkits(test: pkits.Test) -> None:
    verdict = pkits.run(test)
    assert verdict.trusted is test.valid, [finding.id for finding in verdict.paths[0].findings]


def test_the_table_names_every_end_entity_of_the_suite() -> None:
    named = {test.certificate + "EE" for test in pkits.tests()}
    assert named == {stem for stem in pkits.certificates() if stem.endswith("EE")}

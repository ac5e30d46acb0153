"""x509-limbo and BetterTLS: agreement, with each known disagreement and its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conformance import limbo

# Where we say something else than the suite, and why.
KNOWN = {
    "webpki::san::exact-localhost-ip-san": "its common name example.com is not in subjectAltName, which BR 7.1.4.3 forbids "
    "and which the suite's own cases in webpki::cn expect to be refused",
}


@pytest.fixture(scope="module")
def folder(corpora: Path) -> Path:
    if not (corpora / "limbo" / "limbo.json").is_file():
        pytest.skip("the x509-limbo cases are not there")
    return corpora / "limbo"


def test_limbo(folder: Path) -> None:
    results = list(limbo.run_all(limbo.load(folder / "limbo.json")))
    assert len(results) > 100
    assert {result.id for result in results if not result.agrees} - set(KNOWN) == set()


def test_bettertls_sample(folder: Path) -> None:
    cases = limbo.load(folder / "bettertls.json.xz")
    sample = [case for case in cases if "pathbuilding" in case["id"]] + cases[::25]
    assert [result.id for result in limbo.run_all(sample) if not result.agrees] == []


def test_a_case_turned_round_is_a_disagreement(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The runner notices: the same case with the other expectation is listed with a reason, and the exit code is 1."""
    case = next(case for case in limbo.load(folder / "limbo.json") if case["id"] == "rfc5280::validity::expired-root")
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"version": 1, "testcases": [{**case, "expected_result": "SUCCESS"}]}))
    assert limbo.main([str(file)]) == 1
    said = capsys.readouterr().out
    assert "rfc5280::validity::expired-root: expected SUCCESS, found FAILURE" in said and "dates_expired_anchor" in said

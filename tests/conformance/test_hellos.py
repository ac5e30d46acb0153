"""Captured connections: our declarations read in them what other decoders read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.conformance import hellos


@pytest.mark.parametrize(("part", "least"), [("captures", 300), ("generated", 60)])
def test_captured_hellos_say_what_other_decoders_read(corpora: Path, part: str, least: int) -> None:
    if not (corpora / part).is_dir():
        pytest.skip(f"the corpus of {part} is not there")
    comparisons = [hellos.compare(path) for path in hellos.captures(corpora / part)]
    counts: Counter[str] = sum((comparison.counts for comparison in comparisons), Counter())
    assert counts["ClientHello"] >= least and counts["ServerHello"] >= least and counts["facts"] > 20 * least
    assert counts["ClientHello not found"] == counts["ServerHello not found"] == 0
    sound = [comparison for comparison in comparisons if comparison.path.name not in hellos.BROKEN]
    assert [f"{comparison.path.name}: {text}" for comparison in sound for text in comparison.disagreements] == []


def test_broken_messages_are_shown_with_what_is_wrong(corpora: Path) -> None:
    comparisons = {path.name: hellos.compare(path) for path in hellos.captures(corpora / "captures") if path.name in hellos.BROKEN}
    assert comparisons.keys() == hellos.BROKEN.keys()
    assert all(comparison.disagreements for comparison in comparisons.values())

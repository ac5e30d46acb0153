"""A sample of the broken files: objects or a typed refusal, soon. All of them: `python -m tests.conformance.malformed DIR`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import malformed


def test_broken_files_end_in_objects_or_a_reason(corpora: Path) -> None:
    folder = corpora / "malformed"
    if not folder.is_dir():
        pytest.skip("the corpus of broken files is not there")
    entries = malformed.entries(folder)
    sample = [entry for number, entry in enumerate(entries) if number % 7 == 0 or entry["file"].startswith("hand/")]
    assert len(sample) > 100
    before = malformed.peak_memory()
    troubles = [f"{outcome.file}: {outcome.trouble}" for entry in sample if (outcome := malformed.try_file(folder, entry)).trouble]
    assert troubles == []
    assert malformed.peak_memory() - before < malformed.MAX_GROWTH

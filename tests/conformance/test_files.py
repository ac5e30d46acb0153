"""The corpus of files made by other people's programs: every one opens as its manifest says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import files


def test_every_file_of_the_corpus_opens_as_its_manifest_says(corpora: Path) -> None:
    folder = corpora / "certs"
    if not folder.is_dir():
        pytest.skip("the corpus of certificate files is not there")
    entries = files.entries(folder)
    assert len(entries) > 100
    disagreements = [f"{entry['file']}: {text}" for entry in entries for text in files.compare(folder, entry).disagreements]
    assert disagreements == []

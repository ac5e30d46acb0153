"""What was worked out about a transcript is there as long as it lives, and not longer."""

from __future__ import annotations

import gc
from dataclasses import replace

from workbench.core.handshake.once import once
from workbench.core.handshake.transcript import Transcript

EMPTY = Transcript("", (), ())


def test_a_transcript_is_looked_at_once_and_its_equal_anew() -> None:
    seen: list[str] = []

    @once
    def name_of(transcript: Transcript, more: str) -> list[str]:
        seen.append(more)
        return [transcript.name, more]

    first, second = replace(EMPTY), replace(EMPTY)
    assert name_of(first, "a") is name_of(first, "a")
    assert name_of(first, "b") == ["", "b"]
    assert name_of(second, "a") is not name_of(first, "a")
    assert name_of(first, more="c") == ["", "c"] and name_of(first, more="d") == ["", "d"]
    assert seen == ["a", "b", "a", "c", "d"]


def test_nothing_is_kept_of_a_transcript_that_is_gone() -> None:
    counted: list[int] = []

    class Kept:
        def __del__(self) -> None:
            counted.append(1)

    @once
    def kept(transcript: Transcript) -> Kept:
        return Kept()

    transcript = replace(EMPTY)
    kept(transcript)
    assert not counted
    del transcript
    gc.collect()
    assert counted == [1]

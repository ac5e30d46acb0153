"""What is worked out about a transcript is worked out once: transcripts never change."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from workbench.core.handshake.transcript import Transcript

P = ParamSpec("P")
R = TypeVar("R")


def once(work: Callable[Concatenate[Transcript, P], R]) -> Callable[Concatenate[Transcript, P], R]:
    """`work`, which keeps what it returned for a transcript and further arguments as long as that very transcript lives.

    What it returns must not hold the transcript itself, only parts of it.
    """
    known: dict[int, tuple[weakref.ref[Transcript], dict[object, R]]] = {}

    @functools.wraps(work)
    def ask(transcript: Transcript, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = id(transcript)
        found = known.get(key)
        if found is None or found[0]() is not transcript:
            found = known[key] = (weakref.ref(transcript, lambda _: known.pop(key, None)), {})
        kept = found[1]
        asked = (args, tuple(sorted(kwargs.items())))
        if asked not in kept:
            kept[asked] = work(transcript, *args, **kwargs)
        return kept[asked]

    return ask

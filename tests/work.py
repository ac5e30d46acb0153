"""How much work something is, in calls of functions: the same on every machine and under every load, unlike its time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Work:
    """calls  functions called so far in this thread, those written in C included"""

    def __init__(self) -> None:
        self.calls = 0

    def _count(self, frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            self.calls += 1


@contextmanager
def counted() -> Iterator[Work]:
    """`with counted() as work: ...`, then `work.calls` says how many calls it took."""
    work = Work()
    before = sys.getprofile()
    sys.setprofile(work._count)
    try:
        yield work
    finally:
        sys.setprofile(before)

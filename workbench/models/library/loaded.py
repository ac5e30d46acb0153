"""What was read of the library, and what is wanted of it. Plain data: what reads it takes a database along, this does not. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.models.library.rows import Row

PAGE = 200
"""Rows that are read at a time."""
OPENED_AT_MOST = 50
"""A parent with so many rows is open at first."""


@dataclass(frozen=True)
class Wanted:
    """How many rows of a parent are there already, and of those below it."""

    rows: int = 0
    below: Mapping[str, Wanted] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """A row with those below it that were read, and how many there are. `generation` is the caller's number of the reading."""

    row: Row
    count: int
    below: tuple[Loaded, ...] = ()
    generation: int = 0


@dataclass(frozen=True)
class Page:
    """Further rows of the parent with this number. `offset`: how many it had; `complete`: these are the last."""

    generation: int
    number: int
    offset: int
    rows: tuple[Row, ...]
    complete: bool = False

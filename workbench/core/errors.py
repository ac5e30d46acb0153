"""Errors and messages: an id with parameters, never a finished sentence.

A sentence is made from a `Message` by `workbench.words`, in the user's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

LONGEST_NUMBER = 64
"""Bits of a number that stays one in a message."""


@dataclass(frozen=True)
class Message:
    """What is to be said: `id` names a row of `resources/words/<language>/*.toml`, `params` fill its blanks.

    A parameter may be text (taken literally, shown as plain text), a whole number, an aware datetime,
    a Message (rendered in the same language) or a tuple of Messages (rendered as a list). A number that is longer than any that is meant
    so becomes the beginning of its hexadecimal digits: Python refuses to print thousands of decimal ones.
    """

    id: str
    params: Mapping[str, str | int | datetime | Message | tuple[Message, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, value in self.params.items():
            if type(value) is int and value.bit_length() > LONGEST_NUMBER:
                object.__setattr__(self, "params", {**self.params, key: f"{value:#x}"[:40] + "…"})

    def __hash__(self) -> int:
        return hash((self.id, tuple(sorted((key, str(value)) for key, value in self.params.items()))))


class WorkbenchError(Exception):
    """Something that a person must be told in one sentence.

    Subclasses say whose fault it is. `message` is what the views translate.
    """

    def __init__(self, id: str, **params: str | int | datetime | Message | tuple[Message, ...]) -> None:
        super().__init__(id, params)
        self.message = Message(id, params)


class FileError(WorkbenchError):
    """The file (or pasted text) is not what a reader expects."""


class UsageError(WorkbenchError):
    """The caller asked for something that makes no sense."""

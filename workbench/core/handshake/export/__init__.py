"""A transcript as a file. Each format is one module with `write(transcript)`, and one row here; those with sentences in them take `say`."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from workbench.core.handshake.transcript import Transcript
from workbench.core.handshake.wording import Say


@dataclass(frozen=True, slots=True)
class Export:
    """One row.

    name     the module in this folder
    suffix   of its files
    secret   whether what it writes opens the conversation to whoever reads it
    worded   whether sentences stand in it
    """

    name: str
    suffix: str
    secret: bool
    worded: bool = False

    def write(self, transcript: Transcript, say: Say | None = None, **options: Any) -> bytes:
        """The file; text is UTF-8.

        say       makes the sentences of the formats that are worded; without it they give ids
        options   further arguments of the module's `write`
        """
        if self.worded:
            options["say"] = say
        written: bytes | str = importlib.import_module(f"{__name__}.{self.name}").write(transcript, **options)
        return written.encode() if isinstance(written, str) else written


EXPORTS: tuple[Export, ...] = (
    Export("json", ".json", secret=False, worded=True),
    Export("markdown", ".md", secret=False, worded=True),
    Export("mermaid", ".mmd", secret=False, worded=True),
    Export("key_log", ".keylog", secret=True),
    Export("pcapng", ".pcapng", secret=True),
)

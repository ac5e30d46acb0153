"""A transcript as a file. Each format is one module with `write(transcript)`, and one row here."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from workbench.core.handshake.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Export:
    """One row.

    name     the module in this folder
    suffix   of its files
    secret   whether what it writes opens the conversation to whoever reads it
    """

    name: str
    suffix: str
    secret: bool

    def write(self, transcript: Transcript) -> bytes:
        """The file; text is UTF-8."""
        written: bytes | str = importlib.import_module(f"{__name__}.{self.name}").write(transcript)
        return written.encode() if isinstance(written, str) else written


EXPORTS: tuple[Export, ...] = (
    Export("json", ".json", secret=False),
    Export("key_log", ".keylog", secret=True),
    Export("pcapng", ".pcapng", secret=True),
)

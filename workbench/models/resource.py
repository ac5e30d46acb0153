"""Where the files that come with the program stand."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a bundled file or folder below `workbench/resources`; works installed and frozen alike."""
    return Path(str(resources.files("workbench"))).joinpath("resources", *parts)

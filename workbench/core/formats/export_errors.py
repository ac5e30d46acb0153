"""The one error of everything that leaves the program as a file."""

from __future__ import annotations

from workbench.core.errors import WorkbenchError


class ExportError(WorkbenchError):
    """Something cannot be written in the wanted form, or not at the wanted place."""

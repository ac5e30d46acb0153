"""What can go wrong with a workspace."""

from __future__ import annotations

from workbench.core.errors import WorkbenchError


class WorkspaceError(WorkbenchError):
    """The database is not to be had, is of another version, or does not allow what was asked."""


class VaultError(WorkspaceError):
    """The vault is locked, the passphrase is wrong, or a sealed key is damaged."""

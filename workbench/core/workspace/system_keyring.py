"""The operating system's keyring: it keeps the passphrase of a workspace for who chooses that, and for nobody else.

Only the keyrings of operating systems and desktops are asked, by name. `keyring` would also take whatever its configuration or an
environment variable names, among them some that write the passphrase into a plain file or nowhere; those are none for us. The explicit
list also serves the frozen build, which has no entry points to look through.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, TypeVar

from keyring.errors import PasswordDeleteError

from workbench.core.workspace.errors import WorkspaceError

SERVICE = "tls-workbench"
BACKENDS = (
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
T = TypeVar("T")


class KeyringError(WorkspaceError):
    """There is no keyring, or it refuses."""


def available() -> str | None:
    """What the keyring is called that would be used; None when there is none."""
    found = _backend()
    return None if found is None else str(found.name)


def remember(url: str, passphrase: str) -> None:
    """Keep the passphrase of the workspace at that URL (without a password in it: `Workspace.url`).

    Raises KeyringError `keyring_none`, `keyring_refused`. May wait for a person: the keyring may ask to be unlocked.
    """
    _asked(lambda keyring: keyring.set_password(SERVICE, url, passphrase))


def remembered(url: str) -> str | None:
    """The passphrase that was kept, None when there is none. Raises and waits as `remember` does."""
    found = _asked(lambda keyring: keyring.get_password(SERVICE, url))
    return None if found is None else str(found)


def forget(url: str) -> None:
    """Nothing happens when none was kept. Raises and waits as `remember` does."""

    def delete(keyring: Any) -> None:
        try:
            keyring.delete_password(SERVICE, url)
        except PasswordDeleteError:
            pass  # there is none

    _asked(delete)


def _backend() -> Any:
    for module, name in BACKENDS:
        try:
            kind = getattr(importlib.import_module(module), name)
            if kind.viable:
                return kind()
        except Exception:  # each asks its system in its own way, and fails in its own
            continue
    return None


def _asked(question: Callable[[Any], T]) -> T:
    found = _backend()
    if found is None:
        raise KeyringError("keyring_none")
    try:
        return question(found)
    except Exception as error:  # likewise
        # Its text could hold anything; the kind of error tells enough and never the passphrase.
        raise KeyringError("keyring_refused", keyring=str(found.name), reason=type(error).__name__) from None

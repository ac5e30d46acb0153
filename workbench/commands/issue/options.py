"""Which workspace, and how it is unlocked: what the sub-commands of `issue` have in common."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.core.errors import FileError, Message, UsageError
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.passing import passing_workspace
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import KeyKind
from workbench.words import say

VALUED = ("--workspace", "--passphrase-file")
"""Options with a value that may stand before the sub-command."""
DEFAULT = "default"
KEY_KINDS = {kind.value: kind for kind in KeyKind}
"""By their names, as `--key` takes them."""


def add_workspace_arguments(parser: argparse.ArgumentParser, unlocks: bool = True) -> None:
    """`--workspace`, `--passphrase-file`, `--json`. `unlocks` False: for what needs no private key."""
    add_argument(parser, "--workspace", metavar="URL|default")
    if unlocks:
        add_argument(parser, "--passphrase-file", metavar="F")
    add_argument(parser, "--json", action="store_true")


def add_argument(parser: argparse.ArgumentParser, name: str, help: str = "", **options: object) -> None:
    """An option whose help is the row `issue_help_<name>`, or that called `help`."""
    language = parser.get_default("language") or "en"
    row = "issue_help_" + (help or name.removeprefix("--").replace("-", "_"))
    parser.add_argument(name, help=say(Message(row), language).replace("%", "%%"), **options)  # type: ignore[arg-type]  # argparse's own


@contextmanager
def opened(args: argparse.Namespace, kept: bool = True) -> Iterator[Workspace]:
    """The workspace that was asked for, open, and closed in the end. Its keys are locked until `unlock`.

    kept  False: one in memory, of which nothing stays, unless `--workspace` names one

    Raises WorkspaceError.
    """
    url = None if args.workspace in (None, DEFAULT) else args.workspace
    workspace = open_workspace(url) if kept or args.workspace is not None else passing_workspace()
    try:
        yield workspace
    finally:
        workspace.close()


def unlock(workspace: Workspace, args: argparse.Namespace) -> None:
    """Make its private keys usable: a new workspace gets its passphrase. Nothing to do when they are usable already.

    Raises VaultError for a wrong passphrase; UsageError `issue_passphrase_needed`, `issue_passphrases_differ`; FileError.
    """
    if not workspace.vault.locked:
        return
    new = workspace.vault.new
    if args.passphrase_file is None and not new and _unlocked_by_keyring(workspace):
        return
    if args.passphrase_file is not None:
        passphrase = read_secret(args.passphrase_file)
    elif sys.stdin is not None and sys.stdin.isatty():
        passphrase = _ask("issue_ask_new" if new else "issue_ask", args.language)
        if new and _ask("issue_ask_again", args.language) != passphrase:
            raise UsageError("issue_passphrases_differ")
    else:
        raise UsageError("issue_passphrase_needed")
    if new:
        workspace.set_up_vault(passphrase)
    else:
        workspace.vault.unlock(passphrase)


def shown_url(args: argparse.Namespace, workspace: Workspace, kept: bool = True) -> str | None:
    """For JSON: where things are kept; None when nowhere."""
    return workspace.url if kept or args.workspace is not None else None


def read_secret(path: str) -> str:
    """The first line of a file (UTF-8). Raises FileError `issue_secret_file`, `issue_secret_empty`."""
    try:
        data = Path(path).read_bytes()
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except OSError as error:
        raise FileError("issue_secret_file", path=path, reason=error.strerror or type(error).__name__) from None
    except UnicodeDecodeError:
        raise FileError("issue_secret_no_text", path=path) from None
    line = text.split("\n", 1)[0].removesuffix("\r")
    if not line:
        raise FileError("issue_secret_empty", path=path)
    return line


def _unlocked_by_keyring(workspace: Workspace) -> bool:
    """With the passphrase that the operating system keeps, where somebody chose that in the window. Whatever goes wrong, one is asked."""
    from workbench.core.workspace import system_keyring  # asks the desktop, which takes a while to be loaded

    try:
        passphrase = system_keyring.remembered(workspace.url) if system_keyring.available() else None
        if passphrase is None:
            return False
        workspace.vault.unlock(passphrase)
    except WorkspaceError:
        return False
    return True


def _ask(id: str, language: str) -> str:
    return getpass.getpass(say(Message(id), language) + " ")

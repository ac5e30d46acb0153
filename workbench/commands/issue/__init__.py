"""`tls-workbench issue SUB-COMMAND ...`: what the window's pages for issuing do, without a window.

`SUBCOMMANDS` is the table: a row is a module of this package with `add_arguments` and `run`.
"""

from __future__ import annotations

import argparse
from types import ModuleType

from workbench.commands.issue.options import VALUED as VALUED
from workbench.commands.output import NO, Output, complain
from workbench.core.errors import Message, UsageError, WorkbenchError
from workbench.words import say

SUBCOMMANDS = (
    "lab", "root", "intermediate", "server", "client", "certificate", "batch",
    "request", "sign", "renew", "revoke", "crl", "export", "import", "list",
)  # fmt: skip

NEGATIVE_ANSWERS = frozenset({
    "workspace_no_such_certificate", "workspace_no_such_key", "workspace_no_such_object", "workspace_no_authority",
    "workspace_issuer_without_key", "workspace_issuer_is_no_ca", "workspace_issuer_has_no_key", "issue_export_no_key",
    "issuing_refused", "issuing_issuer_put_away", "signing_refused",
    "revoke_self_signed", "revoke_issuer_missing", "revoke_already", "hold_not_revoked", "hold_final",
    "renew_issuer_missing", "renew_key_missing", "crl_without_base", "crl_issuer_is_no_ca", "crl_issuer_may_not_sign",
})  # fmt: skip
"""Errors that are an answer (exit code 1): it was asked well, and the answer is no."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `issue` alone, without a sub-command: only help leads on."""
    language = parser.get_default("language") or "en"
    parser.epilog = "\n".join(f"  {name:<14}{say(Message('start_help_issue_' + name), language)}" for name in SUBCOMMANDS)
    parser.add_argument("what", nargs="*", metavar="|".join(SUBCOMMANDS), help=say(Message("issue_help_what"), language))


def run(args: argparse.Namespace) -> int:
    """Raises UsageError `issue_what`, `issue_no_such_job`."""
    if args.what:
        raise UsageError("issue_no_such_job", text=args.what[0], jobs=", ".join(SUBCOMMANDS))
    raise UsageError("issue_what", jobs=", ".join(SUBCOMMANDS))


class SubCommand:
    """A row of `SUBCOMMANDS`, as the command line runs it: errors that are answers end in exit code 1."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._module = _module(name)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.set_defaults(job=self.name)
        self._module.add_arguments(parser)

    def run(self, args: argparse.Namespace) -> int:
        try:
            code: int = self._module.run(args)
            return code
        except WorkbenchError as error:
            if error.message.id not in NEGATIVE_ANSWERS:
                raise
            sentence = say(error.message, args.language)
            complain(sentence)
            if args.json:
                Output(args.language).json({"command": self.name, "answer": "no", "id": error.message.id, "sentence": sentence})
            return NO


def _module(name: str) -> ModuleType:
    # Each costs only its own start-up; written out, so that a frozen build sees the imports.
    if name == "lab":
        from workbench.commands.issue import lab

        return lab
    if name == "batch":
        from workbench.commands.issue import batch

        return batch
    if name == "request":
        from workbench.commands.issue import request

        return request
    if name == "sign":
        from workbench.commands.issue import sign

        return sign
    if name == "renew":
        from workbench.commands.issue import renew

        return renew
    if name == "revoke":
        from workbench.commands.issue import revoke

        return revoke
    if name == "crl":
        from workbench.commands.issue import crl

        return crl
    if name == "export":
        from workbench.commands.issue import export

        return export
    if name == "import":
        from workbench.commands.issue import bringing

        return bringing
    if name == "list":
        from workbench.commands.issue import listing

        return listing
    from workbench.commands.issue import make

    return make

"""`tls-workbench issue import FILE...`: bring certificates, keys, requests and CRLs of any format into a workspace."""

from __future__ import annotations

import argparse

from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, shown_url, unlock
from workbench.commands.opening import open_all, read_passwords, troubles
from workbench.commands.output import FINE, TROUBLE, Output, complain
from workbench.core.formats import Kind
from workbench.core.workspace.importing import import_objects
from workbench.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "files", "import_files", nargs="+", metavar="FILE")
    add_argument(parser, "--key-password-file", metavar="F")
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 all came in, 2 a file gave nothing or something could not be kept; everything else came in nevertheless."""
    given = open_all(args.files, read_passwords(args.key_password_file))
    for argument in given:
        for trouble in troubles(argument):
            complain(say(trouble, args.language))
    found = [item for argument in given for file in argument.files for item in file.objects]
    output = Output(args.language)
    with opened(args) as workspace:
        if any(item.kind is Kind.PRIVATE_KEY for item in found):
            unlock(workspace, args)
        summary = import_objects(workspace, found)
        url = shown_url(args, workspace)
    for refused in summary.refused:
        complain(output.say("issue_file", path=refused.path, reason=refused.reason))
    if args.json:
        output.json(
            {
                "command": args.job,
                "workspace": url,
                "certificates": list(summary.certificates),
                "keys": list(summary.keys),
                "requests": list(summary.requests),
                "crls": list(summary.crls),
                "known": summary.known,
                "left_out": summary.left_out,
                "refused": [{"path": refused.path, "reason": say(refused.reason, args.language)} for refused in summary.refused],
            }
        )
    else:
        output.line(say(summary.message, args.language))
    return TROUBLE if summary.refused or any(argument.empty for argument in given) else FINE

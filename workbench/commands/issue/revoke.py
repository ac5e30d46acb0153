"""`tls-workbench issue revoke WHICH`: revoke a certificate of a workspace, or lift a hold."""

from __future__ import annotations

import argparse

from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, shown_url
from workbench.commands.issue.results import certificate_facts
from workbench.commands.output import FINE, Output, iso
from workbench.commands.tls_options import known
from workbench.commands.verify import parse_time
from workbench.core.errors import UsageError
from workbench.core.workspace import finding, revoking
from workbench.core.x509.crl import REASON_NAMES, Reason
from workbench.words import visible

REASONS = {REASON_NAMES[reason]: int(reason) for reason in revoking.REASONS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "which", "revoke_which", metavar="WHICH")
    add_argument(parser, "--reason", type=known(REASONS), metavar="|".join(REASONS))
    add_argument(parser, "--since", metavar="TIME")
    add_argument(parser, "--lift-hold", action="store_true")
    add_workspace_arguments(parser, unlocks=False)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 done; 1 there is no such certificate, or it is revoked already (or not on hold); 2 bad usage."""
    if args.lift_hold and (args.reason is not None or args.since is not None):
        raise UsageError("issue_lift_hold_alone")
    output = Output(args.language)
    with opened(args) as workspace:
        with workspace.reading() as connection:
            wanted = finding.find_certificate(connection, args.which)
        if args.lift_hold:
            entry = revoking.lift_hold(workspace, wanted.id)
        else:
            since = None if args.since is None else parse_time(args.since)
            entry = revoking.revoke(workspace, wanted.id, Reason.UNSPECIFIED if args.reason is None else args.reason, since)
        url = shown_url(args, workspace)
    reason = None if entry.revocation_reason is None else REASON_NAMES[entry.revocation_reason]
    if args.json:
        output.json({"command": args.job, "workspace": url, "certificates": [{**certificate_facts(entry), "revocation_reason": reason}]})
    elif entry.revoked is None or reason is None:
        output.line(output.say("issue_hold_lifted", title=visible(entry.title)))
    else:
        output.line(output.say("issue_revoked", title=visible(entry.title), time=iso(entry.revoked) or "", reason=reason))
    return FINE

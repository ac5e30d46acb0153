"""`tls-workbench issue crl`: the next list of what a CA of a workspace has revoked."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.commands.issue.make import base_of
from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, shown_url, unlock
from workbench.commands.issue.results import Result, Written, check_places, crl_facts, tell, write
from workbench.commands.output import FINE, Output
from workbench.core.formats import export_wrap
from workbench.core.formats.export_write import NewFile
from workbench.core.workspace import finding, revoking
from workbench.words import visible

DAYS = 7
ENDINGS = (".pem", ".crl")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "--issuer", "crl_issuer", metavar="WHICH")
    add_argument(parser, "--days", "crl_days", type=int, default=DAYS, metavar="N")
    add_argument(parser, "--delta", action="store_true")
    add_argument(parser, "--distribution-point", action="append", default=[], metavar="URL")
    add_argument(parser, "--delta-url", action="append", default=[], metavar="URL")
    add_argument(parser, "--out", "crl_out", metavar="DIR")
    add_argument(parser, "--file-name", "crl_file_name", metavar="NAME")
    add_argument(parser, "--force", action="store_true")
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 made; 1 there is no such CA, or it may not sign CRLs; 2 bad usage, a place that cannot be written to."""
    places = [] if args.out is None else [Path(args.out) / f"{base_of(args, 'delta' if args.delta else 'crl')}{end}" for end in ENDINGS]
    check_places(places, args.force)
    with opened(args) as workspace:
        with workspace.reading() as connection:
            if args.issuer is None:
                issuer = finding.only_authority(connection)
            else:
                issuer = finding.find_certificate(connection, args.issuer, authority=True)
        unlock(workspace, args)
        entry = revoking.make_crl(
            workspace, issuer.id, args.days, args.delta, distribution_points=args.distribution_point, delta_urls=args.delta_url
        )
        result = Result(shown_url(args, workspace), facts={"crls": [crl_facts(entry)]})
    data = {".pem": export_wrap.pem("X509 CRL", entry.der), ".crl": entry.der}
    result.files = [Written(NewFile(place, data[place.suffix]), "crl") for place in places]
    write(result.files, args.force, True)
    if not args.json:
        output = Output(args.language)
        date = "" if entry.next_update is None else entry.next_update.strftime("%Y-%m-%d")
        output.line(output.say("issue_crl_made", issuer=visible(issuer.title), number=entry.number or 0, count=entry.entries, date=date))
    tell(result, args)
    return FINE

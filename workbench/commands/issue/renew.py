"""`tls-workbench issue renew WHICH`: the next certificate like one of a workspace, with the same key or a new one."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime

from workbench.commands.issue.make import KEY_FORM, add_out_arguments, files_of, key_made_before, places_of
from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, read_secret, shown_url, unlock
from workbench.commands.issue.results import Result, check_places, remember_export, tell, write
from workbench.commands.issue.wish import add_validity_arguments, validity_of
from workbench.commands.output import FINE
from workbench.commands.tls_options import KEY_TYPES, known
from workbench.core.errors import UsageError
from workbench.core.issuance.checked import checked
from workbench.core.issuance.key_fit import kind_like
from workbench.core.workspace import finding, renewing
from workbench.core.workspace.issuing import issue
from workbench.core.x509.certificate import parse_certificate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "which", "renew_which", metavar="WHICH")
    add_argument(parser, "--new-key", action="store_true")
    add_argument(parser, "--key", "renew_key", type=known(KEY_TYPES), metavar="KIND")
    add_validity_arguments(parser)
    add_out_arguments(parser)
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 renewed; 1 there is no such certificate, its key is not here, or its CA may not issue it; 2 bad usage or unreadable
    input. Then nothing was made."""
    now = datetime.now(UTC)
    password = "" if args.password_file is None else read_secret(args.password_file)
    with_key = args.with_key or bool(password)
    if with_key and args.out is None:
        raise UsageError("issue_key_needs_out")
    places = places_of(args, ("certificate", "chain", "key") if with_key else ("certificate", "chain"))
    check_places(places.values(), args.force)
    with opened(args) as workspace:
        with workspace.reading() as connection:
            old = finding.find_certificate(connection, args.which)
            key = args.key or (kind_like(parse_certificate(old.der).spki) if args.new_key else None)
            order = renewing.renewal(connection, old.id, key, now=now)
        specification = replace(order.specification, validity=validity_of(args, order.specification.validity))
        warnings = checked(specification, now)
        unlock(workspace, args)
        order = replace(order, specification=specification)
        entry = issue(workspace, order, key_made_before(workspace, order, now), now)
        result = Result(shown_url(args, workspace), [("certificate", entry)], remarks=[problem.message for problem in warnings])
        result.files = files_of(workspace, entry, places, password)
        result.facts["replaces"] = old.id
        write(result.files, args.force, True)
        if with_key:
            remember_export(workspace, entry, KEY_FORM)
    tell(result, args)
    return FINE

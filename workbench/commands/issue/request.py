"""`tls-workbench issue request`: a certification request for somebody else's CA, with its key."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from workbench.commands.issue.make import add_out_arguments, is_kept, key_of, key_pem, label_of, places_of, public_half
from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, read_secret, shown_url, unlock
from workbench.commands.issue.results import Result, Written, check_places, request_facts, tell, write
from workbench.commands.issue.wish import add_key_arguments, add_wish_arguments, fitting, profile_of, specification_of
from workbench.commands.output import FINE
from workbench.core.errors import UsageError
from workbench.core.formats import export_wrap
from workbench.core.formats.export_write import NewFile
from workbench.core.issuance.checked import checked
from workbench.core.issuance.making_keys import make_key_cancellably
from workbench.core.workspace import issuing
from workbench.core.x509.issuance import KeyKind

USUAL_PROFILE = "server"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_wish_arguments(parser, request=True)
    add_key_arguments(parser)
    add_argument(parser, "--key-password-file", metavar="F")
    add_out_arguments(parser)
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 made, 1 there is no such key, 2 bad usage or unreadable input. Then nothing was made."""
    kept = is_kept(args)
    with opened(args, kept) as workspace:
        profile = profile_of(args, USUAL_PROFILE, workspace)
        specification = specification_of(args, profile, request=True)
        warnings = checked(specification, datetime.now(UTC), request=True)
        password = "" if args.password_file is None else read_secret(args.password_file)
        if args.out is None and (args.with_key or password):
            raise UsageError("issue_key_needs_out")
        with_key = args.out is not None and args.key_file is None and (not kept or args.with_key or bool(password))
        places = places_of(args, ("request", "key") if with_key else ("request",))
        check_places(places.values(), args.force)
        unlock(workspace, args)
        key = key_of(workspace, args, profile.key, kept)
        specification = fitting(specification, key if isinstance(key, KeyKind) else public_half(workspace, key))
        made = make_key_cancellably(key, lambda: None) if isinstance(key, KeyKind) else None
        entry = issuing.request(workspace, specification, key, label_of(specification), made)
        result = Result(shown_url(args, workspace, kept), remarks=[problem.message for problem in warnings])
        result.requests.append(entry)
        if "request" in places:
            data = export_wrap.pem("CERTIFICATE REQUEST", entry.der)
            result.files.append(Written(NewFile(places["request"], data), "request"))
        if "key" in places and entry.key_id is not None:
            result.files.append(Written(NewFile(places["key"], key_pem(workspace, entry.key_id, password), True), "key"))
    result.facts["requests"] = [request_facts(entry, result.workspace is not None)]
    write(result.files, args.force, kept)
    tell(result, args)
    return FINE

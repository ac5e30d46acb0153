"""`tls-workbench issue sign REQUEST`: the certificate that a certification request asks for, as far as the CA agrees.

Per part (subject, each extension) the certificate says what the request asks for, what the profile says, or both merged. Unless chosen
otherwise the subject and the names are the requester's, and everything else the profile's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from workbench.commands.issue.make import add_issuer_arguments, add_out_arguments, files_of, is_kept, issuer_of, places_of
from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, shown_url, unlock
from workbench.commands.issue.results import Facts, Result, check_places, tell, write
from workbench.commands.issue.wish import add_validity_arguments, fitting, profile_of, validity_of
from workbench.commands.opening import STANDARD_INPUT
from workbench.commands.output import FINE, Output
from workbench.core.errors import FileError, Message, UsageError
from workbench.core.formats import on_disk
from workbench.core.issuance import from_text, request_signing
from workbench.core.issuance.checked import checked
from workbench.core.issuance.request_signing import Choice, Row
from workbench.core.workspace import requests
from workbench.core.workspace.issuing import issue_for_request
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.request import CertificationRequest, parse_request
from workbench.words import say, visible

USUAL_PROFILE = "server"
ALL = "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "request", "sign_request", metavar="FILE|ID")
    add_argument(parser, "--profile", metavar="NAME|FILE")
    for choice in Choice:
        add_argument(parser, f"--{choice}" if choice is not Choice.PROFILE else "--from-profile", f"sign_{choice}", dest=f"choice_{choice}",
                     action="append", default=[], metavar="PART")  # fmt: skip
    add_argument(parser, "--san", "sign_san", action="append", default=[], metavar="NAME")
    add_validity_arguments(parser)
    add_issuer_arguments(parser)
    add_out_arguments(parser, key=False)
    add_workspace_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 signed; 1 the request's own signature is wrong, the CA may not issue this, or there is no such CA; 2 bad usage or
    unreadable input. Then nothing was made."""
    kept = is_kept(args)
    now = datetime.now(UTC)
    with opened(args, kept) as workspace:
        profile = profile_of(args, USUAL_PROFILE, workspace)
        request = _request(workspace, args.request)
        if (error := request_signing.refusal(request_signing.examine(request))) is not None:
            raise error
        wanted = fitting(profile.specification, request.spki)
        rows = request_signing.compare(request, wanted)
        choices = _choices(args, rows)
        specification = request_signing.combined(request, wanted, choices)
        remarks: list[Message] = []
        if args.san:
            added = (from_text.alternative_name(text) for text in args.san)
            specification = replace(specification, names=tuple(dict.fromkeys((*specification.names, *added))))
        elif names := request_signing.names_from_subject(specification):
            specification = replace(specification, names=names)
            remarks.append(Message("issue_names_from_subject", {"name": names[0].value}))
        specification = replace(specification, validity=validity_of(args, specification.validity))
        remarks += [problem.message for problem in checked(specification, now)]
        places = places_of(args, ("certificate", "chain"))
        check_places(places.values(), args.force)
        unlock(workspace, args)
        issuer = issuer_of(workspace, args, kept)
        entry = issue_for_request(workspace, request.der, specification, issuer.id, profile=profile.id, now=now)
        result = Result(shown_url(args, workspace, kept), [("certificate", entry)], remarks=remarks)
        result.files = files_of(workspace, entry, places, "")
    result.facts["parts"] = [_facts(row, choices.get(row.part, row.default), args.language) for row in rows]
    write(result.files, args.force, kept)
    if not args.json:
        _show(Output(args.language), rows, choices)
    tell(result, args)
    return FINE


def _request(workspace: Workspace, text: str) -> CertificationRequest:
    """From a file, from standard input, or from the workspace by its id. Raises FileError, DerError."""
    if text == STANDARD_INPUT:
        return request_signing.read_request(sys.stdin.buffer.read(), text)
    if not Path(text).exists():
        with workspace.reading() as connection:
            found = [entry for entry in requests.list_requests(connection) if len(text) >= 6 and entry.id.startswith(text.lower())]
        if len(found) == 1:
            return parse_request(found[0].der)
    try:
        return request_signing.read_request(on_disk.read_file(text), text)
    except FileError as error:
        raise FileError("issue_file", path=text, reason=error.message) from None


def _choices(args: argparse.Namespace, rows: Sequence[Row]) -> dict[str, Choice]:
    """Raises UsageError `issue_no_such_part`, `issue_choice_impossible`."""
    result: dict[str, Choice] = {}
    for choice in Choice:
        for text in getattr(args, f"choice_{choice}"):
            meant = [row for row in rows if text in (ALL, row.part) or text.casefold() == row.name.casefold()]
            if not meant:
                raise UsageError("issue_no_such_part", text=text, parts=", ".join(row.name for row in rows))
            for row in meant:
                if choice in row.choices:
                    result[row.part] = choice
                elif text != ALL and len(row.choices) > 1:
                    raise UsageError("issue_choice_impossible", part=row.name, choices=", ".join(row.choices))
    return result


def _facts(row: Row, choice: Choice, language: str) -> Facts:
    return {
        "part": row.part,
        "name": row.name,
        "request": list(row.request),
        "profile": list(row.profile),
        "difference": str(row.difference),
        "chosen": str(choice),
        "note": None if row.note is None else say(row.note, language),
    }


def _show(output: Output, rows: Sequence[Row], choices: dict[str, Choice]) -> None:
    """Every part that is not the same on both sides, and which side it was taken from."""
    for row in rows:
        if len(row.choices) < 2:
            continue
        chosen = output.say(f"issue_chosen_{choices.get(row.part, row.default)}")
        output.line(f"{output.bold(visible(row.name))}: {chosen}")
        for id, lines in (("issue_side_request", row.request), ("issue_side_profile", row.profile)):
            output.line(output.say(id, text=", ".join(map(visible, lines)) or "–"), 2)
        if row.note is not None:
            output.line(say(row.note, output.language), 2)

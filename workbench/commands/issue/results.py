"""What was made, as files, as JSON, and as lines for people."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.commands.output import Output, complain, iso, shown_path
from workbench.core.errors import Message
from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_write import NewFile, check_free, write_together
from workbench.core.workspace import log
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, Event, KeyEntry, RequestEntry
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.public_key import describe_key
from workbench.words import say, visible

Facts = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """A file that was made. `holds`: "certificate", "chain", "key", "pkcs12", "request", "crl", or "ready_" with a target of ready sets."""

    file: NewFile
    holds: str


@dataclass
class Result:
    """certificates  (role, entry); workspace  where they are kept, None for nowhere; facts  what else JSON tells."""

    workspace: str | None = None
    certificates: list[tuple[str, CertificateEntry]] = field(default_factory=list)
    requests: list[RequestEntry] = field(default_factory=list)
    files: list[Written] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)
    facts: Facts = field(default_factory=dict)


def check_places(paths: Iterable[Path], overwrite: bool) -> None:
    """Before anything is made. Raises ExportError; a file that exists is told with the option that replaces it."""
    try:
        check_free(paths, overwrite)
    except ExportError as error:
        raise _with_force(error) from None


def write(files: Sequence[Written], overwrite: bool, kept: bool) -> None:
    """All of them or none. `kept`: what they hold stands in a workspace, which is said when they cannot be written. Raises ExportError."""
    try:
        write_together([written.file for written in files], overwrite)
    except ExportError as error:
        error = _with_force(error)
        raise ExportError("issue_kept_not_written", reason=error.message) if kept else error from None


def remember_export(workspace: Workspace, entry: CertificateEntry, forms: str) -> None:
    """That a private key left stands in the log. `forms`: what it left as."""
    remember_exports(workspace, [entry], forms)


def remember_exports(workspace: Workspace, entries: Sequence[CertificateEntry], forms: str) -> None:
    with workspace.writing() as connection:
        for entry in entries:
            if entry.key_id is not None:
                log.tell(connection, Event.EXPORTED_KEY, entry.key_id, subject=entry.title, targets=forms)


def tell(result: Result, args: argparse.Namespace, made: bool = True) -> None:
    """On stdout; remarks on stderr when it is not JSON. `made`: something new stands in the workspace."""
    output = Output(args.language)
    if args.json:
        output.json(
            {
                "command": args.job,
                "workspace": result.workspace,
                "certificates": [certificate_facts(entry, role, result.workspace is not None) for role, entry in result.certificates],
                "files": [
                    {"path": str(written.file.path), "holds": written.holds, "secret": written.file.secret} for written in result.files
                ],
                "remarks": [say(remark, args.language) for remark in result.remarks],
                **result.facts,
            }
        )
        return
    for remark in result.remarks:
        complain(say(remark, args.language))
    for role, entry in result.certificates:
        show_certificate(output, role, entry)
    for request in result.requests:
        output.line(output.say("issue_request_line", title=request.title, key=request.key_text))
    if result.files:
        output.line(output.say("issue_written"))
        for written in result.files:
            output.line(f"{shown_path(str(written.file.path))}  {output.dim(_holds(output, written))}", 2)
    if made and result.workspace is not None:
        output.line(output.say("issue_kept", workspace=visible(result.workspace)))


def certificate_facts(entry: CertificateEntry, role: str = "", kept: bool = True) -> Facts:
    """The JSON object of a certificate. Ids mean something only where it is kept."""
    return {
        "id": entry.id if kept else None,
        "role": role or entry.role,
        "subject": entry.subject,
        "names": list(entry.names),
        "serial": entry.serial,
        "sha256": entry.sha256,
        "key": entry.key_text,
        "not_before": iso(entry.not_before),
        "not_after": iso(entry.not_after),
        "profile": entry.profile or None,
        "issuer_id": entry.issuer_id if kept else None,
        "has_private_key": entry.key_id is not None,
        "revoked": iso(entry.revoked),
    }


def key_facts(entry: KeyEntry) -> Facts:
    return {
        "id": entry.id,
        "label": entry.label,
        "key": describe_key(entry.spki).text,
        "spki_sha256": entry.spki_sha256,
        "made": iso(entry.made),
    }


def request_facts(entry: RequestEntry, kept: bool = True) -> Facts:
    return {
        "id": entry.id if kept else None,
        "subject": entry.subject,
        "names": list(entry.names),
        "sha256": entry.sha256,
        "key": entry.key_text,
        "has_private_key": entry.key_id is not None,
        "made": iso(entry.made),
    }


def crl_facts(entry: CrlEntry) -> Facts:
    return {
        "id": entry.id,
        "issuer_id": entry.issuer_id,
        "number": entry.number,
        "base_number": entry.base_number,
        "count": entry.entries,
        "this_update": iso(entry.this_update),
        "next_update": iso(entry.next_update),
    }


def show_certificate(output: Output, role: str, entry: CertificateEntry) -> None:
    known = f"issue_role_{role}"
    line = output.say("issue_certificate_line", title=entry.title, date=entry.not_after.strftime("%Y-%m-%d"), key=entry.key_text)
    output.line(f"{output.bold(output.say(known))}: {line}" if role else output.bold(line))
    if entry.names:
        output.line(", ".join(map(visible, entry.names)), 2)


def _holds(output: Output, written: Written) -> str:
    """A row of ours, or the name of the software that a ready set is for."""
    target = written.holds.removeprefix("ready_")
    return output.say(f"ready_set_{target}") if target != written.holds else output.say("issue_holds_" + written.holds)


def _with_force(error: ExportError) -> ExportError:
    return ExportError("issue_exists", **error.message.params) if error.message.id == "export_exists" else error

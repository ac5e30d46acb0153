"""`tls-workbench issue list [TEXT...]`: what is in a workspace."""

from __future__ import annotations

import argparse

from workbench.commands.issue.options import add_argument, add_workspace_arguments, opened, shown_url
from workbench.commands.issue.results import Facts, certificate_facts, crl_facts, key_facts, request_facts
from workbench.commands.output import FINE, NO, Output, complain
from workbench.core.workspace import finding, searching
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry
from workbench.core.workspace.searching import Entry, Filter, Kind, State
from workbench.core.x509.public_key import describe_key
from workbench.words import visible

LIMIT = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_argument(parser, "text", "list_text", nargs="*", metavar="TEXT")
    add_argument(parser, "--kind", choices=[str(kind) for kind in Kind], default=str(Kind.CERTIFICATES))
    add_argument(parser, "--state", choices=[str(state) for state in State])
    add_argument(parser, "--within-days", type=int, default=30, metavar="N")
    add_argument(parser, "--limit", type=int, default=LIMIT, metavar="N")
    add_workspace_arguments(parser, unlocks=False)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 found, 1 nothing there is like that."""
    output = Output(args.language)
    state = None if args.state is None else State(args.state)
    wanted = Filter(" ".join(args.text), Kind(args.kind), state, args.within_days)
    with opened(args) as workspace:
        with workspace.reading() as connection:
            found = searching.search(connection, wanted, max(1, args.limit))
            count = searching.count(connection, wanted)
        url = shown_url(args, workspace)
    if args.json:
        output.json({"command": args.job, "workspace": url, "count": count, args.kind: [entry_facts(entry) for entry in found]})
    elif found:
        certificates = [entry for entry in found if isinstance(entry, CertificateEntry)]
        for entry, depth in _as_tree(certificates):
            _show_certificate(output, entry, depth)
        for other in found:
            if not isinstance(other, CertificateEntry):
                output.line(_line(output, other))
        if count > len(found):
            output.line(output.say("issue_list_more", count=count - len(found)))
    else:
        complain(output.say("issue_list_empty"))
    return FINE if found else NO


def entry_facts(entry: Entry) -> Facts:
    if isinstance(entry, CertificateEntry):
        return certificate_facts(entry)
    if isinstance(entry, KeyEntry):
        return key_facts(entry)
    return crl_facts(entry) if isinstance(entry, CrlEntry) else request_facts(entry)


def _line(output: Output, entry: Entry) -> str:
    if isinstance(entry, KeyEntry):
        label = entry.label or entry.spki_sha256[:12]
        return output.say("issue_entry_key", label=label, key=describe_key(entry.spki).text, object=entry.id[: finding.SHOWN_PREFIX])
    if isinstance(entry, CrlEntry):
        date = "–" if entry.next_update is None else entry.next_update.strftime("%Y-%m-%d")
        return output.say("issue_entry_crl", title=entry.title, count=entry.entries, date=date, object=entry.id[: finding.SHOWN_PREFIX])
    return output.say("issue_entry_request", title=entry.title, key=entry.key_text, object=entry.id[: finding.SHOWN_PREFIX])


def _show_certificate(output: Output, entry: CertificateEntry, depth: int) -> None:
    word = "issue_entry_revoked" if entry.revoked is not None else "issue_entry"
    date, shown = entry.not_after.strftime("%Y-%m-%d"), entry.id[: finding.SHOWN_PREFIX]
    line = output.say(word, title=entry.title, date=date, key=entry.key_text, object=shown)
    output.line(("" if depth == 0 else output.branch) + line, max(0, depth - 1) * 3)
    if entry.names and entry.names != (entry.title,):
        output.line(output.dim(", ".join(map(visible, entry.names))), depth * 3 + 2)


def _as_tree(found: list[CertificateEntry]) -> list[tuple[CertificateEntry, int]]:
    """Each under its issuer where that was found too; without recursion, as chains may be long."""
    below: dict[str | None, list[CertificateEntry]] = {}
    there = {entry.id for entry in found}
    for entry in found:
        top = entry.issuer_id is None or entry.issuer_id == entry.id or entry.issuer_id not in there
        below.setdefault(None if top else entry.issuer_id, []).append(entry)
    result: list[tuple[CertificateEntry, int]] = []
    waiting = [(entry, 0) for entry in reversed(below.get(None, []))]
    while waiting:
        entry, depth = waiting.pop()
        result.append((entry, depth))
        waiting += [(item, depth + 1) for item in reversed(below.get(entry.id, []))]
    return result

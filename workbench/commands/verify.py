"""`tls-workbench verify FILE...`: does the first certificate of the first file hold, by which chain, and if not, why."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from typing import Any

from workbench.commands import facts
from workbench.commands.opening import Given, open_all, read_passwords, troubles
from workbench.commands.output import FINE, NO, TROUBLE, Output, complain, iso, shown_path
from workbench.core.asn1.reader import DerError
from workbench.core.collection import Collection, Item, chosen_anchors
from workbench.core.errors import Message, UsageError
from workbench.core.formats import Kind, OpenedFile
from workbench.core.lint import lint
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Conditions, Finding, PathVerdict, Purpose, Rules, Status, Verdict
from workbench.core.x509.judge import judge
from workbench.core.x509.role import role_of
from workbench.core.x509.trust_store import TrustStore
from workbench.words import say, visible

_VERDICTS = {Status.OK: "trusted", Status.WARNING: "trusted_with_warnings"}
_ORDER = (Status.FAILURE, Status.WARNING, Status.NOT_CHECKED, Status.OK)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    language = parser.get_default("language") or "en"

    def help_text(name: str) -> str:
        return say(Message("cli_help_" + name), language)

    parser.add_argument("files", nargs="+", metavar="FILE", help=help_text("verify_files"))
    parser.add_argument("--trust", metavar="mozilla|system|FILE", default="mozilla", help=help_text("trust"))
    parser.add_argument("--hostname", metavar="H", default="", help=help_text("hostname"))
    parser.add_argument("--at", metavar="TIME", help=help_text("at"))
    parser.add_argument("--purpose", choices=[str(purpose) for purpose in Purpose], default=str(Purpose.SERVER), help=help_text("purpose"))
    parser.add_argument("--rules", choices=[str(rules) for rules in Rules], default=str(Rules.RFC5280), help=help_text("rules"))
    parser.add_argument("--strict", action="store_true", help=help_text("strict"))
    parser.add_argument("--lint", action="store_true", help=help_text("lint"))
    parser.add_argument("--password-file", metavar="F", help=help_text("password_file"))
    parser.add_argument("--json", action="store_true", help=help_text("json"))


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 trusted (also with warnings), 1 not trusted, 2 a file gave nothing, or there is no certificate to judge."""
    conditions = Conditions(
        host=args.hostname,
        time=parse_time(args.at) if args.at is not None else datetime.now(UTC).replace(microsecond=0),
        purpose=Purpose(args.purpose),
        rules=Rules(args.rules),
        trust=args.trust,
        strict_profile=args.strict,
    )
    passwords = read_passwords(args.password_file)
    anchors = chosen_anchors(args.trust, passwords)
    given = open_all(args.files, passwords)
    files = tuple(file for argument in given for file in argument.files)
    for argument in given:
        for trouble in troubles(argument):
            complain(say(trouble, args.language))
    collection = Collection(files)
    item = _judged(given[0], collection)
    if item is None or item.certificate is None:
        complain(say(_nothing_to_judge(given[0], item), args.language))
        return TROUBLE
    verdict = judge(item.certificate, collection.certificates, anchors, collection.crls, collection.ocsp_responses, conditions)
    lints = [lint(certificate, conditions.rules) for certificate in verdict.paths[0].path] if args.lint else None
    output = Output(args.language)
    if args.json:
        output.json(_facts(verdict, item, collection, files, anchors, lints, args.language))
    else:
        _show(output, verdict, anchors, lints)
    if any(argument.empty for argument in given):
        return TROUBLE
    return FINE if verdict.trusted else NO


def parse_time(text: str) -> datetime:
    """ISO 8601 (a date, or date and time; without an offset it is UTC) or the form of certificates (20260131120000Z) -> aware datetime.

    Raises UsageError `cli_time`.
    """
    compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z", text)
    try:
        if compact:
            year, month, day, hour, minute, second = (int(part) for part in compact.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError("cli_time", text=text) from None


def _judged(given: Given, collection: Collection) -> Item | None:
    """The first certificate of the first file (or folder). One without is not passed over: the caller named it to be judged."""
    for file in given.files:
        for found in file.objects:
            if found.kind is Kind.CERTIFICATE:
                return collection.by_id[f"{found.kind}:{found.sha256}"]
    return None


def _nothing_to_judge(given: Given, item: Item | None) -> Message:
    if item is not None and item.error is not None:
        return Message("cli_certificate_unreadable", {"path": given.path, "reason": item.error})
    return Message("cli_no_certificate", {"path": given.path})


# JSON


def _facts(
    verdict: Verdict,
    item: Item,
    collection: Collection,
    files: tuple[OpenedFile, ...],
    anchors: TrustStore,
    lints: list[tuple[Finding, ...]] | None,
    language: str,
) -> dict[str, Any]:
    conditions = verdict.conditions
    result: dict[str, Any] = {
        "verdict": _VERDICTS.get(verdict.status, "not_trusted"),
        "trusted": verdict.trusted,
        "status": str(verdict.status),
        "headline": say(verdict.headline, language),
        "detail": say(verdict.headline, language, "detail"),
        "conditions": {
            "host": conditions.host or None,
            "time": iso(conditions.time),
            "purpose": str(conditions.purpose),
            "rules": str(conditions.rules),
            "strict": conditions.strict_profile,
            "trust": conditions.trust,
            "trust_anchors": len(anchors),
        },
        "certificate": _certificate(item.certificate, collection),
        "chains": [_chain(path, collection, language) for path in verdict.paths],
        "notes": [say(note, language) for note in verdict.notes],
    }
    if lints is not None:
        result["lint"] = [
            {**_finding(finding, language), "certificate": index, "code": str(finding.message.params.get("code", ""))}
            for index, findings in enumerate(lints)
            for finding in findings
        ]
    result["files"] = [
        {
            "path": file.path,
            "objects": len(file.objects),
            "error": None if file.error is None else say(file.error, language),
            "locked": [say(locked.what, language) for locked in file.locked],
        }
        for file in files
    ]
    return result


def _certificate(certificate: Certificate | None, collection: Collection) -> dict[str, Any]:
    assert certificate is not None
    item = collection.item_of(certificate)

    def read(field: Any) -> Any:
        try:
            return field()
        except DerError:
            return None

    result = facts.certificate_facts(certificate, item, collection, read)
    if item is None:  # out of the trust store
        result["role"] = str(role_of(certificate).main)
    return {**result, "sha256": certificate.sha256}


def _chain(path: PathVerdict, collection: Collection, language: str) -> dict[str, Any]:
    last = len(path.path) - 1
    return {
        "trusted": path.trusted,
        "complete": path.complete,
        "missing": None if path.missing is None else say(path.missing, language),
        "certificates": [
            {"index": index, "anchor": path.complete and index == last, **_certificate(certificate, collection)}
            for index, certificate in enumerate(path.path)
        ],
        "findings": [_finding(finding, language) for finding in path.findings],
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "id": finding.id,
        "status": str(finding.status),
        "certificate": finding.certificate,
        "field": "/".join(finding.field),
        "citation": finding.citation,
        "sentence": say(finding.message, language),
        "advice": say(finding.message, language, "advice"),
    }


# For people


def _show(output: Output, verdict: Verdict, anchors: TrustStore, lints: list[tuple[Finding, ...]] | None) -> None:
    language = output.language
    output.line(output.bold(output.state(verdict.status, say(verdict.headline, language))))
    detail = say(verdict.headline, language, "detail")
    if detail:
        output.line(detail, 2)
    for note in verdict.notes:
        output.line(say(note, language), 2)
    output.line(output.dim(_conditions(output, verdict.conditions, anchors)), 2)
    for number, path in enumerate(verdict.paths, 1):
        output.line()
        heading = output.say("cli_chain_of", number=number, count=len(verdict.paths)) if len(verdict.paths) > 1 else output.say("cli_chain")
        output.line(output.bold(heading))
        _show_tree(output, path)
        output.line()
        _show_findings(output, path.path, path.findings)
    if lints is not None:
        output.line()
        output.line(output.bold(output.say("cli_lint")))
        findings = [
            Finding(finding.message, finding.status, index, finding.field, finding.citation)
            for index, group in enumerate(lints)
            for finding in group
        ]
        _show_findings(output, verdict.paths[0].path, tuple(findings))


def _conditions(output: Output, conditions: Conditions, anchors: TrustStore) -> str:
    return output.say(
        "cli_conditions",
        host=conditions.host or Message("cli_any_host"),
        time=conditions.time or datetime.now(UTC),
        purpose=Message(f"cli_purpose_{conditions.purpose}"),
        rules=Message(f"cli_rules_{conditions.rules}{'_strict' if conditions.strict_profile else ''}"),
        trust=_trust_name(conditions.trust),
        count=len(anchors),
    )


def _trust_name(trust: str) -> str | Message:
    return Message(f"cli_trust_{trust}") if trust in ("mozilla", "system") else shown_path(trust)


def _show_tree(output: Output, path: PathVerdict) -> None:
    """The trust anchor on top, each certificate under the one that issued it."""
    depth = 0
    if path.missing is not None:
        output.line(output.state(Status.FAILURE, say(path.missing, output.language)), 2)
        depth = 1
    last = len(path.path) - 1
    for index in range(last, -1, -1):
        certificate = path.path[index]
        role = say(role_of(certificate).message, output.language)
        id = "cli_anchor" if path.complete and index == last else "cli_link"
        text = output.say(id, name=_name(certificate), role=role, date=_until(certificate))
        output.line((output.branch if depth else "") + text, 2 + max(0, depth - 1) * 3)
        depth += 1


def _show_findings(output: Output, path: tuple[Certificate, ...], findings: tuple[Finding, ...]) -> None:
    for index, certificate in enumerate(path):
        own = sorted((finding for finding in findings if finding.certificate == index), key=lambda finding: _ORDER.index(finding.status))
        if not own:
            continue
        output.line(output.bold(_name(certificate)), 2)
        for finding in own:
            word = output.state(finding.status, output.say(f"cli_status_{finding.status}"))
            # Where everything is well only the clause; else also the field, to tell alike sentences apart.
            place = finding.field[-1:] if finding.status is not Status.OK else ()
            evidence = "; ".join((*place, finding.citation) if finding.citation else place)
            citation = f"  [{evidence}]" if evidence else ""
            output.line(f"{word}: {say(finding.message, output.language)}{output.dim(citation)}", 4)
            advice = say(finding.message, output.language, "advice")
            if advice and finding.status is not Status.OK:
                output.line(f"{output.arrow} {advice}", 6)


def _name(certificate: Certificate) -> str:
    try:
        return visible(certificate.subject.short) or certificate.serial
    except DerError:
        return certificate.sha256[:16]


def _until(certificate: Certificate) -> str:
    try:
        return certificate.not_after.strftime("%Y-%m-%d")
    except DerError:
        return "?"

"""`tls-workbench inspect FILE...`: what is in these files, and what belongs together."""

from __future__ import annotations

import argparse
from typing import Any

from workbench.commands import facts
from workbench.commands.opening import open_all, read_passwords, troubles
from workbench.commands.output import FINE, NO, TROUBLE, Output, complain, shown_path
from workbench.core.collection import Collection, Item
from workbench.core.errors import Message
from workbench.core.formats import FoundObject, OpenedFile
from workbench.core.x509.finding import Status
from workbench.core.x509.request import CertificationRequest, signature_message
from workbench.core.x509.signature import SignatureState
from workbench.words import say, visible

# Fields shown to people, in this order, when there is something in them.
_SHOWN = ("subject", "issuer", "serial", "names", "not_before", "not_after", "this_update", "next_update", "number", "count",
          "response_status", "produced_at", "serials", "key", "sha256", "spki_sha256")  # fmt: skip
MAX_VALUES = 20
# Where thousands share one key, telling each of its relations to all the others grows with the square.
MAX_RELATED = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    language = parser.get_default("language") or "en"

    def help_text(name: str) -> str:
        return say(Message("cli_help_" + name), language)

    parser.add_argument("files", nargs="+", metavar="FILE", help=help_text("files"))
    parser.add_argument("--password-file", metavar="F", help=help_text("password_file"))
    parser.add_argument("--json", action="store_true", help=help_text("json"))


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 everything could be shown, 1 something stays locked, 2 a file gave nothing."""
    given = open_all(args.files, read_passwords(args.password_file))
    files = tuple(file for argument in given for file in argument.files)
    collection = Collection(files)
    output = Output(args.language)
    if args.json:
        output.json({"files": [_file_facts(file, collection, args.language) for file in files]})
    else:
        for number, file in enumerate(files):
            if number:
                output.line()
            _show_file(output, file, collection)
        if len(collection.items) > MAX_RELATED:
            output.line()
            output.line(output.say("cli_relations_left_out", count=len(collection.items)))
    for argument in given:
        for trouble in troubles(argument):
            complain(say(trouble, args.language))
    if any(argument.empty for argument in given):
        return TROUBLE
    return NO if any(file.locked for file in files) else FINE


def _file_facts(file: OpenedFile, collection: Collection, language: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "path": file.path,
        "objects": [facts.object_facts(found, _item(found, collection), collection, language) for found in file.objects],
        "refusals": [{"reader": refusal.reader, "reason": say(refusal.reason, language)} for refusal in file.refusals],
        "locked": [
            {"what": say(locked.what, language), "wrong_password": locked.wrong, "seconds": locked.seconds} for locked in file.locked
        ],
    }
    if file.error is not None:
        result["error"] = say(file.error, language)
    return result


def _item(found: FoundObject, collection: Collection) -> Item:
    return collection.by_id[f"{found.kind}:{found.sha256}"]


def _show_file(output: Output, file: OpenedFile, collection: Collection) -> None:
    output.line(output.bold(shown_path(file.path)))
    if file.error is not None:
        output.line(output.state(Status.FAILURE, say(file.error, output.language)), 2)
        for refusal in file.refusals:
            output.line(output.say("cli_refusal", reader=refusal.reader, reason=refusal.reason), 4)
    for found in file.objects:
        _show_object(output, found, _item(found, collection), collection)
    for locked in file.locked:
        id = "cli_locked_wrong_here" if locked.wrong else "cli_locked_cost_here" if locked.seconds else "cli_locked_here"
        output.line(output.state(Status.NOT_CHECKED, output.say(id, what=locked.what)), 2)


def _show_object(output: Output, found: FoundObject, item: Item, collection: Collection) -> None:
    role = collection.role(item)
    description = role.message if role is not None else item.description
    output.line(output.say("cli_object", title=item.title, description=description), 2)
    values = facts.object_facts(found, item, collection, output.language)
    rows = [(output.say(f"cli_field_{name}"), values[name]) for name in _SHOWN if values.get(name) not in (None, [], "")]
    if found.name:
        rows.append((output.say("cli_field_alias"), found.name))
    for label, value in rows:
        output.line(f"{_padded(label)} {_text(output, value)}", 4)
    if role is not None and role.level_message is not None:
        output.line(say(role.level_message, output.language), 4)
    if isinstance(item.parsed, CertificationRequest):
        line = say(signature_message(item.parsed), output.language)
        output.line(line if values["signature"] == SignatureState.OK else output.state(Status.WARNING, line), 4)
    for remark in role.remarks if role is not None else ():
        output.line(say(remark, output.language), 4)
    for remark in found.remarks:
        output.line(output.state(Status.WARNING, say(remark, output.language)), 4)
    if "error" in values:
        output.line(output.state(Status.FAILURE, str(values["error"])), 4)
    if item.parsed is not None and len(collection.items) <= MAX_RELATED:
        for relation in collection.relations.of(item.parsed):
            output.line(f"{output.arrow} {say(relation.message, output.language)}", 4)
    others = [source for source in item.sources if source is not found and source.path != found.path]
    if others:
        output.line(f"{output.arrow} {output.say('cli_also_in', path=', '.join(source.path for source in others[:3]))}", 4)


def _text(output: Output, value: object) -> str:
    if isinstance(value, list):
        shown = ", ".join(visible(str(entry)) for entry in value[:MAX_VALUES])
        return shown if len(value) <= MAX_VALUES else output.say("cli_and_more", shown=shown, count=len(value) - MAX_VALUES)
    return visible(str(value))


def _padded(label: str) -> str:
    """Labels in one column; a Japanese character is two cells wide."""
    width = sum(2 if ord(character) > 0x2E80 else 1 for character in label)
    return label + " " * max(0, 16 - width)

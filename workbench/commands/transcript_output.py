"""How every command answers with a transcript: as a table for people or as JSON, and with the files that were asked for."""

from __future__ import annotations

import argparse

from workbench.commands import transcript_text
from workbench.commands.output import FINE, NO, Output, shown_path
from workbench.commands.transcript_files import add_file_arguments, write_files
from workbench.core.errors import Message
from workbench.core.handshake.export import json
from workbench.core.handshake.transcript import Outcome, Transcript
from workbench.words import say


def add_output_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """What is told, and which files are written."""

    def help_text(name: str) -> str:
        return say(Message("handshake_help_" + name), language)

    parser.add_argument("--json", action="store_true", help=help_text("json"))
    parser.add_argument("--fields", action="store_true", help=help_text("fields"))
    details = transcript_text.DETAILS
    parser.add_argument("--detail", choices=details, help=help_text("detail"))
    add_file_arguments(parser, language)


def tell(transcript: Transcript, args: argparse.Namespace, output: Output) -> int:
    """Tell it and write the files. Returns the exit code: 0 the handshake was done (or warned of and gone on with), 1 it failed."""
    written = write_files(transcript, args)
    if args.json:
        output.json(json.document(transcript, secrets=True, fields=args.fields, say=lambda message: say(message, args.language)))
    else:
        transcript_text.show(output, transcript, args.detail or transcript_text.DETAILS[-1])
        if written:
            output.line()
        for path in written:
            output.line(output.say("handshake_written", path=shown_path(path)))
    return NO if transcript.outcome is Outcome.failed else FINE

"""`tls-workbench connect HOST[:PORT]`: one request over a real connection, and the whole transcript of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from workbench.commands.live_options import add_live_arguments, credentials_of, versions_of
from workbench.commands.opening import read_passwords
from workbench.commands.output import NO, Output, complain
from workbench.commands.tls_options import add_tls_arguments
from workbench.commands.transcript_output import add_output_arguments, tell
from workbench.core.collection import chosen_anchors
from workbench.core.errors import FileError, Message, UsageError
from workbench.core.handshake.transcript import StepKind
from workbench.core.handshake.verify import verifier
from workbench.core.live.address import parse_address
from workbench.core.live.connect import Visit, connect
from workbench.core.tls.configuration import ClientConfiguration
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.host_name import a_label
from workbench.words import say

MAXIMUM_EARLY_DATA = 2**20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    language = parser.get_default("language") or "en"

    def help_text(name: str) -> str:
        return say(Message("live_help_" + name), language)

    parser.add_argument("address", metavar="HOST[:PORT]", help=help_text("address"))
    parser.add_argument("--server-name", metavar="N", help=help_text("server_name"))
    parser.add_argument("--trust", metavar="mozilla|system|FILE", default="mozilla", help=say(Message("cli_help_trust"), language))
    parser.add_argument("--insecure", action="store_true", help=help_text("insecure"))
    add_live_arguments(parser, language)
    add_tls_arguments(parser, language)
    parser.add_argument("--resume", action="store_true", help=help_text("resume"))
    parser.add_argument("--early-data", metavar="F", help=help_text("early_data"))
    add_output_arguments(parser, language)
    parser.epilog = help_text("packets")


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 the handshake was done, 1 nobody answered, the peer refused or is not trusted, 2 bad usage or an unreadable file."""
    transcript = connect(_visit(args))
    reached = any(step.kind is StepKind.message for step in transcript.steps)
    if not reached and transcript.headline is not None:
        complain(say(transcript.headline, args.language))
        if not args.json:
            return NO
    return tell(transcript, args, Output(args.language))


def _visit(args: argparse.Namespace) -> Visit:
    address = parse_address(args.address)
    versions = versions_of(args)
    # As browsers do: most servers speak one of these two, and need no second round trip to say so.
    chosen: dict[str, Any] = {"key_share_groups": (NamedGroup.X25519MLKEM768, NamedGroup.x25519)}
    if args.group:
        chosen = {"groups": tuple(args.group)}
    if args.suite:
        chosen["cipher_suites"] = tuple(args.suite)
    early_data = _early_data(args.early_data)
    if early_data is not None and ProtocolVersion.TLS1_3 not in versions:
        raise UsageError("live_early_data_needs_tls13")
    configuration = ClientConfiguration(
        verifier(chosen_anchors(args.trust, read_passwords(args.password_file)), Conditions(purpose=Purpose.SERVER)),
        server_name=address.host if args.server_name is None else _server_name(args.server_name),
        versions=versions,
        application_layer_protocols=(b"http/1.1",),
        credentials=credentials_of(args, versions),
        continue_when_not_trusted=args.insecure,
        **chosen,
    )
    return Visit(address, configuration, args.resume, early_data, args.timeout)


def _server_name(text: str) -> str:
    name = parse_address(text).host if ":" in text else a_label(text) or text
    if not name.isascii():
        raise UsageError("live_address", text=text)
    return name


def _early_data(path: str | None) -> bytes | None:
    if path is None:
        return None
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAXIMUM_EARLY_DATA + 1)
    except OSError as error:
        raise FileError("live_early_data_file", path=path, reason=error.strerror or type(error).__name__) from None
    if len(data) > MAXIMUM_EARLY_DATA:
        raise UsageError("live_early_data_file_long", path=path, limit=MAXIMUM_EARLY_DATA)
    return data

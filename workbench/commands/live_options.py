"""What `connect` and `serve` have in common on the command line."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence

from workbench.commands.opening import read_passwords
from workbench.core.errors import Message, UsageError
from workbench.core.live.credentials import read_credential
from workbench.core.tls.configuration import Credential
from workbench.core.tls.parameters import ProtocolVersion
from workbench.words import say

VERSIONS: tuple[int, ...] = (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2)
SECONDS = 10.0


def add_live_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """A certificate of one's own, and patience."""

    def help_text(name: str) -> str:
        return say(Message("live_help_" + name), language)

    parser.add_argument("--certificate", metavar="F", help=help_text("certificate"))
    parser.add_argument("--key", metavar="F", help=help_text("key"))
    parser.add_argument("--password-file", metavar="F", help=help_text("password_file"))
    parser.add_argument("--timeout", type=_seconds, default=SECONDS, metavar="SECONDS", help=help_text("timeout"))


def versions_of(args: argparse.Namespace) -> tuple[int, ...]:
    """What may be spoken: all that the engine knows, unless something was chosen."""
    return tuple(args.version) or VERSIONS


def credentials_of(args: argparse.Namespace, versions: Sequence[int]) -> tuple[Credential, ...]:
    """The certificate that was given, if any. Raises UsageError `live_key_alone`, FileError as `read_credential`."""
    if args.certificate is None:
        if args.key is not None:
            raise UsageError("live_key_alone")
        return ()
    return (read_credential(args.certificate, args.key, versions, read_passwords(args.password_file)),)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= 3600:
        raise UsageError("live_seconds", text=text)
    return seconds

"""The files a transcript can be written to: capture, key log, pictures, text for other programs. Never over an existing file, unless
told to."""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path
from typing import Any

from workbench.core.errors import Message, UsageError
from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_write import write_atomically
from workbench.core.handshake.export import EXPORTS
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail
from workbench.narration import stage_title
from workbench.replay import make_page
from workbench.words import say

THEMES = ("light", "dark")
_EXPORTS = {export.name: export for export in EXPORTS}


def add_file_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """One option for each kind of file."""

    def help_text(name: str) -> str:
        return say(Message("handshake_help_" + name), language)

    parser.add_argument("--pcap", metavar="OUT", help=help_text("pcap"))
    parser.add_argument("--key-log", metavar="OUT", help=help_text("key_log"))
    parser.add_argument("--html", metavar="OUT", help=help_text("html"))
    parser.add_argument("--png", metavar="OUT", help=help_text("png"))
    parser.add_argument("--svg", metavar="OUT", help=help_text("svg"))
    parser.add_argument("--pdf", metavar="OUT", help=help_text("pdf"))
    parser.add_argument("--mermaid", metavar="OUT", help=help_text("mermaid"))
    parser.add_argument("--markdown", metavar="OUT", help=help_text("markdown"))
    parser.add_argument("--values", action="store_true", help=help_text("values"))
    parser.add_argument("--secrets", action="store_true", help=help_text("secrets"))
    parser.add_argument("--scale", type=_scale, default=1.0, metavar="N", help=help_text("scale"))
    parser.add_argument("--theme", choices=THEMES, default=THEMES[0], help=help_text("theme"))
    parser.add_argument("--force", action="store_true", help=help_text("force"))


def write_files(transcript: Transcript, args: argparse.Namespace) -> tuple[str, ...]:
    """Write what was asked for; returns the paths. Each file is there whole or not at all.

    `args.picture` draws (see `workbench.cli`). Raises UsageError `handshake_exists`, ExportError for all else.
    """
    written = []
    for name, path in (("pcapng", args.pcap), ("key_log", args.key_log)):
        if path is not None:
            export = _EXPORTS[name]
            _write(path, export.write(transcript), export.secret, args.force)
            written.append(path)
    texts: tuple[tuple[str, str | None, dict[str, Any]], ...] = (
        ("mermaid", args.mermaid, {}),
        ("markdown", args.markdown, {"values": args.values, "secrets": args.secrets}),
    )
    for name, path, options in texts:
        if path is not None:
            options |= {"detail": args.detail or Detail.computations, "stage": lambda stage: stage_title(stage, args.language)}
            data = _EXPORTS[name].write(transcript, lambda message: say(message, args.language), **options)
            _write(path, data, bool(options.get("secrets")), args.force)
            written.append(path)
    if args.html is not None:
        data = make_page(transcript, args.language, Detail(args.detail or Detail.messages), args.secrets)
        _write(args.html, data, args.secrets, args.force)
        written.append(args.html)
    for suffix, path in ((".png", args.png), (".svg", args.svg), (".pdf", args.pdf)):
        if path is not None:
            _write(path, _picture(transcript, suffix, args), False, args.force)
            written.append(path)
    return tuple(written)


def _picture(transcript: Transcript, suffix: str, args: argparse.Namespace) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"picture{suffix}"
        args.picture(transcript, path, args.language, args.theme, args.detail or Detail.messages, args.scale)
        return path.read_bytes()


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = math.nan
    if not 0.1 <= scale <= 16.0:
        raise UsageError("picture_scale", text=text)
    return scale


def _write(path: str, data: bytes, secret: bool, force: bool) -> None:
    try:
        write_atomically(path, data, secret, overwrite=force)
    except ExportError as error:
        if error.message.id == "export_exists":
            raise UsageError("handshake_exists", path=path) from None
        raise

"""`handshake A --compare B`: two handshakes side by side, as tables for people or as JSON.

The JSON, under keys that stay:

    format, format_version    "tls-workbench comparison", 1; the version grows when a key changes its meaning
    left, right               {label, name, outcome, headline, counts}
                              `counts`: [{connection, round_trips, ...}], the fields of `core.handshake.counts.Counts`
    agreements                [{connection, name, left, right}]: what was negotiated differently; code points as numbers
    pairs                     [{connection, kind, name, left, right, differences}]
                              `left`, `right`: the number of the step in its handshake, null where it has none such
                              `differences`: [{aspect, left, right}]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from workbench.commands import comparison_text
from workbench.commands.output import FINE, Output
from workbench.core.errors import Message, UsageError
from workbench.core.handshake.compare import Comparison, Pair, compare, one_connection
from workbench.core.handshake.counts import Counts
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.transcript import Transcript
from workbench.words import say

FORMAT = "tls-workbench comparison"
FORMAT_VERSION = 1
_FILES = ("pcap", "key_log", "png", "svg", "pdf", "html", "mermaid", "markdown")

Json = dict[str, Any]


def tell(asked: tuple[str, str], args: argparse.Namespace, output: Output, play: Callable[[str], Transcript]) -> int:
    """Play both and tell how they differ. Returns the exit code, 0: that one of them is refused is part of the answer.

    asked   names of two handshakes; "NAME:2" is its second connection alone
    play    plays one by its name

    Raises UsageError for files that were asked for, for a connection that is not there, and what `play` raises.
    """
    if any(getattr(args, name, None) is not None for name in _FILES):
        raise UsageError("compare_no_files")
    run("tls13_full")  # so that what is loaded the first time is not counted as what the left one computed
    comparison = compare(*(_played(name, play) for name in asked))
    if args.json:
        output.json(document(comparison, asked, args.language))
    else:
        comparison_text.show(output, comparison, asked, args.detail or "computations")
    return FINE


def _played(asked: str, play: Callable[[str], Transcript]) -> Transcript:
    name, colon, number = asked.rpartition(":")
    if colon and number.isascii() and number.isdigit():
        return one_connection(play(name), int(number[:9]))
    return play(asked)


def document(comparison: Comparison, labels: tuple[str, str], language: str) -> Json:
    """The JSON object."""

    def message(found: Message) -> Json:
        return {"id": found.id, "sentence": say(found, language)}

    def plain(value: Any) -> Any:
        match value:
            case Message():
                return message(value)
            case tuple():
                return [plain(item) for item in value]
            case bytes():
                return value.decode("ascii") if value.isascii() and value.decode("ascii").isprintable() else value.hex()
            case bool() | None:
                return value
            case str():
                return str(value)
            case int():
                return int(value)
            case float():
                return value
        return str(value)

    def side(label: str, transcript: Transcript, counts: tuple[Counts, ...]) -> Json:
        return {
            "label": label,
            "name": transcript.name,
            "outcome": str(transcript.outcome),
            "headline": plain(transcript.headline),
            "counts": [_counts(found) for found in counts],
        }

    def row(pair: Pair) -> Json:
        return {
            "connection": pair.step.connection,
            "kind": str(pair.step.kind),
            "name": pair.step.name,
            "left": None if pair.left is None else pair.left.number,
            "right": None if pair.right is None else pair.right.number,
            "differences": [
                {"aspect": str(found.aspect), "left": plain(found.left), "right": plain(found.right)} for found in pair.differences
            ],
        }

    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "left": side(labels[0], comparison.left, comparison.left_counts),
        "right": side(labels[1], comparison.right, comparison.right_counts),
        "agreements": [
            {"connection": found.connection, "name": found.name, "left": plain(found.left), "right": plain(found.right)}
            for found in comparison.agreements
        ],
        "pairs": [row(pair) for pair in comparison.pairs],
    }


def _counts(counts: Counts) -> Json:
    found: Json = {}
    for field in fields(counts):
        value = getattr(counts, field.name)
        found[field.name] = {str(kind): number for kind, number in value.items()} if field.name in ("asymmetric", "symmetric") else value
    return found

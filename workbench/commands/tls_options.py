"""Versions, groups, cipher suites as people write them on the command line -> code points; kinds of keys."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable, Mapping
from typing import TypeVar

from workbench.core.errors import Message, UsageError
from workbench.core.handshake.scenarios.options import KINDS
from workbench.core.tls import groups
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.x509.issuance import KeyKind
from workbench.words import say

T = TypeVar("T")

VERSIONS: Mapping[str, int] = {"1.2": ProtocolVersion.TLS1_2, "1.3": ProtocolVersion.TLS1_3}
GROUPS: Mapping[str, int] = {groups.group_name(code): code for code in groups.SUPPORTED}
SUITES: Mapping[str, int] = {suite.name: suite for suite in CipherSuite}
KEY_TYPES: Mapping[str, KeyKind] = {kind.value: kind for kind in KINDS}
# What people and other programs call them.
_OTHER_NAMES: Mapping[str, str] = {"p-256": "secp256r1", "p-384": "secp384r1", "p-521": "secp521r1"}

LONG = 12
"""Of more names than these only the near ones are listed."""


def add_tls_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """`--version`, `--group` and `--suite`: what both sides may speak, each once or several times, best first."""

    def help_text(name: str) -> str:
        return say(Message("handshake_help_" + name), language)

    parser.add_argument("--version", action="append", default=[], type=known(VERSIONS), metavar="1.2|1.3", help=help_text("version"))
    parser.add_argument("--group", action="append", default=[], type=known(GROUPS), metavar="G", help=help_text("group"))
    parser.add_argument("--suite", action="append", default=[], type=known(SUITES), metavar="S", help=help_text("suite"))


def known(table: Mapping[str, T]) -> Callable[[str], T]:
    """A reader of the names of this table, however they are capitalised. Raises UsageError `handshake_name` or
    `handshake_name_near`, which list them, or those that look like what was meant."""
    found = {name.lower(): value for name, value in table.items()}
    found |= {other: found[name] for other, name in _OTHER_NAMES.items() if name in found}

    def read(text: str) -> T:
        if text.lower() not in found:
            near = _near(text, table)
            if near and len(table) > LONG:
                raise UsageError("handshake_name_near", text=text, names=", ".join(near))
            raise UsageError("handshake_name", text=text, names=", ".join(table))
        return found[text.lower()]

    return read


def _near(text: str, table: Mapping[str, object]) -> list[str]:
    """Names that look like this one, or of which this is a part."""
    wanted = {name.lower().replace("-", "_"): name for name in table}
    part = text.lower().replace("-", "_")
    near = [name for folded, name in wanted.items() if len(part) > 2 and part in folded]
    return near or [wanted[found] for found in difflib.get_close_matches(part, wanted, cutoff=0.6)]

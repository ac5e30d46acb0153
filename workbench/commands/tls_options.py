"""Versions, groups, cipher suites as people write them on the command line -> code points; kinds of keys."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TypeVar

from workbench.core.errors import Message, UsageError
from workbench.core.tls import groups
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.x509.issuance import KeyKind
from workbench.words import say

T = TypeVar("T")

VERSIONS: Mapping[str, int] = {"1.2": ProtocolVersion.TLS1_2, "1.3": ProtocolVersion.TLS1_3}
GROUPS: Mapping[str, int] = {groups.group_name(code): code for code in groups.SUPPORTED}
SUITES: Mapping[str, int] = {suite.name: suite for suite in CipherSuite}
KEY_TYPES: Mapping[str, KeyKind] = {kind.value: kind for kind in KeyKind}
# What people and other programs call them.
_OTHER_NAMES: Mapping[str, str] = {"p-256": "secp256r1", "p-384": "secp384r1", "p-521": "secp521r1"}


def add_tls_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """`--version`, `--group` and `--suite`: what both sides may speak, each once or several times, best first."""

    def help_text(name: str) -> str:
        return say(Message("handshake_help_" + name), language)

    parser.add_argument("--version", action="append", default=[], type=known(VERSIONS), metavar="1.2|1.3", help=help_text("version"))
    parser.add_argument("--group", action="append", default=[], type=known(GROUPS), metavar="G", help=help_text("group"))
    parser.add_argument("--suite", action="append", default=[], type=known(SUITES), metavar="S", help=help_text("suite"))


def known(table: Mapping[str, T]) -> Callable[[str], T]:
    """A reader of the names of this table, however they are capitalised. Raises UsageError `handshake_name`, which lists them."""
    found = {name.lower(): value for name, value in table.items()}
    found |= {other: found[name] for other, name in _OTHER_NAMES.items() if name in found}

    def read(text: str) -> T:
        if text.lower() not in found:
            raise UsageError("handshake_name", text=text, names=", ".join(table))
        return found[text.lower()]

    return read

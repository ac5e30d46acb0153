"""The Public Suffix List, as far as validation asks it: which names are registries, and which names can be public at all.

Sections "ICANN DOMAINS" and "PRIVATE DOMAINS" of the list at publicsuffix.org, as the `publicsuffixlist` package brings it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList

from workbench.core.remembered import remembered

BEGIN_ICANN, END_ICANN = "// ===BEGIN ICANN DOMAINS===", "// ===END ICANN DOMAINS==="


@functools.cache
def _rules() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each top-level domain its rules, as they stand in the list: those of registries, and all. Whole lists take long to understand;
    what a name is depends on the rules of its top-level domain alone."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    registries = False
    for line in Path(PSLFILE).read_text(encoding="utf-8").splitlines():
        if line.startswith("//") or not line:
            registries = line.rstrip() == BEGIN_ICANN or (registries and line.rstrip() != END_ICANN)
            continue
        rule = line.lower().split(" ")[0].rstrip()
        of_registries, every = found.setdefault(rule.rpartition(".")[2], ([], []))
        every.append(rule)
        if registries:
            of_registries.append(rule)
    ready = {name: (tuple(some), tuple(every)) for name, (some, every) in found.items()}
    return ready | {name.encode("idna").decode("ascii"): rules for name, rules in ready.items() if not name.isascii()}


@functools.cache
def _list(top: str, private: bool) -> PublicSuffixList:
    return PublicSuffixList(_rules().get(top, ((), ()))[private], accept_unknown=False)


def _icann(name: str) -> PublicSuffixList:
    """The rules of registries that are about a name."""
    return _about(name, False)


def _all(name: str) -> PublicSuffixList:
    """All rules that are about a name."""
    return _about(name, True)


def _about(name: str, private: bool) -> PublicSuffixList:
    top = name.rstrip(".").rpartition(".")[2].lower()
    return _list(top if top in _rules() else "", private)


def load() -> None:
    """Read the list now; else the first judgement in a process waits for it."""
    _rules()


@remembered(8192, 253)
def is_icann_suffix(name: str) -> bool:
    """A name directly under which a registry registers: "com", "co.uk"; also a single label that no registry knows."""
    name = name.lower()
    return "." not in name or bool(_icann(name).publicsuffix(name) == name)


@remembered(8192, 253)
def is_private_suffix(name: str) -> bool:
    """A name under which its owner hands out names to others: "github.io", "s3.amazonaws.com"."""
    name = name.lower()
    return bool(_all(name).publicsuffix(name) == name) and not is_icann_suffix(name)


@remembered(8192, 253)
def is_public_name(name: str) -> bool:
    """Whether the name can be resolved in the public DNS: several labels under a known top-level domain (.onion too)."""
    name = name.lower().rstrip(".")
    return "." in name and (name.endswith(".onion") or _icann(name).publicsuffix(name) is not None)


@remembered(8192, 253)
def registrable(name: str) -> str:
    """The part of a name that somebody registered at a registry ("amazonaws.com"), "" when there is none."""
    return str(_icann(name).privatesuffix(name.lower()) or "")


def is_operator(name: str) -> bool:
    """Only who runs a domain gets a certificate for this name, none of those to whom names below it are handed out:
    the registered domain itself, or one of its private suffixes."""
    return registrable(name) == name.lower() or is_private_suffix(name)

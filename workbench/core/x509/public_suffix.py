"""The Public Suffix List, as far as validation asks it: which names are registries, and which names can be public at all.

Sections "ICANN DOMAINS" and "PRIVATE DOMAINS" of the list at publicsuffix.org, as the `publicsuffixlist` package brings it.
"""

from __future__ import annotations

import functools

from publicsuffixlist import PublicSuffixList

from workbench.core.remembered import remembered


@functools.cache
def _icann() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)


@functools.cache
def _all() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def load() -> None:
    """Read the list now; else the first judgement in a process waits for it, about a tenth of a second."""
    _icann()
    _all()


@remembered(8192, 253)
def is_icann_suffix(name: str) -> bool:
    """A name directly under which a registry registers: "com", "co.uk"; also a single label that no registry knows."""
    name = name.lower()
    return "." not in name or bool(_icann().publicsuffix(name) == name)


@remembered(8192, 253)
def is_private_suffix(name: str) -> bool:
    """A name under which its owner hands out names to others: "github.io", "s3.amazonaws.com"."""
    name = name.lower()
    return bool(_all().publicsuffix(name) == name) and not is_icann_suffix(name)


@remembered(8192, 253)
def is_public_name(name: str) -> bool:
    """Whether the name can be resolved in the public DNS: several labels under a known top-level domain (.onion too)."""
    name = name.lower().rstrip(".")
    return "." in name and (name.endswith(".onion") or _icann().publicsuffix(name) is not None)


@remembered(8192, 253)
def registrable(name: str) -> str:
    """The part of a name that somebody registered at a registry ("amazonaws.com"), "" when there is none."""
    return str(_icann().privatesuffix(name.lower()) or "")


def is_operator(name: str) -> bool:
    """Only who runs a domain gets a certificate for this name, none of those to whom names below it are handed out:
    the registered domain itself, or one of its private suffixes."""
    return registrable(name) == name.lower() or is_private_suffix(name)

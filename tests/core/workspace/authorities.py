"""Small CAs and what they issue, made at once: P-256 throughout."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from workbench.core.x509.issuance import (
    CLIENT_AUTH,
    SERVER_AUTH,
    Authority,
    KeyKind,
    PrivateKey,
    Wanted,
    distinguished_name,
    issue,
    issue_to_itself,
    make_key,
)  # fmt: skip

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CA_USAGE = frozenset({"keyCertSign", "cRLSign", "digitalSignature"})


def wanted(name: str, *, ca: bool = False, names: tuple[str, ...] = (), begin: int = -10, end: int = 365, client: bool = False) -> Wanted:
    """`begin` and `end` in days from `NOW`."""
    purposes = () if ca else ((CLIENT_AUTH,) if client else (SERVER_AUTH,))
    usage = CA_USAGE if ca else frozenset({"digitalSignature"})
    times = NOW + timedelta(days=begin), NOW + timedelta(days=end)
    return Wanted(distinguished_name(name), *times, names=names, ca=ca, key_usage=usage, extended_key_usage=purposes)


def root(name: str = "Root", kind: KeyKind = KeyKind.P_256, end: int = 3650) -> Authority:
    key = make_key(kind)
    return Authority(issue_to_itself(wanted(name, ca=True, end=end), key), key)


def below(above: Authority, name: str = "Intermediate") -> Authority:
    key = make_key(KeyKind.P_256)
    return Authority(issue(wanted(name, ca=True, end=1000), key.public_key(), above), key)


def leaf(above: Authority, name: str = "www.example.test", key: PrivateKey | None = None, **more: object) -> bytes:
    names = more.pop("names", (name,))
    own = key or make_key(KeyKind.P_256)
    return issue(wanted(name, names=names, **more), own.public_key(), above)  # type: ignore[arg-type]

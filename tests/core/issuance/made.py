"""Chains made with our own profiles, for every kind of key. Keys and CAs are made once a process."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.build import build_certificate, build_self_signed
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.profiles import BUILT_IN, built_in
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute, Validity
from workbench.core.x509.issuance import Authority, KeyKind, PrivateKey, make_key

NOW = datetime.now(UTC).replace(microsecond=0)
HOST = "www.example.test"
LEAVES = tuple(id for id in BUILT_IN if id not in ("root", "intermediate"))
_HERE = Path(__file__).parent
_NAMES = {
    "s_mime": (AlternativeName(NameKind.EMAIL, "hanako@example.test"),),
    "server": (
        AlternativeName(NameKind.DNS, HOST),
        AlternativeName(NameKind.DNS, "日本.example.test"),
        AlternativeName(NameKind.IP, "192.0.2.1"),
    ),
}


def subject(common_name: str) -> tuple[SubjectAttribute, ...]:
    return (SubjectAttribute("2.5.4.6", "JP"), SubjectAttribute("2.5.4.10", "例示株式会社"), SubjectAttribute("2.5.4.3", common_name))


def wish(profile: str, common_name: str = "") -> Specification:
    """What the profile says, for somebody."""
    names = _NAMES.get(profile, (AlternativeName(NameKind.DNS, HOST),) if profile in ("server_and_client", "self_signed") else ())
    return replace(built_in(profile).specification, subject=subject(common_name or f"Test {profile}"), names=names)


@functools.cache
def key_of(kind: KeyKind, holder: str = "") -> PrivateKey:
    """A key; RSA keys that take long to make are read from a file of this folder, the same for every holder."""
    stored = _HERE / "keys" / f"{kind.value}.pem"
    if stored.exists():
        return load_pem_private_key(stored.read_bytes(), None)  # type: ignore[return-value]
    return make_key(kind)


@dataclass(frozen=True)
class Issuers:
    root: Authority
    intermediate: Authority

    @property
    def chain(self) -> tuple[bytes, ...]:
        return self.intermediate.certificate, self.root.certificate


@functools.cache
def issuers(kind: KeyKind) -> Issuers:
    root = Authority(build_self_signed(wish("root"), key_of(kind, "root"), NOW), key_of(kind, "root"))
    key = key_of(kind, "intermediate")
    return Issuers(root, Authority(build_certificate(wish("intermediate"), key.public_key(), root, NOW), key))


@functools.cache
def leaf(profile: str, kind: KeyKind) -> bytes:
    """A certificate of that profile: below the intermediate of the same kind of key, or signed by itself."""
    key = key_of(kind, "leaf")
    if built_in(profile).self_signed:
        return build_self_signed(for_key(wish(profile), kind), key, NOW)
    return build_certificate(for_key(wish(profile), kind), key.public_key(), issuers(kind).intermediate, NOW)


def as_pem(*certificates: bytes) -> bytes:
    return b"".join(pem("CERTIFICATE", der) for der in certificates)


def short(specification: Specification, days: int) -> Specification:
    return replace(specification, validity=Validity(days))

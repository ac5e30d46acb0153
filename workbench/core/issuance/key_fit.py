"""What a kind of key can be used for: which usages a certificate of such a key may name."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.errors import Message
from workbench.core.issuance.problems import Problem
from workbench.core.issuance.specification import Specification
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind

_SIGNING = frozenset({"digitalSignature", "nonRepudiation", "keyCertSign", "cRLSign"})
_WITH_RSA = _SIGNING | {"keyEncipherment", "dataEncipherment"}  # RFC 4055 section 1.2
_WITH_EC = _SIGNING | {"keyAgreement", "encipherOnly", "decipherOnly"}  # RFC 5480 section 3
_CURVES = frozenset({KeyKind.P_256, KeyKind.P_384, KeyKind.P_521})


def usages_of(kind: KeyKind) -> frozenset[str]:
    """The key usages (RFC 5280 4.2.1.3) that a key of this kind can have. EdDSA (RFC 8410 section 5) and ML-DSA (RFC 9881) sign only."""
    if kind.is_rsa:
        return _WITH_RSA
    return _WITH_EC if kind in _CURVES else _SIGNING


def for_key(specification: Specification, kind: KeyKind) -> Specification:
    """A profile's wishes for a key of this kind: usages that it cannot have are left out. A profile names those of all kinds."""
    usage = specification.key_usage
    return replace(specification, key_usage=replace(usage, usages=usage.usages & usages_of(kind)))


def key_problems(specification: Specification, kind: KeyKind) -> tuple[Problem, ...]:
    """A warning where a usage is named that a key of this kind cannot have."""
    impossible = sorted(specification.key_usage.usages - usages_of(kind))
    if not impossible:
        return ()
    message = Message("wish_usage_not_of_this_key", {"usages": ", ".join(impossible), "key": kind.value.upper()})
    return (Problem(("key_usage", "usages"), message, Status.WARNING),)

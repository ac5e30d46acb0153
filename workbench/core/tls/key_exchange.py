"""Ephemeral keys and the shared secret as values, told alike in every version."""

from __future__ import annotations

from workbench.core.tls.events import Derived
from workbench.core.tls.groups import KeyShare, SharedSecret, group_name

SHARES = "RFC 8446 section 4.2.8"
SECRET = "RFC 8446 section 7.4"


def _name(share: KeyShare) -> str:
    return group_name(share.group) or "dh"  # a prime and a generator without a name (TLS 1.2)


def share_values(side: str, share: KeyShare, citation: str = SHARES) -> tuple[Derived, ...]:
    """The values of an ephemeral key pair: its private halves and what is sent. `side` is "client" or "server"."""
    name = _name(share)
    private = share.halves or ((f"{name}_private_key", share.private),)
    values = [Derived(f"{side}_{half}", data, "random", (), citation) for half, data in private]
    names = tuple(value.name for value in values)
    formula = f"public key of {', '.join(names)}"
    if len(private) == 1 and private[0][0] != f"{name}_private_key":  # who answers a hybrid has no key of its own in the KEM's half
        formula = f"KEM ciphertext and {formula}"
    values.append(Derived(f"{side}_{name}_public_key", share.public, formula, names, citation, False))
    return tuple(values)


def secret_values(side: str, peer: str, share: KeyShare, secret: SharedSecret, citation: str = SECRET) -> tuple[Derived, ...]:
    """The shared secret and both halves of a hybrid, as `side` computes them from its own `share` and the peer's public key."""
    name = _name(share)
    private = share.halves or ((f"{name}_private_key", share.private),)
    own, others = tuple(f"{side}_{half}" for half, _ in private), f"{peer}_{name}_public_key"
    if not secret.halves:
        inputs = (*own, others)
        return (Derived("shared_secret", secret.secret, f"{name}({', '.join(inputs)})", inputs, citation),)
    halves = tuple(_half(half, data, own, side, others, citation) for half, data in secret.halves)
    names = tuple(value.name for value in halves)
    return (*halves, Derived("shared_secret", secret.secret, " || ".join(names), names, citation))


def _half(name: str, data: bytes, own: tuple[str, ...], side: str, others: str, citation: str) -> Derived:
    """One half of a hybrid's secret, from the private key of that half; without one it was encapsulated for the peer's public key."""
    kind = name.removesuffix("_shared_secret")
    inputs = (*(key for key in own if key == f"{side}_{kind}_private_key"), others)
    does = kind if not kind.startswith("mlkem") else f"{kind}.Decaps" if len(inputs) > 1 else f"{kind}.Encaps"
    return Derived(name, data, f"{does}({', '.join(inputs)})", inputs, citation)


def random_values(side: str, random: bytes, citation: str) -> tuple[Derived, ...]:
    """The random of a ClientHello or ServerHello."""
    return (Derived(f"{side}_random", random, "random", (), citation, False),)


def used_up(side: str, share: KeyShare, secret: SharedSecret | None = None) -> tuple[str, ...]:
    """Names of what nobody needs once the key schedule has the shared secret: `side`'s private key, and the secret with its halves."""
    private = tuple(f"{side}_{half}" for half, _ in share.halves)
    return private if secret is None else (*private, *(half for half, _ in secret.halves), "shared_secret")

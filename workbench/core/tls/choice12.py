"""What a TLS 1.2 server chooses out of a ClientHello: suite, credential, signature scheme and group (RFC 5246 section 7.4.1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES, Authentication, CipherSuiteParameters, KeyExchange
from workbench.core.tls.configuration import Credential, ServerConfiguration
from workbench.core.tls.key_exchange12 import ELLIPTIC_CURVES, FINITE_FIELDS
from workbench.core.tls.messages import ClientHello
from workbench.core.tls.parameters import ExtensionType, NamedGroup, ProtocolVersion
from workbench.core.tls.signatures import choose, key_kind

KEYS = {
    Authentication.rsa: ("RSA", "RSASSA-PSS"),
    Authentication.ecdsa: ("ECDSA", "Ed25519", "Ed448"),  # RFC 8422 section 5.10
}
"""The kinds of keys that a suite's name allows."""


MISSING = ("tls_no_common_suite", "tls_no_common_group", "tls_no_key_for_suite", "tls_no_common_scheme")
"""What a server lacks for a suite, in the order in which it looks."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`scheme` and `group` are 0 where the key exchange has none (RSA)."""

    suite: int
    credential: Credential
    scheme: int
    group: int


def suits(suite: CipherSuiteParameters, public_key: Any) -> bool:
    """Whether a certificate with this key may be shown in this suite; for RSA key exchange the key must also decrypt."""
    kinds = ("RSA",) if suite.key_exchange is KeyExchange.rsa else KEYS[suite.authentication]
    return key_kind(public_key) in kinds


def choose_all(settings: ServerConfiguration, credentials: Sequence[Credential], hello: ClientHello, found: Mapping[int, Any]) -> Choice:
    """The first suite of ours that the client offers and that a credential and a common group fit.

    credentials   those that serve the wanted name
    found         the ClientHello's extensions
    Raises PeerError: handshake_failure when there is none; its message says what was missing where it came closest.
    """
    missing = 0
    offered = found.get(ExtensionType.supported_groups)
    groups: tuple[int, ...] | None = offered.named_group_list if offered is not None else None
    algorithms = found.get(ExtensionType.signature_algorithms)
    schemes = algorithms.supported_signature_algorithms if algorithms is not None else ()
    schemes = tuple(scheme for scheme in schemes if scheme in settings.signature_schemes)
    for code in settings.cipher_suites:
        suite = SUITES[code]
        if suite.tls13 or code not in hello.cipher_suites:
            continue
        missing = max(missing, 1)
        group = _group(settings, suite.key_exchange, groups)
        if group is None:
            continue
        missing = max(missing, 2)
        for credential in credentials:
            if not suits(suite, credential.public_key) or not _on_known_curve(credential.public_key, groups):
                continue
            missing = 3
            if suite.key_exchange is KeyExchange.rsa:
                return Choice(code, credential, 0, 0)
            scheme = choose(credential.public_key, schemes, ProtocolVersion.TLS1_2)
            if scheme is not None:
                return Choice(code, credential, scheme, group)
    raise PeerError(AlertDescription.handshake_failure, MISSING[missing])


def _group(settings: ServerConfiguration, exchange: KeyExchange, offered: tuple[int, ...] | None) -> int | None:
    """The group of ours for this key exchange that the client knows; 0 where none is needed, None when there is none in common."""
    if exchange is KeyExchange.rsa:
        return 0
    if exchange is KeyExchange.ecdhe:
        usable = [group for group in settings.groups if group in ELLIPTIC_CURVES]
        if offered is None:  # then the choice is ours: take what every client has (RFC 8422 section 4)
            offered = (NamedGroup.secp256r1,)
    else:
        usable = [group for group in settings.groups if group in FINITE_FIELDS]
        if offered is None or not any(group >> 8 == 1 for group in offered):
            # A client that names no finite field takes any (RFC 7919 section 4); one that names some takes no other.
            return usable[0] if usable else None
    return next((group for group in usable if group in offered), None)


def _on_known_curve(public_key: Any, offered: tuple[int, ...] | None) -> bool:
    """Whether the client knows the curve of an ECDSA certificate (RFC 8422 section 5.1)."""
    if offered is None or not isinstance(public_key, ec.EllipticCurvePublicKey):
        return True
    member = NamedGroup.__members__.get(public_key.curve.name)
    return member is None or member in offered


def serving(settings: ServerConfiguration, name: str) -> tuple[Credential, ...]:
    """The credentials for the name that the client wants ("" when it said none): those that serve it, else all of them.

    Raises PeerError: unrecognized_name when none serves it and the configuration refuses such names (RFC 6066 section 3).
    """
    fitting = tuple(credential for credential in settings.credentials if not credential.names or _serves(credential, name))
    if not name or not fitting:
        if name and settings.refuse_unknown_names:
            raise PeerError(AlertDescription.unrecognized_name, "tls_unknown_name", name=name)
        return settings.credentials
    return fitting


def _serves(credential: Credential, name: str) -> bool:
    wanted = name.rstrip(".").lower()
    parent = wanted.partition(".")[2]
    return any(own.lower() in (wanted, f"*.{parent}") for own in credential.names)

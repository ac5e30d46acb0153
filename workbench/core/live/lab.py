"""Certificates for a server that has none: a root CA, an intermediate CA and server certificates, made for this one run."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import timedelta

from workbench.core.handshake.scenarios.pki import ORGANIZATION, make_pki
from workbench.core.tls.configuration import Credential
from workbench.core.x509.issuance import SERVER_AUTH, KeyKind, Wanted, distinguished_name, issue, make_key

NAMES = ("localhost", "127.0.0.1", "::1")
KINDS = (KeyKind.P_256, KeyKind.RSA_2048)
"""One certificate for each: some cipher suites of TLS 1.2 need an RSA key."""
VALID = timedelta(days=7)


@dataclass(frozen=True)
class Lab:
    """`root` is the certificate (DER) that clients must trust; the CAs' keys are gone already."""

    root: bytes
    credentials: tuple[Credential, ...]


def make_lab(now: float, host: str) -> Lab:
    """A lab for a server at `host` (a DNS name or an IP address), which is good for this machine's own names too.

    now   seconds since the epoch
    """
    pki = make_pki(os.urandom, now, NAMES[0])
    names = tuple(dict.fromkeys((*NAMES, *(() if _is_any(host) else (host,)))))
    credentials = []
    for kind in KINDS:
        key = make_key(kind)
        usage = {"digitalSignature", "keyEncipherment"} if kind.is_rsa else {"digitalSignature"}
        wanted = Wanted(
            distinguished_name(NAMES[0], ORGANIZATION),
            pki.epoch - timedelta(hours=1),
            pki.epoch + VALID,
            names,
            frozenset(usage),
            (SERVER_AUTH,),
        )
        leaf = issue(wanted, key.public_key(), pki.intermediate)
        credentials.append(Credential((leaf, pki.intermediate.certificate), key, key.public_key()))
    return Lab(pki.root.certificate, tuple(credentials))


def _is_any(host: str) -> bool:
    """Whether a server listens on all addresses: then nobody knows by which one it is reached."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False

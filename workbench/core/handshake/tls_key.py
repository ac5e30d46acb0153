"""A certificate's public key as the engine takes it."""

from __future__ import annotations

from typing import Any

from workbench.core.asn1.reader import DerError
from workbench.core.remembered import remembered
from workbench.core.tls.signatures import RsaPssKey
from workbench.core.x509.algorithms import RSASSA_PSS, hash_name, parse_pss
from workbench.core.x509.public_key import load_public_key, parse_public_key_info


@remembered(256, 4096)
def tls_key(spki: bytes) -> Any:
    """DER of a SubjectPublicKeyInfo -> the key of `cryptography`, None when it cannot be read.

    One of id-RSASSA-PSS becomes a RsaPssKey, with the hash that its parameters bind it to (RFC 8446 section 4.2.3): the library's
    key does not tell.
    """
    key = load_public_key(spki)
    if key is None:
        return None
    try:
        algorithm = parse_public_key_info(spki).algorithm
        if algorithm.oid != RSASSA_PSS:
            return key
        return RsaPssKey(key, hash_name(parse_pss(algorithm.parameters).hash) if algorithm.parameters is not None else "")
    except DerError:
        return None

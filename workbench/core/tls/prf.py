"""The pseudorandom function of TLS 1.2 and everything made with it (RFC 5246 sections 5, 6.3, 7.4.9 and 8.1; RFC 7627; RFC 5705).

Each function gives values (`Derived`): names, formulas and inputs are the same on both sides.
"""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes, hmac

from workbench.core.tls.cipher_suites import Aead, CipherSuiteParameters
from workbench.core.tls.events import Derived

_HASHES: dict[str, hashes.HashAlgorithm] = {"SHA256": hashes.SHA256(), "SHA384": hashes.SHA384()}
_MAC_KEY_LENGTHS = {"": 0, "SHA1": 20, "SHA256": 32, "SHA384": 48}


def prf(hash_name: str, secret: bytes, label: bytes, seed: bytes, length: int) -> bytes:
    """PRF(secret, label, seed)[0..length-1] = P_<hash>(secret, label + seed) with "SHA256" or "SHA384" (RFC 5246 section 5)."""
    keyed = hmac.HMAC(secret, _HASHES[hash_name])

    def mac(data: bytes) -> bytes:
        fresh = keyed.copy()
        fresh.update(data)
        return fresh.finalize()

    seed = label + seed
    out = b""
    a = seed
    while len(out) < length:
        a = mac(a)
        out += mac(a + seed)
    return out[:length]


def master_secret(hash_name: str, pre_master_secret: bytes, client_random: bytes, server_random: bytes) -> Derived:
    """The 48 bytes of master_secret, bound to both randoms (RFC 5246 section 8.1)."""
    return Derived(
        "master_secret",
        prf(hash_name, pre_master_secret, b"master secret", client_random + server_random, 48),
        'PRF(pre_master_secret, "master secret", client_random + server_random)[0..47]',
        ("pre_master_secret", "client_random", "server_random"),
        "RFC 5246 section 8.1",
    )


def extended_master_secret(hash_name: str, pre_master_secret: bytes, session_hash: bytes) -> Derived:
    """The 48 bytes of master_secret, bound to the whole handshake up to ClientKeyExchange by its hash (RFC 7627 section 4)."""
    return Derived(
        "master_secret",
        prf(hash_name, pre_master_secret, b"extended master secret", session_hash, 48),
        'PRF(pre_master_secret, "extended master secret", session_hash)[0..47]',
        ("pre_master_secret", "session_hash"),
        "RFC 7627 section 4",
    )


def iv_length(suite: CipherSuiteParameters) -> int:
    """Bytes of client_write_IV: the fixed part of an AEAD's nonce; none for CBC, where each record brings its own."""
    if suite.mac:
        return 0
    return 12 if suite.cipher is Aead.chacha20_poly1305 else 4


def key_block(suite: CipherSuiteParameters, master_secret: bytes, client_random: bytes, server_random: bytes) -> tuple[Derived, ...]:
    """key_block and what it is cut into, in its order (RFC 5246 section 6.3): client_write_MAC_key, server_write_MAC_key (CBC suites),
    client_write_key, server_write_key, client_write_IV, server_write_IV (AEAD suites)."""
    citation = "RFC 5246 section 6.3"
    cuts = [
        (f"{side}_write_{what}", length)
        for what, length in (("MAC_key", _MAC_KEY_LENGTHS[suite.mac]), ("key", suite.key_length), ("IV", iv_length(suite)))
        if length
        for side in ("client", "server")
    ]
    total = sum(length for _, length in cuts)
    block = prf(suite.hash, master_secret, b"key expansion", server_random + client_random, total)
    values = [
        Derived(
            "key_block",
            block,
            f'PRF(master_secret, "key expansion", server_random + client_random)[0..{total - 1}]',
            ("master_secret", "server_random", "client_random"),
            citation,
        )
    ]
    start = 0
    for name, length in cuts:
        values.append(Derived(name, block[start : start + length], f"key_block[{start}..{start + length - 1}]", ("key_block",), citation))
        start += length
    return tuple(values)


def verify_data(hash_name: str, master_secret: bytes, side: str, transcript_hash: bytes, hash_of: str) -> Derived:
    """The 12 bytes in the Finished of `side` ("client", "server").

    transcript_hash   of all handshake messages before; `hash_of` is its name among the values
    """
    return Derived(
        f"{side}_verify_data",
        prf(hash_name, master_secret, f"{side} finished".encode("ascii"), transcript_hash, 12),
        f'PRF(master_secret, "{side} finished", {hash_of})[0..11]',
        ("master_secret", hash_of),
        "RFC 5246 section 7.4.9",
        secret=False,
    )


def exporter(
    hash_name: str, master_secret: bytes, client_random: bytes, server_random: bytes, label: str, context: bytes | None, length: int
) -> Derived:
    """Keying material for an application (RFC 5705 section 4). `context` None is another thing than b"". A ValueError for a context of
    2^16 bytes or more."""
    seed = client_random + server_random
    formula = f'PRF(master_secret, "{label}", client_random + server_random'
    if context is not None:
        if len(context) >= 2**16:
            raise ValueError(f"the context has {len(context)} bytes")
        seed += len(context).to_bytes(2, "big") + context
        formula += " + uint16(context.length) + context"
    return Derived(
        "exporter",
        prf(hash_name, master_secret, label.encode("ascii"), seed, length),
        f"{formula})[0..{length - 1}]",
        ("master_secret", "client_random", "server_random"),
        "RFC 5705 section 4",
    )

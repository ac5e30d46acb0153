"""Cipher suites: what each one's name means, and every registered name for display (RFC 8446 B.4, RFC 5246 A.5 and successors)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from workbench.core.tls.cipher_suite_names import REGISTERED, UNREGISTERED
from workbench.core.tls.parameters import is_grease


class KeyExchange(StrEnum):
    """How the pre-master secret comes to be; `any` in TLS 1.3, where the suite does not say."""

    any = "any"
    rsa = "RSA"
    dhe = "DHE"
    ecdhe = "ECDHE"


class Authentication(StrEnum):
    """What the server's certificate holds; `any` in TLS 1.3."""

    any = "any"
    rsa = "RSA"
    ecdsa = "ECDSA"


class Aead(StrEnum):
    """What protects records: an AEAD, or CBC with HMAC."""

    aes_128_gcm = "AES-128-GCM"
    aes_256_gcm = "AES-256-GCM"
    chacha20_poly1305 = "ChaCha20-Poly1305"
    aes_128_ccm = "AES-128-CCM"
    aes_256_ccm = "AES-256-CCM"
    aes_128_ccm_8 = "AES-128-CCM-8"
    aes_256_ccm_8 = "AES-256-CCM-8"
    aes_128_cbc = "AES-128-CBC"
    aes_256_cbc = "AES-256-CBC"


_KEY_LENGTHS = {cipher: 16 if "128" in cipher.value else 32 for cipher in Aead}


@dataclass(frozen=True, slots=True)
class CipherSuiteParameters:
    """What a suite that the engine speaks consists of.

    hash   name of the hash of the key schedule or PRF: "SHA256" or "SHA384"
    mac    name of the HMAC hash of CBC suites ("SHA1", "SHA256", "SHA384"), "" for AEAD suites
    """

    code: int
    name: str
    key_exchange: KeyExchange
    authentication: Authentication
    cipher: Aead
    hash: str
    mac: str = ""

    @property
    def key_length(self) -> int:
        """Bytes of a write key."""
        return _KEY_LENGTHS[self.cipher]

    @property
    def tls13(self) -> bool:
        return self.key_exchange is KeyExchange.any


class CipherSuite(IntEnum):
    """The suites that the engine speaks, best first. (All names: `suite_name`.)"""

    TLS_AES_128_GCM_SHA256 = 0x1301
    TLS_AES_256_GCM_SHA384 = 0x1302
    TLS_CHACHA20_POLY1305_SHA256 = 0x1303
    TLS_AES_128_CCM_SHA256 = 0x1304
    TLS_AES_128_CCM_8_SHA256 = 0x1305

    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = 0xC02B
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = 0xC02F
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = 0xC02C
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = 0xC030
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = 0xCCA9
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = 0xCCA8
    TLS_ECDHE_ECDSA_WITH_AES_128_CCM = 0xC0AC
    TLS_ECDHE_ECDSA_WITH_AES_256_CCM = 0xC0AD
    TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 = 0x009E
    TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 = 0x009F
    TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = 0xCCAA
    TLS_DHE_RSA_WITH_AES_128_CCM = 0xC09E
    TLS_DHE_RSA_WITH_AES_256_CCM = 0xC09F

    TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 = 0xC0AE
    TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8 = 0xC0AF
    TLS_DHE_RSA_WITH_AES_128_CCM_8 = 0xC0A2
    TLS_DHE_RSA_WITH_AES_256_CCM_8 = 0xC0A3

    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 = 0xC023
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 = 0xC027
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 = 0xC024
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 = 0xC028
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA = 0xC009
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA = 0xC013
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA = 0xC00A
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA = 0xC014
    TLS_DHE_RSA_WITH_AES_128_CBC_SHA256 = 0x0067
    TLS_DHE_RSA_WITH_AES_256_CBC_SHA256 = 0x006B
    TLS_DHE_RSA_WITH_AES_128_CBC_SHA = 0x0033
    TLS_DHE_RSA_WITH_AES_256_CBC_SHA = 0x0039

    TLS_RSA_WITH_AES_128_GCM_SHA256 = 0x009C
    TLS_RSA_WITH_AES_256_GCM_SHA384 = 0x009D
    TLS_RSA_WITH_AES_128_CCM = 0xC09C
    TLS_RSA_WITH_AES_256_CCM = 0xC09D
    TLS_RSA_WITH_AES_128_CCM_8 = 0xC0A0
    TLS_RSA_WITH_AES_256_CCM_8 = 0xC0A1
    TLS_RSA_WITH_AES_128_CBC_SHA256 = 0x003C
    TLS_RSA_WITH_AES_256_CBC_SHA256 = 0x003D
    TLS_RSA_WITH_AES_128_CBC_SHA = 0x002F
    TLS_RSA_WITH_AES_256_CBC_SHA = 0x0035


TLS_EMPTY_RENEGOTIATION_INFO_SCSV = 0x00FF
"""Not a suite: a ClientHello says with it that it knows secure renegotiation (RFC 5746 section 3.3)."""
TLS_FALLBACK_SCSV = 0x5600
"""Not a suite: a ClientHello says with it that the client has retried with a lower version (RFC 7507)."""


def _parameters(suite: CipherSuite) -> CipherSuiteParameters:
    """What a suite's name says: `TLS_<key exchange>_WITH_<cipher>_<hash>`, in TLS 1.3 without the key exchange.

    The hash at the end is that of the PRF and, in CBC suites, of the MAC; CCM suites leave SHA-256 unsaid, and CBC_SHA is HMAC-SHA-1
    with the PRF of the version, SHA-256 (RFC 5246 section 5).
    """
    keys, _, rest = suite.name.removeprefix("TLS_").rpartition("_WITH_")
    exchange, _, authentication = keys.rpartition("_")
    cipher, _, hash = rest.rpartition("_")
    if not hash.startswith("SHA"):
        cipher, hash = rest, "SHA256"
    mac = ""
    if cipher.endswith("_CBC"):
        mac = hash if hash != "SHA" else "SHA1"
        hash = hash if hash != "SHA" else "SHA256"
    return CipherSuiteParameters(
        int(suite),
        suite.name,
        KeyExchange(exchange or authentication or "any"),
        Authentication(authentication or "any"),
        Aead[cipher.lower()],
        hash,
        mac,
    )


SUITES: dict[int, CipherSuiteParameters] = {int(suite): _parameters(suite) for suite in CipherSuite}
"""The engine's suites by code point."""


def suite_name(code: int) -> str:
    """The name of a cipher suite or signalling value, "GREASE" for the values of RFC 8701, "" when it has none."""
    return REGISTERED.get(code) or UNREGISTERED.get(code) or ("GREASE" if is_grease(code) else "")

"""Cipher suites: what each one's name means, and every registered name for display (RFC 8446 B.4, RFC 5246 A.5 and successors)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


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
    def tls13(self) -> bool:
        return self.key_exchange is KeyExchange.any


class CipherSuite(IntEnum):
    """The suites that the engine speaks. (All registered names: `suite_name`.)"""

    TLS_AES_128_GCM_SHA256 = 0x1301
    TLS_AES_256_GCM_SHA384 = 0x1302
    TLS_CHACHA20_POLY1305_SHA256 = 0x1303
    TLS_AES_128_CCM_SHA256 = 0x1304
    TLS_AES_128_CCM_8_SHA256 = 0x1305


SUITES: dict[int, CipherSuiteParameters] = {
    suite.code: suite
    for suite in (
        CipherSuiteParameters(0x1301, "TLS_AES_128_GCM_SHA256", KeyExchange.any, Authentication.any, Aead.aes_128_gcm, "SHA256"),
        CipherSuiteParameters(0x1302, "TLS_AES_256_GCM_SHA384", KeyExchange.any, Authentication.any, Aead.aes_256_gcm, "SHA384"),
        CipherSuiteParameters(
            0x1303, "TLS_CHACHA20_POLY1305_SHA256", KeyExchange.any, Authentication.any, Aead.chacha20_poly1305, "SHA256"
        ),
        CipherSuiteParameters(0x1304, "TLS_AES_128_CCM_SHA256", KeyExchange.any, Authentication.any, Aead.aes_128_ccm, "SHA256"),
        CipherSuiteParameters(0x1305, "TLS_AES_128_CCM_8_SHA256", KeyExchange.any, Authentication.any, Aead.aes_128_ccm_8, "SHA256"),
    )
}


def suite_name(code: int) -> str:
    """The registered name of a cipher suite, "" when there is none."""
    known = SUITES.get(code)
    return known.name if known else ""

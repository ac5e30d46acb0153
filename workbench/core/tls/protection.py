"""Record protection of TLS 1.3 (RFC 8446 section 5.2)."""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import Aead, CipherSuiteParameters
from workbench.core.tls.events import Level, Record
from workbench.core.tls.parameters import ContentType

MAXIMUM_FRAGMENT = 2**14
RECORDS_UNDER_ONE_KEY = 2**22
"""After so many the sender takes new keys: AES-GCM is good for 2^24.5 full records (RFC 8446 section 5.5), CCM for 2^23 (RFC 9147)."""
_APPLICATION_DATA = int(ContentType.application_data)


class Protection(Protocol):
    """Seals and opens the records of one direction.

    `overhead` is how many bytes a sealed record has more than its content at most.
    """

    level: Level
    key_name: str
    iv_name: str
    sequence_number: int

    def seal(self, content_type: int, content: bytes, padding: int = 0) -> Record: ...

    def open(self, wire: bytes) -> Record: ...


def make_aead(cipher: Aead, key: bytes) -> AESGCM | AESCCM | ChaCha20Poly1305:
    """The AEAD of a suite with its key."""
    if cipher in (Aead.aes_128_gcm, Aead.aes_256_gcm):
        return AESGCM(key)
    if cipher is Aead.chacha20_poly1305:
        return ChaCha20Poly1305(key)
    return AESCCM(key, tag_length=8 if cipher in (Aead.aes_128_ccm_8, Aead.aes_256_ccm_8) else 16)


class Protection13:
    """One direction under one traffic secret.

    key, iv            from the traffic secret (`key_schedule.traffic_keys`)
    key_name, iv_name  what they are called among the values
    """

    def __init__(self, suite: CipherSuiteParameters, key: bytes, iv: bytes, level: Level, key_name: str, iv_name: str) -> None:
        self.level = level
        self.key_name = key_name
        self.iv_name = iv_name
        self.sequence_number = 0
        self._aead = make_aead(suite.cipher, key)
        self._iv = int.from_bytes(iv, "big")
        self._tag = 8 if suite.cipher in (Aead.aes_128_ccm_8, Aead.aes_256_ccm_8) else 16

    def seal(self, content_type: int, content: bytes, padding: int = 0) -> Record:
        """A TLSCiphertext record of `content`, with `padding` zero bytes inside."""
        number = self.sequence_number
        nonce = (self._iv ^ number).to_bytes(12, "big")
        inner = b"%b%c%b" % (content, content_type, bytes(padding))
        header = b"\x17\x03\x03" + (len(inner) + self._tag).to_bytes(2, "big")
        wire = header + self._aead.encrypt(nonce, inner, header)
        self.sequence_number = number + 1
        return Record(
            _APPLICATION_DATA, wire, content_type, content, self.level, number, nonce, header, padding, self.key_name, self.iv_name
        )

    def open(self, wire: bytes) -> Record:
        """What a record holds.

        Raises PeerError: bad_record_mac when it does not authenticate, unexpected_message when nothing but padding is inside,
        record_overflow when the plaintext is too long.
        """
        number = self.sequence_number
        nonce = (self._iv ^ number).to_bytes(12, "big")
        header = wire[:5]
        try:
            inner = self._aead.decrypt(nonce, wire[5:], header)
        except (InvalidTag, ValueError):  # ValueError: shorter than a tag
            raise PeerError(AlertDescription.bad_record_mac, "tls_bad_record_mac", number=number) from None
        self.sequence_number = number + 1
        if len(inner) > MAXIMUM_FRAGMENT + 1:
            raise PeerError(AlertDescription.record_overflow, "tls_record_too_long", length=len(inner) - 1)
        stripped = inner if inner[-1:] > b"\x00" else inner.rstrip(b"\x00")
        if not stripped:
            raise PeerError(AlertDescription.unexpected_message, "tls_only_padding")
        return Record(
            _APPLICATION_DATA,
            wire,
            stripped[-1],
            stripped[:-1],
            self.level,
            number,
            nonce,
            header,
            len(inner) - len(stripped),
            self.key_name,
            self.iv_name,
        )

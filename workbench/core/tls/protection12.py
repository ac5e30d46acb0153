"""Record protection of TLS 1.2 (RFC 5246 section 6.2.3): AEAD (RFC 5288, RFC 6655, RFC 7905) and CBC, with the MAC inside or outside
(RFC 7366)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import constant_time, hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import Aead, CipherSuiteParameters
from workbench.core.tls.events import Level, Record
from workbench.core.tls.protection import MAXIMUM_FRAGMENT, make_aead

MAXIMUM_CIPHERTEXT = 2**14 + 2048
"""Bytes of a protected fragment (RFC 5246 section 6.2.3)."""

_VERSION = b"\x03\x03"
_BLOCK = 16
_HASHES: dict[str, hashes.HashAlgorithm] = {"SHA1": hashes.SHA1(), "SHA256": hashes.SHA256(), "SHA384": hashes.SHA384()}


def make_protection(
    suite: CipherSuiteParameters,
    side: str,
    values: Mapping[str, bytes],
    encrypt_then_mac: bool,
    random: Callable[[int], bytes],
) -> AeadProtection | CbcProtection:
    """What seals or opens the records that `side` ("client", "server") writes.

    values            the keys of `prf.key_block` by name
    encrypt_then_mac  negotiated or not; AEAD suites pay no attention
    random            gives the IVs of CBC records
    """
    key = values[f"{side}_write_key"]
    if suite.mac:
        return CbcProtection(suite, side, key, values[f"{side}_write_MAC_key"], encrypt_then_mac, random)
    return AeadProtection(suite, side, key, values[f"{side}_write_IV"])


def _mac_failed(number: int) -> PeerError:
    return PeerError(AlertDescription.bad_record_mac, "tls_bad_record_mac", number=number)


def _check_length(length: int, maximum: int) -> None:
    if length > maximum:
        raise PeerError(AlertDescription.record_overflow, "tls_record_too_long", length=length)


class _Direction:
    """One direction's place in the sequence of records, and the names of its keys."""

    def __init__(self, side: str, iv_name: str) -> None:
        self.level = Level.application
        self.key_name = f"{side}_write_key"
        self.iv_name = iv_name
        self.sequence_number = 0

    def _header(self, content_type: int, length: int) -> bytes:
        """seq_num + type + version + length: what is authenticated before the content."""
        return b"%b%c%b%b" % (self.sequence_number.to_bytes(8, "big"), content_type, _VERSION, length.to_bytes(2, "big"))

    def _record(self, wire: bytes, content: bytes, nonce: bytes, additional_data: bytes, padding: int = 0) -> Record:
        """The record, whose number is then used up."""
        number = self.sequence_number
        self.sequence_number = number + 1
        return Record(
            wire[0], wire, wire[0], content, self.level, number, nonce, additional_data, padding, self.key_name, self.iv_name
        )  # fmt: skip


def _wire(content_type: int, fragment: bytes) -> bytes:
    return b"%c%b%b%b" % (content_type, _VERSION, len(fragment).to_bytes(2, "big"), fragment)


class AeadProtection(_Direction):
    """AEAD records. AES has 4 secret bytes of nonce and 8 in the record (our own sending counts them up, RFC 5288 section 3); ChaCha20
    has 12 secret bytes, to which the sequence number is added bit by bit (RFC 7905 section 2)."""

    def __init__(self, suite: CipherSuiteParameters, side: str, key: bytes, iv: bytes) -> None:
        super().__init__(side, f"{side}_write_IV")
        self._aead = make_aead(suite.cipher, key)
        self._iv = iv
        self._explicit = 0 if suite.cipher is Aead.chacha20_poly1305 else 8
        self._tag = 8 if suite.cipher in (Aead.aes_128_ccm_8, Aead.aes_256_ccm_8) else 16

    def _nonce(self, explicit: bytes) -> bytes:
        if self._explicit:
            return self._iv + explicit
        return (int.from_bytes(self._iv, "big") ^ self.sequence_number).to_bytes(12, "big")

    def seal(self, content_type: int, content: bytes, padding: int = 0) -> Record:
        """A record of up to 2^14 bytes. TLS 1.2 knows no padding by the sender's choice: a ValueError."""
        if padding:
            raise ValueError("padding in TLS 1.2")
        explicit = self.sequence_number.to_bytes(8, "big")[: self._explicit]
        nonce = self._nonce(explicit)
        additional_data = self._header(content_type, len(content))
        wire = _wire(content_type, explicit + self._aead.encrypt(nonce, content, additional_data))
        return self._record(wire, content, nonce, additional_data)

    def open(self, wire: bytes) -> Record:
        """What a record holds. PeerError: bad_record_mac when it does not authenticate, record_overflow when it is too long."""
        fragment = wire[5:]
        _check_length(len(fragment), MAXIMUM_CIPHERTEXT)
        length = len(fragment) - self._explicit - self._tag
        if length < 0:
            raise _mac_failed(self.sequence_number)
        nonce = self._nonce(fragment[: self._explicit])
        additional_data = self._header(wire[0], length)
        try:
            content = self._aead.decrypt(nonce, fragment[self._explicit :], additional_data)
        except InvalidTag:
            raise _mac_failed(self.sequence_number) from None
        _check_length(length, MAXIMUM_FRAGMENT)
        return self._record(wire, content, nonce, additional_data)


class CbcProtection(_Direction):
    """CBC records: an IV of their own, then content, MAC and padding encrypted (RFC 5246 section 6.2.3.2), or content and padding
    encrypted and the MAC of that behind (RFC 7366 section 3). Bad padding and a bad MAC end alike."""

    def __init__(
        self, suite: CipherSuiteParameters, side: str, key: bytes, mac_key: bytes, encrypt_then_mac: bool, random: Callable[[int], bytes]
    ) -> None:
        super().__init__(side, "")  # the IV stands in the record
        self._aes = AES(key)
        self._hash = _HASHES[suite.mac]
        self._mac_key = mac_key
        self._encrypt_then_mac = encrypt_then_mac
        self._random = random

    def _mac(self, data: bytes) -> bytes:
        mac = hmac.HMAC(self._mac_key, self._hash)
        mac.update(data)
        return mac.finalize()

    def seal(self, content_type: int, content: bytes, padding: int = 0) -> Record:
        """A record of up to 2^14 bytes, with as little padding as fills the last block. `padding` must be 0: a ValueError."""
        if padding:
            raise ValueError("padding in TLS 1.2")
        iv = self._random(_BLOCK)
        header = self._header(content_type, len(content))
        inner = content if self._encrypt_then_mac else content + self._mac(header + content)
        padding = _BLOCK - len(inner) % _BLOCK
        encryptor = Cipher(self._aes, CBC(iv)).encryptor()
        fragment = iv + encryptor.update(inner + bytes((padding - 1,)) * padding) + encryptor.finalize()
        if self._encrypt_then_mac:
            header = self._header(content_type, len(fragment))
            fragment += self._mac(header + fragment)
        return self._record(_wire(content_type, fragment), content, iv, header, padding)

    def open(self, wire: bytes) -> Record:
        """What a record holds. PeerError: bad_record_mac when padding or MAC are wrong, record_overflow when it is too long."""
        fragment = wire[5:]
        size = self._hash.digest_size
        _check_length(len(fragment), MAXIMUM_CIPHERTEXT)
        outer_mac = b""
        if self._encrypt_then_mac:
            fragment, outer_mac = fragment[: max(0, len(fragment) - size)], fragment[-size:]
            header = self._header(wire[0], len(fragment))
            if not constant_time.bytes_eq(self._mac(header + fragment), outer_mac):
                raise _mac_failed(self.sequence_number)
        if len(fragment) < 2 * _BLOCK or len(fragment) % _BLOCK:
            raise _mac_failed(self.sequence_number)
        iv = fragment[:_BLOCK]
        decryptor = Cipher(self._aes, CBC(iv)).decryptor()
        inner = decryptor.update(fragment[_BLOCK:]) + decryptor.finalize()
        padding = inner[-1] + 1
        padded = inner[-padding:] == bytes((inner[-1],)) * padding
        if self._encrypt_then_mac:
            if not padded:
                raise _mac_failed(self.sequence_number)
            content = inner[:-padding]
        else:
            # Bad padding counts as none, so that a MAC is computed in any case (RFC 5246 section 6.2.3.2).
            padding = padding if padded else 0
            end = len(inner) - padding - size
            content = inner[: max(end, 0)]
            header = self._header(wire[0], len(content))
            mac = inner[len(content) : len(content) + size]
            if not (constant_time.bytes_eq(self._mac(header + content), mac) and padded and end >= 0):
                raise _mac_failed(self.sequence_number)
        _check_length(len(content), MAXIMUM_FRAGMENT)
        return self._record(wire, content, iv, header, padding)

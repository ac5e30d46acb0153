"""The hash over all handshake messages so far (RFC 8446 section 4.4.1, RFC 5246 section 7.4.9)."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes

from workbench.core.tls.key_schedule import HASHES
from workbench.core.tls.parameters import HandshakeType


class TranscriptHash:
    """Messages are kept until the hash is chosen (the ServerHello chooses it), then hashed as they come.

    `last` is the name of the last message, by which its hash is called: `server_certificate`.
    """

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.last = ""
        self._hash: hashes.Hash | None = None

    def add(self, message: bytes, name: str = "") -> None:
        """Take in a whole handshake message."""
        self.messages.append(message)
        self.last = name
        if self._hash is not None:
            self._hash.update(message)

    def branch(self) -> TranscriptHash:
        """Another that begins with everything so far (post-handshake authentication, RFC 8446 section 4.4)."""
        other = TranscriptHash()
        other.messages = list(self.messages)
        other.last = self.last
        other._hash = self._hash.copy() if self._hash is not None else None
        return other

    def choose(self, hash_name: str) -> None:
        """From now on it is this hash ("SHA256", "SHA384")."""
        self._hash = hashes.Hash(HASHES[hash_name])
        for message in self.messages:
            self._hash.update(message)

    def value(self) -> bytes:
        """Hash of everything so far."""
        assert self._hash is not None, "the hash is chosen before it is asked for"
        return self._hash.copy().finalize()

    def value_with(self, hash_name: str, partial: bytes) -> bytes:
        """Hash of everything so far and `partial`, a truncated ClientHello (RFC 8446 section 4.2.11.2)."""
        digest = hashes.Hash(HASHES[hash_name])
        for message in self.messages:
            digest.update(message)
        digest.update(partial)
        return digest.finalize()

    def replace_client_hello(self, hash_name: str) -> None:
        """After a HelloRetryRequest the first ClientHello is represented by its hash (RFC 8446 section 4.4.1)."""
        digest = hashes.Hash(HASHES[hash_name])
        digest.update(self.messages[0])
        value = digest.finalize()
        self.messages[0] = bytes((HandshakeType.message_hash, 0, 0, len(value))) + value
        if self._hash is not None:
            self.choose(hash_name)

    def bytes(self) -> bytes:
        """Everything so far, as TLS 1.2 clients sign it."""
        return b"".join(self.messages)

"""The vault: private keys of a workspace, encrypted at rest.

The passphrase is stretched by scrypt (RFC 7914) to a key that wraps the vault's own random key by AES-256-GCM, which also tells when the
passphrase is wrong. Each private key (PKCS #8, DER) is sealed with the vault's key by AES-256-GCM, bound to its id, so that sealed keys
cannot be exchanged for each other. Changing the passphrase wraps the vault's key anew and leaves the sealed keys alone; stretching happens
once for each unlocking, not for each key. Neither the passphrase nor the unlocked vault is ever written down here.
"""

from __future__ import annotations

import base64
import json
import os
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from workbench.core.workspace.errors import VaultError

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
"""128 MiB and about a third of a second."""
MAXIMUM_N = 2**20
KEY_OCTETS, SALT_OCTETS, NONCE_OCTETS = 32, 16, 12
_WRAP = b"tls-workbench vault 1"


@dataclass(frozen=True)
class Wrapped:
    """What is stored of a vault: how to stretch the passphrase, and the wrapped key (nonce before ciphertext)."""

    salt: bytes
    n: int
    r: int
    p: int
    key: bytes

    def to_text(self) -> str:
        return json.dumps({"version": 1, "kdf": "scrypt", "salt": _text(self.salt), "n": self.n, "r": self.r, "p": self.p,
                           "key": _text(self.key)})  # fmt: skip

    @classmethod
    def from_text(cls, text: str) -> Wrapped:
        """Raises VaultError `vault_damaged`."""
        try:
            content = json.loads(text)
            result = cls(_octets(content["salt"]), int(content["n"]), int(content["r"]), int(content["p"]), _octets(content["key"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise VaultError("vault_damaged") from None
        if not 2 <= result.n <= MAXIMUM_N or result.n & (result.n - 1) or not 1 <= result.r <= 16 or not 1 <= result.p <= 16:
            raise VaultError("vault_damaged")
        return result

    def rewrapped(self, old: str, new: str) -> Wrapped:
        """The same key under another passphrase. Raises VaultError `vault_wrong_passphrase`, `vault_empty_passphrase`."""
        return _wrap(_unwrap(self, old), new)


class Vault:
    """Locked or unlocked. Every method may be called from any thread.

    wrapped  what is stored of it, None while no passphrase was ever set
    stored   gives what is stored now: another program may have set or changed the passphrase
    """

    def __init__(self, wrapped: Wrapped | None = None, stored: Callable[[], Wrapped | None] | None = None) -> None:
        self._lock = threading.Lock()
        self._key: bytes | None = None
        self._stored = stored
        self.wrapped = wrapped

    def __repr__(self) -> str:
        return f"<Vault {'new' if self.wrapped is None else 'locked' if self.locked else 'unlocked'}>"

    @property
    def new(self) -> bool:
        """No passphrase was ever set."""
        return self.wrapped is None

    @property
    def locked(self) -> bool:
        return self._key is None

    def set_up(self, passphrase: str) -> Wrapped:
        """Give a new vault its passphrase; it is unlocked then. The caller stores what comes back.

        Raises VaultError `vault_empty_passphrase`.
        """
        key = os.urandom(KEY_OCTETS)
        wrapped = _wrap(key, passphrase)
        with self._lock:
            self._key, self.wrapped = key, wrapped
        return wrapped

    def adopt(self, other: Vault) -> None:
        """Become another vault, which was stored as this one."""
        with self._lock:
            self._key, self.wrapped = other._key, other.wrapped

    def reload(self) -> None:
        """Take what is stored now. A vault that is unlocked stays so. Raises VaultError `vault_damaged`, WorkspaceError."""
        if self._stored is not None:
            wrapped = self._stored()
            with self._lock:
                self.wrapped = wrapped

    def unlock(self, passphrase: str) -> None:
        """Raises VaultError `vault_wrong_passphrase`, `vault_new`, and as `reload` does."""
        self.reload()
        if self.wrapped is None:
            raise VaultError("vault_new")
        key = _unwrap(self.wrapped, passphrase)
        with self._lock:
            self._key = key

    def lock(self) -> None:
        with self._lock:
            self._key = None

    def seal(self, id: str, private_key_info: bytes) -> bytes:
        """PKCS #8 (DER) -> what may be stored under that id. Raises VaultError `vault_locked`."""
        nonce = os.urandom(NONCE_OCTETS)
        return nonce + AESGCM(self._unlocked()).encrypt(nonce, private_key_info, id.encode())

    def open(self, id: str, sealed: bytes) -> bytes:
        """The PKCS #8 (DER) of a sealed key. Raises VaultError `vault_locked`, `vault_key_damaged`."""
        try:
            return AESGCM(self._unlocked()).decrypt(sealed[:NONCE_OCTETS], sealed[NONCE_OCTETS:], id.encode())
        except (InvalidTag, ValueError):
            raise VaultError("vault_key_damaged") from None

    def _unlocked(self) -> bytes:
        with self._lock:
            if self._key is None:
                raise VaultError("vault_locked")
            return self._key


def _wrap(key: bytes, passphrase: str) -> Wrapped:
    if not passphrase:
        raise VaultError("vault_empty_passphrase")
    salt, nonce = os.urandom(SALT_OCTETS), os.urandom(NONCE_OCTETS)
    stretched = _stretch(passphrase, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P)
    return Wrapped(salt, SCRYPT_N, SCRYPT_R, SCRYPT_P, nonce + AESGCM(stretched).encrypt(nonce, key, _WRAP))


def _unwrap(wrapped: Wrapped, passphrase: str) -> bytes:
    stretched = _stretch(passphrase, wrapped.salt, wrapped.n, wrapped.r, wrapped.p)
    try:
        return AESGCM(stretched).decrypt(wrapped.key[:NONCE_OCTETS], wrapped.key[NONCE_OCTETS:], _WRAP)
    except (InvalidTag, ValueError):
        raise VaultError("vault_wrong_passphrase") from None


def _stretch(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    # The same passphrase typed on another system may be composed otherwise (RFC 8265 4.2: NFC).
    octets = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Scrypt(salt, KEY_OCTETS, n, r, p).derive(octets)


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")


def _octets(text: str) -> bytes:
    return base64.b64decode(text, validate=True)

"""The key schedule of TLS 1.3 (RFC 8446 section 7.1), with every value that it passes.

    PSK or 0 -> HKDF-Extract = early_secret -+-> binder_key, client_early_traffic_secret, early_exporter_master_secret
                                             derived
    (EC)DHE or 0 -> HKDF-Extract = handshake_secret -+-> client_, server_handshake_traffic_secret
                                             derived
    0 -> HKDF-Extract = master_secret -+-> client_, server_application_traffic_secret_0, exporter_, resumption_master_secret

Each step leaves a `Derived`; whoever asked takes them with `take`. The early_secret of a PSK is told as `psk_early_secret`: a client whose
PSK is refused goes on with another, which is the one that its server has.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from workbench.core.tls.cipher_suites import CipherSuiteParameters
from workbench.core.tls.events import Derived

HASHES: dict[str, hashes.HashAlgorithm] = {"SHA256": hashes.SHA256(), "SHA384": hashes.SHA384()}
SCHEDULE = "RFC 8446 section 7.1"


@lru_cache(maxsize=None)
def empty_hash(hash_name: str) -> bytes:
    """Hash of nothing."""
    return hashes.Hash(HASHES[hash_name]).finalize()


@lru_cache(maxsize=512)
def _label(label: str, context: bytes, length: int) -> bytes:
    """HkdfLabel (RFC 8446 section 7.1)."""
    name = b"tls13 " + label.encode("ascii")
    return length.to_bytes(2, "big") + bytes((len(name),)) + name + bytes((len(context),)) + context


def hkdf_extract(hash_name: str, salt: bytes, key_material: bytes) -> bytes:
    """HKDF-Extract (RFC 5869 section 2.2)."""
    return HKDF.extract(HASHES[hash_name], salt, key_material)


def hkdf_expand_label(hash_name: str, secret: bytes, label: str, context: bytes, length: int) -> bytes:
    """HKDF-Expand-Label (RFC 8446 section 7.1); `label` without its "tls13 "."""
    return HKDFExpand(HASHES[hash_name], length, _label(label, context, length)).derive(secret)


def traffic_keys(suite: CipherSuiteParameters, secret: bytes) -> tuple[bytes, bytes]:
    """Key and IV of one direction (RFC 8446 section 7.3)."""
    return (
        hkdf_expand_label(suite.hash, secret, "key", b"", suite.key_length),
        hkdf_expand_label(suite.hash, secret, "iv", b"", 12),
    )


def verify_data(hash_name: str, finished_key: bytes, transcript_hash: bytes) -> bytes:
    """HMAC(finished_key, Transcript-Hash) (RFC 8446 section 4.4.4)."""
    mac = hmac.HMAC(finished_key, HASHES[hash_name])
    mac.update(transcript_hash)
    return mac.finalize()


class KeySchedule:
    """One connection's schedule. Secrets are kept by name until `forget`. `early_secret` is the name of the first."""

    def __init__(self, hash_name: str, psk: bytes | None = None, psk_name: str = "pre_shared_key") -> None:
        """`psk` is the pre-shared key, None for a full handshake."""
        self.hash_name = hash_name
        self.length = HASHES[hash_name].digest_size
        self.secrets: dict[str, bytes] = {}
        self._born: list[Derived] = []
        zero = bytes(self.length)
        self.early_secret = "early_secret" if psk is None else "psk_early_secret"
        if psk is None:
            self._keep(self.early_secret, hkdf_extract(hash_name, zero, zero), "HKDF-Extract(0, 0)")
        else:
            self._keep(self.early_secret, hkdf_extract(hash_name, zero, psk), f"HKDF-Extract(0, {psk_name})", (psk_name,))

    def take(self) -> tuple[Derived, ...]:
        """What was derived since the last time."""
        born = tuple(self._born)
        self._born.clear()
        return born

    def note(self, value: Derived) -> None:
        """Put a value among the derived ones."""
        self._born.append(value)

    def _keep(self, name: str, value: bytes, formula: str, inputs: tuple[str, ...] = ()) -> bytes:
        self.secrets[name] = value
        self._born.append(Derived(name, value, formula, inputs, SCHEDULE))
        return value

    def derive_secret(self, name: str, source: str, label: str, transcript_hash: bytes, hash_of: str) -> bytes:
        """Derive-Secret(secrets[source], label, messages), kept as `name`.

        `hash_of` is the name of the transcript hash among the values, "" for the hash of nothing.
        """
        value = hkdf_expand_label(self.hash_name, self.secrets[source], label, transcript_hash, self.length)
        inputs = (source, hash_of) if hash_of else (source,)
        return self._keep(name, value, f'HKDF-Expand-Label({source}, "{label}", {hash_of or "Hash()"}, {self.length})', inputs)

    def enter_handshake(self, shared_secret: bytes | None) -> None:
        """handshake_secret, from the (EC)DHE shared secret; None where there is none (psk_ke)."""
        salt = self.derive_secret("derived_early_secret", self.early_secret, "derived", empty_hash(self.hash_name), "")
        if shared_secret is None:
            value = hkdf_extract(self.hash_name, salt, bytes(self.length))
            self._keep("handshake_secret", value, "HKDF-Extract(derived_early_secret, 0)", ("derived_early_secret",))
        else:
            value = hkdf_extract(self.hash_name, salt, shared_secret)
            inputs = ("derived_early_secret", "shared_secret")
            self._keep("handshake_secret", value, "HKDF-Extract(derived_early_secret, shared_secret)", inputs)

    def handshake_traffic_secrets(self, transcript_hash: bytes, hash_of: str) -> None:
        """Both handshake traffic secrets; the hash is of ClientHello...ServerHello."""
        for side in ("client", "server"):
            self.derive_secret(f"{side}_handshake_traffic_secret", "handshake_secret", f"{side[0]} hs traffic", transcript_hash, hash_of)

    def enter_application(self) -> None:
        """master_secret."""
        salt = self.derive_secret("derived_handshake_secret", "handshake_secret", "derived", empty_hash(self.hash_name), "")
        value = hkdf_extract(self.hash_name, salt, bytes(self.length))
        self._keep("master_secret", value, "HKDF-Extract(derived_handshake_secret, 0)", ("derived_handshake_secret",))

    def application_traffic_secrets(self, transcript_hash: bytes, hash_of: str) -> None:
        """Both application traffic secrets and exporter_master_secret; the hash is of ClientHello...server Finished."""
        for side in ("client", "server"):
            self.derive_secret(f"{side}_application_traffic_secret_0", "master_secret", f"{side[0]} ap traffic", transcript_hash, hash_of)
        self.derive_secret("exporter_master_secret", "master_secret", "exp master", transcript_hash, hash_of)

    def resumption_master_secret(self, transcript_hash: bytes, hash_of: str) -> None:
        """resumption_master_secret; the hash is of ClientHello...client Finished."""
        self.derive_secret("resumption_master_secret", "master_secret", "res master", transcript_hash, hash_of)

    def next_traffic_secret(self, side: str, generation: int) -> bytes:
        """application_traffic_secret_N of `side` ("client", "server") from the one before (RFC 8446 section 7.2)."""
        source = f"{side}_application_traffic_secret_{generation - 1}"
        value = hkdf_expand_label(self.hash_name, self.secrets.pop(source), "traffic upd", b"", self.length)
        name = f"{side}_application_traffic_secret_{generation}"
        self.secrets[name] = value
        formula = f'HKDF-Expand-Label({source}, "traffic upd", "", {self.length})'
        self._born.append(Derived(name, value, formula, (source,), "RFC 8446 section 7.2"))
        return value

    def finished_key(self, base: str, name: str) -> bytes:
        """finished_key of a traffic secret or binder_key, told as `name` (RFC 8446 section 4.4.4)."""
        value = hkdf_expand_label(self.hash_name, self.secrets[base], "finished", b"", self.length)
        formula = f'HKDF-Expand-Label({base}, "finished", "", {self.length})'
        self._born.append(Derived(name, value, formula, (base,), "RFC 8446 section 4.4.4"))
        return value

    def forget(self, names: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Destroy these secrets, all when none are named; returns the names of those that were there."""
        gone = tuple(name for name in (names if names is not None else tuple(self.secrets)) if name in self.secrets)
        for name in gone:
            del self.secrets[name]
        return gone


def traffic_protection_values(secret_name: str, key_name: str, iv_name: str, key: bytes, iv: bytes) -> tuple[Derived, ...]:
    """Key and IV of one direction as values (RFC 8446 section 7.3)."""
    citation = "RFC 8446 section 7.3"
    return (
        Derived(key_name, key, f'HKDF-Expand-Label({secret_name}, "key", "", {len(key)})', (secret_name,), citation),
        Derived(iv_name, iv, f'HKDF-Expand-Label({secret_name}, "iv", "", 12)', (secret_name,), citation),
    )

"""What client and server of TLS 1.3 do alike: the key schedule told as computations, Finished, traffic keys, exporters."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from cryptography.hazmat.primitives import constant_time, hashes

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES, CipherSuiteParameters
from workbench.core.tls.connection import Connection
from workbench.core.tls.events import Derived, Level
from workbench.core.tls.key_schedule import (
    HASHES,
    KeySchedule,
    empty_hash,
    hkdf_expand_label,
    traffic_keys,
    traffic_protection_values,
    verify_data,
)
from workbench.core.tls.messages import Finished, frame, read_body
from workbench.core.tls.protection import Protection13
from workbench.core.tls.transcript_hash import TranscriptHash

SCHEDULE = "RFC 8446 section 7.1"


class Session13:
    """One connection's TLS 1.3 state. `side` is who we are, `peer` the other.

    peer_chain   the peer's certificates (DER, leaf first), from this handshake or the one that is resumed
    generation   of the application traffic secrets, by side
    replaced     names of keys that gave way to others, or were used up at once, not yet told as forgotten
    """

    side: str
    peer: str
    suite: CipherSuiteParameters

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.schedule: KeySchedule | None = None
        self.peer_chain: tuple[bytes, ...] = ()
        self.generation = {"client": 0, "server": 0}
        self.replaced: tuple[str, ...] = ()

    @property
    def secrets(self) -> KeySchedule:
        """The schedule, once there is one."""
        assert self.schedule is not None, "the cipher suite is chosen before keys are asked for"
        return self.schedule

    def choose_suite(self, code: int) -> None:
        """The cipher suite is settled, and with it the hash."""
        self.suite = SUITES[code]
        self.connection.transcript.choose(self.suite.hash)
        self.connection.agree("cipher_suite", code)

    def say(self, value: Any, name: str) -> None:
        """Send a message that belongs to the transcript."""
        message = frame(value)
        self.connection.transcript.add(message, name)
        self.connection.send_handshake(message, in_transcript=False)

    def transcript_hash(self, transcript: TranscriptHash | None = None) -> Derived:
        """Hash of everything up to now, named by the last message: `transcript_hash_server_hello`."""
        transcript = transcript or self.connection.transcript
        return transcript_value(transcript.last, transcript.value())

    def enter_handshake(self, shared_secret: bytes | None) -> None:
        """From the shared secret to the handshake traffic secrets; the transcript ends with the ServerHello."""
        began = perf_counter()
        schedule = self.secrets
        schedule.enter_handshake(shared_secret)
        so_far = self.transcript_hash()
        schedule.note(so_far)
        schedule.handshake_traffic_secrets(so_far.value, so_far.name)
        self.connection.compute("derive_handshake_secrets", schedule.take(), SCHEDULE, began)

    def enter_application(self) -> None:
        """Master secret and application traffic secrets; the transcript ends with the server's Finished."""
        began = perf_counter()
        schedule = self.secrets
        schedule.enter_application()
        so_far = self.transcript_hash()
        schedule.note(so_far)
        schedule.application_traffic_secrets(so_far.value, so_far.name)
        self.connection.compute("derive_application_secrets", schedule.take(), SCHEDULE, began)

    def finish_handshake(self) -> None:
        """The resumption secret; the transcript ends with the client's Finished. What is no longer needed is forgotten."""
        began = perf_counter()
        schedule = self.secrets
        so_far = self.transcript_hash()
        schedule.note(so_far)
        schedule.resumption_master_secret(so_far.value, so_far.name)
        self.connection.compute("derive_resumption_secret", schedule.take(), SCHEDULE, began)
        self.connection.transcript.messages.clear()  # their hash goes on, where somebody is asked for a certificate later
        self.forget(HANDSHAKE_SECRETS)

    def forget(self, names: tuple[str, ...] | None = None) -> None:
        """Destroy these secrets, all when none are named, and tell it, also of the keys that were replaced."""
        gone = self.secrets.forget(names) if self.schedule is not None else ()
        self.connection.destroy(tuple(dict.fromkeys(self.replaced + gone)))
        self.replaced = ()

    def protect(self, side: str, level: Level) -> Protection13:
        """Traffic keys of `side` at `level`, told and ready to use."""
        began = perf_counter()
        generation = self.generation[side] if level is Level.application else 0
        suffix = f"_{generation}" if generation else ""
        name = SECRET_OF[level].format(side=side, generation=generation)
        key, iv = traffic_keys(self.suite, self.secrets.secrets[name])
        key_name, iv_name = f"{side}_{level}_write_key{suffix}", f"{side}_{level}_write_iv{suffix}"
        values = traffic_protection_values(name, key_name, iv_name, key, iv)
        self.connection.compute("derive_traffic_keys", values, "RFC 8446 section 7.3", began)
        return Protection13(self.suite, key, iv, level, key_name, iv_name)

    def read_with(self, side: str, level: Level) -> None:
        """Open what `side` sends at `level`."""
        self._change(side, level, writing=False)

    def write_with(self, side: str, level: Level) -> None:
        """Seal what `side`, which is us, sends at `level`."""
        self._change(side, level, writing=True)

    def _change(self, side: str, level: Level, writing: bool) -> None:
        connection = self.connection
        old = connection.writing if writing else connection.reading
        protection = self.protect(side, level)
        if writing:
            connection.write_with(protection)
        else:
            connection.read_with(protection)
        if old is not None:
            self.replaced += (old.key_name, old.iv_name)

    def _finished(self, side: str, base: str, prefix: str, transcript: TranscriptHash | None) -> tuple[Derived, ...]:
        so_far = self.transcript_hash(transcript)
        schedule = self.secrets
        key_name = f"{prefix}{side}_finished_key"
        data = verify_data(schedule.hash_name, schedule.finished_key(base, key_name), so_far.value)
        self.replaced += (key_name,)
        formula = f"HMAC({key_name}, {so_far.name})"
        value = Derived(f"{prefix}{side}_verify_data", data, formula, (key_name, so_far.name), "RFC 8446 section 4.4.4", False)
        return (*schedule.take(), so_far, value)

    def make_finished(self, base: str, prefix: str = "", transcript: TranscriptHash | None = None) -> Finished:
        """Our Finished under the secret `base`, over everything so far."""
        began = perf_counter()
        values = self._finished(self.side, base, prefix, transcript)
        self.connection.compute("compute_finished", values, "RFC 8446 section 4.4.4", began)
        return Finished(values[-1].value)

    def check_finished(self, message: bytes, base: str, prefix: str = "", transcript: TranscriptHash | None = None) -> None:
        """The peer's Finished. Raises PeerError: decrypt_error when it is not what we computed, decode_error when its length is wrong."""
        began = perf_counter()
        told = read_body(Finished, message).verify_data
        values = self._finished(self.peer, base, prefix, transcript)
        if len(told) != len(values[-1].value):
            raise PeerError(AlertDescription.decode_error, "tls_finished_length", length=len(told))
        ok = constant_time.bytes_eq(values[-1].value, told)
        self.connection.compute("verify_finished", values, "RFC 8446 section 4.4.4", began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_finished_wrong")

    def early_secrets(self) -> None:
        """What 0-RTT needs; the transcript ends with the ClientHello (RFC 8446 section 7.1)."""
        began = perf_counter()
        schedule = self.secrets
        so_far = transcript_value("client_hello", self.connection.transcript.value_with(schedule.hash_name, b""))
        schedule.note(so_far)
        schedule.derive_secret("client_early_traffic_secret", schedule.early_secret, "c e traffic", so_far.value, so_far.name)
        schedule.derive_secret("early_exporter_master_secret", schedule.early_secret, "e exp master", so_far.value, so_far.name)
        self.connection.compute("derive_early_secrets", schedule.take(), SCHEDULE, began)

    def export(self, label: str, context: bytes, length: int, early: bool, suffix: str) -> bytes:
        """Keying material for whoever binds something to this connection (RFC 8446 section 7.5); its names end with `suffix`. Raises
        ValueError before there is any."""
        name = "early_exporter_master_secret" if early else "exporter_master_secret"
        if self.schedule is None or name not in self.schedule.secrets:
            raise ValueError("this connection has no such exporter secret now")
        began = perf_counter()
        hash_name = self.schedule.hash_name
        digest = hashes.Hash(HASHES[hash_name])
        digest.update(context)
        hash_of_context = digest.finalize()
        secret = hkdf_expand_label(hash_name, self.schedule.secrets[name], label, empty_hash(hash_name), len(hash_of_context))
        material = hkdf_expand_label(hash_name, secret, "exporter", hash_of_context, length)
        citation = "RFC 8446 section 7.5"
        formula = f'HKDF-Expand-Label({name}, "{label}", Hash(), {len(secret)})'
        secret_name, context_name = f"exporter_secret{suffix}", f"exporter_context_hash{suffix}"
        values = (
            Derived(secret_name, secret, formula, (name,), citation),
            Derived(context_name, hash_of_context, "Hash(context)", (), citation, False),
            Derived(
                f"exported_keying_material{suffix}",
                material,
                f'HKDF-Expand-Label({secret_name}, "exporter", {context_name}, {length})',
                (secret_name, context_name),
                citation,
            ),
        )
        self.connection.compute("export_keying_material", values, citation, began)
        self.replaced += (secret_name,)
        return material

    def change_cipher_spec(self) -> None:
        """Means nothing in TLS 1.3 (RFC 8446 appendix D.4)."""

    def close(self) -> None:
        """Destroy every secret."""
        self.forget()


def transcript_value(last: str, value: bytes) -> Derived:
    """The hash of a transcript that ends with the message `last`."""
    messages = _UP_TO.get(last) or _AFTERWARDS[last.split("_", 3)[3]]  # post_handshake_1_client_certificate
    return Derived(f"transcript_hash_{last}", value, f"Transcript-Hash({messages})", (), "RFC 8446 section 4.4.1", False)


HANDSHAKE_SECRETS = (
    "early_secret",
    "psk_early_secret",
    "binder_key",
    "client_early_traffic_secret",
    "derived_early_secret",
    "handshake_secret",
    "client_handshake_traffic_secret",
    "server_handshake_traffic_secret",
    "derived_handshake_secret",
    "master_secret",
)
SECRET_OF = {
    Level.early_data: "{side}_early_traffic_secret",
    Level.handshake: "{side}_handshake_traffic_secret",
    Level.application: "{side}_application_traffic_secret_{generation}",
}
_UP_TO = {
    "client_hello": "ClientHello",
    "truncated_client_hello": "ClientHello without its binders",
    "truncated_second_client_hello": "message_hash, HelloRetryRequest, ClientHello without its binders",
    "hello_retry_request": "message_hash, HelloRetryRequest",
    "second_client_hello": "message_hash...ClientHello",
    "server_hello": "ClientHello...ServerHello",
    "encrypted_extensions": "ClientHello...EncryptedExtensions",
    "certificate_request": "ClientHello...CertificateRequest",
    "server_certificate": "ClientHello...server Certificate",
    "server_certificate_verify": "ClientHello...server CertificateVerify",
    "server_finished": "ClientHello...server Finished",
    "end_of_early_data": "ClientHello...EndOfEarlyData",
    "client_certificate": "ClientHello...client Certificate",
    "client_certificate_verify": "ClientHello...client CertificateVerify",
    "client_finished": "ClientHello...client Finished",
}
_AFTERWARDS = {
    "client_certificate": "ClientHello...client Finished, CertificateRequest, Certificate",
    "client_certificate_verify": "ClientHello...client Finished, CertificateRequest...CertificateVerify",
}

"""What client and server of TLS 1.3 do alike: the key schedule told as computations, Finished, CertificateVerify, traffic keys."""

from __future__ import annotations

from time import perf_counter

from cryptography.hazmat.primitives import constant_time

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import SUITES, CipherSuiteParameters
from workbench.core.tls.connection import Connection
from workbench.core.tls.events import Derived, Level
from workbench.core.tls.key_schedule import KeySchedule, traffic_keys, traffic_protection_values, verify_data
from workbench.core.tls.messages import Finished, frame, read_body
from workbench.core.tls.protection import Protection13

SCHEDULE = "RFC 8446 section 7.1"


def signed_content(side: str, transcript_hash: bytes) -> bytes:
    """The exact octets that `side` ("client", "server") signs in CertificateVerify (RFC 8446 section 4.4.3)."""
    return b" " * 64 + f"TLS 1.3, {side} CertificateVerify".encode("ascii") + b"\x00" + transcript_hash


class Session13:
    """One connection's TLS 1.3 state. `side` is who we are, `peer` the other."""

    side: str
    peer: str
    suite: CipherSuiteParameters
    schedule: KeySchedule

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.peer_chain: tuple[bytes, ...] = ()

    def choose_suite(self, code: int) -> None:
        """The cipher suite is settled, and with it the hash."""
        self.suite = SUITES[code]
        self.connection.transcript.choose(self.suite.hash)
        self.connection.agree("cipher_suite", code)

    def transcript_hash(self, last: str) -> Derived:
        """Hash of everything up to now, named by the last message: `transcript_hash_server_hello`."""
        return Derived(
            f"transcript_hash_{last}",
            self.connection.transcript.value(),
            f"Transcript-Hash({MESSAGES_UP_TO[last]})",
            (),
            "RFC 8446 section 4.4.1",
            False,
        )

    def enter_handshake(self, shared_secret: bytes | None) -> None:
        """From the shared secret to the handshake traffic secrets; the transcript ends with the ServerHello."""
        began = perf_counter()
        schedule = self.schedule
        schedule.enter_handshake(shared_secret)
        so_far = self.transcript_hash("server_hello")
        schedule.note(so_far)
        schedule.handshake_traffic_secrets(so_far.value, so_far.name)
        self.connection.compute("derive_handshake_secrets", schedule.take(), SCHEDULE, began)

    def enter_application(self) -> None:
        """Master secret and application traffic secrets; the transcript ends with the server's Finished."""
        began = perf_counter()
        schedule = self.schedule
        schedule.enter_application()
        so_far = self.transcript_hash("server_finished")
        schedule.note(so_far)
        schedule.application_traffic_secrets(so_far.value, so_far.name)
        self.connection.compute("derive_application_secrets", schedule.take(), SCHEDULE, began)

    def finish_handshake(self) -> None:
        """The resumption secret; the transcript ends with the client's Finished. What is no longer needed is forgotten."""
        began = perf_counter()
        schedule = self.schedule
        so_far = self.transcript_hash("client_finished")
        schedule.note(so_far)
        schedule.resumption_master_secret(so_far.value, so_far.name)
        self.connection.compute("derive_resumption_secret", schedule.take(), SCHEDULE, began)
        self.connection.destroy(schedule.forget(HANDSHAKE_SECRETS))

    def protect(self, side: str, level: Level) -> Protection13:
        """Traffic keys of `side` at `level`, told and ready to use."""
        began = perf_counter()
        name = SECRET_OF[level].format(side=side)
        key, iv = traffic_keys(self.suite, self.schedule.secrets[name])
        key_name, iv_name = f"{side}_{level}_write_key", f"{side}_{level}_write_iv"
        values = traffic_protection_values(name, key_name, iv_name, key, iv)
        self.connection.compute("derive_traffic_keys", values, "RFC 8446 section 7.3", began)
        return Protection13(self.suite, key, iv, level, key_name, iv_name)

    def signed(self, side: str) -> Derived:
        """What `side` signs in its CertificateVerify, from the transcript up to its Certificate."""
        so_far = self.transcript_hash(f"{side}_certificate")
        return Derived(
            f"{side}_signed_content",
            signed_content(side, so_far.value),
            f'64 x 0x20 || "TLS 1.3, {side} CertificateVerify" || 0x00 || {so_far.formula}',
            (),
            "RFC 8446 section 4.4.3",
            False,
        )

    def tell_signature(self, id: str, signed: Derived, signature: bytes, began: float, ok: bool | None = None) -> None:
        """A signature made or checked, with the exact octets under it."""
        name = signed.name.replace("signed_content", "signature")
        values = (signed, Derived(name, signature, f"sign(private key, {signed.name})", (signed.name,), signed.citation, False))
        self.connection.compute(id, values, signed.citation, began, ok)

    def _finished(self, side: str, base: str, last: str) -> tuple[Derived, ...]:
        so_far = self.transcript_hash(last)
        key = self.schedule.finished_key(base, f"{side}_finished_key")
        data = verify_data(self.schedule.hash_name, key, so_far.value)
        formula = f"HMAC({side}_finished_key, {so_far.name})"
        inputs = (f"{side}_finished_key", so_far.name)
        return (*self.schedule.take(), so_far, Derived(f"{side}_verify_data", data, formula, inputs, "RFC 8446 section 4.4.4", False))

    def send_finished(self, base: str, last: str = "") -> None:
        """Our Finished under the secret `base`, over everything so far."""
        began = perf_counter()
        values = self._finished(self.side, base, last or BEFORE_FINISHED[self.side])
        self.connection.compute("compute_finished", values, "RFC 8446 section 4.4.4", began)
        self.connection.send_handshake(frame(Finished(values[-1].value)))

    def check_finished(self, message: bytes, base: str, last: str = "") -> None:
        """The peer's Finished. Raises PeerError: decrypt_error when it is not what we computed."""
        began = perf_counter()
        values = self._finished(self.peer, base, last or BEFORE_FINISHED[self.peer])
        ok = constant_time.bytes_eq(values[-1].value, read_body(Finished, message).verify_data)
        self.connection.compute("verify_finished", values, "RFC 8446 section 4.4.4", began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_finished_wrong")

    def change_cipher_spec(self) -> None:
        """Means nothing in TLS 1.3 (RFC 8446 appendix D.4)."""

    def close(self) -> None:
        """Destroy every secret."""
        if hasattr(self, "schedule"):
            self.connection.destroy(self.schedule.forget())


HANDSHAKE_SECRETS = (
    "early_secret",
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
    Level.application: "{side}_application_traffic_secret_0",
}
BEFORE_FINISHED = {"server": "server_certificate_verify", "client": "server_finished"}
MESSAGES_UP_TO = {
    "server_hello": "ClientHello...ServerHello",
    "server_certificate": "ClientHello...server Certificate",
    "server_certificate_verify": "ClientHello...server CertificateVerify",
    "server_finished": "ClientHello...server Finished",
    "client_certificate": "ClientHello...client Certificate",
    "client_certificate_verify": "ClientHello...client CertificateVerify",
    "client_finished": "ClientHello...client Finished",
}

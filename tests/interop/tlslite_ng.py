"""tlslite-ng: a TLS written in Python, on a socket that is two buffers."""

from __future__ import annotations

import errno
import warnings
from collections.abc import Generator
from typing import Any

from tests.interop.credentials import Files
from tests.interop.endpoint import TLS12, TLS13, Facts, Missing, Options
from workbench.core.tls.cipher_suites import SUITES, Aead, KeyExchange
from workbench.core.tls.parameters import NamedGroup

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports asyncore
    from tlslite.api import (
        HandshakeSettings,
        SessionCache,
        TLSConnection,
        TLSLocalAlert,
        TLSRemoteAlert,
        X509CertChain,
        parsePEMKey,
    )
    from tlslite.constants import AlertDescription
    from tlslite.errors import TLSAbruptCloseError, TLSError, TLSProtocolException

NAME = "tlslite_ng"
VERSIONS = {TLS12: (3, 3), TLS13: (3, 4)}
CIPHERS = {
    Aead.aes_128_gcm: "aes128gcm",
    Aead.aes_256_gcm: "aes256gcm",
    Aead.chacha20_poly1305: "chacha20-poly1305",
    Aead.aes_128_ccm: "aes128ccm",
    Aead.aes_256_ccm: "aes256ccm",
    Aead.aes_128_ccm_8: "aes128ccm_8",
    Aead.aes_256_ccm_8: "aes256ccm_8",
    Aead.aes_128_cbc: "aes128",
    Aead.aes_256_cbc: "aes256",
}
MACS = {"SHA1": "sha", "SHA256": "sha256", "SHA384": "sha384", "": "aead"}
GROUPS = {
    NamedGroup.x25519: "x25519",
    NamedGroup.x448: "x448",
    NamedGroup.secp256r1: "secp256r1",
    NamedGroup.secp384r1: "secp384r1",
    NamedGroup.secp521r1: "secp521r1",
    NamedGroup.ffdhe2048: "ffdhe2048",
    NamedGroup.ffdhe3072: "ffdhe3072",
}
KEY_TYPES = ("rsa", "rsa_pss", "p256", "p384", "p521", "ed25519", "ed448")


class Buffers:
    """What looks like a non-blocking socket to tlslite-ng."""

    def __init__(self) -> None:
        self.incoming = bytearray()
        self.outgoing = bytearray()
        self.ended = False

    def send(self, data: bytes) -> int:
        self.outgoing += data
        return len(data)

    def sendall(self, data: bytes) -> None:
        self.outgoing += data

    def recv(self, size: int) -> bytes:
        if not self.incoming and not self.ended:
            raise OSError(errno.EWOULDBLOCK, "nothing yet")
        data = bytes(self.incoming[:size])
        del self.incoming[:size]
        return data

    def close(self) -> None:
        pass


def settings_of(options: Options, is_server: bool) -> HandshakeSettings:
    settings = HandshakeSettings()
    settings.minVersion = VERSIONS[min(options.versions)]
    settings.maxVersion = VERSIONS[max(options.versions)]
    settings.versions = [version for version in settings.versions if settings.minVersion <= version <= settings.maxVersion]
    settings.eccCurves = [name for name in settings.eccCurves if not name.startswith("brainpool")]
    settings.more_sig_schemes = [name for name in settings.more_sig_schemes if "brainpool" not in name]
    settings.certificate_compression_send = []  # it compresses a client's certificate unasked
    if options.suites:
        suites = [SUITES[code] for code in options.suites]
        settings.cipherNames = list(dict.fromkeys(CIPHERS[suite.cipher] for suite in suites))
        settings.macNames = list(dict.fromkeys(MACS[suite.mac] for suite in suites))
        names = {
            f"{suite.key_exchange}_{suite.authentication}".lower() if suite.key_exchange is not KeyExchange.rsa else "rsa"
            for suite in suites
            if suite.key_exchange is not KeyExchange.any
        }
        if names:
            settings.keyExchangeNames = sorted(names)
    if options.groups:
        unknown = [code for code in options.groups if code not in GROUPS]
        if unknown:
            raise Missing(f"tlslite-ng has no groups {unknown} here (ML-KEM needs a further package)")
        names_of_groups = [GROUPS[NamedGroup(code)] for code in options.groups]
        settings.eccCurves = [name for name in names_of_groups if not name.startswith("ffdhe")]
        settings.dhGroups = [name for name in names_of_groups if name.startswith("ffdhe")]
        settings.keyShares = names_of_groups[:1]
        if settings.eccCurves:
            settings.defaultCurve = settings.eccCurves[0]
    if "key_shares" in options.extra:
        settings.keyShares = options.extra["key_shares"]
    settings.psk_modes = options.extra.get("psk_modes", settings.psk_modes)
    settings.useExtendedMasterSecret = not options.extra.get("no_extended_master_secret", False)
    settings.useEncryptThenMAC = not options.extra.get("no_encrypt_then_mac", False)
    settings.record_size_limit = options.extra.get("record_size_limit", settings.record_size_limit)
    if is_server and options.tickets:
        settings.ticketKeys = options.session.ticket_keys if options.session is not None else [bytearray(range(32))]
    if not options.tickets:
        settings.ticket_count = 0
    if options.ocsp or options.early_data is not None or options.maximum_early_data:
        raise Missing("tlslite-ng has neither OCSP stapling nor 0-RTT data")
    return settings


def chain_of(credential: Files) -> tuple[X509CertChain, Any]:
    try:
        chain = X509CertChain()
        chain.parsePemList(credential.certificate.read_text())
        key = parsePEMKey(credential.key.read_text(), private=True, implementations=["python"])
    except (SyntaxError, ValueError, TypeError) as error:
        raise Missing(f"tlslite-ng does not read this key: {error}") from None
    return chain, key


class TlsliteNg:
    """A client or server of tlslite-ng. What is to be done stands in a generator that is resumed when bytes come."""

    name = NAME

    def __init__(self, options: Options, is_server: bool) -> None:
        self.options = options
        self.is_server = is_server
        self.failure: str | None = None
        self.connected = False
        self.closed = False
        self._received = b""
        self._random = ""
        self.buffers = Buffers()
        self.connection = TLSConnection(self.buffers)
        settings = settings_of(options, is_server)
        self.ticket_keys = settings.ticketKeys
        self.cache = options.session.cache if is_server and options.session is not None else SessionCache()
        chain, key = chain_of(options.credential) if options.credential is not None else (None, None)
        alpn = [bytearray(name) for name in options.alpn] or None
        if is_server:
            self.task: Generator[Any, None, None] = self.connection.handshakeServerAsync(
                certChain=chain,
                privateKey=key,
                reqCert=options.client_certificate or options.extra.get("may_show_certificate", False),
                sessionCache=self.cache if options.extra.get("by_session_id") else None,
                settings=settings,
                alpn=alpn,
            )
        else:
            if options.post_handshake and chain is not None:
                self.connection.client_cert_required = False
            self.task = self.connection.handshakeClientCert(
                certChain=chain,
                privateKey=key,
                session=options.session.connection.session if options.session is not None else None,
                settings=settings,
                serverName=options.server_name,
                async_=True,
                alpn=alpn,
            )
        self._settings = settings
        self._advance()

    def _advance(self) -> None:
        if self.connection.closed and self.connected:  # closing forgets the keys that a waiting read would need
            return
        try:
            while True:
                result = next(self.task)
                if result in (0, 1):
                    if not self.buffers.incoming and not self.buffers.ended:
                        return
                elif isinstance(result, bytes):
                    self._received += result
        except StopIteration:
            if not self.connected:
                self.connected = True
            if self.connection.closed:
                self.closed = True
                return
            self.task = self.connection.readAsync(None, 1)
            self._advance()
        except TLSRemoteAlert as alert:
            self.closed = alert.description == AlertDescription.close_notify
            self.failure = None if self.closed else f"alert {alert}"
        except TLSLocalAlert as alert:
            self.failure = f"local alert {alert}"
        except TLSAbruptCloseError:
            self.failure = "cut off"
        except (TLSError, TLSProtocolException, ValueError, AssertionError, SyntaxError) as error:
            self.failure = repr(error)

    def _run(self, task: Any) -> None:
        for result in task:
            assert result in (0, 1)
            assert result == 1, "waits for the peer"

    def receive(self, data: bytes) -> None:
        if self.is_server and not self._random:
            self._random = data[11:43].hex()  # behind the headers of record and message, and legacy_version
        self.buffers.incoming += data
        self._advance()

    def receive_eof(self) -> None:
        self.buffers.ended = True
        if not self.closed:
            self._advance()

    def data_to_send(self) -> bytes:
        data = bytes(self.buffers.outgoing)
        self.buffers.outgoing.clear()
        if not self.is_server and data and not self._random:
            self._random = data[11:43].hex()
        return data

    def send(self, data: bytes) -> None:
        self._run(self.connection.writeAsync(data))

    def take_received(self) -> bytes:
        data, self._received = self._received, b""
        return data

    def close(self) -> None:
        if not self.connection.closed:
            self.connection.closeSocket = True  # do not wait for the peer's close_notify
            self._run(self.connection.closeAsync())
            self.closed = True

    def update_keys(self, request_peer: bool) -> None:
        self._run(self.connection.send_keyupdate_request(1 if request_peer else 0))

    def request_client_certificate(self) -> None:
        self._run(self.connection.request_post_handshake_auth(self._settings))
        self.task = self.connection.readAsync(None, 1)  # which messages may come is settled when reading begins

    def session(self) -> TlsliteNg:
        return self

    def export_keying_material(self, label: bytes, context: bytes | None, length: int) -> bytes:
        if context or (context is not None and self.connection.version == (3, 3)):
            raise Missing("tlslite-ng exports without a context only")
        return bytes(self.connection.keyingMaterialExporter(bytearray(label), length))

    def facts(self) -> Facts:
        session = self.connection.session
        chain = session.clientCertChain if self.is_server else session.serverCertChain
        return Facts(
            {(3, 3): TLS12, (3, 4): TLS13}[self.connection.version],
            session.cipherSuite,
            None,
            None if self.is_server and self.connection.version == (3, 4) else self.connection.resumed,
            bytes(session.appProto or b""),
            bytes(chain.x509List[0].bytes) if chain is not None and chain.x509List else b"",
        )

    def key_log(self) -> set[str]:
        session = self.connection.session
        random = self._random
        if self.connection.version == (3, 3):
            return {f"CLIENT_RANDOM {random} {bytes(session.masterSecret).hex()}"}
        # Its traffic secrets move on with KeyUpdate, and handshake secrets it does not keep.
        return {f"EXPORTER_SECRET {random} {bytes(session.exporterMasterSecret).hex()}"}


def client(options: Options) -> TlsliteNg:
    return TlsliteNg(options, False)


def server(options: Options) -> TlsliteNg:
    return TlsliteNg(options, True)

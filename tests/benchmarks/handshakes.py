"""Handshakes per second, recorded and not, bulk data and memory, against Python's `ssl` over memory BIOs and tlslite-ng.

One TLS 1.3 handshake, both sides in one thread: P-256 key exchange, P-256 certificate under an intermediate, AES-128-GCM, no tickets.
"""

from __future__ import annotations

import gc
import ssl
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import load_der_x509_certificate

from workbench.core.handshake.recorder import Recorder
from workbench.core.handshake.scenarios.pki import HOST, ScenarioPki, make_pki
from workbench.core.handshake.transcript import Connection, Party, Role
from workbench.core.handshake.verify import verifier
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.client import Client
from workbench.core.tls.configuration import ClientConfiguration, Judgement, ServerConfiguration
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.core.tls.server import Server
from workbench.core.x509.finding import Conditions, Purpose

ROUNDS = 300
BULK = 2**25
SHARED = {
    "versions": (ProtocolVersion.TLS1_3,),
    "groups": (NamedGroup.secp256r1,),
    "cipher_suites": (CipherSuite.TLS_AES_128_GCM_SHA256,),
}


def run() -> None:
    import os

    pki = make_pki(os.urandom, time.time())
    peers = Peers(pki)
    verify = verifier(pki.anchors, Conditions(purpose=Purpose.SERVER))
    leaf = pki.server.public_key

    def taken(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes) -> Judgement:
        return Judgement(True, leaf)

    rates = {
        "ssl": rate(peers.ssl_handshake),
        "tlslite-ng": rate(peers.tlslite_handshake, ROUNDS // 10),
        "ours, not recorded": rate(lambda: ours(pki, verify)),
        "ours, recorded": rate(lambda: ours(pki, verify, Recorder(time.perf_counter))),
        "ours, recorded, certificate not judged": rate(lambda: ours(pki, taken, Recorder(time.perf_counter))),
        "ours, recorded and made into a transcript": rate(lambda: transcript(pki, verify)),
    }
    for name, found in rates.items():
        print(f"{name:44} {found:7.0f}/s = {found / rates['ssl']:5.2f} x ssl, {found / rates['tlslite-ng']:5.1f} x tlslite-ng")
    cost = 1 / rates["ours, recorded"] - 1 / rates["ours, not recorded"]
    print(f"recording costs {cost * 1e6:.0f} us a handshake = {cost * rates['ours, not recorded']:.0%} of it")

    mine, theirs = bulk(pki, verify), peers.bulk()
    print(f"bulk: {mine / 2**20:.0f} MiB/s through both record layers, ssl {theirs / 2**20:.0f} MiB/s = {mine / theirs:.2f} x")

    gc.collect()
    tracemalloc.start()
    kept = [transcript(pki, verify) for _ in range(50)]
    size = tracemalloc.get_traced_memory()[0] / len(kept)
    tracemalloc.stop()
    print(f"memory: {size / 1024:.0f} KiB a transcript of {len(kept[0].steps)} steps")


def rate(once: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Per second, the best of three."""
    once()
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(rounds):
            once()
        best = max(best, rounds / (time.perf_counter() - start))
    return best


def ours(pki: ScenarioPki, verify: object, recorder: Recorder | None = None) -> tuple[Client, Server]:
    listeners = [{"listener": recorder.endpoint(role, 1)} if recorder else {} for role in (Role.client, Role.server)]
    client = Client(ClientConfiguration(verify, server_name=HOST, **SHARED, **listeners[0]))
    server = Server(ServerConfiguration(verify, credentials=(pki.server,), **SHARED, **listeners[1]))
    client.start()
    pump(client, server)
    assert client.connected and server.connected
    return client, server


def pump(client: Client, server: Server) -> None:
    while True:
        out, back = client.data_to_send(), server.data_to_send()
        if not out and not back:
            return
        if out:
            server.receive(out)
        if back:
            client.receive(back)


def transcript(pki: ScenarioPki, verify: object):
    recorder = Recorder(time.perf_counter)
    ours(pki, verify, recorder)
    parties = (Party(Role.client), Party(Role.server))
    return recorder.build("", parties, (Connection(1),), time.time())


def bulk(pki: ScenarioPki, verify: object) -> float:
    """Bytes a second, sealed and opened."""
    client, server = ours(pki, verify)
    piece = bytes(2**20)
    start = time.perf_counter()
    for _ in range(BULK // len(piece)):
        client.send(piece)
        server.receive(client.data_to_send())
        server.take_received()
    return BULK / (time.perf_counter() - start)


class Peers:
    """The same handshake by others, with the same certificates."""

    def __init__(self, pki: ScenarioPki) -> None:
        chain = "".join(load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode() for der in pki.server.chain)
        key = pki.server.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        root = load_der_x509_certificate(pki.root.certificate).public_bytes(Encoding.PEM).decode()
        self.client = ssl.create_default_context(cadata=root)
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.num_tickets = 0
        for context in (self.client, self.server):
            context.minimum_version = ssl.TLSVersion.TLSv1_3
        self.server.set_ecdh_curve("prime256v1")
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "server.pem"
            place.write_text(key + chain)
            self.server.load_cert_chain(place)
        from tlslite.api import X509CertChain, parsePEMKey

        self.chain = X509CertChain()
        self.chain.parsePemList(chain)
        self.key = parsePEMKey(key, private=True)

    def ssl_handshake(self) -> tuple[ssl.SSLObject, ssl.SSLObject, list[ssl.MemoryBIO]]:
        pipes = [ssl.MemoryBIO() for _ in range(4)]
        client = self.client.wrap_bio(pipes[0], pipes[1], server_hostname=HOST)
        server = self.server.wrap_bio(pipes[2], pipes[3], server_side=True)
        waiting = [client, server]
        while waiting:
            for side in list(waiting):
                try:
                    side.do_handshake()
                    waiting.remove(side)
                except ssl.SSLWantReadError:
                    pass
                pipes[2].write(pipes[1].read())
                pipes[0].write(pipes[3].read())
        return client, server, pipes

    def bulk(self) -> float:
        client, server, pipes = self.ssl_handshake()
        piece = bytes(2**20)
        start = time.perf_counter()
        for _ in range(BULK // len(piece)):
            client.write(piece)
            pipes[2].write(pipes[1].read())
            left = len(piece)
            while left:
                left -= len(server.read(2**20))
        return BULK / (time.perf_counter() - start)

    def tlslite_handshake(self) -> None:
        """Its certificate is not judged: tlslite-ng has no path validation."""
        import socket

        from tlslite.api import HandshakeSettings, TLSConnection

        settings = HandshakeSettings()
        settings.minVersion = settings.maxVersion = (3, 4)
        settings.eccCurves = settings.keyShares = ["secp256r1"]
        settings.cipherNames = ["aes128gcm"]
        settings.ticket_count = 0
        left, right = socket.socketpair()
        left.setblocking(False)
        right.setblocking(False)
        client, server = TLSConnection(left), TLSConnection(right)
        running = [
            client.handshakeClientCert(settings=settings, serverName=HOST, async_=True),
            server.handshakeServerAsync(certChain=self.chain, privateKey=self.key, settings=settings),
        ]
        while running:
            for generator in list(running):
                try:
                    next(generator)
                except StopIteration:
                    running.remove(generator)
        left.close()
        right.close()

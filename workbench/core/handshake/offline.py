"""Opening a recorded TLS 1.2 conversation with the server's private key, from nothing but what crossed the wire.

With RSA key exchange the private key opens the pre-master secret, and from it and the two randoms in the clear follows everything else.
With an ephemeral key exchange there is nothing in the recording that the key could open: it only signed.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import padding, rsa

from workbench.core.handshake.transcript import Role, Transcript
from workbench.core.tls import prf
from workbench.core.tls.cipher_suites import SUITES, CipherSuiteParameters, KeyExchange
from workbench.core.tls.events import Derived, Record
from workbench.core.tls.extensions import Context, read_all
from workbench.core.tls.messages import ClientHello, ServerHello, read_body
from workbench.core.tls.messages12 import ClientKeyExchangeRSA
from workbench.core.tls.parameters import ContentType, ExtensionType, HandshakeType
from workbench.core.tls.protection12 import make_protection
from workbench.core.tls.transcript_hash import TranscriptHash


@dataclass(frozen=True)
class Opened:
    """What came out.

    values         derived on the way, in order; empty when there was nothing to open
    data           application data by who sent it
    key_exchange   of the negotiated suite
    """

    values: tuple[Derived, ...]
    data: dict[Role, bytes]
    key_exchange: KeyExchange


def open_with_private_key(transcript: Transcript, connection: int, private_key: rsa.RSAPrivateKey) -> Opened:
    """Open one connection of a transcript; only its bytes on the wire are used.

    Raises ValueError when the key is another one.
    """
    recorded = {role: _records(transcript, connection, role) for role in (Role.client, Role.server)}
    client_messages, server_messages = _messages(recorded[Role.client]), _messages(recorded[Role.server])
    client_hello = read_body(ClientHello, client_messages[0])
    server_hello = read_body(ServerHello, server_messages[0])
    suite = SUITES[server_hello.cipher_suite]
    if suite.key_exchange is not KeyExchange.rsa:
        return Opened((), {}, suite.key_exchange)
    exchange = next(message for message in client_messages if message[0] == HandshakeType.client_key_exchange)
    encrypted = read_body(ClientKeyExchangeRSA, exchange).encrypted_pre_master_secret
    pre_master_secret = private_key.decrypt(encrypted, padding.PKCS1v15())
    formula = "RSAES-PKCS1-v1_5 decryption with the server's private key"
    values = [Derived("pre_master_secret", pre_master_secret, formula, ("encrypted_pre_master_secret",), "RFC 5246 section 7.4.7.1")]
    extensions = read_all(server_hello.extensions, Context.server_hello)
    if ExtensionType.extended_master_secret in extensions:
        session = TranscriptHash()
        for message in _until_key_exchange(client_messages, server_messages, exchange):
            session.add(message)
        session.choose(suite.hash)
        master = prf.extended_master_secret(suite.hash, pre_master_secret, session.value())
    else:
        master = prf.master_secret(suite.hash, pre_master_secret, client_hello.random, server_hello.random)
    values.append(master)
    block = prf.key_block(suite, master.value, client_hello.random, server_hello.random)
    values += block
    keys = {value.name: value.value for value in block}
    data = {role: _open(recorded[role], suite, keys, ExtensionType.encrypt_then_mac in extensions, role) for role in recorded}
    return Opened(tuple(values), data, suite.key_exchange)


def _records(transcript: Transcript, connection: int, sender: Role) -> list[Record]:
    """The sender's records, as they stand in the packets."""
    stream = b"".join(
        packet.payload
        for packet in transcript.packets
        if packet.connection == connection and packet.kind == "tcp" and packet.sender is sender
    )
    found = []
    start = 0
    while start + 5 <= len(stream):
        stop = start + 5 + int.from_bytes(stream[start + 3 : start + 5], "big")
        wire = stream[start:stop]
        found.append(Record(wire[0], wire, wire[0], wire[5:]))
        start = stop
    return found


def _messages(records: list[Record]) -> list[bytes]:
    """Handshake messages in the clear: all before the ChangeCipherSpec."""
    stream = b""
    for record in records:
        if record.content_type == ContentType.change_cipher_spec:
            break
        if record.content_type == ContentType.handshake:
            stream += record.content
    found = []
    start = 0
    while start + 4 <= len(stream):
        stop = start + 4 + int.from_bytes(stream[start + 1 : start + 4], "big")
        found.append(stream[start:stop])
        start = stop
    return found


def _until_key_exchange(client: list[bytes], server: list[bytes], exchange: bytes) -> list[bytes]:
    """The messages of the session hash in the order of the handshake (RFC 7627 section 3)."""
    return [client[0], *server, *client[1 : client.index(exchange) + 1]]


def _open(records: list[Record], suite: CipherSuiteParameters, keys: dict[str, bytes], encrypt_then_mac: bool, sender: Role) -> bytes:
    """Application data of one direction."""
    protection = make_protection(suite, sender.value, keys, encrypt_then_mac, bytes)
    place = next(number for number, record in enumerate(records) if record.content_type == ContentType.change_cipher_spec)
    data = b""
    for record in records[place + 1 :]:
        opened = protection.open(record.wire)
        if opened.inner_type == ContentType.application_data:
            data += opened.content
    return data

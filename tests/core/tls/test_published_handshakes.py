"""Two published handshakes with fixed ephemeral keys, reproduced by client and server: TLS 1.2 with ECDHE and CBC, TLS 1.3 with SHA-384.

They are those of "The Illustrated TLS 1.2 Connection" and "The Illustrated TLS 1.3 Connection" (see `vectors/`). As in
`test_rfc8448_machines.py` the published message takes the place of what another implementation chose otherwise: the ClientHello, the
extensions of the TLS 1.2 ServerHello (that server answers fewer), the RSA-PSS signature, session tickets. The RSA signature of TLS 1.2 is
deterministic and ours.
"""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.core.tls.rfc8448 import illustrated
from tests.core.tls.test_rfc8448_machines import Draws, TheirTickets, TracedClient, TracedServer, judge
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.configuration import ClientConfiguration, Credential, ServerConfiguration, Session
from workbench.core.tls.events import Computation, Event, Level
from workbench.core.tls.key_schedule import traffic_keys
from workbench.core.tls.messages import Certificate, ClientHello, NewSessionTicket, read_body
from workbench.core.tls.parameters import NamedGroup
from workbench.core.tls.protection import Protection13

NAMES = {1: "ClientHello", 2: "ServerHello", 4: "NewSessionTicket", 8: "EncryptedExtensions", 11: "Certificate", 12: "ServerKeyExchange"}
NAMES |= {14: "ServerHelloDone", 15: "CertificateVerify", 16: "ClientKeyExchange", 20: "Finished"}
SUITE = {"12": 0xC013, "13": 0x1302}
VERSION = {"12": (0x0303,), "13": (0x0304,)}

both = pytest.mark.parametrize(("version", "side"), [(version, side) for version in ("12", "13") for side in ("client", "server")])


def opened(version: str, side: str) -> list[tuple[int, bytes, bytes]]:
    """(content type, content, record) of everything that this side sent."""
    data = illustrated(version)
    records = [bytes.fromhex(record) for record in data[f"{side}_records"]]
    if version == "12":
        plain = data[f"{side}_plaintexts"]
        contents = [record[5:] for record in records]
        after = next(place for place, record in enumerate(records) if record[0] == 20) + 1
        contents[after:] = [bytes.fromhex(value) for value in plain.values()]
        return list(zip([record[0] for record in records], contents, records, strict=True))
    suite = SUITES[SUITE[version]]
    found = []
    protections = []
    for name, level in (
        (f"{side.upper()}_HANDSHAKE_TRAFFIC_SECRET", Level.handshake),
        (f"{side.upper()}_TRAFFIC_SECRET_0", Level.application),
    ):
        key, iv = traffic_keys(suite, bytes.fromhex(data["key_log"][name]))
        protections.append(Protection13(suite, key, iv, level, "", ""))
    current = 0
    for record in records:
        if record[0] != 23:
            found.append((record[0], record[5:], record))
            continue
        content = protections[current].open(record)
        found.append((content.inner_type, content.content, record))
        if content.inner_type == 22 and content.content[0] == 20:
            current = 1
    return found


def make(version: str, side: str) -> tuple[Any, dict[str, bytes]]:
    data = illustrated(version)
    values: dict[str, bytes] = {}

    def listen(event: Event) -> None:
        if isinstance(event, Computation):
            for value in event.values:
                values.setdefault(value.name, value.value)

    sent = {party: opened(version, party) for party in ("client", "server")}
    own = [(NAMES[content[0]], content) for content_type, content, _ in sent[side] if content_type == 22]
    hello = read_body(ClientHello, sent["client"][0][1])
    server_random = sent["server"][0][1][6:38]
    # The explicit IVs of CBC records, in the order in which they were drawn.
    vectors = [wire[5:21] for _, _, wire in sent[side]][-len(data[f"{side}_plaintexts"]) :] if version == "12" else []
    key = bytes.fromhex(data[f"{side}_ephemeral_private"])
    common: dict[str, Any] = {
        "verify": judge,
        "listener": listen,
        "versions": VERSION[version],
        "groups": (NamedGroup.x25519,),
        "cipher_suites": (SUITE[version],),
        "random": Draws(server_random, key, *vectors),
    }
    if side == "client":
        session_id = [hello.legacy_session_id] if hello.legacy_session_id else []
        common["random"] = Draws(hello.random, *session_id, key, *vectors)
        client = TracedClient(ClientConfiguration(**common, server_name="example.ulfheim.net", adjust_client_hello=lambda made: hello))
        client.follow(own)
        return client, values
    private_key: Any = load_pem_private_key(data["server_key_pem"].encode(), None)
    if version == "12":
        chain = (bytes.fromhex(data["server_certificate"]),)
    else:
        chain = tuple(entry.cert_data for entry in read_body(Certificate, dict(own)["Certificate"]).certificate_list)
    tickets = [read_body(NewSessionTicket, message).ticket for name, message in own if name == "NewSessionTicket"]
    server = TracedServer(
        ServerConfiguration(
            **common,
            credentials=(Credential(chain, private_key, private_key.public_key()),),
            ticket_keys=TheirTickets(tickets[0], Session(0x0304, 0x1302, b"")) if tickets else None,  # type: ignore[arg-type]
            tickets=len(tickets),
        )
    )
    server.follow(own)
    return server, values


CHOSEN_FREELY: dict[tuple[str, str], set[str]] = {
    ("12", "client"): set(),
    ("12", "server"): {"ServerHello"},
    ("13", "client"): set(),
    ("13", "server"): {"EncryptedExtensions", "CertificateVerify", "NewSessionTicket"},
}


@both
def test_the_handshake_byte_for_byte(version: str, side: str) -> None:
    data = illustrated(version)
    sent = {party: opened(version, party) for party in ("client", "server")}
    peer = "server" if side == "client" else "client"
    end, values = make(version, side)
    if side == "client":
        end.start()
    for content_type, _, wire in sent[peer]:
        if content_type in (20, 22):
            end.receive(wire)
            assert end.failure is None, end.failure
    assert end.connected
    for content_type, content, _ in sent[side]:
        if content_type == 23:
            end.send(content)
        elif content_type == 21:
            end.close()
    for content_type, content, wire in sent[peer]:
        if content_type == 23:
            end.receive(wire)
            assert end.take_received() == content
    assert end.data_to_send() == b"".join(wire for _, _, wire in sent[side])
    assert end.differing <= CHOSEN_FREELY[version, side]
    assert end.own == []
    compare(version, data, values)


NAMES_OF_VALUES = {
    "hash_of_hellos": "transcript_hash_server_hello",
    "hash_through_server_finished": "transcript_hash_server_finished",
    "client_handshake_key": "client_handshake_write_key",
    "client_handshake_iv": "client_handshake_write_iv",
    "server_handshake_key": "server_handshake_write_key",
    "server_handshake_iv": "server_handshake_write_iv",
    "handshake_hash_client_finished": "transcript_hash_client_key_exchange",
    "handshake_hash_server_finished": "transcript_hash_client_finished",
}
LOGGED = {
    "CLIENT_RANDOM": "master_secret",
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET": "client_handshake_traffic_secret",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET": "server_handshake_traffic_secret",
    "CLIENT_TRAFFIC_SECRET_0": "client_application_traffic_secret_0",
    "SERVER_TRAFFIC_SECRET_0": "server_application_traffic_secret_0",
    "EXPORTER_SECRET": "exporter_master_secret",
}


def compare(version: str, data: Any, values: dict[str, bytes]) -> None:
    for name, value in data["values"].items():
        assert values[NAMES_OF_VALUES.get(name, name)].hex() == value, name
    for label, value in data["key_log"].items():
        assert values[LOGGED[label]].hex() == value, label

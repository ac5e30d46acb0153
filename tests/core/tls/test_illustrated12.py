"""The Illustrated TLS 1.2 Connection (vectors/illustrated_tls12.json): each side, fed with the published bytes of the other, says byte for
byte what its original said, and derives the published values.

Randomness is the original's, IVs too; RSA PKCS #1 v1.5 signatures repeat themselves. Put in place are only the ClientHello (by
`adjust_client_hello`) and the ServerHello, in which the original left out extensions that ours answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.core.tls.conversation import Side
from tests.core.tls.conversation12 import TLS12, client12, records, server12
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.configuration import Credential, Judgement
from workbench.core.tls.messages import ClientHello, read_body
from workbench.core.tls.parameters import HandshakeType

TOLD = json.loads((Path(__file__).parent / "vectors/illustrated_tls12.json").read_text(encoding="utf-8"))
KEY: Any = load_pem_private_key(TOLD["server_key_pem"].encode(), None)
CERTIFICATE = bytes.fromhex(TOLD["server_certificate"])
SENT = {side: [bytes.fromhex(record) for record in TOLD[f"{side}_records"]] for side in ("client", "server")}


def randomness(side: str) -> Callable[[int], bytes]:
    """What the original drew: the random of its hello, its ephemeral key, and an IV for each protected record."""
    protected = SENT[side][next(place for place, record in enumerate(SENT[side]) if record[0] == 20) + 1 :]
    drawn = [SENT[side][0][11:43], bytes.fromhex(TOLD[f"{side}_ephemeral_private"]), *(record[5:21] for record in protected)]

    def draw(size: int) -> bytes:
        value = drawn.pop(0) if drawn else bytes(size)  # ours answers close_notify, the original server did not
        assert len(value) == size
        return value

    return draw


def trusting(*_: Any) -> Judgement:
    return Judgement(True, KEY.public_key())


def feed(side: Side, flight: list[bytes]) -> None:
    """Hand over what the original peer said."""
    assert side.endpoint.failure is None
    side.endpoint.receive(b"".join(flight))


def check_values(side: Side) -> None:
    values = side.values
    told = {name: bytes.fromhex(value) for name, value in TOLD["values"].items()}
    ours = {name: values[name] for name in told if not name.startswith("handshake_hash")}
    assert ours == {name: told[name] for name in ours} and len(ours) == 8
    assert values["transcript_hash_client_key_exchange"] == told["handshake_hash_client_finished"]
    assert values["transcript_hash_client_finished"] == told["handshake_hash_server_finished"]


def test_the_client() -> None:
    hello = read_body(ClientHello, SENT["client"][0][5:])
    client = client12(
        verify=trusting,
        random=randomness("client"),
        adjust_client_hello=lambda _: hello,
        cipher_suites=(CipherSuite[TOLD["cipher_suite"]],),
    )
    client.endpoint.start()
    assert records(client.endpoint.data_to_send()) == SENT["client"][:1]
    feed(client, SENT["server"][:4])
    assert records(client.endpoint.data_to_send()) == SENT["client"][1:4]
    feed(client, SENT["server"][4:6])
    assert client.endpoint.connected
    client.endpoint.send(b"ping")
    assert records(client.endpoint.data_to_send()) == SENT["client"][4:5]
    feed(client, SENT["server"][6:])
    assert client.endpoint.take_received() == b"pong"
    client.endpoint.close()
    assert records(client.endpoint.data_to_send()) == SENT["client"][5:]
    check_values(client)


def test_the_server() -> None:
    server = server12(
        verify=trusting, versions=TLS12, random=randomness("server"), credentials=(Credential((CERTIFICATE,), KEY, KEY.public_key()),),
        cipher_suites=(CipherSuite[TOLD["cipher_suite"]],),
    )  # fmt: skip
    send = server.endpoint.send_handshake
    hello = SENT["server"][0][5:]
    server.endpoint.send_handshake = lambda message: send(hello if message[0] == HandshakeType.server_hello else message)
    feed(server, SENT["client"][:1])
    assert records(server.endpoint.data_to_send()) == SENT["server"][:4]
    feed(server, SENT["client"][1:4])
    assert records(server.endpoint.data_to_send()) == SENT["server"][4:6]
    feed(server, SENT["client"][4:5])
    assert server.endpoint.take_received() == b"ping"
    server.endpoint.send(b"pong")
    assert records(server.endpoint.data_to_send()) == SENT["server"][6:]
    check_values(server)
    feed(server, SENT["client"][5:])
    assert server.endpoint.received_close

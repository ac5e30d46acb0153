"""RSA, DHE and ECDHE of TLS 1.2, with clients that are wrong about them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from tests.core.tls.conversation import Side, carry
from tests.core.tls.conversation12 import client12, credential, exchange, how_it_ended, key, said, server12, talk12
from workbench.core.tls import messages12
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.events import AlertReceived
from workbench.core.tls.groups import dh_parameters
from workbench.core.tls.key_exchange12 import Dhe, Rsa
from workbench.core.tls.messages import frame, read_body
from workbench.core.tls.parameters import HandshakeType, NamedGroup

RSA, ECDHE, DHE = 0x009C, 0xC02F, 0x009E


def test_rsa_anybody_with_the_private_key_opens_it() -> None:
    client, server = talk12({"cipher_suites": (RSA,)})
    exchange(client, server)
    sent = read_body(messages12.ClientKeyExchangeRSA, said(client, HandshakeType.client_key_exchange)).encrypted_pre_master_secret
    secret = key("rsa").decrypt(sent, PKCS1v15())
    assert secret == client.values["pre_master_secret"] == server.values["pre_master_secret"]
    assert len(secret) == 48 and secret[:2] == b"\x03\x03"
    assert client.values["encrypted_pre_master_secret"] == server.values["encrypted_pre_master_secret"] == sent
    assert client.derived["encrypted_pre_master_secret"].inputs == ("pre_master_secret",)
    assert "group" not in client.endpoint.negotiated and "ServerKeyExchange" not in server.sent


def wrong_client(encrypted: bytes) -> tuple[Side, Side]:
    """A client that sends this in place of its pre-master secret."""
    client, server = client12(cipher_suites=(RSA,)), server12(cipher_suites=(RSA,))
    client.endpoint.start()
    true = Rsa.client_key_exchange

    def wrong(self: Rsa, public_key: Any, version: int) -> Any:
        _, secret = true(self, public_key, version)
        return messages12.ClientKeyExchangeRSA(encrypted), secret

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rsa, "client_key_exchange", wrong)
        carry(client, server)
    return client, server


def encrypted(secret: bytes) -> bytes:
    return bytes(key("rsa").public_key().encrypt(secret, PKCS1v15()))


@pytest.mark.parametrize(
    "what",
    [
        encrypted(b"\x03\x03" + bytes(46)),  # right, but not what the client uses
        encrypted(b"\x03\x02" + bytes(46)),  # the version of another ClientHello
        encrypted(b"\x03\x03" + bytes(45)),
        encrypted(b"\x03\x03" + bytes(47)),
        encrypted(b""),
        b"\x01" * 256,
        b"\xff" * 256,  # larger than the modulus
        bytes(256),
        b"short",
        b"",
        bytes(300),
    ],
    ids=["other", "version", "short", "long", "empty", "padding", "large", "zero", "cut", "nothing", "much"],
)
def test_rsa_every_wrong_secret_ends_alike(what: bytes) -> None:
    """RFC 5246 section 7.4.7.1: nobody must learn whether the padding was right. Only the Finished does not fit."""
    client, server = wrong_client(what)
    assert server.heard[-1] == "ClientKeyExchange" and "derive_master_secret" in server.done
    assert how_it_ended(server) == ("tls_bad_record_mac", "bad_record_mac")
    assert isinstance(client.endpoint.failure, AlertReceived)


def test_rsa_with_a_key_too_small_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    public = key("rsa").public_key()
    large = type("Large", (), {"encrypt": lambda *_: public.encrypt(bytes(250), PKCS1v15())})
    client, _ = talk12({"cipher_suites": (RSA,)})
    monkeypatch.setattr("workbench.core.tls.key_exchange12.rsa.RSAPublicKey", large)
    with pytest.raises(PeerError, match="tls_certificate_key_too_small"):
        Rsa(client.endpoint.machine).client_key_exchange(large(), 0x0303)


@pytest.mark.parametrize("group", [NamedGroup.ffdhe2048, NamedGroup.ffdhe3072])
def test_dhe(group: int) -> None:
    client, server = talk12({"cipher_suites": (DHE,)}, {"groups": (group,)})
    exchange(client, server)
    known = dh_parameters(group)
    params = read_body(messages12.ServerKeyExchangeDHE, said(server, HandshakeType.server_key_exchange)).params
    assert (int.from_bytes(params.dh_p, "big"), params.dh_g, len(params.dh_Ys)) == (known.p, b"\x02", known.size)
    for side in (client, server):
        assert side.endpoint.negotiated["group"] == group and side.endpoint.negotiated["dh_bits"] == known.p.bit_length()
    # By hand: g^(x y) mod p, from the exponents that were told.
    x, y = (int.from_bytes(side.values[f"{name}_dh_private_key"], "big") for name, side in (("client", client), ("server", server)))
    secret = pow(2, x * y, known.p)
    assert int.from_bytes(client.values["pre_master_secret"], "big") == secret
    assert client.values["pre_master_secret"][:1] != b"\0"
    assert client.values["server_signed_content"] == (
        client.values["client_random"]
        + server.values["server_random"]
        + said(server, HandshakeType.server_key_exchange)[4 : 4 + 6 + len(params.dh_p) + 1 + len(params.dh_Ys)]
    )


def test_a_prime_without_a_name() -> None:
    """A server of another kind names a prime that is in no list (here that of RFC 3526, 2048 bits)."""
    prime = (
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374F"
        "E1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA"
        "48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E77"
        "2C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dhe, "generate", lambda self, group: self._generate(int(prime, 16), 2))
        client, server = talk12({"cipher_suites": (DHE,)})
    exchange(client, server)
    assert "group" not in client.endpoint.negotiated and client.endpoint.negotiated["dh_bits"] == 2048


@pytest.mark.parametrize(
    ("suite", "body", "id", "alert"),
    [
        (ECDHE, messages12.ClientKeyExchangeECDHE(bytes(32)), "tls_key_share_zero", "illegal_parameter"),
        (ECDHE, messages12.ClientKeyExchangeECDHE(b"\x04" + bytes(64)), "tls_key_share_length", "illegal_parameter"),
        (DHE, messages12.ClientKeyExchangeDHE(b"\x01"), "tls_dh_public_bad", "illegal_parameter"),
        (DHE, messages12.ClientKeyExchangeDHE(b"\xff" * 256), "tls_dh_public_bad", "illegal_parameter"),
        (DHE, messages12.ClientKeyExchangeDHE(b"\xff" * 4000), "tls_key_share_length", "illegal_parameter"),
        (ECDHE, messages12.ClientKeyExchangeOther(b""), "tls_ends_early", "decode_error"),
        (ECDHE, messages12.ClientKeyExchangeOther(b"\x00"), "tls_vector_length", "decode_error"),
    ],
)
def test_bad_public_values_of_a_client(suite: int, body: Any, id: str, alert: str) -> None:
    client, server = client12(cipher_suites=(suite,)), server12()
    client.endpoint.start()
    server.endpoint.receive(client.endpoint.data_to_send())
    message = frame(body)
    server.endpoint.receive(b"\x16\x03\x03" + len(message).to_bytes(2, "big") + message)
    assert how_it_ended(server) == (id, alert)


def test_ecdhe_signs_both_randoms_and_its_parameters() -> None:
    client, server = talk12({"cipher_suites": (ECDHE,)})
    body = said(server, HandshakeType.server_key_exchange)
    point = read_body(messages12.ServerKeyExchangeECDHE, body).params.point
    expected = client.values["client_random"] + server.values["server_random"] + body[4 : 8 + len(point)]
    assert client.values["server_signed_content"] == server.values["server_signed_content"] == expected
    assert client.values["server_signature"] == server.values["server_signature"]


def test_a_replayed_key_exchange_of_another_connection() -> None:
    """The signature covers both randoms: the ServerKeyExchange of one connection is worth nothing in the next."""
    _, former = talk12({"cipher_suites": (ECDHE,)})
    old = said(former, HandshakeType.server_key_exchange)
    client, server = client12(cipher_suites=(ECDHE,)), server12()
    send = server.endpoint.send_handshake
    server.endpoint.send_handshake = lambda message: send(old if message[0] == HandshakeType.server_key_exchange else message)
    client.endpoint.start()
    carry(client, server)
    assert how_it_ended(client) == ("tls_signature_wrong", "decrypt_error")


@pytest.mark.parametrize("suite", [0x009C, 0xC02F, 0x009E])
def test_an_own_key_of_another_kind(suite: int) -> None:
    wrong = replace(credential("rsa"), private_key=key("ed25519"))
    client, server = talk12({"cipher_suites": (suite,)}, {"credentials": (wrong,)})
    assert how_it_ended(server) == ("tls_own_key_unfit", "internal_error") and client.endpoint.closed

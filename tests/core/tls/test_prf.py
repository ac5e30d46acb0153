"""The PRF of TLS 1.2 against published vectors and real conversations."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.core.tls.captured import Conversation, conversations
from workbench.core.tls import groups, prf
from workbench.core.tls.cipher_suites import SUITES, CipherSuite
from workbench.core.tls.events import Derived
from workbench.core.tls.parameters import ContentType, ExtensionType, HandshakeType, NamedGroup


def hexadecimal(*lines: str) -> bytes:
    return bytes.fromhex("".join(lines))


# The vectors that the TLS working group's mailing list published for TLS 1.2 (message 03416 of its archive), for SHA-256 and SHA-384.
VECTORS = {
    "SHA256": (
        "9bbe436ba940f017b17652849a71db35",
        "a0ba9f936cda311827a6f796ffd5198c",
        hexadecimal(
            "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17",
            "abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66",
        ),
    ),
    "SHA384": (
        "b80b733d6ceefcdc71566ea48e5567df",
        "cd665cf6a8447dd6ff8b27555edb7465",
        hexadecimal(
            "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0e534cb400fed2700",
            "884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d9184259b5bf8cd4d90fa0d31e2dec479e4f1a2",
            "6066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e0990703d73e56f",
        ),
    ),
}


@pytest.mark.parametrize("hash_name", VECTORS)
def test_published_vectors(hash_name: str) -> None:
    secret, seed, output = VECTORS[hash_name]
    for length in (len(output), 1, 32, 33, 0):
        assert prf.prf(hash_name, bytes.fromhex(secret), b"test label", bytes.fromhex(seed), length) == output[:length]


# --- real conversations with RSA key exchange: the server's private key opens everything ------------------------------------------------


def messages(conversation: Conversation) -> list[tuple[int, bytes]]:
    """The handshake messages in clear, in order: (type, whole message)."""
    stream = b"".join(record[5:] for _, record in unprotected(conversation))
    found = []
    while stream:
        size = 4 + int.from_bytes(stream[1:4], "big")
        found.append((stream[0], stream[:size]))
        stream = stream[size:]
    return found


def unprotected(conversation: Conversation) -> list[tuple[str, bytes]]:
    changed: set[str] = set()
    found = []
    for side, record in conversation.records:
        if record[0] == ContentType.change_cipher_spec:
            changed.add(side)
        elif record[0] == ContentType.handshake and side not in changed:
            found.append((side, record))
    return found


@pytest.mark.parametrize("name", ["tls12_krsa_resume_session_id.pcapng", "tls12_krsa_aes128_sha_noetm.pcapng"])
def test_extended_master_secret_of_a_real_conversation(name: str, corpora: Path) -> None:
    """The pre-master secret, decrypted with the server's key, becomes the master secret that the other implementation logged."""
    key: Any = load_pem_private_key((corpora / "generated/pki/rsa.key").read_bytes(), None)
    conversation = conversations(corpora / "generated" / name)[0]
    suite = SUITES[conversation.cipher_suite]
    assert ExtensionType.extended_master_secret in conversation.extensions
    said = messages(conversation)
    place = next(place for place, (type, _) in enumerate(said) if type == HandshakeType.client_key_exchange)
    pre_master_secret = key.decrypt(said[place][1][6:], PKCS1v15())
    session_hash = hashlib.new(suite.hash, b"".join(message for _, message in said[: place + 1])).digest()
    derived = prf.extended_master_secret(suite.hash, pre_master_secret, session_hash)
    assert derived.value == conversation.master_secret
    assert derived.name == "master_secret" and derived.secret


# --- a published handshake with fixed ephemeral keys -------------------------------------------------------------------------------


def test_every_value_of_a_published_handshake() -> None:
    """The Illustrated TLS 1.2 Connection (vectors/illustrated_tls12.json): from the ephemeral key to both Finished."""
    told = json.loads((Path(__file__).parent / "vectors/illustrated_tls12.json").read_text(encoding="utf-8"))
    values = {name: bytes.fromhex(value) for name, value in told["values"].items()}
    suite = SUITES[CipherSuite[told["cipher_suite"]]]
    client_random, server_random = (bytes.fromhex(told[f"{side}_records"][0])[11:43] for side in ("client", "server"))
    server_public = bytes.fromhex(told["server_records"][2])[13:45]
    share = groups.generate(NamedGroup.x25519, lambda size: bytes.fromhex(told["client_ephemeral_private"]))
    pre_master_secret = groups.finish(share, server_public).secret
    assert pre_master_secret == values["pre_master_secret"]
    derived = [prf.master_secret(suite.hash, pre_master_secret, client_random, server_random)]
    derived += prf.key_block(suite, derived[0].value, client_random, server_random)
    for side in ("client", "server"):
        derived.append(prf.verify_data(suite.hash, derived[0].value, side, values[f"handshake_hash_{side}_finished"], "handshake_hash"))
    ours = {value.name: value.value for value in derived}
    compared = [name for name in values if name in ours]
    assert len(compared) == 7
    assert {name: ours[name] for name in compared} == {name: values[name] for name in compared}


# --- how the key block is cut -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suite", "lengths"),
    [
        (CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, {"key": 16, "IV": 4}),
        (CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, {"key": 32, "IV": 4}),
        (CipherSuite.TLS_RSA_WITH_AES_256_CCM_8, {"key": 32, "IV": 4}),
        (CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, {"key": 32, "IV": 12}),
        (CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, {"MAC_key": 20, "key": 16}),
        (CipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256, {"MAC_key": 32, "key": 32}),
        (CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, {"MAC_key": 48, "key": 32}),
    ],
)
def test_key_block_is_cut_in_the_order_of_rfc5246(suite: CipherSuite, lengths: dict[str, int]) -> None:
    block, *parts = prf.key_block(SUITES[suite], b"m" * 48, b"c" * 32, b"s" * 32)
    assert [part.name for part in parts] == [f"{side}_write_{what}" for what in lengths for side in ("client", "server")]
    assert [len(part.value) for part in parts] == [length for length in lengths.values() for _ in "cs"]
    assert b"".join(part.value for part in parts) == block.value == prf.prf(
        SUITES[suite].hash, b"m" * 48, b"key expansion", b"s" * 32 + b"c" * 32, len(block.value)
    )
    for part in parts:  # the formula says where it stands
        first, last = part.formula.removeprefix("key_block[").removesuffix("]").split("..")
        assert block.value[int(first) : int(last) + 1] == part.value


def test_formulas_name_their_inputs() -> None:
    values: list[Derived] = [
        prf.master_secret("SHA256", b"p", b"c", b"s"),
        prf.extended_master_secret("SHA384", b"p", b"h"),
        prf.verify_data("SHA256", b"m", "client", b"h", "handshake_hash"),
        prf.exporter("SHA256", b"m", b"c", b"s", "EXPORTER-test", b"", 20),
        *prf.key_block(SUITES[CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA], b"m" * 48, b"c", b"s"),
    ]
    for value in values:
        assert value.inputs and all(name in value.formula for name in value.inputs), value.name
        assert value.citation.startswith("RFC ")


def test_exporter_tells_no_context_from_an_empty_one() -> None:
    """RFC 5705 section 4: the two differ. (The values themselves are compared with other implementations where they talk with us.)"""
    without = prf.exporter("SHA256", b"m" * 48, b"c" * 32, b"s" * 32, "EXPORTER-test", None, 32)
    empty = prf.exporter("SHA256", b"m" * 48, b"c" * 32, b"s" * 32, "EXPORTER-test", b"", 32)
    assert without.value == prf.prf("SHA256", b"m" * 48, b"EXPORTER-test", b"c" * 32 + b"s" * 32, 32)
    assert empty.value == prf.prf("SHA256", b"m" * 48, b"EXPORTER-test", b"c" * 32 + b"s" * 32 + b"\0\0", 32)
    assert without.value != empty.value
    with pytest.raises(ValueError):
        prf.exporter("SHA256", b"m", b"c", b"s", "x", bytes(2**16), 32)

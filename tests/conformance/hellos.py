"""Reads the handshake messages of captured connections and compares them with what other decoders found in them.

    python -m tests.conformance.hellos DIR

DIR holds captures, each with `<capture>.expected.json` (schema tls-capture-facts/1) beside it. Every ClientHello, ServerHello and
Certificate that tshark saw in a TCP stream must be found, say the same, and be built again into the same bytes. Every other message in
clear is parsed, built and shown as well. What is not read: DTLS, QUIC, SSL 2.0 and tunnels.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conformance.packets import Stream, messages, streams
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.codec import build, follows
from workbench.core.tls.extensions import Context, read_all
from workbench.core.tls.messages import (
    HELLO_RETRY_REQUEST_RANDOM,
    ClientHello,
    ServerHello,
    ServerHelloDraft,
    display_class,
    message_name,
    message_nodes,
    read_body,
)
from workbench.core.tls.messages12 import Certificate
from workbench.core.tls.parameters import ExtensionType, HandshakeType, ProtocolVersion, is_grease

Facts = dict[str, Any]

BROKEN = {
    "tls_cipher_lens.pcap": "lengths inside the ClientHello are wrong on purpose",
    "tls_invalid_reads.pcap": "ClientHellos are cut off on purpose",
    "tls-duplicate-hello_input.pcap": "in a copy of the ClientHello supported_versions was renamed to cookie",
    "bug-1450-04_tls_DER-incomplete-header.pcap": "the length of a certificate lies; tshark follows the inner one",
    "tls1.2-protocol-violation.pcap": "lengths inside the Certificate are wrong on purpose",
}
"""Captures whose messages are broken, and how: what we say of them is looked at by people, not compared."""


class Comparison:
    """One capture: how many messages were compared, and what disagrees."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.disagreements: list[str] = []

    def check(self, what: str, ours: Any, theirs: Any) -> None:
        self.counts["facts"] += 1
        if ours != theirs:
            self.disagreements.append(f"{what}: {ours!r}, expected {theirs!r}")


def captures(folder: Path) -> Iterator[Path]:
    """The captures below a folder that have facts beside them."""
    for facts in sorted(folder.rglob("*.expected.json")):
        yield facts.with_name(facts.name.removesuffix(".expected.json"))


def compare(path: Path) -> Comparison:
    comparison = Comparison(path)
    facts = json.loads(path.with_name(path.name + ".expected.json").read_text(encoding="utf-8"))
    expected = [stream for stream in facts["streams"] if stream["protocol"] == "tls"]
    if not expected:
        return comparison
    found = streams(path)
    for stream in expected:
        _compare_stream(comparison, stream, found)
    return comparison


def _compare_stream(comparison: Comparison, expected: Facts, found: list[Stream]) -> None:
    """Compares one TCP stream. Streams are recognised by their ends and the random of a hello, since ends are used again."""
    client, server = expected["client"], expected["server"]
    sides = [(messages(stream.data(client)), messages(stream.data(server))) for stream in found if set(stream.ends) == {client, server}]
    randoms = [bytes.fromhex(hello["random"]) for hello in expected["client_hellos"] + expected["server_hellos"] if "random" in hello]
    for sent, answered in sides:
        if any(message[6:38] in randoms for message in (*sent, *answered)):
            break
    else:
        if randoms:
            comparison.counts["streams not found"] += 1
        return
    comparison.counts["streams"] += 1
    hellos = {"c2s": _of_type(sent, HandshakeType.client_hello), "s2c": _of_type(answered, HandshakeType.server_hello)}
    _pair(comparison, "ClientHello", hellos["c2s"], expected["client_hellos"], _compare_client_hello)
    _pair(comparison, "ServerHello", hellos["s2c"], expected["server_hellos"], _compare_server_hello)
    suite, version = "", int(ProtocolVersion.TLS1_2)
    if expected["negotiated"]:
        suite, version = suite_name(int(expected["negotiated"]["cipher"], 16)), int(expected["negotiated"]["version"], 16)
    for direction, side in (("c2s", sent), ("s2c", answered)):
        certificates = [entry["sha256"] for entry in expected["certificates"] if entry["dir"] == direction]
        ours = [_fingerprints(message) for message in _of_type(side, HandshakeType.certificate)]
        if ours or certificates:
            comparison.counts["Certificate"] += len(ours)
            comparison.check("certificates", ours, certificates)
        for message in side:
            _rebuild(comparison, message, version)
        for message in _of_type(side, HandshakeType.server_key_exchange):
            _compare_group(comparison, message, suite, expected["negotiated"]["group"])


def _of_type(side: list[bytes], type: int) -> list[bytes]:
    return [message for message in side if message[0] == type]


def _pair(comparison: Comparison, name: str, ours: list[bytes], theirs: list[Facts], check: Any) -> None:
    for facts in theirs:
        if "random" not in facts:
            comparison.counts[f"{name} of SSL 2.0"] += 1
            continue
        random = bytes.fromhex(facts["random"])
        message = next((message for message in ours if message[6:38] == random), None)
        if message is None:
            comparison.counts[f"{name} not found"] += 1
            continue
        ours.remove(message)
        comparison.counts[name] += 1
        try:
            check(comparison, message, facts)
        except PeerError as error:
            comparison.disagreements.append(f"{name}: {error.message.id} {dict(error.message.params)}")


def _hex(values: tuple[int, ...]) -> list[str]:
    return [f"0x{value:04x}" for value in values]


def _compare_client_hello(comparison: Comparison, message: bytes, facts: Facts) -> None:
    hello = read_body(ClientHello, message)
    found = read_all(hello.extensions, Context.client_hello)
    types = [extension.extension_type for extension in hello.extensions or ()]
    names = found.get(ExtensionType.server_name)
    groups = getattr(found.get(ExtensionType.supported_groups), "named_group_list", ())
    schemes = getattr(found.get(ExtensionType.signature_algorithms), "supported_signature_algorithms", ())
    formats = getattr(found.get(ExtensionType.ec_point_formats), "ec_point_format_list", ())
    protocols = getattr(found.get(ExtensionType.application_layer_protocol_negotiation), "protocol_name_list", ())
    comparison.check("version", f"0x{hello.legacy_version:04x}", facts["version"])
    comparison.check("session_id", hello.legacy_session_id.hex(), facts["session_id"])
    comparison.check("cipher_suites", _hex(hello.cipher_suites), facts["cipher_suites"])
    comparison.check("extensions", types, facts["extensions"])
    comparison.check("sni", names.server_name_list[0].host_name.decode() if names else None, facts.get("sni"))
    comparison.check("alpn", [name.decode("latin-1") for name in protocols], facts["alpn"])
    comparison.check("supported_groups", _hex(groups), facts["supported_groups"])
    versions = getattr(found.get(ExtensionType.supported_versions), "versions", ())
    comparison.check("supported_versions", _hex(versions), facts["supported_versions"])
    comparison.check("signature_algorithms", _hex(schemes), facts["signature_algorithms"])
    shares = getattr(found.get(ExtensionType.key_share), "client_shares", ())
    if ExtensionType.key_share_draft not in types:
        comparison.check("key_share_groups", _hex(tuple(share.group for share in shares)), facts["key_share_groups"])
    identities = getattr(found.get(ExtensionType.pre_shared_key), "identities", ())
    comparison.check("psk_identities", len(identities), facts["psk_identities"])
    comparison.check("early_data", ExtensionType.early_data in found, facts["early_data"])
    lists = ([hello.legacy_version], hello.cipher_suites, types, groups, formats)
    text = ",".join("-".join(str(value) for value in values if not is_grease(value)) for values in lists)
    comparison.check("ja3", hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), facts["ja3"])


def _compare_server_hello(comparison: Comparison, message: bytes, facts: Facts) -> None:
    if display_class(message) is ServerHelloDraft:
        comparison.counts["ServerHello of a draft"] += 1
        return
    hello = read_body(ServerHello, message)
    retry = hello.random == HELLO_RETRY_REQUEST_RANDOM
    found = read_all(hello.extensions, Context.hello_retry_request if retry else Context.server_hello)
    types = [extension.extension_type for extension in hello.extensions or ()]
    share = found.get(ExtensionType.key_share)
    version = getattr(found.get(ExtensionType.supported_versions), "selected_version", None)
    protocols = getattr(found.get(ExtensionType.application_layer_protocol_negotiation), "protocol_name_list", ())
    group = None if share is None else share.selected_group if retry else share.group
    comparison.check("version", f"0x{hello.legacy_version:04x}", facts["version"])
    comparison.check("session_id", hello.legacy_session_id_echo.hex(), facts["session_id"])
    comparison.check("cipher", f"0x{hello.cipher_suite:04x}", facts["cipher"])
    comparison.check("extensions", types, facts["extensions"])
    comparison.check("alpn", [name.decode("latin-1") for name in protocols], facts["alpn"])
    comparison.check("supported_version", None if version is None else f"0x{version:04x}", facts["supported_version"])
    comparison.check("group", None if group is None else f"0x{group:04x}", facts["group"])
    comparison.check("hrr", retry, facts["hrr"])
    comparison.check("psk_selected", ExtensionType.pre_shared_key in found, facts["psk_selected"])
    text = f"{hello.legacy_version},{hello.cipher_suite},{'-'.join(map(str, types))}"
    comparison.check("ja3s", hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), facts["ja3s"])


def _fingerprints(message: bytes) -> list[str]:
    if not follows(Certificate, message, 4):
        return []
    return [hashlib.sha256(certificate).hexdigest() for certificate in read_body(Certificate, message).certificate_list]


def _compare_group(comparison: Comparison, message: bytes, suite: str, group: str | None) -> None:
    """The curve that a ServerKeyExchange names."""
    node = message_nodes(message).find("params", "namedcurve") if "_ECDHE_" in suite else None
    comparison.check("group", node.value[-7:-1] if node else None, group)


def _rebuild(comparison: Comparison, message: bytes, version: int) -> None:
    """What is parsed is built again into the same bytes, and shown without a complaint."""
    name = message_name(message)
    comparison.counts["messages"] += 1
    tree = message_nodes(message, version)
    problems = [(problem.message.id, dict(problem.message.params)) for node in tree.walk() for problem in node.problems]
    if problems:
        comparison.disagreements.append(f"{name} is shown with {problems[:3]}")
    cls = display_class(message, version)
    if cls is None:
        comparison.counts["messages of unknown type"] += 1
        return
    if follows(cls, message, 4):
        comparison.check(f"{name} built again", build(read_body(cls, message)) == message[4:], True)


def main(arguments: list[str]) -> int:
    counts: Counter[str] = Counter()
    troubles = 0
    for path in captures(Path(arguments[0])):
        comparison = compare(path)
        counts.update(comparison.counts, captures=1)
        troubles += len(comparison.disagreements) if path.name not in BROKEN else 0
        for text in comparison.disagreements:
            print(f"{path.name}: {text}" + (f" ({BROKEN[path.name]})" if path.name in BROKEN else ""))
    print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())) + f"; {troubles} disagreements")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What goes wrong with a peer: the right alert from the right side, as the other end names it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from tests.interop import ours, pyopenssl, tlslite_ng
from tests.interop.credentials import Files, files, public_key_of, stranger
from tests.interop.endpoint import TLS12, TLS13, Options, echo, exchange, shake_hands
from tests.interop.meeting import LIBRARIES, each_library, meet
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.parameters import NamedGroup

each_version = pytest.mark.parametrize("version", [TLS12, TLS13], ids=["tls12", "tls13"])
each_verifier = pytest.mark.parametrize("library", [m for m in LIBRARIES if m is not tlslite_ng], ids=lambda module: module.NAME)
"""tlslite-ng judges no certificates."""


def says(failure: str | None, *alerts: AlertDescription) -> bool:
    """Whether a peer's words name one of these alerts (by name or by number)."""
    words = re.sub(r"[^a-z0-9]+", " ", (failure or "").lower())
    return any(alert.name.replace("_", " ") in words or re.search(rf"\b(alert )?{alert.value}\b", words) for alert in alerts)


@each_version
@each_library
def test_a_server_that_we_do_not_trust(library: ModuleType, version: int) -> None:
    own, peer = meet("client", library, Options(versions=(version,)), Options(versions=(version,), credential=stranger()))
    exchange(own, peer)
    assert own.failure == "unknown_ca: tls_certificate_refused {}"
    assert says(peer.failure, AlertDescription.unknown_ca), peer.failure


@each_version
@each_verifier
def test_a_client_that_does_not_trust_us(library: ModuleType, version: int) -> None:
    own, peer = meet("server", library, Options(versions=(version,), credential=stranger()), Options(versions=(version,)))
    exchange(peer, own)
    assert not peer.connected and peer.failure is not None
    assert own.failure in ("alert received: unknown_ca", "alert received: bad_certificate"), own.failure


@each_version
@each_library
def test_no_client_certificate_where_one_is_required(library: ModuleType, version: int) -> None:
    server = Options(versions=(version,), credential=files("p256"), client_certificate=True)
    own, peer = meet("server", library, server, Options(versions=(version,)))
    exchange(peer, own)
    # RFC 8446 section 4.4.2.4, RFC 5246 section 7.4.6
    expected = AlertDescription.certificate_required if version == TLS13 else AlertDescription.handshake_failure
    assert own.failure is not None and own.failure.startswith(expected.name)
    assert says(peer.failure, expected), peer.failure


@each_version
@each_verifier
def test_their_server_requires_a_certificate_that_we_have_not(library: ModuleType, version: int) -> None:
    server = Options(versions=(version,), credential=files("p256"), client_certificate=True)
    own, peer = meet("client", library, Options(versions=(version,)), server)
    exchange(own, peer)
    assert peer.failure is not None and not peer.connected
    expected = "certificate_required" if version == TLS13 else "handshake_failure"
    assert own.failure == f"alert received: {expected}"


@each_version
@each_library
def test_a_client_certificate_of_a_stranger(library: ModuleType, version: int) -> None:
    server = Options(versions=(version,), credential=files("p256"), client_certificate=True)
    own, peer = meet("server", library, server, Options(versions=(version,), credential=stranger("client")))
    exchange(peer, own)
    assert own.failure is not None and own.failure.startswith("unknown_ca")
    assert says(peer.failure, AlertDescription.unknown_ca), peer.failure


@each_library
@pytest.mark.parametrize("role", ["client", "server"])
def test_no_common_version(role: str, library: ModuleType) -> None:
    mine, theirs = Options(versions=(TLS13,)), Options(versions=(TLS12,))
    if role == "client":
        theirs = replace(theirs, credential=files("p256"))
    else:
        mine = replace(mine, credential=files("p256"))
    own, peer = meet(role, library, mine, theirs)
    exchange(*((own, peer) if role == "client" else (peer, own)))
    assert own.failure is not None and "protocol_version" in own.failure
    assert peer.failure is not None and not peer.connected


def test_no_common_group() -> None:
    server = Options(versions=(TLS13,), groups=(NamedGroup.secp521r1,), credential=files("p256"))
    own, peer = meet("server", pyopenssl, server, Options(versions=(TLS13,), groups=(NamedGroup.x25519,)))
    exchange(peer, own)
    assert own.failure is not None and own.failure.startswith("handshake_failure")
    assert says(peer.failure, AlertDescription.handshake_failure), peer.failure


@each_version
@each_library
def test_the_true_certificate_without_its_key(library: ModuleType, version: int) -> None:
    """An impostor: the signature does not fit, and the client says decrypt_error (RFC 8446 section 4.4.3)."""
    real, other = files("p256"), stranger()
    false = Files(replace(real.credential, private_key=other.credential.private_key), real.certificate, real.key, real.ocsp_response)
    own, peer = meet("server", library, Options(versions=(version,), credential=false), Options(versions=(version,)))
    exchange(peer, own)
    assert not peer.connected and peer.failure is not None
    if library is tlslite_ng and version == TLS13:
        assert own.failure is None  # it gives up without an alert
        return
    assert own.failure in ("alert received: decrypt_error", "alert received: illegal_parameter"), own.failure


@each_library
def test_no_common_application_protocol(library: ModuleType) -> None:
    server = Options(versions=(TLS13,), credential=files("p256"), alpn=(b"h2",))
    own, peer = meet("server", library, server, Options(versions=(TLS13,), alpn=(b"http/1.1",)))
    exchange(peer, own)
    assert own.failure is not None and own.failure.startswith("no_application_protocol")
    assert says(peer.failure, AlertDescription.no_application_protocol), peer.failure


@each_version
@each_verifier
def test_the_credential_is_chosen_by_the_name_asked_for(library: ModuleType, version: int) -> None:
    wanted, other = files("p384"), files("p256")
    credentials = (
        replace(other.credential, names=("other.example.test",)),
        replace(wanted.credential, names=("www.example.test",)),
    )
    server = Options(versions=(version,), credential=other)
    own, peer = meet("server", library, server, Options(versions=(version,)), credentials=credentials)
    shake_hands(peer, own)
    echo(peer, own)
    assert peer.facts().peer_leaf == wanted.leaf


@each_library
def test_a_name_that_nobody_serves(library: ModuleType) -> None:
    credential = replace(files("p256").credential, names=("other.example.test",))
    server = Options(versions=(TLS13,), credential=files("p256"))
    own, peer = meet("server", library, server, Options(versions=(TLS13,)), credentials=(credential,), refuse_unknown_names=True)
    exchange(peer, own)
    assert own.failure is not None and own.failure.startswith("unrecognized_name")
    assert says(peer.failure, AlertDescription.unrecognized_name), peer.failure


@each_version
@each_library
def test_a_record_that_was_changed_on_the_way(library: ModuleType, version: int) -> None:
    own: Any
    own, peer = meet("client", library, Options(versions=(version,)), Options(versions=(version,), credential=files("p256")))
    shake_hands(own, peer)
    own.send(b"something")
    data = bytearray(own.data_to_send())
    data[-1] ^= 1
    peer.receive(bytes(data))
    own.receive(peer.data_to_send())
    assert own.failure == "alert received: bad_record_mac"


@each_version
@each_library
def test_a_record_of_theirs_that_was_changed_on_the_way(library: ModuleType, version: int) -> None:
    own, peer = meet("client", library, Options(versions=(version,)), Options(versions=(version,), credential=files("p256")))
    shake_hands(own, peer)
    peer.send(b"something")
    data = bytearray(peer.data_to_send())
    data[-1] ^= 1
    own.receive(bytes(data))
    peer.receive(own.data_to_send())
    assert own.failure is not None and own.failure.startswith("bad_record_mac")
    assert says(peer.failure, AlertDescription.bad_record_mac), peer.failure


def test_the_stranger_is_a_stranger() -> None:
    leaf = stranger().leaf
    assert public_key_of(leaf) == stranger().credential.public_key
    assert not ours.issued_by_root(leaf)

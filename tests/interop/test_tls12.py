"""TLS 1.2 with every peer, both roles, in this process: Python's ssl, pyOpenSSL, tlslite-ng.

What peers need for old things: OpenSSL `@SECLEVEL=0` for SHA-1 MACs; tlslite-ng its `keyExchangeNames`, `cipherNames` and `macNames`.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from tests.interop import ours, pyopenssl, python_ssl, tlslite_ng
from tests.interop.credentials import files
from tests.interop.endpoint import TLS12, TLS13, Options, exchange
from tests.interop.meeting import converse, each_library, each_role, meet, options
from workbench.core.tls.cipher_suites import SUITES, Authentication
from workbench.core.tls.groups import group_name
from workbench.core.tls.parameters import NamedGroup

SUITES_12 = tuple(code for code, suite in SUITES.items() if not suite.tls13)
GROUPS_12 = (NamedGroup.x25519, NamedGroup.x448, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1)
ECDHE_ECDSA = 0xC02B
ECDHE_RSA_CBC = 0xC013
RSA_CBC = 0x002F

flags = pytest.mark.parametrize(
    ("field", "absent"),
    [("extended_master_secret", "no_extended_master_secret"), ("encrypt_then_mac", "no_encrypt_then_mac")],
    ids=["extended_master_secret", "encrypt_then_mac"],
)


def kind_for(suite: int) -> str:
    return "p256" if SUITES[suite].authentication is Authentication.ecdsa else "rsa"


def old(role: str, kind: str = "p256", **common: Any) -> tuple[Options, Options]:
    return options(role, kind, **{"versions": (TLS12,)} | common)


@each_role
@each_library
@pytest.mark.parametrize("suite", SUITES_12, ids=lambda code: SUITES[code].name)
def test_every_suite(role: str, library: ModuleType, suite: int) -> None:
    if library is not tlslite_ng and suite not in python_ssl.suite_names():
        pytest.skip(f"{library.NAME} does not have it")
    own, _ = converse(role, library, *old(role, kind_for(suite), suites=(suite,)))
    assert own.agreed.suite == suite


@each_role
@each_library
@pytest.mark.parametrize("suite", [0xC02F, 0xC02B], ids=lambda code: SUITES[code].name)
@pytest.mark.parametrize("group", GROUPS_12, ids=group_name)
def test_every_group(role: str, library: ModuleType, suite: int, group: int) -> None:
    mine, theirs = old(role, kind_for(suite), suites=(suite,), groups=(group,))
    if library is python_ssl and role == "client" and suite == ECDHE_ECDSA and group != NamedGroup.secp256r1:
        pytest.skip("python_ssl: bound to one curve, a server shows no certificate of another")
    if library is python_ssl and role == "server":
        theirs = replace(theirs, groups=())
    if kind_for(suite) == "p256" and library is not python_ssl:
        # Of TLS 1.2 the groups also say which curves a certificate may be of (RFC 8422 section 5.1.1).
        both = tuple(dict.fromkeys((group, NamedGroup.secp256r1)))
        client_options = theirs if role == "server" else mine
        changed = replace(client_options, groups=both)
        mine, theirs = (mine, changed) if role == "server" else (changed, theirs)
    own, _ = converse(role, library, mine, theirs)
    assert own.agreed.group == group_name(group)


@each_role
@each_library
@pytest.mark.parametrize("kind", ["rsa", "rsa_pss", "p256", "p384", "p521", "ed25519", "ed448"])
def test_every_kind_of_key(role: str, library: ModuleType, kind: str) -> None:
    own, peer = converse(role, library, *old(role, kind))
    assert (own if role == "client" else peer).agreed.peer_leaf == files(kind).leaf


@each_role
@each_library
@pytest.mark.parametrize("kind", ["rsa", "rsa_pss", "p256", "p384", "p521", "ed25519", "ed448"])
def test_every_kind_of_client_certificate(role: str, library: ModuleType, kind: str) -> None:
    client = Options(versions=(TLS12,), credential=files(kind, "client"))
    server = Options(versions=(TLS12,), credential=files("p256"), client_certificate=True)
    own, peer = converse(role, library, *((client, server) if role == "client" else (server, client)))
    assert (peer if role == "client" else own).agreed.peer_leaf == files(kind, "client").leaf


@each_role
@each_library
@flags
@pytest.mark.parametrize("who", ["ours", "theirs"])
@pytest.mark.parametrize("suite", [RSA_CBC, ECDHE_RSA_CBC], ids=lambda code: SUITES[code].name)
def test_without_an_extension(role: str, library: ModuleType, field: str, absent: str, who: str, suite: int) -> None:
    mine, theirs = old(role, "rsa", suites=(suite,))
    configuration = {field: False} if who == "ours" else {}
    if who == "theirs":
        theirs = replace(theirs, extra={absent: True})
    own, _ = converse(role, library, mine, theirs, **configuration)
    assert own.connection.negotiated.get(field) in (False, None)


@each_role
@each_library
@pytest.mark.parametrize("suite", [ECDHE_ECDSA, 0xC009], ids=lambda code: SUITES[code].name)
@pytest.mark.parametrize("by", ["session_ticket", "session_id"])
def test_resumption(role: str, library: ModuleType, by: str, suite: int) -> None:
    mine, theirs = old(role, suites=(suite,), tickets=by == "session_ticket", extra={"by_session_id": True})
    configuration = {"session_cache": ours.session_cache()} if role == "server" and by == "session_id" else {}
    own, peer = converse(role, library, mine, theirs, **configuration)
    assert not own.agreed.resumed
    own, peer = converse(
        role,
        library,
        replace(mine, session=own.session()),
        replace(theirs, session=peer.kept),
        **configuration,
    )
    assert own.agreed.resumed


@each_role
@each_library
def test_application_layer_protocol(role: str, library: ModuleType) -> None:
    own, _ = converse(role, library, *old(role, alpn=(b"http/1.1",)))
    assert own.agreed.alpn == b"http/1.1"


@each_role
def test_stapled_ocsp_response(role: str) -> None:
    own, peer = converse(role, pyopenssl, *old(role, ocsp=True))
    client = own if role == "client" else peer
    assert client.agreed.ocsp_response == files("p256").credential.ocsp_response != b""


@each_role
@each_library
def test_a_peer_of_tls12_alone(role: str, library: ModuleType) -> None:
    """We can TLS 1.3 as well: the downgrade sentinel must not be seen, or not sent, wrongly."""
    mine, theirs = old(role)
    own, _ = converse(role, library, replace(mine, versions=(TLS13, TLS12)), theirs)
    assert own.agreed.version == TLS12


@each_role
@each_library
def test_no_common_suite(role: str, library: ModuleType) -> None:
    mine, theirs = old(role, "rsa")
    own, peer = meet(role, library, replace(mine, suites=(49199,)), replace(theirs, suites=(49200,)))
    exchange(*((own, peer) if role == "client" else (peer, own)))
    assert own.failure is not None and "handshake_failure" in own.failure
    assert not own.connected and not peer.connected

"""TLS 1.3 with every peer, both roles, in this process: Python's ssl, pyOpenSSL, tlslite-ng."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from tests.interop import ours, pyopenssl, python_ssl, tlslite_ng
from tests.interop.credentials import KEY_TYPES, files
from tests.interop.endpoint import TLS12, TLS13, Options, close, echo, exchange, shake_hands
from tests.interop.meeting import agree, converse, each_library, each_role, in_order, meet, options
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.groups import SUPPORTED, group_name
from workbench.core.tls.parameters import NamedGroup, PskKeyExchangeMode

SUITES_13 = tuple(code for code, suite in SUITES.items() if suite.tls13)


@each_role
@each_library
@pytest.mark.parametrize("suite", SUITES_13, ids=lambda code: SUITES[code].name)
def test_every_suite(role: str, library: ModuleType, suite: int) -> None:
    mine, theirs = options(role, suites=(suite,))
    if library is python_ssl and suite in (0x1301, 0x1302, 0x1303):
        theirs = options(role)[1]
    own, _ = converse(role, library, mine, theirs)
    assert own.agreed.suite == suite


@each_role
@each_library
@pytest.mark.parametrize("group", SUPPORTED, ids=group_name)
def test_every_group(role: str, library: ModuleType, group: int) -> None:
    mine, theirs = options(role, groups=(group,))
    if library is python_ssl and role == "server":
        if "MLKEM" in group_name(group):
            pytest.skip("python_ssl: this OpenSSL has no hybrid groups")
        theirs = replace(theirs, groups=())  # it offers all that it has
    own, _ = converse(role, library, mine, theirs)
    assert own.agreed.group == group_name(group)


@each_role
@each_library
@pytest.mark.parametrize("kind", KEY_TYPES)
def test_every_kind_of_key(role: str, library: ModuleType, kind: str) -> None:
    if kind.startswith("mldsa") and library is not pyopenssl:
        pytest.skip(f"{library.NAME} has no ML-DSA")
    own, peer = converse(role, library, *options(role, kind))
    assert (own if role == "client" else peer).agreed.peer_leaf == files(kind).leaf


@each_role
@each_library
@pytest.mark.parametrize("kind", KEY_TYPES)
def test_every_kind_of_client_certificate(role: str, library: ModuleType, kind: str) -> None:
    if kind.startswith("mldsa") and library is not pyopenssl:
        pytest.skip(f"{library.NAME} has no ML-DSA")
    client = Options(versions=(TLS13,), credential=files(kind, "client"))
    server = Options(versions=(TLS13,), credential=files("p256"), client_certificate=True)
    own, peer = converse(role, library, *((client, server) if role == "client" else (server, client)))
    assert (peer if role == "client" else own).agreed.peer_leaf == files(kind, "client").leaf


@each_role
@each_library
def test_hello_retry_request(role: str, library: ModuleType) -> None:
    """The client's key share is of another group than the one both can."""
    both = (NamedGroup.x25519, NamedGroup.secp384r1)
    mine, theirs = options(role, groups=both)
    server_only = (NamedGroup.secp384r1,)
    if role == "client":
        theirs = Options(versions=(TLS13,), groups=server_only, credential=files("p256"))
    else:
        mine = Options(versions=(TLS13,), groups=server_only, credential=files("p256"))
        if library is python_ssl:
            theirs = Options(versions=(TLS13,))
    own, _ = converse(role, library, mine, theirs)
    assert own.agreed.group == "secp384r1"
    assert own.retried


@each_library
def test_no_key_share_at_first(library: ModuleType) -> None:
    mine, theirs = options("client", groups=(NamedGroup.secp256r1,))
    own, _ = converse("client", library, mine, theirs, key_share_groups=())
    assert own.retried


@each_role
@each_library
@pytest.mark.parametrize("mode", PskKeyExchangeMode, ids=lambda mode: mode.name)
def test_resumption(role: str, library: ModuleType, mode: PskKeyExchangeMode) -> None:
    mine, theirs = options(role)
    mine = replace(mine, extra={"psk_modes": (mode,)})
    theirs = replace(theirs, extra={"psk_modes": [mode.name], "allow_no_dhe_kex": mode is PskKeyExchangeMode.psk_ke})
    own, peer = converse(role, library, mine, theirs)
    assert not own.agreed.resumed
    again = replace(mine, session=own.session())
    their_again = replace(theirs, session=peer.kept)
    own, peer = converse(role, library, again, their_again)
    assert own.agreed.resumed
    if role == "client" or library is tlslite_ng:
        assert (own.agreed.group is None) == (mode is PskKeyExchangeMode.psk_ke)


@each_role
@each_library
def test_resumption_after_hello_retry_request(role: str, library: ModuleType) -> None:
    both = (NamedGroup.x25519, NamedGroup.secp384r1)
    mine, theirs = options(role, groups=both)
    if role == "client":
        theirs = Options(versions=(TLS13,), groups=both[1:], credential=files("p256"))
    else:
        mine = Options(versions=(TLS13,), groups=both[1:], credential=files("p256"))
        if library is python_ssl:
            theirs = Options(versions=(TLS13,))
    own, peer = converse(role, library, mine, theirs)
    own, peer = converse(role, library, replace(mine, session=own.session()), replace(theirs, session=peer.kept))
    assert own.agreed.resumed and own.retried


EARLY = b"early data"


@each_role
def test_early_data_accepted(role: str) -> None:
    server = Options(versions=(TLS13,), credential=files("p256"), maximum_early_data=1000)
    client = Options(versions=(TLS13,))
    mine, theirs = (client, server) if role == "client" else (server, client)
    own, peer = converse(role, pyopenssl, mine, theirs)
    mine = replace(mine, session=own.session())
    theirs = replace(theirs, session=peer.kept)
    if role == "client":
        mine = replace(mine, early_data=EARLY)
    else:
        theirs = replace(theirs, early_data=EARLY)
    own, peer = meet(role, pyopenssl, mine, theirs)
    server_end = peer if role == "client" else own
    shake_hands(*in_order(role, own, peer))
    assert server_end.take_received() == EARLY
    echo(*in_order(role, own, peer))
    agree(own, peer)
    assert own.facts().early_data and own.facts().resumed
    close(*in_order(role, own, peer))


@each_role
def test_early_data_refused(role: str) -> None:
    """The server gave a ticket for 0-RTT but takes none any more: it passes over the data and goes on."""
    client = Options(versions=(TLS13,))
    first_server = Options(versions=(TLS13,), credential=files("p256"), maximum_early_data=1000)
    own, peer = converse(role, pyopenssl, *((client, first_server) if role == "client" else (first_server, client)))
    if role == "client":
        # Another context has other ticket keys: it knows nothing of the session.
        theirs = Options(versions=(TLS13,), credential=files("p256"), maximum_early_data=1000)
        own, peer = meet(role, pyopenssl, Options(versions=(TLS13,), session=own.session(), early_data=EARLY), theirs)
    else:
        mine = Options(versions=(TLS13,), credential=files("p256"), session=own.session())
        own, peer = meet(role, pyopenssl, mine, Options(versions=(TLS13,), session=peer.kept, early_data=EARLY))
    shake_hands(*in_order(role, own, peer))
    assert not own.facts().early_data
    if role == "server":
        assert own.take_received() == b""
    echo(*in_order(role, own, peer))
    agree(own, peer)
    close(*in_order(role, own, peer))


@each_role
def test_early_data_and_hello_retry_request(role: str) -> None:
    """Another key share is wanted: 0-RTT is refused, its records are passed over, and the session is resumed all the same."""
    both = (NamedGroup.x25519, NamedGroup.secp384r1)
    client = Options(versions=(TLS13,), groups=both)
    server = Options(versions=(TLS13,), groups=both, credential=files("p256"), maximum_early_data=1000)
    own, peer = converse(role, pyopenssl, *((client, server) if role == "client" else (server, client)))
    again = replace(client, session=own.session() if role == "client" else peer.kept, early_data=EARLY)
    kept = replace(server, session=peer.kept if role == "client" else own.session(), groups=both[1:])
    own, peer = meet(role, pyopenssl, *((again, kept) if role == "client" else (kept, again)))
    shake_hands(*in_order(role, own, peer))
    assert own.retried and own.facts().resumed and not own.facts().early_data
    echo(*in_order(role, own, peer))
    agree(own, peer)
    close(*in_order(role, own, peer))


@each_role
@each_library
def test_post_handshake_authentication(role: str, library: ModuleType) -> None:
    client_options = Options(versions=(TLS13,), credential=files("p256", "client"), post_handshake=True)
    server_options = Options(versions=(TLS13,), credential=files("p256"), post_handshake=True)
    own, peer = meet(role, library, *((client_options, server_options) if role == "client" else (server_options, client_options)))
    client, server = in_order(role, own, peer)
    shake_hands(client, server)
    echo(client, server)
    server.request_client_certificate()
    exchange(server, client)
    echo(client, server)
    assert server.facts().peer_leaf == files("p256", "client").leaf
    close(client, server)


@each_role
@pytest.mark.parametrize("request_peer", [False, True], ids=["one_side", "both_sides"])
@pytest.mark.parametrize("who", ["ours", "theirs"])
def test_key_update(role: str, request_peer: bool, who: str) -> None:
    own, peer = meet(role, tlslite_ng, *options(role))
    client, server = in_order(role, own, peer)
    shake_hands(client, server)
    echo(client, server)
    for _ in range(3):
        (own if who == "ours" else peer).update_keys(request_peer)
        exchange(client, server)
        echo(client, server)
    close(client, server)


@each_role
@pytest.mark.parametrize("limit", [64, 1000, 2**14 + 1])
def test_record_size_limit(role: str, limit: int) -> None:
    # Of a group that both offer first: tlslite-ng holds an unprotected second ClientHello to the limit too.
    mine, theirs = options(role, groups=(NamedGroup.x25519,))
    own, peer = meet(role, tlslite_ng, mine, replace(theirs, extra={"record_size_limit": limit}), record_size_limit=limit)
    client, server = in_order(role, own, peer)
    shake_hands(client, server)
    echo(client, server, bytes(5000), bytes(range(250)) * 40)
    sizes = [len(record.content) for record in ours.records(own) if record.content_type == 23]
    assert max(sizes) <= limit - 1
    assert own.connection.send_limit == limit - 1
    close(client, server)


@each_role
@each_library
def test_application_layer_protocol(role: str, library: ModuleType) -> None:
    mine, theirs = options(role, alpn=(b"h2", b"http/1.1"))
    if role == "client":
        theirs = replace(theirs, alpn=(b"http/1.1",))
    else:
        mine = replace(mine, alpn=(b"http/1.1",))
    own, _ = converse(role, library, mine, theirs)
    assert own.agreed.alpn == b"http/1.1"


@each_role
def test_stapled_ocsp_response(role: str) -> None:
    own, peer = converse(role, pyopenssl, *options(role, ocsp=True))
    client = own if role == "client" else peer
    assert client.agreed.ocsp_response == files("p256").credential.ocsp_response != b""


@each_role
@each_library
def test_much_data(role: str, library: ModuleType) -> None:
    own, peer = meet(role, library, *options(role))
    client, server = in_order(role, own, peer)
    shake_hands(client, server)
    echo(client, server, bytes(range(256)) * 800, bytes(range(255, -1, -1)) * 900)
    close(client, server)


@each_role
@each_library
@pytest.mark.parametrize("padding", [0, 512])
def test_padding_and_shared_records(role: str, library: ModuleType, padding: int) -> None:
    converse(role, library, *options(role), padding=padding, coalesce=True)


@each_role
@each_library
def test_without_compatibility_mode(role: str, library: ModuleType) -> None:
    converse(role, library, *options(role), compatibility_mode=False)


@each_library
def test_grease(library: ModuleType) -> None:
    """A server passes over reserved values (RFC 8701)."""
    converse("client", library, *options("client"), grease=True)


@each_role
@each_library
def test_the_newest_common_version(role: str, library: ModuleType) -> None:
    both = (TLS13, TLS12)
    own, _ = converse(role, library, *options(role, versions=both))
    assert own.agreed.version == TLS13

"""Client certificates that are asked for but not required, and sessions of clients that showed one."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from tests.interop import tlslite_ng
from tests.interop.credentials import files
from tests.interop.endpoint import TLS12, TLS13, Options
from tests.interop.meeting import converse, each_library, each_role

each_version = pytest.mark.parametrize("version", [TLS12, TLS13], ids=["tls12", "tls13"])


@each_role
@each_library
@each_version
@pytest.mark.parametrize("shown", [False, True], ids=["none_shown", "shown"])
def test_a_certificate_that_may_be_shown(role: str, library: ModuleType, version: int, shown: bool) -> None:
    client = Options(versions=(version,), credential=files("p384", "client") if shown else None)
    server = Options(versions=(version,), credential=files("p256"), extra={"may_show_certificate": True})
    if role == "client":
        _, end = converse("client", library, client, server)
    else:
        end, _ = converse("server", library, server, client, request_client_certificate=True)
    assert end.agreed.peer_leaf == (files("p384", "client").leaf if shown else b"")


@each_role
@each_library
@each_version
def test_the_session_of_a_client_with_a_certificate(role: str, library: ModuleType, version: int) -> None:
    client = Options(versions=(version,), credential=files("p256", "client"))
    server = Options(versions=(version,), credential=files("p256"), client_certificate=True)
    own, peer = converse(role, library, *((client, server) if role == "client" else (server, client)))
    session, kept = (own.session(), peer.kept) if role == "client" else (peer.kept, own.session())
    client, server = replace(client, session=session), replace(server, session=kept)
    own, peer = converse(role, library, *((client, server) if role == "client" else (server, client)))
    assert own.agreed.resumed
    if role == "server":
        # Nobody showed a certificate now: the chain was in the ticket.
        assert own.peer_leaf == b""
        assert own.connection.machine.peer_chain[0] == files("p256", "client").leaf
    elif library is not tlslite_ng:
        assert peer.agreed.peer_leaf == files("p256", "client").leaf

"""Our engine meets a peer: what every conversation is checked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from tests.interop import ours, pyopenssl, python_ssl, tlslite_ng
from tests.interop.credentials import files
from tests.interop.endpoint import TLS13, Line, Missing, Options, close, echo, shake_hands
from tests.interop.ours import Ours
from tests.interop.processes import GnutlsClient, GnutlsServer, Listening, OpensslClient, OpensslServer, Peer

LIBRARIES = (python_ssl, pyopenssl, tlslite_ng)
ROLES = ("client", "server")
"""What we are."""
PROGRAMS = {("openssl", "client"): OpensslServer, ("openssl", "server"): OpensslClient}
PROGRAMS |= {("gnutls", "client"): GnutlsServer, ("gnutls", "server"): GnutlsClient}
LABEL = "EXPORTER-workbench"

each_role = pytest.mark.parametrize("role", ROLES)
each_library = pytest.mark.parametrize("library", LIBRARIES, ids=lambda module: module.NAME)
each_program = pytest.mark.parametrize("program", ["openssl", "gnutls"])


def meet(role: str, library: ModuleType, mine: Options, theirs: Options, **configuration: Any) -> tuple[Ours, Any]:
    """Both ends of a conversation; `configuration` overrides fields of the engine's. Skips what the peer cannot."""
    try:
        if role == "client":
            peer = library.server(theirs)
            return ours.client(mine, **configuration), peer
        return ours.server(mine, **configuration), library.client(theirs)
    except Missing as missing:
        pytest.skip(f"{library.NAME}: {missing}")


def in_order(role: str, mine: Ours, peer: Any) -> tuple[Any, Any]:
    """(client, server)"""
    return (mine, peer) if role == "client" else (peer, mine)


def agree(mine: Ours, peer: Any) -> None:
    """Both ends say the same of their connection."""
    facts, same = mine.facts(), peer.facts()
    assert (facts.version, facts.suite) == (same.version, same.suite)
    assert facts.alpn == same.alpn
    if same.group is not None and facts.group is not None:
        assert facts.group == same.group
    if same.resumed is not None:
        assert facts.resumed == same.resumed
    logged, also_logged = mine.key_log(), peer.key_log()
    # Who connects again keeps the log of both connections; tlslite-ng keeps only some secrets.
    random = next(iter(logged)).split()[1]
    also_logged = {line for line in also_logged if line.split()[1] == random}
    assert also_logged and (logged == also_logged or (peer.name == "tlslite_ng" and also_logged <= logged))
    if hasattr(peer, "export_keying_material") and hasattr(mine.connection, "export_keying_material"):
        for context in (None, b"", b"context"):
            try:
                value = peer.export_keying_material(LABEL.encode(), context, 40)
            except Missing:
                continue
            assert mine.export_keying_material(LABEL.encode(), context, 40) == value


def converse(role: str, library: ModuleType, mine: Options, theirs: Options, **configuration: Any) -> tuple[Ours, Any]:
    """A whole conversation: handshake, data both ways, everything compared, close_notify both ways."""
    own, peer = meet(role, library, mine, theirs, **configuration)
    client, server = in_order(role, own, peer)
    shake_hands(client, server)
    echo(client, server)
    agree(own, peer)
    own.agreed = own.facts()
    peer.agreed = peer.facts()
    peer.kept = peer.session()
    close(client, server)
    return own, peer


def options(role: str, kind: str = "p256", **common: Any) -> tuple[Options, Options]:
    """Options of us and of the peer: alike, the server with a credential."""
    both = Options(**{"versions": (TLS13,)} | common)
    server = replace(both, credential=files(kind))
    return (both, server) if role == "client" else (server, both)


def with_program(
    role: str,
    program: str,
    mine: Options,
    theirs: Options,
    then: Callable[[Ours, Line, Peer], None] | None = None,
    data: str = "hello",
    compare: bool = True,
    **configuration: Any,
) -> tuple[Ours, Peer]:
    """A conversation with a program: handshake, a line both ways, everything compared, then `then`, and close_notify."""
    with Listening() as listening:
        try:
            peer = PROGRAMS[program, role](theirs, listening.port)
            peer.start()
        except Missing as missing:
            pytest.skip(f"{program}: {missing}")
        with peer:
            if role == "client":
                own = ours.client(mine, **configuration)
                line = Line(own, peer.connect())
            else:
                own = ours.server(mine, **configuration)
                line = listening.accept(own)
            try:
                line.shake_hands()
                talk(own, line, peer, data)
                if compare:
                    compare_with_program(own, peer)
                if then is not None:
                    then(own, line, peer)
                own.agreed = own.facts()
                line.close()
            except AssertionError as error:
                raise AssertionError(f"{error}\n{peer.running.output}") from None
            finally:
                line.socket.close()
    return own, peer


def talk(own: Ours, line: Line, peer: Peer, data: str) -> None:
    """A line each way; gnutls-serv sends back what it hears."""
    if peer.name == "gnutls" and peer.is_server:
        own.send(data.encode() + b"\n")
        line.expect(data.encode())
        return
    own.send(data.encode() + b" from us\n")
    line.until(lambda: peer.running.has(data + " from us"), "our line at the peer")
    peer.send(data + " from them\n")
    line.expect(data.encode() + b" from them\n")


def compare_with_program(own: Ours, peer: Peer) -> None:
    facts, same = own.facts(), peer.facts()
    assert facts.version == same.version
    assert same.suite in (facts.suite, 0)
    if same.alpn is not None:
        assert facts.alpn == same.alpn
    if same.group is not None and facts.group is not None:
        assert facts.group == same.group
    logged = own.key_log()
    random = next(iter(logged)).split()[1]
    assert {line for line in peer.key_log() if line.split()[1] == random} == logged
    if "export" in peer.options.extra:
        label, length = peer.options.extra["export"]
        assert own.export_keying_material(label.encode(), None if peer.name == "openssl" else b"", length) == peer.exported()

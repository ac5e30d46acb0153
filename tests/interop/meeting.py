"""Our engine meets a peer: what every conversation is checked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from tests.interop import ours, pyopenssl, python_ssl, tlslite_ng
from tests.interop.credentials import files
from tests.interop.endpoint import TLS12, TLS13, Line, Missing, Options, close, echo, shake_hands
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


def same_key_log(mine: Ours, name: str, theirs: set[str], early_data: bool | None) -> None:
    """Both ends logged the same secrets for this connection (its client random): a log may hold several connections."""
    logged = mine.key_log()
    random = next(iter(logged)).split()[1]
    theirs = {line for line in theirs if line.split()[1] == random}
    if not early_data:  # a client that offered 0-RTT in vain has early secrets, its server not
        logged, theirs = ({line for line in lines if "EARLY" not in line} for lines in (logged, theirs))
    if name == "gnutls" and mine.facts().version == TLS12 and mine.facts().resumed:
        assert not theirs  # GnuTLS writes a master secret down where it is derived, not where it is taken up again
    elif name == "tlslite_ng":  # keeps only some secrets
        if exporter_is_wrong(mine):
            return
        assert theirs and theirs <= logged
    else:
        assert theirs == logged != set()


def exporter_is_wrong(mine: Ours) -> bool:
    """tlslite-ng takes a client's Certificate (an empty one too) and CertificateVerify into exporter_master_secret, whose transcript ends
    with the server's Finished (RFC 8446 section 7.1)."""
    return mine.facts().version == TLS13 and mine.certificate_requests > 0


def compare_exporters(mine: Ours, peer: Any) -> bool:
    return hasattr(peer, "export_keying_material") and not (peer.name == "tlslite_ng" and exporter_is_wrong(mine))


def agree(mine: Ours, peer: Any) -> None:
    """Both ends say the same of their connection."""
    facts, same = mine.facts(), peer.facts()
    assert (facts.version, facts.suite) == (same.version, same.suite)
    assert facts.alpn == same.alpn
    if same.group is not None and facts.group is not None:
        assert facts.group == same.group
    if same.resumed is not None:
        assert facts.resumed == same.resumed
    same_key_log(mine, peer.name, peer.key_log(), facts.early_data)
    if compare_exporters(mine, peer):
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
    same_key_log(own, peer.name, peer.key_log(), facts.early_data)
    if "export" in peer.options.extra:
        label, length = peer.options.extra["export"]
        assert own.export_keying_material(label.encode(), None, length) == peer.exported()

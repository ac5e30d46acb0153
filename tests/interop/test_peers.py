"""The harness itself: the peers against each other, before our engine meets them."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography import x509

from tests.interop import pyopenssl, python_ssl, tlslite_ng
from tests.interop.credentials import CLIENT_NAME, KEY_TYPES, SERVER_NAME, files, issued_by_root
from tests.interop.endpoint import TLS12, TLS13, Line, Missing, Options, close, echo, shake_hands
from tests.interop.processes import GnutlsClient, GnutlsServer, Listening, OpensslClient, OpensslServer

MODULES = (python_ssl, pyopenssl, tlslite_ng)
LABEL = "EXPORTER-harness"

each_version = pytest.mark.parametrize("version", [TLS12, TLS13], ids=["tls12", "tls13"])


@pytest.mark.parametrize("kind", KEY_TYPES)
@pytest.mark.parametrize("purpose", ["server", "client"])
def test_credentials_are_what_they_say(kind: str, purpose: str) -> None:
    leaf = files(kind, purpose).leaf
    assert issued_by_root(leaf)
    name = SERVER_NAME if purpose == "server" else CLIENT_NAME
    assert x509.load_der_x509_certificate(leaf).subject.rfc4514_string() == f"CN={name}"


@each_version
@pytest.mark.parametrize("server_module", MODULES, ids=lambda module: f"to_{module.NAME}")
@pytest.mark.parametrize("client_module", MODULES, ids=lambda module: module.NAME)
def test_two_libraries(client_module: Any, server_module: Any, version: int) -> None:
    credential = files("rsa")
    options = Options(versions=(version,), credential=credential)
    client, server = client_module.client(Options(versions=(version,))), server_module.server(options)
    shake_hands(client, server)
    echo(client, server)
    facts, same = client.facts(), server.facts()
    assert (facts.version, facts.suite, facts.alpn) == (same.version, same.suite, same.alpn) == (version, facts.suite, b"")
    assert facts.group in (same.group, None) or same.group is None
    assert facts.peer_leaf == credential.leaf
    short, long = sorted((client.key_log(), server.key_log()), key=len)
    assert short and short <= long
    if hasattr(client, "export_keying_material") and hasattr(server, "export_keying_material"):
        assert client.export_keying_material(LABEL.encode(), None, 32) == server.export_keying_material(LABEL.encode(), None, 32)
    session, kept = client.session(), server.session()
    close(client, server)

    again = client_module.client(Options(versions=(version,), session=session))
    kept_server = server_module.server(Options(versions=(version,), credential=credential, session=kept))
    shake_hands(again, kept_server)
    assert again.facts().resumed and kept_server.facts().resumed in (True, None)


@each_version
@pytest.mark.parametrize("server_class", [OpensslServer, GnutlsServer], ids=lambda found: found.name)
@pytest.mark.parametrize("client_class", [OpensslClient, GnutlsClient], ids=lambda found: found.name)
def test_two_programs(client_class: Any, server_class: Any, version: int) -> None:
    try:
        with (
            server_class(Options(versions=(version,), credential=files("rsa"))) as server,
            client_class(Options(versions=(version,)), server.port) as client,
        ):
            facts, same = client.facts(), server.facts()
            assert (facts.version, same.version) == (version, version)
            if version == TLS13:
                assert facts.suite == same.suite
            client.send("hello\n")
            server.expect("hello") if server_class is OpensslServer else client.expect("hello")
            assert client.key_log() == server.key_log() != set()
    except Missing as missing:
        pytest.skip(str(missing))


@each_version
@pytest.mark.parametrize("server_class", [OpensslServer, GnutlsServer], ids=lambda found: found.name)
def test_a_library_and_a_program_that_serves(server_class: Any, version: int) -> None:
    options = Options(versions=(version,), credential=files("p256"), alpn=(b"h2",), extra={"export": (LABEL, 32)})
    try:
        peer = server_class(options)
        peer.start()
    except Missing as missing:
        pytest.skip(str(missing))
    with peer:
        client = pyopenssl.client(Options(versions=(version,), alpn=(b"h2",)))
        line = Line(client, peer.connect())
        line.shake_hands()
        client.send(b"hello\n")
        if server_class is GnutlsServer:
            line.expect(b"hello")
        else:
            line.until(lambda: peer.running.has("hello"), "hello")
            peer.send("fine\n")
            line.expect(b"fine\n")
        assert client.facts().alpn == b"h2"
        assert client.facts().version == peer.facts().version == version
        assert client.export_keying_material(LABEL.encode(), None, 32) == peer.exported()
        assert client.key_log() == peer.key_log() != set()
        line.close()


@each_version
@pytest.mark.parametrize("client_class", [OpensslClient, GnutlsClient], ids=lambda found: found.name)
def test_a_library_and_a_program_that_connects(client_class: Any, version: int) -> None:
    options = Options(versions=(version,), alpn=(b"h2",), extra={"export": (LABEL, 32)})
    server = pyopenssl.server(Options(versions=(version,), credential=files("p256"), alpn=(b"h2",)))
    with Listening() as listening:
        try:
            peer = client_class(options, listening.port)
            peer.start()
        except Missing as missing:
            pytest.skip(str(missing))
        with peer:
            line = listening.accept(server)
            line.shake_hands()
            peer.send("hello\n")
            line.expect(b"hello")
            server.send(b"fine\n")
            line.until(lambda: peer.running.has("fine"), "fine")
            assert server.facts().alpn == b"h2"
            assert server.export_keying_material(LABEL.encode(), None, 32) == peer.exported()
            assert server.key_log() == peer.key_log() != set()
            line.close()


def test_early_data_between_libraries() -> None:
    """0-RTT through the bindings of pyOpenSSL's OpenSSL."""
    credential = files("p256")
    client = pyopenssl.client(Options(versions=(TLS13,)))
    server = pyopenssl.server(Options(versions=(TLS13,), credential=credential, maximum_early_data=1000))
    shake_hands(client, server)
    echo(client, server)
    session, kept = client.session(), server.session()
    close(client, server)
    again = pyopenssl.client(Options(versions=(TLS13,), session=session, early_data=b"early"))
    kept_server = pyopenssl.server(Options(versions=(TLS13,), credential=credential, session=kept, maximum_early_data=1000))
    shake_hands(again, kept_server)
    assert kept_server.take_received() == b"early"
    assert any(line.startswith("CLIENT_EARLY_TRAFFIC_SECRET") for line in kept_server.key_log())

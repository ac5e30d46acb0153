"""With programs over loopback, both roles: `openssl s_server`, `openssl s_client`, `gnutls-serv`, `gnutls-cli`.

GnuTLS's priority strings and OpenSSL's SECLEVEL are in `processes.py`.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any

import pytest

from tests.interop import ours
from tests.interop.credentials import files
from tests.interop.endpoint import TLS12, TLS13, Line, Missing, Options
from tests.interop.meeting import LABEL, PROGRAMS, compare_with_program, each_program, each_role, options, same_key_log, talk, with_program
from tests.interop.ours import Ours
from tests.interop.processes import GnutlsClient, Listening, OpensslClient, OpensslServer, Peer
from workbench.core.tls.alerts import AlertDescription, AlertLevel
from workbench.core.tls.cipher_suites import SUITES, Authentication
from workbench.core.tls.events import AlertSent, RecordReceived
from workbench.core.tls.groups import SUPPORTED, group_name
from workbench.core.tls.parameters import NamedGroup, PskKeyExchangeMode

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None or shutil.which("gnutls-cli") is None or shutil.which("gnutls-serv") is None,
    reason="openssl, gnutls-cli or gnutls-serv is not installed (Debian: openssl, gnutls-bin)",
)

EXPORT = {"export": (LABEL, 32)}
TLS12_SUITES = (0xC02B, 0xCCA8, 0xC030, 0xC0AC, 0xC014, 0xC028, 0x009E, 0xC09F, 0x006B, 0x009C, 0x003D, 0x002F, 0xC0A1)


# TLS 1.3


@each_role
@each_program
@pytest.mark.parametrize("suite", [code for code, suite in SUITES.items() if suite.tls13], ids=lambda code: SUITES[code].name)
def test_every_suite_of_tls13(role: str, program: str, suite: int) -> None:
    own, _ = with_program(role, program, *options(role, suites=(suite,), extra=EXPORT))
    assert own.agreed.suite == suite


@each_role
@each_program
@pytest.mark.parametrize("group", SUPPORTED, ids=group_name)
def test_every_group(role: str, program: str, group: int) -> None:
    own, _ = with_program(role, program, *options(role, groups=(group,)))
    assert own.agreed.group == group_name(group)


@each_role
@each_program
@pytest.mark.parametrize("kind", ["rsa", "rsa_pss", "p256", "p384", "p521", "ed25519", "ed448"])
def test_every_kind_of_key_on_both_sides(role: str, program: str, kind: str) -> None:
    client = Options(versions=(TLS13,), credential=files(kind, "client"))
    server = Options(versions=(TLS13,), credential=files(kind), client_certificate=True)
    own, _ = with_program(role, program, *((client, server) if role == "client" else (server, client)))
    assert own.agreed.peer_leaf == files(kind, "server" if role == "client" else "client").leaf


@each_role
@each_program
def test_hello_retry_request(role: str, program: str) -> None:
    both = (NamedGroup.x25519, NamedGroup.secp384r1)
    mine, theirs = options(role, groups=both)
    if role == "client":
        theirs = replace(theirs, groups=both[1:])
    else:
        mine = replace(mine, groups=both[1:])
        if program == "gnutls":  # which sends key shares of two groups unless told otherwise
            theirs = replace(theirs, extra={"gnutls": ["--single-key-share"]})
    own, _ = with_program(role, program, mine, theirs)
    assert own.retried
    assert own.agreed.group == "secp384r1"


def resume_with_server(program: str, mine: Options, theirs: Options, **configuration: Any) -> tuple[Ours, Ours, Peer]:
    """Two connections to one server of theirs; returns both of our ends."""
    try:
        peer = PROGRAMS[program, "client"](theirs)
        peer.start()
    except Missing as missing:
        pytest.skip(f"{program}: {missing}")
    ends: list[Ours] = []
    with peer:
        for _ in range(2):
            session = ends[0].session() if ends else None
            own = ours.client(replace(mine, session=session, early_data=mine.early_data if ends else None), **configuration)
            line = Line(own, peer.connect())
            line.shake_hands()
            talk(own, line, peer, f"hello {len(ends)}")
            line.until(lambda own=own: own.connection.sessions or own.facts().resumed, "a session")  # type: ignore[misc]
            same_key_log(own, peer.name, peer.key_log(), own.facts().early_data)
            own.agreed = own.facts()
            line.close()
            ends.append(own)
    return ends[0], ends[1], peer


@each_program
@pytest.mark.parametrize("mode", PskKeyExchangeMode, ids=lambda mode: mode.name)
def test_resumption_with_their_server(program: str, mode: PskKeyExchangeMode) -> None:
    extra: dict[str, Any] = {"psk_modes": (mode,)}
    theirs: dict[str, Any] = {}
    if mode is PskKeyExchangeMode.psk_ke:
        theirs = {"openssl": ["-allow_no_dhe_kex"], "priority": ["+PSK"]}
    first, second, _ = resume_with_server(
        program,
        Options(versions=(TLS13,), extra=extra),
        Options(versions=(TLS13,), credential=files("p256"), extra=theirs),
    )
    assert not first.agreed.resumed
    if program == "gnutls" and mode is PskKeyExchangeMode.psk_ke and not second.agreed.resumed:
        pytest.skip("gnutls: gnutls-serv resumes with psk_dhe_ke only")
    assert second.agreed.resumed
    assert (second.agreed.group is None) == (mode is PskKeyExchangeMode.psk_ke)


@each_program
@pytest.mark.parametrize("version", [TLS13, TLS12], ids=["tls13", "tls12"])
@pytest.mark.parametrize("tickets", [True, False], ids=["ticket", "session_id"])
def test_resumption_with_their_client(program: str, version: int, tickets: bool) -> None:
    if version == TLS13 and not tickets:
        pytest.skip("TLS 1.3 has only tickets")
    server = Options(versions=(version,), credential=files("p256"), tickets=tickets)
    cache = None if tickets else ours.session_cache()
    theirs = Options(versions=(version,), tickets=tickets)
    with Listening() as listening:
        first = ours.server(server, session_cache=cache)
        again = ours.server(replace(server, session=first), session_cache=cache)
        if program == "gnutls":  # it connects twice by itself
            extra = {"gnutls": ["--resume", *(["--waitresumption"] if version == TLS13 else [])]}
            with GnutlsClient(replace(theirs, extra=extra), listening.port) as peer:
                line = listening.accept(first)
                line.shake_hands()
                line.until(lambda: line.ended or first.closed, "the end of the first connection")
                first.close()
                line.pump()
                line.socket.close()
                line = listening.accept(again)
                line.shake_hands()
                talk(again, line, peer, "hello")
                assert peer.facts().resumed
                line.close()
        else:
            session = None
            for end in (first, again):
                with OpensslClient(replace(theirs, session=session), listening.port) as peer:
                    line = listening.accept(end)
                    line.shake_hands()
                    talk(end, line, peer, "hello")
                    compare_with_program(end, peer)
                    session = peer.session()
                    line.close()
                    peer.running.wait_for("closed")
            assert peer.facts().resumed
        assert again.facts().resumed and not first.facts().resumed


EARLY = b"early data of ours\n"


@each_program
@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "refused"])
def test_early_data_to_their_server(program: str, accepted: bool) -> None:
    # With a group that both have at first: a HelloRetryRequest refuses 0-RTT.
    mine = Options(versions=(TLS13,), groups=(NamedGroup.x25519,), early_data=EARLY)
    theirs = Options(versions=(TLS13,), credential=files("p256"), maximum_early_data=4096)
    if accepted:
        for _ in range(3):  # a server may refuse at any time; GnuTLS does where its clock and the ticket's age differ, as on a busy machine
            _, second, peer = resume_with_server(program, mine, theirs)
            if second.agreed.early_data:
                break
        assert second.agreed.early_data and second.agreed.resumed
        if program == "openssl":
            assert EARLY.decode() in peer.running.output
        return
    # Another server, which knows nothing of the session, passes over the early data.
    first, _, _ = resume_with_server(program, replace(mine, early_data=None), theirs)

    def early_data_was_passed_over(own: Ours, line: Line, peer: Peer) -> None:
        assert not own.facts().early_data and not own.facts().resumed
        assert EARLY.decode() not in peer.running.output

    with_program("client", program, replace(mine, session=first.session()), theirs, early_data_was_passed_over)


@each_program
@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "refused"])
def test_early_data_from_their_client(program: str, accepted: bool) -> None:
    server = Options(versions=(TLS13,), credential=files("p256"), maximum_early_data=4096)
    with Listening() as listening:
        first = ours.server(server)
        again = ours.server(replace(server, session=first, maximum_early_data=4096 if accepted else 0))
        theirs = Options(versions=(TLS13,))
        if program == "gnutls":
            extra = {"gnutls": ["--resume", "--waitresumption"]}
            with GnutlsClient(replace(theirs, early_data=EARLY, extra=extra), listening.port) as peer:
                line = listening.accept(first)
                line.shake_hands()
                line.until(lambda: line.ended or first.closed, "the end of the first connection")
                first.close()
                line.pump()
                line.socket.close()
                line = listening.accept(again)
                finish_early(again, line, peer, accepted)
        else:
            with OpensslClient(theirs, listening.port) as peer:
                line = listening.accept(first)
                line.shake_hands()
                talk(first, line, peer, "hello")
                session = peer.session()
                line.close()
                peer.running.wait_for("closed")
            with OpensslClient(replace(theirs, session=session, early_data=EARLY), listening.port) as peer:
                line = listening.accept(again)
                finish_early(again, line, peer, accepted)
                assert peer.facts().early_data is accepted


def finish_early(own: Ours, line: Line, peer: Peer, accepted: bool) -> None:
    line.shake_hands()
    talk(own, line, peer, "hello")
    assert bool(own.facts().early_data) is accepted
    assert (EARLY in line.received) is accepted
    assert own.facts().resumed
    same_key_log(own, peer.name, peer.key_log(), own.facts().early_data)
    line.close()


def test_authentication_after_the_handshake_with_openssl_s_server() -> None:
    mine = Options(versions=(TLS13,), credential=files("p256", "client"), post_handshake=True)

    def ask(own: Ours, line: Line, peer: Any) -> None:
        peer.command("c")
        line.until(lambda: peer.running.has("depth=0 CN = Client of the Peers"), "our certificate at the peer")
        talk(own, line, peer, "after")

    with_program("client", "openssl", mine, Options(versions=(TLS13,), credential=files("p256"), post_handshake=True), ask)


@each_program
def test_authentication_after_the_handshake_with_their_client(program: str) -> None:
    theirs = Options(versions=(TLS13,), credential=files("p256", "client"), post_handshake=True)

    def ask(own: Ours, line: Line, peer: Any) -> None:
        own.request_client_certificate()
        line.until(lambda: own.peer_leaf, "their certificate")
        assert own.peer_leaf == files("p256", "client").leaf
        talk(own, line, peer, "after")

    with_program("server", program, Options(versions=(TLS13,), credential=files("p256")), theirs, ask)


@each_role
@pytest.mark.parametrize("letter", ["k", "K"], ids=["one_side", "both_sides"])
@pytest.mark.parametrize("who", ["ours", "theirs"])
def test_key_update_with_openssl(role: str, letter: str, who: str) -> None:
    def update(own: Ours, line: Line, peer: Any) -> None:
        for count in range(2):
            if who == "ours":
                own.update_keys(letter == "K")
                talk(own, line, peer, f"update {count}")
                continue
            before = own.received_key_updates
            peer.command(letter)
            line.until(lambda before=before: own.received_key_updates > before, "KeyUpdate")  # type: ignore[misc]
            talk(own, line, peer, f"update {count}")

    with_program(role, "openssl", *options(role), then=update)


@each_role
@pytest.mark.parametrize("request_peer", [False, True], ids=["one_side", "both_sides"])
def test_key_update_with_gnutls(role: str, request_peer: bool) -> None:
    def update(own: Ours, line: Line, peer: Any) -> None:
        for count in range(2):
            own.update_keys(request_peer)
            talk(own, line, peer, f"update {count}")

    with_program(role, "gnutls", *options(role), then=update)


def test_key_update_from_gnutls_cli() -> None:
    def update(own: Ours, line: Line, peer: Any) -> None:
        peer.send("^rekey^\n")
        line.until(lambda: own.received_key_updates, "KeyUpdate")
        talk(own, line, peer, "after")

    mine, theirs = options("server")
    with_program("server", "gnutls", mine, replace(theirs, extra={"gnutls": ["--inline-commands"]}), then=update)


@each_role
@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["tls12", "tls13"])
def test_record_size_limit_with_gnutls(role: str, version: int) -> None:
    """GnuTLS sends record_size_limit when told a size of its own."""

    def much(own: Ours, line: Line, peer: Any) -> None:
        data = "x" * 3000
        if role == "client":
            talk(own, line, peer, data)
        else:  # gnutls-cli itself sends no more of a line than one record holds
            own.send(data.encode() + b"\n")
            line.until(lambda: peer.running.has(data), "our line at the peer")
        limit = own.connection.send_limit
        assert limit == 1024 - (version == TLS13) or limit == 1024
        assert max(len(record.content) for record in ours.records(own) if record.content_type == 23) <= limit

    mine, theirs = options(role, versions=(version,))
    with_program(role, "gnutls", mine, replace(theirs, extra={"gnutls": ["--recordsize", "1024"]}), much, record_size_limit=700)


@each_role
@each_program
@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["tls12", "tls13"])
def test_application_layer_protocol_and_server_name(role: str, program: str, version: int) -> None:
    own, _ = with_program(role, program, *options(role, versions=(version,), alpn=(b"http/1.1",)))
    assert own.agreed.alpn == b"http/1.1"


@each_role
@each_program
@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["tls12", "tls13"])
def test_stapled_ocsp_response(role: str, program: str, version: int) -> None:
    response = files("p256").credential.ocsp_response

    def look(own: Ours, line: Line, peer: Any) -> None:
        if role == "client":
            assert own.ocsp_response == response
        elif program == "openssl":
            peer.running.wait_for("OCSP Response Status: successful")
        else:
            assert (peer.folder / "ocsp").read_bytes() == response

    with_program(role, program, *options(role, versions=(version,), ocsp=True), then=look)


# TLS 1.2


@each_role
@each_program
@pytest.mark.parametrize("suite", TLS12_SUITES, ids=lambda code: SUITES[code].name)
def test_suites_of_tls12(role: str, program: str, suite: int) -> None:
    kind = "p256" if SUITES[suite].authentication is Authentication.ecdsa else "rsa"
    own, _ = with_program(role, program, *options(role, kind, versions=(TLS12,), suites=(suite,), extra=EXPORT))
    assert own.agreed.suite == suite


@each_role
@each_program
@pytest.mark.parametrize("kind", ["rsa", "p256", "ed25519"])
def test_client_certificates_of_tls12(role: str, program: str, kind: str) -> None:
    client = Options(versions=(TLS12,), credential=files(kind, "client"))
    server = Options(versions=(TLS12,), credential=files(kind), client_certificate=True)
    own, _ = with_program(role, program, *((client, server) if role == "client" else (server, client)))
    assert own.agreed.peer_leaf == files(kind, "server" if role == "client" else "client").leaf


@each_program
@pytest.mark.parametrize("tickets", [True, False], ids=["ticket", "session_id"])
def test_resumption_of_tls12_with_their_server(program: str, tickets: bool) -> None:
    mine = Options(versions=(TLS12,), tickets=tickets)
    first, second, _ = resume_with_server(program, mine, Options(versions=(TLS12,), credential=files("p256"), tickets=tickets))
    assert not first.agreed.resumed and second.agreed.resumed


@each_role
@pytest.mark.parametrize("absent", ["no_extended_master_secret", "no_encrypt_then_mac"])
@pytest.mark.parametrize("program", ["gnutls", "openssl"])
def test_without_an_extension_of_tls12(role: str, program: str, absent: str) -> None:
    mine, theirs = options(role, "rsa", versions=(TLS12,), suites=(0xC013,))
    own, _ = with_program(role, program, mine, replace(theirs, extra={absent: True}))
    assert not own.connection.negotiated.get(absent.removeprefix("no_"))


@each_program
def test_their_server_of_old_versions(program: str) -> None:
    """A server that speaks TLS 1.2 only, with a client that offers TLS 1.3 too."""
    own, _ = with_program("client", program, Options(versions=(TLS13, TLS12)), Options(versions=(TLS12,), credential=files("p256")))
    assert own.agreed.version == TLS12


@pytest.mark.parametrize("version", ["-tls1_1", "-tls1"])
def test_a_client_of_older_versions_gets_the_right_alert(version: str) -> None:
    extra = {"openssl": [version, "-cipher", "ALL:@SECLEVEL=0"]}
    with Listening() as listening, OpensslClient(Options(extra=extra), listening.port) as peer:
        own = ours.server(Options(credential=files("rsa")))
        line = listening.accept(own)
        line.until(lambda: own.failure is not None, "refusal")
        line.pump()
        assert own.failure is not None and own.failure.startswith("protocol_version")
        peer.running.wait_for("tlsv1 alert protocol version")
        line.socket.close()


def test_a_server_of_an_older_version_is_refused() -> None:
    extra = {"openssl": ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]}
    with OpensslServer(Options(credential=files("rsa"), extra=extra)) as peer:
        own = ours.client(Options())
        line = Line(own, peer.connect())
        line.until(lambda: own.failure is not None, "refusal")
        assert own.failure is not None and "protocol_version" in own.failure
        line.socket.close()


# What a peer may do besides


def test_a_cookie() -> None:
    """A server that keeps nothing asks every client again, with a cookie (RFC 8446 section 4.2.2)."""
    mine, theirs = options("client", groups=(NamedGroup.x25519,))
    # OpenSSL's own client, too, has to leave out compatibility mode with it.
    stateless = replace(theirs, extra={"openssl": ["-stateless"]})
    own, _ = with_program("client", "openssl", mine, stateless, compatibility_mode=False)
    assert own.retried


@each_role
def test_padded_records(role: str) -> None:
    mine, theirs = options(role)
    own, _ = with_program(role, "openssl", mine, replace(theirs, extra={"openssl": ["-record_padding", "256"]}))
    received = [event.record for event in own.events if isinstance(event, RecordReceived) and event.record.sequence_number >= 0]
    assert any(record.padding for record in received)
    assert all(len(record.content) + 1 + record.padding in (256, 512, 768, 1024) for record in received if record.padding)


@each_role
@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["tls12", "tls13"])
def test_messages_in_pieces(role: str, version: int) -> None:
    """Records of at most 512 bytes: the certificate comes in several."""

    def look(own: Ours, line: Line, peer: Peer) -> None:
        assert max(len(event.record.content) for event in own.events if isinstance(event, RecordReceived)) <= 512

    client = Options(versions=(version,), credential=files("rsa", "client"))
    server = Options(versions=(version,), credential=files("rsa"), client_certificate=True)
    mine, theirs = (client, server) if role == "client" else (server, client)
    pieces = {"openssl": ["-max_send_frag", "512", "-split_send_frag", "512"]}
    with_program(role, "openssl", mine, replace(theirs, extra=pieces), look)


def test_max_fragment_length() -> None:
    """RFC 6066 section 4, asked for by a TLS 1.2 client."""

    def look(own: Ours, line: Line, peer: Peer) -> None:
        own.send(b"y" * 3000 + b"\n")
        line.until(lambda: peer.running.has("y" * 3000), "our line at the peer")
        sent = ours.records(own)
        assert max(len(record.content) for record in sent) <= 512

    mine, theirs = options("server", "rsa", versions=(TLS12,))
    with_program("server", "openssl", mine, replace(theirs, extra={"openssl": ["-maxfraglen", "512"]}), look)


@pytest.mark.parametrize("tickets", [0, 1, 5])
def test_several_tickets(tickets: int) -> None:
    def look(own: Ours, line: Line, peer: Peer) -> None:
        line.until(lambda: len(own.connection.sessions) >= tickets, "tickets")
        assert len(own.connection.sessions) == tickets

    mine, theirs = options("client")
    with_program("client", "openssl", mine, replace(theirs, extra={"openssl": ["-num_tickets", str(tickets)]}), look)


@each_role
def test_renegotiation_is_refused(role: str) -> None:
    """TLS 1.2: a warning from us (RFC 5246 section 7.4.1.1), upon which OpenSSL gives up."""
    mine, theirs = options(role, versions=(TLS12,))
    with Listening() as listening, PROGRAMS["openssl", role](theirs, listening.port) as peer:
        if role == "client":
            own = ours.client(mine)
            line = Line(own, peer.connect())
        else:
            own = ours.server(mine)
            line = listening.accept(own)
        line.shake_hands()
        talk(own, line, peer, "hello")
        peer.command("r" if role == "client" else "R")
        wanted = (AlertLevel.warning, AlertDescription.no_renegotiation_RESERVED)
        line.until(lambda: wanted in [event[:2] for event in own.events if isinstance(event, AlertSent)], "no_renegotiation")
        peer.running.wait_for("no renegotiation")
        # It was not we who ended it.
        assert own.failure is None or own.failure.startswith(("alert received", "close_notify: tls_cut_off"))
        line.socket.close()

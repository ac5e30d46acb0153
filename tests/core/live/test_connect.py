"""`connect`: against our own server, Python's ssl, `openssl s_server`, and everybody who is no TLS server."""

from __future__ import annotations

import shutil
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.core.handshake.tshark import complaints, needs_tshark, plaintext
from tests.core.live.serving import Serving, client_configuration, nobody, server_configuration, trusting
from tests.interop import credentials
from tests.interop.processes import Program
from workbench.core.errors import Message
from workbench.core.handshake.export import pcapng
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript
from workbench.core.live.address import Address
from workbench.core.live.connect import MAXIMUM_ANSWER, Visit, connect
from workbench.core.live.serve import Served, Service
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.core.tls.tickets import AntiReplay
from workbench.core.x509.finding import Purpose

TLS12, TLS13 = (int(ProtocolVersion.TLS1_2),), (int(ProtocolVersion.TLS1_3),)
BOTH_VERSIONS = pytest.mark.parametrize("versions", [TLS12, TLS13], ids=["TLS 1.2", "TLS 1.3"])
ON_THE_WIRE = (StepKind.message, StepKind.alert, StepKind.change_cipher_spec, StepKind.application_data)


def visit(port: int, seconds: float = 30.0, host: str = "127.0.0.1", **changes: Any) -> Transcript:
    more = {name: changes.pop(name) for name in ("resume", "early_data") if name in changes}
    return connect(Visit(Address(host, port), client_configuration(**changes), seconds=seconds, **more))


def root_certificate() -> bytes:
    """The root of the credentials of the peers, DER."""
    return credentials.root()[0].public_bytes(Encoding.DER)


def said(transcript: Transcript) -> str:
    return transcript.headline.id if transcript.headline is not None else ""


def crossing(transcript: Transcript, connection: int = 1) -> list[Step]:
    return [step for step in transcript.steps if step.kind in ON_THE_WIRE and step.connection == connection]


def data(transcript: Transcript, sender: Role, connection: int = 1) -> bytes:
    found = [step for step in crossing(transcript, connection) if step.kind is StepKind.application_data and step.sender is sender]
    return b"".join(part.data for step in found for part in step.parts if part.id == "application_data")


# --- our own server ----------------------------------------------------------------------------------------------------------------


@BOTH_VERSIONS
def test_a_page_is_fetched_and_everything_is_told(versions: tuple[int, ...]) -> None:
    with Serving() as serving:
        transcript = visit(serving.port, versions=versions)
        served = serving.one()
    assert (transcript.outcome, said(transcript)) == (Outcome.ok, "headline_done")
    assert (served.request, served.status, served.trouble) == ("GET /", 200, None)
    assert data(transcript, Role.server).startswith(b"HTTP/1.1 200 OK\r\n")
    (connection,) = transcript.connections
    assert connection.negotiated["version"] == versions[0]
    assert connection.server_address == ("127.0.0.1", serving.port) and connection.client_address == served.client
    names = [step.name for step in transcript.steps]
    assert names[:3] == ["SYN", "SYN, ACK", "ACK"] and names[-1] == "FIN, ACK"
    assert names.count("FIN, ACK") == 2 and names.count("close_notify") == 2 and "destroy_keys" in names
    assert transcript.party(Role.name_server) is None  # nobody was asked


@BOTH_VERSIONS
def test_what_only_one_side_told_is_in_order_and_whole(versions: tuple[int, ...]) -> None:
    with Serving() as serving:
        transcript = visit(serving.port, versions=versions)
    names = [step.name for step in transcript.steps]
    order = ["ClientHello", "ServerHello", "Certificate", "judge_certificate", "verify_finished", "application_data"]
    assert sorted(order, key=names.index) == order
    for sender in (Role.client, Role.server):
        steps = [step for step in crossing(transcript) if step.sender is sender]
        sent = b"".join(packet.payload for packet in transcript.packets if packet.sender is sender)
        assert b"".join(step.wire for step in steps) == sent
        assert sum(step.size for step in steps) == len(sent)
        assert all(step.records for step in steps)
    times = [step.time for step in crossing(transcript)]
    assert times == sorted(times)


@BOTH_VERSIONS
def test_both_ends_tell_the_same_conversation(versions: tuple[int, ...]) -> None:
    """The client's transcript and the server's: recorded apart, of the same bytes."""
    with Serving(record=True) as serving:
        ours = visit(serving.port, versions=versions)
        theirs = serving.one().transcript
    assert theirs is not None
    for sender in (Role.client, Role.server):
        one, other = ([(s.name, s.protection, s.size, s.wire) for s in crossing(t) if s.sender is sender] for t in (ours, theirs))
        assert one == other
    assert ours.connections[0].key_log == theirs.connections[0].key_log != ()
    values = [{value.name: value.data for step in t.steps for value in step.values} for t in (ours, theirs)]
    shared = values[0].keys() & values[1].keys()
    assert len(shared) > 10 and all(values[0][name] == values[1][name] for name in shared)


@BOTH_VERSIONS
def test_a_second_connection_resumes(versions: tuple[int, ...]) -> None:
    with Serving() as serving:
        transcript = visit(serving.port, versions=versions, resume=True)
    first, second = transcript.connections
    assert transcript.outcome is Outcome.ok
    assert not first.negotiated.get("resumed") and second.negotiated["resumed"]
    assert data(transcript, Role.server, 2).startswith(b"HTTP/1.1 200 OK")
    assert not any(step.name == "Certificate" for step in crossing(transcript, 2))


def test_early_data_is_the_request_of_the_second_connection() -> None:
    request = b"GET /early HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with Serving(max_early_data_size=1000, early_data_replay=AntiReplay()) as serving:
        transcript = visit(serving.port, early_data=request)
        told = serving.wait(lambda told: len(told) >= 2)
    assert transcript.outcome is Outcome.ok and transcript.connections[1].negotiated["early_data"] is True
    early = [step for step in crossing(transcript, 2) if step.protection is Level.early_data and step.kind is StepKind.application_data]
    assert [part.data for step in early for part in step.parts if part.id == "application_data"] == [request]
    assert [served.request for served in told] == ["GET /", "GET /early"]
    assert b"early_data    yes" in data(transcript, Role.server, 2)


def test_early_data_that_the_ticket_does_not_allow_is_not_sent() -> None:
    with Serving() as serving:
        transcript = visit(serving.port, early_data=b"GET / HTTP/1.0\r\n\r\n")
    assert (transcript.outcome, said(transcript)) == (Outcome.warning, "live_early_data_not_allowed")
    assert len(transcript.connections) == 2 and data(transcript, Role.server, 2).startswith(b"HTTP/1.1 200 OK")


def test_a_server_without_sessions_is_remarked_on() -> None:
    with Serving(ticket_keys=None, session_cache=None) as serving:
        transcript = visit(serving.port, resume=True)
    assert (transcript.outcome, said(transcript), len(transcript.connections)) == (Outcome.warning, "live_no_session", 1)


def test_a_server_that_is_not_trusted_is_refused() -> None:
    with Serving() as serving:
        transcript = visit(serving.port, verify=trusting())
        served = serving.one()
    assert (transcript.outcome, said(transcript)) == (Outcome.failed, "headline_missing_issuer")
    assert [step.name for step in crossing(transcript) if step.kind is StepKind.alert] == ["unknown_ca"]
    assert served.trouble is not None and served.trouble.params["alert"] == "unknown_ca"


def test_one_can_go_on_without_trust() -> None:
    with Serving() as serving:
        transcript = visit(serving.port, verify=trusting(), continue_when_not_trusted=True)
    assert (transcript.outcome, said(transcript)) == (Outcome.warning, "headline_unproven")
    assert data(transcript, Role.server).startswith(b"HTTP/1.1 200 OK")


def test_a_certificate_for_another_name_is_refused() -> None:
    with Serving() as serving:
        transcript = visit(serving.port, server_name="www.example.com")
    assert (transcript.outcome, said(transcript)) == (Outcome.failed, "headline_host")


def test_no_common_group_is_the_server_s_alert() -> None:
    with Serving(groups=(NamedGroup.x448,), versions=TLS13) as serving:
        transcript = visit(serving.port, groups=(NamedGroup.x25519,))
    assert (transcript.outcome, said(transcript)) == (Outcome.failed, "live_alert_received")


@BOTH_VERSIONS
def test_a_client_certificate_is_shown_when_asked_for(versions: tuple[int, ...]) -> None:
    credential = credentials.files("p256", "client").credential
    verify = trusting(root_certificate(), purpose=Purpose.CLIENT)
    with Serving(verify=verify, request_client_certificate=True, require_client_certificate=True) as serving:
        shown = visit(serving.port, versions=versions, credentials=(credential,))
        not_shown = visit(serving.port, versions=versions)
    assert shown.outcome is Outcome.ok and data(shown, Role.server).startswith(b"HTTP/1.1 200 OK")
    assert (not_shown.outcome, said(not_shown)) == (Outcome.failed, "live_alert_received")


@needs_tshark
@BOTH_VERSIONS
def test_tshark_opens_the_capture_with_the_keys_inside(tmp_path: Path, versions: tuple[int, ...]) -> None:
    with Serving() as serving:
        transcript = visit(serving.port, versions=versions)
    path = tmp_path / "live.pcapng"
    path.write_bytes(pcapng.write(transcript))
    rule = (f"tcp.port=={serving.port},tls",)
    assert complaints(path, rule) == []
    assert plaintext(path, 0, serving.port, rule) == (data(transcript, Role.client), data(transcript, Role.server))


# --- others' servers ---------------------------------------------------------------------------------------------------------------


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server for one connection, in a thread; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            sock, _ = listening.accept()
            with sock:
                sock.settimeout(30)
                answer(sock)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def python_ssl(version: ssl.TLSVersion, answer: bytes, polite: bool = True) -> Callable[[socket.socket], None]:
    """Python's ssl as a server. `polite`: it says close_notify."""
    files = credentials.files("rsa")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(files.certificate, files.key)

    def talk(sock: socket.socket) -> None:
        with context.wrap_socket(sock, server_side=True) as tls:
            asked = b""
            while not asked.endswith(b"\r\n\r\n"):
                asked += tls.recv(1000)
            tls.sendall(answer)
            if polite:
                tls.unwrap()

    return talk


def peer_visit(port: int, **changes: Any) -> Transcript:
    return visit(port, verify=trusting(root_certificate()), server_name=credentials.SERVER_NAME, **changes)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=str)
def test_python_s_ssl_answers(version: ssl.TLSVersion) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70000
    with answering(python_ssl(version, answer)) as port:
        transcript = peer_visit(port)
    assert transcript.outcome is Outcome.ok and data(transcript, Role.server) == answer
    assert transcript.connections[0].negotiated["version"] == int(version)


def test_an_answer_without_length_ends_with_the_connection() -> None:
    with answering(python_ssl(ssl.TLSVersion.TLSv1_3, b"HTTP/1.0 200 OK\r\n\r\nall of it")) as port:
        transcript = peer_visit(port)
    assert transcript.outcome is Outcome.ok and data(transcript, Role.server).endswith(b"all of it")


def test_an_answer_that_is_cut_off_is_remarked_on() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
    with answering(python_ssl(ssl.TLSVersion.TLSv1_3, cut, polite=False)) as port:
        transcript = peer_visit(port)
    assert (transcript.outcome, said(transcript)) == (Outcome.warning, "live_answer_broken")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@BOTH_VERSIONS
def test_openssl_s_server_answers(versions: tuple[int, ...]) -> None:
    files = credentials.files("p256")
    option = "-tls1_2" if versions == TLS12 else "-tls1_3"
    arguments = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www", option, "-cert", str(files.certificate), "-key", str(files.key)]
    program = Program(arguments)
    try:
        port = int(program.wait_for(r"ACCEPT \S+:(\d+)").group(1))
        transcript = peer_visit(port, resume=True)
    finally:
        program.end(0)
    assert transcript.outcome is Outcome.ok, transcript.headline
    assert b"Ciphers supported in s_server" in data(transcript, Role.server)
    assert [bool(connection.negotiated.get("resumed")) for connection in transcript.connections] == [False, True]


# --- who is no TLS server ----------------------------------------------------------------------------------------------------------


def refuse(sock: socket.socket) -> None:
    sock.recv(10000)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close() resets


def after_hello(*answers: bytes) -> Callable[[socket.socket], None]:
    def talk(sock: socket.socket) -> None:
        sock.recv(10000)
        for answer in answers:
            sock.sendall(answer)
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(10000):
            pass

    return talk


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (after_hello(b"SSH-2.0-OpenSSH_9.9\r\n"), "live_not_tls"),
        (after_hello(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "live_not_tls"),
        (after_hello(bytes.fromhex("150303 0002 0228")), "live_alert_received"),
        (after_hello(bytes.fromhex("160303 0050 02000076 0303")), "live_cut_off"),
        (after_hello(bytes.fromhex("160303 0004 0e000000")), "live_refused"),  # ServerHelloDone first
        (after_hello(), "live_said_nothing"),
        (refuse, "live_broken_off"),
        (lambda sock: None, "live_"),  # closes with our ClientHello unread: reset or end, as the system likes
    ],
)
def test_it_is_one_sentence(answer: Callable[[socket.socket], None], sentence: str) -> None:
    with answering(answer) as port:
        transcript = visit(port)
    assert transcript.outcome is Outcome.failed and said(transcript).startswith(sentence)
    assert crossing(transcript)[0].name == "ClientHello"


def test_who_keeps_silent_is_waited_for_no_longer_than_told() -> None:
    over = threading.Event()

    def silent(sock: socket.socket) -> None:
        over.wait(60)

    with answering(silent) as port:
        transcript = visit(port, seconds=0.3)
        over.set()
    assert (transcript.outcome, said(transcript)) == (Outcome.failed, "live_silent")


def test_who_drips_bytes_is_waited_for_no_longer_either() -> None:
    over = threading.Event()

    def drip(sock: socket.socket) -> None:
        try:
            sock.sendall(bytes.fromhex("160303 4000"))
            while not over.wait(0.02):
                sock.sendall(b"\x03")
        except OSError:
            pass

    with answering(drip) as port:
        transcript = visit(port, seconds=0.5)
        over.set()
    assert (transcript.outcome, said(transcript)) == (Outcome.failed, "live_silent")


def test_who_never_ends_is_cut() -> None:
    answer = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000

    def flood(sock: socket.socket) -> None:
        try:
            python_ssl(ssl.TLSVersion.TLSv1_3, answer, polite=False)(sock)
        except OSError:
            pass  # we closed first

    with answering(flood) as port:
        transcript = peer_visit(port)
    assert (transcript.outcome, said(transcript)) == (Outcome.warning, "live_answer_broken")
    assert len(data(transcript, Role.server)) <= MAXIMUM_ANSWER


def test_nobody_at_the_port_is_said_with_the_reason() -> None:
    with nobody() as port:
        transcript = visit(port)
    assert (transcript.outcome, said(transcript)) == (Outcome.failed, "live_unreachable")
    assert transcript.headline is not None and transcript.headline.params["reason"] == Message("live_connection_refused")
    (attempt,) = transcript.steps
    assert (attempt.name, attempt.outcome, transcript.connections) == ("SYN", Outcome.failed, ())


def test_the_lookup_is_a_step_and_every_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with Serving() as serving, nobody() as port:
        places = [("127.0.0.1", port), ("127.0.0.1", serving.port)]
        answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: answers)
        transcript = visit(serving.port, host="www.example.com")
    assert transcript.outcome is Outcome.ok
    asked, answered, failed = transcript.steps[:3]
    assert [step.kind for step in (asked, answered)] == [StepKind.name_lookup] * 2
    assert (asked.sender, asked.receiver, answered.sender) == (Role.client, Role.name_server, Role.name_server)
    assert answered.facts == (Message("network_has_address", {"name": "www.example.com", "address": "127.0.0.1"}),)
    assert (failed.name, failed.outcome) == ("SYN", Outcome.failed)
    assert transcript.connections[0].server_address == ("127.0.0.1", serving.port)


def test_a_name_without_an_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*asked: object, **more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    transcript = visit(443, host="www.example.invalid")
    assert (transcript.outcome, said(transcript)) == (Outcome.failed, "live_unknown_name")
    assert [step.outcome for step in transcript.steps] == [Outcome.none, Outcome.failed]


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_ipv6_works_too(tmp_path: Path) -> None:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            pass
    except OSError:
        pytest.skip("no IPv6 loopback here")
    told: list[Served] = []
    with Service(server_configuration(), ("::1", 0), told.append) as service:
        thread = threading.Thread(target=service.run, args=(True,))
        thread.start()
        transcript = visit(service.address[1], host="::1", server_name="::1")
        thread.join()
    assert transcript.outcome is Outcome.ok and told[0].client[0] == "::1"
    assert b"Host: [::1]:" in data(transcript, Role.client)
    assert pcapng.write(transcript)

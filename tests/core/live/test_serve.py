"""`serve`: clients of every make get their page, bad ones hurt nobody else."""

from __future__ import annotations

import shutil
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.core.live.serving import PATIENCE, Serving, lab, server_configuration, trusting
from tests.interop import credentials
from tests.interop.processes import Program
from workbench.core.errors import UsageError
from workbench.core.handshake.export import json
from workbench.core.handshake.transcript import Outcome, Role
from workbench.core.live.serve import Served, Service, is_loopback, page
from workbench.core.tls.events import Event
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.x509.finding import Purpose

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
BOTH_VERSIONS = pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=str)


def context(version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    found.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(lab().root))
    if version is not None:
        found.minimum_version = found.maximum_version = version
    return found


def connected(port: int, using: ssl.SSLContext, session: ssl.SSLSession | None = None) -> ssl.SSLSocket:
    """Python's ssl after its handshake."""
    sock = socket.create_connection(("127.0.0.1", port), PATIENCE)
    try:
        return using.wrap_socket(sock, server_hostname="localhost", session=session)
    except OSError:
        sock.close()
        raise


def ask(tls: ssl.SSLSocket, request: bytes, pieces: int = 0) -> bytes:
    """The answer to this request, sent in pieces of so many bytes, up to the server's close_notify."""
    for start in range(0, len(request), pieces or len(request)):
        tls.sendall(request[start : start + (pieces or len(request))])
    answer = b""
    while data := tls.recv(10000):
        answer += data
    return answer


def fetch(port: int, request: bytes = GET, using: ssl.SSLContext | None = None, pieces: int = 0) -> bytes:
    with connected(port, using or context()) as tls:
        answer = ask(tls, request, pieces)
        tls.unwrap()
        return answer


def raw(port: int) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), PATIENCE)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


# --- good clients ------------------------------------------------------------------------------------------------------------------


@BOTH_VERSIONS
@pytest.mark.parametrize("pieces", [0, 1])
def test_python_s_ssl_gets_its_page(version: ssl.TLSVersion, pieces: int) -> None:
    with Serving() as serving:
        answer = fetch(serving.port, using=context(version), pieces=pieces)
        served = serving.one()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n") and f"Content-Length: {len(body)}".encode() in head
    assert b"version       TLS 1." + (b"2" if version is ssl.TLSVersion.TLSv1_2 else b"3") in body
    assert (served.number, served.request, served.status, served.trouble, served.transcript) == (1, "GET /", 200, None, None)
    assert served.negotiated["version"] == int(version)


@BOTH_VERSIONS
def test_a_client_that_comes_back_resumes(version: ssl.TLSVersion) -> None:
    using = context(version)
    with Serving() as serving:
        with connected(serving.port, using) as tls:
            assert b"resumed       no" in ask(tls, GET)
            session = tls.session
        with connected(serving.port, using, session) as tls:
            assert b"resumed       yes" in ask(tls, GET)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /" + b"a" * 30000 + b" HTTP/1.1\r\n\r\n", 431),
    ],
)
def test_other_requests_get_their_answer(request_: bytes, status: int) -> None:
    with Serving() as serving:
        answer = fetch(serving.port, request_)
        assert serving.one().status == status
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert (b"TLS Workbench" in answer) is False


@BOTH_VERSIONS
def test_a_goodbye_together_with_the_request_is_no_mistake(version: ssl.TLSVersion) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context(version).wrap_bio(incoming, outgoing, server_hostname="localhost")
    with Serving() as serving, raw(serving.port) as sock:
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                sock.sendall(outgoing.read())
                incoming.write(sock.recv(10000))
        tls.write(GET)
        with pytest.raises(ssl.SSLWantReadError):
            tls.unwrap()
        sock.sendall(outgoing.read())
        served = serving.one()
    assert (served.request, served.status, served.trouble) == ("GET /", None, None)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_gets_its_page(tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_text(ssl.DER_cert_to_PEM_cert(lab().root))
    with Serving() as serving:
        for host in ("localhost", "127.0.0.1"):
            command = ["curl", "-sS", "--noproxy", "*", "-4", "--cacert", str(root), f"https://{host}:{serving.port}/"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
            assert done.returncode == 0, done.stderr
            assert done.stdout.startswith("TLS Workbench\n\nversion       TLS 1.")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("option", ["-tls1_2", "-tls1_3"])
def test_openssl_s_client_gets_its_page(tmp_path: Path, option: str) -> None:
    root = tmp_path / "root.pem"
    root.write_text(ssl.DER_cert_to_PEM_cert(lab().root))
    with Serving() as serving:
        arguments = ["openssl", "s_client", "-connect", f"127.0.0.1:{serving.port}", "-servername", "localhost"]
        program = Program([*arguments, "-CAfile", str(root), "-verify_return_error", option, "-ign_eof"])
        try:
            program.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            program.wait_for(r"early_data +no\n")
        finally:
            output = program.end(5)
        assert serving.one().trouble is None
    assert "Verify return code: 0 (ok)" in output and "HTTP/1.1 200 OK" in output


def test_the_transcript_is_made_when_asked_for() -> None:
    with Serving(record=True) as serving:
        fetch(serving.port)
        transcript = serving.one().transcript
    assert transcript is not None and transcript.outcome is Outcome.ok
    names = [step.name for step in transcript.steps]
    for name in ("SYN", "ClientHello", "sign_certificate_verify", "Finished", "NewSessionTicket", "close_notify", "destroy_keys"):
        assert name in names
    assert transcript.connections[0].server_name == "localhost" and transcript.connections[0].key_log
    assert json.write(transcript)


@BOTH_VERSIONS
def test_clients_must_show_the_certificate_that_is_asked_for(version: ssl.TLSVersion) -> None:
    root = credentials.root()[0].public_bytes(Encoding.DER)
    files = credentials.files("p256", "client")
    verify = trusting(root, purpose=Purpose.CLIENT)
    with Serving(verify=verify, request_client_certificate=True, require_client_certificate=True) as serving:
        using = context(version)
        with pytest.raises(OSError):  # TLS 1.3's client hears of it when it reads
            fetch(serving.port, using=using)
        using.load_cert_chain(files.certificate, files.key)
        assert b" 200 OK" in fetch(serving.port, using=using)
        told = serving.wait(lambda told: len(told) >= 2)
    assert told[0].trouble is not None and told[1].trouble is None


# --- bad clients -------------------------------------------------------------------------------------------------------------------


def garbage(sock: socket.socket) -> None:
    sock.sendall(b"\x00" * 3000)


def close_at_once(sock: socket.socket) -> None:
    pass


def reset(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def plain_http(sock: socket.socket) -> None:
    sock.sendall(GET)


def half_a_hello(sock: socket.socket) -> None:
    sock.sendall(bytes.fromhex("16030102000100") + b"\x01\xfc\x03\x03" + bytes(100))


def broken_hello(sock: socket.socket) -> None:
    sock.sendall(bytes.fromhex("16030100080100000403030000"))


def endless_message(sock: socket.socket) -> None:
    sock.sendall(bytes.fromhex("160301000401ffffff"))


def wrong_version(sock: socket.socket) -> None:
    sock.sendall(bytes.fromhex("1603010031 0100002d 0301") + bytes(32) + bytes.fromhex("00 0004 002f 00ff 01 00 0000"))


def flood(sock: socket.socket) -> None:
    """Warnings without end."""
    sock.sendall(bytes.fromhex("1503010002015a") * 100_000)


BAD: tuple[tuple[Callable[[socket.socket], None], str], ...] = (
    (garbage, "live_not_tls"),
    (close_at_once, "live_said_nothing"),
    (reset, "live_"),
    (plain_http, "live_not_tls"),
    (half_a_hello, "live_cut_off"),
    (broken_hello, "live_refused"),
    (endless_message, "live_refused"),
    (wrong_version, "live_refused"),
    (flood, "live_"),
)


@pytest.mark.parametrize(("misbehave", "trouble"), BAD, ids=[misbehave.__name__ for misbehave, _ in BAD])
@pytest.mark.parametrize("record", [False, True], ids=["", "recorded"])
def test_after_a_bad_client_comes_a_good_one(misbehave: Callable[[socket.socket], None], trouble: str, record: bool) -> None:
    with Serving(record) as serving:
        with raw(serving.port) as sock:
            try:
                misbehave(sock)
            except OSError:
                pass  # the server had enough
        served = serving.one()
        assert b" 200 OK" in fetch(serving.port)
    assert served.trouble is not None and served.trouble.id.startswith(trouble)
    assert served.trouble.id != "live_own_mistake"
    if record:
        assert served.transcript is not None and served.transcript.outcome is Outcome.failed


def test_who_keeps_silent_loses_the_connection() -> None:
    with Serving(seconds=0.3) as serving, raw(serving.port) as sock:
        assert sock.recv(10) == b""
        served = serving.one()
    assert served.trouble is not None and served.trouble.id == "live_silent"


def test_who_drips_bytes_loses_it_too() -> None:
    """A whole handshake needs more time than there is, however busily somebody drips."""
    with Serving(seconds=0.5) as serving, raw(serving.port) as sock:
        sock.settimeout(0.01)
        over = False
        sock.sendall(bytes.fromhex("160301 4000"))
        while not over:
            try:
                sock.sendall(b"\x01")
                over = sock.recv(10) == b""
            except TimeoutError:
                continue
            except OSError:
                over = True
        served = serving.one()
    assert served.trouble is not None and served.trouble.id == "live_silent"


def test_silent_ones_keep_nobody_waiting_for_ever_even_when_they_take_all_places() -> None:
    with Serving(seconds=1.5, maximum_connections=3) as serving:
        silent = [raw(serving.port) for _ in range(3)]
        assert b" 200 OK" in fetch(serving.port)
        for sock in silent:
            sock.close()


def test_thirty_at_once_are_answered_among_silent_ones() -> None:
    answers: list[bytes] = []
    with Serving() as serving:
        silent = [raw(serving.port) for _ in range(5)]
        using = context()
        threads = [threading.Thread(target=lambda: answers.append(fetch(serving.port, using=using))) for _ in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for sock in silent:
            sock.close()
        told = serving.wait(lambda told: len(told) >= 35)
    assert len(answers) == 30 and all(b" 200 OK" in answer for answer in answers)
    assert sorted(served.number for served in told) == list(range(1, 36))


def test_whoever_sends_more_than_a_request_is_cut_off() -> None:
    with Serving(seconds=PATIENCE) as serving:
        with pytest.raises(OSError), connected(serving.port, context()) as tls:
            for _ in range(1000):
                tls.sendall(b"\r\n" * 8000)
            tls.recv(10)
        serving.one()
        assert b" 200 OK" in fetch(serving.port)


def test_stopping_cuts_who_is_still_there() -> None:
    serving = Serving()
    with serving:
        sock = raw(serving.port)
        sock.sendall(b"\x16")
        fetch(serving.port)  # the silent one came first, so it is being served
    with sock:
        try:
            assert sock.recv(10) == b""
        except ConnectionError:
            pass
    assert len(serving.told) == 2


def test_once_is_once() -> None:
    told: list[Served] = []
    with Service(server_configuration(), ("127.0.0.1", 0), told.append) as service:
        thread = threading.Thread(target=service.run, args=(True,))
        thread.start()
        fetch(service.address[1])
        thread.join(PATIENCE)
        assert not thread.is_alive() and [served.request for served in told] == ["GET /"]


def test_a_mistake_of_ours_ends_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(event: Event) -> None:
        raise KeyError("ours")

    with Serving(listener=mistaken) as serving, raw(serving.port) as sock:
        wrong_version(sock)
        served = serving.one()
    assert served.trouble is not None and served.trouble.id == "live_own_mistake"


def test_a_port_that_is_taken_is_said() -> None:
    with Serving() as serving, pytest.raises(UsageError) as caught:
        Service(server_configuration(), ("127.0.0.1", serving.port), lambda served: None)
    assert caught.value.message.id == "live_cannot_listen" and caught.value.message.params["port"] == serving.port


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)]
)
def test_what_only_this_machine_reaches_is_known(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_the_page_says_nothing_that_a_client_made_up() -> None:
    text = page({"version": ProtocolVersion.TLS1_3, "cipher_suite": 0x1301, "group": 0x001D, "server_name": "<script>"})
    assert "TLS 1.3" in text and "x25519" in text and "<" not in text


def test_the_roles_of_a_recorded_visit_are_named() -> None:
    with Serving(record=True) as serving:
        fetch(serving.port)
        transcript = serving.one().transcript
    assert transcript is not None
    assert {party.role for party in transcript.parties} == {Role.client, Role.server}

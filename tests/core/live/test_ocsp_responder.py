"""The OCSP responder over loopback: `openssl ocsp`, curl and Python's own HTTP ask it; bad clients hurt nobody else."""

from __future__ import annotations

import base64
import http.client
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.live.serving import PATIENCE
from tests.core.workspace.small_ca import SmallCa, crl_pem, openssl, pem
from workbench.core.errors import UsageError
from workbench.core.issuance.ocsp import ResponseStatus
from workbench.core.live.ocsp_responder import MAXIMUM_BODY, Answered, Responder
from workbench.core.workspace import vault
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.revoking import lift_hold, make_crl, revoke
from workbench.core.x509.crl import Reason
from workbench.core.x509.issuance import KeyKind


class Answering:
    """A responder, and everything that it told."""

    def __init__(self, ca: SmallCa, seconds: float = 10.0, maximum_connections: int = 64) -> None:
        self.told: list[Answered] = []
        self._more = threading.Condition()
        self.responder = Responder(ca.workspace, self._tell, seconds=seconds, maximum_connections=maximum_connections)

    def _tell(self, answered: Answered) -> None:
        with self._more:
            self.told.append(answered)
            self._more.notify_all()

    def after(self, count: int) -> list[Answered]:
        """What was told, once that many were answered."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.told) >= count, PATIENCE), self.told
            return list(self.told)

    def __enter__(self) -> Answering:
        self.responder.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.responder.stop()


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCa]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "SCRYPT_N", 2**4)
        small = SmallCa(f"sqlite:///{tmp_path_factory.mktemp('responder') / 'workspace.sqlite'}")
    yield small
    small.workspace.close()


@pytest.fixture(scope="module")
def answering(ca: SmallCa) -> Iterator[Answering]:
    with Answering(ca) as running:
        yield running


def question(entry: CertificateEntry, issuer: CertificateEntry, nonce: bytes = b"") -> bytes:
    builder = ocsp.OCSPRequestBuilder().add_certificate(
        x509.load_der_x509_certificate(entry.der), x509.load_der_x509_certificate(issuer.der), hashes.SHA256()
    )
    if nonce:
        builder = builder.add_extension(x509.OCSPNonce(nonce), False)
    return builder.build().public_bytes(Encoding.DER)


def ask(port: int, method: str, path: str, body: bytes | None = None, **fields: str) -> tuple[int, str, bytes]:
    """Status, media type and body, as Python's own reader of HTTP has them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, fields)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def post(port: int, body: bytes, path: str = "/ocsp") -> ocsp.OCSPResponse:
    status, media_type, answer = ask(port, "POST", path, body, **{"Content-Type": "application/ocsp-request"})
    assert (status, media_type) == (200, "application/ocsp-response")
    return ocsp.load_der_ocsp_response(answer)


def raw(port: int, data: bytes) -> bytes:
    """Everything that comes back for these bytes, with nothing more to come from us."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as sock:
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while piece := sock.recv(65536):
                answer += piece
        except ConnectionError:
            pass
        return answer


# --- good clients ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.RSA_2048, KeyKind.ED25519])
@pytest.mark.parametrize("delegated", [False, True], ids=["by the CA", "by a responder"])
def test_openssl_asks_and_is_told(kind: KeyKind, delegated: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "SCRYPT_N", 2**4)
    ca = SmallCa(f"sqlite:///{tmp_path / 'workspace.sqlite'}", kind)
    if delegated:
        ca.issue("ocsp_signing", "Responder", ca.intermediate)
    other = SmallCa(f"sqlite:///{tmp_path / 'other.sqlite'}", kind)  # of the same names: a serial that our CA never gave out
    stranger = pem(tmp_path / "stranger.pem", other.server.der)
    other.workspace.close()
    files = [
        pem(tmp_path / f"{name}.pem", entry.der) for name, entry in (("root", ca.root), ("ca", ca.intermediate), ("server", ca.server))
    ]
    with Answering(ca) as answering:
        url = answering.responder.urls(ca.intermediate.id).ocsp

        def told(certificate: Path, *more: str) -> str:
            arguments = ["-issuer", files[1], *more, "-cert", certificate, "-CAfile", files[0], "-verify_other", files[1], "-url", url]
            done = openssl("ocsp", *arguments)
            assert done.returncode == 0 and "Response verify OK" in done.stderr, done.stderr
            assert "nonce" not in done.stderr, done.stderr  # it warns when the one that it sent does not come back
            return done.stdout.splitlines()[0].partition(": ")[2]

        assert told(files[2]) == "good" and told(files[2], "-no_nonce") == "good" and told(files[2], "-sha256") == "good"
        assert told(stranger) == "unknown"
        revoke(ca.workspace, ca.server.id, Reason.CERTIFICATE_HOLD)
        assert told(files[2]) == "revoked"
        lift_hold(ca.workspace, ca.server.id)
        assert told(files[2]) == "good"
        answers = answering.after(6)
    assert [answer.told[0][1] for answer in answers] == ["good", "good", "good", "unknown", "revoked", "good"]
    assert {(answer.request, answer.http, answer.ocsp) for answer in answers} == {("POST /ocsp", 200, ResponseStatus.SUCCESSFUL)}
    ca.workspace.close()


@pytest.mark.parametrize("prefix", ["/", "/ocsp/"])
@pytest.mark.parametrize("safe", ["", "/+="], ids=["all encoded", "as it is"])
def test_get_is_answered_like_post(ca: SmallCa, answering: Answering, prefix: str, safe: str) -> None:
    """RFC 6960 A.1: the base64 of the question stands in the path, percent-encoded; not everybody encodes all of it."""
    for number in range(8):  # until "/" and "+" both occurred
        der = question(ca.server, ca.intermediate, bytes([251, 255, 190, number]) * 8)
        path = prefix + quote(base64.b64encode(der).decode(), safe=safe)
        status, media_type, answer = ask(answering.responder.port, "GET", path)
        assert (status, media_type) == (200, "application/ocsp-response")
        assert ocsp.load_der_ocsp_response(answer).serial_number == int(ca.server.serial, 16)
        whole = f"http://127.0.0.1:{answering.responder.port}{path}"
        assert b"200 OK" in raw(answering.responder.port, f"GET {whole} HTTP/1.1\r\nHost: x\r\n\r\n".encode())  # absolute form


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_fetches_crl_and_certificate_where_the_urls_say(ca: SmallCa, tmp_path: Path) -> None:
    with Answering(ca) as answering:
        urls = answering.responder.urls(ca.intermediate.id)
        assert fetched(urls.crl) == (404, "text/plain; charset=utf-8", b"404 Not Found\n")
        complete = make_crl(ca.workspace, ca.intermediate.id, 7, delta_urls=(urls.delta_crl,))
        assert fetched(urls.crl) == (200, "application/pkix-crl", complete.der)
        assert fetched(urls.delta_crl)[0] == 404
        delta = make_crl(ca.workspace, ca.intermediate.id, 1, delta=True)
        assert fetched(urls.delta_crl) == (200, "application/pkix-crl", delta.der)
        assert fetched(urls.crl) == (200, "application/pkix-crl", complete.der)
        assert fetched(urls.issuer) == (200, "application/pkix-cert", ca.intermediate.der)
        assert fetched(answering.responder.urls(ca.server.id).issuer)[0] == 404  # no CA: nobody's issuer
        assert fetched(answering.responder.urls("0" * 32).crl)[0] == 404
        requests = [answer.request for answer in answering.after(8)]
    assert requests[0] == f"GET {urlsplit(urls.crl).path}"


def fetched(url: str) -> tuple[int, str, bytes]:
    done = subprocess.run(
        ["curl", "-sS", "--max-time", "20", "-w", "\n%{http_code} %{content_type}", url], capture_output=True, check=True, timeout=30
    )
    body, _, said = done.stdout.rpartition(b"\n")
    status, _, media_type = said.decode().partition(" ")
    return int(status), media_type, body


def test_openssl_verifies_with_a_crl_from_the_address_in_the_certificate(ca: SmallCa, tmp_path: Path) -> None:
    """The certificate names our address; `openssl verify -crl_download` goes there."""
    with Answering(ca) as answering:
        urls = answering.responder.urls(ca.intermediate.id)
        server = ca.issue("server", "points.example.test", ca.intermediate, crl_urls=(urls.crl,))
        make_crl(ca.workspace, ca.intermediate.id, 7)
        files = [pem(tmp_path / f"{number}.pem", entry.der) for number, entry in enumerate((ca.root, ca.intermediate, server))]
        arguments = ["-CAfile", files[0], "-untrusted", files[1], "-crl_check", "-crl_download", files[2]]
        assert openssl("verify", *arguments).returncode == 0
        revoke(ca.workspace, server.id, Reason.KEY_COMPROMISE)
        make_crl(ca.workspace, ca.intermediate.id, 7)
        done = openssl("verify", *arguments)
        assert done.returncode == 2 and "certificate revoked" in done.stderr
        assert len(answering.after(2)) >= 2
    assert crl_pem(tmp_path / "crl.pem").exists()


def test_many_ask_at_once(ca: SmallCa, answering: Answering) -> None:
    found: list[str] = []
    ask_many = [
        threading.Thread(
            target=lambda: found.append(post(answering.responder.port, question(ca.server, ca.intermediate)).certificate_status.name)
        )
        for _ in range(24)
    ]
    for thread in ask_many:
        thread.start()
    for thread in ask_many:
        thread.join()
    assert found == ["GOOD"] * 24


def test_head_has_no_body_and_other_things_have_their_status(ca: SmallCa, answering: Answering) -> None:
    port = answering.responder.port
    der = question(ca.server, ca.intermediate)
    assert ask(port, "HEAD", f"/ca/{ca.root.id}.cer") == (200, "application/pkix-cert", b"")
    for method, path, body, fields, status in (
        ("GET", "/", None, {}, 404),
        ("GET", "/favicon.ico", None, {}, 404),
        ("GET", f"/ca/{ca.root.id}.crl", None, {}, 404),
        ("GET", "/crl/../../etc/passwd", None, {}, 404),
        ("POST", "/elsewhere", der, {"Content-Type": "application/ocsp-request"}, 404),
        ("POST", "/", der, {"Content-Type": "text/plain"}, 415),
        ("POST", "/", der, {}, 415),
        ("PUT", "/", der, {"Content-Type": "application/ocsp-request"}, 405),
        ("POST", "/", b"\0" * (MAXIMUM_BODY + 1), {"Content-Type": "application/ocsp-request"}, 413),
    ):
        assert ask(port, method, path, body, **fields)[0] == status, path
    assert post(port, b"no question").response_status is ocsp.OCSPResponseStatus.MALFORMED_REQUEST
    assert b"411 Length Required" in raw(port, b"POST / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"411 Length Required" in raw(port, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    assert b"400 Bad Request" in raw(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")
    assert b"400 Bad Request" in raw(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")
    assert b"431 " in raw(port, b"GET /" + b"M" * 20000)
    assert ask(port, "GET", "/MA")[0] == 200  # no base64: malformedRequest


# --- what goes wrong ---------------------------------------------------------------------------------------------------------------


def test_a_locked_vault_asks_to_come_again_later(ca: SmallCa) -> None:
    der = question(ca.server, ca.intermediate)
    with Answering(ca) as answering:
        ca.workspace.vault.lock()
        try:
            assert post(answering.responder.port, der).response_status is ocsp.OCSPResponseStatus.TRY_LATER
            [told] = answering.after(1)
            assert told.ocsp is ResponseStatus.TRY_LATER and told.trouble is not None and told.trouble.id == "vault_locked"
        finally:
            ca.workspace.vault.unlock("correct horse")
        assert post(answering.responder.port, der).certificate_status is ocsp.OCSPCertStatus.GOOD


def test_somebody_else_s_certificate_is_unauthorized(ca: SmallCa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "SCRYPT_N", 2**4)
    other = SmallCa(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with Answering(ca) as answering:
        response = post(answering.responder.port, question(other.server, other.intermediate))
        assert response.response_status is ocsp.OCSPResponseStatus.UNAUTHORIZED
    other.workspace.close()


def test_a_client_that_says_nothing_is_left_and_holds_nobody_up(ca: SmallCa) -> None:
    with Answering(ca, seconds=0.3, maximum_connections=2) as answering:
        silent = [socket.create_connection(("127.0.0.1", answering.responder.port), PATIENCE) for _ in range(2)]
        half = socket.create_connection(("127.0.0.1", answering.responder.port), PATIENCE)
        half.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\nContent-Length: 100\r\n\r\n0")
        for sock in (*silent, half):
            assert sock.recv(100) == b""  # cut off
            sock.close()
        told = answering.after(3)
        assert [answer.http for answer in told] == [None] * 3
        assert all(answer.trouble is not None and answer.trouble.id == "responder_broken_off" for answer in told)
        assert post(answering.responder.port, question(ca.server, ca.intermediate)).certificate_status is ocsp.OCSPCertStatus.GOOD


def test_what_is_broken_in_the_workspace_is_an_internal_error(ca: SmallCa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "SCRYPT_N", 2**4)
    own = SmallCa(f"sqlite:///{tmp_path / 'workspace.sqlite'}")
    with Answering(own) as answering:
        with own.workspace.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE certificates RENAME TO elsewhere")
        response = post(answering.responder.port, question(own.server, own.intermediate))
        assert response.response_status is ocsp.OCSPResponseStatus.INTERNAL_ERROR
        assert ask(answering.responder.port, "GET", f"/ca/{own.root.id}.cer")[0] == 503
        assert all(answer.trouble is not None for answer in answering.after(2))
    own.workspace.close()


def posted(body: bytes) -> bytes:
    head = f"POST /ocsp HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def got(path: str) -> bytes:
    return f"GET /{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


ANYTHING = (
    st.binary(max_size=300)
    | st.binary(max_size=200).map(posted)
    | st.binary(max_size=60).map(lambda path: got(quote(path)))
    | st.text("ABCDabcd0123+/=%", max_size=60).map(lambda code: got(f"M{code}"))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=ANYTHING)
def test_whatever_is_sent_it_goes_on(answering: Answering, ca: SmallCa, data: bytes) -> None:
    before = len(answering.told)
    answer = raw(answering.responder.port, data)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
    [*_, told] = answering.after(before + 1)
    assert told.trouble is None or told.trouble.id == "responder_broken_off"
    assert told.http != 500


def test_it_stops_frees_its_port_and_starts_again(ca: SmallCa) -> None:
    answering = Answering(ca)
    responder = answering.responder
    assert not responder.running
    with responder:
        port = responder.port
        assert responder.running and responder.address[0] == "127.0.0.1"
        responder.start()  # it runs already
        assert responder.port == port
        with pytest.raises(UsageError):
            Responder(ca.workspace, answering.told.append, ("127.0.0.1", port)).start()
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as waiting:
            responder.stop()
            with suppress(ConnectionError):  # cut before it was taken, or after
                assert waiting.recv(10) == b""
    assert not responder.running
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", port), PATIENCE)
    again = Responder(ca.workspace, answering.told.append, ("127.0.0.1", port))
    with again:
        assert post(port, question(ca.server, ca.intermediate)).certificate_status is ocsp.OCSPCertStatus.GOOD
    again.stop()


def test_addresses_for_others(ca: SmallCa) -> None:
    with Responder(ca.workspace, lambda answered: None) as responder:
        urls = responder.urls("a" * 32, "ca.example.test")
        assert urls.ocsp == f"http://ca.example.test:{responder.port}/ocsp"
        assert urls.delta_crl == f"http://ca.example.test:{responder.port}/delta/{'a' * 32}.crl"
        assert responder.urls("a" * 32, "::1").issuer == f"http://[::1]:{responder.port}/ca/{'a' * 32}.cer"

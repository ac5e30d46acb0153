"""One request and one answer of HTTP/1.1, held against Python's own reader of HTTP."""

from __future__ import annotations

import http.client
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.live import http as ours

GET = b"GET /page?q=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Fake:
    """A socket for http.client that has everything already."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self.data)


def read(data: bytes, method: str = "GET") -> tuple[http.client.HTTPResponse, bytes]:
    response = http.client.HTTPResponse(Fake(data), method=method)  # type: ignore[arg-type]
    response.begin()
    return response, response.read()


def test_a_request_is_read_once_its_head_is_complete() -> None:
    for end in range(len(GET)):
        assert ours.read_request(GET[:end]) is None
    assert ours.read_request(GET) == ours.Request(200, "GET", "/page?q=1")
    assert ours.read_request(b"\r\n" + GET + b"more") == ours.Request(200, "GET", "/page?q=1")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        (b"GET / HTTP/1.0\r\n\r\n", 200),
        (b"GET / HTTP/1.1\nHost: x\n\n", 200),  # RFC 9112 section 2.2: a single LF may be recognised
        (b"GET / HTTP/1.1\r\n\r\n", 400),  # section 3.2: no Host
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),  # section 5.1: no space before the colon
        (b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400),  # section 5.2
        (b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /\r\n", 400),  # HTTP/0.9
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 405),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),  # the preface of HTTP/2
        (b"hello\n", 400),
        (b"\x16\x03\x01\x00\x05hello\n", 400),
        (b"GET /" + b"a" * 20000, 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a" * 20000 + b"\r\n\r\n", 431),
    ],
)
def test_each_request_gets_the_status_it_deserves(data: bytes, status: int) -> None:
    request = ours.read_request(data)
    assert request is not None and request.status == status
    response, body = read(ours.response(request, "the page\n"), request.method or "GET")
    assert response.status == status and response.getheader("Connection") == "close"
    assert response.getheader("Content-Type") == "text/plain; charset=utf-8" and response.getheader("X-Content-Type-Options") == "nosniff"
    assert (response.getheader("Allow") == "GET, HEAD") is (status == 405)
    if request.method == "HEAD":
        assert body == b"" and response.getheader("Content-Length") == "9"
    elif status == 200:
        assert body == b"the page\n"


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    request = ours.read_request(data)
    assert request is None or request.status in ours.REASONS


def test_nothing_that_the_client_sent_is_in_an_answer() -> None:
    request = ours.read_request(b"BREW /<script> HTTP/1.1\r\nHost: <script>\r\n\r\n")
    assert request is not None and b"<" not in ours.response(request, "page")


def test_our_request_is_one_that_we_would_answer() -> None:
    assert ours.read_request(ours.request("[::1]:8443")) == ours.Request(200, "GET", "/")
    assert b"\r\nHost: [::1]:8443\r\n" in ours.request("[::1]:8443")


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"Content-Length: 5\r\n\r\nhello",
        HEAD + b"content-length:0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 304\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n00A;x=y\r\n0123456789\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip, Chunked\r\n\r\n1\r\nx\r\n0\r\nTrailer: x\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Content-Length: 1\r\n\r\nx",
        b"HTTP/1.1 404 Not Found\nContent-Length: 1\n\nx",
    ],
)
def test_an_answer_is_complete_exactly_at_its_end(answer: bytes) -> None:
    assert ours.is_complete(answer)
    assert not any(ours.is_complete(answer[:end]) for end in range(len(answer)))


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"\r\nwithout a length",
        HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n0\r\n\r\n",
        b"+OK POP3 ready\r\n\r\n",
    ],
)
def test_an_answer_without_an_end_of_its_own_is_never_complete(answer: bytes) -> None:
    assert not ours.is_complete(answer)

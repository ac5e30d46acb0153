"""Requests with a body, cut anywhere, and answers, held against Python's own HTTP."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.live.test_http import read
from workbench.core.live import http_message as ours

POST = b"POST /ocsp?x=1 HTTP/1.1\r\nHost: x\r\nContent-Type: Application/OCSP-Request; a=b\r\nContent-Length: 5\r\n\r\nhello"


def test_a_request_is_read_once_its_body_is_complete() -> None:
    for end in range(len(POST)):
        assert ours.read_whole_request(POST[:end], 100) is None
    whole = ours.WholeRequest(200, "POST", "/ocsp?x=1", "application/ocsp-request", b"hello")
    assert ours.read_whole_request(POST, 100) == ours.read_whole_request(POST + b"more", 100) == whole
    assert whole.path == "/ocsp"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/a/b?c=/d", "/a/b"),
        ("/MEI//x=", "/MEI//x="),
        ("http://ocsp.example.test:80/MEI%2F?q", "/MEI%2F"),
        ("http://ocsp.example.test", "/"),
        ("*", "/"),
    ],
)
def test_the_path_of_a_target(target: str, path: str) -> None:
    assert ours.WholeRequest(200, "GET", target).path == path


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        (b"HEAD / HTTP/1.0\r\n\r\n", 200),
        (b"POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n", 200),
        (b"POST / HTTP/1.0\r\nContent-Length: 1\r\nContent-length: 1\r\n\r\nx", 200),  # RFC 9110 section 8.6: the same said twice
        (b"POST / HTTP/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy", 400),
        (b"POST / HTTP/1.0\r\nContent-Length: +1\r\n\r\nx", 400),
        (b"POST / HTTP/1.0\r\nContent-Length: 1, 1\r\n\r\nx", 400),
        (b"POST / HTTP/1.0\r\nContent-Length: 101\r\n\r\n", 413),
        (b"POST / HTTP/1.0\r\nContent-Length: 999999999999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.0\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"DELETE / HTTP/1.0\r\n\r\n", 405),
        (b"POST / HTTP/1.1\r\n\r\n", 400),  # no Host
        (b"POST / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        (b"nonsense\n", 400),
    ],
)
def test_each_request_gets_the_status_it_deserves(data: bytes, status: int) -> None:
    found = ours.read_whole_request(data, 100)
    assert found is not None and found.status == status
    if status != 200:
        response, body = read(ours.answer(status))
        assert (response.status, body) == (status, f"{status} {response.reason}\n".encode())


@given(st.binary(max_size=400), st.sampled_from(sorted(ours.REASONS)))
def test_an_answer_is_read_by_python(body: bytes, status: int) -> None:
    response, found = read(ours.answer(status, "application/ocsp-response", body))
    assert (response.status, found, response.headers["Content-Type"]) == (status, body, "application/ocsp-response")
    response, found = read(ours.answer(status, "application/ocsp-response", body, head_only=True), "HEAD")
    assert (response.headers["Content-Length"], found) == (str(len(body)), b"")


@given(st.binary(max_size=300))
def test_anything_may_come(data: bytes) -> None:
    found = ours.read_whole_request(data, 50)
    assert found is None or found.status in ours.REASONS

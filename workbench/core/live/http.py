"""As much of HTTP/1.1 as one request and one answer need (RFC 9112)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAXIMUM_HEAD = 2**14
_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/([0-9])\.([0-9])")
_FIELD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00\r\n]*")
_STATUS_LINE = re.compile(rb"HTTP/[0-9]\.[0-9] ([0-9]{3})(?: .*)?")
_END = re.compile(rb"\r?\n\r?\n")
REASONS = {
    200: "OK",
    400: "Bad Request",
    405: "Method Not Allowed",
    431: "Request Header Fields Too Large",
    505: "HTTP Version Not Supported",
}
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


def request(authority: str) -> bytes:
    """GET / with the end of the connection after the answer."""
    return f"GET / HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: tls-workbench\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode("ascii")


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request, as far as it could be read. `status` is what it deserves; 200 for GET and HEAD."""

    status: int
    method: str = ""
    target: str = ""


def read_request(data: bytes) -> Request | None:
    """The request at the beginning of `data`; None while its head is not complete."""
    data = data.lstrip(b"\r\n")
    end = _END.search(data)
    if end is None or end.start() > MAXIMUM_HEAD:
        if len(data) > MAXIMUM_HEAD:
            return Request(431)
        line, complete, _ = data.partition(b"\n")
        return None if not complete or _REQUEST_LINE.fullmatch(line.removesuffix(b"\r")) else Request(400)
    line, *fields = data[: end.start()].split(b"\n")
    found = _REQUEST_LINE.fullmatch(line.removesuffix(b"\r"))
    if found is None or not all(_FIELD.fullmatch(field.removesuffix(b"\r")) for field in fields):
        return Request(400)
    method, target, major, minor = (part.decode("ascii") for part in found.groups())
    if major != "1":
        return Request(505, method, target)
    hosts = sum(field.lower().startswith(b"host:") for field in fields)
    if hosts > 1 or (hosts == 0 and minor != "0"):  # RFC 9112 section 3.2
        return Request(400, method, target)
    return Request(200 if method in ("GET", "HEAD") else 405, method, target)


def response(asked: Request, page: str) -> bytes:
    """The answer: a page of plain text, for HEAD its header alone (RFC 9110 section 9.3.2)."""
    reason = REASONS[asked.status]
    body = (page if asked.status == 200 else f"{asked.status} {reason}\n").encode()
    fields = [
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Connection: close",
    ]
    if asked.status == 405:
        fields.append("Allow: GET, HEAD")
    head = "\r\n".join([f"HTTP/1.1 {asked.status} {reason}", *fields, "", ""])
    return head.encode("ascii") + (b"" if asked.method == "HEAD" else body)


def is_complete(answer: bytes) -> bool:
    """Whether an answer to a GET has all its bytes. One that says no length ends with the connection: never complete before that."""
    end = _END.search(answer)
    if end is None:
        return False
    line, *fields = answer[: end.start()].split(b"\n")
    found = _STATUS_LINE.fullmatch(line.removesuffix(b"\r"))
    if found is None:
        return False
    status = int(found[1])
    if 100 <= status < 200 and status != 101:
        return is_complete(answer[end.end() :])
    if status in (204, 304):
        return True
    said = {}
    for field in fields:
        name, _, value = field.partition(b":")
        said[name.strip().lower()] = value.strip().lower()
    body = answer[end.end() :]
    if said.get(b"transfer-encoding", b"").endswith(b"chunked"):
        return _is_last_chunk(body)
    length = said.get(b"content-length", b"")
    return length.isdigit() and len(length) < 20 and len(body) >= int(length)


def _is_last_chunk(body: bytes) -> bool:
    """Whether the chunks run to the one of size 0 (RFC 9112 section 7.1)."""
    place = 0
    while (found := _CHUNK.match(body, place)) is not None:
        size = int(found[1], 16)
        if size == 0:
            return body.startswith(b"\r\n", found.end()) or _END.search(body, found.end()) is not None
        place = found.end() + size + 2
    return False

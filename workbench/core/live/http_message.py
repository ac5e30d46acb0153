"""Requests that bring a body, and answers of any media type (RFC 9110, 9112): what an OCSP responder needs beyond `http.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.core.live import http

METHODS = ("GET", "HEAD", "POST")
REASONS = {
    **http.REASONS,
    404: "Not Found",
    411: "Length Required",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class WholeRequest:
    """A request with its body. `status` is what it deserves so far; with another than 200 the rest is of no use.

    media_type  of the body, in lower case, without parameters
    """

    status: int
    method: str = ""
    target: str = ""
    media_type: str = ""
    body: bytes = b""

    @property
    def path(self) -> str:
        """The target without scheme, host and query, still percent-encoded; also of a target in absolute form (RFC 9112 3.2.2)."""
        target = self.target
        if not target.startswith("/"):
            _, _, rest = target.partition("://")
            target = "/" + rest.partition("/")[2]
        return target.partition("?")[0]


def read_whole_request(data: bytes, maximum_body: int) -> WholeRequest | None:
    """The request at the beginning of `data`; None while it is not complete."""
    head = http.read_request(data)
    if head is None:
        return None
    if head.status not in (200, 405):
        return WholeRequest(head.status, head.method, head.target)
    if head.method not in METHODS:
        return WholeRequest(405, head.method, head.target)
    data = data.lstrip(b"\r\n")
    end = _END.search(data)
    assert end is not None  # the head is complete
    fields = _fields(data[: end.start()])
    lengths = set(fields.get("content-length", ()))
    if "transfer-encoding" in fields or (head.method == "POST" and not lengths):
        return WholeRequest(411, head.method, head.target)
    if len(lengths) > 1 or not all(map(_LENGTH.fullmatch, lengths)):
        return WholeRequest(400, head.method, head.target)
    length = int(lengths.pop()) if lengths else 0
    if length > maximum_body:
        return WholeRequest(413, head.method, head.target)
    body = data[end.end() : end.end() + length]
    if len(body) < length:
        return None
    media_type = (fields.get("content-type") or [""])[-1].partition(";")[0].strip().lower()
    return WholeRequest(200, head.method, head.target, media_type, body)


def answer(status: int, media_type: str = "", body: bytes = b"", head_only: bool = False) -> bytes:
    """The answer's octets; one line of plain text where there is no body of its own. `head_only`: to HEAD (RFC 9110 9.3.2)."""
    reason = REASONS[status]
    if not media_type:
        media_type, body = "text/plain; charset=utf-8", f"{status} {reason}\n".encode()
    fields = [
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Connection: close",
    ]
    if status == 405:
        fields.append(f"Allow: {', '.join(METHODS)}")
    head = "\r\n".join([f"HTTP/1.1 {status} {reason}", *fields, "", ""])
    return head.encode("ascii") + (b"" if head_only else body)


def _fields(head: bytes) -> dict[str, list[str]]:
    """The values of each field, by its name in lower case."""
    result: dict[str, list[str]] = {}
    for line in head.split(b"\n")[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        result.setdefault(name.lower(), []).append(value.strip())
    return result

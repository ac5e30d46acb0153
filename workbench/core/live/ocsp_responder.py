"""An OCSP responder over HTTP (RFC 6960 appendix A) for the CAs of a workspace; it also hands out their CRLs and certificates.

What it says is what the workspace says at that moment. Nothing that somebody sends ends it, fills the memory or is written down: each
connection has a thread, a time after which it is over and an amount of bytes, and brings one question.
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_to_bytes

from sqlalchemy import Connection

from workbench.core.errors import Message, WorkbenchError
from workbench.core.issuance.ocsp import Reply, ResponseStatus, refusal
from workbench.core.live import http_message
from workbench.core.live.http_message import WholeRequest
from workbench.core.live.listener import MAXIMUM_CONNECTIONS, Listener
from workbench.core.workspace.answering import answer
from workbench.core.workspace.certificates import certificate_entry
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.revoking import current_crl
from workbench.core.workspace.workspace import Workspace

MAXIMUM_BODY = 2**15
"""Bytes of a question: a hundred certificates take less than 10 KiB."""
AT_ONCE = 4
"""Questions that are answered at the same time: more would only wait for the database. The others wait before it."""
VALID = timedelta(hours=1)
"""From thisUpdate to nextUpdate. Who asks again sooner is told anew."""
LINGER = 2.0
"""Seconds that the client has to close after us."""
REQUEST, RESPONSE = "application/ocsp-request", "application/ocsp-response"
CRL, CERTIFICATE = "application/pkix-crl", "application/pkix-cert"
"""RFC 2585 section 4."""
_FILE = re.compile(r"/(?P<kind>ca|crl|delta)/(?P<id>[0-9a-f]{32})\.(?P<end>cer|crl)")
_ENDS = {"ca": "cer", "crl": "crl", "delta": "crl"}
# A question is a SEQUENCE (0x30), so its base64 begins with M: no other path does.
_QUESTION = re.compile(r"/(?:ocsp/)?(M.*)", re.DOTALL)
_OCSP_PATHS = ("/", "/ocsp", "/ocsp/")


@dataclass(frozen=True)
class Urls:
    """Where the things of one CA are: for the certificates that it issues. They answer while the responder runs."""

    ocsp: str
    issuer: str
    crl: str
    delta_crl: str


@dataclass(frozen=True)
class Answered:
    """How one request came out.

    number     counts from 1, in the order of arrival
    client     address and port
    request    method and target, cut off where it is long; "" when none came
    http       status of the HTTP answer, None when none was sent
    ocsp       status of the OCSP response, None for other files
    told       for each certificate that was asked about its serial (hex) and what was said: "good", "revoked", "unknown"
    trouble    why it could not be answered as asked, None when it could
    """

    number: int
    client: tuple[str, int]
    request: str
    http: int | None
    ocsp: ResponseStatus | None = None
    told: tuple[tuple[str, str], ...] = ()
    trouble: Message | None = None


class Responder:
    """Answers from `start` until `stop`; it can be started again.

    workspace   whose CAs are answered for; with its vault locked the answer is tryLater
    tell        called with each request that was answered, one at a time, from threads of the responder
    address     host and port to listen on; only this machine can reach the default, 0 takes a free port
    seconds     for a request to arrive and its answer to leave
    """

    def __init__(
        self,
        workspace: Workspace,
        tell: Callable[[Answered], None],
        address: tuple[str, int] = ("127.0.0.1", 0),
        seconds: float = 10.0,
        maximum_connections: int = MAXIMUM_CONNECTIONS,
    ) -> None:
        self._make = functools.partial(_Door, workspace, tell, address, seconds, maximum_connections)
        self._door: _Door | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen and answer, in a thread of its own. Raises UsageError `live_cannot_listen`."""
        if self._door is not None:
            return
        self._door = self._make()
        self._thread = threading.Thread(target=self._door.run, name="OCSP responder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Cut what is open, free the port. When it returns nobody is answered any more."""
        door, thread, self._door, self._thread = self._door, self._thread, None, None
        if door is not None and thread is not None:
            door.stop()
            thread.join()
            door.close()

    @property
    def running(self) -> bool:
        return self._door is not None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, once started."""
        assert self._door is not None
        return self._door.address

    @property
    def port(self) -> int:
        return self.address[1]

    def urls(self, issuer_id: str, host: str | None = None) -> Urls:
        """For what the CA with this id issues. `host`: by which others know this machine; None is the address listened on."""
        name, port = self.address
        name = host or name
        base = f"http://{f'[{name}]' if ':' in name else name}:{port}"
        return Urls(f"{base}/ocsp", f"{base}/ca/{issuer_id}.cer", f"{base}/crl/{issuer_id}.crl", f"{base}/delta/{issuer_id}.crl")

    def __enter__(self) -> Responder:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


@dataclass(frozen=True)
class _Sent:
    """What one request deserves."""

    status: int
    media_type: str = ""
    body: bytes = b""
    reply: Reply | None = None
    trouble: Message | None = None


class _Door(Listener):
    def __init__(
        self, workspace: Workspace, tell: Callable[[Answered], None], address: tuple[str, int], seconds: float, maximum_connections: int
    ) -> None:
        self._workspace = workspace
        self._tell = tell
        self._seconds = seconds
        self._telling = threading.Lock()
        self._answering = threading.BoundedSemaphore(AT_ONCE)
        super().__init__(address, maximum_connections)

    def serve(self, sock: socket.socket, client: tuple[str, int], number: int) -> None:
        asked: WholeRequest | None = None
        sent: _Sent | None = None
        left = False
        with sock:
            try:
                deadline = time.monotonic() + self._seconds
                asked = _receive(sock, deadline)
                if asked is not None:
                    sent = self._answered(asked)
                    sock.settimeout(max(deadline - time.monotonic(), 0.1))
                    sock.sendall(http_message.answer(sent.status, sent.media_type, sent.body, asked.method == "HEAD"))
                    left = True
                    _farewell(sock)
            except OSError:
                pass  # it went away, or was too slow
        told = Answered(number, client, "", None, trouble=None if left else Message("responder_broken_off", {}))
        if asked is not None and sent is not None:
            reply = sent.reply
            told = Answered(
                number,
                client,
                f"{asked.method} {asked.target}".strip()[:200],
                sent.status if left else None,
                None if reply is None else reply.status,
                () if reply is None else tuple((single.serial, known.status.value) for single, known in reply.asked),
                sent.trouble or told.trouble,
            )
        with self._telling:
            self._tell(told)

    def _answered(self, asked: WholeRequest) -> _Sent:
        """Never raises."""
        if asked.status != 200:
            return _Sent(asked.status)
        try:
            with self._answering:
                return self._found(asked)
        except WorkspaceError as error:  # the database
            return _Sent(503, trouble=error.message)
        except Exception as error:  # a mistake of ours ends this answer, not the responder
            return _Sent(500, trouble=Message("live_own_mistake", {"kind": type(error).__name__}))

    def _found(self, asked: WholeRequest) -> _Sent:
        path = asked.path
        if asked.method == "POST":
            if path not in _OCSP_PATHS:
                return _Sent(404)
            return self._ocsp(asked.body) if asked.media_type == REQUEST else _Sent(415)
        if (question := _QUESTION.fullmatch(path)) is not None:
            try:
                return self._ocsp(base64.b64decode(unquote_to_bytes(question[1]), validate=True))
            except (binascii.Error, ValueError):
                return _ocsp_sent(refusal(ResponseStatus.MALFORMED_REQUEST))
        file = _FILE.fullmatch(path)
        if file is None or _ENDS[file["kind"]] != file["end"]:
            return _Sent(404)
        with self._workspace.reading() as connection:
            return _file(connection, file["kind"], file["id"])

    def _ocsp(self, question: bytes) -> _Sent:
        now = datetime.now(UTC).replace(microsecond=0)
        try:
            return _ocsp_sent(answer(self._workspace, question, now, now + VALID))
        except VaultError as error:
            return _ocsp_sent(refusal(ResponseStatus.TRY_LATER), error)
        except WorkspaceError as error:
            return _ocsp_sent(refusal(ResponseStatus.INTERNAL_ERROR), error)


def _ocsp_sent(reply: Reply, error: WorkbenchError | None = None) -> _Sent:
    return _Sent(200, RESPONSE, reply.response, reply, None if error is None else error.message)


def _file(connection: Connection, kind: str, id: str) -> _Sent:
    """A CA's certificate or its newest CRL."""
    try:
        if kind == "ca":
            entry = certificate_entry(connection, id)
            return _Sent(200, CERTIFICATE, entry.der) if entry.ca else _Sent(404)
        crl = current_crl(connection, id, delta=kind == "delta")
    except WorkspaceError as error:
        if error.message.id == "workspace_no_such_object":
            return _Sent(404)
        raise
    return _Sent(404) if crl is None else _Sent(200, CRL, crl.der)


def _receive(sock: socket.socket, deadline: float) -> WholeRequest | None:
    """The request, as far as it came; None when nothing useful did. Raises OSError for a connection that is broken or too slow."""
    data = b""
    while (asked := http_message.read_whole_request(data, MAXIMUM_BODY)) is None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        sock.settimeout(left)
        piece = sock.recv(2**16)
        if not piece:
            return None
        data += piece
    return asked


def _farewell(sock: socket.socket) -> None:
    """Let the client read the answer to its end: closing with its bytes unread would take the answer away from it. Raises OSError."""
    sock.shutdown(socket.SHUT_WR)
    end = time.monotonic() + LINGER
    while (left := end - time.monotonic()) > 0:
        sock.settimeout(left)
        try:
            if not sock.recv(2**16):
                return
        except OSError:
            return

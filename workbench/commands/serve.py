"""`tls-workbench serve`: a TLS server of our own that answers HTTP, and tells of every connection."""

from __future__ import annotations

import argparse
import json
import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import platformdirs

from workbench.commands.live_options import add_live_arguments, credentials_of, versions_of
from workbench.commands.opening import read_passwords
from workbench.commands.output import FINE, NO, Output, complain, shown_path
from workbench.commands.tls_options import add_tls_arguments
from workbench.core.collection import chosen_anchors
from workbench.core.errors import Message, UsageError
from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_wrap import pem
from workbench.core.formats.export_write import write_atomically
from workbench.core.handshake.export.json import document
from workbench.core.handshake.transcript import Connection
from workbench.core.handshake.verify import verifier
from workbench.core.handshake.wording import BETWEEN, negotiated
from workbench.core.live.lab import make_lab
from workbench.core.live.serve import Served, Service, is_loopback
from workbench.core.tls.configuration import Credential, ServerConfiguration
from workbench.core.tls.session_cache import SessionCache
from workbench.core.tls.tickets import AntiReplay, TicketKeys
from workbench.core.x509.finding import Conditions, Purpose, Status
from workbench.core.x509.trust_store import trust_store
from workbench.models.handshake_text import HandshakeText
from workbench.words import say, visible

LOOPBACK = "127.0.0.1"
MAXIMUM_EARLY_DATA = 2**14


def add_arguments(parser: argparse.ArgumentParser) -> None:
    language = parser.get_default("language") or "en"

    def help_text(name: str) -> str:
        return say(Message("live_help_" + name), language)

    parser.add_argument("--port", type=_port, default=0, metavar="N", help=help_text("port"))
    parser.add_argument("--listen", default=LOOPBACK, metavar="ADDRESS", help=help_text("listen"))
    parser.add_argument("--root", metavar="OUT", help=help_text("root"))
    parser.add_argument("--force", action="store_true", help=say(Message("handshake_help_force"), language))
    add_live_arguments(parser, language)
    parser.add_argument("--client-ca", metavar="F", help=help_text("client_ca"))
    add_tls_arguments(parser, language)
    parser.add_argument("--early-data", action="store_true", help=help_text("accept_early_data"))
    parser.add_argument("--once", action="store_true", help=help_text("once"))
    parser.add_argument("--json", action="store_true", help=help_text("json_lines"))


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 it was stopped (or, with `--once`, the one connection went well), 1 the one connection did not, 2 it could not begin."""
    host = args.listen.strip().removeprefix("[").removesuffix("]")
    versions = versions_of(args)
    credentials = credentials_of(args, versions)
    if credentials and args.root is not None:
        raise UsageError("live_root_of_given")
    lab = None if credentials else make_lab(time.time(), host)
    teller = _Teller(Output(args.language), args.json)
    configuration = _configuration(args, versions, credentials if lab is None else lab.credentials)
    with Service(configuration, (host, args.port), teller.served, args.json, args.timeout) as service:
        teller.stop = service.stop
        root = None if lab is None else _write_root(lab.root, args, service.address[1])
        if not is_loopback(service.address[0]):
            complain(say(Message("live_not_loopback", {"host": host}), args.language))
        try:
            _run(service, teller, root, args.once)
        finally:
            if root is not None and args.root is None:
                root.unlink(missing_ok=True)
    if teller.failure is not None:
        raise teller.failure
    return NO if args.once and teller.trouble else FINE


def _run(service: Service, teller: _Teller, root: Path | None, once: bool) -> None:
    """Until somebody stops it: Ctrl-C, or the signal with which services are ended."""
    former = signal.signal(signal.SIGTERM, _interrupt)
    try:
        teller.listening(service.address, root)
        service.run(once)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, former)


def _configuration(args: argparse.Namespace, versions: tuple[int, ...], credentials: tuple[Credential, ...]) -> ServerConfiguration:
    chosen: dict[str, Any] = {}
    if args.group:
        chosen["groups"] = tuple(args.group)
    if args.suite:
        chosen["cipher_suites"] = tuple(args.suite)
    anchors = trust_store("", [])
    if args.client_ca is not None:
        anchors = chosen_anchors(args.client_ca, read_passwords(args.password_file))
        chosen["request_client_certificate"] = chosen["require_client_certificate"] = True
        chosen["certificate_authorities"] = tuple(anchor.subject_der for anchor in anchors.certificates)
    if args.early_data:
        chosen["max_early_data_size"] = MAXIMUM_EARLY_DATA
        chosen["early_data_replay"] = AntiReplay()
    return ServerConfiguration(
        verifier(anchors, Conditions(purpose=Purpose.CLIENT)),
        versions=versions,
        application_layer_protocols=(b"http/1.1",),
        credentials=credentials,
        ticket_keys=TicketKeys(),
        session_cache=SessionCache(),
        **chosen,
    )


def _write_root(certificate: bytes, args: argparse.Namespace, port: int) -> Path:
    """The lab's root certificate as PEM: where it was asked for, else in the user's cache, under a name with the port."""
    data = pem("CERTIFICATE", certificate)
    if args.root is None:
        path = Path(platformdirs.user_cache_dir("tls-workbench", appauthor=False)) / f"serve-{port}-root.pem"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data, False, overwrite=True)
        return path
    path = Path(args.root)
    try:
        write_atomically(path, data, False, overwrite=args.force)
    except ExportError as error:
        if error.message.id == "export_exists":
            raise UsageError("handshake_exists", path=args.root) from None
        raise
    return path


class _Teller:
    """One line for each connection; with JSON, one object on a line."""

    def __init__(self, output: Output, as_json: bool) -> None:
        self.output = output
        self.as_json = as_json
        self.text = HandshakeText(output.language)
        self.trouble = False
        self.failure: OSError | None = None
        self.stop: Callable[[], None] = lambda: None

    def listening(self, address: tuple[str, int], root: Path | None) -> None:
        """Where, and whom clients must trust."""
        host, port = address
        if self.as_json:
            self._object({"event": "listening", "address": [host, port], "root": None if root is None else str(root)})
            return
        url = f"https://{'localhost' if is_loopback(host) else f'[{host}]' if ':' in host else host}:{port}/"
        self.output.line(self.output.say("live_listening", host=host, port=port, url=url))
        if root is not None:
            self.output.line(self.output.say("live_root", path=shown_path(str(root))))
            self.output.line(f"curl --cacert {shown_path(str(root))} {url}", 2)
        self.output.line(self.output.say("live_stop"))
        self.output.stream.flush()

    def served(self, served: Served) -> None:
        """A connection is over. When nobody reads the output any more (`failure`), the service stops."""
        self.trouble = self.trouble or served.trouble is not None
        try:
            if self.as_json:
                self._object(self._facts(served))
            else:
                self.output.line(self._line(served))
                self.output.stream.flush()
        except OSError as error:
            self.failure = error
            self.stop()

    def _line(self, served: Served) -> str:
        output = self.output
        host, port = served.client
        agreed = Connection(1, negotiated=served.negotiated)
        facts = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}", *negotiated(agreed)]
        if served.negotiated.get("resumed"):
            facts.append(output.say("live_resumed"))
        if served.request:
            facts.append(visible(served.request[:100]))
        if served.status is not None:
            facts.append(str(served.status))
        if served.trouble is not None:
            facts.append(output.state(Status.FAILURE, say(served.trouble, output.language)))
        return f"{datetime.now():%H:%M:%S}  " + BETWEEN.join(facts)

    def _facts(self, served: Served) -> dict[str, Any]:
        def sentence(message: Message) -> str:
            return say(message, self.output.language)

        return {
            "event": "connection",
            "number": served.number,
            "client": list(served.client),
            "request": served.request or None,
            "status": served.status,
            "trouble": None if served.trouble is None else {"id": served.trouble.id, "sentence": sentence(served.trouble)},
            "transcript": None if served.transcript is None else document(served.transcript, secrets=True, say=sentence),
        }

    def _object(self, value: dict[str, Any]) -> None:
        print(json.dumps(value), file=self.output.stream, flush=True)


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) < 2**16):
        raise UsageError("live_port_to_listen", text=text)
    return int(text)

"""Where scenarios are played: two endpoints of the engine, certificates made for them, a wire between them, a recorder that listens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from workbench.core.handshake.recorder import Recorder
from workbench.core.handshake.scenarios.parameters import DEMONSTRATION_EPOCH, Parameters, random_source
from workbench.core.handshake.scenarios.pki import HOST, Keys, ScenarioPki, make_pki
from workbench.core.handshake.transcript import Connection, Party, Role, Transcript
from workbench.core.handshake.verify import verifier
from workbench.core.handshake.wire import Attacker, Clock, Wire
from workbench.core.tls.client import Client
from workbench.core.tls.configuration import ClientConfiguration, ServerConfiguration
from workbench.core.tls.server import Server
from workbench.core.tls.states import State
from workbench.core.tls.tickets import TicketKeys
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.issuance import KeyKind

PAGE = b"<!doctype html><title>It works</title><p>Nobody on the way can read this.</p>\n"


@dataclass
class Visit:
    """One connection: an HTTP request, its answer, and the end of both TLS and TCP."""

    client: Client
    server: Server
    request: bytes
    asked: bool = False
    answered: bool = False
    response: bytes = b""

    def act(self) -> None:
        """What the programs above TLS do when bytes have arrived."""
        client, server = self.client, self.server
        if client.state is State.START:
            client.start()
        if client.connected and not self.asked:
            self.asked = True
            client.send(self.request)
        if server.connected and not self.answered and server.take_received():
            self.answered = True
            server.send(http_response(PAGE))
        if client.connected and not self.response:
            self.response = client.take_received()
            if self.response:
                client.close()


def http_request(host: str) -> bytes:
    """GET / as HTTP/1.1 (RFC 9112 section 3)."""
    return f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii", "replace")


def http_response(body: bytes) -> bytes:
    """200 with a page."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode("ascii") + body


class Stage:
    """One scenario's run. Make it, change configurations, `visit` once or several times, take the `transcript`."""

    def __init__(self, parameters: Parameters, key_kind: KeyKind = KeyKind.P_256) -> None:
        self.parameters = parameters
        seed = parameters.seed
        kind = parameters.key_kind or key_kind
        self.clock = Clock(float(int(time.time())) if seed is None else DEMONSTRATION_EPOCH)
        self.recorder = Recorder(lambda: self.clock.now)
        host = HOST
        self.pki: ScenarioPki = make_pki(random_source(seed, "pki"), self.clock.epoch, host, Keys(server=kind, client=kind))
        self.ticket_keys = TicketKeys(random_source(seed, "ticket keys"), self.clock)
        self.connections: list[Connection] = []
        self.endpoints: tuple[Client, Server]
        self.attacked = False
        shared: dict[str, Any] = {"clock": self.clock, "application_layer_protocols": (b"http/1.1",)}
        if parameters.versions:
            shared["versions"] = parameters.versions
        if parameters.groups:
            shared["groups"] = parameters.groups
        if parameters.cipher_suites:
            shared["cipher_suites"] = parameters.cipher_suites
        server_verify = verifier(self.pki.anchors, Conditions(purpose=Purpose.CLIENT), clock=self.clock)
        client_verify = verifier(self.pki.anchors, Conditions(purpose=Purpose.SERVER), clock=self.clock)
        self.client = ClientConfiguration(client_verify, random=random_source(seed, "client"), server_name=parameters.server_name, **shared)
        self.server = ServerConfiguration(
            server_verify, random=random_source(seed, "server"), credentials=(self.pki.server,), ticket_keys=self.ticket_keys, **shared
        )
        if parameters.client_authentication:
            self.authenticate_client()

    def change_client(self, **changes: Any) -> None:
        """Change the client's configuration for the next visit."""
        self.client = replace(self.client, **changes)

    def change_server(self, **changes: Any) -> None:
        """Change the server's configuration for the next visit."""
        self.server = replace(self.server, **changes)

    def authenticate_client(self) -> None:
        """The server asks for a certificate, and the client has one."""
        self.change_server(request_client_certificate=True, require_client_certificate=True)
        self.change_client(credentials=(self.pki.client,))

    def visit(
        self,
        attacker: Attacker | None = None,
        roles: tuple[Role, Role] = (Role.client, Role.server),
        act: Callable[[Visit], None] = Visit.act,
    ) -> Visit:
        """One connection from the name lookup to the TCP close. Returns what became of it.

        attacker   sits on the wire
        roles      who sits at the ends: an impostor has the server's place as attacker
        act        what the programs above TLS do, each time bytes arrived
        """
        number = len(self.connections) + 1
        self.attacked = self.attacked or attacker is not None or Role.attacker in roles
        name = self.client.server_name
        connection = Connection(number, name, ("192.0.2.10", 49151 + number))
        self.connections.append(connection)
        client = Client(replace(self.client, listener=self.recorder.endpoint(roles[0], number)))
        server = Server(replace(self.server, listener=self.recorder.endpoint(roles[1], number)))
        self.endpoints = client, server
        random = random_source(self.parameters.seed, f"wire {number}")
        wire = Wire(client, server, connection, self.clock, random, self.recorder.wire(number), attacker=attacker, roles=roles)
        visit = Visit(client, server, http_request(name))
        wire.look_up(name)
        wire.connect()
        wire.run(lambda: act(visit))
        wire.close()
        return visit

    def transcript(self, name: str) -> Transcript:
        """Everything that happened."""
        parties = [Party(Role.client), Party(Role.name_server), Party(Role.server, self.pki.host), Party(Role.eavesdropper)]
        if self.attacked:
            parties.insert(2, Party(Role.attacker))
        return self.recorder.build(name, tuple(parties), self.connections, self.clock.epoch)

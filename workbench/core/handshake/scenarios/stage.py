"""Where scenarios are played: two endpoints of the engine, certificates made for them, a wire between them, a recorder that listens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any

from workbench.core.errors import UsageError
from workbench.core.handshake.recorder import Recorder
from workbench.core.handshake.scenarios.deeds import attacker_for, check_deed, posing_credential
from workbench.core.handshake.scenarios.parameters import (
    DEMONSTRATION_EPOCH,
    ClientCertificate,
    Deed,
    OwnCertificate,
    Parameters,
    ServerCertificate,
    random_source,
)
from workbench.core.handshake.scenarios.pki import (
    HOST,
    Keys,
    ScenarioPki,
    expired_server,
    foreign_anchors,
    foreign_client,
    make_pki,
    revoked_server,
    self_signed_server,
    server_without_intermediate,
    untrusted_server,
    with_server_for,
)
from workbench.core.handshake.transcript import Connection, Party, Role, Step, StepKind, Transcript
from workbench.core.handshake.verify import verifier
from workbench.core.handshake.wire import Attacker, Clock, Endpoint, Wire
from workbench.core.tls.cipher_suites import SUITES, Authentication, KeyExchange, suite_name
from workbench.core.tls.client import Client
from workbench.core.tls.client_hello import is_address
from workbench.core.tls.configuration import DEFAULT_SUITES, ClientConfiguration, Credential, ServerConfiguration
from workbench.core.tls.key_exchange12 import ELLIPTIC_CURVES, FINITE_FIELDS
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion, version_title
from workbench.core.tls.server import Server
from workbench.core.tls.states import State
from workbench.core.tls.tickets import TicketKeys
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import parse_crl
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.trust_store import trust_store

TLS12 = (int(ProtocolVersion.TLS1_2),)
TLS13 = (int(ProtocolVersion.TLS1_3),)
BOTH = TLS13 + TLS12
GROUPS = (int(NamedGroup.x25519), int(NamedGroup.secp256r1))
PAGE = b"<!doctype html><title>It works</title><p>Nobody on the way can read this.</p>\n"
CLIENT_ADDRESSES = {4: "192.0.2.10", 6: "2001:db8::10"}
LATER = 600.0
"""Seconds between two visits."""


def http_request(host: str) -> bytes:
    """GET / as HTTP/1.1 (RFC 9112 section 3); an IPv6 address in brackets (RFC 3986 section 3.2.2)."""
    host = f"[{host}]" if ":" in host else host
    return f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii", "replace")


def http_response(body: bytes) -> bytes:
    """200 with a page."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode("ascii") + body


def fitting(suites: tuple[int, ...], versions: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the suites that belong to one of these versions."""
    wanted = {version >= ProtocolVersion.TLS1_3 for version in versions}
    return tuple(suite for suite in suites if suite not in SUITES or SUITES[suite].tls13 in wanted)


def fitting_key(suites: tuple[int, ...], kind: KeyKind) -> KeyKind:
    """This kind of key, or where none of the suites can be spoken with it, one that the first of them can."""
    if not suites or any(takes(suite, kind) for suite in suites):
        return kind
    return KeyKind.RSA_2048 if SUITES[suites[0]].authentication is Authentication.rsa else KeyKind.P_256


def fitting_suites(suites: tuple[int, ...], kind: KeyKind) -> tuple[int, ...]:
    """These suites; where they are of an ephemeral key exchange on curves and none of them takes such a key, their like that do."""
    if (
        not suites
        or any(takes(suite, kind) for suite in suites)
        or not all(SUITES[suite].key_exchange is KeyExchange.ecdhe for suite in suites)
    ):
        return suites
    return tuple(suite for suite in DEFAULT_SUITES if SUITES[suite].key_exchange is KeyExchange.ecdhe and takes(suite, kind))


def fitting_groups(groups: tuple[int, ...], suites: tuple[int, ...]) -> tuple[int, ...]:
    """These groups, or where none of them is of the kind that the suites of TLS 1.2 want (curves or finite fields), usual ones that are."""
    exchanges = {SUITES[suite].key_exchange for suite in suites if suite in SUITES}
    if exchanges == {KeyExchange.dhe}:
        return groups if set(groups) & set(FINITE_FIELDS) else FINITE_FIELDS
    if exchanges == {KeyExchange.ecdhe}:
        return groups if set(groups) & set(ELLIPTIC_CURVES) else GROUPS
    return groups


def takes(suite: int, kind: KeyKind) -> bool:
    """Whether a server with such a key can speak the suite (TLS 1.2 knows no ML-DSA; RFC 8422 counts Ed25519 and Ed448 as ECDSA)."""
    authentication = SUITES[suite].authentication if suite in SUITES else Authentication.any
    if authentication is Authentication.any:
        return True
    return kind.is_rsa if authentication is Authentication.rsa else not kind.is_rsa and not kind.value.startswith("ml-dsa")


def server_credential(pki: ScenarioPki, state: ServerCertificate) -> Credential:
    """What the server shows when its certificate is in this state."""
    match state:
        case ServerCertificate.good:
            return pki.server
        case ServerCertificate.expired:
            return expired_server(pki)
        case ServerCertificate.unknown_ca:
            return untrusted_server(pki)
        case ServerCertificate.self_signed:
            return self_signed_server(pki)
        case ServerCertificate.no_intermediate:
            return server_without_intermediate(pki)
        case ServerCertificate.revoked:
            return revoked_server(pki)


def _connection(number: int, name: str) -> Connection:
    """To a server of this name. Where that is an address, the server has it, and the client has one of its kind."""
    port = 49151 + number
    if not is_address(name):
        return Connection(number, name, (CLIENT_ADDRESSES[4], port))
    return Connection(number, name, (CLIENT_ADDRESSES[ip_address(name).version], port), (name, 443))


@dataclass
class Visit:
    """One connection: an HTTP request, its answer, and the end of TLS. `act` is what the programs above TLS do when bytes have arrived."""

    client: Client
    server: Server
    request: bytes
    asked: bool = False
    answered: bool = False
    response: bytes = b""

    def act(self) -> None:
        """Ask as soon as possible, answer, close."""
        client, server = self.client, self.server
        if client.state is State.START:
            client.start()
        if client.connected and not self.asked:
            self.asked = True
            if not client.negotiated.get("early_data"):
                client.send(self.request)
        if server.connected and not self.answered and server.take_received():
            self.answered = True
            server.send(http_response(PAGE))
        if client.connected and not self.response:
            self.response = client.take_received()
            if self.response:
                client.close()


class Stage:
    """One scenario's run. Make it, change configurations, `visit` once or several times, take the `transcript`.

    What `parameters` leave open is as the scenario says: `versions`, `groups`, `cipher_suites` (all when None), `key_kind`,
    `certificate_name` and `certificate` (the server's), `continue_anyway`, `client_certificate` (None: nobody asks for it), `deed`.
    Raises UsageError for a deed that cannot be.
    """

    def __init__(
        self,
        parameters: Parameters,
        versions: tuple[int, ...] = TLS13,
        groups: tuple[int, ...] = GROUPS,
        cipher_suites: tuple[int, ...] | None = None,
        key_kind: KeyKind = KeyKind.P_256,
        certificate_name: str = HOST,
        certificate: ServerCertificate = ServerCertificate.good,
        continue_anyway: bool = False,
        client_certificate: ClientCertificate | None = None,
        deed: Deed = Deed.nothing,
    ) -> None:
        self.parameters = parameters
        self.deed = parameters.deed or deed
        if self.deed is Deed.take_out_tls13:
            versions = BOTH
        check_deed(self.deed, parameters.versions or versions)
        seed = parameters.seed
        kind = parameters.key_kind or fitting_key(parameters.cipher_suites, key_kind)
        self.clock = Clock(float(int(time.time())) if seed is None else DEMONSTRATION_EPOCH)
        self.recorder = Recorder(lambda: self.clock.now)
        self.pki: ScenarioPki = make_pki(random_source(seed, "pki"), self.clock.epoch, HOST, Keys(server=kind, client=kind))
        self.ticket_keys = TicketKeys(random_source(seed, "ticket keys"), self.clock)
        self.attackers_random = random_source(seed, "attacker's ticket keys")
        self.connections: list[Connection] = []
        self.roles: set[Role] = set()
        shared: dict[str, Any] = {
            "clock": self.clock,
            "application_layer_protocols": (b"http/1.1",),
            "deterministic_signatures": seed is not None,
            "versions": parameters.versions or versions,
            "groups": parameters.groups or fitting_groups(groups, parameters.cipher_suites),
        }
        # The scenario's own suites give way to a version they do not belong to; those that somebody chose do not.
        # Nor do they stand against a kind of key that was chosen.
        suites = parameters.cipher_suites or fitting_suites(fitting(cipher_suites or (), shared["versions"]), kind)
        if suites:
            shared["cipher_suites"] = suites
        anchors = foreign_anchors(self.pki) if parameters.trust_root is False else self.pki.anchors
        self.shown_pki = with_server_for(self.pki, parameters.certificate_name or certificate_name)
        goes_on = continue_anyway if parameters.continue_anyway is None else parameters.continue_anyway
        self.client = ClientConfiguration(
            verifier(anchors, Conditions(purpose=Purpose.SERVER), clock=self.clock),
            random=random_source(seed, "client"),
            server_name=parameters.server_name,
            continue_when_not_trusted=goes_on,
            **shared,
        )
        self.server = ServerConfiguration(
            verifier(self.pki.anchors, Conditions(purpose=Purpose.CLIENT), clock=self.clock),
            random=random_source(seed, "server"),
            credentials=(server_credential(self.shown_pki, parameters.server_certificate or certificate),),
            **shared,
        )
        has = parameters.client_certificate or client_certificate
        if has is not None if parameters.client_authentication is None else parameters.client_authentication:
            self.authenticate_client(has or ClientCertificate.good)
        if parameters.own is not None:
            self.show_own(parameters.own)

    def show_own(self, own: OwnCertificate) -> None:
        """Somebody's own certificate in the place of the one made for the scenario. Its peer judges it as it is, by what it leads to.

        Raises UsageError `scenario_own_locked` when its key has been taken away.
        """
        if own.credential.private_key is None:
            raise UsageError("scenario_own_locked", title=own.title)
        anchors = trust_store(own.title, map(parse_certificate, own.anchors))
        if self.parameters.trust_root is False and not own.for_client:
            anchors = foreign_anchors(self.pki)
        purpose = Purpose.CLIENT if own.for_client else Purpose.SERVER
        crls = tuple(map(parse_crl, own.crls))
        verify = verifier(anchors, Conditions(purpose=purpose), clock=self.clock, crls=crls)
        if own.for_client:
            self.change_server(verify=verify, request_client_certificate=True, require_client_certificate=True)
            self.change_client(credentials=(own.credential,))
        else:
            self.change_server(credentials=(own.credential,))
            self.change_client(verify=verify)

    def change_client(self, **changes: Any) -> None:
        """Change the client's configuration for the next visit."""
        self.client = replace(self.client, **changes)

    def change_server(self, **changes: Any) -> None:
        """Change the server's configuration for the next visit."""
        self.server = replace(self.server, **changes)

    def authenticate_client(self, has: ClientCertificate) -> None:
        """The server asks for a certificate, and this is what the client has."""
        self.change_server(request_client_certificate=True, require_client_certificate=True)
        client = foreign_client(self.pki) if has is ClientCertificate.unknown_ca else self.pki.client
        self.change_client(credentials=() if has is ClientCertificate.missing else (client,))

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

        Raises UsageError when the client could not offer a single cipher suite.
        """
        self.check_suites()
        number = len(self.connections) + 1
        client = Client(replace(self.client, listener=self.recorder.endpoint(roles[0], number)))
        server = Server(replace(self.server, listener=self.recorder.endpoint(roles[1], number)))
        visit = Visit(client, server, http_request(self.client.server_name))
        self.carry(client, server, attacker, roles, lambda: act(visit))
        return visit

    def last_visit(self, act: Callable[[Visit], None] = Visit.act) -> Visit:
        """The visit on which the attacker, where there is one, does its deed."""
        if self.deed is Deed.take_out_suite and len(self.client.cipher_suites) == 1:
            self.offer_more_suites()
        roles = (Role.client, Role.server)
        if self.deed.poses:
            roles = (Role.client, Role.attacker)
            self.change_server(
                credentials=(posing_credential(self.deed, self.shown_pki, self.server.credentials[0]),),
                ticket_keys=None if self.server.ticket_keys is None else TicketKeys(self.attackers_random, self.clock),
                session_cache=None,
            )
        return self.visit(attacker_for(self.deed, self.client, self.server), roles, act)

    def offer_more_suites(self) -> None:
        """Both sides also speak the other suites of their versions, after those that were chosen: one of them may be taken away."""
        self.check_suites()
        chosen = self.client.cipher_suites
        suites = chosen + tuple(suite for suite in fitting(DEFAULT_SUITES, self.client.versions) if suite not in chosen)
        self.change_client(cipher_suites=suites)
        self.change_server(cipher_suites=suites)

    def check_suites(self) -> None:
        """Raise UsageError when no suite of the client's belongs to a version that it speaks: there would be no ClientHello."""
        client = self.client
        if client.cipher_suites and not fitting(client.cipher_suites, client.versions):
            version = " + ".join(map(version_title, client.versions))
            raise UsageError("scenario_suite_version", suite=suite_name(client.cipher_suites[0]), version=version)

    def carry(
        self, client: Endpoint, server: Endpoint, attacker: Attacker | None, roles: tuple[Role, Role], act: Callable[[], None] | None = None
    ) -> None:
        """A connection between two endpoints whose listeners are set."""
        number = len(self.connections) + 1
        if self.connections:
            self.clock.advance(self.clock.now + LATER)
        self.roles |= {*roles} | ({Role.attacker} if attacker is not None else set())
        name = self.client.server_name
        connection = _connection(number, name)
        self.connections.append(connection)
        random = random_source(self.parameters.seed, f"wire {number}")
        wire = Wire(client, server, connection, self.clock, random, self.recorder.wire(number), attacker=attacker, roles=roles)
        if Role.client in roles and not is_address(name):
            wire.look_up(name)
        wire.connect()
        wire.run(act)
        wire.close()

    def come_back(self, visit: Visit) -> None:
        """The next visit resumes the session of this one, if there is one."""
        sessions = visit.client.sessions
        if sessions:
            self.change_client(session=sessions[0])

    def visits(self) -> Visit:
        """A visit, and when `resumption` was asked for a second one that resumes it. Returns the last, the one that may be attacked."""
        if self.parameters.resumption:
            self.change_server(ticket_keys=self.ticket_keys)
            self.come_back(self.visit())
        return self.last_visit()

    def tell(self, kind: StepKind, name: str, sender: Role, receiver: Role | None = None, **more: Any) -> None:
        """A step outside of any connection, now. `more` are further fields of the Step."""
        self.roles |= {sender} | ({receiver} if receiver is not None else set())
        now = self.clock.now
        self.recorder.add(Step(0, 0, kind, name, sender, receiver, now, now, **more))

    def transcript(self, name: str) -> Transcript:
        """Everything that happened."""
        asked = () if is_address(self.client.server_name) else (Party(Role.name_server),)
        host = self.pki.host if self.parameters.own is None else self.client.server_name
        parties = [Party(Role.client), *asked, Party(Role.server, host), Party(Role.eavesdropper)]
        if Role.attacker in self.roles:
            parties.insert(1 + len(asked), Party(Role.attacker))
        if Role.certification_authority in self.roles:
            parties.insert(-1, Party(Role.certification_authority))
        return self.recorder.build(name, tuple(parties), self.connections, self.clock.epoch)

"""Our engine as an end like the others."""

from __future__ import annotations

from typing import Any

from tests.interop.credentials import issued_by_root, public_key_of
from tests.interop.endpoint import TLS13, Facts, Options
from workbench.core.handshake.export.key_log import key_log_lines
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.client import Client
from workbench.core.tls.configuration import ClientConfiguration, Judgement, ServerConfiguration
from workbench.core.tls.events import AlertReceived, Computation, Event, MessageReceived, MessageSent, Record, RecordSent
from workbench.core.tls.groups import group_name
from workbench.core.tls.messages import HELLO_RETRY_REQUEST_RANDOM
from workbench.core.tls.parameters import HandshakeType
from workbench.core.tls.server import Server
from workbench.core.tls.session_cache import SessionCache
from workbench.core.tls.tickets import TicketKeys

NAME = "ours"


class Ours:
    """A client or server of the engine. `configuration` overrides fields of its configuration."""

    name = NAME

    def __init__(self, options: Options, is_server: bool, **configuration: Any) -> None:
        self.options = options
        self.is_server = is_server
        self.events: list[Event] = []
        self.values: dict[str, bytes] = {}
        self.peer_leaf = b""
        self.ocsp_response: bytes | None = None
        self.agreed: Any = None
        common: dict[str, Any] = {
            "verify": self._judge,
            "listener": self._listen,
            "versions": options.versions,
            "application_layer_protocols": options.alpn,
        }
        if options.suites:
            common["cipher_suites"] = options.suites
        if options.groups:
            common["groups"] = options.groups
        common |= {key: value for key, value in options.extra.items() if key in ServerConfiguration.__dataclass_fields__}
        if is_server:
            assert options.credential is not None
            earlier: Ours | None = options.session
            self.ticket_keys = earlier.ticket_keys if earlier is not None else (TicketKeys() if options.tickets else None)
            common |= {
                "credentials": (options.credential.credential,),
                "ticket_keys": self.ticket_keys,
                "session_cache": earlier.settings.session_cache if earlier is not None else None,
                "request_client_certificate": options.client_certificate,
                "require_client_certificate": options.client_certificate,
                "max_early_data_size": options.maximum_early_data,
            }
            self.settings: Any = ServerConfiguration(**common | configuration)
            self.connection: Any = Server(self.settings)
        else:
            common |= {
                "server_name": options.server_name,
                "credentials": (options.credential.credential,) if options.credential is not None else (),
                "session": options.session,
                "early_data": options.early_data,
                "post_handshake_auth": options.post_handshake,
                "session_tickets": options.tickets,
            }
            common |= {key: value for key, value in options.extra.items() if key in ClientConfiguration.__dataclass_fields__}
            self.settings = ClientConfiguration(**common | configuration)
            self.connection = Client(self.settings)
            self.connection.start()

    def _listen(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Computation):
            for value in event.values:
                self.values[value.name] = value.value

    def _judge(self, chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes) -> Judgement:
        self.peer_leaf = chain[0]
        self.ocsp_response = ocsp_response
        known = issued_by_root(chain[0])
        return Judgement(known, public_key_of(chain[0]), AlertDescription.unknown_ca)

    @property
    def failure(self) -> str | None:
        failure = self.connection.failure
        if isinstance(failure, PeerError):
            return f"{failure.alert.name}: {failure.message.id} {dict(failure.message.params)}"
        if isinstance(failure, AlertReceived):
            return f"alert received: {AlertDescription(failure.description).name}"
        return None

    @property
    def connected(self) -> bool:
        return bool(self.connection.connected)

    @property
    def closed(self) -> bool:
        return bool(self.connection.received_close)

    def receive(self, data: bytes) -> None:
        self.connection.receive(data)

    def receive_eof(self) -> None:
        self.connection.receive_eof()

    def data_to_send(self) -> bytes:
        data: bytes = self.connection.data_to_send()
        return data

    def send(self, data: bytes) -> None:
        self.connection.send(data)

    def take_received(self) -> bytes:
        data: bytes = self.connection.take_received()
        return data

    def close(self) -> None:
        self.connection.close()

    def update_keys(self, request_peer: bool) -> None:
        self.connection.update_keys(request_peer)

    def request_client_certificate(self) -> None:
        self.connection.request_client_certificate()

    def count(self, type: int, *kinds: type[Event]) -> int:
        """How many messages of a type were sent or received."""
        return sum(isinstance(event, kinds) and event.message[0] == type for event in self.events)  # type: ignore[union-attr]

    @property
    def received_key_updates(self) -> int:
        return self.count(HandshakeType.key_update, MessageReceived)

    @property
    def certificate_requests(self) -> int:
        return self.count(HandshakeType.certificate_request, MessageSent, MessageReceived)

    @property
    def retried(self) -> bool:
        """Whether a HelloRetryRequest passed."""
        return any(
            isinstance(event, MessageSent | MessageReceived) and event.message[6:38] == HELLO_RETRY_REQUEST_RANDOM for event in self.events
        )

    def session(self) -> Any:
        """What the next endpoint of this side gets: a client its latest session, a server this end (keys and cache)."""
        return self if self.is_server else self.connection.sessions[-1]

    def export_keying_material(self, label: bytes, context: bytes | None, length: int) -> bytes:
        value: bytes = self.connection.export_keying_material(label.decode(), context, length)
        return value

    def facts(self) -> Facts:
        negotiated = self.connection.negotiated
        group = negotiated.get("group")
        return Facts(
            negotiated["version"],
            negotiated["cipher_suite"],
            group_name(group) if group is not None else None,
            bool(negotiated.get("resumed")),
            negotiated.get("application_layer_protocol", b""),
            self.peer_leaf,
            self.ocsp_response,
            negotiated.get("early_data"),
        )

    def key_log(self) -> set[str]:
        version = self.connection.negotiated.get("version", TLS13)
        hellos = (event.message for event in self.events if isinstance(event, MessageSent | MessageReceived) and event.message[0] == 1)
        return set(key_log_lines(self.values, next(hellos)[6:38], version))


def session_cache() -> SessionCache:
    return SessionCache()


def records(end: Ours) -> list[Record]:
    """Every record that it sent."""
    return [event.record for event in end.events if isinstance(event, RecordSent)]


def client(options: Options, **configuration: Any) -> Ours:
    return Ours(options, False, **configuration)


def server(options: Options, **configuration: Any) -> Ours:
    return Ours(options, True, **configuration)

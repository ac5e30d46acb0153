"""One end of a TLS connection without input and output: records, messages put together, alerts, keys (RFC 8446 sections 5 and 6).

What a handshake means stands in `client13`, `server13`, `client12`, `server12`; which message may come when, in `states`.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any, Protocol

from workbench.core.errors import Message
from workbench.core.tls.alerts import AlertDescription, AlertLevel, PeerError
from workbench.core.tls.configuration import Configuration, Session
from workbench.core.tls.events import (
    AlertReceived,
    AlertSent,
    ApplicationData,
    ChangeCipherSpec,
    Computation,
    Derived,
    Event,
    KeysDestroyed,
    KeysInstalled,
    Level,
    MessageReceived,
    MessageSent,
    Negotiated,
    Record,
    RecordReceived,
    StateChanged,
)
from workbench.core.tls.parameters import HandshakeType, ProtocolVersion
from workbench.core.tls.protection import MAXIMUM_FRAGMENT, Protection
from workbench.core.tls.record_layer import ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, RecordLayer
from workbench.core.tls.states import State, Table
from workbench.core.tls.transcript_hash import TranscriptHash

SMALLEST_RECORD_SIZE_LIMIT = 64
MAXIMUM_IDLE_RECORDS = 32
"""Records in a row that bring nothing (empty ones, warnings, dummy change_cipher_spec): more are an attack."""


class Machine(Protocol):
    """What one version does on one side. `table` says which of its methods hears which message."""

    table: Table

    def change_cipher_spec(self) -> None:
        """A change_cipher_spec came (TLS 1.2: the peer's next record is protected)."""

    def close(self) -> None:
        """The connection ends: destroy every secret."""


class Connection(RecordLayer):
    """One end. `Client` and `Server` begin it.

    kept   names of secrets that outlive the connection in a session; all others are destroyed, and told so, at its end
    """

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(configuration)
        self.state = State.START
        self.machine: Any = None
        self.failure: PeerError | AlertReceived | None = None
        self.negotiated: dict[str, Any] = {}
        self.sessions: list[Session] = []
        self.transcript = TranscriptHash()
        self.sent_close = False
        self.received_close = False
        self.early_data_allowed: int | None = None
        self.data_since_post_handshake = False
        self._handshake = bytearray()
        self._coalesced = bytearray()
        self._received = bytearray()
        self._idle = 0
        self.kept: set[str] = set()
        self._living: dict[str, None] = {}
        self._exports: dict[tuple[str, bytes | None, int, bool], int] = {}

    # What the owner calls

    @property
    def connected(self) -> bool:
        """Whether the handshake is done and the connection not over."""
        return self.state is State.CONNECTED

    @property
    def closed(self) -> bool:
        """Whether nothing more will be sent or heard."""
        return self.state is State.CLOSED

    def receive(self, data: bytes) -> None:
        """Take in bytes from the network. Never raises for what the peer did: see `failure`, and send what `data_to_send` gives."""
        if self.closed:
            return
        self._incoming += data
        try:
            self._take_records()
            self.flush()
        except PeerError as error:
            self.fail(error)
        except Exception:  # a mistake of ours, or of a listener: no key outlives it
            self.fail(PeerError(AlertDescription.internal_error, "tls_internal_error"))
            raise

    def receive_eof(self) -> None:
        """The network ended. Without close_notify before it, that is a failure: somebody may have cut it (RFC 8446 section 6.1)."""
        if not self.closed and not self.received_close:
            self.failure = self.failure or PeerError(AlertDescription.close_notify, "tls_cut_off")
        self._end()

    def take_received(self) -> bytes:
        """Application data that came, once."""
        data = bytes(self._received)
        self._received.clear()
        return data

    def send(self, data: bytes) -> None:
        """Send application data. Raises ValueError when the connection cannot."""
        if not self.may_send_application_data():
            raise ValueError("this connection cannot send application data now")
        if self.version == ProtocolVersion.TLS1_3:
            self.machine.before_sending()
        self.write_application_data(data)

    def may_send_application_data(self) -> bool:
        """Whether the handshake has come far enough. A TLS 1.3 server may speak before the client's Finished (RFC 8446 section 2)."""
        if self.writing is None or self.sent_close:
            return False
        return self.connected or (self.version == ProtocolVersion.TLS1_3 and self.writing.level is Level.application)

    def close(self) -> None:
        """Say close_notify; the connection is over once the peer said it too (RFC 8446 section 6.1). A handshake that is not done is
        cancelled, and over at once."""
        if self.closed or self.sent_close:
            return
        self.flush()
        cancelled = not self.connected and self.state is not State.START
        if cancelled:
            self.alert(AlertLevel.warning, AlertDescription.user_canceled, None)
        self.alert(AlertLevel.warning, AlertDescription.close_notify, None)
        self.sent_close = True
        if self.received_close or cancelled:
            self._end()

    def update_keys(self, request_peer: bool = False) -> None:
        """Send under new keys from now on, and ask the peer to do the same when `request_peer` is set (RFC 8446 section 4.6.3). Raises
        ValueError when the connection cannot."""
        if not self.connected or self.sent_close or self.version != ProtocolVersion.TLS1_3:
            raise ValueError("only an open TLS 1.3 connection can update its keys")
        self.machine.update_keys(request_peer)
        self.flush()

    def export_keying_material(self, label: str, context: bytes | None, length: int, early: bool = False) -> bytes:
        """`length` bytes for a protocol that binds itself to this connection (RFC 8446 section 7.5, RFC 5705).

        `early` takes the exporter of 0-RTT. The values of a second wish, if it is another, are told with a number. Raises ValueError when
        the connection has no such secret.
        """
        tls13 = self.version == ProtocolVersion.TLS1_3
        if not tls13 and (not self.connected or early):
            raise ValueError("this connection has no such exporter secret now")
        wish = (label, context or b"" if tls13 else context, length, early)
        number = self._exports.setdefault(wish, len(self._exports) + 1)
        return bytes(self.machine.export(*wish, "" if number == 1 else f"_{number}"))

    # What the machines call

    def tell(self, event: Event) -> None:
        """Tell the listener, and keep count of the secrets that are alive."""
        if type(event) is Computation:
            for value in event.values:
                if value.secret:
                    self._living[value.name] = None
        elif type(event) is KeysDestroyed:
            for name in event.names:
                self._living.pop(name, None)
        self.listener(event)

    def compute(self, id: str, values: tuple[Derived, ...], citation: str, began: float, ok: bool | None = None) -> None:
        """Tell a computation that began at `began` (perf_counter)."""
        self.tell(Computation(id, values, citation, perf_counter() - began, ok))

    def agree(self, name: str, value: Any) -> None:
        """Note something that is now settled, and tell it."""
        self.negotiated[name] = value
        self.tell(Negotiated(name, value))

    def enter(self, state: State) -> None:
        """Change the state."""
        old = self.state
        if old is not state:
            self.state = state
            self.tell(StateChanged(old, state))

    def send_handshake(self, message: bytes, in_transcript: bool = True) -> None:
        """Send a whole handshake message under the current keys."""
        if in_transcript:
            self.transcript.add(message)
        self.tell(MessageSent(message, self.writing.level if self.writing else Level.none))
        if self.settings.coalesce:
            self._coalesced += message
        else:
            self._write(HANDSHAKE, message)

    def write_application_data(self, data: bytes) -> None:
        """Send application data under the current keys."""
        assert self.writing is not None
        self.flush()
        self.tell(ApplicationData(True, data, self.writing.level))
        self._write(APPLICATION_DATA, data)

    def limit_records(self, told: int, ours: int | None) -> None:
        """Both sides said how long a plaintext they take (RFC 8449): the peer `told`, we `ours`, None for as much as there can be. In
        TLS 1.3 the content type counts too. Raises PeerError: illegal_parameter for a limit that is too low."""
        if told < SMALLEST_RECORD_SIZE_LIMIT:
            raise PeerError(AlertDescription.illegal_parameter, "tls_record_size_limit_small", limit=told)
        extra = 1 if self.version == ProtocolVersion.TLS1_3 else 0
        self.send_limit = min(told - extra, MAXIMUM_FRAGMENT)
        self.receive_limit = min(ours - extra, MAXIMUM_FRAGMENT) if ours is not None else MAXIMUM_FRAGMENT
        self.agree("record_size_limit", told)

    def send_change_cipher_spec(self) -> None:
        """Send a change_cipher_spec record."""
        self.flush()
        self.tell(ChangeCipherSpec(True))
        self._write_record(CHANGE_CIPHER_SPEC, b"\x01")

    def flush(self) -> None:
        """Write the messages that wait to share records."""
        if self._coalesced:
            data = bytes(self._coalesced)
            self._coalesced.clear()
            self._write(HANDSHAKE, data)

    def read_with(self, protection: Protection | None, names: tuple[str, ...] = ()) -> None:
        """Open what comes from now on with `protection`. A message must not reach over a change of keys (RFC 8446 section 5.1)."""
        if self._handshake:
            raise PeerError(AlertDescription.unexpected_message, "tls_message_over_key_change")
        self.reading = protection
        if protection is not None:
            self.tell(KeysInstalled(False, protection.level, names or (protection.key_name, protection.iv_name)))

    def write_with(self, protection: Protection | None, names: tuple[str, ...] = ()) -> None:
        """Seal what is sent from now on with `protection`."""
        self.flush()
        self.writing = protection
        if protection is not None:
            self.tell(KeysInstalled(True, protection.level, names or (protection.key_name, protection.iv_name)))

    def alert(self, level: AlertLevel, description: AlertDescription, reason: Message | None) -> None:
        """Send an alert."""
        self._coalesced.clear()
        self.tell(AlertSent(level, description, reason))
        self._write_record(ALERT, bytes((level, description)))

    def fail(self, error: PeerError) -> None:
        """End the connection with the alert that `error` asks for."""
        if self.closed:
            return
        self.failure = error
        if not self.sent_close:
            self.alert(AlertLevel.fatal, error.alert, error.message)
        self._end()

    def destroy(self, names: tuple[str, ...]) -> None:
        """Tell that these values are forgotten."""
        if names:
            self.tell(KeysDestroyed(names))

    def _end(self) -> None:
        if self.closed:
            return
        self.reading = self.writing = None
        self._incoming.clear()
        self._handshake.clear()
        self.forget()
        self.destroy(tuple(name for name in self._living if name not in self.kept))
        self.enter(State.CLOSED)

    def forget(self) -> None:
        """Destroy every secret."""
        if self.machine is not self:
            self.machine.close()

    # Reading

    def _take_content(self, record: Record) -> None:
        content, inner_type = record.content, record.inner_type
        if self._handshake and inner_type != HANDSHAKE:
            raise PeerError(AlertDescription.unexpected_message, "tls_interleaved", type=inner_type)
        if inner_type == HANDSHAKE:
            if not content:
                raise PeerError(AlertDescription.unexpected_message, "tls_empty_handshake_record")
            self._handshake += content
            self._take_messages(record.level)
        elif inner_type == APPLICATION_DATA:
            self._take_application_data(record)
        elif inner_type == ALERT:
            self._take_alert(content)
        else:
            raise PeerError(AlertDescription.unexpected_message, "tls_unknown_content_type", type=inner_type)

    def _take_messages(self, level: Level) -> None:
        handshake = self._handshake
        while len(handshake) >= 4 and not self.closed:
            length = int.from_bytes(handshake[1:4], "big")
            if length > self.settings.maximum_handshake_message:
                raise PeerError(AlertDescription.decode_error, "tls_message_too_long", length=length)
            if len(handshake) < 4 + length:
                return
            message = bytes(handshake[: 4 + length])
            del handshake[: 4 + length]
            self._idle = 0
            self.tell(MessageReceived(message, level))
            self.hear(message)

    def hear(self, message: bytes) -> None:
        """Give a message to the method that the state's table names. Raises PeerError: unexpected_message."""
        handler = self.machine.table.get(self.state, {}).get(message[0])
        if handler is None:
            member = HandshakeType._value2member_map_.get(message[0])
            name = str(member.name) if member is not None else str(message[0])
            raise PeerError(AlertDescription.unexpected_message, "tls_unexpected_message", message=name, state=self.state.value)
        getattr(self.machine, handler)(message)

    def may_receive_application_data(self) -> bool:
        """Whether application data may come in this state."""
        if self.connected:
            return self.version != ProtocolVersion.TLS1_3 or not self.machine.speaks_later
        return self.state is State.WAIT_EOED

    def _take_application_data(self, record: Record) -> None:
        if record.level is Level.none or not self.may_receive_application_data():
            raise PeerError(AlertDescription.unexpected_message, "tls_early_application_data", state=self.state.value)
        if not record.content:
            self._count_idle()
            return
        self._idle = 0
        self.data_since_post_handshake = True
        if self.early_data_allowed is not None:
            self.early_data_allowed -= len(record.content)
            if self.early_data_allowed < 0:
                raise PeerError(AlertDescription.unexpected_message, "tls_too_much_early_data")
        if len(self._received) + len(record.content) > self.settings.maximum_buffered_data:
            raise PeerError(AlertDescription.internal_error, "tls_too_much_data")
        self.tell(ApplicationData(False, record.content, record.level))
        self._received += record.content

    def _take_alert(self, content: bytes) -> None:
        if not content:  # RFC 8446 section 5.4
            raise PeerError(AlertDescription.unexpected_message, "tls_alert_length", length=0)
        if len(content) != 2:
            raise PeerError(AlertDescription.decode_error, "tls_alert_length", length=len(content))
        level, description = content
        alert = AlertReceived(level, description)
        self.tell(alert)
        if description == AlertDescription.close_notify:
            self.received_close = True
            if not self.connected:
                self.failure = alert
            self.close()
            self._end()
        elif level == AlertLevel.warning and (self.version != ProtocolVersion.TLS1_3 or description == AlertDescription.user_canceled):
            self._count_idle()
        else:
            self.failure = alert
            self._end()

    def _take_change_cipher_spec(self, wire: bytes) -> None:
        record = Record(CHANGE_CIPHER_SPEC, wire, CHANGE_CIPHER_SPEC, wire[5:])
        self.tell(RecordReceived(record))
        self.tell(ChangeCipherSpec(False))
        if record.content != b"\x01":
            raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_content")
        self._count_idle()
        hello_retry = self.version == 0 and self.state is State.WAIT_SH and ProtocolVersion.TLS1_3 in self.settings.versions
        if self.version == ProtocolVersion.TLS1_3 or hello_retry:
            if self.connected:
                raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_late")
            if self._handshake:
                raise PeerError(AlertDescription.unexpected_message, "tls_interleaved", type=CHANGE_CIPHER_SPEC)
            return
        if self.version == ProtocolVersion.TLS1_2:
            if self._handshake:
                raise PeerError(AlertDescription.unexpected_message, "tls_message_over_key_change")
            self.machine.change_cipher_spec()
            return
        raise PeerError(AlertDescription.unexpected_message, "tls_change_cipher_spec_early")

    def _count_idle(self) -> None:
        self._idle += 1
        if self._idle > MAXIMUM_IDLE_RECORDS:
            raise PeerError(AlertDescription.unexpected_message, "tls_too_many_idle_records")

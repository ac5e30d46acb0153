"""The records of one end of a connection, in both directions (RFC 8446 section 5, RFC 5246 section 6.2).

What is inside goes to `Connection`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.configuration import Configuration
from workbench.core.tls.events import Level, Record, RecordReceived, RecordSent
from workbench.core.tls.parameters import ContentType, ProtocolVersion
from workbench.core.tls.protection import MAXIMUM_FRAGMENT, Protection

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA = (
    int(ContentType.change_cipher_spec),
    int(ContentType.alert),
    int(ContentType.handshake),
    int(ContentType.application_data),
)
RECORD_EXPANSION = 17
"""Bytes that a protected record has more than its content: the content type and the tag."""


class RecordLayer(ABC):
    """Bytes to records and back.

    version              the negotiated one, 0 before that
    reading, writing     what protects the records of a direction, None at the beginning
    send_limit, receive_limit   longest plaintext of a record
    early_data_to_skip   bytes of 0-RTT data that a server refused and passes over
    record_version       what an unprotected record's header says
    """

    is_client: bool

    def __init__(self, configuration: Configuration) -> None:
        self.settings = configuration
        self.listener = configuration.listener
        self.version: int = 0
        self.reading: Protection | None = None
        self.writing: Protection | None = None
        self.send_limit = MAXIMUM_FRAGMENT
        self.receive_limit = MAXIMUM_FRAGMENT
        self.early_data_to_skip = 0
        self.record_version = ProtocolVersion.TLS1_0 if self.is_client else ProtocolVersion.TLS1_2
        self._incoming = bytearray()
        self._outgoing = bytearray()

    @property
    @abstractmethod
    def closed(self) -> bool:
        """Whether nothing more will be sent or heard."""

    @abstractmethod
    def _take_content(self, record: Record) -> None:
        """What a record holds."""

    @abstractmethod
    def _take_change_cipher_spec(self, wire: bytes) -> None:
        """An unprotected change_cipher_spec record."""

    def data_to_send(self) -> bytes:
        """Bytes for the network, once."""
        data = bytes(self._outgoing)
        self._outgoing.clear()
        return data

    # Writing

    def _write(self, content_type: int, content: bytes) -> None:
        limit = self.send_limit
        if len(content) <= limit:
            self._write_record(content_type, content)
            return
        for start in range(0, len(content), limit):
            self._write_record(content_type, content[start : start + limit])

    def _write_record(self, content_type: int, content: bytes) -> None:
        protection = self.writing
        if protection is None or (content_type == CHANGE_CIPHER_SPEC and self.version != ProtocolVersion.TLS1_2):
            wire = b"%c%b%b%b" % (content_type, self.record_version.to_bytes(2, "big"), len(content).to_bytes(2, "big"), content)
            record = Record(content_type, wire, content_type, content)
        else:
            record = protection.seal(content_type, content, self._padding(len(content)))
        self._outgoing += record.wire
        self.listener(RecordSent(record))

    def _padding(self, length: int) -> int:
        multiple = self.settings.padding
        if not multiple or self.version != ProtocolVersion.TLS1_3:
            return 0
        return min(-(length + 1) % multiple, self.send_limit - length)

    # Reading

    def _take_records(self) -> None:
        incoming = self._incoming
        start = 0
        try:
            while len(incoming) - start >= 5 and not self.closed:
                length = incoming[start + 3] << 8 | incoming[start + 4]
                self._check_header(incoming[start], incoming[start + 1], length)
                stop = start + 5 + length
                if stop > len(incoming):
                    break
                wire = bytes(incoming[start:stop])
                start = stop
                self._take_record(wire)
        finally:
            del incoming[:start]

    def _check_header(self, content_type: int, major: int, length: int) -> None:
        """A record's header, as soon as it is there: no byte of a wrong one is waited for (RFC 8446 section 5.1)."""
        if not CHANGE_CIPHER_SPEC <= content_type <= APPLICATION_DATA:
            raise PeerError(AlertDescription.unexpected_message, "tls_unknown_content_type", type=content_type)
        if major != 3 and self.version != ProtocolVersion.TLS1_3:  # which ignores it (RFC 8446 section 5.1)
            raise PeerError(AlertDescription.protocol_version, "tls_not_tls", major=major)
        protected = self.reading is not None or content_type == APPLICATION_DATA
        allowance = (256 if self.version == ProtocolVersion.TLS1_3 else 2048) if protected else 0
        if length > MAXIMUM_FRAGMENT + allowance:
            raise PeerError(AlertDescription.record_overflow, "tls_record_too_long", length=length)

    def _take_record(self, wire: bytes) -> None:
        content_type = wire[0]
        tls13 = self.version == ProtocolVersion.TLS1_3
        reading = self.reading
        if content_type == CHANGE_CIPHER_SPEC and (tls13 or self.version == 0 or reading is None):
            self._take_change_cipher_spec(wire)
            return
        if reading is None:
            if content_type == APPLICATION_DATA and self._skips(wire):
                return
            record = Record(content_type, wire, content_type, wire[5:])
        elif tls13 and content_type != APPLICATION_DATA:
            # A client that cannot go on after our ServerHello may have no keys yet for its alert.
            if content_type != ALERT or reading.level is not Level.handshake or reading.sequence_number:
                raise PeerError(AlertDescription.unexpected_message, "tls_unprotected_record", type=content_type)
            record = Record(content_type, wire, content_type, wire[5:])
        else:
            try:
                record = reading.open(wire)
            except PeerError as error:
                if error.alert is AlertDescription.bad_record_mac and self._skips(wire):
                    return
                raise
            self.early_data_to_skip = 0
            padding = record.padding if tls13 else 0
            if len(record.content) + padding > self.receive_limit:
                raise PeerError(AlertDescription.record_overflow, "tls_record_over_limit", length=len(record.content))
        self.listener(RecordReceived(record))
        self._take_content(record)

    def _skips(self, wire: bytes) -> bool:
        """Whether this record is 0-RTT data that a server refused to read (RFC 8446 section 4.2.10)."""
        if self.early_data_to_skip <= 0:
            return False
        self.early_data_to_skip -= max(1, len(wire) - 5 - RECORD_EXPANSION)
        self.listener(RecordReceived(Record(wire[0], wire, APPLICATION_DATA, b"", Level.early_data)))
        return True

"""Every state of TLS 1.3 on both sides hears every message, change_cipher_spec, alerts and application data (RFC 8446 appendix A).

What may come is written down here by hand, from the RFC; all else is answered by unexpected_message. Nothing hangs, nothing raises.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.core.tls.conversation import NOW, Side, carry, client, credential, server, talk
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.events import AlertReceived, AlertSent, Level, MessageSent
from workbench.core.tls.parameters import HandshakeType
from workbench.core.tls.states import CLIENT_13, SERVER_13, State
from workbench.core.tls.tickets import TicketKeys

KEYS = TicketKeys(clock=lambda: NOW)
UNEXPECTED = AlertDescription.unexpected_message
HANDSHAKE, ALERT, CHANGE_CIPHER_SPEC, APPLICATION_DATA = 22, 21, 20, 23
UNKNOWN = 99


@cache
def ticket() -> Any:
    left, _ = talk(client(), server(ticket_keys=KEYS, max_early_data_size=1000))
    return left.endpoint.sessions[0]


def records(data: bytes) -> list[bytes]:
    found = []
    while data:
        size = 5 + int.from_bytes(data[3:5], "big")
        found.append(data[:size])
        data = data[size:]
    return found


def client_in(state: State, **settings: Any) -> Side:
    """A client that is fed its server's flight until it is in this state."""
    there = settings.pop("there", {})
    left, right = client(**settings), server(**there)
    left.endpoint.start()
    for _ in range(5):
        for record in records(exchange(left, right)):
            if left.endpoint.state is state and (state is not State.WAIT_SH or left.endpoint.machine is not left.endpoint):
                return left
            left.endpoint.receive(record)
        if left.endpoint.state is state:
            return left
    raise AssertionError(state)


def exchange(left: Side, right: Side) -> bytes:
    right.endpoint.receive(left.endpoint.data_to_send())
    return bytes(right.endpoint.data_to_send())


def server_in(state: State, there: dict[str, Any], **settings: Any) -> Side:
    """A server that is fed its client's messages until it is in this state."""
    left, right = client(**settings), server(**there)
    left.endpoint.start()
    for _ in range(5):
        for record in records(left.endpoint.data_to_send()):
            if right.endpoint.state is state and state is not State.START:
                return right
            right.endpoint.receive(record)
            if right.endpoint.state is state:
                return right
        left.endpoint.receive(right.endpoint.data_to_send())
    raise AssertionError(state)


def client_at_start() -> Side:
    return client()


def client_waiting_for_server_hello() -> Side:
    left = client()
    left.endpoint.start()
    return left


def server_that_asked_later() -> Side:
    left, right = talk(client(post_handshake_auth=True), server())
    assert left.endpoint.connected
    right.endpoint.request_client_certificate()
    return right


MUTUAL = {"request_client_certificate": True}
EARLY = {"ticket_keys": KEYS, "max_early_data_size": 1000}
ME = (credential("me"),)
T = HandshakeType

PLACES: dict[str, tuple[Callable[[], Side], set[int]]] = {
    "client START": (client_at_start, set()),
    "client WAIT_SH": (client_waiting_for_server_hello, {T.server_hello}),
    "client WAIT_SH after HelloRetryRequest": (lambda: client_in(State.WAIT_SH, key_share_groups=()), {T.server_hello}),
    "client WAIT_EE": (lambda: client_in(State.WAIT_EE), {T.encrypted_extensions}),
    "client WAIT_CERT_CR": (lambda: client_in(State.WAIT_CERT_CR), {T.certificate, T.certificate_request}),
    "client WAIT_CERT": (lambda: client_in(State.WAIT_CERT, there=MUTUAL), {T.certificate}),
    "client WAIT_CV": (lambda: client_in(State.WAIT_CV), {T.certificate_verify}),
    "client WAIT_FINISHED": (lambda: client_in(State.WAIT_FINISHED), {T.finished}),
    "client WAIT_FINISHED resumed": (lambda: client_in(State.WAIT_FINISHED, session=ticket(), there=EARLY), {T.finished}),
    "client CONNECTED": (lambda: client_in(State.CONNECTED), {T.new_session_ticket, T.key_update}),
    "client CONNECTED with post_handshake_auth": (
        lambda: client_in(State.CONNECTED, post_handshake_auth=True),
        {T.new_session_ticket, T.key_update, T.certificate_request},
    ),
    "server START": (server, {T.client_hello}),
    "server START after HelloRetryRequest": (lambda: server_in(State.START, {}, key_share_groups=()), {T.client_hello}),
    "server WAIT_EOED": (lambda: server_in(State.WAIT_EOED, EARLY, session=ticket(), early_data=b"x"), {T.end_of_early_data}),
    "server WAIT_CERT": (lambda: server_in(State.WAIT_CERT, MUTUAL), {T.certificate}),
    "server WAIT_CV": (lambda: server_in(State.WAIT_CV, MUTUAL, credentials=ME), {T.certificate_verify}),
    "server WAIT_FINISHED": (lambda: server_in(State.WAIT_FINISHED, {}), {T.finished}),
    "server CONNECTED": (lambda: server_in(State.CONNECTED, {}), {T.key_update}),
    "server CONNECTED, asked for a certificate": (server_that_asked_later, {T.key_update, T.certificate}),
}

REFUSED_FOR_THEIR_CONTENT = {
    # What may come here, but is from another conversation: what is wrong with it.
    T.client_hello: {AlertDescription.illegal_parameter},
    T.server_hello: {AlertDescription.illegal_parameter},
    T.certificate: {AlertDescription.illegal_parameter},
    T.certificate_request: {AlertDescription.illegal_parameter},
    T.certificate_verify: {AlertDescription.decrypt_error},
    T.finished: {AlertDescription.decrypt_error},
    T.encrypted_extensions: {AlertDescription.unsupported_extension},
}


@cache
def messages() -> dict[int, bytes]:
    """One of every type: real ones where TLS 1.3 has them, else a body that would do in its own version."""
    found = {int(type): bytes((type, 0, 0, 0)) for type in HandshakeType} | {UNKNOWN: bytes((UNKNOWN, 0, 0, 1, 7))}
    left, right = talk(client(post_handshake_auth=True, credentials=ME, session=ticket(), early_data=b"x"), server(**EARLY))
    again, other = talk(client(post_handshake_auth=True, credentials=ME), server(**MUTUAL))
    other.endpoint.request_client_certificate()
    again.endpoint.update_keys(True)
    carry(again, other)
    for side in (left, right, again, other):
        for event in side.events:
            if isinstance(event, MessageSent):
                found[event.message[0]] = event.message
    assert sum(len(message) > 4 for message in found.values()) == 10  # nine of TLS 1.3 (EndOfEarlyData is empty), and the unknown one
    return found


def sealed(side: Side, content_type: int, content: bytes) -> bytes:
    """A record as the peer would send it now."""
    reading = side.endpoint.reading
    if reading is None:
        return bytes((content_type, 3, 3)) + len(content).to_bytes(2, "big") + content
    return bytes(copy.copy(reading).seal(content_type, content).wire)


def alert_of(side: Side) -> AlertDescription | None:
    """The alert with which it ended the connection, None when it goes on."""
    failure = side.endpoint.failure
    if failure is None:
        return None
    assert isinstance(failure, PeerError) and side.endpoint.closed
    sent = [event for event in side.events if isinstance(event, AlertSent)]
    assert [event.description for event in sent] == [failure.alert] and sent[0].reason == failure.message
    assert side.endpoint.data_to_send()[-7:], "the alert is on its way"
    return failure.alert


@pytest.mark.parametrize("place", PLACES)
def test_every_message_in_every_state(place: str) -> None:
    make, allowed = PLACES[place]
    for type, message in messages().items():
        side = make()
        side.endpoint.data_to_send()
        side.endpoint.receive(sealed(side, HANDSHAKE, message))
        alert = alert_of(side)
        if type in allowed:
            assert alert is None or alert in REFUSED_FOR_THEIR_CONTENT[HandshakeType(type)], (place, type, side.endpoint.failure.message)
        else:
            assert alert is UNEXPECTED, (place, type, side.endpoint.failure)


@pytest.mark.parametrize("place", PLACES)
def test_every_allowed_message_without_its_body_or_with_more(place: str) -> None:
    make, allowed = PLACES[place]
    for type in allowed:
        message = messages()[type]
        for body in (b"", message[4:-1], message[4:] + b"\0"):
            if body == message[4:]:
                continue
            side = make()
            side.endpoint.data_to_send()
            side.endpoint.receive(sealed(side, HANDSHAKE, bytes((type,)) + len(body).to_bytes(3, "big") + body))
            alert = alert_of(side)
            assert alert in (AlertDescription.decode_error, AlertDescription.illegal_parameter), (place, type, body, side.endpoint.failure)


@pytest.mark.parametrize("place", PLACES)
def test_application_data_in_every_state(place: str) -> None:
    side = PLACES[place][0]()
    side.endpoint.data_to_send()
    side.endpoint.receive(sealed(side, APPLICATION_DATA, b"data"))
    welcome = "CONNECTED" in place or place == "server WAIT_EOED"
    assert alert_of(side) is (None if welcome else UNEXPECTED)
    assert side.endpoint.take_received().endswith(b"data") is welcome


@pytest.mark.parametrize("place", PLACES)
def test_change_cipher_spec_in_every_state(place: str) -> None:
    """A dummy one is dropped from the first ClientHello to the peer's Finished (RFC 8446 section 5)."""
    late = "CONNECTED" in place
    early = place in ("client START", "server START")
    side = PLACES[place][0]()
    side.endpoint.data_to_send()
    state = side.endpoint.state
    side.endpoint.receive(b"\x14\x03\x03\x00\x01\x01")
    assert alert_of(side) is (UNEXPECTED if late or early else None)
    assert late or early or side.endpoint.state is state
    for wire in (b"\x14\x03\x03\x00\x01\x02", b"\x14\x03\x03\x00\x02\x01\x01", b"\x14\x03\x03\x00\x00"):
        side = PLACES[place][0]()
        side.endpoint.data_to_send()
        side.endpoint.receive(wire)
        assert alert_of(side) is UNEXPECTED
    side = PLACES[place][0]()
    if side.endpoint.reading is not None:  # a protected one
        side.endpoint.data_to_send()
        side.endpoint.receive(sealed(side, CHANGE_CIPHER_SPEC, b"\x01"))
        assert alert_of(side) is UNEXPECTED


@pytest.mark.parametrize("place", PLACES)
def test_alerts_in_every_state(place: str) -> None:
    make = PLACES[place][0]
    for level, description in ((2, 40), (1, 40), (2, 255), (1, 0), (2, 0), (7, 50)):
        side = make()
        side.endpoint.receive(sealed(side, ALERT, bytes((level, description))))
        version = side.endpoint.version
        if level == 1 and description == 40 and not version:
            assert not side.endpoint.closed, "an older version may still be chosen, where warnings mean nothing"
            continue
        assert side.endpoint.closed
        finished = description == 0 and "CONNECTED" in place
        assert side.endpoint.failure == (None if finished else AlertReceived(level, description))
    side = make()
    side.endpoint.receive(sealed(side, ALERT, bytes((1, AlertDescription.user_canceled))))
    assert not side.endpoint.closed and side.endpoint.failure is None
    for content in (b"", b"\x02", b"\x02\x28\x00"):
        side = make()
        side.endpoint.data_to_send()
        side.endpoint.receive(sealed(side, ALERT, content))
        assert alert_of(side) is (AlertDescription.decode_error if content else UNEXPECTED)  # RFC 8446 section 5.4


@pytest.mark.parametrize("place", PLACES)
def test_other_records_in_every_state(place: str) -> None:
    for content_type in (0, 19, 24, 25, 255):
        side = PLACES[place][0]()
        side.endpoint.data_to_send()
        side.endpoint.receive(sealed(side, content_type, b"\0\0") if content_type else b"\0\3\3\0\1\0")
        assert alert_of(side) is UNEXPECTED
    side = PLACES[place][0]()
    side.endpoint.data_to_send()
    side.endpoint.receive(sealed(side, HANDSHAKE, b""))
    assert alert_of(side) is UNEXPECTED


@pytest.mark.parametrize("place", [place for place, (make, _) in PLACES.items() if make().endpoint.reading is not None])
def test_protected_states_take_nothing_unprotected(place: str) -> None:
    for content_type, content in ((HANDSHAKE, messages()[T.finished]), (ALERT, b"\x02\x28")):
        side = PLACES[place][0]()
        side.endpoint.data_to_send()
        first = side.endpoint.reading.level is Level.handshake and side.endpoint.reading.sequence_number == 0
        side.endpoint.receive(bytes((content_type, 3, 3)) + len(content).to_bytes(2, "big") + content)
        if content_type == ALERT and first:  # the peer may have had no keys yet
            assert side.endpoint.failure == AlertReceived(2, 40)
        else:
            assert alert_of(side) is UNEXPECTED
    side = PLACES[place][0]()
    side.endpoint.data_to_send()
    skipped = side.endpoint.early_data_to_skip
    side.endpoint.receive(b"\x17\x03\x03\x00\x20" + bytes(32))
    assert alert_of(side) is (AlertDescription.bad_record_mac if not skipped else None)


def test_the_tables_speak_of_methods_that_there_are() -> None:
    for table, machine in ((CLIENT_13, client().endpoint.client13), (SERVER_13, talk(client(), server())[1].endpoint.machine)):
        for row in table.values():
            for method in row.values():
                assert callable(getattr(machine, method)), method


@pytest.mark.parametrize("place", PLACES)
def test_a_message_over_a_change_of_keys(place: str) -> None:
    """Bytes behind a message after which keys change belong to nobody (RFC 8446 section 5.1)."""
    make, allowed = PLACES[place]
    if T.key_update not in allowed:
        return
    side = make()
    side.endpoint.data_to_send()
    side.endpoint.receive(sealed(side, HANDSHAKE, messages()[T.key_update] + b"\x18"))
    assert alert_of(side) is UNEXPECTED

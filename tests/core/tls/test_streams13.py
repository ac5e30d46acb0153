"""Damaged, cut and chopped streams of TLS 1.3, to both sides: success or a clean failure, never anything else."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.tls.conversation import NOW, Side, carry, client, credential, server, talk
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.events import AlertReceived, AlertSent
from workbench.core.tls.tickets import TicketKeys

KEYS = TicketKeys(clock=lambda: NOW)
SESSION = talk(client(), server(ticket_keys=KEYS, max_early_data_size=1000))[0].endpoint.sessions[0]

CONVERSATIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "full": ({"application_layer_protocols": (b"h2",)}, {"application_layer_protocols": (b"h2",), "ticket_keys": KEYS}),
    "hello retry": ({"key_share_groups": (), "grease": True}, {"coalesce": True}),
    "mutual": ({"credentials": (credential("me"),), "coalesce": True}, {"request_client_certificate": True}),
    "early data": ({"session": SESSION, "early_data": b"early"}, {"ticket_keys": KEYS, "max_early_data_size": 1000}),
    "refused early data": ({"session": SESSION, "early_data": b"early"}, {}),
}


def repeatable(seed: int) -> Any:
    return Random(seed).randbytes


def pair(name: str) -> tuple[Side, Side]:
    here, there = CONVERSATIONS[name]
    same = {"deterministic_signatures": True}
    return client(random=repeatable(1), **here, **same), server(random=repeatable(2), **there, **same)


def carry_damaged(left: Side, right: Side, to_server: bool, change: Any) -> None:
    """The conversation with every flight in one direction changed; then both send data and the network ends."""
    target = right if to_server else left
    left.endpoint.start()
    for _ in range(20):
        there, back = left.endpoint.data_to_send(), right.endpoint.data_to_send()
        if not there and not back:
            break
        right.endpoint.receive(change(there) if to_server else there)
        left.endpoint.receive(back if to_server else change(back))
    for side in (left, right):
        if side.endpoint.connected:
            side.endpoint.send(b"data")
    carry(left, right)
    for side in (left, right):
        side.endpoint.receive_eof()
    check(target)


def check(side: Side) -> None:
    """It is over, and if that was because of what came, the peer was told so once."""
    endpoint = side.endpoint
    assert endpoint.closed and endpoint.reading is None is endpoint.writing
    failure = endpoint.failure
    assert isinstance(failure, PeerError | AlertReceived) or failure is None
    fatal = [event for event in side.events if isinstance(event, AlertSent) and event.level == 2]
    if isinstance(failure, PeerError) and failure.message.id != "tls_cut_off":
        assert [event.description for event in fatal] == [failure.alert]
        assert failure.message.id != "tls_internal_error"
    else:
        assert fatal == []
    assert len(endpoint._incoming) == len(endpoint._handshake) == 0


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("to_server", [True, False], ids=["to the server", "to the client"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_changed_bytes(name: str, to_server: bool, data: st.DataObject) -> None:
    state = {"left": data.draw(st.integers(1, 3))}

    def change(flight: bytes) -> bytes:
        if not flight or not state["left"] or data.draw(st.booleans()):
            return flight
        state["left"] -= 1
        changed = bytearray(flight)
        place = data.draw(st.integers(0, len(changed) - 1))
        kind = data.draw(st.sampled_from(("set", "insert", "delete", "cut", "repeat")))
        if kind == "set":
            changed[place] = data.draw(st.integers(0, 255))
        elif kind == "insert":
            changed[place:place] = data.draw(st.binary(min_size=1, max_size=8))
        elif kind == "delete":
            del changed[place : place + data.draw(st.integers(1, 8))]
        elif kind == "cut":
            del changed[place:]
        else:
            changed += changed[place:]
        return bytes(changed)

    carry_damaged(*pair(name), to_server, change)


@pytest.mark.parametrize("to_server", [True, False], ids=["to the server", "to the client"])
def test_every_byte_of_the_hellos_changed(to_server: bool) -> None:
    """A changed hello may still be agreed upon, but never as if nothing had happened: at the latest Finished tells."""
    left, right = pair("full")
    left.endpoint.start()
    hello = left.endpoint.data_to_send()
    right.endpoint.receive(hello)
    answer = right.endpoint.data_to_send()
    length = len(hello) if to_server else 5 + int.from_bytes(answer[3:5], "big")
    for place in range(length):
        first = [True]

        def change(flight: bytes, place: int = place, first: list[bool] = first) -> bytes:
            if not first[0] or not flight:
                return flight
            first[0] = False
            return flight[:place] + bytes((flight[place] ^ 0x55,)) + flight[place + 1 :]

        left, right = pair("full")
        carry_damaged(left, right, to_server, change)
        header = place in (1, 2)  # the record's version, which nobody need look at
        assert header or left.endpoint.failure is not None or right.endpoint.failure is not None, place
        connected = "NewSessionTicket" in right.sent
        assert header or not connected, place


@pytest.mark.parametrize("name", CONVERSATIONS)
@given(noise=st.binary(max_size=300), type=st.sampled_from((20, 21, 22, 23)))
@settings(max_examples=50, deadline=None)
def test_noise_in_records(name: str, noise: bytes, type: int) -> None:
    record = bytes((type, 3, 3)) + len(noise).to_bytes(2, "big") + noise
    for to_server in (True, False):
        carry_damaged(*pair(name), to_server, lambda flight: record + flight if flight else flight)


def told(side: Side) -> list[Any]:
    """Everything that it told, but for how long it took."""
    return [event._replace(seconds=0.0) if hasattr(event, "seconds") else event for event in side.events]


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("chunk", [1, 2, 5, 1000])
def test_pieces_make_no_difference(name: str, chunk: int) -> None:
    whole, pieces = pair(name), pair(name)
    talk(*whole)
    talk(*pieces, chunk=chunk)
    for side, other in zip(whole, pieces, strict=True):
        assert side.endpoint.connected and other.endpoint.connected
        assert side.endpoint.negotiated == other.endpoint.negotiated
        if "ticket_keys" in CONVERSATIONS[name][1]:  # tickets are sealed with a nonce of their own
            assert [type(event) for event in side.events] == [type(event) for event in other.events]
        else:
            assert told(side) == told(other)


@pytest.mark.parametrize("to_server", [True, False], ids=["to the server", "to the client"])
def test_a_stream_that_ends_anywhere(to_server: bool) -> None:
    left, right = pair("mutual")
    left.endpoint.start()
    first = left.endpoint.data_to_send()
    right.endpoint.receive(first)
    flight = first if to_server else right.endpoint.data_to_send()
    for length in range(0, len(flight), 3):
        left, right = pair("mutual")
        left.endpoint.start()
        target = right
        if to_server:
            right.endpoint.receive(flight[:length])
        else:
            target = left
            left.endpoint.receive(flight[:length])
        target.endpoint.receive_eof()
        assert target.endpoint.failure.message.id == "tls_cut_off"
        check(target)

"""0-RTT: sent, taken, refused, passed over, and never twice (RFC 8446 sections 2.3, 4.2.10 and 8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.tls.conversation import NOW, Clock, Side, carry, client, server, talk
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.configuration import Session
from workbench.core.tls.events import ApplicationData, Level
from workbench.core.tls.tickets import AntiReplay, TicketKeys

REQUEST = b"GET / HTTP/1.1\r\n\r\n"
KEYS = TicketKeys(clock=Clock())


def session(size: int = 1000, **settings: Any) -> Session:
    visitor, _ = talk(client(**settings), server(ticket_keys=KEYS, max_early_data_size=size, application_layer_protocols=(b"h2", b"h3")))
    found: Session = visitor.endpoint.sessions[0]
    return found


def come_back(here: dict[str, Any] | None = None, there: dict[str, Any] | None = None) -> tuple[Side, Side]:
    kept = (here or {}).pop("session", None) or session()
    defaults = {"ticket_keys": KEYS, "max_early_data_size": 1000}
    return talk(client(session=kept, **({"early_data": REQUEST} | (here or {}))), server(**(defaults | (there or {}))))


def refused(left: Side, right: Side) -> None:
    """The handshake goes on, the server saw nothing of the data, and the client knows it."""
    assert left.endpoint.connected and right.endpoint.connected, (left.endpoint.failure, right.endpoint.failure)
    assert left.endpoint.negotiated["early_data"] is False is right.endpoint.negotiated["early_data"]
    assert right.endpoint.take_received() == b""
    assert left.endpoint.rejected_early_data == REQUEST
    left.endpoint.send(left.endpoint.rejected_early_data)
    carry(left, right)
    assert right.endpoint.take_received() == REQUEST


def test_early_data_is_taken() -> None:
    left, right = come_back()
    assert left.endpoint.connected and right.endpoint.connected
    assert left.endpoint.negotiated["early_data"] is True is right.endpoint.negotiated["early_data"]
    assert right.endpoint.take_received() == REQUEST
    assert [event for event in right.events if isinstance(event, ApplicationData)] == [ApplicationData(False, REQUEST, Level.early_data)]
    assert left.sent == ["ClientHello", "EndOfEarlyData", "Finished"]
    assert left.endpoint.rejected_early_data == b""
    assert left.values["client_early_traffic_secret"] == right.values["client_early_traffic_secret"]
    assert "transcript_hash_end_of_early_data" in left.derived["client_verify_data"].inputs
    common = left.values.keys() & right.values.keys()
    assert [name for name in common if left.values[name] != right.values[name]] == []


def test_the_server_may_answer_before_the_clients_finished() -> None:
    left = client(session=session(), early_data=REQUEST)
    right = server(ticket_keys=KEYS, max_early_data_size=1000)
    left.endpoint.start()
    right.endpoint.receive(left.endpoint.data_to_send())
    assert right.endpoint.take_received() == REQUEST and not right.endpoint.connected
    right.endpoint.send(b"early answer")
    carry(left, right)
    assert left.endpoint.take_received() == b"early answer" and right.endpoint.connected


def test_both_can_export_from_0rtt() -> None:
    left = client(session=session(), early_data=REQUEST)
    right = server(ticket_keys=KEYS, max_early_data_size=1000)
    left.endpoint.start()
    right.endpoint.receive(left.endpoint.data_to_send())
    exported = [side.endpoint.export_keying_material("EXPERIMENTAL", b"context", 20, early=True) for side in (left, right)]
    assert exported[0] == exported[1] and len(exported[0]) == 20


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({}, {"max_early_data_size": 0}),
        ({}, {"ticket_keys": None}),
        ({}, {"early_data_replay": lambda binder: True}),
        ({}, {"application_layer_protocols": (b"h2",)}),
        ({}, {"cipher_suites": (CipherSuite.TLS_CHACHA20_POLY1305_SHA256,)}),
        ({}, {"clock": Clock(NOW + 11)}),
        ({"clock": Clock(NOW + 11)}, {}),
        ({"key_share_groups": ()}, {}),
        ({"key_share_groups": (), "compatibility_mode": False}, {}),
    ],
    ids=["not wanted", "no such ticket", "seen before", "other protocol", "other suite", "server late", "client ahead", "retry", "retry2"],
)
def test_early_data_is_passed_over(here: dict[str, Any], there: dict[str, Any]) -> None:
    if "application_layer_protocols" in there:
        here = here | {"application_layer_protocols": (b"h2",)}
    refused(*come_back(dict(here), there))


def test_the_same_protocol_is_fine() -> None:
    protocols: dict[str, Any] = {"application_layer_protocols": (b"h2",)}
    left, _ = come_back({"session": session(**protocols), **protocols}, protocols)
    assert left.endpoint.negotiated["early_data"] is True


def test_a_replayed_client_hello_is_recognised() -> None:
    left = client(session=session(), early_data=REQUEST)
    settings: dict[str, Any] = {"ticket_keys": KEYS, "max_early_data_size": 1000, "early_data_replay": AntiReplay(10, Clock())}
    left.endpoint.start()
    flight = left.endpoint.data_to_send()
    first, second = server(**settings), server(**settings)
    first.endpoint.receive(flight)
    second.endpoint.receive(flight)
    assert (first.endpoint.take_received(), second.endpoint.take_received()) == (REQUEST, b"")
    # Without memory every copy is taken: this is the danger of 0-RTT.
    careless = server(ticket_keys=KEYS, max_early_data_size=1000)
    careless.endpoint.receive(flight)
    assert careless.endpoint.take_received() == REQUEST


def test_more_than_the_server_allows() -> None:
    _left, right = come_back({"session": session(1000), "early_data": bytes(600)}, {"max_early_data_size": 500})
    assert right.endpoint.failure.message.id == "tls_too_much_early_data"
    assert right.endpoint.failure.alert is AlertDescription.unexpected_message


def test_refused_early_data_is_not_passed_over_without_end() -> None:
    left = client(
        session=session(10**6),
        early_data=bytes(10**5),
    )
    right = server(max_early_data_size=0)
    talk(left, right)
    assert right.endpoint.failure.alert is AlertDescription.bad_record_mac


def test_more_than_the_ticket_allows_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="1000 bytes"):
        client(session=session(), early_data=bytes(1001)).endpoint.start()


def test_what_cannot_be_offered_is_left_to_the_owner() -> None:
    for kept in (None, session(0)):
        left, _right = talk(client(session=kept, early_data=REQUEST), server(ticket_keys=KEYS))
        assert left.endpoint.rejected_early_data == REQUEST and "early_data" not in left.endpoint.negotiated


@pytest.mark.parametrize("chunk", [1, 7])
def test_in_small_pieces(chunk: int) -> None:
    left, right = client(session=session(), early_data=REQUEST), server(ticket_keys=KEYS, max_early_data_size=1000)
    talk(left, right, chunk=chunk)
    assert right.endpoint.connected and right.endpoint.take_received() == REQUEST

"""Everything that may come at the wrong time in TLS 1.2, in every state of both sides; and streams that somebody damaged."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.tls.conversation import Clock, Side, carry
from tests.core.tls.conversation12 import client12, credential, how_it_ended, plain, records, seeded, server12
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.parameters import ContentType, HandshakeType
from workbench.core.tls.session_cache import SessionCache
from workbench.core.tls.states import CLIENT_12, SERVER_12, State
from workbench.core.tls.tickets import TicketKeys

ED25519 = 0xC02B
RSA = 0x009C
CCS = int(ContentType.change_cipher_spec)
APPLICATION_DATA = int(ContentType.application_data)


def full(**server: Any) -> tuple[Side, Side]:
    keys = {"ticket_keys": TicketKeys(), "request_client_certificate": True} | server
    return client12(credentials=(credential("ecdsa"),)), server12(**keys)


def stapled(**client: Any) -> tuple[Side, Side]:
    credentials = tuple(credential(kind, ocsp_response=b"status") for kind in ("ecdsa", "rsa"))
    return client12(**client), server12(credentials=credentials)


def resumed() -> tuple[Side, Side]:
    cache = SessionCache(Clock())
    client, server = client12(session_tickets=False), server12(session_cache=cache)
    client.endpoint.start()
    carry(client, server)
    return client12(session_tickets=False, session=client.endpoint.sessions[0]), server12(session_cache=cache)


WAYS: dict[str, Callable[[], tuple[Side, Side]]] = {
    "full": full,
    "stapled": stapled,
    "stapled with RSA": lambda: stapled(cipher_suites=(RSA,)),
    "resumed": resumed,
}


def walk(way: str, role: str, stop: State | None) -> tuple[Side, Side, list[State]]:
    """A conversation in which `role` gets one record after the other until it is in the state `stop`; all states it came through.

    Returns the endpoint of that role, its peer, and the states.
    """
    client, server = WAYS[way]()
    client.endpoint.start()
    ours, peer = (client, server) if role == "client" else (server, client)
    states: list[State] = [ours.endpoint.state]
    while stop is None or ours.endpoint.state is not stop:
        peer.endpoint.receive(ours.endpoint.data_to_send())
        waiting = records(peer.endpoint.data_to_send())
        if not waiting:
            break
        for record in waiting:
            ours.endpoint.receive(record)
            states.append(ours.endpoint.state)
            if ours.endpoint.state is stop:
                break
    return ours, peer, list(dict.fromkeys(states))


@cache
def places() -> list[tuple[str, str, State]]:
    """Every state of either role, with a way that leads there."""
    found: dict[tuple[str, State], str] = {}
    for way in WAYS:
        for role in ("client", "server"):
            for state in walk(way, role, None)[2]:
                found.setdefault((role, state), way)
    return [(way, role, state) for (role, state), way in found.items()]


def test_every_state_is_reached() -> None:
    reached = {(role, state) for _, role, state in places()}
    assert reached == {("client", state) for state in CLIENT_12} | {("server", state) for state in SERVER_12}


def give(ours: Side, peer: Side, content_type: int, content: bytes) -> None:
    """Have `ours` receive a record as its peer would protect it now."""
    if ours.endpoint.reading is None:
        ours.endpoint.receive(plain(content, content_type))
        return
    protection = peer.endpoint.machine._protections[peer.endpoint.machine.side]
    protection.sequence_number = ours.endpoint.reading.sequence_number
    ours.endpoint.receive(protection.seal(content_type, content).wire)


each_place = pytest.mark.parametrize(("way", "role", "state"), places(), ids=lambda value: str(value))


@each_place
@pytest.mark.parametrize("type", list(HandshakeType), ids=lambda type: type.name)
def test_every_message_in_every_state(way: str, role: str, state: State, type: HandshakeType) -> None:
    ours, peer, _ = walk(way, role, state)
    assert ours.endpoint.state is state
    ours.endpoint.data_to_send()
    allowed = ours.endpoint.machine.table[state] if hasattr(ours.endpoint.machine, "table") else {}
    give(ours, peer, 22, bytes((type, 0, 0, 1, 0xFF)))  # a body that none of them has
    if type in allowed:
        assert ours.endpoint.closed
        # A Finished is wrong, a ClientKeyExchange of RSA would be decrypted; all else is not even a message.
        assert ours.endpoint.failure.alert.name in ("decode_error", "decrypt_error")
    else:
        assert how_it_ended(ours) == ("tls_unexpected_message", "unexpected_message")
    assert ours.endpoint.data_to_send(), "the peer hears of it"


@each_place
def test_change_cipher_spec_in_every_state(way: str, role: str, state: State) -> None:
    """One that comes early would have the keys made of what an attacker knows (CVE-2014-0224)."""
    ours, peer, _ = walk(way, role, state)
    give(ours, peer, CCS, b"\x01")
    if state is State.WAIT_CCS:
        assert ours.endpoint.state is State.WAIT_FINISHED
    else:
        assert how_it_ended(ours)[1] == "unexpected_message"


@each_place
def test_application_data_in_every_state(way: str, role: str, state: State) -> None:
    ours, peer, _ = walk(way, role, state)
    give(ours, peer, APPLICATION_DATA, b"data")
    if state is State.CONNECTED:
        assert ours.endpoint.take_received() == b"data"
    else:
        assert how_it_ended(ours)[1] == "unexpected_message"


@each_place
def test_the_network_ends_in_every_state(way: str, role: str, state: State) -> None:
    ours, _, _ = walk(way, role, state)
    ours.endpoint.receive_eof()
    assert ours.endpoint.closed and ours.endpoint.failure is not None


@pytest.mark.parametrize("content", [b"", b"\x00", b"\x01\x01"])
def test_a_change_cipher_spec_that_says_something_else(content: bytes) -> None:
    ours, peer, _ = walk("full", "client", State.WAIT_CCS)
    give(ours, peer, CCS, content)
    assert how_it_ended(ours) == ("tls_change_cipher_spec_content", "unexpected_message")


def test_a_message_must_not_reach_over_change_cipher_spec() -> None:
    ours, peer, _ = walk("full", "client", State.WAIT_CCS)
    give(ours, peer, 22, b"\x14\x00\x00")
    give(ours, peer, CCS, b"\x01")
    assert how_it_ended(ours)[1] == "unexpected_message"


# Damaged streams: with repeated randomness and Ed25519 a recorded stream fits a second run byte for byte.


def unread(*_: Any) -> Judgement:
    """Trusts whatever stands in the certificate."""
    return Judgement(True, credential("ed25519").public_key)


def repeatable() -> tuple[Side, Side]:
    return (
        client12(verify=unread, random=seeded(1), cipher_suites=(ED25519,), credentials=(credential("ed25519"),)),
        server12(
            verify=unread,
            random=seeded(2),
            credentials=(credential("ed25519"),),
            ticket_keys=TicketKeys(seeded(3)),
            request_client_certificate=True,
        ),
    )


@cache
def recorded(role: str) -> tuple[bytes, ...]:
    """The flights that an endpoint of this role gets in a good conversation."""
    client, server = repeatable()
    client.endpoint.start()
    flights: dict[str, list[bytes]] = {"client": [], "server": []}
    while True:
        up, down = client.endpoint.data_to_send(), server.endpoint.data_to_send()
        if not up and not down:
            assert client.endpoint.connected and server.endpoint.connected
            return tuple(flights[role])
        if up:
            flights["server"].append(up)
            server.endpoint.receive(up)
        if down:
            flights["client"].append(down)
            client.endpoint.receive(down)


def fresh(role: str) -> Side:
    client, server = repeatable()
    if role == "client":
        client.endpoint.start()
        return client
    return server


def feed(side: Side, stream: bytes, sizes: list[int]) -> None:
    """Hand over a stream in pieces."""
    place = 0
    for size in sizes:
        side.endpoint.receive(stream[place : place + size])
        place += size
    side.endpoint.receive(stream[place:])


roles = pytest.mark.parametrize("role", ["client", "server"])
pieces = st.lists(st.integers(0, 300), max_size=20)


@roles
@settings(deadline=None, max_examples=40)
@given(sizes=pieces)
def test_fragmented_streams(role: str, sizes: list[int]) -> None:
    side = fresh(role)
    feed(side, b"".join(recorded(role)), sizes)
    assert side.endpoint.connected, side.endpoint.failure


@roles
def test_messages_split_over_records_byte_by_byte(role: str) -> None:
    side = fresh(role)
    unprotected = True
    for record in records(b"".join(recorded(role))):
        if record[0] == 22 and unprotected:
            for byte in record[5:]:
                side.endpoint.receive(plain(bytes((byte,))))
        else:
            unprotected = False
            side.endpoint.receive(record)
    assert side.endpoint.connected, side.endpoint.failure


@roles
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_mutated_streams(role: str, data: st.DataObject) -> None:
    """Whoever changes a byte of the handshake never gets a connection out of it (the version in a record's header means nothing)."""
    stream = bytearray(b"".join(recorded(role)))
    starts = [0]
    for record in records(bytes(stream)):
        starts.append(starts[-1] + len(record))
    place = data.draw(st.sampled_from([i for i in range(len(stream)) if i - 2 not in starts]))
    stream[place] ^= data.draw(st.integers(1, 255))
    side = fresh(role)
    feed(side, bytes(stream), data.draw(pieces))
    assert not side.endpoint.connected
    side.endpoint.receive_eof()
    assert side.endpoint.closed and side.endpoint.failure is not None


@roles
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_truncated_streams(role: str, data: st.DataObject) -> None:
    stream = b"".join(recorded(role))
    side = fresh(role)
    feed(side, stream[: data.draw(st.integers(0, len(stream) - 1))], data.draw(pieces))
    assert not side.endpoint.connected and not side.endpoint.closed
    side.endpoint.receive_eof()
    assert side.endpoint.closed and side.endpoint.failure is not None


@roles
@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_messages_with_any_body(role: str, data: st.DataObject) -> None:
    """Records and headers are right, what is in a message is not."""
    flights = records(b"".join(recorded(role)))
    unprotected = [record[0] for record in flights].index(CCS)
    victim = data.draw(st.integers(0, unprotected - 1))
    body = data.draw(st.binary(max_size=200).filter(lambda body: body != flights[victim][9:]))
    side = fresh(role)
    for i, record in enumerate(flights):
        message = record[5:6] + len(body).to_bytes(3, "big") + body
        side.endpoint.receive(plain(message) if i == victim else record)
    assert not side.endpoint.connected
    assert side.endpoint.closed and side.endpoint.data_to_send()

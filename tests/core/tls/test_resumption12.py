"""TLS 1.2 sessions taken up again: by id (RFC 5246 section 7.3) and by ticket (RFC 5077), and when they must not be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.tls.conversation import NOW, Clock, Side, carry
from tests.core.tls.conversation12 import NAME, client12, credential, exchange, how_it_ended, said, server12, talk12
from workbench.core.tls.configuration import Session
from workbench.core.tls.events import AlertReceived
from workbench.core.tls.messages import ServerHello, read_body
from workbench.core.tls.messages12 import NewSessionTicket
from workbench.core.tls.parameters import ExtensionType, HandshakeType, ProtocolVersion
from workbench.core.tls.session_cache import SessionCache
from workbench.core.tls.tickets import TicketKeys, session_of

WAYS = ("session_id", "session_ticket")
each_way = pytest.mark.parametrize("way", WAYS)


def memory(way: str, clock: Clock | None = None) -> dict[str, Any]:
    """What a server needs to come back to a session."""
    clock = clock or Clock()
    if way == "session_id":
        return {"session_cache": SessionCache(clock), "clock": clock}
    return {"ticket_keys": TicketKeys(clock=clock), "clock": clock}


def first(server: dict[str, Any], **client: Any) -> Session:
    """The session of a first connection, closed in order."""
    left, right = talk12(client, server)
    exchange(left, right)
    left.endpoint.close()
    carry(left, right)
    (session,) = left.endpoint.sessions
    assert isinstance(session, Session)
    return session


def again(session: Session, server: dict[str, Any], **client: Any) -> tuple[Side, Side]:
    return talk12({"session": session} | client, server)


def resumed(pair: tuple[Side, Side]) -> bool:
    exchange(*pair)
    client, server = (side.endpoint.negotiated["resumed"] for side in pair)
    assert client is server
    return bool(client)


@each_way
def test_the_abbreviated_handshake(way: str) -> None:
    server = memory(way)
    session = first(server, application_layer_protocols=(b"http/1.1",))
    assert (session.version, session.server_name, session.issued_at) == (ProtocolVersion.TLS1_2, NAME, NOW)
    assert bool(session.ticket) == (way == "session_ticket") and bool(session.session_id) == (way == "session_id")
    assert session.chain == credential("ecdsa").chain and len(session.secret) == 48
    left, right = again(session, server)
    assert resumed((left, right))
    assert left.sent == ["ClientHello", "Finished"] and right.sent == ["ServerHello", "Finished"]
    assert left.values["master_secret"] == right.values["master_secret"] == session.secret
    assert left.values["key_block"] == right.values["key_block"]
    for side in (left, right):
        assert "resume_session" in side.done and "derive_master_secret" not in side.done and "judge_certificate" not in side.done
        assert side.derived["transcript_hash_server_hello"].value  # under the server's Finished, which comes first
        assert side.derived["client_verify_data"].inputs == ("master_secret", "transcript_hash_server_finished")
    assert left.endpoint.machine.peer_chain == session.chain
    assert left.endpoint.sessions == [], "the old one is still good"


@each_way
def test_new_keys_each_time(way: str) -> None:
    server = memory(way)
    session = first(server)
    blocks = {again(session, server)[0].values["key_block"] for _ in range(3)}
    assert len(blocks) == 3


def test_what_the_server_forgets_is_in_the_ticket() -> None:
    server = memory("session_ticket")
    left, right = talk12({}, server)
    exchange(left, right)
    message = read_body(NewSessionTicket, said(right, HandshakeType.new_session_ticket))
    assert message.ticket_lifetime_hint == 7200 and message.ticket == right.values["ticket"]
    opened = session_of(right.values["ticket_state"], message.ticket)
    assert opened.secret == left.values["master_secret"]
    assert (opened.cipher_suite, opened.server_name) == (left.endpoint.negotiated["cipher_suite"], NAME)
    assert not read_body(ServerHello, said(right, HandshakeType.server_hello)).legacy_session_id_echo
    left, right = again(left.endpoint.sessions[0], server)
    opening = next(event for event in right.events if getattr(event, "id", "") == "open_ticket")
    assert opening.ok and opening.subject.node().children and right.values["ticket_state"]


def test_a_ticket_under_an_old_key_is_renewed() -> None:
    clock = Clock()
    server = memory("session_ticket", clock)
    session = first(server)
    server["ticket_keys"].rotate()
    clock.now += 100
    pair = again(session, server, clock=clock)
    assert resumed(pair)
    assert pair[1].sent == ["ServerHello", "NewSessionTicket", "Finished"]
    (renewed,) = pair[0].endpoint.sessions
    assert renewed.ticket != session.ticket and renewed.secret == session.secret
    assert renewed.lifetime == 7100, "its master_secret does not live longer for that"
    assert resumed(again(renewed, server, clock=clock))


def test_a_long_chain_leaves_the_promised_ticket_empty() -> None:
    """RFC 5077 section 3.3: a server that has none after all sends an empty one."""
    server = memory("session_ticket") | {"request_client_certificate": True}
    big = replace(credential("ecdsa"), chain=(*credential("ecdsa").chain, bytes(70000)))
    left, right = talk12({"credentials": (big,)}, server)
    exchange(left, right)
    assert "NewSessionTicket" in right.sent and left.endpoint.sessions == []
    assert "seal_ticket" not in right.done and "ticket" not in right.values


def test_a_session_with_a_long_chain_is_not_kept() -> None:
    """A client may make its chain as long as it likes: the cache's memory must not follow."""
    server = memory("session_id") | {"request_client_certificate": True}
    big = replace(credential("ecdsa"), chain=(*credential("ecdsa").chain, bytes(20000)))
    left, right = talk12({"credentials": (big,)}, server)
    exchange(left, right)
    assert len(server["session_cache"]) == 0 and right.endpoint.kept == set()


@each_way
@pytest.mark.parametrize("reason", ["unknown", "expired", "suite", "name", "certificate", "version"])
def test_a_full_handshake_instead(way: str, reason: str) -> None:
    clock = Clock()
    server = memory(way, clock)
    session = first(server)
    client: dict[str, Any] = {}
    if reason == "unknown":
        server = memory(way, clock)
    elif reason == "expired":
        clock.now += 7200
        client["clock"] = Clock()  # whose own clock is slow
    elif reason == "suite":
        server["cipher_suites"] = tuple(code for code in (0xC02F, 0xC02B, 0xC02C) if code != session.cipher_suite)
    elif reason == "name":
        session = replace(session, server_name="other.example.test")
        client["server_name"] = session.server_name
    elif reason == "certificate":
        server |= {"require_client_certificate": True}
        client["credentials"] = (credential("rsa"),)
    else:
        session = replace(session, version=ProtocolVersion.TLS1_3)  # is not even offered
    assert not resumed(again(session, server, **client))


def test_a_changed_ticket_is_no_ticket() -> None:
    server = memory("session_ticket")
    session = first(server)
    changed = replace(session, ticket=session.ticket[:-1] + bytes((session.ticket[-1] ^ 1,)))
    pair = again(changed, server)
    assert not resumed(pair)
    assert next(event for event in pair[1].events if getattr(event, "id", "") == "open_ticket").ok is False


def test_an_expired_session_is_not_offered() -> None:
    server = memory("session_id")
    session = first(server)
    pair = again(session, server, clock=Clock(NOW + 7200), versions=(ProtocolVersion.TLS1_2,))
    assert pair[0].endpoint.hello.legacy_session_id == b"" and not resumed(pair)


@pytest.mark.parametrize("change", [{"server_name": "other.example.test"}, {"extended_master_secret": False}])
def test_what_must_not_be_offered(change: dict[str, Any]) -> None:
    """A session is of one server, and what it had must be offered again (RFC 7627 section 5.3)."""
    server = memory("session_id")
    session = first(server)
    pair = again(session, server, **change)
    assert pair[0].endpoint.hello.legacy_session_id != session.session_id and not resumed(pair)


@each_way
def test_client_certificates_live_on(way: str) -> None:
    server = memory(way) | {"require_client_certificate": True}
    session = first(server, credentials=(credential("ed25519"),))
    pair = again(session, server)
    assert resumed(pair)
    assert pair[1].endpoint.machine.peer_chain == credential("ed25519").chain


# extended_master_secret across connections (RFC 7627 section 5.3)


@each_way
def test_extended_master_secret_given_up(way: str) -> None:
    server = memory(way)
    session = first(server)
    _, right = again(replace(session, extended_master_secret=False), server, extended_master_secret=False)
    assert how_it_ended(right) == ("tls_resumed_extended_master_secret", "handshake_failure")


@each_way
def test_extended_master_secret_taken_up(way: str) -> None:
    server = memory(way)
    session = first(server, extended_master_secret=False)
    assert not resumed(again(session, server)), "a new session, which has it"
    assert resumed(again(session, server, extended_master_secret=False))


@pytest.mark.parametrize("before", [True, False])
def test_the_client_insists_too(before: bool) -> None:
    """The server changes its mind: it resumes without what the session had, or with what it had not."""
    server = memory("session_id")
    session = first(server, extended_master_secret=before)
    lie = replace(session, extended_master_secret=not before)
    server["session_cache"].put(lie)
    left, _ = again(session, server | {"extended_master_secret": not before})
    assert how_it_ended(left) == ("tls_resumed_extended_master_secret", "handshake_failure")


def test_the_client_insists_on_the_suite() -> None:
    server = memory("session_id")
    session = first(server)
    other = 0xC02C if session.cipher_suite == 0xC02B else 0xC02B
    server["session_cache"].put(replace(session, cipher_suite=other))
    left, _ = again(session, server)
    assert how_it_ended(left) == ("tls_resumed_suite", "illegal_parameter")


def test_an_id_that_was_made_up_must_not_be_echoed() -> None:
    """In TLS 1.3's compatibility mode the client sends an id that no TLS 1.2 server can know."""
    made_up = bytes(range(32))
    cache = SessionCache()
    first_session = first({"session_cache": cache})
    cache.put(replace(first_session, session_id=made_up, issued_at=9e9))
    versions = (ProtocolVersion.TLS1_2,)
    client = client12(adjust_client_hello=lambda hello: replace(hello, legacy_session_id=made_up), versions=versions)
    server = server12(session_cache=cache, versions=versions)
    client.endpoint.start()
    carry(client, server)
    assert how_it_ended(client) == ("tls_session_id_echo", "illegal_parameter")


# After a failure


def test_a_fatal_alert_ends_the_session_too() -> None:
    """RFC 5246 section 7.2.2."""
    server = memory("session_id")
    left, right = talk12({}, server)
    exchange(left, right)
    (session,) = left.endpoint.sessions
    right.endpoint.receive(b"\x17\x03\x03\x00\x20" + bytes(32))
    assert how_it_ended(right) == ("tls_bad_record_mac", "bad_record_mac")
    assert len(server["session_cache"]) == 0
    assert not resumed(again(session, server))


def test_an_alert_of_the_client_ends_it_as_well() -> None:
    server = memory("session_id")
    session = first(server)
    left, right = again(session, server)
    left.endpoint.receive(b"\x17\x03\x03\x00\x20" + bytes(32))
    carry(left, right)
    assert isinstance(right.endpoint.failure, AlertReceived)
    assert len(server["session_cache"]) == 0


def test_a_connection_that_was_cut_does_not() -> None:
    server = memory("session_id")
    left, right = talk12({}, server)
    right.endpoint.receive_eof()
    assert resumed(again(left.endpoint.sessions[0], server))


def test_no_ticket_for_a_client_that_wants_none() -> None:
    server = memory("session_ticket") | {"session_cache": SessionCache(Clock())}
    left, right = talk12({"session_tickets": False}, server)
    assert "NewSessionTicket" not in right.sent and left.endpoint.sessions[0].session_id


def test_a_ticket_is_offered_beside_a_random_id() -> None:
    session = first(memory("session_ticket"))
    client = client12(session=session)
    client.endpoint.start()
    hello = client.endpoint.hello
    data = next(item.extension_data for item in hello.extensions if item.extension_type == ExtensionType.session_ticket)
    assert data == session.ticket and len(hello.legacy_session_id) == 32

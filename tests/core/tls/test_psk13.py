"""Resumption: tickets are given, kept, offered, chosen or passed over; binders are checked (RFC 8446 sections 2.2 and 4.2.11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.tls.conversation import Clock, Side, carry, client, credential, server, talk
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.configuration import Session
from workbench.core.tls.events import Computation
from workbench.core.tls.key_schedule import hkdf_expand_label
from workbench.core.tls.parameters import PskKeyExchangeMode
from workbench.core.tls.tickets import TicketKeys

SHA384 = (CipherSuite.TLS_AES_256_GCM_SHA384,)


def first_visit(keys: TicketKeys, here: dict[str, Any] | None = None, there: dict[str, Any] | None = None) -> tuple[Side, Side]:
    return talk(client(**(here or {})), server(ticket_keys=keys, **(there or {})))


@pytest.fixture
def keys() -> TicketKeys:
    return TicketKeys(clock=Clock())


def test_a_server_with_ticket_keys_gives_tickets(keys: TicketKeys) -> None:
    visitor, host = first_visit(keys)
    sessions = visitor.endpoint.sessions
    assert host.sent[-2:] == ["NewSessionTicket", "NewSessionTicket"] == visitor.heard[-2:]
    assert len(sessions) == 2 and len({session.secret for session in sessions}) == 2
    assert [session.ticket for session in sessions] == [host.values["ticket_0"], host.values["ticket_1"]]
    for number, session in enumerate(sessions):
        expected = hkdf_expand_label("SHA256", visitor.values["resumption_master_secret"], "resumption", bytes((0, number)), 32)
        assert session.secret == expected == visitor.values[f"pre_shared_key_{number}"] == host.values[f"pre_shared_key_{number}"]
        assert session.chain == (b"certificate of server",)


def test_what_is_in_a_ticket_can_be_shown_where_it_is_sealed_and_opened(keys: TicketKeys) -> None:
    visitor, host = first_visit(keys)
    _, again = talk(client(session=visitor.endpoint.sessions[0]), server(ticket_keys=keys))
    [opened] = [event for event in again.events if isinstance(event, Computation) and event.id == "open_ticket"]
    sealed = next(event for event in host.events if isinstance(event, Computation) and event.id == "seal_ticket")
    assert opened.ok and opened.subject == sealed.subject and opened.subject.content == host.values["ticket_state_0"]
    assert "secret" in [child.label for child in opened.subject.node().children]


@pytest.mark.parametrize("suites", [(CipherSuite.TLS_AES_128_GCM_SHA256,), SHA384, (CipherSuite.TLS_CHACHA20_POLY1305_SHA256,)])
def test_a_client_comes_back_without_certificates(keys: TicketKeys, suites: tuple[int, ...]) -> None:
    visitor, _ = first_visit(keys, {"cipher_suites": suites})
    again, host = talk(client(session=visitor.endpoint.sessions[-1]), server(ticket_keys=keys))
    assert again.endpoint.connected and host.endpoint.connected
    assert host.sent == ["ServerHello", "EncryptedExtensions", "Finished", "NewSessionTicket"]
    assert again.endpoint.negotiated["resumed"] is True is host.endpoint.negotiated["resumed"]
    assert again.endpoint.negotiated["cipher_suite"] == suites[0]
    assert again.endpoint.negotiated["psk_key_exchange_mode"] == PskKeyExchangeMode.psk_dhe_ke
    assert again.values["pre_shared_key"] == visitor.endpoint.sessions[-1].secret == host.values["pre_shared_key"]
    assert again.endpoint.sessions[0].chain == (b"certificate of server",), "who the server is, is known from the first visit"
    assert "verify_binder" in host.done and again.values["binder"] == host.values["binder"]
    assert again.derived["psk_early_secret"].inputs == ("pre_shared_key",)
    assert "transcript_hash_encrypted_extensions" in again.derived["server_verify_data"].inputs


def test_both_know_the_same_values_under_the_same_names(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=visitor.endpoint.sessions[0], key_share_groups=()), server(ticket_keys=keys))
    common = again.values.keys() & host.values.keys()
    assert {"second_binder", "binder_key", "transcript_hash_truncated_second_client_hello", "handshake_secret"} <= common
    assert [name for name in common if again.values[name] != host.values[name]] == []
    for side in (again, host):
        for value in side.derived.values():
            assert set(value.inputs) <= again.values.keys() | host.values.keys(), value.name


def test_psk_ke_needs_no_key_exchange(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=visitor.endpoint.sessions[0], psk_modes=(PskKeyExchangeMode.psk_ke,)), server(ticket_keys=keys))
    assert again.endpoint.connected and host.endpoint.connected
    assert again.endpoint.negotiated["psk_key_exchange_mode"] == PskKeyExchangeMode.psk_ke
    assert "shared_secret" not in again.values and "group" not in again.endpoint.negotiated


def test_a_resumption_may_need_a_hello_retry_request(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=visitor.endpoint.sessions[0], key_share_groups=()), server(ticket_keys=keys))
    assert host.sent[:2] == ["HelloRetryRequest", "ServerHello"] and again.endpoint.negotiated["resumed"] is True


def test_age_is_told_obfuscated(keys: TicketKeys) -> None:
    clock = Clock()
    visitor, _ = first_visit(keys, {"clock": clock})
    session = visitor.endpoint.sessions[0]
    clock.now += 3.5
    again = client(session=session, clock=clock)
    again.endpoint.start()
    hello = again.endpoint.hello
    data = hello.extensions[-1].extension_data
    told = int.from_bytes(data[4 + len(session.ticket) : 8 + len(session.ticket)], "big")
    assert (told - session.age_add) % 2**32 == 3500


def full(left: Side, right: Side) -> None:
    assert left.endpoint.connected and right.endpoint.connected
    assert "Certificate" in right.sent
    assert left.endpoint.negotiated.get("resumed", False) is False


@pytest.mark.parametrize(
    "changes",
    [{"server_name": "other.example.test"}, {"issued_at": 0.0}, {"lifetime": 0}, {"version": 0x0303}, {"ticket": b""}],
)
def test_what_cannot_be_resumed_is_not_offered(keys: TicketKeys, changes: dict[str, Any]) -> None:
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=replace(visitor.endpoint.sessions[0], **changes)), server(ticket_keys=keys))
    full(again, host)
    assert "compute_binder" not in again.done


def test_a_hash_that_no_offered_suite_has(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=visitor.endpoint.sessions[0], cipher_suites=SHA384), server(ticket_keys=keys))
    full(again, host)


def test_a_ticket_that_the_server_does_not_know_means_a_full_handshake(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    for others in (TicketKeys(clock=Clock()), None):
        full(*talk(client(session=visitor.endpoint.sessions[0]), server(ticket_keys=others)))


def test_a_name_means_one_value_also_when_the_pre_shared_key_is_refused(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=visitor.endpoint.sessions[0]), server(ticket_keys=TicketKeys(clock=Clock())))
    told = [value for event in again.events if isinstance(event, Computation) for value in event.values]
    assert len({(value.name, value.value) for value in told}) == len({value.name for value in told})
    assert again.values["early_secret"] == host.values["early_secret"] != again.values["psk_early_secret"]
    assert "psk_early_secret" not in host.values


def test_a_server_that_has_not_the_hash_any_more(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=visitor.endpoint.sessions[0]), server(ticket_keys=keys, cipher_suites=SHA384))
    full(again, host)
    # ... and with a HelloRetryRequest the client takes its offer back.
    again, host = talk(client(session=visitor.endpoint.sessions[0], key_share_groups=()), server(ticket_keys=keys, cipher_suites=SHA384))
    full(again, host)


def test_an_old_ticket_means_a_full_handshake(keys: TicketKeys) -> None:
    clock = Clock()
    visitor, _ = first_visit(keys)
    clock.now += 7201
    session = replace(visitor.endpoint.sessions[0], lifetime=10**6)
    again, host = talk(client(session=session, clock=clock), server(ticket_keys=keys, clock=clock))
    full(again, host)
    assert "open_ticket" in host.done and "verify_binder" not in host.done


def test_a_server_that_must_see_a_certificate_resumes_only_who_showed_one(keys: TicketKeys) -> None:
    mutual = {"require_client_certificate": True}
    visitor, _ = first_visit(keys)
    again, host = talk(client(session=visitor.endpoint.sessions[0], credentials=(credential("me"),)), server(ticket_keys=keys, **mutual))
    full(again, host)
    visitor, host = first_visit(keys, {"credentials": (credential("me"),)}, mutual)
    again, host = talk(client(session=visitor.endpoint.sessions[0]), server(ticket_keys=keys, **mutual))
    assert again.endpoint.negotiated["resumed"] is True
    assert host.endpoint.machine.peer_chain == (b"certificate of me",)


def test_a_wrong_binder_ends_the_connection(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    wrong: Session = replace(visitor.endpoint.sessions[0], secret=bytes(32))
    again, host = talk(client(session=wrong), server(ticket_keys=keys))
    assert host.endpoint.failure.alert is AlertDescription.decrypt_error
    assert again.endpoint.failure.description == AlertDescription.decrypt_error


def test_a_changed_client_hello_breaks_the_binder(keys: TicketKeys) -> None:
    visitor, _ = first_visit(keys)
    again = client(session=visitor.endpoint.sessions[0])
    host = server(ticket_keys=keys)
    talk(again, host, change=lambda data: data.replace(b"\x13\x03", b"\x13\x09", 1))
    assert host.endpoint.failure.message.id == "tls_binder_wrong"


def test_tickets_are_kept_in_bounded_number(keys: TicketKeys) -> None:
    visitor, host = talk(client(), server(ticket_keys=keys, tickets=100))
    assert visitor.heard.count("NewSessionTicket") == 100
    assert len(visitor.endpoint.sessions) == 16
    assert visitor.endpoint.sessions[-1].ticket == host.values["ticket_99"]
    assert visitor.endpoint.kept == {f"pre_shared_key_{number}" for number in range(84, 100)}, "of the others nothing is left"
    assert len([name for name in visitor.endpoint._living if name.startswith("pre_shared_key_")]) == 16


def test_no_ticket_for_a_client_whose_chain_does_not_fit_into_one(keys: TicketKeys) -> None:
    long = credential("me")
    long = replace(long, chain=(*long.chain, bytes(2**16)))
    visitor, host = talk(client(credentials=(long,)), server(ticket_keys=keys, request_client_certificate=True))
    assert visitor.endpoint.connected and host.endpoint.connected
    assert "NewSessionTicket" not in host.sent and "seal_ticket" not in host.done and visitor.endpoint.sessions == []


def test_no_tickets_where_nobody_wants_them(keys: TicketKeys) -> None:
    assert "NewSessionTicket" not in talk(client(psk_modes=()), server(ticket_keys=keys))[1].sent
    assert talk(client(session_tickets=False), server(ticket_keys=keys))[0].endpoint.sessions == []
    assert "NewSessionTicket" not in talk(client(), server())[1].sent


def test_a_ticket_can_be_used_over_a_changed_connection(keys: TicketKeys) -> None:
    """The suite of the second connection may differ as long as the hash is the same (RFC 8446 section 4.2.11)."""
    visitor, _ = first_visit(keys)
    chacha = (CipherSuite.TLS_CHACHA20_POLY1305_SHA256,)
    again, host = talk(client(session=visitor.endpoint.sessions[0]), server(ticket_keys=keys, cipher_suites=chacha))
    assert again.endpoint.negotiated["resumed"] is True and again.endpoint.negotiated["cipher_suite"] == chacha[0]
    again.endpoint.send(b"hello again")
    carry(again, host)
    assert host.endpoint.take_received() == b"hello again"

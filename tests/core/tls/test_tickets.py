"""Tickets: sealed, opened, shown; keys that rotate; and 0-RTT that comes twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.tls.alerts import PeerError
from workbench.core.tls.codec import citation
from workbench.core.tls.configuration import Session
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.tls.tickets import (
    AntiReplay,
    TicketContent,
    TicketKeys,
    TicketState,
    session_of,
    state_nodes,
    state_of,
    ticket_nodes,
)

SESSION = Session(
    version=ProtocolVersion.TLS1_3,
    cipher_suite=0x1302,
    secret=b"\xa5" * 48,
    server_name="bücher.example",
    lifetime=7200,
    age_add=0xDEADBEEF,
    issued_at=1_700_000_000.125,
    max_early_data_size=16384,
    application_layer_protocol=b"h2",
    extended_master_secret=True,
    encrypt_then_mac=False,
    chain=(b"leaf", b"intermediate"),
)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Random:
    """Repeatable, never the same twice."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, size: int) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(2, "big").rjust(size, b"\x77")


def keys(lifetime: float = 100) -> tuple[TicketKeys, Clock]:
    clock = Clock()
    return TicketKeys(Random(), clock, lifetime), clock


# --- the state --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "session",
    [
        SESSION,
        Session(ProtocolVersion.TLS1_2, 0xC02F, b"m" * 48, encrypt_then_mac=True),
        replace(SESSION, chain=(), server_name="", application_layer_protocol=b""),
    ],
)
def test_a_session_comes_back_out_of_its_state(session: Session) -> None:
    assert session_of(state_of(session), b"the ticket") == replace(session, ticket=b"the ticket")


def test_the_state_is_shown_field_by_field() -> None:
    state = state_of(SESSION)
    tree = state_nodes(state)
    shown = {child.label: child.value for child in tree.children}
    assert shown["protocol_version"] == "TLS1_3 (0x0304)"
    assert shown["cipher_suite"] == "TLS_AES_256_GCM_SHA384 (0x1302)"
    assert shown["issued_at"] == "1700000000125" and shown["lifetime"] == "7200"
    assert shown["server_name"] == "bücher.example" and shown["application_layer_protocol"] == "h2"
    assert [child.label for child in tree.children if child.secret] == ["secret"]
    spans = [(child.start, child.start + child.length) for child in tree.children]
    assert spans[0][0] == 0 and spans[-1][1] == len(state) and all(a[1] == b[0] for a, b in zip(spans, spans[1:], strict=False))
    certificates = next(child for child in tree.children if child.label == "certificate_list").children
    assert [state[child.start + 3 : child.start + child.length] for child in certificates] == [b"leaf", b"intermediate"]
    assert citation(TicketState) == "RFC 5077 section 4"


@given(data=st.binary(max_size=200), cut=st.integers(0, 200))
def test_other_bytes_are_no_state(data: bytes, cut: int) -> None:
    for broken in (data, state_of(SESSION)[:cut]):
        state_nodes(broken)
        if broken != state_of(SESSION):
            with pytest.raises(PeerError):
                session_of(broken, b"")


def test_secrets_stay_out_of_reprs() -> None:
    ticket_keys, _ = keys()
    opened = ticket_keys.open(ticket_keys.seal(state_of(SESSION)))
    key = ticket_keys.keys[0]
    for value in (opened, key, SESSION, TicketContent(state_of(SESSION))):
        assert repr(SESSION.secret) not in repr(value) and "\\xa5" not in repr(value)
        assert repr(key.key) not in repr(value)


# --- sealing ----------------------------------------------------------------------------------------------------------------------


def test_a_ticket_opens_and_says_by_which_key() -> None:
    ticket_keys, _ = keys()
    ticket = ticket_keys.seal(b"state")
    opened = ticket_keys.open(ticket)
    assert opened is not None
    assert (opened.state, opened.previous, opened.key_name) == (b"state", False, ticket_keys.keys[0].name)
    shown = {child.label: (child.value, child.length) for child in ticket_nodes(ticket).children}
    assert shown["key_name"] == (opened.key_name.hex(), 16) and shown["iv"][1] == 12 and shown["encrypted_state"][1] == len(b"state") + 16
    assert ticket_keys.seal(b"state") != ticket  # a nonce of its own


def test_the_seal_is_aes_256_gcm_bound_to_the_keys_name() -> None:
    """With the library alone: what the ticket says is how it is made."""
    ticket_keys, _ = keys()
    ticket = ticket_keys.seal(b"state")
    key = ticket_keys.keys[0]
    assert len(key.key) == 32
    assert AESGCM(key.key).decrypt(ticket[16:28], ticket[28:], ticket[:16]) == b"state"


@given(data=st.data())
def test_a_ticket_that_is_not_whole_stays_closed(data: st.DataObject) -> None:
    ticket_keys, _ = keys()
    ticket = bytearray(ticket_keys.seal(data.draw(st.binary(max_size=60))))
    how = data.draw(st.sampled_from(("flip", "cut", "extend", "other")))
    if how == "flip":
        ticket[data.draw(st.integers(0, len(ticket) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    elif how == "cut":
        del ticket[data.draw(st.integers(0, len(ticket) - 1)) :]
    elif how == "extend":
        ticket += data.draw(st.binary(min_size=1, max_size=20))
    else:
        ticket[:] = data.draw(st.binary(max_size=200))
    assert ticket_keys.open(bytes(ticket)) is None


def test_a_ticket_of_another_server_stays_closed() -> None:
    ours, _ = keys()
    theirs = TicketKeys()
    assert ours.open(theirs.seal(b"state")) is None
    assert theirs.open(ours.seal(b"state")) is None


def test_a_state_too_long_for_a_ticket_gives_none() -> None:
    ticket_keys, _ = keys()
    assert len(ticket_keys.seal(bytes(2**16 - 1 - 44))) == 2**16 - 1
    assert ticket_keys.seal(bytes(2**16 - 44)) == b""
    assert ticket_keys.seal(state_of(replace(SESSION, chain=(bytes(70000),)))) == b""


# --- rotation ---------------------------------------------------------------------------------------------------------------------


def test_keys_rotate_by_time_and_the_previous_still_opens() -> None:
    ticket_keys, clock = keys(lifetime=100)
    first = ticket_keys.seal(b"first")
    clock.now += 99
    late = ticket_keys.seal(b"late")
    assert late[:16] == first[:16]
    clock.now += 1
    second = ticket_keys.seal(b"second")
    assert second[:16] != first[:16] and len(ticket_keys.keys) == 2
    opened = ticket_keys.open(late)
    assert opened is not None and opened.previous and opened.state == b"late"
    clock.now += 99  # the first key is 199 seconds old
    assert ticket_keys.open(first) is not None
    clock.now += 1
    assert ticket_keys.open(first) is None and ticket_keys.open(late) is None
    assert ticket_keys.open(second) is not None
    assert all(key.name != first[:16] for key in ticket_keys.keys)


def test_keys_rotate_when_asked() -> None:
    ticket_keys, clock = keys(lifetime=100)
    first = ticket_keys.seal(b"first")
    new = ticket_keys.rotate()
    assert ticket_keys.seal(b"second")[:16] == new.name != first[:16]
    opened = ticket_keys.open(first)
    assert opened is not None and opened.previous
    clock.now += 1000
    assert ticket_keys.open(first) is None
    assert len(ticket_keys.keys) == 1  # the old ones are forgotten


# --- replay -----------------------------------------------------------------------------------------------------------------------


def test_a_binder_is_seen_once() -> None:
    clock = Clock()
    seen = AntiReplay(10, clock)
    assert not seen(b"one") and not seen(b"two")
    assert seen(b"one") and seen(b"two")


@pytest.mark.parametrize("start", [0.0, 3.0, 9.9])
def test_a_binder_is_remembered_for_the_whole_window(start: float) -> None:
    """However the windows fall, nothing is forgotten before its time, and in the end everything is."""
    clock = Clock()
    seen = AntiReplay(10, clock)
    clock.now += start
    assert not seen(b"one")
    for step in range(10):
        assert seen(b"one"), step
        clock.now += 1
        assert not seen(b"other%d" % step)
    clock.now += 20
    assert not seen(b"one")


def test_nothing_is_remembered_for_longer_than_two_windows() -> None:
    clock = Clock()
    seen = AntiReplay(10, clock)
    assert not seen(b"one")
    clock.now += 20
    assert not seen(b"one")


def test_memory_is_bounded_and_a_full_one_refuses() -> None:
    clock = Clock()
    seen: Any = AntiReplay(10, clock, capacity=3)
    assert [seen(bytes((number,))) for number in range(6)] == [False, False, False, True, True, True]
    clock.now += 10
    assert [seen(bytes((number,))) for number in range(6, 11)] == [False, False, False, True, True]
    assert seen(b"\0")  # of the window before
    assert len(seen._new) + len(seen._old) <= 6


def test_a_clock_that_goes_back_forgets_nothing() -> None:
    clock = Clock()
    seen = AntiReplay(10, clock)
    assert not seen(b"one")
    clock.now -= 500
    assert seen(b"one")

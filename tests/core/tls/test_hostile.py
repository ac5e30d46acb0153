"""Thousands of conversations with a peer that changes fields of its messages, and goes on as if nothing had happened: its keys and
its hashes fit what it really said. Whatever it says, the endpoint goes on or ends with an alert; it never raises, and keeps nothing when
it is over."""

from __future__ import annotations

from random import Random
from types import ModuleType
from typing import Any

import pytest

from tests.core.tls.conversation import NOW, Side
from tests.core.tls.conversation12 import client12, credential, server12
from tests.core.tls.hostile import Hostile
from workbench.core.tls import (
    client,
    post_handshake13,
    resumption12,
    server_post_handshake13,
    session12,
    session13,
)  # fmt: skip
from workbench.core.tls import (
    client12 as machine12,
)
from workbench.core.tls import (
    server12 as serving12,
)
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.configuration import Judgement, Session
from workbench.core.tls.events import AlertReceived
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.core.tls.session_cache import SessionCache
from workbench.core.tls.tickets import TicketKeys

SPEAKERS: tuple[ModuleType, ...] = (
    client, machine12, post_handshake13, resumption12, serving12, server_post_handshake13, session12, session13,
)  # fmt: skip
VERSIONS = ((ProtocolVersion.TLS1_3,), (ProtocolVersion.TLS1_2,), (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2))
TICKETS, SESSIONS = TicketKeys(clock=lambda: NOW), SessionCache(lambda: NOW)


KNOWN = {known.chain[0]: known.public_key for known in (credential("ecdsa"), credential("rsa"))}


def judge(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes) -> Judgement:
    """Trusts everybody, and knows few."""
    return Judgement(True, KNOWN.get(chain[0]))


def pair(random: Random, sessions: list[Session]) -> tuple[Side, Side]:
    some = random.random
    versions = random.choice(VERSIONS)
    both: dict[str, Any] = {
        "verify": judge,
        "versions": versions,
        "groups": random.choice(((23, 29), (29,), (NamedGroup.X25519MLKEM768, 23), (23, 256))),
        "application_layer_protocols": random.choice(((), (b"h2",))),
        "compatibility_mode": some() < 0.7,
        "coalesce": some() < 0.5,
        "record_size_limit": random.choice((None, 64)),
        "encrypt_then_mac": some() < 0.6,
        "extended_master_secret": some() < 0.8,
    }
    left = client12(
        **both,
        key_share_groups=random.choice((None, None, ())),
        credentials=random.choice(((), (credential("ecdsa"),))),
        psk_modes=random.choice(((1,), (0,), (0, 1))),
        early_data=random.choice((None, b"early data")),
        post_handshake_auth=some() < 0.5,
        session=random.choice(sessions) if sessions and some() < 0.5 else None,
    )
    right = server12(
        **both,
        credentials=(credential("ecdsa"), credential("rsa", ocsp_response=b"response")),
        ticket_keys=random.choice((TICKETS, None)),
        session_cache=random.choice((SESSIONS, None)),
        request_client_certificate=some() < 0.4,
        max_early_data_size=random.choice((0, 1000)),
        hello_retry_cookie=some() < 0.6,
    )
    return left, right


@pytest.mark.parametrize("role", ["client", "server"])
@pytest.mark.parametrize("seed", range(4))
def test_conversations_with_a_hostile_peer(monkeypatch: pytest.MonkeyPatch, role: str, seed: int) -> None:
    random = Random(f"{role} {seed}")
    sessions: list[Session] = []
    ended: set[str] = set()
    for _ in range(300):
        hostile = Hostile(random)
        for module in SPEAKERS:
            monkeypatch.setattr(module, "frame", hostile.frame)
        left, right = pair(random, sessions)
        peer, ours = (left, right) if role == "client" else (right, left)

        def act(what: Any, *arguments: Any, hostile: Hostile = hostile) -> None:
            """The hostile side does something; whether it can is its own affair."""
            hostile.active = True
            try:
                what(*arguments)
            except Exception:
                pass
            finally:
                hostile.active = False

        if role == "client":
            act(peer.endpoint.start)
        else:
            ours.endpoint.start()
        for _ in range(10):
            there, back = peer.endpoint.data_to_send(), ours.endpoint.data_to_send()
            ours.endpoint.receive(there)
            act(peer.endpoint.receive, back)
            if ours.endpoint.connected and not there and not back:
                act(random.choice((peer.endpoint.update_keys, peer.endpoint.close)))
                act(peer.endpoint.send, b"data")
        failure = ours.endpoint.failure
        if ours.endpoint.closed:
            assert len(ours.endpoint._incoming) == len(ours.endpoint._handshake) == len(ours.endpoint._coalesced) == 0
        if isinstance(failure, PeerError):
            assert ours.endpoint.closed
            ended.add(failure.message.id)
        else:
            assert failure is None or isinstance(failure, AlertReceived)
        sessions = (sessions + left.endpoint.sessions)[-50:]
    assert len(ended) > 15 and "tls_internal_error" not in ended, ended

"""Two endpoints that talk in memory, and what they said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.client import Client
from workbench.core.tls.configuration import ClientConfiguration, Credential, Judgement, ServerConfiguration
from workbench.core.tls.events import Computation, Derived, MessageReceived, MessageSent
from workbench.core.tls.messages import message_name
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.core.tls.server import Server

NOW = 1_790_000_000.0


@cache
def key(name: str) -> Any:
    """A P-256 key, the same for the same name."""
    return ec.derive_private_key(int.from_bytes(name.encode(), "big") | 1, ec.SECP256R1())


def credential(name: str = "server", **others: Any) -> Credential:
    """A credential whose "certificate" is its name: the engine itself never looks into one."""
    return Credential((f"certificate of {name}".encode(),), key(name), key(name).public_key(), **others)


def judge(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes) -> Judgement:
    """Trusts everybody whose certificate says a name."""
    return Judgement(True, key(chain[0].removeprefix(b"certificate of ").decode()).public_key())


def distrust(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes) -> Judgement:
    """Trusts nobody."""
    found = judge(chain, server_name, ocsp_response, timestamps)
    return replace(found, accepted=False, alert=AlertDescription.unknown_ca)


@dataclass
class Side:
    """An endpoint with all that it told."""

    endpoint: Any
    events: list[Any] = field(default_factory=list)

    @property
    def sent(self) -> list[str]:
        """Names of the messages that it sent."""
        return [message_name(event.message) for event in self.events if isinstance(event, MessageSent)]

    @property
    def heard(self) -> list[str]:
        """Names of the messages that it received."""
        return [message_name(event.message) for event in self.events if isinstance(event, MessageReceived)]

    @property
    def done(self) -> list[str]:
        """What it computed."""
        return [event.id for event in self.events if isinstance(event, Computation)]

    @property
    def values(self) -> dict[str, bytes]:
        """Every value that it derived, by name."""
        return {value.name: value.value for event in self.events if isinstance(event, Computation) for value in event.values}

    @property
    def derived(self) -> dict[str, Derived]:
        return {value.name: value for event in self.events if isinstance(event, Computation) for value in event.values}


@dataclass
class Clock:
    """A clock that moves when told."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


def client(**settings: Any) -> Side:
    """A client of TLS 1.3 for www.example.test with a key share on P-256."""
    events: list[Any] = []
    defaults: dict[str, Any] = {
        "verify": judge,
        "versions": (ProtocolVersion.TLS1_3,),
        "groups": (NamedGroup.secp256r1, NamedGroup.x25519),
        "server_name": "www.example.test",
        "clock": Clock(),
    }
    return Side(Client(ClientConfiguration(listener=events.append, **(defaults | settings))), events)


def server(**settings: Any) -> Side:
    """A server of TLS 1.3 that prefers P-256."""
    events: list[Any] = []
    defaults: dict[str, Any] = {
        "verify": judge,
        "versions": (ProtocolVersion.TLS1_3,),
        "groups": (NamedGroup.secp256r1, NamedGroup.x25519),
        "credentials": (credential(),),
        "clock": Clock(),
    }
    return Side(Server(ServerConfiguration(listener=events.append, **(defaults | settings))), events)


Change = Callable[[bytes], bytes]


def carry(left: Side, right: Side, change: Change = lambda data: data, chunk: int = 0) -> None:
    """Carry bytes both ways until nobody says anything more; `change` is applied to what goes from left to right, and `chunk` bytes are
    handed over at a time (0: all)."""
    for _ in range(100):
        there, back = left.endpoint.data_to_send(), right.endpoint.data_to_send()
        if not there and not back:
            return
        for data, target in ((change(there) if there else b"", right), (back, left)):
            step = chunk or max(1, len(data))
            for start in range(0, len(data), step):
                target.endpoint.receive(data[start : start + step])
    raise AssertionError("they never stop talking")


def talk(left: Side, right: Side, **how: Any) -> tuple[Side, Side]:
    """A whole handshake: `left` is the client."""
    left.endpoint.start()
    carry(left, right, **how)
    return left, right

"""The traces of RFC 8448 (and two published handshakes like them) as values: see `vectors/`.

`vectors/rfc8448.json` holds every value of the RFC's sections 2 to 7 under the RFC's own names, in its order: for each step who does it,
what it is called, and its values as hexadecimal ("0 (all zero octets)" is written out). Steps that say "(same as ...)" have none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

VECTORS = Path(__file__).parent / "vectors"

TRACES = ("simple_1rtt", "resumed_0rtt", "hello_retry_request", "client_authentication", "compatibility_mode")


@dataclass(frozen=True)
class TraceStep:
    party: str
    action: str
    values: dict[str, bytes]

    @property
    def label(self) -> str:
        """What stands in quotation marks: `tls13 c hs traffic`."""
        return self.action.split('"')[1]


@dataclass(frozen=True)
class Record:
    """A record of a trace; `content_type` is that of its content."""

    party: str
    content_type: int
    payload: bytes
    wire: bytes


_TYPES = {"change_cipher_spec": 20, "alert": 21, "handshake": 22, "application_data": 23}


@dataclass(frozen=True)
class Trace:
    name: str
    section: str
    steps: tuple[TraceStep, ...]

    def where(self, action: str, party: str = "") -> list[TraceStep]:
        """Steps with values whose action begins so."""
        return [step for step in self.steps if step.action.startswith(action) and step.values and party in ("", step.party)]

    def value(self, action: str, name: str, party: str = "", number: int = 0) -> bytes:
        return self.where(action, party)[number].values[name]

    @property
    def messages(self) -> list[tuple[str, str, bytes]]:
        """(party, name, whole message) of every handshake message in order."""
        found = []
        for step in self.where("construct a"):
            [(name, message)] = step.values.items()
            found.append((step.party, name, message))
        return found

    def message(self, name: str, party: str = "", number: int = 0) -> bytes:
        return [message for sender, found, message in self.messages if found == name and party in ("", sender)][number]

    def messages_named(self, name: str) -> list[bytes]:
        return [message for _, found, message in self.messages if found == name]

    @property
    def records(self) -> list[Record]:
        return [
            Record(step.party, _TYPES[step.action.split()[1]], step.values["payload"], step.values["complete record"])
            for step in self.where("send ")
        ]


@cache
def _file(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


@cache
def trace(name: str) -> Trace:
    found = _file("rfc8448.json")["traces"][name]
    return Trace(
        name,
        found["section"],
        tuple(
            TraceStep(step["party"], step["action"], {name: bytes.fromhex(value) for name, value in step["values"].items()})
            for step in found["steps"]
        ),
    )


@cache
def server_key() -> rsa.RSAPrivateKey:
    """The RSA key of section 2."""
    part = {name: int(value, 16) for name, value in _file("rfc8448.json")["private_keys"].items()}
    numbers = rsa.RSAPrivateNumbers(
        part["prime1"],
        part["prime2"],
        part["private exponent"],
        part["exponent1"],
        part["exponent2"],
        part["coefficient"],
        rsa.RSAPublicNumbers(part["public exponent"], part["modulus"]),
    )
    return numbers.private_key()


def illustrated(version: str) -> dict[str, Any]:
    """The handshake of "The Illustrated TLS 1.2 / 1.3 Connection": `version` is "12" or "13"."""
    found: dict[str, Any] = _file(f"illustrated_tls{version}.json")
    return found

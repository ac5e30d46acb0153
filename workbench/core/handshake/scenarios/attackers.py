"""Those who sit on the wire and change what passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Role
from workbench.core.handshake.wire import Attacker, Chunk, Interference
from workbench.core.tls.messages import ClientHello, frame, read_body
from workbench.core.tls.parameters import ContentType, ExtensionType

Change = Callable[[ClientHello], ClientHello]


def change_client_hello(change: Change, did: str) -> Attacker:
    """Change the first ClientHello; `did` is the id of the sentence that says what was done."""
    done = False

    def attack(chunk: Chunk) -> Interference:
        nonlocal done
        data = chunk.data
        if done or chunk.sender is not Role.client or data[0] != ContentType.handshake:
            return Interference((chunk,))
        done = True
        length = int.from_bytes(data[3:5], "big")
        changed = frame(change(read_body(ClientHello, data[5 : 5 + length])))
        record = data[:3] + len(changed).to_bytes(2, "big") + changed
        return Interference((replace(chunk, data=record + data[5 + length :]),), Message(did))

    return attack


def without_tls13(hello: ClientHello) -> ClientHello:
    """The ClientHello of somebody who does not speak TLS 1.3."""
    kept = tuple(item for item in hello.extensions or () if item.extension_type != ExtensionType.supported_versions)
    return replace(hello, extensions=kept)


def without_first_suite(hello: ClientHello) -> ClientHello:
    """The ClientHello without the suite that its client likes best."""
    return replace(hello, cipher_suites=hello.cipher_suites[1:])


def flip_a_bit(sender: Role) -> Attacker:
    """Flip the lowest bit in the middle of the first record of application data that `sender` sends after the handshake.

    In TLS 1.3 the record types are hidden: it is the first chunk of one single record.
    """
    done = False

    def attack(chunk: Chunk) -> Interference:
        nonlocal done
        data = bytearray(chunk.data)
        alone = data[0] == ContentType.application_data and len(data) == 5 + int.from_bytes(data[3:5], "big")
        if done or chunk.sender is not sender or not alone:
            return Interference((chunk,))
        done = True
        place = 5 + (len(data) - 5) // 2
        data[place] ^= 1
        return Interference((replace(chunk, data=bytes(data)),), Message("attack_flips_bit", {"offset": place}))

    return attack


def recorder_of_first_flight(kept: list[bytes]) -> Attacker:
    """Let everything pass and keep what the client sends first."""

    def listen(chunk: Chunk) -> Interference:
        if chunk.sender is Role.client and not kept:
            kept.append(chunk.data)
        return Interference((chunk,))

    return listen

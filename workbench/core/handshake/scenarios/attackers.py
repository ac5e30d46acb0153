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


def flip_a_bit(sender: Role, after: int) -> Attacker:
    """Flip one bit in the middle of an application_data record that `sender` sends, having let `after` such records pass.

    In TLS 1.3 the protected messages of the handshake are application_data records for everybody on the way.
    """
    left = after

    def attack(chunk: Chunk) -> Interference:
        nonlocal left
        if chunk.sender is not sender or left < 0:
            return Interference((chunk,))
        data = bytearray(chunk.data)
        start = 0
        while start + 5 <= len(data) and left >= 0:
            length = int.from_bytes(data[start + 3 : start + 5], "big")
            if data[start] == ContentType.application_data:
                left -= 1
            if left < 0:
                place = length // 2
                data[start + 5 + place] ^= 1
                return Interference((replace(chunk, data=bytes(data)),), Message("attack_flips_bit", {"offset": place}))
            start += 5 + length
        return Interference((chunk,))

    return attack


def recorder_of_first_flight(kept: list[bytes]) -> Attacker:
    """Let everything pass and keep what the client sends first."""

    def listen(chunk: Chunk) -> Interference:
        if chunk.sender is Role.client and not kept:
            kept.append(chunk.data)
        return Interference((chunk,))

    return listen

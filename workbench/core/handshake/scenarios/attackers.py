"""Those who sit on the wire and change what passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
        for start, length in _records(chunk.data):
            if chunk.data[start] == ContentType.application_data:
                left -= 1
            if left < 0:
                return _flipped(chunk, start, length)
        return Interference((chunk,))

    return attack


def flip_a_bit_of_finished12(sender: Role) -> Attacker:
    """Flip one bit in the middle of the first record that `sender` sends after its change_cipher_spec: in TLS 1.2 that is Finished."""
    done = changed_keys = False

    def attack(chunk: Chunk) -> Interference:
        nonlocal done, changed_keys
        if chunk.sender is not sender or done:
            return Interference((chunk,))
        for start, length in _records(chunk.data):
            if changed_keys:
                done = True
                return _flipped(chunk, start, length)
            changed_keys = chunk.data[start] == ContentType.change_cipher_spec
        return Interference((chunk,))

    return attack


def _records(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each record starts, and how long it is without its header."""
    start = 0
    while start + 5 <= len(data):
        length = int.from_bytes(data[start + 3 : start + 5], "big")
        yield start, length
        start += 5 + length


def _flipped(chunk: Chunk, start: int, length: int) -> Interference:
    """The chunk with one bit in the middle of a record turned over."""
    data, place = bytearray(chunk.data), length // 2
    data[start + 5 + place] ^= 1
    return Interference((replace(chunk, data=bytes(data)),), Message("attack_flips_bit", {"offset": place}))


def recorder_of_first_flight(kept: list[bytes]) -> Attacker:
    """Let everything pass and keep what the client sends first."""

    def listen(chunk: Chunk) -> Interference:
        if chunk.sender is Role.client and not kept:
            kept.append(chunk.data)
        return Interference((chunk,))

    return listen

"""A capture file of a transcript's packets, on demand with the key log inside, so that any capture reader can look into it.

Format: the IETF's draft-ietf-opsawg-pcapng; blocks are written big-endian, times in nanoseconds.
"""

from __future__ import annotations

from workbench.core.handshake import network
from workbench.core.handshake.export import key_log
from workbench.core.handshake.transcript import Transcript

_SECTION_HEADER, _INTERFACE_DESCRIPTION, _ENHANCED_PACKET, _DECRYPTION_SECRETS = 0x0A0D0D0A, 1, 6, 10
_BYTE_ORDER_MAGIC = 0x1A2B3C4D
_LINK_TYPE_ETHERNET = 1
_TLS_KEY_LOG = 0x544C534B
_APPLICATION, _TIME_RESOLUTION = 4, 9  # options: shb_userappl, if_tsresol
_NANOSECONDS = 9


def write(transcript: Transcript, secrets: bool = True) -> bytes:
    """The packets in the order of their arrival, each with the moment it arrived. `secrets`: with the session keys."""
    connections = {connection.number: connection for connection in transcript.connections}
    # Microseconds are as much as a float can hold of a moment since 1970.
    epoch = round(transcript.epoch * 10**6) * 1000
    blocks = [
        _block(
            _SECTION_HEADER,
            _uint(_BYTE_ORDER_MAGIC, 4) + _uint(1, 2) + _uint(0, 2) + b"\xff" * 8,  # version 1.0, length not told
            _option(_APPLICATION, b"TLS Workbench"),
        ),
        _block(
            _INTERFACE_DESCRIPTION,
            _uint(_LINK_TYPE_ETHERNET, 2) + bytes(6),  # no limit to a packet's length
            _option(_TIME_RESOLUTION, _uint(_NANOSECONDS, 1)),
        ),
    ]
    if secrets and (keys := key_log.write(transcript).encode("ascii")):
        blocks.append(_block(_DECRYPTION_SECRETS, _uint(_TLS_KEY_LOG, 4) + _uint(len(keys), 4) + _padded(keys)))
    for packet in sorted(transcript.packets, key=lambda packet: packet.time):
        data = network.frame(packet, connections[packet.connection])
        moment = epoch + round(packet.time * 10**9)
        body = _uint(0, 4) + _uint(moment, 8) + _uint(len(data), 4) * 2 + _padded(data)
        blocks.append(_block(_ENHANCED_PACKET, body))
    return b"".join(blocks)


def _uint(value: int, size: int) -> bytes:
    return value.to_bytes(size, "big")


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _option(code: int, value: bytes) -> bytes:
    """One option and the end of the options."""
    return _uint(code, 2) + _uint(len(value), 2) + _padded(value) + bytes(4)


def _block(type: int, body: bytes, options: bytes = b"") -> bytes:
    length = _uint(12 + len(body) + len(options), 4)
    return _uint(type, 4) + length + body + options + length

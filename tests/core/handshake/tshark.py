"""What tshark, an independent reader, sees in a capture file that we wrote."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

needs_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")

_CHECKSUMS = ("tcp.check_checksum", "ip.check_checksum", "udp.check_checksum")
WARNING = 0x600000
RESET = "Connection reset (RST)"
"""Said of every RST: an event, not a fault of the file."""


def tshark(path: Path, *arguments: str, decode_as: Sequence[str] = ()) -> str:
    """Its output, every checksum checked; only the keys inside the file are used."""
    command = ["tshark", "-n", "-r", str(path)]
    for name in _CHECKSUMS:
        command += ["-o", f"{name}:TRUE"]
    for rule in decode_as:
        command += ["-d", rule]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(path: Path, *fields: str, decode_as: Sequence[str] = (), show: str = "") -> list[list[str]]:
    """One row a frame with these fields; several values of a field are separated by commas."""
    arguments = ["-T", "fields", "-E", "occurrence=a", *(word for field in fields for word in ("-e", field))]
    if show:
        arguments += ["-Y", show]
    return [line.split("\t") for line in tshark(path, *arguments, decode_as=decode_as).splitlines()]


def complaints(path: Path, decode_as: Sequence[str] = ()) -> list[str]:
    """What tshark warns of, or calls an error: wrong checksums and lengths, impossible sequence numbers, malformed messages."""
    found = rows(path, "frame.number", "_ws.expert.severity", "_ws.expert.message", decode_as=decode_as, show="_ws.expert")
    return [
        f"frame {number}: {message}"
        for number, severities, message in found
        if any(int(severity) >= WARNING for severity in severities.split(",")) and message != RESET
    ]


def plaintext(path: Path, stream: int = 0, server_port: int = 443, decode_as: Sequence[str] = ()) -> tuple[bytes, bytes]:
    """The application data of a TLS connection: what the client sent, what the server sent."""
    lines = tshark(path, "-q", "-z", f"follow,tls,raw,{stream}", decode_as=decode_as).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Node 0:"))
    first, second = bytearray(), bytearray()
    for line in lines[start + 2 :]:
        if line.startswith("="):
            break
        # What node 1 sent is indented. Either side may be node 0.
        (second if line.startswith("\t") else first).extend(bytes.fromhex(line.strip()))
    server_is_first = lines[start].endswith(f":{server_port}")
    return (bytes(second), bytes(first)) if server_is_first else (bytes(first), bytes(second))

"""The key log that lets other software read along (RFC 9850, the SSLKEYLOGFILE format)."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.parameters import ProtocolVersion

_TLS13 = {
    "CLIENT_EARLY_TRAFFIC_SECRET": "client_early_traffic_secret",
    "EARLY_EXPORTER_SECRET": "early_exporter_master_secret",
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET": "client_handshake_traffic_secret",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET": "server_handshake_traffic_secret",
    "CLIENT_TRAFFIC_SECRET_0": "client_application_traffic_secret_0",
    "SERVER_TRAFFIC_SECRET_0": "server_application_traffic_secret_0",
    "EXPORTER_SECRET": "exporter_master_secret",
}
_TLS12 = {"CLIENT_RANDOM": "master_secret"}


def key_log_lines(values: Mapping[str, bytes], client_random: bytes, version: int) -> tuple[str, ...]:
    """The lines of one connection; what was never derived has none.

    values          by their names: `client_handshake_traffic_secret`, `master_secret`...
    client_random   of the (first) ClientHello, 32 bytes
    version         the negotiated one
    """
    labels = _TLS13 if version == ProtocolVersion.TLS1_3 else _TLS12
    return tuple(f"{label} {client_random.hex()} {values[name].hex()}" for label, name in labels.items() if name in values)


def write(transcript: Transcript) -> str:
    """The lines of all connections; "" when no secret was ever derived.

    Readers find keys by label and client random. Where somebody replays a ClientHello, these are the keys of the one who made it.
    """
    lines: dict[str, str] = {}
    for line in (line for connection in transcript.connections for line in connection.key_log):
        lines.setdefault(line.rpartition(" ")[0], line)
    return "".join(f"{line}\n" for line in lines.values())

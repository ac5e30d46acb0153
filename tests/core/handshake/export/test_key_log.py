"""The key log, line for line as OpenSSL writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.handshake.export import key_log
from workbench.core.handshake.transcript import Connection, Transcript
from workbench.core.tls.parameters import ProtocolVersion

# What the engine calls what OpenSSL's lines are called.
NAMES = {
    "SERVER_HANDSHAKE_TRAFFIC_SECRET": "server_handshake_traffic_secret",
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET": "client_handshake_traffic_secret",
    "SERVER_TRAFFIC_SECRET_0": "server_application_traffic_secret_0",
    "CLIENT_TRAFFIC_SECRET_0": "client_application_traffic_secret_0",
    "EXPORTER_SECRET": "exporter_master_secret",
    "CLIENT_RANDOM": "master_secret",
}


@pytest.mark.parametrize(
    ("name", "version", "count"), [("tls13_full_rsa", ProtocolVersion.TLS1_3, 5), ("openssl4_tls12", ProtocolVersion.TLS1_2, 1)]
)
def test_the_lines_are_those_of_openssl(corpora: Path, name: str, version: int, count: int) -> None:
    theirs = {line for line in (corpora / "generated" / f"{name}.keylog").read_text().splitlines() if line[0] != "#"}
    random = next(iter(theirs)).split()[1]
    values = {NAMES[label]: bytes.fromhex(secret) for label, _, secret in (line.split() for line in theirs)}
    ours = key_log.key_log_lines({**values, "early_secret": b"no line"}, bytes.fromhex(random), version)
    assert set(ours) == theirs and len(ours) == len(theirs) == count


def test_early_data_has_lines_of_its_own() -> None:
    values = {"client_early_traffic_secret": b"\1", "early_exporter_master_secret": b"\2", "master_secret": b"\3"}
    assert key_log.key_log_lines(values, b"\xaa", ProtocolVersion.TLS1_3) == (
        "CLIENT_EARLY_TRAFFIC_SECRET aa 01",
        "EARLY_EXPORTER_SECRET aa 02",
    )


def test_the_file_has_one_secret_for_each_label_and_client_random() -> None:
    connections = (Connection(1, key_log=("A 0 1", "B 0 2")), Connection(2, key_log=("B 0 2", "A 0 9", "A 7 3")))
    assert key_log.write(Transcript("", (), (), connections)) == "A 0 1\nB 0 2\nA 7 3\n"

"""Broken files end in an answer or one sentence, whatever is asked about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli import main

COMMANDS = (["inspect", "--language", "en"], ["inspect", "--json", "--language", "ja"], ["verify", "--json", "--lint", "--rules", "webpki"])


def test_no_traceback_no_surprise(corpora: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TLS_WORKBENCH_TRACEBACK", "1")  # our own mistakes are not to hide behind their sentence
    files = [path for path in sorted((corpora / "malformed").rglob("*")) if path.is_file() and "captures" not in str(path)]
    assert len(files) > 2000
    for path in files[::25]:
        for command in COMMANDS:
            code = main([*command, str(path)])
            captured = capsys.readouterr()
            assert code in (0, 1, 2) and "Traceback" not in captured.err, f"{command} {path.name}: {captured.err}"
            assert code != 2 or captured.err.startswith("tls-workbench: ")
            if "--json" in command and captured.out:
                json.loads(captured.out)


@pytest.mark.parametrize("hash_oid", ["2.16.840.1.101.3.4.2.1", "1.2.3.4"])
def test_rsa_pss_with_a_hash_that_nobody_knows(hash_oid: str) -> None:
    from workbench.core.asn1 import writer
    from workbench.core.x509.signature import hash_of

    parameters = writer.sequence(writer.element(0xA0, writer.algorithm(hash_oid)))
    expected = "sha256" if hash_oid.startswith("2.16") else ""
    assert hash_of(writer.algorithm("1.2.840.113549.1.1.10", parameters)) == expected

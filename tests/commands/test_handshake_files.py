"""`handshake` writes for other programs: Mermaid, Markdown, PDF."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from workbench import cli


def handshake(capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en") -> tuple[int, str, str]:
    code = cli.main(["handshake", "--language", language, *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_mermaid_and_markdown_in_the_language_and_detail_that_were_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    diagram, table = tmp_path / "a.mmd", tmp_path / "a.md"
    arguments = ("tls13_full", "--seed", "1", "--mermaid", str(diagram), "--markdown", str(table))
    code, out, trouble = handshake(capsys, *arguments, "--detail", "messages", language="ja")
    assert (code, trouble) == (0, "") and str(diagram) in out and str(table) in out
    assert "participant client as クライアント" in diagram.read_text(encoding="utf-8")
    assert "共有秘密を計算する" not in diagram.read_text(encoding="utf-8") + table.read_text(encoding="utf-8")
    assert "| アプリケーションの鍵 |" in table.read_text(encoding="utf-8")
    code, _, trouble = handshake(capsys, *arguments)
    assert code == 2 and "--force" in trouble
    handshake(capsys, *arguments, "--force")
    assert "Compute the shared secret" in diagram.read_text(encoding="utf-8") and "Compute the shared secret" in table.read_text("utf-8")
    assert "HKDF" not in table.read_text(encoding="utf-8")


def test_secrets_are_written_only_when_asked_for_and_then_for_the_owner_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    public, secret = tmp_path / "public.md", tmp_path / "secret.md"
    handshake(capsys, "tls13_full", "--seed", "1", "--markdown", str(public), "--values")
    handshake(capsys, "tls13_full", "--seed", "1", "--markdown", str(secret), "--values", "--secrets")
    assert "`HKDF-Extract" in public.read_text(encoding="utf-8")
    assert len(secret.read_text(encoding="utf-8")) > len(public.read_text(encoding="utf-8")) + 1000
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) reads what was written")
def test_a_pdf_shows_the_messages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    code, out, trouble = handshake(capsys, "tls12_ecdhe_rsa", "--seed", "1", "--pdf", str(path))
    assert (code, trouble) == (0, "") and str(path) in out
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    names = ("SYN", "ClientHello", "ServerHello", "ServerKeyExchange", "ServerHelloDone", "ClientKeyExchange", "Finished", "close_notify")
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    assert text.count("\f") == 1

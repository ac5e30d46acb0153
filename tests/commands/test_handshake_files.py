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


def test_a_page_that_replays_it_begins_at_the_level_that_was_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, secret = tmp_path / "a.html", tmp_path / "secret.html"
    code, out, trouble = handshake(capsys, "tls12_rsa", "--seed", "1", "--html", str(path), "--detail", "stages", language="ja")
    assert (code, trouble) == (0, "") and str(path) in out
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and '<html lang="ja">' in page and '"detail":"stages"' in page
    handshake(capsys, "tls12_rsa", "--seed", "1", "--html", str(secret), "--secrets")
    assert '"detail":"messages"' in secret.read_text(encoding="utf-8")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600 and stat.S_IMODE(path.stat().st_mode) != 0o600
    code, _, trouble = handshake(capsys, "tls12_rsa", "--html", str(path))
    assert code == 2 and "--force" in trouble and path.read_text(encoding="utf-8") == page


def test_stages_are_told_everywhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    diagram, table, picture = tmp_path / "a.mmd", tmp_path / "a.md", tmp_path / "a.svg"
    arguments = ("tls13_resumption", "--seed", "1", "--detail", "stages")
    _, out, _ = handshake(capsys, *arguments, "--mermaid", str(diagram), "--markdown", str(table), "--svg", str(picture))
    titles = ["Reach the server", "Agree on the method", "Make the key", "Prove who you are", "Talk", "Part"]
    svg = picture.read_text(encoding="utf-8")
    for text in (out, diagram.read_text(encoding="utf-8"), table.read_text(encoding="utf-8")):
        for title in titles:
            assert text.count(title) == 2  # one in each connection
    assert all(title in svg for title in titles)
    assert "->>" not in diagram.read_text(encoding="utf-8")
    _, out, _ = handshake(capsys, "tls12_rsa", "--detail", "stages", language="ja")
    assert "鍵を作る" in out and "ClientKeyExchange" in out


def test_a_picture_shows_the_level_and_the_scale_that_were_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    sizes = {}
    for name, more in (("plain", ()), ("large", ("--scale", "2.5")), ("all", ("--detail", "computations"))):
        path = tmp_path / f"{name}.png"
        assert handshake(capsys, "tls12_rsa", "--seed", "1", "--png", str(path), *more)[0] == 0
        sizes[name] = [int.from_bytes(path.read_bytes()[at : at + 4], "big") for at in (16, 20)]
    assert sizes["large"] == [pytest.approx(2.5 * side, abs=1) for side in sizes["plain"]]
    assert sizes["all"][1] > sizes["plain"][1]
    path = tmp_path / "huge.png"
    code, _, trouble = handshake(capsys, "tls13_resumption", "--png", str(path), "--detail", "computations", "--scale", "16")
    assert code == 2 and "SVG" in trouble and not path.exists()
    assert handshake(capsys, "tls12_rsa", "--png", str(path), "--scale", "many")[0] == 2

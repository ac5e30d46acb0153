"""`serve`, as a process of its own: what it prints, where its root is, how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.core.live.serving import PATIENCE
from tests.interop.credentials import SERVER_NAME, files
from tests.interop.credentials import root as peers_root
from workbench import cli

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Running:
    """The process. `listening` is its first line as an object, when it was asked for JSON."""

    def __init__(self, arguments: tuple[str, ...]) -> None:
        command = [sys.executable, "-m", "workbench", "serve", *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        assert self.process.stdout is not None
        self.lines = self.process.stdout
        first = self.lines.readline()
        assert first, self.process.communicate()[1]
        self.first = first
        self.listening: dict[str, Any] = json.loads(first) if "--json" in arguments else {}

    @property
    def port(self) -> int:
        port: int = self.listening["address"][1]
        return port

    def next(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.lines.readline())
        return found

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Exit code and what was still printed."""
        self.process.send_signal(how)
        out, trouble = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, trouble


@contextmanager
def serve(*arguments: str) -> Iterator[Running]:
    running = Running(arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def fetch(port: int, root: Path | None, name: str = "localhost", credential: tuple[Path, Path] | None = None) -> bytes:
    context = ssl.create_default_context(cafile=root)
    if credential is not None:
        context.load_cert_chain(*credential)
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as sock, context.wrap_socket(sock, server_hostname=name) as tls:
        tls.sendall(GET)
        found = b""
        while data := tls.recv(10000):
            found += data
        return found


def test_it_tells_where_it_listens_and_of_every_connection() -> None:
    with serve("--json") as running:
        root = Path(running.listening["root"])
        assert root.read_text().startswith("-----BEGIN CERTIFICATE-----") and "PRIVATE" not in root.read_text()
        assert running.listening["address"][0] == "127.0.0.1"
        assert b" 200 OK" in fetch(running.port, root)
        told = running.next()
        assert (told["event"], told["number"], told["request"], told["status"], told["trouble"]) == ("connection", 1, "GET /", 200, None)
        assert told["transcript"]["outcome"] == "ok" and told["transcript"]["connections"][0]["key_log"]
        with socket.create_connection(("127.0.0.1", running.port), PATIENCE) as sock:
            sock.sendall(b"hello\n")
        failed = running.next()
        assert failed["trouble"]["id"] == "live_not_tls" and "hello" in failed["trouble"]["sentence"]
        assert running.stop() == (0, "", "")
    assert not root.exists()  # nobody can have its key, so nobody needs it any more


def test_its_lines_are_for_people() -> None:
    with serve("--language", "en") as running:
        assert "https://localhost:" in running.first
        port = int(running.first.rsplit(":", 1)[1].strip("/\n"))
        root = Path(running.lines.readline().split(": ", 1)[1].strip())
        assert running.lines.readline().strip().startswith("curl --cacert ")
        assert "Ctrl-C" in running.lines.readline()
        fetch(port, root)
        line = running.lines.readline()
        for text in ("127.0.0.1:", "TLS 1.3", "TLS_AES_", "GET /", "200"):
            assert text in line
        assert running.stop(signal.SIGTERM) == (0, "", "")


@pytest.mark.parametrize("once", [True, False], ids=["--once", "stopped"])
def test_the_root_stays_where_it_was_asked_for(tmp_path: Path, once: bool) -> None:
    path = tmp_path / "root.pem"
    with serve("--json", "--root", str(path), *(["--once"] if once else [])) as running:
        assert b" 200 OK" in fetch(running.port, path)
        assert running.next()["status"] == 200
        if once:
            assert running.process.wait(PATIENCE) == 0
        else:
            assert running.stop()[0] == 0
    assert path.exists()
    assert os.listdir(tmp_path) == ["root.pem"]


def test_once_with_a_bad_client_ends_with_no() -> None:
    with serve("--json", "--once") as running:
        with socket.create_connection(("127.0.0.1", running.port), PATIENCE) as sock:
            sock.sendall(GET)
        assert running.process.wait(PATIENCE) == 1


def test_certificates_of_one_s_own_on_both_sides() -> None:
    server, client = files("p256"), files("p256", "client")
    root = peers_root()[2]
    own = ("--certificate", str(server.certificate), "--key", str(server.key), "--client-ca", str(root))
    with serve("--json", "--version", "1.2", *own) as running:
        assert running.listening["root"] is None
        assert b"TLS 1.2" in fetch(running.port, root, SERVER_NAME, (client.certificate, client.key))
        with pytest.raises(OSError):
            fetch(running.port, root, SERVER_NAME)
        assert [running.next()["status"] for _ in range(2)] == [200, None]
        assert running.stop()[0] == 0


def test_who_listens_to_all_is_warned() -> None:
    with serve("--json", "--listen", "0.0.0.0") as running:
        fetch(running.port, Path(running.listening["root"]))
        code, _, trouble = running.stop()
    assert code == 0 and "0.0.0.0" in trouble and len(trouble.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes of this kind")
def test_it_ends_when_nobody_reads_any_more() -> None:
    with serve("--json") as running:
        running.lines.close()
        fetch(running.port, Path(running.listening["root"]))
        assert running.process.wait(PATIENCE) == 141  # what a shell reports for a broken pipe


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--port", "65536"], "65535"),
        (["--listen", "192.0.2.1"], "192.0.2.1"),
        (["--key", "key.pem"], "--certificate"),
        (["--certificate", "missing.pem"], "missing.pem"),
        (["--client-ca", "missing.pem"], "missing.pem"),
        (["--root", "missing/folder/root.pem"], "missing"),
        (["--root", __file__], "--force"),
        (["--group", "p256"], "secp256r1"),
    ],
)
def test_a_wrong_question_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], hint: str, language: str) -> None:
    code = cli.main(["serve", "--language", language, *arguments])
    captured = capsys.readouterr()
    assert (code, captured.out, len(captured.err.splitlines())) == (2, "", 1)
    assert hint in captured.err


def test_a_root_without_a_lab_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = files("p256")
    arguments = ["--certificate", str(own.certificate), "--key", str(own.key), "--root", str(tmp_path / "root.pem")]
    assert cli.main(["serve", *arguments]) == 2
    assert "--root" in capsys.readouterr().err

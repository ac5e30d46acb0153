"""`handshake`: what it plays, says and writes, and how it ends."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.core.handshake.tshark import complaints, needs_tshark, plaintext
from workbench import cli
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.handshake.transcript import Transcript


def handshake(capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en") -> tuple[int, str, str]:
    code = cli.main(["handshake", "--language", language, *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def played(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    _, out, trouble = handshake(capsys, "--json", *arguments)
    assert trouble == ""
    answer: dict[str, Any] = json.loads(out)
    return answer


def agreed(answer: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = answer["connections"][0]["negotiated"]
    return result


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_list_has_every_scenario(capsys: pytest.CaptureFixture[str], language: str) -> None:
    code, out, trouble = handshake(capsys, "--list", language=language)
    names = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
    assert (code, trouble) == (0, "") and names == [scenario.id for scenario in SCENARIOS]
    code, out, _ = handshake(capsys, "--list", "--json", language=language)
    rows = json.loads(out)["scenarios"]
    assert [row["id"] for row in rows] == names
    options = next(row["options"] for row in rows if row["id"] == "tls13_full")
    assert "--group" in options and "--seed" in options


def test_people_get_the_answer_first_and_then_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, trouble = handshake(capsys, "tls13_full", "--seed", "1")
    lines = out.splitlines()
    assert (code, trouble) == (0, "") and lines[0].startswith(("✓", "+")) and "\x1b" not in out
    assert "www.example.test" in lines[2] and "x25519" in lines[2] and "TLS 1.3" in lines[2]
    places = [out.index(f" {name} ") for name in ("SYN", "ClientHello", "ServerHello", "CertificateVerify", "close_notify")]
    assert places == sorted(places)
    hello = next(line for line in lines if " ClientHello " in line)
    certificate = next(line for line in lines if " Certificate " in line)
    assert "Client → Server" in hello and "handshake keys" not in hello and "handshake keys" in certificate
    computations = len(lines)
    _, out, _ = handshake(capsys, "tls13_full", "--seed", "1", "--detail", "messages")
    assert len(out.splitlines()) < computations and " ServerHello " in out


def test_columns_stand_below_each_other_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = handshake(capsys, "tls13_full", "--detail", "messages", language="ja")
    assert "クライアント → サーバー" in out

    def column(name: str) -> int:
        """Where a name begins on a terminal: letters of two columns count twice."""
        line = next(line for line in out.splitlines() if f" {name} " in line)
        return sum(2 if "\u3040" <= letter <= "\u9fff" else 1 for letter in line.partition(f" {name} ")[0])

    assert column("SYN") == column("ClientHello") == column("ServerHello") == column("Finished")


def test_json_has_every_step_and_value_and_a_sentence_for_each_message(capsys: pytest.CaptureFixture[str]) -> None:
    answer = played(capsys, "tls13_full", "--seed", "1")
    values = {value["name"]: value["data"] for step in answer["steps"] for value in step["values"]}
    assert len(values["shared_secret"]) == 64 and values["client_application_traffic_secret_0"]
    assert values["client_application_traffic_secret_0"] in " ".join(answer["connections"][0]["key_log"])
    assert answer["headline"]["sentence"] and answer["steps"][2]["facts"][0]["sentence"].startswith("sequence number")
    hello = next(step for step in answer["steps"] if step["name"] == "ClientHello")
    assert bytes.fromhex(hello["parts"][0]["data"])[0] == 1 and "fields" not in hello["parts"][0]
    answer = played(capsys, "tls13_full", "--seed", "1", "--fields")
    hello = next(step for step in answer["steps"] if step["name"] == "ClientHello")
    labels = json.dumps(hello["parts"][0]["fields"])
    assert "legacy_version" in labels and "key_share" in labels


def test_the_same_seed_plays_the_same_handshake(capsys: pytest.CaptureFixture[str]) -> None:
    def without_cost(answer: dict[str, Any]) -> dict[str, Any]:
        for step in answer["steps"]:
            step["seconds"] = None
        return answer

    first, again, other = (without_cost(played(capsys, "tls13_full", "--seed", seed)) for seed in ("1", "1", "2"))
    random = [step["wire"] for step in first["steps"] if step["name"] == "ClientHello"]
    assert [step["wire"] for step in again["steps"] if step["name"] == "ClientHello"] == random
    assert [step["wire"] for step in other["steps"] if step["name"] == "ClientHello"] != random
    assert first["epoch"] == again["epoch"] and [step["name"] for step in first["steps"]] == [step["name"] for step in again["steps"]]


def test_what_is_asked_for_is_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    answer = played(capsys, "tls13_full", "--group", "p-384", "--suite", "tls_chacha20_poly1305_sha256", "--key-type", "P-384")
    assert agreed(answer)["group"]["name"] == "secp384r1" and agreed(answer)["cipher_suite"]["name"] == "TLS_CHACHA20_POLY1305_SHA256"
    assert agreed(answer)["signature_scheme"]["name"] == "ecdsa_secp384r1_sha384"


@needs_tshark
def test_the_capture_opens_itself_and_the_key_log_is_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    capture, keys = tmp_path / "a.pcapng", tmp_path / "a.keys"
    code, out, _ = handshake(capsys, "tls13_full", "--pcap", str(capture), "--key-log", str(keys))
    assert code == 0 and str(capture) in out and str(keys) in out
    assert complaints(capture) == []
    request, response = plaintext(capture)
    assert request.startswith(b"GET / HTTP/1.1\r\n") and response.startswith(b"HTTP/1.1 200 OK\r\n")
    lines = keys.read_text().splitlines()
    assert lines and all(line.encode() in capture.read_bytes() for line in lines)
    assert stat.S_IMODE(keys.stat().st_mode) == stat.S_IMODE(capture.stat().st_mode) == 0o600


def test_an_existing_file_stays_unless_told_otherwise(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text("mine")
    code, out, trouble = handshake(capsys, "tls13_full", "--key-log", str(path))
    assert (code, out) == (2, "") and "--force" in trouble and len(trouble.splitlines()) == 1 and path.read_text() == "mine"
    code, _, trouble = handshake(capsys, "tls13_full", "--key-log", str(path), "--force")
    assert (code, trouble) == (0, "") and "TRAFFIC_SECRET_0" in path.read_text()
    code, _, trouble = handshake(capsys, "tls13_full", "--pcap", str(tmp_path / "nowhere" / "a.pcapng"))
    assert code == 2 and "nowhere" in trouble and [file.name for file in tmp_path.iterdir()] == ["keys"]


def test_pictures_are_drawn_by_whom_the_command_line_names(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def draw(transcript: Transcript, path: Path, language: str, theme: str, detail: str, scale: float) -> None:
        asked.append((transcript.name, path.suffix, language, theme, detail, scale))
        path.write_bytes(b"picture " + path.suffix.encode())

    monkeypatch.setattr(cli, "_draw", draw)
    out = [str(tmp_path / "a"), str(tmp_path / "b")]
    code, _, trouble = handshake(capsys, "tls13_full", "--png", out[0], "--svg", out[1], "--theme", "dark", language="ja")
    assert (code, trouble) == (0, "")
    assert asked == [("tls13_full", suffix, "ja", "dark", "messages", 1.0) for suffix in (".png", ".svg")]
    assert Path(out[0]).read_bytes() == b"picture .png" and Path(out[1]).read_bytes() == b"picture .svg"


def test_a_refused_handshake_is_the_answer_no(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, trouble = handshake(capsys, "untrusted_issuer")
    assert (code, trouble) == (1, "") and out.startswith(("✗", "x")) and " unknown_ca " in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["tls13_ful"], "tls13_full"),
        (["TLS13-hybrid"], "tls13_hybrid"),
        (["nothing like it"], "--list"),
        ([], "--list"),
        (["tls13_full", "--group", "x25518"], "x25519"),
        (["tls13_full", "--version", "1.1"], "1.2, 1.3"),
        (["tls13_full", "--suite", "RC4"], "TLS_AES_128_GCM_SHA256"),
        (["tls13_full", "--key-type", "dsa"], "ed25519"),
        (["tls13_full", "--seed", "x"], "--seed"),
        (["tls13_mutual", "--client-authentication"], "--client-authentication"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_mistake_is_one_sentence(capsys: pytest.CaptureFixture[str], language: str, arguments: list[str], expected: str) -> None:
    code, out, trouble = handshake(capsys, *arguments, language=language)
    assert (code, out) == (2, "") and len(trouble.splitlines()) == 1 and expected in trouble and "itself made a mistake" not in trouble


def test_no_qt_is_loaded() -> None:
    script = (
        "import sys; from workbench import cli; code = cli.main(['handshake', 'tls13_full', '--json']);"
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_pictures_without_a_screen(tmp_path: Path) -> None:
    png, svg = tmp_path / "a.png", tmp_path / "a.svg"
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "workbench", "handshake", "tls12_ecdhe_ecdsa", "--png", str(png), "--svg", str(svg)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert png.read_bytes().startswith(b"\x89PNG") and b"<svg" in svg.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--seed", "x"], "--seed takes a whole number; “x” is none."),
        (["--server-name", "192.0.2.1"], "“192.0.2.1” is no host name."),
        (["--server-name", "a..b"], "“a..b” is no host name."),
        (["--suite", "TLS_RSA_WITH_AES_128_GCM_SHA256"], "TLS_RSA_WITH_AES_128_GCM_SHA256 does not belong to TLS 1.3"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert cli.main(["handshake", "tls13_full", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and said in told.err


def test_a_name_in_japanese_is_asked_for_as_it_goes_over_the_wire(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["handshake", "tls13_full", "--server-name", "例え.テスト", "--detail", "messages"]) == 1
    assert "for xn--r8jz45g.xn--zckzah" in capsys.readouterr().out


def test_a_refusal_says_why_below_its_headline(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = handshake(capsys, "expired")
    headline, why = out.splitlines()[:2]
    assert "certificate_expired" in headline and why == "  Not trusted: the certificate has expired"
    _, out, _ = handshake(capsys, "tls13_full")
    assert out.splitlines()[1] == ""

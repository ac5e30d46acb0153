"""`connect`: its answer, its sentences and its exit code."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.core.handshake.tshark import complaints, needs_tshark
from tests.core.live.serving import Serving, lab, nobody
from tests.interop.credentials import files, pem
from workbench import cli
from workbench.core.tls.parameters import NamedGroup


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_bytes(pem("CERTIFICATE", lab().root))
    return path


def connect(capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en") -> tuple[int, str, str]:
    code = cli.main(["connect", "--language", language, *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code, out, trouble = connect(capsys, "--json", *arguments)
    assert trouble == ""
    return code, json.loads(out)


@pytest.mark.parametrize(("language", "headline"), [("en", "✓ Connected with TLS 1.3"), ("ja", "✓ TLS 1.3")])
def test_the_answer_comes_first_then_every_step(capsys: pytest.CaptureFixture[str], root: Path, language: str, headline: str) -> None:
    with Serving() as serving:
        code, out, trouble = connect(capsys, f"127.0.0.1:{serving.port}", "--trust", str(root), language=language)
    assert (code, trouble) == (0, "")
    assert out.startswith(headline)
    for name in ("SYN, ACK", "ClientHello", "CertificateVerify", "NewSessionTicket", "GET / HTTP/1.1", "HTTP/1.1 200 OK", "close_notify"):
        assert name in out


def test_json_has_every_value(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    with Serving() as serving:
        code, found = answer(capsys, f"127.0.0.1:{serving.port}", "--trust", str(root))
    assert (code, found["outcome"], found["name"]) == (0, "ok", "")
    values = {value["name"]: value["data"] for step in found["steps"] for value in step["values"]}
    assert values["client_application_traffic_secret_0"] and found["connections"][0]["key_log"]
    judged = next(step for step in found["steps"] if step["name"] == "judge_certificate")
    assert judged["judgement"]["accepted"] is True


def test_versions_groups_and_suites_are_chosen(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    suite = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    with Serving() as serving:
        place = (f"127.0.0.1:{serving.port}", "--trust", str(root))
        _, older = answer(capsys, *place, "--version", "1.2", "--suite", suite, "--group", "P-384")
        _, newer = answer(capsys, *place, "--version", "1.3", "--group", "x448")
    agreed = older["connections"][0]["negotiated"]
    assert (agreed["version"]["name"], agreed["cipher_suite"]["name"], agreed["group"]["code"]) == ("TLS1_2", suite, NamedGroup.secp384r1)
    assert newer["connections"][0]["negotiated"]["group"]["name"] == "x448"


@pytest.mark.parametrize("group", [NamedGroup.X25519MLKEM768, NamedGroup.x25519])
def test_a_usual_server_needs_no_second_round_trip(capsys: pytest.CaptureFixture[str], root: Path, group: int) -> None:
    with Serving(groups=(group,)) as serving:
        _, found = answer(capsys, f"127.0.0.1:{serving.port}", "--trust", str(root))
    assert found["connections"][0]["negotiated"]["group"]["code"] == group
    assert [step["name"] for step in found["steps"] if step["name"].endswith("Hello")] == ["ClientHello", "ServerHello"]


def test_who_is_not_trusted_is_refused_or_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    with Serving() as serving:
        code, out, _ = connect(capsys, f"127.0.0.1:{serving.port}")
        anyway, told, _ = connect(capsys, f"127.0.0.1:{serving.port}", "--insecure")
    assert code == 1 and out.startswith("✗ Not trusted: ") and "GET /" not in out
    assert anyway == 0 and told.startswith("! Encrypted, but the peer is not proven") and "HTTP/1.1 200 OK" in told


def test_a_name_of_one_s_own_choice_is_asked_for(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    with Serving() as serving:
        place = (f"127.0.0.1:{serving.port}", "--trust", str(root))
        code, found = answer(capsys, *place, "--server-name", "LocalHost.")
        wrong, _ = answer(capsys, *place, "--server-name", "www.example.com")
    assert (code, wrong) == (0, 1)
    assert found["connections"][0]["server_name"] == "localhost"


def test_sessions_are_resumed_and_early_data_sent(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> None:
    request = tmp_path / "request"
    request.write_bytes(b"GET /early HTTP/1.1\r\nHost: localhost\r\n\r\n")
    with Serving(max_early_data_size=1000) as serving:
        place = (f"127.0.0.1:{serving.port}", "--trust", str(root))
        _, resumed = answer(capsys, *place, "--resume")
        _, early = answer(capsys, *place, "--early-data", str(request))
    assert resumed["connections"][1]["negotiated"]["resumed"] is True
    assert early["connections"][1]["negotiated"]["early_data"] is True
    assert [served.request for served in serving.told] == ["GET /"] * 3 + ["GET /early"]


def test_a_certificate_of_one_s_own_is_shown(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    own = files("rsa", "client")
    with Serving(request_client_certificate=True) as serving:
        place = (f"127.0.0.1:{serving.port}", "--trust", str(root))
        code, out, _ = connect(capsys, *place, "--certificate", str(own.certificate), "--key", str(own.key))
    # Our test server trusts nobody who issued it: it must have come, and been judged.
    assert code == 1 and "unknown_ca" in out and "rsa_pss_rsae_sha256" in out


@needs_tshark
def test_capture_and_key_log_are_written(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> None:
    capture, log = tmp_path / "out.pcapng", tmp_path / "out.log"
    with Serving() as serving:
        place = (f"127.0.0.1:{serving.port}", "--trust", str(root))
        code, out, _ = connect(capsys, *place, "--pcap", str(capture), "--key-log", str(log))
    assert code == 0 and str(capture) in out and str(log) in out
    assert complaints(capture, (f"tcp.port=={serving.port},tls",)) == []
    assert log.read_text().startswith("CLIENT_HANDSHAKE_TRAFFIC_SECRET ")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nobody_there_is_one_sentence_and_no_table(capsys: pytest.CaptureFixture[str], language: str) -> None:
    with nobody() as port:
        code, out, trouble = connect(capsys, f"127.0.0.1:{port}", language=language)
        assert (code, out, len(trouble.splitlines())) == (1, "", 1) and str(port) in trouble
        code, out, trouble = connect(capsys, f"127.0.0.1:{port}", "--json", language=language)
    assert code == 1 and json.loads(out)["outcome"] == "failed" and len(trouble.splitlines()) == 1


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["host:99999"], "65535"),
        (["a b"], "www.example.com:8443"),
        (["[::1"], "[2001:db8::1]:443"),
        (["localhost", "--server-name", "ü ü"], "ü ü"),
        (["localhost", "--group", "x2551"], "x25519"),
        (["localhost", "--suite", "AES_128_GCM"], "TLS_AES_128_GCM_SHA256"),
        (["localhost", "--version", "1.1"], "1.2"),
        (["localhost", "--key", "key.pem"], "--certificate"),
        (["localhost", "--certificate", "missing.pem"], "missing.pem"),
        (["localhost", "--trust", "missing.pem"], "missing.pem"),
        (["localhost", "--early-data", "missing"], "missing"),
        (["localhost", "--early-data", __file__, "--version", "1.2"], "1.3"),
        (["localhost", "--timeout", "0"], "3600"),
        (["localhost", "--timeout", "nan"], "3600"),
        ([], "HOST[:PORT]"),
    ],
)
def test_a_wrong_question_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], hint: str, language: str
) -> None:
    def touched(*asked: object, **more: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "getaddrinfo", touched)
    monkeypatch.setattr(socket.socket, "connect", touched)
    code, out, trouble = connect(capsys, *arguments, language=language)
    assert (code, out, len(trouble.splitlines())) == (2, "", 1)
    assert hint in trouble and "AssertionError" not in trouble

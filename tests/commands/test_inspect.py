"""`inspect`: what it says to people and to scripts, checked against facts from other software."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from workbench.cli import main


def inspect(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    code = main(["inspect", "--json", "--language", "en", *arguments])
    captured = capsys.readouterr()
    return code, json.loads(captured.out), captured.err


def test_json_of_a_certificate(capsys: pytest.CaptureFixture[str], demonstration: Path) -> None:
    path = demonstration / "例え.テスト.pem"
    code, answer, trouble = inspect(capsys, str(path))
    (file,) = answer["files"]
    facts = file["objects"][0]
    library = x509.load_pem_x509_certificates(path.read_bytes())[0]
    assert code == 0 and not trouble and file["path"] == str(path) and file["refusals"] == [] and "error" not in file
    assert facts["kind"] == "certificate" and facts["role"] == "server" and facts["validation_level"] == "OV"
    assert facts["subject"] == library.subject.rfc4514_string() and facts["issuer"] == library.issuer.rfc4514_string()
    assert facts["serial"] == f"{library.serial_number:x}"
    assert facts["not_before"] == library.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert datetime.fromisoformat(facts["not_after"]) == library.not_valid_after_utc
    assert facts["sha256"] == library.fingerprint(library.signature_hash_algorithm).hex()  # type: ignore[arg-type]
    assert facts["key"] == "P-256" and "xn--r8jz45g.xn--zckzah" in facts["names"]


def test_people_are_told_what_belongs_together(capsys: pytest.CaptureFixture[str], demonstration: Path) -> None:
    assert main(["inspect", "--language", "en", str(demonstration)]) == 0
    text = capsys.readouterr().out
    assert "certificate signing request" in text and "This request became the certificate" in text and "root CA" in text
    assert "PRIVATE KEY" not in text and "\x1b" not in text
    assert main(["inspect", "--language", "ja", str(demonstration)]) == 0
    text = capsys.readouterr().out
    assert "シリアル番号" in text and "サーバー証明書" in text


def test_an_unreadable_file_is_one_sentence_and_the_others_are_shown(
    capsys: pytest.CaptureFixture[str], demonstration: Path, tmp_path: Path
) -> None:
    nothing = tmp_path / "無.txt"
    nothing.write_text("no certificate in here\n", encoding="utf-8")
    code, answer, trouble = inspect(capsys, str(nothing), str(tmp_path / "missing.pem"), str(demonstration / "server.csr"))
    assert code == 2
    first, second, third = answer["files"]
    assert first["objects"] == second["objects"] == [] and first["error"] and second["error"]
    assert first["refusals"] and all(refusal["reader"] and refusal["reason"] for refusal in first["refusals"])
    assert [entry["kind"] for entry in third["objects"]] == ["certificate_request"]
    lines = trouble.splitlines()
    assert len(lines) == 2 and "無.txt" in lines[0] and "missing.pem" in lines[1] and "Traceback" not in trouble


def test_locked_without_a_password_and_open_with_it(capsys: pytest.CaptureFixture[str], corpora: Path, tmp_path: Path) -> None:
    entry = next(entry for entry in manifest(corpora) if entry["format"].startswith("pkcs12") and entry["password"])
    path = str(corpora / "certs" / entry["file"])
    code, answer, trouble = inspect(capsys, path)
    assert code == 1 and answer["files"][0]["locked"] and not answer["files"][0]["locked"][0]["wrong_password"]
    assert "--password-file" in trouble
    words = tmp_path / "passwords"
    words.write_text("wrong\n", encoding="utf-8")
    code, answer, trouble = inspect(capsys, path, "--password-file", str(words))
    assert code == 1 and answer["files"][0]["locked"][0]["wrong_password"] and "none of the passwords" in trouble
    words.write_text(f"wrong\r\n{entry['password']}\r\n", encoding="utf-8")
    code, answer, trouble = inspect(capsys, path, "--password-file", str(words))
    assert code == 0 and not answer["files"][0]["locked"] and not trouble
    assert entry["password"] not in json.dumps(answer)


def test_a_password_file_that_is_not_there(capsys: pytest.CaptureFixture[str], demonstration: Path) -> None:
    assert main(["inspect", "--password-file", "/nowhere", "--language", "en", str(demonstration / "server.key")]) == 2
    assert "password file" in capsys.readouterr().err


def test_standard_input(demonstration: Path) -> None:
    data = (demonstration / "server.csr").read_bytes()
    done = subprocess.run([sys.executable, "-m", "workbench", "inspect", "--json", "-"], input=data, capture_output=True, check=True)
    assert json.loads(done.stdout)["files"][0]["objects"][0]["kind"] == "certificate_request"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "euc-jp", "cp932", "utf-8"])
def test_any_terminal_will_do(demonstration: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    path = str(demonstration / "例え.テスト.pem")
    command = [sys.executable, "-m", "workbench", "inspect", "--language", "ja", path]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    text = done.stdout.decode(encoding)
    assert not done.stderr
    assert ("シリアル番号" in text) is (encoding not in ("ascii", "latin-1"))
    done = subprocess.run([*command, "--json"], capture_output=True, env=environment, check=True)
    assert json.loads(done.stdout.decode(encoding))["files"][0]["path"] == path


def test_hostile_names_cannot_paint_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a\x1b[31m\u202eb")])
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    certificate = builder.not_valid_before(now).not_valid_after(now).sign(key, hashes.SHA256())
    path = tmp_path / "a\x1b[31m.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    assert main(["inspect", "--language", "en", str(path)]) == 0
    text = capsys.readouterr().out
    assert "\x1b" not in text and "\u202e" not in text and "⟨U+001B⟩" in text


def manifest(corpora: Path) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = json.loads((corpora / "certs" / "MANIFEST.json").read_text(encoding="utf-8"))
    return result


def test_json_agrees_with_what_other_software_says_of_the_corpus(capsys: pytest.CaptureFixture[str], corpora: Path, tmp_path: Path) -> None:
    disagreements: list[str] = []
    compared = 0
    for entry in manifest(corpora):
        if "expected_count" in entry:
            continue  # thousands of certificates: the file reader's own test
        arguments = [str(corpora / "certs" / entry["file"])]
        passwords = [entry[name] for name in ("password", "key_password") if entry.get(name)]
        if passwords:
            (tmp_path / "passwords").write_text("\n".join(passwords), encoding="utf-8")
            arguments += ["--password-file", str(tmp_path / "passwords")]
        _, answer, _ = inspect(capsys, *arguments)
        for expected in entry["objects"]:
            if expected.get("openssl_error"):
                continue
            compared += 1
            kind = {"csr": "certificate_request"}.get(expected["kind"], expected["kind"])
            candidates = [facts for facts in answer["files"][0]["objects"] if facts["kind"] == kind]
            problem = min((differing(expected, facts) for facts in candidates), key=len, default=["is missing"])
            if problem:
                disagreements.append(f"{entry['file']}: {kind} {problem}")
    assert compared > 400 and not disagreements, "\n".join(disagreements)


def differing(expected: dict[str, Any], facts: dict[str, Any]) -> list[str]:
    """The fields of the manifest that an object of the answer does not share."""
    result = []
    for name in ("sha256", "subject", "issuer", "serial", "spki_sha256", "alias", "response_status", "encrypted"):
        if name == "serial" and name in expected and name in facts:
            if int(expected[name], 16) != int(facts[name], 16):  # some of the facts have a leading zero, as openssl prints it
                result.append(f"serial: {facts[name]}, expected {expected[name]}")
        elif name in expected and name in facts and expected[name] != facts[name]:
            result.append(f"{name}: {facts[name]!r}, expected {expected[name]!r}")
    if "sha256" in expected and "sha256" not in facts:
        result.append("no sha256")
    if "revoked" in expected and facts["count"] != expected["revoked"]:
        result.append(f"count: {facts['count']}")
    if expected["kind"] == "ocsp_request" and [expected["serial"]] if "serial" in expected else expected.get("serials"):
        serials = [expected["serial"]] if "serial" in expected else expected["serials"]
        if expected["kind"] == "ocsp_request" and facts["serials"] != serials:
            result.append(f"serials: {facts['serials']}")
    if "certificate_status" in expected:
        (single,) = facts["responses"]
        if (single["status"], single["serial"]) != (expected["certificate_status"], expected["serial"]):
            result.append(f"responses: {single}")
    for name in ("not_before", "not_after"):
        if name in expected:
            moment = datetime.strptime(expected[name], "%b %d %H:%M:%S %Y GMT").strftime("%Y-%m-%dT%H:%M:%SZ")
            if facts[name] != moment:
                result.append(f"{name}: {facts[name]}, expected {moment}")
    return result

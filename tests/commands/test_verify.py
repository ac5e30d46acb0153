"""`verify`: the answer, its reasons and its exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from workbench import words
from workbench.cli import main
from workbench.commands.verify import parse_time
from workbench.core.errors import UsageError

START = datetime(2026, 1, 1, tzinfo=UTC)
AT = "2026-02-01"


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, ca: bool, days: int = 90
) -> x509.Certificate:
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(START).not_valid_after(START + timedelta(days=days))
    builder = builder.add_extension(x509.BasicConstraints(ca, None), True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
    builder = builder.add_extension(x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False), True)
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("www.example.com")]), False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
    return builder.sign(signer, hashes.SHA256())


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """root.pem, intermediate.pem, server.pem, forged.pem (the intermediate's name, another key), key.pem."""
    folder = tmp_path_factory.mktemp("lab")
    root, middle, server, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(4))
    for file, certificate in (
        ("root.pem", make("Root", "Root", root, root, True, 3650)),
        ("intermediate.pem", make("Intermediate", "Root", middle, root, True, 365)),
        ("server.pem", make("www.example.com", "Intermediate", server, middle, False)),
        ("forged.pem", make("www.example.com", "Intermediate", server, other, False)),
    ):
        (folder / file).write_bytes(certificate.public_bytes(Encoding.PEM))
    return folder


Verify = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def verify(lab: Path, capsys: pytest.CaptureFixture[str]) -> Verify:
    def run(*arguments: str, trust: str = "root.pem", at: str = AT) -> tuple[int, dict[str, Any], str]:
        files = [str(lab / argument) if (lab / argument).exists() else argument for argument in arguments]
        code = main(["verify", "--json", "--language", "en", "--trust", str(lab / trust), "--at", at, *files])
        captured = capsys.readouterr()
        return code, json.loads(captured.out) if captured.out else {}, captured.err

    return run


def failures(answer: dict[str, Any]) -> set[str]:
    return {finding["id"] for finding in answer["chains"][0]["findings"] if finding["status"] == "failure"}


def test_trusted(verify: Verify, lab: Path) -> None:
    code, answer, trouble = verify("server.pem", "intermediate.pem", "--hostname", "www.example.com")
    assert code == 0 and answer["trusted"] and answer["verdict"].startswith("trusted") and not trouble
    chain = answer["chains"][0]
    assert [entry["subject"] for entry in chain["certificates"]] == ["CN=www.example.com", "CN=Intermediate", "CN=Root"]
    assert [entry["role"] for entry in chain["certificates"]] == ["server", "intermediate_ca", "root_ca"]
    assert [entry["anchor"] for entry in chain["certificates"]] == [False, False, True]
    assert chain["trusted"] and chain["complete"] and chain["missing"] is None and not failures(answer)
    for finding in chain["findings"]:
        assert finding.keys() == {"id", "status", "certificate", "field", "citation", "sentence", "advice"}
        assert finding["sentence"] != finding["id"] and 0 <= finding["certificate"] < 3
    assert answer["conditions"] == {
        "host": "www.example.com", "time": "2026-02-01T00:00:00Z", "purpose": "server", "rules": "rfc5280", "strict": False,
        "trust": str(lab / "root.pem"), "trust_anchors": 1,
    }  # fmt: skip
    assert (
        answer["certificate"]["sha256"]
        == x509.load_pem_x509_certificate((lab / "server.pem").read_bytes()).fingerprint(hashes.SHA256()).hex()
    )


def test_the_first_file_is_judged_and_the_rest_only_helps(verify: Verify) -> None:
    code, answer, _ = verify("intermediate.pem", "server.pem", "--purpose", "any")
    assert code == 0 and answer["certificate"]["subject"] == "CN=Intermediate"


@pytest.mark.parametrize(
    ("arguments", "at"),
    [
        (("server.pem",), AT),  # the intermediate is missing
        (("server.pem", "intermediate.pem"), "2027-01-01"),  # expired
        (("server.pem", "intermediate.pem"), "2025-01-01"),  # not yet
        (("server.pem", "intermediate.pem", "--hostname", "other.example.com"), AT),
        (("server.pem", "intermediate.pem", "--purpose", "client"), AT),
        (("forged.pem", "intermediate.pem"), AT),  # the name fits, the signature does not
    ],
)
def test_not_trusted_and_why(verify: Verify, arguments: tuple[str, ...], at: str) -> None:
    code, answer, trouble = verify(*arguments, at=at)
    assert code == 1 and not answer["trusted"] and answer["verdict"] == "not_trusted" and not trouble
    assert failures(answer) and answer["headline"]


def test_states_differ(verify: Verify) -> None:
    _, missing, _ = verify("server.pem")
    _, forged, _ = verify("forged.pem", "intermediate.pem")
    assert missing["chains"][0]["missing"] and "Intermediate" in missing["chains"][0]["missing"]
    assert "signature_mismatch" in failures(forged) and "signature_mismatch" not in failures(missing)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("file", ["server.pem", "forged.pem"])
@pytest.mark.parametrize("with_intermediate", [True, False])
@pytest.mark.parametrize("at", ["2026-02-01", "2026-12-01"])
def test_agrees_with_openssl(verify: Verify, lab: Path, file: str, with_intermediate: bool, at: str) -> None:
    helping = ["intermediate.pem"] if with_intermediate else []
    code, _, _ = verify(file, *helping, "--hostname", "www.example.com", at=at)
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "www.example.com"]
    command += ["-attime", str(int(parse_time(at).timestamp())), "-trusted", str(lab / "root.pem")]
    for extra in helping:
        command += ["-untrusted", str(lab / extra)]
    done = subprocess.run([*command, str(lab / file)], capture_output=True, check=False)
    assert (code == 0) is (done.returncode == 0)


def test_web_rules_make_failures_of_warnings(verify: Verify) -> None:
    code, relaxed, _ = verify("server.pem", "intermediate.pem")
    assert code == 0
    code, strict, _ = verify("server.pem", "intermediate.pem", "--rules", "webpki")
    warnings = {finding["id"] for finding in relaxed["chains"][0]["findings"] if finding["status"] == "warning"}
    assert code == 1 and failures(strict) and failures(strict) <= warnings


def test_lint_beside(verify: Verify) -> None:
    _, answer, _ = verify("server.pem", "intermediate.pem", "--lint", "--rules", "webpki")
    codes = {(finding["certificate"], finding["code"]) for finding in answer["lint"]}
    assert (0, "cabf.serverauth.subscriber.certificate_policies_extension_absent") in codes
    assert answer["lint"][0]["sentence"] and "lint" not in verify("server.pem")[1]


def test_nothing_to_judge(verify: Verify, demonstration: Path) -> None:
    code, answer, trouble = verify(str(demonstration / "server.key"), "server.pem")
    assert code == 2 and not answer and len(trouble.splitlines()) == 1 and "server.key" in trouble
    code, answer, trouble = verify("/nowhere.pem")
    assert code == 2 and not answer and "Traceback" not in trouble


def test_an_unreadable_helper_is_said_and_the_verdict_still_given(verify: Verify) -> None:
    code, answer, trouble = verify("server.pem", "intermediate.pem", "/nowhere.pem")
    assert code == 2 and answer["trusted"] and len(trouble.splitlines()) == 1 and "/nowhere.pem" in trouble


@pytest.mark.parametrize("arguments", [("--at", "yesterday"), ("--trust", "/nowhere.pem"), ("--purpose", "mail"), ("--rules", "none"), ()])
def test_bad_usage_is_one_sentence(capsys: pytest.CaptureFixture[str], lab: Path, arguments: tuple[str, ...]) -> None:
    files = [str(lab / "server.pem")] if arguments else []
    assert main(["verify", "--language", "en", *arguments, *files]) == 2
    captured = capsys.readouterr()
    assert not captured.out and len(captured.err.splitlines()) == 1 and "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T12:30:00Z", datetime(2026, 1, 31, 12, 30, tzinfo=UTC)),
        ("2026-01-31T12:30:00", datetime(2026, 1, 31, 12, 30, tzinfo=UTC)),
        ("2026-01-31 21:30+09:00", datetime(2026, 1, 31, 12, 30, tzinfo=UTC)),
        ("20260131123000Z", datetime(2026, 1, 31, 12, 30, tzinfo=UTC)),
    ],
)
def test_times(text: str, moment: datetime) -> None:
    assert parse_time(text) == moment


@pytest.mark.parametrize("text", ["", "now", "2026-13-01", "20261331123000Z", "0001-01-01T00:00:00+14:00"])
def test_not_times(text: str) -> None:
    with pytest.raises(UsageError):
        parse_time(text)


def human(lab: Path, *arguments: str, **environment: str) -> str:
    command = [sys.executable, "-m", "workbench", "verify", str(lab / "server.pem"), str(lab / "intermediate.pem")]
    command += ["--trust", str(lab / "root.pem"), "--at", AT, *arguments]
    clean = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "LANG", "PYTHONIOENCODING")}
    done = subprocess.run(command, capture_output=True, env={**clean, "PYTHONIOENCODING": "utf-8", **environment}, check=False)
    assert not done.stderr
    return done.stdout.decode()


def test_people_see_headline_conditions_tree_and_findings_in_words(lab: Path) -> None:
    lines = human(lab, LANG="C.UTF-8").splitlines()
    tree = [line for line in lines if "until" in line and "—" in line]
    assert lines[0].startswith(("✓", "!")) and any("TLS server" in line and "2026-02-01" in line for line in lines[:4])
    assert [line.index(line.lstrip()[0]) for line in tree] == [2, 2, 5]
    assert tree[0].strip().startswith("Root") and "└─ Intermediate" in tree[1] and "└─ www.example.com" in tree[2]
    assert any(line.strip().startswith("✓ passed: ") for line in lines) and "\x1b" not in "".join(lines)


def test_japanese_by_locale_or_by_wish(lab: Path) -> None:
    for text in (human(lab, LANG="ja_JP.UTF-8"), human(lab, "--language", "ja", LANG="C"), human(lab, LC_ALL="ja_JP.eucJP")):
        assert "✓ 合格" in text and "TLSサーバー用" in text
    assert "✓ passed" in human(lab, "--language", "en", LANG="ja_JP.UTF-8")


def test_marks_survive_a_plain_terminal(lab: Path) -> None:
    text = human(lab, "--language", "en", PYTHONIOENCODING="ascii")
    assert "+ passed: " in text and "`- www.example.com" in text and "\\u2713" not in text


def test_every_purpose_rule_and_state_has_words() -> None:
    for id in ("cli_purpose_server", "cli_rules_webpki", "cli_status_not_checked", "cli_trust_system"):
        assert words.has(id)


def test_strict_refuses_what_the_profile_forbids(verify: Verify, lab: Path) -> None:
    """A certificate without an authority key identifier: conforming CAs must write one (RFC 5280 4.2.1.1)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Bare Root")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(5)
    builder = builder.not_valid_before(START).not_valid_after(START + timedelta(days=365))
    bare = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=False).sign(key, hashes.SHA256())
    (lab / "bare.pem").write_bytes(bare.public_bytes(Encoding.PEM))
    usual = verify("bare.pem", "--trust", str(lab / "bare.pem"), "--purpose", "any")
    strict = verify("bare.pem", "--trust", str(lab / "bare.pem"), "--purpose", "any", "--strict")
    assert (usual[0], strict[0]) == (0, 1)
    assert strict[1]["conditions"]["strict"] and failures(strict[1])

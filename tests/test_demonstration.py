"""The demonstration files show what their README says; `openssl verify` is asked as well."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from workbench import cli

ALL = ("chain.pem", "issuing-ca-renewed.pem", "issuing-ca.crl", "issuing-ca-renewed.crl", "root-ca.crl")

VERDICTS = [("chain.pem", True), ("shop.pem", True), ("例え.テスト.pem", True), ("mail.pem", False), ("old.pem", False)]


@pytest.mark.parametrize(("name", "holds"), VERDICTS)
def test_the_verdict_is_that_of_the_readme(name: str, holds: bool, demonstration: Path, capsys: pytest.CaptureFixture[str]) -> None:
    others = [str(demonstration / other) for other in ALL if other != name]
    conditions = ["--trust", str(demonstration / "root-ca.cer"), "--at", "2027-01-01T00:00:00Z"]
    code = cli.main(["verify", str(demonstration / name), *others, *conditions])
    assert code == (cli.FINE if holds else cli.NO), capsys.readouterr().out


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize(("name", "holds"), VERDICTS)
def test_openssl_says_the_same(name: str, holds: bool, demonstration: Path, tmp_path: Path) -> None:
    root, pool = tmp_path / "root.pem", tmp_path / "pool.pem"
    subprocess.run(["openssl", "x509", "-inform", "DER", "-in", str(demonstration / "root-ca.cer"), "-out", str(root)], check=True)
    pool.write_bytes(b"".join((demonstration / other).read_bytes() for other in ("chain.pem", "issuing-ca-renewed.pem")))
    lists = [option for crl in ("issuing-ca.crl", "issuing-ca-renewed.crl") for option in ("-CRLfile", str(demonstration / crl))]
    command = ["openssl", "verify", "-x509_strict", "-crl_check", "-attime", "1798761600", "-CAfile", str(root), "-untrusted", str(pool)]
    result = subprocess.run([*command, *lists, str(demonstration / name)], capture_output=True, text=True, check=False)
    assert (result.returncode == 0) is holds, result.stderr


def test_the_wrong_issuer_is_told_as_such(demonstration: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(demonstration / name) for name in ("mail.pem", *ALL)]
    assert cli.main(["verify", *files, "--trust", str(demonstration / "root-ca.cer")]) == cli.NO
    assert "the issuer’s name matches, the signature does not" in capsys.readouterr().out


def test_every_file_is_in_the_readme_and_opens(demonstration: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (demonstration / "README.md").read_text(encoding="utf-8")
    files = sorted(path for path in demonstration.iterdir() if path.suffix != ".md")
    assert cli.main(["inspect", "--json", *map(str, files)]) == cli.FINE
    for path, answer in zip(files, json.loads(capsys.readouterr().out)["files"], strict=True):
        assert path.name in readme or f"*{path.suffix}" in readme
        assert answer["objects"], path.name


def test_without_a_screen_the_same_job_is_done_headless(tmp_path: Path) -> None:
    """`make run` where there is no screen: a picture of the window, the answer as text, and where they are."""
    shutil.copytree(ROOT / "workbench", tmp_path / "workbench", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "packaging", tmp_path / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    command = [sys.executable, str(tmp_path / "packaging" / "demonstrate.py")]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr == ""
    assert result.stdout.splitlines()[0].startswith("There is no screen here")
    assert (tmp_path / "out" / "demonstration.png").stat().st_size > 15_000
    text = (tmp_path / "out" / "demonstration.txt").read_text(encoding="utf-8")
    assert "└─ www.example.test" in text and "例え.テスト" in text

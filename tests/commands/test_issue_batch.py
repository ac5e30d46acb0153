"""`issue batch`: rows of a table become certificates; a broken one holds up no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from tests.commands.issuing import Issue, Place, mode, names, verified
from tests.conftest import ROOT

TABLE = """名前,サブジェクト代替名,日数,鍵,備考
www.example.test,alt.example.test,30,,x
no name,,,,
*.例え.テスト,,,rsa 2048,
"open,,,,
last.example.test,,,,
"""
ISSUED = ("www.example.test", "wildcard.例え.テスト", "last.example.test")


@pytest.fixture
def root(issue: Issue, tmp_path: Path) -> tuple[str, ...]:
    assert issue("root", "--name", "Batch Root", "--out", tmp_path / "ca").code == 0
    return ("--issuer", str(tmp_path / "ca" / "root.pem"), "--issuer-key", str(tmp_path / "ca" / "root.key"))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "表.csv"
    path.write_bytes(TABLE.encode("cp932"))
    return path


def test_good_rows_are_issued_and_bad_ones_told(issue: Issue, tmp_path: Path, root: tuple[str, ...], table: Path) -> None:
    out = tmp_path / "out"
    found = issue("batch", table, *root, "--out", out)
    assert found.code == 1
    assert names(out) == sorted(f"{name}{end}" for name in ISSUED for end in (".key", ".pem"))
    assert {mode(path) for path in out.glob("*.key")} == {0o600}
    assert "line 3: 名前: " in found.err and "line 5: " in found.err and "備考" in found.err and found.err.count("\n") == 3
    ca = tmp_path / "ca" / "root.pem"
    assert verified(ca, out / "www.example.test.pem", "-verify_hostname", "alt.example.test")
    assert verified(ca, out / "wildcard.例え.テスト.pem", "-verify_hostname", "www.xn--r8jz45g.xn--zckzah")


def test_the_preview_makes_nothing(issue: Issue, tmp_path: Path, home: Path, table: Path) -> None:
    found = issue("batch", table, "--preview", "--out", tmp_path / "out", "--json")
    assert found.code == 1 and not (tmp_path / "out").exists()
    assert [row["fine"] for row in found.json["rows"]] == [True, False, True, False, True]
    assert (found.json["encoding"], found.json["separator"]) == ("cp932", ",")
    assert "発行できる行：3、できない行：2" in issue("batch", table, "--preview", "--out", tmp_path, "--language", "ja").out


def test_into_a_workspace(issue: Issue, tmp_path: Path, place: Place) -> None:
    (tmp_path / "t.csv").write_text("name;email\nAlice;alice@example.test\nBob;bob@example.test\n")
    assert issue("root", "--name", "R", *place.unlocked).code == 0
    found = issue("batch", tmp_path / "t.csv", "--profile", "s_mime", "--json", *place.unlocked)
    assert found.code == 0 and (found.json["issued"], found.json["not_issued"], found.json["not_reached"]) == (2, 0, 0)
    assert [row["certificate"]["names"] for row in found.json["rows"]] == [["alice@example.test"], ["bob@example.test"]]
    assert issue("list", "--json", *place.open).json["count"] == 3


def test_what_the_ca_may_not_issue_is_told_by_row(issue: Issue, tmp_path: Path) -> None:
    assert issue("root", "--name", "Narrow", "--permit", "example.test", "--out", tmp_path / "ca").code == 0
    (tmp_path / "t.csv").write_text("name\nwww.example.test\nwww.elsewhere.example\n")
    words = ("--issuer", tmp_path / "ca" / "root.pem", "--issuer-key", tmp_path / "ca" / "root.key", "--out", tmp_path / "out")
    found = issue("batch", tmp_path / "t.csv", *words)
    assert found.code == 1 and "line 3: " in found.err and found.err.count("\n") == 1
    assert names(tmp_path / "out") == ["www.example.test.key", "www.example.test.pem"]


def test_existing_files_stay_and_nothing_is_made(issue: Issue, tmp_path: Path, root: tuple[str, ...], table: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "last.example.test.pem").write_text("mine")
    refused = issue("batch", table, *root, "--out", out)
    assert refused.code == 2 and "--force" in refused.err and names(out) == ["last.example.test.pem"]


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0", b"no,header\n1,2\n", b"name,host\na,b\n"])
def test_a_table_that_is_none_is_one_sentence(issue: Issue, tmp_path: Path, root: tuple[str, ...], data: bytes) -> None:
    (tmp_path / "bad.csv").write_bytes(data)
    for path in (tmp_path / "bad.csv", tmp_path / "none.csv"):
        refused = issue("batch", path, *root, "--out", tmp_path / "out")
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(os.name != "posix", reason="signals are other ones elsewhere")
@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
def test_whoever_stops_it_finds_all_that_was_written_in_the_workspace(issue: Issue, tmp_path: Path, place: Place, how: str) -> None:
    assert issue("root", "--name", "R", *place.unlocked).code == 0
    rows = [f"h{number}.example.test,{'p-256' if number < 200 else 'rsa-4096'}\n" for number in range(400)]
    (tmp_path / "t.csv").write_text("name,key\n" + "".join(rows))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "workbench", "issue", "batch", str(tmp_path / "t.csv"), "--out", str(out), *place.unlocked]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        # The last of the first transaction is written: the next one has 200 large keys to make.
        while not (out / "h199.example.test.pem").exists():
            assert child.poll() is None, child.communicate()
        child.send_signal(signal.Signals[how])
        shown, trouble = child.communicate(timeout=120)
    finally:
        child.kill()
        child.wait()
    assert len(list(out.glob("*.pem"))) == 200
    listed = issue("list", "--json", *place.open).json
    assert listed["count"] == 201 and len({item["serial"] for item in listed["certificates"]}) == 201
    kept = {item["sha256"] for item in listed["certificates"]}
    written = {load_pem_x509_certificate(path.read_bytes()).fingerprint(SHA256()).hex() for path in out.glob("*.pem")}
    assert written < kept
    if how == "SIGINT":
        assert child.returncode == 130 and "Traceback" not in trouble and len(names(out)) == 200
        assert "200 rows were not reached" in shown and "Issued: 200" in shown

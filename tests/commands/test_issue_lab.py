"""`issue lab`: one command, and other software takes what it wrote."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.issuing import Issue, Place, home_is_untouched, mode, names, openssl, process, verified
from workbench import cli

HOST = "www.example.test"
ALL = [
    "client-chain.pem", "client.key", "client.pem", "intermediate.key", "intermediate.pem", "root.key", "root.pem",
    "server-chain.pem", "server.key", "server.pem",
]  # fmt: skip


def test_openssl_verifies_everything_it_writes(tmp_path: Path, home: Path) -> None:
    out = tmp_path / "new" / "lab"
    done = process("lab", "--out", out, "--name", HOST, "--name", "192.0.2.7", "--name", "例え.テスト")
    assert (done.returncode, done.stderr) == (0, "")
    assert names(out) == ALL and home_is_untouched(home)
    assert {path.name: mode(path) for path in out.glob("*.key")} == dict.fromkeys([name for name in ALL if name.endswith(".key")], 0o600)
    root, intermediate = out / "root.pem", out / "intermediate.pem"
    for leaf, purpose in (("server", "sslserver"), ("client", "sslclient")):
        assert verified(root, out / f"{leaf}.pem", "-untrusted", intermediate, "-purpose", purpose)
        assert verified(root, out / f"{leaf}.pem", "-untrusted", out / f"{leaf}-chain.pem", "-purpose", purpose)
        assert not verified(root, out / f"{leaf}.pem", "-purpose", purpose)
    assert not verified(root, out / "client.pem", "-untrusted", intermediate, "-purpose", "sslserver")
    assert not verified(root, out / "server.pem", "-untrusted", intermediate, "-purpose", "sslclient")
    for option, name in (("-checkhost", HOST), ("-checkip", "192.0.2.7"), ("-checkhost", "xn--r8jz45g.xn--zckzah")):
        assert "does match" in openssl("x509", "-in", out / "server.pem", "-noout", option, name).stdout
    assert "does NOT match" in openssl("x509", "-in", out / "server.pem", "-noout", "-checkhost", "other.example.test").stdout
    for who in ("root", "intermediate", "server", "client"):
        in_key = openssl("pkey", "-in", out / f"{who}.key", "-pubout").stdout
        assert in_key and in_key == openssl("x509", "-in", out / f"{who}.pem", "-noout", "-pubkey").stdout


@pytest.mark.skipif(shutil.which("certtool") is None, reason="certtool (gnutls-bin) is not installed")
def test_gnutls_verifies_it_too(issue: Issue, tmp_path: Path) -> None:
    assert issue("lab", "--out", tmp_path, "--name", HOST).code == 0
    command = ["certtool", "--verify", "--load-ca-certificate", str(tmp_path / "root.pem"), "--verify-hostname"]
    chain = (tmp_path / "server-chain.pem").read_bytes()
    assert subprocess.run([*command, HOST], input=chain, capture_output=True, timeout=60).returncode == 0
    assert subprocess.run([*command, "other.example.test"], input=chain, capture_output=True, timeout=60).returncode != 0


def test_our_own_commands_take_it(issue: Issue, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue("lab", "--out", tmp_path, "--name", HOST).code == 0
    chain, root = str(tmp_path / "server-chain.pem"), str(tmp_path / "root.pem")
    assert cli.main(["verify", chain, "--trust", root, "--hostname", HOST]) == 0
    assert cli.main(["verify", chain, "--trust", root, "--hostname", "other.example.test"]) == 1
    assert cli.main(["verify", str(tmp_path / "client-chain.pem"), "--trust", root, "--purpose", "client"]) == 0


@contextmanager
def s_server(folder: Path) -> Iterator[int]:
    """`openssl s_server` with the lab's files on a free port of loopback; it lets in only who shows a certificate of the lab."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    command = [
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "server.pem", "-cert_chain", "intermediate.pem", "-key", "server.key",
        "-CAfile", "root.pem", "-Verify", "2", "-verify_return_error", "-www",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        port = next((found[1] for line in server.stdout if (found := re.search(r"ACCEPT .*:(\d+)", line))), None)
        assert port is not None
        yield int(port)
    finally:
        server.kill()
        server.communicate()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("kind", ["p-256", "rsa-2048", "ed25519"])
def test_curl_and_openssl_meet_with_its_files_both_proving_who_they_are(issue: Issue, tmp_path: Path, kind: str) -> None:
    assert issue("lab", "--out", tmp_path, "--name", HOST, "--key", kind).code == 0

    def curl(port: int, *words: str, host: str = HOST) -> int:
        address = f"https://{host}:{port}/"
        command = ["curl", "-sS", "--noproxy", "*", "--max-time", "20", "--resolve", f"{host}:{port}:127.0.0.1", *words, address]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60).returncode

    credential = ("--cert", "client-chain.pem", "--key", "client.key")
    with s_server(tmp_path) as port:
        assert curl(port, "--cacert", "root.pem", *credential) == 0
        assert curl(port, "--cacert", "root.pem") != 0  # nobody is let in without a certificate
        assert curl(port, *credential) == 60  # who does not trust the root does not trust the server
        assert curl(port, "--cacert", "root.pem", *credential, host="other.example.test") == 60
        words = ["connect", f"127.0.0.1:{port}", "--server-name", HOST, "--trust", str(tmp_path / "root.pem")]
        own = ["--certificate", str(tmp_path / "client-chain.pem"), "--key", str(tmp_path / "client.key")]
        assert cli.main([*words, *own]) == 0
        assert cli.main(words) == 1


def test_in_a_workspace_the_keys_of_the_cas_stay_there(issue: Issue, tmp_path: Path, place: Place) -> None:
    out = tmp_path / "lab"
    found = issue("lab", "--out", out, "--name", HOST, "--json", *place.unlocked)
    assert found.code == 0 and found.err == ""
    assert names(out) == [name for name in ALL if name not in ("root.key", "intermediate.key")]
    assert found.json["workspace"] == place.url
    assert [item["role"] for item in found.json["certificates"]] == ["root", "intermediate", "server", "client"]
    assert {Path(item["path"]).name: item["secret"] for item in found.json["files"]} == {name: name.endswith(".key") for name in names(out)}
    listed = issue("list", "--json", *place.open).json
    assert {item["id"] for item in listed["certificates"]} == {item["id"] for item in found.json["certificates"]}
    # What was issued from the same CA later holds with the lab's root.
    more = tmp_path / "more"
    words = ("--issuer", f"{HOST} Lab Intermediate CA", "--name", "second.example.test", "--out", more)
    assert issue("server", *words, *place.unlocked).code == 0
    assert names(more) == ["server-chain.pem", "server.pem"]
    assert verified(out / "root.pem", more / "server.pem", "-untrusted", out / "intermediate.pem")


def test_keys_of_the_cas_can_be_left_away(issue: Issue, tmp_path: Path) -> None:
    assert issue("lab", "--out", tmp_path, "--name", HOST, "--without-ca-keys").code == 0
    assert [name for name in names(tmp_path) if name.endswith(".key")] == ["client.key", "server.key"]


def test_with_a_password_java_and_openssl_open_the_pkcs12_files(issue: Issue, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("changeit\nsecond line\n")
    out = tmp_path / "lab"
    assert issue("lab", "--out", out, "--name", HOST, "--password-file", password).code == 0
    assert mode(out / "client.p12") == mode(out / "server.p12") == 0o600
    assert openssl("pkcs12", "-in", out / "client.p12", "-passin", "pass:changeit", "-noout").returncode == 0
    assert openssl("pkcs12", "-in", out / "client.p12", "-passin", "pass:wrong", "-noout").returncode != 0
    if shutil.which("keytool") is None:
        pytest.skip("keytool (Java) is not installed")
    command = ["keytool", "-J-Duser.language=en", "-list", "-v", "-keystore", str(out / "server.p12"), "-storepass", "changeit"]
    listed = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert listed.returncode == 0 and "PrivateKeyEntry" in listed.stdout and "Certificate chain length: 3" in listed.stdout


def test_ready_sets_stand_in_folders_of_their_own(issue: Issue, tmp_path: Path) -> None:
    out = tmp_path / "lab"
    assert issue("lab", "--out", out, "--name", HOST, "--for", "nginx", "--for", "curl").code == 0
    snippet = (out / "nginx" / f"{HOST}.nginx.conf").read_text()
    assert str(out / "nginx" / f"{HOST}.key") in snippet and "ssl_verify_client" in snippet
    assert any(name.startswith("curl/") for name in names(out))
    refused = issue("lab", "--out", tmp_path / "other", "--name", HOST, "--for", "java")
    assert refused.code == 2 and "--password-file" in refused.err and not (tmp_path / "other").exists()


# --- what goes wrong ----------------------------------------------------------------------------------------------------------------


def test_what_is_there_stays_unless_it_shall_go(issue: Issue, tmp_path: Path, place: Place) -> None:
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "client.key").write_text("mine")
    refused = issue("lab", "--out", tmp_path / "lab", "--name", HOST, *place.unlocked)
    assert refused.code == 2 and "client.key" in refused.err and "--force" in refused.err and refused.err.count("\n") == 1
    assert names(tmp_path / "lab") == ["client.key"] and (tmp_path / "lab" / "client.key").read_text() == "mine"
    assert issue("list", *place.open).code == 1  # nothing was issued either
    assert issue("lab", "--out", tmp_path / "lab", "--name", HOST, "--force").code == 0
    assert "PRIVATE KEY" in (tmp_path / "lab" / "client.key").read_text() and mode(tmp_path / "lab" / "client.key") == 0o600


@pytest.mark.parametrize("words", [["--name", "no name"], ["--name", HOST, "--days", "0"], ["--name", HOST, "--key", "dsa"], []])
def test_bad_usage_is_one_sentence_and_nothing_is_written(issue: Issue, tmp_path: Path, words: list[str]) -> None:
    refused = issue("lab", "--out", tmp_path / "lab", *words)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "lab").exists()


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own, with a real end. Needs the right to mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=20k") as disk:
        done = process("lab", "--out", disk / "lab", "--name", HOST)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "no space" in done.stderr
        assert list(disk.iterdir()) == []


def test_a_full_disk_is_told_of_what_stays_in_the_workspace(tmp_path: Path, place: Place) -> None:
    with small_disk(tmp_path / "disk", "size=20k") as disk:
        done = process("lab", "--out", disk / "lab", "--name", HOST, *place.unlocked)
        assert done.returncode == 2 and "workspace" in done.stderr and "no space" in done.stderr and done.stderr.count("\n") == 1
        assert list(disk.iterdir()) == []
    assert process("list", *place.open).returncode == 0


def test_a_read_only_folder_is_one_sentence(tmp_path: Path, place: Place) -> None:
    with small_disk(tmp_path / "disk", "ro") as disk:
        done = process("lab", "--out", disk, "--name", HOST, "--language", "ja", *place.unlocked)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "権限" in done.stderr
    assert process("list", *place.open).returncode == 1  # known before anything was issued


def test_a_workspace_on_a_full_disk_is_one_sentence(tmp_path: Path, place: Place) -> None:
    with small_disk(tmp_path / "disk", "size=60k") as disk:
        url = f"sqlite:///{disk / 'workspace.sqlite'}"
        done = process("lab", "--out", tmp_path / "lab", "--name", HOST, "--workspace", url, "--passphrase-file", place.passphrase)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert not (tmp_path / "lab").exists()


def test_the_folder_may_not_be_a_file(issue: Issue, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = issue("lab", "--out", tmp_path / "file", "--name", HOST)
    assert refused.code == 2 and "is a file" in refused.err


def test_the_line_for_curl_can_be_copied_into_a_shell(issue: Issue, tmp_path: Path) -> None:
    out = tmp_path / "my lab"
    line = next(line for line in issue("lab", "--out", out, "--name", "2001:db8::1").out.splitlines() if "curl " in line)
    words = shlex.split(line)
    assert words[2] == str(out / "root.pem") and words[-1] == "https://[2001:db8::1]/"


def test_it_speaks_japanese(issue: Issue, tmp_path: Path) -> None:
    found = issue("lab", "--out", tmp_path, "--name", HOST, "--language", "ja")
    assert "ルートCA" in found.out and "サーバー" in found.out and "秘密鍵" in found.out

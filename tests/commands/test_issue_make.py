"""`issue root`, `intermediate`, `server`, `client`, `certificate`, `request`, `sign`: with files alone, and with a workspace."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.issuing import PASSPHRASE, Issue, Place, home_is_untouched, mode, names, openssl, process, verified
from tests.conftest import ROOT
from workbench.core.issuance.profiles import built_in, write_profile

HOST = "www.example.test"


def text_of(path: Path) -> str:
    return openssl("x509", "-in", path, "-noout", "-text", "-nameopt", "utf8,sep_comma_plus").stdout


@pytest.fixture
def root(issue: Issue, tmp_path: Path) -> tuple[str, ...]:
    """A root CA as files, and the options that name it."""
    folder = tmp_path / "ca"
    assert issue("root", "--name", "Files Root", "--out", folder).code == 0
    return ("--issuer", str(folder / "root.pem"), "--issuer-key", str(folder / "root.key"))


# --- files alone --------------------------------------------------------------------------------------------------------------------


def test_a_chain_is_made_of_files_alone_and_openssl_verifies_it(issue: Issue, tmp_path: Path, home: Path, root: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    assert issue("intermediate", "--name", "Files Inter", *root, "--out", out).code == 0
    inter = ("--issuer", out / "intermediate.pem", "--issuer-key", out / "intermediate.key")
    assert issue("server", "--name", HOST, "--name", "alt.example.test", *inter, "--out", out).code == 0
    assert issue("client", "--name", "山田太郎", "--san", "email:taro@example.test", *inter, "--out", out).code == 0
    assert names(out) == [
        "client-chain.pem", "client.key", "client.pem", "intermediate.key", "intermediate.pem",
        "server-chain.pem", "server.key", "server.pem",
    ]  # fmt: skip
    assert (out / "server-chain.pem").read_text() == (out / "server.pem").read_text() + (out / "intermediate.pem").read_text()
    assert {mode(path) for path in out.glob("*.key")} == {0o600}
    ca = tmp_path / "ca" / "root.pem"
    for leaf in ("server", "client"):
        assert verified(ca, out / f"{leaf}.pem", "-untrusted", out / "intermediate.pem", "-purpose", f"ssl{leaf}")
    assert "CN=山田太郎" in text_of(out / "client.pem") and "email:taro@example.test" in text_of(out / "client.pem")
    assert home_is_untouched(home)


def test_every_wish_stands_in_the_certificate(issue: Issue, tmp_path: Path) -> None:
    assert issue("root", "--name", "Old Root", "--from", "2020-01-01T00:00:00Z", "--days", "36000", "--out", tmp_path).code == 0
    root = ("--issuer", tmp_path / "root.pem", "--issuer-key", tmp_path / "root.key")
    words = (
        "--name", HOST, "--san", "192.0.2.7", "--san", "uri:https://example.test/", "--attribute", "C=JP", "--attribute", "O=株式会社例",
        "--from", "2026-01-01", "--until", "2026-03-31", "--ocsp-url", "http://ocsp.example.test/", "--crl-url", "http://crl.example.test/a",
        "--issuer-url", "http://ca.example.test/a", "--must-staple", "--hash", "sha512", "--key", "rsa-2048", "--file-name", "web",
    )  # fmt: skip
    assert issue("server", *words, *root, "--out", tmp_path).code == 0
    text = text_of(tmp_path / "web.pem")
    for part in (
        f"C=JP,O=株式会社例,CN={HOST}", f"DNS:{HOST}, IP Address:192.0.2.7, URI:https://example.test/", "status_request",
        "OCSP - URI:http://ocsp.example.test/", "CA Issuers - URI:http://ca.example.test/a", "URI:http://crl.example.test/a",
        "ecdsa-with-SHA512", "Public-Key: (2048 bit)", "Not Before: Jan  1 00:00:00 2026", "Not After : Mar 31 23:59:59 2026",
    ):  # fmt: skip
        assert part in text


def test_name_constraints_bind_what_the_ca_issues(issue: Issue, tmp_path: Path) -> None:
    words = ("--permit", ".example.test", "--exclude", "bad.example.test", "--permit", "192.0.2.0/24", "--path-length", "0")
    assert issue("root", "--name", "Narrow", *words, "--out", tmp_path).code == 0
    text = text_of(tmp_path / "root.pem")
    assert "pathlen:0" in text and "DNS:example.test" in text and "IP:192.0.2.0/255.255.255.0" in text and "DNS:bad.example.test" in text
    issuer = ("--issuer", tmp_path / "root.pem", "--issuer-key", tmp_path / "root.key")
    assert issue("server", "--name", HOST, *issuer, "--out", tmp_path / "good").code == 0
    for host in ("www.elsewhere.example", "x.bad.example.test"):
        refused = issue("server", "--name", host, *issuer, "--out", tmp_path / "bad", "--json")
        assert refused.code == 1 and refused.json["answer"] == "no" and refused.err.count("\n") == 1
    assert issue("intermediate", "--name", "Below", *issuer, "--out", tmp_path / "bad").code == 1
    assert not (tmp_path / "bad").exists()


def test_an_existing_key_is_used_and_not_written_again(issue: Issue, tmp_path: Path, root: tuple[str, ...]) -> None:
    key = tmp_path / "theirs.key"
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes-256-cbc", "-pass", "pass:secret", "-out", key)
    refused = issue("server", "--name", HOST, "--key-file", key, *root, "--out", tmp_path / "out")
    assert refused.code == 2 and "--key-password-file" in refused.err
    (tmp_path / "password").write_text("secret")
    words = ("--key-file", key, "--key-password-file", tmp_path / "password")
    assert issue("server", "--name", HOST, *words, *root, "--out", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == ["server.pem"]
    public = openssl("pkey", "-in", key, "-passin", "pass:secret", "-pubout").stdout
    assert public == openssl("x509", "-in", tmp_path / "out" / "server.pem", "-noout", "-pubkey").stdout


def test_a_key_is_written_encrypted_when_there_is_a_password(issue: Issue, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("秘密\r\n", encoding="utf-8")
    assert issue("root", "--name", "R", "--out", tmp_path, "--password-file", tmp_path / "password").code == 0
    assert "BEGIN ENCRYPTED PRIVATE KEY" in (tmp_path / "root.key").read_text()
    assert openssl("pkey", "-in", tmp_path / "root.key", "-passin", "pass:秘密", "-noout").returncode == 0
    again = ("--issuer", tmp_path / "root.pem", "--issuer-key", tmp_path / "root.key")
    assert issue("server", "--name", HOST, *again, "--key-password-file", tmp_path / "password", "--out", tmp_path / "s").code == 0


def test_profiles_come_from_files_too(issue: Issue, tmp_path: Path, root: tuple[str, ...]) -> None:
    (tmp_path / "mine.json").write_bytes(write_profile(built_in("code_signing")))
    assert issue("certificate", "--profile", tmp_path / "mine.json", "--name", "Signer", *root, "--out", tmp_path).code == 0
    assert "Code Signing" in text_of(tmp_path / "certificate.pem")
    assert issue("certificate", "--profile", "self-signed", "--name", HOST, "--out", tmp_path / "self").code == 0
    alone = tmp_path / "self" / "certificate.pem"
    assert openssl("verify", "-CAfile", alone, alone).returncode == 0
    (tmp_path / "broken.json").write_text('{"tls-workbench-profile": 1, "specification": {"validity": {"days": "x"}}}')
    for words in (["--profile", tmp_path / "broken.json"], ["--profile", "nonsense"], ["--profile", tmp_path / "none.json"], []):
        refused = issue("certificate", *words, "--name", "x", *root, "--out", tmp_path / "no")
        assert refused.code == 2 and refused.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--name", "no name"], "DNS name"),
        (["--san", "www.example.test", "--subject", "XX=a"], "XX"),
        (["--name", HOST, "--days", "5", "--until", "2027-01-01"], "--until"),
        (["--name", HOST, "--until", "soon"], "soon"),
        (["--name", HOST, "--days", "-5"], "days"),
        (["--name", HOST, "--key", "p-256", "--key-file", "x"], "--key-file"),
        (["--name", HOST, "--use-key", "x"], "--use-key"),
        (["--name", HOST, "--file-name", "../x"], "../x"),
        ([], "whom"),
    ],
)
def test_bad_wishes_are_one_sentence(issue: Issue, tmp_path: Path, root: tuple[str, ...], words: list[str], part: str) -> None:
    refused = issue("server", *words, *root, "--out", tmp_path / "out")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1) and part in refused.err
    assert not (tmp_path / "out").exists()


def test_a_ca_that_is_none_is_told(issue: Issue, tmp_path: Path, root: tuple[str, ...], demonstration: Path) -> None:
    out = ("--out", tmp_path / "out")
    other = tmp_path / "other"
    assert issue("root", "--name", "Other", "--out", other).code == 0
    cases = (
        ((), "--issuer"),
        (("--issuer", "Some CA"), "--workspace default"),
        (("--issuer", other / "root.pem"), "no private key"),
        (("--issuer", other / "root.pem", "--issuer-key", root[3]), "belongs to no certificate"),
        (("--issuer", other / "root.key", "--issuer-key", other / "root.key"), "no certificate"),
    )
    for words, part in cases:
        refused = issue("server", "--name", HOST, *words, *out)
        assert refused.code == 2 and part in refused.err and refused.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


# --- requests -----------------------------------------------------------------------------------------------------------------------


def test_a_request_of_ours_is_signed_by_openssl_and_one_of_openssl_by_us(issue: Issue, tmp_path: Path, root: tuple[str, ...]) -> None:
    assert issue("request", "--name", HOST, "--attribute", "O=例", "--out", tmp_path).code == 0
    assert names(tmp_path) == ["ca/root.key", "ca/root.pem", "request.csr", "request.key"] and mode(tmp_path / "request.key") == 0o600
    assert openssl("req", "-in", tmp_path / "request.csr", "-noout", "-verify").returncode == 0
    words = ("-CA", root[1], "-CAkey", root[3], "-days", "30", "-copy_extensions", "copy", "-out", tmp_path / "theirs.pem")
    assert openssl("x509", "-req", "-in", tmp_path / "request.csr", *words).returncode == 0
    assert verified(tmp_path / "ca" / "root.pem", tmp_path / "theirs.pem", "-purpose", "sslserver", "-verify_hostname", HOST)

    words = ("-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "o.key", "-out", tmp_path / "o.csr", "-subj", f"/O=Theirs/CN={HOST}",
             "-addext", f"subjectAltName=DNS:{HOST},DNS:alt.example.test", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    assert openssl("req", *words).returncode == 0
    signed = issue("sign", tmp_path / "o.csr", *root, "--out", tmp_path / "signed", "--json")
    assert signed.code == 0
    parts = {part["name"]: part for part in signed.json["parts"]}
    assert parts["subject"]["chosen"] == parts["subjectAltName"]["chosen"] == "keep" and parts["keyUsage"]["chosen"] == "profile"
    made = tmp_path / "signed" / "certificate.pem"
    assert verified(tmp_path / "ca" / "root.pem", made, "-purpose", "sslserver", "-verify_hostname", "alt.example.test")
    assert "O=Theirs" in text_of(made) and "Certificate Sign" not in text_of(made)

    # The wish can be granted, which RFC 5280 4.2.1.9 forbids for what is no CA: that is said.
    words = ("--keep", "keyUsage", "--from-profile", "subject", "--san", "more.example.test", "--days", "5", "--file-name", "other")
    granted = issue("sign", tmp_path / "o.csr", *words, *root, "--out", tmp_path / "signed")
    assert granted.code == 0 and "keyCertSign" in granted.err
    other = text_of(tmp_path / "signed" / "other.pem")
    assert "Certificate Sign" in other and "O=Theirs" not in other and "DNS:more.example.test" in other
    assert issue("sign", tmp_path / "o.csr", "--keep", "nonsense", *root, "--out", tmp_path / "no").code == 2


def test_a_request_with_a_bad_signature_is_refused(issue: Issue, tmp_path: Path, root: tuple[str, ...]) -> None:
    assert issue("request", "--name", HOST, "--key", "rsa-2048", "--out", tmp_path).code == 0
    der = tmp_path / "bad.csr"
    openssl("req", "-in", tmp_path / "request.csr", "-outform", "DER", "-out", der)
    data = bytearray(der.read_bytes())
    data[-1] ^= 1
    der.write_bytes(data)
    assert "failure" in openssl("req", "-in", der, "-inform", "DER", "-noout", "-verify").stderr
    refused = issue("sign", der, *root, "--out", tmp_path / "out", "--json")
    assert refused.code == 1 and refused.json["id"] == "signing_refused" and refused.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("data", [b"", b"hello", b"-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n"])
def test_a_malformed_request_is_one_sentence(issue: Issue, tmp_path: Path, root: tuple[str, ...], data: bytes) -> None:
    (tmp_path / "bad.csr").write_bytes(data)
    refused = issue("sign", tmp_path / "bad.csr", *root, "--out", tmp_path / "out")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1) and "bad.csr" in refused.err
    assert issue("sign", tmp_path / "none.csr", *root, "--out", tmp_path / "out").code == 2


def test_an_old_request_with_a_common_name_only_gets_it_as_an_alternative_name(issue: Issue, tmp_path: Path, root: tuple[str, ...]) -> None:
    words = ("-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "o.key", "-out", tmp_path / "o.csr", "-subj", f"/CN={HOST}")
    assert openssl("req", *words).returncode == 0
    signed = issue("sign", tmp_path / "o.csr", *root, "--out", tmp_path / "out")
    assert signed.code == 0 and "common name only" in signed.err
    assert verified(tmp_path / "ca" / "root.pem", tmp_path / "out" / "certificate.pem", "-verify_hostname", HOST)


# --- a workspace --------------------------------------------------------------------------------------------------------------------


def test_without_a_place_it_goes_into_the_persons_own_workspace(issue: Issue, home: Path, place: Place) -> None:
    found = issue("root", "--name", "Own Root", "--passphrase-file", place.passphrase, "--json")
    assert found.code == 0 and found.json["files"] == [] and Path(found.json["workspace"].removeprefix("sqlite:///")).parent == home
    assert issue("list", "--json").json["certificates"][0]["subject"] == "CN=Own Root"
    assert issue("list", "--workspace", "default").code == 0


def test_the_passphrase_is_never_guessed(issue: Issue, tmp_path: Path, place: Place) -> None:
    without = process("root", "--name", "R", *place.open)
    assert without.returncode == 2 and "--passphrase-file" in without.stderr and without.stderr.count("\n") == 1
    assert issue("root", "--name", "R", *place.unlocked).code == 0
    (tmp_path / "wrong").write_text("wrong")
    (tmp_path / "empty").write_text("\n")
    for name in ("wrong", "empty", "none"):
        refused = issue("server", "--name", HOST, *place.open, "--passphrase-file", tmp_path / name)
        assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert [item["subject"] for item in issue("list", "--json", *place.open).json["certificates"]] == ["CN=R"]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "own").iterdir())
    assert PASSPHRASE.encode() not in everything and b"PRIVATE KEY" not in everything


def test_on_a_terminal_the_passphrase_is_asked_for(place: Place) -> None:
    """A new workspace's twice, later once; what is typed is not shown."""
    pty = pytest.importorskip("pty", reason="there are no terminals of this kind here")

    def typed(name: str, *answers: str) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        # Opened by the leader of a session of its own, it becomes the terminal that the program asks on.
        start = "import os, sys; os.close(os.open(sys.argv[1], os.O_RDWR)); os.execv(sys.executable, [sys.executable, '-m', *sys.argv[2:]])"
        command = [sys.executable, "-c", start, os.ttyname(theirs), "workbench", "issue", "root", "--name", name, *place.open]
        child = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        shown, waiting = "", list(answers)
        try:
            while select.select([ours], [], [], 60)[0]:
                try:
                    shown += os.read(ours, 4096).decode("utf-8", "replace")
                except OSError:  # the other side is closed
                    break
                if waiting and shown.rstrip(" ").endswith(":"):
                    os.write(ours, f"{waiting.pop(0)}\n".encode())
                    shown += "\n"
            return child.wait(timeout=60), shown
        finally:
            os.close(ours)
            child.kill()
            child.wait()

    code, shown = typed("First", "one", "other")
    assert code == 2 and "differ" in shown
    code, shown = typed("First", PASSPHRASE, PASSPHRASE)
    assert code == 0 and PASSPHRASE not in shown and "First" in shown
    assert typed("Second", PASSPHRASE)[0] == 0
    assert typed("Third", "wrong")[0] == 2


def test_with_several_cas_one_must_be_named(issue: Issue, place: Place) -> None:
    assert issue("server", "--name", HOST, *place.unlocked).code == 1  # there is none yet
    assert issue("root", "--name", "One", *place.unlocked).code == 0
    assert issue("server", "--name", HOST, *place.unlocked).code == 0
    assert issue("root", "--name", "Two", *place.unlocked).code == 0
    refused = issue("server", "--name", HOST, *place.unlocked)
    assert refused.code == 2 and "One" in refused.err and "Two" in refused.err
    assert issue("server", "--name", "two.example.test", "--issuer", "two", *place.unlocked).code == 0
    answer = issue("server", "--name", HOST, "--issuer", "Three", "--json", *place.unlocked)
    assert answer.code == 1 and answer.json["id"] == "workspace_no_such_certificate"
    assert issue("server", "--name", HOST, "--issuer", HOST, *place.unlocked).code == 1


def test_a_key_leaves_a_workspace_only_when_chosen_and_the_log_says_so(issue: Issue, tmp_path: Path, place: Place) -> None:
    from workbench.core.workspace.entries import Event
    from workbench.core.workspace.log import read_log
    from workbench.core.workspace.workspace import open_workspace

    assert issue("root", "--name", "One", "--out", tmp_path / "a", *place.unlocked).code == 0
    assert issue("server", "--name", HOST, "--out", tmp_path / "b", "--with-key", *place.unlocked).code == 0
    assert names(tmp_path / "a") == ["root.pem"] and names(tmp_path / "b") == ["server.key", "server.pem"]
    opened = open_workspace(place.url)
    with opened.reading() as connection:
        assert [entry.event for entry in read_log(connection)].count(Event.EXPORTED_KEY) == 1
    opened.close()


def test_a_request_of_the_workspace_is_signed_there(issue: Issue, place: Place) -> None:
    assert issue("root", "--name", "One", *place.unlocked).code == 0
    made = issue("request", "--name", HOST, "--json", *place.unlocked).json["requests"][0]
    signed = issue("sign", made["id"][:16], "--json", *place.unlocked)
    assert signed.code == 0 and signed.json["certificates"][0]["has_private_key"]
    assert json.loads(issue("list", "--kind", "requests", "--json", *place.open).out)["requests"][0]["id"] == made["id"]


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent otherwise elsewhere")
def test_ctrl_c_while_a_large_key_is_made_leaves_nothing(issue: Issue, tmp_path: Path, place: Place) -> None:
    words = ["issue", "root", "--name", "R", "--key", "rsa-8192", "--out", str(tmp_path / "out"), *place.unlocked]
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, *words], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert not (tmp_path / "out").exists() and issue("list", *place.open).code == 1


INTERRUPTED = """
import os, signal, sys, threading
from workbench.core.issuance import making_keys
from workbench import cli

def never(kind):  # as long as the largest keys take, and then some: the signal comes while it lasts
    os.kill(os.getpid(), signal.SIGINT)
    threading.Event().wait()

making_keys.make_key = never
sys.exit(cli.main(sys.argv[1:]))
"""

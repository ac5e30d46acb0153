"""Everything is done once with each kind of key; then every octet that was written is searched for the keys and the passphrases."""

from __future__ import annotations

import base64
import logging
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.commands.issuing import PASSPHRASE, Issue, Place, mode
from workbench.core.workspace import drafts, keys, searching
from workbench.core.workspace.answering import ocsp_response
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import KeyKind, PrivateKey

PASSWORD = "for the files 鍵束"
KINDS = [KeyKind.RSA_2048, KeyKind.P_256, KeyKind.P_384, KeyKind.P_521, KeyKind.ED25519, KeyKind.ED448,
         KeyKind.ML_DSA_44, KeyKind.ML_DSA_65, KeyKind.ML_DSA_87]  # fmt: skip


def numbers(key: PrivateKey) -> set[bytes]:
    """What must stay hidden of a key: each of these octet strings gives it away."""
    result = {key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())}
    if isinstance(key, rsa.RSAPrivateKey):
        private = key.private_numbers()
        result |= {each.to_bytes((each.bit_length() + 7) // 8, "big") for each in (private.p, private.q, private.d, private.dmp1)}
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        result.add(key.private_numbers().private_value.to_bytes((key.key_size + 7) // 8, "big"))
    else:
        result.add(key.private_bytes_raw())
    return result


def forms(secret: bytes) -> Iterator[bytes]:
    """As it is, in hex, with colons, in decimal, and within base64 wherever it begins there."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    yield secret.hex(":").encode()
    yield str(int.from_bytes(secret, "big")).encode()
    for start in range(3):
        yield base64.b64encode(secret[start:][: (len(secret) - start) // 3 * 3])


@pytest.fixture
def elsewhere(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Whatever is written anywhere else by habit is written here; and nothing is private by the umask alone."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("TMPDIR", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(folder)
    before = os.umask(0)
    yield folder
    os.umask(before)


def after_issuing(workspace: Workspace, host: str) -> None:
    """What the command line does not do: answers by OCSP, a draft, another passphrase, a wrong one."""
    now = datetime.now(UTC).replace(microsecond=0)
    with workspace.reading() as connection:
        entry = next(entry for entry in searching.search_certificates(connection, host) if entry.issuer_id != entry.id)
    ocsp_response(workspace, entry.id, now, now + timedelta(hours=1))
    with workspace.writing() as connection:
        drafts.save_draft(connection, "draft", {"specification": {}})
    workspace.change_passphrase(PASSPHRASE, PASSPHRASE[::-1])
    with pytest.raises(VaultError):
        workspace.change_passphrase(PASSPHRASE, "another")
    workspace.change_passphrase(PASSPHRASE[::-1], PASSPHRASE)


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_and_no_passphrase_leaves_but_into_the_files_that_were_asked_for(
    issue: Issue, tmp_path: Path, elsewhere: Path, place: Place, kind: KeyKind, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    out, host, told = tmp_path / "out", "www.example.test", []
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    (tmp_path / "table.csv").write_text("name\none.example.test\ntwo.example.test\n")
    own = place.unlocked
    bundled = 2 if kind.value.startswith("ml-dsa") else 0  # the library writes no PKCS #12 with such a key
    for code, *words in (
        (0, "lab", "--name", "lab.example.test", "--key", kind.value, "--out", out / "lab", *own),
        (0, "root", "--name", "R", "--key", kind.value, *own),
        (0, "server", "--name", host, "--key", kind.value, "--issuer", "R", "--out", out / "plain", "--with-key", *own),
        (2, "server", "--name", host, "--key", kind.value, "--issuer", "R", "--out", out / "plain", "--with-key", *own),  # it is there
        (0, "client", "--name", "C", "--key", kind.value, "--issuer", "R", "--out", out / "sealed", "--password-file", password, *own),
        (0, "request", "--name", "asked.example.test", "--key", kind.value, *own),
        (0, "renew", "C", "--new-key", *own),
        (0, "batch", tmp_path / "table.csv", "--issuer", "R", "--out", out / "rows", *own),
        (0, "revoke", host, "--reason", "certificateHold", *place.open),
        (0, "crl", "--issuer", "R", "--out", out / "crl", *own),
        (0, "revoke", host, "--lift-hold", *place.open),
        (0, "crl", "--issuer", "R", "--delta", "--out", out / "delta", *own),
        (bundled, "export", host, "--form", "pkcs12", "--password-file", password, "--out", out / "bundle", *own),
        (0, "export", host, "--form", "pkcs8_scrypt", "--password-file", password, "--out", out / "export", *own),
        (bundled, "export", host, "--for", "nginx", "--for", "java", "--password-file", password, "--out", out / "plain_set", *own),
        (0, "list", *place.open),
        (2, "root", "--name", "W", *place.open, "--passphrase-file", password),  # a wrong one
    ):  # fmt: skip
        answer = issue(*words, "--json")
        assert answer.code == code, (words, answer)
        told.append(answer.out + answer.err)
    told.append(issue("list", *place.open).out)
    workspace = open_workspace(place.url)
    workspace.vault.unlock(PASSPHRASE)
    after_issuing(workspace, host)
    with workspace.reading() as connection:
        kept = [keys.private_key(connection, workspace.vault, entry.id) for entry in keys.list_keys(connection)]
    hidden = {form for key in kept for secret in numbers(key) for form in forms(secret)}
    hidden |= {PASSPHRASE.encode(), PASSWORD.encode()}
    files = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*") if path.is_file()}  # while it is open, with what SQLite keeps

    asked = {Path("passphrase"), Path("password")}
    asked |= {name for name in files if name.parts[0] == "out" and name.suffix == ".key" and name.parts[1] in ("lab", "plain", "plain_set")}
    holders = set()
    for name, path in files.items():
        data = path.read_bytes()
        for content in (data, data.replace(b"\r", b"").replace(b"\n", b"")):
            if any(secret in content for secret in hidden):
                holders.add(name)
    assert {Path("out/plain/server.key"), Path("out/lab/server.key"), Path("passphrase"), Path("password")} <= holders  # it is found there
    assert holders <= asked, holders - asked
    said = "\n".join([*told, caplog.text]).encode()
    assert not any(secret in said for secret in hidden)
    for name in holders - {Path("password")}:
        assert mode(files[name]) == 0o600, name
    assert {mode(path) for name, path in files.items() if name.parts[0] == "own"} == {0o600} and mode(tmp_path / "own") == 0o700
    assert not list(elsewhere.rglob("*"))
    workspace.close()

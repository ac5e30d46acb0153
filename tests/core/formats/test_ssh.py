"""OpenSSH keys, private and public, and the block of RFC 4716; compared with the cryptography library and ssh-keygen."""

from __future__ import annotations

import base64
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.core.formats.samples import ec_key, rsa_key, spki
from workbench.core.formats import Kind, open_bytes
from workbench.core.x509.private_to_public import public_key_of

SSH_KEYGEN = shutil.which("ssh-keygen")
KEYS = [rsa_key, ec_key, lambda: ec.generate_private_key(ec.SECP521R1()), ed25519.Ed25519PrivateKey.generate]


@pytest.mark.parametrize("make", KEYS)
@pytest.mark.parametrize("password", ["", "pässword"])
def test_private_keys(make: object, password: str) -> None:
    key = make()  # type: ignore[operator]
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption)
    for content in (text, text.replace(b"\n", b"\r\n"), base64.b64encode(text)):
        (item,) = open_bytes(content, "id", ["wrong", password]).objects
        assert (item.kind, item.encrypted) == (Kind.PRIVATE_KEY, bool(password))
        assert public_key_of(item.der) == key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        assert "openssh" in item.container
    if password:
        opened = open_bytes(text, "id", ["wrong"])
        assert [item.kind for item in opened.objects] == [Kind.PUBLIC_KEY]  # that half is not encrypted
        assert [(lock.what.id, lock.wrong) for lock in opened.locked] == [("locked_private_key", True)]


@pytest.mark.parametrize("make", KEYS)
def test_public_keys(make: object) -> None:
    key = make()  # type: ignore[operator]
    line = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    expected = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    (item,) = open_bytes(line + b" \xe5\xb1\xb1@host\n", "id.pub").objects
    assert (item.kind, item.der, item.name) == (Kind.PUBLIC_KEY, expected, "山@host")
    hosts = b'# comment\nfrom="10.0.0.1",no-pty ' + line + b" one\nhost.test " + line + b"\n"
    assert [item.der for item in open_bytes(hosts, "authorized_keys").objects] == [expected, expected]
    body = "\n".join(textwrap.wrap(line.split()[1].decode(), 70))
    block = f'---- BEGIN SSH2 PUBLIC KEY ----\nComment: "a long \\\ncomment"\nx-other: 1\n{body}\n---- END SSH2 PUBLIC KEY ----\n'
    (item,) = open_bytes(block.encode(), "id.pub").objects
    assert (item.der, item.name) == (expected, "a long comment")


@pytest.mark.skipif(SSH_KEYGEN is None, reason="ssh-keygen is not there")
@pytest.mark.parametrize(
    "cipher",
    ["aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-ctr", "aes192-ctr", "3des-cbc", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com",
     "chacha20-poly1305@openssh.com"],
)  # fmt: skip
def test_every_cipher_of_ssh_keygen(cipher: str, tmp_path: Path) -> None:
    path = tmp_path / "id"
    command = [str(SSH_KEYGEN), "-q", "-t", "ed25519", "-N", "secret", "-Z", cipher, "-C", "me", "-a", "2", "-f", str(path)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this ssh-keygen does not write it")
    (item,) = open_bytes(path.read_bytes(), "id", ["secret"]).objects
    (public,) = open_bytes((tmp_path / "id.pub").read_bytes(), "id.pub").objects
    assert public_key_of(item.der) == public.der
    assert item.name == "me"


@pytest.mark.skipif(SSH_KEYGEN is None, reason="ssh-keygen is not there")
def test_an_ssh_certificate_gives_its_key(tmp_path: Path) -> None:
    for name in ("ca", "user"):
        subprocess.run([str(SSH_KEYGEN), "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    command = [str(SSH_KEYGEN), "-q", "-s", str(tmp_path / "ca"), "-I", "me", "-n", "me", str(tmp_path / "user.pub")]
    subprocess.run(command, check=True, capture_output=True)
    (item,) = open_bytes((tmp_path / "user-cert.pub").read_bytes(), "user-cert.pub").objects
    (plain,) = open_bytes((tmp_path / "user.pub").read_bytes(), "user.pub").objects
    assert item.der == plain.der
    assert [remark.id for remark in item.remarks] == ["ssh_key_form"]


def test_an_unknown_type_is_refused_by_name() -> None:
    blob = base64.b64encode(len(b"ssh-ed448").to_bytes(4, "big") + b"ssh-what!" + bytes(20))
    opened = open_bytes(b"ssh-ed448 " + blob, "id.pub")
    assert [refusal.reason.id for refusal in opened.refusals] == ["ssh_key_type"]
    assert spki(ec_key())

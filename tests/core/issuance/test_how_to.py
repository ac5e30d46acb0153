"""The steps of a mutual-TLS how-to (https://dev.classmethod.jp/articles/mtls-certificates/): the root's key, its self-signed certificate,
the server's key, request and certificate, and the same for the client. Each is done with openssl and with ours, and the files of each go
on in the other: eight ways, of which each ends with `openssl verify` and a handshake in which both sides show their certificate."""

from __future__ import annotations

import itertools
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_der_private_key

from tests.core.issuance.openssl.running import follow, skip_unless
from tests.core.live.serving import Serving, trusting
from tests.interop.processes import Program
from workbench.core import formats
from workbench.core.formats.export_wrap import encrypted_pkcs8, pem
from workbench.core.formats.found import Kind
from workbench.core.handshake.transcript import Outcome
from workbench.core.issuance.build import build_certificate, build_request, build_self_signed
from workbench.core.issuance.openssl.recipe import Files, Recipe, Signing, recipe
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.request_signing import combined, examine, read_request, refusal
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute, Validity
from workbench.core.live.address import Address
from workbench.core.live.connect import Visit, connect
from workbench.core.live.credentials import read_credential
from workbench.core.tls.configuration import ClientConfiguration
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.issuance import Authority, KeyKind, PrivateKey, make_key
from workbench.core.x509.judge import judge
from workbench.core.x509.public_key import load_public_key
from workbench.core.x509.trust_store import trust_store

HOST = "localhost"
PASSPHRASE = "correct horse 電池"
OPENSSL, OURS = "openssl", "ours"
VERSIONS = (int(ProtocolVersion.TLS1_3), int(ProtocolVersion.TLS1_2))


def subject(name: str) -> tuple[SubjectAttribute, ...]:
    return SubjectAttribute("2.5.4.6", "JP"), SubjectAttribute("2.5.4.3", name)


WEEK = Validity(days=7)
HOSTS = (AlternativeName(NameKind.DNS, HOST), AlternativeName(NameKind.IP, "127.0.0.1"))
ROOT = replace(built_in("root").specification, subject=subject("eeetann-ca"), validity=WEEK)
SERVER = replace(built_in("server").specification, subject=subject("hoge"), names=HOSTS, validity=WEEK)
CLIENT = replace(built_in("client").specification, subject=subject("hoge"), validity=WEEK)


def file_names(name: str) -> Files:
    return Files(f"{name}.key", f"{name}.csr", f"{name}.crt", "RootCA.crt", "RootCA.key", f"{name}.cnf")


ROOT_FILES = replace(file_names("RootCA"), issuer_certificate="none.crt", issuer_key="none.key")


# --- each step in both ways ---------------------------------------------------------------------------------------------------------


def put_key(folder: Path, name: str, key: PrivateKey) -> None:
    (folder / name).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def read_key(path: Path, *passwords: str) -> Any:
    """By our own reader, whoever wrote it."""
    found = formats.open_bytes(path.read_bytes(), path.name, passwords)
    (key,) = (item for item in found.objects if item.kind is Kind.PRIVATE_KEY)
    return load_der_private_key(key.der, None)


def read(path: Path) -> Certificate:
    found = formats.open_bytes(path.read_bytes(), path.name)
    (certificate,) = (item for item in found.objects if item.kind is Kind.CERTIFICATE)
    return parse_certificate(certificate.der)


def key_and_root(folder: Path, who: str) -> None:
    """Steps 1 and 2."""
    if who == OPENSSL:
        follow(recipe(ROOT, KeyKind.RSA_2048, Signing.SELF, ROOT_FILES), folder)
        return
    key = make_key(KeyKind.RSA_2048)
    put_key(folder, "RootCA.key", key)
    (folder / "RootCA.crt").write_bytes(pem("CERTIFICATE", build_self_signed(ROOT, key, datetime.now(UTC))))


def key_and_request(folder: Path, name: str, wanted: Specification, who: str) -> None:
    """Steps 3 and 4, and the first half of the client's."""
    if who == OPENSSL:
        follow(recipe(wanted, KeyKind.RSA_2048, Signing.REQUEST_ONLY, file_names(name)), folder)
        return
    key = make_key(KeyKind.RSA_2048)
    put_key(folder, f"{name}.key", key)
    (folder / f"{name}.csr").write_bytes(pem("CERTIFICATE REQUEST", build_request(wanted, key)))


def sign(folder: Path, name: str, wanted: Specification, who: str) -> None:
    """Step 5, and the second half of the client's."""
    if who == OPENSSL:
        follow(recipe(wanted, None, Signing.SIGN_REQUEST, file_names(name), signer=KeyKind.RSA_2048), folder)
        return
    request = read_request((folder / f"{name}.csr").read_bytes())
    assert refusal(examine(request)) is None
    issuer = Authority(read(folder / "RootCA.crt").der, read_key(folder / "RootCA.key"))
    key: Any = load_public_key(request.spki)
    made = build_certificate(combined(request, wanted), key, issuer, datetime.now(UTC))
    (folder / f"{name}.crt").write_bytes(pem("CERTIFICATE", made))


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# --- how it comes out ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("root", "requester", "signer"), list(itertools.product((OPENSSL, OURS), repeat=3)))
def test_the_five_steps_and_a_handshake(root: str, requester: str, signer: str, tmp_path: Path) -> None:
    skip_unless("3.0")
    key_and_root(tmp_path, root)
    for name, wanted in (("server", SERVER), ("client", CLIENT)):
        key_and_request(tmp_path, name, wanted, requester)
        sign(tmp_path, name, wanted, signer)
    verify = ("verify", "-x509_strict", "-CAfile", "RootCA.crt")
    assert "OK" in run(tmp_path, *verify, "-purpose", "sslserver", "-verify_hostname", HOST, "server.crt")
    assert "OK" in run(tmp_path, *verify, "-purpose", "sslclient", "client.crt")
    anchors = trust_store("how-to", [read(tmp_path / "RootCA.crt")])
    for name, conditions in (("server", Conditions(purpose=Purpose.SERVER, host=HOST)), ("client", Conditions(purpose=Purpose.CLIENT))):
        verdict = judge(read(tmp_path / f"{name}.crt"), (), anchors, (), (), conditions)
        assert verdict.trusted, verdict.headline
    assert read(tmp_path / "server.crt").serial_number != read(tmp_path / "client.crt").serial_number
    our_client_visits_s_server(tmp_path)
    s_client_visits_our_server(tmp_path)


def our_client_visits_s_server(folder: Path) -> None:
    program = Program([
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", str(folder / "server.crt"), "-key", str(folder / "server.key"),
        "-CAfile", str(folder / "RootCA.crt"), "-Verify", "2", "-verify_return_error",
    ])  # fmt: skip
    try:
        port = int(program.wait_for(r"ACCEPT \S+:(\d+)").group(1))
        root = read(folder / "RootCA.crt").der
        credential = read_credential(str(folder / "client.crt"), str(folder / "client.key"), VERSIONS)
        with_it = ClientConfiguration(verify=trusting(root), server_name=HOST, credentials=(credential,))
        transcript = connect(Visit(Address("127.0.0.1", port), with_it, seconds=30))
        assert transcript.outcome is Outcome.ok, transcript.headline
        assert [step.name for step in transcript.steps].count("Certificate") == 2
        without = ClientConfiguration(verify=trusting(root), server_name=HOST)
        assert connect(Visit(Address("127.0.0.1", port), without, seconds=30)).outcome is Outcome.failed
    finally:
        program.end(0)
    assert "CN = hoge" in program.output or "CN=hoge" in program.output  # the client's certificate, as it saw it


def s_client_visits_our_server(folder: Path) -> None:
    credential = read_credential(str(folder / "server.crt"), str(folder / "server.key"), VERSIONS)
    root = read(folder / "RootCA.crt").der
    judged = trusting(root, purpose=Purpose.CLIENT)
    with Serving(credentials=(credential,), verify=judged, request_client_certificate=True, require_client_certificate=True) as serving:
        for shown in (True, False):
            arguments = ["openssl", "s_client", "-connect", f"127.0.0.1:{serving.port}", "-servername", HOST, "-verify_hostname", HOST,
                         "-verify_return_error", "-CAfile", str(folder / "RootCA.crt"), "-ign_eof"]  # fmt: skip
            if shown:
                arguments += ["-cert", str(folder / "client.crt"), "-key", str(folder / "client.key")]
            program = Program(arguments)
            try:
                if shown:
                    program.wait_for("Verify return code: 0")
                    program.write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
                    program.wait_for("200 OK")
                told = serving.wait(lambda told, enough=1 if shown else 2: len(told) >= enough)  # type: ignore[misc]
            finally:
                program.end(5)
            assert (told[-1].trouble is None) == shown, told[-1].trouble


@pytest.mark.parametrize("kind", [KeyKind.RSA_2048, KeyKind.P_256, KeyKind.ED25519], ids=lambda kind: kind.value)
def test_keys_cross_over_encrypted_too(kind: KeyKind, tmp_path: Path) -> None:
    """PKCS #8 with PBES2: PBKDF2 and scrypt, what openssl writes read by us, and the other way round."""
    skip_unless("3.0")
    follow_first(recipe(ROOT, kind, Signing.SELF, ROOT_FILES), tmp_path)
    theirs = read_key(tmp_path / "RootCA.key")
    encrypting = (("-v2", "aes-256-cbc"), ("-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"), ("-scrypt",))
    for at, options in enumerate(encrypting):
        run(tmp_path, "pkcs8", "-topk8", *options, "-in", "RootCA.key", "-out", f"{at}.key", "-passout", f"pass:{PASSPHRASE}")
        assert b"BEGIN ENCRYPTED PRIVATE KEY" in (tmp_path / f"{at}.key").read_bytes()
        assert spki(read_key(tmp_path / f"{at}.key", PASSPHRASE)) == spki(theirs)
        assert formats.open_bytes((tmp_path / f"{at}.key").read_bytes(), "x", ("wrong",)).locked
    ours = make_key(kind)
    info = ours.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    for at, scrypt in enumerate((False, True)):
        encrypted = encrypted_pkcs8(info, PASSPHRASE.encode(), scrypt)
        (tmp_path / f"ours{at}.key").write_bytes(pem("ENCRYPTED PRIVATE KEY", encrypted))
        run(tmp_path, "pkey", "-in", f"ours{at}.key", "-passin", f"pass:{PASSPHRASE}", "-pubout", "-outform", "DER", "-out", "ours.pub")
        assert (tmp_path / "ours.pub").read_bytes() == spki(ours)


def follow_first(made: Recipe, folder: Path) -> None:
    follow(replace(made, steps=made.steps[:1]), folder)


def spki(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def test_the_commands_of_the_article_as_they_stand(tmp_path: Path) -> None:
    """Typed off: what they make is read, and ours says what is missing: no name of a host (RFC 9525 6.3), and one serial number for two
    certificates of a CA (RFC 5280 4.1.2.2)."""
    skip_unless("3.0")
    commands = [
        "openssl genrsa -out RootCA.key 4096",
        'openssl req -new -x509 -days 7 -key RootCA.key -out RootCA.crt -subj "/C=JP/CN=eeetann-ca"',
    ]
    for name in ("server", "client"):
        commands += [
            f"openssl genrsa -out {name}.key 2048",
            f'openssl req -new -days 7 -key {name}.key -out {name}.csr -subj "/C=JP/CN=hoge"',
            f"openssl x509 -req -in {name}.csr -CA RootCA.crt -CAkey RootCA.key -days 7 -set_serial 01 -out {name}.crt -sha256",
        ]
    for command in commands:
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr
    server, client = read(tmp_path / "server.crt"), read(tmp_path / "client.crt")
    assert server.serial_number == client.serial_number == 1
    anchors = trust_store("how-to", [read(tmp_path / "RootCA.crt")])
    assert judge(client, (), anchors, (), (), Conditions(purpose=Purpose.CLIENT)).trusted
    refused = judge(server, (), anchors, (), (), Conditions(purpose=Purpose.SERVER, host="hoge"))
    assert not refused.trusted
    # The same keys and names through our forms:
    sign(tmp_path, "server", SERVER, OURS)
    assert judge(read(tmp_path / "server.crt"), (), anchors, (), (), Conditions(purpose=Purpose.SERVER, host=HOST)).trusted

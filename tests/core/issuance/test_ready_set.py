"""The files and snippets for servers: put into the real ones as they are, and visited by curl, Chromium and our own engine."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key, pkcs12

from tests.core.issuance.made import HOST, NOW, issuers, key_of, wish
from tests.interop.processes import Program, free_port
from workbench.cli import main
from workbench.core.formats import Kind, open_path
from workbench.core.formats.export_errors import ExportError
from workbench.core.issuance.build import build_certificate
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.ready_set import (
    NEED_KEY,
    NEED_PASSWORD,
    TARGETS,
    UNPROTECTED,
    Choices,
    Material,
    ReadySet,
    ready_set,
    save,
    targets_for,
)
from workbench.core.issuance.specification import AlternativeName, NameKind
from workbench.core.x509.issuance import KeyKind

SERVERS = ("nginx", "apache", "haproxy", "node")
PROGRAMS = {"nginx": "nginx", "apache": "apache2", "haproxy": "haproxy", "node": "node"}
KINDS = (KeyKind.RSA_2048, KeyKind.P_256)
PASSWORD = "a phrase, 言葉"


def material(profile: str, kind: KeyKind, name: str) -> Material:
    key = key_of(kind, name)
    wanted = for_key(replace(wish(profile, HOST), names=(AlternativeName(NameKind.DNS, HOST),)), kind)
    above = issuers(kind)
    info = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    leaf = build_certificate(wanted, key.public_key(), above.intermediate, NOW)
    return Material(name, leaf, (above.intermediate.certificate,), above.root.certificate, info, (HOST,))


def choices(folder: Path, mutual: bool = False, kind: KeyKind = KeyKind.P_256, **others: object) -> Choices:
    clients = issuers(kind).chain if mutual else ()
    return replace(Choices(folder, clients=clients, password=PASSWORD), **others)  # type: ignore[arg-type]


# -- into the real servers -----------------------------------------------------------------------------------------------


@contextmanager
def running(target: str, made: ReadySet, folder: Path) -> Iterator[int]:
    """The server with the snippet as it is, but for the port. Gives the port."""
    if shutil.which(PROGRAMS[target]) is None:
        pytest.skip(f"{PROGRAMS[target]} is not here")
    port = free_port()
    snippet = made.snippet.replace("443 ssl", f"127.0.0.1:{port} ssl" if target == "nginx" else f"{port} ssl").replace(":443>", f":{port}>")
    snippet = snippet.replace("/var/www/html", str(folder / "web"))
    (folder / "web").mkdir()
    (folder / "web" / "index.html").write_text("Hello over TLS\n")
    config = folder / "server.conf"
    if target == "nginx":
        config.write_text(
            f"pid {folder}/pid;\nerror_log stderr;\ndaemon off;\nworker_processes 1;\nuser root;\nevents {{}}\n"
            f"http {{ access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;"
            f" uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;\n{snippet}}}\n"
        )
        command = ["nginx", "-c", str(config), "-e", "stderr"]
    elif target == "apache":
        modules = "/usr/lib/apache2/modules"
        names = ("mpm_event", "authz_core", "socache_shmcb", "ssl")
        loads = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in names)
        config.write_text(
            f"{loads}ServerName localhost\nPidFile {folder}/pid\nErrorLog /dev/stderr\nListen 127.0.0.1:{port}\n"
            f'User www-data\nErrorDocument 403 "Hello over TLS"\nErrorDocument 404 "Hello over TLS"\n{snippet}'
        )
        command = ["apache2", "-X", "-f", str(config)]
    elif target == "haproxy":
        answer = '    http-request return status 200 content-type text/plain string "Hello over TLS"\n'
        snippet = snippet.replace(":443 ssl", f"127.0.0.1:{port} ssl").replace(f":{port} ssl", f"127.0.0.1:{port} ssl", 1)
        snippet = re.sub(r"bind \S+ ssl", f"bind 127.0.0.1:{port} ssl", snippet)
        snippet = re.sub(r"    server web1 .*\n", answer, snippet)
        config.write_text(f"defaults\n    timeout client 9s\n    timeout server 9s\n    timeout connect 9s\n\n{snippet}")
        command = ["haproxy", "-db", "-f", str(config)]
    else:
        config = folder / "server.cjs"
        config.write_text(made.snippet)
        command = ["node", str(config)]
    server = Program(command, {"PORT": str(port)})
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.process.terminate()
        server.end(5)


def _wait_for(port: int, server: Program) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert server.process.poll() is None, server.output
            time.sleep(0.05)
    raise AssertionError(server.output)


def curl(port: int, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    address = f"https://{HOST}:{port}/"
    command = ["curl", "-sS", "--max-time", "20", "--resolve", f"{HOST}:{port}:127.0.0.1", *more, address]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
@pytest.mark.parametrize("kind", KINDS, ids=[kind.value for kind in KINDS])
@pytest.mark.parametrize("mutual", [False, True], ids=["one-way", "mutual"])
@pytest.mark.parametrize("target", SERVERS)
def test_a_server_serves_with_its_ready_set(
    target: str, mutual: bool, kind: KeyKind, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "with space 日本"
    made = ready_set(target, material("server", kind, "server"), choices(folder, mutual, kind))
    save(folder, [made])
    client = ready_set("curl", material("client", kind, "client"), choices(folder))
    save(folder, [client])
    with running(target, made, tmp_path) as port:
        alone = curl(port, folder, "--cacert", "client-root.pem")
        known = curl(port, folder, "--cacert", "client-root.pem", "--cert", "client-chain.pem", "--key", "client.key")
        assert "Hello over TLS" in known.stdout, known.stderr
        assert ("Hello over TLS" in alone.stdout) is not mutual, alone.stdout + alone.stderr
        # The command line that was written does it too, and nobody else's root does.
        script = subprocess.run(
            ["sh", str(folder / "client.curl.sh"), "-sS", "--resolve", f"{HOST}:{port}:127.0.0.1", f"https://{HOST}:{port}/"],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert "Hello over TLS" in script.stdout, script.stderr
        assert curl(port, folder).returncode != 0

        root = str(folder / "client-root.pem")
        words = ["connect", f"127.0.0.1:{port}", "--server-name", HOST, "--trust", root, "--json"]
        words += ["--certificate", str(folder / "client-chain.pem"), "--key", str(folder / "client.key")]
        assert main(words) == 0
        transcript = json.loads(capsys.readouterr().out)
        assert ("CertificateRequest" in json.dumps(transcript)) is mutual


# -- files that other software reads -------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("keytool") is None, reason="keytool is not here")
@pytest.mark.parametrize("legacy", [False, True], ids=["modern", "legacy"])
def test_java_reads_its_stores(legacy: bool, tmp_path: Path) -> None:
    made = ready_set("java", material("server", KeyKind.RSA_2048, "server"), choices(tmp_path, password="secret phrase", legacy=legacy))
    save(tmp_path, [made])

    def listed(file: str) -> str:
        command = ["keytool", "-J-Duser.language=en", "-list", "-v", "-keystore", file, "-storepass", "secret phrase"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True).stdout

    keys = listed("server-keystore.p12")
    assert "Entry type: PrivateKeyEntry" in keys and "Certificate chain length: 3" in keys
    assert "Entry type: trustedCertEntry" in listed("server-truststore.p12")


def test_a_secret_of_kubernetes_holds_chain_and_key(tmp_path: Path) -> None:
    server = material("server", KeyKind.P_256, "www.example.test")
    made = ready_set("kubernetes", server, choices(tmp_path, mutual=True))
    text = made.files[0].data.decode()
    data = dict(re.findall(r"^  (tls\.crt|tls\.key|ca\.crt): (\S+)$", text, re.MULTILINE))
    chain = base64.b64decode(data["tls.crt"])
    assert chain.count(b"BEGIN CERTIFICATE") == 2
    key = load_pem_private_key(base64.b64decode(data["tls.key"]), None)
    assert key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()) == server.key
    assert "  name: www-example-test-tls\n" in text and "secretName: www-example-test-tls" in made.snippet
    assert made.files[0].secret


@pytest.mark.parametrize("legacy", [False, True], ids=["modern", "legacy"])
def test_a_browsers_file_opens_with_its_password(legacy: bool, tmp_path: Path) -> None:
    client = material("client", KeyKind.P_256, "client")
    made = ready_set("browser", client, choices(tmp_path, legacy=legacy))
    save(tmp_path, [made])
    stored = pkcs12.load_pkcs12((tmp_path / "client.p12").read_bytes(), PASSWORD.encode())
    assert stored.cert is not None and stored.cert.certificate.public_bytes(Encoding.DER) == client.leaf
    assert len(stored.additional_certs) == 2
    kinds = [found.kind for file in open_path(str(tmp_path / "client.p12"), [PASSWORD]) for found in file.objects]
    assert kinds.count(Kind.PRIVATE_KEY) == 1 and kinds.count(Kind.CERTIFICATE) == 3
    command = ["openssl", "pkcs12", "-in", str(tmp_path / "client.p12"), "-info", "-noout", "-passin", f"pass:{PASSWORD}"]
    algorithms = subprocess.run([*command, *(["-legacy"] * legacy)], capture_output=True, text=True).stderr
    assert ("pbeWithSHA1And3-KeyTripleDES-CBC" if legacy else "AES-256-CBC") in algorithms


@pytest.mark.skipif(shutil.which("chromium") is None or shutil.which("certutil") is None, reason="chromium or NSS's certutil is not here")
def test_chromium_trusts_a_page_once_the_root_is_in_its_store(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    server = ready_set("node", material("server", KeyKind.P_256, "server"), choices(folder))
    root = ready_set("browser", replace(material("client", KeyKind.P_256, "client"), key=None), choices(folder))
    save(folder, [server, root])
    home = tmp_path / "home"
    home.mkdir()

    def page(port: int) -> str:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--dump-dom",
                   f"--host-resolver-rules=MAP {HOST} 127.0.0.1", f"https://{HOST}:{port}/"]  # fmt: skip
        environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "share")}
        return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment).stdout

    with running("node", server, tmp_path) as port:
        assert "Hello over TLS" not in page(port)
        environment = {**os.environ, "HOME": str(home)}
        script = subprocess.run(["sh", str(folder / "client.browser.sh")], capture_output=True, text=True, env=environment)
        assert script.returncode == 0, script.stderr
        assert "Hello over TLS" in page(port)


# -- what is in them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", TARGETS)
def test_only_files_marked_as_secret_hold_the_key(target: str, tmp_path: Path) -> None:
    server = material("server", KeyKind.P_256, "server")
    assert server.key is not None
    made = ready_set(target, server, choices(tmp_path, mutual=True))
    key = key_of(KeyKind.P_256, "server")
    hidden = key.private_numbers().private_value.to_bytes(32, "big")  # type: ignore[union-attr]
    for file in made.all_files():
        content = file.data + b"".join(base64.b64decode(text) for text in re.findall(rb": ([A-Za-z0-9+/]{60,}={0,2})\n", file.data))
        blocks = re.findall(rb"-----BEGIN [A-Z ]+-----\n([^-]+)-----END", content)
        content += b"".join(base64.b64decode(block.replace(b"\n", b"")) for block in blocks)
        assert (file.secret and target in UNPROTECTED) is (hidden in content), file.name
        assert file.secret or hidden not in content, file.name
        assert hidden.hex() not in repr(file) and "PRIVATE" not in repr(made)
    assert PASSWORD not in made.snippet


def test_the_leaf_comes_first_and_the_root_only_when_chosen(tmp_path: Path) -> None:
    server = material("server", KeyKind.P_256, "server")
    for root_in in (False, True):
        made = ready_set("nginx", server, choices(tmp_path, root_in=root_in))
        (tmp_path / "chain.pem").write_bytes(made.files[0].data)
        ders = [found.der for file in open_path(str(tmp_path / "chain.pem")) for found in file.objects]
        assert ders == [server.leaf, *server.between, *([server.root] if root_in else [])]


def test_nothing_is_made_without_what_it_needs(tmp_path: Path) -> None:
    server = material("server", KeyKind.P_256, "server")
    for target in TARGETS:
        if target in NEED_KEY:
            with pytest.raises(ExportError) as error:
                ready_set(target, replace(server, key=None), choices(tmp_path))
            assert error.value.message.id == "ready_set_no_key"
        if target in NEED_PASSWORD:
            with pytest.raises(ExportError) as error:
                ready_set(target, server, choices(tmp_path, password=""))
            assert error.value.message.id == "export_needs_password"
    for folder in ('/a"b', "/a$b", "/a\nb"):
        with pytest.raises(ExportError) as error:
            ready_set("nginx", server, Choices(PurePosixPath(folder)))
        assert error.value.message.id == "ready_set_path"


def test_targets_for_what_a_certificate_can_do() -> None:
    assert "nginx" in targets_for(server=True, client=False) and "curl" not in targets_for(server=True, client=False)
    assert "pkcs12" not in targets_for(server=True, client=True, key=False)
    assert targets_for(server=False, client=False, key=False) == ("browser", "pem", "der", "pkcs7")


@pytest.mark.parametrize("legacy", [False, True], ids=["modern", "legacy"])
@pytest.mark.parametrize("target", ["pem", "der", "pkcs7", "pkcs12", "encrypted_key"])
def test_single_files_are_read_back(target: str, legacy: bool, tmp_path: Path) -> None:
    server = material("server", KeyKind.P_256, "server")
    made = ready_set(target, server, choices(tmp_path, root_in=True, legacy=legacy))
    save(tmp_path, [made])
    found = [found for path in sorted(tmp_path.iterdir()) for file in open_path(str(path), [PASSWORD]) for found in file.objects]
    certificates = {item.der for item in found if item.kind is Kind.CERTIFICATE}
    keys = [item.der for item in found if item.kind is Kind.PRIVATE_KEY]
    everything = {server.leaf, *server.between, server.root}
    assert certificates == {"der": {server.leaf}, "encrypted_key": set()}.get(target, everything)
    assert keys == ([server.key] if target in ("pkcs12", "encrypted_key") else [])
    if target == "encrypted_key":
        scheme = subprocess.run(["openssl", "asn1parse", "-in", str(tmp_path / made.files[0].name)], capture_output=True, text=True).stdout
        assert ("PBKDF2" if legacy else "scrypt") in scheme


# -- writing -------------------------------------------------------------------------------------------------------------


def test_key_files_are_their_owners_alone_and_an_existing_file_stops_everything_unasked(tmp_path: Path) -> None:
    server = ready_set("nginx", material("server", KeyKind.P_256, "server"), choices(tmp_path))
    paths = save(tmp_path / "new", [server])
    assert {path.name: path.stat().st_mode & 0o077 for path in paths if path.suffix == ".key"} == {"server.key": 0}
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "server.key").write_text("mine")
    with pytest.raises(ExportError) as error:
        save(tmp_path / "old", [server])
    assert error.value.message.id == "export_exists"
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["server.key"]
    assert (tmp_path / "old" / "server.key").read_text() == "mine"


def test_what_two_targets_share_is_written_once_and_must_be_the_same(tmp_path: Path) -> None:
    server = material("server", KeyKind.P_256, "server")
    both = [ready_set(target, server, choices(tmp_path)) for target in ("nginx", "apache")]
    assert len(save(tmp_path / "out", both)) == 4
    other = ready_set("apache", server, choices(tmp_path, root_in=True))
    with pytest.raises(ExportError) as error:
        save(tmp_path / "other", [both[0], other])
    assert error.value.message.id == "ready_set_same_name"
    assert not (tmp_path / "other").exists()

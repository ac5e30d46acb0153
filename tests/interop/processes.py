"""Peers that are programs: `openssl s_server`, `openssl s_client`, `gnutls-serv`, `gnutls-cli`, on loopback with free ports."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.interop.credentials import folder, root
from tests.interop.endpoint import PATIENCE, TLS12, TLS13, Facts, Line, Missing, Options, key_log_lines
from tests.interop.pyopenssl import GROUPS as OPENSSL_GROUPS
from tests.interop.pyopenssl import TLS13_SUITES, group_of
from tests.interop.python_ssl import cipher_list, dh_parameters, suite_names
from workbench.core.tls.cipher_suites import SUITES, Aead, Authentication, KeyExchange
from workbench.core.tls.parameters import NamedGroup


class Program:
    """A running program: what it printed so far, and its standard input."""

    def __init__(self, arguments: list[str], environment: dict[str, str] | None = None) -> None:
        if shutil.which(arguments[0]) is None:
            raise Missing(f"{arguments[0]} is not installed")
        self.arguments = arguments
        self.output = ""
        self._grown = threading.Condition()
        self.process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(os.environ, **environment or {}),
            bufsize=0,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        atexit.register(self._kill)  # when a test fails before it could end it

    def _kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while data := self.process.stdout.read(65536):
            with self._grown:
                self.output += data.decode("utf-8", "replace")
                self._grown.notify_all()
        with self._grown:
            self._grown.notify_all()

    def has(self, pattern: str) -> bool:
        return re.search(pattern, self.output) is not None

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Until the output matches; fails when the program ended without."""
        deadline = time.monotonic() + PATIENCE
        with self._grown:
            while True:
                found = re.search(pattern, self.output)
                if found:
                    return found
                alive = self._reader.is_alive()
                assert alive and time.monotonic() < deadline, f"{pattern!r} not in the output of {self.arguments}:\n{self.output}"
                self._grown.wait(0.2)

    def write(self, text: str) -> None:
        """To its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def end(self, patience: float) -> str:
        """Let it end by itself once its input is closed, or stop it; returns all that it printed."""
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.close()
        except OSError:
            pass
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(3)
        self.process.stdout.close()
        atexit.unregister(self._kill)
        return self.output


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Peer:
    """A program as a peer. Servers listen when made; clients connect to `port` of ours."""

    name: str
    is_server: bool

    def __init__(self, options: Options, port: int = 0) -> None:
        self.options = options
        self.folder = Path(mkdtemp(dir=folder()))
        self.log = self.folder / "key.log"
        self.port = port
        self.program: Program | None = None

    @property
    def running(self) -> Program:
        assert self.program is not None
        return self.program

    def __enter__(self) -> Any:
        if self.program is None:
            self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.running.end(0 if self.is_server else 2)

    def start(self) -> None:
        raise NotImplementedError

    def connect(self) -> socket.socket:
        """To a server."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def send(self, text: str) -> None:
        """Have it send this line as application data."""
        self.running.write(text)

    def expect(self, text: str) -> None:
        """Wait until it printed this."""
        self.running.wait_for(re.escape(text))

    def key_log(self, line: Line | None = None) -> set[str]:
        return key_log_lines(self.log.read_text() if self.log.exists() else "")

    def facts(self) -> Facts:
        raise NotImplementedError


# openssl


@cache
def openssl_version() -> tuple[int, int]:
    """Of the program."""
    said = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout
    major, minor = said.split()[1].split(".")[:2]
    return int(major), int(minor)


def openssl_arguments(options: Options, is_server: bool) -> list[str]:
    found = ["-CAfile", str(root()[2])]
    if max(options.versions) == min(options.versions):
        found.append({TLS12: "-tls1_2", TLS13: "-tls1_3"}[max(options.versions)])
    found += ["-cipher", cipher_list(options.suites)]
    names = [TLS13_SUITES[code] for code in options.suites if code in TLS13_SUITES]
    if names:
        found += ["-ciphersuites", ":".join(names)]
    if options.groups:
        if any(group >= 0x11EB for group in options.groups) and openssl_version() < (3, 5):
            raise Missing("OpenSSL before 3.5 has no hybrid groups")
        found += ["-groups", ":".join(OPENSSL_GROUPS[NamedGroup(code)] for code in options.groups)]
    if options.credential is not None:
        if options.credential.certificate.name.startswith("mldsa") and openssl_version() < (3, 5):
            raise Missing("OpenSSL before 3.5 has no ML-DSA")
        found += ["-cert", str(options.credential.certificate), "-key", str(options.credential.key)]
    if options.alpn:
        found += ["-alpn", ",".join(name.decode() for name in options.alpn)]
    if not options.tickets:
        found.append("-no_ticket")
    if options.extra.get("no_encrypt_then_mac"):
        found.append("-no_etm")
    if options.extra.get("no_extended_master_secret"):
        raise Missing("OpenSSL 3.0's programs cannot leave out extended_master_secret")
    if "export" in options.extra:
        label, length = options.extra["export"]
        found += ["-keymatexport", label, "-keymatexportlen", str(length)]
    return found + options.extra.get("openssl", [])


class OpensslServer(Peer):
    """`openssl s_server`: what comes is printed, what is written to it is sent; a line of one letter is a command."""

    name = "openssl"
    is_server = True

    def start(self) -> None:
        options = self.options
        arguments = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-keylogfile", str(self.log), "-naccept", "4"]
        arguments += openssl_arguments(options, True)
        arguments += ["-dhparam", dh_parameters()]
        if options.client_certificate:
            arguments += ["-Verify", "2", "-verify_return_error"]
        elif options.post_handshake:
            arguments += ["-verify", "2"]
        if options.maximum_early_data:
            arguments += ["-early_data", "-max_early_data", str(options.maximum_early_data)]
        if options.ocsp:
            assert options.credential is not None
            arguments += ["-status_file", str(options.credential.ocsp_response)]
        self.program = Program(arguments)
        self.port = int(self.program.wait_for(r"ACCEPT \S+:(\d+)").group(1))

    def command(self, letter: str) -> None:
        """K, k: update keys (asking for the peer's, not asking); c: ask for a client certificate."""
        self.running.write(letter + "\n")

    def facts(self) -> Facts:
        output = self.running.wait_for(r"CIPHER is (\S+)").string
        suite = re.findall(r"CIPHER is (\S+)", output)[-1]
        last = output[output.rindex("CIPHER is") - 2000 if output.rindex("CIPHER is") > 2000 else 0 :]
        codes = {name: code for code, name in (suite_names() | TLS13_SUITES).items()}
        code = codes[suite]
        alpn = re.findall(r"ALPN protocols selected: (\S+)", output)
        return Facts(TLS13 if code >> 8 == 0x13 else TLS12, code, None, "Reused session-id" in last, alpn[-1].encode() if alpn else None)

    def exported(self) -> bytes:
        return bytes.fromhex(self.running.wait_for(r"Keying material: ([0-9A-F]+)").group(1))


class OpensslClient(Peer):
    """`openssl s_client`, which connects to a server of ours on `port`."""

    name = "openssl"
    is_server = False

    def start(self) -> None:
        options = self.options
        arguments = ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-keylogfile", str(self.log)]
        arguments += ["-verify_return_error", "-sess_out", str(self.session()), *openssl_arguments(options, False)]
        arguments += ["-servername", options.server_name] if options.server_name else ["-noservername"]
        if options.session is not None:
            arguments += ["-sess_in", str(options.session)]
        if options.post_handshake:
            arguments.append("-enable_pha")
        if options.ocsp:
            arguments.append("-status")
        if options.early_data is not None:
            path = self.folder / "early"
            path.write_bytes(options.early_data)
            arguments += ["-early_data", str(path)]
        self.program = Program(arguments)

    def command(self, letter: str) -> None:
        """K, k: update keys (asking for the peer's, not asking)."""
        self.running.write(letter + "\n")

    def session(self) -> Path:
        return self.folder / "session.pem"

    def facts(self) -> Facts:
        found = self.running.wait_for(r"(New|Reused), (\S+), Cipher is (\S+)")
        output = found.string
        codes = {name: code for code, name in (suite_names() | TLS13_SUITES).items()}
        group = re.search(r"(?:Server Temp Key|Peer Temp Key|Negotiated TLS1.3 group): (?:ECDH, )?([^,\s]+)", output)
        alpn = re.search(r"ALPN protocol: (\S+)", output)
        code = codes[found.group(3)]
        name = group.group(1) if group else None
        return Facts(
            TLS13 if code >> 8 == 0x13 else TLS12,
            code,
            group_of(name) if name and name != "DH" else None,
            found.group(1) == "Reused",
            alpn.group(1).encode() if alpn else b"",
            None,
            None,
            None if "Early data" not in output else "Early data was accepted" in output,
        )

    def exported(self) -> bytes:
        return bytes.fromhex(self.running.wait_for(r"Keying material: ([0-9A-F]+)").group(1))


# GnuTLS

GNUTLS_CIPHERS = {
    Aead.aes_128_gcm: "AES-128-GCM",
    Aead.aes_256_gcm: "AES-256-GCM",
    Aead.chacha20_poly1305: "CHACHA20-POLY1305",
    Aead.aes_128_ccm: "AES-128-CCM",
    Aead.aes_256_ccm: "AES-256-CCM",
    Aead.aes_128_ccm_8: "AES-128-CCM-8",
    Aead.aes_256_ccm_8: "AES-256-CCM-8",
    Aead.aes_128_cbc: "AES-128-CBC",
    Aead.aes_256_cbc: "AES-256-CBC",
}
GNUTLS_GROUPS = {
    NamedGroup.x25519: "X25519",
    NamedGroup.x448: "X448",
    NamedGroup.secp256r1: "SECP256R1",
    NamedGroup.secp384r1: "SECP384R1",
    NamedGroup.secp521r1: "SECP521R1",
    NamedGroup.ffdhe2048: "FFDHE2048",
    NamedGroup.ffdhe3072: "FFDHE3072",
}


def priority(options: Options) -> str:
    """GnuTLS's priority string. NORMAL has no RSA key exchange order nor CCM in front, so each kind is emptied and filled again."""
    found = ["NORMAL", "-VERS-ALL"]
    found += [{TLS12: "+VERS-TLS1.2", TLS13: "+VERS-TLS1.3"}[version] for version in options.versions]
    if options.suites:
        suites = [SUITES[code] for code in options.suites]
        found.append("-CIPHER-ALL")
        found += [f"+{GNUTLS_CIPHERS[cipher]}" for cipher in dict.fromkeys(suite.cipher for suite in suites)]
        found.append("-MAC-ALL")
        found += [f"+{mac or 'AEAD'}" for mac in dict.fromkeys(suite.mac for suite in suites)]
        exchanges = {
            "RSA" if suite.key_exchange is KeyExchange.rsa else f"{suite.key_exchange}-{suite.authentication}"
            for suite in suites
            if suite.authentication is not Authentication.any
        }
        if exchanges:
            found += ["-KX-ALL", *(f"+{name}" for name in sorted(exchanges))]
    if options.groups:
        unknown = [code for code in options.groups if code not in GNUTLS_GROUPS]
        if unknown:
            raise Missing("this GnuTLS has no hybrid groups")
        found += ["-GROUP-ALL", *(f"+GROUP-{GNUTLS_GROUPS[NamedGroup(code)]}" for code in options.groups)]
    if options.extra.get("no_encrypt_then_mac"):
        found.append("%NO_ETM")
    if options.extra.get("no_extended_master_secret"):
        found.append("%NO_SESSION_HASH")
    if not options.tickets:
        found.append("%NO_TICKETS")
    return ":".join(found + options.extra.get("priority", []))


def gnutls_arguments(options: Options) -> list[str]:
    found = ["--priority", priority(options), "--x509cafile", str(root()[2])]
    if options.credential is not None:
        if options.credential.certificate.name.startswith("mldsa"):
            raise Missing("this GnuTLS has no ML-DSA")
        found += ["--x509certfile", str(options.credential.certificate), "--x509keyfile", str(options.credential.key)]
    for name in options.alpn:
        found += ["--alpn", name.decode()]
    if "export" in options.extra:
        label, length = options.extra["export"]
        found += ["--keymatexport", label, "--keymatexportsize", str(length)]
    return found + options.extra.get("gnutls", [])


def described(output: str) -> Facts:
    """From GnuTLS's `Description: (TLS1.3)-(ECDHE-X25519)-(RSA-PSS-RSAE-SHA256)-(AES-256-GCM)`."""
    line = re.findall(r"Description: (\S+)", output)[-1]
    parts = re.findall(r"\(([^)]*)\)", line)
    version = {"TLS1.2": TLS12, "TLS1.3": TLS13}[re.sub(r"-X.*", "", parts[0])]
    ciphers = {name: cipher for cipher, name in GNUTLS_CIPHERS.items()}
    cipher = next(ciphers[part] for part in parts if part in ciphers)
    groups = {name: group.name for group, name in GNUTLS_GROUPS.items()}
    group = next((groups[part.split("-")[1]] for part in parts if part.split("-")[-1] in groups), None)
    code = 0
    if version == TLS13:
        code = next(suite.code for suite in SUITES.values() if suite.tls13 and suite.cipher is cipher)
    alpn = re.findall(r"Application protocol: (\S+)", output)
    return Facts(version, code, group, "resumed session" in output, alpn[-1].encode() if alpn else b"")


class GnutlsServer(Peer):
    """`gnutls-serv --echo`: sends back every line."""

    name = "gnutls"
    is_server = True

    def start(self) -> None:
        options = self.options
        if options.post_handshake:
            raise Missing("gnutls-serv does not ask for certificates after the handshake")
        for _ in range(5):
            self.port = free_port()
            arguments = ["gnutls-serv", "--echo", "--port", str(self.port), *gnutls_arguments(options)]
            arguments += ["--require-client-cert", "--verify-client-cert"] if options.client_certificate else ["--disable-client-cert"]
            if options.maximum_early_data:
                arguments += ["--earlydata", "--maxearlydata", str(options.maximum_early_data)]
            if options.ocsp:
                assert options.credential is not None
                arguments += ["--ocsp-response", str(options.credential.ocsp_response), "--ignore-ocsp-response-errors"]
            if not options.tickets:
                arguments.append("--noticket")
            self.program = Program(arguments, {"SSLKEYLOGFILE": str(self.log)})
            self.program.wait_for(r"IPv4 \S+ port \d+\.\.\.\s*done|bind\(\) failed|Address already in use|rror")
            if self.program.has(r"IPv4 \S+ port \d+\.\.\.\s*done"):
                return
            self.program.end(0)
        raise AssertionError(self.program.output if self.program else "")

    def facts(self) -> Facts:
        self.running.wait_for("Description: ")
        return described(self.running.output)

    def exported(self) -> bytes:
        return bytes.fromhex(self.running.wait_for(r"Key material: ([0-9a-fA-F]+)").group(1))


class GnutlsClient(Peer):
    """`gnutls-cli`, which connects to a server of ours on `port`; with `resume` twice."""

    name = "gnutls"
    is_server = False

    def start(self) -> None:
        options = self.options
        arguments = ["gnutls-cli", "--port", str(self.port), "--no-ca-verification", *gnutls_arguments(options)]
        arguments += ["--sni-hostname", options.server_name] if options.server_name else ["--disable-sni"]
        if options.early_data is not None:
            path = self.folder / "early"
            path.write_bytes(options.early_data)
            arguments += ["--earlydata", str(path)]
        if options.post_handshake:
            arguments.append("--post-handshake-auth")
        if options.ocsp:
            arguments += ["--save-ocsp", str(self.folder / "ocsp")]
        if not options.tickets:
            arguments.append("--noticket")
        self.program = Program([*arguments, "127.0.0.1"], {"SSLKEYLOGFILE": str(self.log)})

    def facts(self) -> Facts:
        self.running.wait_for("Description: ")
        return described(self.running.output)

    def exported(self) -> bytes:
        return bytes.fromhex(self.running.wait_for(r"Key material: ([0-9a-fA-F]+)").group(1))


class Listening:
    """A port of ours for clients that are programs."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(PATIENCE)
        self.port: int = self.socket.getsockname()[1]

    def __enter__(self) -> Listening:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def accept(self, endpoint: Any) -> Line:
        connection, _ = self.socket.accept()
        return Line(endpoint, connection)

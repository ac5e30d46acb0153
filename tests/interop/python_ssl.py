"""Python's `ssl` (the OpenSSL it was built with) over memory BIOs.

It cannot choose TLS 1.3 suites (CPython 3.13 and older) nor tell the group or export keying material; a server can be bound to one group.
"""

from __future__ import annotations

import os
import ssl
import warnings
from functools import cache
from tempfile import mkstemp

from tests.interop.credentials import folder, pem, root
from tests.interop.endpoint import TLS12, TLS13, Facts, Missing, Options, key_log_lines
from workbench.core.tls.finite_fields import ffdhe

NAME = "python_ssl"
VERSIONS = {TLS12: ssl.TLSVersion.TLSv1_2, TLS13: ssl.TLSVersion.TLSv1_3}
OPTIONS = {
    "no_extended_master_secret": 1 << 0,  # SSL_OP_NO_EXTENDED_MASTER_SECRET
    "allow_no_dhe_kex": 1 << 10,  # SSL_OP_ALLOW_NO_DHE_KEX
    "no_encrypt_then_mac": 1 << 19,  # SSL_OP_NO_ENCRYPT_THEN_MAC
}
"""What OpenSSL can and Python has no name for."""
CURVES = {0x17: "prime256v1", 0x18: "secp384r1", 0x19: "secp521r1", 0x1D: "X25519", 0x1E: "X448"}


@cache
def suite_names() -> dict[int, str]:
    """OpenSSL's names of suites by IANA number."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    return {cipher["id"] & 0xFFFF: cipher["name"] for cipher in context.get_ciphers()}


def cipher_list(suites: tuple[int, ...]) -> str:
    """TLS 1.2 suites for OpenSSL. SECLEVEL=0 because CBC-SHA1 and DHE of 2048 bits with RSA are below Debian's level 2."""
    names = [suite_names()[code] for code in suites if code >> 8 != 0x13 and code in suite_names()]
    if suites and not names and any(code >> 8 != 0x13 for code in suites):
        raise Missing("this OpenSSL has none of the suites")
    return ":".join(names or ["ALL"]) + ":@SECLEVEL=0"


@cache
def dh_parameters() -> str:
    """ffdhe2048 (RFC 7919) as a PEM file for those who choose none by themselves."""
    found = ffdhe(2048)
    prime = b"\x02\x82" + (found.size + 1).to_bytes(2, "big") + b"\x00" + found.p.to_bytes(found.size, "big")
    body = prime + bytes((2, 1, found.g))
    path = folder() / "ffdhe2048.pem"
    path.write_bytes(pem("DH PARAMETERS", b"\x30\x82" + len(body).to_bytes(2, "big") + body))
    return str(path)


class PythonSsl:
    """A client or server of Python's ssl."""

    name = NAME

    def __init__(self, options: Options, is_server: bool) -> None:
        self.options = options
        self.is_server = is_server
        self.failure: str | None = None
        self.connected = False
        self.closed = False
        self._received = b""
        earlier = options.session
        if earlier is not None:
            # A server's sessions and ticket keys live in its context, and a client's session is bound to one.
            self.context, self.log = earlier.context, earlier.log
        else:
            self.context, self.log = self._context(options, is_server)
        self._log_start = len(self._log_text())
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = None if is_server or earlier is None else earlier.object.session
        self.object = self.context.wrap_bio(
            self.incoming, self.outgoing, is_server, None if is_server else options.server_name or None, session
        )
        self._advance()

    def _context(self, options: Options, is_server: bool) -> tuple[ssl.SSLContext, str]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(root()[2])
        context.minimum_version = VERSIONS[min(options.versions)]
        context.maximum_version = VERSIONS[max(options.versions)]
        context.set_ciphers(cipher_list(options.suites))
        if any(code >> 8 == 0x13 for code in options.suites) and set(options.suites) - {0x1301, 0x1302, 0x1303}:
            raise Missing("Python's ssl cannot choose TLS 1.3 suites, and CCM is off by default")
        if options.groups and is_server:
            if len(options.groups) > 1 or options.groups[0] not in CURVES:
                raise Missing("Python's ssl has a server bound to one elliptic curve, and knows no other groups")
            context.set_ecdh_curve(CURVES[options.groups[0]])
        elif options.groups:
            raise Missing("Python's ssl has no way to choose a client's groups")
        if options.credential is not None:
            context.load_cert_chain(options.credential.certificate, options.credential.key)
        if options.client_certificate:
            context.verify_mode = ssl.CERT_REQUIRED
        elif options.extra.get("may_show_certificate"):
            context.verify_mode = ssl.CERT_OPTIONAL
        if options.post_handshake:
            context.post_handshake_auth = True
            if is_server:
                context.verify_mode = ssl.CERT_REQUIRED
        if options.alpn:
            context.set_alpn_protocols([name.decode() for name in options.alpn])
        if not options.tickets:
            context.options |= ssl.OP_NO_TICKET
        if is_server:
            context.load_dh_params(dh_parameters())
        for name, bit in OPTIONS.items():
            if options.extra.get(name):
                context.options |= bit
        if options.ocsp or options.maximum_early_data or options.early_data is not None:
            raise Missing("Python's ssl has neither OCSP stapling nor 0-RTT")
        handle, log = mkstemp(dir=folder(), suffix=".keylog")
        os.close(handle)
        context.keylog_filename = log
        return context, log

    def _log_text(self) -> str:
        with open(self.log, encoding="ascii") as file:
            return file.read()

    def _advance(self) -> None:
        try:
            if not self.connected:
                self.object.do_handshake()
                self.connected = True
            while True:
                data = self.object.read(65536)
                if not data:
                    self.closed = True
                    break
                self._received += data
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            self.closed = True
        except ssl.SSLError as error:
            self.failure = f"{error.reason}: {error}"

    def receive(self, data: bytes) -> None:
        self.incoming.write(data)
        self._advance()

    def receive_eof(self) -> None:
        self.incoming.write_eof()
        self._advance()

    def data_to_send(self) -> bytes:
        return self.outgoing.read()

    def send(self, data: bytes) -> None:
        self.object.write(data)

    def take_received(self) -> bytes:
        data, self._received = self._received, b""
        return data

    def close(self) -> None:
        try:
            self.object.unwrap()
            self.closed = True
        except (ssl.SSLWantReadError, ssl.SSLError):
            pass

    def request_client_certificate(self) -> None:
        """Post-handshake authentication."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.object.verify_client_post_handshake()
        self.object.write(b"")

    def session(self) -> PythonSsl:
        return self

    def facts(self) -> Facts:
        version = {"TLSv1.2": TLS12, "TLSv1.3": TLS13}[self.object.version() or ""]
        cipher = self.object.cipher()
        assert cipher is not None
        alpn = self.object.selected_alpn_protocol()
        return Facts(
            version,
            next(code for code, name in suite_names().items() if name == cipher[0]),
            None,
            self.object.session_reused,
            alpn.encode() if alpn else b"",
            self.object.getpeercert(True) or b"",
        )

    def key_log(self) -> set[str]:
        return key_log_lines(self._log_text()[self._log_start :])


def client(options: Options) -> PythonSsl:
    return PythonSsl(options, False)


def server(options: Options) -> PythonSsl:
    return PythonSsl(options, True)

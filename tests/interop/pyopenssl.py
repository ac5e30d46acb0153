"""pyOpenSSL: the OpenSSL that `cryptography` brings (4.x), with hybrid groups and ML-DSA.

What pyOpenSSL does not hand out is called through `cryptography`'s bindings: groups, 0-RTT, post-handshake authentication.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL
from OpenSSL._util import ffi, lib

from tests.interop.credentials import root
from tests.interop.endpoint import TLS12, TLS13, Facts, Missing, Options, key_log_lines
from tests.interop.python_ssl import OPTIONS, cipher_list, dh_parameters, suite_names
from workbench.core.tls.parameters import NamedGroup

NAME = "pyopenssl"
VERSIONS = {TLS12: SSL.TLS1_2_VERSION, TLS13: SSL.TLS1_3_VERSION}
GROUPS = {
    NamedGroup.x25519: "X25519",
    NamedGroup.x448: "X448",
    NamedGroup.secp256r1: "P-256",
    NamedGroup.secp384r1: "P-384",
    NamedGroup.secp521r1: "P-521",
    NamedGroup.ffdhe2048: "ffdhe2048",
    NamedGroup.ffdhe3072: "ffdhe3072",
    NamedGroup.X25519MLKEM768: "X25519MLKEM768",
    NamedGroup.SecP256r1MLKEM768: "SecP256r1MLKEM768",
    NamedGroup.SecP384r1MLKEM1024: "SecP384r1MLKEM1024",
}
"""OpenSSL's names of groups."""
TLS13_SUITES = {
    0x1301: "TLS_AES_128_GCM_SHA256",
    0x1302: "TLS_AES_256_GCM_SHA384",
    0x1303: "TLS_CHACHA20_POLY1305_SHA256",
    0x1304: "TLS_AES_128_CCM_SHA256",
    0x1305: "TLS_AES_128_CCM_8_SHA256",
}


def group_of(name: str) -> str:
    """Whatever OpenSSL calls a group, its registered name."""
    known = {spelling.lower(): group.name for group, spelling in GROUPS.items()}
    known |= {group.name.lower(): group.name for group in GROUPS} | {"prime256v1": "secp256r1"}
    return known.get(name.lower(), name)


class PyOpenSsl:
    """A client or server of pyOpenSSL."""

    name = NAME

    def __init__(self, options: Options, is_server: bool) -> None:
        self.options = options
        self.is_server = is_server
        self.failure: str | None = None
        self.connected = False
        self.closed = False
        self.early_data_accepted: bool | None = None
        self._received = b""
        self._ocsp: bytes | None = None
        earlier = options.session
        self.lines: list[bytes] = earlier.lines if earlier is not None else []
        self._log_start = len(self.lines)
        # A server's sessions and ticket keys live in its context, and a client's session is bound to one.
        self.context = earlier.context if earlier is not None else self._context()
        self.connection = SSL.Connection(self.context, None)
        if options.groups:
            names = ":".join(GROUPS[NamedGroup(code)] for code in options.groups)
            if not is_server and options.extra.get("key_shares"):
                names = options.extra["key_shares"]
            if lib.SSL_set1_curves_list(self.connection._ssl, names.encode()) != 1:
                raise Missing(f"this OpenSSL has no group of {names}")
        if is_server:
            self.connection.set_accept_state()
        else:
            self.connection.set_connect_state()
            if options.server_name:
                self.connection.set_tlsext_host_name(options.server_name.encode())
            if earlier is not None:
                self.connection.set_session(earlier.saved)
            if options.post_handshake:
                lib.SSL_set_post_handshake_auth(self.connection._ssl, 1)
            if options.ocsp:
                self.connection.request_ocsp()
        self._early = options.early_data
        self._reading_early = is_server and options.maximum_early_data > 0
        self._advance()

    def _context(self) -> SSL.Context:
        options = self.options
        context = SSL.Context(SSL.TLS_SERVER_METHOD if self.is_server else SSL.TLS_CLIENT_METHOD)
        context.set_min_proto_version(VERSIONS[min(options.versions)])
        context.set_max_proto_version(VERSIONS[max(options.versions)])
        lines = self.lines
        context.set_keylog_callback(lambda connection, line: lines.append(line))
        context.load_verify_locations(str(root()[2]))
        try:
            context.set_cipher_list(cipher_list(options.suites).encode())
        except SSL.Error as error:
            raise Missing(f"this OpenSSL has none of the suites: {error}") from None
        names = [TLS13_SUITES[code] for code in options.suites if code in TLS13_SUITES]
        if names:
            context.set_tls13_ciphersuites(":".join(names).encode())
        if options.credential is not None:
            context.use_certificate_chain_file(str(options.credential.certificate))
            context.use_privatekey_file(str(options.credential.key))
        if not self.is_server:
            context.set_verify(SSL.VERIFY_PEER)
        elif options.client_certificate:
            context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
        elif options.extra.get("may_show_certificate"):
            context.set_verify(SSL.VERIFY_PEER)
        elif options.post_handshake:
            context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT | 0x08)  # SSL_VERIFY_POST_HANDSHAKE
        if options.alpn and self.is_server:
            wanted = options.alpn
            context.set_alpn_select_callback(
                lambda connection, offered: next((name for name in wanted if name in offered), SSL.NO_OVERLAPPING_PROTOCOLS)
            )
        elif options.alpn:
            context.set_alpn_protos(list(options.alpn))
        if not options.tickets:
            context.set_options(SSL.OP_NO_TICKET)
        context.set_session_cache_mode(SSL.SESS_CACHE_BOTH)
        context.set_session_id(b"peers")
        if options.maximum_early_data:
            lib.SSL_CTX_set_max_early_data(context._context, options.maximum_early_data)
            context.set_options(1 << 24)  # SSL_OP_NO_ANTI_REPLAY: its sessions are in a cache, not in tickets, else
        for name, bit in OPTIONS.items():
            if options.extra.get(name):
                context.set_options(bit)
        if self.is_server and any(names.startswith("DHE") for names in cipher_list(options.suites).split(":")):
            context.load_tmp_dh(dh_parameters())
        if options.ocsp and self.is_server:
            assert options.credential is not None
            response = options.credential.ocsp_response.read_bytes()
            context.set_ocsp_server_callback(lambda connection, data: response)
        elif options.ocsp:
            context.set_ocsp_client_callback(self._take_ocsp)
        return context

    def _take_ocsp(self, connection: SSL.Connection, response: bytes, data: Any) -> bool:
        self._ocsp = response
        return True

    def _advance(self) -> None:
        try:
            if not self.connected:
                self._early_data()
                self.connection.do_handshake()
                self.connected = True
            while True:
                self._received += self.connection.recv(65536)
        except SSL.WantReadError:
            pass
        except SSL.ZeroReturnError:
            self.closed = True
        except SSL.SysCallError as error:
            self.failure = f"end of file: {error}"
        except SSL.Error as error:
            self.failure = str(error.args[0])

    def _early_data(self) -> None:
        ssl = self.connection._ssl
        if self._early is not None:
            written = ffi.new("size_t *")
            data, self._early = self._early, None
            if lib.SSL_write_early_data(ssl, data, len(data), written) != 1:
                raise AssertionError("SSL_write_early_data")
        while self._reading_early:
            buffer, count = ffi.new("char[]", 65536), ffi.new("size_t *")
            state = lib.SSL_read_early_data(ssl, buffer, 65536, count)
            if state == 0:  # SSL_READ_EARLY_DATA_ERROR: more is needed
                self.connection._raise_ssl_error(ssl, 0)
            self._received += bytes(ffi.buffer(buffer, count[0]))
            if state == 2:  # SSL_READ_EARLY_DATA_FINISH
                self._reading_early = False

    def receive(self, data: bytes) -> None:
        self.connection.bio_write(data)
        self._advance()

    def receive_eof(self) -> None:
        self.connection.bio_shutdown()
        self._advance()

    def data_to_send(self) -> bytes:
        found = b""
        try:
            while True:
                found += self.connection.bio_read(65536)
        except SSL.WantReadError:
            return found

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def take_received(self) -> bytes:
        data, self._received = self._received, b""
        return data

    def close(self) -> None:
        try:
            self.connection.shutdown()
        except SSL.Error:
            pass

    def request_client_certificate(self) -> None:
        """Post-handshake authentication."""
        assert lib.SSL_verify_client_post_handshake(self.connection._ssl) == 1
        self.connection.do_handshake()

    def session(self) -> PyOpenSsl:
        """For `Options.session`, together with the context that it is bound to."""
        self.saved = self.connection.get_session()
        return self

    def export_keying_material(self, label: bytes, context: bytes | None, length: int) -> bytes:
        return self.connection.export_keying_material(label, length, context)

    def facts(self) -> Facts:
        certificate = self.connection.get_peer_certificate(as_cryptography=True)
        cipher = self.connection.get_cipher_name()
        codes = {name: code for code, name in suite_names().items()} | {name: code for code, name in TLS13_SUITES.items()}
        group = self.connection.get_group_name()
        return Facts(
            self.connection.get_protocol_version(),
            codes[cipher or ""],
            group_of(group) if group else None,
            bool(lib.SSL_session_reused(self.connection._ssl)),
            self.connection.get_alpn_proto_negotiated(),
            certificate.public_bytes(Encoding.DER) if certificate is not None else b"",
            self._ocsp,
        )

    def key_log(self) -> set[str]:
        return key_log_lines(b"\n".join(self.lines[self._log_start :]).decode("ascii"))


def client(options: Options) -> PyOpenSsl:
    return PyOpenSsl(options, False)


def server(options: Options) -> PyOpenSsl:
    return PyOpenSsl(options, True)

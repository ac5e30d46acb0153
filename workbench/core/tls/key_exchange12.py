"""The three ways of TLS 1.2 to a pre-master secret: ECDHE (RFC 8422), DHE (RFC 5246, RFC 7919) and RSA (RFC 5246 section 7.4.7.1).

An object of them lives from the ServerHello to the ClientKeyExchange, on either side.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from time import perf_counter
from typing import Any

from cryptography.hazmat.primitives import constant_time
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from workbench.core.tls import messages12
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.cipher_suites import KeyExchange
from workbench.core.tls.codec import build
from workbench.core.tls.configuration import Credential
from workbench.core.tls.connection import Connection
from workbench.core.tls.events import Derived
from workbench.core.tls.groups import KeyShare, SharedSecret, dh_parameters, finish, finish_dh, generate, generate_dh, group_name
from workbench.core.tls.key_exchange import secret_values, share_values
from workbench.core.tls.messages import read_body
from workbench.core.tls.parameters import ECCurveType, NamedGroup, ProtocolVersion
from workbench.core.tls.session12 import Session12, signed_values
from workbench.core.tls.signatures import scheme_name, sign, verify

ELLIPTIC_CURVES: tuple[int, ...] = (
    NamedGroup.x25519,
    NamedGroup.x448,
    NamedGroup.secp256r1,
    NamedGroup.secp384r1,
    NamedGroup.secp521r1,
)
"""The groups of ECDHE."""
FINITE_FIELDS: tuple[int, ...] = (NamedGroup.ffdhe2048, NamedGroup.ffdhe3072)
"""The groups of DHE that have a code point (RFC 7919)."""
PRE_MASTER_SECRET = "RFC 5246 section 8.1"
RSA_ENCRYPTED = "RFC 5246 section 7.4.7.1"


class Ephemeral(ABC):
    """ECDHE and DHE: fresh keys of both sides, those of the server signed.

    own_secrets   names of this side's private keys, as soon as there are any
    used_up       names of all that is forgotten once there is a master secret
    """

    share: KeyShare
    server_message: type
    client_message: type
    client_field: str
    citation: str
    stripped = ""

    def __init__(self, session: Session12) -> None:
        self.session = session
        self.connection: Connection = session.connection
        self.peer_public = b""
        self.own_secrets: tuple[str, ...] = ()

    @abstractmethod
    def generate(self, group: int) -> KeyShare:
        """A fresh key of the server, in a group of this exchange."""

    @abstractmethod
    def parameters(self) -> Any:
        """What the server says of its key."""

    @abstractmethod
    def read_parameters(self, params: Any, offered: tuple[int, ...]) -> KeyShare:
        """Take in the server's key, and make the client's. Raises PeerError for a group that was not offered or is unusable."""

    @abstractmethod
    def finish(self) -> SharedSecret:
        """The secret of both keys. Raises PeerError for a bad public value."""

    # The server

    def server_key_exchange(self, group: int, credential: Credential, scheme: int) -> Any:
        """The ServerKeyExchange: a fresh key, signed together with both randoms."""
        began = perf_counter()
        self._take(self.generate(group), began)
        params = self.parameters()
        signed = self._signed(build(params))
        began = perf_counter()
        signature = sign(credential.private_key, scheme, signed, self.connection.settings.deterministic_signatures)
        self._tell_signature("sign_server_key_exchange", signed, signature, began)
        self.connection.agree("signature_scheme", scheme)
        return self.server_message(params, scheme, signature)

    def read_client(self, message: bytes, credential: Credential, version: int) -> bytes:
        """The client's public value, and with it the pre-master secret."""
        self.peer_public = getattr(read_body(self.client_message, message), self.client_field)
        return self.pre_master_secret()

    # The client

    def read_server(self, message: bytes, schemes: tuple[int, ...], groups: tuple[int, ...], public_key: Any) -> None:
        """The server's key: its signature is checked, and ours is made. Raises PeerError."""
        body = read_body(self.server_message, message)
        if body.algorithm not in schemes:
            raise PeerError(AlertDescription.illegal_parameter, "tls_scheme_not_offered", scheme=scheme_name(body.algorithm))
        signed = self._signed(build(body.params))
        began = perf_counter()
        ok = verify(public_key, body.algorithm, body.signature, signed, ProtocolVersion.TLS1_2)
        self._tell_signature("verify_server_key_exchange", signed, body.signature, began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_signature_wrong")
        self.connection.agree("signature_scheme", body.algorithm)
        began = perf_counter()
        self._take(self.read_parameters(body.params, groups), began)

    def client_key_exchange(self, public_key: Any, version: int) -> tuple[Any, bytes]:
        """The ClientKeyExchange and the pre-master secret."""
        return self.client_message(self.share.public), self.pre_master_secret()

    # Both

    def _take(self, share: KeyShare, began: float) -> None:
        """This side's own key, told."""
        side = self.session.side
        self.share = share
        self.own_secrets = tuple(f"{side}_{name}" for name, _ in share.halves)
        self.connection.compute("generate_key_share", share_values(side, share, self.citation), self.citation, began)

    def _signed(self, params: bytes) -> bytes:
        return self.session.client_random + self.session.server_random + params

    def _tell_signature(self, id: str, signed: bytes, signature: bytes, began: float, ok: bool | None = None) -> None:
        formula = "client_random + server_random + ServerKeyExchange.params"
        values = signed_values("server", signed, formula, ("client_random", "server_random"), self.citation, signature)
        self.connection.compute(id, values, self.citation, began, ok)

    def pre_master_secret(self) -> bytes:
        """The shared secret of both keys is the pre-master secret."""
        session = self.session
        began = perf_counter()
        secret = self.finish()
        values = (
            *secret_values(session.side, session.peer, self.share, secret, self.citation),
            Derived("pre_master_secret", secret.secret, f"shared_secret{self.stripped}", ("shared_secret",), self.citation),
        )
        self.connection.compute("compute_shared_secret", values, self.citation, began)
        return secret.secret

    @property
    def used_up(self) -> tuple[str, ...]:
        return (*self.own_secrets, "shared_secret", "pre_master_secret")


class Ecdhe(Ephemeral):
    """Elliptic curves by name (RFC 8422 sections 5.4 and 5.7)."""

    server_message = messages12.ServerKeyExchangeECDHE
    client_message = messages12.ClientKeyExchangeECDHE
    client_field = "ecdh_Yc"
    citation = "RFC 8422 section 5.4"

    def generate(self, group: int) -> KeyShare:
        self.connection.agree("group", group)
        return generate(group, self.connection.settings.random)

    def parameters(self) -> messages12.ServerECDHParams:
        return messages12.ServerECDHParams(ECCurveType.named_curve, self.share.group, self.share.public)

    def read_parameters(self, params: messages12.ServerECDHParams, offered: tuple[int, ...]) -> KeyShare:
        group = params.namedcurve
        if params.curve_type != ECCurveType.named_curve:
            raise PeerError(AlertDescription.illegal_parameter, "tls_server_key_exchange_curve_type", type=params.curve_type)
        if group not in offered or group not in ELLIPTIC_CURVES:
            raise PeerError(AlertDescription.illegal_parameter, "tls_group_not_offered", group=group_name(group) or f"0x{group:04x}")
        self.peer_public = params.point
        return self.generate(group)

    def finish(self) -> SharedSecret:
        return finish(self.share, self.peer_public)


class Dhe(Ephemeral):
    """A prime and a generator that the server names (RFC 5246 sections 7.4.3 and 8.1.2); our own server names those of RFC 7919.

    The client takes primes from 1024 bits on (see `finite_fields`): not safe any more, but servers that have no better exist, and this
    program is there to look at them. The size is told (`dh_bits`); who judges may refuse.
    """

    server_message = messages12.ServerKeyExchangeDHE
    client_message = messages12.ClientKeyExchangeDHE
    client_field = "dh_Yc"
    citation = "RFC 5246 section 8.1.2"
    stripped = " without leading zeros"
    p = g = 0

    def _generate(self, p: int, g: int) -> KeyShare:
        self.p, self.g = p, g
        self.connection.agree("dh_bits", p.bit_length())
        group = next((code for code in FINITE_FIELDS if (dh_parameters(code).p, dh_parameters(code).g) == (p, g)), None)
        if group is not None:
            self.connection.agree("group", group)
        return generate_dh(p, g, self.connection.settings.random)

    def generate(self, group: int) -> KeyShare:
        known = dh_parameters(group)
        return self._generate(known.p, known.g)

    def parameters(self) -> messages12.ServerDHParams:
        return messages12.ServerDHParams(_bytes(self.p), _bytes(self.g), self.share.public)

    def read_parameters(self, params: messages12.ServerDHParams, offered: tuple[int, ...]) -> KeyShare:
        self.peer_public = params.dh_Ys
        return self._generate(int.from_bytes(params.dh_p, "big"), int.from_bytes(params.dh_g, "big"))

    def finish(self) -> SharedSecret:
        return finish_dh(self.share, self.peer_public)


class Rsa:
    """The client's secret, encrypted to the key in the server's certificate: whoever has that key one day reads it (section 7.4.7.1)."""

    own_secrets = ()
    used_up = ("pre_master_secret",)

    def __init__(self, session: Session12) -> None:
        self.connection: Connection = session.connection

    def client_key_exchange(self, public_key: Any, version: int) -> tuple[messages12.ClientKeyExchangeRSA, bytes]:
        """The ClientKeyExchange and the pre-master secret, which begins with the version of the ClientHello."""
        if not isinstance(public_key, rsa.RSAPublicKey):
            raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_not_for_suite")
        began = perf_counter()
        secret = version.to_bytes(2, "big") + self.connection.settings.random(46)
        try:
            encrypted = public_key.encrypt(secret, PKCS1v15())
        except ValueError:  # too small a key for the secret and its padding
            raise PeerError(AlertDescription.unsupported_certificate, "tls_certificate_key_too_small") from None
        self._tell("encrypt_pre_master_secret", secret, "ClientHello.client_version + 46 random bytes", (), encrypted, began)
        return messages12.ClientKeyExchangeRSA(encrypted), secret

    def read_client(self, message: bytes, credential: Credential, version: int) -> bytes:
        """The pre-master secret.

        From a bad one nothing follows but a random one in its place, and so a Finished that does not fit: a client must not learn
        whether the padding was right, else it could have messages decrypted (RFC 5246 section 7.4.7.1). As far as Python allows, both
        ways take the same time; OpenSSL itself answers bad padding with random bytes.
        """
        encrypted = read_body(messages12.ClientKeyExchangeRSA, message).encrypted_pre_master_secret
        began = perf_counter()
        otherwise = self.connection.settings.random(48)
        if not isinstance(credential.private_key, rsa.RSAPrivateKey):
            raise PeerError(AlertDescription.internal_error, "tls_own_key_unfit", scheme="RSAES-PKCS1-v1_5")
        try:
            decrypted = credential.private_key.decrypt(encrypted, PKCS1v15())
        except ValueError:
            decrypted = b""
        good = constant_time.bytes_eq(decrypted[:2], version.to_bytes(2, "big")) and len(decrypted) == 48
        secret = decrypted if good else otherwise
        formula = "RSAES-PKCS1-v1_5-Decrypt(private key, encrypted_pre_master_secret)" if good else "48 random bytes"
        inputs = ("encrypted_pre_master_secret",) if good else ()
        self._tell("decrypt_pre_master_secret", secret, formula, inputs, encrypted, began, good)
        return secret

    def _tell(
        self, id: str, secret: bytes, formula: str, inputs: tuple[str, ...], encrypted: bytes, began: float, ok: bool | None = None
    ) -> None:
        encryption = "RSAES-PKCS1-v1_5-Encrypt(server's public key, pre_master_secret)"
        values = (
            Derived("pre_master_secret", secret, formula, inputs, PRE_MASTER_SECRET),
            Derived("encrypted_pre_master_secret", encrypted, encryption, ("pre_master_secret",), RSA_ENCRYPTED, False),
        )
        self.connection.compute(id, values if ok is None else values[::-1], RSA_ENCRYPTED, began, ok)


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


EXCHANGES: dict[KeyExchange, type[Ecdhe] | type[Dhe] | type[Rsa]] = {
    KeyExchange.ecdhe: Ecdhe,
    KeyExchange.dhe: Dhe,
    KeyExchange.rsa: Rsa,
}

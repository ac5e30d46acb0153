"""The certificates of a scenario: real ones, issued for it by CAs of its own, and the ones that something is wrong with.

Everything is drawn from 32 octets of the given randomness, each key and certificate from its own part of them: the same randomness gives
the same octets, whatever else is asked for and in whatever order. Two kinds of key are exempt: RSA keys, which the library makes from its
own randomness (once in a process for each holder, so that a second run within it does repeat), and ML-DSA, whose keys repeat and whose
signatures do not.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.x509 import Name

from workbench.core.tls.configuration import Credential
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Finding
from workbench.core.x509.issuance import (
    CLIENT_AUTH,
    SERVER_AUTH,
    Authority,
    KeyKind,
    PrivateKey,
    Random,
    Revocation,
    Wanted,
    distinguished_name,
    issue,
    issue_to_itself,
    make_key,
)
from workbench.core.x509.issuance_ocsp import make_ocsp_response
from workbench.core.x509.issuance_request import check_request, make_request, sign_request
from workbench.core.x509.trust_store import TrustStore, trust_store

HOST = "www.example.test"
OTHER_HOST = "mail.example.test"
ORGANIZATION = "TLS Workbench Demo"
"""In every subject; also the name of the trust store."""
DAY = timedelta(days=1)
KEY_COMPROMISE = 1
MAXIMUM_COMMON_NAME = 64  # RFC 5280 A.1, ub-common-name
CA_USAGE = frozenset({"keyCertSign", "cRLSign"})


@dataclass(frozen=True)
class Keys:
    """Which kind of key everybody has. Impostors have the kind of whom they pretend to be."""

    root: KeyKind = KeyKind.P_256
    intermediate: KeyKind = KeyKind.P_256
    server: KeyKind = KeyKind.P_256
    client: KeyKind = KeyKind.P_256


@dataclass(frozen=True)
class Preparation:
    """How somebody came to a certificate: a key, a request (DER), what the CA found when it looked at it, the certificate (DER)."""

    key: PrivateKey = field(repr=False)
    request: bytes
    findings: tuple[Finding, ...]
    certificate: bytes


@dataclass(frozen=True)
class ScenarioPki:
    """A root CA, an intermediate CA, a server and a client. `make_pki` makes it; functions of this file make what is wrong.

    host                 whom the server's certificate is for
    epoch                what all dates are relative to
    secret               what everything is drawn from
    anchors              what everybody trusts: the root
    server, client       what to put into a configuration; nothing is stapled
    server_preparation, client_preparation   how these two came to be
    """

    host: str
    epoch: datetime
    keys: Keys
    secret: bytes = field(repr=False)
    root: Authority
    intermediate: Authority
    anchors: TrustStore
    server_preparation: Preparation
    client_preparation: Preparation
    server: Credential
    client: Credential


def make_pki(random: Random, epoch: float, host: str = HOST, keys: Keys = Keys()) -> ScenarioPki:
    """All that a handshake without mistakes needs.

    random  read once, 32 octets
    epoch   seconds since 1970: now, in the time of the scenario; the fraction is dropped
    host    DNS name (as in the DNS) or IP address

    Raises UsageError `issuance_name` for a host that is neither.
    """
    secret = random(32)
    now = datetime.fromtimestamp(int(epoch), UTC)
    root = _root(secret, now, "Root CA", keys.root)
    key = _key(secret, "Intermediate CA", keys.intermediate)
    wanted = _ca("Intermediate CA", now - 365 * DAY, now + 4 * 365 * DAY, path_length=0)
    intermediate = Authority(issue(wanted, key.public_key(), root, _stream(secret, "Intermediate CA certificate")), key)
    server = _prepare(secret, "Server", keys.server, _server(now, host, keys.server), intermediate)
    client = _prepare(secret, "Client", keys.client, _client(now), intermediate)
    return ScenarioPki(
        host,
        now,
        keys,
        secret,
        root,
        intermediate,
        trust_store(ORGANIZATION, [parse_certificate(root.certificate)]),
        server,
        client,
        _credential(server, intermediate, (host,)),
        _credential(client, intermediate),
    )


# What is wrong on purpose. Each is a credential that stands in for `server` or `client`.


def with_server_for(pki: ScenarioPki, name: str) -> ScenarioPki:
    """The same with a server whose certificate is for another name (which may begin with "*."), and which shows it to everybody."""
    if name == pki.host:
        return pki
    other = replace(pki, host=name)
    server = _other_server(other, "Server of another host", _server(pki.epoch, name, pki.keys.server), pki.intermediate)
    return replace(other, server=replace(server, names=()))


def wrong_host_server(pki: ScenarioPki) -> Credential:
    """A good certificate, for `OTHER_HOST`."""
    return with_server_for(pki, OTHER_HOST).server


def expired_server(pki: ScenarioPki) -> Credential:
    """The certificate ended yesterday."""
    wanted = replace(_server(pki.epoch, pki.host, pki.keys.server), not_before=pki.epoch - 91 * DAY, not_after=pki.epoch - DAY)
    return _other_server(pki, "Expired server", wanted, pki.intermediate)


def server_without_intermediate(pki: ScenarioPki) -> Credential:
    """Sends the leaf alone."""
    return replace(pki.server, chain=pki.server.chain[:1])


def untrusted_server(pki: ScenarioPki) -> Credential:
    """A certificate from a CA that nobody trusts; the CA's own certificate is sent along."""
    return _other_server(pki, "Untrusted server", _server(pki.epoch, pki.host, pki.keys.server), _foreign(pki))


def self_signed_server(pki: ScenarioPki) -> Credential:
    """The server with a certificate that no CA signed: it did so itself."""
    key = pki.server_preparation.key
    certificate = issue_to_itself(_server(pki.epoch, pki.host, pki.keys.server), key, _stream(pki.secret, "Self-signed certificate"))
    return Credential((certificate,), key, key.public_key(), names=(pki.host,))


def impostor(pki: ScenarioPki) -> Credential:
    """Somebody else with a certificate for the same name, signed by themselves."""
    key = _key(pki.secret, "Impostor", pki.keys.server)
    certificate = issue_to_itself(_server(pki.epoch, pki.host, pki.keys.server), key, _stream(pki.secret, "Impostor certificate"))
    return Credential((certificate,), key, key.public_key(), names=(pki.host,))


def impostor_with_true_certificate(pki: ScenarioPki) -> Credential:
    """Somebody else with the server's own chain, which everybody can have, and not its key."""
    return replace(pki.server, private_key=_key(pki.secret, "Impostor", pki.keys.server))


def stapled_server(pki: ScenarioPki) -> Credential:
    """The server with an OCSP response that says good, from an hour ago and valid for a week."""
    return _stapled(pki, None)


def revoked_server(pki: ScenarioPki) -> Credential:
    """The server with an OCSP response that says that its certificate was revoked two days ago, since its key had been stolen."""
    return _stapled(pki, Revocation(pki.epoch - 2 * DAY, KEY_COMPROMISE))


def foreign_anchors(pki: ScenarioPki) -> TrustStore:
    """A trust store in which the root CA is not: somebody else's is."""
    return trust_store(ORGANIZATION, [parse_certificate(_foreign(pki).certificate)])


def foreign_client(pki: ScenarioPki) -> Credential:
    """A client's certificate from a CA that nobody trusts."""
    foreign = _foreign(pki)
    return _credential(_prepare(pki.secret, "Foreign client", pki.keys.client, _client(pki.epoch), foreign), foreign)


# How they are made


def _root(secret: bytes, now: datetime, holder: str, kind: KeyKind) -> Authority:
    key = _key(secret, holder, kind)
    wanted = _ca(holder, now - 5 * 365 * DAY, now + 15 * 365 * DAY)
    return Authority(issue_to_itself(wanted, key, _stream(secret, f"{holder} certificate")), key)


def _foreign(pki: ScenarioPki) -> Authority:
    return _root(pki.secret, pki.epoch, "Foreign CA", pki.keys.root)


def _ca(holder: str, begin: datetime, end: datetime, path_length: int | None = None) -> Wanted:
    return Wanted(_name(holder), begin, end, key_usage=CA_USAGE, ca=True, path_length=path_length)


def _server(now: datetime, host: str, kind: KeyKind) -> Wanted:
    subject = distinguished_name(host, ORGANIZATION) if len(host) <= MAXIMUM_COMMON_NAME else _name("Server")
    usage = {"digitalSignature", "keyEncipherment"} if kind.is_rsa else {"digitalSignature"}  # TLS 1.2 may encrypt to an RSA key
    return Wanted(subject, now - 10 * DAY, now + 80 * DAY, (host,), frozenset(usage), (SERVER_AUTH,))


def _client(now: datetime) -> Wanted:
    return Wanted(_name("Client"), now - 10 * DAY, now + 80 * DAY, extended_key_usage=(CLIENT_AUTH,))


def _name(holder: str) -> Name:
    return distinguished_name(f"{ORGANIZATION} {holder}", ORGANIZATION)


def _prepare(secret: bytes, holder: str, kind: KeyKind, wanted: Wanted, issuer: Authority) -> Preparation:
    """Key, request, the CA's look at it, certificate."""
    key = _key(secret, holder, kind)
    request = make_request(wanted, key)
    certificate = sign_request(request, wanted, issuer, _stream(secret, f"{holder} certificate"))
    return Preparation(key, request, check_request(request), certificate)


def _other_server(pki: ScenarioPki, holder: str, wanted: Wanted, issuer: Authority) -> Credential:
    return _credential(_prepare(pki.secret, holder, pki.keys.server, wanted, issuer), issuer, (pki.host,))


def _credential(prepared: Preparation, issuer: Authority, names: tuple[str, ...] = ()) -> Credential:
    return Credential((prepared.certificate, issuer.certificate), prepared.key, prepared.key.public_key(), names=names)


def _stapled(pki: ScenarioPki, revocation: Revocation | None) -> Credential:
    made = pki.epoch - timedelta(hours=1)
    response = make_ocsp_response(pki.server.chain[0], pki.intermediate, made, made + 7 * DAY, revocation)
    return replace(pki.server, ocsp_response=response)


def _key(secret: bytes, holder: str, kind: KeyKind) -> PrivateKey:
    return _rsa_key(holder, kind) if kind.is_rsa else make_key(kind, _stream(secret, f"{holder} key"))


@functools.cache
def _rsa_key(holder: str, kind: KeyKind) -> PrivateKey:
    """Cannot be drawn from a secret and takes up to a second: made once for each holder."""
    return make_key(kind)


def _stream(secret: bytes, label: str) -> Random:
    """Octets without end that depend on the secret and the label alone."""
    number = itertools.count()

    def read(length: int) -> bytes:
        digest = hashes.Hash(hashes.SHAKE256(length))
        digest.update(secret + f"{label} {next(number)}".encode())
        return digest.finalize()

    return read

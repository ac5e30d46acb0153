"""Making keys, certificates and CRLs (RFC 5280).

With injected randomness EC and Edwards keys, serial numbers and signatures are the same octets every time: ECDSA signs deterministically
(RFC 6979). What cannot be repeated: RSA keys, which the library makes from its own randomness, and ML-DSA signatures, which the library
makes hedged (FIPS 204 section 3.4).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from workbench.core.errors import UsageError
from workbench.core.x509.crl import REASON_NAMES
from workbench.core.x509.finding import parse_host
from workbench.core.x509.host_name import a_label

Random = Callable[[int], bytes]
"""Gives that many octets."""
PrivateKey = (
    rsa.RSAPrivateKey
    | ec.EllipticCurvePrivateKey
    | ed25519.Ed25519PrivateKey
    | ed448.Ed448PrivateKey
    | mldsa.MLDSA44PrivateKey
    | mldsa.MLDSA65PrivateKey
    | mldsa.MLDSA87PrivateKey
)
PublicKey = CertificatePublicKeyTypes

SERVER_AUTH = ExtendedKeyUsageOID.SERVER_AUTH.dotted_string
CLIENT_AUTH = ExtendedKeyUsageOID.CLIENT_AUTH.dotted_string
SERIAL_OCTETS = 16


class KeyKind(StrEnum):
    """A kind of key, with its size where it has several."""

    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"
    RSA_4096 = "rsa-4096"
    RSA_6144 = "rsa-6144"
    RSA_8192 = "rsa-8192"
    P_256 = "p-256"
    P_384 = "p-384"
    P_521 = "p-521"
    ED25519 = "ed25519"
    ED448 = "ed448"
    ML_DSA_44 = "ml-dsa-44"
    ML_DSA_65 = "ml-dsa-65"
    ML_DSA_87 = "ml-dsa-87"

    @property
    def is_rsa(self) -> bool:
        return self in _RSA_BITS


_RSA_BITS = {KeyKind.RSA_2048: 2048, KeyKind.RSA_3072: 3072, KeyKind.RSA_4096: 4096, KeyKind.RSA_6144: 6144, KeyKind.RSA_8192: 8192}
_CURVES: dict[KeyKind, ec.EllipticCurve] = {
    KeyKind.P_256: ec.SECP256R1(),
    KeyKind.P_384: ec.SECP384R1(),
    KeyKind.P_521: ec.SECP521R1(),
}
# A private key of these is a string of octets: (its length, how to take it).
_FROM_OCTETS: dict[KeyKind, tuple[int, Callable[[bytes], PrivateKey]]] = {
    KeyKind.ED25519: (32, ed25519.Ed25519PrivateKey.from_private_bytes),
    KeyKind.ED448: (57, ed448.Ed448PrivateKey.from_private_bytes),
    KeyKind.ML_DSA_44: (32, mldsa.MLDSA44PrivateKey.from_seed_bytes),
    KeyKind.ML_DSA_65: (32, mldsa.MLDSA65PrivateKey.from_seed_bytes),
    KeyKind.ML_DSA_87: (32, mldsa.MLDSA87PrivateKey.from_seed_bytes),
}


def make_key(kind: KeyKind, random: Random = os.urandom) -> PrivateKey:
    """A new private key, drawn from `random`: the same octets give the same key.

    RSA keys cannot be drawn so: the library takes its own randomness for them and leaves `random` alone.
    """
    if kind in _RSA_BITS:
        return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS[kind])
    if kind in _CURVES:
        return _elliptic(_CURVES[kind], random)
    length, take = _FROM_OCTETS[kind]
    return take(random(length))


def _elliptic(curve: ec.EllipticCurve, random: Random) -> ec.EllipticCurvePrivateKey:
    """By testing candidates (FIPS 186-5 A.2.2): zero and what is not below the order are refused by the library, and drawn again."""
    octets = (curve.key_size + 7) // 8
    while True:
        candidate = int.from_bytes(random(octets), "big") >> (8 * octets - curve.key_size)
        try:
            return ec.derive_private_key(candidate, curve)
        except ValueError:
            continue


@dataclass(frozen=True)
class Wanted:
    """What a certificate (or a request for one) shall say.

    names                DNS names (U-labels and a wildcard allowed) and IP addresses as text, for subjectAltName
    key_usage            names of RFC 5280 4.2.1.3: "digitalSignature", "keyCertSign"...; empty leaves the extension out
    extended_key_usage   dotted OIDs; empty leaves the extension out
    ca, path_length      basicConstraints; a path length of None sets no limit
    ocsp_url, issuer_url, crl_url   where to ask for the status, to fetch the issuer's certificate and its CRL; "" leaves them out
    must_staple          the server promises a stapled OCSP response (RFC 7633)
    """

    subject: x509.Name
    not_before: datetime
    not_after: datetime
    names: tuple[str, ...] = ()
    key_usage: frozenset[str] = frozenset({"digitalSignature"})
    extended_key_usage: tuple[str, ...] = ()
    ca: bool = False
    path_length: int | None = None
    ocsp_url: str = ""
    issuer_url: str = ""
    crl_url: str = ""
    must_staple: bool = False


@dataclass(frozen=True)
class Authority:
    """Who issues: a certificate (DER) with its private key."""

    certificate: bytes
    key: PrivateKey = field(repr=False)

    @property
    def built(self) -> x509.Certificate:
        """As the library's builders want it."""
        return x509.load_der_x509_certificate(self.certificate)


@dataclass(frozen=True)
class Revocation:
    """When a certificate was revoked, and why: a CRLReason of RFC 5280 5.3.1 (1 is keyCompromise), None leaves it unsaid."""

    time: datetime
    reason: int | None = None


def distinguished_name(common_name: str, organization: str = "") -> x509.Name:
    """A subject of one or two attributes, the organization first."""
    attributes = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization)] if organization else []
    return x509.Name([*attributes, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def serial_number(random: Random = os.urandom) -> int:
    """A positive number of at most 16 octets (RFC 5280 4.1.2.2 allows 20) that nobody can guess."""
    return int.from_bytes(random(SERIAL_OCTETS), "big") >> 1 or 1


def issue(wanted: Wanted, public_key: PublicKey, issuer: Authority, random: Random = os.urandom) -> bytes:
    """The DER certificate of `public_key`, signed by `issuer`. Raises UsageError `issuance_name` for a name that is none."""
    built = issuer.built
    return _certificate(wanted, public_key, built.subject, issuer_key_identifier(built), issuer.key, random)


def issue_to_itself(wanted: Wanted, key: PrivateKey, random: Random = os.urandom) -> bytes:
    """The DER certificate of a key, signed by that key itself: a root CA, or what needs no CA. Raises as `issue` does."""
    public_key = key.public_key()
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(public_key)
    return _certificate(wanted, public_key, wanted.subject, identifier, key, random)


def make_crl(issuer: Authority, revoked: Mapping[int, Revocation], number: int, this_update: datetime, next_update: datetime) -> bytes:
    """The DER CRL of `issuer` (RFC 5280 5) that lists these serial numbers."""
    built = issuer.built
    builder = x509.CertificateRevocationListBuilder().issuer_name(built.subject).last_update(this_update).next_update(next_update)
    builder = builder.add_extension(issuer_key_identifier(built), False).add_extension(x509.CRLNumber(number), False)
    for serial, revocation in revoked.items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(revocation.time)
        if revocation.reason is not None:
            entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags(REASON_NAMES[revocation.reason])), False)
        builder = builder.add_revoked_certificate(entry.build())
    crl = builder.sign(issuer.key, signature_hash(issuer.key), ecdsa_deterministic=deterministic(issuer.key))
    return crl.public_bytes(Encoding.DER)


def signature_hash(key: PrivateKey) -> hashes.SHA256 | hashes.SHA384 | hashes.SHA512 | None:
    """What the key signs over: a hash as strong as its curve, SHA-256 for RSA, None where the algorithm has its own."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return {384: hashes.SHA384(), 521: hashes.SHA512()}.get(key.curve.key_size, hashes.SHA256())  # type: ignore[return-value]
    return hashes.SHA256() if isinstance(key, rsa.RSAPrivateKey) else None


def deterministic(key: PrivateKey) -> bool | None:
    """For the library's builders: RFC 6979 where there is a choice."""
    return True if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _certificate(
    wanted: Wanted,
    public_key: PublicKey,
    issuer_name: x509.Name,
    issuer_key: x509.AuthorityKeyIdentifier,
    signer: PrivateKey,
    random: Random,
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(wanted.subject)
        .issuer_name(issuer_name)
        .public_key(public_key)
        .serial_number(serial_number(random))
        .not_valid_before(wanted.not_before)
        .not_valid_after(wanted.not_after)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), False)
        .add_extension(issuer_key, False)
    )
    for extension, critical in (*wishes(wanted), *_addresses(wanted)):
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(signer, signature_hash(signer), ecdsa_deterministic=deterministic(signer))
    return certificate.public_bytes(Encoding.DER)


def issuer_key_identifier(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """The issuer's own subjectKeyIdentifier, whatever way it was made (RFC 5280 4.2.1.1)."""
    try:
        return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
            issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        )
    except x509.ExtensionNotFound:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())  # type: ignore[arg-type]  # it signed


def wishes(wanted: Wanted) -> list[tuple[x509.ExtensionType, bool]]:
    """The extensions that a request may ask for, with their criticality (RFC 5280 4.2.1)."""
    result: list[tuple[x509.ExtensionType, bool]] = [(x509.BasicConstraints(wanted.ca, wanted.path_length), True)]
    if wanted.key_usage:
        result.append((_key_usage(wanted.key_usage), True))
    if wanted.extended_key_usage:
        result.append((x509.ExtendedKeyUsage(map(x509.ObjectIdentifier, wanted.extended_key_usage)), False))
    if wanted.names:
        result.append((x509.SubjectAlternativeName(map(_general_name, wanted.names)), False))
    if wanted.must_staple:
        result.append((x509.TLSFeature([x509.TLSFeatureType.status_request]), False))
    return result


def _addresses(wanted: Wanted) -> list[tuple[x509.ExtensionType, bool]]:
    """Where a verifier may turn to: the CA's own matter."""
    result: list[tuple[x509.ExtensionType, bool]] = []
    asked = ((AuthorityInformationAccessOID.OCSP, wanted.ocsp_url), (AuthorityInformationAccessOID.CA_ISSUERS, wanted.issuer_url))
    access = [x509.AccessDescription(method, x509.UniformResourceIdentifier(url)) for method, url in asked if url]
    if access:
        result.append((x509.AuthorityInformationAccess(access), False))
    if wanted.crl_url:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(wanted.crl_url)], None, None, None)
        result.append((x509.CRLDistributionPoints([point]), False))
    return result


KEY_USAGES = {
    "digitalSignature": "digital_signature",
    "nonRepudiation": "content_commitment",
    "keyEncipherment": "key_encipherment",
    "dataEncipherment": "data_encipherment",
    "keyAgreement": "key_agreement",
    "keyCertSign": "key_cert_sign",
    "cRLSign": "crl_sign",
    "encipherOnly": "encipher_only",
    "decipherOnly": "decipher_only",
}
"""The names of RFC 5280 4.2.1.3, and what the library calls them."""


def _key_usage(usages: frozenset[str]) -> x509.KeyUsage:
    return x509.KeyUsage(**{argument: usage in usages for usage, argument in KEY_USAGES.items()})


def _general_name(text: str) -> x509.GeneralName:
    host = parse_host(text)
    if isinstance(host, IPv4Address | IPv6Address):
        return x509.IPAddress(host)
    wildcard = "*." if host.startswith("*.") else ""
    name = a_label(host.removeprefix(wildcard))
    if name is None:
        raise UsageError("issuance_name", name=text)
    return x509.DNSName(wildcard + name)

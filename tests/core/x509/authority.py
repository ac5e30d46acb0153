"""Certificates, CRLs and OCSP responses for tests, made with `cryptography`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.crl import CertificateList, parse_crl
from workbench.core.x509.ocsp import OcspResponse, parse_ocsp_response

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SERVER = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH])
Critical = tuple[x509.ExtensionType, bool]


@dataclass(frozen=True)
class Entity:
    """A certificate with its private key."""

    key: ec.EllipticCurvePrivateKey
    built: x509.Certificate

    @property
    def certificate(self) -> Certificate:
        return parse_certificate(self.built.public_bytes(Encoding.DER))


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def key_usage(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False)


def issue(
    subject: str,
    issuer: Entity | None = None,
    *,
    ca: bool = False,
    key: ec.EllipticCurvePrivateKey | None = None,
    names: Sequence[str] | None = None,
    begin: datetime = NOW - 10 * DAY,
    end: datetime = NOW + 80 * DAY,
    path_length: int | None = None,
    usage: x509.KeyUsage | None = None,
    extra: Sequence[Critical] = (),
    without: Sequence[type[x509.ExtensionType]] = (),
    subject_name: x509.Name | None = None,
    general_names: Sequence[x509.GeneralName] = (),
) -> Entity:
    """A certificate for `subject` with the usual extensions; self-signed when there is no issuer.

    names    DNS names; by default the subject itself for what is not a CA
    extra    further extensions with their criticality, in place of usual ones of the same kind
    without  usual extensions to leave out
    """
    subject_named = name(subject) if subject_name is None else subject_name
    own = key or ec.generate_private_key(ec.SECP256R1())
    signer = issuer.key if issuer else own
    wanted: list[Critical] = [
        (x509.BasicConstraints(ca, path_length), True),
        (usage or key_usage(ca), True),
        (x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False),
    ]
    alternative = [*(x509.DNSName(text) for text in (names if names is not None else () if ca else (subject,))), *general_names]
    if alternative:
        wanted.append((x509.SubjectAlternativeName(alternative), False))
    if not ca:
        wanted.append((SERVER, False))
    replaced = {type(extension) for extension, _ in extra} | set(without)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject_named)
        .issuer_name(issuer.built.subject if issuer else subject_named)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )
    for extension, critical in [*(entry for entry in wanted if type(entry[0]) not in replaced), *extra]:
        builder = builder.add_extension(extension, critical)
    return Entity(own, builder.sign(signer, hashes.SHA256()))


def chain(*, names: Sequence[str] | None = None) -> tuple[Entity, Entity, Entity]:
    """Leaf, intermediate CA, root."""
    root = issue("Root", ca=True)
    intermediate = issue("Intermediate", root, ca=True)
    return issue("www.example.com", intermediate, names=names), intermediate, root


def revocation_list(
    issuer: Entity,
    revoked: Sequence[tuple[int, x509.ReasonFlags | None]] = (),
    *,
    begin: datetime = NOW - DAY,
    end: datetime = NOW + DAY,
    signer: Entity | None = None,
    extra: Sequence[Critical] = (),
    number: int = 1,
) -> CertificateList:
    """A CRL of `issuer` that lists these serial numbers; signed by `signer`'s key when that is given."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.built.subject).last_update(begin).next_update(end)
    builder = builder.add_extension(x509.CRLNumber(number), False)
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical)
    for serial, reason in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW - 5 * DAY)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), False)
        builder = builder.add_revoked_certificate(entry.build())
    return parse_crl(builder.sign((signer or issuer).key, hashes.SHA256()).public_bytes(Encoding.DER))


def ocsp_response(
    subject: Entity,
    issuer: Entity,
    status: ocsp.OCSPCertStatus,
    responder: Entity,
    *,
    begin: datetime = NOW - DAY,
    end: datetime = NOW + DAY,
) -> OcspResponse:
    """An OCSP response about `subject`, signed by `responder`, whose certificate comes along."""
    revoked = status is ocsp.OCSPCertStatus.REVOKED
    since, reason = (NOW - 5 * DAY, x509.ReasonFlags.key_compromise) if revoked else (None, None)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(subject.built, issuer.built, hashes.SHA1(), status, begin, end, since, reason)
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.built)
        .certificates([responder.built])
    )
    return parse_ocsp_response(builder.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER))

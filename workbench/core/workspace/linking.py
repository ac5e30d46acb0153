"""What belongs to what: issuers to what they signed, keys to their certificates and requests, in whatever order they came."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from workbench.core.asn1 import values
from workbench.core.asn1.reader import DerError
from workbench.core.workspace import schema
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.crl import CertificateList, parse_crl
from workbench.core.x509.name import normalized_name
from workbench.core.x509.signature import certificate_signature, verify_signature

CERTIFICATES = schema.certificates


@dataclass(frozen=True)
class Issuer:
    """A CA certificate here: its id, its key (DER of the SubjectPublicKeyInfo) and that key's digest."""

    id: str
    spki: bytes
    spki_sha256: str


def name_digest(der: bytes) -> str:
    """The same for names that are the same by RFC 5280 7.1; of the octets where they cannot be read."""
    try:
        comparable = json.dumps([sorted(rdn) for rdn in normalized_name(der)]).encode()
    except DerError:
        comparable = der
    return hashlib.sha256(comparable).hexdigest()


def issuers_named(connection: Connection, digest: str) -> tuple[Issuer, ...]:
    """The CA certificates here with that subject: those with their key first, then the newest."""
    query = select(CERTIFICATES.c.id, CERTIFICATES.c.der, CERTIFICATES.c.spki_sha256).where(
        CERTIFICATES.c.subject_name == digest, CERTIFICATES.c.ca == 1, CERTIFICATES.c.deleted.is_(None)
    )
    rows = connection.execute(query.order_by(CERTIFICATES.c.key_id.is_(None), CERTIFICATES.c.not_before.desc(), CERTIFICATES.c.id.desc()))
    return tuple(Issuer(row.id, parse_certificate(row.der).spki, row.spki_sha256) for row in rows)


def signed(certificate: Certificate, candidates: tuple[Issuer, ...]) -> Issuer | None:
    """The first of the candidates with whose key the certificate was signed."""
    return next((issuer for issuer in candidates if certificate_signature(certificate, issuer.spki).ok), None)


def signed_crl(crl: CertificateList, candidates: tuple[Issuer, ...]) -> Issuer | None:
    return next((issuer for issuer in candidates if _signed_by(crl, issuer.spki)), None)


def adopt(connection: Connection, issuer: Issuer, subject_name: str) -> None:
    """Give a CA that came just now what it signed and what came before it."""
    waiting = select(CERTIFICATES.c.id, CERTIFICATES.c.der).where(
        CERTIFICATES.c.issuer_name == subject_name, CERTIFICATES.c.issuer_id.is_(None)
    )
    children = [row.id for row in connection.execute(waiting) if certificate_signature(parse_certificate(row.der), issuer.spki).ok]
    if children:
        statement = update(CERTIFICATES).where(CERTIFICATES.c.id == bindparam("child"))
        values_ = [{"child": child, "issuer_id": issuer.id, "issuer_spki_sha256": issuer.spki_sha256} for child in children]
        connection.execute(statement, values_)
    lists = select(schema.crls.c.id, schema.crls.c.der).where(schema.crls.c.issuer_name == subject_name, schema.crls.c.issuer_id.is_(None))
    for row in connection.execute(lists).all():
        if _signed_by(parse_crl(row.der), issuer.spki):
            connection.execute(update(schema.crls).where(schema.crls.c.id == row.id).values(issuer_id=issuer.id))


def adopt_by_key(connection: Connection, key_id: str, spki_sha256: str) -> None:
    """Give a key that came just now the certificates and requests that were made for it."""
    for table in (CERTIFICATES, schema.requests):
        connection.execute(update(table).where(table.c.spki_sha256 == spki_sha256, table.c.key_id.is_(None)).values(key_id=key_id))


def _signed_by(crl: CertificateList, spki: bytes) -> bool:
    fields = crl.fields
    try:
        signature, unused = values.bit_string(fields.signature_value)
    except DerError:
        return False
    return not unused and verify_signature(spki, fields.signature_algorithm, fields.tbs_cert_list.encoded, signature).ok

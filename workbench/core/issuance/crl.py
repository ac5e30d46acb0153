"""Making CRLs, complete ones and deltas (RFC 5280 section 5).

Put together here and only signed by the library, whose builder copies its list for each entry: 100,000 of them would take minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509

from workbench.core.asn1 import writer
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import CRL_NUMBER, CRL_REASON, DELTA_CRL_INDICATOR, INVALIDITY_DATE, Reason
from workbench.core.x509.issuance import Authority, issuer_key_identifier
from workbench.core.x509.issuance_signature import algorithm_of, sign

_BOOLEAN_TRUE = b"\x01\x01\xff"
_UTC_TIME, _GENERALIZED_TIME, _ENUMERATED = 0x17, 0x18, 0x0A
_UTC_TIME_YEARS = range(1950, 2050)


@dataclass(frozen=True)
class CrlRow:
    """One entry.

    time      when it was revoked, or put on hold; in a removal: when the hold was lifted
    reason    CRLReason (RFC 5280 5.3.1); None and 0 (unspecified) leave the extension out, 8 (removeFromCRL) stands in deltas only
    invalid   when the key is known or suspected to have become bad (invalidityDate, 5.3.2); None leaves it out
    """

    serial: int
    time: datetime
    reason: int | None = None
    invalid: datetime | None = None


@dataclass(frozen=True)
class CrlContent:
    """What a CRL shall say. Times are aware; parts of seconds are dropped.

    base_number           for a delta: the number of the complete CRL that it continues (deltaCRLIndicator, critical, 5.2.4)
    distribution_points   URIs by which certificates name this CRL: they make the issuingDistributionPoint (critical, 5.2.5), which is left
                          out when there are none. A delta repeats those of its base.
    delta_urls            where deltas lie (freshestCRL, 5.2.6), in complete CRLs only
    """

    number: int
    this_update: datetime
    next_update: datetime
    rows: tuple[CrlRow, ...] = ()
    base_number: int | None = None
    distribution_points: tuple[str, ...] = ()
    delta_urls: tuple[str, ...] = ()


def build_crl(issuer: Authority, content: CrlContent) -> bytes:
    """The DER CertificateList, signed by `issuer`. The same content and key give the same octets, but for ML-DSA.

    Raises ValueError for what RFC 5280 forbids (removeFromCRL in a complete CRL, freshestCRL in a delta), and for a URI that is none.
    """
    if content.base_number is None and any(row.reason == Reason.REMOVE_FROM_CRL for row in content.rows):
        raise ValueError("removeFromCRL stands in delta CRLs only (RFC 5280 5.3.1)")
    if content.base_number is not None and content.delta_urls:
        raise ValueError("freshestCRL must not stand in a delta CRL (RFC 5280 5.2.6)")
    algorithm = algorithm_of(issuer.key)
    parts = [writer.integer(1), algorithm, parse_certificate(issuer.certificate).subject_der]
    parts += [_time(content.this_update), _time(content.next_update)]
    if content.rows:  # when there are none the field must be absent (5.1.2.6)
        parts.append(writer.sequence(*_rows(content.rows)))
    parts.append(writer.element(0xA0, writer.sequence(*_extensions(issuer, content))))
    signed = writer.sequence(*parts)
    return writer.sequence(signed, algorithm, writer.bit_string(sign(issuer.key, signed)))


def _rows(rows: Sequence[CrlRow]) -> Iterable[bytes]:
    reasons = {code: _extension(CRL_REASON, writer.element(_ENUMERATED, bytes((code,)))) for code in Reason}
    for row in rows:
        extensions = []
        if row.reason:
            extensions.append(reasons[Reason(row.reason)])
        if row.invalid is not None:
            extensions.append(_extension(INVALIDITY_DATE, _generalized(row.invalid)))
        parts = [writer.integer(row.serial), _time(row.time)]
        if extensions:
            parts.append(writer.sequence(*extensions))
        yield writer.sequence(*parts)


def _extensions(issuer: Authority, content: CrlContent) -> Iterable[bytes]:
    key_identifier = issuer_key_identifier(issuer.built)
    yield _extension(key_identifier.oid.dotted_string, key_identifier.public_bytes())
    yield _extension(CRL_NUMBER, writer.integer(content.number))
    if content.base_number is not None:
        yield _extension(DELTA_CRL_INDICATOR, writer.integer(content.base_number), critical=True)
    if content.distribution_points:
        point = x509.IssuingDistributionPoint(
            full_name=_uris(content.distribution_points),
            relative_name=None,
            only_contains_user_certs=False,
            only_contains_ca_certs=False,
            only_some_reasons=None,
            indirect_crl=False,
            only_contains_attribute_certs=False,
        )
        yield _extension(point.oid.dotted_string, point.public_bytes(), critical=True)
    if content.delta_urls:
        freshest = x509.FreshestCRL([x509.DistributionPoint([uri], None, None, None) for uri in _uris(content.delta_urls)])
        yield _extension(freshest.oid.dotted_string, freshest.public_bytes())


def _uris(texts: Sequence[str]) -> list[x509.GeneralName]:
    return [x509.UniformResourceIdentifier(text) for text in texts]


def _extension(oid: str, value: bytes, critical: bool = False) -> bytes:
    return writer.sequence(writer.oid(oid), _BOOLEAN_TRUE if critical else b"", writer.octet_string(value))


def _time(moment: datetime) -> bytes:
    """UTCTime through 2049, GeneralizedTime from 2050 on (RFC 5280 5.1.2.4)."""
    utc = moment.astimezone(UTC)
    if utc.year not in _UTC_TIME_YEARS:
        return _generalized(utc)
    return writer.element(_UTC_TIME, utc.strftime("%y%m%d%H%M%SZ").encode())


def _generalized(moment: datetime) -> bytes:
    return writer.element(_GENERALIZED_TIME, moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())

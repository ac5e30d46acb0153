"""Whether one CRL can be used, and what it says about a certificate (RFC 5280 5.2, 6.3.3 (c) and (f) to (l))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.core.asn1 import values
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import CRL_SIGN, moment, short_name
from workbench.core.x509.checks import Value
from workbench.core.x509.crl import (
    AUTHORITY_KEY_IDENTIFIER,
    CERTIFICATE_ISSUER,
    CRL_NUMBER,
    CRL_REASON,
    DELTA_CRL_INDICATOR,
    INVALIDITY_DATE,
    ISSUING_DISTRIBUTION_POINT,
    REASON_NAMES,
    CertificateList,
    Reason,
    RevokedCertificate,
)  # fmt: skip
from workbench.core.x509.extensions.key_usage import KeyUsage
from workbench.core.x509.signature import SignatureState, verify_signature

PROCESSED = frozenset({CRL_NUMBER, DELTA_CRL_INDICATOR, ISSUING_DISTRIBUTION_POINT, AUTHORITY_KEY_IDENTIFIER, "2.5.29.18"})
PROCESSED_ENTRY = frozenset({CRL_REASON, INVALIDITY_DATE, CERTIFICATE_ISSUER})


@dataclass(frozen=True, slots=True)
class Statement:
    """What a CRL or OCSP response says, or why it cannot be used: a row of the table of checks with the sentence's parameters."""

    id: str
    params: dict[str, Value]

    @property
    def revoked(self) -> bool:
        return self.id in ("revoked_by_crl", "revoked_by_ocsp", "revocation_hold")

    @property
    def good(self) -> bool:
        return self.id in ("revocation_good_crl", "revocation_good_ocsp")


def general_trouble(crl: CertificateList, strict_profile: bool) -> Statement | None:
    """What makes the CRL unfit whatever it is asked for: unknown critical extensions, an offence against its profile. Raises DerError."""
    name = crl.issuer.short
    for extension in crl.extensions:
        if extension.critical and extension.oid not in PROCESSED:
            return Statement("crl_critical_unknown", {"crl": name, "extension": extension.oid})
    if strict_profile:
        number = crl.extension_by_oid.get(CRL_NUMBER)
        if number is None:
            return Statement("crl_number_missing", {"crl": name})
        if number.critical:
            return Statement("crl_number_critical", {"crl": name})
    return None


def time_trouble(crl: CertificateList, time: datetime) -> Statement | None:
    """The CRL is not in date. Raises DerError."""
    time = moment(time)
    if crl.this_update > time:
        return Statement("crl_not_yet", {"crl": crl.issuer.short, "begin": crl.this_update})
    if crl.next_update is not None and crl.next_update < time:
        return Statement("crl_stale", {"crl": crl.issuer.short, "end": crl.next_update})
    return None


def signed_by(crl: CertificateList, signer: Certificate, key: bytes) -> Statement | None:
    """None when the signer's key (DER of its SubjectPublicKeyInfo) made the signature and may sign CRLs. Raises DerError."""
    fields = crl.fields
    params: dict[str, Value] = {"crl": crl.issuer.short, "signer": short_name(signer)}
    signature, _ = values.bit_string(fields.signature_value)
    result = verify_signature(key, fields.signature_algorithm, fields.tbs_cert_list.encoded, signature)
    if result.state is SignatureState.UNSUPPORTED:
        return Statement("crl_signature_unsupported", {**params, "algorithm": result.algorithm})
    if not result.ok or fields.signature.encoded != fields.signature_algorithm.encoded:
        return Statement("crl_signature_mismatch", params)
    usage = decoded.extension(signer, KeyUsage)
    if usage is not None and CRL_SIGN not in usage.bits:
        return Statement("crl_signer_key_usage", params)
    return None


def delta_for(delta: CertificateList, crl: CertificateList) -> bool:
    """Whether the delta CRL continues this complete one (6.3.3 (c)): same issuer, scope and key, numbers that join. Raises DerError."""
    scopes = [c.extension_by_oid.get(ISSUING_DISTRIBUTION_POINT) for c in (delta, crl)]
    base, number, new = delta.base_crl_number, crl.crl_number, delta.crl_number
    return (
        delta.issuer.matches(crl.issuer)
        and (scopes[0].value if scopes[0] else b"") == (scopes[1].value if scopes[1] else b"")
        and delta.authority_key_identifier == crl.authority_key_identifier
        and base is not None
        and number is not None
        and new is not None
        and base <= number
        and number < new
    )


def entry_of(crl: CertificateList, deltas: Sequence[CertificateList], certificate: Certificate) -> Statement | None:
    """What the CRL, or the newest delta that continues it, says against the certificate; None: nothing. Raises DerError."""
    for source in (*sorted(deltas, key=lambda d: d.crl_number or 0, reverse=True), crl):
        entry = source.find(certificate.serial_number, certificate.issuer)
        if entry is None:
            continue
        if source is not crl and entry.reason == Reason.REMOVE_FROM_CRL:
            return None
        return _revoked(source, entry)
    return None


def _revoked(crl: CertificateList, entry: RevokedCertificate) -> Statement:
    reason = entry.reason
    params: dict[str, Value] = {
        "crl": crl.issuer.short,
        "since": entry.revocation_date,
        "reason": REASON_NAMES.get(0 if reason is None else reason, str(reason)),
    }
    return Statement("revocation_hold" if reason == Reason.CERTIFICATE_HOLD else "revoked_by_crl", params)


def entry_trouble(crl: CertificateList) -> Statement | None:
    """A critical entry extension that is not understood makes the whole CRL unfit to say that others are good (5.3). Raises DerError."""
    if b"\x01\x01\xff" not in crl.fields.tbs_cert_list.encoded:
        return None  # no BOOLEAN TRUE anywhere, so nothing is critical
    for entry in crl.revoked:
        for extension in entry.extensions:
            if extension.critical and extension.oid not in PROCESSED_ENTRY:
                return Statement("crl_entry_critical_unknown", {"crl": crl.issuer.short, "extension": extension.oid})
    return None

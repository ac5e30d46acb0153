"""What an OCSP response says about a certificate, and whether its responder may say it (RFC 6960 3.2, 4.2.2)."""

from __future__ import annotations

from datetime import datetime

from workbench.core.asn1 import values
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import moment, short_name
from workbench.core.x509.checks import Value
from workbench.core.x509.crl import REASON_NAMES
from workbench.core.x509.crl_use import Statement
from workbench.core.x509.extensions.extended_key_usage import ExtendedKeyUsage
from workbench.core.x509.ocsp import CertStatus, OcspResponse, SingleResponse
from workbench.core.x509.signature import certificate_signature, verify_signature

OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"


def ocsp_answer(response: OcspResponse, certificate: Certificate, issuer: Certificate, time: datetime) -> Statement | None:
    """The answer or what is wrong with it as a row of the table of checks; None when the response is not about this certificate.

    Raises DerError when the response cannot be read.
    """
    single = next((single for single in response.responses if single.cert_id.is_about(certificate, issuer)), None)
    if single is None:
        return None
    trouble = _signer_trouble(response, issuer, time) or _time_trouble(single, time)
    if trouble is not None and not (trouble.id == "ocsp_stale" and single.status is CertStatus.REVOKED):
        return trouble
    params: dict[str, Value] = {"issued": single.this_update}
    if single.status is CertStatus.GOOD:
        return Statement("revocation_good_ocsp", params)
    if single.status is CertStatus.UNKNOWN:
        return Statement("ocsp_unknown", params)
    reason = single.revocation_reason
    params["reason"] = REASON_NAMES.get(0 if reason is None else reason, str(reason))
    params["since"] = single.revocation_time or single.this_update
    return Statement("revoked_by_ocsp", params)


def _time_trouble(single: SingleResponse, time: datetime) -> Statement | None:
    time = moment(time)
    if single.this_update > time:
        return Statement("ocsp_not_yet", {"begin": single.this_update})
    if single.next_update is not None and single.next_update < time:
        return Statement("ocsp_stale", {"end": single.next_update})
    return None


def _signer_trouble(response: OcspResponse, issuer: Certificate, time: datetime) -> Statement | None:
    """None when the issuer itself signed, or a responder that the issuer authorised by a certificate of its own (4.2.2.2)."""
    parts = response.signature
    if parts is None:
        return Statement("ocsp_error", {"status": response.status_name})
    signature, _ = values.bit_string(parts.signature)
    signed = parts.signed.encoded
    if verify_signature(issuer.spki, parts.signature_algorithm, signed, signature).ok:
        return None
    trouble = Statement("ocsp_signer_missing", {})
    for responder in response.certificates:
        if not response.signed_by(responder):
            continue
        params: dict[str, Value] = {"signer": short_name(responder)}
        if not verify_signature(responder.spki, parts.signature_algorithm, signed, signature).ok:
            trouble = Statement("ocsp_signature_mismatch", params)
            continue
        purposes = decoded.extension(responder, ExtendedKeyUsage)
        authorised = purposes is not None and OCSP_SIGNING in purposes.oids
        if not (authorised and responder.issuer.matches(issuer.subject) and certificate_signature(responder, issuer.spki).ok):
            trouble = Statement("ocsp_signer_not_authorised", params)
        elif not responder.not_before <= moment(time) <= responder.not_after:
            trouble = Statement("ocsp_signer_expired", params)
        else:
            return None
    return trouble

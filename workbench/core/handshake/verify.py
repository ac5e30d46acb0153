"""Judging a peer's chain for the engine: our own path validation, and the alert that fits what it found."""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message
from workbench.core.handshake.tls_key import tls_key
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.configuration import Clock, Judgement, Verify
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.finding import Conditions, Verdict
from workbench.core.x509.ocsp import OcspResponse, parse_ocsp_response
from workbench.core.x509.trust_store import TrustStore, trust_store

REMEMBERED = 32
LONGEST_REMEMBERED = 2**15
"""Judgements kept by one verifier, and bytes of a chain whose judgement is kept: a hostile peer's chains are long, and what was found out
about them is thirty times as long."""

# RFC 8446 section 6.2 by the beginning of the id of the finding that the headline speaks of; the first that fits.
ALERTS: tuple[tuple[str, AlertDescription], ...] = (
    ("anchor_", AlertDescription.unknown_ca),
    ("dates_unreadable", AlertDescription.bad_certificate),
    ("dates_", AlertDescription.certificate_expired),  # also what is not yet valid: "expired or is not currently valid"
    ("revoked_", AlertDescription.certificate_revoked),
    ("revocation_hold", AlertDescription.certificate_revoked),
    ("revocation_", AlertDescription.certificate_unknown),
    ("signature_unsupported", AlertDescription.unsupported_certificate),
    ("signature_", AlertDescription.bad_certificate),  # "contained signatures that did not verify correctly"
    ("key_usage_missing", AlertDescription.unsupported_certificate),
    ("extended_key_usage_", AlertDescription.unsupported_certificate),
    # A chain through somebody who may not issue reaches no CA: the same alert as OpenSSL's.
    ("basic_constraints_", AlertDescription.unknown_ca),
    ("key_usage_no_cert_sign", AlertDescription.unknown_ca),
    ("path_length_", AlertDescription.unknown_ca),
    ("chain_too_long", AlertDescription.unknown_ca),
    ("critical_unknown", AlertDescription.unsupported_certificate),
    ("polic", AlertDescription.certificate_unknown),
)


def verifier(
    anchors: TrustStore | Sequence[Certificate],
    conditions: Conditions,
    *,
    clock: Clock = time.time,
    intermediates: Sequence[Certificate] = (),
    crls: Sequence[CertificateList] = (),
) -> Verify:
    """What an endpoint asks about its peer's chain: `Judgement.verdict` holds the whole `Verdict`.

    anchors        what is trusted
    conditions     purpose, rules...; the host is the server name asked for (its own where none is), the time its own or the clock's,
                   `trust` the name of the trust store
    clock          seconds since the epoch
    intermediates  further certificates that may stand in a path
    crls           what is at hand about revocation besides the stapled OCSP response

    The same chain, name and response within the same second is judged once: path validation itself knows no shorter time.
    """
    store = anchors if isinstance(anchors, TrustStore) else trust_store(conditions.trust, anchors)
    further, lists = tuple(intermediates), tuple(crls)

    @functools.lru_cache(maxsize=REMEMBERED)
    def judgement(chain: tuple[bytes, ...], host: str, ocsp_response: bytes, moment: datetime) -> Judgement:
        return _judge(chain, ocsp_response, store, further, lists, replace(conditions, host=host, time=moment, trust=store.name))

    def verify(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, signed_certificate_timestamps: bytes) -> Judgement:
        moment = conditions.time or datetime.fromtimestamp(int(clock()), UTC)
        if sum(map(len, chain)) + len(ocsp_response) > LONGEST_REMEMBERED:
            return judgement.__wrapped__(chain, server_name or conditions.host, ocsp_response, moment)
        return judgement(chain, server_name or conditions.host, ocsp_response, moment)

    return verify


def alert_for(verdict: Verdict) -> AlertDescription:
    """The alert for the finding that the headline of a refused chain gives as the reason."""
    reason = verdict.headline.params["reason"]
    assert isinstance(reason, Message)
    return next((alert for start, alert in ALERTS if reason.id.startswith(start)), AlertDescription.bad_certificate)


def _judge(
    chain: tuple[bytes, ...],
    ocsp_response: bytes,
    anchors: TrustStore,
    intermediates: tuple[Certificate, ...],
    crls: tuple[CertificateList, ...],
    conditions: Conditions,
) -> Judgement:
    from workbench.core.x509.judge import judge  # loaded when the first chain comes

    try:
        certificates = tuple(parse_certificate(der) for der in chain)
    except DerError as error:
        return Judgement(False, None, AlertDescription.bad_certificate, error.message)
    public_key = tls_key(certificates[0].spki)
    if public_key is None:
        return Judgement(False, None, AlertDescription.unsupported_certificate, Message("verify_key_unknown"))
    try:
        stapled: tuple[OcspResponse, ...] = (parse_ocsp_response(ocsp_response),) if ocsp_response else ()
    except DerError as error:
        return Judgement(False, public_key, AlertDescription.bad_certificate_status_response, error.message)
    verdict = judge(certificates[0], certificates[1:] + intermediates, anchors, crls, stapled, conditions)
    if not verdict.trusted:
        return Judgement(False, public_key, alert_for(verdict), verdict.headline, verdict)
    trouble = _stapling_trouble(verdict) if stapled else None
    if trouble is not None:
        return Judgement(False, public_key, AlertDescription.bad_certificate_status_response, trouble, verdict)
    return Judgement(True, public_key, reason=verdict.headline, verdict=verdict)


def _stapling_trouble(verdict: Verdict) -> Message | None:
    """What is wrong with a stapled response that does not say good: RFC 6066 section 8 lets no handshake go on with it."""
    best = verdict.paths[0]
    about_leaf = [finding for finding in best.findings if finding.certificate == 0]
    if len(best.path) == 1 or any(finding.id == "revocation_good_ocsp" for finding in about_leaf):
        return None
    wrong = next((finding.message for finding in about_leaf if finding.id.startswith("ocsp_")), Message("verify_ocsp_of_another"))
    return Message("verify_ocsp_useless", {"reason": wrong})

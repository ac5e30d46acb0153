"""Answering OCSP requests (RFC 6960): from the DER of a question to the DER of an answer. Who knows what is the caller's matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from workbench.core.asn1 import reader, writer
from workbench.core.asn1.reader import DerError
from workbench.core.x509.issuance import Authority, Revocation
from workbench.core.x509.issuance_ocsp import Answer, cert_id_of, error_response, ocsp_response_of
from workbench.core.x509.ocsp import NONCE, CertId, CertStatus, OcspRequest, parse_ocsp_request

MAXIMUM_ASKED = 100
"""Certificates in one question."""
NONCE_OCTETS = range(1, 129)
"""RFC 9654 section 2.1; what is shorter or longer must be refused as malformedRequest."""
_UNDERSTOOD = frozenset({NONCE})
_OID = re.compile(r"[0-9]+(\.[0-9]+)+")


class ResponseStatus(IntEnum):
    """OCSPResponseStatus (RFC 6960 4.2.1)."""

    SUCCESSFUL = 0
    MALFORMED_REQUEST = 1
    INTERNAL_ERROR = 2
    TRY_LATER = 3
    SIG_REQUIRED = 5
    UNAUTHORIZED = 6


@dataclass(frozen=True)
class Known:
    """What is known of one certificate. `revocation` of a revoked one."""

    status: CertStatus
    revocation: Revocation | None = None


UNKNOWN = Known(CertStatus.UNKNOWN)


@dataclass(frozen=True)
class Replying:
    """Who answers a question, and with what.

    signer         the CA, or the responder that it authorised
    known          one for each CertID asked, in the same order
    certificates   DER, sent along: the responder's
    """

    signer: Authority
    known: tuple[Known, ...]
    certificates: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Reply:
    """The DER of the answer, and what it says: for whoever keeps an eye on it. `asked` is empty for an error."""

    response: bytes
    status: ResponseStatus
    asked: tuple[tuple[CertId, Known], ...] = ()


def reply(request: bytes, look_up: Callable[[Sequence[CertId]], Replying | None], this_update: datetime, next_update: datetime) -> Reply:
    """The answer to a question (DER), whatever is in it; never raises for that.

    look_up  who answers about these certificates; None: nobody here may (unauthorized). What it raises is passed on.

    A question with too many certificates, a nonce of a length that RFC 9654 forbids, or a critical extension that is not known is a
    malformedRequest. A signature of the requester is not asked for and not looked at.
    """
    try:
        question = parse_ocsp_request(request)
        nonce = _checked_nonce(question)
        asked = [single.cert_id for single in question.requests]
        ids = [_echoed(cert_id) for cert_id in asked]
        fine = question.version == 1 and 1 <= len(asked) <= MAXIMUM_ASKED
    except (DerError, _Refused):
        return refusal(ResponseStatus.MALFORMED_REQUEST)
    if not fine:
        return refusal(ResponseStatus.MALFORMED_REQUEST)
    found = look_up(asked)
    if found is None:
        return refusal(ResponseStatus.UNAUTHORIZED)
    answers = [Answer(der, known.status, this_update, next_update, known.revocation) for der, known in zip(ids, found.known, strict=True)]
    response = ocsp_response_of(answers, found.signer, this_update, nonce, found.certificates)
    return Reply(response, ResponseStatus.SUCCESSFUL, tuple(zip(asked, found.known, strict=True)))


def refusal(status: ResponseStatus) -> Reply:
    """An answer that says only why there is none."""
    return Reply(error_response(status), status)


class _Refused(Exception):
    """The question can be read, but must not be answered."""


def _checked_nonce(question: OcspRequest) -> bytes | None:
    """extnValue of the nonce, None when there is none. Raises DerError, _Refused."""
    for extension in (*question.extensions, *(extension for single in question.requests for extension in single.extensions)):
        if extension.critical and extension.oid not in _UNDERSTOOD:
            raise _Refused
    nonce = question.nonce
    if nonce is None:
        return None
    if len(nonce) not in NONCE_OCTETS:
        raise _Refused
    return next(extension.value for extension in question.extensions if extension.oid == NONCE)


def _echoed(cert_id: CertId) -> bytes:
    """The CertID again, in DER also when it came in another encoding of BER. Raises DerError, _Refused."""
    if not _OID.fullmatch(cert_id.hash_algorithm):
        raise _Refused
    parameters = list(reader.children(reader.first(cert_id.element)))[1:]
    encoded = writer.algorithm(cert_id.hash_algorithm, *([writer.null()] if parameters else []))
    return cert_id_of(encoded, cert_id.issuer_name_hash, cert_id.issuer_key_hash, cert_id.serial_number)

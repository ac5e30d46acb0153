"""Making OCSP responses (RFC 6960): to be stapled to a certificate, kept as a file, or given to whoever asks.

Put together here and only signed by the library: its own builder takes producedAt from the clock of the machine, cannot sign
deterministically (so no run would give the same octets twice), and answers about one certificate only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from workbench.core.asn1 import writer
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.issuance import Authority, Revocation
from workbench.core.x509.issuance_signature import algorithm_of, sign
from workbench.core.x509.ocsp import BASIC, NONCE, CertStatus, digest, key_octets, sha1_of_key

SHA1 = "1.3.14.3.2.26"
SHA256 = "2.16.840.1.101.3.4.2.1"
_GENERALIZED_TIME, _ENUMERATED = 0x18, 0x0A
_CONTEXT_PRIMITIVE, _CONTEXT = 0x80, 0xA0


@dataclass(frozen=True)
class Answer:
    """What a response says about one certificate (SingleResponse, RFC 6960 4.2.1).

    cert_id      DER of the CertID that the question used
    revocation   of a revoked one
    """

    cert_id: bytes
    status: CertStatus
    this_update: datetime
    next_update: datetime
    revocation: Revocation | None = None


def make_ocsp_response(
    certificate: bytes, issuer: Authority, this_update: datetime, next_update: datetime, revocation: Revocation | None = None
) -> bytes:
    """The DER OCSPResponse about one certificate (DER), signed by its issuer: good, or revoked.

    Without a nonce, so that it may be handed out to everybody until `next_update`. The CertID is made with SHA-1, as RFC 5019 2.1.1 asks
    of such responses; it protects nothing.
    """
    status = CertStatus.GOOD if revocation is None else CertStatus.REVOKED
    asked = cert_id(parse_certificate(certificate), parse_certificate(issuer.certificate))
    return ocsp_response_of([Answer(asked, status, this_update, next_update, revocation)], issuer, this_update)


def ocsp_response_of(
    answers: Sequence[Answer], signer: Authority, produced_at: datetime, nonce: bytes | None = None, certificates: Sequence[bytes] = ()
) -> bytes:
    """The DER OCSPResponse (successful) that gives these answers.

    signer         the CA itself or its responder; the response names it by its key
    nonce          extnValue of the question's nonce, given back as it came (RFC 9654)
    certificates   DER, to be sent along: the responder's own, when it is not the CA
    """
    responder = writer.element(_CONTEXT | 2, writer.octet_string(sha1_of_key(parse_certificate(signer.certificate).spki)))
    parts = [responder, _time(produced_at), writer.sequence(*map(_single_response, answers))]
    if nonce is not None:
        extension = writer.sequence(writer.oid(NONCE), writer.octet_string(nonce))
        parts.append(writer.element(_CONTEXT | 1, writer.sequence(extension)))
    data = writer.sequence(*parts)
    basic = [data, algorithm_of(signer.key), writer.bit_string(sign(signer.key, data))]
    if certificates:
        basic.append(writer.element(_CONTEXT | 0, writer.sequence(*certificates)))
    response = writer.sequence(writer.oid(BASIC), writer.octet_string(writer.sequence(*basic)))
    return writer.sequence(writer.element(_ENUMERATED, b"\x00"), writer.element(_CONTEXT | 0, response))


def error_response(status: int) -> bytes:
    """The DER OCSPResponse that says only why there is no answer: a key of `ocsp.RESPONSE_STATUS` other than 0. Nobody signs it."""
    return writer.sequence(writer.element(_ENUMERATED, bytes((status,))))


def cert_id(certificate: Certificate, issuer: Certificate, hash_algorithm: str = SHA1) -> bytes:
    """DER of the CertID (RFC 6960 4.1.1) of a certificate. The hash is one of `ocsp.HASH_NAMES`."""
    name, key = digest(hash_algorithm, certificate.issuer_der), digest(hash_algorithm, key_octets(issuer.spki))
    assert name is not None and key is not None
    return cert_id_of(writer.algorithm(hash_algorithm, writer.null()), name, key, certificate.serial_number)


def cert_id_of(algorithm: bytes, issuer_name_hash: bytes, issuer_key_hash: bytes, serial_number: int) -> bytes:
    """DER of a CertID from its parts; `algorithm` is a DER AlgorithmIdentifier."""
    return writer.sequence(
        algorithm, writer.octet_string(issuer_name_hash), writer.octet_string(issuer_key_hash), writer.integer(serial_number)
    )


def _single_response(answer: Answer) -> bytes:
    # good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT UnknownInfo (a NULL)
    if answer.status is CertStatus.REVOKED:
        assert answer.revocation is not None
        status = _revoked_info(answer.revocation)
    else:
        status = writer.element(_CONTEXT_PRIMITIVE | (0 if answer.status is CertStatus.GOOD else 2))
    return writer.sequence(answer.cert_id, status, _time(answer.this_update), writer.element(_CONTEXT | 0, _time(answer.next_update)))


def _revoked_info(revocation: Revocation) -> bytes:
    parts = [_time(revocation.time)]
    if revocation.reason is not None:
        parts.append(writer.element(_CONTEXT | 0, writer.element(_ENUMERATED, bytes((revocation.reason,)))))
    return writer.element(_CONTEXT | 1, *parts)


def _time(moment: datetime) -> bytes:
    return writer.element(_GENERALIZED_TIME, moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())

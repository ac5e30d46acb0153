"""Certification requests (PKCS #10, RFC 2986): made by who wants a certificate, checked and answered by a CA."""

from __future__ import annotations

import os
from dataclasses import replace

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from workbench.core.errors import FileError, Message
from workbench.core.x509.finding import Finding, Status
from workbench.core.x509.issuance import Authority, PrivateKey, Random, Wanted, deterministic, issue, signature_hash, wishes
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.request import CertificationRequest, parse_request, request_signature, signature_message

MINIMUM_RSA_BITS = 2048
_INFO = "certificationRequestInfo"


def make_request(wanted: Wanted, key: PrivateKey) -> bytes:
    """The DER certification request of `key`. Dates and the CA's own addresses are not asked for."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(wanted.subject)
    for extension, critical in wishes(wanted):
        builder = builder.add_extension(extension, critical)
    request = builder.sign(key, signature_hash(key), ecdsa_deterministic=deterministic(key))
    return request.public_bytes(Encoding.DER)


def check_request(request: bytes) -> tuple[Finding, ...]:
    """What a CA looks at before it signs, also what it cannot see in a request: that the requester speaks for these names.

    `Finding.field` are labels of the request's fields tree. Raises DerError when the frame cannot be followed, FileError
    `issuance_request_unreadable` when the names in it cannot be read.
    """
    return _check(parse_request(request), _names_in(_load(request)))


def sign_request(request: bytes, rules: Wanted, issuer: Authority, random: Random = os.urandom) -> bytes:
    """The DER certificate for a request: key, subject and alternative names are taken from it, all else is the CA's own `rules`.

    Raises what `check_request` raises, and FileError `issuance_request_refused` when one of its findings is a failure.
    """
    built = _load(request)
    names = _names_in(built)
    failure = next((finding for finding in _check(parse_request(request), names) if finding.status is Status.FAILURE), None)
    if failure is not None:
        raise FileError("issuance_request_refused", reason=failure.message)
    return issue(replace(rules, subject=built.subject, names=names), built.public_key(), issuer, random)


def _check(request: CertificationRequest, names: tuple[str, ...]) -> tuple[Finding, ...]:
    signature = Status.OK if request_signature(request).ok else Status.FAILURE
    key = describe_key(request.spki)
    small = key.algorithm.startswith("RSA") and (key.size_bits or 0) < MINIMUM_RSA_BITS
    key_message = Message("request_key_small" if small else "request_key_fit", {"key": key.text})
    subject = {"subject": request.subject.short, "names": ", ".join(names) or request.subject.short}
    return (
        Finding(signature_message(request), signature, 0, ("signature",), "RFC 2986 §3"),
        Finding(key_message, Status.FAILURE if small else Status.OK, 0, (_INFO, "subjectPKInfo"), "CA/B Forum BR §6.1.5"),
        Finding(Message("request_asks_for", subject), Status.OK, 0, (_INFO, "attributes"), "RFC 2986 §4.1"),
        Finding(Message("request_control", subject), Status.NOT_CHECKED, 0, (_INFO, "attributes"), "CA/B Forum BR §3.2.2.4"),
    )


def _load(request: bytes) -> x509.CertificateSigningRequest:
    parse_request(request)  # says what is wrong, and where
    try:
        return x509.load_der_x509_csr(request)
    except ValueError:
        raise FileError("issuance_request_unreadable") from None


def _names_in(request: x509.CertificateSigningRequest) -> tuple[str, ...]:
    """The DNS names and IP addresses that a request asks for."""
    try:
        asked = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    except ValueError:
        raise FileError("issuance_request_unreadable") from None
    return (*asked.get_values_for_type(x509.DNSName), *map(str, asked.get_values_for_type(x509.IPAddress)))

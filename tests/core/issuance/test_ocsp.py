"""Questions to an OCSP responder and its answers, against the library's own maker and reader of both; whatever is sent, an answer comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.issuance.made import NOW, issuers, leaf
from workbench.core.asn1 import writer
from workbench.core.issuance.ocsp import MAXIMUM_ASKED, UNKNOWN, Known, Reply, Replying, ResponseStatus, refusal, reply
from workbench.core.lint import lint_ocsp
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import Authority, KeyKind, Revocation
from workbench.core.x509.issuance_ocsp import SHA1, SHA256, cert_id, make_ocsp_response
from workbench.core.x509.ocsp import NONCE, CertId, CertStatus, parse_ocsp_request, parse_ocsp_response
from workbench.core.x509.signature import verify_signature

HOUR = timedelta(hours=1)
GOOD = Known(CertStatus.GOOD)
REVOKED = Known(CertStatus.REVOKED, Revocation(NOW - HOUR, 1))
ALGORITHMS = [hashes.SHA1(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()]


def authority() -> Authority:
    return issuers(KeyKind.P_256).intermediate


def question(algorithm: hashes.HashAlgorithm | None = None, nonce: bytes | None = None) -> bytes:
    """As the library asks."""
    certificate = x509.load_der_x509_certificate(leaf("server", KeyKind.P_256))
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, authority().built, algorithm or hashes.SHA1())
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), False)
    return builder.build().public_bytes(Encoding.DER)


def answered(request: bytes, *known: Known) -> Reply:
    return reply(request, lambda asked: Replying(authority(), known or (GOOD,) * len(asked)), NOW, NOW + HOUR)


def own_request(ids: Sequence[bytes], *extensions: bytes, version: bytes = b"") -> bytes:
    """A question of our own making, for what the library cannot ask."""
    asked = writer.sequence(*(writer.sequence(id) for id in ids))
    more = writer.element(0xA2, writer.sequence(*extensions)) if extensions else b""
    return writer.sequence(writer.sequence(version, asked, more))


def nonce_extension(octets: bytes) -> bytes:
    return writer.sequence(writer.oid(NONCE), writer.octet_string(writer.octet_string(octets)))


def own_ids(count: int, algorithm: str = SHA1) -> list[bytes]:
    """CertIDs of certificates of our CA with the serials 1, 2, ..."""
    first = parse_certificate(leaf("server", KeyKind.P_256))
    issuer = parse_certificate(authority().certificate)
    usual = cert_id(first, issuer, algorithm)
    serial = writer.integer(first.serial_number)
    return [writer.sequence(usual[2:].removesuffix(serial), writer.integer(number)) for number in range(1, count + 1)] if count else []


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda item: item.name)
@pytest.mark.parametrize("known", [GOOD, REVOKED, UNKNOWN], ids=lambda item: item.status.value)
def test_the_library_asks_and_reads_the_answer(algorithm: hashes.HashAlgorithm, known: Known) -> None:
    made = answered(question(algorithm, b"n" * 32), known)
    response = ocsp.load_der_ocsp_response(made.response)
    assert made.status is ResponseStatus.SUCCESSFUL and response.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL
    assert response.certificate_status.name == known.status.name
    assert response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"n" * 32
    asked = ocsp.load_der_ocsp_request(question(algorithm))
    assert isinstance(response.hash_algorithm, type(algorithm))
    assert (response.serial_number, response.issuer_key_hash, response.issuer_name_hash) == (
        asked.serial_number, asked.issuer_key_hash, asked.issuer_name_hash,
    )  # fmt: skip
    assert (response.this_update_utc, response.next_update_utc, response.produced_at_utc) == (NOW, NOW + HOUR, NOW)
    if known is REVOKED:
        assert response.revocation_time_utc == NOW - HOUR and response.revocation_reason is x509.ReasonFlags.key_compromise
    parts = parse_ocsp_response(made.response).signature
    assert parts is not None
    spki = parse_certificate(authority().certificate).spki
    assert verify_signature(spki, parts.signature_algorithm, parts.signed.encoded, response.signature).ok


def test_several_certificates_are_answered_in_their_order() -> None:
    known = (GOOD, REVOKED, UNKNOWN, GOOD)
    made = answered(own_request(own_ids(4)), *known)
    found = list(ocsp.load_der_ocsp_response(made.response).responses)
    assert [(row.serial_number, row.certificate_status.name) for row in found] == [
        (number, item.status.name) for number, item in enumerate(known, 1)
    ]
    assert [(asked.serial_number, item) for asked, item in made.asked] == list(enumerate(known, 1))


def test_a_nonce_comes_back_only_when_one_was_sent() -> None:
    assert parse_ocsp_response(answered(question()).response).extensions == ()
    octets = bytes(range(32))
    assert parse_ocsp_response(answered(question(nonce=octets)).response).nonce == octets


@pytest.mark.parametrize("length", [0, 1, 16, 32, 128, 129])
def test_a_nonce_has_1_to_128_octets(length: int) -> None:
    """RFC 9654 section 2.1: what is empty or longer must be refused."""
    made = answered(own_request(own_ids(1), nonce_extension(b"x" * length)))
    if 1 <= length <= 128:
        assert parse_ocsp_response(made.response).nonce == b"x" * length
    else:
        assert made == refusal(ResponseStatus.MALFORMED_REQUEST)
        assert ocsp.load_der_ocsp_response(made.response).response_status is ocsp.OCSPResponseStatus.MALFORMED_REQUEST


@pytest.mark.parametrize("status", [status for status in ResponseStatus if status])
def test_the_library_reads_every_error(status: ResponseStatus) -> None:
    assert ocsp.load_der_ocsp_response(refusal(status).response).response_status.value == status


def test_questions_that_are_none_are_malformed() -> None:
    unknown_critical = writer.sequence(writer.oid("1.2.3.4"), b"\x01\x01\xff", writer.octet_string(b"\x05\x00"))
    for request in (
        b"",
        b"\x30\x00",
        question()[:-1],
        question() + b"\x00",
        own_request([]),
        own_request(own_ids(MAXIMUM_ASKED + 1)),
        own_request(own_ids(1), unknown_critical),
        own_request(own_ids(1), version=writer.element(0xA0, writer.integer(1))),  # version 2
        own_request([writer.sequence(writer.algorithm(SHA1), writer.octet_string(b""), writer.octet_string(b""))]),
    ):
        assert answered(request) == refusal(ResponseStatus.MALFORMED_REQUEST), request.hex()
    assert answered(own_request(own_ids(MAXIMUM_ASKED))).status is ResponseStatus.SUCCESSFUL


def test_who_may_not_answer_says_so() -> None:
    assert reply(question(), lambda asked: None, NOW, NOW + HOUR) == refusal(ResponseStatus.UNAUTHORIZED)


def test_the_file_and_the_answer_to_a_question_are_the_same() -> None:
    """A question without a nonce about a good certificate is answered with what would be stapled."""
    asked: list[CertId] = []

    def look_up(ids: Sequence[CertId]) -> Replying:
        asked.extend(ids)
        return Replying(authority(), (GOOD,))

    made = reply(question(), look_up, NOW, NOW + HOUR)
    assert made.response == make_ocsp_response(leaf("server", KeyKind.P_256), authority(), NOW, NOW + HOUR)
    issuer, certificate = parse_certificate(authority().certificate), parse_certificate(leaf("server", KeyKind.P_256))
    assert asked[0].is_about(certificate, issuer)
    assert cert_id(certificate, issuer, SHA256) == parse_ocsp_request(question(hashes.SHA256())).requests[0].cert_id.element.encoded


WHOLE = question(hashes.SHA256(), b"n" * 32)


@settings(max_examples=400)
@given(
    st.binary(max_size=200)
    | st.builds(lambda at, octet: WHOLE[:at] + bytes([octet]) + WHOLE[at + 1 :], st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
)
def test_whatever_is_sent_a_well_formed_answer_comes(request: bytes) -> None:
    made = answered(request)
    assert made.status in (ResponseStatus.SUCCESSFUL, ResponseStatus.MALFORMED_REQUEST)
    response = parse_ocsp_response(made.response)
    assert response.status == made.status
    for single, known in zip(response.responses, made.asked, strict=True):
        assert (single.cert_id.serial_number, single.status) == (known[0].serial_number, known[1].status)


@pytest.mark.parametrize("nonce", [None, b"n" * 32])
@pytest.mark.parametrize("known", [GOOD, REVOKED, UNKNOWN], ids=lambda item: item.status.value)
def test_pkilint_has_nothing_to_say(known: Known, nonce: bytes | None) -> None:
    response = answered(question(hashes.SHA256(), nonce), known).response
    assert [finding for finding in lint_ocsp(response) if finding.status is not Status.OK] == []

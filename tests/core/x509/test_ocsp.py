"""OCSP messages against `cryptography`, the corpora's facts and the openssl command."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import datetime
from functools import cache
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp as theirs_ocsp
from hypothesis import given
from hypothesis import strategies as st

from tests.core.x509.test_crl import check_spans
from workbench.core.asn1 import reader, writer
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import REASON_NAMES
from workbench.core.x509.ocsp import (
    HASH_NAMES,
    OcspRequest,
    OcspResponse,
    key_octets,
    parse_ocsp_request,
    parse_ocsp_response,
    sha1_of_key,
)
from workbench.core.x509.ocsp_fields import ocsp_request_fields, ocsp_response_fields

VECTORS = Path(cryptography_vectors.__path__[0]) / "x509" / "ocsp"


@cache
def samples(corpora: Path, kind: str) -> list[tuple[str, bytes]]:
    paths = [*VECTORS.glob("*.der"), *(corpora / "certs" / "ocsp").glob("*.der")]
    return [(path.name, path.read_bytes()) for path in sorted(paths) if ("req" in path.name) == (kind == "request") or kind == "any"]


def test_requests_agree_with_cryptography(corpora: Path) -> None:
    compared = 0
    for name, der in samples(corpora, "request"):
        try:
            theirs = theirs_ocsp.load_der_ocsp_request(der)
            serial, algorithm = theirs.serial_number, theirs.hash_algorithm.name
            extensions = [(e.oid.dotted_string, e.critical) for e in theirs.extensions]
        except (ValueError, NotImplementedError, x509.DuplicateExtension, x509.InvalidVersion, UnsupportedAlgorithm):
            continue
        ours = parse_ocsp_request(der)
        id = ours.requests[0].cert_id
        compared += 1
        assert (id.serial_number, HASH_NAMES[id.hash_algorithm]) == (serial, algorithm), name
        assert (id.issuer_name_hash, id.issuer_key_hash) == (theirs.issuer_name_hash, theirs.issuer_key_hash), name
        assert [(e.oid, e.critical) for e in ours.extensions] == extensions, name
        nonce = [e.value.nonce for e in theirs.extensions if isinstance(e.value, x509.OCSPNonce)]
        if nonce:
            assert ours.nonce == nonce[0], name
    assert compared >= 5


def test_responses_agree_with_cryptography(corpora: Path) -> None:
    compared = errors = with_reason = 0
    for name, der in samples(corpora, "response"):
        try:
            theirs = theirs_ocsp.load_der_ocsp_response(der)
        except ValueError:
            continue
        ours = parse_ocsp_response(der)
        assert ours.status == theirs.response_status.value, name
        if not ours.successful:
            errors += 1
            assert ours.responses == () and ours.signature is None
            continue
        try:
            singles = list(theirs.responses)
            certificates = theirs.certificates
        except ValueError:
            continue
        compared += 1
        assert ours.produced_at == theirs.produced_at_utc, name
        assert ours.responder_key_hash == theirs.responder_key_hash, name
        assert (ours.responder_name and ours.responder_name.rfc4514) == (
            theirs.responder_name.rfc4514_string() if theirs.responder_name is not None else None
        ), name
        assert ours.basic is not None
        assert ours.basic.tbs_response_data.encoded == theirs.tbs_response_bytes, name
        assert ours.basic.signature.value[1:] == theirs.signature, name
        assert [c.der for c in ours.certificates] == [c.public_bytes(serialization.Encoding.DER) for c in certificates], name
        assert len(ours.responses) == len(singles), name
        for mine, its in zip(ours.responses, singles, strict=True):
            assert mine.cert_id.serial_number == its.serial_number, name
            assert (mine.cert_id.issuer_name_hash, mine.cert_id.issuer_key_hash) == (its.issuer_name_hash, its.issuer_key_hash), name
            assert mine.status.value.upper() == its.certificate_status.name, name
            assert (mine.this_update, mine.next_update) == (its.this_update_utc, its.next_update_utc), name
            assert mine.revocation_time == its.revocation_time_utc, name
            reason = its.revocation_reason
            with_reason += reason is not None
            assert (REASON_NAMES[mine.revocation_reason] if mine.revocation_reason is not None else None) == (reason and reason.value), name
    assert compared >= 12 and errors >= 4 and with_reason >= 2


def test_corpora_facts(corpora: Path) -> None:
    """What the generator wrote into the manifest, and what cryptography cannot read: two questions in one request."""
    manifest = {entry["file"]: entry for entry in json.loads((corpora / "certs" / "MANIFEST.json").read_text())}
    checked = 0
    for name, entry in manifest.items():
        if not name.startswith("ocsp/") or not name.endswith(".der"):
            continue
        fact = entry["objects"][0]
        der = (corpora / "certs" / name).read_bytes()
        checked += 1
        if fact["kind"] == "ocsp_request":
            request = parse_ocsp_request(der)
            assert [r.cert_id.serial for r in request.requests] == fact.get("serials", [fact.get("serial")])
            assert (request.nonce or b"").hex() == fact.get("nonce", "")
        else:
            response = parse_ocsp_response(der)
            assert re.sub(r"(?=[A-Z])", "_", response.status_name).lower() == fact["response_status"]
            assert [r.cert_id.serial for r in response.responses] == ([fact["serial"]] if "serial" in fact else [])
            if "certificate_status" in fact:
                assert response.responses[0].status == fact["certificate_status"]
    assert checked >= 12


def test_who_is_meant_and_who_signed(corpora: Path) -> None:
    folder = corpora / "certs"
    chain = [
        c.public_bytes(serialization.Encoding.DER)
        for c in x509.load_pem_x509_certificates((folder / "cert/chain_reversed.pem").read_bytes())
    ]
    certificates = [parse_certificate(der) for der in chain]
    leaf = next(c for c in certificates if c.subject.short == "www.zoo.test")
    issuer = next(c for c in certificates if c.subject.matches(leaf.issuer))
    other = next(c for c in certificates if c not in (leaf, issuer))
    for name in ("good_nonce.der", "good_sha256.der", "revoked.der"):
        response = parse_ocsp_response((folder / "ocsp" / name).read_bytes())
        id = response.responses[0].cert_id
        assert id.is_about(leaf) and id.is_about(leaf, issuer)
        assert not id.is_about(leaf, other) and not id.is_about(issuer)
        assert response.signed_by(response.certificates[0]) and not response.signed_by(leaf)
    by_name = parse_ocsp_response((folder / "ocsp" / "good_by_issuer_name_id.der").read_bytes())
    assert by_name.signed_by(issuer) and not by_name.signed_by(leaf)
    theirs = x509.load_der_x509_certificate(issuer.der)
    assert sha1_of_key(issuer.spki) == x509.SubjectKeyIdentifier.from_public_key(theirs.public_key()).digest
    assert key_octets(b"\x30\x03\x02\x01\x01") == b""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_reads_the_same_requests(corpora: Path) -> None:
    for name in ("request_two.der", "request_nonce_sha256.der"):
        path = corpora / "certs" / "ocsp" / name
        text = subprocess.run(["openssl", "ocsp", "-reqin", path, "-req_text", "-noverify"], capture_output=True, text=True).stdout
        request = parse_ocsp_request(path.read_bytes())
        assert [r.cert_id.serial for r in request.requests] == [s.lower().lstrip("0") for s in re.findall(r"Serial Number: (\w+)", text)]
        assert [r.cert_id.issuer_key_hash.hex() for r in request.requests] == [
            s.lower() for s in re.findall(r"Issuer Key Hash: (\w+)", text)
        ]


def test_a_signed_request() -> None:
    """`cryptography` writes none: the signature is put on by hand as RFC 6960 4.1.1 has it."""
    plain = parse_ocsp_request(next(iter(sorted(VECTORS.glob("req-sha1.der")))).read_bytes())
    certificate = self_signed()
    algorithm = writer.sequence(bytes.fromhex("06082a8648ce3d040302"))
    signature = writer.sequence(algorithm, b"\x03\x03\x00\x01\x02", writer.element(0xA0, writer.sequence(certificate)))
    signed = parse_ocsp_request(writer.sequence(plain.tbs_request.encoded, writer.element(0xA0, signature)))
    assert signed.signature is not None
    assert signed.signature.signed.encoded == plain.tbs_request.encoded
    assert signed.signature.signature_algorithm.encoded == algorithm
    assert [c.der for c in signed.certificates] == [certificate]
    fields = ocsp_request_fields(signed)
    assert fields.find("optionalSignature", "certs", "Certificate", "tbsCertificate", "subject") is not None
    check_spans(fields, len(signed.der), "signed request")


def self_signed() -> bytes:
    key = ec.derive_private_key(9, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "requester")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 5, datetime(2026, 1, 1), datetime(2027, 1, 1))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_fields_show_bytes_and_nothing_wrong_in_good_ones(corpora: Path) -> None:
    seen = 0
    for name, der in samples(corpora, "any"):
        try:
            tree = ocsp_request_fields(parse_ocsp_request(der)) if "req" in name else ocsp_response_fields(parse_ocsp_response(der))
        except DerError:
            continue
        seen += 1
        check_spans(tree, len(der), name)
    assert seen >= 30
    response = parse_ocsp_response((corpora / "certs" / "ocsp" / "revoked.der").read_bytes())
    tree = ocsp_response_fields(response)
    assert [problem for node in tree.walk() for problem in node.problems] == []
    status = tree.find("responseBytes", "response", "BasicOCSPResponse", "tbsResponseData", "responses", "SingleResponse", "certStatus")
    assert status is not None and status.value == "revoked, 2026-10-01 00:00:00 UTC, keyCompromise"
    embedded = tree.find("responseBytes", "response", "BasicOCSPResponse", "certs", "Certificate")
    assert embedded is not None
    assert der_at(response.der, embedded.start, embedded.length) == response.certificates[0].der
    serial = embedded.find("tbsCertificate", "serialNumber")
    assert serial is not None
    assert reader.read(response.der, serial.start).value.hex().lstrip("0") == response.certificates[0].serial


def der_at(data: bytes, start: int, length: int) -> bytes:
    return data[start : start + length]


@given(st.data())
def test_damage_ends_in_a_message_or_a_typed_refusal(corpora: Path, data: st.DataObject) -> None:
    name, der = data.draw(st.sampled_from(samples(corpora, "any")))
    damaged = bytearray(der)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    message: OcspRequest | OcspResponse
    try:
        message = parse_ocsp_request(bytes(damaged)) if "req" in name else parse_ocsp_response(bytes(damaged))
    except DerError:
        return
    fields = ocsp_request_fields(message) if isinstance(message, OcspRequest) else ocsp_response_fields(message)
    assert fields.length == len(der)
    for question in (lambda: message.certificates, lambda: message.nonce, lambda: message.extensions):
        try:
            question()
        except DerError as error:
            assert error.message.id.startswith("der_")

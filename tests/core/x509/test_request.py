"""Certification requests against `cryptography` and the corpora."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from tests.core.x509.test_crl import check_spans
from workbench.core.asn1.reader import DerError
from workbench.core.x509.request import CertificationRequest, parse_request, request_signature
from workbench.core.x509.request_fields import request_fields
from workbench.core.x509.signature import SignatureState

VECTORS = Path(cryptography_vectors.__path__[0]) / "x509" / "requests"
PEM = re.compile(rb"-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----(.*?)-----END", re.DOTALL)


@cache
def samples(corpora: Path) -> list[tuple[str, bytes]]:
    result = []
    for path in sorted([*VECTORS.iterdir(), *(corpora / "certs" / "csr").iterdir(), *(corpora / "certs" / "pq").glob("*.csr")]):
        data = path.read_bytes()
        blocks = [base64.b64decode(block) for block in PEM.findall(data)]
        if path.suffix == ".der":
            blocks = [data]
        result += [(path.name, block) for block in blocks]
    return result


def test_agrees_with_cryptography(corpora: Path) -> None:
    compared = extended = 0
    for name, der in samples(corpora):
        try:
            theirs = x509.load_der_x509_csr(der)
            extensions = [(e.oid.dotted_string, e.critical) for e in theirs.extensions]
            subject = theirs.subject
            attributes = [a.oid.dotted_string for a in theirs.attributes]
        except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, x509.InvalidVersion):
            continue
        ours = parse_request(der)
        compared += 1
        extended += bool(extensions)
        assert ours.subject_der == subject.public_bytes() or ours.subject.rfc4514 == subject.rfc4514_string(), name
        assert [(e.oid, e.critical) for e in ours.extensions] == extensions, name
        assert ours.fields.certification_request_info.encoded == theirs.tbs_certrequest_bytes, name
        assert ours.fields.signature.value[1:] == theirs.signature, name
        assert [a.oid for a in ours.attributes] == attributes, name
    assert compared >= 25 and extended >= 6


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_signatures_agree_with_openssl(corpora: Path) -> None:
    """`cryptography` calls every request signed with SHA-1 invalid; openssl computes."""
    good = bad = 0
    for name, der in samples(corpora):
        if not _parsable(der):
            continue
        command = ["openssl", "req", "-inform", "DER", "-verify", "-noout"]
        said = subprocess.run(command, input=der, capture_output=True).stderr.decode()
        state = request_signature(parse_request(der)).state
        if "verify OK" in said:
            good += 1
            assert state is SignatureState.OK, name
        elif "verify failure" in said and state is not SignatureState.UNSUPPORTED:
            bad += 1
            assert state is not SignatureState.OK, name
    assert good >= 20 and bad >= 1


def test_post_quantum_signatures_agree_with_cryptography(corpora: Path) -> None:
    """openssl 3.0 does not know ML-DSA."""
    requests = [path.read_bytes() for path in sorted((corpora / "certs" / "pq").glob("*.csr"))]
    assert requests
    for data in requests:
        theirs = x509.load_pem_x509_csr(data)
        ours = parse_request(theirs.public_bytes(serialization.Encoding.DER))
        assert theirs.is_signature_valid and request_signature(ours).state is SignatureState.OK


def test_corpora_facts(corpora: Path) -> None:
    manifest = {entry["file"]: entry for entry in json.loads((corpora / "certs" / "MANIFEST.json").read_text())}
    by_hash = {parse_request(der).sha256: parse_request(der) for _, der in samples(corpora) if _parsable(der)}
    checked = 0
    for entry in manifest.values():
        for fact in entry["objects"]:
            if fact["kind"] == "csr" and fact.get("sha256") in by_hash:
                request = by_hash[fact["sha256"]]
                checked += 1
                assert request.spki_sha256 == fact["spki_sha256"]
                assert request.subject.rfc4514.replace("emailAddress=", "1.2.840.113549.1.9.1=") == fact["subject"]
    assert checked >= 8


def _parsable(der: bytes) -> bool:
    try:
        parse_request(der)
    except DerError:
        return False
    return True


def test_attributes(corpora: Path) -> None:
    request = parse_request(dict(samples(corpora))["attributes_japanese.csr"])
    assert request.challenge_password == "challenge!"
    assert request.unstructured_name == "unstructured"
    assert [e.oid for e in request.extensions] == ["2.5.29.17", "2.5.29.15"]
    assert request.subject.short == "attr.zoo.test"
    tree = request_fields(request)
    password = tree.find("certificationRequestInfo", "attributes", "challengePassword")
    assert password is not None and password.secret and password.value == "challenge!"
    alternative = tree.find("certificationRequestInfo", "attributes", "extensionRequest", "values", "Extensions", "subjectAltName")
    assert alternative is not None and "attr.zoo.test" in alternative.value
    assert "challenge" not in repr(request)


def test_fields_lie_in_the_bytes_in_order(corpora: Path) -> None:
    seen = 0
    for name, der in samples(corpora):
        if _parsable(der):
            seen += 1
            check_spans(request_fields(parse_request(der)), len(der), name)
    assert seen >= 25


@given(st.data())
def test_damage_ends_in_a_request_or_a_typed_refusal(corpora: Path, data: st.DataObject) -> None:
    name, der = data.draw(st.sampled_from(samples(corpora)))
    damaged = bytearray(der)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        request = parse_request(bytes(damaged))
    except DerError:
        return
    assert isinstance(request, CertificationRequest), name
    assert request_fields(request).length == len(der)
    assert request_signature(request).state in SignatureState
    for question in (lambda: request.extensions, lambda: request.challenge_password, lambda: request.subject):
        try:
            question()
        except DerError as error:
            assert error.message.id.startswith("der_")

"""Texts of requests, CRLs and OCSP messages, line by line against the openssl command."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.x509.test_crl import all_crls
from tests.core.x509.test_ocsp import samples as ocsp_samples
from tests.core.x509.test_request import samples as request_samples
from workbench.core.asn1.reader import DerError
from workbench.core.x509.crl import parse_crl
from workbench.core.x509.crl_text import crl_text
from workbench.core.x509.ocsp import parse_ocsp_request, parse_ocsp_response
from workbench.core.x509.ocsp_text import ocsp_request_text, ocsp_response_text
from workbench.core.x509.request import parse_request
from workbench.core.x509.request_text import request_text

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


def said(*command: object, der: bytes) -> str:
    """What openssl 3.0 prints, "" when it refuses the input."""
    result = subprocess.run(["openssl", *map(str, command)], input=der, capture_output=True)
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else ""


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip("\n").split("\n")]


# openssl 3.0 has no name or no decoder for these; ours has.
NEWER = ("ML-DSA", "2.16.840.1.101.3.4.3.17", "2.16.840.1.101.3.4.3.18", "2.16.840.1.101.3.4.3.19")


def test_requests(corpora: Path) -> None:
    same = []
    for name, der in request_samples(corpora):
        theirs = said("req", "-inform", "DER", "-text", "-noout", der=der)
        try:
            ours = request_text(parse_request(der), show_password=True)
        except DerError:
            continue
        if theirs and not any(word in theirs for word in NEWER):
            assert lines(ours) == lines(theirs), name
            same.append(name)
    assert len(same) >= 25


def test_the_challenge_password_is_masked_until_asked_for(corpora: Path) -> None:
    request = parse_request(dict(request_samples(corpora))["attributes_japanese.csr"])
    assert "challenge!" not in request_text(request) and "challengePassword        :********" in request_text(request)
    assert "challengePassword        :challenge!" in request_text(request, show_password=True)


def test_crls(corpora: Path) -> None:
    same = []
    files = [(path.name, path.read_bytes()) for path in sorted((corpora / "certs" / "crl").glob("*.crl"))]
    for name, der in [*all_crls(), *files]:
        theirs = said("crl", "-inform", "DER", "-text", "-noout", der=der)
        if theirs:
            # Where the entries can be followed no further (a broken certificateIssuer) ours says so, openssl goes on as if nothing were.
            assert [line for line in lines(crl_text(parse_crl(der))) if "<INVALID" not in line] == lines(theirs), name
            same.append(name)
    assert len(same) >= 150


def test_a_long_crl_can_be_cut(corpora: Path) -> None:
    crl = parse_crl((corpora / "certs" / "crl" / "large_10000.crl").read_bytes())
    text = crl_text(crl, limit=10)
    assert text.count("Serial Number:") == 10 and "... (9990)" in text and "Signature Value:" in text


def test_ocsp_requests(corpora: Path, tmp_path: Path) -> None:
    same = []
    for name, der in ocsp_samples(corpora, "request"):
        path = tmp_path / name
        path.write_bytes(der)
        theirs = said("ocsp", "-reqin", path, "-req_text", "-noverify", der=b"")
        if theirs:
            assert lines(ocsp_request_text(parse_ocsp_request(der))) == lines(theirs), name
            same.append(name)
    assert len(same) >= 6


def test_ocsp_responses(corpora: Path, tmp_path: Path) -> None:
    """Up to the certificates that came along: their names openssl prints in yet another style."""
    same = []
    for name, der in ocsp_samples(corpora, "response"):
        path = tmp_path / name
        path.write_bytes(der)
        theirs = said("ocsp", "-respin", path, "-resp_text", "-noverify", der=b"")
        try:
            ours = ocsp_response_text(parse_ocsp_response(der))
        except DerError:
            continue
        if theirs:
            mine, its = ours.partition("\nCertificate:\n"), theirs.partition("\nCertificate:\n")
            assert lines(mine[0]) == lines(its[0]), name
            blocks = [re.findall(r"-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----", part) for part in (ours, theirs)]
            assert blocks[0] == blocks[1], name
            same.append(name)
    assert len(same) >= 15


@given(st.data())
def test_no_damage_makes_the_texts_raise(corpora: Path, data: st.DataObject) -> None:
    kinds = {
        "request": (request_samples(corpora), lambda der: request_text(parse_request(der))),
        "crl": ([(name, der) for name, der in all_crls() if len(der) < 2000], lambda der: crl_text(parse_crl(der))),
        "ocsp request": (ocsp_samples(corpora, "request"), lambda der: ocsp_request_text(parse_ocsp_request(der))),
        "ocsp response": (ocsp_samples(corpora, "response"), lambda der: ocsp_response_text(parse_ocsp_response(der))),
    }
    known, text = kinds[data.draw(st.sampled_from(sorted(kinds)))]
    damaged = bytearray(data.draw(st.sampled_from(known))[1])
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        result = text(bytes(damaged))
    except DerError as error:
        assert error.message.id.startswith("der_")
    else:
        assert result.endswith("\n")

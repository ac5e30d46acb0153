"""What is read out of a certificate makes the same extensions again, octet by octet."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.core.issuance.made import LEAVES, NOW, issuers, subject, wish
from workbench.core.asn1.reader import DerError
from workbench.core.formats import Kind, open_path
from workbench.core.issuance.build import build_certificate, build_request
from workbench.core.issuance.from_certificate import ONE_TIME, same_subject, specification_of
from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.specification import (
    AlternativeName,
    BasicConstraints,
    ExtendedKeyUsage,
    KeyUsage,
    NameConstraints,
    NameKind,
    Policy,
    RawExtension,
    Specification,
    SubjectAttribute,
    TextType,
    Validity,
)
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.issuance import KEY_USAGES, KeyKind, make_key
from workbench.core.x509.request import CertificationRequest, parse_request

KEY = make_key(KeyKind.P_256)
SKI, AKI = "2.5.29.14", "2.5.29.35"


def extensions(thing: Certificate | CertificationRequest) -> dict[str, tuple[bool, bytes]]:
    return {item.oid: (item.critical, item.value) for item in thing.extensions}


def again(wanted: Specification) -> Certificate:
    return parse_certificate(build_certificate(wanted, KEY.public_key(), issuers(KeyKind.P_256).intermediate, NOW))


@pytest.mark.parametrize("profile", ["root", "intermediate", *LEAVES])
def test_a_certificate_of_a_profile_says_again_what_it_was_made_from(profile: str) -> None:
    made = again(wish(profile))
    read = specification_of(made)
    assert extensions(again(read)) == extensions(made)
    assert replace(read, names=wish(profile).names) == wish(profile)
    assert not read.raw


def test_specifications_drawn_at_random_come_back() -> None:
    draw = random.Random(5)
    for _ in range(200):
        wanted = _drawn(draw)
        made = again(wanted)
        read = specification_of(made)
        assert extensions(again(read)) == extensions(made), wanted
        assert not ({item.oid for item in read.raw} - {item.oid for item in wanted.raw}), "a field was there for it"
        request = parse_request(build_request(wanted, KEY))
        assert extensions(parse_request(build_request(specification_of(request), KEY))) == extensions(request), wanted


def _drawn(draw: random.Random) -> Specification:
    def some(*items: object) -> tuple[object, ...]:
        return tuple(item for item in items if draw.random() < 0.5)

    names = some(
        AlternativeName(NameKind.DNS, "www.example.test"), AlternativeName(NameKind.DNS, "*.日本.test"),
        AlternativeName(NameKind.IP, "192.0.2.1"), AlternativeName(NameKind.IP, "2001:db8::1"),
        AlternativeName(NameKind.EMAIL, "hanako@例.test"),
        AlternativeName(NameKind.URI, "https://example.test/a?b"), AlternativeName(NameKind.UPN, "花子@example.test"),
        AlternativeName(NameKind.DIRECTORY, "CN=花子,O=例,C=JP"), AlternativeName(NameKind.REGISTERED_ID, "1.2.3.4"),
    )  # fmt: skip
    holder = some(
        SubjectAttribute("2.5.4.6", "JP"), SubjectAttribute("2.5.4.10", "例示株式会社"),
        SubjectAttribute("2.5.4.3", "plain", TextType.PRINTABLE), SubjectAttribute("2.5.4.3", "ascii", TextType.IA5),
        SubjectAttribute("1.2.840.113549.1.9.1", "a@example.test"), SubjectAttribute("2.5.4.5", "12"),
        SubjectAttribute("1.3.6.1.4.1.99999.1", "own"),
    )  # fmt: skip
    ca = draw.random() < 0.5
    usages = frozenset(some(*(name for name in KEY_USAGES if "Only" not in name)))
    constraints = NameConstraints(
        some(AlternativeName(NameKind.DNS, "example.test"), AlternativeName(NameKind.IP, "192.0.2.0/24")),  # type: ignore[arg-type]
        some(AlternativeName(NameKind.EMAIL, "example.test"), AlternativeName(NameKind.DIRECTORY, "O=例")),  # type: ignore[arg-type]
        draw.random() < 0.5,
    )
    policies = some(Policy("2.23.140.1.2.1"), Policy("1.2.3", ("http://a.test/cps",), ("読んでください",)))
    return Specification(
        subject=holder,  # type: ignore[arg-type]
        names=names,  # type: ignore[arg-type]
        names_critical=draw.random() < 0.5,
        basic_constraints=draw.choice([None, BasicConstraints(ca, draw.choice([None, 0, 3]) if ca else None, draw.random() < 0.5)]),
        key_usage=KeyUsage(usages, draw.random() < 0.5),  # type: ignore[arg-type]
        extended_key_usage=ExtendedKeyUsage(some("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1", "1.2.3.4"), draw.random() < 0.5),  # type: ignore[arg-type]
        name_constraints=constraints,
        policies=policies,  # type: ignore[arg-type]
        policies_critical=draw.random() < 0.5,
        ocsp_urls=some("http://ocsp.test/", "http://ocsp2.test/"),  # type: ignore[arg-type]
        issuer_urls=some("http://ca.test/ca.cer"),  # type: ignore[arg-type]
        crl_urls=some("http://ca.test/ca.crl", "http://ca.test/2.crl"),  # type: ignore[arg-type]
        delta_crl_urls=some("http://ca.test/delta.crl"),  # type: ignore[arg-type]
        tls_features=some(5, 17),  # type: ignore[arg-type]
        ocsp_no_check=draw.random() < 0.5,
        subject_key_identifier=draw.random() < 0.5,
        authority_key_identifier=draw.random() < 0.5,
        raw=some(RawExtension("1.3.6.1.4.1.99999.2", "0c0161", True), RawExtension("2.5.29.36", "3003800100")),  # type: ignore[arg-type]
    )


def test_certificates_of_strangers_make_the_same_extensions_again(corpora: Path) -> None:
    """Of thousands of certificates of all kinds: whatever can be built is built the same; the keys' own identifiers are the new key's."""
    compared, fields, raws = 0, 0, 0
    for path in sorted((corpora / "certs").rglob("*")):
        if not path.is_file() or path.stat().st_size > 1 << 20:
            continue
        for item in open_path(path)[0].objects:
            if item.kind is not Kind.CERTIFICATE:
                continue
            try:
                certificate = parse_certificate(item.der)
                read = specification_of(certificate)
                made = again(replace(read, subject=subject("somebody"), validity=Validity(30)) if read.subject else read)
            except (DerError, SpecificationError):
                continue  # no certificate can say this
            left_out = ONE_TIME | {SKI, AKI}
            want = {oid: value for oid, value in extensions(certificate).items() if oid not in left_out}
            have = {oid: value for oid, value in extensions(made).items() if oid not in left_out}
            access = "1.3.6.1.5.5.7.1.1"
            if access in want and access in have:  # the order means nothing
                assert sorted(want[access][1]) == sorted(have.pop(access)[1])
                want.pop(access)
            assert have == want, path
            compared += 1
            raws += len(read.raw)
            fields += len(want)
    assert compared > 100, compared
    assert raws < fields / 2, "most of what is out there has a field of its own"


def test_what_belongs_to_one_certificate_only_is_not_carried_on() -> None:
    timestamps = RawExtension("1.3.6.1.4.1.11129.2.4.2", "0403000100")
    assert specification_of(again(replace(wish("server"), raw=(timestamps,)))).raw == ()


def test_an_identifier_of_another_making_is_kept_for_the_same_key_only() -> None:
    """Whoever was issued by this key names it by that identifier; OpenSSL goes by it."""
    other = RawExtension(SKI, "0404deadbeef")
    certificate = again(replace(wish("intermediate"), subject_key_identifier=False, raw=(other,)))
    assert specification_of(certificate).subject_key_identifier and not specification_of(certificate).raw
    kept = specification_of(certificate, same_key=True)
    assert not kept.subject_key_identifier and kept.raw == (other,)
    assert again(kept).subject_key_identifier == bytes.fromhex("deadbeef")


@pytest.mark.parametrize(("days", "spare"), [(1, 0), (90, 0), (90, 1), (398, 0), (36500, 0)])
def test_the_length_is_told_in_days(days: int, spare: int) -> None:
    """Also of those who count the last second (RFC 5280 4.1.2.5: it belongs to the period) and those who do not."""
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    made = again(replace(wish("server"), validity=Validity(1, begin, begin + timedelta(days=days, seconds=-1 + spare))))
    assert specification_of(made).validity == Validity(days)


def test_a_plain_name_comes_back_octet_by_octet() -> None:
    made = again(wish("server"))
    assert same_subject(made.subject, specification_of(made).subject)


@pytest.fixture
def openssl_request(tmp_path: Path) -> CertificationRequest:
    """Made by OpenSSL, with a name that has two attributes in one part, T61String included by its old default mask."""
    (tmp_path / "key.pem").write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    config = """
[req]
distinguished_name=dn
prompt=no
string_mask=MASK:0x0004
req_extensions=ext
[dn]
O=Example
OU=one
+CN=Zoë
[ext]
subjectAltName=DNS:a.example.test,otherName:1.2.3.4;UTF8:hello
keyUsage=critical,digitalSignature,keyEncipherment
subjectKeyIdentifier=hash
1.3.6.1.4.1.99999.3=critical,ASN1:UTF8String:weird
nsComment=hello
"""
    (tmp_path / "req.cnf").write_text(config)
    try:
        done = subprocess.run(
            ["openssl", "req", "-new", "-utf8", "-config", "req.cnf", "-key", "key.pem", "-outform", "DER", "-out", "req.der"],
            cwd=tmp_path, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("openssl is not here")
    assert done.returncode == 0, done.stderr
    return parse_request((tmp_path / "req.der").read_bytes())


def test_a_request_of_openssl_with_strange_things_in_it(openssl_request: CertificationRequest) -> None:
    read = specification_of(openssl_request)
    # DER orders what stands in one part by its octets.
    assert [(item.type, item.value) for item in read.subject] == [("2.5.4.10", "Example"), ("2.5.4.3", "Zoë"), ("2.5.4.11", "one")]
    assert not same_subject(openssl_request.subject, read.subject)
    assert {item.oid for item in read.raw} == {"2.5.29.17", "1.3.6.1.4.1.99999.3", "2.16.840.1.113730.1.13"}
    assert read.key_usage == KeyUsage(frozenset({"digitalSignature", "keyEncipherment"}), True)
    assert read.subject_key_identifier and read.basic_constraints is None
    built = parse_request(build_request(read, KEY))
    without_identifier = {oid: value for oid, value in extensions(openssl_request).items() if oid != SKI}
    assert extensions(built) == without_identifier

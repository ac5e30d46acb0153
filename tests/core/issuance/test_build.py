"""DER of a wish: read by the library and by `openssl`, field by field."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from tests.core.issuance.made import NOW, issuers, key_of, subject, wish
from workbench.core.issuance import specification as wanted
from workbench.core.issuance.build import (
    build_certificate,
    build_request,
    build_self_signed,
    serial_number,
    times,
)
from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute, TextType, Validity
from workbench.core.x509.issuance import KeyKind

KEY = KeyKind.P_256
EVERYTHING = Specification(
    subject=(*subject("山田 花子"), SubjectAttribute("1.2.3.4.5", "any"), SubjectAttribute("2.5.4.11", "A", TextType.PRINTABLE)),
    names=(
        AlternativeName(NameKind.DNS, "www.example.test"),
        AlternativeName(NameKind.DNS, "*.日本語.example"),
        AlternativeName(NameKind.IP, "2001:db8::1"),
        AlternativeName(NameKind.EMAIL, "hanako@例え.example"),
        AlternativeName(NameKind.URI, "https://example.test/a"),
        AlternativeName(NameKind.UPN, "花子@example.test"),
        AlternativeName(NameKind.DIRECTORY, "CN=Somebody,O=Example"),
        AlternativeName(NameKind.REGISTERED_ID, "1.2.3"),
    ),
    validity=Validity(365),
    basic_constraints=wanted.BasicConstraints(True, 2),
    key_usage=wanted.KeyUsage(frozenset({"keyCertSign", "cRLSign", "keyAgreement", "encipherOnly"})),
    extended_key_usage=wanted.ExtendedKeyUsage(("1.3.6.1.5.5.7.3.1", "1.2.3.4")),
    name_constraints=wanted.NameConstraints(
        permitted=(
            AlternativeName(NameKind.DNS, "example.test"),
            AlternativeName(NameKind.IP, "192.0.2.0/24"),
            AlternativeName(NameKind.EMAIL, ".example.test"),
        ),
        excluded=(AlternativeName(NameKind.URI, "secret.example.test"), AlternativeName(NameKind.DIRECTORY, "O=Other")),
    ),
    policies=(wanted.Policy("2.23.140.1.2.1"), wanted.Policy("1.2.3.4", ("https://ca.example.test/cps",), ("お知らせ",))),
    ocsp_urls=("http://ocsp.example.test",),
    issuer_urls=("http://ca.example.test/ca.cer",),
    crl_urls=("http://ca.example.test/a.crl", "ldap://ca.example.test/cn=a"),
    delta_crl_urls=("http://ca.example.test/d.crl",),
    tls_features=(5,),
    ocsp_no_check=True,
    raw=(wanted.RawExtension("1.2.3.4.9", "04:02 0a0B", True),),
    hash="sha512",
)


def made(specification: Specification) -> x509.Certificate:
    der = build_certificate(specification, key_of(KEY, "leaf").public_key(), issuers(KEY).root, NOW)
    return x509.load_der_x509_certificate(der)


def test_everything_at_once_is_read_back_by_the_library() -> None:
    certificate = made(EVERYTHING)
    get = certificate.extensions.get_extension_for_oid
    assert [attribute.value for attribute in certificate.subject] == [item.value for item in EVERYTHING.subject]
    assert certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "山田 花子"
    names = get(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    assert isinstance(names, x509.SubjectAlternativeName)
    assert names.get_values_for_type(x509.DNSName) == ["www.example.test", "*.xn--wgv71a119e.example"]
    assert names.get_values_for_type(x509.RFC822Name) == ["hanako@xn--r8jz45g.example"]
    other = names.get_values_for_type(x509.OtherName)
    assert [(name.type_id.dotted_string, name.value[2:].decode()) for name in other] == [("1.3.6.1.4.1.311.20.2.3", "花子@example.test")]
    critical = {extension.oid.dotted_string for extension in certificate.extensions if extension.critical}
    assert critical == {"2.5.29.19", "2.5.29.15", "2.5.29.30", "1.2.3.4.9"}
    policies = get(ExtensionOID.CERTIFICATE_POLICIES).value
    assert isinstance(policies, x509.CertificatePolicies)
    qualifiers = policies[1].policy_qualifiers
    assert qualifiers is not None and qualifiers[0] == "https://ca.example.test/cps"
    assert isinstance(qualifiers[1], x509.UserNotice) and qualifiers[1].explicit_text == "お知らせ"
    raw = get(x509.ObjectIdentifier("1.2.3.4.9")).value
    assert isinstance(raw, x509.UnrecognizedExtension) and raw.value == bytes.fromhex("04020a0b")
    assert certificate.signature_hash_algorithm is not None and certificate.signature_hash_algorithm.name == "sha512"
    assert get(ExtensionOID.AUTHORITY_KEY_IDENTIFIER) and get(ExtensionOID.SUBJECT_KEY_IDENTIFIER)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")
def test_everything_at_once_is_read_back_by_openssl() -> None:
    der = build_certificate(EVERYTHING, key_of(KEY, "leaf").public_key(), issuers(KEY).root, NOW)
    command = ["openssl", "x509", "-inform", "DER", "-noout", "-text", "-nameopt", "utf8,oneline,-esc_msb"]
    text = subprocess.run(command, input=der, capture_output=True, check=True).stdout.decode()
    for line in (
        "CN = 山田 花子",
        "CA:TRUE, pathlen:2",
        "Key Agreement, Certificate Sign, CRL Sign, Encipher Only",
        "TLS Web Server Authentication, 1.2.3.4",
        "DNS:www.example.test, DNS:*.xn--wgv71a119e.example, IP Address:2001:DB8:0:0:0:0:0:1, email:hanako@xn--r8jz45g.example",
        "Registered ID:1.2.3",
        "IP:192.0.2.0/255.255.255.0",
        "URI:secret.example.test",
        "Policy: 2.23.140.1.2.1",
        "CPS: https://ca.example.test/cps",
        "OCSP - URI:http://ocsp.example.test",
        "CA Issuers - URI:http://ca.example.test/ca.cer",
        "URI:ldap://ca.example.test/cn=a",
        "status_request",
        "X509v3 Freshest CRL",
        "1.2.3.4.9: critical",
        "ecdsa-with-SHA512",
    ):
        assert line in text, text


def test_a_request_asks_for_what_is_the_requesters_to_ask() -> None:
    request = x509.load_der_x509_csr(build_request(EVERYTHING, key_of(KEY, "leaf")))
    assert request.is_signature_valid
    asked = {extension.oid.dotted_string for extension in request.extensions}
    given = {extension.oid.dotted_string for extension in made(EVERYTHING).extensions}
    assert given - asked == {"2.5.29.14", "2.5.29.35", "1.3.6.1.5.5.7.1.1", "2.5.29.31", "2.5.29.46"}


def test_names_are_critical_without_a_subject() -> None:
    certificate = made(replace(wish("server"), subject=()))
    assert certificate.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).critical


def test_nothing_that_is_not_asked_for_stands_in_it() -> None:
    bare = Specification(subject("x"), basic_constraints=None, subject_key_identifier=False, authority_key_identifier=False)
    assert len(made(bare).extensions) == 0


def test_serial_numbers_have_159_bits_and_do_not_repeat() -> None:
    numbers = {serial_number() for _ in range(2000)}
    assert len(numbers) == 2000
    assert {number.bit_length() for number in numbers} == {159}
    assert serial_number(lambda octets: b"\xff" * octets).bit_length() == 159
    assert serial_number(lambda octets: bytes(octets)).bit_length() == 159


def test_days_and_dates() -> None:
    begin, end = times(Validity(10), NOW)
    assert begin == NOW - timedelta(minutes=5)
    assert end - begin == timedelta(days=10) - timedelta(seconds=1)  # both ends belong to it
    fixed = Validity(not_before=datetime(2027, 1, 1, tzinfo=UTC), not_after=datetime(2050, 1, 1, tzinfo=UTC))
    certificate = made(replace(wish("server"), validity=fixed))
    assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (fixed.not_before, fixed.not_after)


@pytest.mark.parametrize(
    ("wrong", "place", "id"),
    [
        (replace(wish("server"), validity=Validity(10**9)), ("validity", "days"), "wish_time_out_of_range"),
        (
            replace(wish("server"), validity=Validity(not_before=datetime(1900, 1, 1, tzinfo=UTC))),
            ("validity", "not_before"),
            "wish_time_out_of_range",
        ),
        (replace(wish("server"), validity=Validity(-5)), ("validity",), "wish_ends_before_it_begins"),
        (
            replace(wish("server"), raw=(wanted.RawExtension("2.5.29.15", "03020780"),)),
            ("raw",),
            "wish_extension_twice",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_place(wrong: Specification, place: tuple[str, ...], id: str) -> None:
    with pytest.raises(SpecificationError) as error:
        build_self_signed(wrong, key_of(KEY, "leaf"), NOW)
    assert (error.value.place, error.value.message.id) == (place, id)

"""Each mistake is found, at its field, and one does not hide the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.issuance.made import NOW, key_of, wish
from workbench.core.issuance import specification as wanted
from workbench.core.issuance.build import build_self_signed
from workbench.core.issuance.parts import COUNTRIES, LONGEST, SpecificationError
from workbench.core.issuance.problems import problems
from workbench.core.issuance.profiles import BUILT_IN
from workbench.core.issuance.specification import AlternativeName, NameKind, RawExtension, Specification, SubjectAttribute, Validity
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind

SERVER = wish("server", "www.example.test")
CLIENT = wish("client")
CA = wish("intermediate")


def name(kind: NameKind, value: str) -> tuple[AlternativeName, ...]:
    return (AlternativeName(kind, value),)


def attribute(value: str, type: str = "2.5.4.3", text: wanted.TextType = wanted.TextType.AUTOMATIC) -> Specification:
    return replace(CA, subject=(SubjectAttribute(type, value, text),))


def constraint(kind: NameKind, value: str) -> Specification:
    return replace(CA, name_constraints=wanted.NameConstraints(excluded=name(kind, value)))


FAILURES: list[tuple[str, Specification, tuple[str | int, ...]]] = [
    ("wish_attribute_empty", attribute(""), ("subject", 0, "value")),
    ("wish_country_letters", attribute("Japan", "2.5.4.6"), ("subject", 0, "value")),
    ("wish_attribute_too_long", attribute("x" * 65), ("subject", 0, "value")),
    ("wish_not_an_oid", attribute("x", "1.2.three"), ("subject", 0, "type")),
    ("wish_not_an_oid", attribute("x", ""), ("subject", 0, "type")),
    ("wish_not_printable_string", attribute("花子", text=wanted.TextType.PRINTABLE), ("subject", 0, "value")),
    ("wish_not_ia5_string", attribute("花子", text=wanted.TextType.IA5), ("subject", 0, "value")),
    ("wish_not_ia5_string", attribute("hanako@例え.test", "1.2.840.113549.1.9.1"), ("subject", 0, "value")),
    ("wish_not_ia5_string", attribute("例え", "0.9.2342.19200300.100.1.25"), ("subject", 0, "value")),
    ("wish_not_printable_string", attribute("日本12", "2.5.4.5"), ("subject", 0, "value")),
    ("wish_attribute_refused", attribute("www.example.test\0.other.test"), ("subject", 0, "value")),
    ("wish_not_an_ip_address", replace(SERVER, names=name(NameKind.IP, "fe80::1%eth0")), ("names", 0)),
    ("wish_not_a_mail_address", replace(CLIENT, names=name(NameKind.EMAIL, "a@b@example.test")), ("names", 0)),
    ("wish_not_a_mail_address", replace(CLIENT, names=name(NameKind.EMAIL, "a\0b@example.test")), ("names", 0)),
    ("wish_not_a_mail_address", replace(CLIENT, names=name(NameKind.EMAIL, "<a>@example.test")), ("names", 0)),
    ("wish_not_a_mail_address", constraint(NameKind.EMAIL, "a@b@example.test"), ("name_constraints", "excluded", 0)),
    ("wish_not_a_uri", replace(SERVER, crl_urls=("http://",)), ("crl_urls", 0)),
    ("wish_not_a_uri", replace(SERVER, ocsp_urls=("https:ocsp.example",)), ("ocsp_urls", 0)),
    ("wish_name_empty", replace(SERVER, names=name(NameKind.DNS, " ")), ("names", 0)),
    ("wish_not_a_dns_name", replace(SERVER, names=name(NameKind.DNS, "-a.example")), ("names", 0)),
    ("wish_not_a_dns_name", replace(SERVER, names=name(NameKind.DNS, "a..example")), ("names", 0)),
    ("wish_not_a_dns_name", replace(SERVER, names=name(NameKind.DNS, "a b.example")), ("names", 0)),
    ("wish_not_a_dns_name", replace(SERVER, names=name(NameKind.DNS, "a.*.example")), ("names", 0)),
    ("wish_not_a_dns_name", replace(SERVER, names=name(NameKind.DNS, "x" * 64 + ".example")), ("names", 0)),
    ("wish_not_an_ip_address", replace(SERVER, names=name(NameKind.IP, "192.0.2.256")), ("names", 0)),
    ("wish_not_a_mail_address", replace(CLIENT, names=name(NameKind.EMAIL, "hanako")), ("names", 0)),
    ("wish_mail_not_ascii", replace(CLIENT, names=name(NameKind.EMAIL, "花子@example.test")), ("names", 0)),
    ("wish_not_a_uri", replace(CLIENT, names=name(NameKind.URI, "example.test/x")), ("names", 0)),
    ("wish_not_a_upn", replace(CLIENT, names=name(NameKind.UPN, "hanako")), ("names", 0)),
    ("wish_not_a_directory_name", replace(CLIENT, names=name(NameKind.DIRECTORY, "hanako")), ("names", 0)),
    ("wish_not_an_oid", replace(CLIENT, names=name(NameKind.REGISTERED_ID, "x")), ("names", 0)),
    ("wish_server_without_host", replace(SERVER, names=()), ("names",)),
    ("wish_not_a_network", constraint(NameKind.IP, "192.0.2.1/24"), ("name_constraints", "excluded", 0)),
    ("wish_no_constraint_of_this_kind", constraint(NameKind.REGISTERED_ID, "1.2"), ("name_constraints", "excluded", 0)),
    ("wish_not_a_dns_name", constraint(NameKind.DNS, "*.example.test"), ("name_constraints", "excluded", 0)),
    ("wish_path_length_negative", replace(CA, basic_constraints=wanted.BasicConstraints(True, -1)), ("basic_constraints", "path_length")),
    ("wish_usage_needs_key_agreement", replace(SERVER, key_usage=wanted.KeyUsage(frozenset({"encipherOnly"}))), ("key_usage", "usages")),
    ("wish_ca_cannot_sign", replace(CA, key_usage=wanted.KeyUsage(frozenset({"cRLSign"}))), ("key_usage", "usages")),
    ("wish_not_an_oid", replace(SERVER, extended_key_usage=wanted.ExtendedKeyUsage(("1.2", "x"))), ("extended_key_usage", "purposes", 1)),
    ("wish_not_an_oid", replace(SERVER, policies=(wanted.Policy("x"),)), ("policies", 0, "oid")),
    ("wish_not_a_uri", replace(SERVER, policies=(wanted.Policy("1.2", ("cps",)),)), ("policies", 0, "cps", 0)),
    ("wish_notice_too_long", replace(SERVER, policies=(wanted.Policy("1.2", (), ("x" * 201,)),)), ("policies", 0, "notices", 0)),
    ("wish_tls_feature_unknown", replace(SERVER, tls_features=(1,)), ("tls_features",)),
    ("wish_not_a_uri", replace(SERVER, ocsp_urls=("http://a.example", "")), ("ocsp_urls", 1)),
    ("wish_not_a_uri", replace(SERVER, issuer_urls=("x",)), ("issuer_urls", 0)),
    ("wish_not_a_uri", replace(SERVER, crl_urls=("x y",)), ("crl_urls", 0)),
    ("wish_not_a_uri", replace(SERVER, delta_crl_urls=("x",)), ("delta_crl_urls", 0)),
    ("wish_not_an_oid", replace(SERVER, raw=(RawExtension("x", "0500"),)), ("raw", 0, "oid")),
    ("wish_not_hex", replace(SERVER, raw=(RawExtension("1.2", "zz"),)), ("raw", 0, "value")),
    ("wish_not_der", replace(SERVER, raw=(RawExtension("1.2", "0401"),)), ("raw", 0, "value")),
    ("wish_not_der", replace(SERVER, raw=(RawExtension("1.2", ""),)), ("raw", 0, "value")),
    ("wish_extension_twice", replace(SERVER, raw=(RawExtension("2.5.29.17", "0500"),)), ("raw", 0, "oid")),
    ("wish_extension_twice", replace(SERVER, raw=(RawExtension("1.2", "0500"), RawExtension("1.2", "0500"))), ("raw", 1, "oid")),
    ("wish_nobody", replace(wish("client"), subject=()), ("subject",)),
    ("wish_ca_without_name", replace(CA, subject=(), names=name(NameKind.DNS, "a.example")), ("subject",)),
    (
        "wish_constraints_without_ca",
        replace(SERVER, name_constraints=wanted.NameConstraints(name(NameKind.DNS, "a.example"))),
        ("name_constraints",),
    ),
    ("wish_days_out_of_range", replace(SERVER, validity=Validity(0)), ("validity", "days")),
    ("wish_days_out_of_range", replace(SERVER, validity=Validity(36526)), ("validity", "days")),
    ("wish_ends_before_it_begins", replace(SERVER, validity=Validity(not_after=NOW - timedelta(days=1))), ("validity", "not_after")),
    ("wish_longer_than_a_century", replace(SERVER, validity=Validity(not_after=NOW + timedelta(days=36600))), ("validity", "not_after")),
    (
        "wish_time_out_of_range",
        replace(SERVER, validity=Validity(not_before=datetime(1949, 12, 31, tzinfo=UTC))),
        ("validity", "not_before"),
    ),
]  # fmt: skip
WARNINGS: list[tuple[str, Specification, tuple[str | int, ...]]] = [
    ("wish_common_name_not_among_names", wish("server", "other.example.test"), ("subject", 2, "value")),
    ("wish_sign_without_ca", replace(SERVER, key_usage=wanted.KeyUsage(frozenset({"keyCertSign"}))), ("key_usage", "usages")),
    ("wish_begins_later", replace(SERVER, validity=Validity(9, NOW + timedelta(days=1))), ("validity", "not_before")),
    ("wish_over_already", replace(SERVER, validity=Validity(9, NOW - timedelta(days=20))), ("validity", "days")),
]


@pytest.mark.parametrize(("id", "specification", "place"), FAILURES)
def test_what_cannot_be_is_a_failure_at_its_field(id: str, specification: Specification, place: tuple[str | int, ...]) -> None:
    found = [problem for problem in problems(specification, NOW) if problem.status is Status.FAILURE]
    assert [(problem.message.id, problem.place) for problem in found] == [(id, place)]


@pytest.mark.parametrize(("id", "specification", "place"), WARNINGS)
def test_what_is_hardly_meant_is_a_warning(id: str, specification: Specification, place: tuple[str | int, ...]) -> None:
    found = problems(specification, NOW)
    assert [(problem.message.id, problem.place, problem.status) for problem in found] == [(id, place, Status.WARNING)]


@pytest.mark.parametrize("id", BUILT_IN)
def test_a_filled_in_profile_has_no_problem(id: str) -> None:
    assert [problem for problem in problems(wish(id, "www.example.test"), NOW) if problem.status is Status.FAILURE] == []


def test_the_same_name_in_another_spelling_is_the_same() -> None:
    specification = replace(wish("server", "WWW.日本語.example"), names=name(NameKind.DNS, "www.xn--wgv71a119e.example"))
    assert problems(specification, NOW) == ()


def test_a_common_name_is_measured_in_characters() -> None:
    long = attribute("認" * 64)
    assert [problem for problem in problems(long, NOW) if problem.status is Status.FAILURE] == []
    der = build_self_signed(long, key_of(KeyKind.ED25519, "leaf"), NOW)
    assert parse_certificate(der).subject.short == "認" * 64


def test_one_mistake_does_not_hide_the_next() -> None:
    many = replace(SERVER, names=(*name(NameKind.DNS, "a b"), *SERVER.names, *name(NameKind.IP, "x")), crl_urls=("", ""))
    assert [problem.place for problem in problems(many, NOW)] == [("names", 0), ("names", 4), ("crl_urls", 0), ("crl_urls", 1)]


def test_a_request_is_not_asked_for_what_is_the_cas() -> None:
    late = replace(SERVER, validity=Validity(0), crl_urls=("x",))
    assert problems(late, NOW, request=True) == ()


SAMPLES = ["a.example", "192.0.2.1", "1.2.3", "a@b.example", "CN=x", "*.", "@", "\x00", "xn--", "0500", "/"]
TEXTS = st.text(max_size=12) | st.sampled_from(SAMPLES)
TYPES = [*LONGEST, *COUNTRIES, "2.5.4.45", "2.5.4.46", "0.9.2342.19200300.100.1.25", "1.2.840.113549.1.9.1", "2.5.4.65"]
NAMES = st.tuples(st.builds(AlternativeName, st.sampled_from(NameKind), TEXTS))


@given(
    st.builds(
        Specification,
        subject=st.tuples(st.builds(SubjectAttribute, TEXTS | st.sampled_from(TYPES), TEXTS, st.sampled_from(wanted.TextType))),
        names=NAMES,
        validity=st.builds(Validity, st.integers(-(10**10), 10**10)),
        name_constraints=st.builds(wanted.NameConstraints, NAMES, NAMES),
        policies=st.tuples(st.builds(wanted.Policy, TEXTS, st.tuples(TEXTS), st.tuples(TEXTS))),
        crl_urls=st.tuples(TEXTS),
        basic_constraints=st.builds(wanted.BasicConstraints, st.booleans(), st.none() | st.integers(-3, 3) | st.integers(2**30, 2**70)),
        hash=st.sampled_from(["", "sha256", "sha384", "sha512", "md5"]),
        raw=st.tuples(st.builds(RawExtension, TEXTS, TEXTS)),
    )
)
def test_what_has_no_failure_can_be_built_and_what_cannot_be_built_has_one(specification: Specification) -> None:
    failures = [problem for problem in problems(specification, NOW) if problem.status is Status.FAILURE]
    try:
        build_self_signed(specification, key_of(KeyKind.ED25519, "leaf"), NOW)
    except SpecificationError as error:
        assert failures, error.message

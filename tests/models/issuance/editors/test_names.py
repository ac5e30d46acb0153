"""What kind of name was typed, and which names were pasted."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.core.issuance.strategies import texts
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute
from workbench.models.issuance.editors import names

CN = "2.5.4.3"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("www.example.com", NameKind.DNS),
        ("*.example.com", NameKind.DNS),
        ("例え.jp", NameKind.DNS),
        ("localhost", NameKind.DNS),
        ("192.0.2.1", NameKind.IP),
        (" 2001:db8::1 ", NameKind.IP),
        ("::1", NameKind.IP),
        ("1.2.3.4.5", NameKind.REGISTERED_ID),
        ("user@example.com", NameKind.EMAIL),
        ("https://example.com/", NameKind.URI),
        ("spiffe://example.org/service", NameKind.URI),
        ("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", NameKind.URI),
        ("https://user@example.com/", NameKind.URI),
        ("CN=Example,O=Example,C=JP", NameKind.DIRECTORY),
        ("2.5.4.3=Example", NameKind.DIRECTORY),
        ("example.com:443", NameKind.DNS),
    ],
)
def test_the_kind_is_guessed(text: str, kind: NameKind) -> None:
    assert names.guess_kind(text) is kind


def test_a_network_is_an_address_where_limits_are_set() -> None:
    assert names.guess_kind("192.0.2.0/24", network=True) is NameKind.IP
    assert names.guess_kind("2001:db8::/32", network=True) is NameKind.IP
    assert names.guess_kind("192.0.2.0/24") is not NameKind.IP


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.example\nb.example\r\n\nc.example", ["a.example", "b.example", "c.example"]),
        ("a.example, b.example;c.example  d.example", ["a.example", "b.example", "c.example", "d.example"]),
        ("CN=Example Ltd, O=Example\nwww.example.com", ["CN=Example Ltd, O=Example", "www.example.com"]),
        ("https://a.example/\nhttps://b.example/", ["https://a.example/", "https://b.example/"]),
        ("  ", []),
    ],
)
def test_a_list_is_taken_apart(text: str, expected: list[str]) -> None:
    assert list(names.split_names(text)) == expected


def test_what_openssl_prints_and_reads_is_understood() -> None:
    """The line of `openssl x509 -noout -ext subjectAltName`, and the section of a configuration file (x509v3_config(5))."""
    printed = "    DNS:www.example.com, DNS:*.example.com, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1, email:user@example.com, URI:https://example.com/"
    found = [names.read_name(part) for part in names.split_names(printed)]
    assert found == [
        AlternativeName(NameKind.DNS, "www.example.com"),
        AlternativeName(NameKind.DNS, "*.example.com"),
        AlternativeName(NameKind.IP, "192.0.2.1"),
        AlternativeName(NameKind.IP, "2001:DB8:0:0:0:0:0:1"),
        AlternativeName(NameKind.EMAIL, "user@example.com"),
        AlternativeName(NameKind.URI, "https://example.com/"),
    ]
    configured = "DNS.1 = www.example.com\nDNS.2=example.com\nIP.1 = 192.0.2.1\n"
    assert [names.read_name(part) for part in names.split_names(configured)] == [
        AlternativeName(NameKind.DNS, "www.example.com"),
        AlternativeName(NameKind.DNS, "example.com"),
        AlternativeName(NameKind.IP, "192.0.2.1"),
    ]


@given(texts())
def test_nothing_typed_breaks_it(text: str) -> None:
    for part in names.split_names(text):
        assert part.strip() == part != ""
        names.read_name(part)
    for kind in NameKind:
        names.wants_rows(text, kind)
        names.encoded(kind, text)


def test_commas_belong_to_some_names() -> None:
    assert not names.wants_rows("https://example.com/a,b", NameKind.URI)
    assert not names.wants_rows("CN=a,O=b", NameKind.DIRECTORY)
    assert names.wants_rows("a.example,b.example", NameKind.DNS)
    assert not names.wants_rows("a.example,", NameKind.DNS)


def test_the_a_label_is_told() -> None:
    """Python's own Punycode (RFC 3492) says the same."""
    assert "例え".encode("punycode") == b"r8jz45g"
    assert names.encoded(NameKind.DNS, "*.例え.jp") == "*.xn--r8jz45g.jp"
    assert names.encoded(NameKind.EMAIL, "user@例え.jp") == "user@xn--r8jz45g.jp"
    assert names.encoded(NameKind.DNS, "www.example.com") == ""
    assert names.encoded(NameKind.DNS, "例 え") == ""
    assert names.encoded(NameKind.URI, "https://例え.jp/") == ""


def test_a_common_name_that_is_missing_is_found() -> None:
    wanted = Specification(
        (SubjectAttribute(CN, "www.例え.jp"), SubjectAttribute("2.5.4.10", "a.example"), SubjectAttribute(CN, "Example CA"))
    )
    assert names.missing_common_names(wanted) == ("www.例え.jp",)
    known = Specification(wanted.subject, (AlternativeName(NameKind.DNS, "WWW.xn--r8jz45g.JP"),))
    assert names.missing_common_names(known) == ()

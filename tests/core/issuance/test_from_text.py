"""Names as people type them. What RFC 4514 says of distinguished names is compared with the library's own reader."""

from __future__ import annotations

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import UsageError
from workbench.core.issuance import parts
from workbench.core.issuance.from_text import alternative_name, attribute, common_name_of, constraint, subject
from workbench.core.issuance.specification import AlternativeName, NameKind, SubjectAttribute


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("www.example.test", NameKind.DNS, "www.example.test"),
        ("*.例え.テスト", NameKind.DNS, "*.例え.テスト"),
        ("192.0.2.7", NameKind.IP, "192.0.2.7"),
        ("2001:DB8::1", NameKind.IP, "2001:db8::1"),
        ("[2001:db8::1]", NameKind.IP, "2001:db8::1"),
        ("alice@example.test", NameKind.EMAIL, "alice@example.test"),
        ("https://example.test/a", NameKind.URI, "https://example.test/a"),
        ("dns:192.0.2.7", NameKind.DNS, "192.0.2.7"),
        ("IP: 192.0.2.7", NameKind.IP, "192.0.2.7"),
        ("upn:alice@example.test", NameKind.UPN, "alice@example.test"),
        ("uri:urn:example:a", NameKind.URI, "urn:example:a"),
        ("dirname:CN=a,O=b", NameKind.DIRECTORY, "CN=a,O=b"),
        ("rid:1.2.3", NameKind.REGISTERED_ID, "1.2.3"),
    ],
)
def test_the_kind_of_a_name_is_seen_or_said(text: str, kind: NameKind, value: str) -> None:
    assert alternative_name(text) == AlternativeName(kind, value)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("192.0.2.0/24", NameKind.IP, "192.0.2.0/24"),
        ("ip:2001:db8::/32", NameKind.IP, "2001:db8::/32"),
        (".example.test", NameKind.DNS, "example.test"),
        ("email:example.test", NameKind.EMAIL, "example.test"),
    ],
)
def test_constraints_are_networks_and_domains(text: str, kind: NameKind, value: str) -> None:
    found = constraint(text)
    assert found == AlternativeName(kind, value)
    parts.constraint_name(found, ())  # and can be written so


# RFC 4514 section 4, and what people write besides.
EXAMPLES = (
    "UID=jsmith,DC=example,DC=net",
    r"CN=James \"Jim\" Smith\, III,DC=example,DC=net",
    r"CN=Before\0dAfter,DC=example,DC=net",
    r"CN=Lu\C4\8Di\C4\87",
    "CN=山田太郎,O=例,C=JP",
    r"CN=a\+b,O=c\\d,OU=\#e",
    "2.5.4.97=NTRJP-1,CN=x",
)


@pytest.mark.parametrize("text", EXAMPLES)
def test_distinguished_names_are_read_as_the_library_reads_them(text: str) -> None:
    assert parts.name(subject(text)) == x509.Name.from_rfc4514_string(text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20), min_size=1))
def test_what_the_library_writes_comes_back(values: list[str]) -> None:
    name = x509.Name([x509.NameAttribute(x509.ObjectIdentifier("2.5.4.10"), value) for value in values])
    assert [item.value for item in subject(name.rfc4514_string())] == values


def test_the_form_of_openssl_is_read_too() -> None:
    assert subject("/C=JP/O=A\\/B/CN=www") == subject("CN=www,O=A/B,C=JP")
    assert attribute("organizationName = Example, Inc.") == SubjectAttribute("2.5.4.10", "Example, Inc.")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("CN=a+OU=b", "typed_multivalued"),
        ("CN", "typed_no_equals"),
        ("XX=a", "typed_attribute"),
        ("CN=#0401ff", "typed_hex_value"),
        (r"CN=\ff", "typed_not_utf8"),
    ],
)
def test_what_is_no_name_is_said(text: str, id: str) -> None:
    with pytest.raises(UsageError) as caught:
        subject(text)
    assert caught.value.message.id == id


def test_a_common_name_is_the_name_in_a_labels_unless_it_is_too_long() -> None:
    assert common_name_of(AlternativeName(NameKind.DNS, "*.例え.テスト")) == (SubjectAttribute("2.5.4.3", "*.xn--r8jz45g.xn--zckzah"),)
    assert common_name_of(AlternativeName(NameKind.DNS, "a" * 60 + ".example")) == ()

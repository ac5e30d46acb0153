"""Names: text as `cryptography` prints it, and the comparison rules of RFC 5280 7.1."""

import string

import pytest
from cryptography import x509
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.x509.name import Name, normalized_name, parse_name
from workbench.core.x509.trust_store import mozilla

VALUES = st.text(st.sampled_from(string.printable + "ÄßÉ日本ＡＢ\u00a0\u2003"), min_size=1, max_size=12)
KINDS = st.sampled_from([_ASN1Type.UTF8String, _ASN1Type.BMPString])
ATTRIBUTES = st.builds(lambda text, kind: x509.NameAttribute(NameOID.ORGANIZATION_NAME, text, kind), VALUES, KINDS)
RDNS = st.lists(ATTRIBUTES, min_size=1, max_size=3, unique_by=lambda attribute: attribute.value).map(x509.RelativeDistinguishedName)


def ours(*attributes: tuple[x509.ObjectIdentifier, str], kind: _ASN1Type | None = None) -> Name:
    return parse_name(reader.read(x509.Name([x509.NameAttribute(oid, text, kind) for oid, text in attributes]).public_bytes()))


def test_text_forms() -> None:
    theirs = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, 'A, "B" + <C>; \\'),
            x509.NameAttribute(NameOID.COMMON_NAME, " # 日本 "),
            x509.NameAttribute(NameOID.EMAIL_ADDRESS, "a@example.test"),
        ]
    )
    name = parse_name(reader.read(theirs.public_bytes()))
    # The library prints the OID of what RFC 4514 section 3 has no name for; we print its usual short name.
    assert name.rfc4514.replace("emailAddress=", "1.2.840.113549.1.9.1=") == theirs.rfc4514_string()
    assert name.openssl.startswith("C = JP, O = A\\, ")
    assert name.short == " # 日本 "


def test_case_space_and_string_type_do_not_count() -> None:
    left = ours((NameOID.COUNTRY_NAME, "JP"), (NameOID.COMMON_NAME, "Example  Root"), kind=None)
    right = ours((NameOID.COUNTRY_NAME, "jp"), (NameOID.COMMON_NAME, " example root "), kind=None)
    printable = ours((NameOID.COUNTRY_NAME, "JP"), (NameOID.COMMON_NAME, "Example Root"), kind=_ASN1Type.PrintableString)
    assert left.matches(right) and right.matches(printable)
    assert not left.matches(ours((NameOID.COUNTRY_NAME, "JP"), (NameOID.COMMON_NAME, "ExampleRoot")))
    assert not left.matches(ours((NameOID.COMMON_NAME, "Example Root"), (NameOID.COUNTRY_NAME, "JP")))


def test_full_width_forms_are_the_same_name() -> None:
    assert ours((NameOID.COMMON_NAME, "ＡＢＣ")).matches(ours((NameOID.COMMON_NAME, "abc")))


@given(st.lists(RDNS, max_size=6))
def test_the_quick_way_to_compare_gives_what_the_slow_one_gives(rdns: list[x509.RelativeDistinguishedName]) -> None:
    der = x509.Name(rdns).public_bytes()
    assert normalized_name(der) == parse_name(reader.read(der)).normalized


@given(st.integers(0, 60), st.integers(0, 255))
def test_the_quick_way_takes_nothing_that_the_slow_one_refuses(place: int, octet: int) -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"), x509.NameAttribute(NameOID.COMMON_NAME, "Example Root")])
    der = bytearray(name.public_bytes())
    der[place % len(der)] = octet
    try:
        wanted = parse_name(reader.read(bytes(der))).normalized
    except DerError:
        with pytest.raises(DerError):
            normalized_name(bytes(der))
    else:
        assert normalized_name(bytes(der)) == wanted


def test_the_quick_way_agrees_on_every_root_of_mozilla() -> None:
    assert len(mozilla()) > 100
    for certificate in mozilla().certificates:
        assert normalized_name(certificate.subject_der) == certificate.subject.normalized

"""Names: text as `cryptography` prints it, and the comparison rules of RFC 5280 7.1."""

from cryptography import x509
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID

from workbench.core.asn1 import reader
from workbench.core.x509.name import Name, parse_name


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

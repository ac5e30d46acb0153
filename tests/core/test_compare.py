"""Two objects side by side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from workbench import words
from workbench.core.compare import Row, State, compare, differences
from workbench.core.node import Node
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.fields import certificate_fields

START = datetime(2026, 1, 1, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
SAN = x509.SubjectAlternativeName([x509.DNSName("a.example"), x509.DNSName("b.example")])
USAGE = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
CONSTRAINTS = x509.BasicConstraints(False, None)


def subject(*values: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Org"), *(x509.NameAttribute(NameOID.COMMON_NAME, v) for v in values)])


def make(name: x509.Name, extensions: list[x509.ExtensionType], serial: int = 5, key: ec.EllipticCurvePrivateKey = KEY) -> Certificate:
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(subject("CA")).public_key(key.public_key()).serial_number(serial)
    builder = builder.not_valid_before(START).not_valid_after(START + timedelta(days=90))
    for extension in extensions:
        builder = builder.add_extension(extension, False)
    return parse_certificate(builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER))


def rows_of(left: Certificate, right: Certificate) -> dict[tuple[str, ...], Row]:
    rows = compare(certificate_fields(left), certificate_fields(right), left.der, right.der)
    return {row.path: row for row in rows}


def test_a_certificate_equals_itself() -> None:
    certificate = make(subject("a"), [SAN, USAGE])
    rows = compare(certificate_fields(certificate), certificate_fields(certificate), certificate.der, certificate.der)
    assert len(rows) == sum(1 for _ in certificate_fields(certificate).walk())
    assert not differences(rows) and rows[0].path == ()


def test_extensions_are_lined_up_by_name_not_by_position() -> None:
    rows = rows_of(make(subject("a"), [SAN, USAGE]), make(subject("a"), [CONSTRAINTS, USAGE, SAN]))
    path = ("tbsCertificate", "extensions")
    assert rows[(*path, "subjectAltName")].state is State.SAME
    assert rows[(*path, "keyUsage")].state is State.SAME
    assert rows[(*path, "basicConstraints")].state is State.ONLY_RIGHT
    assert rows[(*path, "basicConstraints")].left is None and rows[path].state is State.CHANGED
    assert rows[()].state is State.CHANGED
    assert rows[("tbsCertificate", "subject")].state is State.SAME
    assert rows[("signatureValue",)].state is State.CHANGED


def test_changed_values_and_their_parents() -> None:
    rows = rows_of(make(subject("a"), [], serial=5), make(subject("b"), [], serial=6))
    serial = rows[("tbsCertificate", "serialNumber")]
    assert (serial.state, serial.left_value, serial.right_value, serial.label) == (State.CHANGED, "5", "6", "serialNumber")
    assert rows[("tbsCertificate", "subject")].state is State.CHANGED
    assert rows[("tbsCertificate", "subject", "commonName")].state is State.CHANGED
    assert rows[("tbsCertificate", "subject", "organizationName")].state is State.SAME
    assert rows[("tbsCertificate", "issuer")].state is State.SAME


def test_equal_siblings_are_paired_by_value_first() -> None:
    left = Node("names", children=(Node("dNSName", "a"), Node("dNSName", "b"), Node("dNSName", "c")))
    right = Node("names", children=(Node("dNSName", "c"), Node("dNSName", "x"), Node("dNSName", "a"), Node("dNSName", "y")))
    rows = compare(left, right)[1:]
    assert [(row.left_value, row.right_value, row.state) for row in rows] == [
        ("a", "a", State.SAME),
        ("b", "x", State.CHANGED),
        ("c", "c", State.SAME),
        ("", "y", State.ONLY_RIGHT),
    ]


def test_things_that_name_themselves_are_not_mixed_up() -> None:
    def entry(serial: str, date: str) -> Node:
        return Node("revokedCertificate", "", children=(Node("userCertificate", serial), Node("revocationDate", date)))

    rows = compare(Node("l", children=(entry("1", "x"), entry("2", "x"))), Node("l", children=(entry("2", "y"), entry("3", "x"))))
    states = [row.state for row in rows if row.label == "revokedCertificate"]
    assert states == [State.ONLY_LEFT, State.CHANGED, State.ONLY_RIGHT]


def test_same_text_in_another_string_type_is_seen() -> None:
    def name(type: x509.name._ASN1Type) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a", type)])

    left, right = make(name(x509.name._ASN1Type.UTF8String), []), make(name(x509.name._ASN1Type.PrintableString), [])
    row = rows_of(left, right)[("tbsCertificate", "subject", "commonName")]
    assert row.state is State.SAME and row.encoding
    without = {row.path: row for row in compare(certificate_fields(left), certificate_fields(right))}
    assert not without[("tbsCertificate", "subject", "commonName")].encoding


def test_a_request_and_its_certificate() -> None:
    from workbench.core.x509.request import parse_request
    from workbench.core.x509.request_fields import request_fields

    builder = x509.CertificateSigningRequestBuilder().subject_name(subject("a")).add_extension(SAN, False).add_extension(USAGE, False)
    request = parse_request(builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER))
    certificate = make(subject("a"), [CONSTRAINTS, SAN])
    rows = {row.path: row for row in compare(request_fields(request), certificate_fields(certificate))}
    assert {path[0] for path in rows if path} == {"subject", "subjectPublicKeyInfo", "extensions"}
    assert rows[("subject",)].state is State.SAME and rows[("subjectPublicKeyInfo",)].state is State.SAME
    assert rows[("extensions", "subjectAltName")].state is State.SAME
    assert rows[("extensions", "keyUsage")].state is State.ONLY_LEFT
    assert rows[("extensions", "basicConstraints")].state is State.ONLY_RIGHT


@pytest.mark.parametrize(("key", "state"), [(KEY, State.SAME), (OTHER, State.CHANGED)])
def test_a_public_key_and_a_certificate(key: ec.EllipticCurvePrivateKey, state: State) -> None:
    from workbench.core.asn1 import reader
    from workbench.core.x509.key_nodes import spki_node

    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    rows = compare(spki_node("subjectPublicKeyInfo", reader.read(spki)), certificate_fields(make(subject("a"), [])))
    assert {row.path[0] for row in rows if row.path} == {"subjectPublicKeyInfo"}
    assert {row.path: row for row in rows}[("subjectPublicKeyInfo",)].state is state


def test_secrets_are_compared_but_not_shown() -> None:
    def key(value: str) -> Node:
        return Node("PrivateKeyInfo", children=(Node("algorithm", "EC"), Node("privateKey", value, secret=True)))

    rows = compare(key("11aa"), key("22bb"))
    assert rows[2].state is State.CHANGED and rows[2].secret
    assert rows[2].left_value == rows[2].right_value == ""
    alone = compare(key("11aa"), Node("PrivateKeyInfo", children=(Node("algorithm", "EC"),)))
    assert alone[2].state is State.ONLY_LEFT and alone[2].left_value == ""


def test_what_is_inside_a_secret_is_not_shown_either() -> None:
    def attribute(word: str) -> Node:
        return Node("l", children=(Node("challengePassword", "", children=(Node("value", word),), secret=True),))

    rows = compare(attribute("one"), attribute("two"))
    assert [(row.label, row.state) for row in rows] == [("", State.CHANGED), ("challengePassword", State.CHANGED)]
    assert compare(attribute("one"), attribute("one"))[1].state is State.SAME
    assert len(compare(attribute("one"), Node("l"))) == 2


def test_large_lists_take_linear_time() -> None:
    def many(count: int) -> Node:
        return Node(
            "l", children=tuple(Node("e", str(number), children=(Node("userCertificate", str(number)),)) for number in range(count))
        )

    rows = compare(many(20_000), many(20_001))
    assert len(rows) == 1 + 2 * 20_001 and len(differences(rows)) == 3


def test_every_state_has_words() -> None:
    assert all(words.has(f"compare_{state}") for state in State) and words.has("compare_encoding")

"""The field tree of a certificate: labels, spans, explanations, and what is wrong with an encoding."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509

from tests.core.x509 import crafted
from tests.work import counted
from workbench import words
from workbench.core.asn1 import reader, writer
from workbench.core.asn1.reader import DerError
from workbench.core.node import Node
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.fields import certificate_fields, encoding_problems, signature_node


def real(corpora: Path) -> list[Certificate]:
    result = []
    for file in sorted((corpora / "certs" / "from_captures").glob("*.der")):
        try:
            result.append(parse_certificate(file.read_bytes()))
        except DerError:
            continue
    assert len(result) > 100
    return result


def found(certificate: Certificate) -> set[tuple[str, str]]:
    return {("/".join(path), problem.message.id) for path, problem in encoding_problems(certificate)}


def test_labels_and_spans() -> None:
    basic = crafted.extension("2.5.29.19", bytes.fromhex("30060101ff020100"), b"\x01\x01\xff")
    certificate = crafted.certificate(rest=crafted.extensions(basic))
    root = certificate_fields(certificate)
    assert root.label == "Certificate"
    assert [child.label for child in root.children] == ["tbsCertificate", "signatureAlgorithm", "signatureValue"]
    tbs = root.children[0]
    assert [child.label for child in tbs.children] == [
        "version", "serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo", "extensions",
    ]  # fmt: skip
    assert tbs.start == certificate.fields.tbs_certificate.start and tbs.length == certificate.fields.tbs_certificate.length
    extension = tbs.find("extensions", "basicConstraints")
    assert extension is not None and extension.note is not None and extension.note.id == "field_critical"
    assert extension.value == "cA: TRUE, pathLenConstraint: 0"
    ca, length = extension.find("cA"), extension.find("pathLenConstraint")
    assert ca is not None and certificate.der[ca.start : ca.start + ca.length] == b"\x01\x01\xff"
    assert length is not None and certificate.der[length.start : length.start + length.length] == b"\x02\x01\x00"
    before = root.find("tbsCertificate", "validity", "notBefore")
    assert before is not None and before.value == "2026-01-01 00:00:00 UTC"
    assert [child.label for child in root.children[2].children] == ["r", "s"]
    assert not encoding_problems(certificate)


P = "tbsCertificate"
NAME_C = ("2.5.4.6", b"JPN", 0x13)
CASES: list[tuple[dict[str, bytes], str, str]] = [
    ({"version": writer.element(0xA0, writer.integer(0))}, f"{P}/version", "der_default_encoded"),
    ({"version": writer.element(0xA0, writer.integer(9))}, f"{P}/version", "der_out_of_range"),
    ({"serial": writer.integer(-5)}, f"{P}/serialNumber", "der_serial_negative"),
    ({"serial": writer.integer(0)}, f"{P}/serialNumber", "der_serial_zero"),
    ({"serial": writer.integer(1 << 160)}, f"{P}/serialNumber", "der_serial_too_long"),
    ({"serial": bytes.fromhex("02020001")}, f"{P}/serialNumber", "der_integer_not_minimal"),
    ({"serial": bytes.fromhex("0200")}, f"{P}/serialNumber", "der_integer_empty"),
    ({"serial": bytes.fromhex("02810107")}, f"{P}/serialNumber", "der_length_not_minimal"),
    ({"algorithm": writer.algorithm("1.2.840.10045.4.3.3")}, "signatureAlgorithm", "der_algorithm_mismatch"),
    ({"algorithm": writer.algorithm("1.2.840.10045.4.3.2", writer.null())}, f"{P}/signature", "der_parameters_present"),
    ({"algorithm": writer.algorithm("1.2.840.113549.1.1.11")}, f"{P}/signature", "der_parameters_missing"),
    ({"issuer": writer.sequence()}, f"{P}/issuer", "der_empty"),
    ({"subject": crafted.name(crafted.attribute(*NAME_C))}, f"{P}/subject/countryName", "der_country"),
    ({"subject": crafted.name(crafted.attribute("2.5.4.6", b"JP", 0x0C))}, f"{P}/subject/countryName", "der_wrong_string_type"),
    ({"subject": crafted.name(crafted.attribute("2.5.4.3", b"a*b", 0x13))}, f"{P}/subject/commonName", "der_string_bad_character"),
    ({"subject": crafted.name(crafted.attribute("2.5.4.3", b"a\0b", 0x13))}, f"{P}/subject/commonName", "der_string_bad_character"),
    ({"subject": crafted.name(crafted.attribute("2.5.4.3", b"\xff"))}, f"{P}/subject/commonName", "der_string_not_decodable"),
    ({"subject": crafted.name(crafted.attribute("2.5.4.3", b"x" * 65))}, f"{P}/subject/commonName", "der_too_long"),
    ({"subject": crafted.name(crafted.attribute("2.5.4.10", b""))}, f"{P}/subject/organizationName", "der_empty"),
    ({"subject": crafted.name(crafted.attribute("2.5.4.3", b"a", 0x04))}, f"{P}/subject/commonName", "der_not_a_string"),
    (
        {"validity": writer.sequence(crafted.time(b"260101000000Z"), crafted.time(b"20270101000000Z", 0x18))},
        f"{P}/validity/notAfter",
        "der_time_should_be_utctime",
    ),
    (
        {"validity": writer.sequence(crafted.time(b"2601010000Z"), crafted.time(b"270101000000Z"))},
        f"{P}/validity/notBefore",
        "der_time_form",
    ),
    (
        {"validity": writer.sequence(crafted.time(b"260101000000+0900"), crafted.time(b"270101000000Z"))},
        f"{P}/validity/notBefore",
        "der_time_form",
    ),
    ({"validity": writer.sequence(crafted.time(b"nonsense"), crafted.time(b"270101000000Z"))}, f"{P}/validity/notBefore", "der_time"),
    (
        {"validity": writer.sequence(crafted.time(b"280101000000Z"), crafted.time(b"270101000000Z"))},
        f"{P}/validity",
        "der_validity_reversed",
    ),
    ({"validity": writer.sequence(crafted.time(b"280101000000Z"))}, f"{P}/validity", "der_wrong_count"),
    ({"rest": writer.element(0xA3, writer.sequence())}, f"{P}/extensions", "der_empty"),
    (
        {"rest": crafted.extensions(crafted.extension("2.5.29.14", writer.octet_string(b"a"))), "version": b""},
        f"{P}/extensions",
        "der_needs_version",
    ),
    ({"rest": writer.element(0x81, b"\0\1"), "version": b""}, f"{P}/issuerUniqueID", "der_needs_version"),
    (
        {"rest": crafted.extensions(*[crafted.extension("2.5.29.14", writer.octet_string(b"a"))] * 2)},
        f"{P}/extensions/subjectKeyIdentifier",
        "der_duplicate_extension",
    ),
    (
        {"rest": crafted.extensions(crafted.extension("2.5.29.14", writer.octet_string(b"a"), b"\x01\x01\x00"))},
        f"{P}/extensions/subjectKeyIdentifier/critical",
        "der_default_encoded",
    ),
    (
        {"rest": crafted.extensions(crafted.extension("2.5.29.14", writer.octet_string(b"a"), b"\x01\x01\x01"))},
        f"{P}/extensions/subjectKeyIdentifier/critical",
        "der_boolean_not_der",
    ),
    (
        {"rest": crafted.extensions(crafted.extension("2.5.29.19", bytes.fromhex("3003010100")))},
        f"{P}/extensions/basicConstraints/cA",
        "der_default_encoded",
    ),
    ({"rest": crafted.extensions(writer.sequence(writer.null()))}, f"{P}/extensions/Extension", "der_wrong_count"),
    ({"spki": writer.sequence(writer.null())}, f"{P}/subjectPublicKeyInfo", "der_wrong_count"),
    ({"signature": writer.element(0x03, b"\x03\xf8")}, "signatureValue", "der_unused_bits"),
]


@pytest.mark.parametrize(("parts", "path", "problem"), CASES, ids=[f"{case[2]}-{n}" for n, case in enumerate(CASES)])
def test_what_is_wrong_is_said_and_where(parts: dict[str, bytes], path: str, problem: str) -> None:
    certificate = crafted.certificate(**parts)
    assert (path, problem) in found(certificate)
    for _, entry in encoding_problems(certificate):
        assert 0 <= entry.offset <= len(certificate.der)


def test_attributes_of_one_rdn_out_of_order() -> None:
    pairs = [writer.sequence(writer.oid("2.5.4.10"), writer.element(0x0C, text)) for text in (b"b", b"a")]
    certificate = crafted.certificate(subject=writer.sequence(writer.element(0x31, *pairs)))
    assert (f"{P}/subject/organizationName", "der_set_order") in found(certificate)


def test_headers_that_no_field_stands_for_are_checked_too() -> None:
    pair = writer.sequence(writer.oid("2.5.4.3"), writer.element(0x0C, b"a"))
    long_set = b"\x31\x81" + bytes((len(pair),)) + pair
    certificate = crafted.certificate(subject=writer.sequence(long_set))
    assert (f"{P}/subject", "der_length_not_minimal") in found(certificate)


def test_rsassa_pss_parameters() -> None:
    sha256 = writer.algorithm("2.16.840.1.101.3.4.2.1", writer.null())
    mask = writer.algorithm("1.2.840.113549.1.1.8", sha256)
    parameters = writer.sequence(
        writer.element(0xA0, sha256),
        writer.element(0xA1, mask),
        writer.element(0xA2, writer.integer(32)),
        writer.element(0xA3, writer.integer(1)),
    )
    algorithm = writer.algorithm("1.2.840.113549.1.1.10", parameters)
    certificate = crafted.certificate(algorithm=algorithm, outer=algorithm)
    node = certificate_fields(certificate).find("signatureAlgorithm", "parameters")
    assert node is not None
    assert [(child.label, child.value) for child in node.children] == [
        ("hashAlgorithm", "sha256"), ("maskGenAlgorithm", "mgf1 (sha256)"), ("saltLength", "32"), ("trailerField", "1"),
    ]  # fmt: skip
    assert found(certificate) == {
        ("signatureAlgorithm/parameters/trailerField", "der_default_encoded"),
        (f"{P}/signature/parameters/trailerField", "der_default_encoded"),
    }


def test_every_node_lies_inside_its_parent(corpora: Path) -> None:
    for certificate in real(corpora):
        root = certificate_fields(certificate)
        assert (root.start, root.length) == (0, len(certificate.der))
        stack = [root]
        while stack:
            node = stack.pop()
            for child in node.children:
                stack.append(child)
                if child.start >= 0:
                    assert node.start <= child.start and child.start + child.length <= node.start + node.length, child.label


def test_every_explanation_and_remark_has_words(corpora: Path) -> None:
    for certificate in real(corpora):
        for node in certificate_fields(certificate).walk():
            assert not node.explanation or words.has(node.explanation), node.explanation
            assert node.note is None or words.has(node.note.id)
            for problem in node.problems:
                for language in words.LANGUAGES:
                    assert "{" not in words.say(problem.message, language), problem.message


def test_what_the_library_refuses_is_said_here(corpora: Path) -> None:
    refused = 0
    for certificate in real(corpora):
        try:
            loaded = x509.load_der_x509_certificate(certificate.der)
            _ = (loaded.extensions, loaded.subject, loaded.issuer, loaded.not_valid_after_utc)
        except ValueError:
            refused += 1
            assert encoding_problems(certificate), certificate
    assert refused >= 6


def test_certificates_without_fault_have_no_problem(corpora: Path) -> None:
    clean = sum(1 for certificate in real(corpora) if not encoding_problems(certificate))
    assert clean > 110


def test_fast_enough_to_show_at_once(corpora: Path) -> None:
    certificates = real(corpora)
    certificate_fields.cache_clear()
    with counted() as work:
        for certificate in certificates:
            certificate_fields(certificate)
    assert work.calls < 5_000 * len(certificates)


def walk_paths(node: Node, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    return [path, *(inner for child in node.children for inner in walk_paths(child, (*path, child.label)))]


def test_paths_of_problems_are_paths_of_the_tree() -> None:
    for parts, _, _ in CASES:
        certificate = crafted.certificate(**parts)
        paths = walk_paths(certificate_fields(certificate))
        for path, _ in encoding_problems(certificate):
            assert path in paths


def test_a_signature_that_only_looks_like_two_numbers_is_no_flaw() -> None:
    """One ML-DSA signature in 256 begins with the octet of a SEQUENCE; so may RSA's."""
    element = reader.read(writer.bit_string(b"\x30\xe0\x19\xee" + bytes(60)))
    for oid in ("2.16.840.1.101.3.4.3.17", "2.16.840.1.101.3.4.3.20", "2.16.840.1.101.3.4.3.14", "1.2.840.113549.1.1.11"):
        assert signature_node("signatureValue", element, oid).problems == (), oid
    for oid in ("1.2.840.10045.4.3.2", "2.16.840.1.101.3.4.3.2", "2.16.840.1.101.3.4.3.10"):
        assert signature_node("signatureValue", element, oid).problems != (), oid

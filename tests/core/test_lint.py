"""pkilint's opinion, placed on our fields and said in our words."""

from __future__ import annotations

import base64
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from workbench import words
from workbench.core.asn1 import writer
from workbench.core.lint import MAX_CERTIFICATE, Profile, _build, _crl_container, _ocsp_container, lint, lint_crl, lint_ocsp, profile_of
from workbench.core.lint.clauses import CLAUSES, SHARED
from workbench.core.lint.codes import describe, own_id
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.fields import certificate_fields
from workbench.core.x509.finding import Finding, Rules, Status

START = datetime(2026, 1, 1, tzinfo=UTC)
CA_KEY = ec.generate_private_key(ec.SECP256R1())
CA_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA")])


def make(*extensions: tuple[x509.ExtensionType, bool], subject: x509.Name | None = None, days: int = 90) -> Certificate:
    name = subject if subject is not None else x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "www.example.com")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(CA_NAME).public_key(CA_KEY.public_key())
    builder = builder.serial_number(0x1234).not_valid_before(START).not_valid_after(START + timedelta(days=days))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return parse_certificate(builder.sign(CA_KEY, hashes.SHA256()).public_bytes(Encoding.DER))


SERVER = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
QUALIFIED = (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), bytes.fromhex("300a3008060604008e460101")), False)
NAMES = (x509.SubjectAlternativeName([x509.DNSName("www.example.com")]), False)


def by_code(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {str(finding.message.params["code"]): finding for finding in findings}


def all_containers() -> Iterator[Any]:
    from pkilint.cabf.serverauth.serverauth_constants import CertificateType as ServerType
    from pkilint.cabf.smime.smime_constants import Generation, ValidationLevel
    from pkilint.etsi.etsi_constants import CertificateType as EtsiType
    from pkilint.pkix.crl import CertificateRevocationListType

    yield _build(Profile.PKIX, None)
    for server in ServerType:
        yield _build(Profile.SERVERAUTH, server)
    for level in ValidationLevel:
        for generation in Generation:
            yield _build(Profile.SMIME, (level, generation))
    for etsi in EtsiType:
        yield _build(Profile.ETSI, etsi)
    for kind in CertificateRevocationListType:
        yield _crl_container(kind, True)
    yield _ocsp_container()


def test_every_code_that_pkilint_can_give_has_its_sentence() -> None:
    codes = {(finding.code, finding.severity.name) for container in all_containers() for finding in container.validations}
    assert len({code for code, _ in codes}) > 500
    missing = sorted(code for code, severity in codes if describe(code, severity, "")[0].id == "lint_other")
    assert not missing
    known = {code for code, _ in codes}
    assert not sorted(set(CLAUSES) - known), "clauses of codes that pkilint does not have"
    assert not sorted(set(SHARED) - known)
    for code, severity in codes:
        message, citation = describe(code, severity, "detail of pkilint")
        assert citation or code == "base.unhandled_exception"
        for language in words.LANGUAGES:
            text = words.say(message, language)
            assert text != message.id and "{" not in text and "detail of pkilint" in text


def test_rows_and_clauses_agree() -> None:
    own = {own_id(code) for code in CLAUSES}
    assert len(own) == len(CLAUSES)
    rows = {id for id in words.catalogue("en") if id.startswith(("lint_pkix_", "lint_cabf_", "lint_etsi_", "lint_iso_", "lint_msft_"))}
    assert rows <= own


def test_a_code_from_the_future_is_quoted_in_a_sentence() -> None:
    message, citation = describe("cabf.serverauth.subscriber.new_rule_of_2030", "ERROR", "a <b> remark")
    assert message.id == "lint_other" and citation == "CA/B Forum BR §7.1.2.7"
    for language in words.LANGUAGES:
        text = words.say(message, language)
        assert "new rule of 2030" in text and "a <b> remark" in text
    assert "TLSサーバー証明書" in words.say(message, "ja")


def test_placed_on_fields_with_severity_and_citation() -> None:
    certificate = make((x509.KeyUsage(True, False, False, False, False, False, False, False, False), False), NAMES, SERVER)
    findings = by_code(lint(certificate))
    ku = findings["pkix.key_usage_extension_not_critical"]
    assert ku.status is Status.WARNING and ku.citation == "RFC 5280 §4.2.1.3"
    assert ku.field == ("tbsCertificate", "extensions", "keyUsage")
    aki = findings["pkix.authority_key_identifier_extension_absent"]
    assert aki.status is Status.FAILURE and aki.field == ()
    assert "authorityKeyIdentifier" in words.say(aki.message, "en") and "authorityKeyIdentifier" in words.say(aki.message, "ja")
    assert not any(code.startswith("cabf") for code in findings)
    tree = certificate_fields(certificate)
    assert all(tree.find(*finding.field) is not None for finding in findings.values())


def test_remarks_are_ok_and_failures_come_first() -> None:
    certificate = make((x509.SubjectKeyIdentifier.from_public_key(CA_KEY.public_key()), False), NAMES)
    findings = lint(certificate)
    assert by_code(findings)["pkix.subject_key_identifier_method_1_identified"].status is Status.OK
    order = [finding.status for finding in findings]
    assert order == sorted(order, key=[Status.FAILURE, Status.WARNING, Status.NOT_CHECKED, Status.OK].index)


def test_web_rules_only_when_asked() -> None:
    findings = by_code(lint(make(NAMES, SERVER, days=500), Rules.WEBPKI))
    assert "cabf.serverauth.certificate_validity_period_exceeds_398_days" in findings
    policies = findings["cabf.serverauth.subscriber.certificate_policies_extension_absent"]
    assert policies.field == ("tbsCertificate", "extensions") and policies.citation == "CA/B Forum BR §7.1.2.7"
    assert words.say(policies.message, "ja") == "TLSサーバー証明書：必須の拡張certificatePoliciesがありません。"
    assert (
        words.say(policies.message, "en")
        == "TLS server certificate: the extension certificatePolicies is missing, although it is required."
    )


def test_a_self_signed_server_certificate_is_not_taken_for_a_root() -> None:
    certificate = make(NAMES, SERVER, subject=CA_NAME)
    assert certificate.self_issued
    codes = by_code(lint(certificate, Rules.WEBPKI))
    assert not any(".root" in code for code in codes) and any(".subscriber" in code for code in codes)


def test_attributes_of_the_subject_are_found() -> None:
    name = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
        x509.NameAttribute(NameOID.COMMON_NAME, "no-such-name.example.com"),
    ])  # fmt: skip
    findings = by_code(lint(make(NAMES, SERVER, subject=name), Rules.WEBPKI))
    assert findings["cabf.serverauth.subscriber_common_name_unknown_source"].field == ("tbsCertificate", "subject", "commonName")


@pytest.mark.parametrize(
    ("extensions", "profile"),
    [
        ((), Profile.PKIX),
        ((SERVER,), Profile.SERVERAUTH),
        ((NAMES,), Profile.SERVERAUTH),
        (((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False),), Profile.PKIX),
        (((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),), Profile.SMIME),
        (((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False),), Profile.SERVERAUTH),
        (((x509.BasicConstraints(True, None), True),), Profile.SERVERAUTH),
        (((x509.BasicConstraints(True, None), True), (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)), Profile.PKIX),
        ((QUALIFIED,), Profile.ETSI),
    ],
)  # fmt: skip
def test_profiles(extensions: tuple[tuple[x509.ExtensionType, bool], ...], profile: Profile) -> None:
    certificate = make(*extensions)
    assert profile_of(certificate) is profile
    findings = lint(certificate, Rules.WEBPKI)
    assert findings and not any(finding.id in ("lint_not_readable", "lint_base_unhandled_exception") for finding in findings)


def test_what_pkilint_cannot_parse_is_one_finding() -> None:
    good = make()
    # A SET where RFC 5280 has the SEQUENCE of an algorithm: our frame reader does not look inside, pkilint does.
    broken = bytearray(good.der)
    broken[good.fields.validity.content] = 0x02
    (finding,) = lint(parse_certificate(bytes(broken)))
    assert finding.id == "lint_not_readable" and finding.status is Status.NOT_CHECKED
    assert "pkilint" in words.say(finding.message, "en")


def test_too_large() -> None:
    names = x509.SubjectAlternativeName([x509.DNSName(f"host{number:05}.example.com") for number in range(3000)])
    certificate = make((names, False))
    assert len(certificate.der) > MAX_CERTIFICATE
    assert [finding.id for finding in lint(certificate)] == ["lint_too_large"]


def test_crl() -> None:
    builder = x509.CertificateRevocationListBuilder(CA_NAME, START, START + timedelta(days=30))
    der = builder.sign(CA_KEY, hashes.SHA256()).public_bytes(Encoding.DER)
    codes = by_code(lint_crl(der))
    assert {"pkix.crl_number_missing", "pkix.authority_key_identifier_missing"} & set(codes)
    assert "cabf.crl_invalid_validity_period" not in codes
    assert by_code(lint_crl(der, Rules.WEBPKI))["cabf.crl_invalid_validity_period"].citation == "CA/B Forum BR §4.9.7"


def test_ocsp() -> None:
    assert [finding.id for finding in lint_ocsp(writer.sequence(b"\x0a\x01\x04"))] == ["lint_pkix_ocsp_response_status_code_4"]
    assert [finding.id for finding in lint_ocsp(b"\x30\x80")] == ["lint_not_readable"]


def test_two_threads_agree_with_one() -> None:
    key = rsa.generate_private_key(65537, 2048).public_key()
    certificates = [make(NAMES, SERVER, (x509.SubjectKeyIdentifier.from_public_key(key), False), days=number) for number in range(80, 90)]
    alone = [lint(certificate, Rules.WEBPKI) for certificate in certificates]
    results: dict[int, list[tuple[Finding, ...]]] = {}

    def work(number: int) -> None:
        results[number] = [lint(certificate, Rules.WEBPKI) for certificate in certificates]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results[0] == alone and results[1] == alone


def test_pkilint_is_imported_only_when_asked() -> None:
    code = "import sys, workbench.core.lint; print(any(name.startswith('pkilint') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_the_corpus_is_linted_without_an_accident(corpora: Path) -> None:
    for path in sorted((corpora / "malformed" / "badssl").glob("*"))[:60] + sorted((corpora / "certs" / "from_captures").glob("*"))[:60]:
        data = path.read_bytes()
        blocks = data.split(b"-----BEGIN CERTIFICATE-----")[1:2]
        if not blocks:
            continue
        certificate = parse_certificate(base64.b64decode(blocks[0].partition(b"-")[0]))
        tree = certificate_fields(certificate)
        for finding in lint(certificate, Rules.WEBPKI):
            assert tree.find(*finding.field) is not None
            assert words.say(finding.message, "ja") != finding.id

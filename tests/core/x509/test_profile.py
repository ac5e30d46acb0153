"""What RFC 5280 section 4 forbids conforming CAs, one offence at a time; and certificates too broken for a check."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography import x509

from tests.core.x509 import authority
from tests.core.x509.authority import NOW, SERVER, Entity, issue, key_usage
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.finding import Conditions, Purpose, Rules, Status, Verdict
from workbench.core.x509.judge import judge

ROOT = issue("Root", ca=True)
CONDITIONS = Conditions(time=NOW, purpose=Purpose.ANY, strict_profile=True, trust="test")
POLICY = x509.PolicyInformation(x509.ObjectIdentifier("1.2.3.4"), None)


def judged(leaf: Entity | Certificate, conditions: Conditions = CONDITIONS) -> Verdict:
    certificate = leaf.certificate if isinstance(leaf, Entity) else leaf
    return judge(certificate, (), [ROOT.certificate], (), (), conditions)


def found(verdict: Verdict, status: Status = Status.FAILURE) -> set[str]:
    return {f.id for f in verdict.paths[0].findings if f.status is status and f.certificate == 0}


def raw(oid: str, value: str) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), bytes.fromhex(value))


CASES: list[tuple[str, dict[str, object]]] = [
    ("critical_freshest_crl", {"extra": [(x509.FreshestCRL([x509.DistributionPoint([x509.DNSName("a.b")], None, None, None)]), True)]}),
    ("critical_subject_info_access", {"extra": [(raw("1.3.6.1.5.5.7.1.11", "300f300d06082b06010505073005860161"), True)]}),
    ("policy_constraints_in_end_entity", {"extra": [(x509.PolicyConstraints(None, 0), True)]}),
    ("inhibit_any_policy_in_end_entity", {"extra": [(x509.InhibitAnyPolicy(0), True)]}),
    ("policy_mappings_in_end_entity", {"extra": [(raw("2.5.29.33", "300c300a06032a030406032a0305"), True)]}),
    ("uncritical_inhibit_any_policy", {"extra": [(x509.InhibitAnyPolicy(0), False)]}),
    ("path_length_without_ca", {"extra": [(raw("2.5.29.19", "3003020100"), True)], "without": [x509.BasicConstraints]}),
    ("key_usage_cert_sign_without_ca", {"usage": key_usage(True)}),
    ("policy_repeated", {"extra": [(raw("2.5.29.32", "300e300506032a0304300506032a0304"), False)]}),
    ("subject_empty_without_names", {"subject_name": x509.Name([]), "names": []}),
    ("uncritical_names_with_empty_subject", {"subject_name": x509.Name([])}),
    ("alternative_names_malformed", {"names": ["foo_bar.example"]}),
    ("authority_key_identifier_missing", {"without": [x509.AuthorityKeyIdentifier]}),
    ("authority_key_identifier_differs", {"extra": [(x509.AuthorityKeyIdentifier(b"other", None, None), False)]}),
    ("extension_unreadable", {"extra": [(raw("2.5.29.32", "3003"), False)]}),
    ("extension_unreadable_unused", {"extra": [(raw("1.3.6.1.5.5.7.1.1", "3000"), False)]}),
]


@pytest.mark.parametrize(("expected", "arguments"), CASES)
def test_one_offence(expected: str, arguments: dict[str, object]) -> None:
    leaf = issue("www.example.com", ROOT, **arguments)  # type: ignore[arg-type]
    assert expected in found(judged(leaf))
    if expected != "extension_unreadable":  # what validation acts on must be readable under all rules
        lenient = judged(leaf, replace(CONDITIONS, strict_profile=False))
        assert expected in found(lenient, Status.WARNING) and expected not in found(lenient)


def test_a_good_one_offends_nobody() -> None:
    assert "profile_ok" in found(judged(issue("www.example.com", ROOT)), Status.OK)


def patched(old: bytes, new: bytes, **arguments: object) -> Certificate:
    """A leaf with some octets replaced; its signature does not hold any more, which is not the point here."""
    der = issue("www.example.com", ROOT, **arguments).certificate.der  # type: ignore[arg-type]
    assert old in der and len(old) == len(new)
    return parse_certificate(der.replace(old, new, 1))


def test_altered_octets() -> None:
    cases = {
        "version_not_3": patched(bytes.fromhex("a003020102"), bytes.fromhex("a003020101")),
        "dates_unreadable": patched(b"270208120000Z", b"27020812000Zx"),
        "signature_algorithms_differ": patched(bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a8648ce3d040303")),
        "extensions_unreadable": patched(bytes.fromhex("0603551d13"), bytes.fromhex("0503551d13")),
    }
    for expected, certificate in cases.items():
        assert expected in found(judged(certificate)), expected


def test_an_altered_self_signed_certificate() -> None:
    der = issue("www.example.com").certificate.der
    altered = parse_certificate(der.replace(b"www.example.com", b"www.examp1e.com"))
    verdict = judge(altered, (), [], (), (), CONDITIONS)
    assert "signature_self_mismatch" in found(verdict) and verdict.headline.id == "headline_signature_mismatch"


def test_names_that_cannot_be_read_stop_nothing() -> None:
    der = issue("www.example.com", ROOT).certificate.der
    place = der.index(b"Root") - 9  # the AttributeTypeAndValue around the issuer's common name
    for offset in range(12):
        for value in (0x00, 0x04, 0x7F, 0xFF):
            octets = bytearray(der)
            octets[place + offset] = value
            if octets == der:
                continue
            assert not judged(parse_certificate(bytes(octets))).trusted


def test_further_web_rules() -> None:
    web = replace(CONDITIONS, purpose=Purpose.SERVER, rules=Rules.WEBPKI, strict_profile=False)
    alternative = x509.SubjectAlternativeName([x509.DNSName("www.example.com")])
    assert "alternative_names_critical" in found(judged(issue("www.example.com", ROOT, extra=[(alternative, True)]), web))
    policies = issue("www.example.com", ROOT, extra=[(x509.CertificatePolicies([POLICY]), False)])
    assert "policies_not_reserved" in found(judged(policies, web))
    both = x509.ExtendedKeyUsage([*SERVER, x509.ExtendedKeyUsageOID.CLIENT_AUTH])
    root = issue("Root", ca=True, end=NOW + 400 * authority.DAY)
    begin = NOW + 150 * authority.DAY  # after 2027-03-15
    late = issue("www.example.com", root, extra=[(both, False)], begin=begin, end=begin + 90 * authority.DAY)
    verdict = judge(late.certificate, (), [root.certificate], (), (), replace(web, time=begin + authority.DAY))
    assert "client_auth_not_wanted" in found(verdict, Status.WARNING)
    assert "client_auth_not_wanted" not in found(judged(issue("www.example.com", ROOT, extra=[(both, False)]), web), Status.WARNING)


def test_key_usages_that_the_conditions_ask_for() -> None:
    leaf = issue("www.example.com", ROOT)
    assert "key_usage_missing" not in found(judged(leaf, replace(CONDITIONS, key_usages=frozenset({0}))))
    assert "key_usage_missing" in found(judged(leaf, replace(CONDITIONS, key_usages=frozenset({0, 2}))))

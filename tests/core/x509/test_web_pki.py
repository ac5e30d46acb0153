"""The rules of browsers and the CA/Browser Forum: by the date of issue, as warnings or failures."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.conformance import pkits
from tests.core.x509.authority import DAY, NOW, SERVER, Entity, issue, key_usage, name
from workbench import words
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Conditions, Purpose, Rules, Status, Verdict
from workbench.core.x509.judge import judge
from workbench.core.x509.public_suffix import is_icann_suffix, is_private_suffix, is_public_name, registrable
from workbench.core.x509.web_pki import VALIDITY_LIMITS, validity_days, validity_limit

WEB = Conditions(time=NOW, rules=Rules.WEBPKI, trust="test")
DV = (x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.1"), None)]), False)
ROOT = issue("Root", ca=True, begin=NOW - 5000 * DAY, end=NOW + 5000 * DAY)
CA = issue("CA", ROOT, ca=True, begin=NOW - 4000 * DAY, end=NOW + 4000 * DAY)


def judged(leaf: Entity, conditions: Conditions = WEB) -> Verdict:
    return judge(leaf.certificate, [CA.certificate], [ROOT.certificate], (), (), conditions)


def statuses(verdict: Verdict) -> dict[str, Status]:
    return {f.id: f.status for f in verdict.paths[0].findings if f.status in (Status.FAILURE, Status.WARNING)}


def test_what_a_public_ca_issues_today_passes() -> None:
    verdict = judged(issue("www.example.com", CA, extra=[DV]))
    assert verdict.trusted and statuses(verdict) == {"sct_missing": Status.WARNING}


@pytest.mark.parametrize(
    ("issued", "limit"),
    [
        ("2011-01-01", None), ("2012-07-01", 1827), ("2015-03-31", 1827), ("2015-04-01", 1188), ("2018-02-28", 1188), ("2018-03-01", 825),
        ("2020-08-31", 825), ("2020-09-01", 398), ("2026-03-14", 398), ("2026-03-15", 200), ("2027-03-14", 200), ("2027-03-15", 100),
        ("2029-03-14", 100), ("2029-03-15", 47), ("2031-01-01", 47),
    ],
)  # fmt: skip
def test_limits_of_validity_by_date_of_issue(issued: str, limit: int | None) -> None:
    begin = datetime.fromisoformat(issued).replace(tzinfo=UTC)
    found = validity_limit(begin)
    assert (found.days if found else None) == limit
    if limit is None:
        return
    # Both ends count: one second less than so many days is the longest allowed (BR 1.6.1).
    for extra, expected in ((-1, limit), (0, limit + 1)):
        end = begin + limit * DAY + timedelta(seconds=extra)
        leaf = issue("www.example.com", CA, begin=begin, end=end, extra=[DV])
        assert validity_days(leaf.certificate) == expected
        conditions = replace(WEB, time=begin + DAY)
        assert ("validity_too_long" in statuses(judged(leaf, conditions))) is (expected > limit)


def test_the_limits_are_in_order() -> None:
    assert [limit.since for limit in VALIDITY_LIMITS] == sorted((limit.since for limit in VALIDITY_LIMITS), reverse=True)
    assert [limit.days for limit in VALIDITY_LIMITS] == sorted(limit.days for limit in VALIDITY_LIMITS)


def test_the_same_finding_is_a_warning_under_rfc_5280() -> None:
    leaf = issue("www.example.com", CA, end=NOW + 700 * DAY, extra=[DV])
    assert statuses(judged(leaf))["validity_too_long"] is Status.FAILURE
    plain = judged(leaf, replace(WEB, rules=Rules.RFC5280))
    assert plain.trusted and statuses(plain)["validity_too_long"] is Status.WARNING
    message = next(f.message for f in plain.paths[0].findings if f.id == "validity_too_long")
    assert re.search(r"since \d{4}-\d\d-\d\d may", words.say(message, "en"))  # a date: the hour says nothing
    assert "validity_too_long" not in statuses(judged(leaf, replace(WEB, purpose=Purpose.CLIENT)))


def eku(*oids: x509.ObjectIdentifier) -> tuple[x509.ExtensionType, bool]:
    return x509.ExtendedKeyUsage(list(oids)), False


CASES: list[tuple[str, dict[str, object]]] = [
    ("alternative_names_required", {"names": []}),
    ("common_name_not_in_names", {"names": ["other.example.com"]}),
    ("common_name_not_in_names", {"names": ["WWW.example.com"]}),
    ("wildcard_form", {"names": ["www.example.com", "w*.example.com"]}),
    ("wildcard_public_suffix", {"names": ["www.example.com", "*.co.uk"]}),
    ("wildcard_public_suffix", {"names": ["www.example.com", "*.github.io"]}),
    ("internal_names", {"names": ["www.example.com", "server.corp"]}),
    ("internal_names", {"names": ["www.example.com", "localhost"]}),
    ("reserved_addresses", {"general_names": [x509.IPAddress(ipaddress.ip_address("10.0.0.1"))]}),
    ("alternative_names_kind", {"general_names": [x509.RFC822Name("a@example.com")]}),
    ("alternative_names_malformed", {"names": ["www.example.com", "foo_bar.example.com"]}),
    ("extended_key_usage_required", {"without": [x509.ExtendedKeyUsage]}),
    ("extended_key_usage_critical", {"extra": [DV, (SERVER, True)]}),
    ("extended_key_usage_any", {"extra": [DV, eku(x509.ExtendedKeyUsageOID.SERVER_AUTH, x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)]}),
    ("extended_key_usage_others", {"extra": [DV, eku(x509.ExtendedKeyUsageOID.SERVER_AUTH, x509.ExtendedKeyUsageOID.CODE_SIGNING)]}),
    ("policies_missing", {"extra": []}),
    ("key_usage_of_ca", {"usage": key_usage(True)}),
    ("leaf_is_ca", {"ca": True, "names": ["www.example.com"], "extra": [DV, (SERVER, False)]}),
]


@pytest.mark.parametrize(("expected", "arguments"), CASES)
def test_rules(expected: str, arguments: dict[str, object]) -> None:
    verdict = judged(issue("www.example.com", CA, **{"extra": [DV], **arguments}))  # type: ignore[arg-type]
    assert statuses(verdict)[expected] is Status.FAILURE and not verdict.trusted


def test_an_operator_may_have_a_wildcard_below_its_private_suffix() -> None:
    assert "wildcard_public_suffix" not in statuses(judged(issue("github.io", CA, names=["github.io", "*.github.io"], extra=[DV])))


def test_old_certificates_are_judged_by_the_rules_of_their_time() -> None:
    old = issue("server.corp", CA, begin=NOW - 3990 * DAY, end=NOW + 10 * DAY)
    time = NOW - 3980 * DAY
    assert "internal_names" in statuses(judged(old, replace(WEB, time=time)))
    assert "sct_missing" not in statuses(judged(old, replace(WEB, time=time)))
    assert "policies_missing" not in statuses(judged(old, replace(WEB, time=time)))


def test_extended_validation() -> None:
    policy = (x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.1"), None)]), False)
    plain = judged(issue("www.example.com", CA, names=["www.example.com", "*.example.com"], extra=[policy]))
    assert {"ev_attributes_missing", "ev_wildcard"} <= statuses(plain).keys()
    oids = (NameOID.ORGANIZATION_NAME, NameOID.BUSINESS_CATEGORY, NameOID.SERIAL_NUMBER)
    attributes = [x509.NameAttribute(oid, "x") for oid in oids]
    attributes += [x509.NameAttribute(oid, "JP") for oid in (NameOID.COUNTRY_NAME, NameOID.JURISDICTION_COUNTRY_NAME)]
    full = judged(issue("www.example.com", CA, extra=[policy], subject_name=x509.Name([*name("www.example.com"), *attributes])))
    assert not {"ev_attributes_missing", "ev_wildcard"} & statuses(full).keys()


def _rsa_leaf(bits: int, exponent: int = 65537) -> bytes:
    key = rsa.generate_private_key(exponent, bits)
    builder = (
        x509.CertificateBuilder().subject_name(name("www.example.com")).issuer_name(CA.built.subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW - DAY).not_valid_after(NOW + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("www.example.com")]), False)
    )  # fmt: skip
    return builder.sign(CA.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("bits", "exponent", "expected"), [(1024, 65537, "key_too_small"), (2052, 65537, "key_size_odd"), (2048, 3, "key_exponent_unusual")]
)
def test_rsa_keys(bits: int, exponent: int, expected: str) -> None:
    verdict = judge(parse_certificate(_rsa_leaf(bits, exponent)), [CA.certificate], [ROOT.certificate], (), (), WEB)
    assert expected in statuses(verdict)


def test_sha1_is_refused_from_2017_on() -> None:
    test = next(test for test in pkits.tests() if test.certificate == "ValidDSASignaturesTest4")
    assert pkits.run(test).trusted
    pool = pkits.certificates()
    for year, id, status in ((2016, "hash_weak_then", Status.WARNING), (2017, "hash_weak", Status.FAILURE)):
        conditions = Conditions(time=datetime(year, 1, 1, tzinfo=UTC), purpose=Purpose.ANY)
        verdict = judge(pool["ValidDSASignaturesTest4EE"], list(pool.values()), [pool["TrustAnchorRootCertificate"]], (), (), conditions)
        assert statuses(verdict)[id] is status


def test_public_suffixes() -> None:
    assert is_icann_suffix("com") and is_icann_suffix("co.uk") and not is_icann_suffix("example.com")
    assert is_private_suffix("github.io") and not is_private_suffix("com")
    assert is_public_name("www.example.com") and is_public_name("x.onion") and not is_public_name("server.corp")
    assert registrable("a.b.example.co.uk") == "example.co.uk" and registrable("co.uk") == ""


def test_without_its_issuer_nobody_can_say_which_curve_signed() -> None:
    """A P-384 certificate signed with ecdsa-with-SHA256: right when the issuer's key is a P-256 one."""
    issuer = issue("Issuing CA", ca=True)
    leaf = issue("www.example.com", issuer, key=ec.generate_private_key(ec.SECP384R1()))
    alone = judge(leaf.certificate, (), (), (), (), Conditions(time=NOW, rules=Rules.WEBPKI))
    assert "signature_kind_not_web" not in {finding.id for finding in alone.paths[0].findings}

"""NIST's Public Key Interoperability Test Suite (PKITS 1.0.1) for certification path validation: `python -m tests.conformance.pkits`.

The certificates and CRLs come with the `cryptography_vectors` package. The table below says for every test which certificate
is judged, with which inputs, and whether the path must hold. All certificates and CRLs of the suite are open in every test, so
that finding the path is tested too; every certificate's revocation status must be known, as section 3 of the suite demands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import cryptography_vectors

from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.crl import CertificateList, parse_crl
from workbench.core.x509.finding import Conditions, Purpose, Status, Verdict
from workbench.core.x509.judge import judge

DATA = Path(cryptography_vectors.__file__).parent / "x509" / "PKITS_data"
TIME = datetime(2012, 1, 1, tzinfo=UTC)
"""The suite is of 2011; its DSA certificates are signed with SHA-1, which is refused from 2017 on."""
ANY = frozenset({"2.5.29.32.0"})


def _policies(*numbers: int) -> frozenset[str]:
    """NIST-test-policy-1 and so on."""
    return frozenset(f"2.16.840.1.101.3.2.1.48.{number}" for number in numbers)


@dataclass(frozen=True)
class Test:
    """One test, or one of the parts of a test that is run with several inputs."""

    number: str
    certificate: str
    valid: bool
    policies: frozenset[str] = ANY
    explicit: bool = False
    inhibit_mapping: bool = False
    inhibit_any: bool = False

    __test__ = False  # not a class of tests

    def __str__(self) -> str:
        return f"{self.number} {self.certificate}"


# Tests run once with the default settings. The name of the certificate says whether the path holds.
_PLAIN: dict[str, str] = {
    "4.1": """ValidCertificatePathTest1 InvalidCASignatureTest2 InvalidEESignatureTest3 ValidDSASignaturesTest4
        ValidDSAParameterInheritanceTest5 InvalidDSASignatureTest6""",
    "4.2": """InvalidCAnotBeforeDateTest1 InvalidEEnotBeforeDateTest2 Validpre2000UTCnotBeforeDateTest3
        ValidGeneralizedTimenotBeforeDateTest4 InvalidCAnotAfterDateTest5 InvalidEEnotAfterDateTest6
        Invalidpre2000UTCEEnotAfterDateTest7 ValidGeneralizedTimenotAfterDateTest8""",
    "4.3": """InvalidNameChainingTest1 InvalidNameChainingOrderTest2 ValidNameChainingWhitespaceTest3
        ValidNameChainingWhitespaceTest4 ValidNameChainingCapitalizationTest5 ValidNameUIDsTest6
        ValidRFC3280MandatoryAttributeTypesTest7 ValidRFC3280OptionalAttributeTypesTest8 ValidUTF8StringEncodedNamesTest9
        ValidRolloverfromPrintableStringtoUTF8StringTest10 ValidUTF8StringCaseInsensitiveMatchTest11""",
    "4.4": """InvalidMissingCRLTest1 InvalidRevokedCATest2 InvalidRevokedEETest3 InvalidBadCRLSignatureTest4
        InvalidBadCRLIssuerNameTest5 InvalidWrongCRLTest6 ValidTwoCRLsTest7 InvalidUnknownCRLEntryExtensionTest8
        InvalidUnknownCRLExtensionTest9 InvalidUnknownCRLExtensionTest10 InvalidOldCRLnextUpdateTest11
        Invalidpre2000CRLnextUpdateTest12 ValidGeneralizedTimeCRLnextUpdateTest13 ValidNegativeSerialNumberTest14
        InvalidNegativeSerialNumberTest15 ValidLongSerialNumberTest16 ValidLongSerialNumberTest17 InvalidLongSerialNumberTest18
        ValidSeparateCertificateandCRLKeysTest19 InvalidSeparateCertificateandCRLKeysTest20
        InvalidSeparateCertificateandCRLKeysTest21""",
    "4.5": """ValidBasicSelfIssuedOldWithNewTest1 InvalidBasicSelfIssuedOldWithNewTest2 ValidBasicSelfIssuedNewWithOldTest3
        ValidBasicSelfIssuedNewWithOldTest4 InvalidBasicSelfIssuedNewWithOldTest5 ValidBasicSelfIssuedCRLSigningKeyTest6
        InvalidBasicSelfIssuedCRLSigningKeyTest7 InvalidBasicSelfIssuedCRLSigningKeyTest8""",
    "4.6": """InvalidMissingbasicConstraintsTest1 InvalidcAFalseTest2 InvalidcAFalseTest3 ValidbasicConstraintsNotCriticalTest4
        InvalidpathLenConstraintTest5 InvalidpathLenConstraintTest6 ValidpathLenConstraintTest7 ValidpathLenConstraintTest8
        InvalidpathLenConstraintTest9 InvalidpathLenConstraintTest10 InvalidpathLenConstraintTest11
        InvalidpathLenConstraintTest12 ValidpathLenConstraintTest13 ValidpathLenConstraintTest14
        ValidSelfIssuedpathLenConstraintTest15 InvalidSelfIssuedpathLenConstraintTest16
        ValidSelfIssuedpathLenConstraintTest17""",
    "4.7": """InvalidkeyUsageCriticalkeyCertSignFalseTest1 InvalidkeyUsageNotCriticalkeyCertSignFalseTest2
        ValidkeyUsageNotCriticalTest3 InvalidkeyUsageCriticalcRLSignFalseTest4 InvalidkeyUsageNotCriticalcRLSignFalseTest5""",
    "4.9": """ValidrequireExplicitPolicyTest1 ValidrequireExplicitPolicyTest2 InvalidrequireExplicitPolicyTest3
        ValidrequireExplicitPolicyTest4 InvalidrequireExplicitPolicyTest5 ValidSelfIssuedrequireExplicitPolicyTest6
        InvalidSelfIssuedrequireExplicitPolicyTest7 InvalidSelfIssuedrequireExplicitPolicyTest8""",
    "4.11": """InvalidinhibitPolicyMappingTest1 ValidinhibitPolicyMappingTest2 InvalidinhibitPolicyMappingTest3
        ValidinhibitPolicyMappingTest4 InvalidinhibitPolicyMappingTest5 InvalidinhibitPolicyMappingTest6
        ValidSelfIssuedinhibitPolicyMappingTest7 InvalidSelfIssuedinhibitPolicyMappingTest8
        InvalidSelfIssuedinhibitPolicyMappingTest9 InvalidSelfIssuedinhibitPolicyMappingTest10
        InvalidSelfIssuedinhibitPolicyMappingTest11""",
    "4.13": """ValidDNnameConstraintsTest1 InvalidDNnameConstraintsTest2 InvalidDNnameConstraintsTest3 ValidDNnameConstraintsTest4
        ValidDNnameConstraintsTest5 ValidDNnameConstraintsTest6 InvalidDNnameConstraintsTest7 InvalidDNnameConstraintsTest8
        InvalidDNnameConstraintsTest9 InvalidDNnameConstraintsTest10 ValidDNnameConstraintsTest11 InvalidDNnameConstraintsTest12
        InvalidDNnameConstraintsTest13 ValidDNnameConstraintsTest14 InvalidDNnameConstraintsTest15 InvalidDNnameConstraintsTest16
        InvalidDNnameConstraintsTest17 ValidDNnameConstraintsTest18 ValidDNnameConstraintsTest19 InvalidDNnameConstraintsTest20
        ValidRFC822nameConstraintsTest21 InvalidRFC822nameConstraintsTest22 ValidRFC822nameConstraintsTest23
        InvalidRFC822nameConstraintsTest24 ValidRFC822nameConstraintsTest25 InvalidRFC822nameConstraintsTest26
        ValidDNandRFC822nameConstraintsTest27 InvalidDNandRFC822nameConstraintsTest28 InvalidDNandRFC822nameConstraintsTest29
        ValidDNSnameConstraintsTest30 InvalidDNSnameConstraintsTest31 ValidDNSnameConstraintsTest32 InvalidDNSnameConstraintsTest33
        ValidURInameConstraintsTest34 InvalidURInameConstraintsTest35 ValidURInameConstraintsTest36 InvalidURInameConstraintsTest37
        InvalidDNSnameConstraintsTest38""",
    "4.14": """ValiddistributionPointTest1 InvaliddistributionPointTest2 InvaliddistributionPointTest3 ValiddistributionPointTest4
        ValiddistributionPointTest5 InvaliddistributionPointTest6 ValiddistributionPointTest7 InvaliddistributionPointTest8
        InvaliddistributionPointTest9 ValidNoissuingDistributionPointTest10 InvalidonlyContainsUserCertsTest11
        InvalidonlyContainsCACertsTest12 ValidonlyContainsCACertsTest13 InvalidonlyContainsAttributeCertsTest14
        InvalidonlySomeReasonsTest15 InvalidonlySomeReasonsTest16 InvalidonlySomeReasonsTest17 ValidonlySomeReasonsTest18
        ValidonlySomeReasonsTest19 InvalidonlySomeReasonsTest20 InvalidonlySomeReasonsTest21 ValidIDPwithindirectCRLTest22
        InvalidIDPwithindirectCRLTest23 ValidIDPwithindirectCRLTest24 ValidIDPwithindirectCRLTest25 InvalidIDPwithindirectCRLTest26
        InvalidcRLIssuerTest27 ValidcRLIssuerTest28 ValidcRLIssuerTest29 ValidcRLIssuerTest30 InvalidcRLIssuerTest31
        InvalidcRLIssuerTest32 ValidcRLIssuerTest33 InvalidcRLIssuerTest34 InvalidcRLIssuerTest35""",
    "4.15": """InvaliddeltaCRLIndicatorNoBaseTest1 ValiddeltaCRLTest2 InvaliddeltaCRLTest3 InvaliddeltaCRLTest4 ValiddeltaCRLTest5
        InvaliddeltaCRLTest6 ValiddeltaCRLTest7 ValiddeltaCRLTest8 InvaliddeltaCRLTest9 InvaliddeltaCRLTest10""",
    "4.16": "ValidUnknownNotCriticalCertificateExtensionTest1 InvalidUnknownCriticalCertificateExtensionTest2",
}

# Tests of policies: several parts with other inputs, or names that do not say the result.
_POLICIES = (
    Test("4.8.1.1", "ValidCertificatePathTest1", True, explicit=True),
    Test("4.8.1.2", "ValidCertificatePathTest1", True, _policies(1), explicit=True),
    Test("4.8.1.3", "ValidCertificatePathTest1", False, _policies(2), explicit=True),
    Test("4.8.1.4", "ValidCertificatePathTest1", True, _policies(1, 2), explicit=True),
    Test("4.8.2.1", "AllCertificatesNoPoliciesTest2", True),
    Test("4.8.2.2", "AllCertificatesNoPoliciesTest2", False, explicit=True),
    Test("4.8.3.1", "DifferentPoliciesTest3", True),
    Test("4.8.3.2", "DifferentPoliciesTest3", False, explicit=True),
    Test("4.8.3.3", "DifferentPoliciesTest3", False, _policies(1, 2), explicit=True),
    Test("4.8.4", "DifferentPoliciesTest4", False),
    Test("4.8.5", "DifferentPoliciesTest5", False),
    Test("4.8.6.1", "OverlappingPoliciesTest6", True),
    Test("4.8.6.2", "OverlappingPoliciesTest6", True, _policies(1)),
    Test("4.8.6.3", "OverlappingPoliciesTest6", False, _policies(2)),
    Test("4.8.7", "DifferentPoliciesTest7", False),
    Test("4.8.8", "DifferentPoliciesTest8", False),
    Test("4.8.9", "DifferentPoliciesTest9", False),
    Test("4.8.10.1", "AllCertificatesSamePoliciesTest10", True),
    Test("4.8.10.2", "AllCertificatesSamePoliciesTest10", True, _policies(1)),
    Test("4.8.10.3", "AllCertificatesSamePoliciesTest10", True, _policies(2)),
    Test("4.8.11.1", "AllCertificatesanyPolicyTest11", True),
    Test("4.8.11.2", "AllCertificatesanyPolicyTest11", True, _policies(1)),
    Test("4.8.12", "DifferentPoliciesTest12", False),
    Test("4.8.13.1", "AllCertificatesSamePoliciesTest13", True, _policies(1)),
    Test("4.8.13.2", "AllCertificatesSamePoliciesTest13", True, _policies(2)),
    Test("4.8.13.3", "AllCertificatesSamePoliciesTest13", True, _policies(3)),
    Test("4.8.14.1", "AnyPolicyTest14", True, _policies(1)),
    Test("4.8.14.2", "AnyPolicyTest14", False, _policies(2)),
    Test("4.8.15", "UserNoticeQualifierTest15", True),
    Test("4.8.16", "UserNoticeQualifierTest16", True),
    Test("4.8.17", "UserNoticeQualifierTest17", True),
    Test("4.8.18.1", "UserNoticeQualifierTest18", True, _policies(1)),
    Test("4.8.18.2", "UserNoticeQualifierTest18", True, _policies(2)),
    Test("4.8.19", "UserNoticeQualifierTest19", True),
    Test("4.8.20", "CPSPointerQualifierTest20", True),
    Test("4.10.1.1", "ValidPolicyMappingTest1", True, _policies(1)),
    Test("4.10.1.2", "ValidPolicyMappingTest1", False, _policies(2)),
    Test("4.10.1.3", "ValidPolicyMappingTest1", False, inhibit_mapping=True),
    Test("4.10.2.1", "InvalidPolicyMappingTest2", False),
    Test("4.10.2.2", "InvalidPolicyMappingTest2", False, inhibit_mapping=True),
    Test("4.10.3.1", "ValidPolicyMappingTest3", False, _policies(1)),
    Test("4.10.3.2", "ValidPolicyMappingTest3", True, _policies(2)),
    Test("4.10.4", "InvalidPolicyMappingTest4", False),
    Test("4.10.5.1", "ValidPolicyMappingTest5", True, _policies(1)),
    Test("4.10.5.2", "ValidPolicyMappingTest5", False, _policies(6)),
    Test("4.10.6.1", "ValidPolicyMappingTest6", True, _policies(1)),
    Test("4.10.6.2", "ValidPolicyMappingTest6", False, _policies(6)),
    Test("4.10.7", "InvalidMappingFromanyPolicyTest7", False),
    Test("4.10.8", "InvalidMappingToanyPolicyTest8", False),
    Test("4.10.9", "ValidPolicyMappingTest9", True),
    Test("4.10.10", "InvalidPolicyMappingTest10", False),
    Test("4.10.11", "ValidPolicyMappingTest11", True),
    Test("4.10.12.1", "ValidPolicyMappingTest12", True, _policies(1)),
    Test("4.10.12.2", "ValidPolicyMappingTest12", True, _policies(2)),
    Test("4.10.13", "ValidPolicyMappingTest13", True),
    Test("4.10.14", "ValidPolicyMappingTest14", True),
    Test("4.12.1", "InvalidinhibitAnyPolicyTest1", False),
    Test("4.12.2", "ValidinhibitAnyPolicyTest2", True),
    Test("4.12.3.1", "inhibitAnyPolicyTest3", True),
    Test("4.12.3.2", "inhibitAnyPolicyTest3", False, inhibit_any=True),
    Test("4.12.4", "InvalidinhibitAnyPolicyTest4", False),
    Test("4.12.5", "InvalidinhibitAnyPolicyTest5", False),
    Test("4.12.6", "InvalidinhibitAnyPolicyTest6", False),
    Test("4.12.7", "ValidSelfIssuedinhibitAnyPolicyTest7", True),
    Test("4.12.8", "InvalidSelfIssuedinhibitAnyPolicyTest8", False),
    Test("4.12.9", "ValidSelfIssuedinhibitAnyPolicyTest9", True),
    Test("4.12.10", "InvalidSelfIssuedinhibitAnyPolicyTest10", False),
)


def tests() -> Iterator[Test]:
    """Every test of the table, in the order of the suite."""
    plain = [
        Test(f"{section}.{number}", name, not name.startswith("Invalid"))
        for section, names in _PLAIN.items()
        for number, name in enumerate(names.split(), start=1)
    ]
    yield from sorted((*plain, *_POLICIES), key=lambda test: [int(part) for part in test.number.split(".")])


@cache
def certificates() -> dict[str, Certificate]:
    """All certificates of the suite by file name without extension."""
    return {path.stem: parse_certificate(path.read_bytes()) for path in sorted((DATA / "certs").glob("*.crt"))}


@cache
def crls() -> tuple[CertificateList, ...]:
    """All CRLs of the suite."""
    return tuple(parse_crl(path.read_bytes()) for path in sorted((DATA / "crls").glob("*.crl")))


def run(test: Test) -> Verdict:
    """Judge the certificate of a test."""
    conditions = Conditions(
        time=TIME,
        purpose=Purpose.ANY,
        trust="PKITS",
        initial_policies=test.policies,
        explicit_policy=test.explicit,
        inhibit_policy_mapping=test.inhibit_mapping,
        inhibit_any_policy=test.inhibit_any,
        require_revocation=True,
    )
    pool = certificates()
    return judge(pool[test.certificate + "EE"], list(pool.values()), [pool["TrustAnchorRootCertificate"]], crls(), (), conditions)


def main() -> int:
    wrong = []
    count = 0
    for test in tests():
        count += 1
        verdict = run(test)
        if verdict.trusted != test.valid:
            failures = [f"{f.id}@{f.certificate}" for f in verdict.paths[0].findings if f.status is not Status.OK]
            wrong.append(f"  {test}: expected {'valid' if test.valid else 'invalid'}; {', '.join(failures)}")
    print(f"PKITS: {count - len(wrong)} of {count} agree")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

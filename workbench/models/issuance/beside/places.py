"""From a finding about a certificate to the field of the form in which it can be mended."""

from __future__ import annotations

from workbench.core.issuance.parts import Place
from workbench.core.issuance.rehearsal import place_of
from workbench.core.x509.finding import Finding

_FIELDS = {
    "subjectAltName": "names",
    "subject": "subject",
    "validity": "validity",
    "notBefore": "validity",
    "notAfter": "validity",
    "subjectPublicKeyInfo": "key",
    "basicConstraints": "basic_constraints",
    "keyUsage": "key_usage",
    "extKeyUsage": "extended_key_usage",
    "nameConstraints": "name_constraints",
    "certificatePolicies": "policies",
    "authorityInfoAccess": "ocsp_urls",
    "cRLDistributionPoints": "crl_urls",
    "freshestCRL": "delta_crl_urls",
    "tlsfeature": "tls_features",
    "issuer": "issuer",
}


def place_for(finding: Finding) -> Place:
    """The field, as `Problem.place`; () where the form has none for it: what is not made yet, or a matter of several fields."""
    place = place_of(finding)
    if place or finding.certificate:
        return place
    return next(((_FIELDS[label],) for label in reversed(finding.field) if label in _FIELDS), ())

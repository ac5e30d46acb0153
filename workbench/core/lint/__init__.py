"""Lints: what pkilint says about a certificate, a CRL or an OCSP response, as findings on our fields.

pkilint (MIT licence) is imported when first asked for: it costs about 0.4 s once, then about a millisecond a certificate, and
0.15 s once for each profile of the CA/Browser Forum. Every function here may be called from any thread.

Severities: FATAL and ERROR are failures (a MUST is broken), WARNING is a warning (a SHOULD is). NOTICE and INFO are remarks about
something that is allowed, and so `ok`; those of them that say that pkilint could not look, and its own accidents, are `not_checked`.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message
from workbench.core.lint import placing
from workbench.core.lint.codes import describe
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Finding, Rules, Status

# Nobody waits long for the opinion of a linter: pkilint needs about 2 s for a certificate of this size, 6 s for such a CRL.
MAX_CERTIFICATE = 1 << 16
MAX_CRL = 1 << 20

_SEVERITIES = {"FATAL": Status.FAILURE, "ERROR": Status.FAILURE, "WARNING": Status.WARNING, "NOTICE": Status.OK, "INFO": Status.OK}
_NOT_LOOKED_AT = frozenset({
    "base.unhandled_exception", "pkix.ldap_uri_not_validated", "pkix.public_key_algorithm_unsupported",
    "pkix.aki_absent_self_issued_and_unsupported_algorithm", "cabf.smime.unparsed_attribute_value_encountered",
    "cabf.smime.unparsed_common_name_value",
})  # fmt: skip
_lock = threading.Lock()


class Profile(StrEnum):
    """Whose rules: PKIX (RFC 5280 and its family), the CA/Browser Forum's for TLS servers or S/MIME, ETSI's for qualified certificates.

    Each of the others includes PKIX.
    """

    PKIX = "pkix"
    SERVERAUTH = "serverauth"
    SMIME = "smime"
    ETSI = "etsi"


def lint(certificate: Certificate, rules: Rules = Rules.RFC5280, profile: Profile | None = None) -> tuple[Finding, ...]:
    """Findings about one certificate, failures first; `Finding.certificate` is 0.

    rules     RFC5280 asks for PKIX only; WEBPKI for the profile that the certificate itself claims (`profile_of`)
    profile   this one instead

    Every message has the parameters `code` (pkilint's own) and `detail` (pkilint's English remark, or empty).
    Never raises for a bad certificate: what pkilint cannot parse gives the one finding `lint_not_readable`, not checked.
    """
    if profile is None:
        profile = profile_of(certificate) if rules is Rules.WEBPKI else Profile.PKIX

    def results(document: Any) -> list[Any]:
        return _certificate_results(document, profile, certificate)

    return _run(certificate.der, MAX_CERTIFICATE, "load_der_certificate", results, certificate)


def lint_crl(der: bytes, rules: Rules = Rules.RFC5280) -> tuple[Finding, ...]:
    """The same for a CRL, under RFC 5280 or also the Baseline Requirements."""

    def results(document: Any) -> list[Any]:
        from pkilint.pkix.crl import CertificateRevocationListType

        for_authorities = _only_ca_certificates(der)
        kind = CertificateRevocationListType.ARL if for_authorities else CertificateRevocationListType.CRL
        return list(_crl_container(kind, rules is Rules.WEBPKI).validate(document.root))

    return _run(der, MAX_CRL, "load_der_crl", results, None)


def lint_ocsp(der: bytes) -> tuple[Finding, ...]:
    """The same for an OCSP response (RFC 6960)."""
    return _run(der, MAX_CRL, "load_der_ocsp_response", lambda document: list(_ocsp_container().validate(document.root)), None)


def profile_of(certificate: Certificate) -> Profile:
    """The strictest profile that a certificate claims by its own extensions."""
    extensions = certificate.extension_by_oid
    if "1.3.6.1.5.5.7.1.3" in extensions and b"\x06\x06\x04\x00\x8e\x46\x01\x01" in extensions["1.3.6.1.5.5.7.1.3"].value:
        return Profile.ETSI  # qcStatements with QcCompliance (ETSI EN 319 412-5)
    usages = placing.extended_key_usages(certificate)
    if placing.is_ca(certificate):
        return Profile.SERVERAUTH if not usages or usages & placing.SERVER_USAGES else Profile.PKIX
    if usages & placing.SERVER_USAGES or "1.3.6.1.5.5.7.3.9" in usages:
        return Profile.SERVERAUTH
    if "1.3.6.1.5.5.7.3.4" in usages:
        return Profile.SMIME
    return Profile.SERVERAUTH if not usages and "2.5.29.17" in extensions else Profile.PKIX


def _run(
    der: bytes, limit: int, loader_name: str, results: Callable[[Any], Sequence[Any]], certificate: Certificate | None
) -> tuple[Finding, ...]:
    if len(der) > limit:
        return (Finding(Message("lint_too_large", {"size": len(der), "limit": limit}), Status.NOT_CHECKED, 0, (), ""),)
    _import_quietly()
    from pkilint import loader
    from pkilint.document import SubstrateDecodingFailedError
    from pyasn1.error import PyAsn1Error

    try:
        found = results(getattr(loader, loader_name)(der, None, None))
    # What pkilint and pyasn1 raise on bytes that are not what they expect, found by giving them thousands of broken ones.
    except (SubstrateDecodingFailedError, PyAsn1Error, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        message = Message("lint_not_readable", {"reason": placing.one_line(str(error)) or type(error).__name__})
        return (Finding(message, Status.NOT_CHECKED, 0, (), ""),)
    unique: dict[tuple[Message, tuple[str, ...]], Finding] = {}
    for result in found:
        field = placing.field_of(str(result.node.path), certificate)
        for item in result.finding_descriptions:
            severity = item.finding.severity.name
            if severity == "DEBUG":
                continue
            code = str(item.finding.code)
            status = Status.NOT_CHECKED if code in _NOT_LOOKED_AT else _SEVERITIES[severity]
            message, citation = describe(code, severity, placing.one_line(item.message or ""))
            unique.setdefault((message, field), Finding(message, status, 0, field, citation))
    return tuple(sorted(unique.values(), key=lambda finding: _ORDER[finding.status]))


_ORDER = {Status.FAILURE: 0, Status.WARNING: 1, Status.NOT_CHECKED: 2, Status.OK: 3}


def _import_quietly() -> None:
    """Keep pkilint's log of its own accidents, and the library's warnings about odd certificates, from stderr: they are findings here."""
    import logging
    import warnings

    from cryptography.utils import CryptographyDeprecationWarning

    logger = logging.getLogger("pkilint")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        warnings.filterwarnings("ignore", category=CryptographyDeprecationWarning, module=r"pkilint\.")


def _certificate_results(document: Any, profile: Profile, certificate: Certificate) -> list[Any]:
    from pkilint import finding_filter

    if profile is Profile.SERVERAUTH:
        from pkilint.cabf import serverauth

        kind = _server_certificate_type(document, certificate)
        results = _container(profile, kind).validate(document.root)
        return list(finding_filter.filter_results(serverauth.create_serverauth_finding_filters(kind), results)[0])
    if profile is Profile.SMIME:
        from pkilint.cabf import smime

        return list(_container(profile, smime.guess_validation_level_and_generation(document)).validate(document.root))
    if profile is Profile.ETSI:
        from pkilint import etsi

        kind = etsi.determine_certificate_type(document)
        results = _container(profile, kind).validate(document.root)
        return list(finding_filter.filter_results(etsi.create_etsi_finding_filters(kind), results)[0])
    return list(_container(profile, None).validate(document.root))


def _server_certificate_type(document: Any, certificate: Certificate) -> Any:
    """pkilint's own choice, except that a self-signed server certificate is not taken for a root CA."""
    from pkilint.cabf import serverauth
    from pkilint.cabf.serverauth.serverauth_constants import CertificateType

    if certificate.self_issued and not placing.is_ca(certificate):
        level = placing.validation_level(certificate)
        return getattr(CertificateType, f"{level}_FINAL_CERTIFICATE")
    return serverauth.determine_certificate_type(document)


def _container(profile: Profile, kind: Any) -> Any:
    # Building one twice at the same time would only waste time, but pkilint does not promise that it is safe.
    with _lock:
        return _build(profile, kind)


@functools.cache
def _build(profile: Profile, kind: Any) -> Any:
    """The validators of one profile. They keep no state between documents."""
    from pkilint.pkix import certificate, extension, name

    if profile is Profile.SERVERAUTH:
        from pkilint.cabf import serverauth

        decoding, validators = serverauth.create_decoding_validators(), serverauth.create_validators(kind)
    elif profile is Profile.SMIME:
        from pkilint.cabf import smime

        decoding, validators = smime.create_decoding_validators(), smime.create_subscriber_validators(*kind)
    elif profile is Profile.ETSI:
        from pkilint import etsi

        decoding, validators = etsi.create_decoding_validators(kind), etsi.create_validators(kind)
    else:
        decoding = certificate.create_decoding_validators(name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS)
        validators = [
            certificate.create_issuer_validator_container([]),
            certificate.create_validity_validator_container(),
            certificate.create_subject_validator_container([]),
            certificate.create_extensions_validator_container([]),
            certificate.create_spki_validator_container([]),
        ]
    return certificate.create_pkix_certificate_validator_container(decoding, validators)


@functools.cache
def _crl_container(kind: Any, forum: bool) -> Any:
    from pkilint import pkix
    from pkilint.cabf import cabf_crl
    from pkilint.pkix import crl, extension, name

    validity = [cabf_crl.create_validity_period_validator(kind)] if forum else []
    validators = [
        crl.create_issuer_validator_container([]),
        crl.create_validity_validator_container(validity),
        crl.create_extensions_validator_container([]),
    ]
    if forum:
        validators.append(cabf_crl.CabfCrlReasonCodeAllowlistValidator(kind))
    decoders = [pkix.create_attribute_decoder(name.ATTRIBUTE_TYPE_MAPPINGS), pkix.create_extension_decoder(extension.EXTENSION_MAPPINGS)]
    return crl.create_pkix_crl_validator_container(decoders, validators)


@functools.cache
def _ocsp_container() -> Any:
    from pkilint import pkix
    from pkilint.pkix import extension, name, ocsp

    decoders = [
        ocsp.create_response_decoder(),
        pkix.create_attribute_decoder(name.ATTRIBUTE_TYPE_MAPPINGS),
        pkix.create_extension_decoder(extension.EXTENSION_MAPPINGS),
    ]
    return ocsp.create_pkix_ocsp_response_validator_container(decoders, [])


def _only_ca_certificates(der: bytes) -> bool:
    """Whether a CRL says onlyContainsCACerts (RFC 5280 5.2.5): the Baseline Requirements have other periods for those."""
    from workbench.core.x509.crl import parse_crl

    try:
        for extension in parse_crl(der).extensions:
            if extension.oid == "2.5.29.28":
                return any(part.is_context(2) for part in reader.children(reader.read(extension.value)))
    except DerError:
        pass
    return False

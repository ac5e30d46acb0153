"""The checks of RFC 5280 6.1.3 and 6.1.4 that look at one certificate at a time, made for every certificate of a path."""

from __future__ import annotations

from datetime import datetime

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions import (
    basic_constraints,
    certificate_policies,
    extended_key_usage,
    inhibit_any_policy,
    key_usage,
    name_constraints,
    policy_constraints,
    policy_mappings,
    subject_alt_name,
)
from workbench.core.x509.extensions.basic_constraints import BasicConstraints
from workbench.core.x509.extensions.extended_key_usage import ExtendedKeyUsage
from workbench.core.x509.extensions.key_usage import KeyUsage
from workbench.core.x509.finding import Purpose
from workbench.core.x509.path_building import Path, self_issued
from workbench.core.x509.signature import SignatureState, certificate_signature

DIGITAL_SIGNATURE, CONTENT_COMMITMENT, KEY_ENCIPHERMENT, DATA_ENCIPHERMENT, KEY_AGREEMENT, KEY_CERT_SIGN, CRL_SIGN = range(7)
KEY_USAGE_NAMES = (
    "digitalSignature", "contentCommitment", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign",
    "encipherOnly", "decipherOnly",
)  # fmt: skip
SERVER_AUTH, CLIENT_AUTH, ANY_EXTENDED_KEY_USAGE = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0"
PURPOSE_OIDS = {Purpose.SERVER: SERVER_AUTH, Purpose.CLIENT: CLIENT_AUTH}
OCSP_NO_CHECK, TLS_FEATURE, PRECERTIFICATE_POISON = "1.3.6.1.5.5.7.48.1.5", "1.3.6.1.5.5.7.1.24", "1.3.6.1.4.1.11129.2.4.3"

ACTED_ON = frozenset(
    module.OID
    for module in (
        basic_constraints, certificate_policies, extended_key_usage, inhibit_any_policy, key_usage, name_constraints,
        policy_constraints, policy_mappings, subject_alt_name,
    )
)  # fmt: skip
"""Extensions that validation acts on: unreadable ones are failures whatever their criticality."""
PROCESSED = ACTED_ON | decoded.DECODED - {"2.5.29.28"} | {OCSP_NO_CHECK, TLS_FEATURE}
"""Extensions that may be critical without stopping validation (RFC 5280 6.1.4 (o), 6.1.5 (f))."""


def check_signature(report: Report, index: int, built: Path) -> None:
    """Signature with the issuer's key (6.1.3 (a)(1)), and the two algorithm fields (4.1.1.2)."""
    certificate = report.path[index]
    fields = certificate.fields
    if fields.signature.encoded == fields.signature_algorithm.encoded:
        report.ok("signature_algorithms_agree", index)
    else:
        report.bad("signature_algorithms_differ", index)
    if index == report.last:
        _last_signature(report, index, built)
        return
    result = certificate_signature(certificate, working_key(report.path, index + 1))
    issuer = short_name(report.path[index + 1])
    match result.state:
        case SignatureState.OK:
            report.ok("signature_ok", index, issuer=issuer, algorithm=result.algorithm)
        case SignatureState.MISMATCH:
            report.bad("signature_mismatch", index, issuer=issuer, algorithm=result.algorithm)
        case SignatureState.UNSUPPORTED:
            report.bad("signature_unsupported", index, issuer=issuer, algorithm=result.algorithm)
        case SignatureState.MALFORMED:
            report.bad("signature_malformed", index, issuer=issuer, algorithm=result.algorithm)


def _last_signature(report: Report, index: int, built: Path) -> None:
    certificate = report.path[index]
    if report.anchored:
        report.ok("signature_anchor", index)
    elif built.mismatching:
        result = certificate_signature(certificate, built.mismatching[0].spki)
        report.bad("signature_mismatch", index, issuer=short_name(built.mismatching[0]), algorithm=result.algorithm)
    elif self_issued(certificate) and not built.loop and not built.ended:
        result = certificate_signature(certificate, certificate.spki)
        match result.state:
            case SignatureState.OK:
                report.ok("signature_self", index, algorithm=result.algorithm)
            case SignatureState.MISMATCH:
                report.bad("signature_self_mismatch", index, algorithm=result.algorithm)
            case state:
                report.bad(f"signature_{state}", index, issuer=short_name(certificate), algorithm=result.algorithm)
    else:
        report.not_checked("signature_no_issuer", index, issuer=issuer_name(certificate))


def working_key(path: tuple[Certificate, ...], index: int) -> bytes:
    """The SubjectPublicKeyInfo of a certificate, with DSA parameters inherited from above when it has none (6.1.4 (f))."""
    own = path[index].spki
    try:
        identifier, key = list(reader.children(reader.read(own)))
        parts = list(reader.children(identifier))
        if values.oid_of(parts[0], "algorithm") != "1.2.840.10040.4.1" or (len(parts) > 1 and parts[1].identifier != reader.NULL):
            return own
        for above in path[index + 1 :]:
            inherited = list(reader.children(reader.first(reader.read(above.spki))))
            if values.oid_of(inherited[0], "algorithm") != "1.2.840.10040.4.1":
                break
            if len(inherited) > 1 and inherited[1].identifier != reader.NULL:
                return _sequence(_sequence(parts[0].encoded + inherited[1].encoded) + key.encoded)
    except (DerError, ValueError, IndexError):
        pass
    return own


def _sequence(content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((0x30, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x30, 0x80 | len(octets))) + octets + content


def check_dates(report: Report, index: int) -> None:
    """Both ends of the validity period, inclusive (6.1.3 (a)(2), 4.1.2.5)."""
    certificate = report.path[index]
    try:
        begin, end = certificate.not_before, certificate.not_after
    except DerError as error:
        report.bad("dates_unreadable", index, reason=error.message)
        return
    time = report.time
    if time < begin:
        report.bad("dates_not_yet", index, begin=begin, days=days(begin - time))
    elif time > end:
        report.bad("dates_expired_anchor" if report.is_anchor(index) else "dates_expired", index, end=end, days=days(time - end))
    else:
        report.ok("dates_ok", index, begin=begin, end=end, days=days(end - time))


def days(span: object) -> int:
    """Whole days in a timedelta, as a count for a sentence."""
    return int(getattr(span, "days", 0))


def check_issuer_name(report: Report, index: int) -> None:
    """The issuer's name is the subject name of the next certificate (6.1.3 (a)(4))."""
    if index == report.last:
        return
    certificate, issuer = report.path[index], report.path[index + 1]
    try:
        matches = certificate.issuer.matches(issuer.subject)
    except DerError:
        matches = False
    if matches:
        report.ok("issuer_name_ok", index, issuer=short_name(issuer))
    else:
        report.bad("issuer_name_mismatch", index, issuer=short_name(issuer))


def check_basic_constraints(report: Report, index: int) -> None:
    """Whoever issued the certificate below must be a CA (6.1.4 (k))."""
    certificate = report.path[index]
    found = decoded.extension(certificate, BasicConstraints)
    if index == 0:
        report.ok("basic_constraints_ca_judged" if found and found.ca else "basic_constraints_end_entity", index)
    elif found is None and basic_constraints.OID in certificate.extension_by_oid:
        return  # said by the check of unreadable extensions
    elif found is None and report.is_anchor(index) and _version(certificate) < 3:
        report.bad("basic_constraints_old_anchor", index)
    elif found is None:
        report.bad("basic_constraints_missing", index)
    elif not found.ca:
        report.bad("basic_constraints_not_ca", index)
    else:
        report.ok("basic_constraints_ca", index)


def _version(certificate: Certificate) -> int:
    try:
        return certificate.version
    except DerError:
        return 3


def check_path_length(report: Report, index: int) -> None:
    """No more intermediate CAs below than pathLenConstraint allows; self-issued ones do not count (6.1.4 (l), (m))."""
    below = intermediates_below(report.path, index)
    limit = report.conditions.max_intermediates
    if index == report.last and limit is not None:
        if below > limit:
            report.bad("chain_too_long", index, found=below, limit=limit)
        else:
            report.ok("chain_length_ok", index, found=below, limit=limit)
    found = decoded.extension(report.path[index], BasicConstraints)
    if index == 0 or found is None or not found.ca:
        return
    if found.path_len_constraint is None:
        report.ok("path_length_unlimited", index)
    elif below > found.path_len_constraint:
        report.bad("path_length_exceeded", index, found=below, limit=found.path_len_constraint)
    else:
        report.ok("path_length_ok", index, found=below, limit=found.path_len_constraint)


def intermediates_below(path: tuple[Certificate, ...], index: int) -> int:
    """CAs between the certificate at `index` and the judged one, self-issued ones not counted."""
    return sum(1 for certificate in path[1:index] if not self_issued(certificate))


def check_key_usage(report: Report, index: int) -> None:
    """keyCertSign of every issuer (6.1.4 (n)); of the judged certificate what the conditions ask for (4.2.1.3)."""
    certificate = report.path[index]
    found = decoded.extension(certificate, KeyUsage)
    if found is None:
        if key_usage.OID not in certificate.extension_by_oid:
            report.ok("key_usage_absent", index)
        return
    listed = names(KEY_USAGE_NAMES[bit] for bit in sorted(found.bits) if bit < len(KEY_USAGE_NAMES))
    if index > 0:
        if KEY_CERT_SIGN in found.bits:
            report.ok("key_usage_ca_ok", index, usages=listed)
        else:
            report.bad("key_usage_no_cert_sign", index, usages=listed)
        return
    missing = report.conditions.key_usages - found.bits
    if missing:
        wanted = names(KEY_USAGE_NAMES[bit] for bit in sorted(missing) if bit < len(KEY_USAGE_NAMES))
        report.bad("key_usage_missing", index, usages=listed, wanted=wanted)
    else:
        report.ok("key_usage_ok", index, usages=listed)


def check_extended_key_usage(report: Report, index: int) -> None:
    """The purpose of the judged certificate (4.2.1.12), and whether a CA above is limited to others (as browsers look at it)."""
    certificate = report.path[index]
    wanted = set(report.conditions.extended_key_usages)
    purpose = PURPOSE_OIDS.get(report.conditions.purpose)
    if purpose is not None:
        wanted.add(purpose)
    found = decoded.extension(certificate, ExtendedKeyUsage)
    if found is None:
        if extended_key_usage.OID not in certificate.extension_by_oid and not report.is_anchor(index):
            report.ok("extended_key_usage_absent", index)
        return
    listed = names(purpose_name(oid) for oid in found.oids)
    missing = wanted - set(found.oids) - {ANY_EXTENDED_KEY_USAGE}
    wanted_text = names(purpose_name(oid) for oid in sorted(missing))
    if ANY_EXTENDED_KEY_USAGE in found.oids or not missing:
        report.ok("extended_key_usage_ok", index, usages=listed)
    elif index == 0:
        report.bad("extended_key_usage_missing", index, usages=listed, wanted=wanted_text)
    else:
        report.bad("extended_key_usage_ca_excludes", index, usages=listed, wanted=wanted_text)


def purpose_name(oid: str) -> str:
    """serverAuth and the like; the OID of others."""
    return PURPOSE_NAMES.get(oid, oid)


PURPOSE_NAMES = {
    SERVER_AUTH: "serverAuth",
    CLIENT_AUTH: "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    "1.3.6.1.5.5.7.3.4": "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
    ANY_EXTENDED_KEY_USAGE: "anyExtendedKeyUsage",
}


def check_extensions(report: Report, index: int) -> None:
    """Unreadable, repeated and unknown critical extensions (4.2, 6.1.4 (o), 6.1.5 (f))."""
    certificate = report.path[index]
    try:
        extensions = certificate.extensions
    except DerError as error:
        report.bad("extensions_unreadable", index, reason=error.message)
        return
    seen: set[str] = set()
    trouble = False
    for extension in extensions:
        if extension.oid in seen:
            report.bad("extension_repeated", index, extension=decoded.label(extension.oid))
        seen.add(extension.oid)
        value = decoded.decode(extension.oid, extension.value)
        if isinstance(value, DerError):
            must = extension.critical or extension.oid in ACTED_ON
            report.bad(
                "extension_unreadable" if must else "extension_unreadable_unused",
                index, extension=decoded.label(extension.oid), reason=value.message,
            )  # fmt: skip
        if extension.critical and extension.oid == PRECERTIFICATE_POISON:
            trouble = True
            report.bad("precertificate", index)
        elif extension.critical and extension.oid not in PROCESSED:
            trouble = True
            report.bad("critical_unknown", index, extension=decoded.label(extension.oid))
    if not trouble:
        report.ok("critical_known", index)


def short_name(certificate: Certificate) -> str:
    """What a person calls the subject; "" when the name cannot be read."""
    try:
        return certificate.subject.short
    except DerError:
        return ""


def issuer_name(certificate: Certificate) -> str:
    """What a person calls the issuer; "" when the name cannot be read."""
    try:
        return certificate.issuer.short
    except DerError:
        return ""


def names(texts: object) -> str:
    """Field names of the standard, as a list in one text."""
    return ", ".join(str(text) for text in texts)  # type: ignore[attr-defined]


def moment(time: datetime) -> datetime:
    """The same moment without its fraction of a second: validity periods are in whole seconds."""
    return time.replace(microsecond=0)

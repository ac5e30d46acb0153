"""Signing what somebody else asks for: the request is examined first, then laid beside the profile, part by part.

A request (PKCS #10, RFC 2986) proves only that its maker has the private key. What it asks for is a wish: the CA decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.core import formats
from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, Message
from workbench.core.formats.found import Kind
from workbench.core.issuance.from_certificate import SUBJECT_KEY_IDENTIFIER, same_subject, specification_of
from workbench.core.issuance.parts import SpecificationError, general_name
from workbench.core.issuance.specification import (
    AlternativeName,
    ExtendedKeyUsage,
    KeyUsage,
    NameKind,
    RawExtension,
    Specification,
)
from workbench.core.x509.certificate_checks import purpose_name
from workbench.core.x509.extensions import BY_OID
from workbench.core.x509.finding import Finding, Status, parse_host
from workbench.core.x509.host_name import a_label
from workbench.core.x509.name import COMMON_NAME, SHORT_NAMES
from workbench.core.x509.public_key import describe_key, load_public_key
from workbench.core.x509.request import CertificationRequest, parse_request, request_signature, signature_message

SMALLEST_RSA = 2048
"""NIST SP 800-131A Rev. 2 section 3, CA/B Forum BR 6.1.5."""
_INFO = "certificationRequestInfo"


# --- reading and examining ------------------------------------------------------------------------------------------------------------


def read_requests(data: bytes, path: str = "") -> tuple[CertificationRequest, ...]:
    """Every request in a file or a pasted text, in any format and wrapping, each once.

    Raises FileError with one sentence: `signing_no_request` when other things are in it, else why nothing could be read, and where.
    """
    opened = formats.open_bytes(data, path)
    found = dict.fromkeys(item.der for item in opened.objects if item.kind is Kind.CERTIFICATE_REQUEST)
    if found:
        return tuple(map(parse_request, found))
    others = dict.fromkeys(item.kind for item in opened.objects if item.kind is not Kind.UNKNOWN_DER)
    if others:
        raise FileError("signing_no_request", found=tuple(Message(f"signing_found_{kind}") for kind in others))
    if opened.locked:
        raise FileError("signing_locked")
    damaged = [item.reason for item in opened.refusals if item.reader == "certificate_request"]
    if damaged:
        raise FileError("signing_request_damaged", reason=damaged[0])
    if opened.error is not None:
        raise FileError(opened.error.id, **opened.error.params)
    if opened.refusals:
        raise FileError("signing_unreadable", reason=opened.refusals[0].reason)
    raise FileError("signing_no_request", found=(Message("signing_found_unknown_der"),))


def read_request(data: bytes, path: str = "") -> CertificationRequest:
    """The first of `read_requests`. Raises as that does."""
    return read_requests(data, path)[0]


def examine(request: CertificationRequest) -> tuple[Finding, ...]:
    """What a CA looks at before anything else: the request's own signature first, then its key. Fields are those of the request's tree.

    Never raises for what is in a request. A FAILURE says that it must not be signed.
    """
    result = request_signature(request)
    findings = [_finding(signature_message(request), result.ok, "signature", "RFC 2986 §3")]
    key = describe_key(request.spki)
    if key.problem is not None or load_public_key(request.spki) is None:
        findings.append(_finding(Message("rehearsal_key_unreadable"), False, "subjectPKInfo", "RFC 2986 §4.1"))
    else:
        small = key.algorithm.startswith("RSA") and (key.size_bits or 0) < SMALLEST_RSA
        message = Message("request_key_small" if small else "request_key_fit", {"key": key.text})
        findings.append(_finding(message, not small, "subjectPKInfo", "CA/B Forum BR §6.1.5"))
    try:
        specification_of(request)
        oids = [extension.oid for extension in request.extensions]
        if len(set(oids)) < len(oids):
            findings.append(_finding(Message("signing_extension_twice"), False, "attributes", "RFC 5280 §4.2"))
    except DerError as error:
        findings.append(_finding(Message("signing_request_damaged", {"reason": error.message}), False, "attributes", "RFC 2986 §4.1"))
    return tuple(findings)


def refusal(findings: tuple[Finding, ...]) -> FileError | None:
    """Why a request must not be signed, as an error to raise: `signing_refused` with the first reason. None when it may be."""
    failure = next((finding for finding in findings if finding.status is Status.FAILURE), None)
    return None if failure is None else FileError("signing_refused", reason=failure.message)


def _finding(message: Message, fine: bool, field: str, citation: str) -> Finding:
    place = (field,) if field == "signature" else (_INFO, field)
    return Finding(message, Status.OK if fine else Status.FAILURE, 0, place, citation)


# --- comparing ------------------------------------------------------------------------------------------------------------------------


class Choice(StrEnum):
    """What the certificate shall say of one part: what the request asks for, what the profile says, or both together."""

    KEEP = "keep"
    PROFILE = "profile"
    MERGE = "merge"


class Difference(StrEnum):
    SAME = "same"
    ONLY_REQUEST = "only_request"
    ONLY_PROFILE = "only_profile"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Row:
    """One part of the certificate, as both sides see it.

    part        "subject", or the dotted OID of the extension
    name        as the standard calls it ("subject", "keyUsage"), or the OID
    request, profile   what each says, in lines of technical text; () when it says nothing of it
    choices     what may be chosen; one that makes no difference is left out
    default     what is chosen unless somebody thinks otherwise
    note        what is to be known about the choice KEEP, or None
    """

    part: str
    name: str
    request: tuple[str, ...]
    profile: tuple[str, ...]
    difference: Difference
    choices: tuple[Choice, ...]
    default: Choice
    note: Message | None = None


@dataclass(frozen=True)
class _Part:
    """A part that a Specification has fields for. merge: None where two wishes cannot be one.

    trusted  the requester's own matter: taken from the request unless chosen otherwise
    """

    part: str
    name: str
    fields: tuple[str, ...]
    texts: Callable[[Specification], list[str]]
    merge: Callable[[Specification, Specification], Specification] | None = None
    trusted: bool = False


def compare(request: CertificationRequest, profile: Specification) -> tuple[Row, ...]:
    """What the request asks for beside what the profile says, for the subject and every extension that either has. Raises DerError."""
    asked = specification_of(request)
    rows = []
    for part in _PARTS:
        ours, theirs = tuple(part.texts(profile)), tuple(part.texts(asked))
        if not ours and not theirs and part.part != "subject":
            continue
        note = None
        if part.part == "subject" and not same_subject(request.subject, asked.subject):
            note = Message("signing_subject_rewritten")
        if part.part == "2.5.29.19" and asked.basic_constraints is not None and asked.basic_constraints.ca:
            note = Message("signing_asks_for_ca")
        rows.append(_row(part.part, part.name, theirs, ours, part.merge is not None, part.trusted, note))
    raw = {item.oid.strip(): item for item in profile.raw}
    wished = {item.oid: item for item in asked.raw}
    known = {row.part for row in rows}
    for oid in dict.fromkeys((*wished, *raw)):
        ours, theirs = (_raw_texts(items.get(oid)) for items in (raw, wished))
        if oid in known:  # what no field can say exactly stands beside the profile's field for the same extension
            at = next(number for number, row in enumerate(rows) if row.part == oid)
            row = rows[at]
            trusted = next(part.trusted for part in _PARTS if part.part == oid)
            rows[at] = _row(oid, row.name, (*row.request, *theirs), (*row.profile, *ours), False, trusted, row.note)
        else:
            trusted = any(part.trusted and part.part == oid for part in _PARTS)
            rows.append(_row(oid, _extension_name(oid), theirs, ours, False, trusted, None))
    return tuple(rows)


def combined(request: CertificationRequest, profile: Specification, choices: Mapping[str, Choice] | None = None) -> Specification:
    """What the certificate shall say: the profile, with each part as chosen (by `Row.part`; the default where nothing is). Raises DerError.

    Validity, the CA's addresses and key identifiers stay the profile's unless a row says otherwise.
    """
    asked = specification_of(request)
    wanted = {row.part: _allowed(row, choices or {}) for row in compare(request, profile)}
    result = profile
    for part in _PARTS:
        choice = wanted.get(part.part, Choice.PROFILE)
        if choice is Choice.KEEP:
            result = replace(result, **{name: getattr(asked, name) for name in part.fields})
        elif choice is Choice.MERGE and part.merge is not None:
            result = part.merge(result, asked)
    kept = {oid for oid, choice in wanted.items() if choice is Choice.KEEP}
    raw = [item for item in profile.raw if item.oid.strip() not in kept] + [item for item in asked.raw if item.oid in kept]
    if any(item.oid == SUBJECT_KEY_IDENTIFIER for item in raw):
        result = replace(result, subject_key_identifier=False)
    return replace(result, raw=tuple(raw))


def names_from_subject(specification: Specification) -> tuple[AlternativeName, ...]:
    """For a request that names its host in the common name only, as old ones do: that host as an alternative name. () otherwise."""
    if specification.names or any(item.oid == "2.5.29.17" for item in specification.raw):
        return ()
    for item in reversed(specification.subject):
        if item.type == COMMON_NAME:
            host = parse_host(item.value)
            if not isinstance(host, str):
                return (AlternativeName(NameKind.IP, str(host)),)
            bare = host.removeprefix("*.")
            if "." in bare and a_label(bare):
                return (AlternativeName(NameKind.DNS, host),)
    return ()


def _allowed(row: Row, choices: Mapping[str, Choice]) -> Choice:
    choice = choices.get(row.part, row.default)
    return choice if choice in row.choices else row.default


def _row(
    part: str, name: str, request: tuple[str, ...], profile: tuple[str, ...], mergeable: bool, trusted: bool, note: Message | None
) -> Row:
    if request == profile:
        return Row(part, name, request, profile, Difference.SAME, (Choice.PROFILE,), Choice.PROFILE, note)
    if not request or not profile:
        difference = Difference.ONLY_PROFILE if not request else Difference.ONLY_REQUEST
        choices: tuple[Choice, ...] = (Choice.KEEP, Choice.PROFILE)
    else:
        difference = Difference.DIFFERENT
        choices = (Choice.KEEP, Choice.PROFILE, Choice.MERGE) if mergeable else (Choice.KEEP, Choice.PROFILE)
    return Row(part, name, request, profile, difference, choices, Choice.KEEP if trusted and request else Choice.PROFILE, note)


# --- what stands in each part ---------------------------------------------------------------------------------------------------------


def _critical(lines: list[str], critical: bool) -> list[str]:
    return ["critical", *lines] if lines and critical else lines


def _subject_texts(wish: Specification) -> list[str]:
    return [f"{SHORT_NAMES.get(item.type, item.type)}={item.value}" for item in wish.subject]


def _names_texts(wish: Specification) -> list[str]:
    return _critical([f"{item.kind.value}:{_shown(item)}" for item in wish.names], wish.names_critical)


def _shown(item: AlternativeName) -> str:
    """As it will stand in the certificate, so that the same names written otherwise are the same."""
    try:
        value = general_name(item, ()).value
    except SpecificationError:
        return item.value
    return str(value) if item.kind in (NameKind.DNS, NameKind.IP, NameKind.EMAIL) else item.value


def _basic_texts(wish: Specification) -> list[str]:
    value = wish.basic_constraints
    if value is None:
        return []
    length = [f"pathLenConstraint {value.path_length}"] if value.path_length is not None and value.ca else []
    return _critical([f"cA {'TRUE' if value.ca else 'FALSE'}", *length], value.critical)


def _usage_texts(wish: Specification) -> list[str]:
    return _critical(sorted(wish.key_usage.usages), wish.key_usage.critical)


def _purposes_texts(wish: Specification) -> list[str]:
    return _critical([purpose_name(oid) for oid in wish.extended_key_usage.purposes], wish.extended_key_usage.critical)


def _constraints_texts(wish: Specification) -> list[str]:
    value = wish.name_constraints
    lines = [
        f"{word} {item.kind.value}:{item.value}"
        for word, items in (("permitted", value.permitted), ("excluded", value.excluded))
        for item in items
    ]
    return _critical(lines, value.critical)


def _policies_texts(wish: Specification) -> list[str]:
    lines = [line for item in wish.policies for line in (item.oid, *(f"  {text}" for text in (*item.cps, *item.notices)))]
    return _critical(lines, wish.policies_critical)


def _access_texts(wish: Specification) -> list[str]:
    return [*(f"OCSP {url}" for url in wish.ocsp_urls), *(f"caIssuers {url}" for url in wish.issuer_urls)]


def _raw_texts(item: RawExtension | None) -> tuple[str, ...]:
    return () if item is None else tuple(_critical([item.value], item.critical))


def _extension_name(oid: str) -> str:
    return BY_OID[oid].name if oid in BY_OID else oid


def _union(one: tuple[object, ...], other: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _merge_subject(profile: Specification, asked: Specification) -> Specification:
    """The request's attributes, and of the profile's those of kinds that the request does not have, in the profile's order first."""
    kinds = {item.type for item in asked.subject}
    return replace(profile, subject=(*(item for item in profile.subject if item.type not in kinds), *asked.subject))


def _merge_names(profile: Specification, asked: Specification) -> Specification:
    merged: dict[tuple[NameKind, str], AlternativeName] = {}
    for item in (*asked.names, *profile.names):
        merged.setdefault((item.kind, _shown(item)), item)
    return replace(profile, names=tuple(merged.values()), names_critical=profile.names_critical or asked.names_critical)


def _merge_usage(profile: Specification, asked: Specification) -> Specification:
    one, other = profile.key_usage, asked.key_usage
    return replace(profile, key_usage=KeyUsage(one.usages | other.usages, one.critical or other.critical))


def _merge_purposes(profile: Specification, asked: Specification) -> Specification:
    one, other = profile.extended_key_usage, asked.extended_key_usage
    purposes = tuple(dict.fromkeys((*one.purposes, *other.purposes)))
    return replace(profile, extended_key_usage=ExtendedKeyUsage(purposes, one.critical or other.critical))


def _merge_policies(profile: Specification, asked: Specification) -> Specification:
    ours = {item.oid for item in profile.policies}
    policies = (*profile.policies, *(item for item in asked.policies if item.oid not in ours))
    return replace(profile, policies=policies, policies_critical=profile.policies_critical or asked.policies_critical)


def _merge_lists(*fields: str) -> Callable[[Specification, Specification], Specification]:
    def merge(profile: Specification, asked: Specification) -> Specification:
        return replace(profile, **{name: _union(getattr(profile, name), getattr(asked, name)) for name in fields})  # type: ignore[arg-type]

    return merge


_PARTS: tuple[_Part, ...] = (
    _Part("subject", "subject", ("subject",), _subject_texts, _merge_subject, trusted=True),
    _Part("2.5.29.17", "subjectAltName", ("names", "names_critical"), _names_texts, _merge_names, trusted=True),
    _Part("2.5.29.19", "basicConstraints", ("basic_constraints",), _basic_texts),
    _Part("2.5.29.15", "keyUsage", ("key_usage",), _usage_texts, _merge_usage),
    _Part("2.5.29.37", "extKeyUsage", ("extended_key_usage",), _purposes_texts, _merge_purposes),
    _Part("2.5.29.30", "nameConstraints", ("name_constraints",), _constraints_texts),
    _Part("2.5.29.32", "certificatePolicies", ("policies", "policies_critical"), _policies_texts, _merge_policies),
    _Part("1.3.6.1.5.5.7.1.24", "tlsFeature", ("tls_features",), lambda wish: [str(number) for number in wish.tls_features],
          _merge_lists("tls_features"), trusted=True),
    _Part("1.3.6.1.5.5.7.48.1.5", "ocspNoCheck", ("ocsp_no_check",), lambda wish: ["NULL"] if wish.ocsp_no_check else []),
    _Part("1.3.6.1.5.5.7.1.1", "authorityInfoAccess", ("ocsp_urls", "issuer_urls"), _access_texts,
          _merge_lists("ocsp_urls", "issuer_urls")),
    _Part("2.5.29.31", "cRLDistributionPoints", ("crl_urls",), lambda wish: list(wish.crl_urls), _merge_lists("crl_urls")),
    _Part("2.5.29.46", "freshestCRL", ("delta_crl_urls",), lambda wish: list(wish.delta_crl_urls), _merge_lists("delta_crl_urls")),
)  # fmt: skip
"""Subject, names and the TLS feature are what the holder knows best. What a certificate may be used for is the CA's to say: never is
somebody made a CA because he asked for it."""

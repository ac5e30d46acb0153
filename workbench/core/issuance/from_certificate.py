"""A certificate or a request -> the `Specification` that says the same: for renewing, and for signing what somebody asks for.

Each extension becomes the field that stands for it when building that field again gives the same octets, and a `RawExtension` otherwise:
what is not understood is carried on as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cryptography import x509

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.issuance import build, parts
from workbench.core.issuance import specification as wanted
from workbench.core.issuance.parts import UPN, SpecificationError
from workbench.core.issuance.specification import (
    AlternativeName,
    NameKind,
    RawExtension,
    Specification,
    SubjectAttribute,
    TextType,
    Validity,
)
from workbench.core.x509.access_description import CA_ISSUERS, OCSP
from workbench.core.x509.certificate import Certificate, Extension, parse_certificate
from workbench.core.x509.extensions import BY_OID
from workbench.core.x509.general_name import GeneralName, GeneralNameKind
from workbench.core.x509.issuance import KEY_USAGES
from workbench.core.x509.name import Name
from workbench.core.x509.public_key import load_public_key
from workbench.core.x509.request import CertificationRequest

ONE_TIME = frozenset({"1.3.6.1.4.1.11129.2.4.2", "1.3.6.1.4.1.11129.2.4.3", "1.3.6.1.4.1.11129.2.4.5"})
"""Signed certificate timestamps and the precertificate's poison (RFC 6962 3.1, 3.3): they belong to one certificate and make no sense in
another one."""
SUBJECT_KEY_IDENTIFIER, AUTHORITY_KEY_IDENTIFIER = "2.5.29.14", "2.5.29.35"
_KINDS = {
    GeneralNameKind.DNS_NAME: NameKind.DNS,
    GeneralNameKind.IP_ADDRESS: NameKind.IP,
    GeneralNameKind.RFC822_NAME: NameKind.EMAIL,
    GeneralNameKind.URI: NameKind.URI,
    GeneralNameKind.DIRECTORY_NAME: NameKind.DIRECTORY,
    GeneralNameKind.REGISTERED_ID: NameKind.REGISTERED_ID,
}
_TEXT_TAGS = {0x0C: TextType.UTF8, 0x13: TextType.PRINTABLE, 0x16: TextType.IA5}
_DAY = timedelta(days=1)


def specification_of(source: bytes | Certificate | CertificationRequest, same_key: bool = False) -> Specification:
    """What the certificate (its DER will do) or request says.

    same_key  the next certificate is for the same key: then a subjectKeyIdentifier that was made another way than here is kept, for
              whatever names this key by it. Always so of a request.

    Validity is a length in whole days. Left out: `ONE_TIME`; the contents of the authorityKeyIdentifier, which are the issuer's matter.
    A name can be told as far as a Specification goes: several attributes in one part become parts of their own (see `same_subject`).
    Raises DerError for what cannot be followed.
    """
    if isinstance(source, bytes):
        source = parse_certificate(source)
    wish = Specification(subject=subject_of(source.subject), basic_constraints=None)
    if isinstance(source, Certificate):
        whole = source.not_after - source.not_before + timedelta(seconds=1)
        wish = replace(
            wish, validity=Validity(max(1, round(whole / _DAY))), subject_key_identifier=False, authority_key_identifier=False
        )  # fmt: skip
    raw: list[RawExtension] = []
    seen: set[str] = set()
    for extension in source.extensions:
        if extension.oid in ONE_TIME:
            continue
        taken = None if extension.oid in seen else _taken(wish, extension, source, same_key)
        seen.add(extension.oid)
        if taken is None:
            raw.append(RawExtension(extension.oid, extension.value.hex(), extension.critical))
        else:
            wish = taken
    return replace(wish, raw=tuple(raw))


def subject_of(name: Name) -> tuple[SubjectAttribute, ...]:
    """The attributes in their order, each with the string type it has where that is not the usual one."""
    return tuple(_attribute(item.type, item.value, item.tag) for rdn in name.rdns for item in rdn)


def same_subject(name: Name, subject: tuple[SubjectAttribute, ...]) -> bool:
    """Whether building `subject` gives this very name, octet by octet."""
    try:
        return parts.name(subject).public_bytes() == name.der
    except SpecificationError:
        return False


def _attribute(type_: str, value: str, tag: int) -> SubjectAttribute:
    usual = SubjectAttribute(type_, value)
    try:
        made = parts.attribute(usual, ())
        if made._type.value == tag:  # the library chose the string type
            return usual
    except SpecificationError:
        pass
    return SubjectAttribute(type_, value, _TEXT_TAGS.get(tag, TextType.AUTOMATIC))


# --- extensions -----------------------------------------------------------------------------------------------------------------------


def _taken(wish: Specification, extension: Extension, source: Certificate | CertificationRequest, same_key: bool) -> Specification | None:
    """The wish with this extension in it, None when no field can say it exactly."""
    if extension.oid == AUTHORITY_KEY_IDENTIFIER and not extension.critical:
        return replace(wish, authority_key_identifier=True)
    if extension.oid == SUBJECT_KEY_IDENTIFIER and not extension.critical:
        keep = same_key or isinstance(source, CertificationRequest)
        return None if keep and not _usual_identifier(extension.value, source.spki) else replace(wish, subject_key_identifier=True)
    read = _FIELDS.get(extension.oid)
    if read is None:
        return None
    try:
        candidate = read(wish, BY_OID[extension.oid].parse(extension.value), extension.critical)
        if candidate is None:
            return None
        again = {item.oid.dotted_string: (item.public_bytes(), critical) for item, critical in _extensions(candidate)}
    except (DerError, SpecificationError, ValueError):
        return None
    value, critical = again.get(extension.oid, (b"", False))
    if critical != extension.critical or not (value == extension.value or _same_access(extension, value)):
        return None
    return candidate


def _extensions(wish: Specification) -> Iterator[build.Extension]:
    yield from build.requested_extensions(wish)
    yield from build.own_extensions(wish)


def _same_access(extension: Extension, value: bytes) -> bool:
    """The order of access descriptions means nothing (RFC 5280 4.2.2.1)."""
    if extension.oid != "1.3.6.1.5.5.7.1.1":
        return False
    one, other = ([part.encoded for part in reader.children(reader.read(der))] for der in (extension.value, value))
    return sorted(one) == sorted(other)


def _usual_identifier(value: bytes, spki: bytes) -> bool:
    key = load_public_key(spki)
    try:
        return key is not None and x509.SubjectKeyIdentifier.from_public_key(key).public_bytes() == value  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return False


def _basic_constraints(wish: Specification, value: Any, critical: bool) -> Specification:
    return replace(wish, basic_constraints=wanted.BasicConstraints(value.ca, value.path_len_constraint, critical))


def _key_usage(wish: Specification, value: Any, critical: bool) -> Specification:
    names = tuple(KEY_USAGES)
    return replace(wish, key_usage=wanted.KeyUsage(frozenset(names[bit] for bit in value.bits if bit < len(names)), critical))


def _extended_key_usage(wish: Specification, value: Any, critical: bool) -> Specification:
    return replace(wish, extended_key_usage=wanted.ExtendedKeyUsage(value.oids, critical))


def _names(wish: Specification, value: Any, critical: bool) -> Specification | None:
    names = [_name(item) for item in value.names]
    if None in names:
        return None
    return replace(wish, names=tuple(item for item in names if item), names_critical=critical and bool(wish.subject))


def _name(item: GeneralName) -> AlternativeName | None:
    if item.kind is GeneralNameKind.OTHER_NAME:
        return AlternativeName(NameKind.UPN, item.value) if item.type_id == UPN and _is_utf8(item.raw) else None
    kind = _KINDS.get(item.kind)
    return None if kind is None else AlternativeName(kind, item.value)


def _is_utf8(der: bytes) -> bool:
    return reader.read(der).identifier == 0x0C


def _name_constraints(wish: Specification, value: Any, critical: bool) -> Specification | None:
    def subtrees(trees: Any) -> tuple[AlternativeName, ...] | None:
        names = [None if tree.minimum or tree.maximum is not None else _name(tree.base) for tree in trees]
        return None if None in names else tuple(name for name in names if name)

    permitted, excluded = subtrees(value.permitted), subtrees(value.excluded)
    if permitted is None or excluded is None:
        return None
    return replace(wish, name_constraints=wanted.NameConstraints(permitted, excluded, critical))


def _policies(wish: Specification, value: Any, critical: bool) -> Specification | None:
    result = []
    for item in value.policies:
        cps = [qualifier.cps_uri for qualifier in item.qualifiers if qualifier.cps_uri is not None]
        notices = [qualifier.notice.explicit_text for qualifier in item.qualifiers if qualifier.notice is not None]
        result.append(wanted.Policy(item.policy, tuple(cps), tuple(notices)))
    return replace(wish, policies=tuple(result), policies_critical=critical)


def _access(wish: Specification, value: Any, critical: bool) -> Specification | None:
    if any(item.location.kind is not GeneralNameKind.URI for item in value.descriptions):
        return None
    return replace(wish, ocsp_urls=value.locations(OCSP), issuer_urls=value.locations(CA_ISSUERS))


def _urls(points: Any) -> tuple[str, ...]:
    return tuple(name.value for point in points for name in point.full_name)


def _crl_points(wish: Specification, value: Any, critical: bool) -> Specification:
    return replace(wish, crl_urls=_urls(value.points))


def _freshest(wish: Specification, value: Any, critical: bool) -> Specification:
    return replace(wish, delta_crl_urls=_urls(value.points))


def _features(wish: Specification, value: Any, critical: bool) -> Specification:
    return replace(wish, tls_features=tuple(value.features))


def _no_check(wish: Specification, value: Any, critical: bool) -> Specification:
    return replace(wish, ocsp_no_check=True)


_FIELDS: dict[str, Callable[[Specification, Any, bool], Specification | None]] = {
    "2.5.29.19": _basic_constraints,
    "2.5.29.15": _key_usage,
    "2.5.29.37": _extended_key_usage,
    "2.5.29.17": _names,
    "2.5.29.30": _name_constraints,
    "2.5.29.32": _policies,
    "1.3.6.1.5.5.7.1.1": _access,
    "2.5.29.31": _crl_points,
    "2.5.29.46": _freshest,
    "1.3.6.1.5.5.7.1.24": _features,
    "1.3.6.1.5.5.7.48.1.5": _no_check,
}

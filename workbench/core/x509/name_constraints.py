"""Name constraints of CAs, applied to everything below them (RFC 5280 4.2.1.10, 6.1.3 (b) and (c), 6.1.4 (g))."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from workbench.core.asn1.reader import DerError
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import short_name
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions import name_constraints
from workbench.core.x509.extensions.name_constraints import GeneralSubtree, NameConstraints
from workbench.core.x509.general_name import GeneralName, GeneralNameKind
from workbench.core.x509.host_name import alternative_names, is_dns_name
from workbench.core.x509.name import Name
from workbench.core.x509.path_building import self_issued

MAX_COMPARISONS = 1 << 20
"""More comparisons of a name with a subtree than this are refused: such a certificate is made to keep validators busy."""

EMAIL_ADDRESS = "1.2.840.113549.1.9.1"


class Unfit(Exception):
    """The name cannot be compared: it has not the form that its kind demands."""


@dataclass(frozen=True, slots=True)
class _Presented:
    """A name in a certificate, as one of the kinds."""

    kind: GeneralNameKind
    text: str
    raw: bytes = b""
    name: Name | None = None


def check_name_constraints(report: Report) -> None:
    """Every certificate against the constraints of all CAs above it; and the constraints' own form."""
    path = report.path
    carriers = [(index, found) for index in range(report.last, -1, -1) if (found := decoded.extension(path[index], NameConstraints))]
    for index, found in carriers:
        _check_form(report, index, found)
    budget = MAX_COMPARISONS
    for index in range(report.last, -1, -1):
        above = [(place, found) for place, found in carriers if place > index]
        if not above:
            if index == 0 and not carriers:
                report.ok("names_unconstrained", index)
            continue
        if index > 0 and self_issued(path[index]):
            report.ok("names_self_issued", index)
            continue
        names = _presented(path[index])
        budget -= sum(len(names) * (len(found.permitted) + len(found.excluded)) for _, found in above)
        if budget < 0:
            report.bad("names_too_many", index, limit=MAX_COMPARISONS)
            return
        # A generator per certificate: after the first bad name of a kind the rest say nothing new.
        trouble = False
        for place, found in above:
            trouble |= _apply(report, index, place, found, names)
        if not trouble:
            report.ok("names_permitted", index)


def _check_form(report: Report, index: int, found: NameConstraints) -> None:
    for subtree in (*found.permitted, *found.excluded):
        base = subtree.base
        if subtree.minimum != 0 or subtree.maximum is not None:
            report.bad("name_constraints_depth", index, name=base.value)
        if base.kind in _WITHIN and not _well_formed(base):
            report.bad("name_constraint_malformed", index, kind=base.label, name=base.value)
        elif base.kind is GeneralNameKind.DNS_NAME and base.value.startswith("."):
            report.bad("name_constraint_leading_dot", index, name=base.value)


def _well_formed(base: GeneralName) -> bool:
    if base.problems:
        return False
    match base.kind:
        case GeneralNameKind.DNS_NAME:
            return not base.value or is_dns_name(base.value.removeprefix("."))
        case GeneralNameKind.RFC822_NAME:
            local, at, domain = base.value.rpartition("@")
            if at:
                return bool(local) and "@" not in local and is_dns_name(domain)
            return is_dns_name(base.value.removeprefix("."))
        case GeneralNameKind.URI:
            return is_dns_name(base.value.removeprefix("."))
        case _:
            return True


def _presented(certificate: Certificate) -> list[_Presented]:
    """Every name that constraints apply to: alternative names, the subject, and mail addresses in it when there are no others."""
    names = [_Presented(name.kind, name.value, name.raw, name.name) for name in alternative_names(certificate)]
    try:
        subject = certificate.subject
    except DerError:
        return names
    if subject.rdns:
        if not any(name.kind is GeneralNameKind.RFC822_NAME for name in names):
            names += [_Presented(GeneralNameKind.RFC822_NAME, mail) for mail in subject.get(EMAIL_ADDRESS)]
        names.append(_Presented(GeneralNameKind.DIRECTORY_NAME, subject.rfc4514, subject.der, subject))
    return names


def _apply(report: Report, index: int, place: int, found: NameConstraints, names: list[_Presented]) -> bool:
    """Reports what offends against the constraints of the certificate at `place`; True when something does."""
    issuer = short_name(report.path[place])
    extension = report.path[place].extension_by_oid[name_constraints.OID]
    permitted, excluded = _by_kind(found.permitted), _by_kind(found.excluded)
    trouble = False
    said: set[tuple[str, GeneralNameKind]] = set()

    def say(id: str, name: _Presented) -> None:
        nonlocal trouble
        trouble = True
        if (id, name.kind) not in said:
            said.add((id, name.kind))
            report.bad(id, index, name=name.text, issuer=issuer)

    for name in names:
        allowed, forbidden = permitted.get(name.kind), excluded.get(name.kind)
        if allowed is None and forbidden is None:
            continue
        within = _WITHIN.get(name.kind)
        if within is None:
            say("names_unknown_kind" if extension.critical else "names_unknown_kind_uncritical", name)
            continue
        try:
            if forbidden and any(_overlaps(name, base) or within(name, base) for base in forbidden):
                say("names_excluded", name)
            if allowed and not any(within(name, base) for base in allowed):
                say("names_not_permitted", name)
        except Unfit:
            say("names_malformed", name)
    return trouble


def _by_kind(subtrees: tuple[GeneralSubtree, ...]) -> dict[GeneralNameKind, list[GeneralName]]:
    result: dict[GeneralNameKind, list[GeneralName]] = {}
    for subtree in subtrees:
        result.setdefault(subtree.base.kind, []).append(subtree.base)
    return result


def _overlaps(name: _Presented, base: GeneralName) -> bool:
    """A wildcard could stand for a name in the excluded subtree, though not all that it stands for lies in it."""
    if name.kind is not GeneralNameKind.DNS_NAME or not name.text.startswith("*."):
        return False
    return base.value.lower().partition(".")[2] == name.text[2:].lower()


def _dns(name: _Presented, base: GeneralName) -> bool:
    presented = name.text.lower().removeprefix("*.").rstrip(".")
    if not is_dns_name(presented) and name.text != "*":
        raise Unfit
    return _host_within(presented, base.value.lower())


def _host_within(host: str, base: str) -> bool:
    """The host itself or anything below; with a leading dot only below; an empty base holds everything."""
    if not base or (not base.startswith(".") and host == base):
        return True
    return host.endswith(base if base.startswith(".") else "." + base)


def _mail(name: _Presented, base: GeneralName) -> bool:
    local, at, domain = name.text.rpartition("@")
    if not at or not local or "@" in local or not is_dns_name(domain):
        raise Unfit
    base_local, base_at, base_domain = base.value.rpartition("@")
    domain, base_domain = domain.lower(), base_domain.lower()
    if base_at:
        return local == base_local and domain == base_domain
    return domain.endswith(base_domain) if base_domain.startswith(".") else domain == base_domain


def _uri(name: _Presented, base: GeneralName) -> bool:
    """The host part of a URI: exactly the base, or with a leading dot anything below it."""
    try:
        host = urlsplit(name.text).hostname
        if not host:
            raise Unfit
        host = host.rstrip(".")
    except ValueError:
        raise Unfit from None
    if not is_dns_name(host):
        raise Unfit  # an IP address or nothing: 4.2.1.10 demands a fully qualified domain name
    wanted = base.value.lower()
    return host.endswith(wanted) if wanted.startswith(".") else host == wanted


def _address(name: _Presented, base: GeneralName) -> bool:
    if len(name.raw) not in (4, 16):
        raise Unfit
    if len(base.raw) != 2 * len(name.raw):
        return False
    half = len(name.raw)
    mask = int.from_bytes(base.raw[half:], "big")
    return int(ip_address(name.raw)) & mask == int.from_bytes(base.raw[:half], "big") & mask


def _directory(name: _Presented, base: GeneralName) -> bool:
    if name.name is None or base.name is None:
        raise Unfit
    wanted = base.name.normalized
    return name.name.normalized[: len(wanted)] == wanted


_WITHIN: dict[GeneralNameKind, Callable[[_Presented, GeneralName], bool]] = {
    GeneralNameKind.DNS_NAME: _dns,
    GeneralNameKind.RFC822_NAME: _mail,
    GeneralNameKind.URI: _uri,
    GeneralNameKind.IP_ADDRESS: _address,
    GeneralNameKind.DIRECTORY_NAME: _directory,
}

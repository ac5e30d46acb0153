"""The one line that says for whom a certificate is, and what it means in a `Specification`."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum, auto
from ipaddress import IPv4Address, IPv6Address

from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute
from workbench.core.x509.finding import parse_host
from workbench.core.x509.host_name import a_label
from workbench.core.x509.issuance import SERVER_AUTH

COMMON_NAME = "2.5.4.3"
EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
LONGEST_COMMON_NAME = 64
"""ub-common-name (RFC 5280 appendix A.1)."""
_BETWEEN = re.compile(r"[\s,;、，；]+")
_KINDS = {NameKind.DNS, NameKind.IP}


class Naming(Enum):
    """AUTHORITY  the common name of a CA
    HOST       host names and addresses, one or several: the alternative names, the first one also as common name
    MAIL       a mail address (or several), likewise
    NAME       the common name of anybody else
    """

    AUTHORITY = auto()
    HOST = auto()
    MAIL = auto()
    NAME = auto()


def naming_of(specification: Specification) -> Naming:
    """What the holder of such a certificate is called by."""
    if specification.basic_constraints is not None and specification.basic_constraints.ca:
        return Naming.AUTHORITY
    if SERVER_AUTH in specification.extended_key_usage.purposes:
        return Naming.HOST
    return Naming.MAIL if EMAIL_PROTECTION in specification.extended_key_usage.purposes else Naming.NAME


def written(specification: Specification, naming: Naming) -> str:
    """The line for a specification."""
    if naming in (Naming.HOST, Naming.MAIL):
        return ", ".join(item.value for item in _own(specification, naming)) or _common_name(specification)
    return _common_name(specification)


def named(specification: Specification, naming: Naming, text: str) -> Specification:
    """The specification for what was written. Names of other kinds, and a common name that somebody chose by itself, stay."""
    if naming in (Naming.AUTHORITY, Naming.NAME):
        return _with_common_name(specification, text if text.strip() else "")
    before = _own(specification, naming)
    parts = dict.fromkeys(part for part in _BETWEEN.split(text) if part)
    names = tuple(_name(part, naming) for part in parts)
    others = tuple(item for item in specification.names if item not in before)
    result = replace(specification, names=names + others)
    if _common_name(specification) == _as_common_name(before):
        result = _with_common_name(result, _as_common_name(names))
    return result


def title_of(specification: Specification) -> str:
    """By what a person would call it, "" while it has no name."""
    return _common_name(specification).strip() or next((item.value.strip() for item in specification.names if item.value.strip()), "")


def _own(specification: Specification, naming: Naming) -> tuple[AlternativeName, ...]:
    kinds = _KINDS if naming is Naming.HOST else {NameKind.EMAIL}
    return tuple(item for item in specification.names if item.kind in kinds)


def _name(text: str, naming: Naming) -> AlternativeName:
    if naming is Naming.MAIL:
        return AlternativeName(NameKind.EMAIL, text)
    host = parse_host(text)
    if isinstance(host, IPv4Address | IPv6Address):
        return AlternativeName(NameKind.IP, str(host))
    return AlternativeName(NameKind.DNS, text)


def _common_name(specification: Specification) -> str:
    return next((item.value for item in specification.subject if item.type == COMMON_NAME), "")


def _as_common_name(names: tuple[AlternativeName, ...]) -> str:
    """The first name as it stands in a common name (A-labels), "" where it would be too long."""
    value = names[0].value if names else ""
    if names and names[0].kind is NameKind.DNS:
        star = "*." if value.startswith("*.") else ""
        bare = value.removeprefix(star)
        value = star + (a_label(bare) or bare)
    return value if len(value) <= LONGEST_COMMON_NAME else ""


def _with_common_name(specification: Specification, value: str) -> Specification:
    subject = list(specification.subject)
    place = next((at for at, item in enumerate(subject) if item.type == COMMON_NAME), -1)
    if place >= 0 and value:
        subject[place] = replace(subject[place], value=value)
    elif place >= 0:
        del subject[place]
    elif value:
        subject.append(SubjectAttribute(COMMON_NAME, value))
    return replace(specification, subject=tuple(subject))

"""Whether a certificate is good for a name (RFC 9525): DNS names with wildcards and IDN, IP addresses, mail addresses."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address

import idna

from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions import subject_alt_name
from workbench.core.x509.extensions.subject_alt_name import SubjectAltName
from workbench.core.x509.finding import parse_host
from workbench.core.x509.general_name import GeneralName, GeneralNameKind
from workbench.core.x509.name import COMMON_NAME

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?", re.ASCII | re.IGNORECASE)
_SHOWN = 12


def alternative_names(certificate: Certificate) -> tuple[GeneralName, ...]:
    """The names in subjectAltName; () when there is none or it cannot be read."""
    found = decoded.extension(certificate, SubjectAltName)
    return found.names if found else ()


def a_label(host: str) -> str | None:
    """A DNS name as typed (U-labels allowed) in lower-case A-labels, without the root's dot; None when it is no DNS name."""
    text = host.strip().rstrip(".")
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    return text.lower() if is_dns_name(text) else None


def is_dns_name(text: str) -> bool:
    """A DNS name in the usual letters, digits, hyphens and (seen in the wild) underscores; not an IP address."""
    labels = text.split(".")
    if not text or len(text) > 253 or labels[-1].isdigit():
        return False
    return all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels)


def matches_dns(presented: str, wanted: str) -> bool:
    """Whether a dNSName covers a DNS name in A-labels (RFC 9525 6.3).

    A wildcard stands for exactly one label, only as the whole left-most one, and not directly above the root.
    """
    presented, wanted = presented.lower(), wanted.lower()
    if "*" not in presented:
        return presented == wanted and is_dns_name(presented)
    first, _, rest = presented.partition(".")
    wanted_first, _, wanted_rest = wanted.partition(".")
    return first == "*" and bool(rest) and is_dns_name(rest) and rest == wanted_rest and bool(wanted_first)


def matches_mail(presented: str, wanted: str) -> bool:
    """Whether two mailboxes are the same: local part exactly, domain without regard to case (RFC 5280 7.5)."""
    local, at, domain = presented.rpartition("@")
    wanted_local, _, wanted_domain = wanted.rpartition("@")
    return bool(at) and local == wanted_local and domain.lower() == wanted_domain.lower()


def check_host(report: Report) -> None:
    """The judged certificate against the name in the conditions."""
    host = report.conditions.host.strip()
    if not host:
        report.not_checked("host_not_given", 0)
        return
    certificate = report.path[0]
    names = alternative_names(certificate)
    wanted = parse_host(host)
    if isinstance(wanted, (IPv4Address, IPv6Address)):
        kind = GeneralNameKind.IP_ADDRESS
        matching = [name for name in names if name.kind is kind and name.raw == wanted.packed]
    elif "@" in wanted:
        kind = GeneralNameKind.RFC822_NAME
        matching = [name for name in names if name.kind is kind and matches_mail(name.value, wanted)]
    else:
        kind = GeneralNameKind.DNS_NAME
        dns = a_label(wanted)
        if dns is None:
            report.bad("host_not_a_name", 0, host=host)
            return
        matching = [name for name in names if name.kind is kind and matches_dns(name.value, dns)]
    if matching:
        found = matching[0].value
        report.ok("host_wildcard" if found.startswith("*") else "host_ok", 0, host=host, name=found)
        return
    usable = [name.value for name in names if name.kind is kind]
    if usable:
        shown = ", ".join(usable[:_SHOWN]) + (" …" if len(usable) > _SHOWN else "")
        report.bad("host_mismatch", 0, host=host, names=shown)
    elif subject_alt_name.OID in certificate.extension_by_oid:
        report.bad("host_no_such_kind", 0, host=host)
    elif host.lower() in {value.lower() for value in certificate.subject.get(COMMON_NAME)}:
        report.bad("host_only_common_name", 0, host=host)
    else:
        report.bad("host_no_alternative_name", 0, host=host)

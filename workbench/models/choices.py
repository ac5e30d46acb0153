"""What the user chose to judge under, and the conditions that follow from it for one certificate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from workbench.core.x509.certificate import Certificate
from workbench.core.x509.decoded import extension
from workbench.core.x509.extensions.subject_alt_name import SubjectAltName
from workbench.core.x509.finding import Conditions, Purpose, Rules
from workbench.core.x509.general_name import GeneralNameKind
from workbench.core.x509.role import CA_KINDS, RoleKind, role_of

FILES = "files"
"""The trust choice that takes the self-signed CAs among the open files as anchors."""


@dataclass(frozen=True)
class Choices:
    """None in `host` and `purpose` leaves it to the certificate: a server is asked for its first name, a CA for none.

    The choice for CA certificates is kept apart, so that asking a server for another host does not fail its issuers.
    anchors  SHA-256 (hex) of open certificates that are to be trusted for now
    """

    host: str | None = None
    purpose: Purpose | None = None
    ca_host: str | None = None
    ca_purpose: Purpose | None = None
    time: datetime | None = None
    rules: Rules = Rules.RFC5280
    trust: str = "mozilla"
    anchors: frozenset[str] = field(default_factory=frozenset)

    def with_host(self, certificate: Certificate, host: str | None) -> Choices:
        return replace(self, ca_host=host) if is_ca(certificate) else replace(self, host=host)

    def with_purpose(self, certificate: Certificate, purpose: Purpose | None) -> Choices:
        return replace(self, ca_purpose=purpose) if is_ca(certificate) else replace(self, purpose=purpose)

    def conditions_for(self, certificate: Certificate) -> Conditions:
        ca = is_ca(certificate)
        host = self.ca_host if ca else self.host
        purpose = self.ca_purpose if ca else self.purpose
        if purpose is None:
            purpose = natural_purpose(certificate)
        if host is None:
            host = natural_host(certificate) if purpose is Purpose.SERVER else ""
        return Conditions(host=host, time=self.time, purpose=purpose, rules=self.rules, trust=self.trust, chosen_anchors=self.anchors)


def is_ca(certificate: Certificate) -> bool:
    return role_of(certificate).main in CA_KINDS


def natural_purpose(certificate: Certificate) -> Purpose:
    """What a certificate of this role is for."""
    match role_of(certificate).main:
        case RoleKind.SERVER | RoleKind.SERVER_AND_CLIENT | RoleKind.SELF_SIGNED:
            return Purpose.SERVER
        case RoleKind.CLIENT:
            return Purpose.CLIENT
        case _:
            return Purpose.ANY


def natural_host(certificate: Certificate) -> str:
    """The first name in subjectAltName that is one host, "" when there is none (a wildcard is not a host)."""
    return next((host for host in hosts(certificate) if "*" not in host), "")


def hosts(certificate: Certificate) -> tuple[str, ...]:
    """DNS names and IP addresses of subjectAltName, in order, each once."""
    names = extension(certificate, SubjectAltName)
    if names is None:
        return ()
    wanted = (GeneralNameKind.DNS_NAME, GeneralNameKind.IP_ADDRESS)
    return tuple(dict.fromkeys(name.value for name in names.names if name.kind in wanted and name.value))

"""What a check says: findings, the conditions they hold under, and the verdict made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address

from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate


class Status(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result about one certificate.

    message      the sentence; its id is the finding's id. `words` parts: `sentence`, `advice` (what to do about it)
    status       ok, warning, failure or not checked
    certificate  position in the path: 0 is the one judged, the last is the trust anchor
    field        where it stands: labels of the fields tree from the certificate down (`("tbsCertificate", "validity")`);
                 empty when it speaks of the certificate as a whole
    citation     the clause: "RFC 5280 §6.1.3 (a)(1)"
    """

    message: Message
    status: Status
    certificate: int
    field: tuple[str, ...]
    citation: str

    @property
    def id(self) -> str:
        return self.message.id


class Purpose(StrEnum):
    SERVER = "server"
    CLIENT = "client"
    ANY = "any"


class Rules(StrEnum):
    RFC5280 = "rfc5280"
    WEBPKI = "webpki"


@dataclass(frozen=True)
class Conditions:
    """What a verdict holds under. The first five can be changed on the screen.

    host         DNS name (U-labels allowed), IP address text or mail address the certificate must be good for; "" asks for none
    time         the moment to judge at (aware); None is now
    The rest are the inputs of RFC 5280 6.1.1 and are left alone by ordinary users.

    strict_profile      also refuse what RFC 5280 sections 4 and 5 forbid conforming CAs to issue, though its section 6 does not
                        look at it; else these are warnings (under the Web PKI rules they are always failures)
    max_intermediates   how many intermediate CAs, self-issued ones not counted, may stand between; None for any number
    chosen_anchors      SHA-256 (hex) of certificates that are trusted besides those of the trust store: verdicts say so
    require_revocation  a certificate whose revocation status the open CRLs and OCSP responses do not tell is not accepted
    """

    host: str = ""
    time: datetime | None = None
    purpose: Purpose = Purpose.SERVER
    rules: Rules = Rules.RFC5280
    trust: str = "mozilla"
    initial_policies: frozenset[str] = frozenset({"2.5.29.32.0"})
    explicit_policy: bool = False
    inhibit_policy_mapping: bool = False
    inhibit_any_policy: bool = False
    extended_key_usages: frozenset[str] = frozenset()
    key_usages: frozenset[int] = frozenset()
    max_intermediates: int | None = None
    require_revocation: bool = False
    strict_profile: bool = False
    chosen_anchors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PathVerdict:
    """One path from the judged certificate (first) towards a trust anchor, and everything that was checked on it.

    complete     True when the last certificate is a trust anchor
    missing      name of the issuer that is not there when the path is not complete, else None
    findings     every check of every certificate, also after the first failure
    """

    path: tuple[Certificate, ...]
    complete: bool
    missing: Message | None
    findings: tuple[Finding, ...]

    @property
    def trusted(self) -> bool:
        return self.complete and not any(f.status is Status.FAILURE for f in self.findings)


@dataclass(frozen=True)
class Verdict:
    """All paths of one certificate, best first, and the answer in one sentence.

    headline     `words` parts: `sentence` ("Not trusted: ...") and `detail` (why, one line)
    status       OK trusted, WARNING trusted but with warnings, FAILURE not trusted
    """

    certificate: Certificate
    conditions: Conditions
    paths: tuple[PathVerdict, ...]
    headline: Message
    status: Status
    notes: tuple[Message, ...] = field(default=())

    @property
    def trusted(self) -> bool:
        return self.status is not Status.FAILURE


def parse_host(host: str) -> IPv4Address | IPv6Address | str:
    """An IP address (also in brackets) as an address, everything else as the text given."""
    text = host.strip().removeprefix("[").removesuffix("]")
    for kind in (IPv4Address, IPv6Address):
        try:
            return kind(text)
        except ValueError:
            continue
    return host.strip()

"""What a certificate, or a request for one, shall say: the value behind every form, profile, draft and batch row.

It is the wish, not the encoding: `build.py` makes DER of it, `problems.py` says what is wrong with it, `as_json.py` writes it down. Text
stands here as it was typed, also while it is half typed; nothing in here raises. All fields have an empty default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class NameKind(StrEnum):
    """Kinds of alternative names and of the names in constraints (RFC 5280 4.2.1.6)."""

    DNS = "dns"
    IP = "ip"
    EMAIL = "email"
    URI = "uri"
    UPN = "upn"
    DIRECTORY = "directory"
    REGISTERED_ID = "registered_id"


class TextType(StrEnum):
    """How the value of an attribute is written (X.520). AUTOMATIC: as the attribute demands, else UTF8String."""

    AUTOMATIC = ""
    UTF8 = "utf8"
    PRINTABLE = "printable"
    IA5 = "ia5"


@dataclass(frozen=True)
class SubjectAttribute:
    """One attribute of a name.

    type   dotted OID ("2.5.4.3" is commonName)
    value  any text
    """

    type: str
    value: str
    text_type: TextType = TextType.AUTOMATIC


@dataclass(frozen=True)
class AlternativeName:
    """value: a DNS name (U-labels and a leading "*." allowed), an IP address (in constraints "192.0.2.0/24"), a mail address, a URI,
    a user principal name (an otherName 1.3.6.1.4.1.311.20.2.3), a directory name as RFC 4514 text, a dotted OID."""

    kind: NameKind
    value: str


@dataclass(frozen=True)
class Validity:
    """From `not_before` (None: the moment of issuing, less `BACKDATED` for clocks that are behind) either to `not_after`, or for `days`.

    Exactly one of `days` and `not_after` is used: `not_after` where it is set. Times are aware, whole seconds.
    """

    days: int = 90
    not_before: datetime | None = None
    not_after: datetime | None = None


@dataclass(frozen=True)
class BasicConstraints:
    """RFC 5280 4.2.1.9. `path_length` None sets no limit; it means nothing without `ca`."""

    ca: bool = False
    path_length: int | None = None
    critical: bool = True


@dataclass(frozen=True)
class KeyUsage:
    """RFC 5280 4.2.1.3. `usages` are its names: "digitalSignature", "keyCertSign"...; empty leaves the extension out."""

    usages: frozenset[str] = frozenset()
    critical: bool = True


@dataclass(frozen=True)
class ExtendedKeyUsage:
    """RFC 5280 4.2.1.12. `purposes` are dotted OIDs in their order; empty leaves the extension out."""

    purposes: tuple[str, ...] = ()
    critical: bool = False


@dataclass(frozen=True)
class NameConstraints:
    """RFC 5280 4.2.1.10. Both empty leave the extension out."""

    permitted: tuple[AlternativeName, ...] = ()
    excluded: tuple[AlternativeName, ...] = ()
    critical: bool = True


@dataclass(frozen=True)
class Policy:
    """One policy (RFC 5280 4.2.1.4): its dotted OID, addresses of practice statements, and notices shown to people."""

    oid: str
    cps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawExtension:
    """Any extension by its OID. `value` is the DER inside extnValue, as hex digits (spaces and colons allowed)."""

    oid: str
    value: str
    critical: bool = False


@dataclass(frozen=True)
class Specification:
    """subject, names           who it is for; `names` fill subjectAltName, which is critical when `names_critical` or the subject is empty
    basic_constraints        None leaves the extension out
    ocsp_urls, issuer_urls   authorityInfoAccess (RFC 5280 4.2.2.1): where the status is asked, where the issuer's certificate lies
    crl_urls, delta_crl_urls where the CRL lies (4.2.1.13), where the delta CRL lies (freshestCRL, 4.2.1.15)
    tls_features             numbers of TLS extensions (RFC 7633); 5 is status_request, "must staple"
    ocsp_no_check            id-pkix-ocsp-nocheck (RFC 6960 4.2.2.2.1), for the certificate of an OCSP responder
    subject_key_identifier, authority_key_identifier   whether these two extensions (4.2.1.2, 4.2.1.1) are put in
    raw                      anything else, in this order
    hash                     "sha256", "sha384", "sha512" or "" for what suits the issuer's key; of no use for EdDSA and ML-DSA
    """

    subject: tuple[SubjectAttribute, ...] = ()
    names: tuple[AlternativeName, ...] = ()
    names_critical: bool = False
    validity: Validity = Validity()
    basic_constraints: BasicConstraints | None = BasicConstraints()
    key_usage: KeyUsage = KeyUsage()
    extended_key_usage: ExtendedKeyUsage = ExtendedKeyUsage()
    name_constraints: NameConstraints = NameConstraints()
    policies: tuple[Policy, ...] = ()
    policies_critical: bool = False
    ocsp_urls: tuple[str, ...] = ()
    issuer_urls: tuple[str, ...] = ()
    crl_urls: tuple[str, ...] = ()
    delta_crl_urls: tuple[str, ...] = ()
    tls_features: tuple[int, ...] = ()
    ocsp_no_check: bool = False
    subject_key_identifier: bool = True
    authority_key_identifier: bool = True
    raw: tuple[RawExtension, ...] = field(default=())
    hash: str = ""

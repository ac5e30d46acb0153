"""What a certificate is for: its role, told from what is signed into it and never from a name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.extensions import basic_constraints, certificate_policies, extended_key_usage, key_usage, subject_alt_name
from workbench.core.x509.general_name import GeneralNameKind
from workbench.core.x509.signature import SignatureState, certificate_signature


class RoleKind(StrEnum):
    """`role_<kind>` in the words has: sentence (short label), other_names, purpose, issued_by, installed."""

    ROOT_CA = "root_ca"
    INTERMEDIATE_CA = "intermediate_ca"
    CROSS_CERTIFICATE = "cross_certificate"
    SELF_ISSUED_CA = "self_issued_ca"
    PRECERTIFICATE_CA = "precertificate_ca"
    SELF_SIGNED = "self_signed"
    SERVER = "server"
    CLIENT = "client"
    SERVER_AND_CLIENT = "server_and_client"
    CODE_SIGNING = "code_signing"
    EMAIL = "email"
    OCSP_SIGNING = "ocsp_signing"
    TIME_STAMPING = "time_stamping"
    DOCUMENT_SIGNING = "document_signing"
    PRECERTIFICATE = "precertificate"
    SMART_CARD = "smart_card"
    KERBEROS_KDC = "kerberos_kdc"
    VPN = "vpn"
    NETWORK_ACCESS = "network_access"
    SSH = "ssh"
    FILE_ENCRYPTION = "file_encryption"
    BRAND_INDICATOR = "brand_indicator"
    TPM = "tpm"
    PROXY = "proxy"
    OTHER = "other"
    UNKNOWN = "unknown"


CA_KINDS = frozenset(
    {RoleKind.ROOT_CA, RoleKind.INTERMEDIATE_CA, RoleKind.CROSS_CERTIFICATE, RoleKind.SELF_ISSUED_CA, RoleKind.PRECERTIFICATE_CA}
)
SERVER_KINDS = frozenset({RoleKind.SERVER, RoleKind.SERVER_AND_CLIENT})

# KeyPurposeIds by the role they make. RFC 5280 4.2.1.12 unless said otherwise.
PURPOSES: Mapping[str, RoleKind] = {
    "1.3.6.1.5.5.7.3.1": RoleKind.SERVER,
    "1.3.6.1.4.1.311.10.3.3": RoleKind.SERVER,  # Microsoft server gated crypto
    "2.16.840.1.113730.4.1": RoleKind.SERVER,  # Netscape server gated crypto
    "1.3.6.1.4.1.311.54.1.2": RoleKind.SERVER,  # Remote Desktop
    "1.3.6.1.5.5.7.3.2": RoleKind.CLIENT,
    "1.3.6.1.5.5.7.3.3": RoleKind.CODE_SIGNING,
    "1.3.6.1.4.1.311.2.1.21": RoleKind.CODE_SIGNING,  # Authenticode, individual
    "1.3.6.1.4.1.311.2.1.22": RoleKind.CODE_SIGNING,  # Authenticode, commercial
    "1.3.6.1.4.1.311.61.1.1": RoleKind.CODE_SIGNING,  # kernel mode
    "1.3.6.1.4.1.311.10.3.5": RoleKind.CODE_SIGNING,  # WHQL drivers
    "1.3.6.1.4.1.311.10.3.6": RoleKind.CODE_SIGNING,  # Windows system components
    "1.2.840.113635.100.4.1": RoleKind.CODE_SIGNING,  # Apple
    "1.3.6.1.5.5.7.3.4": RoleKind.EMAIL,
    "1.3.6.1.5.5.7.3.5": RoleKind.VPN,  # IPsec end system, tunnel, user (RFC 2459)
    "1.3.6.1.5.5.7.3.6": RoleKind.VPN,
    "1.3.6.1.5.5.7.3.7": RoleKind.VPN,
    "1.3.6.1.5.5.7.3.17": RoleKind.VPN,  # id-kp-ipsecIKE, RFC 4945
    "1.3.6.1.5.5.8.2.2": RoleKind.VPN,  # iKEIntermediate
    "1.3.6.1.5.5.7.3.8": RoleKind.TIME_STAMPING,
    "1.3.6.1.5.5.7.3.9": RoleKind.OCSP_SIGNING,
    "1.3.6.1.5.5.7.3.13": RoleKind.NETWORK_ACCESS,  # EAP over PPP and over LAN, RFC 4334
    "1.3.6.1.5.5.7.3.14": RoleKind.NETWORK_ACCESS,
    "1.3.6.1.5.5.7.3.21": RoleKind.SSH,  # RFC 6187
    "1.3.6.1.5.5.7.3.22": RoleKind.SSH,
    "1.3.6.1.5.5.7.3.31": RoleKind.BRAND_INDICATOR,  # BIMI
    "1.3.6.1.5.5.7.3.36": RoleKind.DOCUMENT_SIGNING,  # RFC 9336
    "1.3.6.1.4.1.311.10.3.12": RoleKind.DOCUMENT_SIGNING,  # Microsoft
    "1.2.840.113583.1.1.5": RoleKind.DOCUMENT_SIGNING,  # Adobe
    "1.3.6.1.4.1.311.20.2.2": RoleKind.SMART_CARD,
    "1.3.6.1.5.2.3.4": RoleKind.SMART_CARD,  # id-pkinit-KPClientAuth, RFC 4556
    "1.3.6.1.5.2.3.5": RoleKind.KERBEROS_KDC,  # id-pkinit-KPKdc, RFC 4556
    "1.3.6.1.4.1.311.10.3.4": RoleKind.FILE_ENCRYPTION,  # EFS
    "1.3.6.1.4.1.311.10.3.4.1": RoleKind.FILE_ENCRYPTION,  # EFS recovery
    "1.3.6.1.4.1.311.67.1.1": RoleKind.FILE_ENCRYPTION,  # BitLocker
    "2.23.133.8.1": RoleKind.TPM,  # endorsement key
    "2.23.133.8.3": RoleKind.TPM,  # attestation identity key
}
# Of several purposes the more telling one names the role.
_ORDER = (
    RoleKind.OCSP_SIGNING, RoleKind.TIME_STAMPING, RoleKind.CODE_SIGNING, RoleKind.KERBEROS_KDC, RoleKind.TPM,
    RoleKind.BRAND_INDICATOR, RoleKind.SERVER_AND_CLIENT, RoleKind.SERVER, RoleKind.SMART_CARD, RoleKind.DOCUMENT_SIGNING,
    RoleKind.EMAIL, RoleKind.VPN, RoleKind.NETWORK_ACCESS, RoleKind.SSH, RoleKind.FILE_ENCRYPTION, RoleKind.CLIENT, RoleKind.OTHER,
)  # fmt: skip

# CA/Browser Forum reserved policy identifiers (Baseline Requirements 7.1.6.1, EV Guidelines, Code Signing BR 7.1.6.1).
LEVELS: Mapping[str, str] = {
    "2.23.140.1.2.1": "DV",
    "2.23.140.1.2.2": "OV",
    "2.23.140.1.2.3": "IV",
    "2.23.140.1.1": "EV",
}
CODE_SIGNING_LEVELS: Mapping[str, str] = {"2.23.140.1.4.1": "OV", "2.23.140.1.3": "EV"}
# Extended validation identifiers of single CAs, from before the shared one became a must.
LEGACY_EV = frozenset(
    {
        "1.2.392.200091.100.721.1",  # SECOM
        "1.2.616.1.113527.2.5.1.1",  # Certum
        "1.3.6.1.4.1.14370.1.6",  # GeoTrust
        "1.3.6.1.4.1.4146.1.1",  # GlobalSign
        "1.3.6.1.4.1.6334.1.100.1",  # Cybertrust
        "1.3.6.1.4.1.6449.1.2.1.5.1",  # Comodo, Sectigo
        "1.3.6.1.4.1.8024.0.2.100.1.2",  # QuoVadis
        "2.16.756.1.89.1.2.1.1",  # SwissSign
        "2.16.840.1.113733.1.7.23.6",  # VeriSign, Symantec
        "2.16.840.1.113733.1.7.48.1",  # Thawte
        "2.16.840.1.114028.10.1.2",  # Entrust
        "2.16.840.1.114404.1.1.2.4.1",  # Trustwave
        "2.16.840.1.114412.1.3.0.2",  # DigiCert
        "2.16.840.1.114412.2.1",  # DigiCert
        "2.16.840.1.114413.1.7.23.3",  # Go Daddy
        "2.16.840.1.114414.1.7.23.3",  # Starfield
    }
)
# S/MIME Baseline Requirements 7.1.6.1: 2.23.140.1.5.<kind>.<generation>.
_MAIL_LEVELS = {"1": "mailbox", "2": "organization", "3": "sponsor", "4": "individual"}

CT_POISON = "1.3.6.1.4.1.11129.2.4.3"
CT_SIGNING = "1.3.6.1.4.1.11129.2.4.4"
PROXY_CERT_INFO = "1.3.6.1.5.5.7.1.14"
NETSCAPE_CERT_TYPE = "2.16.840.1.113730.1.1"


@dataclass(frozen=True)
class Role:
    """What a certificate is for.

    main              the role that names it
    also              further roles it can play, without `main`
    validation_level  how the subject was checked, by policy identifier: "DV", "OV", "IV", "EV" or None when it does not say
    remarks           what should be known besides: why no purpose is stated, a CA limited to some purposes ...
    """

    main: RoleKind
    also: tuple[RoleKind, ...]
    validation_level: str | None
    remarks: tuple[Message, ...]

    @property
    def message(self) -> Message:
        """`words` parts: sentence (short label), other_names, purpose, issued_by, installed."""
        return Message(f"role_{self.main}")

    @property
    def also_messages(self) -> tuple[Message, ...]:
        return tuple(Message(f"role_{kind}") for kind in self.also)

    @property
    def tag(self) -> Message:
        """Very short, for a chip: "server · DV"."""
        tag = Message(f"role_tag_{self.main}")
        return tag if self.validation_level is None else Message("role_tag_leveled", {"tag": tag, "level": self.validation_level})

    @property
    def level_message(self) -> Message | None:
        """What the validation level of a server certificate means, in a sentence; None for others or when it is not stated."""
        served = SERVER_KINDS.intersection((self.main, *self.also))
        return Message(f"role_level_{self.validation_level.lower()}") if self.validation_level and served else None

    @property
    def is_ca(self) -> bool:
        return self.main in CA_KINDS or any(kind in CA_KINDS for kind in self.also)


def role_of(certificate: Certificate, cross_signed: bool = False) -> Role:
    """The role of a certificate. Never raises: an extension that cannot be read counts as absent, with a remark.

    cross_signed  the caller knows another certificate of the same subject and key from another issuer (see `relations`)
    """
    remarks: list[Message] = []

    def extension(module_oid: str, parse: Callable[[bytes], _T]) -> _T | None:
        found = certificate.extension_by_oid.get(module_oid)
        if found is None:
            return None
        try:
            return parse(found.value)
        except DerError:
            remarks.append(Message("role_remark_unreadable", {"extension": module_oid}))
            return None

    constraints = extension(basic_constraints.OID, basic_constraints.parse)
    usage = extension(key_usage.OID, key_usage.parse)
    purposes = extension(extended_key_usage.OID, extended_key_usage.parse)
    policies = extension(certificate_policies.OID, certificate_policies.parse)
    names = extension(subject_alt_name.OID, subject_alt_name.parse)
    name_kinds = frozenset(name.kind for name in names.names) if names is not None else frozenset()
    hosts = bool(name_kinds & {GeneralNameKind.DNS_NAME, GeneralNameKind.IP_ADDRESS})

    kinds = _purpose_kinds(purposes.oids) if purposes is not None else ()
    signed_by_itself = is_self_signed(certificate)
    if constraints is not None and constraints.ca:
        if purposes is not None and CT_SIGNING in purposes:
            return Role(RoleKind.PRECERTIFICATE_CA, (), None, tuple(remarks))
        if signed_by_itself and hosts:
            # What `openssl req -x509` makes of a server certificate of one's own: a CA in form, used as a server.
            remarks.append(Message("role_remark_self_signed_ca"))
            return Role(RoleKind.SELF_SIGNED, (RoleKind.ROOT_CA, *(kinds or (RoleKind.SERVER,))), None, tuple(remarks))
        if purposes is not None and extended_key_usage.ANY_EXTENDED_KEY_USAGE not in purposes:
            limited = tuple(Message(f"role_tag_{kind}") for kind in kinds)
            remarks.append(Message("role_remark_limited_ca", {"purposes": limited}))
        return Role(_ca_kind(certificate, signed_by_itself, cross_signed), (), None, tuple(remarks))

    if usage is not None and key_usage.KEY_CERT_SIGN in usage:
        remarks.append(Message("role_remark_cert_sign_without_ca"))
    if purposes is None or extended_key_usage.ANY_EXTENDED_KEY_USAGE in purposes:
        guessed = _without_purposes(certificate, name_kinds)
        remarks.append(Message("role_remark_no_purpose" if purposes is None else "role_remark_any_purpose"))
        kinds = tuple(dict.fromkeys((*kinds, *guessed)))
    ordered = tuple(sorted(kinds, key=_ORDER.index))
    level = _level(policies.oids if policies is not None else (), ordered, certificate, remarks)
    if CT_POISON in certificate.extension_by_oid:
        return Role(RoleKind.PRECERTIFICATE, ordered, level, tuple(remarks))
    if PROXY_CERT_INFO in certificate.extension_by_oid:
        return Role(RoleKind.PROXY, ordered, level, tuple(remarks))
    if signed_by_itself:
        if not certificate.fields.extensions:
            remarks.append(Message("role_remark_old_root"))
        return Role(RoleKind.SELF_SIGNED, ordered, level, tuple(remarks))
    if not ordered:
        return Role(RoleKind.UNKNOWN, (), level, tuple(remarks))
    return Role(ordered[0], ordered[1:], level, tuple(remarks))


_T = TypeVar("_T")


def is_self_signed(certificate: Certificate) -> bool:
    """Subject and issuer are the same name and the signature holds with its own key.

    Where the signature's algorithm is not known here, the names and key identifiers decide.
    """
    try:
        if not certificate.self_issued:
            return False
    except DerError:
        return False
    match certificate_signature(certificate, certificate.spki).state:
        case SignatureState.OK:
            return True
        case SignatureState.UNSUPPORTED:
            return certificate.authority_key_identifier in (None, certificate.subject_key_identifier)
    return False


def _ca_kind(certificate: Certificate, signed_by_itself: bool, cross_signed: bool) -> RoleKind:
    if signed_by_itself:
        return RoleKind.ROOT_CA
    try:
        if certificate.self_issued:
            return RoleKind.SELF_ISSUED_CA
    except DerError:
        pass
    return RoleKind.CROSS_CERTIFICATE if cross_signed else RoleKind.INTERMEDIATE_CA


def _purpose_kinds(oids: tuple[str, ...]) -> tuple[RoleKind, ...]:
    """The roles that the purposes make, server and client joined into one; unknown purposes are OTHER."""
    kinds = dict.fromkeys(PURPOSES.get(oid, RoleKind.OTHER) for oid in oids if oid != extended_key_usage.ANY_EXTENDED_KEY_USAGE)
    if RoleKind.SERVER in kinds and RoleKind.CLIENT in kinds:
        joined = [kind for kind in kinds if kind not in (RoleKind.SERVER, RoleKind.CLIENT)]
        return (RoleKind.SERVER_AND_CLIENT, *joined)
    return tuple(kinds)


def _without_purposes(certificate: Certificate, names: frozenset[GeneralNameKind]) -> tuple[RoleKind, ...]:
    """What the certificate is likely used for when it allows everything: by Netscape's old types, else by its kinds of names."""
    old = certificate.extension_by_oid.get(NETSCAPE_CERT_TYPE)
    if old is not None and len(old.value) == 4 and old.value[0] == 0x03:
        bits = old.value[3]
        pairs = ((0x40, RoleKind.SERVER), (0x80, RoleKind.CLIENT), (0x20, RoleKind.EMAIL), (0x10, RoleKind.CODE_SIGNING))
        found = tuple(kind for bit, kind in pairs if bits & bit)
        if found[:2] == (RoleKind.SERVER, RoleKind.CLIENT):
            found = (RoleKind.SERVER_AND_CLIENT, *found[2:])
        return found
    if names & {GeneralNameKind.DNS_NAME, GeneralNameKind.IP_ADDRESS}:
        return (RoleKind.SERVER,)
    if GeneralNameKind.RFC822_NAME in names:
        return (RoleKind.EMAIL,)
    return ()


def _level(policies: tuple[str, ...], kinds: tuple[RoleKind, ...], certificate: Certificate, remarks: list[Message]) -> str | None:
    """The validation level by policy; what cannot be told is remarked, never guessed from the subject."""
    if RoleKind.EMAIL in kinds:
        for policy in policies:
            parts = policy.split(".")
            if parts[:5] == ["2", "23", "140", "1", "5"] and len(parts) == 7 and parts[5] in _MAIL_LEVELS:
                remarks.append(Message(f"role_remark_mail_{_MAIL_LEVELS[parts[5]]}"))
                break
    if RoleKind.CODE_SIGNING in kinds:
        return _best(CODE_SIGNING_LEVELS[policy] for policy in policies if policy in CODE_SIGNING_LEVELS)
    if not SERVER_KINDS.intersection(kinds):
        return None
    level = _best(LEVELS[policy] for policy in policies if policy in LEVELS)
    if level is None and LEGACY_EV.intersection(policies):
        return "EV"
    if level is None:
        try:
            organization = certificate.subject.get("2.5.4.10")
        except DerError:
            organization = ()
        if organization:
            remarks.append(Message("role_remark_level_unknown_organization", {"organization": organization[0]}))
        else:
            remarks.append(Message("role_remark_level_unknown"))
    return level


def _best(levels: Iterable[str]) -> str | None:
    """The strongest of several levels."""
    found = set(levels)
    return next((level for level in ("EV", "OV", "IV", "DV") if level in found), None)

"""The parts of a `Specification` as the library's builders want them. Each raises SpecificationError, which names the field.

`problems.py` calls the same functions, so that what a form finds wrong and what building refuses are one.
"""

from __future__ import annotations

import ipaddress
import re
import warnings
from collections.abc import Sequence

from cryptography import x509
from cryptography.x509.name import _ASN1Type

from workbench.core.asn1 import reader, writer
from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message, UsageError
from workbench.core.issuance import specification as wanted
from workbench.core.issuance.specification import AlternativeName, NameKind, SubjectAttribute, TextType
from workbench.core.x509.host_name import a_label
from workbench.core.x509.issuance import KEY_USAGES

Place = tuple[str | int, ...]
"""Where in a Specification: ("names", 2), ("validity", "days"), ("subject", 0, "value")."""

UPN = "1.3.6.1.4.1.311.20.2.3"
LONGEST_PATH = 2**31 - 1
"""No path is that long; the library takes no larger number."""
HASHES = ("sha256", "sha384", "sha512")
_TEXT_TYPES = {TextType.UTF8: _ASN1Type.UTF8String, TextType.PRINTABLE: _ASN1Type.PrintableString, TextType.IA5: _ASN1Type.IA5String}
COUNTRIES = frozenset({"2.5.4.6", "1.3.6.1.4.1.311.60.2.1.3"})
LONGEST: dict[str, int] = {
    "2.5.4.3": 64, "2.5.4.5": 64, "2.5.4.7": 128, "2.5.4.8": 128, "2.5.4.9": 128, "2.5.4.10": 64, "2.5.4.11": 64, "2.5.4.12": 64,
    "2.5.4.17": 40,
}  # fmt: skip
"""Characters that an attribute may have (RFC 5280 Appendix A.1, the upper bounds)."""
_PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,\-./:=?]*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+|\"[\x21\x23-\x5b\x5d-\x7e]+\"")
# Absolute (RFC 5280 4.2.1.6); one of HTTP names a host, while ldap:///CN=... leaves it to the reader.
_URI = re.compile(r"(?!(?i:https?):(?!//[^/?#]))[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+")


warnings.filterwarnings("ignore", message="Attribute's length must be")
"""Said by the library wherever it reads a common name of more than 64 octets; see `attribute`."""


class SpecificationError(UsageError):
    """What was asked for cannot be written into a certificate. `place` says where it stands."""

    def __init__(self, place: Place, id: str, **params: str | int | Message) -> None:
        super().__init__(id, **params)
        self.place = place


def name(attributes: Sequence[SubjectAttribute]) -> x509.Name:
    return x509.Name([attribute(item, ("subject", number)) for number, item in enumerate(attributes)])


def attribute(item: SubjectAttribute, place: Place) -> x509.NameAttribute[str]:
    if not item.value:
        raise SpecificationError((*place, "value"), "wish_attribute_empty")
    type_id = oid(item.type, (*place, "type"))
    if type_id.dotted_string in COUNTRIES and not re.fullmatch(r"[A-Za-z]{2}", item.value):
        raise SpecificationError((*place, "value"), "wish_country_letters", value=item.value)
    most = LONGEST.get(type_id.dotted_string)
    if most is not None and len(item.value) > most:
        raise SpecificationError((*place, "value"), "wish_attribute_too_long", value=item.value, length=len(item.value), most=most)
    if "\0" in item.value:  # where others stop reading it would be another one's name
        raise SpecificationError((*place, "value"), "wish_attribute_refused", value=item.value, reason="U+0000")
    try:
        item.value.encode()  # half a surrogate pair, which JSON can hold, is no text
        # The library counts the octets of a common name, where X.520 counts characters: Japanese names would have to be short.
        made = x509.NameAttribute(type_id, item.value, _TEXT_TYPES.get(item.text_type), _validate=False)
    except (ValueError, TypeError) as error:
        raise SpecificationError((*place, "value"), "wish_attribute_refused", value=item.value, reason=str(error)) from None
    # Also where the attribute demands its type (mail address, domain component, serial number): the library writes UTF-8 into any.
    if made._type is _ASN1Type.PrintableString and not _PRINTABLE.fullmatch(item.value):
        raise SpecificationError((*place, "value"), "wish_not_printable_string", value=item.value)
    if made._type is _ASN1Type.IA5String and not item.value.isascii():
        raise SpecificationError((*place, "value"), "wish_not_ia5_string", value=item.value)
    return made


def oid(text: str, place: Place) -> x509.ObjectIdentifier:
    try:
        return x509.ObjectIdentifier(text.strip())
    except ValueError:
        raise SpecificationError(place, "wish_not_an_oid", value=text) from None


def basic_constraints(value: wanted.BasicConstraints) -> x509.BasicConstraints:
    if value.path_length is not None and value.path_length < 0:
        raise SpecificationError(("basic_constraints", "path_length"), "wish_path_length_negative")
    if value.path_length is not None and value.path_length > LONGEST_PATH:
        raise SpecificationError(("basic_constraints", "path_length"), "wish_path_length_too_large", most=LONGEST_PATH)
    return x509.BasicConstraints(value.ca, value.path_length if value.ca else None)


def hash_name(value: str) -> str:
    """One of `HASHES`, or "" for what suits the key."""
    if value and value not in HASHES:
        raise SpecificationError(("hash",), "wish_hash_unknown", value=value)
    return value


def key_usage(value: wanted.KeyUsage) -> x509.KeyUsage:
    alone = {"encipherOnly", "decipherOnly"} & value.usages
    if alone and "keyAgreement" not in value.usages:
        raise SpecificationError(("key_usage", "usages"), "wish_usage_needs_key_agreement", usage=min(alone))
    return x509.KeyUsage(**{argument: usage in value.usages for usage, argument in KEY_USAGES.items()})


def extended_key_usage(value: wanted.ExtendedKeyUsage) -> x509.ExtendedKeyUsage:
    return x509.ExtendedKeyUsage([oid(item, ("extended_key_usage", "purposes", at)) for at, item in enumerate(value.purposes)])


def alternative_names(names: Sequence[AlternativeName]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([general_name(item, ("names", number)) for number, item in enumerate(names)])


def name_constraints(value: wanted.NameConstraints) -> x509.NameConstraints:
    def trees(names: Sequence[AlternativeName], field: str) -> list[x509.GeneralName] | None:
        place: Place = ("name_constraints", field)
        return [constraint_name(item, (*place, number)) for number, item in enumerate(names)] or None

    return x509.NameConstraints(trees(value.permitted, "permitted"), trees(value.excluded, "excluded"))


def general_name(item: AlternativeName, place: Place) -> x509.GeneralName:
    """One name of subjectAltName (RFC 5280 4.2.1.6)."""
    text = item.value.strip()
    if not text:
        raise SpecificationError(place, "wish_name_empty")
    if item.kind is NameKind.DNS:
        wildcard = "*." if text.startswith("*.") else ""
        return x509.DNSName(wildcard + _dns_name(text.removeprefix(wildcard), text, place))
    if item.kind is NameKind.IP:
        if "%" in text:  # the zone (RFC 4007) is this machine's own matter and has no place in the four or sixteen octets
            raise SpecificationError(place, "wish_not_an_ip_address", value=text)
        try:
            return x509.IPAddress(ipaddress.ip_address(text))
        except ValueError:
            raise SpecificationError(place, "wish_not_an_ip_address", value=text) from None
    if item.kind is NameKind.EMAIL:
        return _mail(text, place)
    if item.kind is NameKind.URI:
        return uri(text, place)
    if item.kind is NameKind.UPN:
        if text.count("@") != 1 or text.startswith("@") or text.endswith("@") or not _has_utf8(text):
            raise SpecificationError(place, "wish_not_a_upn", value=text)
        return x509.OtherName(x509.ObjectIdentifier(UPN), writer.element(0x0C, text.encode()))
    if item.kind is NameKind.REGISTERED_ID:
        return x509.RegisteredID(oid(text, place))
    return x509.DirectoryName(directory_name(text, place))


def constraint_name(item: AlternativeName, place: Place) -> x509.GeneralName:
    """One subtree of nameConstraints (RFC 5280 4.2.1.10): domains without wildcard, networks, mail hosts, URI hosts, directory names."""
    text = item.value.strip()
    if not text:
        raise SpecificationError(place, "wish_name_empty")
    if item.kind is NameKind.IP:
        try:
            return x509.IPAddress(ipaddress.ip_network(text))
        except ValueError:
            raise SpecificationError(place, "wish_not_a_network", value=text) from None
    if item.kind is NameKind.DNS:
        return x509.DNSName(_dns_name(text, text, place))
    if item.kind in (NameKind.EMAIL, NameKind.URI):
        dot = "." if text.startswith(".") else ""
        make = x509.RFC822Name if item.kind is NameKind.EMAIL else x509.UniformResourceIdentifier
        if item.kind is NameKind.EMAIL and "@" in text:
            return _mail(text, place)
        return make(dot + _dns_name(text.removeprefix("."), text, place))
    if item.kind is NameKind.DIRECTORY:
        return x509.DirectoryName(directory_name(text, place))
    raise SpecificationError(place, "wish_no_constraint_of_this_kind", value=text)


def directory_name(text: str, place: Place) -> x509.Name:
    """RFC 4514 text ("CN=...,O=...") -> a name."""
    try:
        return x509.Name.from_rfc4514_string(text)
    except ValueError:
        raise SpecificationError(place, "wish_not_a_directory_name", value=text) from None


def _dns_name(text: str, shown: str, place: Place) -> str:
    encoded = a_label(text)
    if encoded is None or len(encoded) > 253 or not all(_LABEL.fullmatch(label) for label in encoded.rstrip(".").split(".")):
        raise SpecificationError(place, "wish_not_a_dns_name", value=shown)
    return encoded


def _has_utf8(text: str) -> bool:
    """Half of a surrogate pair, which JSON can hold, is in no string of a certificate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mail(text: str, place: Place) -> x509.RFC822Name:
    """A Mailbox (RFC 5321 4.1.2), its domain in A-labels."""
    local, _, domain = text.rpartition("@")
    if local and domain and not local.isascii():  # SmtpUTF8Mailbox (RFC 9598) is another kind of name
        raise SpecificationError(place, "wish_mail_not_ascii", value=text)
    if not domain or not _LOCAL_PART.fullmatch(local):
        raise SpecificationError(place, "wish_not_a_mail_address", value=text)
    try:
        return x509.RFC822Name(f"{local}@{_dns_name(domain, text, place)}")
    except ValueError:
        raise SpecificationError(place, "wish_not_a_mail_address", value=text) from None


def uri(text: str, place: Place) -> x509.UniformResourceIdentifier:
    text = text.strip()
    if not _URI.fullmatch(text):
        raise SpecificationError(place, "wish_not_a_uri", value=text)
    return x509.UniformResourceIdentifier(text)


def policies(values: Sequence[wanted.Policy]) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([policy(item, ("policies", number)) for number, item in enumerate(values)])


def policy(item: wanted.Policy, place: Place) -> x509.PolicyInformation:
    qualifiers: list[str | x509.UserNotice] = [uri(text, (*place, "cps", at)).value for at, text in enumerate(item.cps)]
    for at, text in enumerate(item.notices):
        if len(text) > 200:  # RFC 5280 4.2.1.4
            raise SpecificationError((*place, "notices", at), "wish_notice_too_long", length=len(text))
        if not _has_utf8(text):
            raise SpecificationError((*place, "notices", at), "wish_attribute_refused", value=text, reason="UTF-8")
        qualifiers.append(x509.UserNotice(None, text))
    return x509.PolicyInformation(oid(item.oid, (*place, "oid")), qualifiers or None)


def tls_features(numbers: Sequence[int]) -> x509.TLSFeature:
    try:
        return x509.TLSFeature([x509.TLSFeatureType(number) for number in numbers])
    except ValueError:
        raise SpecificationError(("tls_features",), "wish_tls_feature_unknown", value=", ".join(map(str, numbers))) from None


def distribution_points(field: str, urls: Sequence[str]) -> list[x509.DistributionPoint]:
    return [x509.DistributionPoint([uri(url, (field, at))], None, None, None) for at, url in enumerate(urls)]


def raw_extension(item: wanted.RawExtension, place: Place) -> x509.UnrecognizedExtension:
    type_id = oid(item.oid, (*place, "oid"))
    try:
        der = bytes.fromhex(re.sub(r"[\s:]", "", item.value))
    except ValueError:
        raise SpecificationError((*place, "value"), "wish_not_hex", value=item.value[:40]) from None
    try:
        reader.read_all(der, "extnValue")
    except DerError as error:
        raise SpecificationError((*place, "value"), "wish_not_der", reason=error.message) from None
    return x509.UnrecognizedExtension(type_id, der)

"""GeneralName (RFC 5280 4.2.1.6): the nine kinds of names in alternative names, name constraints and pointers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Problem
from workbench.core.x509.name import Attribute, Name, parse_name


class GeneralNameKind(StrEnum):
    OTHER_NAME = "other_name"
    RFC822_NAME = "rfc822_name"
    DNS_NAME = "dns_name"
    X400_ADDRESS = "x400_address"
    DIRECTORY_NAME = "directory_name"
    EDI_PARTY_NAME = "edi_party_name"
    URI = "uri"
    IP_ADDRESS = "ip_address"
    REGISTERED_ID = "registered_id"


KINDS = tuple(GeneralNameKind)  # by tag number
LABELS = (
    "otherName", "rfc822Name", "dNSName", "x400Address", "directoryName", "ediPartyName", "uniformResourceIdentifier",
    "iPAddress", "registeredID",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GeneralName:
    """One GeneralName.

    value     text: the name, URI, address ("192.0.2.1", in name constraints "192.0.2.0/24"), RFC 4514 form of a directory
              name, dotted decimal of a registered ID, the text (or hex) inside an otherName
    raw       octets: of the string or address; the DER of a directory name, of an otherName's value; else the content
    name      the directory name, None for the other kinds
    type_id   dotted decimal of an otherName's type, "" for the other kinds
    problems  wrong characters, wrong address length
    """

    kind: GeneralNameKind
    value: str
    raw: bytes
    element: Element
    name: Name | None = None
    type_id: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def label(self) -> str:
        """The kind as RFC 5280 spells it."""
        return LABELS[KINDS.index(self.kind)]


def parse_general_name(element: Element, address_range: bool = False) -> GeneralName:
    """A GeneralName element -> GeneralName.

    `address_range` expects addresses with a mask, as in name constraints (RFC 5280 4.2.1.10).
    Raises DerError when the tag is not one of the nine, or what is inside cannot be followed.
    """
    if element.tag_class != reader.CONTEXT or element.number > 8:
        raise DerError("der_unexpected_tag", element.start, field="GeneralName", expected="80-a8", found=f"{element.identifier:02x}")
    kind = KINDS[element.number]
    raw = element.value
    match kind:
        case GeneralNameKind.RFC822_NAME | GeneralNameKind.DNS_NAME | GeneralNameKind.URI:
            text, problems = ia5(element)
            return GeneralName(kind, text, raw, element, problems=problems)
        case GeneralNameKind.DIRECTORY_NAME:
            name = parse_name(structure.inside(element, "directoryName"))
            return GeneralName(kind, name.rfc4514, name.der, element, name)
        case GeneralNameKind.IP_ADDRESS:
            text, problems = _address(element, address_range)
            return GeneralName(kind, text, raw, element, problems=problems)
        case GeneralNameKind.REGISTERED_ID:
            return GeneralName(kind, values.oid(raw), raw, element)
        case GeneralNameKind.OTHER_NAME:
            type_id, wrapper = structure.parts(element, "otherName", 2, 2)
            if not wrapper.is_context(0):
                raise DerError("der_unexpected_tag", wrapper.start, field="otherName", expected="a0", found=f"{wrapper.identifier:02x}")
            inner = structure.inside(wrapper, "otherName")
            text = values.text(inner)[0] if values.is_string(inner) else inner.encoded.hex()
            return GeneralName(kind, text, inner.encoded, element, type_id=values.oid_of(type_id, "type-id"))
        case _:
            return GeneralName(kind, raw.hex(), raw, element)


def parse_general_names(element: Element, what: str = "GeneralNames", least: int = 1) -> tuple[GeneralName, ...]:
    """The GeneralNames inside a SEQUENCE (or an implicitly tagged one). Raises DerError as `parse_general_name`."""
    return tuple(parse_general_name(part) for part in structure.parts(element, what, least))


def parse_relative_name(element: Element) -> tuple[Attribute, ...]:
    """A RelativeDistinguishedName (also implicitly tagged) -> its attributes. Raises DerError."""
    attributes = []
    for pair in structure.parts(element, "RelativeDistinguishedName", 1):
        type, value = structure.sequence(pair, "AttributeTypeAndValue", 2, 2)
        string, problems = values.text(value)
        attributes.append(Attribute(values.oid_of(type, "AttributeType"), string, value.identifier, pair, problems))
    return tuple(attributes)


def ia5(element: Element) -> tuple[str, tuple[Problem, ...]]:
    """The text of an implicitly tagged IA5String, and what is wrong with it."""
    try:
        text = element.value.decode("ascii")
        if text.isprintable():
            return text, ()
        place = next(index for index, character in enumerate(text) if not character.isprintable())
        return text, (Problem(Message("der_string_control_character"), element.content + place),)
    except UnicodeDecodeError as error:
        problem = Problem(Message("der_string_not_decodable", {"type": "IA5String"}), element.content + error.start)
        return element.value.decode("utf-8", "replace"), (problem,)


def _address(element: Element, with_mask: bool) -> tuple[str, tuple[Problem, ...]]:
    raw = element.value
    right = len(raw) in ((8, 32) if with_mask else (4, 16))
    problems = () if right else (Problem(Message("der_ip_address_length", {"found": len(raw)}), element.start),)
    if len(raw) in (4, 16):
        return str(IPv4Address(raw) if len(raw) == 4 else IPv6Address(raw)), problems
    if len(raw) in (8, 32):
        half = len(raw) // 2
        address, mask = raw[:half], raw[half:]
        kind = IPv4Address if half == 4 else IPv6Address
        bits = f"{int.from_bytes(mask, 'big'):0{8 * half}b}"
        if "01" in bits:
            return f"{kind(address)}/{kind(mask)}", (*problems, Problem(Message("der_ip_mask"), element.start))
        return f"{kind(address)}/{bits.count('1')}", problems
    return raw.hex(), problems


"""IP address blocks: the addresses that the subject may use or give on (resource certificates of the RPKI)."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.5.5.7.1.7"
NAME = "ipAddrBlocks"
CITATION = "RFC 3779 §2.2"
OTHERS = (("1.3.6.1.5.5.7.1.28", "ipAddrBlocks-v2", "RFC 8360 §4.2.2.1"),)

AFI = {1: ("IPv4", 4), 2: ("IPv6", 16)}


@dataclass(frozen=True, slots=True)
class AddressFamily:
    """One IPAddressFamily.

    afi     address family: 1 IPv4, 2 IPv6; `safi` the subsequent one or None
    blocks  texts: prefixes (`192.0.2.0/24`) and ranges (`192.0.2.1-192.0.2.9`); None to inherit from the issuer
    """

    afi: int
    safi: int | None
    blocks: tuple[str, ...] | None

    @property
    def name(self) -> str:
        name = AFI[self.afi][0] if self.afi in AFI else f"AFI {self.afi}"
        return name if self.safi is None else f"{name} (SAFI {self.safi})"


@dataclass(frozen=True, slots=True)
class IpAddrBlocks:
    """The families in order."""

    families: tuple[AddressFamily, ...]


def _address(element: Element, size: int, fill: int) -> tuple[str, int]:
    """A BIT STRING address filled up with zeros or ones -> text and the number of bits given."""
    octets, unused = values.bit_string(element)
    bits = 8 * len(octets) - unused
    if size and len(octets) > size:
        raise DerError("der_ip_address_length", element.start, found=len(octets))
    if not size:
        return octets.hex(), bits
    number = int.from_bytes(octets.ljust(size, b"\0"), "big") >> (8 * size - bits) << (8 * size - bits)
    if fill:
        number |= (1 << (8 * size - bits)) - 1
    return str((IPv4Address if size == 4 else IPv6Address)(number)), bits


def _block(element: Element, size: int) -> str:
    if element.identifier == reader.BIT_STRING:
        text, bits = _address(element, size, 0)
        return f"{text}/{bits}"
    low, high = structure.sequence(element, "IPAddressRange", 2, 2)
    return f"{_address(low, size, 0)[0]}-{_address(high, size, 1)[0]}"


def _family(item: Element) -> tuple[AddressFamily, Element, Element]:
    family, choice = structure.sequence(item, "IPAddressFamily", 2, 2)
    octets = family.expect(reader.OCTET_STRING, "addressFamily").value
    if len(octets) not in (2, 3):
        raise DerError("der_wrong_count", family.start, field="addressFamily", expected="2-3", found=len(octets))
    afi = int.from_bytes(octets[:2], "big")
    size = AFI[afi][1] if afi in AFI else 0
    blocks = None
    if choice.identifier != reader.NULL:
        blocks = tuple(_block(part, size) for part in structure.sequence(choice, "addressesOrRanges"))
    return AddressFamily(afi, octets[2] if len(octets) == 3 else None, blocks), family, choice


def parse(value: Element | bytes) -> IpAddrBlocks:
    """The content of extnValue -> IpAddrBlocks. Raises DerError."""
    items = structure.sequence(structure.only(value, NAME), NAME)
    return IpAddrBlocks(tuple(_family(item)[0] for item in items))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each family, its blocks below it. Raises DerError."""
    result = []
    for item in structure.sequence(value, NAME):
        family, name, choice = _family(item)
        if family.blocks is None:
            inner: tuple[Node, ...] = (node("inherit", choice, "inherit"),)
        else:
            inner = tuple(
                node("addressPrefix" if part.identifier == reader.BIT_STRING else "addressRange", part, text)
                for part, text in zip(reader.children(choice), family.blocks, strict=True)
            )
        text = f"{family.name}: {', '.join(child.value for child in inner)}"
        result.append(node("IPAddressFamily", item, text, (node("addressFamily", name, family.name), *inner)))
    return tuple(result)

"""Lists inside extensions that take some room: signed certificate timestamps and RPKI resources, as `openssl x509 -text` prints them."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.extensions import as_identifiers, ip_addr_blocks, signed_certificate_timestamps
from workbench.core.x509.text_pieces import hex_lines


def timestamps_text(value: Element, indent: int) -> str:
    scts = signed_certificate_timestamps.parse(value).timestamps
    return "\n".join("\n".join(_timestamp(sct, indent)) for sct in scts)


def _timestamp(sct: signed_certificate_timestamps.SignedCertificateTimestamp, indent: int) -> Iterator[str]:
    pad = " " * indent
    yield f"{pad}Signed Certificate Timestamp:"
    if sct.version or sct.timestamp is None:
        yield f"{pad}    Version   : unknown"
        yield from hex_lines(sct.raw, indent + 16, 16, upper=True)
        return
    inner = pad + " " * 4
    yield f"{inner}Version   : v1 (0x0)"
    yield f"{inner}Log ID    : " + f"\n{inner}            ".join(line.strip() for line in hex_lines(sct.log_id, 0, 16, upper=True))
    moment = sct.timestamp
    yield f"{inner}Timestamp : {moment:%b} {moment.day:2} {moment:%H:%M:%S}.{moment.microsecond // 1000:03} {moment.year} GMT"
    extensions = (
        "none"
        if not sct.extensions
        else f"\n{inner}            ".join(line.strip() for line in hex_lines(sct.extensions, 0, 16, upper=True))
    )
    yield f"{inner}Extensions: {extensions}"
    names = {(4, 3): "ecdsa-with-SHA256", (4, 1): "sha256WithRSAEncryption"}
    if (sct.hash, sct.signature_algorithm) not in names:  # OpenSSL then shows the octets of the whole list
        raise DerError("der_sct", sct.start)
    yield f"{inner}Signature : {names[sct.hash, sct.signature_algorithm]}"
    yield from hex_lines(sct.signature, indent + 16, 16, upper=True)


def addresses_text(value: Element, indent: int) -> str:
    pad = " " * indent
    lines = []
    safi_names = {1: "Unicast", 2: "Multicast", 3: "Unicast/Multicast", 4: "MPLS"}
    for family in ip_addr_blocks.parse(value).families:
        name = {1: "IPv4", 2: "IPv6"}.get(family.afi, f"Unknown AFI {family.afi}")
        if family.safi is not None:
            name += f" ({safi_names.get(family.safi, f'Unknown SAFI {family.safi}')})"
        if family.blocks is None:
            lines.append(f"{pad}{name}: inherit")
            continue
        lines.append(f"{pad}{name}:")
        lines += (f"{pad}  {_block(block)}" for block in family.blocks)
    return "\n".join(lines) + "\n"


def _block(block: str) -> str:
    if ":" not in block:
        return block
    return "-".join(_short_v6(part) for part in block.split("-"))


def _short_v6(text: str) -> str:
    """OpenSSL cuts trailing zero groups: `2001:db8::/32`."""
    address, slash, bits = text.partition("/")
    groups = [f"{int(group, 16):x}" for group in ip_address(address).exploded.split(":")]
    while groups and groups[-1] == "0":
        groups.pop()
    if len(groups) == 8:
        return ":".join(groups) + slash + bits
    return (":".join(groups) if groups else "") + (":" if groups else "") + ":" + slash + bits


def autonomous_systems_text(value: Element, indent: int) -> str:
    pad = " " * indent
    decoded = as_identifiers.parse(value)
    lines = []
    for title, ranges in (("Autonomous System Numbers", decoded.asnum), ("Routing Domain Identifiers", decoded.rdi)):
        if ranges is not None:
            lines.append(f"{pad}{title}:")
            lines += [f"{pad}  {as_identifiers.range_text(low, high)}" for low, high in ranges] or [f"{pad}  inherit"]
    return "\n".join(lines) + "\n"

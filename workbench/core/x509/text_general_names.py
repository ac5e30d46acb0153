"""General names as `openssl x509 -text` prints them."""

from __future__ import annotations

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import Element
from workbench.core.x509.general_name import GeneralName, GeneralNameKind
from workbench.core.x509.text_names import object_text
from workbench.core.x509.text_pieces import name_one_line, name_text

_OTHER_NAMES = {
    "1.3.6.1.5.5.7.8.9": "SmtpUTF8Mailbox", "1.3.6.1.5.5.7.8.5": "XmppAddr", "1.3.6.1.5.5.7.8.7": "SRVName",
    "1.3.6.1.4.1.311.20.2.3": "UPN", "1.3.6.1.5.5.7.8.8": "NAIRealm",
}  # fmt: skip


def general_name_text(name: GeneralName, element: Element) -> str:
    """One GeneralName in a list: `DNS:a`, `IP Address:192.0.2.1`, `DirName:/C=JP/O=b`."""
    if name.kind is GeneralNameKind.DIRECTORY_NAME:
        return f"DirName:{name_one_line(reader.first(element))}"
    return _plain_name(name)


def long_general_name_text(name: GeneralName, element: Element) -> str:
    """One GeneralName on a line of its own: directory names as `DirName:C = JP, O = b`."""
    if name.kind is GeneralNameKind.DIRECTORY_NAME:
        return f"DirName:{name_text(reader.first(element))}"
    return _plain_name(name)


def _plain_name(name: GeneralName) -> str:
    match name.kind:
        case GeneralNameKind.RFC822_NAME:
            return f"email:{raw_text(name.raw)}"
        case GeneralNameKind.DNS_NAME:
            return f"DNS:{raw_text(name.raw)}"
        case GeneralNameKind.URI:
            return f"URI:{raw_text(name.raw)}"
        case GeneralNameKind.IP_ADDRESS:
            return f"IP Address:{address_text(name.raw)}"
        case GeneralNameKind.REGISTERED_ID:
            return f"Registered ID:{object_text(name.value)}"
        case GeneralNameKind.OTHER_NAME:
            label = _OTHER_NAMES.get(name.type_id) or name.type_id
            known = name.raw[:1] in (b"\x0c", b"\x16")
            return f"othername: {label}::{name.value if known else '<unsupported>'}"
        case GeneralNameKind.X400_ADDRESS:
            return "X400Name:<unsupported>"
        case _:
            return "EdiPartyName:<unsupported>"


def raw_text(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")


def text_until_nul(octets: bytes) -> str:
    """C strings end at the first NUL, so BMPStrings are cut short."""
    return raw_text(octets.partition(b"\0")[0])


def address_text(octets: bytes) -> str:
    """`192.0.2.1`; IPv6 as eight groups in upper case without leading zeros or `::`."""
    if len(octets) == 4:
        return ".".join(map(str, octets))
    if len(octets) == 16:
        return ":".join(f"{int.from_bytes(octets[n : n + 2], 'big'):X}" for n in range(0, 16, 2))
    return f"<invalid length={len(octets)}>"


def name_block(names: tuple[GeneralName, ...], indent: int) -> str:
    pad = " " * (indent + 2)
    return pad + f"\n{pad}".join(long_general_name_text(name, name.element) for name in names)

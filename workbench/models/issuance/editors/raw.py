"""Extensions given as DER: what the digits mean, and what a file has to give."""

from __future__ import annotations

import os
import re

from workbench.core.asn1 import reader, values, writer
from workbench.core.asn1.reader import DerError
from workbench.core.asn1.tree import asn1_tree
from workbench.core.errors import FileError, Message
from workbench.core.issuance.specification import RawExtension
from workbench.core.node import Node
from workbench.core.x509.extension_nodes import extension_value_nodes
from workbench.core.x509.extensions import BY_OID

LARGEST = 65536
"""Octets of an extension that is taken from a file, or shown as a tree while it is typed."""
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[\s:]*)+")


def octets(text: str) -> bytes | None:
    """Hexadecimal digits (with spaces and colons) -> bytes; None when they are not, or too many."""
    digits = re.sub(r"[\s:]", "", text)
    try:
        return bytes.fromhex(digits) if digits.isascii() and len(digits) <= 2 * LARGEST else None
    except ValueError:
        return None


def decoded(oid: str, text: str) -> Node | None:
    """The tree of what has been typed: the fields of a known extension, ASN.1 of another one. None for nothing, or no bytes."""
    data = octets(text)
    if not data:
        return None
    row = BY_OID.get(oid.strip())
    if row is not None:
        try:
            reader.read_all(data, "extnValue")
            wrapped = reader.read(writer.octet_string(data))
            nodes, problems = extension_value_nodes(row.oid, wrapped)
            return Node(row.name, "", -1, 0, nodes, "", problems)
        except DerError:
            pass
    return asn1_tree(data)


def spaced(data: bytes) -> str:
    return data.hex(" ")


def read_extension_file(path: str) -> RawExtension:
    """A file with an Extension (RFC 5280 4.1), or with what stands in its extnValue, as DER or as hexadecimal digits.

    The OID is empty where the file does not tell it. Raises FileError: `issuing_file_unreadable`, `issuing_file_too_large`.
    """
    name = os.path.basename(path)
    try:
        if not os.path.isfile(path):
            raise FileError("issuing_file_unreadable", name=name, reason=os.strerror(2))
        with open(path, "rb") as file:
            data = file.read(3 * LARGEST + 1)
    except OSError as error:
        raise FileError("issuing_file_unreadable", name=name, reason=error.strerror or str(error)) from None
    try:
        text = data.decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    if text and _HEX.fullmatch(text):
        data = octets(text) or data
    if len(data) > LARGEST:
        raise FileError("issuing_file_too_large", name=name, most=Message("issuing_bytes", {"count": LARGEST}))
    return _as_extension(data) or RawExtension("", spaced(data))


def _as_extension(data: bytes) -> RawExtension | None:
    try:
        parts = list(reader.children(reader.read_all(data, "Extension").expect(reader.SEQUENCE, "Extension")))
        if not 2 <= len(parts) <= 3:
            return None
        oid = values.oid_of(parts[0], "extnID")
        critical = len(parts) == 3 and values.boolean(parts[1].expect(reader.BOOLEAN, "critical"))
        return RawExtension(oid, spaced(parts[-1].expect(reader.OCTET_STRING, "extnValue").value), critical)
    except DerError:
        return None

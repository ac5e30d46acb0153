"""Whatever the bytes are: decoding ends in nodes, text or a typed refusal, quickly, and spans stay inside."""

from __future__ import annotations

import random
from pathlib import Path

from tests.core.x509 import crafted
from workbench.core.asn1 import reader, writer
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.tree import asn1_tree
from workbench.core.x509 import extensions
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.fields import certificate_fields, encoding_problems
from workbench.core.x509.key_nodes import public_key_fields
from workbench.core.x509.private_key_nodes import private_key_fields
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.text import certificate_text


def decode_everything(data: bytes) -> bool:
    """Every way in which these modules can look at some octets; True when they were a certificate."""
    asn1_tree(data)
    private_key_fields(data)
    public_key_fields(data)
    try:
        certificate = parse_certificate(data)
    except DerError:
        return False
    root = certificate_fields(certificate)
    for node in root.walk():
        if node.start >= 0:
            assert node.start >= 0 and node.start + node.length <= len(data), node.label
    encoding_problems(certificate)
    assert certificate_text(certificate).startswith("Certificate:\n")
    describe_key(certificate.spki)
    try:
        for extension in certificate.extensions:
            try:
                extensions.decode(extension)
            except DerError:
                continue
    except DerError:
        pass
    return True


def mutate(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                changed[place] ^= 1 << chance.randrange(8)
            case 2:
                changed[place] = chance.choice((0, 0xFF, 0x80, 0x30, 0x31, 4, 3, 2, 0xA0, 0xA1, 5, 6))
            case _:
                source, size = chance.randrange(len(changed)), chance.randrange(1, 6)
                changed[place : place + size] = changed[source : source + size]
    return bytes(changed)


def seeds(corpora: Path) -> list[bytes]:
    return [data for file in sorted((corpora / "certs" / "from_captures").glob("*.der")) if len(data := file.read_bytes()) < 3000]


def test_mutants_of_real_certificates(corpora: Path) -> None:
    chance = random.Random(20261120)
    originals = seeds(corpora)
    certificates = sum(decode_everything(mutate(chance.choice(originals), chance)) for _ in range(2500))
    assert certificates > 1000  # most of them still hold together, so the decoders were really reached


def test_malformed_corpus(corpora: Path) -> None:
    tried = 0
    for folder in ("mut_certs", "hand", "openssl_fuzz"):
        for file in sorted((corpora / "malformed" / folder).rglob("*"))[:1200]:
            if file.is_file():
                data = file.read_bytes()
                decode_everything(data)
                tried += 1
    assert tried > 1000


def numbers_replaced(element: Element, which: int, content: bytes, count: list[int]) -> bytes:
    """The element written anew, its `which`th INTEGER with other content."""
    if element.constructed:
        return writer.element(element.identifier, *(numbers_replaced(part, which, content, count) for part in reader.children(element)))
    if element.identifier in (reader.INTEGER, reader.ENUMERATED):
        count[0] += 1
        if count[0] - 1 == which:
            return writer.element(element.identifier, content)
    if element.identifier == reader.OCTET_STRING and element.value[:1] in (b"\x30", b"\x02", b"\x0a"):
        try:
            inner = reader.read_all(element.value, "inner")
            return writer.octet_string(numbers_replaced(inner, which, content, count))
        except DerError:
            pass
    return element.encoded


def test_numbers_of_thousands_of_digits() -> None:
    items = [
        crafted.extension(oid, value)
        for oid, value in {
            "2.5.29.19": bytes.fromhex("30060101ff020100"),
            "2.5.29.32": writer.sequence(
                writer.sequence(
                    writer.oid("1.2.3"),
                    writer.sequence(
                        writer.sequence(
                            writer.oid("1.3.6.1.5.5.7.2.2"),
                            writer.sequence(writer.sequence(writer.element(0x0C, b"o"), writer.sequence(writer.integer(1)))),
                        )
                    ),
                )
            ),
            "1.3.6.1.5.5.7.1.24": writer.sequence(writer.integer(5)),
            "1.3.6.1.5.5.7.1.8": writer.sequence(writer.element(0xA0, writer.sequence(writer.integer(5)))),
            "1.3.6.1.5.5.7.1.14": writer.sequence(writer.integer(1), writer.sequence(writer.oid("1.2.3"))),
            "1.3.6.1.4.1.311.21.1": writer.integer(1),
            "1.3.6.1.4.1.311.21.7": writer.sequence(writer.oid("1.2.3"), writer.integer(1), writer.integer(2)),
            "1.3.6.1.5.5.7.1.3": writer.sequence(
                writer.sequence(writer.oid("0.4.0.1862.1.3"), writer.integer(9)),
                writer.sequence(writer.oid("0.4.0.1862.1.2"), writer.sequence(writer.integer(9), writer.integer(9), writer.integer(9))),
            ),
            "2.5.29.21": bytes.fromhex("0a0101"),
            "2.5.29.20": writer.integer(1),
        }.items()
    ]
    certificate = crafted.certificate(rest=crafted.extensions(*items))
    count = [0]
    numbers_replaced(certificate.fields.certificate, -1, b"", count)
    assert count[0] > 10
    for content in (b"\x7f" * 9000, b"\x81" * 9000, b""):
        for which in range(count[0]):
            assert decode_everything(numbers_replaced(certificate.fields.certificate, which, content, [0]))

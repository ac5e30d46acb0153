"""Extensions as DER: shown while they are typed, taken from files."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given

from tests.core.issuance.strategies import oids, texts
from workbench.core.asn1 import writer
from workbench.core.errors import FileError
from workbench.core.issuance.specification import RawExtension
from workbench.models.issuance.editors import raw


def labels(oid: str, text: str) -> list[str]:
    node = raw.decoded(oid, text)
    return [] if node is None else [f"{inner.label}={inner.value}" for inner in node.walk()]


def test_a_known_extension_shows_its_fields() -> None:
    """The bytes are the library's, not ours."""
    value = x509.BasicConstraints(True, 3).public_bytes()
    assert labels("2.5.29.19", value.hex()) == ["basicConstraints=", "cA=TRUE", "pathLenConstraint=3"]


def test_another_one_shows_its_asn1() -> None:
    assert labels("1.2.3", "30:06 02 01 05 0c 01 41") == ["SEQUENCE=", "INTEGER=5", "UTF8String=A"]
    assert labels("2.5.29.19", "05 00")[:1] == ["basicConstraints="]
    assert raw.decoded("1.2.3", "3") is None
    assert raw.decoded("1.2.3", "") is None
    assert raw.decoded("1.2.3", "zz") is None


@given(oids(), texts())
def test_anything_typed_is_shown_or_not(oid: str, text: str) -> None:
    node = raw.decoded(oid, text)
    assert node is None or raw.octets(text)


def test_files(tmp_path: Path) -> None:
    value = x509.KeyUsage(True, *[False] * 8).public_bytes()
    whole = writer.sequence(writer.oid("2.5.29.15"), writer.element(1, b"\xff"), writer.octet_string(value))
    for name, content, expected in (
        ("value.der", value, RawExtension("", value.hex(" "))),
        ("value.hex", value.hex(":").upper().encode() + b"\n", RawExtension("", value.hex(" "))),
        ("extension.der", whole, RawExtension("2.5.29.15", value.hex(" "), True)),
        ("extension.hex", whole.hex().encode(), RawExtension("2.5.29.15", value.hex(" "), True)),
        ("text", b"no hex here", RawExtension("", b"no hex here".hex(" "))),
    ):
        (tmp_path / name).write_bytes(content)
        assert raw.read_extension_file(str(tmp_path / name)) == expected


def test_files_that_cannot_be_taken(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(raw.LARGEST + 1))
    for name, id in (("missing", "issuing_file_unreadable"), (".", "issuing_file_unreadable"), ("large", "issuing_file_too_large")):
        with pytest.raises(FileError) as caught:
            raw.read_extension_file(str(tmp_path / name))
        assert caught.value.message.id == id
